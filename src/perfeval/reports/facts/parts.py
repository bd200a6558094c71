"""部分事实 - The level-1 parts of a form and the level-2 parts below them, each with its sum and its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perfeval.indicators import plain_name
from perfeval.quantities import Fraction, Points
from perfeval.reports import wording
from perfeval.reports.case import Case
from perfeval.reports.facts.rows import IndicatorFacts, bare_name, bracket
from perfeval.scoring import Row, RowScore, find_category
from perfeval.scoring.scorecard import CategorySum

_PENDING = (wording.MISSING, wording.NOT_APPLICABLE)
_ALL, _UNSORTED = "绩效指标", "未归类指标"


@dataclass(frozen=True, slots=True, kw_only=True)
class AspectFacts:
    """二级指标 - Hold one level-2 part with its sum and its rows, ready to print.

    Rows that name no level 2 stand together under a dash.
    """

    name: str
    label: str
    weight: str
    points: str
    reviewed_points: str
    rows: tuple[IndicatorFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryFacts:
    """一级指标 - Hold one level-1 part with its sum, its level-2 parts and its rows, ready to print.

    heading is its number as a second-level heading; heading_from_second counts from （二）, for reports that open with the execution rate.
    with_money_row says 是 where the set counts the money row in this part, else nothing.
    """

    heading: str
    heading_from_second: str
    name: str
    short_name: str
    label: str
    weight: str
    points: str
    lost: str
    rate: str
    sentence: str
    with_money_row: str
    aspects: tuple[AspectFacts, ...]
    rows: tuple[IndicatorFacts, ...]


def category_facts(case: Case, rows: tuple[IndicatorFacts, ...]) -> tuple[CategoryFacts, ...]:
    """一级指标 - Return the level-1 parts with their rows; rows that name none stand together at the end."""
    sums = list(case.card.categories)
    members: dict[str, list[int]] = {each.name: [] for each in sums}
    loose: list[int] = []
    for at, score in enumerate(case.card.rows):
        name = _own_category(case, score.row, tuple(members))
        (loose if name is None else members[name]).append(at)
    if loose:
        name = _UNSORTED if case.card.categories else _ALL
        sums.append(_summed(case, name, [case.card.rows[at] for at in loose]))
        members[name] = loose
    money_row = case.rules.execution.category
    shown = [each for each in sums if members[each.name] or each.name == money_row]
    return tuple(_category(case, number, each, rows, members[each.name]) for number, each in enumerate(shown, start=1))


def _own_category(case: Case, row: Row, names: tuple[str, ...]) -> str | None:
    if row.category is None:
        return None
    known = find_category(case.rules, row.category)
    if known is not None and known.name in names:
        return known.name
    return next((name for name in names if plain_name(name) == plain_name(row.category)), None)


def _summed(case: Case, name: str, scores: Iterable[RowScore]) -> CategorySum:
    """Return the sum of some rows under a name; neither weight nor points in a set without them."""
    if not case.rules.scored:
        return CategorySum(name=name, weight=None, points=None)
    told = [(each.row.weight or 0, each.points or 0) for each in scores]
    return CategorySum(name=name, weight=Points(sum(own for own, _ in told)), points=Points(sum(own for _, own in told)))


def _category(case: Case, number: int, each: CategorySum, rows: Sequence[IndicatorFacts], places: Sequence[int]) -> CategoryFacts:
    name, own, money_row = bare_name(each.name), tuple(rows[at] for at in places), case.rules.execution.category
    rate = None if each.points is None or not each.weight else Fraction(each.points, each.weight)
    lost = None if each.points is None or each.weight is None else each.weight - each.points
    earned = "尚无得分" if _pending(each, own) else f"得{wording.points(each.points)}分，得分率{wording.percent(rate)}"
    told = f"{name}满分{wording.weight(each.weight)}分，{earned}"
    return CategoryFacts(
        heading=wording.heading(number, 2),
        heading_from_second=wording.heading(number + 1, 2),
        name=name,
        short_name=plain_name(name),
        label=name + bracket(each.weight),
        weight=wording.weight(each.weight),
        points=wording.points(each.points),
        lost=wording.points(lost),
        rate=wording.percent(rate),
        sentence=wording.sentence(told if rate is not None else f"{name}共{len(own)}项指标"),
        with_money_row="是" if money_row is not None and plain_name(money_row) == plain_name(each.name) else "",
        aspects=tuple(_aspects(case, rows, places)),
        rows=own,
    )


def _pending(each: CategorySum, rows: Sequence[IndicatorFacts]) -> bool:
    """Tell whether a part has no points because none of its rows has any yet."""
    return not each.points and all(row.points in _PENDING for row in rows)


def _aspects(case: Case, rows: Sequence[IndicatorFacts], places: Sequence[int]) -> Iterable[AspectFacts]:
    """Yield the level-2 parts of a level-1 part in the order of the form."""
    groups: dict[str, list[int]] = {}
    for at in places:
        groups.setdefault(plain_name(rows[at].aspect), []).append(at)
    for members in groups.values():
        own, name = tuple(rows[at] for at in members), rows[members[0]].aspect
        each = _summed(case, name, [case.card.rows[at] for at in members])
        yield AspectFacts(
            name=name,
            label=name if name == wording.MISSING else name + bracket(each.weight),
            weight=wording.weight(each.weight),
            points=wording.MISSING if _pending(each, own) else wording.points(each.points),
            reviewed_points=_second(case, members),
            rows=own,
        )


def _second(case: Case, members: Sequence[int]) -> str:
    """Return the points of the review of a level-2 part, nothing where nothing was reviewed."""
    if case.reviewed is None:
        return ""
    ids = {case.card.rows[at].row.written.id for at in members}
    return wording.points(Points(sum(each.points or 0 for each in case.reviewed.rows if each.row.written.id in ids)))
