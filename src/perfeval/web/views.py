"""常用筛选地址 - Doors to the filters of lists that somebody keeps under a name."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from perfeval.desks import views
from perfeval.web import shapes
from perfeval.web.given import Bounded, Given, Line, Page
from perfeval.web.office import At

router = APIRouter(prefix="/api/v1", tags=["批次"], route_class=Bounded)
Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$", examples=["逾期未报"])]


class Filters(Given):
    """筛选条件 - Hold what a list is narrowed and ordered by, in the words of its page."""

    state: Line | None = None
    unit: Line | None = None
    grade: Line | None = None
    finding: Line | None = None
    mark: Line | None = Field(None, description="late 逾期报送，overdue 逾期未报，returned 退回待改")
    q: Line | None = None
    sort: Line | None = None


class NewView(Given):
    """新的常用筛选 - Hold filters and the name they are kept under."""

    title: Name
    filters: Filters


class View(Given):
    """常用筛选 - Describe filters that somebody keeps."""

    id: str
    title: str
    filters: dict[str, str]
    at: str


class ViewList(Given):
    """常用筛选列表 - Describe everything that somebody keeps."""

    items: list[View]
    total: int


@router.get("/views", summary="常用筛选", responses={200: {"model": ViewList}, **shapes.problems(401, 403, 422)})
async def mine(at: At, part: Page) -> JSONResponse:
    """常用筛选 - Return a page of the filters that the asker keeps."""
    return JSONResponse(await at.read(views.mine, part))


@router.post(
    "/views",
    summary="保存常用筛选",
    description="同名的会被替换。",
    status_code=201,
    responses={201: {"model": View}, **shapes.problems(401, 403, 409, 413, 422)},
)
async def keep(at: At, given: NewView) -> JSONResponse:
    """保存常用筛选 - Keep filters under a name."""
    chosen = {name: value for name, value in given.filters.model_dump().items() if value is not None}
    return JSONResponse(await at.write(views.keep, given.title, chosen), 201)


@router.delete("/views/{id}", summary="删除常用筛选", status_code=204, responses=shapes.problems(401, 403, 404, 422))
async def drop(at: At, view: Annotated[str, Path(alias="id", description="常用筛选的编号")]) -> Response:
    """删除常用筛选 - Take one's own filters away."""
    await at.write(views.drop, view)
    return Response(status_code=204)
