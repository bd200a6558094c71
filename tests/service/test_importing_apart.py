"""另一进程办导入 - What a list does is worked out by a process that may come to an end; nothing of it then remains."""

import os
import pickle
import signal
from collections.abc import Iterator

import pytest

from perfeval.desks import imports
from perfeval.desks.imports import Kind
from perfeval.desks.imports.apart import Apart, Brought, Workshop
from perfeval.errors import Broken, Forbidden, Invalid, Place
from perfeval.web.office import Office
from tests.service.county import NOW, ROUND
from tests.service.lists import workbook
from tests.service.staging import FINANCE, kept, listed


@pytest.fixture
def apart(office: Office) -> Iterator[Apart]:
    """A process for the database of the office."""
    made = Apart(office.store.address)
    yield made
    made.close()


def brought(rows: list[tuple[object, ...]]) -> Brought:
    """Return a project list as it was sent."""
    return Brought(kind=Kind.PROJECTS, round=ROUND, name="清单.xlsx", data=workbook(rows))


def test_what_is_worked_out_apart_is_what_would_be_worked_out_here(apart: Apart, office: Office) -> None:
    file = brought(listed(120))
    apart.ask(Workshop.plan, NOW, FINANCE, file)
    with office.store.reading(NOW) as tx:
        here = imports.plan(tx, FINANCE, file.kind, ROUND, imports.read(file.kind, file.data, file.name))
    assert apart.ask(Workshop.ready).entry == here.entry()
    portions = list(iter(lambda: apart.ask(Workshop.portion), None))
    assert [row.code for each in portions for row in each.projects] == [project.code for project, _ in here.new_projects]
    assert kept(office) == {**kept(office), "uploads": 0}, "nothing was written"


def test_a_refusal_comes_back_with_every_place(apart: Apart) -> None:
    head, *rows = listed(2)
    apart.ask(Workshop.plan, NOW, FINANCE, brought([head, (*rows[0][:2], "nowhere", 5)]))
    with pytest.raises(Invalid) as told:
        apart.ask(Workshop.prove)
    assert told.value.code == "import-invalid"
    assert [each.where for each in told.value.places] == ["第2行单位编码"]


def test_a_process_that_was_killed_is_told_in_words(apart: Apart) -> None:
    apart.ask(Workshop.plan, NOW, FINANCE, brought(listed(5)))
    assert apart.process is not None
    os.kill(apart.process, signal.SIGKILL)
    with pytest.raises(Broken, match="导入中断了，没有导入任何内容"):
        apart.ask(Workshop.told)


def test_errors_are_the_same_on_both_sides() -> None:
    told = Forbidden("role-forbidden", "不能", (Place(where="甲", message="乙"),), more={"why": ["丙"]})
    again = pickle.loads(pickle.dumps(told))  # noqa: S301 - our own, from the line itself
    assert (again.code, again.message, again.places, again.more) == (told.code, told.message, told.places, told.more)
