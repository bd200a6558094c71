"""首页 - What is to be done now, for whoever comes in; to a stranger the sign-in page."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from perfeval.desks.home import home
from perfeval.errors import Forbidden
from perfeval.web.edge import Run
from perfeval.web.pages import tryout
from perfeval.web.pages.entrance import sign_in_page
from perfeval.web.pages.frame import Here, page

router = APIRouter(include_in_schema=False)
Looked = Annotated[str, Query(max_length=100)]


@router.get("/")
async def start(visit: Here, run: Run, example: str = "", q: Looked = "") -> Response:
    """首页 - Return what is to be done; a service that keeps nothing begins with the page on which a file is scored."""
    if visit.counter is None:
        return await tryout.start(visit, run, example)
    at = visit.counter
    try:
        shown = await at.read(home, at.office.settings, q.strip())
    except Forbidden as refusal:
        if refusal.code != "sign-in-required":
            raise
        return sign_in_page(visit.request, refusal)
    return page(visit, "home/home.html", home=shown, q=q.strip())
