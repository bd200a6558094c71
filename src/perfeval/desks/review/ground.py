"""复核所据 - What a second score rests on: the submission that was drawn, its set, its parts, and the table of deductions of the round."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from perfeval import library
from perfeval.desks import lookup, merging
from perfeval.desks.assessing import read_form
from perfeval.desks.review.items import Item
from perfeval.errors import Broken, Conflict
from perfeval.evaluation import Evaluation
from perfeval.indicators import IndicatorSet
from perfeval.quantities import Fraction, Points, to_points
from perfeval.review import DeductionTable, QualityRules, ReviewDocument, SecondScore, rescore
from perfeval.scoring import MergedValue
from perfeval.store import Transaction, parts, submissions
from perfeval.store.rounds import RoundRow
from perfeval.store.samples import SampledRow
from perfeval.store.submissions import SubmissionRow

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfResult:
    """自评结果 - Hold what a unit's own score of a submission came to when it was frozen."""

    total: Points | None
    grade: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """抽中的送审 - Hold the submission that was drawn as it was frozen, with the set it was scored by and what its parts give."""

    submission: SubmissionRow
    form: Evaluation
    rules: IndicatorSet
    merged: Mapping[str, MergedValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground(Drawn):
    """复核所据 - Hold a submission with everything by which it is scored again."""

    table: DeductionTable

    def score(self, document: ReviewDocument) -> SecondScore:
        """复核评分 - Return what a reviewer's judgements come to."""
        return rescore(self.rules, self.form, document, self.table, self.merged)

    def prove_same(self, second: SecondScore) -> None:
        """核对自评分 - Prove that the submission is scored today as it was when it was frozen.

        Raises: Broken, when it is not: then nothing can be held against it.
        """
        frozen, today = json.loads(self.submission.card)["total"], second.as_json()["self_total"]
        if frozen != today:
            raise Broken("self-score-changed", f"送审时的自评总分是 {frozen}，现在算得 {today}，不能定分，请告诉维护人员")


def ground_of(found: Item) -> Ground:
    """取复核所据 - Return what the second score of an item rests on.

    Raises: Conflict `deductions-missing`, where the round has published no table; Broken, when something is no longer what it was.
    """
    own = drawn(found.tx, found.row)
    return Ground(submission=own.submission, form=own.form, rules=own.rules, merged=own.merged, table=table_of(found.round))


def self_result(tx: Transaction, evaluation_id: str, number: int) -> SelfResult:
    """自评结果 - Return total and grade of a submission as they were frozen with it.

    Raises: Broken, when the submission is not there any more.
    """
    card = json.loads(_submission(tx, evaluation_id, number).card)
    return SelfResult(total=None if card["total"] is None else to_points(Fraction(card["total"])), grade=card["grade"])


def drawn(tx: Transaction, row: SampledRow) -> Drawn:
    """取抽中的送审 - Return the submission of a sampled item with what it was scored by.

    Raises: Broken, when something is no longer what it was.
    """
    submission = _submission(tx, row.evaluation, row.submission)
    rules = lookup.rules(f"{submission.set_id}@{submission.set_version}")
    if rules.sha256 != submission.set_sha256:
        raise Broken("set-changed", f"指标体系 {submission.set_id}@{submission.set_version} 与送审时不一致，请恢复原来的体系文件")
    form = read_form(submission.document)
    whole = merging.whole_of(rules, parts.parts(tx.connection, row.evaluation))
    return Drawn(submission=submission, form=form, rules=rules, merged=whole.values(form) if whole else {})


def _submission(tx: Transaction, evaluation_id: str, number: int) -> SubmissionRow:
    """Return a submission that was drawn."""
    found = submissions.load(tx.connection, evaluation_id, number)
    if found is None:
        raise Broken("submission-missing", "抽中的那次送审不见了，请告诉维护人员")
    return found


def table_of(known: RoundRow) -> DeductionTable:
    """扣分标准 - Return the table of deductions as the round pinned it.

    Raises: Conflict `deductions-missing`; Broken, when the table is no longer what it was.
    """
    if known.deductions is None:
        raise Conflict("deductions-missing", "本批次没有公布复核扣分标准，请财政部门先在批次里写明")
    pinned: dict[str, Any] = json.loads(known.deductions)
    table = library.deductions(f"{pinned['id']}@{pinned['version']}")
    if table.sha256 != pinned["sha256"]:
        raise Broken("deductions-changed", f"扣分标准 {pinned['id']}@{pinned['version']} 与公布时不一致，请恢复原来的文件")
    return table


def quality_of(known: RoundRow) -> QualityRules:
    """质量评级标准 - Return the rules by which the work is rated, as the round pinned them.

    Raises: Conflict `quality-missing`; Broken, when they are no longer what they were.
    """
    if known.quality is None:
        raise Conflict("quality-missing", "本批次没有公布自评工作质量评级标准，不评自评工作质量")
    pinned: dict[str, Any] = json.loads(known.quality)
    rules = library.quality_rules(f"{pinned['id']}@{pinned['version']}")
    if rules.sha256 != pinned["sha256"]:
        raise Broken("quality-changed", f"自评工作质量评级标准 {pinned['id']}@{pinned['version']} 与公布时不一致，请恢复原来的文件")
    return rules
