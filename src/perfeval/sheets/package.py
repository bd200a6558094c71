"""文件核验 - Find out what an uploaded table is by its bytes, and refuse what is dangerous before anything parses it.

Refused: macros, links to other workbooks, embedded objects, passwords, zip bombs, and what is neither xlsx, xls nor text.
"""

import zipfile
import zlib
from enum import StrEnum
from io import BytesIO

from perfeval.errors import Invalid

_MOST_ENTRIES = 2000
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_RATIO = 100
_RATIO_FROM = 1024 * 1024
_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Macros\x00"))
_OLE_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_REFUSED = {
    "vbaproject": "含有宏",
    "xl/macrosheets/": "含有宏表",
    "xl/externallinks/": "引用了其他工作簿",
    "xl/embeddings/": "嵌入了其他文件",
    "xl/activex/": "含有控件",
}


class Format(StrEnum):
    """表格格式 - Name the formats in which a table may come."""

    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


def format_of(data: bytes, name: str) -> Format:
    """辨认格式 - Return what a file is by its bytes, whatever it is called.

    Raises: Invalid, when it is none of the three or holds what no table needs.
    """
    if data.startswith(_ZIP):
        _prove_package(data, name)
        return Format.XLSX
    if data.startswith(_OLE):
        _prove_old(data, name)
        return Format.XLS
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Invalid("table-format", f"{name} 不是表格，只能读 xlsx、xls 和 csv")
    return Format.CSV


def _prove_package(data: bytes, name: str) -> None:
    """Refuse an xlsx that holds more than cells, or unpacks into more than it may."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
            _prove_directory(infos, name)
            room = _MOST_UNPACKED
            for info in infos:
                room -= _unpacked(data, info, room)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError) as error:
        raise Invalid("table-broken", f"{name} 已损坏，请在 Excel 中重新保存后再传") from error
    if room < 0:
        raise _bomb(name)


def _prove_directory(infos: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse what the directory of the package already shows."""
    names = [info.filename.lower() for info in infos]
    if "xl/workbook.bin" in names or "xl/workbook.xml" not in names:
        raise Invalid("table-format", f"{name} 不是 xlsx 表格，请在 Excel 中另存为“Excel 工作簿（.xlsx）”")
    if len(infos) > _MOST_ENTRIES or len(set(names)) < len(names) or sum(info.file_size for info in infos) > _MOST_UNPACKED:
        raise _bomb(name)
    for info, lower in zip(infos, names, strict=True):
        if info.flag_bits & _ENCRYPTED:
            raise Invalid("table-password", f"{name} 加了密码，请另存为不加密的文件")
        if lower.startswith("/") or "\\" in lower or ".." in lower.split("/"):
            raise Invalid("table-broken", f"{name} 内部的文件名不合规")
        if told := next((words for part, words in _REFUSED.items() if part in lower), None):
            raise Invalid("table-refused", f"{name} {told}，不能导入。请把数据复制到新的工作簿，只粘贴“值”，再导入")


def _unpacked(data: bytes, info: zipfile.ZipInfo, room: int) -> int:
    """Return how many bytes an entry really unpacks into, whatever the directory says; stop once there is no room."""
    at = info.header_offset
    start = at + 30 + int.from_bytes(data[at + 26 : at + 28], "little") + int.from_bytes(data[at + 28 : at + 30], "little")
    packed = data[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError
    most = max(min(room, _MOST_RATIO * max(len(packed), 1)), _RATIO_FROM)
    inflate, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    while packed and not inflate.eof and size <= most:
        size += len(inflate.decompress(packed, _CHUNK))
        packed = inflate.unconsumed_tail
    return size if size <= most else _MOST_UNPACKED + 1


def _prove_old(data: bytes, name: str) -> None:
    """Refuse an xls that holds macros or is locked."""
    if any(mark in data for mark in _OLE_MACROS):
        raise Invalid("table-refused", f"{name} 含有宏，不能导入。请把数据复制到新的工作簿，只粘贴“值”，再导入")
    if _OLE_PASSWORD in data:
        raise Invalid("table-password", f"{name} 加了密码，请另存为不加密的文件")


def _bomb(name: str) -> Invalid:
    return Invalid("table-too-large", f"{name} 解压后过大（上限 {_MOST_UNPACKED // 1024 // 1024} MB），疑似压缩炸弹，没有读取")
