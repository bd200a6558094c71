"""多单位汇总 - Make one form of several units' forms, so that it can be scored as a whole.

Rule:    绝对值直接累加计算，相对值按照资金额度加权平均计算；定量指标先汇总完成数，再计算得分；定性指标以资金额度为权重汇总得分。
         2020年省级项目自评表填报说明第2、3条。
Money is the total of the budget version that the set divides by. Targets are merged the same way as actual values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from perfeval.errors import Invalid, Place
from perfeval.evaluation import COLUMNS, Evaluation, FundRow, FundSource, IndicatorRow
from perfeval.evaluation.funds import read_funds
from perfeval.evaluation.target import Target, read_actual, read_target
from perfeval.indicators import IndicatorSet, plain_name
from perfeval.quantities import Fraction, Quantity, align, half_up, plain, read_points, to_points
from perfeval.scoring.row import Actual
from perfeval.scoring.trace import Input, TraceNode

_RATIOS = frozenset({"%", "‰"})
_SHOWN_PLACES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedValue:
    """汇总完成值 - Hold the exact merged value and target of a row, and the sum over the units that gives the value."""

    actual: Actual
    target: Target
    trace: TraceNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """汇总自评 - Hold the merged form, and the exact merged values by row id, to be scored together."""

    evaluation: Evaluation
    values: Mapping[str, MergedValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One unit's row, with the unit's name, place among the forms, and money."""

    unit: str
    at: int
    row: IndicatorRow
    money: Fraction

    @property
    def where(self) -> str:
        """位置 - Return the place of the row among the forms."""
        return f"evaluations[{self.at}].indicators.{self.row.id}"


def merge(rules: IndicatorSet, evaluations: Sequence[Evaluation]) -> Merged:
    """汇总 - Return one form over several units; rows belong together by key, else by names.

    Raises: Invalid, when the forms are of different sets, years or money units, or a row differs in weight or unit.
    """
    first = _alike(evaluations)
    groups: dict[tuple[str, ...], list[_Part]] = {}
    for at, evaluation in enumerate(evaluations):
        money = read_funds(evaluation).total[rules.execution.denominator.value] or Fraction(0)
        unit = evaluation.subject.unit or evaluation.subject.department or f"第{at + 1}个单位"
        for row in evaluation.indicators:
            groups.setdefault(_identity(row), []).append(_Part(unit=unit, at=at, row=row, money=money))
    rows: list[IndicatorRow] = []
    values: dict[str, MergedValue] = {}
    for number, parts in enumerate(groups.values()):
        row, value = _merged_row(rules, first.year, f"r{number + 1}", parts)
        rows.append(row)
        values.update({row.id: value} if value is not None else {})
    whole = replace(first, indicators=tuple(rows), funds=_funds(evaluations), spending=(), narrative={}, answers=())
    return Merged(evaluation=whole, values=values)


def _alike(evaluations: Sequence[Evaluation]) -> Evaluation:
    """Return the first form, after making sure that all can be merged."""
    if not evaluations:
        raise Invalid("merge-empty", "没有可以汇总的自评表")
    first = evaluations[0]
    places = tuple(
        Place(where=f"evaluations[{at}]", message="指标体系、年度、类型或金额单位与第一份不同", suggestion="统一后再汇总")
        for at, each in enumerate(evaluations)
        if (each.set, each.year, each.kind, each.money_unit) != (first.set, first.year, first.kind, first.money_unit)
    )
    if places:
        raise Invalid("merge-unlike", "自评表不能汇总", places)
    return first


def _identity(row: IndicatorRow) -> tuple[str, ...]:
    """Return what makes rows of several units the same indicator."""
    return (row.key,) if row.key else tuple(plain_name(name or "") for name in (row.category, row.aspect, row.name))


def _merged_row(rules: IndicatorSet, year: int, id_: str, parts: list[_Part]) -> tuple[IndicatorRow, MergedValue | None]:
    """Return the row over all units where it applies, and its exact value where it has one."""
    applying = [part for part in parts if not part.row.not_applicable]
    first = (applying or parts)[0].row
    if any(part.row.weight != first.weight for part in parts):
        raise Invalid("merge-unlike", "自评表不能汇总", (Place(where=parts[0].where, message=f"指标“{first.name}”的分值各单位不同"),))
    row = structs.replace(
        first,
        id=id_,
        not_applicable=not applying,
        claimed=_claim(applying),
        reason=_joined([(part.unit, part.row.reason) for part in parts]),
        measures=_joined([(part.unit, part.row.measures) for part in parts]),
        evidence=tuple(each for part in parts for each in part.row.evidence),
        actual=first.actual if len({part.row.actual for part in applying}) == 1 else None,
    )
    own = rules.indicator(first.key) if first.key else None
    targets = [read_target(text, year) for part in applying if (text := part.row.target or (own.target if own else None))]
    actuals = [quantity for part in applying if part.row.actual and (quantity := read_actual(part.row.actual))]
    if not applying or len(targets) < len(applying) or len(actuals) < len(applying) or not all(target.low for target in targets):
        return row, None
    target = _target(targets, applying)
    value = _value(actuals, target, applying)
    shown = f"{plain(half_up(value.actual.quantity.number, _SHOWN_PLACES))}{value.actual.quantity.unit}"
    return structs.replace(row, target=target.text, actual=shown), value


def _value(actuals: list[Quantity], target: Target, parts: list[_Part]) -> MergedValue:
    """Return the merged actual value: absolute values add up, ratios are means weighted by money."""
    unit = actuals[0]
    numbers = [_in_unit(unit, quantity, part) for quantity, part in zip(actuals, parts, strict=True)]
    exact, expression, words = _combined(numbers, parts, ratio=unit.base in _RATIOS)
    inputs = tuple(Input(f"{part.unit}完成值", part.row.actual or "", f"{part.where}.actual") for part in parts)
    if unit.base in _RATIOS:
        inputs += tuple(Input(f"{part.unit}资金额度", plain(part.money), f"evaluations[{part.at}].funds") for part in parts)
    trace = TraceNode(
        rule="merge", source="多单位汇总", words=words, inputs=inputs, expression=expression, exact=exact, rounded=to_points(exact)
    )
    quantity = Quantity(number=exact, scale=unit.scale, base=unit.base)
    return MergedValue(actual=Actual(quantity=quantity, expression=f"({expression})", inputs=inputs), target=target, trace=trace)


def _target(targets: list[Target], parts: list[_Part]) -> Target:
    """Return the merged target, exactly: the same as every unit's, else added up or averaged as its value is; its text is rounded."""
    first = targets[0]
    if len({target.text for target in targets}) == 1 and (first.low is None or first.low.base in _RATIOS):
        return first
    low = _end([target.low for target in targets if target.low is not None], parts)
    highs = [target.high for target in targets if target.high is not None]
    high = _end(highs, parts) if len(highs) == len(targets) else None
    text = f"{_shown(low)}{low.unit}" if high is None else f"{_shown(low)}～{_shown(high)}{high.unit}"
    return Target(text=f"{(first.sign or '') if high is None else ''}{text}", sign=first.sign, strict=first.strict, low=low, high=high)


def _end(ends: list[Quantity], parts: list[_Part]) -> Quantity:
    """Return the merged target, or one end of a merged range, exactly."""
    numbers = [_in_unit(ends[0], end, part) for end, part in zip(ends, parts, strict=True)]
    exact, expression, _ = _combined(numbers, parts, ratio=ends[0].base in _RATIOS)
    return Quantity(number=exact, digits=f"({expression})", scale=ends[0].scale, base=ends[0].base)


def _shown(quantity: Quantity) -> str:
    """Return a merged number as the form prints it; the exact one is in the trace."""
    return plain(half_up(quantity.number, _SHOWN_PLACES))


def _combined(numbers: list[Fraction], parts: list[_Part], *, ratio: bool) -> tuple[Fraction, str, str]:
    """Return the sum, or the mean weighted by money, as number, expression and words."""
    money = sum((part.money for part in parts), Fraction(0))
    if not ratio:
        return sum(numbers, Fraction(0)), "+".join(plain(number) for number in numbers), f"{len(parts)}个单位的绝对值直接累加"
    if not money:
        places = tuple(Place(where=part.where, message="没有资金额度，相对值无法加权汇总") for part in parts)
        raise Invalid("merge-without-money", "自评表不能汇总", places)
    exact = sum((number * part.money for number, part in zip(numbers, parts, strict=True)), Fraction(0)) / money
    terms = "+".join(f"{plain(number)}*{plain(part.money)}" for number, part in zip(numbers, parts, strict=True))
    return exact, f"({terms})/{plain(money)}", f"{len(parts)}个单位的相对值按资金额度加权平均"


def _in_unit(unit: Quantity, quantity: Quantity, part: _Part) -> Fraction:
    """Return a number in the unit of the first; units that do not convert cannot be merged."""
    pair = align(unit, quantity)
    if pair.differs:
        message = f"计量单位“{quantity.unit}”与“{unit.unit}”不同，无法汇总"
        raise Invalid("merge-unlike", "自评表不能汇总", (Place(where=part.where, message=message),))
    return pair.actual / pair.factors[0]


def _claim(parts: list[_Part]) -> str | None:
    """Return the claims' mean weighted by money, half up to 0.01; None where a unit claimed nothing."""
    claims = [read_points(part.row.claimed) if part.row.claimed else None for part in parts]
    known = [(claim, part.money) for claim, part in zip(claims, parts, strict=True) if claim is not None]
    money = sum((weight for _, weight in known), Fraction(0))
    if len(known) < len(parts) or not money:
        return None
    return plain(half_up(sum((claim * weight for claim, weight in known), Fraction(0)) / money))


def _joined(texts: list[tuple[str, str | None]]) -> str | None:
    """Return the texts of the units, each with the unit's name."""
    return "；".join(f"{unit}：{text}" for unit, text in texts if text) or None


def _funds(evaluations: Sequence[Evaluation]) -> tuple[FundRow, ...]:
    """Return the money table over all units: every amount added up by source and column."""
    tables = [(evaluation, read_funds(evaluation)) for evaluation in evaluations]
    sources = dict.fromkeys(row.source for evaluation in evaluations for row in evaluation.funds)
    sums: dict[FundSource, dict[str, str | None]] = {}
    for source in sources:
        amounts = [funds.rows[at] for evaluation, funds in tables for at, row in enumerate(evaluation.funds) if row.source is source]
        sums[source] = {
            column: plain(sum(written, Fraction(0)))
            if (written := [each for row in amounts if (each := row[column]) is not None])
            else None
            for column in COLUMNS
        }
    return tuple(FundRow(source=source, **cells) for source, cells in sums.items())
