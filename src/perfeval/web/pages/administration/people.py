"""人员页 - Find accounts; make, change and import them; grant and take roles; help who cannot sign in. Who may do what, the desks say."""

from base64 import b64encode
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from perfeval.accounts import Duty, Role
from perfeval.desks import granting, people
from perfeval.desks.granting import DraftGrant
from perfeval.desks.imports import people as person_list
from perfeval.desks.imports.people import PersonPlan
from perfeval.desks.people import Asked, Draft, Edit
from perfeval.errors import Conflict, Forbidden, Invalid, PerfevalError
from perfeval.store.scope import Slice
from perfeval.web.access import hashing
from perfeval.web.pages.administration.lists import imported, sent_list, shown_units, to_pages
from perfeval.web.pages.frame import Here, Post, Posted, Visit, page
from perfeval.web.pages.frame.taken import status_of, taken
from perfeval.web.people import NewGrant, NewPerson, PersonChange, carried_out, planned
from perfeval.web.uploads import Sent

router = APIRouter(prefix="/users", include_in_schema=False)
_SIZE = 50
_SEES_OTHER = 303
_TITLES = {
    "login": "登录名",
    "name": "姓名",
    "duty": "职责",
    "unit": "单位",
    "phone": "办公电话",
    "role": "角色",
    "valid_from": "起始日期",
    "valid_to": "截止日期",
}
_DUTIES = (
    (Duty.BUSINESS.value, "业务人员"),
    (Duty.SYSTEM.value, "系统管理员"),
    (Duty.SECURITY.value, "安全管理员"),
    (Duty.AUDIT.value, "审计管理员"),
)
Word = Annotated[str, Query(max_length=100)]


@router.get("")
async def users(visit: Here, q: Word = "", only: Word = "", at: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1) -> Response:
    """人员 - Return a page of accounts."""
    asked = Asked(words=q.strip() or None, disabled={"disabled": True, "active": False}.get(only), dormant=only == "dormant")
    found = await visit.at.read(people.page, asked, Slice(size=_SIZE, skip=(at - 1) * _SIZE), visit.at.office.settings)
    to = to_pages("/users", {"q": q.strip(), "only": only})
    return page(visit, "administration/users.html", found=found, q=q, only=only, at=at, size=_SIZE, to=to, may=_may(visit))


@router.get("/new")
async def new(visit: Here) -> Response:
    """新建账号 - Return the form for an account."""
    return await _new(visit, {}, None)


@router.post("/new")
async def make(post: Posted) -> Response:
    """新建账号 - Make an account and show its slip."""
    try:
        given = taken(NewPerson, {name: post.word(name) for name in ("login", "name", "duty", "unit", "phone")}, _TITLES)
        slip = await hashing(people.new_slip)
        made = await post.at.write(people.make, Draft(**given.model_dump()), slip, post.at.office.settings)
    except (Invalid, Conflict) as refusal:
        return await _new(post.visit, dict(post.form), refusal)
    return page(post.visit, "administration/slip.html", slips=[made], made=True, person=made["id"])


@router.get("/import")
async def bring(visit: Here) -> Response:
    """导入人员 - Return the page that takes a list of people."""
    await visit.at.read(people.admit)
    return page(visit, "administration/import.html", kind="users", answer=None, refusal=None, columns=person_list.COLUMNS)


@router.post("/import")
async def carry_out(post: Posted) -> Response:
    """导入人员 - Show what a list would do, or carry it out and show the slips."""
    await post.at.read(people.admit)
    refusal: PerfevalError | None = None
    answer: dict[str, object] | None = None
    try:
        data, name = await sent_list(post)
        plan = await planned(post.at, Sent(data=data, name=name))
        answer = await _carried_out(post, plan) if post.word("apply") == "1" else plan.answer(applied=False)
    except (Invalid, Conflict) as wrong:
        refusal = wrong
    return imported(post, "users", answer, refusal, person_list.COLUMNS)


@router.get("/{person}")
async def one(visit: Here, person: str) -> Response:
    """一个账号 - Return an account with what may be done to it."""
    return await _one(visit, person)


@router.post("/{person}/change")
async def change(post: Posted, person: str) -> Response:
    """修改账号 - Change name, unit or telephone."""
    try:
        given = taken(PersonChange, {name: post.word(name) for name in ("name", "unit", "phone")}, _TITLES)
        edit = Edit(changes=given.model_dump(exclude_unset=True), version=post.version)
        await post.at.write(people.change, person, edit, post.at.office.settings)
    except (Invalid, Conflict, Forbidden) as refusal:
        return await _refused(post, person, "change", refusal)
    return _back(person, "change")


@router.post("/{person}/disabled")
async def switch(post: Posted, person: str) -> Response:
    """停用或启用 - Disable an account or have it work again."""
    edit = Edit(changes={"disabled": post.word("disabled") == "1"}, version=post.version)
    try:
        await post.at.write(people.change, person, edit, post.at.office.settings)
    except (Conflict, Forbidden) as refusal:
        return await _refused(post, person, "disabled", refusal)
    return _back(person, "disabled")


@router.post("/{person}/activate")
async def activate(post: Posted, person: str) -> Response:
    """重新启用 - Have a dormant account work again."""
    await post.at.write(people.activate, [person])
    return _back(person, "activate")


@router.post("/{person}/unlock")
async def unlock(post: Posted, person: str) -> Response:
    """解锁 - Forget the failures that lock an account."""
    await post.at.write(people.unlock, person)
    return _back(person, "unlock")


@router.post("/{person}/sign-off")
async def sign_off(post: Posted, person: str) -> Response:
    """强制下线 - End every session of somebody."""
    await post.at.write(people.sign_off, person)
    return _back(person, "sign-off")


@router.post("/{person}/second-factor")
async def clear_second_factor(post: Posted, person: str) -> Response:
    """清除手机动态码 - Have somebody register a second factor anew."""
    try:
        await post.at.write(people.clear_second_factor, person, post.at.office.settings)
    except Forbidden as refusal:
        return await _refused(post, person, "second-factor", refusal)
    return _back(person, "second-factor")


@router.post("/{person}/password")
async def reset(post: Posted, person: str) -> Response:
    """重置口令 - Give somebody a new password and show the slip."""
    try:
        slip = await hashing(people.new_slip)
        told = await post.at.write(people.reset_password, person, slip, post.at.office.settings)
    except (Conflict, Forbidden) as refusal:
        return await _refused(post, person, "password", refusal)
    return page(post.visit, "administration/slip.html", slips=[told], made=False, person=person)


@router.post("/{person}/grants")
async def grant(post: Posted, person: str) -> Response:
    """授予角色 - Grant a role."""
    try:
        given = taken(NewGrant, {name: post.word(name) for name in ("role", "unit", "valid_from", "valid_to")}, _TITLES)
        await post.at.write(granting.grant, person, DraftGrant(**given.model_dump()))
    except (Invalid, Conflict, Forbidden) as refusal:
        return await _refused(post, person, "grant", refusal)
    return _back(person, "grant")


@router.post("/{person}/grants/{grant_id}/drop")
async def drop(post: Posted, person: str, grant_id: str) -> Response:
    """收回角色 - Take a role away."""
    try:
        await post.at.write(granting.revoke, person, grant_id)
    except Forbidden as refusal:
        return await _refused(post, person, "grant", refusal)
    return _back(person, "drop")


async def _carried_out(post: Post, plan: PersonPlan) -> dict[str, object]:
    """Carry a plan out and return what the page shows of it; the workbook of the slips comes with it, for nobody can ask for it later."""
    made = await carried_out(post.at, plan)
    told = person_list.answer(plan, made)
    return {**told, "slip_file": b64encode(await post.at.work(person_list.slip_sheet, plan, made)).decode()} if made else told


async def _new(visit: Visit, typed: dict[str, object], refusal: PerfevalError | None) -> Response:
    await visit.at.read(people.keeps)
    units = await visit.at.read(shown_units)
    given = {"typed": typed, "refusal": refusal, "units": units, "duties": _DUTIES}
    return page(visit, "administration/new-user.html", status_of(refusal), **given)


async def _one(
    visit: Visit, person: str, doing: str = "", typed: dict[str, object] | None = None, refusal: PerfevalError | None = None
) -> Response:
    found = await visit.at.read(people.one, person, visit.at.office.settings)
    units = await visit.at.read(shown_units)
    roles = [(role.value, role.label) for role in Role if role.duty.value == found["duty"]]
    given = {"person": found, "units": units, "roles": roles, "duties": dict(_DUTIES), "may": _may(visit), "doing": doing}
    done = visit.request.query_params.get("done", "")
    return page(visit, "administration/user.html", status_of(refusal), **given, typed=typed or {}, refusal=refusal, done=done)


async def _refused(post: Post, person: str, name: str, refusal: PerfevalError) -> Response:
    """Return the account with why something was refused; whoever has no business with it is shown nothing of it."""
    if refusal.code == "role-forbidden":
        raise refusal
    return await _one(post.visit, person, name, dict(post.form), refusal)


def _may(visit: Visit) -> dict[str, bool]:
    """Return what whoever is here may do, by the desks' own lists of roles."""
    roles = visit.asker.roles if visit.asker else frozenset()
    return {
        "keep": bool(roles & set(people.KEEPERS)),
        "grant": bool(roles & set(people.GRANTERS)),
        "help": bool(roles & set(people.HELPERS)),
    }


def _back(person: str, done: str) -> Response:
    return RedirectResponse(f"/users/{person}?done={done}", _SEES_OTHER)
