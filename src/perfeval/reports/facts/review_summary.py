"""自评情况汇总事实 - Everything that the table over all departments can print: projects, money, grades, punctuality, reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval.quantities import Fraction, to_points
from perfeval.reports import wording
from perfeval.reports.facts.review import TOTAL, HeadFacts, head_facts, wan
from perfeval.reports.facts.review_given import FiledItem, Letterhead
from perfeval.review import NO_GRADE, Graded, distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryGiven:
    """自评情况 - Hold what the table is made from; grades are in their order, the best first."""

    head: Letterhead
    grades: tuple[str, ...]
    items: tuple[FiledItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentFacts:
    """部门汇总 - Hold one department: what it was to file and filed, when, with which money and grades, and why not the best."""

    number: str
    department: str
    due: str
    filed: str
    late: str
    money_wan: str
    counts: tuple[str, ...]
    mean: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryFacts:
    """自评情况汇总事实 - Hold the table over all departments; grade_names are the heads of the counts of every row."""

    head: HeadFacts
    grade_names: tuple[str, ...]
    departments: tuple[DepartmentFacts, ...]
    whole: DepartmentFacts


def summary_facts(given: SummaryGiven) -> SummaryFacts:
    """自评情况汇总事实 - Return what the table over all departments prints."""
    names = tuple(dict.fromkeys(each.department for each in given.items))
    return SummaryFacts(
        head=head_facts(given.head),
        grade_names=given.grades,
        departments=tuple(
            department_facts(str(number), name, [each for each in given.items if each.department == name], given.grades)
            for number, name in enumerate(names, start=1)
        ),
        whole=department_facts("", TOTAL, given.items, given.grades),
    )


def department_facts(number: str, name: str, items: Sequence[FiledItem], grades: tuple[str, ...]) -> DepartmentFacts:
    """部门汇总 - Return the sums over the items of one department, or over all."""
    filed = [each for each in items if each.filed]
    found = distribution([Graded(grade=each.own.grade, money=each.money) for each in filed], grades)
    points = [each.own.points for each in filed if each.own.points is not None]
    below = [each for each in filed if each.own.grade != grades[0]]
    reasons = [f"{each.name or each.unit}（{each.own.grade or NO_GRADE}）：{each.reason or '未写明原因'}" for each in below]
    return DepartmentFacts(
        number=number,
        department=name,
        due=str(len(items)),
        filed=str(len(filed)),
        late=str(sum(each.late for each in filed)),
        money_wan=wan(sum(each.money for each in items)),
        counts=tuple(str(found.count(grade)) for grade in grades),
        mean=wording.points(to_points(Fraction(sum(points), 100 * len(points))) if points else None),
        reasons=wording.MISSING if name == TOTAL else wording.clauses(reasons) or wording.MISSING,
    )
