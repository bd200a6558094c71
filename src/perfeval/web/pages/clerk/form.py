"""填表页 - The form as on paper; every cell is a field by its own name, so that it can be saved with scripts and without.

A page with scripts sends only what was changed and gets back what changes with it; one without sends everything and is shown anew.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import RedirectResponse

from perfeval.desks import filling, sheet
from perfeval.desks.cells import Deed, Doing, Sent
from perfeval.desks.filling import Typed
from perfeval.desks.sheet import Sheet
from perfeval.errors import Conflict, Invalid, PerfevalError
from perfeval.evaluation.captions import CAPTIONS
from perfeval.web.pages.frame import Here, Post, Posted, Visit, fragment, page
from perfeval.web.statuses import STATUSES

router = APIRouter(include_in_schema=False)
Which = Annotated[str, Path(description="自评编号")]
"""自评编号 - Which evaluation an address is about."""
OURS = frozenset({"csrf", "version", "do", "source", "back"})
"""不是单元格的项 - The fields of a form that are no cells."""
_LARGE = 2000


@router.get("/evaluations/{evaluation}/form")
async def form(visit: Here, evaluation: Which) -> Response:
    """填表 - Return the form; to the page itself, the table with everything that is written in it."""
    found = await visit.at.read(sheet.sheet, evaluation)
    return shown(visit, found, "clerk/whole.html" if visit.is_partial else "clerk/form.html")


@router.post("/evaluations/{evaluation}/form")
async def keep(post: Posted, evaluation: Which) -> Response:
    """保存 - Keep what was typed, and what was done to a row."""
    typed = Typed(version=post.version, cells=cells_of(post), deed=_deed(post))
    write = post.at.write if len(typed.cells) < _LARGE else post.at.write_long
    try:
        saved = await write(filling.fill, evaluation, typed)
    except (Invalid, Conflict) as error:
        return await _refused(post, evaluation, typed, error)
    if post.visit.is_partial:
        return shown(post.visit, saved, "clerk/live.html" if typed.deed is None else "clerk/whole.html")
    back = post.word("back")
    return RedirectResponse(f"/evaluations/{evaluation}/{f'rows/{back}' if back else 'form'}", 303)


def shown(visit: Visit, found: Sheet, name: str, status: int = 200, **more: object) -> Response:
    """填表页 - Return a page or a part of one about a form."""
    values: dict[str, object] = {"typed": {}, "faults": {}, "theirs": {}, "lost": (), "refusal": "", "texts": visit.is_partial, **more}
    levels = {"categories": [(each, each) for each in found.categories], "aspects": [(each, each) for each in found.aspects]}
    make = fragment if visit.is_partial else page
    return make(visit, name, status, sheet=found, marks=found.marks, **levels, **values)


def cells_of(post: Post) -> Sent:
    """所填单元格 - Return what stands in the cells that a page sent, lines ended as people see them."""
    sent = ((name, value) for name, value in post.form.multi_items() if name not in OURS and isinstance(value, str))
    return tuple((name, value.replace("\r\n", "\n")) for name, value in sent)


def _deed(post: Post) -> Deed | None:
    """Return what is done to a row, None where the page is only saved."""
    name, _, row = post.word("do").partition(":")
    if name not in tuple(Doing):
        return None
    return Deed(doing=Doing(name), row=post.word("source") if name == Doing.SOURCE else row)


async def _refused(post: Post, evaluation: str, typed: Typed, error: PerfevalError) -> Response:
    """Return the form with everything that was typed and what is wrong with it; a page with scripts has it still and is only told."""
    if post.visit.is_partial:
        raise error
    found = await post.at.read(sheet.sheet, evaluation)
    mine = {name: text for name, text in typed.cells if text != found.texts.get(name, "")}
    stale = error.code == "version-conflict"
    told = "这份自评刚被别人改过。您填的都在下面，与现在的内容不同的格子已标出；请核对后再保存。" if stale else f"没有保存：{error.message}"
    theirs = {name: found.texts.get(name, "") for name in mine} if stale else {}
    more = {"typed": mine, "faults": {} if stale else _faults(found, error), "theirs": theirs, "lost": tuple(_lost(found, mine))}
    return shown(post.visit, found, "clerk/form.html", STATUSES[error.kind], refusal=told, **more)


def _lost(found: Sheet, mine: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what was typed into rows that are there no more, each with the row's name and its column on paper."""
    rows = {line.id for line in found.lines}
    for name, text in mine.items():
        table, _, rest = name.partition(".")
        row, _, column = rest.partition(".")
        if table == "indicators" and row not in rows and text:
            yield f"“{mine.get(f'indicators.{row}.name') or row}”行的{CAPTIONS['indicators'].get(column, column)}", text


def _faults(found: Sheet, error: PerfevalError) -> Mapping[str, str]:
    """Return by cell what is wrong with it; places count rows, cells name them."""
    named: dict[str, str] = {}
    for place in error.places:
        table, _, rest = place.where.partition("[")
        at, _, column = rest.partition("].")
        rows = {"indicators": [line.id for line in found.lines], "funds": [line.name for line in found.funds]}.get(table, [])
        known = at.isdecimal() and int(at) < len(rows)
        named[f"{table}.{rows[int(at)]}.{column}" if known else place.where] = place.message
    return named
