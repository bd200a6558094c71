"""转义 - Write text as XML: escape, turn line ends and tabs into Word's own, drop what XML or Word cannot hold.

Dropped: control characters, noncharacters and lone surrogates. A vertical tab is Word's soft line break and becomes one.
"""

import re
from collections.abc import Mapping
from typing import Final

_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
_PAGE = '</w:t><w:br w:type="page"/><w:t xml:space="preserve">'
_CONTROL = "\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"

_CONTROLS = re.compile(f"\r\n|[{_CONTROL}]")
LINE_END: Final[re.Pattern[str]] = re.compile("\r\n|[\n\r\x0b\x85\u2028\u2029]")

_LINE_ENDS = ("\r\n", "\n", "\r", "\x0b", "\x85")
_TEXT = {**dict.fromkeys(_LINE_ENDS, _BREAK), "\t": _TAB, "\f": _PAGE}
_ATTRIBUTE = {**dict.fromkeys(_LINE_ENDS, "&#10;"), "\t": "&#9;"}
_PLAIN = {**dict.fromkeys(_LINE_ENDS, "\n"), "\t": "\t"}


def inline(text: str) -> str:
    """文中文字 - Return text as it stands inside a `w:t`; breaks and tabs close it and open it again."""
    return _controlled(_escaped(text), _TEXT)


def attribute(text: str) -> str:
    """属性文字 - Return text as it stands inside the double quotes of an attribute."""
    return _controlled(_escaped(text).replace('"', "&quot;"), _ATTRIBUTE)


def plain(text: str) -> str:
    """纯文字 - Return text as it stands in an element that knows no breaks, such as a document property."""
    return _controlled(_escaped(text), _PLAIN)


def bare(text: str) -> str:
    """可入树文字 - Return text as it may be put into a tree, which escapes for itself."""
    return _controlled(text, _PLAIN)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _controlled(text: str, instead: Mapping[str, str]) -> str:
    # What Unicode calls printable holds nothing to be replaced, and asking is cheaper than the pattern.
    return text if text.isprintable() else _CONTROLS.sub(lambda found: instead.get(found[0], ""), text)
