"""会话 - Sessions of people, tokens of machines, and the failures of those who could not sign in; of secrets only the hashes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, Text, and_, bindparam, delete, func, insert, or_, select, true, update

from perfeval.store.people import EVERYWHERE
from perfeval.store.prepared import Answer, Prepared
from perfeval.store.scope import Slice
from perfeval.store.tables import failures, grants, people, policy, sessions, tokens, units

_HOLDER = ("id", "login", "name", "duty", "disabled", "must_change", "password_set", "activated", "seen")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """会话记录 - Hold one session; token and csrf are hashes, password_days is the age of passwords that counted when it began."""

    token: str = field(repr=False)
    person: str
    csrf: str = field(repr=False)
    started: str
    seen: str
    password_days: int
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """令牌记录 - Hold one token of a machine; token is its hash."""

    id: str
    token: str = field(repr=False)
    person: str
    purpose: str
    read_only: bool
    made: str
    until: str
    unit: str | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """持有人 - Hold whose session or token it is, as far as every request must know, and the roles in force with their chains of units."""

    id: str
    login: str
    name: str
    duty: str
    disabled: bool
    must_change: bool
    password_set: str
    activated: str
    seen: str | None
    second_factor: bool
    grants: tuple[tuple[str, str], ...]


def open_session(connection: Connection, row: SessionRow) -> None:
    """建立会话 - Insert a session."""
    connection.execute(insert(sessions).values(asdict(row)))


def session(connection: Connection, token: str, today: str) -> tuple[SessionRow, Holder, dict[str, int]] | None:
    """读取会话 - Return a session by the hash of its token, its holder with the roles in force on a day, and what was set for sessions."""
    rows = _SESSION.rows(connection, token=token, today=today)
    if not rows:
        return None
    own = len(_OWN[sessions.name])
    behind = own + len(_LASTING)
    row = SessionRow(**dict(zip(_OWN[sessions.name], rows[0], strict=False)))
    return row, _holder([each[behind:] for each in rows]), _lasting(rows[0][own:behind])


def token(connection: Connection, digest: str, today: str) -> tuple[TokenRow, Holder, str] | None:
    """读取令牌 - Return a token by its hash, who holds it, and the chain of units that it is good for."""
    rows = _TOKEN.rows(connection, token=digest, today=today)
    if not rows:
        return None
    own = len(_OWN[tokens.name])
    row = TokenRow(**dict(zip(_OWN[tokens.name], rows[0], strict=False)))
    path = connection.execute(select(units.c.path).where(units.c.id == row.unit)).scalar_one() if row.unit else EVERYWHERE
    return row, _holder([each[own:] for each in rows]), path


def touch(connection: Connection, token: str, at: str) -> None:
    """续用会话 - Keep when a session was last used."""
    connection.execute(update(sessions).where(sessions.c.token == token).values(seen=at))


def of_person(connection: Connection, person_id: str) -> tuple[SessionRow, ...]:
    """某人的会话 - Return the sessions of a person, the one used last first."""
    rows = connection.execute(select(sessions).where(sessions.c.person == person_id).order_by(sessions.c.seen.desc(), sessions.c.token))
    return tuple(SessionRow(**row._mapping) for row in rows)  # noqa: SLF001 - rows as mappings have no public name


def end_session(connection: Connection, token: str) -> None:
    """结束会话 - Take a session away."""
    connection.execute(delete(sessions).where(sessions.c.token == token))


def end_sessions(connection: Connection, person_id: str, *, but: str | None = None) -> int:
    """结束某人的会话 - Take all sessions of a person away, but one perhaps, and return how many there were."""
    return connection.execute(delete(sessions).where(sessions.c.person == person_id, sessions.c.token != (but or ""))).rowcount


def drop_old_sessions(connection: Connection, before: str) -> None:
    """清理会话 - Take the sessions away that began before a time, past which none is good."""
    connection.execute(delete(sessions).where(sessions.c.started < before))


def add_token(connection: Connection, row: TokenRow) -> None:
    """签发令牌 - Insert a token."""
    connection.execute(insert(tokens).values(asdict(row)))


def tokens_of(connection: Connection, person_id: str, part: Slice) -> tuple[tuple[TokenRow, ...], int]:
    """某人的令牌 - Return a page of the tokens of a person, the newest first, and how many there are."""
    asked = select(tokens).where(tokens.c.person == person_id)
    total = connection.execute(asked.with_only_columns(func.count())).scalar_one()
    rows = connection.execute(asked.order_by(tokens.c.made.desc(), tokens.c.id).limit(part.size).offset(part.skip))
    return tuple(TokenRow(**row._mapping) for row in rows), total  # noqa: SLF001 - rows as mappings have no public name


def revoke_token(connection: Connection, person_id: str, token_id: str) -> bool:
    """收回令牌 - Make a token of a person good for nothing, and tell whether there was one."""
    done = connection.execute(update(tokens).where(tokens.c.id == token_id, tokens.c.person == person_id).values(revoked=True))
    return done.rowcount == 1


def failed(connection: Connection, login: str, address: str) -> tuple[int, str] | None:
    """失败记录 - Return how often in a row, and when last, a sign-in under this login failed from this address."""
    asked = select(failures.c["count"], failures.c.at).where(failures.c.login == login, failures.c.address == address)
    row = connection.execute(asked).first()
    return None if row is None else (row[0], row[1])


def failed_from(connection: Connection, address: str, after: str) -> int:
    """某地址的失败 - Return how many sign-ins failed from an address since a time, whatever the login."""
    asked = select(func.coalesce(func.sum(failures.c["count"]), 0)).where(failures.c.address == address, failures.c.at > after)
    return int(connection.execute(asked).scalar_one())


def keep_failure(connection: Connection, login: str, address: str, count: int, at: str) -> None:
    """记录失败 - Write how often in a row a sign-in has failed."""
    mine = (failures.c.login == login, failures.c.address == address)
    if connection.execute(update(failures).where(*mine).values(count=count, at=at)).rowcount == 0:
        connection.execute(insert(failures).values(login=login, address=address, count=count, at=at))


def forget_failures(connection: Connection, login: str, address: str | None = None) -> None:
    """清除失败 - Forget the failures under a login, from one address or from all."""
    here = () if address is None else (failures.c.address == address,)
    connection.execute(delete(failures).where(failures.c.login == login, *here))


def drop_old_failures(connection: Connection, before: str) -> None:
    """清理失败 - Forget failures that are too old to count."""
    connection.execute(delete(failures).where(failures.c.at < before))


def _held(table: Table, *more: "Column[int | None]") -> "Select[tuple[Any, ...]]":
    """Return the question for a row of one of these tables with its person and the grants in force today."""
    today = bindparam("today", type_=Text)
    since = or_(grants.c.valid_from.is_(None), grants.c.valid_from <= today)
    until = or_(grants.c.valid_to.is_(None), grants.c.valid_to >= today)
    return (
        select(*(table.c[name] for name in _OWN[table.name]), *more, *(people.c[name] for name in _HOLDER))
        .add_columns(people.c.totp.is_not(None), grants.c.role, units.c.path)
        .join(people, table.c.person == people.c.id)
        .outerjoin(grants, and_(grants.c.person == people.c.id, since, until))
        .outerjoin(units, grants.c.unit == units.c.id)
        .where(table.c.token == bindparam("token", type_=Text))
    )


_OWN = {sessions.name: tuple(SessionRow.__dataclass_fields__), tokens.name: tuple(TokenRow.__dataclass_fields__)}
_LASTING = (policy.c.session_idle_minutes, policy.c.session_hours)
_SESSION = Prepared(_held(sessions, *_LASTING).join(policy, true()))
_TOKEN = Prepared(_held(tokens))
"""每个请求都问的 - Asked with every request; of the policy, which is one row, what every request must know."""


def _lasting(chosen: Answer) -> dict[str, int]:
    """Return what was set of how long sessions last, by the names of the settings."""
    return {column.name: minutes for column, minutes in zip(_LASTING, chosen, strict=True) if minutes is not None}


def _holder(rows: Sequence[Answer]) -> Holder:
    """Return the person in rows that differ by the grant only; administrators have no unit, and count everywhere."""
    *own, second_factor, _, _ = rows[0]
    held = tuple((role, path or EVERYWHERE) for *_, role, path in rows if role is not None)
    return Holder(**dict(zip(_HOLDER, own, strict=True)), second_factor=second_factor, grants=held)
