"""体系内容 - Every single thing that a set says, each with its place and its words; what is usual is said too.

A place is a path of keys in which members of lists go by their names, as in the differences of a file that inherits.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from perfeval.indicators import phrases
from perfeval.indicators.model import (
    AccumulatedDeduction,
    Aspect,
    Band,
    Category,
    Denominator,
    EvidenceRule,
    Formula,
    Indicator,
    IndicatorSet,
    MethodChoice,
    OverCompletion,
    Payout,
    Source,
    Step,
    UnitCost,
    Years,
)
from perfeval.indicators.parts import Methods, Part
from perfeval.quantities import Fraction

Place = tuple[str, ...]
"""所在 - Keys and names from the top of a set down to one thing."""
_UNSAID = frozenset({"format", "id", "version", "key", "parameters", "unverified"})


class Said(NamedTuple):
    """条目 - Hold one thing that a set says; a whole one is a member with further things below it."""

    place: Place
    words: str
    whole: bool = False


def contents(rules: IndicatorSet, methods: Methods) -> Iterator[Said]:
    """体系内容 - Yield everything a set says, in the order of its keys; usual ways of scoring that it leaves as they are, too."""
    yield from _fields(rules, (), methods)
    for name in phrases.USUAL:
        if name in methods and name not in rules.standard:
            yield Said(("standard", name), phrases.usual(methods, name))


def _fields(part: Part, place: Place, methods: Methods) -> Iterator[Said]:
    """Yield what stands in the fields of a part; an indicator's parameters are told with its method."""
    for name, value in part:
        if name in _UNSAID:
            continue
        if isinstance(part, Indicator) and name == "method":
            yield Said((*place, name), phrases.how(part, methods))
        else:
            yield from _value(value, (*place, name), methods)


def _value(value: object, place: Place, methods: Methods) -> Iterator[Said]:
    """Yield what stands in one field, nothing where nothing is written."""
    match value:
        case None | False | () | "":
            return
        case tuple():
            yield from _list(value, place, methods)
        case dict():
            for name, each in value.items():
                yield from _value(each, (*place, str(name)), methods)
        case Source() | Years() | EvidenceRule() | Formula() | UnitCost() | Payout() | MethodChoice():
            yield Said(place, _part(value, place, methods))
        case Part():
            yield from _fields(value, place, methods)
        case _:
            yield Said(place, _single(value))


def _list(members: tuple[object, ...], place: Place, methods: Methods) -> Iterator[Said]:
    """Yield what stands in a list: bands and steps as one, everything else member by member."""
    match members[0]:
        case Band():
            yield Said(place, phrases.grades([each for each in members if isinstance(each, Band)]))
        case Step():
            yield Said(place, phrases.steps(each for each in members if isinstance(each, Step)))
        case OverCompletion() | AccumulatedDeduction():
            yield Said(place, "；".join(_ladder(each) for each in members))
        case _:
            for each in members:
                yield from _member(each, place, methods)


def _member(member: object, place: Place, methods: Methods) -> Iterator[Said]:
    """Yield one member of a list under its own name, with what stands below it."""
    match member:
        case Category():
            yield Said((*place, member.name), phrases.category(member), whole=True)
            yield from _below(member, (*place, member.name), methods)
        case Aspect():
            yield Said((*place, member.name), phrases.aspect(member), whole=True)
            yield from _below(member, (*place, member.name), methods)
        case Indicator():
            head = f"{phrases.place(member)}{phrases.points(member.weight)}：{phrases.indicator(member, methods)}"
            yield Said((*place, member.key), head, whole=True)
            yield from _fields(member, (*place, member.key), methods)
        case dict():
            words = phrases.alternative(member)
            yield Said((*place, words), words)
        case _:
            words = phrases.KINDS.get(str(member), str(member)) if place == ("kinds",) else str(member)
            yield Said((*place, words), words)


def _below(level: Category | Aspect, place: Place, methods: Methods) -> Iterator[Said]:
    """Yield what stands below a level; its name is its place."""
    yield from (said for said in _fields(level, place, methods) if said.place != (*place, "name"))


def _part(part: Part, place: Place, methods: Methods) -> str:
    """Return a part that is said in one piece; of a source only which document and clause it is."""
    match part:
        case Source():
            words = str(part)
        case Years():
            words = phrases.years(part)
        case EvidenceRule():
            words = phrases.evidence(part)
        case Formula():
            words = phrases.formula_words(part)
        case UnitCost():
            words = phrases.unit_cost(part)
        case Payout():
            words = f"{part.title}：{phrases.payout(part)}"
        case MethodChoice():
            words = phrases.choice(methods, place[-1], part)
        case _:
            words = str(part)
    return words


def _ladder(step: object) -> str:
    """Return one rung of what follows from doing too much, or from losing too much."""
    match step:
        case OverCompletion():
            return phrases.over_completion(step)
        case AccumulatedDeduction():
            return phrases.accumulated(step)
        case _:
            return str(step)


def _single(value: object) -> str:
    """Return a single value; whole numbers are points, fractions are limits of checks."""
    match value:
        case bool():
            words = "是"
        case StrEnum():
            words = _CHOICES[value]
        case Fraction():
            words = phrases.percentage(value)
        case int():
            words = phrases.points(value)
        case _:
            words = str(value)
    return words


_CHOICES = {
    **dict[str, str](phrases.WEIGHTS.items()),
    **dict[str, str](phrases.SEVERITIES.items()),
    **dict[str, str](phrases.PERIODS.items()),
    **dict[str, str](phrases.SIGNS.items()),
    **{each.value: each.label for each in Denominator},
}
