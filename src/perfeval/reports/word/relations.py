"""关系 - Tell a package about the pictures and charts that a rendering adds: relations of the parts that show them, content types."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from posixpath import dirname
from typing import Final

from lxml import etree

from perfeval.reports.word.namespaces import CONTENT_TYPES, OFFICE, RELATIONSHIPS
from perfeval.reports.word.package import Entry
from perfeval.reports.word.parts import TYPES_PART, Part, relations_name

MEDIA: Final = "word/media"
BOOK: Final = "xlsx"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EMPTY = f'<Relationships xmlns="{RELATIONSHIPS}">'


@dataclass(frozen=True, slots=True)
class Link:
    """一条关系 - Hold a relation that is added: its id, its kind (image, chart), the part it leads to."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """关系与类型 - Hold what must be added to when pictures and charts come in, cut open at the place where they go.

    `prefix` begins the names of what is added and of its relations; nothing in the template begins like it.
    """

    prefix: str
    heads: Mapping[str, str]
    types: str
    extensions: frozenset[str]

    def part(self, name: str, links: Iterable[Link]) -> bytes:
        """部件关系 - Return the relations of a part with those to its pictures and charts added."""
        added = "".join(f'<Relationship Id="{each.id}" Type="{OFFICE}/{each.kind}" Target="{_from(name, each)}"/>' for each in links)
        return f"{self.heads[name]}{added}</Relationships>".encode()

    def content_types(self, extensions: Iterable[str], charts: Iterable[str]) -> bytes | None:
        """内容类型 - Return the list of types with those of pictures, workbooks and charts, or None when it names them all already."""
        missing = sorted(set(extensions) - self.extensions)
        added = "".join(f'<Default Extension="{each}" ContentType="{_BOOK if each == BOOK else f"image/{each}"}"/>' for each in missing)
        added += "".join(f'<Override PartName="/{part}" ContentType="{_CHART}"/>' for part in charts)
        return f"{self.types}{added}</Types>".encode() if added else None


def _from(part: str, link: Link) -> str:
    """Return how a part names the target of a link: from its own folder in Word's, in full elsewhere."""
    return link.target.removeprefix("word/") if dirname(part) == "word" else f"/{link.target}"


def cut_relations(entries: tuple[Entry, ...], parts: Iterable[Part]) -> Relations:
    """切开关系 - Return the relations of these parts and the content types, ready to be added to."""
    data = {entry.name: entry.data for entry in entries}
    heads = {part.name: _open(data.get(relations_name(part.name))) for part in parts}
    types = etree.fromstring(data[TYPES_PART])
    known = frozenset(each.get("Extension", "").lower() for each in types.iter(f"{{{CONTENT_TYPES}}}Default"))
    prefix = "perfeval"
    while any(f"{prefix}" in entry.name for entry in entries) or any(f"rId{prefix}" in head for head in heads.values()):
        prefix += "x"
    return Relations(prefix=prefix, heads=heads, types=_open(data[TYPES_PART]), extensions=known)


def _open(xml: bytes | None) -> str:
    if xml is None:
        return _DECLARATION + _EMPTY
    root = etree.fromstring(xml)
    root.text = root.text or ""  # an element without content would be written as one that is closed at once
    text = etree.tostring(root, encoding="unicode")
    return _DECLARATION + text[: text.rindex("</")] if "</" in text[-30:] else _DECLARATION + text.rstrip("/> ") + ">"
