"""复核地址 - Doors to sampled items and their reviews: assign, score again, hand in, decide, sign, tell the unit, visits, problems."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import ValidationError
from starlette.datastructures import FormData

from perfeval import files
from perfeval.desks.meant import Meant
from perfeval.desks.review import assigning, deciding, fieldwork, items, objections, rating, releasing, rescoring
from perfeval.desks.review.deciding import Chosen
from perfeval.desks.review.fieldwork import FoundWrong, Photo, Visited
from perfeval.desks.review.objections import Objected, Replied
from perfeval.desks.review.rating import Answered, Answers
from perfeval.errors import Invalid, Place
from perfeval.web import aftermath_shapes as after
from perfeval.web import review_shapes as told
from perfeval.web import shapes
from perfeval.web.given import Bounded, Given, Id, Line, Page
from perfeval.web.office import At, Version
from perfeval.web.posted import word
from perfeval.web.proofs import headers_of, taken_in
from perfeval.web.repeats import CREATED
from perfeval.web.review_bodies import GivenDocument, GivenQuality, ItemDoings, NewProblem, NewReviewer, NewVisit, ReviewDoings

router = APIRouter(prefix="/api/v1", tags=["复核"], route_class=Bounded)
Which = Annotated[Id, Path(description="抽查项编号")]
Whose = Annotated[Id, Path(description="复核意见编号")]
_LOOKED = shapes.problems(401, 403, 404, 422)
_MADE = shapes.problems(401, 403, 404, 409, 413, 422)
_CHANGED = shapes.problems(401, 403, 404, 409, 413, 422, 428)
PHOTO: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "title"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": f"可收：{'、'.join(files.KINDS)}"},
                        "title": {"type": "string", "maxLength": 200, "description": "照片说明"},
                    },
                }
            }
        },
    }
}
"""照片 - The body of a photo of a field visit."""
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "文件", "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}


class Titled(Given):
    """照片说明 - Hold the texts that come with a photo."""

    title: Line


@router.get(
    "/reviews",
    summary="分给我的复核",
    responses={200: {"model": told.ReviewTasks}, **shapes.problems(401, 403, 422)},
)
async def mine(at: At, part: Page) -> JSONResponse:
    """分给我的复核 - Return a page of what was given to whoever asks, what is open first."""
    return JSONResponse(await at.read(assigning.mine, part))


@router.get("/sampled/{sampled}", summary="一个抽查项", responses={200: {"model": told.WholeItem}, **_LOOKED})
async def one(at: At, sampled: Which) -> JSONResponse:
    """一个抽查项 - Return a sampled item with what can be done."""
    return JSONResponse(await at.read(items.one, sampled))


@router.get("/sampled/{sampled}/reviewers", summary="可分派的人", responses={200: {"model": told.AbleReviewers}, **_LOOKED})
async def able(at: At, sampled: Which, part: Page) -> JSONResponse:
    """可分派的人 - Return a page of the people to whom an item may be given."""
    return JSONResponse(await at.read(assigning.candidates, sampled, part))


@router.get("/sampled/{sampled}/reviews", summary="各人的复核", responses={200: {"model": told.ReviewList}, **_LOOKED})
async def reviews(at: At, sampled: Which, part: Page) -> JSONResponse:
    """各人的复核 - Return a page of the reviews of an item and where they differ."""
    return JSONResponse(await at.read(rescoring.compare, sampled, part))


@router.post(
    "/sampled/{sampled}/reviews",
    summary="分派复核人",
    description="复核人不能是被复核单位、其主管部门或下级单位的人，也不能填报过这份自评；财政部门不算主管部门。",
    status_code=CREATED,
    responses={201: {"model": told.ReviewSummary}, **_MADE},
)
async def assign(at: At, sampled: Which, given: NewReviewer) -> JSONResponse:
    """分派复核人 - Give an item to a reviewer."""
    return JSONResponse(await at.write(assigning.assign, sampled, given.person), CREATED)


@router.get(
    "/reviews/{review}", summary="一份复核意见", responses={200: {"model": told.WholeReview}, **shapes.problems(401, 403, 404, 409, 422)}
)
async def review(at: At, review: Whose) -> JSONResponse:
    """一份复核意见 - Return a review with all that its reviewer needs."""
    return JSONResponse(await at.read(rescoring.one, review))


@router.put(
    "/reviews/{review}",
    summary="保存复核意见",
    description="可以反复保存；每次都重新计分，faults 是交回之前要改的。第一次保存后该项为复核中。",
    responses={200: {"model": told.WholeReview}, **_CHANGED},
)
async def save(at: At, review: Whose, version: Version, given: GivenDocument) -> JSONResponse:
    """保存复核意见 - Keep what a reviewer found."""
    return JSONResponse(await at.write(rescoring.save, review, version, given.model_dump(mode="json")))


@router.delete("/reviews/{review}", summary="取消分派", status_code=204, responses=shapes.problems(401, 403, 404, 409))
async def unassign(at: At, review: Whose) -> Response:
    """取消分派 - Take an item back from a reviewer who has not begun."""
    await at.write(assigning.unassign, review)
    return Response(status_code=204)


@router.post(
    "/reviews/{review}/actions/{action}",
    summary="交回或退回复核意见",
    description=(
        "hand-in 交回：每一行都要有意见，扣分要有编码、说明和依据；不够的返回 409，why 逐条说明。"
        "return 退回：主持复核的财政人员把交回的意见退给复核人再改，须写原因。"
    ),
    responses={200: {"model": told.WholeReview}, **_CHANGED},
)
async def pass_on(
    at: At, review: Whose, action: Literal["hand-in", "return"], version: Version, given: ReviewDoings | None = None
) -> JSONResponse:
    """交回或退回复核意见 - Hand a review in, or give it back to its reviewer."""
    if action == "hand-in":
        return JSONResponse(await at.write(rescoring.hand_in, review, version))
    return JSONResponse(await at.write(rescoring.give_back, review, version, given.reason if given else None))


@router.get("/sampled/{sampled}/decision", summary="定分结果", responses={200: told.DECISION, **_LOOKED})
async def decision(at: At, sampled: Which) -> Response:
    """定分结果 - Return the decision that counts, to the unit the one that was released to it."""
    return Response(await at.read(deciding.decision, sampled), media_type="application/json")


@router.post(
    "/sampled/{sampled}/actions/{action}",
    summary="复核流程操作",
    description="能做什么、为什么不能，见该项的 actions；流程见 docs/workflow.md。复核分高于自评分的，定分后还须由另一位财政负责人会签。",
    responses={200: {"model": told.WholeItem}, **_CHANGED},
)
async def act(
    at: At,
    sampled: Which,
    action: Literal["decide", "sign", "refuse", "release", "accept", "object", "answer", "close"],
    version: Version,
    given: ItemDoings | None = None,
) -> JSONResponse:
    """复核流程操作 - Do something to a sampled item."""
    meant, brought = Meant(id=sampled, version=version), given or ItemDoings()
    document = brought.document.model_dump(mode="json") if brought.document else None
    chosen = Chosen(review=brought.review, document=document, words=brought.words)
    match action:
        case "decide":
            return JSONResponse(await at.write(deciding.decide, meant, chosen))
        case "refuse":
            return JSONResponse(await at.write(deciding.refuse, meant, brought.reason))
        case "object":
            said = [Objected(**each.model_dump()) for each in brought.objections]
            return JSONResponse(await at.write(objections.object_to, meant, said))
        case "answer":
            replies = [Replied(**each.model_dump()) for each in brought.answers]
            return JSONResponse(await at.write(objections.answer, meant, replies, brought.to))
        case _:
            return JSONResponse(await at.write(_DEEDS[action], meant))


_DEEDS = {"sign": deciding.sign, "release": releasing.release, "accept": releasing.accept, "close": objections.close}


@router.get(
    "/sampled/{sampled}/quality",
    summary="自评工作质量评级",
    responses={200: {"model": after.WorkRating}, **shapes.problems(401, 403, 404, 409, 422)},
)
async def quality(at: At, sampled: Which) -> JSONResponse:
    """自评工作质量评级 - Return the rating of the work on an item."""
    return JSONResponse(await at.read(rating.one, sampled))


@router.put(
    "/sampled/{sampled}/quality",
    summary="确认或改动自评工作质量评级",
    description=(
        "下发时按报送情况、校验提示、佐证材料起草。与起草不同的要写理由；confirm 为 true 即确认，定分以前须确认。偏差一项在定分时算出。"
    ),
    responses={200: {"model": after.WorkRating}, **_CHANGED},
)
async def rate(at: At, sampled: Which, version: Version, given: GivenQuality) -> JSONResponse:
    """确认或改动 - Keep what a reviewer finds otherwise than was drafted."""
    answers = Answers(answers=[Answered(**each.model_dump()) for each in given.answers], confirm=given.confirm)
    return JSONResponse(await at.write(rating.save, sampled, version, answers))


@router.get("/sampled/{sampled}/visits", summary="现场核查记录", responses={200: {"model": told.FieldVisits}, **_LOOKED})
async def visits(at: At, sampled: Which, part: Page) -> JSONResponse:
    """现场核查记录 - Return a page of the visits for an item, with their photos."""
    return JSONResponse(await at.read(fieldwork.page_of_visits, sampled, part))


@router.post(
    "/sampled/{sampled}/visits",
    summary="登记现场核查",
    status_code=CREATED,
    responses={201: {"model": told.FieldVisit}, **_MADE},
)
async def visit(at: At, sampled: Which, given: NewVisit) -> JSONResponse:
    """登记现场核查 - Keep a visit."""
    return JSONResponse(await at.write(fieldwork.visit, sampled, Visited(**given.model_dump())), CREATED)


@router.post(
    "/sampled/{sampled}/visits/{visit}/photos",
    summary="上传现场照片",
    status_code=CREATED,
    openapi_extra=PHOTO,
    responses={201: {"model": told.VisitPhoto}, **_MADE, **shapes.problems(415, 503)},
)
async def photo(
    at: At, request: Request, sampled: Which, visit_id: Annotated[Id, Path(alias="visit", description="核查编号")]
) -> JSONResponse:
    """上传现场照片 - Take a photo of a visit in, which is looked into as every file is."""
    await at.read(fieldwork.prove_photo, sampled, visit_id)
    title, kept = await taken_in(at.office, request, title_of)
    taken = Photo(visit=visit_id, title=title, kept=kept)
    return JSONResponse(await at.write(fieldwork.add_photo, sampled, taken), CREATED)


@router.get(
    "/sampled/{sampled}/evidence/{evidence_id}/file",
    summary="复核中的材料",
    description="抽中的那次送审所附的佐证材料，和现场照片。受限材料的每次下载都记入日志，第三方不能下载。",
    response_class=Response,
    responses=_FILE | shapes.problems(401, 403, 404),
)
async def file(
    at: At,
    sampled: Which,
    evidence_id: Annotated[Id, Path(description="材料编号")],
    inline: Annotated[Literal["0", "1"], Query(description="1：图片直接显示")] = "0",
) -> Response:
    """复核中的材料 - Return a proof of the drawn submission, or a photo of a visit."""
    handed = await at.read(fieldwork.hand_out, sampled, evidence_id)
    await at.work(at.office.files.verify, handed.sha256)
    if handed.restricted:
        await at.write(fieldwork.note_download, sampled, evidence_id)
    return StreamingResponse(at.office.files.stream(handed.sha256), headers=headers_of(handed, inline))


@router.get("/sampled/{sampled}/problems", summary="问题清单", responses={200: {"model": told.ReviewProblems}, **_LOOKED})
async def problems(at: At, sampled: Which, part: Page) -> JSONResponse:
    """问题清单 - Return a page of the problems of an item."""
    return JSONResponse(await at.read(fieldwork.page_of_problems, sampled, part))


@router.post(
    "/sampled/{sampled}/problems",
    summary="登记问题",
    status_code=CREATED,
    responses={201: {"model": told.ReviewProblem}, **_MADE},
)
async def problem(at: At, sampled: Which, given: NewProblem) -> JSONResponse:
    """登记问题 - Keep a problem."""
    return JSONResponse(await at.write(fieldwork.find_wrong, sampled, FoundWrong(**given.model_dump())), CREATED)


@router.delete("/sampled/{sampled}/problems/{problem}", summary="删去问题", status_code=204, responses=shapes.problems(401, 403, 404, 409))
async def drop_problem(at: At, sampled: Which, problem_id: Annotated[Id, Path(alias="problem", description="问题编号")]) -> Response:
    """删去问题 - Take back a problem that one has found oneself."""
    await at.write(fieldwork.drop_problem, sampled, problem_id)
    return Response(status_code=204)


def title_of(form: FormData) -> str:
    """文件说明 - Return what a photo or a material is, as its form says.

    Raises: Invalid, where it does not say.
    """
    try:
        return Titled.model_validate({name: word(form, name) for name in form if name != "file"}).title
    except ValidationError:
        raise Invalid("evidence-invalid", "文件的说明不对", (Place(where="title", message="请写名称或说明，至多200字"),)) from None
