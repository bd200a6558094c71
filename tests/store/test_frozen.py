"""不可改 - Submissions, decisions and journal can be added to and read; nobody changes a row, by trigger and, on PostgreSQL, by right."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from perfeval.store import engine_of
from perfeval.store.tables import FROZEN, metadata
from perfeval.store.transaction import reading, writing
from tests.service import county
from tests.service.databases import Databases, serving
from tests.store.rows import told

SUBMISSION: dict[str, object] = {
    "id": "s1",
    "evaluation": county.EVALUATIONS["school1"],
    "number": 1,
    **dict.fromkeys(("document", "set_id", "set_version", "set_sha256", "card", "proofs", "person", "at", "sha256"), "x"),
    "late": False,
}
SAMPLE: dict[str, object] = {
    "id": "d1",
    "round": county.ROUND,
    "path": county.UNITS["bureau"].path,
    **dict.fromkeys(("title", "seed", "frame_sha256", "state", "person", "at", "risks", "plan", "drawn", "frame"), "x"),
}
SAMPLED: dict[str, object] = {
    "id": "i1",
    "sample": "d1",
    "evaluation": county.EVALUATIONS["school1"],
    "submission": 1,
    "unit": county.UNITS["school1"].id,
    "path": county.UNITS["school1"].path,
    **dict.fromkeys(("item", "title", "stratum", "how", "state"), "x"),
}
DECISION: dict[str, object] = {
    "id": "e1",
    "sampled": "i1",
    "number": 1,
    **dict.fromkeys(("document", "card", "person", "at", "sha256"), "x"),
}


def put_in(engine: Engine) -> None:
    """Put in a submission, and the decided second score of a sampled item."""
    rows = {"submissions": SUBMISSION, "samples": SAMPLE, "sampled": SAMPLED, "decisions": DECISION}
    with writing(engine) as connection:
        for table, row in rows.items():
            connection.execute(metadata.tables[table].insert().values(row))


@pytest.fixture
def address(databases: Databases, kind: str) -> Iterator[str]:
    """The address of a database with the county in it."""
    with databases.fresh(kind, "county", county.fill) as made:
        yield made


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A database with entries in the journal, a submission and a decision."""
    told(engine)
    put_in(engine)
    return engine


@pytest.fixture
def role(databases: Databases) -> Iterator[Engine]:
    """The database of PostgreSQL as the role that serves sees it, with entries, a submission and a decision in it."""
    with databases.fresh("postgresql", "county", county.fill) as made:
        owner, own = engine_of(made), engine_of(serving(made))
        told(owner)
        put_in(owner)
        owner.dispose()
        yield own
        own.dispose()


def counted(engine: Engine) -> list[int]:
    """Return how many rows each frozen table has."""
    with reading(engine) as connection:
        return [connection.execute(text(f"select count(*) from {table}")).scalar_one() for table in FROZEN]  # noqa: S608 - our own names


@pytest.mark.parametrize("table", FROZEN)
@pytest.mark.parametrize("deed", ["update {} set at = at", "delete from {}"])
def test_the_owner_of_the_tables_too_is_refused_by_trigger(filled: Engine, table: str, deed: str) -> None:
    before = counted(filled)
    with pytest.raises(DBAPIError, match="never changed"), writing(filled) as connection:
        connection.execute(text(deed.format(table)))
    assert counted(filled) == before


@pytest.mark.parametrize("table", FROZEN)
def test_a_row_cannot_be_put_over_another(filled: Engine, kind: str, table: str) -> None:
    column = "number" if table == "journal" else "id"
    over = "insert or replace" if kind == "sqlite" else "insert"
    rest = "" if kind == "sqlite" else f" on conflict ({column}) do update set at = 'x'"
    with pytest.raises(DBAPIError, match="never changed"), writing(filled) as connection:
        connection.execute(text(f"{over} into {table} select * from {table}{rest}"))  # noqa: S608 - our own names


def test_the_role_that_serves_cannot_give_itself_rights(role: Engine) -> None:
    for table in FROZEN:
        with writing(role) as connection:
            connection.execute(text(f"grant all on {table} to perfeval_serving"))  # no error, and nothing is granted
        with reading(role) as connection:
            asked = text("select has_table_privilege(current_user, :t, 'update') or has_table_privilege(current_user, :t, 'delete')")
            assert not connection.execute(asked, {"t": table}).scalar_one()


@pytest.mark.parametrize("table", FROZEN)
def test_postgresql_refuses_to_empty_a_frozen_table(role: Engine, databases: Databases, table: str) -> None:
    del role
    owner = engine_of(databases.made["postgresql", "county"])
    with pytest.raises(DBAPIError, match="never changed"), writing(owner) as connection:
        connection.execute(text(f"truncate {table}"))
    owner.dispose()


@pytest.mark.parametrize("table", FROZEN)
@pytest.mark.parametrize(
    "deed",
    [
        "update {} set at = at",
        "delete from {}",
        "truncate {}",
        "drop table {}",
        "alter table {} disable trigger all",
        "drop trigger {}_frozen on {}",
        "create or replace function refuse_{}() returns trigger language plpgsql as $$ begin return null; end $$",
        "set session_replication_role = replica",
        "create table {}_copy (id text)",
    ],
)
def test_the_role_that_serves_has_no_right_to_it(role: Engine, table: str, deed: str) -> None:
    before = counted(role)
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), writing(role) as connection:
        connection.execute(text(deed.replace("{}", table)))
    assert counted(role) == before


def test_the_role_that_serves_owns_nothing(role: Engine) -> None:
    with reading(role) as connection:
        owned = connection.execute(text("select relname from pg_class where relowner = current_user::regrole")).all()
        special = connection.execute(
            text("select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolname = current_user")
        )
        assert owned == []
        assert list(special.one()) == [False] * 4


def test_the_role_that_serves_reads_and_adds_everywhere(role: Engine) -> None:
    with reading(role) as connection:
        for table in metadata.tables:
            rights = connection.execute(
                text("select has_table_privilege(current_user, :t, 'select'), has_table_privilege(current_user, :t, 'insert')"),
                {"t": table},
            )
            assert list(rights.one()) == [True, True], table
