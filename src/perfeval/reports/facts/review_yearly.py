"""年度自评工作报告事实 - Everything that the bureau's yearly report can print: what was filed, how it was graded, what the review found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from perfeval.evaluation import Kind
from perfeval.reports import wording
from perfeval.reports.facts.charts import ChartFacts, chart
from perfeval.reports.facts.form import narrative_facts, written_narrative
from perfeval.reports.facts.review import (
    GradeShare,
    HeadFacts,
    ProblemFacts,
    by_kind,
    grade_shares,
    grades_chart,
    grades_sentence,
    head_facts,
    problem_facts,
    wan,
)
from perfeval.reports.facts.review_given import FiledItem, Letterhead, ReviewedItem
from perfeval.reports.facts.review_report import problems_sentence, scope_sentence
from perfeval.reports.facts.review_summary import DepartmentFacts, SummaryGiven, summary_facts
from perfeval.review import Graded, share


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyGiven:
    """年度自评情况 - Hold what the yearly report is made from: everything that was to be filed, and what was reviewed of it."""

    head: Letterhead
    grades: tuple[str, ...]
    items: tuple[FiledItem, ...]
    reviewed: tuple[ReviewedItem, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyFacts:
    """年度自评工作报告事实 - Hold everything that the bureau's yearly report can print."""

    head: HeadFacts
    filed_sentence: str
    late_sentence: str
    own_grades: tuple[GradeShare, ...]
    own_sentence: str
    grades_chart: ChartFacts
    means_chart: ChartFacts
    scope_sentence: str
    reviewed_grades: tuple[GradeShare, ...]
    reviewed_sentence: str
    quality_grades: tuple[GradeShare, ...]
    quality_sentence: str
    problem_kinds: tuple[ProblemFacts, ...]
    problems_sentence: str
    grade_names: tuple[str, ...]
    departments: tuple[DepartmentFacts, ...]
    whole: DepartmentFacts
    narrative: Mapping[str, tuple[str, ...]]
    narrative_written: Mapping[str, tuple[str, ...]]


def yearly_facts(given: YearlyGiven, keys: Iterable[str] = ()) -> YearlyFacts:
    """年度自评工作报告事实 - Return what the yearly report prints; keys are the sections that the bureau writes itself."""
    keys = tuple(keys)
    filed = [each for each in given.items if each.filed]
    own = _by_kind(filed)
    own_grades = grade_shares(own, given.grades)
    reviewed, quality = (grade_shares(by_kind(given.reviewed, rated), given.grades) for rated in ("reviewed", "quality"))
    problems = problem_facts(given.reviewed)
    summary = summary_facts(SummaryGiven(head=given.head, grades=given.grades, items=given.items))
    return YearlyFacts(
        head=head_facts(given.head),
        filed_sentence=_filed(given.items, filed),
        late_sentence=_late(filed),
        own_grades=own_grades,
        own_sentence=grades_sentence(own_grades),
        grades_chart=grades_chart("自评等级分布（项）", {"自评等级": own}, given.grades),
        means_chart=_means(summary.departments),
        scope_sentence=scope_sentence(given.reviewed) if given.reviewed else "本年度没有开展抽查复核。",
        reviewed_grades=reviewed if given.reviewed else (),
        reviewed_sentence=grades_sentence(reviewed) if given.reviewed else "",
        quality_grades=quality if given.reviewed else (),
        quality_sentence=grades_sentence(quality) if given.reviewed else "",
        problem_kinds=problems,
        problems_sentence=problems_sentence(given.reviewed, problems) if given.reviewed else "",
        grade_names=summary.grade_names,
        departments=summary.departments,
        whole=summary.whole,
        narrative=narrative_facts(given.texts, keys),
        narrative_written=written_narrative(given.texts, keys),
    )


def _by_kind(items: Sequence[FiledItem]) -> dict[str, list[Graded]]:
    groups: dict[str, list[Graded]] = {}
    for kind in Kind:
        for each in items:
            if each.kind is kind:
                groups.setdefault(kind.label, []).append(Graded(grade=each.own.grade, money=each.money))
    return groups


def _filed(due: Sequence[FiledItem], filed: Sequence[FiledItem]) -> str:
    departments, money = len({each.department for each in due}), wan(sum(each.money for each in due))
    return (
        f"{departments}个部门应报送绩效自评{len(due)}项，金额{money}万元；"
        f"已报送{len(filed)}项，占{share(len(filed), len(due))}，未报送{len(due) - len(filed)}项。"
    )


def _late(filed: Sequence[FiledItem]) -> str:
    late = sum(each.late for each in filed)
    if not late:
        return "已报送的全部按时。"
    return f"已报送的{len(filed)}项中，按时{len(filed) - late}项，占{share(len(filed) - late, len(filed))}；逾期{late}项。"


def _means(departments: Sequence[DepartmentFacts]) -> ChartFacts:
    """Return the mean points of every department as a chart; one without any has no bar."""
    means = ["" if each.mean == wording.MISSING else each.mean for each in departments]
    return chart("各部门自评平均分", [each.department for each in departments], {"自评平均分": means})
