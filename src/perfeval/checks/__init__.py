"""校验 - Is the form honest and consistent: every check is a function in one list and returns what it found.

A check knows no severity and no order: severities are of the set, else of the table in `codes.py`; findings stand as people
read the form. A set without points raises only what can be said without points.
"""

from collections.abc import Callable, Iterator

from perfeval.checks import amounts, arithmetic, claims, layout, reasons, targets, values
from perfeval.checks.case import Case, make_case
from perfeval.checks.codes import CODES, RANKS, Code
from perfeval.checks.finding import Finding, Raised
from perfeval.evaluation import Evaluation
from perfeval.indicators import IndicatorSet, Severity
from perfeval.scoring import Scorecard

__all__ = ["CHECKS", "CODES", "Case", "Code", "Finding", "Raised", "run_all"]

CHECKS: tuple[Callable[[Case], Iterator[Raised]], ...] = (
    values.value_missing,
    values.value_unreadable,
    values.target_unreadable,
    targets.strict_target,
    amounts.money_precision,
    amounts.money_negative,
    values.weight_precision,
    values.weight_missing,
    amounts.adjusted_missing,
    layout.set_scope,
    amounts.budget_zero,
    values.points_missing,
    claims.points_out_of_range,
    arithmetic.rate_mismatch,
    arithmetic.sum_mismatch,
    amounts.double_counted_source,
    amounts.over_budget,
    amounts.over_received,
    amounts.original_zero,
    amounts.unspent,
    arithmetic.execution_weight,
    arithmetic.weights_not_100,
    arithmetic.category_weight,
    arithmetic.total_mismatch,
    arithmetic.grade_mismatch,
    claims.claimed_against_rule,
    reasons.reason_missing,
    reasons.measures_missing,
    targets.unit_mismatch,
    targets.sign_missing,
    targets.target_direction,
    targets.target_too_low,
    layout.aspect_misplaced,
    layout.duplicate_indicator,
    layout.money_as_output,
    reasons.execution_output_gap,
    layout.key_missing,
    layout.evidence_missing,
)
"""全部校验 - Every check; a new one is a function, a line here, a line in the table of codes, a page entry and its cases."""


def run_all(rules: IndicatorSet, evaluation: Evaluation, card: Scorecard) -> tuple[Finding, ...]:
    """校验全表 - Return everything the checks find in a form, with the set's severities, in the order of the form."""
    case = make_case(rules, evaluation, card)
    raised = [found for check in CHECKS for found in check(case)]
    if not raised:
        return ()
    raised.sort(key=lambda found: _position(found, case))
    return tuple(finding for found in raised if (finding := _graded(found, rules)) is not None)


def _graded(raised: Raised, rules: IndicatorSet) -> Finding | None:
    """Return the finding with its severity, None where the set has it off or has no points to speak of."""
    code = CODES[RANKS[raised.code]]
    severity = rules.severities.get(raised.code, code.severity)
    if severity is Severity.OFF or not (rules.scored or code.pointless):
        return None
    return Finding(
        code=raised.code,
        severity=severity,
        where=raised.where,
        row=raised.row,
        message=raised.message,
        suggestion=raised.suggestion,
    )


_GROUPS = {"execution": 0, "funds": 1, "spending": 2, "indicators": 3, "categories": 4, "form": 5, "claimed": 5}


def _position(raised: Raised, case: Case) -> tuple[int, int, int]:
    """Return where a finding stands: by place, then by the table of codes; the foot is one place."""
    head, _, rest = raised.where.partition(".")
    place, _, index = head.removesuffix("]").partition("[")
    at = int(index) if index else 0
    if place == "categories":
        at = next((at for at, each in enumerate(case.rules.categories) if each.name == rest), 0)
    return _GROUPS[place], at, RANKS[raised.code]
