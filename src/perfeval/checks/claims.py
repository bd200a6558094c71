"""自评得分校验 - What the unit gave itself beside what the rule gives."""

from collections.abc import Iterator

from perfeval.checks.arithmetic import right_rate
from perfeval.checks.case import Case, about, found_at, named
from perfeval.checks.finding import Raised
from perfeval.quantities import Fraction, Points, half_up, plain_points, show_points, to_points
from perfeval.scoring import Row

_HEAVY = Points(500)
"""五分 - The weight from which rounding to half or whole points is told as rounding."""


def points_out_of_range(case: Case) -> Iterator[Raised]:
    """得分超出范围 - Find claims outside 0 … weight, or outside the range of the band that was written."""
    for code, _, text in case.card.execution.faults:
        if code == "points-out-of-range":
            written, _, span = text.rpartition("|")
            message = f"资金行自评得分“{written}”超出可评范围（{span}分），按未填处理"
            yield found_at("execution", code, message, f"请改为{span}分之间的得分")
    for score in case.faulty:
        for fault in score.row.faults:
            if fault.code == "points-out-of-range":
                yield _out_of_range(score.row, fault.text)


def _out_of_range(row: Row, text: str) -> Raised:
    """Return what to say about a claim that its row does not allow."""
    written, _, span = text.rpartition("|")
    band = f"第{row.written.band}档的" if row.written.band is not None else ""
    message = f"自评得分“{written}”超出{band}可评范围（{span}分），按未填处理"
    return about(row, "points-out-of-range", message, f"请改为{span}分之间的得分" + ("，或改正所选的档次" if band else ""))


def claimed_against_rule(case: Case) -> Iterator[Raised]:
    """自评与测算不同 - Find claims that are rounded, above the rule or below it."""
    money = case.card.execution
    if money.claimed is not None and money.computed is not None and money.claimed != money.computed:
        rate = right_rate(case)
        by_rate = None if rate is None else to_points(Fraction(money.weight or 0, 100) * rate)
        yield _different("资金行", "execution", None, (money.claimed, money.computed, money.weight or Points(0)), by_rate)
    for score in case.differing:
        if score.claimed is not None and score.computed is not None:
            row = score.row
            points = (score.claimed, score.computed, row.weight or Points(0))
            yield _different(named(row), row.where, row.written.id, points, None)


def _different(who: str, where: str, row: str | None, points: tuple[Points, Points, Points], by_rate: Points | None) -> Raised:
    """Return what to say about a claim that is not what the rule gives."""
    claimed, computed, weight = points
    figures = f"{who}自评{show_points(claimed)}分，按规则应为{show_points(computed)}分（分值{plain_points(weight)}分）"
    keep = f"请改为{show_points(computed)}分"
    if claimed == by_rate or _rounded(claimed, computed, weight):
        return Raised(
            code="rounded-claim", where=where, row=row, message=f"{figures}，自评得分经过取整", suggestion=f"得分保留两位小数，{keep}"
        )
    if claimed > computed:
        message = f"{figures}，自评偏高；已按{show_points(computed)}分计入"
        return Raised(code="claimed-above-rule", where=where, row=row, message=message, suggestion=f"{keep}，或核对指标值和实际完成值")
    message = f"{figures}，自评偏低；已按自评得分计入"
    return Raised(code="claimed-below-rule", where=where, row=row, message=message, suggestion=f"主动扣分的，请填写原因；否则{keep}")


def _rounded(claimed: Points, computed: Points, weight: Points) -> bool:
    """Tell whether a claim is the computed points half up to 0.1, or to 0.5 or 1 in a row of at least five points."""
    exact = Fraction(computed, 100)
    steps = (Fraction(1, 10), Fraction(1, 2), Fraction(1)) if weight >= _HEAVY else (Fraction(1, 10),)
    return any(half_up(exact / step, 0) * step == Fraction(claimed, 100) for step in steps)
