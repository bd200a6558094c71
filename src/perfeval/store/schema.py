"""库版本 - Bring a database to the schema of this version, say which one it has, and refuse to work on any other."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, select, text

from perfeval.errors import Broken, Invalid, Place
from perfeval.store.tables import FROZEN, journal, metadata
from perfeval.store.transaction import reading, writing

_ROLE_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789_"


def migrate(engine: Engine, scripts: Path, *, to: str = "head", serving_role: str | None = None) -> str:
    """迁移 - Bring the database to a revision and return it; on PostgreSQL grant the serving role what it needs and no more.

    Raises: Invalid, when the name of the role is not one.
    """
    with writing(engine) as connection:
        config = _config(scripts, connection)
        if to == "head" or _newer(config, to, _revision(connection)):
            command.upgrade(config, to)
        else:
            command.downgrade(config, to)
        if serving_role is not None and connection.dialect.name == "postgresql":
            _grant(connection, serving_role)
        return _revision(connection) or "base"


def prove_current(engine: Engine, scripts: Path) -> None:
    """核对版本 - Refuse a database of another schema version.

    Raises: Broken, saying which version was found and what to run.
    """
    with reading(engine) as connection:
        found = _revision(connection)
    wanted = _newest(scripts)
    if found != wanted:
        told = "没有建库" if found is None else f"数据库结构版本为 {found}"
        place = Place(where="数据库", message=f"{told}，本程序需要 {wanted}", suggestion="请先运行 perfeval migrate（升级前先备份）")
        raise Broken("schema-version", "数据库结构与程序版本不符，不能启动", (place,))


def is_empty(engine: Engine) -> bool:
    """空库 - Tell whether nothing has been journalled yet, or there is no journal at all."""
    with reading(engine) as connection:
        return not inspect(connection).has_table(journal.name) or connection.execute(select(journal.c.number).limit(1)).first() is None


@cache
def _newest(scripts: Path) -> str | None:
    """Return the revision that this version of the program needs; it is asked with every look at readiness."""
    return ScriptDirectory.from_config(_config(scripts, None)).get_current_head()


def _config(scripts: Path, connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", scripts.as_posix())
    config.attributes["connection"] = connection
    config.attributes["metadata"] = metadata
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _newer(config: Config, to: str, current: str | None) -> bool:
    """Tell whether a revision lies ahead of the present one."""
    if to == "base":
        return False
    script = ScriptDirectory.from_config(config)
    return current is None or to in {each.revision for each in script.iterate_revisions("head", current) if each.revision != current}


def _grant(connection: Connection, role: str) -> None:
    """Give the serving role its rights: nothing is owned, frozen tables can only be added to."""
    if not role or set(role) - set(_ROLE_SIGNS):
        raise Invalid("role-invalid", f"数据库角色名“{role}”只能含小写字母、数字和下划线")
    connection.execute(text(f'revoke all on all tables in schema public from "{role}"'))
    connection.execute(text(f'grant usage on schema public to "{role}"'))
    for table in metadata.tables:
        rights = "select, insert" if table in FROZEN else "select, insert, update, delete"
        connection.execute(text(f'grant {rights} on "{table}" to "{role}"'))
    connection.execute(text(f'grant select on alembic_version to "{role}"'))
