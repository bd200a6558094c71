"""一个县 - A small county for stories: a bureau, two departments, four units, somebody in every role, one open round.

Rows are written straight into the tables, so that a story about one desk does not need another desk to work.
"""

import hashlib
import json
from dataclasses import dataclass

from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Connection, Engine, insert

from perfeval import library
from perfeval.accounts import ADMINISTRATORS, Role
from perfeval.store import tables
from perfeval.store.transaction import writing

NOW = "2026-03-10T08:00:00Z"
"""现在 - The time at which stories begin: the round is open."""
PASSWORD = "Chunfeng-2026!"  # noqa: S105 - of people who exist in tests only
KEY = b"k" * 32


def id_of(name: str) -> str:
    """编号 - Return the id of a thing of the county, the same in every run."""
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """单位 - Name a unit, what it is and what it belongs to."""

    name: str
    title: str
    kind: str
    parent: str | None = None

    @property
    def id(self) -> str:
        return id_of(self.name)

    @property
    def path(self) -> str:
        above = UNITS[self.parent].path if self.parent else "/"
        return f"{above}{self.id}/"


UNITS = {
    unit.name: unit
    for unit in (
        Unit(name="bureau", title="某县财政局", kind="bureau"),
        Unit(name="education", title="某县教育体育局", kind="department", parent="bureau"),
        Unit(name="forestry", title="某县林业局", kind="department", parent="bureau"),
        Unit(name="school1", title="某县第一中学", kind="unit", parent="education"),
        Unit(name="school2", title="某县第二中学", kind="unit", parent="education"),
        Unit(name="farm1", title="某县城关林场", kind="unit", parent="forestry"),
        Unit(name="farm2", title="某县西山林场", kind="unit", parent="forestry"),
    )
}
"""单位们 - The units, by short names."""
PEOPLE: dict[str, tuple[Role, str | None]] = {
    "filler1": (Role.FILLER, "school1"),
    "filler2": (Role.FILLER, "school2"),
    "filler3": (Role.FILLER, "farm1"),
    "filler4": (Role.FILLER, "farm2"),
    "checker1": (Role.UNIT_CHECKER, "school1"),
    "checker2": (Role.UNIT_CHECKER, "school2"),
    "checker3": (Role.UNIT_CHECKER, "farm1"),
    "checker4": (Role.UNIT_CHECKER, "farm2"),
    "department1": (Role.DEPARTMENT_CHECKER, "education"),
    "department2": (Role.DEPARTMENT_CHECKER, "forestry"),
    "section": (Role.SECTION_CHECKER, "education"),
    "finance": (Role.FINANCE_CHECKER, "bureau"),
    "reviewer": (Role.FINANCE_REVIEWER, "bureau"),
    "head": (Role.FINANCE_HEAD, "bureau"),
    "third": (Role.THIRD_PARTY, "bureau"),
    "auditor": (Role.AUDITOR, "bureau"),
    "system": (Role.SYSTEM_ADMINISTRATOR, None),
    "security": (Role.SECURITY_ADMINISTRATOR, None),
    "audit": (Role.AUDIT_ADMINISTRATOR, None),
}
"""人员们 - Everybody by login, with the role and the unit at which it counts."""
FILLING = ("school1", "school2", "farm1", "farm2")
ROUND = id_of("round")
EVALUATIONS = {name: id_of(f"evaluation of {name}") for name in FILLING}
"""自评们 - One evaluation for each unit, not begun yet."""


def fill(engine: Engine) -> None:
    """填充 - Put the county into a migrated database."""
    with writing(engine) as connection:
        connection.execute(insert(tables.units), [_unit(unit) for unit in UNITS.values()])
        _people(connection)
        _round(connection)


def _unit(unit: Unit) -> dict[str, object]:
    parent = id_of(unit.parent) if unit.parent else None
    own = {"id": unit.id, "code": unit.name, "name": unit.title, "kind": unit.kind, "parent": parent, "path": unit.path}
    return {**own, "region": "530000", "valid_from": "2020-01-01"}


def _people(connection: Connection) -> None:
    """Insert everybody, all with one password, hashed so that checking it costs nothing."""
    password = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    for login, (role, unit) in PEOPLE.items():
        at = UNITS[unit or "bureau"].id
        duty = ADMINISTRATORS.get(role, role.duty)
        person = {
            "id": id_of(login),
            "login": login,
            "name": f"{role.label}{login}",
            "unit": at,
            "phone": "0000-1234567",
            "duty": duty.value,
        }
        secrets = {
            "password": password,
            "password_set": "2026-03-01T00:00:00Z",
            "must_change": False,
            "disabled": False,
            "activated": "2026-03-01T00:00:00Z",
        }
        connection.execute(insert(tables.people).values(person | secrets))
        scope = {"unit": UNITS[unit].id} if unit else {}
        until = {"valid_to": "2026-12-31"} if role is Role.AUDITOR else {}
        grant = {"id": id_of(f"grant of {login}"), "person": id_of(login), "duty": duty.value, "role": role.value, "granted_by": "seed"}
        connection.execute(insert(tables.grants).values(grant | scope | until))


def _round(connection: Connection) -> None:
    """Insert the open round, its units, and for each of the four a project and the evaluation made from it."""
    rules = library.indicator_set("cn/project/2020")
    pinned = {"id": rules.id, "version": rules.version, "sha256": rules.sha256}
    times = {"opening": "2026-03-01T00:00:00Z", "deadline": "2026-03-31T16:00:00Z", "grace": 0, "made": "2026-02-20T00:00:00Z"}
    texts = {"sets": _json({"project": pinned}), "templates": _json({"project": ["cn.project.form.2020"]})}
    table = library.deductions("general")
    texts["deductions"] = _json({"id": table.id, "version": table.version, "sha256": table.sha256})
    words = library.text_rules()
    texts["text_rules"] = _json({"id": words.id, "version": words.version, "sha256": words.sha256})
    own = {"id": ROUND, "year": 2025, "title": "2025年度部门预算项目支出绩效自评", "owners_confirm": False}
    connection.execute(insert(tables.rounds).values(own | texts | times | {"steps": _json(["unit_check", "department_check"])}))
    for unit in UNITS.values():
        parent = id_of(unit.parent) if unit.parent else None
        told = {"round": ROUND, "unit": unit.id, "name": unit.title, "kind": unit.kind, "parent": parent, "path": unit.path}
        connection.execute(insert(tables.round_units).values(told | {"contact": "张三", "phone": "0000-1234567"}))
    for at, name in enumerate(FILLING, 1):
        _evaluation(connection, UNITS[name], at)


def _evaluation(connection: Connection, unit: Unit, at: int) -> None:
    """Insert the project of a unit and its evaluation, pre-filled with the money."""
    title, code = f"{unit.title}运转补助", f"53000025000{at}"
    funds = [{"source": "total", "original": "100000.00", "adjusted": "100000.00", "received": "100000.00", "spent": "96000.00"}]
    project = {"id": id_of(code), "round": ROUND, "code": code, "name": title, "kind": "project", "unit": unit.id}
    connection.execute(insert(tables.identities), [{"id": project["id"]}, {"id": EVALUATIONS[unit.name]}])
    connection.execute(insert(tables.projects).values(project | {"details": "{}", "funds": _json(funds), "targets": None, "history": None}))
    subject = {"project": title, "project_code": code, "unit": unit.title, "department": UNITS[unit.parent or "bureau"].title}
    document = {"format": "perfeval.evaluation/1", "set": "cn/project/2020@1", "year": 2025, "kind": "project", "money_unit": "元"}
    document |= {"subject": subject, "funds": funds, "indicators": []}
    places = {"id": EVALUATIONS[unit.name], "round": ROUND, "project": project["id"], "unit": unit.id, "path": unit.path, "title": title}
    states = {"state": "not_started", "document": _json(document), "locked": "{}", "confirmed": "{}", "codes": ""}
    connection.execute(insert(tables.evaluations).values(places | states | {"errors": 0, "warnings": 0, "late": False}))


def _json(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
