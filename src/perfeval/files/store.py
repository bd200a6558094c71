"""文件库 - Put, hand out and delete files; a file's name is the SHA-256 of its content, so the same file twice is stored once."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore

from perfeval.errors import Broken, NotFound

_PIECE = 1 << 20
_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """存放结果 - Hold the name of a stored file, how large it is, and whether it was there before."""

    sha256: str
    size: int
    known: bool


class Files(Protocol):
    """文件库 - Be a place for files by content hash; a folder here, a bucket where there are several machines."""

    def put_new(self, data: bytes) -> Stored:
        """存入 - Store a file unless it is there; when this returns, it survives a power cut."""

    def names(self) -> Iterator[str]:
        """全部文件 - Yield the hash of every stored file."""

    def verify(self, sha256: str) -> None:
        """核对 - Prove that a file is there and is what was stored."""

    def stream(self, sha256: str) -> Iterator[bytes]:
        """流出 - Yield a file piece by piece."""

    def head(self, sha256: str) -> int | None:
        """大小 - Return how large a file is, None where it is not there."""

    def delete(self, sha256: str) -> None:
        """删除 - Delete a file; only for what no record refers to."""

    def prove(self) -> None:
        """自查 - Prove that files can be written and read just now."""


class LocalFiles:
    """本机文件库 - Keep files in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        """构造 - Keep the folder; it is made where it does not exist."""
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._root = root
        self._store = LocalStore(root)

    def put_new(self, data: bytes) -> Stored:
        """存入 - Store a file unless it is there; the disk has it before this returns."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = _path(sha256)
        try:
            self._store.put(path, data, mode="create")
            known = False
        except AlreadyExistsError:
            known = self._is_whole(sha256)
            if not known:  # what a power cut left of it
                self._store.put(path, data, mode="overwrite")
        self._settle(path)
        return Stored(sha256=sha256, size=len(data), known=known)

    def names(self) -> Iterator[str]:
        """全部文件 - Yield the hash of every stored file."""
        for batch in self._store.list("sha256"):
            yield from (name for each in batch if _HASH.fullmatch(name := each["path"].rpartition("/")[2]))

    def verify(self, sha256: str) -> None:
        """核对 - Prove that a file is there and is what was stored.

        Raises: NotFound, when it is not there; Broken, when it is not what was stored.
        """
        if not self._is_whole(sha256):
            raise Broken("file-changed", "存放的文件与存入时不一致，可能被改动或损坏，请从备份恢复")

    def stream(self, sha256: str) -> Iterator[bytes]:
        """流出 - Yield a file piece by piece.

        Raises: NotFound, when it is not there.
        """
        try:
            found = self._store.get(_path(sha256))
        except FileNotFoundError:
            raise NotFound("file-not-found", "没有找到这个文件") from None
        return (bytes(piece) for piece in found.stream(_PIECE))

    def head(self, sha256: str) -> int | None:
        """大小 - Return how large a file is, None where it is not there."""
        try:
            return self._store.head(_path(sha256))["size"]
        except FileNotFoundError:
            return None

    def delete(self, sha256: str) -> None:
        """删除 - Delete a file; nothing happens where it is not there."""
        if self.head(sha256) is not None:
            self._store.delete(_path(sha256))

    def prove(self) -> None:
        """自查 - Prove that the folder can be written to and read.

        Raises: Broken, when it cannot.
        """
        try:
            self._store.put("probe", b"probe")
            whole = bytes(self._store.get("probe").bytes()) == b"probe"
        except Exception:  # noqa: BLE001 - the library has an error of its own for every kind of disk
            whole = False
        if not whole:
            raise Broken("files-unusable", "存放佐证材料的目录不能读写，请检查磁盘空间和权限")

    def _is_whole(self, sha256: str) -> bool:
        """Tell whether what is stored under a hash has that hash."""
        found = hashlib.sha256()
        for piece in self.stream(sha256):
            found.update(piece)
        return found.hexdigest() == sha256

    def _settle(self, path: str) -> None:
        """Have the disk keep a new file and the folders that name it."""
        file = self._root / path
        for each in (file, file.parent, file.parent.parent, self._root):
            handle = os.open(each, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _path(sha256: str) -> str:
    """Return where a file lies: in one of 256 folders, by the first two digits of its hash.

    Raises: NotFound, when the name is no hash: nothing else is ever asked of the disk.
    """
    if not _HASH.fullmatch(sha256):
        raise NotFound("file-not-found", "没有找到这个文件")
    return f"sha256/{sha256[:2]}/{sha256}"
