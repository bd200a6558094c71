"""报告文字 - Read the running text of anybody's docx: paragraphs as they stand, and those cells of tables that hold sentences.

Text that was inserted with changes tracked counts, what was struck out does not; a text box is read once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from perfeval.errors import Invalid
from perfeval.reports.word.limits import LIMITS
from perfeval.reports.word.namespaces import STRICT_WORD, WORD
from perfeval.reports.word.package import read_package
from perfeval.reports.word.tree import Element

_MAIN = "word/document.xml"
_CELL_LEAST = 20
_LEFT_OUT = frozenset({"del", "delText", "instrText", "Fallback", "moveFrom"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainText:
    """报告文字 - Hold the lines of a document; automatic tells that Word numbers some of them by itself.

    tables: the rows of every table, each cell with the column at which it begins.
    """

    lines: tuple[str, ...]
    automatic: bool
    tables: tuple[tuple[tuple[tuple[int, str], ...], ...], ...] = ()


def read_text(docx: bytes) -> PlainText:
    """读报告文字 - Return the text of a document.

    Raises: Invalid, when it is no docx, or goes beyond the limits.
    """
    entry = next((each for each in read_package(docx, LIMITS) if each.name == _MAIN), None)
    if entry is None:
        raise Invalid("report-not-docx", f"文档包里没有 {_MAIN}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(entry.data, parser)
    except etree.XMLSyntaxError as error:
        raise Invalid("report-not-docx", f"文档包里的 {_MAIN} 不是完好的 XML") from error
    space = STRICT_WORD if etree.QName(root).namespace == STRICT_WORD else WORD
    automatic = next(root.iter(f"{{{space}}}numPr"), None) is not None
    return PlainText(lines=tuple(_lines(root, space)), automatic=automatic, tables=tuple(_tables(root, space)))


def _lines(root: Element, space: str) -> Iterator[str]:
    """Yield the lines of a document; of a table only cells that hold sentences."""
    paragraph, cell = f"{{{space}}}p", f"{{{space}}}tc"
    for each in root.iter(paragraph):
        if _dropped(each):
            continue
        text = "".join(_pieces(each, space)).strip()
        inside = next(each.iterancestors(cell), None) is not None
        if text and (not inside or (len(text) >= _CELL_LEAST and "。" in text)):
            yield text


def _tables(root: Element, space: str) -> Iterator[tuple[tuple[tuple[int, str], ...], ...]]:
    """Yield the tables of a document, those inside of cells among them."""
    for table in root.iter(f"{{{space}}}tbl"):
        if not _dropped(table):
            rows = (row for row in table.iter(f"{{{space}}}tr") if next(row.iterancestors(table.tag)) is table)
            yield tuple(tuple(_cells(row, space)) for row in rows)


def _cells(row: Element, space: str) -> Iterator[tuple[int, str]]:
    """Yield the cells of a row, each with the column at which it begins; one may reach over several."""
    column, paragraph = 0, f"{{{space}}}p"
    for cell in row.iter(f"{{{space}}}tc"):
        if next(cell.iterancestors(row.tag)) is row:
            yield column, "".join("".join(_pieces(each, space)) for each in cell.iter(paragraph)).strip()
            span = cell.find(f"{{{space}}}tcPr/{{{space}}}gridSpan")
            width = span.get(f"{{{space}}}val", "1") if span is not None else "1"
            column += int(width) if width.isdecimal() else 1


def _pieces(element: Element, space: str) -> Iterator[str]:
    """Yield the text below an element, another paragraph inside it left out."""
    for child in element:
        name = etree.QName(child).localname
        if name == "t":
            yield child.text or ""
        elif name in {"br", "cr"}:
            yield "\n"
        elif name == "tab":
            yield " "
        elif name not in _LEFT_OUT and child.tag != f"{{{space}}}p":
            yield from _pieces(child, space)


def _dropped(element: Element) -> bool:
    """Tell whether a paragraph stands in what is struck out, or in the second form of a text box."""
    return any(etree.QName(each).localname in _LEFT_OUT for each in element.iterancestors())
