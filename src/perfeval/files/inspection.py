"""上传检查 - Decide whether an uploaded file is taken, in this order: size, kind, first bytes, what is inside, viruses."""

from dataclasses import dataclass

from perfeval.errors import Invalid
from perfeval.files import compound, package, scanning
from perfeval.files.kinds import Family, FileKind, clean_name, kind_of

_PDF_END, _PDF_TAIL = b"%%EOF", 2_048


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """检查结果 - Hold a file that is taken: its content, the name under which it is kept, and its kind."""

    data: bytes
    name: str
    kind: FileKind


def inspect(data: bytes, name: str, *, most: int, clamd: str | None = None) -> Inspected:
    """检查 - Return a file that may be kept.

    Raises: Invalid, saying what is wrong with it and what to do; Broken, when it should be searched for viruses and cannot be.
    """
    if len(data) > most:
        raise too_large(most)
    if not data:
        raise Invalid("upload-empty", "没有收到文件，或文件是空的")
    cleaned = clean_name(name)
    kind = kind_of(cleaned)
    if not data.startswith(kind.begins):
        raise _other(kind)
    _INSIDE[kind.family](data, kind)
    if clamd is not None:
        scanning.scan(data, clamd)
    return Inspected(data=data, name=cleaned, kind=kind)


def too_large(most: int) -> Invalid:
    """过大 - Return the error of a file with more bytes than it may have."""
    return Invalid("upload-too-large", f"文件超过 {most // (1024 * 1024)} MB 的上限，请压缩图片或分成几份")


def _package(data: bytes, kind: FileKind) -> None:
    """Look into a zip, and prove that it is the kind it says."""
    looked = package.look_into(data)
    right = all(word in looked.types for word in kind.holds) if kind.holds else "ofd.xml" in looked.names
    if not right:
        raise _other(kind)


def _compound(data: bytes, kind: FileKind) -> None:
    """Look at the directory of an old Office file."""
    if package.is_zip(data):
        raise _two_at_once()
    if compound.streams(data, compound.MACROS):
        raise Invalid("upload-macro", "文件里有宏，请另存为不带宏的 docx 或 xlsx 后再上传")
    if not compound.streams(data, kind.holds):
        raise _other(kind)


def _pdf(data: bytes, kind: FileKind) -> None:
    """Prove that a PDF ends as one."""
    if package.is_zip(data):
        raise _two_at_once()
    if _PDF_END not in data[-_PDF_TAIL:]:
        raise _other(kind)


def _image(data: bytes, _: FileKind) -> None:
    """Prove that a picture is not a second file besides."""
    if package.is_zip(data):
        raise _two_at_once()


_INSIDE = {Family.PACKAGE: _package, Family.COMPOUND: _compound, Family.PDF: _pdf, Family.IMAGE: _image}


def _other(kind: FileKind) -> Invalid:
    return Invalid("upload-content", f"文件内容不是 {kind.extension}，只改了扩展名或已损坏；请用原来的软件另存为 {kind.extension} 后再上传")


def _two_at_once() -> Invalid:
    return Invalid("upload-content", "文件后面夹带了压缩包，不能收；请重新扫描或另存后再上传")
