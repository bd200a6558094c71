"""读回 - Read a docx back the way people see it: paragraphs, charts, and tables in which a merged cell stands at all its places."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from perfeval.reports.chartback import ChartCopy, charts_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """表格 - Hold the texts of a table by row and column, and how people call it; before is the paragraph above it.

    marks says of every place whether its cell goes on from the left (←) or from above (↑), else it is empty.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    marks: tuple[tuple[str, ...], ...]
    before: str


Block = str | Grid | ChartCopy
"""块 - A paragraph, a table or a chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """读回的文档 - Hold the paragraphs, tables and charts of a document in their order; a chart follows what it stands in."""

    paragraphs: tuple[str, ...]
    grids: tuple[Grid, ...]
    charts: tuple[ChartCopy, ...]
    blocks: tuple[Block, ...]


def read_back(docx: bytes) -> Copy:
    """读回 - Return the texts of a document."""
    blocks = tuple(_blocks(docx))
    return Copy(
        paragraphs=tuple(block for block in blocks if isinstance(block, str)),
        grids=tuple(block for block in blocks if isinstance(block, Grid)),
        charts=tuple(block for block in blocks if isinstance(block, ChartCopy)),
        blocks=blocks,
    )


def text_of(docx: bytes) -> str:
    """文字 - Return a document as plain text, a line for each paragraph and row, a chart as a table; merged cells go on as ← and ↑."""
    lines: list[str] = []
    for block in read_back(docx).blocks:
        match block:
            case str():
                lines += [block] if block.strip() else []
            case ChartCopy():
                lines += ["", f"图表：{block.title}", *(f"| {' | '.join(row)} |" for row in block.shown), ""]
            case Grid():
                lines += ["", *_table_lines(block), ""]
    return "\n".join(lines).strip("\n") + "\n"


def _table_lines(grid: Grid) -> Iterator[str]:
    for texts, marks in zip(grid.rows, grid.marks, strict=True):
        yield "| " + " | ".join(mark or text.replace("\n", "⏎") for text, mark in zip(texts, marks, strict=True)) + " |"


def _blocks(docx: bytes) -> Iterator[Block]:
    number, before, charts = 0, "", 0
    document = Document(BytesIO(docx))
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            before = block.text or before
            yield block.text
        else:
            number += 1
            cells = [row.cells for row in block.rows]
            rows = tuple(tuple(cell.text for cell in row) for row in cells)
            yield Grid(name=f"正文表格{number}", rows=rows, marks=tuple(_marks(cells)), before=before)
        shown = tuple(charts_in(block._element, document.part, charts))  # noqa: SLF001 - charts have no public name
        charts += len(shown)
        yield from shown


def _marks(cells: list[tuple[_Cell, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield for every row how its cells go on from others; the library hands out one object for a merged cell."""
    above: tuple[object, ...] = ()
    for row in cells:
        own = tuple(cell._tc for cell in row)  # noqa: SLF001 - the identity of a cell has no public name
        yield tuple(
            "←" if at and own[at] is own[at - 1] else "↑" if at < len(above) and own[at] is above[at] else "" for at in range(len(own))
        )
        above = own
