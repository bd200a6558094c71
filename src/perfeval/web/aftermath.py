"""复核之后的地址 - Doors to what follows a review: objections, materials that units hand in, rectifications, the end of a round."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from perfeval import files
from perfeval.desks.meant import Meant
from perfeval.desks.review import closing, materials, objections, rectifying, statistics
from perfeval.desks.review.rectifying import Asked, Demanded, Doing
from perfeval.web import aftermath_shapes as after
from perfeval.web import review_shapes as told
from perfeval.web import shapes
from perfeval.web.given import Bounded, Id, Page, Words
from perfeval.web.office import At, Version
from perfeval.web.proofs import taken_in
from perfeval.web.repeats import CREATED, Once
from perfeval.web.review_bodies import NewRectification, RectificationDoings
from perfeval.web.reviews import title_of
from perfeval.web.round_bodies import WholeRound
from perfeval.web.sheeting import SHEET, As, sheet
from perfeval.workflow import RectificationAction, RectificationState

router = APIRouter(prefix="/api/v1", tags=["复核"], route_class=Bounded)
OfRound = Annotated[Id, Path(description="批次编号")]
OfItem = Annotated[Id, Path(description="抽查项编号")]
Which = Annotated[Id, Path(description="整改编号")]
_LOOKED = shapes.problems(401, 403, 404, 422)
_MADE = shapes.problems(401, 403, 404, 409, 413, 422)
_CHANGED = shapes.problems(401, 403, 404, 409, 413, 422, 428)
MATERIAL: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "title"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": f"可收：{'、'.join(files.KINDS)}"},
                        "title": {"type": "string", "maxLength": 200, "description": "材料名称"},
                    },
                }
            }
        },
    }
}
"""补交材料 - The body of what a unit hands in after it saw its result."""


async def _asked(
    state: Annotated[RectificationState | None, Query(description="状态")] = None,
    unit: Annotated[Id | None, Query(description="单位，连同其下级")] = None,
    overdue: Annotated[Literal["0", "1"], Query(description="1：只列逾期未完成的")] = "0",
    q: Words = None,
) -> Asked:
    """Return which rectifications are wanted."""
    return Asked(state=state, unit=unit, overdue=overdue == "1", words=q)


@router.get("/sampled/{sampled}/objections", summary="异议和答复", responses={200: {"model": told.Objections}, **_LOOKED})
async def said(at: At, sampled: OfItem, part: Page) -> JSONResponse:
    """异议和答复 - Return a page of the objections to the result of an item."""
    return JSONResponse(await at.read(objections.page, sampled, part))


@router.get("/sampled/{sampled}/evidence", summary="补交材料", responses={200: {"model": told.Materials}, **_LOOKED})
async def handed(at: At, sampled: OfItem, part: Page) -> JSONResponse:
    """补交材料 - Return a page of what the unit handed in after it saw its result."""
    return JSONResponse(await at.read(materials.page, sampled, part))


@router.post(
    "/sampled/{sampled}/evidence",
    summary="上传补交材料",
    description="结果反馈以后，本单位为异议、整改补交的材料；不算自评的佐证。",
    status_code=CREATED,
    openapi_extra=MATERIAL,
    responses={201: {"model": told.VisitPhoto}, **_MADE, **shapes.problems(415, 503)},
)
async def hand_in(at: At, request: Request, sampled: OfItem) -> JSONResponse:
    """上传补交材料 - Take a material in, which is looked into as every file is."""
    await at.read(materials.prove, sampled)
    title, kept = await taken_in(at.office, request, title_of)
    return JSONResponse(await at.write(materials.add, sampled, title, kept), CREATED)


@router.get("/sampled/{sampled}/rectifications", summary="一项的整改", responses={200: {"model": after.RectificationList}, **_LOOKED})
async def of_item(at: At, sampled: OfItem, part: Page) -> JSONResponse:
    """一项的整改 - Return a page of what is to be put right of an item."""
    return JSONResponse(await at.read(rectifying.page_of_item, sampled, part))


@router.post(
    "/sampled/{sampled}/rectifications",
    summary="提出整改",
    status_code=CREATED,
    responses={201: {"model": after.WholeRectification}, **_MADE},
)
async def demand(at: At, sampled: OfItem, given: NewRectification) -> JSONResponse:
    """提出整改 - Ask that something be put right."""
    return JSONResponse(await at.write(rectifying.demand, sampled, Demanded(**given.model_dump())), CREATED)


@router.get(
    "/rounds/{round_id}/rectifications", summary="批次的整改", responses={200: {"model": after.RectificationList, **SHEET}, **_LOOKED}
)
async def of_round(at: At, round_id: OfRound, asked: Annotated[Asked, Depends(_asked)], part: Page, form: As = "json") -> Response:
    """批次的整改 - Return a page of what is to be put right of a round."""
    if form == "xlsx":
        return sheet("整改清单.xlsx", await at.read_long(rectifying.sheet, round_id, asked))
    return JSONResponse(await at.read(rectifying.page, round_id, asked, part))


@router.get("/rectifications/{rectification}", summary="一项整改", responses={200: {"model": after.WholeRectification}, **_LOOKED})
async def one(at: At, rectification: Which) -> JSONResponse:
    """一项整改 - Return something to be put right with what can be done."""
    return JSONResponse(await at.read(rectifying.one, rectification))


@router.post(
    "/rectifications/{rectification}/actions/{action}",
    summary="办理整改",
    description="report 报整改情况，附材料；confirm 确认完成；return 退回，写明原因。",
    responses={200: {"model": after.WholeRectification}, **_CHANGED},
)
async def act(
    at: At, rectification: Which, action: Literal["report", "confirm", "return"], version: Version, given: RectificationDoings | None = None
) -> JSONResponse:
    """办理整改 - Report, confirm or return."""
    doing = Doing(**(given or RectificationDoings()).model_dump())
    return JSONResponse(await at.write(rectifying.act, Meant(id=rectification, version=version), RectificationAction(action), doing))


@router.get(
    "/rounds/{round_id}/review-statistics",
    summary="复核统计",
    description="两种评级的等级分布，自评与复核的差额，复核人之间是否一致，只供财政和审计。",
    responses={200: {"model": after.ReviewStatistics}, **_LOOKED},
)
async def figures(at: At, round_id: OfRound) -> JSONResponse:
    """复核统计 - Return how a round was reviewed."""
    return JSONResponse(await at.read_long(statistics.statistics, round_id))


@router.post(
    "/rounds/{round_id}/actions/{action}",
    summary="办结批次",
    description="由财政负责人办结。审定得分、等级及其来源就此确定，批次不再接受保存、送审、审核、复核。还有没有办完的抽查项时返回 409。",
    responses={200: {"model": WholeRound}, **shapes.problems(401, 403, 404, 409, 422, 428)},
)
async def close(once: Once, round_id: OfRound, action: Literal["close"], version: Version) -> Response:
    """办结批次 - Close a round."""
    return await once.taking(f"{action} {version}".encode()).write_long(closing.close, round_id, version)
