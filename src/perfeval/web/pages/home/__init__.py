"""首页 - What is to be done now, for whoever comes in; to a stranger the sign-in page."""

from fastapi import APIRouter, Response

from perfeval.desks import duties
from perfeval.web.edge import Run
from perfeval.web.pages import tryout
from perfeval.web.pages.frame import Here, page

router = APIRouter(include_in_schema=False)


@router.get("/")
async def start(visit: Here, run: Run, example: str = "") -> Response:
    """首页 - Return what is to be done; a service that keeps nothing begins with the page on which a file is scored."""
    if visit.counter is None:
        return await tryout.start(visit, run, example)
    return page(visit, "home/home.html", duties=await visit.at.read(duties.duties))
