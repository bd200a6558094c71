"""评定 - What a form of a round comes to: scored by the pinned set, checked, and what stands between it and its submission.

An answered warning no longer stands in the way. An error that only locked cells can mend does not block the unit either: it goes to
the bureau's list, as does a row whose target nobody approved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from perfeval import checks, evaluation, scoring
from perfeval.checks import Finding
from perfeval.checks.codes import RANKS
from perfeval.desks import mending, texts
from perfeval.desks.changes import Locks, place, split, title
from perfeval.desks.texts import Around
from perfeval.evaluation import Evaluation
from perfeval.indicators import IndicatorSet, Severity
from perfeval.scoring import MergedValue, Scorecard
from perfeval.store.adjustments import AdjustmentRow

LOCKED_ERROR, UNAPPROVED, CHANGED = "locked-error", "target-unapproved", "target-changed"
"""服务提示 - The codes that only the service knows: errors for the bureau, rows without approved target, targets that were changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """背景 - Hold what a form is judged against beside itself: rules, locked cells, their adjustments, values merged from parts.

    texts: what its texts are checked by.
    """

    rules: IndicatorSet
    locks: Locks = field(default_factory=dict)
    adjustments: Sequence[AdjustmentRow] = ()
    merged: Mapping[str, MergedValue] = field(default_factory=dict)
    texts: Around = texts.ALONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """评定结果 - Hold a form, its card and findings, and which of these block, await an answer, or are the bureau's."""

    form: Evaluation
    rules: IndicatorSet
    card: Scorecard
    findings: tuple[Finding, ...] = ()
    blocking: tuple[Finding, ...] = ()
    unanswered: tuple[Finding, ...] = ()
    bureau: tuple[Finding, ...] = ()
    unapproved: tuple[str, ...] = ()

    def written(self) -> str:
        """评分结果 - Return the scorecard with all traces as JSON text."""
        return scoring.write(self.card, [finding.as_json() for finding in self.findings])

    def brief(self) -> str:
        """不含计算过程 - Return the same without traces, as it is kept."""
        return scoring.write_brief(self.card, [finding.as_json() for finding in self.findings])

    @property
    def codes(self) -> str:
        """提示代码 - Return every code as lists are filtered by it: a blank before and behind each."""
        found = {finding.code for finding in self.findings}
        found |= {LOCKED_ERROR} if self.bureau else set()
        found |= {UNAPPROVED} if self.unapproved else set()
        return f" {' '.join(sorted(found))} " if found else ""


def assess(form: Evaluation, background: Background) -> Assessed:
    """评定 - Return what a form comes to."""
    rules = background.rules
    card = scoring.score(rules, form, background.merged)
    found = (
        *with_changes(checks.run_all(rules, form, card), form, background.adjustments),
        *texts.own(rules, form, card, background.texts),
    )
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    bureau = tuple(finding for finding in errors if mending.only_locked(finding, form, card, background.locks))
    return Assessed(
        form=form,
        rules=rules,
        card=card,
        findings=found,
        blocking=tuple(finding for finding in errors if finding not in bureau),
        unanswered=tuple(finding for finding in found if finding.severity is Severity.WARNING and not _answered(form, finding)),
        bureau=bureau,
        unapproved=unapproved(form, background.locks),
    )


def read_form(document: str) -> Evaluation:
    """读自评数据 - Return the form that is kept as text."""
    return evaluation.parse(document, "自评数据")


def unapproved(form: Evaluation, locks: Locks) -> tuple[str, ...]:
    """自拟指标 - Return the rows of the unit's own whose target comes from no approval."""
    return tuple(row.id for row in form.indicators if row.key is None and f"indicators.{row.id}.target" not in locks)


def with_changes(found: Sequence[Finding], form: Evaluation, adjustments: Sequence[AdjustmentRow]) -> tuple[Finding, ...]:
    """指标值变更 - Return the findings with a notice for every approved target that was changed, each at its place."""
    whole = list(found)
    for adjustment in adjustments:
        table, row, column = split(adjustment.cell)
        if (table, column) != ("indicators", "target"):
            continue
        where = place(form, f"{table}.{row}.id").removesuffix(".id")
        message = (
            f"{title(form, adjustment.cell)}由“{adjustment.old or '空'}”调整为“{adjustment.new or '空'}”"
            f"（{adjustment.document_number}，{adjustment.approved_by}批准）"
        )
        notice = Finding(code=CHANGED, severity=Severity.NOTICE, where=where, row=row, message=message, suggestion="审核时请核对调整文件")
        whole.insert(_position(whole, notice), notice)
    return tuple(whole)


def _answered(form: Evaluation, finding: Finding) -> bool:
    """Tell whether the unit has answered a warning: for its row, or for the whole form."""
    return any(each.code == finding.code and each.row in {finding.row, None} and (each.words or "").strip() for each in form.answers)


def _position(found: Sequence[Finding], notice: Finding) -> int:
    """Return where a notice about a row belongs among findings in the order of the form."""
    return next((at for at, each in enumerate(found) if _order(each) > _order(notice)), len(found))


def _order(finding: Finding) -> tuple[int, int, int]:
    """Return where a finding stands beside those about rows: before them, at a row, behind them."""
    table, _, index = finding.where.partition("[")
    if table != "indicators":
        return (0 if table in {"execution", "funds", "spending"} else 2), 0, 0
    rank = RANKS.get(finding.code, RANKS["target-too-low"])
    return 1, int(index.partition("]")[0] or 0), rank
