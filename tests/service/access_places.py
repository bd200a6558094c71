"""范围内外 - What the access matrix asks about: the same things in four places, one of them inside for everybody, and what tells of each.

In every place there is an evaluation in each state, with proofs, a note and a submission, so that whoever may do something can do it at
once. The fourth place belongs to another county: outside even for those who see a whole county.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Engine, insert, update

from perfeval.accounts import Asker, Duty, Grant, Role
from perfeval.desks import actions, filing, threads
from perfeval.desks.actions import Given
from perfeval.desks.meant import Meant
from perfeval.desks.threads import Said
from perfeval.store import Store, Transaction, evaluations, evidence, people, rounds, sessions, tables, units, views
from perfeval.store.evaluations import EvaluationRow
from perfeval.store.evidence import EvidenceRow
from perfeval.store.people import GrantRow
from perfeval.store.sessions import SessionRow, TokenRow
from perfeval.store.units import UnitRow
from perfeval.store.views import ViewRow
from perfeval.workflow import CHECKS, Action, State
from tests.files import made
from tests.service import county
from tests.service.county import EVALUATIONS, NOW, PEOPLE, ROUND, UNITS, id_of
from tests.service.filed_forms import with_claim_below
from tests.service.filled import form

SALT = "5a" * 16
"""盐 - Of the second factor that everybody is about to confirm."""
FILE = made.pdf()
LOCKED = "indicators.r1.target"
STATES: Mapping[str, tuple[str, int]] = {
    "draft": (State.FILLING, 2),
    "withdrawn": (State.FILLING, 4),
    "unit": (State.UNIT_CHECK, 3),
    "department": (State.DEPARTMENT_CHECK, 2),
    "finance": (State.FINANCE_CHECK, 2),
    "final": (State.FINAL, 2),
    "exempt": (State.EXEMPT, 2),
}
"""各种情形的自评 - Where each evaluation of a place stands, and its version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """地方 - Name a unit with its round, who fills in there, and the word that only what belongs to it holds."""

    name: str
    title: str
    path: str
    code: str
    filler: str
    round: str = ROUND

    @property
    def unit(self) -> str:
        return id_of(self.name)

    @property
    def project(self) -> str:
        return f"{self.title}运转补助"

    def evaluation(self, state: str) -> str:
        return id_of(f"{state} of {self.name}")

    def proof(self, kind: str) -> str:
        return id_of(f"{kind} proof of {self.name}")


def _known(name: str, filler: str, code: str) -> Place:
    return Place(name=name, title=UNITS[name].title, path=UNITS[name].path, code=code, filler=filler)


OTHER_BUREAU = UnitRow(
    id=id_of("other bureau"), code="other", name="某区财政局", kind="bureau", parent=None, path=f"/{id_of('other bureau')}/"
)
MINE = _known("school1", "filler1", "530000250001")
SIBLING = _known("school2", "filler2", "530000250002")
COUSIN = _known("farm1", "filler3", "530000250003")
FAR = Place(
    name="far",
    title="某区实验小学",
    path=f"{OTHER_BUREAU.path}{id_of('far')}/",
    code="530000250009",
    filler="farfiller",
    round=id_of("far round"),
)
PLACES = (MINE, SIBLING, COUSIN, FAR)
TITLE = "某县年度自评批次"
BUSINESS_WORDS = ("运转补助", "年度自评批次", "补助学生", "绿化佐证", "请核对", "99.60", "96000.00", *(place.code for place in PLACES))
"""业务内容 - Words that stand in business data only, and that neither administrators nor third parties are ever shown."""
LOGINS = {
    Role.FILLER: "filler1",
    Role.UNIT_CHECKER: "checker1",
    Role.DEPARTMENT_CHECKER: "department1",
    Role.SECTION_CHECKER: "section",
    Role.FINANCE_CHECKER: "finance",
    Role.FINANCE_REVIEWER: "reviewer",
    Role.FINANCE_HEAD: "head",
    Role.THIRD_PARTY: "third",
    Role.AUDITOR: "auditor",
    Role.SYSTEM_ADMINISTRATOR: "system",
    Role.SECURITY_ADMINISTRATOR: "security",
    Role.AUDIT_ADMINISTRATOR: "audit",
}
"""各角色的人 - Who stands for each role; what lies in the first school is inside for all of them."""


def outside(role: Role) -> Place:
    """范围外 - Return the nearest place that somebody of a role does not see; for administrators, who have no outside, the farthest."""
    unit = PEOPLE[LOGINS[role]][1]
    return next((place for place in PLACES if unit is not None and not place.path.startswith(UNITS[unit].path)), FAR)


def words_beyond(role: Role | None, *, given: bool = False) -> tuple[str, ...]:
    """范围外的字样 - Return words that somebody of a role must not be shown; None is a stranger, who is shown nothing.

    given: what is asked was given to a third party, who then sees that place as its unit does.
    """
    if role is None:
        return (*BUSINESS_WORDS, *(place.filler for place in PLACES))
    if role.duty != Duty.BUSINESS or (role is Role.THIRD_PARTY and not given):
        return BUSINESS_WORDS
    path = MINE.path if role is Role.THIRD_PARTY else UNITS[PEOPLE[LOGINS[role]][1] or "bureau"].path
    return tuple(place.title.removeprefix("某县") for place in PLACES if not place.path.startswith(path))


def ids_beyond(role: Role | None, *, given: bool = False) -> tuple[str, ...]:
    """范围外的编号 - Return ids that somebody of a role must not be told; given as for words."""
    path = MINE.path if role is Role.THIRD_PARTY and given else None
    if role is not None and role.duty == Duty.BUSINESS and role is not Role.THIRD_PARTY:
        path = UNITS[PEOPLE[LOGINS[role]][1] or "bureau"].path
    strange = [place for place in PLACES if path is None or not place.path.startswith(path)]
    rest = {place.round for place in strange} - ({ROUND} if path is not None else set())
    return (*(place.evaluation(state) for place in strange for state in (*STATES, "reviewed")), *rest)


def fill(engine: Engine) -> None:
    """填充 - Put the county, its neighbour and everything in the four places into a migrated database."""
    county.fill(engine)
    store = Store(engine=engine, key=county.KEY)
    with store.writing(NOW) as tx:
        _neighbour(tx)
        steps = json.dumps(CHECKS)
        tx.connection.execute(update(tables.rounds).values(steps=steps, title=TITLE))
        tx.connection.execute(update(tables.people).values(totp_new=SALT))
        for login in (*PEOPLE, FAR.filler):
            _token(tx, login)
            _view(tx, login)
        _session(tx, FAR.filler)
        base = evaluations.load(tx.connection, EVALUATIONS[MINE.name], ("/",))
        assert base is not None
        for place in PLACES:
            _evaluations(tx, place, base)
            tx.record(id_of("finance"), "127.0.0.1", "round.change", f"rounds/{place.round}", {"units": [place.title]})


def _neighbour(tx: Transaction) -> None:
    """Put in another county: its bureau, one school with somebody who fills in, and a round of its own."""
    there = UnitRow(id=FAR.unit, code="far", name=FAR.title, kind="unit", parent=OTHER_BUREAU.id, path=FAR.path)
    units.add(tx.connection, [OTHER_BUREAU, there])
    mine = people.by_login(tx.connection, "filler1", ("/",))
    known = rounds.load(tx.connection, ROUND, ("/",))
    assert mine is not None
    assert known is not None
    people.add(tx.connection, [replace(mine, id=id_of(FAR.filler), login=FAR.filler, name=f"{FAR.title}的填报人", unit=FAR.unit)])
    grant = {"id": id_of(f"grant of {FAR.filler}"), "person": id_of(FAR.filler), "duty": "business", "unit": FAR.unit, "granted_by": "seed"}
    people.add_grants(tx.connection, [GrantRow(**grant, role=Role.FILLER)])
    rounds.add(tx.connection, replace(known, id=FAR.round, title="某区年度自评批次"))
    for unit in (OTHER_BUREAU, there):
        member = {"round": FAR.round, "unit": unit.id, "name": unit.name, "kind": unit.kind, "parent": unit.parent, "path": unit.path}
        tx.connection.execute(insert(tables.round_units).values(member))


def _token(tx: Transaction, login: str) -> None:
    """Give somebody a token of their own."""
    own = {"id": id_of(f"token of {login}"), "token": login, "person": id_of(login), "purpose": "取数", "read_only": True}
    sessions.add_token(tx.connection, TokenRow(**own, made=NOW, until="2026-12-31T00:00:00Z"))  # type: ignore[arg-type]


def _view(tx: Transaction, login: str) -> None:
    """Give somebody filters of their own; those of the other county have a name that nobody else is shown."""
    title = FAR.project if login == FAR.filler else "退回的"
    own = {"id": id_of(f"view of {login}"), "person": id_of(login), "title": title, "filters": '{"mark":"returned"}'}
    views.keep(tx.connection, ViewRow(**own, at=NOW))


def _session(tx: Transaction, login: str) -> None:
    """Have somebody be signed in, with a session that nobody knows the token of."""
    own = {"token": id_of(f"session of {login}"), "person": id_of(login), "csrf": id_of("csrf"), "started": NOW, "seen": NOW}
    sessions.open_session(tx.connection, SessionRow(**own, password_days=90))


def _evaluations(tx: Transaction, place: Place, base: EvaluationRow) -> None:
    """Put one evaluation for each state into a place: filled in by its clerk, and moved on or put where it stands."""
    login = place.filler
    who = Asker(person=id_of(login), login=login, name=login, grants=(Grant(role=Role.FILLER, path=place.path),))
    text = json.dumps(form(), ensure_ascii=False).replace(MINE.title, place.title)
    locked = json.dumps({LOCKED: {"value": "≥100人", "source": "批复的绩效目标"}}, ensure_ascii=False)
    there = replace(base, round=place.round, unit=place.unit, path=place.path, title=place.project, project=None)
    empty = replace(there, document=text, locked=locked)
    for state in ("draft", "withdrawn", "unit"):
        evaluations.add(tx.connection, [replace(empty, id=place.evaluation(state))])
        filing.save(tx, who, place.evaluation(state), 1, text.encode())
    for state in ("withdrawn", "unit"):
        actions.act(tx, who, Meant(id=place.evaluation(state), version=2), Action.SUBMIT, Given())
    actions.act(tx, who, Meant(id=place.evaluation("withdrawn"), version=3), Action.WITHDRAW, Given())
    saved = evaluations.load(tx.connection, place.evaluation("draft"), ("/",))
    assert saved is not None
    for name in ("department", "finance", "final", "exempt"):
        evaluations.add(tx.connection, [replace(saved, id=place.evaluation(name), state=STATES[name][0], filed=NOW)])
    _reviewed(tx, who, place, empty)
    threads.say(tx, who, place.evaluation("draft"), Said(words=f"请核对{place.title}的数字"))
    for kind in ("plain", "restricted"):
        evidence.add(tx.connection, _proof(place, kind))


def _reviewed(tx: Transaction, who: Asker, place: Place, empty: EvaluationRow) -> None:
    """Put in an evaluation that was filed below what the rule gives and went through, for the reviews of a place."""
    lower = json.dumps(with_claim_below(), ensure_ascii=False).replace(MINE.title, place.title)
    evaluations.add(tx.connection, [replace(empty, id=place.evaluation("reviewed"))])
    filing.save(tx, who, place.evaluation("reviewed"), 1, lower.encode())
    actions.act(tx, who, Meant(id=place.evaluation("reviewed"), version=2), Action.SUBMIT, Given())
    mine = tables.evaluations.c.id == place.evaluation("reviewed")
    tx.connection.execute(update(tables.evaluations).where(mine).values(state=State.FINAL))


def _proof(place: Place, kind: str) -> EvidenceRow:
    return EvidenceRow(
        id=place.proof(kind),
        evaluation=place.evaluation("draft"),
        row="r1",
        title=f"{place.title}绿化佐证",
        kind="approval",
        effective="2025-03-01",
        pointer=None,
        file_name="批复.pdf",
        file_kind="pdf",
        sha256=hashlib.sha256(FILE).hexdigest(),
        size=len(FILE),
        restricted=kind == "restricted",
        person=id_of(place.filler),
        at=NOW,
    )
