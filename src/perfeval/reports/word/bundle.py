"""打包 - Put parts together as a zip whose bytes depend on nothing but its parts.

Every time stamp is 1980-01-01, the order is the caller's, no extra fields: the same parts give the same bytes.
"""

import struct
from dataclasses import dataclass

from perfeval.reports.word.deflate import checksum, deflate
from perfeval.reports.word.package import Entry

_STORED, _DEFLATED = 0, 8
_UTF8_NAME = 0x0800
_DATE = 0x0021
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


@dataclass(frozen=True, slots=True)
class Piece:
    """成品部件 - Hold a part ready for the zip: local header with packed bytes, and how the directory names it."""

    local: bytes
    name: bytes
    method: int
    checksum: int
    packed: int
    unpacked: int


def kept(entry: Entry) -> Piece:
    """原样部件 - Return an unchanged part of the template with its own packed bytes."""
    return _piece(entry.name, entry.method, entry.checksum, entry.packed, len(entry.data))


def deflated(name: str, data: bytes) -> Piece:
    """新部件 - Return a part that is packed now."""
    return _piece(name, _DEFLATED, checksum(data), deflate(data), len(data))


def stored(name: str, data: bytes) -> Piece:
    """免压缩部件 - Return a part that is kept as it is, because a picture is packed already."""
    return _piece(name, _STORED, checksum(data), data, len(data))


def repacked(name: str, data: bytes) -> Entry:
    """改过的部件 - Return a part of a template whose content was changed before anything is rendered."""
    return Entry(name=name, data=data, packed=deflate(data), method=_DEFLATED, checksum=checksum(data))


def _piece(name: str, method: int, crc: int, packed: bytes, unpacked: int) -> Piece:
    label = name.encode()
    flags = 0 if label.isascii() else _UTF8_NAME
    header = _LOCAL.pack(b"PK\x03\x04", 20, flags, method, 0, _DATE, crc, len(packed), unpacked, len(label), 0)
    return Piece(b"".join((header, label, packed)), label, method, crc, len(packed), unpacked)


def bundle(pieces: list[Piece]) -> bytes:
    """打包 - Return the zip of these parts in this order."""
    directory = []
    offset = 0
    for piece in pieces:
        directory += [_entry(piece, offset), piece.name]
        offset += len(piece.local)
    central = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(pieces), len(pieces), len(central), offset, 0)
    return b"".join([*(piece.local for piece in pieces), central, end])


def _entry(piece: Piece, offset: int) -> bytes:
    flags = 0 if piece.name.isascii() else _UTF8_NAME
    sizes = (piece.checksum, piece.packed, piece.unpacked)
    return _CENTRAL.pack(b"PK\x01\x02", 20, 20, flags, piece.method, 0, _DATE, *sizes, len(piece.name), 0, 0, 0, 0, 0, offset)
