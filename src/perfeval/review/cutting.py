"""扣减 - Take deductions off the points of one row: never below 0, exactly, with the sum that anybody can do again.

Rule:    扣分标准（批次公布的一版）；比例按该行分值算，几项扣分相加，扣到0为止。
Formula: max(0, points − weight × rate − fixed points …), half up to 0.01; 0 where the row does not score.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfeval.quantities import Fraction, Points, plain, plain_points, show_points, to_points
from perfeval.review.deductions import DeductionEntry, DeductionTable, Effect
from perfeval.review.judgement import Deduction
from perfeval.scoring import Input, TraceNode, readable


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """一处扣减 - Hold a deduction with its line of the table, and what it takes of the row's points by itself."""

    deduction: Deduction
    entry: DeductionEntry
    whole: bool
    off: Fraction
    expression: str
    lost: Points

    @property
    def words(self) -> str:
        """说法 - Say what was taken off and why."""
        gravity = f"（{self.deduction.gravity}）" if self.entry.effect is Effect.BY_GRAVITY else ""
        costs = "不得分" if self.whole else f"扣{plain_points(self.lost)}分" if self.lost else "不扣分"
        return f"{self.entry.title}{gravity}，{costs}" + (f"：{self.deduction.words}" if self.deduction.words else "")


def cuts(table: DeductionTable, deductions: Iterable[Deduction], weight: Points, points: Points | None) -> tuple[Cut, ...]:
    """各处扣减 - Return what each deduction takes off; what the table does not know, or what lacks its gravity, takes nothing off."""
    return tuple(_cuts(table, deductions, weight, points or Points(0)))


def explain(table: DeductionTable, taken: tuple[Cut, ...], points: Points, before: TraceNode | None, where: str) -> TraceNode:
    """扣减过程 - Return the sum behind what is left of the points of a row, above the sum behind them."""
    exact = _left(taken, points)
    costly = [each.expression for each in taken if each.expression]
    expression = "0" if any(each.whole for each in taken) else f"max(0,{show_points(points)}{''.join(costly)})"
    said = [Input(each.entry.title, table.says(each.entry), where) for each in taken]
    words = "；".join(each.words for each in taken)
    return TraceNode(
        rule="deduction",
        source=f"{table.title} {table.id}@{table.version}",
        words=words if expression == "0" else f"{words}：{readable(expression)} = {show_points(to_points(exact))}",
        inputs=(Input("扣分前得分", show_points(points), where), *said),
        expression=expression,
        exact=exact,
        rounded=to_points(exact),
        children=() if before is None else (before,),
    )


def _cuts(table: DeductionTable, deductions: Iterable[Deduction], weight: Points, points: Points) -> Iterator[Cut]:
    for deduction in deductions:
        entry = table.entry(deduction.code)
        if entry is None:
            continue
        rate = _rate(table, entry, deduction)
        whole = entry.effect in {Effect.ZERO, Effect.ONE_OF_TWO}
        off, expression = Fraction(weight, 100) * rate, f"-{plain_points(weight)}*{plain(rate)}" if rate else ""
        if entry.points is not None:
            off, expression = Fraction(entry.points, 100), f"-{plain_points(entry.points)}"
        lost = points if whole else min(points, to_points(off))
        yield Cut(deduction=deduction, entry=entry, whole=whole, off=off, expression=expression, lost=lost)


def _rate(table: DeductionTable, entry: DeductionEntry, deduction: Deduction) -> Fraction:
    """Return the share of the weight that a deduction costs."""
    if entry.effect is not Effect.BY_GRAVITY:
        return entry.rate or Fraction(0)
    gravity = table.gravity(deduction.gravity)
    return Fraction(0) if gravity is None else gravity.rate


def _left(taken: tuple[Cut, ...], points: Points) -> Fraction:
    """Return the exact points that are left."""
    if any(each.whole for each in taken):
        return Fraction(0)
    return max(Fraction(0), Fraction(points, 100) - sum((each.off for each in taken), Fraction(0)))
