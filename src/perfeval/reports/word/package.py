"""文档包 - Read a docx as a zip, refuse what is dangerous, keep the packed bytes of every part.

Refused: not a zip, legacy or encrypted .doc, duplicate or strange names, too many entries, zip bombs, bad checksums.
"""

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from perfeval.errors import Invalid
from perfeval.reports.word.limits import Limits

_ENCRYPTED = 0x1
_LEGACY = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """部件 - Hold one part of the package: its data, and its packed bytes as they were."""

    name: str
    data: bytes
    packed: bytes
    method: int
    checksum: int


def read_package(docx: bytes, limits: Limits) -> tuple[Entry, ...]:
    """读取文档包 - Return the parts in the order of the file, directories left out.

    Raises: Invalid when the bytes are no docx or go beyond the limits.
    """
    if docx[:4] == _LEGACY:
        raise Invalid("template-not-docx", "模板是旧版 .doc 或加了密码的文档，请在 Word 中另存为不加密的 .docx")
    try:
        with zipfile.ZipFile(BytesIO(docx)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _check_directory(infos, limits)
            return tuple(_read(archive, docx, info) for info in infos)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Invalid("template-not-docx", "模板不是完好的 .docx 文件（不是有效的 zip 包）") from error


def _check_directory(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(infos) > limits.entries:
        raise Invalid("template-too-large", f"模板包内有 {len(infos)} 个文件，超过上限 {limits.entries} 个")
    if sum(info.file_size for info in infos) > limits.unpacked:
        raise Invalid("template-too-large", f"模板解压后超过上限 {limits.unpacked // 1024 // 1024} MB")
    names: set[str] = set()
    for info in infos:
        _check_entry(info, limits)
        if info.filename.lower() in names:
            raise Invalid("template-not-docx", f"模板包内有重名文件“{info.filename}”")
        names.add(info.filename.lower())


def _check_entry(info: zipfile.ZipInfo, limits: Limits) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise Invalid("template-not-docx", "模板包加了密码，请另存为不加密的 .docx")
    if info.file_size > limits.ratio_from and info.file_size > limits.ratio * max(info.compress_size, 1):
        raise Invalid("template-too-large", f"模板包内文件“{info.filename}”的压缩比超过 {limits.ratio}，疑似压缩炸弹")
    if info.filename.startswith("/") or "\\" in info.filename or ".." in info.filename.split("/"):
        raise Invalid("template-not-docx", f"模板包内文件名“{info.filename}”不合规")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Invalid("template-not-docx", f"模板包内文件“{info.filename}”的压缩方式不受支持")


def _read(archive: zipfile.ZipFile, docx: bytes, info: zipfile.ZipInfo) -> Entry:
    # The declared size was checked above; zipfile never hands out more than it, and it proves the CRC at the end.
    data = archive.read(info)
    header = info.header_offset
    start = (
        header + 30 + int.from_bytes(docx[header + 26 : header + 28], "little") + int.from_bytes(docx[header + 28 : header + 30], "little")
    )
    packed = docx[start : start + info.compress_size]
    return Entry(name=info.filename, data=data, packed=packed, method=info.compress_type, checksum=info.CRC)
