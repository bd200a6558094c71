"""目录地址 - Doors to the steward's desk: which sets and templates there are."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse

from perfeval.desks import steward
from perfeval.web import shapes
from perfeval.web.edge import Run

router = APIRouter(prefix="/api/v1", tags=["目录"])


@router.get("/sets", summary="全部指标体系", responses={200: shapes.SETS})
async def sets(run: Run) -> JSONResponse:
    """全部指标体系 - Return id, version, title and hash of every set."""
    return _list(await run(steward.sets))


@router.get(
    "/sets/{id:path}",
    summary="一套指标体系",
    description="返回指标体系的全部内容，继承已经展开。编号中的斜线原样书写，如 /api/v1/sets/cn/project/2020。",
    responses={200: shapes.SET, **shapes.problems(404)},
)
async def one_set(
    run: Run,
    set_id: Annotated[str, Path(alias="id", description="指标体系编号", examples=["cn/project/2020"])],
    version: Annotated[str | None, Query(description="版本；不写则为最新版")] = None,
) -> JSONResponse:
    """一套指标体系 - Return a set as data."""
    return JSONResponse(await run(steward.set_tree, set_id, version))


@router.get("/templates", summary="全部报告模板", responses={200: shapes.TEMPLATES})
async def templates(run: Run) -> JSONResponse:
    """全部报告模板 - Return id and title of every template."""
    return _list(await run(steward.templates))


def _list(entries: tuple[steward.Entry, ...]) -> JSONResponse:
    """Return a list the way every list of the API is."""
    return JSONResponse({"items": [entry.as_json() for entry in entries], "total": len(entries)})
