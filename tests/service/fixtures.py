"""布置 - What stories and store tests begin with: databases of both kinds, the county, an office, and people who have signed in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from perfeval.files import LocalFiles
from perfeval.settings import Settings
from perfeval.store import Store, engine_of
from perfeval.web.edge import Pool
from perfeval.web.office import Office
from tests.service import county, postgres
from tests.service.client import Client, Clients
from tests.service.databases import KINDS, PASSWORD, SERVING, Databases, serving


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Both kinds of databases; the server of PostgreSQL starts when it is first needed and is stopped at the end."""
    with ExitStack() as open_until_the_end:
        started: list[str] = []

        def server() -> str:
            if not started:
                started.append(open_until_the_end.enter_context(postgres.server()))
                postgres.execute(started[0], f"create role {SERVING} login password '{PASSWORD}'")
            return started[0]

        yield Databases(tmp_path_factory.mktemp("databases"), server)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database; whatever uses it runs on both."""
    return str(request.param)


@pytest.fixture
def county_address(databases: Databases, kind: str) -> Iterator[str]:
    """The address of a database with the county in it, with the owner's rights."""
    with databases.fresh(kind, "county", county.fill) as address:
        yield address


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """What the office is set to; a story that wants it otherwise has a fixture of this name of its own."""
    return Settings(data=tmp_path, totp_required=False, threads=2)


@pytest.fixture
def office(county_address: str, settings: Settings, tmp_path: Path) -> Iterator[Office]:
    """The office of the county; its clock stands at NOW until a story moves it."""
    engine = engine_of(serving(county_address), pool=settings.threads + 2)
    store = Store(engine=engine, key=county.KEY)
    pool = Pool(settings.threads)
    made = Office(store=store, files=LocalFiles(tmp_path / "files"), settings=settings, pool=pool, clock=lambda: county.NOW)
    yield made
    made.close()
    engine.dispose()


@pytest.fixture
def clients(office: Office) -> Iterator[Clients]:
    """Whoever asks the office."""
    made = Clients(office)
    yield made
    made.close()


@pytest.fixture
def at(clients: Clients) -> Callable[[str], Client]:
    """Somebody who has signed in: `at("filler1")`."""
    return clients.at
