"""建立批次页 - Set up a round step by step, and change one that is there; nothing that was typed is lost where something is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from perfeval.accounts import date_of
from perfeval.desks import bureau, preparing
from perfeval.desks.bureau import Change, Extension
from perfeval.desks.preparing import Present
from perfeval.desks.steward import Entry, Listed
from perfeval.errors import Conflict, Invalid, PerfevalError, Place
from perfeval.evaluation import FILED, Kind
from perfeval.store.units import UnitRow
from perfeval.web.pages.bureau import typed as forms
from perfeval.web.pages.bureau.typed import Typed
from perfeval.web.pages.frame import Here, Post, Posted, Visit, page
from perfeval.workflow import CHECKS, State

router = APIRouter(include_in_schema=False)
STEPS = ("年度和名称", "指标体系", "报告模板", "单位", "期限和环节", "核对并建立")
"""各步 - What is asked for, one after the other."""
_LAST = len(STEPS)
_PLACES = {"year": 1, "title": 1, "sets": 2, "templates": 3, "units": 4, "opening": 5, "deadline": 5, "grace": 5, "steps": 5, "text_off": 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """可选项 - Hold what a round can be made from: units, sets and templates for each kind of evaluation, and what checks its texts."""

    units: tuple[UnitRow, ...]
    sets: dict[str, tuple[Listed, ...]]
    templates: dict[str, tuple[Entry, ...]]
    kinds: tuple[Kind, ...] = FILED
    checks: tuple[State, ...] = CHECKS
    texts: Mapping[str, str] = field(default_factory=preparing.text_checks)


@router.get("/rounds/new")
async def new(visit: Here) -> Response:
    """建立批次 - Return the first step."""
    await visit.at.read(preparing.units_to_choose)
    return await _step(visit, 1, forms.fresh(int(date_of(visit.at.office.clock())[:4]) - 1), ())


@router.post("/rounds/new")
async def step(post: Posted) -> Response:
    """下一步 - Go a step on or back with what was typed, or make the round; a step that is not right is shown again."""
    typed, here, go = forms.typed_in(post.form), _number(post.word("at")), post.word("go")
    faults = forms.told(await post.at.read(bureau.examine, typed.draft), typed.faults)
    wrong = [each for each in faults if _step_of(each) == here]
    if go == "back":
        return await _step(post.visit, max(1, here - 1), typed, ())
    if go != "make":
        return await _step(post.visit, here if wrong else here + 1, typed, wrong)
    if faults:
        first = min(_step_of(each) for each in faults)
        return await _step(post.visit, first, typed, [each for each in faults if _step_of(each) == first])
    made = await post.at.write(bureau.create, typed.draft)
    return RedirectResponse(f"/rounds/{made['id']}/import?made=1", 303)


@router.get("/rounds/{round_id}/setup")
async def setup(visit: Here, round_id: str) -> Response:
    """批次设置 - Return a round to be looked at and changed."""
    there = await visit.at.read(preparing.present, round_id)
    return await _setup(visit, there, forms.typed_of(there))


@router.post("/rounds/{round_id}/setup")
async def change(post: Posted, round_id: str) -> Response:
    """修改批次 - Change a round, or show again what was typed with what is wrong."""
    there, typed = await post.at.read(preparing.present, round_id), forms.typed_in(post.form)
    own = [each for each in typed.faults if each.where != "year"]
    return await _changed(post, there, typed, Change() if own else typed.change(there), own)


@router.post("/rounds/{round_id}/extensions")
async def extend(post: Posted, round_id: str) -> Response:
    """延期 - Give a unit a later deadline, or take it back."""
    there = await post.at.read(preparing.present, round_id)
    until, unit = post.word("until"), post.word("unit")
    taken_back = bool(post.word("back"))
    asked = Extension(unit=unit, until=None if taken_back else forms.deadline(until), why=post.word("why") or None)
    own = [] if taken_back or asked.until else [Place(where="exceptions", message="请写延长到哪一天", suggestion="如 2026-04-15")]
    own += [] if unit else [Place(where="exceptions", message="请选单位")]
    return await _changed(post, there, forms.typed_of(there), Change(exceptions=[asked]), own)


async def _changed(post: Post, there: Present, typed: Typed, asked: Change, own: Sequence[Place]) -> Response:
    """Return to the page of a round that was changed; where it was refused, with what was typed and why."""
    round_id = there.head.round.id
    refusal = Invalid("round-invalid", f"批次有{len(own)}处不对", tuple(own)) if own else await _refusal(post, round_id, asked)
    if refusal is None:
        return RedirectResponse(f"/rounds/{round_id}/setup?saved=1", 303)
    current = await post.at.read(preparing.present, round_id)
    told = {name: post.word(name) for name in ("unit", "until", "why")}
    return await _setup(post.visit, current, typed, refusal, told)


async def _refusal(post: Post, round_id: str, asked: Change) -> PerfevalError | None:
    """Change a round and return None, or why it was refused."""
    try:
        await post.at.write(bureau.change, round_id, asked, post.version)
    except (Invalid, Conflict) as refusal:
        return refusal
    return None


async def _setup(visit: Visit, there: Present, typed: Typed, refusal: PerfevalError | None = None, told: object = None) -> Response:
    return page(
        visit,
        "bureau/setup.html",
        422 if refusal else 200,
        there=there,
        head=there.head,
        typed=typed,
        faults=_by_place(refusal.places if refusal else ()),
        refusal=refusal,
        told=told or {},
        saved="saved" in visit.request.query_params,
        choices=await _choices(visit, typed),
    )


async def _step(visit: Visit, number: int, typed: Typed, faults: Sequence[Place]) -> Response:
    """Return one step, with what was typed in it and in the others."""
    choices = await _choices(visit, typed)
    if number == _PLACES["templates"] and not typed.ticked("template"):
        typed = forms.with_templates(typed, [f"{kind}|{each[0].id}" for kind, each in choices.templates.items() if each])
    return page(
        visit,
        "bureau/new.html",
        422 if faults else 200,
        number=min(number, _LAST),
        titles=STEPS,
        typed=typed,
        faults=_by_place(faults),
        choices=choices,
    )


async def _choices(visit: Visit, typed: Typed) -> Choices:
    """Return what can be chosen, as far as it hangs on what was typed; reading sets and templates takes longer than a moment at first."""
    units = await visit.at.read(preparing.units_to_choose)
    sets = await visit.at.work(preparing.sets_for, typed.year)
    return Choices(units=units, sets=sets, templates=await visit.at.work(preparing.templates_for, typed.year, typed.references))


def _number(text: str) -> int:
    """Return the step that a form is about, the first where it says none."""
    return int(text) if text in {str(number + 1) for number in range(_LAST)} else 1


def _step_of(place: Place) -> int:
    """Return the step in which something is wrong."""
    return _PLACES.get(place.where.partition(".")[0], _LAST)


def _by_place(faults: Sequence[Place]) -> dict[str, list[Place]]:
    """Return what is wrong, by where it is."""
    found: dict[str, list[Place]] = {}
    for each in faults:
        found.setdefault(each.where, []).append(each)
    return found
