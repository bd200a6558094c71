"""造一个示例县 - Fill an empty database with the county, by the desks that people use: lists imported, forms filed, checked, sent back.

Every step is taken by somebody whose role it is, at a time of the past weeks, so that journal, receipts and progress read as those
of any county do.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from perfeval import keys, syntax
from perfeval.accounts import Asker, Grant, Role, date_of, moved
from perfeval.desks import actions, bureau, filing, imports, showcase
from perfeval.desks import people as accounts
from perfeval.desks.actions import Given, Meant, Returned
from perfeval.desks.county import filling, lists
from perfeval.desks.county.county import County, Fate, Person, Project, Told, draw
from perfeval.desks.county.names import EXAMPLES
from perfeval.desks.imports import Kind, Upload, carrying
from perfeval.desks.imports import people as people_list
from perfeval.desks.imports import units as unit_list
from perfeval.desks.imports.columns import fen_of
from perfeval.desks.people import Draft, DraftGrant, Slip
from perfeval.evaluation import MoneyUnit
from perfeval.store import Store, Transaction, people
from perfeval.store.people import EVERYWHERE
from perfeval.store.scope import Slice
from perfeval.workflow import CHECKS, Action

PASSWORD = "Yanshi-2026"  # noqa: S105 - told to everybody: the accounts are for show, and `serve` refuses their folder
ADDRESS = "127.0.0.1"
SET, TEMPLATE = "cn/project/2020", "cn.project.form.2020"
_ADMINISTRATORS = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR)
_HEAD, _SYSTEM, _SECURITY = "fuze", "xitong", "anquan"
_DAYS_OPEN, _DAYS_LEFT = 21, 30
_AUDIT_DAYS = 1000
_SUBMITTED = frozenset({Fate.RETURNED, Fate.UNIT_CHECK, Fate.DEPARTMENT_CHECK, Fate.FINANCE_CHECK, Fate.FINAL})
_PAST_UNIT = frozenset({Fate.DEPARTMENT_CHECK, Fate.FINANCE_CHECK, Fate.FINAL})
_PAST_DEPARTMENT = frozenset({Fate.FINANCE_CHECK, Fate.FINAL})
Step = Callable[[Transaction, "Filed"], None]
"""一步 - What is done with one evaluation inside a transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """一份自评 - Hold an evaluation of the county with the project that it is about, and its unit by name."""

    id: str
    project: Project
    unit: str


@dataclass(slots=True, kw_only=True)
class _Desk:
    """Hold what every step needs: the store, the time, who is who, how far the work is."""

    store: Store
    county: County
    now: str
    askers: dict[tuple[Role, str], Asker] = field(default_factory=dict)
    filed: list[Filed] = field(default_factory=list)
    round: str = ""

    def at(self, days: int, minutes: int = 0) -> str:
        """几天前 - Return a time some days ago."""
        return moved(self.now, days=-days, minutes=minutes)

    def asker(self, role: Role, unit: str) -> Asker:
        """某人 - Return who has a role at a unit."""
        return self.askers[role, unit]

    @property
    def head(self) -> Asker:
        """负责人 - Return the head of the bureau, who keeps the round."""
        return self.asker(Role.FINANCE_HEAD, self.county.units[0].name)


def make(store: Store, now: str) -> Iterator[tuple[int, int]]:
    """造县 - Fill a database, yielding how many steps are done of how many."""
    desk = _Desk(store=store, county=draw(int(date_of(now)[:4]) - 1, tuple(_examples())), now=now)
    begin: Sequence[Callable[[_Desk], None]] = (_found, _staff, _open, _lists)
    phases = _phases(desk)
    whole, done = len(begin) * 10 + len(phases) * len(desk.county.projects), 0
    for step in begin:
        step(desk)
        done += 10
        yield done, whole
    for days, phase in phases:
        for at, each in enumerate(desk.filed):
            with store.writing(desk.at(days, at)) as tx:
                phase(tx, each)
            done = min(done + 1, whole)
            yield done, whole


def extend(store: Store, now: str) -> None:
    """延期 - Give the newest round a later deadline where it is over: a demonstration is looked at in any month."""
    with store.writing(now) as tx:
        asker = _asker_of(tx, _HEAD)
        newest = bureau.page(tx, asker, Slice(size=1))["items"][0]  # type: ignore[index]
        if newest["deadline"] <= moved(now, days=1):
            bureau.change(tx, asker, newest["id"], bureau.Change(deadline=moved(now, days=_DAYS_LEFT)), newest["version"])


def accounts_of(now: str) -> list[dict[str, str]]:
    """演示账号 - Return every account of the county: login, password, role and unit in words."""
    county = draw(int(date_of(now)[:4]) - 1, ())
    return [{"login": each.login, "password": PASSWORD, "role": each.role.label, "unit": each.unit.name} for each in county.people]


def _examples() -> Iterator[Told]:
    """Yield what the county needs to know of the shipped examples that it files."""
    for each in showcase.examples():
        if each.id in EXAMPLES:
            tree = _tree(each.id)
            unit = MoneyUnit(tree["money_unit"])
            money = next(row for row in tree["funds"] if row["source"] == "total")
            told = {key: fen_of(money[key], unit) for key in ("original", "adjusted", "spent") if money.get(key)}
            yield Told(
                id=each.id,
                name=each.title.partition("（")[0],
                set=tree["set"],
                budget=told["adjusted"] or 0,
                spent=told["spent"] or 0,
                original=told.get("original"),
            )


def _tree(example: str) -> filling.Tree:
    """Return the form of a shipped example as plain data."""
    tree: filling.Tree = json.loads(json.dumps(syntax.load(showcase.text(example).encode(), example)))
    return tree


def _found(desk: _Desk) -> None:
    """Make the three administrators, as an operator does, and the tree of units."""
    slip = Slip(password=PASSWORD, hashed=keys.hashed(PASSWORD))
    with desk.store.writing(desk.at(40)) as tx:
        for each in _administrators(desk):
            row = accounts.drafted(Draft(login=each.login, name=each.name, duty=each.role.duty.value), slip, tx.at)
            people.add(tx.connection, [replace(row, must_change=False)])
            accounts.granted(tx, row, DraftGrant(role=each.role.value), ADDRESS)
            tx.record(None, ADDRESS, "person.create", f"people/{row.id}", {"login": row.login, "name": row.name, "duty": row.duty})
    with desk.store.writing(desk.at(39)) as tx:
        asker = _asker_of(tx, _SYSTEM)
        plan = unit_list.plan(tx, asker, unit_list.read_list(lists.units(desk.county), "单位.csv"))
        imports.prove(plan)
        unit_list.carry_out(tx, asker, plan, plan.entry())


def _staff(desk: _Desk) -> None:
    """Make everybody's account, and grant the roles."""
    slip = Slip(password=PASSWORD, hashed=keys.hashed(PASSWORD))
    others = [each for each in desk.county.people if each.role not in _ADMINISTRATORS]
    upload = people_list.read_list(lists.people(others, date_of(moved(desk.now, days=_AUDIT_DAYS))), "人员.csv")
    with desk.store.writing(desk.at(38)) as tx:
        _import_people(tx, _asker_of(tx, _SYSTEM), upload, {each.login: slip for each in others})
        for row in people.by_logins(tx.connection, [each.login for each in others], [EVERYWHERE]).values():
            people.save(tx.connection, replace(row, must_change=False), row.version)
    with desk.store.writing(desk.at(37)) as tx:
        _import_people(tx, _asker_of(tx, _SECURITY), upload, {})
    with desk.store.reading(desk.now) as tx:
        desk.askers = {(each.role, each.unit.name): _asker_of(tx, each.login) for each in desk.county.people}


def _import_people(tx: Transaction, asker: Asker, upload: Upload, slips: Mapping[str, Slip]) -> None:
    """Take the list of people in: who may make accounts makes them, who may grant roles grants them."""
    plan = people_list.plan(tx, asker, upload)
    people_list.prove(plan)
    people_list.carry_out(tx, asker, plan, slips, plan.entry())


def _open(desk: _Desk) -> None:
    """Open the round of last year's budget, with every check, and with the sets of the examples beside the usual one."""
    year = int(date_of(desk.now)[:4]) - 1
    more = {project.set: project.set for project in desk.county.projects if project.set and project.set != SET}
    draft = bureau.Draft(
        year=year,
        title=f"{year}年度部门预算项目支出绩效自评",
        sets={"project": SET, **more},
        opening=desk.at(_DAYS_OPEN),
        deadline=desk.at(-_DAYS_LEFT),
        templates={"project": [TEMPLATE]},
        steps=CHECKS,
        grace=5,
    )
    with desk.store.writing(desk.at(36)) as tx:
        desk.round = str(bureau.create(tx, desk.head, draft)["id"])


def _lists(desk: _Desk) -> None:
    """Import what the bureau has: projects, approved targets, last year, treasury figures."""
    made = (
        (Kind.PROJECTS, lists.projects),
        (Kind.TARGETS, lists.targets),
        (Kind.HISTORY, lists.history),
        (Kind.EXECUTION, lists.execution),
    )
    for at, (kind, table) in enumerate(made):
        _import(desk, kind, table(desk.county), 35 - at)
    known = {project.code: project for project in desk.county.projects}
    with desk.store.reading(desk.at(30)) as tx:
        asked, skip = filing.Asked(), 0
        while items := filing.page(tx, desk.head, desk.round, asked, Slice(skip=skip))["items"]:
            desk.filed += [_filed(tx, desk, each, known) for each in items]  # type: ignore[attr-defined]
            skip = len(desk.filed)


def _filed(tx: Transaction, desk: _Desk, item: dict[str, str], known: dict[str, Project]) -> Filed:
    subject = _open_form(tx, desk.head, item["id"])["evaluation"]["subject"]
    return Filed(id=item["id"], project=known[subject["project_code"]], unit=item["unit_name"])


def _import(desk: _Desk, kind: Kind, data: bytes, days: int) -> None:
    """Take one list into the round."""
    upload = imports.read(kind, data, f"{kind.value}.csv")
    with desk.store.writing(desk.at(days)) as tx:
        mark = carrying.begin(tx, desk.head, desk.round, upload)
        plan = imports.plan(tx, desk.head, kind, desk.round, upload)
        imports.prove(plan)
        for portion in carrying.portions(plan):
            carrying.stage(tx, desk.head, portion, mark)
        carrying.supersede(tx, desk.head, carrying.work_out(tx, desk.head, plan, sorted(plan.patches)), mark)
        carrying.carry_out(tx, desk.head, plan, carrying.ready(plan), mark)
        while carrying.sweep(tx, desk.head, mark):
            pass


def _phases(desk: _Desk) -> Sequence[tuple[int, Step]]:
    """Return what happens to the evaluations, and how many days ago: filled in, submitted, checked by unit, department and bureau."""
    return (
        (18, lambda tx, each: _fill(tx, desk, each)),
        (14, lambda tx, each: _submit(tx, desk, each)),
        (10, lambda tx, each: _unit_checks(tx, desk, each)),
        (6, lambda tx, each: _department_checks(tx, desk, each)),
        (2, lambda tx, each: _bureau_checks(tx, desk, each)),
    )


def _fill(tx: Transaction, desk: _Desk, each: Filed) -> None:
    """Fill in a form: begun only, or whole with points and answers."""
    fate = each.project.fate
    if fate in {Fate.NOT_STARTED, Fate.EXEMPT, Fate.MERGED} or _is_whole(each):
        return
    asker = desk.asker(Role.FILLER, each.unit)
    found = _open_form(tx, asker, each.id)
    if fate is Fate.BEGUN:
        _save(tx, asker, found, filling.begun(found["evaluation"], each.project))
        return
    if each.project.example:
        _save(tx, asker, found, filling.copied(found["evaluation"], _tree(each.project.example)))
        return
    saved = _save(tx, asker, found, filling.filled(found["evaluation"], each.project))
    saved = _save(tx, asker, saved, filling.claimed(saved["evaluation"], saved["scorecard"]))
    if any(finding["severity"] == "warning" for finding in saved["scorecard"]["findings"]):
        _save(tx, asker, saved, filling.answered(saved["evaluation"], saved["scorecard"]["findings"]))


def _submit(tx: Transaction, desk: _Desk, each: Filed) -> None:
    """Submit what is to be submitted; what the checks refuse stays a draft, as it does in life."""
    if each.project.fate in _SUBMITTED:
        _act(tx, desk.asker(Role.FILLER, each.unit), each, Action.SUBMIT)


def _unit_checks(tx: Transaction, desk: _Desk, each: Filed) -> None:
    """Have the unit's checker approve, or send back."""
    if each.project.fate in _PAST_UNIT:
        _act(tx, desk.asker(Role.UNIT_CHECKER, each.unit), each, Action.APPROVE)
    elif each.project.fate is Fate.RETURNED:
        rows = (Returned(row="r1", reason_code="evidence", reason="数量指标请附验收单"),)
        given = Given(reason_code="evidence", reason="佐证材料不齐，请补齐后再送", rows=rows)
        _act(tx, desk.asker(Role.UNIT_CHECKER, each.unit), each, Action.RETURN, given)


def _department_checks(tx: Transaction, desk: _Desk, each: Filed) -> None:
    """Have the department approve, leave out, or merge into the first project of the same unit."""
    asker = desk.asker(Role.DEPARTMENT_CHECKER, _department(desk, each))
    match each.project.fate:
        case fate if fate in _PAST_DEPARTMENT:
            _act(tx, asker, each, Action.APPROVE)
        case Fate.EXEMPT:
            _act(tx, asker, each, Action.EXEMPT, Given(reason_code="no_expenditure", reason="项目当年没有实施，预算已收回"))
        case Fate.MERGED:
            into = next(other for other in desk.filed if other.unit == each.unit and other.project.fate is Fate.DRAFT)
            _act(tx, asker, each, Action.MERGE, Given(into=into.id, reason="与该项目同一实施内容，合并自评"))


def _bureau_checks(tx: Transaction, desk: _Desk, each: Filed) -> None:
    """Have the bureau approve."""
    if each.project.fate is Fate.FINAL:
        _act(tx, desk.asker(Role.FINANCE_CHECKER, desk.county.units[0].name), each, Action.APPROVE)


def _is_whole(each: Filed) -> bool:
    """Tell whether an evaluation is computed from its parts."""
    return each.unit not in {unit.name for unit in each.project.units}


def _department(desk: _Desk, each: Filed) -> str:
    """Return the department of an evaluation."""
    above = {unit.code: unit for unit in desk.county.units}
    return above[each.project.units[0].above or ""].name


def _act(tx: Transaction, asker: Asker, each: Filed, action: Action, given: Given | None = None) -> None:
    """Take an action where the buttons allow it."""
    found = _open_form(tx, asker, each.id)
    if any(button["action"] == action and button["allowed"] for button in found["actions"]):
        actions.act(tx, asker, Meant(id=each.id, version=found["version"]), action, given or Given())


def _open_form(tx: Transaction, asker: Asker, evaluation: str) -> filling.Tree:
    tree: filling.Tree = json.loads(filing.one(tx, asker, evaluation), parse_float=str)
    return tree


def _save(tx: Transaction, asker: Asker, found: filling.Tree, form: filling.Tree) -> filling.Tree:
    """Save a form and return what came of it."""
    data = json.dumps(form, ensure_ascii=False).encode()
    tree: filling.Tree = json.loads(filing.save(tx, asker, found["id"], found["version"], data), parse_float=str)
    return tree


def _administrators(desk: _Desk) -> list[Person]:
    return [each for each in desk.county.people if each.role in _ADMINISTRATORS]


def _asker_of(tx: Transaction, login: str) -> Asker:
    """Return somebody with what was granted to them."""
    row = people.by_logins(tx.connection, [login], [EVERYWHERE])[login]
    grants = tuple(Grant(role=Role(grant.role), path=path) for grant, path in people.grants_of(tx.connection, [row.id]))
    return Asker(person=row.id, login=login, name=row.name, grants=grants, address=ADDRESS)
