"""库备份 - Copy a database of SQLite into a file while it is in use; other databases have programs of their own for that."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from perfeval.errors import Broken


def copy_database(engine: Engine, target: Path) -> bool:
    """备份数据库 - Write one state of the database to a file; False where the database is not one of SQLite.

    Raises: Broken, when the copy is not whole.
    """
    if engine.dialect.name != "sqlite":
        return False
    with closing(sqlite3.connect(target)) as copy:
        with engine.connect() as connection:
            source = connection.connection.driver_connection
            if isinstance(source, sqlite3.Connection):
                source.commit()
                source.backup(copy)
        if copy.execute("pragma integrity_check").fetchone() != ("ok",):
            raise Broken("backup-broken", "备份没有通过完整性检查，请检查磁盘")
    return True
