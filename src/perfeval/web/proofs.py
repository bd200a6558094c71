"""佐证地址 - Doors to the proofs of an evaluation: hand in, list, take along, take back.

A file is taken in this order: may they, at all; the body, up to its size; may they, such a proof; what is in the file; stored; recorded.
"""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field, ValidationError
from starlette.datastructures import FormData

from perfeval import files
from perfeval.desks import proofs
from perfeval.desks.proofs import About, Handed, Kept
from perfeval.desks.proving import ProofKind
from perfeval.errors import Invalid, Place
from perfeval.web import shapes
from perfeval.web.edge import TooLarge
from perfeval.web.given import Date, Given, Id, Line, Page
from perfeval.web.office import At, Counter, Office
from perfeval.web.posted import file_of, incomplete, read_parts, word
from perfeval.web.repeats import Once
from perfeval.web.uploads import Sent

Said = TypeVar("Said")
MEGABYTE = 1024 * 1024
"""兆 - How many bytes one megabyte of the settings has."""
_REST = 64 * 1024  # what a form may hold beside the file
_TEXTS = ("title", "kind", "row", "date", "pointer", "restricted")
_KINDS = "、".join(f"{kind.value}（{kind.label}）" for kind in ProofKind)
UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "title", "kind"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": f"可收：{'、'.join(files.KINDS)}"},
                        "title": {"type": "string", "maxLength": 200, "description": "材料名称"},
                        "kind": {"enum": [kind.value for kind in ProofKind], "description": f"种类：{_KINDS}"},
                        "row": {"type": "string", "maxLength": 200, "description": "所证明的指标行；不写则为整张表"},
                        "date": {"type": "string", "format": "date", "description": "材料的日期（批复、签订、验收之日）"},
                        "pointer": {"type": "string", "maxLength": 200, "description": "看第几页或哪一格"},
                        "restricted": {"enum": ["0", "1"], "description": "1：含身份证号等内容，只限本单位和财政部门查看"},
                    },
                }
            }
        },
    }
}
"""上传 - The body of a proof that is handed in."""
router = APIRouter(prefix="/api/v1/evaluations/{id}/evidence", tags=["佐证"])
_NO: dict[int | str, dict[str, Any]] = shapes.problems(401, 403, 404)
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "文件", "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}


Whose = Annotated[Id, Path(alias="id", description="自评编号")]
Which = Annotated[Id, Path(description="佐证编号")]


class Told(Given):
    """佐证说明 - Hold the texts of the form."""

    title: Line
    kind: ProofKind
    row: Line | None = None
    date: Date | None = None
    pointer: Line | None = None
    restricted: Literal["0", "1"] = "0"


class Signer(Given):
    """上传人 - Name who handed a proof in."""

    id: str
    name: str


class DateNotice(Given):
    """日期提示 - Describe what does not fit about the date of a proof."""

    code: Literal["approval-after-completion", "proof-after-filing", "proof-after-year"]
    severity: Literal["notice"]
    message: str
    suggestion: str


class Proof(Given):
    """佐证 - Describe one proof."""

    id: str
    row: str | None
    title: str
    kind: ProofKind
    kind_title: str
    date: str | None
    pointer: str | None
    file_name: str
    file_kind: str
    size: int
    sha256: str = Field(description="文件内容的 SHA-256")
    restricted: bool
    downloadable: bool = Field(description="您可否下载")
    person: Signer
    at: str
    notices: list[DateNotice]


class Proofs(Given):
    """佐证列表 - Describe a page of proofs."""

    items: list[Proof]
    total: int


@router.get("", summary="佐证材料", response_model=Proofs, responses=_NO)
async def listed(at: At, evaluation: Whose, part: Page) -> Response:
    """佐证列表 - Return a page of the proofs of an evaluation."""
    return _json(await at.read(proofs.page, evaluation, part))


@router.post(
    "",
    summary="上传佐证材料",
    description="先查大小、类型、文件头和内部结构（宏、压缩炸弹、夹带），查毒后按内容散列存放；同样的文件只存一份。",
    status_code=201,
    openapi_extra=UPLOAD,
    response_model=Proof,
    responses=_NO | shapes.problems(409, 413, 415, 422, 503),
)
async def hand_in(at: At, once: Once, request: Request, evaluation: Whose) -> Response:
    """上传 - Take a proof in."""
    about, kept = await received(at, request, evaluation, lambda form: form)
    same = json.dumps([repr(about), kept.sha256]).encode()
    return await once.taking(same, 201).write(proofs.add, evaluation, about, kept)


@router.get("/{evidence_id}", summary="一件佐证材料的说明", response_model=Proof, responses=_NO)
async def one(at: At, evaluation: Whose, evidence_id: Which) -> Response:
    """一件佐证 - Return what is known of a proof."""
    return _json(await at.read(proofs.one, evaluation, evidence_id))


@router.get(
    "/{evidence_id}/file",
    summary="下载佐证材料",
    description="受限材料的每次下载都记入日志。图片可用 inline=1 直接显示，其他类型一律下载。",
    response_class=Response,
    responses=_FILE | _NO,
)
async def file(
    at: At, evaluation: Whose, evidence_id: Which, inline: Annotated[Literal["0", "1"], Query(description="1：图片直接显示")] = "0"
) -> Response:
    """下载 - Return the content of a proof."""
    handed = await at.read(proofs.hand_out, evaluation, evidence_id)
    await at.work(at.office.files.verify, handed.sha256)
    if handed.restricted:
        await at.write(proofs.note_download, evaluation, evidence_id)
    return StreamingResponse(at.office.files.stream(handed.sha256), headers=headers_of(handed, inline))


@router.delete("/{evidence_id}", summary="移去佐证材料", status_code=204, responses=_NO | shapes.problems(409))
async def take_back(at: At, evaluation: Whose, evidence_id: Which) -> Response:
    """移去 - Take a proof back."""
    await at.write(proofs.remove, evaluation, evidence_id)
    return Response(status_code=204)


async def received(at: Counter, request: Request, evaluation: str, look: Callable[[FormData], FormData]) -> tuple[About, Kept]:
    """收下文件 - Return what a form says of its file, once that was looked into and stored; look sees it first and leaves what is said.

    Raises: as the desk of proofs does; Invalid, with every field that is wrong.
    """
    office, most = at.office, at.office.settings.upload_megabytes * MEGABYTE
    await at.read(proofs.prepare, evaluation)
    async with office.uploads:
        async with sent_form(request, most) as form:
            about = _read(look(form))
            sent = await sent_file(form)
        await at.read(proofs.prove, evaluation, about)
        return about, await office.porter(keep, office, sent, most)


async def taken_in(office: Office, request: Request, read: Callable[[FormData], Said]) -> tuple[Said, Kept]:
    """收件 - Return what a form says beside its file, as it is read, and the file, looked into and stored; only so many at a time.

    Raises: whatever the reading raises, before anything is stored; Invalid, when the file is none or is not let in.
    """
    most = office.settings.upload_megabytes * MEGABYTE
    async with office.uploads:
        async with sent_form(request, most) as form:
            said = read(form)
            sent = await sent_file(form)
        return said, await office.porter(keep, office, sent, most)


@asynccontextmanager
async def sent_form(request: Request, most: int) -> AsyncIterator[FormData]:
    """所交表单 - Yield a form with a file of so many bytes at most; what of it lies on the disk goes behind it.

    Raises: Invalid `upload-too-large`, as soon as it is clear.
    """
    try:
        form = await read_parts(request, most + _REST)
    except TooLarge:
        raise files.too_large(most) from None
    try:
        yield form
    finally:
        await form.close()


async def sent_file(form: FormData) -> Sent:
    """所交文件 - Return the file of a form.

    Raises: Invalid `upload-empty`, where it holds none.
    """
    data, name = await file_of(form, "file")
    if not name:
        raise Invalid("upload-empty", "没有收到文件，请选择要上传的文件")
    return Sent(name=name, data=data)


def _read(form: FormData) -> About:
    """Return what a form says about its file.

    Raises: Invalid, with every field that is wrong.
    """
    if len(form.multi_items()) != len(form):
        raise incomplete()
    sent = {name: words for name in form if name != "file" and (words := word(form, name))}
    try:
        told = Told.model_validate(sent)
    except ValidationError as error:
        places = tuple(Place(where=str(fault["loc"][0]), message=_why(str(fault["loc"][0]))) for fault in error.errors())
        raise Invalid("evidence-invalid", "佐证材料的说明不对", places) from None
    own = told.model_dump(exclude={"date", "restricted"})
    return About(**own, effective=told.date, restricted=told.restricted == "1")


def _why(name: str) -> str:
    """Return what a field of the form must be."""
    return {
        "title": "请写材料名称，至多200字",
        "kind": f"种类应为：{_KINDS}",
        "date": "日期请写成 2025-12-31",
        "restricted": "应为 0 或 1",
    }.get(name, "至多200字，不能换行" if name in _TEXTS else "没有这一项")


def keep(office: Office, sent: Sent, most: int) -> Kept:
    """存放 - Look into a file and store it; long work, done outside any transaction."""
    taken = files.inspect(sent.data, sent.name, most=most, clamd=office.settings.clamd)
    stored = office.files.put_new(taken.data)
    return Kept(name=taken.name, kind=taken.kind.extension, sha256=stored.sha256, size=stored.size)


def headers_of(handed: Handed, inline: str) -> dict[str, str]:
    """应答头 - Return how a file is handed out: to be kept, unless it is a picture and is to be looked at; nothing in it may run."""
    way = "inline" if handed.kind.shows and inline == "1" else "attachment"
    return {
        "Content-Type": handed.kind.media,
        "Content-Disposition": f"{way}; filename=\"evidence.{handed.kind.extension}\"; filename*=UTF-8''{quote(handed.name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def _json(tree: object) -> Response:
    return Response(json.dumps(tree, ensure_ascii=False, separators=(",", ":")), media_type="application/json")
