"""报告事实 - What a document over one or several forms can print; one form's facts stand at the top as well."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from perfeval.evaluation import Evaluations
from perfeval.quantities import Fraction
from perfeval.reports import wording
from perfeval.reports.case import Case
from perfeval.reports.facts.form import FormFacts, form_facts, narrative_facts, written_narrative
from perfeval.reports.facts.money import in_yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeCount:
    """等级分布 - Hold how many projects have a grade, and which share that is."""

    grade: str
    count: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """报告事实 - Hold what is said about all forms of a document together, and the forms one by one."""

    year: str
    department: str
    unit: str
    filled_on: str
    project_count: str
    grades: tuple[GradeCount, ...]
    grades_sentence: str
    all_budget_yuan: str
    all_budget_wan: str
    all_spent_yuan: str
    all_spent_wan: str
    all_rate: str
    all_sentence: str
    narrative: Mapping[str, tuple[str, ...]]
    narrative_written: Mapping[str, tuple[str, ...]]
    forms: tuple[FormFacts, ...]


def report_facts(cases: Sequence[Case], keys: Iterable[str] = (), whole: Evaluations | None = None) -> ReportFacts:
    """报告事实 - Return the facts of a document; whole is the file of several forms, with the texts for all of them."""
    keys = tuple(keys)
    forms = tuple(form_facts(case, keys) for case in cases)
    first = forms[0]
    budget, spent = (_sum(cases, column) for column in (None, "spent"))
    rate = spent / budget if spent is not None and budget else None
    grades = _grades(cases)
    return ReportFacts(
        year=str(whole.year) if whole else first.subject.year,
        department=wording.written((whole.department if whole else None) or _shared(each.subject.department for each in forms)),
        unit=wording.written((whole.unit if whole else None) or _shared(each.subject.unit for each in forms)),
        filled_on=first.subject.filled_on,
        project_count=str(len(forms)),
        grades=grades,
        grades_sentence=_grades_sentence(cases, grades),
        all_budget_yuan=wording.amount(budget),
        all_budget_wan=wording.amount(None if budget is None else budget / 10**4),
        all_spent_yuan=wording.amount(spent),
        all_spent_wan=wording.amount(None if spent is None else spent / 10**4),
        all_rate=wording.percent(rate),
        all_sentence=_all_sentence(len(forms), budget, spent, rate),
        narrative=narrative_facts(whole.narrative, keys) if whole else first.narrative,
        narrative_written=written_narrative(whole.narrative, keys) if whole else first.narrative_written,
        forms=forms,
    )


def mapping(facts: ReportFacts) -> dict[str, object]:
    """模板数据 - Return the facts by name; with a single form, its own facts stand beside them."""
    top = {each.name: getattr(facts, each.name) for each in fields(facts)}
    if len(facts.forms) > 1:
        return top
    return {each.name: getattr(facts.forms[0], each.name) for each in fields(FormFacts)} | top


def _grades(cases: Sequence[Case]) -> tuple[GradeCount, ...]:
    """Return the grades in the order of the bands, those without projects left out; what has no grade stands last."""
    order = [band.name for case in cases for band in sorted(case.rules.grades, key=lambda band: -band.floor)]
    counts: dict[str, int] = dict.fromkeys(order, 0)
    for case in cases:
        name = case.card.grade or "未评定"
        counts[name] = counts.get(name, 0) + 1
    return tuple(
        GradeCount(grade=name, count=str(count), share=wording.percent(Fraction(count, len(cases))))
        for name, count in counts.items()
        if count
    )


def _grades_sentence(cases: Sequence[Case], grades: tuple[GradeCount, ...]) -> str:
    parts = "，".join(f"“{each.grade}”{each.count}个" for each in grades)
    return wording.sentence(f"共开展绩效自评{len(cases)}个，其中{parts}")


def _all_sentence(count: int, budget: Fraction | None, spent: Fraction | None, rate: Fraction | None) -> str:
    if budget is None or spent is None:
        return wording.sentence(f"{count}份自评的资金数额未填写完整")
    told = (wording.amount(value / 10**4) for value in (budget, spent))
    return wording.sentence("{}份自评预算合计{}万元，执行合计{}万元，预算执行率{}".format(count, *told, wording.percent(rate)))


def _sum(cases: Sequence[Case], column: str | None) -> Fraction | None:
    """Return the sum over all forms in 元 of a column, None for the set's denominator; None where a form lacks it."""
    total = Fraction(0)
    for case in cases:
        value = in_yuan(case.card.funds.total[column or case.rules.execution.denominator.value], case.evaluation.money_unit)
        if value is None:
            return None
        total += value
    return total


def _shared(names: Iterable[str]) -> str | None:
    """Return the name that all forms share, joined names where they differ."""
    different = [name for name in dict.fromkeys(names) if name != wording.MISSING]
    return wording.listed(different) or None
