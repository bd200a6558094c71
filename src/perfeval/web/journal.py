"""日志地址 - The door to the journal."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from perfeval.desks import auditor
from perfeval.store.trail import Looked
from perfeval.web import filing_shapes as bodies
from perfeval.web import shapes
from perfeval.web.given import Id, Line, Page
from perfeval.web.office import At
from perfeval.web.sheeting import SHEET, As, sheet

router = APIRouter(prefix="/api/v1", tags=["日志"])


@router.get(
    "/journal",
    summary="日志",
    description=(
        "只增不改，前后相连。审计人员看到范围内的全部内容（有范围外单位参加的批次，只看到做了什么），审计管理员只看到谁、何时、从哪里、做了哪一类事。"
        "format=xlsx 下载筛选出的日志，至多50000条。"
    ),
    responses={200: {"model": bodies.Journal, **SHEET}, **shapes.problems(401, 403, 422)},
)
async def journal(  # noqa: PLR0913, PLR0917 - the filters of the list, each a word of the address
    at: At,
    part: Page,
    about: Annotated[Line | None, Query(description="对象，如 evaluations/编号")] = None,
    person: Id | None = None,
    action: Annotated[Line | None, Query(description="做了什么，如 evaluation.submit")] = None,
    since: Annotated[Line | None, Query(description="起，如 2026-03-01T00:00:00Z")] = None,
    until: Annotated[Line | None, Query(description="止")] = None,
    after: Annotated[int | None, Query(ge=0, le=2**31 - 1, description="序号大于此数的")] = None,
    form: As = "json",
) -> Response:
    """日志 - Return a page of the journal in its order."""
    looked = Looked(about=about, person=person, action=action, since=since, until=until, after=after)
    if form == "xlsx":
        return sheet("日志.xlsx", await at.read_long(auditor.sheet, looked))
    return JSONResponse(await at.read_long(auditor.journal, looked, part))
