"""编译部件 - Lead one part from its tree to its program, step by step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Template as JinjaTemplate
from jinja2 import pass_context
from lxml import etree

from perfeval.reports.word.balance import check_balance
from perfeval.reports.word.columns import make_elastic
from perfeval.reports.word.faults import Fault, invalid, together
from perfeval.reports.word.gather import Gatherer
from perfeval.reports.word.identity import drop_editing_marks, number_at_rendering
from perfeval.reports.word.language import parse
from perfeval.reports.word.molds import link_charts
from perfeval.reports.word.namespaces import P
from perfeval.reports.word.parts import Part
from perfeval.reports.word.places import places
from perfeval.reports.word.program import compile_program
from perfeval.reports.word.sandbox import WordContext, WordSandbox
from perfeval.reports.word.scan import Kind, Mark, marks
from perfeval.reports.word.script import RESERVED, Script, Slot, Tag, tag_source
from perfeval.reports.word.tree import Element
from perfeval.reports.word.variables import Variable, list_variables

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledPart:
    """编译好的部件 - Hold the program of one part, its tags by line, the variables it uses, and the tags of its charts by relation."""

    name: str
    title: str
    tags: tuple[Tag, ...]
    sandbox: WordSandbox
    program: JinjaTemplate
    variables: tuple[Variable, ...]
    charts: Mapping[str, Tag]


def compile_part(part: Part) -> CompiledPart | None:
    """编译部件 - Return the compiled part, or None when it holds no tag and stays as it is.

    Raises: Invalid with every fault that was found.
    """
    script = Script(part.title)
    if RESERVED.search(etree.tostring(part.root, encoding="unicode")):
        script.fault("template-xml", part.title, "含有 Unicode 保留字符（U+FDD0–U+FDEF）", "请删除这些看不见的字符")
    charts: Mapping[str, Tag] = {}
    if part.story:
        charts = _read_story(part, script)
    else:
        _read_properties(part, script)
    if script.faults:
        raise together(script.faults)
    if not script.touched:
        return None
    if part.story:
        number_at_rendering(part.root, script)
    script.cut(_DECLARATION + etree.tostring(part.root, encoding="unicode"))
    sandbox = WordSandbox({"__table": _table, "__filled": _filled, "__rows": _rows})
    try:
        tree = parse(script, sandbox)
        check_balance(script, tree)
        variables = list_variables(script, tree)
        program = compile_program(script, tree, sandbox)
    except (RecursionError, SyntaxError, MemoryError, ValueError) as error:
        raise invalid("template-too-large", part.title, "标签嵌套太深或数字太长", "请拆分模板") from error
    return CompiledPart(
        name=part.name,
        title=part.title,
        tags=tuple(script.tags),
        sandbox=sandbox,
        program=program,
        variables=variables,
        charts=charts,
    )


def _read_story(part: Part, script: Script) -> dict[str, Tag]:
    """Take the tags out of a part that is read; return those of its charts."""
    drop_editing_marks(part.root)
    gatherer = Gatherer(script)
    where_of = places(part.root, part.title)
    charts = link_charts(part.root, script, where_of)
    _read_attributes(part.root, script, where_of)
    for paragraph in list(part.root.iter(P)):
        gatherer.paragraph(paragraph, where_of.get(paragraph, part.title))
    lifted = gatherer.lifts.elements
    gatherer.cells.write(lifted)
    for table, tag in {**gatherer.lifts.tables, **gatherer.cells.tables}.items():
        make_elastic(script, table, tag, gatherer.cells.spans, lifted)
    gatherer.lifts.replace()
    gatherer.join_paragraphs()
    return charts


def _read_attributes(root: Element, script: Script, where_of: dict[Element, str]) -> None:
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            text = str(value)
            if "{{" in text or "{%" in text:
                paragraph = next(element.iterancestors(P), None)
                where = script.title if paragraph is None else where_of.get(paragraph, script.title)
                element.set(name, _marked_value(script, text, where, Slot.ATTRIBUTE))


def _read_properties(part: Part, script: Script) -> None:
    for element in part.root.iter(etree.Element):
        if element.text and ("{{" in element.text or "{%" in element.text):
            where = f"{part.title}“{etree.QName(element).localname}”"
            element.text = _marked_value(script, str(element.text), where, Slot.PLAIN)


def _marked_value(script: Script, text: str, where: str, slot: Slot) -> str:
    pieces, position = [], 0
    for mark in _complete_marks(script, text, where):
        tag = Tag(source=tag_source(mark.kind, mark.body), where=where, text=mark.text, slot=slot)
        if mark.kind is Kind.STATEMENT and slot is Slot.ATTRIBUTE:
            script.fault("template-syntax", where, f"标签 {mark.text} 在图形或链接的属性里，那里只能用 {{{{ }}}}")
        script.touched = True
        pieces.append(text[position : mark.start])
        if mark.kind is Kind.LITERAL:
            pieces.append(mark.body)
        elif mark.kind is not Kind.COMMENT:
            pieces.append(script.mark(tag))
        position = mark.end
    return "".join((*pieces, text[position:]))


def _complete_marks(script: Script, text: str, where: str) -> Iterator[Mark]:
    try:
        yield from marks(text)
    except Fault as fault:
        script.fault(fault.code, where, f"标签{fault.message}", fault.suggestion)


# Filters of the engine's own; people's templates cannot name them.


@pass_context
def _table(context: WordContext, xml: str) -> str:
    return context.run.settle_table(xml)


def _filled(xml: str) -> str:
    return xml if xml.rstrip().endswith(("</w:p>", "<w:p/>")) else f"{xml}<w:p/>"


def _rows(xml: str) -> str:
    return xml if "<w:tr>" in xml or "<w:tr " in xml else ""
