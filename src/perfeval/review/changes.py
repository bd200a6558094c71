"""行对照 - One row before and after a review."""

from dataclasses import dataclass

from perfeval.quantities import Points, show_points
from perfeval.review.cutting import Cut
from perfeval.scoring import TraceNode


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """行对照 - Hold one row before and after: self points, reviewed points, their difference, why, and the sum behind it.

    Units: hundredths of a point; None where there are none, which adds nothing to a total.
    """

    row: str
    name: str
    weight: Points | None
    self_points: Points | None
    points: Points | None
    reason: str
    cuts: tuple[Cut, ...] = ()
    trace: TraceNode | None = None

    @property
    def uncut_loss(self) -> Points:
        """扣分之外的失分 - Return what the row lost without a deduction, by other values or by the points that were given."""
        return Points(max(0, -self.delta - sum(each.lost for each in self.cuts)))

    @property
    def delta(self) -> Points:
        """差额 - Return reviewed − self."""
        return Points((self.points or 0) - (self.self_points or 0))

    def as_json(self) -> dict[str, object]:
        """输出 - Return the row as plain data."""
        return {
            "row": self.row,
            "name": self.name,
            "weight": shown(self.weight),
            "self_points": shown(self.self_points),
            "points": shown(self.points),
            "delta": show_points(self.delta),
            "reason": self.reason,
            "codes": [each.entry.code for each in self.cuts],
            "expression": None if self.trace is None else self.trace.expression,
        }


def shown(points: Points | None) -> str | None:
    """显示 - Return points with two decimals, None where there are none."""
    return None if points is None else show_points(points)
