"""资金事实 - Every amount of the money table as final text: in the form's unit, in 元 and in 万元, always exact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import NamedTuple

from perfeval.evaluation import FundRow, FundSource, MoneyUnit, SpendingKind
from perfeval.evaluation.funds import AmountRow
from perfeval.evaluation.model import BUDGETS, COLUMNS, LEVELS, Amounts
from perfeval.indicators import Denominator
from perfeval.quantities import Fraction
from perfeval.reports import wording
from perfeval.reports.case import Case
from perfeval.reports.facts.rows import execution_reason

OTHERS = (FundSource.SPECIAL_ACCOUNT, FundSource.UNIT, FundSource.OTHER)
"""其他来源 - What the four-row money table puts together as 其他资金."""
_LOCAL = "地方资金"


@dataclass(frozen=True, slots=True, kw_only=True)
class FundFacts:
    """资金行 - Hold one row of the money table, ready to print.

    budget is the column that the set divides by; balance is budget − spent. Plain names are in the form's unit.
    deviation joins reason and measures, for forms with one column for both.
    """

    title: str
    original: str
    adjusted: str
    received: str
    spent: str
    budget: str
    balance: str
    original_yuan: str
    adjusted_yuan: str
    received_yuan: str
    spent_yuan: str
    budget_yuan: str
    balance_yuan: str
    original_wan: str
    adjusted_wan: str
    received_wan: str
    spent_wan: str
    budget_wan: str
    balance_wan: str
    rate: str
    weight: str = wording.MISSING
    points: str = wording.MISSING
    reason: str = wording.MISSING
    deviation: str = wording.MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """按来源的资金行 - Hold the row of every fund source exactly as written; dashes where it is not."""

    fiscal: FundFacts
    carryover: FundFacts
    special_account: FundFacts
    unit: FundFacts
    other: FundFacts
    central: FundFacts
    province: FundFacts
    city: FundFacts
    county: FundFacts
    general: FundFacts
    government_fund: FundFacts
    state_capital: FundFacts
    social_insurance: FundFacts
    debt: FundFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendingFacts:
    """按支出性质的资金行 - Hold basic and project spending; dashes where they are not written."""

    basic: FundFacts
    project: FundFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFacts:
    """资金表 - Hold the rows that forms ask for, by name and as lists.

    fiscal and other are those of the four-row table: where no such row is written, the sum of what stands for it.
    local is the sum of 省级, 市级 and 县级.
    """

    total: FundFacts
    fiscal: FundFacts
    carryover: FundFacts
    other: FundFacts
    local: FundFacts
    rows: tuple[FundFacts, ...]
    levels: tuple[FundFacts, ...]
    budgets: tuple[FundFacts, ...]
    spending: tuple[FundFacts, ...]
    by_source: SourceFacts
    by_spending: SpendingFacts


class _Written(NamedTuple):
    """Hold a row as it was written and as it was read."""

    row: Amounts
    amounts: AmountRow


def money_facts(case: Case) -> MoneyFacts:
    """资金事实 - Return the money table of a case; the total row carries weight and points of the money row."""
    evaluation, funds = case.evaluation, case.card.funds
    written = {row.source: _Written(row, amounts) for row, amounts in zip(evaluation.funds, funds.rows, strict=True)}
    spent = {row.kind: _Written(row, amounts) for row, amounts in zip(evaluation.spending, funds.spending, strict=True)}
    others = [source for source in OTHERS if source in written]
    split = LEVELS if any(source in written for source in LEVELS) else BUDGETS
    return MoneyFacts(
        total=_total(case),
        fiscal=_one_or_sum(case, FundSource.FISCAL, written, () if FundSource.FISCAL in written else split),
        carryover=_one_or_sum(case, FundSource.CARRYOVER, written, ()),
        other=_one_or_sum(case, FundSource.OTHER, written, () if others == [FundSource.OTHER] else others),
        local=_sum_of(case, _LOCAL, [written[level] for level in LEVELS[1:] if level in written]),
        rows=_rows(case, (source for source in written if source is not FundSource.TOTAL), written),
        levels=_rows(case, LEVELS, written),
        budgets=_rows(case, BUDGETS, written),
        spending=tuple(_written_row(case, kind.label, each) for kind, each in spent.items()),
        by_source=SourceFacts(
            **{each.value: _named(case, each.label, written.get(each)) for each in FundSource if each is not FundSource.TOTAL}
        ),
        by_spending=SpendingFacts(**{each.value: _named(case, each.label, spent.get(each)) for each in SpendingKind}),
    )


def in_yuan(value: Fraction | None, unit: MoneyUnit) -> Fraction | None:
    """折合元 - Return an amount of the form's unit in 元."""
    return value if value is None or unit is MoneyUnit.YUAN else value * 10**4


def _total(case: Case) -> FundFacts:
    execution, evaluation = case.card.execution, case.evaluation
    written = next((row for row in evaluation.funds if row.source is FundSource.TOTAL), None)
    amounts = dict(case.card.funds.total)
    reason = execution_reason(case)
    scored, money = case.rules.scored, evaluation.execution
    return _row(
        case,
        FundSource.TOTAL.label,
        amounts,
        texts=written,
        rate=wording.percent(execution.rate),
        weight=wording.weight(execution.weight) if scored else wording.written(money.weight),
        points=wording.points(execution.points) if scored else wording.written(money.claimed),
        reason=wording.written(reason),
        deviation=wording.clauses((reason, money.measures)) or (wording.MISSING if execution.lost > 0 else ""),
    )


def _rows(case: Case, sources: Iterable[FundSource], written: Mapping[FundSource, _Written]) -> tuple[FundFacts, ...]:
    """Return the rows of those sources that are written."""
    return tuple(_written_row(case, source.label, written[source]) for source in sources if source in written)


def _named(case: Case, title: str, written: _Written | None) -> FundFacts:
    """Return the row of one source or kind of spending, dashes where it is not written."""
    return _blank(title) if written is None else _written_row(case, title, written)


@cache
def _blank(title: str) -> FundFacts:
    """Return a row in which nothing is written."""
    amounts = {each.name: wording.MISSING for each in fields(FundFacts)}
    return FundFacts(**{**amounts, "title": title})


def _one_or_sum(case: Case, source: FundSource, written: Mapping[FundSource, _Written], parts: Iterable[FundSource]) -> FundFacts:
    """Return the row of a source, or the sum of parts that stand for it; dashes where nothing is written."""
    known = [written[part] for part in parts if part in written]
    if known:
        return _sum_of(case, source.label, known)
    return _written_row(case, source.label, written.get(source, _Written(Amounts(), dict.fromkeys(COLUMNS))))


def _sum_of(case: Case, title: str, parts: Sequence[_Written]) -> FundFacts:
    """Return the sum of some rows, dashes where there are none; a single row is printed as it is written."""
    if len(parts) <= 1:
        return _written_row(case, title, parts[0]) if parts else _blank(title)
    amounts = [_taken(case, part) for part in parts]
    return _row(case, title, {column: _sum(each[column] for each in amounts) for column in COLUMNS})


def _written_row(case: Case, title: str, written: _Written) -> FundFacts:
    """Return a row of the form."""
    reason = written.row.reason if isinstance(written.row, FundRow) else None
    told = wording.written(reason)
    return _row(case, title, _taken(case, written), texts=written.row, reason=told, deviation=told)


def _taken(case: Case, written: _Written) -> AmountRow:
    """Return the amounts of a row; where the year had no adjustment, its original budget is that of the year."""
    row, amounts = written
    if case.card.funds.adjusted_taken and row.adjusted is None:
        return {**amounts, "adjusted": amounts["original"]}
    return amounts


def _row(  # noqa: PLR0913 - what the total row has beside its amounts
    case: Case,
    title: str,
    amounts: AmountRow,
    *,
    texts: Amounts | None = None,
    rate: str | None = None,
    weight: str = wording.MISSING,
    points: str = wording.MISSING,
    reason: str = wording.MISSING,
    deviation: str = wording.MISSING,
) -> FundFacts:
    denominator, unit = case.rules.execution.denominator, case.evaluation.money_unit
    budget, spent = amounts[denominator.value], amounts["spent"]
    all_amounts = {**amounts, "budget": budget, "balance": None if budget is None or spent is None else budget - spent}
    plain, yuan, wan = _texts(all_amounts, unit, texts, denominator)
    return FundFacts(
        title=title,
        original=plain["original"],
        adjusted=plain["adjusted"],
        received=plain["received"],
        spent=plain["spent"],
        budget=plain["budget"],
        balance=plain["balance"],
        original_yuan=yuan["original"],
        adjusted_yuan=yuan["adjusted"],
        received_yuan=yuan["received"],
        spent_yuan=yuan["spent"],
        budget_yuan=yuan["budget"],
        balance_yuan=yuan["balance"],
        original_wan=wan["original"],
        adjusted_wan=wan["adjusted"],
        received_wan=wan["received"],
        spent_wan=wan["spent"],
        budget_wan=wan["budget"],
        balance_wan=wan["balance"],
        rate=rate if rate is not None else wording.percent(_rate(spent, budget)),
        weight=weight,
        points=points,
        reason=reason,
        deviation=deviation,
    )


def _texts(
    amounts: AmountRow, unit: MoneyUnit, written: Amounts | None, denominator: Denominator
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return the amounts as text in the form's unit, in 元 and in 万元; what could not be read is printed as written."""
    unread = {column: text for column in COLUMNS if amounts[column] is None and (text := _text(written, column)) is not None}
    if denominator.value in unread:
        unread["budget"] = unread[denominator.value]
    yuan = {column: in_yuan(value, unit) for column, value in amounts.items()}
    wan = {column: None if value is None else value / 10**4 for column, value in yuan.items()}
    plain, in_whole, in_wan = ({column: wording.amount(value) for column, value in each.items()} | unread for each in (amounts, yuan, wan))
    return plain, in_whole, in_wan


def _text(written: Amounts | None, column: str) -> str | None:
    match written, column:
        case None, _:
            return None
        case _, "original":
            return written.original
        case _, "adjusted":
            return written.adjusted
        case _, "received":
            return written.received
        case _:
            return written.spent


def _rate(spent: Fraction | None, budget: Fraction | None) -> Fraction | None:
    return spent / budget if spent is not None and budget else None


def _sum(values: Iterable[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if known else None
