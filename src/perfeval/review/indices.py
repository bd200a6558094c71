"""公开指标 - Two shares that a bureau publishes about the work: points with rule and proof, and demanded content that is there."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from perfeval.evaluation import Evaluation
from perfeval.indicators import EvidenceRule, IndicatorSet
from perfeval.quantities import Fraction
from perfeval.review.judgement import MONEY_ROW
from perfeval.scoring import METHODS_BY_NAME, Row, RowScore, Scorecard, find_aspect


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """应有内容 - Name something that a form must hold, and say whether it is there."""

    name: str
    present: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """齐全程度 - Hold how much of the demanded content is there, what is missing, and the share from which it passes."""

    present: int
    demanded: int
    missing: tuple[str, ...]
    pass_mark: Fraction

    @property
    def share(self) -> Fraction | None:
        """占比 - Return the share that is there, None where nothing is demanded."""
        return Fraction(self.present, self.demanded) if self.demanded else None

    @property
    def passes(self) -> bool:
        """合格 - Tell whether enough is there."""
        return self.share is None or self.share >= self.pass_mark


def proven_share(card: Scorecard, proven: Collection[str]) -> Fraction | None:
    """有规则有佐证的得分占比 - Return Σ points that a rule gave and a proof shows ÷ Σ points; proven are ids of rows with proof.

    The money row is meant by `execution`; its proof are the figures of the treasury. None where there are no points.
    """
    rows = [(row.row.written.id, row.points or 0, _by_rule(row)) for row in card.rows]
    rows.append((MONEY_ROW, card.execution.points or 0, True))
    whole = sum(points for _, points, _ in rows)
    shown = sum(points for row, points, by_rule in rows if by_rule and row in proven)
    return Fraction(shown, whole) if whole else None


def completeness(demands: Collection[Demand], pass_mark: Fraction) -> Completeness:
    """齐全程度 - Return how many of the demands are there."""
    missing = tuple(each.name for each in demands if not each.present)
    return Completeness(present=len(demands) - len(missing), demanded=len(demands), missing=missing, pass_mark=pass_mark)


def demands_of(rules: IndicatorSet, evaluation: Evaluation, card: Scorecard) -> tuple[Demand, ...]:
    """应有内容 - Return what the form must hold: of every row that applies what it needs, proof where the set demands it, and reasons."""
    money = [
        Demand(name="年度绩效目标", present=bool(evaluation.objective.expected)),
        Demand(name="目标完成情况", present=bool(evaluation.objective.actual)),
    ]
    if card.execution.weight is not None:
        money += [Demand(name=f"{column}", present=card.funds.total[key] is not None) for key, column in _AMOUNTS]
        if card.execution.lost:
            money.append(Demand(name="预算执行率：偏差原因", present=bool(evaluation.execution.reason)))
    return (*money, *(demand for row in card.rows for demand in _of_row(rules, row)))


_AMOUNTS = (("adjusted", "全年预算数"), ("spent", "全年执行数"))


def _by_rule(row: RowScore) -> bool:
    """Tell whether the points of a row come from a rule and not from a judgement."""
    method = METHODS_BY_NAME.get(row.row.method or "")
    return method is not None and not method.judged and row.computed is not None


def _of_row(rules: IndicatorSet, score: RowScore) -> Iterator[Demand]:
    """Yield what a row must hold; of one that does not apply, the reason."""
    row = score.row
    name = row.name or f"第{row.number}行"
    if row.written.not_applicable:
        yield Demand(name=f"{name}：不适用的原因", present=bool(row.written.reason))
        return
    unread = {fault.cell for fault in row.faults if fault.code in {"value-missing", "value-unreadable"}}
    yield Demand(name=f"{name}：指标值", present="target" not in unread)
    yield Demand(name=f"{name}：实际完成值", present=not unread - {"target"} and (row.written.key is not None or bool(row.written.actual)))
    yield Demand(name=f"{name}：得分", present=score.points is not None)
    if (proof := _proof(rules, row)) is not None:
        yield Demand(name=f"{name}：佐证（{proof.what}）", present=any(each.title or each.file for each in row.written.evidence))
    if score.lost:
        yield Demand(name=f"{name}：偏差原因", present=bool(row.written.reason))


def _proof(rules: IndicatorSet, row: Row) -> EvidenceRule | None:
    """Return what the set demands as proof of a row: its indicator's own rule, else that of its level-2 part."""
    aspect = find_aspect(rules, row.category, row.aspect) if row.aspect else None
    return (row.indicator.evidence if row.indicator else None) or (aspect.evidence if aspect else None)
