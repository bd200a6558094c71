"""图表 - Fill charts that were made in Word with data: shown values, the workbook behind them, and the title.

A chart belongs to the data that its alternative text names: `{{ grades_chart }}`. Everything about its looks stays as it was made;
series beyond those of the template look like its last one. Each showing is a chart part and a workbook of its own, so that a chart in
a loop is several, and "edit data" in Word opens what is shown.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from jinja2.runtime import Undefined
from lxml import etree

from perfeval.reports.word import escape
from perfeval.reports.word.bounded import text_of
from perfeval.reports.word.bundle import Piece, deflated, stored
from perfeval.reports.word.faults import Fault
from perfeval.reports.word.namespaces import OFFICE
from perfeval.reports.word.parts import relations_name
from perfeval.reports.word.sandbox import known_names
from perfeval.reports.word.tree import Element
from perfeval.reports.word.workbook import FIRST_ROW, SHEET, letter, workbook

CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING_MAIN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHARTS, BOOKS = "word/charts", "word/embeddings"
_MOST_POINTS, _MOST_SERIES = 500, 24
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_BYTES_A_POINT = 200
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def of_chart(name: str) -> str:
    """图表元素名 - Return the Clark name of an element of DrawingML charts."""
    return f"{{{CHART}}}{name}"


SERIES, TITLE = of_chart("ser"), of_chart("title")
_INDEX, _ORDER, _NAME, _CATEGORIES, _VALUES = map(of_chart, ("idx", "order", "tx", "cat", "val"))
_EXTENSIONS, _POINT, _LABEL, _FORMAT = map(of_chart, ("extLst", "dPt", "dLbl", "formatCode"))
_TEXT = f"{{{DRAWING_MAIN}}}t"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """图表数据 - Hold title, categories and series of a chart; a value is a plain number, or empty where there is none."""

    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """数据表 - Return the chart as its workbook holds it: series side by side, a row for each category."""
        heads = ("", *(name for name, _ in self.series))
        return (heads, *((each, *(values[at] for _, values in self.series)) for at, each in enumerate(self.categories)))

    @property
    def size(self) -> int:
        """大小 - Return about how many bytes the chart takes."""
        return _BYTES_A_POINT * (len(self.categories) + 1) * (len(self.series) + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mold:
    """图表底样 - Hold a chart of the template: its part, and its relations without that to its workbook."""

    xml: bytes
    relations: str

    def cast(self, chart: Chart, name: str) -> Iterator[tuple[str, Piece]]:
        """浇铸 - Yield the parts of one showing by their names: the chart, its relations, its workbook."""
        root = etree.fromstring(self.xml)
        _fill(root, chart)
        part, book = f"{CHARTS}/{name}.xml", f"{BOOKS}/{name}.xlsx"
        yield part, deflated(part, _DECLARATION + etree.tostring(root))
        relations = relations_name(part)
        yield relations, deflated(relations, self.relations.replace("@book@", f"/{book}").encode())
        yield book, stored(book, workbook(chart.rows))


class Gallery:
    """图表册 - Hold the charts of one document in the order they are shown."""

    __slots__ = ("_prefix", "shown")

    def __init__(self, prefix: str) -> None:
        """构造 - Begin empty; `shown` says of every chart which part shows it, which one of the template it was, and its data."""
        self._prefix = prefix
        self.shown: list[tuple[str, str, Chart]] = []

    def show(self, part: str, relation: str, chart: Chart) -> str:
        """收入图表 - Return the relationship id by which a part shows a chart."""
        self.shown.append((part, relation, chart))
        return self.relation(len(self.shown))

    def relation(self, number: int) -> str:
        """关系编号 - Return the relationship id of a chart by its number."""
        return f"rId{self._prefix}chart{number}"

    def name(self, number: int) -> str:
        """部件名 - Return the name of the parts of a chart by its number."""
        return f"{self._prefix}{number}"


def read_chart(value: object) -> Chart:
    """读图表数据 - Return the chart that a value describes by `title`, `categories` and `series`, these with `name` and `values`.

    Raises: Fault, when something of it is missing, is no number, or is too much.
    """
    chart = Chart(
        title=_text(_member(value, "title")),
        categories=_texts(_member(value, "categories")),
        series=tuple((_text(_member(each, "name")), _texts(_member(each, "values"))) for each in _members(_member(value, "series"))),
    )
    if len(chart.categories) > _MOST_POINTS or not 0 < len(chart.series) <= _MOST_SERIES:
        raise Fault("render-value", f"的图表应有 1 至 {_MOST_SERIES} 个系列，每个不超过 {_MOST_POINTS} 个类别")
    for name, values in chart.series:
        if len(values) != len(chart.categories):
            raise Fault("render-value", f"的系列“{name}”有 {len(values)} 个数，类别有 {len(chart.categories)} 个")
        wrong = next((each for each in values if each and not _NUMBER.fullmatch(each)), None)
        if wrong is not None:
            raise Fault("render-value", f"的系列“{name}”里“{wrong}”不是数字")
    return chart


def _member(value: object, name: str) -> object:
    """Return what a dict or a frozen dataclass has under a name."""
    if name not in known_names(value):
        if isinstance(value, Undefined):
            text_of(value)
        raise Fault("render-value", f"不是图表数据，缺少 {name}", "图表数据应有 title、categories 和 series")
    return value[name] if isinstance(value, Mapping) else getattr(value, name)


def _members(value: object) -> tuple[object, ...]:
    if not isinstance(value, list | tuple):
        raise Fault("render-value", "的图表数据里应为列表的地方不是列表")
    return tuple(value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(_text, _members(value)))


def _text(value: object) -> str:
    return escape.bare(text_of(value))


def fillable(root: Element) -> str | None:
    """可否填写 - Return why a chart of a template cannot be filled, None where it can."""
    if root.find(of_chart("externalData")) is None:
        return "所在的图表没有内嵌的工作簿"
    found = list(root.iter(SERIES))
    if not found or any(each.find(_VALUES) is None for each in found):
        return "所在的图表没有可填的系列"
    return None


def _fill(root: Element, chart: Chart) -> None:
    """Put title and series of the data in the place of those of the template."""
    title = root.find(f"{of_chart('chart')}/{TITLE}")
    for at, text in enumerate(() if title is None else title.iter(_TEXT)):
        text.text = "" if at else chart.title
    given = list(root.iter(SERIES))
    while len(given) < len(chart.series):
        given.append(_another(given[-1]))
    for spare in given[len(chart.series) :]:
        spare.getparent().remove(spare)  # type: ignore[union-attr] # a series stands inside its chart
    last = max(FIRST_ROW, len(chart.categories) + FIRST_ROW - 1)
    for at, (own, (name, values)) in enumerate(zip(given, chart.series, strict=False)):
        column = letter(at + 1)
        _set(own, _NAME, _strings(f"{SHEET}!${column}$1", (name,)))
        _set(own, _CATEGORIES, _strings(f"{SHEET}!$A${FIRST_ROW}:$A${last}", chart.categories))
        _set(own, _VALUES, _numbers(own, f"{SHEET}!${column}${FIRST_ROW}:${column}${last}", values))
        _forget_points(own, len(values))
    external = root.find(of_chart("externalData"))
    if external is not None:
        external.set(f"{{{OFFICE}}}id", "rIdBook")


def _another(series: Element) -> Element:
    """Return one more series behind the last one, that looks like it."""
    twin = deepcopy(series)
    for extension in twin.findall(_EXTENSIONS):
        twin.remove(extension)
    series.addnext(twin)
    for name in (_INDEX, _ORDER):
        number = twin.find(name)
        if number is not None:
            number.set("val", str(int(number.get("val", "0")) + 1))
    return twin


def _set(series: Element, name: str, reference: Element) -> None:
    """Put a reference into the child of a series of this name; a series without name or categories gets them where they belong."""
    child = series.find(name)
    if child is None:
        child = etree.Element(name)
        before = series.find(_VALUES) if name == _CATEGORIES else None
        if before is not None:
            before.addprevious(child)
        else:
            series.insert(2, child)  # behind idx and order, which every series has
    for old in list(child):
        child.remove(old)
    child.append(reference)


def _strings(place: str, texts: Iterable[str]) -> Element:
    reference, cache = _reference("strRef", "strCache", place)
    _points(cache, list(texts))
    return reference


def _numbers(series: Element, place: str, values: tuple[str, ...]) -> Element:
    """Return the reference to numbers, in the number format that the series had."""
    reference, cache = _reference("numRef", "numCache", place)
    format_code = etree.SubElement(cache, _FORMAT)
    known = next(series.iter(_FORMAT), None)
    format_code.text = "General" if known is None else known.text
    _points(cache, list(values))
    return reference


def _reference(kind: str, cache: str, place: str) -> tuple[Element, Element]:
    reference = etree.Element(of_chart(kind))
    etree.SubElement(reference, of_chart("f")).text = place
    return reference, etree.SubElement(reference, of_chart(cache))


def _points(cache: Element, texts: list[str]) -> None:
    etree.SubElement(cache, of_chart("ptCount")).set("val", str(len(texts)))
    for at, text in enumerate(texts):
        if text:
            point = etree.SubElement(cache, of_chart("pt"))
            point.set("idx", str(at))
            etree.SubElement(point, of_chart("v")).text = text


def _forget_points(series: Element, count: int) -> None:
    """Take out the looks of single points that are no more."""
    for point in list(series.iter(_POINT, _LABEL)):
        number = point.find(_INDEX)
        if number is not None and int(number.get("val", "0")) >= count:
            point.getparent().remove(point)  # type: ignore[union-attr] # a point stands inside its series
