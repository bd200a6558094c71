"""列宽 - Let the grid of a table follow the cells that a rendering really makes.

`{%tc for %}`, `{% colspan %}` and `{% hm %}` change how many columns a table has. Such a table counts its cells while it
is rendered; its grid and the widths of its cells are written when it is complete, scaled so that the table stays as wide
as it was in the template.
"""

import re
from collections.abc import Container, Mapping

from lxml import etree

from perfeval.reports.word.cells import span
from perfeval.reports.word.lifts import wrap
from perfeval.reports.word.namespaces import TBL, TC, TCPR, TR, word
from perfeval.reports.word.script import Script, Tag
from perfeval.reports.word.tree import Element, nearest_ancestor, put_before, remove

GRID_HERE = "\ufdd3"
_WIDTH_HERE = "\ufdd4"
_WIDTHS = re.compile(f"{_WIDTH_HERE}(\\d+){_WIDTH_HERE}")
_GRID, _COLUMN, _WIDTH, _KIND = word("tblGrid"), word("gridCol"), word("w"), word("type")
_CELL_WIDTH = word("tcW")
_USUAL_WIDTH = 1000


def make_elastic(script: Script, table: Element, tag: Tag, spans: Mapping[Element, str], lifted: Container[Element]) -> None:
    """弹性列 - Make a table of the template count its cells; `spans` are the expressions that tags gave.

    Units: twentieths of a point.
    """
    widths = [_number(column.get(_WIDTH)) for column in table.iterfind(f"{_GRID}/{_COLUMN}")]
    for row in table.iter(TR):
        if nearest_ancestor(row, TBL) is not table or row in lifted:
            continue
        put_before(row, script.value("__row()", tag))
        start = 0
        for cell in row.iter(TC):
            if nearest_ancestor(cell, TR) is row:
                nominal = sum(widths[start : start + span(cell)])
                start += span(cell)
                if cell not in lifted:
                    _count(script, cell, nominal, spans.get(cell), tag)
    grid = table.find(_GRID)
    if grid is not None:
        remove(grid, instead=GRID_HERE)
        wrap(script, table, "__table", tag, inside=script.value(f"__open_table({sum(widths)})", tag))


def _count(script: Script, cell: Element, nominal: int, spans: str | None, tag: Tag) -> None:
    properties = cell.find(TCPR)
    if properties is None:
        properties = etree.Element(TCPR)
        cell.insert(0, properties)
    width = properties.find(_CELL_WIDTH)
    if width is None:
        width = etree.Element(_CELL_WIDTH)
        properties.insert(0, width)
    own = _number(width.get(_WIDTH)) if width.get(_KIND) == "dxa" else 0
    width.set(_KIND, "dxa")
    nominal = own or nominal or _USUAL_WIDTH
    expression = spans or str(span(cell))
    total = f"{nominal} * loop.length" if expression.startswith("loop.length") else str(nominal)
    width.set(_WIDTH, script.value(f"__cell({total}, {expression})", tag))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


class CellCount:
    """单元格计数 - Collect width and span of the cells of one table while it is rendered."""

    __slots__ = ("rows", "total")

    def __init__(self, total: int) -> None:
        """构造 - Begin with no rows; `total` is the width of the table in the template."""
        self.total = total
        self.rows: list[list[tuple[int, int]]] = []

    def row(self) -> str:
        """起行 - Begin a row; prints nothing."""
        self.rows.append([])
        return ""

    def cell(self, width: int, columns: int) -> str:
        """记一格 - Count a cell; prints a place where its final width will go."""
        self.rows[-1].append((width, columns))
        return f"{_WIDTH_HERE}{width}{_WIDTH_HERE}"

    def settle(self, xml: str) -> str:
        """定列宽 - Return the table with its grid and widths written."""
        widest = max(self.rows, key=lambda row: sum(columns for _, columns in row), default=[])
        nominal = sum(width for width, _ in widest)
        scale = self.total / nominal if self.total and nominal else 1.0
        columns = [round(width * scale / count) for width, count in widest for _ in range(count)]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
        xml = xml.replace(GRID_HERE, f"<w:tblGrid>{grid}</w:tblGrid>", 1)
        return _WIDTHS.sub(lambda found: str(round(int(found[1]) * scale)), xml)
