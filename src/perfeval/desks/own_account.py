"""本人账号 - What everybody does with their own account: see who they are, change the password, register a second factor, make tokens."""

from dataclasses import dataclass, field, replace
from uuid import uuid4

from perfeval import keys
from perfeval.accounts import BUSINESS, Asker, PasswordPolicy, Role, faults_of, moment, moved
from perfeval.desks import access
from perfeval.desks.access import Attempt, Credential
from perfeval.desks.policy import in_force
from perfeval.errors import Forbidden, Invalid, NotFound, PerfevalError, Place
from perfeval.settings import Settings
from perfeval.store import Transaction, people, sessions, units
from perfeval.store.people import EVERYWHERE, PersonRow
from perfeval.store.scope import Slice
from perfeval.store.sessions import SessionRow, TokenRow
from perfeval.store.units import UnitRow

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """改口令 - Hold what a new password is compared with: the present one, those before it, and the rules."""

    tried: Attempt
    policy: PasswordPolicy
    before: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """口令核对 - Hold whether the present password was right, and the hash of the new one or what is wrong with it."""

    begun: Renewal
    matched: bool
    hashed: str | None = field(default=None, repr=False)
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedToken:
    """所要令牌 - Say what a token is for, for how many days, and how little it may do."""

    purpose: str
    days: int
    read_only: bool = True
    unit: str | None = None


def me(tx: Transaction, who: Asker, credential: Credential, settings: Settings) -> Json:
    """我是谁 - Return who asks, what they may be and where, and what they must do first; a session is told its token against forgery."""
    person = own(tx, who)
    held = {(each.role.value, each.path) for each in who.grants}
    granted = [row for row, path in people.grants_of(tx.connection, [who.person]) if (row.role, path) in held]
    listed, total = units.page(tx.connection, who.scope(BUSINESS), Slice())
    return {
        "id": who.person,
        "login": who.login,
        "name": who.name,
        "duty": person.duty,
        "roles": [{"role": row.role, "title": Role(row.role).label, "unit": _unit(tx, row.unit), "until": row.valid_to} for row in granted],
        "units": [_told(each) for each in listed],
        "units_total": total,
        "tasks": list(access.tasks(tx, credential, settings)),
        "second_factor": person.totp is not None,
        "csrf": keys.forgery_token(credential.session) if credential.session else None,
    }


def own(tx: Transaction, who: Asker) -> PersonRow:
    """本人记录 - Return the account of who asks."""
    found = people.load(tx.connection, who.person, [EVERYWHERE])
    if found is None:
        raise NotFound("person-not-found", "没有这个账号")
    return found


def begin_renewal(tx: Transaction, who: Asker, settings: Settings) -> Renewal:
    """改口令第一步 - Return what the passwords are compared with.

    Raises: Forbidden, when the present password was wrong too often.
    """
    tried = access.attempt(tx, who.login, who.address, settings)
    if tried.refusal is not None:
        raise tried.refusal
    policy = in_force(tx, settings).password
    return Renewal(tried=tried, policy=policy, before=people.passwords_before(tx.connection, who.person, policy.remembered))


def judge(begun: Renewal, current: str, new: str) -> Verdict:
    """改口令第二步 - Compare the present password and try the new one against the rules; takes its time, outside of any transaction."""
    if not keys.matches(current, begun.tried.stored):
        return Verdict(begun=begun, matched=False)
    faults = faults_of(new, begun.tried.login, begun.policy)
    if faults:
        return Verdict(begun=begun, matched=True, fault="；".join(faults))
    used = [*([begun.tried.stored] if begun.policy.remembered else []), *begun.before]
    if any(keys.matches(new, each) for each in used):
        return Verdict(begun=begun, matched=True, fault=f"不能用现在的或最近{begun.policy.remembered}次用过的口令")
    return Verdict(begun=begun, matched=True, hashed=keys.hashed(new))


def renew(tx: Transaction, who: Asker, verdict: Verdict, credential: Credential, settings: Settings) -> PerfevalError | None:
    """改口令第三步 - Keep the new password and end all other sessions; a wrong present password is counted, so it is returned, not raised.

    Raises: Invalid `password-weak`, with what is wrong with the new password.
    """
    tried = verdict.begun.tried
    if not verdict.matched:
        access.missed(tx, tried, in_force(tx, settings).lockout)
        return Forbidden("password-wrong", "现在的口令不对")
    if verdict.hashed is None:
        raise Invalid("password-weak", "新口令不能用", (Place(where="new", message=verdict.fault or ""),))
    person = own(tx, who)
    people.keep_password(tx.connection, uuid4().hex, person, tx.at, verdict.begun.policy.remembered)
    people.save(tx.connection, replace(person, password=verdict.hashed, password_set=tx.at, must_change=False), person.version)
    sessions.end_sessions(tx.connection, person.id, but=keys.digest(credential.session) if credential.session else None)
    sessions.forget_failures(tx.connection, tried.key, tried.address)
    tx.record(who.person, who.address, "password.change", f"people/{who.person}", {})
    return None


def begin_second_factor(tx: Transaction, who: Asker, credential: Credential) -> Json:
    """登记手机动态码 - Return the secret for the app, told this once; it counts from the first right code on.

    Raises: Forbidden, when there is a second factor already: who holds a session only may not replace it.
    """
    _in_person(credential)
    person = own(tx, who)
    if person.totp is not None:
        raise Forbidden("second-factor-exists", "已登记手机动态码；换手机请联系系统管理员清除后重新登记")
    salt = keys.new_salt()
    people.save(tx.connection, replace(person, totp_new=salt), person.version)
    tx.record(who.person, who.address, "second-factor.begin", f"people/{who.person}", {})
    secret, address = keys.enrolment(tx.key, salt, who.login)
    return {"secret": secret, "address": address}


def confirm_second_factor(tx: Transaction, who: Asker, code: str) -> None:
    """确认手机动态码 - Have the second factor count, since the app shows the right codes.

    Raises: Invalid `code-wrong`.
    """
    person = own(tx, who)
    step = keys.step_of(tx.key, person.totp_new, code, moment(tx.at), None) if person.totp_new else None
    if step is None:
        raise Invalid("code-wrong", "动态码不对，请核对手机时间后输入最新的六位数字", (Place(where="code", message="动态码不对"),))
    people.save(tx.connection, replace(person, totp=person.totp_new, totp_new=None, totp_step=step), person.version)
    tx.record(who.person, who.address, "second-factor.register", f"people/{who.person}", {})


def open_sessions(tx: Transaction, who: Asker, credential: Credential, settings: Settings, part: Slice) -> Json:
    """本人会话 - Return a page of the sessions of who asks that are still good: since when, from where, and which one asks."""
    policy = in_force(tx, settings).session
    idle, whole = moved(tx.at, minutes=-policy.idle_minutes), moved(tx.at, hours=-policy.hours)
    mine = keys.digest(credential.session) if credential.session else None
    good = [each for each in sessions.of_person(tx.connection, who.person) if each.seen > idle and each.started > whole]
    items = [
        {"id": _named(each), "started": each.started, "seen": each.seen, "address": each.address, "current": each.token == mine}
        for each in good[part.skip : part.skip + part.size]
    ]
    return {"items": items, "total": len(good)}


def end_session(tx: Transaction, who: Asker, session_id: str) -> None:
    """结束会话 - End one of one's own sessions, such as the one at a computer that one has left.

    Raises: NotFound.
    """
    found = next((each for each in sessions.of_person(tx.connection, who.person) if _named(each) == session_id), None)
    if found is None:
        raise NotFound("session-not-found", "没有这个会话，它可能已经结束")
    sessions.end_session(tx.connection, found.token)
    tx.record(who.person, who.address, "session.end", f"people/{who.person}", {"ended": 1})


def tokens(tx: Transaction, who: Asker, part: Slice) -> Json:
    """本人令牌 - Return a page of the tokens of who asks, without what makes them so."""
    rows, total = sessions.tokens_of(tx.connection, who.person, part)
    return {"items": [token_json(each, tx.at) for each in rows], "total": total}


def make_token(tx: Transaction, who: Asker, credential: Credential, wanted: WantedToken) -> Json:
    """签发令牌 - Return a new token for a machine; the token itself is told this once.

    Raises: NotFound, when the unit lies outside the scope; Forbidden, when a token asks for one.
    """
    _in_person(credential)
    if wanted.unit is not None and units.load(tx.connection, wanted.unit, who.scope(tuple(Role))) is None:
        raise NotFound("unit-not-found", "没有这个单位")
    row, token = issue(tx, who.person, wanted)
    told = token_json(row, tx.at)
    tx.record(who.person, who.address, "token.make", f"people/{who.person}", told)
    return {**told, "token": token}


def issue(tx: Transaction, person: str, wanted: WantedToken) -> tuple[TokenRow, str]:
    """签发 - Keep a new token of a person, and return what is kept of it and the token itself."""
    token = keys.new_token()
    row = TokenRow(
        id=uuid4().hex,
        token=keys.digest(token),
        person=person,
        purpose=wanted.purpose,
        read_only=wanted.read_only,
        made=tx.at,
        until=moved(tx.at, days=wanted.days),
        unit=wanted.unit,
    )
    sessions.add_token(tx.connection, row)
    return row, token


def revoke_token(tx: Transaction, who: Asker, token_id: str) -> None:
    """收回令牌 - Make one of one's own tokens good for nothing.

    Raises: NotFound.
    """
    if not sessions.revoke_token(tx.connection, who.person, token_id):
        raise NotFound("token-not-found", "没有这个令牌")
    tx.record(who.person, who.address, "token.revoke", f"people/{who.person}", {"token": token_id})


def token_json(row: TokenRow, at: str) -> Json:
    """令牌说明 - Return what is told of a token."""
    told = {"id": row.id, "purpose": row.purpose, "read_only": row.read_only, "unit": row.unit, "made": row.made, "until": row.until}
    return {**told, "revoked": row.revoked, "good": not row.revoked and row.until > at}


def _named(row: SessionRow) -> str:
    """Return by what a session is called: it follows from what is kept of it, and tells nothing of that."""
    return keys.digest(row.token)[:32]


def _in_person(credential: Credential) -> None:
    """Refuse to have a machine make what would outlive its token."""
    if credential.token is not None:
        raise Forbidden("session-required", "令牌不能办理这项，请登录后办理")


def _unit(tx: Transaction, unit_id: str | None) -> Json | None:
    """Return what is told of a unit by its id."""
    found = units.load(tx.connection, unit_id, [EVERYWHERE]) if unit_id else None
    return None if found is None else _told(found)


def _told(unit: UnitRow) -> Json:
    return {"id": unit.id, "code": unit.code, "name": unit.name, "kind": unit.kind}
