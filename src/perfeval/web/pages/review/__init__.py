"""审阅页 - One evaluation side by side, for everybody who may read it: look, act, return row by row, talk, register an adjustment.

The same list that somebody came from is kept in the address, so that they can go through it from one evaluation to the next.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from perfeval.desks import actions, adjusting, side_by_side, sums, threads, verifying
from perfeval.desks.actions import Given, Returned
from perfeval.desks.adjusting import Wanted
from perfeval.desks.meant import Meant
from perfeval.desks.paper import AMOUNTS
from perfeval.desks.threads import Said
from perfeval.errors import Conflict, Invalid, PerfevalError
from perfeval.web.filings import Doing, Doings, NewAdjustment, NewNote, ReturnedRow
from perfeval.web.pages.frame import Here, Post, Posted, Visit, fragment, page
from perfeval.web.pages.frame.filters import filters_in
from perfeval.web.pages.frame.taken import status_of, taken
from perfeval.workflow import EXEMPT_REASONS, RETURN_REASONS, Action

router = APIRouter(prefix="/evaluations/{id}", include_in_schema=False)
Which = Annotated[str, Path(alias="id")]
_SEES_OTHER = 303
"""清单条件 - What an address says of the list that somebody came from; the same words as the list's own address."""
_TITLES = {
    "reason": "原因",
    "reason_code": "原因类别",
    "rows": "各行的原因",
    "to": "退回到哪个环节",
    "into": "并入的自评",
    "words": "要说的话",
    "cell": "单元格",
    "old": "原值",
    "new": "新值",
    "document_number": "文号",
    "approved_by": "批准人",
    "date": "批准日期",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """试过的 - Hold what somebody wanted to do, what they typed for it, and why it was refused."""

    name: str = ""
    typed: Mapping[str, str] | None = None
    refusal: PerfevalError | None = None

    def word(self, name: str) -> str:
        """所填 - Return what was typed into a field."""
        return (self.typed or {}).get(name, "")


@router.get("")
async def look(visit: Here, which: Which, done: str = "") -> Response:
    """并排看 - Return the page of an evaluation."""
    return await _side(visit, which, Tried(), done=done)


@router.get("/points/{of}")
async def point(visit: Here, which: Which, of: str, submission: Annotated[int | None, Query(ge=1, le=1_000_000)] = None) -> Response:
    """一分的来历 - Return the sum behind one number, as a part of the page or as a page of its own."""
    found = await visit.at.read(sums.point, which, of, submission)
    if visit.is_partial:
        return fragment(visit, "review/sum.html", sum=found)
    return page(visit, "review/sum-page.html", sum=found)


@router.get("/submissions/{number}")
async def submission(
    visit: Here,
    which: Which,
    number: Annotated[int, Path(ge=1, le=1_000_000)],
    against: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
) -> Response:
    """一次送审 - Return what was submitted, whether it is still what was submitted, and in what it differs from another time."""
    found = await visit.at.read(side_by_side.frozen, which, number, against)
    proof = await visit.at.read(verifying.one, which, number)
    return page(visit, "review/submission.html", frozen=found, proof=proof, amounts=AMOUNTS)


@router.get("/proof")
async def proofs(visit: Here, which: Which) -> Response:
    """送审查证 - Return whether every submission is still what was submitted, and its receipt in the journal."""
    found = await visit.at.read(verifying.proofs_of, which)
    if visit.is_partial:
        return fragment(visit, "review/proofs.html", proofs=found)
    return page(visit, "review/proofs-page.html", proofs=found, id=which)


@router.post("/actions/{action}")
async def act(post: Posted, which: Which, action: Doing) -> Response:
    """办理 - Do something to an evaluation, and go on to the next one of the list; what is refused is shown with what was typed."""
    try:
        given = _given(taken(Doings, _doings(post), _TITLES))
        await post.at.write(actions.act, Meant(id=which, version=post.version), Action(action), given)
    except (Invalid, Conflict) as refusal:
        return await _refused(post, which, action, refusal)
    following, listed = post.word("next"), _listed(post.visit.request)
    goes_on = action in {Action.APPROVE, Action.RETURN} and following.isalnum() and listed
    return _to(following if goes_on else which, {**listed, "done": which})


@router.post("/notes")
async def say(post: Posted, which: Which) -> Response:
    """写批注 - Keep a note, or the answer to one."""
    try:
        said = taken(NewNote, {name: post.word(name) for name in ("words", "row", "answers")}, _TITLES)
        await post.at.write(threads.say, which, Said(**said.model_dump()))
    except (Invalid, Conflict) as refusal:
        return await _refused(post, which, f"note:{post.word('answers')}", refusal)
    return _to(which, _listed(post.visit.request), "talk")


@router.post("/adjustments")
async def adjust(post: Posted, which: Which) -> Response:
    """登记调整 - Change a locked cell on the strength of a document."""
    names = ("cell", "old", "new", "document_number", "approved_by", "date")
    try:
        wanted = taken(NewAdjustment, {name: post.word(name) for name in names}, _TITLES)
        await post.at.write(adjusting.adjust, which, Wanted(**wanted.model_dump()))
    except (Invalid, Conflict) as refusal:
        return await _refused(post, which, "adjust", refusal)
    return _to(which, _listed(post.visit.request), "adjustments")


async def _side(visit: Visit, which: str, tried: Tried, *, done: str = "") -> Response:
    """Return the page of an evaluation, with what was refused where something was."""
    listed = _listed(visit.request)
    side = await visit.at.read(side_by_side.side, which)
    around = await visit.at.read(side_by_side.neighbours, which, filters_in(listed).asked)
    left = await visit.at.read(side_by_side.left, done) if done.isalnum() else None
    return page(
        visit,
        "review/evaluation.html",
        status_of(tried.refusal),
        side=side,
        around=around,
        left=left,
        tried=tried,
        query=f"?{urlencode(listed)}" if listed else "",
        amounts=AMOUNTS,
        return_reasons=RETURN_REASONS,
        exempt_reasons=EXEMPT_REASONS,
    )


async def _refused(post: Post, which: str, name: str, refusal: PerfevalError) -> Response:
    typed = {key: value for key, value in post.form.multi_items() if isinstance(value, str)}
    return await _side(post.visit, which, Tried(name=name, typed=typed, refusal=refusal))


def _doings(post: Post) -> dict[str, object]:
    """Return what came with an action: the words for the whole, and those for each row that has some."""
    rows = []
    for name in dict.fromkeys(name for name, _ in post.form.multi_items() if name.startswith("code:")):
        row = name.removeprefix("code:")
        code, words = post.word(name), post.word(f"words:{row}")
        if code or words:
            rows.append({"row": row, "reason_code": code or None, "reason": words or None})
    return {**{name: post.word(name) for name in ("reason_code", "reason", "to", "into")}, "rows": rows}


def _given(doings: Doings) -> Given:
    rows = [Returned(**each.model_dump()) for each in doings.rows if isinstance(each, ReturnedRow)]
    return Given(**doings.model_dump(exclude={"rows"}), rows=rows)


def _listed(request: Request) -> dict[str, str]:
    """Return what the address says of the list that somebody came from."""
    return dict(filters_in(request.query_params).kept)


def _to(which: str, query: Mapping[str, str], part: str = "") -> Response:
    """Return the way on to the page of an evaluation."""
    words = f"?{urlencode(query)}" if query else ""
    return RedirectResponse(f"/evaluations/{which}{words}{f'#{part}' if part else ''}", _SEES_OTHER)
