"""找标签 - Find Jinja tags in the joined text of one paragraph.

A tag ends at its own closing mark, not at one inside a quoted string or an inner brace: `{{ "}}" }}` is one tag.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from perfeval.reports.word.faults import Fault

_OPENING = re.compile(r"\{[{%#]|\{_[{%]|[}%]_\}")
_LITERALS = {"{_{": "{{", "{_%": "{%", "}_}": "}}", "%_}": "%}"}
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_SCOPE = re.compile(r"(p|tr|tc|r)(?=\s)")
_INVISIBLE = str.maketrans({"\n": " ", "\r": " ", "\u200b": None, "\ufeff": None})
_CURLY = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


class Kind(StrEnum):
    """标签种类 - Tell `{{ }}`, `{% %}`, `{# #}` and braces that are meant as such (`{_{`) apart."""

    VALUE = "{{"
    STATEMENT = "{%"
    COMMENT = "{#"
    LITERAL = "{_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """文中标签 - Hold one tag as it was found: where it starts and ends, its kind, its scope and its inner text."""

    start: int
    end: int
    kind: Kind
    scope: str
    body: str
    text: str
    trims_before: bool
    trims_after: bool

    @property
    def word(self) -> str:
        """首词 - Return the first word of the inner text, such as for, if, merge."""
        return self.body.split(None, 1)[0] if self.body else ""

    @property
    def rest(self) -> str:
        """首词之后 - Return what follows the first word."""
        return self.body[len(self.word) :].strip()


def marks(text: str) -> Iterator[Mark]:
    """逐个标签 - Yield the tags of a text from left to right.

    Raises: Fault when a tag is opened and never closed.
    """
    position = 0
    while opening := _OPENING.search(text, position):
        if literal := _LITERALS.get(opening[0]):
            yield _literal(opening, literal)
            position = opening.end()
            continue
        end = _end(text, opening.end(), _CLOSING[opening[0]])
        if end < 0:
            raise Fault(
                "template-syntax", "没有写完，缺少结尾的 " + _CLOSING[opening[0]], f"“{text[opening.start() :][:40]}”应在同一段落内写完"
            )
        yield _mark(text, opening.start(), end)
        position = end


def _literal(found: re.Match[str], meant: str) -> Mark:
    return Mark(
        start=found.start(), end=found.end(), kind=Kind.LITERAL, scope="", body=meant, text=found[0], trims_before=False, trims_after=False
    )


def _mark(text: str, start: int, end: int) -> Mark:
    kind = Kind(text[start : start + 2])
    inner = text[start + 2 : end - 2]
    before, after = inner[:1] == "-", inner[-1:] == "-"
    inner = inner[1 if before else 0 : len(inner) - (1 if after and len(inner) > 1 else 0)]
    scope = _SCOPE.match(inner)
    body = inner[scope.end() :] if scope else inner
    return Mark(
        start=start,
        end=end,
        kind=kind,
        scope=scope[1] if scope else "",
        body=_straight(body.translate(_INVISIBLE).strip()),
        text=text[start:end].translate(_INVISIBLE),
        trims_before=before,
        trims_after=after,
    )


def _straight(body: str) -> str:
    # Word turns quotes into curly ones while people type; inside straight quotes they are meant.
    return body if '"' in body or "'" in body else body.translate(_CURLY)


def _end(text: str, position: int, closing: str) -> int:
    if closing == "#}":
        found = text.find(closing, position)
        return found + 2 if found >= 0 else -1
    end = _balanced_end(text, position, closing)
    if end < 0:  # an apostrophe that opens no string
        found = text.find(closing, position)
        end = found + 2 if found >= 0 else -1
    return end


def _balanced_end(text: str, position: int, closing: str) -> int:
    depth = 0
    while position < len(text):
        if depth == 0 and text.startswith(closing, position):
            return position + 2
        character = text[position]
        if character in "\"'":
            position = text.find(character, position + 1)
            if position < 0:
                return -1
        depth += (character == "{") - (character == "}" and depth > 0)
        position += 1
    return -1
