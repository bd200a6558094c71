"""没有核对的栏目 - Say which columns and rows of the tables of a form nobody proved, so that none stays silent."""

import re
from collections.abc import Collection, Iterator, Sequence

from perfeval.reports import wording
from perfeval.reports.manifest import FormTable
from perfeval.reports.proofreading.amounts import TITLES, shape, source_title
from perfeval.reports.proofreading.heads import AMOUNTS, MONEY, Names, bare_head, heads, usual
from perfeval.reports.proofreading.overviews import is_overview
from perfeval.reports.readback import Copy, Grid

_FIGURE = re.compile(r"[≥≤=<>＜＞]?\d[\d.,，]*\S{0,6}")
_WORDS = re.compile(
    r"原因|措施|说明|备注|依据|标准$|材料|解释|来源|情况|综述|目标$|内容|类别|名称|核心|单位$|科室|复核|审定|^[一二三]级指标$"
)


def unproved(copy: Copy, tables: Sequence[FormTable], names: Names, proved: Collection[str]) -> Iterator[str]:
    """没有核对的栏目 - Yield a remark for each table with columns of figures, or rows of money, that were not proved.

    A column whose cells hold no figure, and one that is called as words are called, holds words.
    """
    own = {bare_head(name): word for name, word in names.items()}
    for table in tables:
        columns = [column for column, cells in _columns(copy, table) if usual(column, own) not in proved and _holds_figures(column, cells)]
        if columns:
            yield f"表“{table.name}”没有核对的栏目：{'、'.join(columns)}；是数字的请在 names 中写明它相当于哪一栏"
        amounts = any(MONEY.get(usual(column, own)) in AMOUNTS and usual(column, own) in proved for column in table.columns)
        rows = [row for row in table.rows if source_title(row, own) not in TITLES]
        if amounts and rows and not is_overview(heads(table.columns, own)):
            yield f"表“{table.name}”没有核对的行：{'、'.join(rows)}；请在 names 中写明它相当于哪一个资金来源"


def _columns(copy: Copy, table: FormTable) -> Iterator[tuple[str, list[str]]]:
    """Yield the columns of a table with the cells printed below them, none where the head was not printed."""
    wanted = [bare_head(column) for column, span in zip(table.columns, table.spans, strict=True) for _ in range(span)]
    for grid in copy.grids:
        at = next((at for at in range(len(grid.rows)) if _shown(grid, at) == wanted), None)
        if at is None:
            continue
        rows, start = list(_below(grid, at)), 0
        for column, span in zip(table.columns, table.spans, strict=True):
            yield column, [grid.rows[row][start] for row in rows if not grid.marks[row][start]]
            start += span
        return


def _below(grid: Grid, at: int) -> Iterator[int]:
    """Yield the rows below a head that are cut as the first of them is."""
    for row in range(at + 1, len(grid.rows)):
        if shape(grid, row) != shape(grid, at + 1):
            return
        yield row


def _shown(grid: Grid, at: int) -> list[str]:
    """Return the cells of a row as a form lists them; one that goes on from above is empty."""
    cells: list[str] = []
    for text, mark in zip(grid.rows[at], grid.marks[at], strict=True):
        cells.append(cells[-1] if mark == "←" and cells else "" if mark == "↑" else bare_head(text))
    return cells


def _holds_figures(column: str, cells: Sequence[str]) -> bool:
    """Tell whether a column is one of figures; where nothing was filled in, its name decides."""
    if not column or _WORDS.search(bare_head(column)):
        return False
    return any(_FIGURE.fullmatch(cell) or cell == wording.MISSING for cell in cells)
