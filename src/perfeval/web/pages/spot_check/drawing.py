"""抽取页 - The samples of a round, the plan of a draw with a look at what it would give, and a sample that was drawn.

A plan is looked at before it is drawn by; what changed since the last look is looked at again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from perfeval.desks.meant import Meant
from perfeval.desks.review import assigning, drawing, releasing, showing, together
from perfeval.desks.review.drawing import Wanted
from perfeval.errors import Conflict, Invalid, PerfevalError, Place
from perfeval.review import Basis, Drawing
from perfeval.store.scope import Slice
from perfeval.web.given import Page
from perfeval.web.pages.frame import Here, Post, Posted, Visit, page
from perfeval.web.pages.frame.taken import status_of, taken
from perfeval.web.pages.spot_check import plans
from perfeval.web.pages.spot_check.plans import TypedPlan
from perfeval.web.pages.spot_check.refused import NOTHING, refused
from perfeval.web.review_bodies import ReportTexts

Tree = Mapping[str, Any]
router = APIRouter(include_in_schema=False)
_SEES_OTHER = 303
_SECTIONS = {
    "organisation": "复核组织",
    "content": "复核内容的补充",
    "result": "对复核结果的说明",
    "suggestions": "建议（一行一条）",
}
_ITEMS = {"decide": (together.decide, "按复核意见定分"), "close": (together.close, "办结")}
_DEEDS = {"send": drawing.send, "recall": drawing.recall, "release": releasing.release_all}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """抽前一看 - Hold what a plan would give and the mark of the plan, or why it cannot be drawn by."""

    told: dict[str, object] | None = None
    mark: str = ""
    refusal: PerfevalError | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """成批办理的结果 - Hold what was done to many items, as its button calls it, and what came of each."""

    title: str
    items: Sequence[Tree]

    @property
    def refusal(self) -> PerfevalError | None:
        """没有办理的 - Return which of them were refused, and why; None where all was done."""
        left = tuple(Place(where=each["id"], message="；".join(each["why"])) for each in self.items if not each["done"])
        return Conflict("not-done", f"有{len(left)}项没有办理", left) if left else None

    def named(self, listed: Sequence[Tree]) -> list[Tree]:
        """各项结果 - Return what came of each by its title; of what was done, where it stands now."""
        known = {each["id"]: each for each in listed}
        shown = {"title": "—", "state_title": ""}
        own = [(each, known.get(each["id"], shown)) for each in self.items]
        return [{**each, "title": item["title"], "why": each["why"] or [item["state_title"]]} for each, item in own]


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """带回的内容 - Hold what a sample is shown again with: what was refused, the texts that were typed, what came of many items."""

    refusal: PerfevalError | None = None
    typed: Mapping[str, str] | None = None
    outcome: Outcome | None = None


NOTHING_BACK = Back()
"""没有带回 - What a sample is shown with that was only asked for."""


@router.get("/rounds/{round_id}/samples")
async def samples(visit: Here, round_id: str, part: Page) -> Response:
    """抽查批清单 - Return the samples of a round."""
    return page(visit, "spot_check/samples.html", found=await visit.at.read(showing.of_round, round_id, part), part=part)


@router.get("/rounds/{round_id}/samples/new")
async def new(visit: Here, round_id: str) -> Response:
    """抽取页 - Return an empty plan."""
    return await _plan(visit, round_id, plans.fresh(), Look())


@router.post("/rounds/{round_id}/samples/new")
async def plan(post: Posted, round_id: str) -> Response:
    """预览或抽取 - Return what a plan would give, or draw by the plan that was looked at; what is wrong is told beside what was typed."""
    typed = plans.typed_in(post.form)
    try:
        asked = plans.wanted(typed)
        seen = post.word("seen") == plans.mark_of(asked)
        if post.word("go") == "draw" and seen:
            return await _drawn(post, round_id, asked)
        told = await post.at.read_long(drawing.preview, round_id, asked)
    except (Invalid, Conflict) as refusal:
        return await _plan(post.visit, round_id, typed, Look(refusal=refusal))
    return await _plan(post.visit, round_id, typed, Look(told=told, mark=plans.mark_of(asked), changed=post.word("go") == "draw"))


@router.get("/samples/{sample}")
async def one(visit: Here, sample: str, part: Page) -> Response:
    """一个抽查批 - Return a sample."""
    return await _sample(visit, sample, part)


@router.post("/samples/{sample}/actions/{action}")
async def act(post: Posted, sample: str, action: Literal["send", "recall", "release"]) -> Response:
    """整批办理 - Do something to a sample and all of its items."""
    try:
        await post.at.write_long(_DEEDS[action], sample, post.version)
    except (Invalid, Conflict) as refusal:
        return await _sample(post.visit, sample, Slice(), Back(refusal=refusal))
    return RedirectResponse(f"/samples/{sample}?done={action}", _SEES_OTHER)


@router.post("/samples/{sample}/texts")
async def write(post: Posted, sample: str) -> Response:
    """写复核报告文字 - Keep what the bureau writes into the report; what was typed stays on the page where it could not be kept."""
    typed = {key: post.word(key).replace("\r\n", "\n") for key in _SECTIONS}
    try:
        await post.at.write(drawing.write, sample, post.version, taken(ReportTexts, typed, _SECTIONS).model_dump())
    except (Invalid, Conflict) as refusal:
        return await _sample(post.visit, sample, Slice(), Back(refusal=refusal, typed=typed))
    return RedirectResponse(f"/samples/{sample}?done=write", _SEES_OTHER)


@router.post("/samples/{sample}/reviewers")
async def assign(post: Posted, sample: str, part: Page) -> Response:
    """成批分派 - Give what is ticked to a reviewer; what could not be given stays ticked, and why is said of each."""
    await post.at.read(drawing.prove_steers, sample)
    chosen, person = list(post.words("chosen")), post.word("person")
    if not chosen or not person:
        return await _sample(post.visit, sample, part, Back(refusal=Invalid("nothing-chosen", "请先勾选要分派的项，并选复核人")))
    left = [told for each in chosen if (told := await _refusal(post, each, person))]
    if left:
        refusal = Conflict("not-assigned", f"有{len(left)}项没有分派", tuple(left))
        return await _sample(post.visit, sample, part, Back(refusal=refusal))
    return RedirectResponse(f"/samples/{sample}?done=assign&page={part.skip // part.size + 1}&size={part.size}", _SEES_OTHER)


@router.post("/samples/{sample}/items/{action}")
async def act_on_items(post: Posted, sample: str, action: Literal["decide", "close"], part: Page) -> Response:
    """成批定分或办结 - Decide or close what is ticked, and say of each what came of it; what was refused stays ticked."""
    deed, title = _ITEMS[action]
    wanted = [Meant(id=each, version=post.version_of(f"version:{each}")) for each in post.words("chosen")]
    told: Tree = await post.at.write_long(deed, sample, wanted)
    if not wanted:
        return await _sample(post.visit, sample, part, Back(refusal=Invalid("nothing-chosen", f"请先勾选要{title}的项")))
    return await _sample(post.visit, sample, part, Back(outcome=Outcome(title=title, items=told["items"])))


async def _refusal(post: Post, sampled: str, person: str) -> Place | None:
    """Give an item to a reviewer and return None, or why it was refused."""
    try:
        await post.at.write(assigning.assign, sampled, person)
    except (Invalid, Conflict) as refusal:
        why = refusal.places[0].message if refusal.places else refusal.message
        return Place(where=sampled, message=why)
    return None


async def _drawn(post: Post, round_id: str, asked: Wanted) -> Response:
    """Draw, and go on to the sample."""
    made = await post.at.read_long(drawing.prepare, round_id, asked)  # nobody who saves waits for a large frame
    drawn = await post.at.write_long(drawing.create, round_id, asked, made)
    return RedirectResponse(f"/samples/{drawn['id']}?done=draw", _SEES_OTHER)


async def _plan(visit: Visit, round_id: str, typed: TypedPlan, look: Look) -> Response:
    """Return the form of a plan, with what it would give."""
    found = await visit.at.read(showing.ground, round_id)
    places = look.refusal.places if look.refusal else ()
    return page(
        visit,
        "spot_check/plan.html",
        status_of(look.refusal),
        found=found,
        head=found.head,
        typed=typed,
        look=look,
        faults={each.where.partition(".")[0]: each for each in places},
        bases=tuple(Basis),
        drawings=tuple(Drawing),
    )


async def _sample(visit: Visit, sample: str, part: Slice, back: Back = NOTHING_BACK) -> Response:
    """Return a sample, with what was refused and what was typed, or what came of many of its items."""
    found = await visit.at.read(showing.sample, sample, part)
    done = visit.request.query_params.get("done", "")
    titles = {str(each["id"]): str(each["title"]) for each in found.items}
    against = back.outcome.refusal if back.outcome else back.refusal
    return page(
        visit,
        "spot_check/sample.html",
        status_of(back.refusal),
        typed=back.typed,
        sections=_SECTIONS,
        found=found,
        head=found.head,
        part=part,
        done=done,
        refusal=back.refusal,
        sent=refused(visit.request, "items", against) if against else NOTHING,
        titles=titles,
        outcome=back.outcome,
        results=back.outcome.named(found.items) if back.outcome else (),
    )
