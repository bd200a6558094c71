"""读回图表 - Read a chart of a docx back: what it shows, and what the workbook behind it holds, each as a small table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from docx.opc.part import Part
from lxml import etree

from perfeval.reports.word.charts import CHART, SERIES, TITLE, of_chart
from perfeval.reports.word.namespaces import OFFICE
from perfeval.reports.word.tree import Element
from perfeval.reports.word.workbook import MAIN

Rows = tuple[tuple[str, ...], ...]
_CELL = re.compile(r"([A-Z]+)(\d+)")
_SHARED, _SHEET = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartCopy:
    """读回的图表 - Hold title, shown table and kept table: series side by side below their names, a row for each category."""

    name: str
    title: str
    shown: Rows
    kept: Rows


def charts_in(element: Element, part: Part, before: int) -> Iterator[ChartCopy]:
    """读回图表 - Yield the charts of a paragraph or table; before is how many stood in the document up to here."""
    for number, chart in enumerate(element.iter(f"{{{CHART}}}chart"), start=before + 1):
        own = part.related_parts.get(chart.get(f"{{{OFFICE}}}id", ""))
        if own is not None:
            root = etree.fromstring(own.blob)
            books = [each.target_part.blob for each in own.rels.values() if each.reltype.endswith("/package")]
            title = root.find(f"{of_chart('chart')}/{TITLE}")
            yield ChartCopy(
                name=f"图表{number}",
                title="" if title is None else "".join(text.text or "" for text in title.iter("{*}t")),
                shown=_shown(root),
                kept=_kept(books[0]) if books else (),
            )


def _shown(root: Element) -> Rows:
    """Return what a chart shows, by its stored values."""
    series = list(root.iter(SERIES))
    columns = [_points(each, "val") for each in series]
    names = [(_points(each, "tx") or [""])[0] for each in series]
    categories = _points(series[0], "cat") if series else []
    rows = ((each, *(column[at] if at < len(column) else "" for column in columns)) for at, each in enumerate(categories))
    return (("", *names), *rows)


def _points(series: Element, name: str) -> list[str]:
    """Return the stored texts of one part of a series, empty where there is none."""
    count = series.find(f"{of_chart(name)}//{of_chart('ptCount')}")
    if count is None:
        return []
    found = {each.get("idx"): each.findtext(of_chart("v")) or "" for each in series.iterfind(f"{of_chart(name)}//{of_chart('pt')}")}
    return [found.get(str(at), "") for at in range(int(count.get("val", "0")))]


def _kept(book: bytes) -> Rows:
    """Return the cells of the first sheet of a workbook, nothing where it is none."""
    try:
        with ZipFile(BytesIO(book)) as package:
            names = package.namelist()
            shared = _shared(package.read(_SHARED)) if _SHARED in names else []
            return _cells(etree.fromstring(package.read(_SHEET)), shared) if _SHEET in names else ()
    except (BadZipFile, etree.XMLSyntaxError):
        return ()


def _shared(data: bytes) -> list[str]:
    return ["".join(text.text or "" for text in each.iter(f"{{{MAIN}}}t")) for each in etree.fromstring(data).iter(f"{{{MAIN}}}si")]


def _cells(sheet: Element, shared: list[str]) -> Rows:
    found: dict[tuple[int, int], str] = {}
    for cell in sheet.iter(f"{{{MAIN}}}c"):
        place = _CELL.fullmatch(cell.get("r", ""))
        if place is not None:
            found[int(place[2]), _column(place[1])] = _content(cell, shared)
    down, across = (max((place[at] for place in found), default=0) for at in (0, 1))
    return tuple(tuple(found.get((row, column), "") for column in range(1, across + 1)) for row in range(1, down + 1))


def _content(cell: Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{{{MAIN}}}t"))
    value = cell.findtext(f"{{{MAIN}}}v") or ""
    return shared[int(value)] if cell.get("t") == "s" else value


def _column(letters: str) -> int:
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - ord("A") + 1
    return number
