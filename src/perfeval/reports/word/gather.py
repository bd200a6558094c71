"""收拢标签 - Pull each tag of a paragraph into the run it starts in and put a marker there.

Word splits what people type over runs wherever spelling, language or formatting changes. Here the texts of a paragraph
are joined, tags are found in the whole, and each becomes a marker in its first run, whose formatting its value takes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from perfeval.reports.word.cells import CELL_WORDS, CellTags
from perfeval.reports.word.faults import Fault
from perfeval.reports.word.lifts import Lifts
from perfeval.reports.word.namespaces import FIELD_CODE, PPR, PRESERVE, RPR, P, R, T, word
from perfeval.reports.word.scan import Kind, Mark, marks
from perfeval.reports.word.script import Script, Slot, Tag, tag_source
from perfeval.reports.word.tree import Element, copy, nearest_ancestor, parent_of, put_after, remove, shallow_copy, snippet

_STANDING_FOR = {T: None, word("tab"): "\t", word("br"): "\n", word("cr"): "\n", word("noBreakHyphen"): "-", word("softHyphen"): ""}


@dataclass(slots=True)
class _Piece:
    element: Element
    text: str
    start: int


class Gatherer:
    """收拢 - Take the tags of all paragraphs of one part out of its tree.

    What a tag asks for beyond its own text is written down for later: `lifts` for whole paragraphs, rows and columns,
    `cells` for merges and the like, `joins` for paragraphs that `{%- -%}` joins to the one before.
    """

    def __init__(self, script: Script) -> None:
        """构造 - Begin with nothing taken."""
        self.script = script
        self.lifts = Lifts(script)
        self.cells = CellTags(script)
        self.joins: dict[Element, Tag] = {}

    def paragraph(self, paragraph: Element, where: str) -> None:
        """收拢一段 - Replace the tags of one paragraph by markers."""
        pieces = list(_pieces(paragraph))
        text = "".join(piece.text for piece in pieces)
        self._refuse_fields(paragraph, where)
        try:
            found = list(marks(text))
        except Fault as fault:
            self.script.fault(fault.code, where, f"标签{fault.message}", fault.suggestion)
            return
        for mark in reversed(found):
            self._take(mark, pieces, paragraph, where)
            self._note_joins(mark, text, paragraph, where)
        if found:
            self.script.touched = True
            _finish(pieces)
        self.lifts.settle(paragraph, where)

    def _take(self, mark: Mark, pieces: list[_Piece], paragraph: Element, where: str) -> None:
        covered = [piece for piece in pieces if piece.start < mark.end and piece.start + len(piece.text) > mark.start]
        first, last = covered[0], covered[-1]
        marker = self._marker(mark, first.element, paragraph, where)
        before = (first.element.text or "")[: mark.start - first.start]
        after = (last.element.text or "")[mark.end - last.start :] if last.element.tag == T else ""
        before = before.rstrip() if mark.trims_before else before
        after = after.lstrip() if mark.trims_after else after
        for piece in covered[1:]:
            _drop(piece.element)
        if first is last:
            first.element.text = before + marker + after
        else:
            first.element.text = before + marker
            if last.element.tag == T:
                last.element.text = after

    def _marker(self, mark: Mark, text: Element, paragraph: Element, where: str) -> str:
        if mark.kind is Kind.LITERAL:
            return mark.body
        if mark.kind is Kind.COMMENT and not mark.scope:
            return ""
        run = nearest_ancestor(text, R)
        tag = Tag(
            source="" if mark.kind is Kind.COMMENT else tag_source(mark.kind, mark.body),
            where=where,
            text=mark.text,
            slot=Slot.PARAGRAPH if mark.scope == "p" and mark.kind is Kind.VALUE else Slot.TEXT,
            run=snippet(run.find(RPR)) if run is not None else "",
            paragraph=snippet(paragraph.find(PPR)),
        )
        if mark.kind is Kind.STATEMENT and not mark.scope and mark.word in CELL_WORDS:
            self.cells.note(mark, tag, paragraph)
            return ""
        if mark.scope in ("p", "tr", "tc"):
            self.lifts.note(mark, tag)
            return ""
        marker = self.script.mark(tag)
        if mark.scope == "r" and mark.kind is Kind.STATEMENT:
            return f"\ufdd5{marker}\ufdd6"
        return marker

    def _note_joins(self, mark: Mark, text: str, paragraph: Element, where: str) -> None:
        if mark.kind is not Kind.STATEMENT or mark.scope:
            return
        tag = Tag(source="", where=where, text=mark.text)
        if mark.trims_before and not text[: mark.start].strip():
            self.joins[paragraph] = tag
        if mark.trims_after and not text[mark.end :].strip():
            following = paragraph.getnext()
            if following is not None and following.tag == P:
                self.joins[following] = tag

    def _refuse_fields(self, paragraph: Element, where: str) -> None:
        for code in paragraph.iter(FIELD_CODE):
            if "{{" in (code.text or "") or "{%" in (code.text or ""):
                self.script.fault("template-forbidden", where, "域代码内不能放标签", "数据进入域代码可能执行命令，请把标签放在普通文字里")

    def join_paragraphs(self) -> None:
        """并段 - Join each paragraph that `{%- -%}` asks for to the paragraph before it."""
        for paragraph, tag in self.joins.items():
            previous = paragraph.getprevious()
            if previous is None or previous.tag != P:
                self.script.fault("template-syntax", tag.where, f"标签 {tag.text} 的减号要并入相邻段落，而相邻处没有段落", "请去掉减号")
                continue
            for child in list(paragraph):
                if child.tag != PPR:
                    previous.append(child)
            remove(paragraph)


def _pieces(paragraph: Element) -> Iterator[_Piece]:
    start = 0
    for element in paragraph.iter(*_STANDING_FOR):
        if nearest_ancestor(element, P) is not paragraph or nearest_ancestor(element, R) is None:
            continue
        text = _STANDING_FOR[element.tag]
        text = (element.text or "") if text is None else text
        yield _Piece(element, text, start)
        start += len(text)


def _drop(element: Element) -> None:
    if element.tag != T:
        remove(element)
    else:
        element.text = ""


def _finish(pieces: list[_Piece]) -> None:
    for piece in pieces:
        element = piece.element
        if element.tag != T or element.getparent() is None:
            continue
        if not element.text:
            _remove_if_emptied(element, was=piece.text)
        elif element.text != piece.text:
            element.set(PRESERVE, "preserve")
            _split_runs(element)


def _remove_if_emptied(element: Element, was: str) -> None:
    run = nearest_ancestor(element, R)
    if not was or run is None:
        return
    remove(element)
    if all(child.tag == RPR for child in run) and not (run.text or "").strip():
        remove(run)


def _split_runs(element: Element) -> None:
    # {%r %} stands between runs: the run is cut in two at each, and halves without content are left out.
    while element.text and "\ufdd5" in element.text:
        before, _, rest = element.text.partition("\ufdd5")
        marker, _, after = rest.partition("\ufdd6")
        run = nearest_ancestor(element, R)
        if run is None:
            return
        element.text = before
        second = _second_half(run, element, after)
        parent = parent_of(run)
        parent.insert(parent.index(run) + 1, second)
        run.tail, second.tail = None, run.tail
        put_after(run, marker)
        element = second[1 if second.find(RPR) is not None else 0]
        _drop_hollow(run)
    run = nearest_ancestor(element, R)
    if run is not None:
        _drop_hollow(run)


def _second_half(run: Element, element: Element, after: str) -> Element:
    second = shallow_copy(run)
    properties = run.find(RPR)
    if properties is not None:
        second.append(copy(properties))
    text = shallow_copy(element)
    text.text = after
    second.append(text)
    for child in list(element.itersiblings()):
        second.append(child)
    return second


def _drop_hollow(run: Element) -> None:
    content = [child for child in run if child.tag != RPR]
    if all(child.tag == T and not child.text for child in content):
        remove(run)
