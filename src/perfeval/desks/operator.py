"""运维人员 - What is done at the machine itself: the first accounts, roles, locks, lost passwords and telephones, tokens.

Whoever runs these commands can read the database anyway; so everything is journalled with the name under which they are signed in
at the machine, and nothing here needs an account of the service.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from perfeval import keys
from perfeval.accounts import Duty, Role, faults_of, written
from perfeval.desks import access, granting, opening, own_account
from perfeval.desks import people as accounts
from perfeval.desks.granting import DraftGrant
from perfeval.desks.own_account import WantedToken
from perfeval.desks.people import Draft, Slip
from perfeval.desks.policy import in_force
from perfeval.errors import Conflict, Invalid, NotFound, Place
from perfeval.settings import Settings
from perfeval.store import Transaction, people, sessions, units
from perfeval.store.people import EVERYWHERE, PersonRow

PLACE = "本机"
"""来源 - What the journal says of where an operator sits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """运维人员 - Hold who sits at the machine, and the settings of the service there."""

    name: str
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """新账号 - Hold an account as an operator asks for it; unit is a code."""

    login: str
    name: str
    role: str | None = None
    unit: str | None = None
    phone: str | None = None
    until: str | None = None


def add(by: Operator, wanted: NewAccount, password: str | None = None) -> str:
    """建立账号 - Make an account, with its role where one is named, and return its first password.

    Raises: Invalid, with the places; Conflict, when the login is taken; NotFound, when there is no such unit.
    """
    login, role = access.normal_login(wanted.login), role_of(wanted.role) if wanted.role else None
    duty = role.duty if role else Duty.BUSINESS
    slip = accounts.new_slip() if password is None else Slip(password=password, hashed=keys.hashed(password))
    with _writing(by) as tx:
        faults = [*accounts.login_faults(login)]
        faults += [Place(where="unit", message="业务人员须写明所在单位")] if duty is Duty.BUSINESS and wanted.unit is None else []
        faults += _password_faults(tx, by, login, password)
        if faults:
            raise Invalid("person-invalid", "账号内容有误", tuple(faults))
        if people.by_login(tx.connection, login, [EVERYWHERE]):
            raise Conflict("login-taken", f"登录名 {login} 已被使用")
        draft = Draft(login=login, name=wanted.name, duty=duty.value, unit=_unit(tx, wanted.unit), phone=wanted.phone)
        row = accounts.drafted(draft, slip, tx.at)
        people.add(tx.connection, [row])
        _record(tx, by, "person.create", row, {"login": login, "name": row.name, "duty": duty.value})
        if role is not None:
            _grant(tx, by, row, DraftGrant(role=role.value, unit=_scope(role, draft.unit), valid_to=wanted.until))
    return slip.password


def give_role(by: Operator, login: str, role: str, unit: str | None, until: str | None) -> str:
    """授予角色 - Grant a role, for the unit of the person where none is named, and return what was granted in words.

    Raises: NotFound; Invalid; Conflict.
    """
    named = role_of(role)
    with _writing(by) as tx:
        person = _person(tx, login)
        at = _unit(tx, unit) if unit else _scope(named, person.unit)
        _grant(tx, by, person, DraftGrant(role=named.value, unit=at, valid_to=until))
    return f"{person.name}（{person.login}）：{named.label}"


def take_role(by: Operator, login: str, role: str, unit: str | None) -> int:
    """收回角色 - Take a role away, for one unit or for all, and return how many grants that were.

    Raises: NotFound, when there was none.
    """
    named = role_of(role)
    with _writing(by) as tx:
        person, at = _person(tx, login), _unit(tx, unit)
        held = [each for each, _ in people.grants_of(tx.connection, [person.id]) if each.role == named and at in {None, each.unit}]
        if not held:
            raise NotFound("grant-not-found", f"{person.name}没有这个角色")
        for each in held:
            people.drop_grant(tx.connection, person.id, each.id)
        _record(tx, by, "grant.drop", person, {"role": named.value, "grants": [each.id for each in held]})
    return len(held)


def lock(by: Operator, login: str) -> None:
    """停用 - Disable an account and end its sessions.

    Raises: NotFound.
    """
    with _writing(by) as tx:
        person = _person(tx, login)
        people.save(tx.connection, replace(person, disabled=True), person.version)
        sessions.end_sessions(tx.connection, person.id)
        _record(tx, by, "person.change", person, {"disabled": True})


def unlock(by: Operator, login: str) -> None:
    """启用 - Have an account work again, whether it was disabled, dormant, or locked by failures.

    Raises: NotFound.
    """
    with _writing(by) as tx:
        person = _person(tx, login)
        people.save(tx.connection, replace(person, disabled=False, activated=tx.at), person.version)
        sessions.forget_failures(tx.connection, keys.digest(person.login))
        _record(tx, by, "person.unlock", person, {"disabled": False})


def reset(by: Operator, login: str) -> str:
    """重置 - Give an account a new password, have it register a second factor anew, and return the password.

    Raises: NotFound.
    """
    slip = accounts.new_slip()
    with _writing(by) as tx:
        person = accounts.renewed(tx, _person(tx, login), slip, by.settings)
        people.save(tx.connection, replace(person, totp=None, totp_new=None, totp_step=None), person.version)
        sessions.end_sessions(tx.connection, person.id)
        sessions.forget_failures(tx.connection, keys.digest(person.login))
        _record(tx, by, "password.reset", person, {"second_factor": "cleared"})
    return slip.password


def make_token(by: Operator, login: str, wanted: WantedToken) -> str:
    """签发令牌 - Return a new token of somebody for a machine, told this once; unit is a code here.

    Raises: NotFound.
    """
    with _writing(by) as tx:
        person = _person(tx, login)
        row, token = own_account.issue(tx, person.id, replace(wanted, unit=_unit(tx, wanted.unit)))
        _record(tx, by, "token.make", person, own_account.token_json(row, tx.at))
    return token


def role_of(word: str) -> Role:
    """认角色 - Return the role that a Chinese name or a code means.

    Raises: Invalid, with all names.
    """
    found = next((role for role in Role if word in {role.value, role.label}), None)
    if found is None:
        place = Place(where=word, message="没有这个角色", suggestion="可用的有：" + "、".join(role.label for role in Role))
        raise Invalid("role-unknown", "角色不能识别", (place,))
    return found


@contextmanager
def _writing(by: Operator) -> Iterator[Transaction]:
    """Yield a transaction of the service's database."""
    with opening.opened(by.settings) as premises, premises.store.writing(written(datetime.now(UTC))) as tx:
        yield tx


def _grant(tx: Transaction, by: Operator, person: PersonRow, draft: DraftGrant) -> None:
    row = granting.granted(tx, person, draft, f"{PLACE} {by.name}")
    _record(tx, by, "grant.create", person, {"grant": row.id, "role": row.role, "unit": row.unit, "valid_to": row.valid_to})


def _password_faults(tx: Transaction, by: Operator, login: str, password: str | None) -> list[Place]:
    """Return what is wrong with a first password that an operator chose; one that was made here is to be changed anyway."""
    faults = () if password is None else faults_of(password, login, in_force(tx, by.settings).password)
    return [Place(where="password", message=each) for each in faults]


def _scope(role: Role, unit: str | None) -> str | None:
    """Return the unit at which a role counts: that of the person, none for administrators."""
    return unit if role.duty is Duty.BUSINESS else None


def _person(tx: Transaction, login: str) -> PersonRow:
    found = people.by_login(tx.connection, access.normal_login(login), [EVERYWHERE])
    if found is None:
        raise NotFound("person-not-found", f"没有账号“{login}”")
    return found


def _unit(tx: Transaction, code: str | None) -> str | None:
    """Return the id of the unit with a code."""
    if code is None:
        return None
    found = units.by_code(tx.connection, [EVERYWHERE]).get(code)
    if found is None:
        raise NotFound("unit-not-found", f"没有编码为“{code}”的单位")
    return found.id


def _record(tx: Transaction, by: Operator, action: str, person: PersonRow, detail: dict[str, object]) -> None:
    tx.record(None, PLACE, action, f"people/{person.id}", {"operator": by.name, **detail})
