"""导入页 - Bring a list into a round: choose a file, look at what would happen row by row, then carry it out.

The file goes along with the preview and comes back with the yes, so that exactly what was looked at is imported, nothing lies about
on the server, and a session that ends in between loses nothing.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Response

from perfeval.desks import imports, steering
from perfeval.desks.imports import Kind
from perfeval.errors import Conflict, Invalid, PerfevalError
from perfeval.web import importing
from perfeval.web.pages.frame import Here, Post, Posted, Visit, page
from perfeval.web.posted import file_of
from perfeval.web.repeats import Window
from perfeval.web.uploads import Sent

router = APIRouter(include_in_schema=False)
MOST_BYTES = 6 * 1024 * 1024
"""上限 - How large a list may be that pages take; the address for programs takes larger ones."""
TITLES: Mapping[Kind, tuple[str, str]] = {
    Kind.PROJECTS: ("项目清单", "每个项目生成一份自评，填好基本情况和预算，预算锁定"),
    Kind.TARGETS: ("批复的绩效目标", "一行一个三级指标，填进自评并锁定"),
    Kind.EXECUTION: ("国库执行数", "到位数、执行数，填进资金表并锁定；可以随时再导"),
    Kind.HISTORY: ("上年结果", "上年得分、等级、完成值，标明“外部导入”，不进自评表"),
}
"""各表 - What each list is called, and what it does."""
_SHOWN = 200
_RESULTS = {"new": "新增", "changed": "改动", "unchanged": "不变", "wrong": "有错"}


@router.get("/rounds/{round_id}/import")
async def lists(visit: Here, round_id: str) -> Response:
    """导入 - Return the lists that a round is made from."""
    await visit.at.read(imports.admit, round_id)
    made = "made" in visit.request.query_params
    return page(visit, "bureau/imports.html", head=await visit.at.read(steering.head, round_id), titles=TITLES, made=made)


@router.get("/rounds/{round_id}/import/{kind}")
async def choose(visit: Here, round_id: str, kind: Kind) -> Response:
    """选文件 - Return the page that takes a list."""
    return await _choose(visit, round_id, kind)


@router.post("/rounds/{round_id}/import/{kind}")
async def preview(post: Posted, round_id: str, kind: Kind) -> Response:
    """预览 - Return what a list would do, row by row; nothing is changed."""
    data, name = await file_of(post.form, "file")
    try:
        told = await importing.preview(post.at, _window(post), kind, round_id, _sent(data, name))
    except Invalid as refusal:
        return await _choose(post.visit, round_id, kind, refusal)
    kept = base64.urlsafe_b64encode(data).decode("ascii")
    return await _told(post, round_id, kind, json.loads(bytes(told.body)), kept=kept)


@router.post("/rounds/{round_id}/import/{kind}/apply")
async def apply(post: Posted, round_id: str, kind: Kind) -> Response:
    """导入 - Put the list that was looked at into the round, all of it or nothing."""
    kept = post.word("kept")
    try:
        done = await importing.carry_out(post.at, _window(post), kind, round_id, _sent(_unpacked(kept), post.word("name")))
    except (Invalid, Conflict) as refusal:
        return await _choose(post.visit, round_id, kind, refusal)
    return await _told(post, round_id, kind, json.loads(bytes(done.body)))


def _window(post: Post) -> Window:
    return Window(post.at, post.visit.path, None)


def _sent(data: bytes, name: str) -> Sent:
    """Return an uploaded list.

    Raises: Invalid, when none was chosen or it is too large for pages.
    """
    if not data:
        raise Invalid("upload-empty", "没有选文件，请选择 xlsx、xls 或 csv 文件")
    if len(data) > MOST_BYTES:
        raise Invalid("upload-too-large", f"文件超过{MOST_BYTES // 1024 // 1024} MB，请分成几份导入")
    return Sent(name=name[:200] or "上传的文件", data=data)


def _unpacked(kept: str) -> bytes:
    """Return the file that a preview took along; what was cut short on the way is none."""
    try:
        return base64.urlsafe_b64decode(kept)
    except (binascii.Error, ValueError):
        return b""


async def _choose(visit: Visit, round_id: str, kind: Kind, refusal: PerfevalError | None = None) -> Response:
    """Return the page that takes a list, to those who may bring one."""
    await visit.at.read(imports.admit, round_id)
    title, does = TITLES[kind]
    return page(
        visit,
        "bureau/import.html",
        422 if refusal else 200,
        head=await visit.at.read(steering.head, round_id),
        kind=kind.value,
        title=title,
        does=does,
        columns=imports.columns(kind),
        refusal=refusal,
        limit=MOST_BYTES // 1024 // 1024,
    )


async def _told(post: Post, round_id: str, kind: Kind, answer: Mapping[str, object], kept: str = "") -> Response:
    """Return how a list fares: rows that are wrong first, then those that change something."""
    rows = answer["items"]
    return page(
        post.visit,
        "bureau/preview.html",
        head=await post.at.read(steering.head, round_id),
        kind=kind.value,
        title=TITLES[kind][0],
        answer=answer,
        rows=_first(rows if isinstance(rows, list) else []),
        results=_RESULTS,
        kept=kept,
    )


def _first(rows: Sequence[dict[str, object]]) -> Sequence[dict[str, object]]:
    """Return the rows that are shown: those that somebody must look at before the others, each kind in the order of the file."""
    order = {"wrong": 0, "changed": 2, "new": 3, "unchanged": 4}
    return sorted(rows, key=lambda row: 1 if row["problems"] and row["result"] != "wrong" else order[str(row["result"])])[:_SHOWN]
