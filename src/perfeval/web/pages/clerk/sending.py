"""送审页 - What is confirmed, the one button, then the receipt with what there is to take along."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from perfeval.desks import actions, sending
from perfeval.desks.actions import Given
from perfeval.desks.meant import Meant
from perfeval.errors import Conflict
from perfeval.web.pages.clerk.form import Which
from perfeval.web.pages.frame import Here, Post, Posted, page
from perfeval.web.statuses import STATUSES
from perfeval.workflow import Action

router = APIRouter(include_in_schema=False)


@router.get("/evaluations/{evaluation}/submit")
async def before(visit: Here, evaluation: Which) -> Response:
    """送审前 - Return what is being confirmed, or the receipts of what was submitted."""
    found = await visit.at.read(sending.sending, evaluation)
    return page(visit, "clerk/submit.html", found=found, sheet=found.sheet, refusal="")


@router.post("/evaluations/{evaluation}/submit")
async def submit(post: Posted, evaluation: Which) -> Response:
    """送审 - Submit the form."""
    return await _acted(post, evaluation, Action.SUBMIT)


@router.post("/evaluations/{evaluation}/withdraw")
async def withdraw(post: Posted, evaluation: Which) -> Response:
    """撤回 - Take the submission back."""
    return await _acted(post, evaluation, Action.WITHDRAW)


async def _acted(post: Post, evaluation: str, action: Action) -> Response:
    """Return to the page after an action, or show it with why that was refused."""
    try:
        await post.at.write(actions.act, Meant(id=evaluation, version=post.version), action, Given())
    except Conflict as error:
        found = await post.at.read(sending.sending, evaluation)
        return page(post.visit, "clerk/submit.html", STATUSES[error.kind], found=found, sheet=found.sheet, refusal=error.message)
    return RedirectResponse(f"/evaluations/{evaluation}/submit", 303)
