"""压缩结构 - Look into a file that is a zip (docx, xlsx, ofd) before anything else reads it: bombs, hidden parts, macros, entities.

The directory is read first and believed nowhere: every part is unpacked piece by piece and counted, and stands where it says.
"""

import io
import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from perfeval.errors import Invalid
from perfeval.files import compound

MOST_PARTS, MOST_BYTES, MOST_RATIO, SMALL = 2_000, 200 * 1024 * 1024, 100, 10 * 1024 * 1024
"""上限 - How many parts a file may have, how large it may become, how many times its size; below SMALL no ratio counts."""
_PIECE, _DEEPEST, _TAIL = 1 << 20, 2, 64
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_DESCRIPTOR = 24  # the most that may stand between a part and the next: its sizes, written behind it
_ENDS = b"PK\x05\x06"
_END_SIZE = 22
_NESTED, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_TYPES = "[content_types].xml"
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
_MACRO_FOLDERS = ("/macrosheets/", "/activex/", "/dialogsheets/")
_MACRO_TYPES = ("macroenabled", "vbaproject", "macrosheet", "activex")
_ENTITIES = tuple(word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


@dataclass(slots=True)
class Looked:
    """查看结果 - Count what was unpacked so far, in nested files too, and keep what the file says of its parts."""

    parts: int = 0
    size: int = 0
    names: list[str] = field(default_factory=list)
    types: str = ""


def is_zip(data: bytes) -> bool:
    """像压缩包 - Tell whether the end of a file is that of a zip, whatever its beginning is."""
    return _ENDS in data[-(65_535 + _END_SIZE) :]


def look_into(data: bytes) -> Looked:
    """查看 - Return the names of the parts and the types it declares.

    Raises: Invalid, `upload-broken`, `upload-bomb`, `upload-macro` or `upload-entities`.
    """
    looked = Looked()
    _look(data, looked, 0)
    return looked


def _look(data: bytes, looked: Looked, depth: int) -> None:
    """Look into one zip; those inside it count with it."""
    if not data.startswith(_NESTED) or data[-_END_SIZE:][:4] != _ENDS:
        raise _broken("前后夹带了别的内容")
    try:
        with ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            _prove_directory(data, package, infos, looked)
            for info in infos:
                _look_at(package, info, looked, depth)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error, UnicodeDecodeError, ValueError, OSError):
        raise _broken("压缩结构已损坏") from None


def _prove_directory(data: bytes, package: ZipFile, infos: list[ZipInfo], looked: Looked) -> None:
    """Refuse a directory that says too much, or other things than the parts themselves."""
    looked.parts += len(infos)
    whole = sum(info.file_size for info in infos)
    if looked.parts > MOST_PARTS or looked.size + whole > MOST_BYTES or (whole > SMALL and whole > MOST_RATIO * len(data)):
        raise _bomb()
    names = [info.filename.lower() for info in infos]
    if len(set(names)) != len(names):
        raise _broken("有重名的部件")
    for info in infos:
        _prove_entry(info)
    _prove_places(data, infos, package.start_dir)


def _prove_entry(info: ZipInfo) -> None:
    """Refuse names that lead elsewhere, links, encryption and other ways to pack."""
    parts = info.orig_filename.split("/")
    if info.orig_filename.startswith("/") or ".." in parts or set(info.orig_filename) & set("\\:\0"):
        raise _broken("部件名指向文件之外")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise _broken("部件是链接")
    if info.flag_bits & 0x1 or info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise _broken("已加密或用了不常见的压缩方法")


def _prove_places(data: bytes, infos: list[ZipInfo], directory: int) -> None:
    """Refuse parts that overlap, leave room for something else, or bear another name than the directory says."""
    end = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        if not end <= info.header_offset <= end + (_DESCRIPTOR if end else 0):
            raise _broken("部件之间重叠或夹带了别的内容")
        head = _LOCAL.unpack_from(data, info.header_offset)
        start = info.header_offset + _LOCAL.size
        name = data[start : start + head[9]]
        if head[0] != _NESTED or name != info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437"):
            raise _broken("部件与目录不符")
        end = start + head[9] + head[10] + info.compress_size
    if not end <= directory <= end + _DESCRIPTOR:
        raise _broken("部件之间重叠或夹带了别的内容")


def _look_at(package: ZipFile, info: ZipInfo, looked: Looked, depth: int) -> None:
    """Unpack one part and look at what it is."""
    name = info.filename.lower()
    if name.rpartition("/")[2] in _MACRO_PARTS or any(folder in f"/{name}" for folder in _MACRO_FOLDERS):
        raise _macro()
    kept: list[bytes] = []
    tail = beginning = b""
    for piece in _pieces(package, info, looked):
        beginning = beginning or piece[:8]
        if beginning.startswith((_NESTED, _OLE)) or name == _TYPES:
            kept.append(piece)
        if name.endswith((".xml", ".rels")) and any(word in tail + piece for word in _ENTITIES):
            raise Invalid("upload-entities", "文件里有外部实体或文档类型声明，正常的文件没有，不能收")
        tail = piece[-_TAIL:]
    _look_inside(name, beginning, b"".join(kept), looked, depth)


def _look_inside(name: str, beginning: bytes, data: bytes, looked: Looked, depth: int) -> None:
    """Look into a part that is a file of its own, or the list of types."""
    if beginning.startswith(_OLE) and compound.streams(data, compound.MACROS):
        raise _macro()
    if beginning.startswith(_NESTED):
        if depth == _DEEPEST:
            raise _bomb()
        _look(data, looked, depth + 1)
    if depth == 0:
        looked.names.append(name)
    if name == _TYPES:
        types = data.decode("utf-8", "replace").replace("\0", "").lower()
        looked.types = looked.types if depth else types
        if any(word in types for word in _MACRO_TYPES):
            raise _macro()


def _pieces(package: ZipFile, info: ZipInfo, looked: Looked) -> Iterator[bytes]:
    """Yield a part piece by piece, counting what really comes out."""
    size = 0
    with package.open(info) as part:
        while piece := part.read(_PIECE):
            size += len(piece)
            looked.size += len(piece)
            if looked.size > MOST_BYTES or size > info.file_size:
                raise _bomb()
            yield piece
    if size != info.file_size:
        raise _broken("部件大小与目录不符")


def _broken(why: str) -> Invalid:
    return Invalid("upload-broken", f"文件不能收：{why}。请用 Office 或 WPS 重新保存后再上传")


def _bomb() -> Invalid:
    return Invalid("upload-bomb", f"文件展开后过大（部件超过 {MOST_PARTS} 个、超过 200 MB，或膨胀超过 {MOST_RATIO} 倍），不能收")


def _macro() -> Invalid:
    return Invalid("upload-macro", "文件里有宏或控件，请另存为不带宏的文件后再上传")
