"""断电故事 - The process is killed in the middle of the work: whatever was acknowledged is there, and nothing by halves."""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import update

from perfeval.desks import opening
from perfeval.desks.opening import Premises
from perfeval.settings import Settings
from perfeval.store import engine_of, tables
from perfeval.store.transaction import writing
from tests.service import county, filled, kept, processes
from tests.service.county import EVALUATIONS, PASSWORD
from tests.service.databases import Databases, serving
from tests.service.pressing import GONE, MARK, OK, REFUSED, Form, Ledger, Press, Saved
from tests.service.processes import Service
from tests.service.wire import Wire

TIMES = 3
ENOUGH = 12
"""足够 - After how many acknowledged changes the process is killed."""


@pytest.fixture
def settings(databases: Databases, kind: str, tmp_path: Path) -> Iterator[Settings]:
    """The settings of a service of the county, its key beside its database; the round is open in any year that the suite runs in."""
    with databases.fresh(kind, "county", county.fill) as address:
        engine = engine_of(address, pool=1)
        with writing(engine) as connection:
            connection.execute(update(tables.rounds).values(deadline="2999-12-31T16:00:00Z"))
        engine.dispose()
        key = tmp_path / opening.KEY
        key.write_text(county.KEY.hex(), encoding="ascii")
        key.chmod(0o600)
        yield Settings(data=tmp_path, database_url=SecretStr(serving(address)), password_days=3650)


@pytest.fixture
def start(settings: Settings) -> Iterator[Callable[[], Service]]:
    """How the service is started; what still runs at the end is stopped."""
    made: list[Service] = []

    def _start() -> Service:
        address = settings.database_url.get_secret_value() if settings.database_url else ""
        made.append(processes.start(Path(str(settings.data)), database_url=address, password_days=str(settings.password_days)))
        return made[-1]

    yield _start
    for each in made:
        each.stop()


def forms(service: Service) -> list[Form]:
    """Sign in as everybody who fills in, and return what each has before them."""
    found = []
    for at, (unit, evaluation) in enumerate(EVALUATIONS.items(), 1):
        with httpx.Client(base_url=service.address, trust_env=False) as client:
            answer = client.post("/api/v1/session", json={"login": f"filler{at}", "password": PASSWORD})
            text = json.dumps(filled.form(unit, objective={"actual": f"第{MARK}次"}), ensure_ascii=False)
            found.append(Form(id=evaluation, session=client.cookies["perfeval"], csrf=answer.json()["csrf"], text=text))
    return found


async def work(press: Press, form: Form, service: Service, enough: int) -> None:
    """Save, submit and take back until the service is gone; whoever is told that there is enough kills it."""
    while True:
        for status in (await press.save(form), await press.save(form), await press.act(form, "submit"), await press.act(form, "withdraw")):
            if status == GONE:
                return
            assert status in {OK, REFUSED}, status
        if len(press.ledger.saved) >= enough:
            service.kill()


async def together(service: Service, ledger: Ledger, mine: list[Form]) -> None:
    """Have everybody work at once, up to the kill."""
    press = Press(wires=[Wire(service.port)], ledger=ledger)
    enough = len(ledger.saved) + ENOUGH
    await asyncio.gather(*(work(press, form, service, enough) for form in mine))
    press.close()


def test_what_was_acknowledged_survives_every_kill(settings: Settings, start: Callable[[], Service]) -> None:
    service, ledger = start(), Ledger()
    mine = forms(service)
    for _ in range(TIMES):
        asyncio.run(together(service, ledger, mine))
        service = start()
    service.stop()
    assert len(ledger.saved) >= TIMES * ENOUGH
    assert ledger.received, "submissions were among it"
    with opening.opened(settings) as premises:
        assert kept.faults(premises, ledger) == []
        lose(premises, ledger.saved[-1].form)
        ledger.saved.append(Saved(form=ledger.saved[-1].form, version=9999, sha256="0" * 64))
        assert len(kept.faults(premises, ledger)) == 2, "what is lost would be found out"


def lose(premises: Premises, form: str) -> None:
    """Put a form back by a version behind the journal's back."""
    with premises.store.writing(county.NOW) as tx:
        row = tables.evaluations
        tx.connection.execute(update(row).where(row.c.id == form).values(version=row.c.version - 1))
