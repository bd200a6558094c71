"""文中的表 - Read from the tables of a report what is certain: the money row under a head of budget, spending and rate, and the total.

A report has many tables, and people lay them out as they like. What stands there twice and differs, and a money row that contradicts
itself, say nothing about the text.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from perfeval.checks.texts.facts import NO_FACTS, Facts
from perfeval.checks.texts.reading import Cell, Table, compact
from perfeval.checks.texts.rules import TextRules
from perfeval.quantities import Fraction, Points, read_number

_FULL = Fraction(100)
_WAN = 10_000
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_RATE = re.compile(r"(?P<number>\d[\d,]*(?:\.(?P<decimals>\d+))?)%")


class _Money(Struct, frozen=True, kw_only=True):
    """Hold the money row of a table: budgets and spending in 元 where their unit is told, and every rate that may be written."""

    amounts: tuple[Fraction, ...]
    rates: tuple[Fraction, ...]


def facts_in(tables: Sequence[Table], rules: TextRules) -> Facts:
    """表上的事实 - Return what the tables of a report say for certain, NO_FACTS where they say nothing."""
    rows = {each for table in tables for each in _money_rows(table, rules)}
    totals = {each for table in tables for each in _totals(table, rules)}
    money = next(iter(rows)) if len(rows) == 1 else _Money(amounts=(), rates=())
    whole = next(iter(totals)) if len(totals) == 1 else None
    if not money.rates and whole is None:
        return NO_FACTS
    total = None if whole is None else Points(int(whole * 100))
    lost, full = (whole is not None and whole < _FULL), whole == _FULL
    return Facts(rates=money.rates, amounts=money.amounts, total=total, lost=lost, full=full, stated=True)


def _money_rows(table: Table, rules: TextRules) -> Iterator[_Money]:
    """Yield the rows of the whole year's money below heads that name budget, spending and rate."""
    head: tuple[Cell, ...] = ()
    for row in table:
        if any(rules.has("table_rate", each.text) for each in row) and any(_is_spent(each, rules) for each in row):
            head = row
        elif head and any(rules.has("table_money", compact(each.text)) for each in row):
            found = _money(head, row, rules)
            if found is not None:
                yield found


def _money(head: Sequence[Cell], row: Sequence[Cell], rules: TextRules) -> _Money | None:
    """Return the money row below a head; None where it is not whole, or its rate is not that of its amounts."""
    under = {each.column: compact(each.text) for each in row}
    told = [(each, under.get(each.column, "")) for each in head]
    budgets = [number for each, text in told if _is_budget(each, rules) and (number := _number(text)) is not None]
    spent = next((number for each, text in told if _is_spent(each, rules) and (number := _number(text)) is not None), None)
    written = next((found for each, text in told if rules.has("table_rate", each.text) and (found := _RATE.fullmatch(text))), None)
    quotients = [spent / budget for budget in budgets if budget] if spent is not None else []
    if spent is None or not quotients or (written is not None and not any(_explains(each, written) for each in quotients)):
        return None
    words = "".join(each.text for each in head)
    scale = _WAN if "万元" in words else 1 if "元" in words else 0
    return _Money(amounts=tuple(each * scale for each in (*budgets, spent) if scale), rates=tuple(quotients))


def _explains(quotient: Fraction, written: re.Match[str]) -> bool:
    """Tell whether a quotient is a rate as it is written, within one of its last digit."""
    step = Fraction(1, 10 ** len(written["decimals"] or ""))
    return abs(quotient * 100 - Fraction(written["number"].replace(",", ""))) < step


def _totals(table: Table, rules: TextRules) -> Iterator[Fraction]:
    """Yield the total of points of a row that is named for it: the one number beside the hundred points that there are."""
    lines = ("".join(each.text for each in row) for row in table)
    scored = any(rules.has("table_points", line) and rules.has("table_weight", line) for line in lines)
    for row in table:
        texts = [compact(each.text) for each in row]
        plain = any(text in rules.words["table_total"] for text in texts)
        if not plain and not (scored and any(text in rules.words["table_sum"] for text in texts)):
            continue
        numbers = [number for text in texts if (number := _number(text)) is not None]
        told = set(numbers[1:]) if numbers[:1] == [_FULL] else set(numbers) if plain else set()
        if len(told) == 1 and max(told) <= _FULL:
            yield next(iter(told))


def _is_budget(cell: Cell, rules: TextRules) -> bool:
    return rules.has("table_budget", cell.text) and not _is_spent(cell, rules) and not rules.has("table_rate", cell.text)


def _is_spent(cell: Cell, rules: TextRules) -> bool:
    return rules.has("table_spent", cell.text) and not rules.has("table_rate", cell.text)


def _number(text: str) -> Fraction | None:
    """Return the number that a cell holds and nothing else, None for any other cell."""
    return read_number(text) if _NUMBER.fullmatch(text) else None
