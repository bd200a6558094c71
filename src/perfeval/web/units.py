"""单位地址 - Doors to the tree of units: list, make, change, import."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from perfeval.desks import unit_tree
from perfeval.desks.imports import prove
from perfeval.desks.imports import units as unit_list
from perfeval.desks.imports.units import UnitPlan
from perfeval.desks.unit_tree import Draft
from perfeval.web import shapes, uploads
from perfeval.web.given import Bounded, Date, Given, Id, Line, Page, Words
from perfeval.web.office import At, Counter, Version
from perfeval.web.sheeting import SHEET, As, sheet
from perfeval.web.uploads import Imported, Sent, Table

router = APIRouter(prefix="/api/v1", tags=["单位"], route_class=Bounded)
Kind = Literal["bureau", "department", "unit", "secondary"]
Which = Annotated[str, Path(description="单位编号")]


class NewUnit(Given):
    """新单位 - Hold a unit as it is to be."""

    code: Line = Field(description="单位编码，全县唯一")
    name: Line
    kind: Kind = Field(description="财政部门、主管部门、单位、二级单位")
    parent: Id | None = Field(None, description="上级的编号；财政部门可不写")
    region: Line | None = Field(None, description="行政区划代码")
    valid_from: Date | None = None
    valid_to: Date | None = None


class UnitChange(Given):
    """单位变更 - Hold what is to be different; what is not written stays."""

    name: Line = Field(default_factory=str, description="单位名称")
    region: Line | None = None
    valid_from: Date | None = None
    valid_to: Date | None = Field(None, description="停用日期；机构改革时停用旧单位、另建新单位")


class UnitShape(Given):
    """单位 - Describe a unit."""

    id: str
    code: str
    name: str
    kind: Kind
    parent: str | None
    region: str | None
    valid_from: str | None
    valid_to: str | None
    version: int


class UnitList(Given):
    """单位列表 - Describe a page of units."""

    items: list[UnitShape]
    total: int


@router.get("/units", summary="单位列表", responses={200: {"model": UnitList, **SHEET}, **shapes.problems(401, 403, 422)})
async def units(at: At, part: Page, q: Words = None, form: As = "json") -> Response:
    """单位列表 - Return a page of the units in scope; as a workbook all of them, in the columns by which it can be imported again."""
    if form == "xlsx":
        return sheet("单位.xlsx", await at.read_long(unit_list.sheet))
    return JSONResponse(await at.read(unit_tree.page, part, q))


@router.post(
    "/units", summary="新建单位", status_code=201, responses={201: {"model": UnitShape}, **shapes.problems(401, 403, 404, 409, 413, 422)}
)
async def make_unit(given: NewUnit, at: At) -> JSONResponse:
    """新建单位 - Make a unit."""
    return JSONResponse(await at.write(unit_tree.make, Draft(**given.model_dump())), 201)


@router.get("/units/{unit}", summary="一个单位", responses={200: {"model": UnitShape}, **shapes.problems(401, 403, 404, 422)})
async def one_unit(unit: Which, at: At) -> JSONResponse:
    """一个单位 - Return a unit."""
    return JSONResponse(await at.read(unit_tree.one, unit))


@router.patch(
    "/units/{unit}", summary="修改单位", responses={200: {"model": UnitShape}, **shapes.problems(401, 403, 404, 409, 413, 422, 428)}
)
async def change_unit(unit: Which, given: UnitChange, version: Version, at: At) -> JSONResponse:
    """修改单位 - Change a unit."""
    return JSONResponse(await at.write(unit_tree.change, unit, given.model_dump(exclude_unset=True), version))


@router.post(
    "/units/import",
    summary="导入单位",
    description="列：单位编码、单位名称、单位种类、上级编码、行政区划代码、启用日期、停用日期。先用 dry_run=1 预览；一行不对就都不导入。",
    openapi_extra=uploads.BODY,
    responses={200: {"model": Imported}, **shapes.problems(401, 403, 409, 413, 415, 422)},
)
async def import_units(
    sent: Table, at: At, dry_run: Annotated[Literal["0", "1"], Query(description="1：只预览，不导入")] = "0"
) -> JSONResponse:
    """导入单位 - Preview a list of units, or put it into the tree."""
    plan = await planned(at, sent)
    if dry_run == "1":
        return JSONResponse(plan.answer(applied=False))
    return JSONResponse(await carried_out(at, plan))


async def planned(at: Counter, sent: Sent) -> UnitPlan:
    """导入方案 - Return what a list of units would do; who may not import has nothing of theirs read."""
    await at.read(unit_tree.admit)
    upload = await at.work(unit_list.read_list, sent.data, sent.name)
    return await at.read_long(unit_list.plan, upload)


async def carried_out(at: Counter, plan: UnitPlan) -> dict[str, object]:
    """导入 - Put a list of units into the tree, all of it or nothing, and return how it fared."""
    prove(plan)
    await at.write_long(unit_list.carry_out, plan, plan.entry())
    return plan.answer(applied=True)
