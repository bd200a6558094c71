"""造一个示例县 - Fill an empty database with the county, by the desks that people use: lists imported, forms filed, checked, sent back.

Every step is taken by somebody whose role it is, at a time of the past weeks, so that journal, receipts and progress read as those
of any county do. Last year's round comes first and is over; this year's is open.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from perfeval import keys
from perfeval.accounts import Asker, Role, date_of, day_begins, day_ends, moved
from perfeval.desks import bureau, granting, imports, progress, showcase
from perfeval.desks import people as accounts
from perfeval.desks.county import lists, steps
from perfeval.desks.county.county import County, Fate, Person, Project, Told, draw
from perfeval.desks.county.desk import ADDRESS, Desk, Filed, Phase, asker_of, open_form, run
from perfeval.desks.county.names import EXAMPLES
from perfeval.desks.county.reviewing import ITEMS, review
from perfeval.desks.granting import DraftGrant
from perfeval.desks.imports import Kind, Upload, carrying
from perfeval.desks.imports import people as people_list
from perfeval.desks.imports import units as unit_list
from perfeval.desks.imports.columns import fen_of
from perfeval.desks.people import Draft, Slip
from perfeval.evaluation import MoneyUnit
from perfeval.files import Files
from perfeval.store import Store, Transaction, people, projects
from perfeval.store.people import EVERYWHERE
from perfeval.store.scope import Slice
from perfeval.workflow import CHECKS, State

PASSWORD = "Yanshi-2026"  # noqa: S105 - told to everybody: the accounts are for show, and `serve` refuses their folder
SET, TEMPLATE = "cn/project/2020", "cn.project.form.2020"
_ADMINISTRATORS = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR)
_HEAD, _SYSTEM, _SECURITY = "fuze", "xitong", "anquan"
_FOUNDED, _DAYS_LEFT, _GRACE, _AT_WORK = 420, 30, 5, 15
_AUDIT_DAYS = 1000
_REMINDED = 6
_LEFT_ALONE = frozenset({Fate.NOT_STARTED, Fate.EXEMPT, Fate.MERGED})
_SENT_BACK = frozenset({Fate.RETURNED, Fate.ANSWERED})
_PAST_DEPARTMENT = frozenset({Fate.FINANCE_CHECK, Fate.FINAL, Fate.LATE})
_PAST_UNIT = _PAST_DEPARTMENT | {Fate.DEPARTMENT_CHECK}
_SUBMITTED = _PAST_UNIT | _SENT_BACK | {Fate.UNIT_CHECK}
_FILLED = _SUBMITTED | {Fate.DRAFT}
_FINAL, _ANSWERED, _LATE = frozenset({Fate.FINAL}), frozenset({Fate.ANSWERED}), frozenset({Fate.LATE})
THIS_YEAR = (
    Phase(days=20, step=steps.hand_in, fates=_FILLED),
    Phase(days=19, step=steps.adjust, fates=_FILLED),
    Phase(days=18, step=steps.begin, fates=frozenset({Fate.BEGUN})),
    Phase(days=17, step=steps.fill, fates=_FILLED),
    Phase(days=14, step=steps.submit, fates=_SUBMITTED),
    Phase(days=10, step=steps.unit_approves, fates=_PAST_UNIT),
    Phase(days=9, step=steps.unit_returns, fates=_SENT_BACK),
    Phase(days=8, step=steps.answer, fates=_SENT_BACK),
    Phase(days=7, step=steps.submit, fates=_ANSWERED),
    Phase(days=6, step=steps.department_approves, fates=_PAST_DEPARTMENT),
    Phase(days=5, step=steps.exempt, fates=frozenset({Fate.EXEMPT})),
    Phase(days=4, step=steps.merge, fates=frozenset({Fate.MERGED})),
    Phase(days=2, step=steps.bureau_approves, fates=_FINAL),
    Phase(days=1, step=steps.fill_whole, fates=_FINAL, wholes=True),
)
"""本年各阶段 - What happens in the open round; the whole of the parts is filled in and waits for its submission."""
LAST_YEAR = (
    Phase(days=399, step=steps.hand_in, fates=_FILLED),
    Phase(days=398, step=steps.fill, fates=_FILLED),
    Phase(days=393, step=steps.submit, fates=_SUBMITTED - _LATE),
    Phase(days=388, step=steps.submit, fates=_LATE),
    Phase(days=385, step=steps.unit_returns, fates=_ANSWERED),
    Phase(days=384, step=steps.answer, fates=_ANSWERED),
    Phase(days=383, step=steps.submit, fates=_ANSWERED),
    Phase(days=382, step=steps.unit_approves, fates=_PAST_UNIT | _ANSWERED),
    Phase(days=378, step=steps.department_approves, fates=_PAST_DEPARTMENT | _ANSWERED),
    Phase(days=377, step=steps.exempt, fates=frozenset({Fate.EXEMPT})),
    Phase(days=372, step=steps.bureau_approves, fates=_PAST_DEPARTMENT | _ANSWERED),
    Phase(days=371, step=steps.fill_whole, fates=_FINAL, wholes=True),
    Phase(days=370, step=steps.submit, fates=_FINAL, wholes=True),
    Phase(days=369, step=steps.unit_approves, fates=_FINAL, wholes=True),
    Phase(days=368, step=steps.department_approves, fates=_FINAL, wholes=True),
    Phase(days=367, step=steps.bureau_approves, fates=_FINAL, wholes=True),
)
"""上年各阶段 - What happened in the round of last year: everything came to its end, some of it late or by a detour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """Hold a round as it is to be made: its year and projects, how many days ago it was made, opened and due, who had more time and why."""

    year: int
    projects: Sequence[Project]
    made: int
    opened: int
    due: int
    more: Mapping[str, str]
    history: Mapping[str, tuple[str, str]]
    later: Mapping[str, tuple[int, str]]


def make(store: Store, files: Files, now: str) -> Iterator[tuple[int, int]]:
    """造县 - Fill a database, yielding how many steps are done of how many."""
    year = int(date_of(now)[:4]) - 1
    desk = Desk(store=store, files=files, county=draw(year, tuple(_examples())), now=_office_hour(now))
    whole, done = _whole(desk.county), 0
    for some in _work(desk, year):
        done = min(done + some, whole)
        yield done, whole
    yield whole, whole


def _office_hour(now: str) -> str:
    """Return the last time when people were at work: nobody in a county files at three in the morning."""
    today = moved(day_begins(date_of(now)), hours=_AT_WORK)
    return today if today <= now else moved(today, days=-1)


def extend(store: Store, now: str) -> None:
    """延期 - Give the newest round a later deadline where it is over: a demonstration is looked at in any month."""
    with store.writing(now) as tx:
        asker = asker_of(tx, _HEAD)
        newest = bureau.page(tx, asker, Slice(size=1))["items"][0]  # type: ignore[index]
        if newest["deadline"] <= moved(now, days=1):
            later = bureau.Change(deadline=day_ends(date_of(moved(now, days=_DAYS_LEFT))))
            bureau.change(tx, asker, newest["id"], later, newest["version"])


def accounts_of(now: str) -> list[dict[str, str]]:
    """演示账号 - Return every account of the county: login, password, role and unit in words."""
    county = draw(int(date_of(now)[:4]) - 1, ())
    return [{"login": each.login, "password": PASSWORD, "role": each.role.label, "unit": each.unit.name} for each in county.people]


def _work(desk: Desk, year: int) -> Iterator[int]:
    """Do all of it, yielding how much was done."""
    slip = Slip(password=PASSWORD, hashed=keys.hashed(PASSWORD))
    for begin in (_found, _staff):
        begin(desk, slip)
        yield 10
    past = yield from _carried(desk, _last_year(desk, year - 1), LAST_YEAR)
    yield from review(desk, past)
    known = _totals(desk)
    round_id = yield from _carried(desk, _this_year(desk, year, known), THIS_YEAR)
    _remind(desk, round_id)


def _whole(county: County) -> int:
    """Return about how many steps there are."""
    return 20 + 2 * 20 + len(county.projects) * 6 + len(county.past) * 7 + ITEMS


def _last_year(desk: Desk, year: int) -> _Round:
    """Return the round of the year before: the department that sums up had time until all schools were through."""
    together = next(each for each in desk.county.past if len(each.units) > 1)
    later = {desk.above(together): (366, "各校自评审核通过之后才能汇总")}
    return _Round(year=year, projects=desk.county.past, made=405, opened=401, due=390, more={}, history={}, later=later)


def _this_year(desk: Desk, year: int, known: Mapping[str, tuple[str, str]]) -> _Round:
    """Return the round of last year's budget, with the sets of the examples beside the usual one."""
    more = {project.set: project.set for project in desk.county.projects if project.set and project.set != SET}
    later = {desk.county.projects[-1].units[0].name: (-_DAYS_LEFT - 10, "办公场所搬迁，账册封存")}
    return _Round(year=year, projects=desk.county.projects, made=36, opened=21, due=-_DAYS_LEFT, more=more, history=known, later=later)


def _carried(desk: Desk, wanted: _Round, phases: Sequence[Phase]) -> Generator[int, None, str]:
    """Make a round, import its lists, and take every step with its evaluations; return its id."""
    round_id, desk.year = _open(desk, wanted), wanted.year
    yield 10
    _lists(desk, wanted, round_id)
    _give_time(desk, wanted, round_id)
    yield 10
    for phase in phases:
        yield from run(desk, phase)
    return round_id


def _examples() -> Iterator[Told]:
    """Yield what the county needs to know of the shipped examples that it files."""
    for each in showcase.examples():
        if each.id in EXAMPLES:
            tree = steps.example(each.id)
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


def _found(desk: Desk, slip: Slip) -> None:
    """Make the three administrators, as an operator does, and the tree of units."""
    with desk.store.writing(desk.at(_FOUNDED)) as tx:
        for each in _administrators(desk):
            row = accounts.drafted(Draft(login=each.login, name=each.name, duty=each.role.duty.value), slip, tx.at)
            people.add(tx.connection, [replace(row, must_change=False)])
            granting.granted(tx, row, DraftGrant(role=each.role.value), ADDRESS)
            tx.record(None, ADDRESS, "person.create", f"people/{row.id}", {"login": row.login, "name": row.name, "duty": row.duty})
    with desk.store.writing(desk.at(_FOUNDED - 1)) as tx:
        asker = asker_of(tx, _SYSTEM)
        plan = unit_list.plan(tx, asker, unit_list.read_list(lists.units(desk.county), "单位.csv"))
        imports.prove(plan)
        unit_list.carry_out(tx, asker, plan, plan.entry())


def _staff(desk: Desk, slip: Slip) -> None:
    """Make everybody's account, and grant the roles."""
    others = [each for each in desk.county.people if each.role not in _ADMINISTRATORS]
    upload = people_list.read_list(lists.people(others, date_of(moved(desk.now, days=_AUDIT_DAYS))), "人员.csv")
    with desk.store.writing(desk.at(_FOUNDED - 2)) as tx:
        _import_people(tx, asker_of(tx, _SYSTEM), upload, {each.login: slip for each in others})
        for row in people.by_logins(tx.connection, [each.login for each in others], [EVERYWHERE]).values():
            people.save(tx.connection, replace(row, must_change=False), row.version)
    with desk.store.writing(desk.at(_FOUNDED - 3)) as tx:
        _import_people(tx, asker_of(tx, _SECURITY), upload, {})
    with desk.store.reading(desk.now) as tx:
        desk.askers = {(each.role, each.unit.name): asker_of(tx, each.login) for each in desk.county.people}


def _import_people(tx: Transaction, asker: Asker, upload: Upload, slips: Mapping[str, Slip]) -> None:
    """Take the list of people in: who may make accounts makes them, who may grant roles grants them."""
    plan = people_list.plan(tx, asker, upload)
    people_list.prove(plan)
    people_list.carry_out(tx, asker, plan, slips, plan.entry())


def _open(desk: Desk, wanted: _Round) -> str:
    """Make a round with every check, and return its id."""
    draft = bureau.Draft(
        year=wanted.year,
        title=f"{wanted.year}年度部门预算项目支出绩效自评",
        sets={"project": SET, **wanted.more},
        opening=desk.begin(wanted.opened),
        deadline=desk.end(wanted.due),
        templates={"project": [TEMPLATE]},
        steps=CHECKS,
        grace=_GRACE,
    )
    with desk.store.writing(desk.at(wanted.made)) as tx:
        return str(bureau.create(tx, desk.head, draft)["id"])


def _lists(desk: Desk, wanted: _Round, round_id: str) -> None:
    """Import what the bureau has: projects, approved targets, last year, treasury figures; and see which evaluations that made."""
    some = wanted.projects
    made: list[tuple[Kind, bytes]] = [(Kind.PROJECTS, lists.projects(desk.county, some)), (Kind.TARGETS, lists.targets(some))]
    made += [(Kind.HISTORY, lists.history(some, wanted.history))] if wanted.history else []
    made += [(Kind.EXECUTION, lists.execution(some))]
    for at, (kind, table) in enumerate(made):
        _import(desk, round_id, kind, table, desk.at(wanted.opened, -60 * (len(made) - at)))
    with desk.store.reading(desk.at(wanted.opened)) as tx:
        desk.filed = list(_filed(tx, desk, some, round_id))


def _filed(tx: Transaction, desk: Desk, some: Sequence[Project], round_id: str) -> Iterator[Filed]:
    """Yield the evaluations of a round, project by project."""
    units = {each["unit"]: each["name"] for each in bureau.one(tx, desk.head, round_id)["units"]}  # type: ignore[attr-defined]
    rows = projects.by_code(tx.connection, round_id, [EVERYWHERE])
    filings = projects.filings(tx.connection, round_id, [EVERYWHERE])
    made = [(each, filing) for each in some for filing in filings[rows[each.code].id]]
    for number, (each, filing) in enumerate(made):
        yield Filed(id=filing.id, project=each, unit=units[filing.unit], number=number)


def _import(desk: Desk, round_id: str, kind: Kind, data: bytes, at: str) -> None:
    """Take one list into a round."""
    upload = imports.read(kind, data, f"{kind.value}.csv")
    with desk.store.writing(at) as tx:
        mark = carrying.begin(tx, desk.head, round_id, upload.sha256)
        plan = imports.plan(tx, desk.head, kind, round_id, upload)
        imports.prove(plan)
        for portion in carrying.portions(plan):
            carrying.stage(tx, desk.head, portion, mark)
        order = carrying.order_of(tx, desk.head, plan)
        carrying.supersede(tx, desk.head, order.work_out(sorted(plan.patches)), mark)
        carrying.carry_out(tx, desk.head, order, carrying.ready(plan), mark)
        while carrying.sweep(tx, desk.head, mark):
            pass


def _give_time(desk: Desk, wanted: _Round, round_id: str) -> None:
    """Give some units a later deadline, with the reason."""
    with desk.store.writing(desk.at(wanted.opened)) as tx:
        found = bureau.one(tx, desk.head, round_id)
        ids = {each["name"]: each["unit"] for each in found["units"]}  # type: ignore[attr-defined]
        later = [bureau.Extension(unit=ids[name], until=desk.end(until), why=why) for name, (until, why) in wanted.later.items()]
        bureau.change(tx, desk.head, round_id, bureau.Change(exceptions=later), int(str(found["version"])))


def _totals(desk: Desk) -> dict[str, tuple[str, str]]:
    """Return total and grade of what came through in the round under way, by the code of the project."""
    ended = [each for each in desk.filed if each.is_whole or len(each.project.units) == 1]
    with desk.store.reading(desk.now) as tx:
        found = {each.project.code: open_form(tx, desk.head, each.id) for each in ended}
    through = {code: tree["scorecard"] for code, tree in found.items() if tree["state"] == State.FINAL}
    return {code: (card["total"], card["grade"]) for code, card in through.items()}


def _remind(desk: Desk, round_id: str) -> None:
    """Have some of those who have not begun told by telephone."""
    with desk.store.writing(desk.at(1, 300)) as tx:
        owing = progress.owed(tx, desk.head, round_id, Slice(size=_REMINDED))["items"]
        units = [str(each["unit"]) for each in owing]  # type: ignore[attr-defined]
        progress.remind(tx, desk.head, round_id, units, "电话")


def _administrators(desk: Desk) -> list[Person]:
    return [each for each in desk.county.people if each.role in _ADMINISTRATORS]
