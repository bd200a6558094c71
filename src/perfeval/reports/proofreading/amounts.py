"""资金表 - Prove the tables of money: rows by the name of their source, sources side by side, the year's budget split two ways."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from perfeval.evaluation import FundSource, SpendingKind
from perfeval.reports.facts import FormFacts
from perfeval.reports.facts.money import FundFacts
from perfeval.reports.proofreading.heads import (
    ACROSS,
    AMOUNTS,
    MONEY,
    NAMES,
    POINTS,
    SOURCES,
    Checked,
    Names,
    bare_head,
    compared,
    heads,
    unit_of,
)
from perfeval.reports.readback import Grid

TOTAL = ("年度资金总额", "年度财政资金总额", "总额", "合计")
"""总额行 - What the total row of a money table is called."""
FISCAL = ("其中：当年财政拨款", "其中：本年财政拨款", "其中：财政资金")
"""财政拨款行 - What the row of fiscal money is called beside 财政拨款."""
TITLES = frozenset({*TOTAL, *FISCAL, "其中：中央财政资金", "地方资金", *(each.label for each in (*FundSource, *SpendingKind))})
"""行的名称 - Every usual title of a row of money."""
_AMONG = re.compile(r"^其中[：:]")
_INCOME, _SPENDING = "按收入性质分", "按支出性质分"
_KINDS_OF_INCOME = {
    "一般公共预算": "general",
    "政府性基金拨款": "government_fund",
    "纳入专户管理的非税收入拨款": "special_account",
    "其他资金": "other",
}


def money(grid: Grid, head: Sequence[str], form: FormFacts, found: Sequence[tuple[int, FundFacts]]) -> Checked:
    """资金各行 - Prove the rows of a money table that were found, column by column."""
    first, suffix = _first(head), unit_of(grid, form)
    for offset, fund in found:
        for number, name in enumerate(head):
            cell, own = ("budget", _across(form, name)) if name in ACROSS else (MONEY.get(name), fund)
            if cell is not None and number >= first:
                expected = str(getattr(own, f"{cell}{suffix}" if cell in AMOUNTS else cell))
                yield compared(grid, offset, name, grid.rows[offset][number], [expected])


def fund_rows(grid: Grid, at: int, head: Sequence[str], form: FormFacts, names: Names) -> Iterator[tuple[int, FundFacts]]:
    """资金表的行 - Yield the rows below the heads of a money table that bear the name of a source, each with what it must print."""
    first, titled = _first(head), _titled(grid, form, names)
    for offset in range(at + 1, len(grid.rows)):
        row = grid.rows[offset]
        title = bare_head(row[first - 1]) if first else ""
        whole = not first or (title and title == bare_head(grid.rows[at][first - 1]))
        fund = form.money.total if whole else titled.get(source_title(title, names))
        if fund is not None:
            yield offset, fund
        elif shape(grid, offset) != shape(grid, at) or not {*NAMES, *POINTS}.isdisjoint(heads(row, names)):
            return  # another table begins


def source_title(title: str, names: Names) -> str:
    """来源名称 - Return the usual title of a row of money, without the 其中： that may stand before it."""
    known = names.get(bare_head(title), bare_head(title))
    return known if known in TITLES else _AMONG.sub("", known)


def _first(head: Sequence[str]) -> int:
    """Return the first column of amounts."""
    return next(number for number, name in enumerate(head) if MONEY.get(name) in AMOUNTS or name in ACROSS)


def shape(grid: Grid, offset: int) -> list[bool]:
    """行的样子 - Return which places of a row go on from the left."""
    return [mark == "←" for mark in grid.marks[offset]]


def split(grid: Grid, form: FormFacts) -> Checked:
    """两种分法 - Prove the year's budget by kind of income beside kind of spending: every amount stands in the cell behind its name."""
    start = next((at for at, row in enumerate(grid.rows) if {_INCOME, _SPENDING} <= set(row)), None)
    if start is None:
        return
    own, suffix = form.money, unit_of(grid, form)
    kinds = {title: getattr(own.by_source, name) for title, name in _KINDS_OF_INCOME.items()}
    kinds |= {row.title: row for row in (own.by_spending.basic, own.by_spending.project)}
    for offset in range(start + 1, len(grid.rows)):
        cells = [text for text, mark in zip(grid.rows[offset], grid.marks[offset], strict=True) if mark != "←"]
        for label, amount in pairwise(cells):
            if fund := kinds.get(label.removeprefix("其中：")):
                yield compared(grid, offset, label, amount, [str(getattr(fund, f"adjusted{suffix}"))])


def _across(form: FormFacts, name: str) -> FundFacts:
    """Return the money row of a column, where the sources stand side by side."""
    money = form.money
    own: FundFacts = getattr(money.by_source, SOURCES[name]) if name in SOURCES else money.other if name == "其他" else money.total
    return own


def _titled(grid: Grid, form: FormFacts, names: Names) -> Mapping[str, FundFacts]:
    """Return the money rows by their titles; where 单位资金 or 财政专户 has a row of its own, 其他资金 is without them."""
    money = form.money
    apart = {money.by_source.unit.title, money.by_source.special_account.title}
    other = money.by_source.other if any(apart & set(heads(row, names)) for row in grid.rows) else money.other
    own = (money.by_source.special_account, money.by_source.unit, money.fiscal, *money.rows, *money.spending)
    return {
        **{row.title: row for row in own},
        **dict.fromkeys(TOTAL, money.total),
        **dict.fromkeys(FISCAL, money.fiscal),
        "其中：中央财政资金": money.by_source.central,
        "地方资金": money.local,
        "上年结转资金": money.carryover,
        "其他资金": other,
    }
