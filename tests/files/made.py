"""做出来的文件 - Good files of every kind, and the ways in which an attacker would build bad ones."""

import io
import struct
import zipfile
from functools import cache

import docx
import xlsxwriter
from PIL import Image

TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>{}</Types>"""
DOCUMENT = "<w:document/>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def package(*more: tuple[str | zipfile.ZipInfo, bytes | str], types: str = TYPES.format(""), document: bytes | str = DOCUMENT) -> bytes:
    """Return a docx with further parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", types)
        file.writestr("word/document.xml", document)
        for name, data in more:
            file.writestr(name, data)
    return made.getvalue()


@cache
def word() -> bytes:
    """Return a docx as a program makes it."""
    made = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("验收报告")
    document.save(made)
    return made.getvalue()


@cache
def sheet() -> bytes:
    """Return an xlsx."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    book.add_worksheet().write_string(0, 0, "完成数")
    book.close()
    return made.getvalue()


def ofd() -> bytes:
    """Return an ofd."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("OFD.xml", "<ofd:OFD/>")
        file.writestr("Doc_0/Document.xml", "<ofd:Document/>")
    return made.getvalue()


def pdf() -> bytes:
    """Return a PDF."""
    return b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


@cache
def picture(kind: str) -> bytes:
    """Return a small picture."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(made, kind)
    return made.getvalue()


def compound(*names: str) -> bytes:
    """Return an old Office file with a directory of these names: what the checks look at, and nothing more."""
    entries = b"".join(_entry(name) for name in ("Root Entry", *names))
    return OLE + bytes(504) + entries + bytes(-len(entries) % 512)


def _entry(name: str) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    return (written.ljust(64, b"\0") + struct.pack("<HB", len(written), 2)).ljust(128, b"\0")


def bomb(megabytes: int, copies: int = 1) -> bytes:
    """Return a docx with parts of nothing but blanks."""
    return package(*((f"word/media/{number}.xml", b" " * (megabytes * 1024 * 1024)) for number in range(copies)))


def lying(megabytes: int) -> bytes:
    """Return a docx with a part that says it is ten bytes long and is many megabytes."""
    whole = bomb(megabytes)
    size = struct.pack("<I", megabytes * 1024 * 1024)
    assert whole.count(size) == 2  # once at the part, once in the directory
    return whole.replace(size, struct.pack("<I", 10))


def overlapping() -> bytes:
    """Return a docx whose directory names one part twice, as bombs without nesting do."""
    whole = package(("word/a.xml", "a" * 1000), ("word/b.xml", "b" * 1000))
    with zipfile.ZipFile(io.BytesIO(whole)) as file:
        first, second = (file.getinfo(name).header_offset for name in ("word/a.xml", "word/b.xml"))
    at = whole.rindex(struct.pack("<I", second))
    return whole[:at] + struct.pack("<I", first) + whole[at + 4 :]


def renamed() -> bytes:
    """Return a docx with a part that bears another name than the directory says."""
    whole = package(("word/macro1.xml", "x"))
    at = whole.index(b"word/macro1.xml")
    return whole[:at] + b"word/macro2.xml" + whole[at + 15 :]


def encrypted() -> bytes:
    """Return a docx that says a part is encrypted."""
    whole = bytearray(package(("word/a.xml", "a")))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.rindex(sign) + place] |= 1
    return bytes(whole)


def link() -> zipfile.ZipInfo:
    """Return a part that is a link to somewhere else."""
    info = zipfile.ZipInfo("word/link.xml")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info
