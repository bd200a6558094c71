"""计算公式 - Make a number from the inputs of a keyed indicator, as the set's formula says."""

from collections.abc import Mapping
from dataclasses import dataclass

from perfeval.indicators import Formula
from perfeval.quantities import Fraction, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """公式值 - Hold the exact value of a formula and the expression that gives it."""

    exact: Fraction
    expression: str


def apply(formula: Formula, numbers: Mapping[str, Fraction]) -> Value | None:
    """套用公式 - Return (plus − minus) ÷ over as a ratio; None where an input is missing or the divisor is zero.

    Example:
        >>> apply(Formula(plus=("在职",), over=("编制",)), {"在职": Fraction(92), "编制": Fraction(100)}).expression
        '(92/100)'
    """
    if any(name not in numbers for name in formula.inputs):
        return None
    top = sum((numbers[name] for name in formula.plus), Fraction(0)) - sum((numbers[name] for name in formula.minus), Fraction(0))
    bottom = sum((numbers[name] for name in formula.over), Fraction(0)) if formula.over else Fraction(1)
    if bottom == 0:
        return None
    return Value(exact=top / bottom, expression=f"({_sum(formula, numbers)}{_divisor(formula, numbers)})")


def _sum(formula: Formula, numbers: Mapping[str, Fraction]) -> str:
    """Return the dividend as an expression."""
    plus = "+".join(_term(numbers[name]) for name in formula.plus)
    minus = "".join(f"-{_term(numbers[name])}" for name in formula.minus)
    return f"({plus}{minus})" if minus or len(formula.plus) > 1 else plus


def _divisor(formula: Formula, numbers: Mapping[str, Fraction]) -> str:
    """Return the division as an expression, nothing where there is no divisor."""
    if not formula.over:
        return ""
    over = "+".join(_term(numbers[name]) for name in formula.over)
    return f"/({over})" if len(formula.over) > 1 else f"/{over}"


def _term(number: Fraction) -> str:
    """Return a number as an expression writes it; a negative one in brackets."""
    return plain(number) if number >= 0 else f"({plain(number)})"
