"""脚本 - What one part becomes on its way from an XML tree to a Jinja template.

Every tag is taken out of the tree and leaves a numbered marker. The tree is then written as text once and cut at the
markers: XML fragments and tags alternate. Jinja never sees the XML, only one line for each tag with the number of the
fragment before it. So a line number is a tag, and an error of Jinja's names the paragraph it stands in.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from perfeval.errors import Invalid
from perfeval.reports.word.faults import invalid
from perfeval.reports.word.scan import Kind

# Noncharacters: legal in XML, never in a text that people write, and taken out of values before they are printed.
OPEN: Final[str] = "\ufdd0"
CLOSE: Final[str] = "\ufdd1"
RESERVED: Final[re.Pattern[str]] = re.compile("[\ufdd0-\ufdef]")
_MARKER = re.compile(f"{OPEN}(\\d+){CLOSE}")


class Slot(StrEnum):
    """标签所处位置 - Name what may be printed where a tag stands."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    ATTRIBUTE = "attribute"
    PLAIN = "plain"
    RAW = "raw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """标签 - Hold one step of the script: its Jinja source, the place and words people know it by, and its surroundings.

    `run` and `paragraph` are the XML of the run's and the paragraph's properties, for values that open new ones.
    `written` is false for steps the engine adds itself.
    """

    source: str
    where: str
    text: str
    slot: Slot = Slot.TEXT
    run: str = ""
    paragraph: str = ""
    written: bool = True


class Script:
    """脚本 - Collect the tags of one part and join them with its XML."""

    def __init__(self, title: str) -> None:
        """构造 - Begin an empty script of the part with this title."""
        self.title = title
        self.faults: list[Invalid] = []
        self.fragments: list[str] = []
        self.tags: list[Tag] = []
        self.touched = False  # whether the part differs from the template's: it holds a tag, a comment, an escaped brace
        self._marked: list[Tag] = []

    def mark(self, tag: Tag) -> str:
        """登记标签 - Keep a tag and return the marker that stands for it in the tree."""
        self._marked.append(tag)
        self.touched = True
        return f"{OPEN}{len(self._marked) - 1}{CLOSE}"

    def step(self, source: str, beside: Tag) -> str:
        """登记内部步骤 - Keep a step of the engine's own, reported under the tag that called for it."""
        return self.mark(Tag(source=source, where=beside.where, text=beside.text, slot=Slot.RAW, written=False))

    def value(self, expression: str, beside: Tag) -> str:
        """登记内部取值 - Keep an expression of the engine's own that prints XML."""
        return self.step(f"{{{{ {expression} }}}}", beside)

    def marked(self, text: str | None) -> list[Tag]:
        """文中的标签 - Return the tags whose markers stand in this text."""
        return [self._marked[int(number)] for number in _MARKER.findall(text or "")]

    def fault(self, code: str, where: str, message: str, suggestion: str | None = None) -> None:
        """记下错误 - Keep a fault, so that one compilation reports them all."""
        self.faults.append(invalid(code, where, message, suggestion))

    def cut(self, xml: str) -> None:
        """切开 - Cut the written tree at its markers, which puts the tags in the order of the document."""
        pieces = _MARKER.split(xml)
        self.fragments = [pieces[0]]
        for number, fragment in zip(pieces[1::2], pieces[2::2], strict=True):
            self.tags.append(self._marked[int(number)])
            self.fragments.append(fragment)
        if not self.tags:  # only comments were taken out: one empty step keeps lines and tags in step
            self.tags.append(Tag(source="", where=self.title, text="", written=False))
            self.fragments.append("")

    def tag(self, line: int) -> Tag:
        """某行的标签 - Return the tag that a line of the source holds."""
        return self.tags[min(line, len(self.tags)) - 1]

    def source(self) -> str:
        """Jinja 源码 - Return one line for each tag; the number between noncharacters names the fragment before it."""
        lines = [f"{OPEN}{number}{CLOSE}{tag.source}" for number, tag in enumerate(self.tags)]
        return "\n".join([*lines, f"{OPEN}{len(self.tags)}{CLOSE}"])

    def fragment(self, data: str) -> str:
        """还原片段 - Return the XML that stands behind a piece of template data."""
        return "".join(self.fragments[int(number)] for number in _MARKER.findall(data))


def without_markers(text: str) -> str:
    """去掉标记 - Return what a reader would see of a marked text."""
    return _MARKER.sub("", text)


def tag_source(kind: Kind, body: str) -> str:
    """标签源码 - Return a tag in plain Jinja."""
    return f"{{{{ {body} }}}}" if kind is Kind.VALUE else f"{{% {body} %}}"
