"""指标体系页 - The sets there are, and each in words: every rule as a clerk reads it, to be printed too."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from perfeval.desks import set_author, steward
from perfeval.web.edge import Run
from perfeval.web.pages.bureau import telling
from perfeval.web.pages.frame import Here, page

router = APIRouter(include_in_schema=False)
Version = Annotated[str, Query(max_length=20)]


@router.get("/sets")
async def sets(visit: Here, run: Run) -> Response:
    """指标体系目录 - Return the list of sets."""
    await visit.meet()
    return page(visit, "bureau/sets.html", sets=await run(steward.listed))


@router.get("/sets/{set_id:path}")
async def rules(visit: Here, run: Run, set_id: str, version: Version = "") -> Response:
    """指标体系说明 - Return the rules of a set in words, in its newest version or another one."""
    await visit.meet()
    told = await run(set_author.told, set_id, version)
    return page(visit, "bureau/set.html", rules=told, sections=telling.sections(told.page))
