"""日志密钥 - The key that seals the journal: a file beside the database and never in it, for its owner alone."""

import os
import secrets
import stat
from pathlib import Path

from perfeval.errors import Broken, Place

_LENGTH = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_key(path: Path) -> bytes:
    """制作密钥 - Return the key of a file; where there is none, a new one is made that only its owner can read."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read_key(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_LENGTH) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return read_key(path)


def read_key(path: Path) -> bytes:
    """读取密钥 - Return the key of a file.

    Raises: Broken, when it is missing, damaged, or others could read it too.
    """
    try:
        text = path.read_text(encoding="ascii").strip()
        open_to_others = os.name == "posix" and path.stat().st_mode & _OTHERS
    except OSError:
        raise _unusable(path, "没有这个文件，或不能读取", "首次使用请运行 perfeval migrate；已有数据的请从备份恢复这个文件") from None
    if open_to_others:
        raise _unusable(path, "其他用户也能读写这个文件", "请运行 chmod 600，只留给运行服务的用户")
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _LENGTH:
        raise _unusable(path, f"应为 {_LENGTH * 2} 位十六进制数", "请从备份恢复这个文件")
    return key


def _unusable(path: Path, message: str, suggestion: str) -> Broken:
    return Broken("journal-key", "日志密钥不能使用", (Place(where=str(path), message=message, suggestion=suggestion),))
