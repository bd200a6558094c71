"""文件类型 - Which kinds of files are taken as proof, how each begins, and how it is handed out again."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from perfeval.errors import Invalid


class Family(StrEnum):
    """文件家族 - Say how a kind of file is built, and so how it is looked into."""

    PACKAGE = "package"
    COMPOUND = "compound"
    PDF = "pdf"
    IMAGE = "image"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """文件类型 - Hold an extension, the first bytes of such a file, its media type, and what must be inside."""

    extension: str
    family: Family
    begins: bytes
    media: str
    holds: tuple[str, ...] = ()

    @property
    def shows(self) -> bool:
        """可直接显示 - Tell whether a browser may show it in place: pictures only, nothing that can run."""
        return self.family is Family.IMAGE


_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_BINARY = ("WordDocument", "Workbook", "Book")
KINDS = {
    kind.extension: kind
    for kind in (
        FileKind(
            extension="docx",
            family=Family.PACKAGE,
            begins=_ZIP,
            media=f"{_OPEN_XML}.wordprocessingml.document",
            holds=("wordprocessingml.document.main+xml",),
        ),
        FileKind(
            extension="xlsx",
            family=Family.PACKAGE,
            begins=_ZIP,
            media=f"{_OPEN_XML}.spreadsheetml.sheet",
            holds=("spreadsheetml.sheet.main+xml",),
        ),
        FileKind(extension="ofd", family=Family.PACKAGE, begins=_ZIP, media="application/ofd"),
        FileKind(extension="pdf", family=Family.PDF, begins=b"%PDF-", media="application/pdf"),
        FileKind(extension="jpg", family=Family.IMAGE, begins=b"\xff\xd8\xff", media="image/jpeg"),
        FileKind(extension="png", family=Family.IMAGE, begins=b"\x89PNG\r\n\x1a\n", media="image/png"),
        FileKind(extension="doc", family=Family.COMPOUND, begins=_OLE, media="application/msword", holds=_BINARY),
        FileKind(extension="xls", family=Family.COMPOUND, begins=_OLE, media="application/vnd.ms-excel", holds=_BINARY),
        FileKind(extension="wps", family=Family.COMPOUND, begins=_OLE, media="application/vnd.ms-works", holds=_BINARY),
        FileKind(extension="et", family=Family.COMPOUND, begins=_OLE, media="application/octet-stream", holds=_BINARY),
    )
}
"""可收的类型 - Every kind that is taken, by its extension."""
_SAME = {"jpeg": "jpg", "jpe": "jpg"}
_ARCHIVES = frozenset(("7z", "ar", "arj", "bz2", "cab", "gz", "iso", "jar", "lzh", "rar", "tar", "tgz", "txz", "xz", "z", "zip", "zst"))
_MACROS = frozenset(("docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm"))
_MOST_NAME = 200


def clean_name(name: str) -> str:
    """文件名 - Return the name of a file as it is kept: without folders, without signs that nobody sees, not too long.

    Raises: Invalid, when nothing is left of it.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(letter for letter in unicodedata.normalize("NFC", last) if not unicodedata.category(letter).startswith("C"))
    stem, dot, extension = seen.strip(" .").rpartition(".")
    stem = stem.strip(" .")
    if not (stem and dot and extension.strip()):
        raise Invalid("upload-name", "文件名不能使用，应是“名称.扩展名”，如 验收报告.pdf")
    extension = extension.strip()
    return f"{stem[: _MOST_NAME - len(extension) - 1]}.{extension}"


def kind_of(name: str) -> FileKind:
    """按扩展名 - Return the kind that the name of a file says.

    Raises: Invalid, when such files are not taken, with what to do instead.
    """
    extension = name.rpartition(".")[2].lower()
    kind = KINDS.get(_SAME.get(extension, extension))
    if kind is not None:
        return kind
    if extension in _ARCHIVES:
        raise Invalid("upload-archive", "不收压缩包，请解压后逐个上传")
    if extension in _MACROS:
        raise Invalid("upload-macro", "不收带宏的文件，请另存为 docx 或 xlsx 后再上传")
    raise Invalid("upload-kind", f"不收 .{extension[:20]} 文件，可收的有：{'、'.join(KINDS)}")
