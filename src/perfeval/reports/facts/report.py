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
class ClassCount:
    """项目类别分布 - Hold how many projects are of a class, and their money."""

    name: str
    count: str
    budget_wan: str
    spent_wan: str


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
    classes: tuple[ClassCount, ...]
    classes_sentence: str
    all_original_wan: str
    all_adjusted_wan: str
    all_received_wan: str
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
    forms = tuple(form_facts(case, keys, number) for number, case in enumerate(cases, start=1))
    first = forms[0]
    known = [case for case in cases if _amount(case, None) is not None and _amount(case, "spent") is not None]
    budget, spent = (_sum(known, column) for column in (None, "spent"))
    rate = spent / budget if spent is not None and budget else None
    grades, classes = _grades(cases), _classes(cases)
    return ReportFacts(
        year=str(whole.year) if whole else first.subject.year,
        department=wording.written((whole.department if whole else None) or _shared(each.subject.department for each in forms)),
        unit=wording.written((whole.unit if whole else None) or _shared(each.subject.unit for each in forms)),
        filled_on=first.subject.filled_on,
        project_count=str(len(forms)),
        grades=grades,
        grades_sentence=_grades_sentence(cases, grades),
        classes=classes,
        classes_sentence=_classes_sentence(cases, classes),
        all_original_wan=_wan(_sum(cases, "original")),
        all_adjusted_wan=_wan(_sum(cases, "adjusted")),
        all_received_wan=_wan(_sum(cases, "received")),
        all_budget_yuan=wording.amount(budget),
        all_budget_wan=_wan(budget),
        all_spent_yuan=wording.amount(spent),
        all_spent_wan=_wan(spent),
        all_rate=wording.percent(rate),
        all_sentence=_all_sentence(len(forms), len(forms) - len(known), (budget, spent, rate)),
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
        name = (case.card.grade if case.rules.scored else case.evaluation.claimed.grade) or "未评定"
        counts[name] = counts.get(name, 0) + 1
    return tuple(
        GradeCount(grade=name, count=str(count), share=wording.percent(Fraction(count, len(cases))))
        for name, count in counts.items()
        if count
    )


def _grades_sentence(cases: Sequence[Case], grades: tuple[GradeCount, ...]) -> str:
    parts = "，".join(f"“{each.grade}”{each.count}个" for each in grades)
    return wording.sentence(f"共开展绩效自评{len(cases)}个，其中{parts}")


def _classes(cases: Sequence[Case]) -> tuple[ClassCount, ...]:
    """Return the classes of project in the order of the forms, those without one last; no class anywhere, no list."""
    groups: dict[str, list[Case]] = {}
    for case in sorted(cases, key=lambda case: case.evaluation.subject.project_class is None):
        groups.setdefault(case.evaluation.subject.project_class or "未写类别", []).append(case)
    if len(groups) == 1 and all(case.evaluation.subject.project_class is None for case in cases):
        return ()
    return tuple(
        ClassCount(name=name, count=str(len(own)), budget_wan=_wan(_sum(own, None)), spent_wan=_wan(_sum(own, "spent")))
        for name, own in groups.items()
    )


def _classes_sentence(cases: Sequence[Case], classes: tuple[ClassCount, ...]) -> str:
    if not classes:
        return wording.NOT_WRITTEN
    return wording.sentence(f"{len(cases)}个项目中，{'，'.join(f'{each.name}{each.count}个' for each in classes)}")


def _wan(value: Fraction | None) -> str:
    """Return an amount in 元 as 万元."""
    return wording.amount(None if value is None else value / 10**4)


def _all_sentence(count: int, lacking: int, money: tuple[Fraction | None, Fraction | None, Fraction | None]) -> str:
    """Return the money of all forms together; forms without budget or spending are counted and left out."""
    budget, spent, rate = money
    if lacking == count:
        return wording.sentence(f"{count}份自评的资金数额均未填写完整")
    left_out = f"；另有{lacking}份资金数额未填写完整，没有计入" if lacking else ""
    whole = f"{count}份自评" if not lacking else f"{count}份自评中{count - lacking}份"
    told = f"预算合计{_wan(budget)}万元，执行合计{_wan(spent)}万元，预算执行率{wording.percent(rate)}"
    return wording.sentence(f"{whole}{told}{left_out}")


def _sum(cases: Sequence[Case], column: str | None) -> Fraction | None:
    """Return the sum in 元 of a column, None for the set's denominator, over the forms that have it; None where none has."""
    known = [value for case in cases if (value := _amount(case, column)) is not None]
    return sum(known, Fraction(0)) if known else None


def _amount(case: Case, column: str | None) -> Fraction | None:
    """Return one amount of the total row in 元."""
    return in_yuan(case.card.funds.total[column or case.rules.execution.denominator.value], case.evaluation.money_unit)


def _shared(names: Iterable[str]) -> str | None:
    """Return the name that all forms share, joined names where they differ."""
    different = [name for name in dict.fromkeys(names) if name != wording.MISSING]
    return wording.listed(different) or None
