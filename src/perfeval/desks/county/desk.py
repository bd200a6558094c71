"""示例县的办公桌 - What every step of the making needs: who is who, when, and evaluations opened, saved and acted on as people do it."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from perfeval.accounts import Asker, Grant, Role, date_of, day_begins, day_ends, moved
from perfeval.desks import actions, filing, standing
from perfeval.desks.actions import Given
from perfeval.desks.county.county import County, Fate, Project
from perfeval.desks.county.filling import Tree
from perfeval.desks.meant import Meant
from perfeval.errors import Conflict
from perfeval.files import Files
from perfeval.store import Store, Transaction, people
from perfeval.store.people import EVERYWHERE
from perfeval.workflow import Action

ADDRESS = "127.0.0.1"
"""来源地址 - Where everybody of the demonstration sits."""
_AT_ONCE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """一份自评 - Hold an evaluation of a round with the project that it is about, its unit by name, and its place in the list."""

    id: str
    project: Project
    unit: str
    number: int

    @property
    def is_whole(self) -> bool:
        """是汇总 - Tell whether it is computed from its parts."""
        return self.unit not in {unit.name for unit in self.project.units}


@dataclass(slots=True, kw_only=True)
class Desk:
    """办公桌 - Hold the store, the files, the county, the time, who is who, and year and evaluations of the round under way."""

    store: Store
    files: Files
    county: County
    now: str
    askers: dict[tuple[Role, str], Asker] = field(default_factory=dict)
    year: int = 0
    filed: list[Filed] = field(default_factory=list)

    def at(self, days: int, minutes: int = 0) -> str:
        """几天前 - Return a time some days ago."""
        return moved(self.now, days=-days, minutes=minutes)

    def begin(self, days: int) -> str:
        """那天开始 - Return when the day some days ago began."""
        return day_begins(date_of(self.at(days)))

    def end(self, days: int) -> str:
        """那天结束 - Return when the day some days ago ended; deadlines are the ends of days."""
        return day_ends(date_of(self.at(days)))

    def asker(self, role: Role, unit: str) -> Asker:
        """某人 - Return who has a role at a unit."""
        return self.askers[role, unit]

    def above(self, project: Project) -> str:
        """主管部门 - Return the department of a project."""
        units = {unit.code: unit for unit in self.county.units}
        return units[project.units[0].above or ""].name

    @property
    def head(self) -> Asker:
        """负责人 - Return the head of the bureau, who keeps the rounds."""
        return self.asker(Role.FINANCE_HEAD, self.county.units[0].name)


Step = Callable[[Transaction, Desk, Filed], None]
"""一步 - What is done with one evaluation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """一个阶段 - Say how many days ago what was done with the evaluations of projects that came so far; wholes have phases of their own."""

    days: int
    step: Step
    fates: frozenset[Fate]
    wholes: bool = False

    def meant(self, filed: Sequence[Filed]) -> list[Filed]:
        """所办各份 - Return the evaluations that the phase is about."""
        return [each for each in filed if each.project.fate in self.fates and each.is_whole is self.wholes]


def run(desk: Desk, phase: Phase) -> Iterator[int]:
    """办理 - Take a step with each evaluation that it is meant for, a minute after the one before, yielding how many are done."""
    meant = phase.meant(desk.filed)
    for begin in range(0, len(meant), _AT_ONCE):
        with desk.store.writing(desk.at(phase.days)) as tx:
            for each in meant[begin : begin + _AT_ONCE]:
                phase.step(replace(tx, at=desk.at(phase.days, each.number)), desk, each)
        yield len(meant[begin : begin + _AT_ONCE])


def open_form(tx: Transaction, asker: Asker, evaluation: str) -> Tree:
    """打开 - Return an evaluation as somebody sees it."""
    tree: Tree = json.loads(filing.one(tx, asker, evaluation), parse_float=str)
    return tree


def save(tx: Transaction, asker: Asker, found: Tree, form: Tree) -> Tree:
    """保存 - Save a form and return what came of it."""
    data = json.dumps(form, ensure_ascii=False).encode()
    tree: Tree = json.loads(filing.save(tx, asker, found["id"], found["version"], data), parse_float=str)
    return tree


def act(tx: Transaction, asker: Asker, each: Filed, action: Action, given: Given | None = None) -> None:
    """操作 - Take an action; what is not allowed leaves everything where it is, as it does in life."""
    version = standing.find(tx, asker, each.id).row.version
    try:
        actions.act(tx, asker, Meant(id=each.id, version=version), action, given or Given())
    except Conflict as refusal:
        if refusal.code != "not-allowed":
            raise


def asker_of(tx: Transaction, login: str) -> Asker:
    """认人 - Return somebody with what was granted to them."""
    row = people.by_logins(tx.connection, [login], [EVERYWHERE])[login]
    grants = tuple(Grant(role=Role(grant.role), path=path) for grant, path in people.grants_of(tx.connection, [row.id]))
    return Asker(person=row.id, login=login, name=row.name, grants=grants, address=ADDRESS)
