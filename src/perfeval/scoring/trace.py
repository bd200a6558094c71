"""得分依据 - Explain one number so that anybody can do the sum again.

The expression holds decimal numbers, + - * /, min( , ), max( , ) and brackets only. Evaluated with exact fractions it
gives `exact`; half up to two decimals that is `rounded`.
"""

from collections.abc import Iterable

from msgspec import Struct, field

from perfeval.quantities import Fraction, Points, show_points


class Input(Struct, frozen=True):
    """依据项 - Name one number of a sum, its value as written and the cell or line it is from."""

    name: str
    value: str
    origin: str = field(name="from")


class TraceNode(Struct, frozen=True, kw_only=True):
    """计算过程 - Hold the sum behind one number: rule, source, words, inputs, expression, exact and rounded result."""

    rule: str
    source: str
    words: str
    inputs: tuple[Input, ...]
    expression: str
    exact: Fraction
    rounded: Points
    children: tuple["TraceNode", ...] = ()


def readable(expression: str) -> str:
    """算式 - Return an expression the way people write it.

    Example:
        >>> readable("10*98/100")
        '10 × 98 ÷ 100'
    """
    for sign, shown in (("*", " × "), ("/", " ÷ "), ("+", " + "), (",", "，")):
        expression = expression.replace(sign, shown)
    return expression


def is_plain(expression: str) -> bool:
    """只是一个数 - Tell whether an expression is a number and no sum.

    Example:
        >>> is_plain("9.5"), is_plain("10*98/100")
        (True, False)
    """
    return expression.replace(".", "").isdigit()


def explained(words: str, expression: str, points: Points) -> str:
    """说明与算式 - Return the words with the sum behind them, where there is a sum."""
    return words if is_plain(expression) else f"{words}：{readable(expression)} = {show_points(points)}"


def joined(numbers: Iterable[str]) -> str:
    """连加 - Return numbers as a sum, 0 for none."""
    return "+".join(numbers) or "0"
