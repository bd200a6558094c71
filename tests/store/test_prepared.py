"""备好的问题 - What every request asks is answered as SQLAlchemy answers it, in what the driver tells and in what goes wrong."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, Text, bindparam, select, text

from perfeval.errors import Broken
from perfeval.store import engine_of, filings, tables
from perfeval.store.prepared import Prepared
from perfeval.store.scope import within
from perfeval.store.transaction import reading, writing
from tests.service import county, postgres
from tests.service.county import EVALUATIONS, UNITS
from tests.service.databases import Databases

PERSON = select(tables.people).where(tables.people.c.login == bindparam("login", type_=Text), tables.people.c.duty == "business")


@pytest.fixture
def address(databases: Databases, kind: str) -> Iterator[str]:
    """The address of a database with the county in it."""
    with databases.fresh(kind, "county", county.fill) as made:
        yield made


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection to it, inside a transaction that reads."""
    with reading(engine) as made:
        yield made


def test_what_is_asked_directly_is_what_is_asked_otherwise(connection: Connection) -> None:
    otherwise = tuple(connection.execute(PERSON, {"login": "filler1"}).one())
    for (directly,) in (Prepared(PERSON).rows(connection, login="filler1") for _ in range(2)):
        assert directly == otherwise
        assert [type(value) for value in directly] == [type(value) for value in otherwise], "true and false, not one and nought"
    assert Prepared(PERSON).rows(connection, login="nobody") == []


def test_an_evaluation_with_parts_says_so(engine: Engine) -> None:
    whole, part = EVALUATIONS["school1"], EVALUATIONS["school2"]
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(tables.evaluations.update().where(tables.evaluations.c.id == part).values(part_of=whole))
    with reading(engine) as connection:
        found = {each: filings.load(connection, each, ("/",)) for each in (whole, part)}
    assert {each: filed.has_parts for each, filed in found.items() if filed} == {whole: True, part: False}


def test_a_database_that_goes_away_in_the_middle_is_told_as_always(engine: Engine, kind: str, address: str) -> None:
    asked = Prepared(select(tables.old_passwords.c.id).where(tables.old_passwords.c.person == bindparam("person", type_=Text)))
    if kind == "sqlite":
        with writing(engine) as connection:
            connection.execute(text("drop table old_passwords"))

    def _asked() -> None:
        with reading(engine) as connection:
            if kind == "postgresql":
                own = connection.execute(text("select pg_backend_pid()")).scalar_one()
                postgres.execute(address, f"select pg_terminate_backend({own}, 5000)")
            asked.rows(connection, person="nobody")

    with pytest.raises(Broken) as told:
        _asked()
    assert told.value.code == "database-unavailable"


def test_what_lies_inside_a_scope_is_a_stretch_of_the_index(connection: Connection, kind: str) -> None:
    own = tables.round_units.c
    asked = select(own.unit).where(within(own.path, [UNITS["education"].path]))
    assert set(connection.execute(asked).scalars()) == {UNITS[name].id for name in ("education", "school1", "school2")}
    if kind == "postgresql":
        connection.execute(text("set local enable_seqscan = off"))
    words = asked.compile(connection, compile_kwargs={"literal_binds": True})
    plan = "\n".join(str(row) for row in connection.execute(text(f"explain {'query plan' if kind == 'sqlite' else ''} {words}")))
    assert "ix_round_units_path" in plan
    assert "path>? AND path<?" in plan or "(path >= " in plan


def test_a_connection_whose_server_went_away_is_replaced(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfeval.store.transaction._FRESH_SECONDS", 0.0)
    with databases.fresh("postgresql", "county", county.fill) as address:
        engine = engine_of(address, pool=1)
        with reading(engine) as connection:
            own = connection.execute(text("select pg_backend_pid()")).scalar_one()
        postgres.execute(address, f"select pg_terminate_backend({own}, 5000)")
        with reading(engine) as connection:
            assert connection.execute(text("select pg_backend_pid()")).scalar_one() != own
        engine.dispose()
