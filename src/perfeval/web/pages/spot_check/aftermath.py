"""复核之后的页 - What follows a result: materials that the unit hands in, what is to be put right, that it was done."""

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from perfeval.desks.meant import Meant
from perfeval.desks.review import closing, materials, rectifying, showing
from perfeval.desks.review.rectifying import Demanded, Doing
from perfeval.errors import Conflict, Invalid, PerfevalError
from perfeval.web.pages.frame import Here, Posted, Visit, page
from perfeval.web.pages.frame.taken import status_of, taken
from perfeval.web.pages.spot_check.items import shown_item, titled
from perfeval.web.pages.spot_check.refused import refused
from perfeval.web.proofs import taken_in
from perfeval.web.review_bodies import NewRectification, RectificationDoings
from perfeval.workflow import RectificationAction

router = APIRouter(include_in_schema=False)
Which = Annotated[str, Path()]
_SEES_OTHER = 303
_TITLES = {
    "words": "整改要求",
    "owner": "责任人",
    "deadline": "期限",
    "report": "整改情况",
    "proof": "材料",
    "reason": "原因",
}


@router.get("/rounds/{round_id}/review-statistics")
async def figures(visit: Here, round_id: str) -> Response:
    """复核统计 - Return how a round was reviewed, and the papers about it."""
    return await _figures(visit, round_id)


@router.post("/rounds/{round_id}/close")
async def close(post: Posted, round_id: str) -> Response:
    """办结批次 - Close a round; what is not settled yet is told."""
    try:
        await post.at.write_long(closing.close, round_id, post.version)
    except (Invalid, Conflict) as refusal:
        return await _figures(post.visit, round_id, refusal)
    return RedirectResponse(f"/rounds/{round_id}/review-statistics?done=close", _SEES_OTHER)


@router.post("/sampled/{sampled}/evidence")
async def hand_in(visit: Here, request: Request, sampled: Which) -> Response:
    """补交材料 - Take a material in that belongs to an objection or to what was put right."""
    at = visit.at
    at.credential = replace(at.credential, csrf=None)  # the token against forgery is a field, read with its file
    try:
        await at.read(materials.prove, sampled)
        title, kept = await taken_in(at.office, request, lambda form: titled(visit, form, "材料名称"))
        await at.write(materials.add, sampled, title, kept)
    except (Invalid, Conflict) as refusal:
        return await shown_item(visit, sampled, refused(request, "material", refusal))
    return RedirectResponse(f"/sampled/{sampled}?done=material#materials", _SEES_OTHER)


@router.post("/sampled/{sampled}/rectifications")
async def demand(post: Posted, sampled: Which) -> Response:
    """提出整改 - Ask that something be put right."""
    try:
        given = taken(NewRectification, {name: post.word(name) for name in ("words", "owner", "deadline", "problem")}, _TITLES)
        await post.at.write(rectifying.demand, sampled, Demanded(**given.model_dump()))
    except (Invalid, Conflict) as refusal:
        return await shown_item(post.visit, sampled, refused(post.visit.request, "demand", refusal))
    return RedirectResponse(f"/sampled/{sampled}?done=demand#rectifications", _SEES_OTHER)


@router.post("/rectifications/{rectification}/actions/{action}")
async def act(post: Posted, rectification: Which, action: Literal["report", "confirm", "return"]) -> Response:
    """办理整改 - Report what was put right, confirm it, or return it."""
    there = await post.at.read(rectifying.one, rectification)
    sampled = str(there["sampled"])
    try:
        values = {"report": post.word("report"), "reason": post.word("reason"), "proof": list(post.words("proof"))}
        doing = Doing(**taken(RectificationDoings, values, _TITLES).model_dump())
        meant = Meant(id=rectification, version=post.version)
        await post.at.write(rectifying.act, meant, RectificationAction(action), doing)
    except (Invalid, Conflict) as refusal:
        return await shown_item(post.visit, sampled, refused(post.visit.request, f"{action}:{rectification}", refusal))
    return RedirectResponse(f"/sampled/{sampled}?done={action}-rectification#rectifications", _SEES_OTHER)


async def _figures(visit: Visit, round_id: str, refusal: PerfevalError | None = None) -> Response:
    found = await visit.at.read_long(showing.figures, round_id)
    done = visit.request.query_params.get("done", "")
    return page(
        visit, "spot_check/figures.html", status_of(refusal), found=found, head=found.head, told=found.told, refusal=refusal, done=done
    )
