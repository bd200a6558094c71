"""校验 - Is the form honest and consistent: every check is a function in one list and returns what it found.

A check knows no severity and no order: severities are of the set, else of the table in `codes.py`; findings stand as people
read the form. A set without points raises only what can be said without points.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from perfeval.checks import amounts, arithmetic, claims, layout, reasons, targets, values
from perfeval.checks.case import Case, make_case
from perfeval.checks.codes import CODES, RANKS, TEXT_CODES, TITLES, Code
from perfeval.checks.finding import Finding, Raised, read_findings, text_place
from perfeval.evaluation import Evaluation
from perfeval.indicators import IndicatorSet, Severity
from perfeval.scoring import Scorecard

__all__ = [
    "CHECKS",
    "CODES",
    "TEXT_CODES",
    "TITLES",
    "Case",
    "Check",
    "Code",
    "Finding",
    "Raised",
    "read_findings",
    "run_all",
    "text_place",
]


class Check:
    """校验项 - Hold a function that looks for something, and the codes under which it tells what it found."""

    __slots__ = ("codes", "find")

    def __init__(self, find: Callable[[Case], Iterator[Raised]], *codes: str) -> None:
        """登记 - Keep function and codes."""
        self.find = find
        self.codes = codes


CHECKS = (
    Check(values.value_missing, "value-missing"),
    Check(values.value_unreadable, "value-unreadable"),
    Check(values.target_unreadable, "target-unreadable"),
    Check(targets.strict_target, "strict-target"),
    Check(amounts.money_precision, "money-precision"),
    Check(amounts.money_negative, "money-negative"),
    Check(values.weight_precision, "weight-precision"),
    Check(values.weight_missing, "weight-missing"),
    Check(amounts.adjusted_missing, "adjusted-missing"),
    Check(layout.set_scope, "set-scope"),
    Check(amounts.budget_zero, "budget-zero"),
    Check(values.points_missing, "points-missing"),
    Check(claims.points_out_of_range, "points-out-of-range"),
    Check(arithmetic.rate_mismatch, "rate-mismatch"),
    Check(arithmetic.sum_mismatch, "sum-mismatch"),
    Check(amounts.double_counted_source, "double-counted-source"),
    Check(amounts.over_budget, "over-budget"),
    Check(amounts.over_received, "over-received"),
    Check(amounts.original_zero, "original-zero"),
    Check(amounts.unspent, "unspent"),
    Check(arithmetic.execution_weight, "execution-weight"),
    Check(arithmetic.weights_not_100, "weights-not-100"),
    Check(arithmetic.category_weight, "category-weight"),
    Check(arithmetic.total_mismatch, "total-mismatch"),
    Check(arithmetic.grade_mismatch, "grade-mismatch"),
    Check(claims.claimed_against_rule, "rounded-claim", "claimed-above-rule", "claimed-below-rule"),
    Check(reasons.reason_missing, "reason-missing"),
    Check(reasons.measures_missing, "measures-missing"),
    Check(targets.unit_mismatch, "unit-mismatch"),
    Check(targets.sign_missing, "sign-missing"),
    Check(targets.target_direction, "target-direction"),
    Check(targets.target_too_low, "target-too-low"),
    Check(layout.aspect_misplaced, "aspect-misplaced"),
    Check(layout.duplicate_indicator, "duplicate-indicator"),
    Check(layout.money_as_output, "money-as-output"),
    Check(reasons.execution_output_gap, "execution-output-gap"),
    Check(layout.key_missing, "key-missing"),
    Check(layout.evidence_missing, "evidence-missing"),
)
"""全部校验 - Every check; a new one is a function, a line here, a line in the table of codes, a page entry and its cases."""


def run_all(rules: IndicatorSet, evaluation: Evaluation, card: Scorecard) -> tuple[Finding, ...]:
    """校验全表 - Return everything the checks find in a form, with the set's severities, in the order of the form."""
    case = make_case(rules, evaluation, card)
    raised = [found for check in _active(rules) for found in check.find(case)]
    if not raised:
        return ()
    raised.sort(key=lambda found: _position(found, case))
    return tuple(finding for found in raised if (finding := _graded(found, rules)) is not None)


@lru_cache(maxsize=256)
def _active(rules: IndicatorSet) -> tuple[Check, ...]:
    """Return the checks that can say anything under this set: not all of their codes are off."""
    return tuple(check for check in CHECKS if any(rules.severities.get(code) is not Severity.OFF for code in check.codes))


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
