"""关账日的县 - A county of 300 units whose 5,000 projects are being filed: forms of 20 rows, money and targets locked as imports lock them.

Everything is made in memory and written straight into the tables, the same on both databases. Each form was saved once; those of every
second project are whole and can be submitted, the others are drafts of which a third is still empty.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Engine, insert

from perfeval import keys, library
from perfeval.accounts import Role, moved, written
from perfeval.desks import filing
from perfeval.desks.assessing import Background, assess, read_form
from perfeval.desks.changes import write_locks
from perfeval.desks.imports import prefill
from perfeval.store import tables
from perfeval.store.evaluations import EvaluationRow
from perfeval.store.transaction import writing
from tests.service.pressing import MARK, Form

UNITS, PROJECTS, DEPARTMENTS = 300, 5_000, 12
SET = "cn/project/2020"
PLACES = (
    *(("产出指标", "数量指标", f"第{at}项工作完成数量", f"≥{at * 120}人次", f"{at * 120}人次", "5") for at in range(1, 6)),
    *(("产出指标", "质量指标", f"第{at}项工作验收合格率", "=100%", "100%", "5") for at in range(1, 4)),
    *(("产出指标", "时效指标", f"第{at}项工作按期完成率", "≥95%", "96%", "5") for at in range(1, 3)),
    *(("效益指标", "社会效益指标", f"第{at}类对象受益率", "≥90%", "92%", "5") for at in range(1, 7)),
    *(("满意度指标", "服务对象满意度指标", f"第{at}类对象满意度", "≥90%", "95%", "2.5") for at in range(1, 5)),
)
"""各行 - Category, aspect, name, target, actual and weight of the rows of every form."""
Rows = list[dict[str, Any]]
_PASSWORD_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """登录者 - Hold somebody with an open session: cookie, token against forgery, unit."""

    login: str
    session: str
    csrf: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """一个县 - Hold who can ask, their forms (every second one whole), and the rows that the tables begin with."""

    round: str
    bureau: Person
    auditor: Person
    forms: tuple[Form, ...]
    rows: dict[str, Rows]

    def fill(self, engine: Engine) -> None:
        """填充 - Write the county into a migrated database, with a session for everybody that begins now."""
        now = _now()
        sessions = [each | {"started": now, "seen": now} for each in self.rows["sessions"]]
        with writing(engine) as connection:
            for table in tables.metadata.sorted_tables:
                if rows := (self.rows | {"sessions": sessions}).get(table.name):
                    connection.execute(insert(table), rows)


@cache
def county() -> County:
    """造县 - Return the county; it is the same in every run but for its times."""
    now = _now()
    made = {"units": list(_units()), "rounds": [_round(now)]}
    members = {each["id"]: each for each in made["units"]}
    made["round_units"] = [_member(each) for each in made["units"]]
    fillers = tuple(_person(f"tianbao{at:03d}", _id(f"unit{at}")) for at in range(UNITS))
    checkers = tuple(_person(f"shenhe{at:03d}", _id(f"unit{at}")) for at in range(UNITS))
    bureau, auditor = _person("caizheng", _id("bureau")), _person("shenji", _id("bureau"))
    roles = {Role.FILLER: fillers, Role.UNIT_CHECKER: checkers, Role.FINANCE_CHECKER: (bureau,), Role.AUDITOR: (auditor,)}
    everybody = [(role, each) for role, people in roles.items() for each in people]
    made["people"] = [_account(each, now) for _, each in everybody]
    made["grants"] = [_grant(role, each) for role, each in everybody]
    made["sessions"] = [_session(each) for _, each in everybody]
    filings = [_filing(at, fillers[at % UNITS], members, now) for at in range(PROJECTS)]
    made["identities"] = [{"id": each} for _, project, row in filings for each in (project["id"], row.id)]
    made["projects"] = [project for _, project, _ in filings]
    made["evaluations"] = [asdict(row) for _, _, row in filings]
    return County(round=_id("round"), bureau=bureau, auditor=auditor, forms=tuple(form for form, _, _ in filings), rows=made)


def _now() -> str:
    return written(datetime.now(UTC))


def _id(name: str) -> str:
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


def _units() -> Iterator[dict[str, Any]]:
    """Yield bureau, departments and units, from the top down."""
    top = {"id": _id("bureau"), "code": "99", "name": "某县财政局", "kind": "bureau", "parent": None, "path": f"/{_id('bureau')}/"}
    above = [_below(top, f"department{at}", f"99{at:02d}", f"第{at + 1}主管部门", "department") for at in range(DEPARTMENTS)]
    for each in (top, *above):
        yield each | {"region": "530000", "valid_from": "2020-01-01"}
    for at in range(UNITS):
        parent = above[at % DEPARTMENTS]
        own = _below(parent, f"unit{at}", f"{parent['code']}{at:03d}", f"某县第{at + 1}单位", "unit")
        yield own | {"region": "530000", "valid_from": "2020-01-01"}


def _below(parent: dict[str, Any], name: str, code: str, title: str, kind: str) -> dict[str, Any]:
    return {"id": _id(name), "code": code, "name": title, "kind": kind, "parent": parent["id"], "path": f"{parent['path']}{_id(name)}/"}


def _round(now: str) -> dict[str, Any]:
    rules = library.indicator_set(SET)
    sets = {"project": {"id": rules.id, "version": rules.version, "sha256": rules.sha256}}
    times = {"opening": moved(now, days=-20), "deadline": moved(now, days=1), "grace": 0, "made": moved(now, days=-30)}
    own = {"id": _id("round"), "year": int(now[:4]) - 1, "title": "部门预算项目支出绩效自评", "owners_confirm": False}
    words = library.text_rules()
    texts = {"text_rules": prefill.write({"id": words.id, "version": words.version, "sha256": words.sha256})}
    texts |= {
        "sets": prefill.write(sets),
        "templates": '{"project":["cn.project.form.2020"]}',
        "steps": '["unit_check","department_check"]',
    }
    return own | times | texts


def _member(unit: dict[str, Any]) -> dict[str, Any]:
    names = ("name", "kind", "parent", "path")
    return {"round": _id("round"), "unit": unit["id"], "contact": "张三", "phone": "0000-1234567"} | {name: unit[name] for name in names}


def _person(login: str, unit: str) -> Person:
    session = hashlib.sha256(login.encode()).hexdigest()
    return Person(login=login, session=session, csrf=keys.forgery_token(session), unit=unit)


def _account(person: Person, now: str) -> dict[str, Any]:
    own = {"id": _id(person.login), "login": person.login, "name": person.login, "unit": person.unit, "phone": None, "duty": "business"}
    # Nobody signs in here: that is measured elsewhere, and a hundredth of a second for each would measure nothing else.
    return own | {"password": "-", "password_set": now, "must_change": False, "disabled": False, "activated": now, "seen": now}


def _grant(role: Role, person: Person) -> dict[str, Any]:
    own = {"id": _id(f"grant of {person.login}"), "person": _id(person.login), "duty": "business", "role": role.value}
    until = f"{int(_now()[:4]) + 1}-12-31" if role is Role.AUDITOR else None
    return own | {"unit": person.unit, "granted_by": "seed", "valid_to": until}


def _session(person: Person) -> dict[str, Any]:
    own = {"token": keys.digest(person.session), "csrf": keys.digest(person.csrf), "person": _id(person.login)}
    return {**own, "password_days": _PASSWORD_DAYS, "address": "127.0.0.1"}


def _filing(at: int, filler: Person, members: dict[str, dict[str, Any]], now: str) -> tuple[Form, dict[str, Any], EvaluationRow]:
    """Return one form with its project and its evaluation."""
    unit = members[filler.unit]
    title, code = f"{unit['name']}第{at}号补助", f"P{at:05d}"
    subject = {"project": title, "project_code": code, "unit": unit["name"], "department": members[unit["parent"]]["name"]}
    text, locks = _written(int(now[:4]) - 1, subject, whole=at % 2 == 0)
    form, kept = Form(id=_id(f"evaluation{at}"), session=filler.session, csrf=filler.csrf, text=text), text.replace(MARK, "0")
    row = EvaluationRow(
        id=form.id,
        round=_id("round"),
        project=_id(code),
        unit=unit["id"],
        path=unit["path"],
        title=title,
        state="filling",
        document=kept,
        locked=write_locks(locks),
        saved=now,
        saved_by=_id(filler.login),
    )
    judged = assess(read_form(kept), Background(rules=library.indicator_set(f"{SET}@1"), locks=locks))
    project = {"id": _id(code), "round": _id("round"), "code": code, "name": title, "kind": "project", "unit": unit["id"]}
    project |= {"details": prefill.write({"subject": {}, "expected": None, "set": "project", "parts": {}}), "funds": prefill.write(_FUNDS)}
    return form, project | {"targets": prefill.write(_targets()), "history": None}, filing.with_card(row, judged)


_FUNDS = [
    {"source": "total", "original": "1000000.00", "adjusted": "1000000.00", "received": "1000000.00"},
    {"source": "fiscal", "original": "1000000.00", "adjusted": "1000000.00", "received": "1000000.00"},
]
_SPENT = [{"source": "total", "spent": "960000.00"}, {"source": "fiscal", "spent": "960000.00"}]


def _targets() -> list[dict[str, str]]:
    names = ("category", "aspect", "name", "target", "weight")
    return [dict(zip(names, (*each[:4], each[5]), strict=True)) for each in PLACES]


def _written(year: int, subject: dict[str, str], *, whole: bool) -> tuple[str, prefill.Locks]:
    """Return a form as the unit saved it, and its locked cells."""
    rules, locks = library.indicator_set(f"{SET}@1"), prefill.Locks()
    form = prefill.blank(f"{SET}@1", year, "project", subject)
    prefill.put_subject(form, subject, "完成全部补助任务，按期发放到位，服务对象满意。")
    prefill.put_funds(form, locks, _FUNDS, prefill.BUDGET)
    prefill.put_funds(form, locks, _SPENT, prefill.TREASURY)
    prefill.put_targets(form, locks, _targets(), rules)
    rows: Rows = form["indicators"]  # type: ignore[assignment] # the tree was made just now
    done = len(PLACES) if whole else len(PLACES) * 2 // 3
    for row, (*_, actual, weight) in list(zip(rows, PLACES, strict=True))[:done]:
        row |= {"actual": actual, "claimed": weight}
    form["objective"] |= {"actual": f"全年共办理{MARK}批次，补助全部发放到位，服务对象反映良好。"}  # type: ignore[operator] # the same
    form["execution"] = {"claimed": "9.60", "claimed_rate": "96%", "reason": "政府采购节约资金4万元", "measures": "编制预算时参考采购价"}
    form["claimed"] = {"total": "99.60", "grade": "优"} if whole else {}
    return prefill.write(form), locks
