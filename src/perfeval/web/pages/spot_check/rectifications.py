"""整改清单页 - What is to be put right of a round, narrowed by what stands in the address, a page at a time."""

from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from perfeval.desks.review import showing
from perfeval.desks.review.rectifying import Asked
from perfeval.web.given import Page
from perfeval.web.pages.frame import Here, page
from perfeval.web.pages.frame.filters import address_of, chosen_in
from perfeval.workflow import RectificationState

router = APIRouter(include_in_schema=False)
_KNOWN = {"state": {*RectificationState}, "overdue": {"1"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """筛选 - Hold what the list is narrowed by, empty where it is not."""

    state: str = ""
    unit: str = ""
    overdue: str = ""
    q: str = ""

    @property
    def asked(self) -> Asked:
        """所要的清单 - Return what the desk is asked for."""
        return Asked(state=self.state or None, unit=self.unit or None, overdue=bool(self.overdue), words=self.q or None)

    def address(self, page: int = 1) -> str:
        """地址 - Return what stands behind the ? of the address, another page perhaps."""
        return address_of({name: value for name, value in asdict(self).items() if value}, page)


async def _chosen(request: Request) -> Chosen:
    """Return the filters of a request; a word that means nothing there narrows nothing."""
    return Chosen(**chosen_in(request.query_params, Chosen.__dataclass_fields__, _KNOWN))


@router.get("/rounds/{round_id}/rectifications")
async def rectifications(visit: Here, round_id: str, chosen: Annotated[Chosen, Depends(_chosen)], part: Page) -> Response:
    """整改清单 - Return a page of what is to be put right of a round."""
    found = await visit.at.read(showing.to_put_right, round_id, chosen.asked, part)
    states = tuple(RectificationState)
    return page(visit, "spot_check/rectifications.html", found=found, head=found.head, chosen=chosen, part=part, states=states)
