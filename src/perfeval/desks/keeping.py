"""保管 - Take a copy of everything that must not be lost, and prove that every proof is still what was handed in.

The database is copied first and the files behind it: files are stored before they are recorded and never deleted, so that whatever the
copied records refer to is among the copied files. The key of the journal is not copied: who has both can rewrite history unseen.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from perfeval.desks.opening import DATABASE, FILES, Premises
from perfeval.errors import Invalid, PerfevalError, Place
from perfeval.files import LocalFiles
from perfeval.store import copy_database, evidence
from perfeval.store.transaction import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """备份结果 - Say whether the database is in the copy, and how many files are new in it."""

    database: bool
    files: int


def back_up(premises: Premises, target: Path) -> Copied:
    """备份 - Copy the database, where it is a file, and every proof into a folder; proofs that are there already are not copied again.

    Raises: Invalid, when the folder cannot be used; Broken, when a proof is damaged or the copy is not whole.
    """
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = _copy_database(premises, target)
        places = LocalFiles(target / FILES)
    except OSError as error:
        place = Place(where=str(target), message=f"不能写入（{error.__class__.__name__}）", suggestion="请换一个可以写入的目录")
        raise Invalid("folder-unwritable", "备份目录不能使用", (place,)) from None
    missing = [name for name in premises.files.names() if places.head(name) is None]
    for name in missing:
        premises.files.verify(name)
        places.put_new(b"".join(premises.files.stream(name)))
    return Copied(database=database, files=len(missing))


def damaged(premises: Premises) -> Iterator[str | None]:
    """查证佐证 - Yield for every file that a record refers to its hash where it is missing or changed, None where it is whole."""
    for name in _recorded(premises):
        try:
            premises.files.verify(name)
            yield None
        except PerfevalError:
            yield name


def _copy_database(premises: Premises, target: Path) -> bool:
    """Copy the database beside its last copy, and put it in its place when it is whole."""
    fresh = target / f"{DATABASE}.new"
    fresh.unlink(missing_ok=True)
    if not copy_database(premises.store.engine, fresh):
        return False
    fresh.chmod(0o600)
    with fresh.open("rb") as copied:
        os.fsync(copied.fileno())
    fresh.replace(target / DATABASE)
    return True


def _recorded(premises: Premises) -> Iterator[str]:
    """Yield the hash of every file that a record refers to."""
    after = ""
    while True:
        with reading(premises.store.engine) as connection:
            batch = evidence.hashes(connection, after)
        if not batch:
            return
        yield from batch
        after = batch[-1]
