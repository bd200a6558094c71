"""单元格标签 - `{% merge %}`, `{% vm %}`, `{% hm %}`, `{% colspan %}` and `{% cellbg %}`: tags that shape their cell.

Such a tag may stand anywhere in its cell, beside text. It prints nothing; it writes the cell's properties.

merge   The cell joins the cell above when all its expressions are equal there. A run ends with its table, with the loop
        around its table, and at a row that has no merge tag in this column.
vm      docxtpl's: the turns of the loop share one cell (equal to merging everything).
hm      docxtpl's: the turns of a loop over cells share one cell.
colspan The cell spans so many columns.   cellbg  The cell's background, six hex digits.
"""

from collections.abc import Container
from dataclasses import dataclass

from lxml import etree

from perfeval.reports.word.namespaces import PPR, TBL, TC, TCPR, TR, P, word
from perfeval.reports.word.scan import Mark
from perfeval.reports.word.script import Script, Tag
from perfeval.reports.word.tree import Element, copy, nearest_ancestor, parent_of, put_after, put_before, put_first, put_last

CELL_WORDS = frozenset({"merge", "vm", "hm", "colspan", "cellbg"})

_SPAN, _VMERGE, _SHADE = word("gridSpan"), word("vMerge"), word("shd")
_VALUE = word("val")
# The schema fixes the order inside the properties of a cell.
_ORDER = (
    "cnfStyle",
    "tcW",
    "gridSpan",
    "hMerge",
    "vMerge",
    "tcBorders",
    "shd",
    "noWrap",
    "tcMar",
    "textDirection",
    "tcFitText",
    "vAlign",
    "hideMark",
)
_RANK = {word(name): rank for rank, name in enumerate(_ORDER)}


@dataclass(frozen=True, slots=True)
class _CellTag:
    mark: Mark
    tag: Tag
    cell: Element


class CellTags:
    """单元格标签 - Remember the tags that shape cells, then write the cells' properties."""

    def __init__(self, script: Script) -> None:
        """构造 - Begin with none; `tables` are those whose columns a tag may change."""
        self.script = script
        self._noted: list[_CellTag] = []
        self._slots: dict[tuple[Element, int, int], int] = {}
        self._columns: dict[Element, int] = {}
        self.spans: dict[Element, str] = {}
        self.tables: dict[Element, Tag] = {}

    def note(self, mark: Mark, tag: Tag, paragraph: Element) -> None:
        """记下 - Keep a tag that shapes the cell of its paragraph."""
        cell = nearest_ancestor(paragraph, TC)
        if cell is None:
            self.script.fault("template-syntax", tag.where, f"标签 {tag.text} 只能放在表格单元格里")
        elif mark.word in ("vm", "hm") and mark.rest:
            self.script.fault("template-syntax", tag.where, f"标签 {tag.text} 不带参数")
        elif mark.word not in ("vm", "hm") and not mark.rest:
            self.script.fault("template-syntax", tag.where, f"标签 {tag.text} 缺少表达式", f"应写成 {{% {mark.word} 表达式 %}}")
        else:
            self._noted.append(_CellTag(mark, tag, cell))
            self._columns[cell] = column(cell)

    def write(self, lifted: Container[Element]) -> None:
        """写入 - Write all noted tags into their cells; `lifted` are the rows and cells that tags will replace."""
        # Merges leave a marker between the properties, so the properties that are elements go first.
        for noted in sorted(self._noted, key=lambda each: each.mark.word in ("merge", "vm")):
            if noted.cell in lifted or nearest_ancestor(noted.cell, TR) in lifted:
                self.script.fault("template-syntax", noted.tag.where, f"标签 {noted.tag.text} 所在行或格会被同处的整行、整格标签去掉")
            match noted.mark.word:
                case "merge":
                    self._merge(noted, lifted)
                case "vm":
                    self._vertical(noted)
                case "hm":
                    self._horizontal(noted)
                case "colspan":
                    self._span(noted, noted.mark.rest)
                case _:
                    fill = self.script.value(f"__fill({noted.mark.rest})", noted.tag)
                    self._property(noted, _SHADE, {_VALUE: "clear", word("color"): "auto", word("fill"): fill})
        self._forget_runs(lifted)

    def _merge(self, noted: _CellTag, lifted: Container[Element]) -> None:
        cell, table = noted.cell, nearest_ancestor(noted.cell, TBL)
        if table is None:
            return
        if any(other in lifted for other in parent_of(cell)):
            self.script.fault("template-forbidden", noted.tag.where, f"标签 {noted.tag.text} 所在行用了 {{%tc %}} 横向循环，不能再纵向合并")
        slot = self._slots.setdefault((table, self._columns[cell], span(cell)), len(self._slots))
        joined = self.script.value(f"__merge({slot}, ({noted.mark.rest},))", noted.tag)
        self._markup(noted, joined)
        self._content_if(noted, f"__begins({slot})")

    def _vertical(self, noted: _CellTag) -> None:
        step = self.script.step
        restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
        expression = f"__raw('{restart}' if loop.first else '{go_on}')"
        self._markup(noted, step(f"{{{{ {expression} }}}}", noted.tag))
        self._content_if(noted, "loop.first")

    def _horizontal(self, noted: _CellTag) -> None:
        self._span(noted, f"loop.length * {span(noted.cell)}")
        put_before(noted.cell, self.script.step("{% if loop.first %}", noted.tag))
        put_after(noted.cell, self.script.step("{% endif %}", noted.tag))

    def _span(self, noted: _CellTag, expression: str) -> None:
        self._property(noted, _SPAN, {_VALUE: self.script.value(f"__span({expression})", noted.tag)})
        self.spans[noted.cell] = expression
        table = nearest_ancestor(noted.cell, TBL)
        if table is not None:
            self.tables.setdefault(table, noted.tag)

    def _content_if(self, noted: _CellTag, condition: str) -> None:
        # A joined cell keeps one empty paragraph in the formatting of its first: Word refuses a cell without any.
        cell, step = noted.cell, self.script.step
        properties = _properties(cell)
        put_after(properties, step(f"{{% if {condition} %}}", noted.tag))
        put_last(cell, step("{% else %}", noted.tag))
        blank = etree.SubElement(cell, P)
        first = cell.find(f"{P}/{PPR}")
        if first is not None:
            blank.append(copy(first))
        blank.tail = step("{% endif %}", noted.tag)

    def _markup(self, noted: _CellTag, marker: str) -> None:
        properties = _properties(noted.cell)
        for old in properties.findall(_VMERGE):
            properties.remove(old)
        before = [child for child in properties if _RANK.get(child.tag, 99) < _RANK[_VMERGE]]
        if before:
            put_after(before[-1], marker)
        else:
            put_first(properties, marker)

    def _property(self, noted: _CellTag, name: str, attributes: dict[str, str]) -> None:
        properties = _properties(noted.cell)
        for old in properties.findall(name):
            properties.remove(old)
        element = etree.Element(name, attributes)
        place = sum(_RANK.get(child.tag, 99) < _RANK[name] for child in properties)
        properties.insert(place, element)

    def _forget_runs(self, lifted: Container[Element]) -> None:
        # A run must not go on over the end of its table, nor over a row without this merge.
        for (table, start, width), slot in self._slots.items():
            tag = next(noted.tag for noted in self._noted if nearest_ancestor(noted.cell, TBL) is table)
            put_before(table, self.script.value(f"__forget({slot})", tag))
            for row in table.iter(TR):
                if row not in lifted and nearest_ancestor(row, TBL) is table and not self._merges(row, start, width):
                    put_before(row, self.script.value(f"__forget({slot})", tag))

    def _merges(self, row: Element, start: int, width: int) -> bool:
        return any(
            noted.mark.word == "merge" and self._columns[noted.cell] == start and span(noted.cell) == width
            for noted in self._noted
            if nearest_ancestor(noted.cell, TR) is row
        )


def span(cell: Element) -> int:
    """占列数 - Return how many grid columns a cell of the template spans."""
    element = cell.find(f"{TCPR}/{_SPAN}")
    value = element.get(_VALUE, "1") if element is not None else "1"
    return int(value) if value.isdecimal() else 1


def column(cell: Element) -> int:
    """起始列 - Return the grid column a cell of the template starts in, counted from 0."""
    return sum(span(other) for other in cell.itersiblings(TC, preceding=True))


def _properties(cell: Element) -> Element:
    properties = cell.find(TCPR)
    if properties is None:
        properties = etree.Element(TCPR)
        properties.tail = cell.text
        cell.text = None
        cell.insert(0, properties)
    return properties
