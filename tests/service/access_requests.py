"""各地址的请求 - How the access matrix asks each address: what stands in the place of names, and a good body where one is needed.

A row of docs/access.md that only looks needs nothing here; its names are filled in by `THINGS`, its case by `CASES`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pyotp

from perfeval import keys
from perfeval.accounts import Asker, Grant, Role, moment
from perfeval.desks import workbook
from perfeval.web.office import Office
from tests.service.access_places import FAR, FILE, LOCKED, MINE, SALT, STATES, TITLE, Place
from tests.service.access_table import Row
from tests.service.county import KEY, NOW, PASSWORD, id_of
from tests.service.filled import form

CASES = {
    "送审前": "draft",
    "送审后": "unit",
    "撤回后": "withdrawn",
    "单位审核时": "unit",
    "主管部门审核时": "department",
    "财政审核时": "finance",
    "审核通过后": "final",
    "免评后": "exempt",
}
"""情形 - Which evaluation of a place a row is about; a draft, where it does not say."""
QUERIES = {"表格": {"format": "xlsx"}, "只对照": {"dry_run": "1"}}
"""情形 - What a case adds to the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """一次请求 - Hold who asks which row about which place; login is empty for a stranger."""

    office: Office
    row: Row
    login: str
    place: Place

    @property
    def state(self) -> str:
        return CASES.get(self.row.case, "draft")

    @property
    def evaluation(self) -> str:
        return self.place.evaluation(self.state)

    @property
    def version(self) -> int:
        return STATES[self.state][1] if "/evaluations/" in self.row.address else 1

    @property
    def person(self) -> str:
        return id_of("audit" if self.row.case == "管理员的账号" else self.place.filler)

    @property
    def token(self) -> str:
        return id_of(f"token of {FAR.filler if self.row.case == '别人的' else self.login}")


THINGS: Mapping[str, Callable[[Ask], str]] = {
    "sets/{id}": lambda _: "cn/project/2020",
    "units/{unit}": lambda ask: ask.place.unit,
    "users/{person}": lambda ask: ask.person,
    "grants/{grant}": lambda ask: id_of(f"grant of {ask.place.filler}"),
    "tokens/{token}": lambda ask: ask.token,
    "rounds/{round_id}": lambda ask: ask.place.round,
    "rounds/{id}": lambda ask: ask.place.round,
    "evaluations/{id}": lambda ask: ask.evaluation,
    "submissions/{n}": lambda _: "1",
    "evidence/{evidence_id}": lambda ask: ask.place.proof("restricted" if ask.row.case == "受限材料" else "plain"),
    "static/{path}": lambda _: "style.css",
}
"""名称所指 - What stands in the place of a name in an address, by the name and the part before it."""
TEMPLATE = {"template": "cn.project.form.2020"}
REASON = {"reason": "请核对"}
UNIT_LIST = "单位编码,单位名称,行政区划代码\n{},{},530001"
PERSON_LIST = "登录名,姓名,单位编码,办公电话,角色\n{},{},{},0000-7654321,填报人"
PROJECT_LIST = "项目编码,项目名称,单位编码,年初预算数（元）,全年预算数（元）\nP001,营养改善计划,{},500000,387664.62"
TARGET_LIST = (
    "项目编码,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,分值\n"
    "{0},产出指标,数量指标,补助学生人数,≥,100,人,50\n"
    "{0},效益指标,社会效益指标,家庭负担减轻率,≥,90,%,30\n"
    "{0},满意度指标,服务对象满意度指标,学生满意度,≥,90,%,10"
)
EXECUTION_LIST = "项目编码,到位数,执行数\n{},100000,96000"
HISTORY_LIST = "项目编码,上年得分,上年等级,三级指标,上年完成值\n{},92.5,优,补助学生人数,90人"
ROUND = {"year": 2026, "title": "2026年度自评", "sets": {"project": "cn/project/2020"}}
TIMES = {"opening": "2026-03-01T00:00:00Z", "deadline": "2026-03-31T16:00:00Z"}
ADJUSTMENT = {"cell": LOCKED, "new": "≥90人", "document_number": "某财〔2025〕1号", "approved_by": "某局", "date": "2025-09-01"}
Body = Callable[[Ask], dict[str, Any]]
"""内容 - Return what a request brings, as httpx takes it."""


def _json(**told: Any) -> Body:
    return lambda _: {"json": told}


def _list(text: str, *cells: Callable[[Place], str]) -> Body:
    """Return a list that is about the place."""
    return lambda ask: {"content": text.format(*(cell(ask.place) for cell in cells)).encode(), "headers": {"Content-Type": "text/csv"}}


def _form(ask: Ask) -> dict[str, Any]:
    """Return the form as it stands, with the place's own names in it."""
    return {"content": json.dumps(form(), ensure_ascii=False).replace(MINE.title, ask.place.title).encode()}


def _pasted(_: Ask) -> dict[str, Any]:
    """Return what the start page sends."""
    return {"files": {"text": (None, json.dumps(form(), ensure_ascii=False)), "template": (None, TEMPLATE["template"])}}


def _filled(ask: Ask) -> dict[str, Any]:
    """Return the workbook of the evaluation, as its clerk takes it away."""
    grants = (Grant(role=Role.FILLER, path=ask.place.path),)
    clerk = Asker(person=id_of(ask.place.filler), login=ask.place.filler, name="", grants=grants)
    with ask.office.store.reading(NOW) as tx:
        taken = workbook.take(tx, clerk, ask.evaluation)
    return {"content": taken.data, "headers": {"Content-Type": "application/octet-stream"}}


def _proof(ask: Ask) -> dict[str, Any]:
    kind = "stamped" if ask.row.case == "单位审核时" else "approval"
    return {"data": {"title": "批复", "kind": kind}, "files": {"file": ("批复.pdf", FILE)}}


def _code(ask: Ask) -> dict[str, Any]:
    """Return the code that somebody's telephone shows now."""
    return {"json": {"code": pyotp.TOTP(keys.enrolment(KEY, SALT, ask.login)[0]).at(moment(NOW))}}


def _code_of(place: Place) -> str:
    return place.code


def _name_of(place: Place) -> str:
    return place.name


EVALUATION = "/api/v1/evaluations/{id}"
BODIES: Mapping[str, Body] = {
    "POST /sign-out": lambda _: {"data": {"back": "/"}},
    "POST /sign-in": lambda ask: {"data": {"login": ask.login or "filler1", "password": PASSWORD}},
    "POST /score": _pasted,
    "POST /report": _pasted,
    "POST /api/v1/score": _form,
    "POST /api/v1/report": lambda ask: {**_form(ask), "params": TEMPLATE},
    "POST /api/v1/session": lambda ask: {"json": {"login": ask.login or "filler1", "password": PASSWORD}},
    "POST /api/v1/me/password": _json(current=PASSWORD, new="Qiuyu-2026#tian"),
    "POST /api/v1/me/second-factor/confirm": _code,
    "POST /api/v1/me/tokens": _json(purpose="取数", days=30),
    "POST /api/v1/units": lambda ask: {"json": {"code": "new", "name": "新单位", "kind": "secondary", "parent": ask.place.unit}},
    "PATCH /api/v1/units/{unit}": _json(region="530001"),
    "POST /api/v1/units/import": _list(UNIT_LIST, _name_of, lambda place: place.title),
    "POST /api/v1/users": lambda ask: {"json": {"login": "xinren", "name": "新人", "unit": ask.place.unit}},
    "POST /api/v1/users/activate": lambda ask: {"json": {"people": [ask.person]}},
    "PATCH /api/v1/users/{person}": _json(phone="0000-7654321"),
    "POST /api/v1/users/{person}/grants": lambda ask: {"json": {"role": "unit_checker", "unit": ask.place.unit}},
    "POST /api/v1/users/import": _list(PERSON_LIST, lambda place: place.filler, lambda place: place.title, _name_of),
    "POST /api/v1/rounds": lambda ask: {"json": {**ROUND, **TIMES, "units": [ask.place.unit]}},
    "PATCH /api/v1/rounds/{round_id}": _json(grace=3),
    "POST /api/v1/rounds/{round_id}/projects/import": _list(PROJECT_LIST, _name_of),
    "POST /api/v1/rounds/{round_id}/targets/import": _list(TARGET_LIST, _code_of),
    "POST /api/v1/rounds/{round_id}/execution/import": _list(EXECUTION_LIST, _code_of),
    "POST /api/v1/rounds/{round_id}/history/import": _list(HISTORY_LIST, _code_of),
    "POST /api/v1/rounds/{round_id}/reminders": lambda ask: {"json": {"units": [ask.place.unit], "how": "电话"}},
    "POST /api/v1/rounds/{id}/actions/approve": lambda ask: {"json": {"items": [{"id": ask.place.evaluation("finance"), "version": 2}]}},
    f"PUT {EVALUATION}": _form,
    f"POST {EVALUATION}/actions/confirm": _json(rows=["r1"]),
    f"POST {EVALUATION}/actions/return": _json(**REASON),
    f"POST {EVALUATION}/actions/reopen": _json(**REASON),
    f"POST {EVALUATION}/actions/exempt": _json(**REASON),
    f"POST {EVALUATION}/actions/merge": lambda ask: {"json": {**REASON, "into": ask.place.evaluation("final")}},
    f"POST {EVALUATION}/adjustments": _json(**ADJUSTMENT),
    f"POST {EVALUATION}/notes": _json(words="已核对"),
    f"GET {EVALUATION}/report": lambda _: {"params": TEMPLATE},
    f"PUT {EVALUATION}/workbook": _filled,
    f"POST {EVALUATION}/evidence": _proof,
}
"""内容 - What the requests bring that bring anything, good in every respect, so that an answer is about access and nothing else."""
WHOLE: Mapping[str, Callable[[Place], str]] = {
    "GET /api/v1/units": lambda place: place.title,
    "GET /api/v1/users": lambda place: f"填报人{place.filler}",
    "GET /api/v1/rounds": lambda _: TITLE,
    "GET /api/v1/rounds/{id}/evaluations": lambda place: place.project,
    "GET /api/v1/rounds/{round_id}": lambda place: place.title,
    "GET /api/v1/rounds/{round_id}/progress": lambda place: place.title,
    "GET /api/v1/rounds/{round_id}/reminders": lambda place: place.title,
    f"GET {EVALUATION}": lambda _: '"99.60"',
    f"GET {EVALUATION}/submissions": lambda _: '"reference"',
    "GET /api/v1/journal": lambda place: place.title,
}
"""全部内容 - A word that stands in a whole answer and is missing where only a part of it is shown; every list has one."""


def address_of(ask: Ask) -> str:
    """地址 - Return the address of a row with what is meant in the place of its names."""
    parts = ask.row.address.split("/")
    for at, part in enumerate(parts):
        if part.startswith("{"):
            name = f"{parts[at - 1]}/{part}" if at else part
            assert name in THINGS, f"请在 access_requests.THINGS 里写明 {name} 指什么"
            parts[at] = THINGS[name](ask)
    return "/".join(parts)


def brought(ask: Ask) -> dict[str, Any]:
    """所带内容 - Return everything a request brings, as httpx takes it: body, query and the version it is meant for."""
    made = BODIES[ask.row.key](ask) if ask.row.key in BODIES else {}
    headers = {"If-Match": f'"{ask.version}"', **made.get("headers", {})}
    return {**made, "headers": headers, "params": {**made.get("params", {}), **QUERIES.get(ask.row.case, {})}}
