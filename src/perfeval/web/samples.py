"""抽查地址 - Doors to the samples of a round: draw, look at, send out, take back, tell the units."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse

from perfeval.desks.meant import Meant
from perfeval.desks.review import drawing, items, publishing, releasing, together
from perfeval.desks.review.drawing import Wanted
from perfeval.store.samples import Sought
from perfeval.web import filing_shapes as bodies
from perfeval.web import review_shapes as told
from perfeval.web import shapes
from perfeval.web.given import Bounded, Id, Page
from perfeval.web.office import At, Version
from perfeval.web.repeats import CREATED, Once
from perfeval.web.review_bodies import MeantItems, NewSample, ReportTexts
from perfeval.workflow import ItemState

router = APIRouter(prefix="/api/v1", tags=["复核"], route_class=Bounded)
OfRound = Annotated[Id, Path(description="批次编号")]
Which = Annotated[Id, Path(description="抽查批编号")]
_LOOKED = shapes.problems(401, 403, 404, 422)
_MANY = shapes.problems(401, 403, 404, 413, 422)


@router.get("/rounds/{round_id}/samples", summary="抽查批列表", responses={200: {"model": told.SampleList}, **_LOOKED})
async def listed(at: At, round_id: OfRound, part: Page) -> JSONResponse:
    """抽查批列表 - Return a page of the samples of a round."""
    return JSONResponse(await at.read(drawing.page, round_id, part))


@router.post(
    "/rounds/{round_id}/samples",
    summary="抽取",
    description=(
        "抽样框是本批次已送审的自评，已下发复核的除外；每一项以抽取时最近一次送审为准。抽法见 docs/review.md，"
        "同样的框和种子在哪里抽都一样。preview=1 只看各层、必查项和覆盖面，不抽取，不保存。"
    ),
    status_code=CREATED,
    responses={201: {"model": told.WholeSample}, 200: {"model": told.SamplePreview}, **shapes.problems(401, 403, 404, 409, 413, 422)},
)
async def drawn(
    at: At, once: Once, round_id: OfRound, given: NewSample, preview: Annotated[Literal["0", "1"], Query(description="1：只预览")] = "0"
) -> Response:
    """抽取 - Draw a sample, or look at what a plan would give."""
    plan = given.plan.model_dump(mode="json", exclude_none=True)
    wanted = Wanted(title=given.title, number=given.number, unit=given.unit, plan=plan)
    if preview == "1":
        return JSONResponse(await at.read_long(drawing.preview, round_id, wanted))
    made = await at.read_long(drawing.prepare, round_id, wanted)  # nobody who saves waits for a large frame
    return await once.taking(given.model_dump_json().encode(), CREATED).write_long(drawing.create, round_id, wanted, made)


@router.get("/rounds/{round_id}/sampled", summary="批次的抽查项", responses={200: {"model": told.SampledList}, **_LOOKED})
async def of_round(
    at: At, round_id: OfRound, part: Page, state: Annotated[ItemState | None, Query(description="状态")] = None
) -> JSONResponse:
    """批次的抽查项 - Return a page of the items of a round that are for the asker."""
    return JSONResponse(await at.read(items.page, Sought(round=round_id, state=state), part))


@router.get("/rounds/{round_id}/review-rules", summary="复核规则", responses={200: {"model": told.ReviewRules}, **_LOOKED})
async def rules(at: At, round_id: OfRound) -> JSONResponse:
    """复核规则 - Return by what the items of a round are reviewed, as the units see it before they file."""
    return JSONResponse(await at.read(publishing.rules, round_id))


@router.get("/samples/{sample}", summary="一个抽查批", responses={200: {"model": told.WholeSample}, **_LOOKED})
async def one(at: At, sample: Which) -> JSONResponse:
    """一个抽查批 - Return a sample."""
    return JSONResponse(await at.read(drawing.one, sample))


@router.get("/samples/{sample}/frame", summary="抽样框", responses={200: told.FRAME, **_LOOKED})
async def frame(at: At, sample: Which) -> Response:
    """抽样框 - Return the whole frame and the whole draw."""
    return Response(await at.read_long(drawing.frame, sample), media_type="application/json")


@router.get("/samples/{sample}/items", summary="抽查批的各项", responses={200: {"model": told.SampledList}, **_LOOKED})
async def items_of(at: At, sample: Which, part: Page) -> JSONResponse:
    """抽查批的各项 - Return a page of the items of a sample."""
    return JSONResponse(await at.read(drawing.page_of_items, sample, part))


_DEEDS = {"send": drawing.send, "recall": drawing.recall, "release": releasing.release_all}


@router.put(
    "/samples/{sample}/texts",
    summary="写复核报告文字",
    responses={200: {"model": told.WholeSample}, **shapes.problems(401, 403, 404, 409, 413, 422, 428)},
)
async def write(at: At, sample: Which, given: ReportTexts, version: Version) -> JSONResponse:
    """写复核报告文字 - Keep what the bureau writes into the report on a sample."""
    return JSONResponse(await at.write(drawing.write, sample, version, given.model_dump()))


@router.post(
    "/samples/{sample}/actions/decide",
    summary="成批定分",
    description=(
        "按各项唯一的一份复核意见定分：只有一个人复核、已经交回、要评自评工作质量的已经确认。高于自评分的照样待会签。"
        "逐项给出结果：done 为 false 的没有改动，why 说明原因。"
    ),
    responses={200: {"model": bodies.Results}, **_MANY},
)
async def decide(at: At, sample: Which, given: MeantItems) -> JSONResponse:
    """成批定分 - Decide many items of a sample, each by its one review."""
    return JSONResponse(await at.write_long(together.decide, sample, _meant(given)))


@router.post(
    "/samples/{sample}/actions/close",
    summary="成批办结",
    description="单位已确认、已答复异议，或提出异议的期限已过的。逐项给出结果：done 为 false 的没有改动，why 说明原因。",
    responses={200: {"model": bodies.Results}, **_MANY},
)
async def close(at: At, sample: Which, given: MeantItems) -> JSONResponse:
    """成批办结 - End the review of many items of a sample."""
    return JSONResponse(await at.write_long(together.close, sample, _meant(given)))


def _meant(given: MeantItems) -> list[Meant]:
    return [Meant(id=each.id, version=each.version) for each in given.items]


@router.post(
    "/samples/{sample}/actions/{action}",
    summary="整批办理",
    description="send 下发；recall 收回，有人已经开始复核的不能收回；release 整批反馈，全部定分以后才能办。",
    responses={200: {"model": told.WholeSample}, **shapes.problems(401, 403, 404, 409, 422, 428)},
)
async def act(at: At, sample: Which, action: Literal["send", "recall", "release"], version: Version) -> JSONResponse:
    """整批办理 - Do something to a sample and all of its items."""
    return JSONResponse(await at.write_long(_DEEDS[action], sample, version))
