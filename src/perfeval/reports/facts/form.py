"""自评表事实 - Everything that can be printed of one filled form, every figure final."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from perfeval.reports import wording
from perfeval.reports.case import Case
from perfeval.reports.facts.explanations import (
    ExplanationFacts,
    FindingFacts,
    explanation_facts,
    finding_facts,
    total_expression,
    total_words,
)
from perfeval.reports.facts.figures import figures, resolved
from perfeval.reports.facts.money import MoneyFacts, money_facts
from perfeval.reports.facts.parts import CategoryFacts, category_facts
from perfeval.reports.facts.rows import IndicatorFacts, LostFacts, execution_reason, lost_facts, row_facts, shown_name
from perfeval.reports.facts.sentences import Sentences, sentences

NARRATIVE_KEYS = (
    "conclusion",
    "problems",
    "measures",
    "result_use",
    "experience",
    "remarks",
    "adjustment_reason",
    "organisation",
    "other",
    "text",
)
"""叙述文字 - The keys of `narrative` that every template may use; a manifest may name more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectFacts:
    """评价对象 - Hold who and what is evaluated, under which set, and when."""

    project: str
    project_code: str
    department: str
    unit: str
    project_type: str
    project_attribute: str
    project_class: str
    leader: str
    finance_leader: str
    finance_section: str
    contact: str
    phone: str
    kind: str
    year: str
    filled_on: str
    set_id: str
    set_version: str
    set_title: str
    set_source: str
    posts: str
    in_post: str
    retired: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFacts:
    """自评表事实 - Hold one form: subject, money, objective, rows, sums, total, sentences, explanations, findings.

    number and heading count the forms of a document. In a set without points weights, points, total and grade are what the unit wrote.
    claimed_total and claimed_grade are for the explanation annex only; documents print total and grade. What is reviewed is empty where
    nothing was reviewed.
    """

    number: str
    heading: str
    subject: SubjectFacts
    money_unit: str
    money: MoneyFacts
    denominator: str
    execution_rate: str
    execution_weight: str
    execution_points: str
    reviewed_execution_points: str
    objective_expected: str
    objective_adjusted: str
    objective_actual: str
    rows: tuple[IndicatorFacts, ...]
    categories: tuple[CategoryFacts, ...]
    indicator_weight: str
    whole_weight: str
    total: str
    grade: str
    reviewed_total: str
    reviewed_grade: str
    veto: str
    payout: str
    payout_words: str
    lost: tuple[LostFacts, ...]
    deviation_summary: str
    improvement_summary: str
    remarks: str
    conclusion: str
    problems: str
    sentences: Sentences
    narrative: Mapping[str, tuple[str, ...]]
    narrative_written: Mapping[str, tuple[str, ...]]
    claimed_total: str
    claimed_grade: str
    total_words: str
    total_expression: str
    explanations: tuple[ExplanationFacts, ...]
    findings: tuple[FindingFacts, ...]


def form_facts(case: Case, keys: Iterable[str] = (), number: int = 1) -> FormFacts:
    """自评表事实 - Return everything that can be printed of a case; keys are the narrative sections a template asks for."""
    card, evaluation = case.card, case.evaluation
    rows, money, lost = row_facts(case), money_facts(case), lost_facts(case)
    categories = category_facts(case, rows)
    indicator_weight = sum(score.row.weight or 0 for score in card.rows) if case.rules.scored else None
    objective, known = evaluation.objective, figures(case, money)
    narrative = {name: resolved(text, known) for name, text in evaluation.narrative.items()}
    scored, foot = case.rules.scored, evaluation.claimed
    return FormFacts(
        number=str(number),
        heading=wording.heading(number, 2),
        subject=_subject(case),
        money_unit=evaluation.money_unit.value,
        money=money,
        denominator=case.rules.execution.denominator.label,
        execution_rate=money.total.rate,
        execution_weight=money.total.weight,
        execution_points=money.total.points,
        reviewed_execution_points="" if case.reviewed is None else wording.points(case.reviewed.execution.points),
        objective_expected=wording.written(objective.expected),
        objective_adjusted=wording.written(objective.adjusted),
        objective_actual=wording.written(objective.actual),
        rows=rows,
        categories=categories,
        indicator_weight=wording.weight(indicator_weight),
        whole_weight=wording.weight(card.whole_weight if case.rules.scored else None),
        total=wording.points(card.total) if scored else wording.written(foot.total),
        grade=wording.written(card.grade if scored else foot.grade),
        reviewed_total="" if case.reviewed is None else wording.points(case.reviewed.total),
        reviewed_grade="" if case.reviewed is None else wording.written(case.reviewed.grade),
        veto=wording.listed(each.item for each in card.forced) or wording.MISSING,
        payout=wording.points(card.payout.amount) if card.payout else wording.MISSING,
        payout_words=wording.sentence(card.payout.trace.words) if card.payout else wording.MISSING,
        lost=lost,
        deviation_summary="\n".join(_reasons(case)) or wording.MISSING,
        improvement_summary="\n".join(_improvements(case, narrative)) or wording.MISSING,
        remarks=wording.written(narrative.get("remarks")),
        conclusion=wording.written(narrative.get("conclusion")),
        problems=wording.written(narrative.get("problems")),
        sentences=sentences(case, money, categories, lost),
        narrative=narrative_facts(narrative, keys),
        narrative_written=written_narrative(narrative, keys),
        claimed_total=wording.written(foot.total),
        claimed_grade=wording.written(foot.grade),
        total_words=total_words(case),
        total_expression=total_expression(case),
        explanations=explanation_facts(case),
        findings=finding_facts(case),
    )


def narrative_facts(narrative: Mapping[str, str], keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """叙述文字 - Return the paragraphs of every section; one that nobody wrote says so plainly."""
    return {name: texts or (wording.NOT_WRITTEN,) for name, texts in written_narrative(narrative, keys).items()}


def written_narrative(narrative: Mapping[str, str], keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """已写的叙述文字 - Return the paragraphs of every section, none where nobody wrote any; for sections that composed sentences open."""
    names = dict.fromkeys((*NARRATIVE_KEYS, *keys, *narrative))
    return {name: wording.paragraphs(narrative.get(name)) for name in names}


def _subject(case: Case) -> SubjectFacts:
    evaluation, rules, subject = case.evaluation, case.rules, case.evaluation.subject
    return SubjectFacts(
        project=wording.written(subject.project),
        project_code=wording.written(subject.project_code),
        department=wording.written(subject.department),
        unit=wording.written(subject.unit),
        project_type=wording.written(subject.project_type),
        project_attribute=wording.written(subject.project_attribute),
        project_class=wording.written(subject.project_class),
        leader=wording.written(subject.leader),
        finance_leader=wording.written(subject.finance_leader),
        finance_section=wording.written(subject.finance_section),
        contact=wording.written(subject.contact),
        phone=wording.written(subject.phone),
        kind=evaluation.kind.label,
        year=str(evaluation.year),
        filled_on=wording.day(evaluation.filled_on, evaluation.year),
        set_id=rules.id,
        set_version=rules.version,
        set_title=rules.title,
        set_source=str(rules.source),
        posts=wording.written(evaluation.staff.posts),
        in_post=wording.written(evaluation.staff.in_post),
        retired=wording.written(evaluation.staff.retired),
    )


def _reasons(case: Case) -> Iterator[str]:
    """Yield the reasons given for the money row and the rows, each with its name."""
    if reason := execution_reason(case):
        yield wording.sentence(f"预算执行率：{reason}")
    for score in case.card.rows:
        if score.row.written.reason:
            yield wording.sentence(f"{shown_name(score.row)}：{score.row.written.reason}")


def _improvements(case: Case, narrative: Mapping[str, str]) -> Iterator[str]:
    """Yield the measures of the money row and the rows, each with its name, then those for the whole and the use of results."""
    if measures := case.evaluation.execution.measures:
        yield wording.sentence(f"预算执行率：{measures}")
    for score in case.card.rows:
        if score.row.written.measures:
            yield wording.sentence(f"{shown_name(score.row)}：{score.row.written.measures}")
    for key in ("measures", "result_use"):
        yield from wording.paragraphs(narrative.get(key))
