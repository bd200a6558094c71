"""位置 - Name every paragraph of a part the way a person with the template open would find it.

正文第3段 · 正文表格2第3行第4格 · 正文表格2第3行第4格内表格1第1行第1格 · 正文第5段文本框1第1段. Counting starts at 1 and covers
the template as it is seen in Word, rows and paragraphs that hold only tags included.
"""

from collections.abc import Iterator

from perfeval.reports.word.namespaces import TBL, TC, TEXT_BOX, TR, P
from perfeval.reports.word.tree import Element


def places(root: Element, title: str) -> dict[Element, str]:
    """段落位置 - Return the name of the place of every paragraph, in the order of the document."""
    return dict(_container(root, title, always=True))


def _container(container: Element, title: str, *, always: bool) -> Iterator[tuple[Element, str]]:
    paragraphs = tables = 0
    blocks = list(_blocks(container))
    several = always or sum(block.tag == P for block in blocks) > 1
    for block in blocks:
        if block.tag == P:
            paragraphs += 1
            where = f"{title}第{paragraphs}段" if several else title
            yield block, where
            for number, box in enumerate(block.iter(TEXT_BOX), 1):
                if next(box.iterancestors(P)) is block:
                    yield from _container(box, f"{where}文本框{number}", always=True)
        else:
            tables += 1
            inside = "" if always else "内"
            yield from _table(block, f"{title}{inside}表格{tables}")


def _table(table: Element, title: str) -> Iterator[tuple[Element, str]]:
    rows = [row for row in table.iter(TR) if next(row.iterancestors(TBL)) is table]
    for row_number, row in enumerate(rows, 1):
        cells = [cell for cell in row.iter(TC) if next(cell.iterancestors(TR)) is row]
        for cell_number, cell in enumerate(cells, 1):
            yield from _container(cell, f"{title}第{row_number}行第{cell_number}格", always=False)


def _blocks(container: Element) -> Iterator[Element]:
    # Content controls and change marks may wrap blocks; they are no containers to a reader.
    for child in container:
        if child.tag in (P, TBL):
            yield child
        else:
            yield from _blocks(child)
