"""样本 - Build small templates with python-docx and read results back with it."""

import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.table import Table
from lxml import etree

from perfeval.reports.word import compile_template

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Build = Callable[[DocumentType], object]


def saved(document: DocumentType) -> bytes:
    """Return a document as bytes."""
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def built(build: Build) -> bytes:
    """Return a template that a function builds in a blank document."""
    document = Document()
    build(document)
    return saved(document)


def paragraphs(*texts: str) -> bytes:
    """Return a template of these paragraphs."""

    def build(document: DocumentType) -> None:
        for text in texts:
            document.add_paragraph(text)

    return built(build)


def table(*rows: Sequence[str]) -> bytes:
    """Return a template that holds one table of these texts."""
    return built(lambda document: fill(document, rows))


def fill(document: DocumentType, rows: Sequence[Sequence[str]]) -> Table:
    """Add a table of these texts to a document."""
    made: Table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
    return made


def read(docx: bytes) -> DocumentType:
    """Return a result as python-docx reads it."""
    return Document(BytesIO(docx))


def rendered(docx: bytes, mapping: Mapping[str, object]) -> DocumentType:
    """Return what a template makes of this data, as python-docx reads it."""
    return read(compile_template(docx).render(mapping))


def texts(document: DocumentType) -> list[str]:
    """Return the texts of the paragraphs outside tables."""
    return [paragraph.text for paragraph in document.paragraphs]


def cells(made: Table) -> list[list[str]]:
    """Return the texts of a table; every cell of a merged one gives the text of the whole."""
    return [[cell.text for cell in row.cells] for row in made.rows]


def own_cells(made: Table) -> list[list[tuple[str, str]]]:
    """Return for every cell of every row its own text and its vMerge: '', restart or continue."""
    return [[(_text(cell), _merge(cell)) for cell in row._tr.findall(f"{W}tc")] for row in made.rows]


def _text(cell: etree._Element) -> str:
    return "".join(text.text or "" for text in cell.iter(f"{W}t"))


def _merge(cell: etree._Element) -> str:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return "" if merge is None else str(merge.get(f"{W}val", "continue"))


def part(docx: bytes, name: str) -> str:
    """Return one part of a package as text."""
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        return archive.read(name).decode()


def changed(docx: bytes, changes: Mapping[str, bytes | str | None]) -> bytes:
    """Return a package with parts put in, replaced, or (None) left out."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(docx)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, data in changes.items():
            if data is not None:
                new.writestr(name, data)
    return target.getvalue()


def edited(docx: bytes, name: str, edits: Iterable[tuple[str, str]]) -> bytes:
    """Return a package in which a part's text was edited; every edit must find something."""
    text = part(docx, name)
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return changed(docx, {name: text})


def body(docx: bytes, xml: str) -> bytes:
    """Return a package whose document body is this XML."""
    whole = part(docx, "word/document.xml")
    start, end = whole.index("<w:body>") + 8, whole.index("<w:sectPr")
    return changed(docx, {"word/document.xml": whole[:start] + xml + whole[end:]})


def png(across: int = 20, down: int = 10, shade: int = 200) -> bytes:
    """Return a grey picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    header = across.to_bytes(4, "big") + down.to_bytes(4, "big") + bytes((8, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + bytes((shade,)) * across) * down)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
