"""关系 - Tell a package about the pictures that a rendering adds: relations of the parts that show them, content types."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from posixpath import dirname
from typing import Final

from lxml import etree

from perfeval.reports.word.namespaces import CONTENT_TYPES, OFFICE, RELATIONSHIPS
from perfeval.reports.word.package import Entry
from perfeval.reports.word.parts import TYPES_PART, Part, relations_name

MEDIA: Final = "word/media"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EMPTY = f'<Relationships xmlns="{RELATIONSHIPS}">'


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """关系与类型 - Hold what must be added to when pictures come in, cut open at the place where they go.

    `prefix` begins the names of added pictures and of their relations; nothing in the template begins like it.
    """

    prefix: str
    heads: Mapping[str, str]
    types: str
    extensions: frozenset[str]

    def part(self, name: str, pictures: Mapping[str, str]) -> bytes:
        """部件关系 - Return the relations of a part with its pictures added."""
        base = "media" if dirname(name) == "word" else f"/{MEDIA}"
        added = "".join(
            f'<Relationship Id="{relation}" Type="{OFFICE}/image" Target="{base}/{file}"/>' for file, relation in pictures.items()
        )
        return f"{self.heads[name]}{added}</Relationships>".encode()

    def content_types(self, extensions: Iterable[str]) -> bytes | None:
        """内容类型 - Return the list of types with those of the pictures, or None when it names them all already."""
        missing = sorted(set(extensions) - self.extensions)
        if not missing:
            return None
        added = "".join(f'<Default Extension="{extension}" ContentType="image/{extension}"/>' for extension in missing)
        return f"{self.types}{added}</Types>".encode()


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
