"""转义 - Write text as XML: escape, turn line ends and tabs into Word's own, drop what XML or Word cannot hold.

Dropped: control characters, noncharacters and lone surrogates. A vertical tab is Word's soft line break and becomes one.
"""

import re
from typing import Final

_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
_PAGE = '</w:t><w:br w:type="page"/><w:t xml:space="preserve">'
_CONTROL = "\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"

SPECIAL: Final[re.Pattern[str]] = re.compile(f"[&<>{_CONTROL}]")
_IN_TEXT = re.compile(f"\r\n|[&<>{_CONTROL}]")
_IN_ATTRIBUTE = re.compile(f'\r\n|[&<>"{_CONTROL}]')
LINE_END: Final[re.Pattern[str]] = re.compile("\r\n|[\n\r\x0b\x85\u2028\u2029]")

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_TEXT = {**_ENTITIES, **dict.fromkeys(("\r\n", "\n", "\r", "\x0b", "\x85"), _BREAK), "\t": _TAB, "\f": _PAGE}
_ATTRIBUTE = {**_ENTITIES, **dict.fromkeys(("\r\n", "\n", "\r", "\x0b", "\x85"), "&#10;"), "\t": "&#9;"}
_PLAIN = {**_ENTITIES, **dict.fromkeys(("\r\n", "\n", "\r", "\x0b", "\x85"), "\n"), "\t": "\t"}


def inline(text: str) -> str:
    """文中文字 - Return text as it stands inside a `w:t`; breaks and tabs close it and open it again."""
    return _IN_TEXT.sub(lambda found: _TEXT.get(found[0], ""), text)


def attribute(text: str) -> str:
    """属性文字 - Return text as it stands inside the double quotes of an attribute."""
    return _IN_ATTRIBUTE.sub(lambda found: _ATTRIBUTE.get(found[0], ""), text)


def plain(text: str) -> str:
    """纯文字 - Return text as it stands in an element that knows no breaks, such as a document property."""
    return _IN_TEXT.sub(lambda found: _PLAIN.get(found[0], ""), text)
