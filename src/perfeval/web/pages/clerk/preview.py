"""预览页 - The facts of the Word as a page, and the pages of the Word as pictures for who wants to see them before submitting."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Response

from perfeval.desks import preview, printing
from perfeval.errors import NotFound
from perfeval.reports.picturing import PATIENCE
from perfeval.web.pages.clerk.form import Which
from perfeval.web.pages.frame import Here, Visit, fragment, page

router = APIRouter(include_in_schema=False)
Template = Annotated[str, Query(max_length=200, description="模板编号")]
_WAITING = PATIENCE * 3


@router.get("/evaluations/{evaluation}/preview")
async def facts(visit: Here, evaluation: Which, template: Template = "") -> Response:
    """预览 - Return the facts of the Word in its order."""
    found = await visit.at.read(preview.preview, evaluation, template)
    return page(visit, "clerk/preview.html", preview=found, facts=found.facts, sheet=found.sheet)


@router.get("/evaluations/{evaluation}/preview/pages")
async def pictures(visit: Here, evaluation: Which, template: Template) -> Response:
    """版面图 - Return the pages of the Word as a part of the preview, or say that there are none."""
    made = await _pages(visit, evaluation, template)
    return fragment(visit, "clerk/pictures.html", evaluation=evaluation, template=template, count=len(made))


@router.get("/evaluations/{evaluation}/preview/pages/{number}")
async def picture(visit: Here, evaluation: Which, number: int, template: Template) -> Response:
    """一页 - Return one page of the Word as a picture."""
    made = await _pages(visit, evaluation, template)
    if not 1 <= number <= len(made):
        raise NotFound("page-not-found", "没有这一页")
    return Response(made[number - 1], media_type="image/png")


async def _pages(visit: Visit, evaluation: str, template: str) -> tuple[bytes, ...]:
    """Return the pages, none where that takes too long: one conversion at a time, beside everything else."""
    printed = await visit.at.read(printing.gather, evaluation, None)
    try:
        return await asyncio.wait_for(visit.at.office.painter(preview.pages, printed, template), _WAITING)
    except TimeoutError:
        return ()
