"""文件读写 - Read what the user names and write results whole or not at all; every failure says which file and what to do."""

import contextlib
import os
import secrets
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from perfeval.errors import Invalid, Place
from perfeval.syntax import MOST_BYTES

STANDARD_INPUT = "-"
REPORTS = (".docx", ".txt", ".md")
"""报告文件 - What the names of reports end in that are looked for in a folder."""
MOST_REPORT_BYTES = 64 * 1024 * 1024
"""最大报告 - Reports come with pictures."""
WORD = ".docx"
"""Word 文件 - What the names of documents end in."""


def read(path: str, most: int = MOST_BYTES) -> bytes:
    """读文件 - Return the bytes of a file, at most one more than may be read; `-` is standard input.

    Raises: Invalid, when it cannot be read.
    """
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read(most + 1)
    try:
        with Path(path).open("rb") as file:
            return file.read(most + 1)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def reports(path: str) -> tuple[str, ...]:
    """报告文件 - Return the reports that a path means: the file, or the Word and text files in a folder, by name.

    Raises: Invalid, when a folder holds none or cannot be read.
    """
    top = Path(path)
    if not top.is_dir():
        return (path,)
    try:
        found = sorted(each for each in top.iterdir() if each.suffix.lower() in REPORTS and each.is_file() and each.name[0] not in "~.")
    except OSError as error:
        raise unreadable(path, error) from None
    if not found:
        place = Place(where=path, message=f"目录里没有 {'、'.join(REPORTS)} 文件", suggestion="请核对目录，旧版 .doc 请先另存为 .docx")
        raise Invalid("file-unreadable", f"不能读取目录 {path}", (place,))
    return tuple(str(each) for each in found)


def lines(path: str) -> Iterator[bytes]:
    """逐行读 - Yield the lines of a file one at a time; a line that is too long is yielded cut, just over the limit."""
    if path == STANDARD_INPUT:
        yield from _lines(sys.stdin.buffer)
        return
    try:
        with Path(path).open("rb") as file:
            yield from _lines(file)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def write(path: str, data: bytes, *, source: str | None = None) -> None:
    """写文件 - Put the bytes in place at once, so that nobody ever sees half a file; source is what must not be overwritten.

    Raises: Invalid, when it cannot be written; an older file then stands as it was.
    """
    target = Path(os.path.realpath(path))
    _refuse_to_replace(target, path, source)
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        _write_whole(temporary, data)
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_new(parts: Mapping[str, bytes]) -> None:
    """写新文件 - Put new files in place, all of them or none, with the folders they need; what exists already is never replaced.

    Raises: Invalid, when one of them exists or cannot be written.
    """
    for path in parts:
        if Path(path).is_symlink() or Path(path).exists():
            place = Place(where=path, message="已经存在，没有改动它", suggestion="请用 -o 换一个位置或名称，或先把它移走")
            raise Invalid("file-exists", f"不能写入文件 {path}", (place,))
    made: list[Path] = []
    try:
        for path, data in parts.items():
            made += _make_folders(Path(path).parent)
            write(path, data)
            made.append(Path(path))
    except Invalid:
        _take_back(made)
        raise


def refuse_other_than_word(path: str) -> None:
    """只写 Word - Refuse a name under which nobody's computer would open the document.

    Raises: Invalid, when the name does not end in .docx.
    """
    if not path.lower().endswith(WORD):
        advice = f"请以 {WORD} 结尾，如 {Path(path).stem or '自评表'}{WORD}"
        place = Place(where=path, message="输出的是 Word 文件", suggestion=advice)
        raise Invalid("file-unwritable", f"不能写入文件 {path}", (place,))


def unreadable(path: str, error: OSError | ValueError) -> Invalid:
    """不能读取 - Return the error of a file that cannot be read."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            problem, advice = "没有这个文件", "请核对文件名和所在目录"
        case IsADirectoryError():
            problem, advice = "这是目录，不是文件", "请写出目录中具体的文件名"
        case PermissionError():
            problem, advice = "没有读取权限", "请检查文件的权限"
        case _:
            problem, advice = f"读取失败（{_system(error)}）", "请核对文件名，或换一个位置再试"
    return Invalid("file-unreadable", f"不能读取文件 {path}", (Place(where=path, message=problem, suggestion=advice),))


def _unwritable(path: str, error: OSError) -> Invalid:
    """Return the error of a file that cannot be written."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            problem, advice = "所在目录不存在", "请先建立目录，或换一个位置"
        case PermissionError():
            problem, advice = "没有写入权限", "请换一个有写入权限的目录"
        case _:
            problem, advice = f"写入失败（{_system(error)}）", "请检查磁盘空间和文件名，或换一个位置"
    return Invalid("file-unwritable", f"不能写入文件 {path}", (Place(where=path, message=problem, suggestion=advice),))


def _refuse_to_replace(target: Path, path: str, source: str | None) -> None:
    """Refuse to put a document in place of a folder, a device or the very file it was made from."""
    if target.is_dir():
        place = Place(where=path, message="这是目录，不是文件", suggestion="请在目录后写出文件名，如 结果.docx")
    elif target.exists() and not target.is_file():
        place = Place(where=path, message="不是普通文件", suggestion="请写一个普通的文件名")
    elif source is not None and target.exists() and Path(source).exists() and target.samefile(source):
        place = Place(where=path, message="输出与输入是同一个文件", suggestion="请换一个输出文件名，以免覆盖自评数据")
    else:
        return
    raise Invalid("file-unwritable", f"不能写入文件 {path}", (place,))


def _make_folders(folder: Path) -> list[Path]:
    """Make the folders that are missing and return them, the outermost first."""
    missing = [each for each in (*reversed(folder.parents), folder) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(str(folder), error) from None
    return missing


def _take_back(made: list[Path]) -> None:
    """Remove what was made, the last first; a folder in which something else stands by now stays."""
    for path in reversed(made):
        with contextlib.suppress(OSError):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink()


def _write_whole(path: Path, data: bytes) -> None:
    """Write a new file and wait until the disk has it."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of an open file; of a line that is too long no more than the limit is kept."""
    while line := file.readline(MOST_BYTES + 1):
        yield line
        while line and not line.endswith(b"\n"):
            line = file.readline(MOST_BYTES)


def _system(error: OSError | ValueError) -> str:
    """Return what the system said, shortly."""
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
