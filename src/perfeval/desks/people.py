"""人员 - Accounts, made and kept by 系统管理员 and watched by 安全管理员, who grants their roles (`granting.py`); departments help.

Nobody can reset the password or the second factor of an administrator here, or one administrator could become another:
that takes the operator at the machine itself.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from perfeval import keys
from perfeval.accounts import ADMINISTRATORS, Asker, Duty, Role
from perfeval.desks import access, unit_tree
from perfeval.desks.access import scope_of
from perfeval.desks.policy import in_force
from perfeval.errors import Conflict, Forbidden, Invalid, NotFound, Place
from perfeval.settings import Settings
from perfeval.store import Transaction, people, sessions, units
from perfeval.store.people import EVERYWHERE, GrantRow, PersonRow, Wanted
from perfeval.store.scope import Slice
from perfeval.store.units import UnitRow

Json = dict[str, object]
KEEPERS = (Role.SYSTEM_ADMINISTRATOR,)
"""账号管理人 - Who makes and changes accounts."""
GRANTERS = (Role.SECURITY_ADMINISTRATOR,)
"""授权人 - Who grants and revokes roles."""
HELPERS = (Role.SYSTEM_ADMINISTRATOR, Role.DEPARTMENT_CHECKER)
"""重置口令的人 - Who gives somebody a new password: the administrator, and departments within their units."""
_INSIDE = (Role.DEPARTMENT_CHECKER, Role.FINANCE_CHECKER, Role.FINANCE_HEAD)
READERS = (*KEEPERS, *GRANTERS, *_INSIDE)
"""可查看的角色 - Who sees accounts: all of them, or those of business people in scope."""
_UNIT_ROLES = (Role.FILLER, Role.UNIT_CHECKER)
_MOST = 100_000
_LOGIN = re.compile(r"[\w@.-]{2,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """口令条 - Hold a password that is told once, and what is kept of it."""

    password: str = field(repr=False)
    hashed: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """新账号 - Hold an account as it is to be; unit is an id."""

    login: str
    name: str
    duty: str = Duty.BUSINESS.value
    unit: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """查询条件 - Say which accounts a list is about; dormant asks for those that wait to be activated again."""

    words: str | None = None
    disabled: bool | None = None
    dormant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """修改内容 - Hold what is to be different about an account, and the version it was seen at."""

    changes: Mapping[str, Any]
    version: int


def new_slip() -> Slip:
    """新口令条 - Return a new password with its hash; takes a tenth of a second, so it is made before the transaction."""
    password = keys.new_password()
    return Slip(password=password, hashed=keys.hashed(password))


def prove_maker(_: Transaction, who: Asker) -> None:
    """可否建账号 - Refuse those who may not make accounts, before a password is made for them.

    Raises: Forbidden.
    """
    scope_of(who, KEEPERS)


def prove_helper(tx: Transaction, who: Asker, person_id: str) -> None:
    """可否重置 - Refuse those who may not reset this password, before a new one is made.

    Raises: as `reset_password` does.
    """
    _helped(tx, who, person_id)


def page(tx: Transaction, who: Asker, asked: Asked, part: Slice, settings: Settings) -> Json:
    """账号列表 - Return a page of accounts: all for the two administrators, those of business people in scope for others."""
    since = access.dormant_since(tx, in_force(tx, settings))
    wanted = Wanted(
        words=asked.words,
        duty=_duty_seen(who),
        disabled=asked.disabled,
        idle_since=(since or "") if asked.dormant else None,
    )
    rows, total = people.page(tx.connection, wanted, scope_of(who, READERS), part)
    return {"items": list(_told(tx, rows, since)), "total": total}


def asleep(tx: Transaction, unit_ids: Collection[str], scope: Sequence[str], settings: Settings) -> Json:
    """休眠名单 - Return the people of some units who cannot sign in before they are activated again: the first of them, and how many."""
    since = access.dormant_since(tx, in_force(tx, settings))
    if since is None:
        return {"items": [], "total": 0}
    wanted = Wanted(duty=Duty.BUSINESS.value, disabled=False, idle_since=since, units=unit_ids)
    rows, total = people.page(tx.connection, wanted, scope, Slice())
    named = units.by_ids(tx.connection, [each.unit for each in rows if each.unit])
    items = [{"id": each.id, "login": each.login, "name": each.name, "unit": _unit(each.unit, named)} for each in rows]
    return {"items": items, "total": total}


def every(tx: Transaction, who: Asker) -> tuple[PersonRow, ...]:
    """全部账号 - Return every account that somebody may see, by login."""
    found, _ = people.page(tx.connection, Wanted(duty=_duty_seen(who)), scope_of(who, READERS), Slice(size=_MOST))
    return found


def one(tx: Transaction, who: Asker, person_id: str, settings: Settings) -> Json:
    """一个账号 - Return an account.

    Raises: NotFound, outside the scope too.
    """
    return told(tx, found(tx, who, person_id, READERS), settings)


def make(tx: Transaction, who: Asker, draft: Draft, slip: Slip, settings: Settings) -> Json:
    """新建账号 - Make an account and return it with its first password, told this once; it may do nothing until a role is granted.

    Raises: Invalid, with the places; Conflict, when the login is taken; NotFound, when there is no such unit.
    """
    scope_of(who, KEEPERS)
    login = access.normal_login(draft.login)
    faults = tuple(login_faults(login))
    if draft.duty == Duty.BUSINESS.value and draft.unit is None:
        faults = (*faults, Place(where="unit", message="业务人员须写明所在单位"))
    if faults:
        raise Invalid("person-invalid", "账号内容有误", faults)
    if draft.unit is not None:
        unit_tree.found(tx, draft.unit, (EVERYWHERE,))
    if people.by_login(tx.connection, login, [EVERYWHERE]):
        raise Conflict("login-taken", f"登录名 {login} 已被使用")
    row = drafted(draft, slip, tx.at)
    people.add(tx.connection, [row])
    tx.record(who.person, who.address, "person.create", f"people/{row.id}", _plain(row))
    return {**told(tx, row, settings), "password": slip.password}


def change(tx: Transaction, who: Asker, person_id: str, edit: Edit, settings: Settings) -> Json:
    """修改账号 - Change name, telephone or unit of an account, disable it or have it work again.

    Raises: NotFound; Forbidden, on oneself; Conflict `version-conflict`, with the account as it is now.
    """
    before = found(tx, who, person_id, KEEPERS)
    not_oneself(who, before)
    if edit.changes.get("unit") is not None:
        unit_tree.found(tx, edit.changes["unit"], (EVERYWHERE,))
    if before.version != edit.version:
        raise Conflict("version-conflict", "这个账号刚被别人改过，请取最新内容后再保存", more={"current": told(tx, before, settings)})
    after = people.save(tx.connection, replace(before, **edit.changes), edit.version)
    if after.disabled:
        sessions.end_sessions(tx.connection, person_id)
    tx.record(who.person, who.address, "person.change", f"people/{person_id}", {"before": _plain(before), "after": _plain(after)})
    return told(tx, after, settings)


def reset_password(tx: Transaction, who: Asker, person_id: str, slip: Slip, settings: Settings) -> Json:
    """重置口令 - Give somebody a new password, to be changed at the next sign-in, and return it, told this once.

    Raises: NotFound; Forbidden, for an administrator, for oneself, and where somebody holds a role outside of one's scope.
    """
    person = _helped(tx, who, person_id)
    sessions.end_sessions(tx.connection, person_id)
    sessions.forget_failures(tx.connection, keys.digest(person.login))
    renewed(tx, person, slip, settings)
    tx.record(who.person, who.address, "password.reset", f"people/{person_id}", {})
    return {"login": person.login, "name": person.name, "password": slip.password}


def renewed(tx: Transaction, person: PersonRow, slip: Slip, settings: Settings) -> PersonRow:
    """换口令 - Keep a new password that must be changed, and return the account."""
    people.keep_password(tx.connection, uuid4().hex, person, tx.at, in_force(tx, settings).password.remembered)
    return people.save(tx.connection, replace(person, password=slip.hashed, password_set=tx.at, must_change=True), person.version)


def unlock(tx: Transaction, who: Asker, person_id: str) -> None:
    """解锁 - Forget the failures that lock an account, wherever they came from.

    Raises: NotFound.
    """
    person = found(tx, who, person_id, HELPERS)
    sessions.forget_failures(tx.connection, keys.digest(person.login))
    tx.record(who.person, who.address, "person.unlock", f"people/{person_id}", {})


def sign_off(tx: Transaction, who: Asker, person_id: str) -> Json:
    """强制下线 - End every session of somebody and return how many there were.

    Raises: NotFound.
    """
    person = found(tx, who, person_id, KEEPERS)
    ended = sessions.end_sessions(tx.connection, person.id)
    tx.record(who.person, who.address, "session.end", f"people/{person_id}", {"ended": ended})
    return {"ended": ended}


def clear_second_factor(tx: Transaction, who: Asker, person_id: str, settings: Settings) -> Json:
    """清除手机动态码 - Have somebody register a second factor anew, because the telephone is lost.

    Raises: NotFound; Forbidden, for an administrator.
    """
    person = found(tx, who, person_id, KEEPERS)
    _business_only(person)
    saved = people.save(tx.connection, replace(person, totp=None, totp_new=None, totp_step=None), person.version)
    tx.record(who.person, who.address, "second-factor.clear", f"people/{person_id}", {})
    return told(tx, saved, settings)


def activate(tx: Transaction, who: Asker, person_ids: Iterable[str]) -> Json:
    """重新启用 - Have dormant accounts work again and return how many.

    Raises: NotFound, when one of them is not there.
    """
    rows = [found(tx, who, each, KEEPERS) for each in dict.fromkeys(person_ids)]
    for each in rows:
        people.save(tx.connection, replace(each, activated=tx.at), each.version)
    tx.record(who.person, who.address, "person.activate", None, {"people": [each.id for each in rows]})
    return {"activated": len(rows)}


def keeps(_: Transaction, who: Asker) -> None:
    """可建账号 - Refuse those who may not make accounts, before they write one down.

    Raises: Forbidden.
    """
    scope_of(who, KEEPERS)


def admit(_: Transaction, who: Asker) -> None:
    """准入 - Refuse those who may not import people, before their file is read.

    Raises: Forbidden.
    """
    scope_of(who, (*KEEPERS, *GRANTERS))


def _duty_seen(who: Asker) -> str | None:
    """Return the only duty whose accounts somebody sees, None for those who see all."""
    return None if who.roles & {*KEEPERS, *GRANTERS} else Duty.BUSINESS.value


def drafted(draft: Draft, slip: Slip, at: str) -> PersonRow:
    """账号记录 - Return the row of a new account."""
    login = access.normal_login(draft.login)
    named = {"name": draft.name, "duty": draft.duty, "unit": draft.unit, "phone": draft.phone}
    return PersonRow(id=uuid4().hex, login=login, password=slip.hashed, password_set=at, activated=at, **named)  # type: ignore[arg-type]


def login_faults(login: str) -> Iterator[Place]:
    """登录名缺陷 - Yield what is wrong with a login."""
    if not _LOGIN.fullmatch(login):
        yield Place(where="login", message="登录名须为2至64个字母、汉字、数字或 . _ - @", suggestion="可用工号或姓名拼音")


def told(tx: Transaction, row: PersonRow, settings: Settings) -> Json:
    """账号说明 - Return an account as JSON has it."""
    return next(_told(tx, [row], access.dormant_since(tx, in_force(tx, settings))))


def _told(tx: Transaction, rows: Iterable[PersonRow], since: str | None) -> Iterator[Json]:
    """Yield accounts with the names of their units and what was granted to them."""
    kept = list(rows)
    grants: dict[str, list[GrantRow]] = {}
    for grant_row, _ in people.grants_of(tx.connection, [each.id for each in kept]):
        grants.setdefault(grant_row.person, []).append(grant_row)
    wanted = {each.unit for each in kept} | {each.unit for held in grants.values() for each in held}
    named = units.by_ids(tx.connection, [each for each in wanted if each])
    for each in kept:
        held = grants.get(each.id, [])
        yield {
            **_plain(each),
            "unit": _unit(each.unit, named),
            "must_change": each.must_change,
            "second_factor": each.totp is not None,
            "seen": each.seen,
            "dormant": access.is_dormant(each, since),
            "grants": [grant_told(grant_row, named) for grant_row in held],
            "version": each.version,
        }


def _plain(row: PersonRow) -> Json:
    """Return what the journal keeps of an account; no secrets are in it."""
    return {name: getattr(row, name) for name in ("id", "login", "name", "duty", "unit", "phone", "disabled")}


def grant_told(row: GrantRow, named: Mapping[str, UnitRow]) -> Json:
    """授权说明 - Return a grant as JSON has it, and as the journal keeps it where no units are named."""
    told = {"id": row.id, "role": row.role, "title": Role(row.role).label, "unit": _unit(row.unit, named)}
    return {**told, "valid_from": row.valid_from, "valid_to": row.valid_to}


def _unit(unit_id: str | None, named: Mapping[str, UnitRow]) -> Json | None:
    unit = named.get(unit_id or "")
    return {"id": unit_id, "code": unit.code, "name": unit.name} if unit else ({"id": unit_id} if unit_id else None)


def found(tx: Transaction, who: Asker, person_id: str, roles: tuple[Role, ...]) -> PersonRow:
    """找账号 - Return an account that somebody with one of these roles may see.

    Raises: Forbidden; NotFound.
    """
    row = people.load(tx.connection, person_id, scope_of(who, roles))
    if row is None or (row.duty != Duty.BUSINESS.value and not who.roles & set(ADMINISTRATORS)):
        raise NotFound("person-not-found", "没有这个账号，或不在您的范围内")
    return row


def _helped(tx: Transaction, who: Asker, person_id: str) -> PersonRow:
    """Return an account whose password somebody may reset."""
    person = found(tx, who, person_id, HELPERS)
    not_oneself(who, person)
    _business_only(person)
    held = people.grants_of(tx.connection, [person_id])
    if KEEPERS[0] not in who.roles and not all(row.role in _UNIT_ROLES and path.startswith(who.scope(HELPERS)) for row, path in held):
        raise Forbidden("person-beyond", "这个账号还有单位以上的角色，请联系系统管理员重置口令")
    return person


def not_oneself(who: Asker, person: PersonRow) -> None:
    """不能办自己 - Refuse whoever means their own account.

    Raises: Forbidden.
    """
    if who.person == person.id:
        raise Forbidden("oneself", "不能对自己的账号办理这项，请由另一位办理")


def _business_only(person: PersonRow) -> None:
    if person.duty != Duty.BUSINESS.value:
        raise Forbidden("administrator-account", "管理员的口令和手机动态码只能在服务器上由运维人员重置（perfeval user reset）")
