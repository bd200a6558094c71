"""渲染 - Everything one rendering knows: its limits, counters, pictures, charts, merges, and how it prints a value.

A rendering is made for one document and thrown away; the compiled template beside it never changes.
"""

from collections.abc import Iterable, Iterator
from time import thread_time

from jinja2.runtime import Undefined

from perfeval.reports.word import escape, rich
from perfeval.reports.word.bounded import join_texts, scalar, text_of, too_big
from perfeval.reports.word.charts import Gallery, read_chart
from perfeval.reports.word.columns import CellCount
from perfeval.reports.word.faults import Fault
from perfeval.reports.word.limits import Limits
from perfeval.reports.word.pictures import Picture, drawing
from perfeval.reports.word.rich import RichText
from perfeval.reports.word.script import Tag

_TURNS_BETWEEN_LOOKS = 64
_MOST_COLUMNS = 63  # Word knows no more
_NOTHING = object()


class Album:
    """图册 - Hold the pictures of one document, each once, in the order they first appear."""

    __slots__ = ("_prefix", "names", "relations")

    def __init__(self, prefix: str) -> None:
        """构造 - Begin empty; names begin with the prefix, `relations` maps each part to the pictures it shows."""
        self._prefix = prefix
        self.names: dict[bytes, str] = {}
        self.relations: dict[str, dict[str, str]] = {}

    def show(self, picture: Picture, part: str) -> str:
        """收入图片 - Return the relationship id by which a part shows a picture."""
        file = self.names.setdefault(picture.data, f"{self._prefix}{len(self.names) + 1}.{picture.extension}")
        shown = self.relations.setdefault(part, {})
        return shown.setdefault(file, f"rId{self._prefix}{len(shown) + 1}")


class Rendering:
    """一次渲染 - Print values and keep the counters of one document."""

    def __init__(self, limits: Limits, first_drawing: int, prefix: str) -> None:
        """构造 - Begin the clock; `first_drawing` is the first free id of a drawing, `prefix` begins names of pictures."""
        self.album = Album(prefix)
        self.gallery = Gallery(prefix)
        self.written = 0
        self._limits = limits
        self._deadline = thread_time() + limits.seconds
        self._next_drawing = first_drawing
        self._next_bookmark = 0
        self._part = ""
        self._tags: tuple[Tag, ...] = ()
        self._merged: dict[int, object] = {}
        self._begun: dict[int, bool] = {}
        self._tables: list[CellCount] = []
        self._bookmarks: dict[str, str] = {}
        self._bookmark_names: dict[str, int] = {}
        self.turns = self._turns()

    join_texts = staticmethod(join_texts)
    scalar = staticmethod(scalar)
    text = staticmethod(text_of)

    def begin_part(self, part: str, tags: tuple[Tag, ...]) -> None:
        """起始部件 - Turn to the next part of the document."""
        self._part, self._tags = part, tags

    def look_at_clock(self) -> None:
        """看表 - Raise Fault when the time of this document is over."""
        if thread_time() > self._deadline:
            raise Fault("render-too-slow", f"用时超过上限 {self._limits.seconds:g} 秒", "请减少循环的层数或次数")

    def _turns(self) -> Iterator[None]:
        while True:
            self.look_at_clock()
            for _ in range(_TURNS_BETWEEN_LOOKS):
                yield

    def count(self, size: int) -> None:
        """计量 - Add to the size of what was written so far.

        Raises: Fault beyond the limit.
        """
        self.written += size
        if self.written > self._limits.output:
            raise Fault("render-too-large", f"使输出超过上限 {self._limits.output // 1024 // 1024} MB", "请减少循环次数或内容")

    def concat(self, pieces: Iterable[str]) -> str:
        """合并 - Return buffered pieces as one text within the limit of the output."""
        whole = "".join(pieces)
        if len(whole) > self._limits.output:
            raise too_big("文字长度")
        return whole

    # How values are printed, by the place they stand in.

    def show(self, value: object, number: int) -> str:
        """印入文中 - Return a value as XML inside a `w:t`."""
        if isinstance(value, RichText):
            properties = self._tags[number - 1].run
            return f'</w:t></w:r>{rich.runs(value, properties)}<w:r>{properties}<w:t xml:space="preserve">'
        if isinstance(value, Picture):
            return f'</w:t>{self._drawing_of(value)}<w:t xml:space="preserve">'
        return escape.inline(text_of(value))

    def paragraph(self, value: object, number: int) -> str:
        """印为段落 - Return a value as whole paragraphs in the formatting of the one it replaces, one for each line."""
        tag = self._tags[number - 1]
        if isinstance(value, Undefined):
            text_of(value)
        if isinstance(value, RichText):
            inner = [rich.runs(value, tag.run)]
        elif isinstance(value, Picture):
            inner = [f"<w:r>{tag.run}{self._drawing_of(value)}</w:r>"]
        else:
            inner = [rich.run(escape.inline(line), tag.run) for line in escape.LINE_END.split(text_of(value))]
        return "".join(f"<w:p>{tag.paragraph}{content}</w:p>" for content in inner)

    def attribute(self, value: object) -> str:
        """印入属性 - Return text as it stands in an attribute."""
        return escape.attribute(text_of(value))

    def plain(self, value: object) -> str:
        """印入属性部件 - Return text as it stands in a document property."""
        return escape.plain(text_of(value))

    def _drawing_of(self, picture: Picture) -> str:
        if picture.data not in self.album.names:
            self.count(len(picture.data))
        number = self._next_drawing
        self._next_drawing += 1
        return drawing(picture, self.album.show(picture, self._part), number)

    # Steps of the engine's own, which print XML.

    def raw(self, xml: str) -> str:
        """原样 - Return XML of the engine's own."""
        return xml

    def merge(self, slot: int, key: tuple[object, ...]) -> str:
        """纵向合并 - Begin a merged cell, or go on with the one above when the key is equal."""
        for each in key:
            if isinstance(each, Undefined):
                text_of(each)
        begins = self._merged.get(slot, _NOTHING) != key
        self._merged[slot], self._begun[slot] = key, begins
        return '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"

    def begins(self, slot: int) -> bool:
        """是否首格 - Tell whether the cell just written begins a merged cell."""
        return self._begun[slot]

    def forget(self, slot: int) -> str:
        """合并到此为止 - End the run of a column; prints nothing."""
        self._merged.pop(slot, None)
        return ""

    def chart(self, value: object, relation: str) -> str:
        """图表 - Return the relationship id by which a chart of the template is shown with this data."""
        chart = read_chart(value)
        self.count(chart.size)
        return self.gallery.show(self._part, relation, chart)

    def caption(self, value: object) -> str:
        """图表说明 - Return the title of a chart as it stands in its alternative text."""
        return escape.attribute(read_chart(value).title)

    def span(self, columns: object) -> int:
        """占列数 - Return how many columns a cell spans."""
        text = text_of(columns)
        if not text.isdecimal() or not 1 <= int(text) <= _MOST_COLUMNS:
            raise Fault("render-value", f"的列数“{text}”不是 1 到 {_MOST_COLUMNS} 的整数")
        return int(text)

    def fill(self, colour: object) -> str:
        """底色 - Return the fill of a cell; empty text means none."""
        text = text_of(colour)
        return "auto" if text in ("", "auto") else rich.colour(text)

    def open_table(self, width: int) -> str:
        """起表 - Begin to count the cells of a table; prints nothing."""
        self._tables.append(CellCount(width))
        return ""

    def row(self) -> str:
        """起行 - Begin to count a row; prints nothing."""
        return self._tables[-1].row()

    def cell(self, width: int, columns: object) -> str:
        """记一格 - Count a cell; prints the place of its width."""
        return self._tables[-1].cell(width, self.span(columns))

    def settle_table(self, xml: str) -> str:
        """定列宽 - Return the innermost table with its grid written."""
        return self._tables.pop().settle(xml)

    def drawing(self) -> str:
        """图形编号 - Return the next id of a drawing."""
        self._next_drawing += 1
        return str(self._next_drawing - 1)

    def bookmark(self, own: str) -> str:
        """书签编号 - Return a fresh id for the start of a bookmark."""
        self._next_bookmark += 1
        self._bookmarks[own] = str(self._next_bookmark)
        return self._bookmarks[own]

    def bookmark_end(self, own: str) -> str:
        """书签结束编号 - Return the id that the start of this bookmark got."""
        return self._bookmarks.get(own, own)

    def bookmark_name(self, name: str) -> str:
        """书签名 - Return the name for its first use and a numbered one for each further copy."""
        used = self._bookmark_names[name] = self._bookmark_names.get(name, 0) + 1
        return escape.attribute(name if used == 1 else f"{name[:34]}_{used}")
