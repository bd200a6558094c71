"""评分结果 - What scoring returns: every row with two numbers and the one that counts, sums, grade and all traces."""

from dataclasses import dataclass

from msgspec import Struct

from perfeval.evaluation.funds import Funds
from perfeval.evaluation.model import Foot
from perfeval.indicators import Denominator
from perfeval.quantities import Fraction, Points
from perfeval.scoring.row import Row
from perfeval.scoring.trace import TraceNode


class RowScore(Struct, frozen=True, kw_only=True):
    """指标得分 - Hold what one row earns: computed by the rule, claimed by the unit, and the points that count."""

    row: Row
    computed: Points | None = None
    claimed: Points | None = None
    points: Points | None = None
    rate: Fraction | None = None
    trace: TraceNode | None = None

    @property
    def difference(self) -> Points | None:
        """差额 - Return claimed − computed, None when either is."""
        return None if self.claimed is None or self.computed is None else Points(self.claimed - self.computed)

    @property
    def counts(self) -> bool:
        """参与计分 - Tell whether the row has a weight and applies."""
        return self.row.weight is not None and not self.row.written.not_applicable

    @property
    def lost(self) -> Points:
        """失分 - Return weight − points, 0 where there are no points."""
        return Points(0) if self.points is None or self.row.weight is None else Points(self.row.weight - self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionScore:
    """资金行得分 - Hold execution rate and points of the money row; a set may have the rate alone."""

    rate: Fraction | None
    denominator: Denominator
    weight: Points | None = None
    computed: Points | None = None
    claimed: Points | None = None
    points: Points | None = None
    trace: TraceNode | None = None
    faults: tuple[tuple[str, str, str], ...] = ()

    @property
    def difference(self) -> Points | None:
        """差额 - Return claimed − computed, None when either is."""
        return None if self.claimed is None or self.computed is None else Points(self.claimed - self.computed)

    @property
    def lost(self) -> Points:
        """失分 - Return weight − points, 0 where there are no points."""
        return Points(0) if self.points is None or self.weight is None else Points(self.weight - self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class CategorySum:
    """一级指标小计 - Hold weight and points of one level-1 part; both None in a set without points."""

    name: str
    weight: Points | None
    points: Points | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForcedGrade:
    """强制等级 - Say what forces a grade."""

    item: str
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutScore:
    """挂钩金额 - Hold the amount that a total is worth, in 分, and its sum."""

    amount: Points
    trace: TraceNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """评分结果 - Hold everything that scoring finds out about one form."""

    set_id: str
    set_version: str
    set_sha256: str
    complete: bool
    total: Points | None
    grade: str | None
    total_trace: TraceNode | None
    execution: ExecutionScore
    categories: tuple[CategorySum, ...]
    rows: tuple[RowScore, ...]
    funds: Funds
    forced: tuple[ForcedGrade, ...] = ()
    payout: PayoutScore | None = None
    claimed: Foot
    weights_add_up: bool
    whole_weight: Points

    @property
    def indicator_rate(self) -> Fraction | None:
        """指标得分率 - Return Σ points ÷ Σ weights of the scored indicator rows, None where there are none."""
        scored = [row for row in self.rows if row.points is not None]
        weight = sum(row.row.weight or 0 for row in scored)
        return Fraction(sum(row.points or 0 for row in scored), weight) if weight else None
