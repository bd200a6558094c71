"""出入 - Who is asking, and may they come in: sign in, sign out, sessions, tokens, and where a request really comes from.

A sign-in has three steps, because comparing a password takes a tenth of a second and must not hold a transaction meanwhile:
`attempt` looks up, `keys.matches` compares, `settle` lets in or counts a failure. An unknown login goes the same way as a known one.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address, ip_network

from perfeval import keys
from perfeval.accounts import (
    ADMINISTRATORS,
    Asker,
    Grant,
    LockoutPolicy,
    Policy,
    Role,
    date_of,
    delay_after,
    locked_until,
    moment,
    moved,
    written,
)
from perfeval.desks.policy import in_force, over
from perfeval.errors import Forbidden, PerfevalError
from perfeval.settings import Settings
from perfeval.store import Transaction, people, sessions
from perfeval.store.people import EVERYWHERE, PersonRow
from perfeval.store.sessions import Holder, SessionRow

PASSWORD, SECOND_FACTOR = "password", "second-factor"
"""待办 - What somebody may have to do before anything else: choose a password, register a second factor."""
_TASKS = {
    PASSWORD: Forbidden("password-change-required", "请先修改口令（首次登录、口令被重置或已到期），再办理其他事项"),
    SECOND_FACTOR: Forbidden("second-factor-required", "管理员须先登记手机动态码，再办理其他事项"),
}
_ADMINISTRATIONS = frozenset(duty.value for duty in ADMINISTRATORS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """凭证 - Hold what a request brings to show who asks; csrf is None where nothing is changed.

    unready lets those in too who must first change their password or register a second factor, and nobody else.
    """

    session: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    csrf: str | None = field(default=None, repr=False)
    address: str | None = None
    changes: bool = False
    unready: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """登录尝试 - Hold whose account is meant, if anybody's, how long the answer waits, and why it is refused unseen."""

    login: str
    key: str
    address: str
    person: PersonRow | None
    failures: int
    wait: int
    refusal: PerfevalError | None = None

    @property
    def stored(self) -> str | None:
        """口令散列 - Return what the password is compared with, None for nobody."""
        return self.person.password if self.person else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """登录结果 - Hold the secrets of a new session, told this once, and what its holder must do first."""

    person: str
    session: str = field(repr=False)
    csrf: str = field(repr=False)
    tasks: tuple[str, ...]


def asker(tx: Transaction, credential: Credential, settings: Settings) -> Asker:
    """询问人 - Return who asks, with the roles that are in force today.

    Raises: Forbidden `sign-in-required`, when nobody is signed in or the session has ended; `csrf-wrong`, when a change may be forged;
    `token-read-only`; `password-change-required` and `second-factor-required`, when that must be done first.
    """
    if credential.token is not None:
        return _machine(tx, credential.token, credential)
    session, holder = _session(tx, credential, settings)
    if credential.csrf is not None and keys.digest(credential.csrf) != session.csrf:
        raise Forbidden("csrf-wrong", "页面已失效，请刷新后再试（修改须带 X-CSRF-Token 头）")
    if not credential.unready:
        for task in _tasks(holder, session, settings):
            raise _TASKS[task]
    return _asker(holder, holder.grants, credential.address)


def tasks(tx: Transaction, credential: Credential, settings: Settings) -> tuple[str, ...]:
    """待办 - Return what who asks must do first; a machine has nothing of the kind to do.

    Raises: Forbidden `sign-in-required`.
    """
    if credential.token is not None:
        return ()
    session, holder = _session(tx, credential, settings)
    return _tasks(holder, session, settings)


def _tasks(holder: Holder | PersonRow, session: SessionRow, settings: Settings) -> tuple[str, ...]:
    """Return what somebody must do first; age asks for a new password at the next sign-in, breaks into no session and never locks."""
    aged = moved(holder.password_set, days=session.password_days) <= session.started
    factor = holder.second_factor if isinstance(holder, Holder) else holder.totp is not None
    bare = settings.totp_required and holder.duty in _ADMINISTRATIONS and not factor
    return (*((PASSWORD,) if holder.must_change or aged else ()), *((SECOND_FACTOR,) if bare else ()))


def attempt(tx: Transaction, login: str, address: str | None, settings: Settings) -> Attempt:
    """登录第一步 - Return whose password is to be compared, or why none will be: too many failures from this address."""
    name, here, policy = normal_login(login), address or "", in_force(tx, settings).lockout
    key = keys.digest(name)
    count, last = sessions.failed(tx.connection, key, here) or (0, tx.at)
    until = locked_until(count, moment(last), policy) or moment(last) + timedelta(minutes=policy.window)
    if written(until) <= tx.at:
        count = 0
    refusal: PerfevalError | None = None
    if count >= policy.failures:
        refusal = Forbidden("sign-in-locked", f"连续登录失败{count}次，本账号在这个地址暂停登录{policy.minutes}分钟；着急请联系管理员解锁")
    elif sessions.failed_from(tx.connection, here, moved(tx.at, minutes=-policy.window)) >= policy.per_address:
        refusal = Forbidden("address-limited", f"这个地址登录失败次数过多，请{policy.window}分钟后再试")
    person = people.by_login(tx.connection, name, [EVERYWHERE])
    return Attempt(login=name, key=key, address=here, person=person, failures=count, wait=delay_after(count), refusal=refusal)


def settle(tx: Transaction, tried: Attempt, code: str | None, settings: Settings, *, matched: bool) -> SignedIn | PerfevalError:
    """登录第三步 - Return a new session, or why there is none; a failure is counted, so it is returned and not raised."""
    person = people.load(tx.connection, tried.person.id, [EVERYWHERE]) if tried.person and matched else None
    policy = in_force(tx, settings)
    if person is None or person.password != tried.stored:
        return missed(tx, tried, policy.lockout)
    step = None
    if person.totp is not None:
        step = keys.step_of(tx.key, person.totp, code or "", moment(tx.at), person.totp_step)
        if step is None:
            return missed(tx, tried, policy.lockout)
    sessions.forget_failures(tx.connection, tried.key, tried.address)
    barred = _barred(tx, person, policy)
    if barred is not None:
        tx.record(person.id, tried.address, "session.refuse", f"people/{person.id}", {"why": barred.code})
        return barred
    return _opened(tx, person, step, tried.address, settings)


def missed(tx: Transaction, tried: Attempt, policy: LockoutPolicy) -> PerfevalError:
    """记一次失败 - Count a failure against login and address, and return the one answer that every failure gets."""
    sessions.keep_failure(tx.connection, tried.key, tried.address, tried.failures + 1, tx.at)
    sessions.drop_old_failures(tx.connection, moved(tx.at, minutes=-max(policy.minutes, policy.window)))
    who = tried.person.id if tried.person else None  # what was typed is not kept: people type passwords into the wrong field
    tx.record(who, tried.address, "session.fail", f"people/{who}" if who else None, {"failures": tried.failures + 1})
    return Forbidden("sign-in-failed", "登录名、口令或动态码不对（登记了手机动态码的账号须填写动态码 code）")


def sign_out(tx: Transaction, who: Asker, credential: Credential) -> None:
    """退出 - End the session that asks."""
    if credential.session is not None:
        sessions.end_session(tx.connection, keys.digest(credential.session))
    tx.record(who.person, who.address, "session.close", f"people/{who.person}", {})


def touch(tx: Transaction, credential: Credential) -> None:
    """续用 - Keep that a session was used just now; the edge does this once a minute, not with every request."""
    if credential.session is not None:
        sessions.touch(tx.connection, keys.digest(credential.session), tx.at)


def scope_of(who: Asker, roles: tuple[Role, ...]) -> tuple[str, ...]:
    """办理范围 - Return the subtrees in which somebody holds one of these roles.

    Raises: Forbidden `role-forbidden`, where there are none, saying whose work it is.
    """
    scope = who.scope(roles)
    if not scope:
        raise Forbidden("role-forbidden", f"这项由{'、'.join(role.label for role in roles)}办理")
    return scope


def normal_login(login: str) -> str:
    """登录名写法 - Return a login the way it is kept: small letters, half width, no blanks around it."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def address_of(client: str | None, forwarded: str | None, settings: Settings) -> str | None:
    """来源地址 - Return where a request comes from: what trusted proxies say, read from the right up to the first that is not one."""
    if client is None or not _trusted(client, settings):
        return client
    for each in reversed([part.strip() for part in (forwarded or "").split(",")]):
        if not _is_address(each):
            break
        client = each
        if not _trusted(each, settings):
            break
    return client


def is_secure(scheme: str, client: str | None, forwarded: str | None, settings: Settings) -> bool:
    """已加密 - Tell whether the browser speaks TLS: to us, to a trusted proxy, or always, by setting."""
    by_proxy = client is not None and _trusted(client, settings) and forwarded == "https"
    return settings.tls or scheme == "https" or by_proxy


def _session(tx: Transaction, credential: Credential, settings: Settings) -> tuple[SessionRow, Holder]:
    """Return the session of a credential while it is good."""
    found = sessions.session(tx.connection, keys.digest(credential.session), date_of(tx.at)) if credential.session else None
    if found is None or found[1].disabled:
        raise Forbidden("sign-in-required", "请先登录")
    session, holder, chosen = found
    lasting = over(settings, chosen).policy.session
    idle, whole = moved(tx.at, minutes=-lasting.idle_minutes), moved(tx.at, hours=-lasting.hours)
    if session.seen <= idle or session.started <= whole:
        raise Forbidden("sign-in-required", "登录已超时，请重新登录")
    return session, holder


def _machine(tx: Transaction, token: str, credential: Credential) -> Asker:
    """Return the machine that a token stands for, with the roles of its owner inside the units of the token."""
    found = sessions.token(tx.connection, keys.digest(token), date_of(tx.at))
    if found is None or found[0].revoked or found[0].until <= tx.at or found[1].disabled:
        raise Forbidden("sign-in-required", "令牌无效、已到期或已收回")
    row, holder, path = found
    if row.read_only and credential.changes:
        raise Forbidden("token-read-only", "这个令牌只能查询，不能修改")
    narrowed = ((role, max(path, own, key=len)) for role, own in holder.grants if own.startswith(path) or path.startswith(own))
    return _asker(holder, tuple(narrowed), credential.address)


def _asker(holder: Holder, grants: tuple[tuple[str, str], ...], address: str | None) -> Asker:
    made = tuple(Grant(role=Role(role), path=path) for role, path in grants)
    return Asker(person=holder.id, login=holder.login, name=holder.name, grants=made, address=address)


def _barred(tx: Transaction, person: PersonRow, policy: Policy) -> PerfevalError | None:
    """Return why somebody who proved who they are may not come in, None where they may."""
    if person.disabled:
        return Forbidden("account-disabled", "账号已停用，请联系系统管理员")
    if is_dormant(person, dormant_since(tx, policy)):
        return Forbidden("account-dormant", "账号长期未使用已休眠，请联系系统管理员重新启用")
    return None


def dormant_since(tx: Transaction, policy: Policy) -> str | None:
    """休眠界限 - Return the end of the last round where it lies so long back that who did not sign in since is dormant."""
    ended = people.last_round_end(tx.connection, tx.at)
    return ended if ended is not None and policy.dormant_days and moved(ended, days=policy.dormant_days) <= tx.at else None


def is_dormant(person: PersonRow, since: str | None) -> bool:
    """已休眠 - Tell whether an account was neither used nor activated since the end of the last round; administrators never are."""
    return person.duty not in _ADMINISTRATIONS and since is not None and (person.seen or "") < since and person.activated < since


def _opened(tx: Transaction, person: PersonRow, step: int | None, address: str, settings: Settings) -> SignedIn:
    """Open a session; other sessions of the same person end, unless the policy allows several."""
    policy, session = in_force(tx, settings), keys.new_token()
    csrf = keys.forgery_token(session)
    if not policy.session.several:
        sessions.end_sessions(tx.connection, person.id)
    sessions.drop_old_sessions(tx.connection, moved(tx.at, hours=-policy.session.hours))
    row = SessionRow(
        token=keys.digest(session),
        person=person.id,
        csrf=keys.digest(csrf),
        started=tx.at,
        seen=tx.at,
        password_days=policy.password.days,
        address=address,
    )
    sessions.open_session(tx.connection, row)
    people.seen(tx.connection, person.id, tx.at, step)
    tx.record(person.id, address, "session.open", f"people/{person.id}", {})
    return SignedIn(person=person.id, session=session, csrf=csrf, tasks=_tasks(person, row, settings))


def _trusted(address: str, settings: Settings) -> bool:
    """Tell whether an address is that of a trusted proxy."""
    networks = settings.trusted_proxies
    return bool(networks) and _is_address(address) and any(ip_address(address) in ip_network(each, strict=False) for each in networks)


def _is_address(text: str) -> bool:
    """Tell whether a text is the address of a machine."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
