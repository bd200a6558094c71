"""地基 - Transactions are whole, SQLite waits for the disk, and the key of the journal is its owner's alone."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, text

from perfeval.errors import Broken
from perfeval.store import engine_of, make_key, read_key
from perfeval.store.tables import units
from perfeval.store.transaction import reading, writing

UNIT: dict[str, Any] = {"id": "a", "code": "a", "name": "甲", "kind": "bureau", "path": "/a/"}


def test_sqlite_keeps_a_log_waits_for_the_disk_and_knows_foreign_keys(tmp_path: Path) -> None:
    engine = engine_of(f"sqlite:///{tmp_path / 'a.db'}")
    with reading(engine) as connection:
        asked = {name: connection.execute(text(f"pragma {name}")).scalar_one() for name in ("journal_mode", "synchronous", "foreign_keys")}
        assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        assert connection.execute(text("pragma busy_timeout")).scalar_one() >= 5000
    engine.dispose()


def test_a_writer_of_sqlite_holds_the_lock_from_its_first_moment(tmp_path: Path) -> None:
    engine = engine_of(f"sqlite:///{tmp_path / 'a.db'}")
    with writing(engine), engine.connect() as other:
        other.connection.driver_connection.execute("pragma busy_timeout=0")  # type: ignore[union-attr]
        with pytest.raises(Exception, match="database is locked"):
            other.connection.driver_connection.execute("begin immediate")  # type: ignore[union-attr]
        other.connection.driver_connection.execute("pragma busy_timeout=10000")  # type: ignore[union-attr]
    engine.dispose()


def test_a_transaction_is_kept_whole_or_not_at_all(engine: Engine) -> None:
    def _fail() -> None:
        with writing(engine) as connection:
            connection.execute(insert(units).values(UNIT))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        _fail()
    with reading(engine) as connection:
        assert connection.execute(select(units)).all() == []


def test_a_reader_does_not_see_what_is_not_kept_yet(engine: Engine) -> None:
    with writing(engine) as writer, reading(engine) as reader:
        writer.execute(insert(units).values(UNIT))
        assert reader.execute(select(units)).all() == []


def test_a_new_key_is_its_owners_alone_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "journal.key"
    key = make_key(path)
    assert len(key) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert make_key(path) == key == read_key(path)


@pytest.mark.parametrize(
    ("content", "mode", "words"),
    [
        (None, 0, "没有这个文件"),
        ("ab" * 32, 0o640, "chmod 600"),
        ("ab" * 31, 0o600, "64 位十六进制数"),
        ("zz" * 32, 0o600, "64 位十六进制数"),
    ],
)
def test_a_key_that_cannot_be_used_is_refused(tmp_path: Path, content: str | None, mode: int, words: str) -> None:
    path = tmp_path / "journal.key"
    if content is not None:
        path.write_text(content, encoding="ascii")
        path.chmod(mode)
    with pytest.raises(Broken, match=words) as told:
        read_key(path)
    assert content is None or content not in str(told.value)
