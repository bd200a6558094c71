"""抽取 - Draw a sample that a stranger can draw again from the printed facts: seed, strata, numbers and the frame.

Rule:    u(item) = SHA-256 of `seed|stratum|item` as a number ÷ 2^256. Simple random: the n smallest u of the stratum.
         In proportion to size: items of at least the step (sum ÷ n) are certain and leave with their money, until there are none; the
         rest stand in the order of u, and are drawn where one of the points (k + u of `seed|stratum|`) × step falls into their stretch.
Edges:   no fewer than there are: all. Nothing of size left and items still to be drawn: these are drawn alike. Equal u: by the code.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from perfeval import syntax
from perfeval.errors import Invalid
from perfeval.quantities import Fraction, half_up, plain
from perfeval.review.frame import Candidate, Frame, frame_of, frame_sha256
from perfeval.review.plain_data import from_plain, to_plain
from perfeval.review.plan import Drawing, Plan, in_wan, refuse_faults

_WHOLE = 2**256
Size = Callable[[Candidate], int]


class How(StrEnum):
    """入样方式 - Say how an item came into the sample."""

    CERTAIN = "certain"
    NAMED = "named"
    DRAWN = "drawn"
    MANUAL = "manual"

    @property
    def label(self) -> str:
        """中文名 - Return the name as reports print it."""
        return {"certain": "必查", "named": "指定", "drawn": "抽中", "manual": "人工增加"}[self.value]


class Sampled(Struct, frozen=True, kw_only=True):
    """抽中项 - Hold one item of a sample: how and why it came in, from which stratum, with which probability, its u in 64 digits of 16.

    An item that was added by hand has no probability.
    """

    item: str
    how: How
    why: str
    stratum: str
    probability: Fraction | None
    u: str


class Stratum(Struct, frozen=True, kw_only=True):
    """层 - Hold the facts of one stratum: what is in it, how many left it as certain, how many the rest gave; step and start where by size.

    large: how many of what the rest gave could not be missed, because of their size.
    Units: money in 分; step in 分, or in points of risk; start is u of `seed|stratum|`.
    """

    name: str
    items: int
    money: int
    certain: int
    quota: int
    drawn: int
    sample_money: int
    large: int = 0
    without_chance: int = 0
    step: Fraction | None = None
    start: str | None = None


class Coverage(Struct, frozen=True, kw_only=True):
    """覆盖面 - Say how much of the frame a sample covers, by items, money in 分, and units."""

    items: int
    of_items: int
    money: int
    of_money: int
    units: int
    of_units: int


class Sample(Struct, frozen=True, kw_only=True):
    """抽查批 - Hold one draw whole: the plan, the hash of the frame, the strata, the items, and what they cover."""

    plan: Plan
    frame_sha256: str
    strata: tuple[Stratum, ...]
    items: tuple[Sampled, ...]
    coverage: Coverage

    def count(self, how: How) -> int:
        """项数 - Return how many items came in like that."""
        return sum(each.how is how for each in self.items)

    def as_json(self) -> dict[str, object]:
        """输出 - Return the sample as plain data."""
        return to_plain(self)


def read_plan(tree: object) -> Plan:
    """读方案 - Return the plan that plain data holds.

    Raises: Invalid, naming the place that cannot be read.
    """
    return from_plain(tree, Plan, "抽查方案")


def read_sample(tree: object) -> Sample:
    """读抽查批 - Return the sample that plain data holds.

    Raises: Invalid, naming the place that cannot be read.
    """
    return from_plain(tree, Sample, "抽查结果")


def draw(candidates: Iterable[Candidate], plan: Plan) -> Sample:
    """抽取 - Return the sample of a frame by a plan, whatever the order of the frame.

    Raises: Invalid, when the plan cannot be drawn by, names what the frame does not have, or a code is there twice.
    """
    refuse_faults(plan)
    frame = frame_of(candidates)
    strata: dict[str, list[Candidate]] = {}
    for candidate in frame:
        strata.setdefault(plan.stratum(candidate), []).append(candidate)
    _refuse_unknown(frame, strata, plan)
    done = [_draw_stratum(name, strata[name], plan) for name in sorted(strata)]
    items = [each for _, drawn in done for each in drawn]
    items += _added(frame, {each.item for each in items}, plan)
    return Sample(
        plan=plan,
        frame_sha256=frame_sha256(frame),
        strata=tuple(facts for facts, _ in done),
        items=tuple(items),
        coverage=_coverage(frame, {each.item for each in items}),
    )


def u_of(seed: str, stratum: str, item: str) -> str:
    """随机数 - Return u of an item in 64 digits of 16: read as a number and divided by 2^256 it lies in [0, 1).

    Example:
        >>> u_of("2026", "", "A01")[:12]
        'c5ad9a435633'
    """
    return hashlib.sha256(f"{seed}|{stratum}|{item}".encode()).hexdigest()


def _refuse_unknown(frame: Frame, strata: Mapping[str, object], plan: Plan) -> None:
    """Refuse a plan that names items or strata that the frame does not have."""
    known = {candidate.item for candidate in frame}
    asked = [(f"{key}.{each.item}", each.item) for key, items in (("named", plan.named), ("added", plan.added)) for each in items]
    places = [syntax.unknown(where, item, sorted(known), "候选项") for where, item in asked if item not in known]
    places += [syntax.unknown(f"quotas.{name}", name, sorted(strata), "层") for name in plan.quotas if name not in strata]
    if places:
        raise Invalid("plan-unfit", f"抽查方案与抽样框不符，共{len(places)}处", tuple(places))


def _draw_stratum(name: str, members: Sequence[Candidate], plan: Plan) -> tuple[Stratum, tuple[Sampled, ...]]:
    """Return the facts of a stratum and what came into the sample from it: certain items first, then the drawn by u."""
    ranked = sorted(_Ranked(u_of(plan.seed, name, candidate.item), candidate.item, candidate) for candidate in members)
    certain = [(each, found) for each in ranked if (found := _certain(each.candidate, plan))]
    left = {each.item for each, _ in certain}
    rest = [each for each in ranked if each.item not in left]
    quota = plan.quota_of(name).of(len(rest))
    lot = _lot(name, rest, quota, plan)
    items = (
        *(Sampled(item=each.item, how=how, why=why, stratum=name, probability=Fraction(1), u=each.u) for each, (how, why) in certain),
        *(_picked(each, name) for each in lot.picks),
    )
    chosen = {each.item for each in items}
    facts = Stratum(
        name=name,
        items=len(members),
        money=sum(candidate.money for candidate in members),
        certain=len(certain),
        quota=quota,
        drawn=len(lot.picks),
        sample_money=sum(candidate.money for candidate in members if candidate.item in chosen),
        large=sum(bool(each.sure) for each in lot.picks),
        without_chance=lot.without_chance,
        step=lot.step,
        start=lot.start,
    )
    return facts, items


class _Ranked(NamedTuple):
    """Hold an item with its u; such values stand in the order of u, then of the code."""

    u: str
    item: str
    candidate: Candidate


class _Pick(NamedTuple):
    """Hold an item that the lot fell on, its probability, and why it could not be missed, where that is so."""

    ranked: _Ranked
    probability: Fraction
    sure: str = ""


class _Lot(NamedTuple):
    """Hold what a stratum gave, with the last step and the start of a draw in proportion to size."""

    picks: tuple[_Pick, ...]
    step: Fraction | None = None
    start: str | None = None
    without_chance: int = 0


def _picked(pick: _Pick, stratum: str) -> Sampled:
    """Return an item that the lot fell on."""
    how, why = (How.CERTAIN, pick.sure) if pick.sure else (How.DRAWN, "")
    return Sampled(item=pick.ranked.item, how=how, why=why, stratum=stratum, probability=pick.probability, u=pick.ranked.u)


def _lot(name: str, ranked: Sequence[_Ranked], number: int, plan: Plan) -> _Lot:
    """Draw so many of the items of a stratum, by the method of the plan."""
    match plan.drawing:
        case Drawing.RANDOM:
            return _Lot(_alike(ranked, number))
        case Drawing.BY_SIZE:
            return _by_size(ranked, number, _money, u_of(plan.seed, name, ""))
        case Drawing.BY_RISK:
            return _by_size(ranked, number, _risk, u_of(plan.seed, name, ""))


def _money(candidate: Candidate) -> int:
    return max(0, candidate.money)


def _risk(candidate: Candidate) -> int:
    return max(0, candidate.risk)


def _alike(ranked: Sequence[_Ranked], number: int) -> tuple[_Pick, ...]:
    """Return the items with the smallest u; each had the same chance."""
    return tuple(_Pick(each, Fraction(number, len(ranked))) for each in ranked[:number])


def _by_size(ranked: Sequence[_Ranked], number: int, size: Size, start: str) -> _Lot:
    """Draw in proportion to size: the large ones first, for certain, then by points at equal steps along the rest."""
    rest, sure = list(ranked), list[_Pick]()
    while whole := sum(size(each.candidate) for each in rest):
        large = [each for each in rest if size(each.candidate) * number >= whole] if number else []
        if not large:
            break
        step = Fraction(whole, number)
        sure += [_Pick(each, Fraction(1), _reason(size(each.candidate), step, size)) for each in large]
        number -= len(large)
        rest = [each for each in rest if size(each.candidate) * (number + len(large)) < whole]
    if not whole or not number:
        return _Lot((*sure, *_alike(rest, number)), start=start)
    hit = tuple(_hit(rest, number, whole, size, start))
    lost = sum(size(each.candidate) == 0 for each in rest)
    return _Lot((*sure, *hit), Fraction(whole, number), start, lost)


def _hit(ranked: Sequence[_Ranked], number: int, whole: int, size: Size, start: str) -> Iterator[_Pick]:
    """Yield the items into whose stretch one of the points falls; whole numbers only, so that no machine rounds."""
    first, before, point = int(start, 16), 0, 0
    for each in ranked:
        before += size(each.candidate)
        if (point * _WHOLE + first) * whole < before * number * _WHOLE:
            yield _Pick(each, Fraction(size(each.candidate) * number, whole))
            point += 1


def _reason(size: int, step: Fraction, measure: Size) -> str:
    """Say why an item could not be missed."""
    if measure is _money:
        return f"金额{in_wan(size)}，不小于抽样间距{plain(half_up(step / 1_000_000))}万元"
    return f"风险分{size}，不小于抽样间距{plain(half_up(step))}"


def _added(frame: Frame, drawn: Collection[str], plan: Plan) -> list[Sampled]:
    """Return the items that were added by hand and are not in the sample anyway."""
    reasons = {each.item: each.reason for each in plan.added if each.item not in drawn}
    return [
        Sampled(
            item=candidate.item,
            how=How.MANUAL,
            why=reasons[candidate.item],
            stratum=(name := plan.stratum(candidate)),
            probability=None,
            u=u_of(plan.seed, name, candidate.item),
        )
        for candidate in frame
        if candidate.item in reasons
    ]


def _coverage(frame: Frame, chosen: Collection[str]) -> Coverage:
    """Return how much of the frame was chosen."""
    covered = [candidate for candidate in frame if candidate.item in chosen]
    return Coverage(
        items=len(covered),
        of_items=len(frame),
        money=sum(candidate.money for candidate in covered),
        of_money=sum(candidate.money for candidate in frame),
        units=len({candidate.unit for candidate in covered}),
        of_units=len({candidate.unit for candidate in frame}),
    )


def _certain(candidate: Candidate, plan: Plan) -> tuple[How, str] | None:
    """Return how and why an item is in the sample before anything is drawn, None where it is not."""
    named = next((each for each in plan.named if each.item == candidate.item), None)
    if named is not None:
        return How.NAMED, named.reason
    if plan.over is not None and candidate.money > plan.over:
        return How.CERTAIN, f"金额{in_wan(candidate.money)}，超过{in_wan(plan.over)}"
    if candidate.last_grade is not None and candidate.last_grade in plan.last_grades:
        return How.CERTAIN, f"上年等级为“{candidate.last_grade}”"
    return None
