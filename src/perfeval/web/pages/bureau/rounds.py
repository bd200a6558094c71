"""批次页 - The list of rounds, and how far one has come."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from perfeval.desks import home, steering
from perfeval.web.given import Page
from perfeval.web.pages.frame import Here, page

router = APIRouter(include_in_schema=False)
Which = Annotated[str, Query(max_length=32)]


@router.get("/rounds")
async def rounds(visit: Here, part: Page) -> Response:
    """批次列表 - Return a page of rounds, newest first, each with how far it has come."""
    return page(visit, "bureau/rounds.html", rounds=await visit.at.read(home.round_list, part), part=part)


@router.get("/rounds/{round_id}")
async def board(visit: Here, round_id: str, department: Which = "") -> Response:
    """进度页 - Return how far a round has come, by department and by unit; where units are many, those of one department."""
    found = await visit.at.read(steering.board, round_id, department)
    return page(
        visit,
        "bureau/board.html",
        head=found.head,
        board=found.figures,
        days=found.days,
        department=found.department,
        units=found.units,
    )
