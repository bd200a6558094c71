"""迁移 - The revisions make exactly the tables, on both databases, down and up again; another schema version is refused."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, select, text

from perfeval import library
from perfeval.errors import Broken, Invalid
from perfeval.store import engine_of, is_empty, migrate, prove_current
from perfeval.store.tables import metadata
from perfeval.store.transaction import reading, writing
from tests.service import county
from tests.service.databases import Databases

SCRIPTS = library.folder("migrations")
FILES = sorted((SCRIPTS / "versions").glob("*.py"))


@pytest.fixture
def engines(databases: Databases, kind: str) -> Iterator[Callable[[], Engine]]:
    """Make engines of databases in which there is nothing yet."""
    opened: list[tuple[Any, Engine]] = []

    def _make() -> Engine:
        held = databases.empty(kind)
        opened.append((held, engine_of(held.__enter__())))
        return opened[-1][1]

    yield _make
    for held, engine in opened:
        engine.dispose()
        held.__exit__(None, None, None)


def shape(engine: Engine) -> dict[str, object]:
    """Return everything that the database itself says about its tables, in an order of its own."""
    seen = inspect(engine)
    return {
        table: {
            "columns": [{**column, "type": str(column["type"])} for column in seen.get_columns(table)],
            "primary": seen.get_pk_constraint(table),
            "foreign": by_name(seen.get_foreign_keys(table)),
            "unique": by_name(seen.get_unique_constraints(table)),
            "checks": by_name(seen.get_check_constraints(table)),
            "indexes": by_name(seen.get_indexes(table)),
        }
        for table in sorted(seen.get_table_names())
        if table != "alembic_version"
    }


def by_name(found: Any) -> list[Any]:
    """Return what was found by name; the condition of an index as the text that it is."""
    told = [{**each, "dialect_options": {key: str(own) for key, own in each.get("dialect_options", {}).items()}} for each in found]
    return sorted(told, key=lambda each: str(each["name"]))


def rows(engine: Engine) -> dict[str, list[dict[str, object]]]:
    """Return every row of every table."""
    with reading(engine) as connection:
        return {
            name: sorted((dict(row._mapping) for row in connection.execute(select(table))), key=str)
            for name, table in metadata.tables.items()
        }


def test_the_migrations_make_exactly_the_tables_of_the_code(engines: Callable[[], Engine]) -> None:
    migrated, created = engines(), engines()
    migrate(migrated, SCRIPTS)
    metadata.create_all(created)
    assert shape(migrated) == shape(created)


def test_up_down_and_up_again_makes_the_same(engines: Callable[[], Engine]) -> None:
    engine = engines()
    head = migrate(engine, SCRIPTS)
    first = shape(engine)
    assert migrate(engine, SCRIPTS, to="base") == "base"
    assert shape(engine) == {}
    assert migrate(engine, SCRIPTS) == head
    assert shape(engine) == first


def test_down_one_revision_and_up_again_keeps_what_the_older_schema_can_hold(engines: Callable[[], Engine]) -> None:
    engine = engines()
    revisions = [path.name.partition("_")[0] for path in FILES]
    migrate(engine, SCRIPTS)
    county.fill(engine)
    before = rows(engine)
    for older in reversed(revisions[:-1]):
        assert migrate(engine, SCRIPTS, to=older) == older
        kept = {table: {column["name"] for column in inspect(engine).get_columns(table)} for table in inspect(engine).get_table_names()}
        assert migrate(engine, SCRIPTS) == revisions[-1]
        after = rows(engine)
        for table, columns in kept.items():
            if table in metadata.tables:
                assert only(after[table], columns) == only(before[table], columns)
    migrate(engine, SCRIPTS)  # nothing to do is no error
    assert only(rows(engine)["people"], {"login"}) == only(before["people"], {"login"})


def only(found: list[dict[str, object]], columns: set[str]) -> list[dict[str, object]]:
    return [{name: value for name, value in row.items() if name in columns} for row in found]


def test_a_failed_migration_leaves_nothing_behind(engines: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engines()
    monkeypatch.setattr("alembic.op.create_index", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        migrate(engine, SCRIPTS)
    assert inspect(engine).get_table_names() == []


def test_a_database_that_was_never_made_is_refused(engines: Callable[[], Engine]) -> None:
    with pytest.raises(Broken, match=r"没有建库.*perfeval migrate") as told:
        prove_current(engines(), SCRIPTS)
    assert told.value.code == "schema-version"


def test_a_database_of_another_version_is_refused_and_both_versions_are_named(engines: Callable[[], Engine]) -> None:
    engine = engines()
    head = migrate(engine, SCRIPTS)
    prove_current(engine, SCRIPTS)
    with writing(engine) as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(Broken, match=f"数据库结构版本为 9999，本程序需要 {head}.*perfeval migrate"):
        prove_current(engine, SCRIPTS)


def test_a_database_is_empty_until_something_is_journalled(engines: Callable[[], Engine]) -> None:
    engine = engines()
    assert is_empty(engine)
    migrate(engine, SCRIPTS)
    assert is_empty(engine)


@pytest.mark.parametrize("role", ["", 'a"; drop table people; --', "Perfeval", "a b"])
def test_the_name_of_the_serving_role_cannot_carry_anything_else(engines: Callable[[], Engine], kind: str, role: str) -> None:
    engine = engines()
    if kind == "sqlite":
        migrate(engine, SCRIPTS, serving_role=role)  # there are no roles: nothing is granted
        return
    with pytest.raises(Invalid, match="数据库角色名"):
        migrate(engine, SCRIPTS, serving_role=role)


def test_the_name_of_a_migration_is_a_sentence() -> None:
    assert [path.name for path in FILES if not re.fullmatch(r"\d{4}(_[a-z]+){3,}\.py", path.name)] == []


def test_the_template_warns_about_locks_and_about_the_code_that_still_runs() -> None:
    template = (SCRIPTS / "script.py.mako").read_text(encoding="utf-8")
    frozen = "submissions、decisions 和 journal 不可改"
    for warning in ("ACCESS EXCLUSIVE", "CONCURRENTLY", "the previous version of the code still serves", frozen):
        assert warning in template


def test_every_column_says_its_chinese_name() -> None:
    assert [f"{table}.{column.name}" for table in metadata.tables.values() for column in table.columns if not column.comment] == []
