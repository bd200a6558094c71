"""催报页 - Whom to call, what is missing there, and that they were told."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from perfeval.desks import progress, steering
from perfeval.errors import Invalid, PerfevalError
from perfeval.store.scope import Slice
from perfeval.web.given import Page
from perfeval.web.pages.bureau.listing import HOW
from perfeval.web.pages.frame import Here, Posted, Visit, page

router = APIRouter(include_in_schema=False)


@router.get("/rounds/{round_id}/reminders")
async def owing(visit: Here, round_id: str, part: Page) -> Response:
    """催报名单 - Return who is missing what, and whom to call."""
    return await _owing(visit, round_id, part)


@router.post("/rounds/{round_id}/reminders")
async def remind(post: Posted, round_id: str) -> Response:
    """登记催报 - Keep that units were told; where something is wrong, the list comes back with what was ticked."""
    units, how = list(post.words("unit")), post.word("other") or post.word("how")
    try:
        await post.at.write(progress.remind, round_id, units, how[:200])
    except Invalid as refusal:
        return await _owing(post.visit, round_id, Slice(), refusal, units)
    return RedirectResponse(f"/rounds/{round_id}/reminders?told={len(units)}", 303)


async def _owing(visit: Visit, round_id: str, part: Slice, refusal: PerfevalError | None = None, ticked: object = ()) -> Response:
    found = await visit.at.read(steering.owing, round_id, part)
    told = visit.request.query_params.get("told", "")
    return page(
        visit,
        "bureau/reminders.html",
        422 if refusal else 200,
        found=found,
        head=found.head,
        part=part,
        hows=HOW,
        told=told if told.isdecimal() else "",
        refusal=refusal,
        ticked=ticked,
    )
