"""资金表 - Read the money table into exact amounts and find the total of each budget version.

Amounts keep the file's own unit (元 or 万元). Where the total is not written it is the sum of its parts; where 全年预算数
is not written and 年初预算数 is, the year had no adjustment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perfeval.evaluation.model import BUDGETS, COLUMNS, LEVELS, PARTS, Amounts, Evaluation, FundRow, FundSource, MoneyUnit
from perfeval.quantities import Fraction, read_number, read_quantity

AmountRow = dict[str, Fraction | None]
"""一行金额 - The four amounts of a row by column; None where not written or not readable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """合计关系 - Hold a row that others must add up to: its place, its amounts and those of its parts."""

    where: str
    title: str
    amounts: AmountRow
    parts: tuple[AmountRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Funds:
    """资金情况 - Hold every amount of the form as read, and where each stands."""

    rows: tuple[AmountRow, ...]
    spending: tuple[AmountRow, ...]
    unreadable: tuple[tuple[str, str], ...]
    total: AmountRow
    origins: dict[str, str]
    adjusted_taken: bool


def read_funds(evaluation: Evaluation) -> Funds:
    """读资金表 - Return the amounts of funds and spending; what cannot be read is listed with its place."""
    unreadable: list[tuple[str, str]] = []
    rows = tuple(_amounts(row, f"funds[{at}]", evaluation.money_unit, unreadable) for at, row in enumerate(evaluation.funds))
    spending = tuple(_amounts(row, f"spending[{at}]", evaluation.money_unit, unreadable) for at, row in enumerate(evaluation.spending))
    places = {row.source: at for at, row in enumerate(evaluation.funds)}
    total, origins = _total(evaluation.funds, rows, places)
    taken = "original" in origins.get("adjusted", "")
    if total["adjusted"] is None and total["original"] is not None and not _unread("adjusted", places, unreadable):
        total["adjusted"], origins["adjusted"], taken = total["original"], origins["original"], True
    return Funds(rows=rows, spending=spending, unreadable=tuple(unreadable), total=total, origins=origins, adjusted_taken=taken)


def wholes(evaluation: Evaluation, funds: Funds) -> tuple[Whole, ...]:
    """应当相加的行 - Return each written whole with the parts that must add up to it, column by column."""
    by_source = {row.source: (at, funds.rows[at]) for at, row in enumerate(evaluation.funds)}

    def _parts(*sources: FundSource) -> tuple[AmountRow, ...]:
        return tuple(by_source[source][1] for source in sources if source in by_source)

    found: list[Whole] = []
    if FundSource.TOTAL in by_source:
        at, amounts = by_source[FundSource.TOTAL]
        fiscal = (FundSource.FISCAL,) if FundSource.FISCAL in by_source else None
        splits: list[tuple[FundSource, ...]] = [fiscal] if fiscal else [split for split in (LEVELS, BUDGETS) if _parts(*split)] or [()]
        found += [Whole(where=f"funds[{at}]", title="年度资金总额", amounts=amounts, parts=_parts(*split, *PARTS)) for split in splits]
        found.append(Whole(where=f"funds[{at}]", title="年度资金总额（按支出性质）", amounts=amounts, parts=funds.spending))
    if FundSource.FISCAL in by_source:
        at, amounts = by_source[FundSource.FISCAL]
        for split, how in ((LEVELS, "按级次"), (BUDGETS, "按预算种类")):
            found.append(Whole(where=f"funds[{at}]", title=f"财政拨款（{how}）", amounts=amounts, parts=_parts(*split)))
    return tuple(whole for whole in found if whole.parts)


def _amounts(row: Amounts, where: str, unit: MoneyUnit, unreadable: list[tuple[str, str]]) -> AmountRow:
    """Return the four amounts of a row."""
    return {column: _amount(getattr(row, column), f"{where}.{column}", unit, unreadable) for column in COLUMNS}


def _amount(text: str | None, where: str, unit: MoneyUnit, unreadable: list[tuple[str, str]]) -> Fraction | None:
    """Return one amount in the file's unit; a unit written in the cell is converted."""
    if text is None:
        return None
    number = read_number(text)
    if number is not None:
        return number
    quantity = read_quantity(text)
    if quantity is not None and quantity.base == "元":
        return quantity.whole / (1 if unit is MoneyUnit.YUAN else 10**4)
    unreadable.append((where, text))
    return None


def _unread(column: str, places: dict[FundSource, int], unreadable: list[tuple[str, str]]) -> bool:
    """Tell whether the total row has something in this column that could not be read."""
    return any(where == f"funds[{places.get(FundSource.TOTAL)}].{column}" for where, _ in unreadable)


def _total(written: tuple[FundRow, ...], rows: tuple[AmountRow, ...], places: dict[FundSource, int]) -> tuple[AmountRow, dict[str, str]]:
    """Return the total of each column and where it comes from: the total row, else the sum of the parts."""
    total: AmountRow = dict.fromkeys(COLUMNS)
    origins: dict[str, str] = {}
    at = places.get(FundSource.TOTAL)
    if at is not None:
        origins["row"] = f"funds[{at}]"
    for column in COLUMNS:
        if at is not None and getattr(written[at], column) is not None:
            total[column], origins[column] = rows[at][column], f"funds[{at}].{column}"
            continue
        unadjusted = column == "adjusted" and (total["original"] is None or _written_parts(column, rows, places))
        cells = [_cell(row, column, "original" if unadjusted else column) for row in rows]
        parts = _written_parts(column, [dict.fromkeys(COLUMNS, amount) for amount, _ in cells], places)
        if parts:
            total[column] = sum((cells[part][0] or Fraction(0) for part in parts), Fraction(0))
            origins[column] = "+".join(f"funds[{part}].{cells[part][1]}" for part in parts)
    return total, origins


def _cell(row: AmountRow, column: str, instead: str) -> tuple[Fraction | None, str]:
    """Return an amount and the column it is from: another column's where this one is not written."""
    return (row[instead], instead) if row[column] is None else (row[column], column)


def _written_parts(column: str, rows: Sequence[AmountRow], places: dict[FundSource, int]) -> list[int]:
    """Return the rows that make up the total of a column: fiscal money, or one of its splits, and the other parts."""

    def _written(sources: Iterable[FundSource]) -> list[int]:
        return [places[source] for source in sources if source in places and rows[places[source]][column] is not None]

    return (_written((FundSource.FISCAL,)) or _written(LEVELS) or _written(BUDGETS)) + _written(PARTS)
