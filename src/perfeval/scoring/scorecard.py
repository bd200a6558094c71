"""评分结果 - What scoring returns: every row with two numbers and the one that counts, sums, grade and all traces."""

import hashlib
import json
from dataclasses import dataclass
from fractions import Fraction

from perfeval.evaluation.funds import Funds
from perfeval.evaluation.model import Foot
from perfeval.indicators import Denominator
from perfeval.quantities import Points, plain, plain_points, show_points
from perfeval.scoring.row import Row
from perfeval.scoring.trace import JsonObject, TraceNode

FORMAT = "perfeval.scorecard/1"
FORMAT_SEVERAL = "perfeval.scorecards/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowScore:
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

    def as_json(self) -> JsonObject:
        """输出 - Return the row as JSON has it."""
        row = self.row
        return {
            "id": row.written.id,
            "key": row.written.key,
            "name": row.name or None,
            "category": row.category,
            "aspect": row.aspect,
            "method": row.method,
            "rate": _plain(self.rate),
            "weight": _weight(row.weight),
            "computed": _shown(self.computed),
            "claimed": _shown(self.claimed),
            "points": _shown(self.points),
            "difference": _shown(self.difference),
            "trace": self.trace.as_json() if self.trace else None,
        }


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

    def as_json(self) -> JsonObject:
        """输出 - Return the money row as JSON has it."""
        return {
            "rate": _plain(self.rate),
            "denominator": self.denominator.value,
            "weight": _weight(self.weight),
            "computed": _shown(self.computed),
            "claimed": _shown(self.claimed),
            "points": _shown(self.points),
            "difference": _shown(self.difference),
            "trace": self.trace.as_json() if self.trace else None,
        }


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
    claimed: Foot = Foot()
    weights_add_up: bool = True
    whole_weight: Points = Points(0)

    @property
    def traces(self) -> tuple[TraceNode, ...]:
        """全部依据 - Return every trace: money row, rows, total."""
        nodes = (self.execution.trace, *(row.trace for row in self.rows), self.total_trace)
        return tuple(node for node in nodes if node is not None)

    @property
    def trace_sha256(self) -> str:
        """依据散列 - Return the SHA-256 of the canonical JSON of the traces."""
        trees = [node.as_json() for node in self.traces]
        return hashlib.sha256(json.dumps(trees, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()

    @property
    def indicator_rate(self) -> Fraction | None:
        """指标得分率 - Return Σ points ÷ Σ weights of the scored indicator rows, None where there are none."""
        scored = [row for row in self.rows if row.points is not None]
        weight = sum(row.row.weight or 0 for row in scored)
        return Fraction(sum(row.points or 0 for row in scored), weight) if weight else None

    def as_json(self, findings: list[JsonObject]) -> JsonObject:
        """输出 - Return the scorecard as JSON has it, with the findings that the checks gave."""
        return {
            "format": FORMAT,
            "set": {"id": self.set_id, "version": self.set_version, "sha256": self.set_sha256},
            "complete": self.complete,
            "total": _shown(self.total),
            "grade": self.grade,
            "total_trace": self.total_trace.as_json() if self.total_trace else None,
            "veto": [{"item": each.item, "grade": each.grade} for each in self.forced],
            "payout": {"amount": show_points(self.payout.amount), "trace": self.payout.trace.as_json()} if self.payout else None,
            "execution": self.execution.as_json(),
            "categories": [
                {"name": each.name, "weight": _weight(each.weight), "points": _shown(each.points)} for each in self.categories
            ],
            "rows": [row.as_json() for row in self.rows],
            "claimed": {"total": self.claimed.total, "grade": self.claimed.grade},
            "findings": findings,
            "trace_sha256": self.trace_sha256,
        }


def _shown(points: Points | None) -> str | None:
    return None if points is None else show_points(points)


def _weight(points: Points | None) -> str | None:
    return None if points is None else plain_points(points)


def _plain(rate: Fraction | None) -> str | None:
    return None if rate is None else plain(rate)
