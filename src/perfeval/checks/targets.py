"""指标值校验 - Targets and actual values beside each other: unit, sign, direction, height."""

from collections.abc import Iterator

from perfeval.checks.case import Case, about
from perfeval.checks.finding import Raised
from perfeval.indicators import Sign
from perfeval.quantities import Fraction, percent
from perfeval.scoring import Row, effective, is_cost

_POWERS = tuple(Fraction(10) ** power for power in (-8, -4, -2, 2, 4, 8))
"""数量级 - What a mistaken %, 万 or 亿 is off by."""


def strict_target(case: Case) -> Iterator[Raised]:
    """恰等于严格界限 - Find actual values exactly on a target of more than or less than, which is scored as reached."""
    for score in case.measured:
        row = score.row
        if row.read_target is not None and row.read_target.strict and row.actual == row.target:
            message = f"的指标值“{row.read_target.text}”不含等于，实际完成值恰好等于它，已按达到计"
            yield about(row, "strict-target", message, "请核对指标值的符号；应含等于的，改为≥或≤")


def unit_mismatch(case: Case) -> Iterator[Raised]:
    """计量单位不一致 - Find units that do not convert, and actual values off by about 百分之一, 万 or 亿."""
    tolerance = case.rules.thresholds.magnitude
    for score in case.measured:
        row = score.row
        measure = row.measure
        if measure is None or measure.target is None:
            continue
        shown = f"指标值“{row.read_target.text if row.read_target else ''}”与实际完成值“{_actual(row)}”"
        if measure.units_differ:
            yield about(row, "unit-mismatch", f"的{shown}单位不同且无法换算，已按数字计分", "请统一指标值和实际完成值的计量单位")
        elif _far(measure.actual, measure.target) and (power := _magnitude(row, tolerance)) is not None:
            message = f"的{shown}相差约{_times(power)}，可能是单位或百分号写错"
            yield about(row, "unit-mismatch", message, "请核对计量单位（万、亿、%）；无误的，请说明")


def _far(actual: Fraction, target: Fraction) -> bool:
    """Tell whether two numbers are ten times apart or more, in whole numbers only: most rows end here."""
    one, other = actual.numerator * target.denominator, target.numerator * actual.denominator
    return not (one < 10 * other and other < 10 * one)


def _magnitude(row: Row, tolerance: Fraction) -> Fraction | None:
    """Return the power of ten that actual ÷ target is near to; of a range the end that was missed counts."""
    if row.target <= row.actual <= row.high:
        return None
    target = row.target if row.actual < row.target else row.high
    ratio = row.actual / target if target else Fraction(0)
    return next((power for power in _POWERS if abs(ratio - power) <= tolerance * power), None)


def _times(power: Fraction) -> str:
    """Return a power of ten as people say it."""
    return f"{power.numerator}倍" if power > 1 else f"{power.denominator}分之一"


def _actual(row: Row) -> str:
    """Return the actual value as written, or as the set's formula gave it."""
    return row.written.actual or (str(row.read_actual.quantity) if row.read_actual else "")


def sign_missing(case: Case) -> Iterator[Raised]:
    """指标值没有符号 - Find numbers as target without ≥, ≤ or =."""
    for score in case.card.rows:
        row = score.row
        target = row.read_target
        if target is None or target.sign is not None or target.low is None or row.written.target is None or row.written.not_applicable:
            continue
        meant = _MEANT.get(row.method or "")
        message = f"的指标值“{target.text}”没有符号" + (f"，已按“{meant}”理解" if meant else "")
        yield about(row, "sign-missing", message, "请在指标值前写明≥、≤或=")


_MEANT = {"at_least": "≥", "at_most": "≤", "equal_to": "="}


def target_direction(case: Case) -> Iterator[Raised]:
    """指标方向可疑 - Find cost in money, and harm, of which more would be better."""
    rules = case.rules
    for score in case.card.rows:
        row = score.row
        target = row.read_target
        if target is None or target.low is None or row.written.target is None or row.written.not_applicable:
            continue
        if target.sign is not Sign.AT_LEAST and (target.sign is not None or row.method != "at_least"):
            continue
        if case.guide.harmful(row.name):
            yield about(row, "target-direction", f"是越少越好的事项，指标值“{target.text}”的方向却是≥", "请把符号改为≤，或改写指标名称")
        elif is_cost(rules, row.category, row.aspect, row.name) and _money(row):
            yield about(row, "target-direction", f"是成本金额，指标值“{target.text}”的方向却是≥", "请把符号改为≤，或改归其他二级指标")


def _money(row: Row) -> bool:
    """Tell whether the target of a cost row is an amount of money; bare on both sides it is."""
    if row.read_target is None or row.read_target.low is None:
        return False
    quantity = effective(row.read_target.low, row.read_actual.quantity if row.read_actual else None)
    return quantity.money or quantity.bare


def target_too_low(case: Case) -> Iterator[Raised]:
    """指标值偏低 - Find actual values far above a target of which more is better."""
    limit = case.rules.thresholds.target_too_low
    for score in case.measured:
        row, rate = score.row, score.rate
        if row.method != "at_least" or rate is None or rate.numerator * limit.denominator < limit.numerator * rate.denominator:
            continue
        if row.target > 0:
            text = row.read_target.text if row.read_target else ""
            message = f"的实际完成值“{_actual(row)}”是指标值“{text}”的{percent(rate)}，指标值可能定得偏低"
            yield about(row, "target-too-low", message, "请说明超额完成的原因；指标值偏低的，下年度据实调整")
