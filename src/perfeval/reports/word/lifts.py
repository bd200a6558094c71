"""整体标签 - Lift `{%p %}`, `{%tr %}`, `{%tc %}` and `{{p }}` out of the paragraph, row or cell they replace.

The paragraph, row or cell goes and its tag stays: a loop over rows leaves no empty row behind. What stands beside such a
tag would vanish with it, so a template that has text there is refused.
"""

from dataclasses import dataclass

from perfeval.reports.word.namespaces import BODY, SECTION, TBL, TC, TCPR, TR, P, T, word
from perfeval.reports.word.scan import Kind, Mark
from perfeval.reports.word.script import Script, Tag, without_markers
from perfeval.reports.word.tree import Element, nearest_ancestor, parent_of, put_after, put_before, put_first, put_last, remove

_ELEMENT_OF = {"p": P, "tr": TR, "tc": TC}
_NAME_OF = {"p": "段落", "tr": "表格行", "tc": "单元格"}
_OBJECTS = (word("drawing"), word("pict"), word("object"), TBL, SECTION)


@dataclass(frozen=True, slots=True)
class _Lift:
    scope: str
    marker: str
    tag: Tag


class Lifts:
    """整体标签 - Remember the tags that replace a whole paragraph, row or cell, then replace them all at once."""

    def __init__(self, script: Script) -> None:
        """构造 - Begin with none."""
        self.script = script
        self._lifts: dict[Element, list[_Lift]] = {}
        self._pending: list[tuple[Mark, Tag]] = []

    def note(self, mark: Mark, tag: Tag) -> None:
        """记下 - Keep a tag that replaces its surroundings; tags of a paragraph arrive from right to left."""
        if mark.kind is Kind.VALUE and mark.scope != "p":
            self.script.fault("template-syntax", tag.where, f"标签 {tag.text} 不能取代整{_NAME_OF[mark.scope]}", "请改用 {{ }} 或 {{p }}")
        else:
            self._pending.append((mark, tag))

    def settle(self, paragraph: Element, where: str) -> None:
        """归位 - Assign the tags of a paragraph that was just read to the elements they replace."""
        for mark, tag in reversed(self._pending):
            element = paragraph if mark.scope == "p" else nearest_ancestor(paragraph, _ELEMENT_OF[mark.scope])
            if element is None:
                self.script.fault("template-syntax", where, f"标签 {tag.text} 只能放在表格里")
                continue
            marker = self.script.mark(tag) if tag.source else ""
            self._lifts.setdefault(element, []).append(_Lift(mark.scope, marker, tag))
        self._pending.clear()

    @property
    def elements(self) -> frozenset[Element]:
        """被取代者 - Return the paragraphs, rows and cells that tags will replace."""
        return frozenset(self._lifts)

    @property
    def tables(self) -> dict[Element, Tag]:
        """列数会变的表 - Return the tables whose cells are looped over or left out."""
        across = {nearest_ancestor(element, TBL): lifts[0] for element, lifts in self._lifts.items() if lifts[0].scope == "tc"}
        return {table: lift.tag for table, lift in across.items() if table is not None}

    def replace(self) -> None:
        """取代 - Put every noted tag in the place of its paragraph, row or cell."""
        for element, lifts in self._lifts.items():
            self._check_rest(element, lifts[0])
        holders = {parent_of(element): lifts[0] for element, lifts in self._lifts.items()}
        for element, lifts in self._lifts.items():
            remove(element, instead="".join(lift.marker for lift in lifts))
        for holder, lift in holders.items():
            self._keep_valid(holder, lift)

    def _check_rest(self, element: Element, lift: _Lift) -> None:
        rest = without_markers("".join(text.text or "" for text in element.iter(T))).strip()
        tags = [tag.text for text in element.iter(T) for tag in self.script.marked(text.text)]
        beside = f"“{rest[:20]}”" if rest else (tags[0] if tags else "")
        if not beside and next(element.iter(*_OBJECTS), None) is not None:
            beside = "图形、表格或分节符"
        if beside:
            self.script.fault(
                "template-syntax",
                lift.tag.where,
                f"标签 {lift.tag.text} 会连同所在{_NAME_OF[lift.scope]}一起去掉，而那里还有{beside}",
                f"请让它独占一个{_NAME_OF[lift.scope]}",
            )

    def _keep_valid(self, holder: Element, lift: _Lift) -> None:
        # Word refuses a cell without a paragraph at its end and a table without rows.
        if lift.scope == "p" and holder.tag != BODY:
            last = holder[-1] if len(holder) else None
            if last is None or last.tag != P or self.script.marked(last.tail):
                self._wrap_content(holder, "__filled", lift.tag)
        elif lift.scope == "tr" and not self._has_fixed_row(holder):
            table = holder if holder.tag == TBL else nearest_ancestor(holder, TBL)
            if table is not None:
                wrap(self.script, table, "__rows", lift.tag)

    def _wrap_content(self, holder: Element, name: str, tag: Tag) -> None:
        start, end = self.script.step(f"{{% filter {name} %}}", tag), self.script.step("{% endfilter %}", tag)
        properties = holder.find(TCPR)
        if properties is not None:
            put_after(properties, start)
        else:
            put_first(holder, start)
        put_last(holder, end)

    def _has_fixed_row(self, holder: Element) -> bool:
        depth = self._depth(holder.text)
        for child in holder:
            if child.tag == TR and depth == 0:
                return True
            depth += self._depth(child.tail)
        return False

    def _depth(self, text: str | None) -> int:
        words = [tag.source.split()[1] for tag in self.script.marked(text) if tag.source.startswith("{%")]
        return sum((name in ("for", "if")) - (name in ("endfor", "endif")) for name in words)


def wrap(script: Script, element: Element, name: str, tag: Tag, inside: str = "") -> None:
    """外包 - Put an internal filter around an element, with further markers at its start."""
    start, end = script.step(f"{{% filter {name} %}}", tag), script.step("{% endfilter %}", tag)
    put_after(element, end)
    put_before(element, start + inside)
