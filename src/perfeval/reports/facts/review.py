"""复核结果 - What several papers of a review tell: grades in counts, sums and shares, problems and how often each, items one by one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfeval.evaluation import Kind
from perfeval.quantities import Fraction, Points
from perfeval.reports import wording
from perfeval.reports.facts.charts import ChartFacts, chart
from perfeval.reports.facts.review_given import Letterhead, Problem, ReviewedItem
from perfeval.review import Graded, GradeRow, distribution, share

_FEN_IN_WAN = 10**6
_MOST_EXAMPLES = 3
SUBTOTAL, TOTAL = "小计", "合计"
NOT_RATED = "本次没有评定。"
"""没有评定 - What is said of a rating that nobody made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadFacts:
    """发文信息 - Hold what stands at the head and at the foot of a paper; number and to are empty where there is none."""

    bureau: str
    year: str
    number: str
    day: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeShare:
    """等级分布 - Hold how many items of a group have a grade, their money, and the shares of both."""

    group: str
    grade: str
    count: str
    share: str
    money_wan: str
    money_share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFacts:
    """问题 - Hold one kind of problem: in how many items it was found, which share that is, and examples."""

    number: str
    heading: str
    title: str
    count: str
    share: str
    sentence: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """复核项 - Hold one reviewed item, ready to print; delta is what the review changed."""

    number: str
    code: str
    name: str
    unit: str
    department: str
    kind: str
    money_wan: str
    own_points: str
    own_grade: str
    reviewed_points: str
    reviewed_grade: str
    delta: str
    quality_points: str
    quality_grade: str
    problem_titles: str


def head_facts(head: Letterhead) -> HeadFacts:
    """发文信息 - Return head and foot of a paper."""
    day = wording.day(head.day, head.year) if head.day else ""
    return HeadFacts(bureau=head.bureau, year=str(head.year), number=head.number or "", day=day, to=head.to or "")


def wan(money: int) -> str:
    """万元 - Return a sum in 分 as 万元."""
    return wording.amount(Fraction(money, _FEN_IN_WAN))


def change(own: Points | None, reviewed: Points | None) -> str:
    """增减 - Return what a review changed, a sign before it; a dash where one of the two is not there."""
    if own is None or reviewed is None:
        return wording.MISSING
    return signed(Points(reviewed - own))


def signed(points: Points) -> str:
    """带符号的分 - Return a difference of points, a sign before it."""
    return f"{'+' if points > 0 else ''}{wording.points(points)}"


def by_kind(items: Sequence[ReviewedItem], rated: str) -> dict[str, list[Graded]]:
    """按类型 - Return grade and money of every item by kind, nothing where nobody rated; rated is the rating: own, reviewed or quality."""
    groups: dict[str, list[Graded]] = {}
    for kind in Kind:
        for each in items:
            if each.kind is kind:
                rating = {"own": each.own, "reviewed": each.reviewed, "quality": each.quality}[rated]
                groups.setdefault(kind.label, []).append(Graded(grade=rating.grade, money=each.money))
    return groups if any(each.grade for own in groups.values() for each in own) else {}


def grade_shares(groups: Mapping[str, Sequence[Graded]], order: Sequence[str]) -> tuple[GradeShare, ...]:
    """等级分布 - Return the grades of every group in their order with a subtotal, and those of all together where there are several."""
    whole = {} if len(groups) <= 1 else {TOTAL: [each for own in groups.values() for each in own]}
    return tuple(row for name, own in {**groups, **whole}.items() for row in _shares(name, own, order))


def grades_sentence(rows: Sequence[GradeShare]) -> str:
    """等级分布语句 - Say a table of grades in one sentence."""
    groups: dict[str, list[GradeShare]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    told = []
    for name, (*grades, subtotal) in groups.items():
        parts = "，".join(f"“{each.grade}”{each.count}个、占{each.share}" for each in grades)
        told.append(f"{name}{subtotal.count}个，金额{subtotal.money_wan}万元，其中{parts}")
    return wording.sentence("；".join(told)) if told else NOT_RATED


def grades_chart(title: str, series: Mapping[str, Mapping[str, Sequence[Graded]]], order: Sequence[str]) -> ChartFacts:
    """等级分布图 - Return how many items have which grade, by one or several ratings."""
    told = {name: distribution([each for own in groups.values() for each in own], order) for name, groups in series.items() if groups}
    grades = tuple(dict.fromkeys(row.grade for own in told.values() for row in own.rows))
    return chart(title, grades, {name: [str(own.count(grade)) for grade in grades] for name, own in told.items()})


def problem_facts(items: Sequence[ReviewedItem]) -> tuple[ProblemFacts, ...]:
    """问题 - Return the kinds of problems, the most frequent first, each with the number of items and a few examples."""
    found: dict[str, dict[str, tuple[Problem, ReviewedItem]]] = {}
    for each in items:
        for problem in each.problems:
            found.setdefault(problem.code, {}).setdefault(each.item, (problem, each))
    frequent = sorted(found.values(), key=lambda own: -len(own))
    return tuple(_problem(number, list(own.values()), len(items)) for number, own in enumerate(frequent, start=1))


def problems_chart(title: str, problems: Sequence[ProblemFacts]) -> ChartFacts:
    """问题频次图 - Return in how many items each kind of problem was found."""
    return chart(title, [each.title for each in problems], {"项数": [each.count for each in problems]})


def item_facts(items: Iterable[ReviewedItem]) -> tuple[ItemFacts, ...]:
    """复核项 - Return every item with both ratings."""
    return tuple(_item(number, each) for number, each in enumerate(items, start=1))


def whose(item: ReviewedItem) -> str:
    """评价对象 - Return unit and name of an item, as texts name it."""
    return item.unit if item.name in ("", item.unit) else f"{item.unit}“{item.name}”"


def _shares(group: str, graded: Sequence[Graded], order: Sequence[str]) -> Iterator[GradeShare]:
    whole = distribution(graded, order)
    name = TOTAL if group == TOTAL else SUBTOTAL
    total = GradeRow(grade=name, items=whole.items, money=whole.money, of_items=whole.items, of_money=whole.money)
    for row in (*(each for each in whole.rows if each.items), total):
        yield GradeShare(
            group=group,
            grade=row.grade,
            count=str(row.items),
            share=row.share,
            money_wan=wan(row.money),
            money_share=row.money_share,
        )


def _problem(number: int, found: Sequence[tuple[Problem, ReviewedItem]], items: int) -> ProblemFacts:
    title, count = found[0][0].title, str(len(found))
    told = [wording.sentence(f"{whose(item)}：{problem.words}") for problem, item in found if problem.words]
    return ProblemFacts(
        number=str(number),
        heading=wording.heading(number, 2),
        title=title,
        count=count,
        share=share(len(found), items),
        sentence=f"有{count}项存在这一问题，占复核项数的{share(len(found), items)}。",
        examples=tuple(told[:_MOST_EXAMPLES]),
    )


def _item(number: int, each: ReviewedItem) -> ItemFacts:
    return ItemFacts(
        number=str(number),
        code=each.item,
        name=each.name,
        unit=each.unit,
        department=each.department,
        kind=each.kind.label,
        money_wan=wan(each.money),
        own_points=wording.points(each.own.points),
        own_grade=wording.written(each.own.grade),
        reviewed_points=wording.points(each.reviewed.points),
        reviewed_grade=wording.written(each.reviewed.grade),
        delta=change(each.own.points, each.reviewed.points),
        quality_points=wording.points(each.quality.points),
        quality_grade=wording.written(each.quality.grade),
        problem_titles=wording.clauses(problem.title for problem in each.problems) or "未发现",
    )
