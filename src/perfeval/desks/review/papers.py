"""复核文书工作台 - The Word files of a review: gathered from the store inside a transaction, printed outside of it.

What rests on one decision or one draw carries at the foot of its pages the entry of the journal in which it can be looked up.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from perfeval import reports
from perfeval.accounts import Asker, Role, date_of
from perfeval.desks import bureau, lookup
from perfeval.desks.assessing import read_form
from perfeval.desks.department import Document
from perfeval.desks.review import drawing, framing, items, results
from perfeval.desks.review.ground import drawn, quality_of
from perfeval.desks.review.items import OBJECTION_DAYS, Item
from perfeval.desks.review.results import Result
from perfeval.errors import Broken, Forbidden, NotFound
from perfeval.quantities import Fraction, Points, to_points
from perfeval.reports.facts.review_given import Correction, FiledItem, Letterhead, Problem, Rating, ReviewedItem
from perfeval.reports.facts.review_notice import NoticeGiven, notice_facts
from perfeval.reports.facts.review_opinion import OpinionGiven, opinion_facts
from perfeval.reports.facts.review_report import DrawGiven, ReviewGiven, review_report_facts
from perfeval.reports.facts.review_summary import SummaryGiven, summary_facts
from perfeval.reports.facts.review_yearly import YearlyGiven, yearly_facts
from perfeval.review import QualityRating, RowChange, frame_of, rate, read_quality_document, read_sample
from perfeval.store import Transaction, decisions, frames, problems, rectifications, rounds, samples, trail, visits
from perfeval.store.decisions import DecisionRow
from perfeval.store.frames import FiledRow
from perfeval.store.people import EVERYWHERE
from perfeval.store.rounds import RoundRow
from perfeval.store.samples import SampleRow
from perfeval.workflow import CHECKS, OPEN_TO_UNIT, State

Given = ReviewGiven | OpinionGiven | NoticeGiven | SummaryGiven | YearlyGiven
"""文书的来源 - What one of the papers is made from."""
SUMMARISERS = (Role.FINANCE_CHECKER, *items.READERS)
"""可汇总的角色 - Who prints what was filed of a whole round."""
_MOST_REASONS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """待印文书 - Hold what a paper is made from, what its file is called, and the line at the foot of its pages."""

    given: Given
    name: str
    footing: str | None = None


def report(tx: Transaction, asker: Asker, sample_id: str) -> Paper:
    """备复核报告 - Return what the report on one sample is made from.

    Raises: Forbidden; NotFound.
    """
    row = drawing.load(tx, sample_id, drawing.seen(asker))
    own = items.own_units(tx, asker)
    rows = [each for each in samples.items(tx.connection, row.id, (row.path,)) if not own.holds(each.path)]
    known = bureau.load(tx, row.round, (EVERYWHERE,))
    given = _review(tx, known, results.results(rows, [row]), [row])
    name, footing = f"{row.title.removesuffix('复核')}复核报告", f"抽样框散列 {row.frame_sha256[:12]}{_entry(tx, row)}"
    return Paper(given=given, name=name, footing=footing)


def of_round(tx: Transaction, asker: Asker, round_id: str) -> Paper:
    """备批次复核报告 - Return what the report on all samples of a round is made from.

    Raises: Forbidden; NotFound.
    """
    scope = items.readable(asker)
    found, known = results.of_round(tx, asker, round_id), bureau.load(tx, round_id, scope)
    loaded = [samples.load(tx.connection, each, scope) for each in dict.fromkeys(each.row.sample for each in found)]
    return Paper(given=_review(tx, known, found, [each for each in loaded if each]), name=f"{known.title}复核报告")


def opinion(tx: Transaction, asker: Asker, sampled_id: str) -> Paper:
    """备复核意见书 - Return what the opinion on an item is made from: the decision that counts, to the unit the one it was told.

    Raises: NotFound, where nothing was decided, or nothing that is for who asks.
    """
    found = items.find(tx, asker, sampled_id)
    number = found.row.decision if found.reads_all else found.row.told
    decision = decisions.load(tx.connection, sampled_id, number) if number else None
    if decision is None:
        raise NotFound("decision-not-found", "这一项还没有定分，或结果还没有反馈")
    card = json.loads(decision.card)
    quality = _rating(found, card["quality"])
    own, mine = drawn(tx, found.row), _result(found)
    given = OpinionGiven(
        head=replace(_head(tx, found.round, found.row.path), to=mine.facts.unit, day=date_of(decision.at)),
        item=_decided(found, mine, decision, quality),
        set_title=own.rules.title,
        basis=_basis(samples.load(tx.connection, found.row.sample, (EVERYWHERE,))),
        rows=tuple(_changes(card["score"]["rows"])),
        quality=quality,
        days=OBJECTION_DAYS,
    )
    name = f"{mine.facts.unit}_{found.row.title}复核意见书"
    return Paper(given=given, name=name, footing=_decision_entry(found, decision))


def notice(tx: Transaction, asker: Asker, sampled_id: str) -> Paper:
    """备整改通知书 - Return what the notice about an item is made from.

    Raises: NotFound, where nothing is to be put right.
    """
    found = items.find(tx, asker, sampled_id)
    rows = rectifications.of_item(tx.connection, sampled_id)
    if not rows:
        raise NotFound("rectification-not-found", "这一项没有要整改的事项")
    told = {each.problem.id: each.problem.words for each in problems.of_item(tx.connection, sampled_id)}
    mine, own = _result(found), [each.rectification for each in rows]
    corrections = tuple(
        Correction(
            name=found.row.title,
            problem=told.get(each.problem or "", each.words),
            demand=each.words,
            owner=each.owner,
            deadline=each.deadline,
        )
        for each in own
    )
    head = replace(_head(tx, found.round, found.row.path), to=mine.facts.unit, day=date_of(max(each.at for each in own)))
    basis = _basis(samples.load(tx.connection, found.row.sample, (EVERYWHERE,)))
    return Paper(given=NoticeGiven(head=head, corrections=corrections, basis=basis), name=f"{mine.facts.unit}_{found.row.title}整改通知书")


def summary(tx: Transaction, asker: Asker, round_id: str) -> Paper:
    """备汇总表 - Return what the table over all departments is made from.

    Raises: Forbidden; NotFound.
    """
    scope = asker.scope(SUMMARISERS)
    if not scope:
        raise Forbidden("role-forbidden", f"汇总由{'、'.join(role.label for role in SUMMARISERS)}办理")
    known = bureau.load(tx, round_id, scope)
    grades = results.grades_of(known)
    given = SummaryGiven(head=_own_head(tx, known, scope), grades=grades, items=tuple(_filed(tx, known, grades, scope)))
    return Paper(given=given, name=f"{known.title}部门自评情况汇总表")


def yearly(tx: Transaction, asker: Asker, round_id: str) -> Paper:
    """备年度报告 - Return what the bureau's yearly report is made from: what was filed, and what was decided of what was reviewed.

    Raises: Forbidden; NotFound.
    """
    scope = items.readable(asker)
    known = bureau.load(tx, round_id, scope)
    grades = results.grades_of(known)
    decided = [each for each in results.of_round(tx, asker, round_id) if each.is_decided]
    given = YearlyGiven(
        head=_own_head(tx, known, scope),
        grades=grades,
        items=tuple(_filed(tx, known, grades, scope)),
        reviewed=tuple(_item(tx, known, each) for each in decided),
    )
    return Paper(given=given, name=f"{known.year}年度预算绩效自评工作情况报告")


def print_paper(paper: Paper, template_id: str) -> Document:
    """打印文书 - Return the Word of a paper by a template of the library.

    Raises: NotFound, with the nearest ids; Invalid, when the template is for another kind of paper.
    """
    template = lookup.template(template_id)
    facts = _facts(paper.given, tuple(reports.read_manifest_once(template.manifest).narrative))
    return Document(name=f"{paper.name}.docx", data=reports.render_paper(template, facts, footing=paper.footing), findings=())


def _facts(given: Given, keys: Sequence[str]) -> reports.PaperFacts:
    """Return what a paper prints; keys are the sections that its template leaves to the bureau."""
    match given:
        case ReviewGiven():
            return review_report_facts(given, keys)
        case YearlyGiven():
            return yearly_facts(given, keys)
        case OpinionGiven():
            return opinion_facts(given)
        case NoticeGiven():
            return notice_facts(given)
        case SummaryGiven():
            return summary_facts(given)


def _review(tx: Transaction, known: RoundRow, found: Sequence[Result], loaded: Sequence[SampleRow]) -> ReviewGiven:
    """Return what a report on a review is made from."""
    draws = tuple(DrawGiven(sample=read_sample(json.loads(each.drawn)), frame=frame_of(results.frame_of(each))) for each in loaded)
    path = min((each.path for each in loaded), key=len, default="")
    number = loaded[0].number if len(loaded) == 1 else None
    return ReviewGiven(
        head=replace(_head(tx, known, path), number=number),
        grades=results.grades_of(known),
        items=tuple(_item(tx, known, each) for each in found),
        draws=draws,
        basis=tuple(name for each in loaded for name in _basis(each)),
        texts=_texts(loaded),
        visited=sum(bool(visits.of_item(tx.connection, each.row.id)) for each in found),
    )


def _texts(loaded: Sequence[SampleRow]) -> dict[str, str]:
    """Return what the bureau wrote into the reports on samples, the paragraphs of several one after the other."""
    written = [json.loads(each.texts) for each in loaded]
    keys = dict.fromkeys(key for each in written for key in each)
    return {key: "\n".join(each[key] for each in written if key in each) for key in keys}


def _item(tx: Transaction, known: RoundRow, each: Result) -> ReviewedItem:
    """Return an item as reports on many have it; what was not decided yet has no reviewed rating."""
    named = results.titles(known)
    found = tuple(Problem(code=code, title=named.get(code, code), words=words) for code, words in results.problems_of(tx, each.row))
    return ReviewedItem(
        item=each.row.item,
        name=each.facts.name,
        unit=each.facts.unit,
        department=each.facts.department,
        kind=each.facts.kind,
        money=each.facts.money,
        own=Rating(points=each.own, grade=each.row.self_grade),
        reviewed=Rating(points=each.reviewed, grade=each.row.reviewed_grade),
        quality=Rating(points=each.quality, grade=each.row.quality_grade),
        problems=found,
    )


def _decided(found: Item, mine: Result, decision: DecisionRow, quality: QualityRating | None) -> ReviewedItem:
    """Return an item as it was decided: not as it stands, should it be decided anew."""
    until = None if found.reads_all or found.mine is not None else found.row.released
    named = results.titles(found.round)
    told = (Problem(code=code, title=named.get(code, code), words=words) for code, words in results.problems_of(found.tx, found.row, until))
    return ReviewedItem(
        item=found.row.item,
        name=mine.facts.name,
        unit=mine.facts.unit,
        department=mine.facts.department,
        kind=mine.facts.kind,
        money=mine.facts.money,
        own=Rating(points=_points(decision.self_total), grade=mine.row.self_grade),
        reviewed=Rating(points=_points(decision.reviewed_total), grade=decision.reviewed_grade),
        quality=Rating() if quality is None else Rating(points=quality.card.total, grade=quality.card.grade),
        problems=tuple(told),
    )


def _result(found: Item) -> Result:
    """Return the item with the facts of its frame.

    Raises: Broken, when its sample is gone.
    """
    sample = samples.load(found.tx.connection, found.row.sample, (EVERYWHERE,))
    mine = results.results([found.row], [sample] if sample else [])
    if not mine:
        raise Broken("sample-missing", "这一项所属的抽查批不见了，请告诉维护人员")
    return mine[0]


def _rating(found: Item, kept: Mapping[str, object] | None) -> QualityRating | None:
    """Return the rating of the work that went with a decision, None where there was none."""
    if kept is None:
        return None
    rules = lookup.rules(quality_of(found.round).set)
    return rate(rules, read_quality_document(kept["document"]), found.round.year)


def _changes(rows: Sequence[dict[str, Any]]) -> Iterator[RowChange]:
    """Yield the rows of a decision as they were frozen."""
    for each in rows:
        weight, own, second = (
            None if each[name] is None else to_points(Fraction(each[name])) for name in ("weight", "self_points", "points")
        )
        yield RowChange(row=each["row"], name=each["name"], weight=weight, self_points=own, points=second, reason=each["reason"])


def _filed(tx: Transaction, known: RoundRow, grades: Sequence[str], scope: Sequence[str]) -> Iterator[FiledItem]:
    """Yield everything that is to be filed in a round, by unit."""
    members = {each.unit: each for each in rounds.units(tx.connection, known.id, (EVERYWHERE,))}
    rows = sorted(frames.due(tx.connection, known.id, grades[0] if grades else "", scope), key=lambda row: (row.path, row.code))
    for row in rows:
        is_filed = row.state in (*CHECKS, State.FINAL)
        yield FiledItem(
            item=row.code,
            name=row.title,
            unit=members[row.unit].name,
            department=framing.department_of(row.path, members),
            kind=framing.kind_of(row),
            money=framing.money_of(row),
            own=Rating(points=_points(row.total), grade=row.grade) if is_filed else Rating(),
            filed=is_filed,
            late=is_filed and row.late,
            reason=_reason(row) if is_filed else "",
        )


def _reason(row: FiledRow) -> str:
    """Return why points were lost, as the unit wrote it; of what has the best grade nothing is asked."""
    if row.document is None:
        return ""
    form = read_form(row.document)
    told = dict.fromkeys(text for text in (form.execution.reason, *(each.reason for each in form.indicators)) if text)
    return "；".join(told)[:_MOST_REASONS]


def _head(tx: Transaction, known: RoundRow, path: str) -> Letterhead:
    """Return who issues a paper about a round, today."""
    return Letterhead(bureau=results.bureau_of(tx, known.id, path), year=known.year, day=date_of(tx.at))


def _own_head(tx: Transaction, known: RoundRow, scope: Sequence[str]) -> Letterhead:
    members = rounds.units(tx.connection, known.id, scope)
    return _head(tx, known, members[0].path if members else "")


def _basis(sample: SampleRow | None) -> tuple[str, ...]:
    """Return the paper that ordered a sample, where it has a number."""
    return () if sample is None or not sample.number else (f"《{sample.title}》（{sample.number}）",)


def _entry(tx: Transaction, row: SampleRow) -> str:
    """Return the journal entry of a draw, as the foot of a page names it."""
    entries = trail.entries_of(tx.connection, f"rounds/{row.round}/samples/{row.id}", "sample.draw")
    return "".join(f"　日志第{each.number}条　{each.digits}" for each in entries[:1])


def _decision_entry(found: Item, decision: DecisionRow) -> str:
    """Return the journal entry of a decision; one that the unit does not know yet says so."""
    entries = trail.entries_of(found.tx.connection, items.about(found.row), "sampled.decide")
    own = entries[decision.number - 1] if decision.number <= len(entries) else None
    named = f"第{decision.number}次定分" + (f"　日志第{own.number}条　{own.digits}" if own else "")
    return named if found.row.state in OPEN_TO_UNIT else f"{named}　尚未反馈，不作为正式材料"


def _points(value: int | None) -> Points | None:
    return None if value is None else Points(value)
