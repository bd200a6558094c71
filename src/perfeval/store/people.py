"""人员 - Accounts and what was granted to them: load, list inside a scope, insert, save by version; the passwords that were used before."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, func, insert, or_, select, true, update
from sqlalchemy.exc import IntegrityError

from perfeval.errors import Conflict
from perfeval.store.scope import Slice, within
from perfeval.store.tables import grants, old_passwords, people, rounds, units

EVERYWHERE = "/"
"""全部单位 - The chain that every chain of units begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """人员记录 - Hold one account."""

    id: str
    login: str
    name: str
    duty: str
    password: str = field(repr=False)
    password_set: str
    activated: str
    unit: str | None = None
    phone: str | None = None
    must_change: bool = True
    disabled: bool = False
    totp: str | None = field(default=None, repr=False)
    totp_new: str | None = field(default=None, repr=False)
    totp_step: int | None = None
    seen: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRow:
    """授权记录 - Hold one role of one person, for a unit and all below it, from a day to a day."""

    id: str
    person: str
    duty: str
    role: str
    granted_by: str
    unit: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """筛选 - Say which accounts a list is about; what is not written does not narrow it."""

    words: str | None = None
    duty: str | None = None
    disabled: bool | None = None
    idle_since: str | None = None
    units: Collection[str] | None = None


def load(connection: Connection, person_id: str, scope: Sequence[str]) -> PersonRow | None:
    """读取 - Return one account, None where it does not exist or its unit lies outside the scope."""
    return _one(connection, people.c.id == person_id, scope)


def by_login(connection: Connection, login: str, scope: Sequence[str]) -> PersonRow | None:
    """按登录名读取 - Return the account with this login, None where there is none inside the scope."""
    return _one(connection, people.c.login == login, scope)


def by_logins(connection: Connection, logins: Iterable[str], scope: Sequence[str]) -> dict[str, PersonRow]:
    """按登录名读取多个 - Return those accounts inside the scope that have these logins."""
    asked = select(people).outerjoin(units, people.c.unit == units.c.id).where(people.c.login.in_(list(logins)), _seen_from(scope))
    return {row.login: _person(row) for row in connection.execute(asked)}


def names(connection: Connection, person_ids: Iterable[str]) -> dict[str, str]:
    """姓名 - Return the names of people by their ids, for those whom something that was found names."""
    rows = connection.execute(select(people.c.id, people.c.name).where(people.c.id.in_(list(person_ids))))
    return {row.id: row.name for row in rows}


def with_roles(connection: Connection, roles: Collection[str], scope: Sequence[str]) -> tuple[PersonRow, ...]:
    """按角色 - Return the accounts in use inside the scope that were ever granted one of these roles, by login."""
    granted = select(grants.c.person).where(grants.c.role.in_(list(roles)))
    asked = select(people).outerjoin(units, people.c.unit == units.c.id).where(people.c.id.in_(granted), people.c.disabled.is_(False))
    return tuple(_person(row) for row in connection.execute(asked.where(_seen_from(scope)).order_by(people.c.login)))


def page(connection: Connection, wanted: Wanted, scope: Sequence[str], part: Slice) -> tuple[tuple[PersonRow, ...], int]:
    """分页列出 - Return a page of the accounts whose units lie inside the scope, and how many there are in all."""
    asked = select(people).outerjoin(units, people.c.unit == units.c.id).where(_seen_from(scope), *_narrowed(wanted))
    total = connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one()
    rows = connection.execute(asked.order_by(people.c.login).limit(part.size).offset(part.skip))
    return tuple(_person(row) for row in rows), total


def add(connection: Connection, rows: Iterable[PersonRow]) -> None:
    """新增 - Insert accounts.

    Raises: Conflict `login-taken`, when somebody else was quicker with the same login.
    """
    try:
        if values := [asdict(row) for row in rows]:
            connection.execute(insert(people), values)
    except IntegrityError:
        raise Conflict("login-taken", "登录名已被使用") from None


def save(connection: Connection, row: PersonRow, version: int) -> PersonRow:
    """保存 - Write an account over the version it was read at, and return it with the next one.

    Raises: Conflict `version-conflict`, when somebody else was quicker.
    """
    values = {**asdict(row), "version": version + 1}
    done = connection.execute(update(people).where(people.c.id == row.id, people.c.version == version).values(values))
    if done.rowcount != 1:
        raise Conflict("version-conflict", "这个账号刚被别人改过，请取最新内容后再保存")
    return PersonRow(**values)


def save_all(connection: Connection, rows: Iterable[PersonRow]) -> None:
    """保存多个 - Write accounts over the versions they were read at.

    Raises: Conflict `version-conflict`, when somebody else was quicker with one of them.
    """
    if values := [{**asdict(row), "version": row.version + 1, "known": row.id, "read_at": row.version} for row in rows]:
        mine = people.c.id == bindparam("known"), people.c.version == bindparam("read_at")
        if connection.execute(update(people).where(*mine), values).rowcount != len(values):
            raise Conflict("version-conflict", "表中的账号刚被别人改过，没有导入任何内容，请再导入一次")


def seen(connection: Connection, person_id: str, at: str, step: int | None) -> None:
    """记录登录 - Keep when somebody last signed in, and which code of the second factor is used up; no new version."""
    connection.execute(update(people).where(people.c.id == person_id).values(seen=at, **({} if step is None else {"totp_step": step})))


def passwords_before(connection: Connection, person_id: str, most: int) -> tuple[str, ...]:
    """用过的口令 - Return the hashes of the last passwords that somebody had before this one."""
    asked = select(old_passwords.c.password).where(old_passwords.c.person == person_id).order_by(old_passwords.c.at.desc()).limit(most)
    return tuple(connection.execute(asked).scalars())


def keep_password(connection: Connection, made: str, person: PersonRow, at: str, most: int) -> None:
    """留存口令 - Keep the hash of a password that is about to be replaced, under a new id, and drop those that no longer matter."""
    connection.execute(insert(old_passwords).values(id=made, person=person.id, password=person.password, at=at))
    mine = select(old_passwords.c.id).where(old_passwords.c.person == person.id).order_by(old_passwords.c.at.desc())
    spare = list(connection.execute(mine.offset(max(most, 1)).limit(1000)).scalars())
    connection.execute(delete(old_passwords).where(old_passwords.c.id.in_(spare)))


def grants_of(connection: Connection, person_ids: Iterable[str]) -> tuple[tuple[GrantRow, str], ...]:
    """授权 - Return what was granted to these people, in force or not, each with the chain of units it counts for."""
    asked = select(grants, units.c.path).outerjoin(units, grants.c.unit == units.c.id).where(grants.c.person.in_(list(person_ids)))
    return tuple((grant_of(row), path_of(row)) for row in connection.execute(asked.order_by(grants.c.role, units.c.path, grants.c.id)))


def add_grants(connection: Connection, rows: Iterable[GrantRow]) -> None:
    """授予 - Insert grants; the database itself refuses two duties for one person."""
    if values := [asdict(row) for row in rows]:
        connection.execute(insert(grants), values)


def drop_grant(connection: Connection, person_id: str, grant_id: str) -> bool:
    """收回 - Take a grant away, and tell whether there was one."""
    return connection.execute(delete(grants).where(grants.c.id == grant_id, grants.c.person == person_id)).rowcount == 1


def last_round_end(connection: Connection, at: str) -> str | None:
    """上一批次截止 - Return when the last round that is over ended, None where none is over yet."""
    ended: str | None = connection.execute(select(func.max(rounds.c.deadline)).where(rounds.c.deadline < at)).scalar_one()
    return ended


def grant_of(row: "Row[tuple[object, ...]]") -> GrantRow:
    """转为授权 - Return the grant in a row that may hold more."""
    return GrantRow(**{name: row._mapping[grants.c[name]] for name in GrantRow.__dataclass_fields__})  # noqa: SLF001 - rows as mappings have no public name


def path_of(row: "Row[tuple[object, ...]]") -> str:
    """授权范围 - Return the chain of units in a row; administrators have none, and count everywhere."""
    return str(row._mapping[units.c.path] or EVERYWHERE)  # noqa: SLF001 - rows as mappings have no public name


def _one(connection: Connection, which: ColumnElement[bool], scope: Sequence[str]) -> PersonRow | None:
    asked = select(people).outerjoin(units, people.c.unit == units.c.id).where(which, _seen_from(scope))
    found = connection.execute(asked).first()
    return None if found is None else _person(found)


def _person(row: "Row[tuple[object, ...]]") -> PersonRow:
    return PersonRow(**{name: row._mapping[people.c[name]] for name in PersonRow.__dataclass_fields__})  # noqa: SLF001 - rows as mappings have no public name


def _seen_from(scope: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that an account belongs to a unit inside the scope; one without a unit is seen from everywhere only."""
    return true() if EVERYWHERE in scope else within(units.c.path, scope)


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return the conditions of what is wanted."""
    found: list[ColumnElement[bool]] = []
    if wanted.words:
        found.append(or_(*(column.contains(wanted.words, autoescape=True) for column in (people.c.login, people.c.name))))
    if wanted.duty is not None:
        found.append(people.c.duty == wanted.duty)
    if wanted.disabled is not None:
        found.append(people.c.disabled == wanted.disabled)
    if wanted.units is not None:
        found.append(people.c.unit.in_(list(wanted.units)))
    if wanted.idle_since is not None:
        found += [people.c.duty == "business", func.coalesce(people.c.seen, "") < wanted.idle_since, people.c.activated < wanted.idle_since]
    return found
