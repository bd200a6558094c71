"""筛选 - What the address of a list says it is narrowed and ordered by; a word that means nothing there narrows nothing."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request

from perfeval.desks.filing import Asked
from perfeval.desks.steering import FINDINGS
from perfeval.store.evaluations import ORDERS
from perfeval.workflow import State

MARKS = {"late": "逾期报送", "overdue": "逾期未报", "returned": "退回待改"}
"""报送情况 - What of a filing is looked for, in one choice."""
_KNOWN: Mapping[str, Collection[str]] = {
    "state": {*State},
    "mark": {*MARKS},
    "finding": {*FINDINGS},
    "sort": {*ORDERS, *(f"-{order}" for order in ORDERS)},
}
_LONGEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """筛选 - Hold what a list is narrowed and ordered by, empty where it is not."""

    state: str = ""
    unit: str = ""
    grade: str = ""
    finding: str = ""
    mark: str = ""
    q: str = ""
    sort: str = ""

    @property
    def asked(self) -> Asked:
        """所要的清单 - Return what the desk is asked for."""
        marks = {self.mark: True} if self.mark else {}
        own = {"state": self.state or None, "unit": self.unit or None, "grade": self.grade or None, "finding": self.finding or None}
        return Asked(**own, **marks, words=self.q or None, order=self.sort or "unit")  # type: ignore[arg-type] # a mark is a yes

    @property
    def narrowed(self) -> bool:
        """已筛选 - Tell whether anything is left out; the order leaves nothing out."""
        return any(asdict(replace(self, sort="")).values())

    @property
    def kept(self) -> Mapping[str, str]:
        """已选 - Return what is chosen, by its word in the address."""
        return {name: value for name, value in asdict(self).items() if value}

    def address(self, page: int = 1, **changes: str) -> str:
        """地址 - Return what stands behind the ? of the address, something else chosen perhaps, another page perhaps."""
        return address_of(replace(self, **changes).kept, page)

    @property
    def program(self) -> str:
        """程序地址 - Return the same as the address for programs has it."""
        own = dict(self.kept)
        mark = own.pop("mark", "")
        return urlencode({**own, **({mark: "true"} if mark else {})})

    def turned(self, order: str) -> str:
        """换序 - Return the order that a click on a head leads to: this one, or this one turned round."""
        return f"-{order}" if self.sort == order else order


def filters_in(words: Mapping[str, str]) -> Filters:
    """读筛选 - Return the filters among some words."""
    return Filters(**chosen_in(words, Filters.__dataclass_fields__, _KNOWN))


def chosen_in(words: Mapping[str, str], names: Collection[str], known: Mapping[str, Collection[str]]) -> dict[str, str]:
    """所选 - Return by name what is chosen among some words; known holds the words that mean something, where not every one does."""
    given = {name: words.get(name, "").strip()[:_LONGEST] for name in names}
    return {name: value for name, value in given.items() if value in known.get(name, {value})}


def address_of(kept: Mapping[str, str], page: int) -> str:
    """地址 - Return what stands behind the ? of the address of a page of a list."""
    return urlencode({**kept, **({"page": page} if page > 1 else {})})


async def _filters(request: Request) -> Filters:
    return filters_in(request.query_params)


Chosen = Annotated[Filters, Depends(_filters)]
"""筛选 - The filters of a request, as routes ask for them."""
