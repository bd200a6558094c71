"""图表底样 - Find the charts of a template that name their data, and take them out of its package until they are shown."""

from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from typing import Final

from lxml import etree

from perfeval.reports.word.bundle import repacked
from perfeval.reports.word.charts import CHART, Mold, fillable
from perfeval.reports.word.escape import attribute
from perfeval.reports.word.faults import Fault, invalid
from perfeval.reports.word.namespaces import CONTENT_TYPES, DRAWING, OFFICE, RELATIONSHIPS, P
from perfeval.reports.word.package import Entry
from perfeval.reports.word.parts import TYPES_PART, relations_name
from perfeval.reports.word.scan import Kind, marks
from perfeval.reports.word.script import Script, Slot, Tag
from perfeval.reports.word.tree import Element, nearest_ancestor

_RELATION, _PROPERTIES, _SHOWN = f"{{{OFFICE}}}id", f"{{{DRAWING}}}docPr", f"{{{CHART}}}chart"
_RELATIONSHIP, _OVERRIDE = f"{{{RELATIONSHIPS}}}Relationship", f"{{{CONTENT_TYPES}}}Override"
_DESCRIPTION: Final = "descr"
_AGAIN = "请在 Word 中用“插入—图表”重新做，并把标签写在图表的替代文字里"
Used = Mapping[tuple[str, str], Tag]
"""用到的图表 - The tag of every chart that is filled, by the part that shows it and its relationship id there."""
Molds = Mapping[tuple[str, str], Mold]


def link_charts(root: Element, script: Script, where_of: Mapping[Element, str]) -> dict[str, Tag]:
    """接上图表 - Let charts whose alternative text is a tag be shown with its value; return the tags by relationship id."""
    found: dict[str, Tag] = {}
    for chart in root.iter(_SHOWN):
        holder = next((each for each in chart.iterancestors() if each.find(_PROPERTIES) is not None), None)
        properties = None if holder is None else holder.find(_PROPERTIES)
        text = "" if properties is None else properties.get(_DESCRIPTION, "")
        if properties is None or "{{" not in text:
            continue
        around = nearest_ancestor(chart, P)
        where = script.title if around is None else where_of.get(around, script.title)
        tag = _named(script, text.strip(), where)
        if tag is not None:
            relation = chart.get(_RELATION, "")
            chart.set(_RELATION, script.value(f"__chart(({tag.source}), {relation!r})", tag))
            properties.set(_DESCRIPTION, script.value(f"__caption(({tag.source}))", tag))
            found[relation] = tag
    return found


def _named(script: Script, text: str, where: str) -> Tag | None:
    """Return the expression that names the data of a chart, None and a fault noted where it is none."""
    try:
        found = list(marks(text))
    except Fault as fault:
        script.fault(fault.code, where, f"标签{fault.message}", fault.suggestion)
        return None
    if len(found) != 1 or found[0].kind is not Kind.VALUE or found[0].text != text:
        script.fault("template-chart", where, f"图表的替代文字“{text}”应只是一个 {{{{ }}}}", "如 {{ grades_chart }}")
        return None
    return Tag(source=found[0].body, where=where, text=text, slot=Slot.RAW)


def cut_charts(entries: tuple[Entry, ...], used: Used) -> tuple[tuple[Entry, ...], Molds]:
    """取下图表 - Return the package without the charts that are filled, and these as molds.

    Raises: Invalid, naming the place of a chart that cannot be filled.
    """
    if not used:
        return entries, {}
    data = {entry.name: entry.data for entry in entries}
    gone: set[str] = set()
    molds = {}
    for (part, relation), tag in used.items():
        target = _target(data, part, relation)
        molds[part, relation] = _mold(data, target, tag)
        gone |= {target, relations_name(target), *_books(data, target)}
    changed = {relations_name(part): _without_relations(data, part, used) for part, _ in used}
    changed[TYPES_PART] = _without_overrides(data[TYPES_PART], gone)
    kept = (repacked(entry.name, changed[entry.name]) if entry.name in changed else entry for entry in entries if entry.name not in gone)
    return tuple(kept), molds


def _mold(data: Mapping[str, bytes], target: str, tag: Tag) -> Mold:
    """Return a chart with the relations that it keeps, which name their parts in full."""
    why = fillable(etree.fromstring(data[target])) if target in data else "所在的图表不在文件里"
    if why is not None:
        raise invalid("template-chart", tag.where, f"标签 {tag.text} {why}", _AGAIN)
    kept = "".join(_kept(target, each) for each in _relations(data, target) if _resolved(target, each) not in _books(data, target))
    book = f'<Relationship Id="rIdBook" Type="{OFFICE}/package" Target="@book@"/>'
    return Mold(xml=data[target], relations=f'<Relationships xmlns="{RELATIONSHIPS}">{book}{kept}</Relationships>')


def _kept(chart: str, relation: Element) -> str:
    """Return a relation of a chart that stays, its target by the full name of the part; an address outside stays as it is."""
    outside = relation.get("TargetMode") == "External"
    target = relation.get("Target", "") if outside else f"/{_resolved(chart, relation)}"
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="{relation.get("Id")}" Type="{relation.get("Type")}" Target="{attribute(target)}"{mode}/>'


def _relations(data: Mapping[str, bytes], part: str) -> Iterator[Element]:
    xml = data.get(relations_name(part))
    if xml is not None:
        yield from etree.fromstring(xml).iter(_RELATIONSHIP)


def _resolved(part: str, relation: Element) -> str:
    """Return the name of the part that a relation of another one leads to."""
    return normpath(join("/", dirname(part), relation.get("Target", ""))).lstrip("/")


def _target(data: Mapping[str, bytes], part: str, relation: str) -> str:
    return next((_resolved(part, each) for each in _relations(data, part) if each.get("Id") == relation), "")


def _books(data: Mapping[str, bytes], chart: str) -> set[str]:
    """Return the workbooks behind a chart."""
    return {_resolved(chart, each) for each in _relations(data, chart) if each.get("Type", "").endswith("/package")}


def _without_relations(data: Mapping[str, bytes], part: str, used: Used) -> bytes:
    root = etree.fromstring(data[relations_name(part)])
    for each in list(root.iter(_RELATIONSHIP)):
        if (part, each.get("Id", "")) in used:
            root.remove(each)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _without_overrides(types: bytes, gone: set[str]) -> bytes:
    root = etree.fromstring(types)
    for each in list(root.iter(_OVERRIDE)):
        if each.get("PartName", "").lstrip("/") in gone:
            root.remove(each)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
