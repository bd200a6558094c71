"""与表式相符 - Compare a filled document with what its manifest lists of the form: columns, spans, fixed rows, foot, headings."""

import re
from collections.abc import Iterator, Sequence

from perfeval.errors import Place
from perfeval.reports.manifest import FormTable, Manifest
from perfeval.reports.readback import Grid, read_back

_Cells = list[tuple[str, int]]
_BRACKET = re.compile(r"（[^（）]*\d+(?:\.\d+)?分[^（）]*）|\s")


def unlike(document: bytes, manifest: Manifest) -> Iterator[Place]:
    """不符之处 - Yield everything that the manifest lists and the document does not show, or shows elsewhere.

    Blanks and a bracket of points do not count: （30分） is another one in every form.
    """
    copy = read_back(document)
    lines = [line for grid in copy.grids for line in _lines(grid)]
    at = 0
    for table in manifest.tables:
        found = _head(lines, at, table)
        if found is None:
            yield _missing(f"表“{table.name}”的栏目", [*zip(table.columns, table.spans, strict=True)])
            continue
        at = found + 1
        for label in table.rows:
            row = _labelled(lines, at, label)
            if row is None:
                yield Place(where=f"表“{table.name}”", message=f"没有印出“{label}”一行，或次序不对", suggestion="请与表式核对")
            else:
                at = row + 1
    for label in manifest.foot:
        if not any(_bare(label) in text for line in lines[at:] for text, _ in line):
            yield Place(where="表尾", message=f"没有印出“{label}”", suggestion="请与表式核对")
    yield from _headings([_bare(text) for text in copy.paragraphs], manifest.outline)


def _lines(grid: Grid) -> Iterator[_Cells]:
    """Yield the cells of each row with the number of columns they span; one that goes on from above is empty."""
    for texts, marks in zip(grid.rows, grid.marks, strict=True):
        cells: _Cells = []
        for text, mark in zip(texts, marks, strict=True):
            if mark == "←" and cells:
                cells[-1] = (cells[-1][0], cells[-1][1] + 1)
            else:
                cells.append(("" if mark == "↑" else _bare(text), 1))
        yield cells


def _head(lines: Sequence[_Cells], start: int, table: FormTable) -> int | None:
    """Return the line that shows the head of a table, None where none does; cells that go on from above stand for themselves."""
    wanted = [(_bare(text), span) for text, span in zip(table.columns, table.spans, strict=True)]
    return next((at for at in range(start, len(lines)) if lines[at] == wanted), None)


def _labelled(lines: Sequence[_Cells], start: int, label: str) -> int | None:
    """Return the first line in which a cell begins with a label."""
    wanted = _bare(label)
    return next((at for at in range(start, len(lines)) if any(text.startswith(wanted) for text, _ in lines[at])), None)


def _headings(paragraphs: Sequence[str], outline: Sequence[str]) -> Iterator[Place]:
    """Yield the headings that do not stand in the document, or not in their order."""
    at = 0
    for heading in outline:
        wanted = _bare(heading)
        found = next((number for number in range(at, len(paragraphs)) if paragraphs[number] == wanted), None)
        if found is None:
            yield Place(where="提纲", message=f"没有标题“{heading}”，或次序不对", suggestion="请与提纲核对")
        else:
            at = found + 1


def _missing(what: str, cells: _Cells) -> Place:
    listed = "、".join(f"{text or '（空）'}" + (f"×{span}" if span > 1 else "") for text, span in cells)
    return Place(where=what, message=f"没有印出这样的一行：{listed}", suggestion="请与表式核对栏目的名称、次序和跨列数")


def _bare(text: str) -> str:
    return _BRACKET.sub("", text)
