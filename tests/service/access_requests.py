"""各地址的请求 - How the access matrix asks each address: what stands in the place of names, and a good body where one is needed.

A row of docs/access.md that only looks needs nothing here; its names are filled in by `THINGS`, its case by `CASES`.
"""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyotp
from sqlalchemy import update

from perfeval import keys
from perfeval.accounts import Asker, Grant, Role, moment
from perfeval.desks import own_account, preparing, workbook
from perfeval.desks.access import Credential
from perfeval.store import tables
from perfeval.store.scope import Slice
from perfeval.web.office import Office
from perfeval.web.pages.bureau import typed
from perfeval.workflow import Action, ItemAction, ItemState, RectificationAction
from tests.service import access_reviews
from tests.service.access_places import FAR, FILE, LOCKED, MINE, SALT, STATES, TITLE, Place
from tests.service.access_table import REVIEWS, Row
from tests.service.county import KEY, NOW, PASSWORD, id_of
from tests.service.filled import form
from tests.service.reviewing import AGREED, ROWS
from tests.service.reviewing import WHOLE as WHOLE_SAMPLE

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
_OTHER_NAMES: Mapping[object, str] = {Action.REOPEN: "取消免评"}
QUERIES = {"表格": {"format": "xlsx"}, "只对照": {"dry_run": "1"}, "只预览": {"preview": "1"}}
"""情形 - What a case adds to the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """一次请求 - Hold who asks which row about which place, with their token against forgery; login is empty for a stranger."""

    office: Office
    row: Row
    login: str
    place: Place
    csrf: str

    @property
    def state(self) -> str:
        return next((CASES[each] for each in self.row.cases if each in CASES), "draft")

    @property
    def case(self) -> str:
        """复核情形 - Return which sample of the place is meant; one that was sent out, where the row does not say."""
        return next((access_reviews.CASES[each] for each in self.row.cases if each in access_reviews.CASES), "sent")

    @property
    def action(self) -> str:
        known: Iterable[Action | ItemAction | RectificationAction] = Action
        if "/rectifications/" in self.row.address:
            known = RectificationAction
        elif "/sample" in self.row.address:
            known = ItemAction
        return next(action.value for action in known for each in self.row.cases if each in {action.label, _OTHER_NAMES.get(action)})

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
    def owner(self) -> str:
        return FAR.filler if self.row.case == "别人的" else self.login

    @property
    def session(self) -> str:
        """会话 - Return by what the session is called that somebody has; strangers have none."""
        asker = Asker(person=id_of(self.owner), login=self.owner, name="", grants=())
        with self.office.store.reading(NOW) as tx:
            held = own_account.open_sessions(tx, asker, Credential(), self.office.settings, Slice())["items"]
        return str(held[0]["id"]) if isinstance(held, list) and held else "0" * 32


def _material(ask: Ask) -> str:
    """Return the id of a proof of the unit, or of a photo of the reviewers."""
    if ask.row.group == REVIEWS:
        return access_reviews.photo_of(ask.place, ask.case)
    return ask.place.proof("restricted" if ask.row.case == "受限材料" else "plain")


THINGS: Mapping[str, Callable[[Ask], str]] = {
    "sets/{id}": lambda _: "cn/project/2020",
    "sets/{set_id}": lambda _: "cn/project/2020",
    "units/{unit}": lambda ask: ask.place.unit,
    "users/{person}": lambda ask: ask.person,
    "grants/{grant}": lambda ask: id_of(f"grant of {ask.place.filler}"),
    "grants/{grant_id}": lambda ask: id_of(f"grant of {ask.place.filler}"),
    "tokens/{token}": lambda ask: id_of(f"token of {ask.owner}"),
    "sessions/{session}": lambda ask: ask.session,
    "views/{id}": lambda ask: id_of(f"view of {ask.owner}"),
    "views/{view_id}": lambda ask: id_of(f"view of {ask.owner}"),
    "rounds/{round_id}": lambda ask: ask.place.round,
    "rounds/{id}": lambda ask: ask.place.round,
    "import/{kind}": lambda _: "projects",
    "evaluations/{id}": lambda ask: ask.evaluation,
    "evaluations/{evaluation}": lambda ask: ask.evaluation,
    "submissions/{n}": lambda _: "1",
    "submissions/{number}": lambda _: "1",
    "rows/{row}": lambda _: "r1",
    "points/{of}": lambda _: "total",
    "pages/{number}": lambda _: "1",
    "actions/{action}": lambda ask: ask.action,
    "items/{action}": lambda ask: ask.action,
    "evidence/{evidence_id}": _material,
    "samples/{sample}": lambda ask: access_reviews.sample_of(ask.place, ask.case),
    "sampled/{sampled}": lambda ask: access_reviews.item_of(ask.place, ask.case),
    "reviews/{review}": lambda ask: access_reviews.review_of(ask.place, ask.case, ask.login),
    "visits/{visit}": lambda ask: access_reviews.visit_of(ask.place, ask.case),
    "rectifications/{rectification}": lambda ask: access_reviews.rectification_of(ask.place, ask.case),
    "problems/{problem}": lambda ask: access_reviews.problem_of(ask.place, ask.case, ask.login),
    "evidence/{proof}": lambda ask: ask.place.proof("plain"),
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
NEW_ROUND = {
    "at": "6",
    "go": "make",
    "year": "2025",
    "title": "2025年度补报",
    "set.project": "cn/project/2020@1",
    "template": "project|cn.project.form.2020",
    "units": "some",
    "opening": "2026-03-05",
    "deadline": "2026-04-15",
    "step": "unit_check",
}
ADJUSTMENT = {"cell": LOCKED, "new": "≥90人", "document_number": "某财〔2025〕1号", "approved_by": "某局", "date": "2025-09-01"}
Body = Callable[[Ask], dict[str, Any]]
"""内容 - Return what a request brings, as httpx takes it."""


def _json(**told: Any) -> Body:
    return lambda _: {"json": told}


def _list(text: str, *cells: Callable[[Place], str]) -> Body:
    """Return a list that is about the place."""
    return lambda ask: {"content": text.format(*(cell(ask.place) for cell in cells)).encode(), "headers": {"Content-Type": "text/csv"}}


def _fields(**fields: Any) -> Body:
    return lambda _: {"data": fields}


def _of_version(**fields: Any) -> Body:
    """Return a form of a page that is meant for a version."""
    return lambda ask: {"data": {"version": str(ask.version), **fields}}


def _sent_list(text: str, *cells: Callable[[Place], str], **fields: str) -> Body:
    """Return a page's form with a list that is about the place."""
    return lambda ask: {"data": fields, "files": {"file": ("名单.csv", text.format(*(cell(ask.place) for cell in cells)).encode())}}


def _kept_list(text: str, *cells: Callable[[Place], str]) -> Body:
    """Return the form that carries out the import of a list that a page has shown."""

    def _made(ask: Ask) -> dict[str, Any]:
        listed = text.format(*(cell(ask.place) for cell in cells)).encode()
        return {"data": {"name": "名单.csv", "kept": base64.urlsafe_b64encode(listed).decode()}}

    return _made


def _setup(ask: Ask) -> dict[str, Any]:
    """Return the form of a round's page with everything as it stands, but for the days of grace."""
    keeper = Asker(person="", login="", name="", grants=(Grant(role=Role.FINANCE_HEAD, path="/"),))
    with ask.office.store.reading(NOW) as tx:
        there = typed.typed_of(preparing.present(tx, keeper, ask.place.round))
    fields: dict[str, list[str]] = {}
    for name, value in there.hidden:
        fields.setdefault(name, []).append(value)
    return {"data": {**fields, "grace": "3", "version": "1"}}


def _chosen(ask: Ask) -> dict[str, Any]:
    """Return the tick at an evaluation of a list."""
    return {"data": {"chosen": f"{ask.place.evaluation('finance')}:2:{ask.place.unit}", "how": "电话"}}


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


def _compared(ask: Ask) -> dict[str, Any]:
    return {"files": {"file": ("自评.xlsx", _filled(ask)["content"])}}


def _applied(ask: Ask) -> dict[str, Any]:
    return {"data": {"version": str(ask.version), "kept": base64.b64encode(_filled(ask)["content"]).decode()}}


def _proof(ask: Ask) -> dict[str, Any]:
    kind = "stamped" if ask.row.case == "单位审核时" else "approval"
    return {"data": {"title": "批复", "kind": kind}, "files": {"file": ("批复.pdf", FILE)}}


def _code(ask: Ask) -> dict[str, Any]:
    """Return the code that somebody's telephone shows now."""
    return {"code": pyotp.TOTP(keys.enrolment(KEY, SALT, ask.login)[0]).at(moment(NOW))}


def _code_of(place: Place) -> str:
    return place.code


def _name_of(place: Place) -> str:
    return place.name


NEW_PASSWORD = "Qiuyu-2026#tian"  # noqa: S105 - of people who exist in tests only
VIEW = {"title": "逾期未报的", "filters": {"mark": "overdue"}}
EVALUATION = "/api/v1/evaluations/{id}"
FORM, REVIEW, OF_ROUND = "/evaluations/{evaluation}", "/evaluations/{id}", "/rounds/{round_id}"


def _settled(ask: Ask) -> dict[str, Any]:
    """Settle every review, so that the round can be closed; it is undone with the request."""
    with ask.office.store.writing(NOW) as tx:
        tx.connection.execute(update(tables.sampled).values(state=ItemState.CLOSED))
    return {}


def _items(ask: Ask) -> dict[str, Any]:
    """Name the item of a sample, so that something is done to many at once."""
    return {"json": {"items": [{"id": access_reviews.item_of(ask.place, ask.case), "version": 1}]}}


BODIES: Mapping[str, Body] = {
    "POST /sign-out": lambda _: {"data": {"back": "/"}},
    "POST /sign-in": lambda ask: {"data": {"login": ask.login or "filler1", "password": PASSWORD}},
    "POST /score": _pasted,
    "POST /report": _pasted,
    "POST /api/v1/score": _form,
    "POST /api/v1/report": lambda ask: {**_form(ask), "params": TEMPLATE},
    "POST /api/v1/session": lambda ask: {"json": {"login": ask.login or "filler1", "password": PASSWORD}},
    "POST /api/v1/me/password": _json(current=PASSWORD, new=NEW_PASSWORD),
    "POST /api/v1/me/second-factor/confirm": lambda ask: {"json": _code(ask)},
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
    "POST /api/v1/views": _json(**VIEW),
    "PATCH /api/v1/policy": _json(password_length=12),
    "POST /policy": lambda _: {"data": {"password_length": "12", "version": "1"}},
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
    "POST /api/v1/rounds/{round_id}/samples": _json(title="抽查", plan=WHOLE_SAMPLE),
    "POST /api/v1/sampled/{sampled}/reviews": _json(person=id_of("department2")),
    "PUT /api/v1/reviews/{review}": _json(**AGREED),
    "PUT /api/v1/samples/{sample}/texts": _json(suggestions="加强调查"),
    **{f"POST /api/v1/samples/{{sample}}/actions/{action}": _items for action in ("decide", "close")},
    "POST /api/v1/reviews/{review}/actions/return": _json(**REASON),
    "POST /api/v1/sampled/{sampled}/actions/decide": _json(document=AGREED),
    "POST /api/v1/sampled/{sampled}/actions/refuse": _json(**REASON),
    "POST /api/v1/sampled/{sampled}/actions/object": _json(objections=[{"row": "r1", "words": "花名册有一百人"}]),
    "POST /api/v1/sampled/{sampled}/actions/answer": lambda ask: {
        "json": {"answers": [{"objection": access_reviews.objection_of(ask.place, ask.case), "words": "维持"}]}
    },
    "POST /api/v1/sampled/{sampled}/evidence": lambda _: {"data": {"title": "花名册"}, "files": {"file": ("花名册.pdf", FILE)}},
    "POST /api/v1/sampled/{sampled}/rectifications": _json(words="补做调查", owner="张三", deadline="2026-06-30"),
    "POST /api/v1/rectifications/{rectification}/actions/report": lambda ask: {
        "json": {"report": "已补做", "proof": [access_reviews.material_of(ask.place, ask.case)]}
    },
    "POST /api/v1/rectifications/{rectification}/actions/return": _json(**REASON),
    "POST /api/v1/rounds/{round_id}/actions/close": _settled,
    "PUT /api/v1/sampled/{sampled}/quality": _json(confirm=True),
    "POST /api/v1/sampled/{sampled}/visits": _json(date="2026-03-09", place="学校", people="张三", words="已核对"),
    "POST /api/v1/sampled/{sampled}/visits/{visit}/photos": lambda _: {"data": {"title": "现场"}, "files": {"file": ("现场.pdf", FILE)}},
    "POST /api/v1/sampled/{sampled}/problems": _json(code="no-proof", words="没有花名册", row="r1"),
    "POST /account/password": _fields(current=PASSWORD, new=NEW_PASSWORD, again=NEW_PASSWORD),
    "POST /account/second-factor/confirm": lambda ask: {"data": _code(ask)},
    "POST /account/tokens": _fields(purpose="取数", days="30", read_only="1"),
    f"POST {FORM}/form": _of_version(**{"indicators.r1.actual": "99"}),
    f"POST {FORM}/form/notes": _fields(words="已核对", row="r1"),
    f"POST {FORM}/evidence": _proof,
    f"POST {FORM}/evidence/{{proof}}/remove": _fields(row="r1"),
    f"POST {FORM}/confirm": _of_version(rows="r1"),
    f"GET {FORM}/preview/pages": lambda _: {"params": TEMPLATE},
    f"GET {FORM}/preview/pages/{{number}}": lambda _: {"params": TEMPLATE},
    f"POST {FORM}/submit": _of_version(),
    f"POST {FORM}/withdraw": _of_version(),
    f"POST {FORM}/workbook": _compared,
    f"POST {FORM}/workbook/apply": _applied,
    f"POST {REVIEW}/actions/{{action}}": lambda ask: {
        "data": {"version": str(ask.version), **REASON, **({"into": ask.place.evaluation("final")} if ask.action == Action.MERGE else {})}
    },
    f"POST {REVIEW}/notes": _fields(words="已核对"),
    f"POST {REVIEW}/adjustments": _fields(**ADJUSTMENT),
    f"POST {OF_ROUND}/samples/new": _fields(title="抽查", seed="20260310", quota="全部", drawing="random", go="look"),
    f"POST {OF_ROUND}/close": lambda ask: {**_settled(ask), "data": {"version": "1"}},
    "POST /samples/{sample}/reviewers": lambda ask: {
        "data": {"chosen": access_reviews.item_of(ask.place, ask.case), "person": id_of("department2")}
    },
    "POST /samples/{sample}/texts": _of_version(suggestions="加强调查"),
    "POST /samples/{sample}/actions/{action}": _of_version(),
    "POST /samples/{sample}/items/{action}": lambda ask: {
        "data": {"chosen": access_reviews.item_of(ask.place, ask.case), f"version:{access_reviews.item_of(ask.place, ask.case)}": "1"}
    },
    "POST /reviews/{review}": _of_version(**{f"agreed:{row}": "1" for row in ROWS}),
    "POST /reviews/{review}/return": _of_version(**REASON),
    "POST /sampled/{sampled}/reviewers": _fields(person=id_of("department2")),
    "POST /sampled/{sampled}/quality": _of_version(go="confirm"),
    "POST /sampled/{sampled}/actions/{action}": lambda ask: {
        "data": {
            "version": str(ask.version),
            **REASON,
            **{f"whose:{row}": access_reviews.review_of(ask.place, ask.case, "third") for row in ROWS},
            "against:r1": "花名册有一百人",
            f"reply:{access_reviews.objection_of(ask.place, ask.case)}": "维持",
            "to": "answered",
        }
    },
    "POST /sampled/{sampled}/evidence": lambda _: {"data": {"title": "花名册"}, "files": {"file": ("花名册.pdf", FILE)}},
    "POST /sampled/{sampled}/rectifications": _fields(words="补做调查", owner="张三", deadline="2026-06-30"),
    "POST /rectifications/{rectification}/actions/{action}": lambda ask: {
        "data": {
            "version": str(ask.version),
            "report": "已补做",
            "proof": access_reviews.material_of(ask.place, ask.case),
            **REASON,
        }
    },
    "POST /sampled/{sampled}/visits": _fields(date="2026-03-09", place="学校", people="张三", words="已核对"),
    "POST /sampled/{sampled}/visits/{visit}/photos": lambda _: {"data": {"title": "现场"}, "files": {"file": ("现场.pdf", FILE)}},
    "POST /sampled/{sampled}/problems": _fields(code="no-proof", words="没有花名册", row="r1"),
    "POST /rounds/new": lambda ask: {"data": {**NEW_ROUND, "unit": ask.place.unit}},
    f"POST {OF_ROUND}/setup": _setup,
    f"POST {OF_ROUND}/extensions": lambda ask: {"data": {"unit": ask.place.unit, "until": "2026-04-30", "why": "洪灾", "version": "1"}},
    f"POST {OF_ROUND}/evaluations/approve": _chosen,
    f"POST {OF_ROUND}/evaluations/remind": _chosen,
    f"POST {OF_ROUND}/evaluations/views": _fields(title="逾期未报的", behind="mark=overdue"),
    f"POST {OF_ROUND}/import/{{kind}}": _sent_list(PROJECT_LIST, _name_of),
    f"POST {OF_ROUND}/import/{{kind}}/apply": _kept_list(PROJECT_LIST, _name_of),
    f"POST {OF_ROUND}/reminders": lambda ask: {"data": {"unit": ask.place.unit, "how": "电话"}},
    "POST /units/new": lambda ask: {"data": {"code": "new", "name": "新单位", "kind": "secondary", "parent": ask.place.unit}},
    "POST /units/import": _sent_list(UNIT_LIST, _name_of, lambda place: place.title, apply="1"),
    "POST /units/{unit}": lambda ask: {"data": {"name": ask.place.title, "region": "530001", "version": "1"}},
    "POST /users/new": lambda ask: {"data": {"login": "xinren", "name": "新人", "duty": "business", "unit": ask.place.unit}},
    "POST /users/import": _sent_list(PERSON_LIST, lambda place: place.filler, lambda place: place.title, _name_of, apply="1"),
    "POST /users/{person}/change": _of_version(phone="0000-7654321"),
    "POST /users/{person}/disabled": _of_version(disabled="1"),
    "POST /users/{person}/grants": lambda ask: {"data": {"role": "unit_checker", "unit": ask.place.unit}},
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
    "GET /api/v1/rounds/{round_id}/samples": lambda place: f"{place.title}抽查",
    "GET /api/v1/rounds/{round_id}/sampled": lambda place: place.project,
    "GET /api/v1/samples/{sample}/items": lambda place: place.project,
    "GET /api/v1/rounds/{round_id}/rectifications": lambda place: place.project,
    "GET /api/v1/reviews": lambda place: place.project,
    "GET /api/v1/journal": lambda place: place.title,
    f"GET {REVIEW}": lambda _: "99.60",
    "GET /rounds": lambda _: TITLE,
    f"GET {OF_ROUND}": lambda place: place.title,
    f"GET {OF_ROUND}/evaluations": lambda place: place.project,
    f"GET {OF_ROUND}/reminders": lambda place: place.title,
    f"GET {OF_ROUND}/samples": lambda place: f"{place.title}抽查",
    "GET /reviews": lambda place: place.project,
    "GET /search": lambda place: place.project,
    "GET /journal": lambda place: place.title,
    "GET /journal/list.xlsx": lambda place: place.title,
    "GET /units": lambda place: place.title,
    "GET /units/list.xlsx": lambda place: place.title,
    "GET /users": lambda place: f"填报人{place.filler}",
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
    if ask.row.is_page:
        made = {**made, **_from_page(ask, made)}
    headers = {"If-Match": f'"{ask.version}"', **made.get("headers", {})}
    return {**made, "headers": headers, "params": {**made.get("params", {}), **QUERIES.get(ask.row.case, {})}}


def _from_page(ask: Ask, made: dict[str, Any]) -> dict[str, Any]:
    """Return what a browser adds: that it wants a page, and with every form the token against forgery."""
    form = {"data": {"csrf": ask.csrf, **made.get("data", {})}} if ask.row.method == "POST" else {}
    return {"headers": {"Accept": "text/html"}, **form}
