"""审计页 - Find an evaluation of whatever round, read the journal, have it proved, look a receipt up."""

from datetime import date, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from perfeval.accounts import moment, written
from perfeval.desks import auditor, deeds, search, verifying
from perfeval.errors import Invalid
from perfeval.store.finding import Sought
from perfeval.store.scope import Slice
from perfeval.store.trail import Looked
from perfeval.web.pages.frame import Here, Posted, page
from perfeval.web.sheeting import sheet
from perfeval.workflow import State

router = APIRouter(include_in_schema=False)
_SIZE = 50
_SEES_OTHER = 303
_OFFICE = "+08:00"
At = Annotated[int, Query(alias="page", ge=1, le=100_000)]
Word = Annotated[str, Query(max_length=200)]


async def _asked(about: Word = "", person: Word = "", action: Word = "", since: Word = "", until: Word = "") -> dict[str, str]:
    """Return what the journal is narrowed to, as the page has it."""
    return {"about": about.strip(), "person": person.strip(), "action": action, "since": since, "until": until}


Asked = Annotated[dict[str, str], Depends(_asked)]


@router.get("/search")
async def find(visit: Here, q: Word = "", round: Word = "", state: Word = "", at: At = 1) -> Response:  # noqa: A002 - a word of the address
    """查找 - Return what is found by words, round and state."""
    asked = {"q": q.strip(), "round": round, "state": state if state in set(State) else ""}
    sought = Sought(words=asked["q"] or None, round=asked["round"] or None, state=asked["state"] or None)
    rounds = await visit.at.read(search.choices)
    found = await visit.at.read(search.search, sought, Slice(size=_SIZE, skip=(at - 1) * _SIZE))
    to = _pages("/search", asked)
    return page(visit, "auditor/search.html", found=found, asked=asked, rounds=rounds, states=State, size=_SIZE, at=at, to=to)


@router.get("/journal")
async def journal(visit: Here, asked: Asked, at: At = 1) -> Response:
    """日志 - Return a page of the journal, the newest entry first."""
    found = await visit.at.read_long(auditor.latest, _looked(asked), at, _SIZE)
    to = _pages("/journal", asked)
    query = urlencode({name: text for name, text in asked.items() if text})
    return page(
        visit,
        "auditor/journal.html",
        found=found,
        asked=asked,
        query=query,
        names=deeds.NAMES,
        most=auditor.MOST_ROWS,
        size=_SIZE,
        at=at,
        to=to,
    )


@router.get("/journal/list.xlsx")
async def take(visit: Here, asked: Asked) -> Response:
    """日志表 - Return what the page of the journal is narrowed to as a workbook."""
    return sheet("日志.xlsx", await visit.at.read_long(auditor.sheet_by_login, _looked(asked)))


@router.get("/journal/verification")
async def verification(visit: Here, receipt: Word = "") -> Response:
    """查证 - Return what the last check of the journal came to, and whether a receipt is in it."""
    last = await visit.at.read(verifying.last)
    found, refusal = None, ""
    if receipt.strip():
        try:
            found = await visit.at.read(verifying.receipt, receipt)
        except Invalid as wrong:
            refusal = f"{wrong.places[0].message}，{wrong.places[0].suggestion}"
    status = 422 if refusal else 200
    return page(visit, "auditor/verification.html", status, last=last, receipt=receipt, found=found, refusal=refusal)


@router.post("/journal/verification")
async def verify(post: Posted) -> Response:
    """查证日志 - Prove the whole journal and show what came out."""
    verdict = await post.at.read_long(verifying.verify)
    await post.at.write(verifying.note, verdict)
    return RedirectResponse("/journal/verification", _SEES_OTHER)


def _looked(asked: dict[str, str]) -> Looked:
    """Return which entries are looked for; days are those of the office."""
    return Looked(
        about=asked["about"] or None,
        person=asked["person"] or None,
        action=asked["action"] or None,
        since=_begins(asked["since"]),
        until=_ends(asked["until"]),
    )


def _pages(address: str, asked: dict[str, str]) -> object:
    """Return what gives the address of another page of a list."""
    kept = {name: text for name, text in asked.items() if text}
    return lambda number: f"{address}?{urlencode({**kept, 'page': number})}"


def _begins(day: str) -> str | None:
    """Return when a day of the office begins, None where none is written."""
    found = _day(day)
    return None if found is None else written(moment(f"{found.isoformat()}T00:00:00{_OFFICE}"))


def _ends(day: str) -> str | None:
    """Return the last second of a day of the office."""
    found = _day(day)
    return None if found is None else written(moment(f"{found.isoformat()}T00:00:00{_OFFICE}") + timedelta(days=1, seconds=-1))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
