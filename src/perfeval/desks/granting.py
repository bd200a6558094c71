"""授予角色 - Who may do what, and where: 安全管理员 grants roles to accounts that 系统管理员 made, and takes them away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

from perfeval.accounts import ADMINISTRATORS, Asker, Role
from perfeval.desks import people as accounts
from perfeval.desks import unit_tree
from perfeval.errors import Conflict, Invalid, NotFound, Place
from perfeval.store import Transaction, people, units
from perfeval.store.people import EVERYWHERE, GrantRow, PersonRow

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftGrant:
    """新授权 - Hold a role to be granted, for a unit and all below it, from a day to a day; administrators have no unit."""

    role: str
    unit: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None


def grant(tx: Transaction, who: Asker, person_id: str, draft: DraftGrant) -> Json:
    """授予角色 - Grant somebody a role and return the grant.

    Raises: NotFound; Forbidden, to oneself; Invalid, when role, duty, unit and days do not go together; Conflict, when it is there.
    """
    person = accounts.found(tx, who, person_id, accounts.GRANTERS)
    accounts.not_oneself(who, person)
    if draft.unit is not None:
        unit_tree.found(tx, draft.unit, (EVERYWHERE,))
    row = granted(tx, person, draft, who.person)
    tx.record(who.person, who.address, "grant.create", f"people/{person_id}", accounts.grant_told(row, {}))
    return accounts.grant_told(row, units.by_ids(tx.connection, [row.unit or ""]))


def granted(tx: Transaction, person: PersonRow, draft: DraftGrant, by: str) -> GrantRow:
    """记下授权 - Keep a grant and return it.

    Raises: Invalid, when role, duty, unit and days do not go together; Conflict, when somebody has the role there already.
    """
    return grant_all(tx, [(person, draft)], by)[0]


def grant_all(tx: Transaction, drafts: Sequence[tuple[PersonRow, DraftGrant]], by: str) -> list[GrantRow]:
    """记下多项授权 - Keep grants and return them.

    Raises: as `granted`.
    """
    held = {_what(each) for each, _ in people.grants_of(tx.connection, {person.id for person, _ in drafts})}
    rows = []
    for person, draft in drafts:
        if faults := tuple(grant_faults(person, draft)):
            raise Invalid("grant-invalid", "授权内容有误", faults)
        own = {"role": draft.role, "unit": draft.unit, "valid_from": draft.valid_from, "valid_to": draft.valid_to}
        rows.append(GrantRow(id=uuid4().hex, person=person.id, duty=person.duty, granted_by=by, **own))  # type: ignore[arg-type] # texts
        if _what(rows[-1]) in held:
            raise Conflict("grant-exists", f"{person.name}已有这个角色")
    people.add_grants(tx.connection, rows)
    return rows


def revoke(tx: Transaction, who: Asker, person_id: str, grant_id: str) -> None:
    """收回角色 - Take a role away.

    Raises: NotFound; Forbidden, from oneself.
    """
    person = accounts.found(tx, who, person_id, accounts.GRANTERS)
    accounts.not_oneself(who, person)
    held = {each.id: each for each, _ in people.grants_of(tx.connection, [person_id])}
    if grant_id not in held or not people.drop_grant(tx.connection, person_id, grant_id):
        raise NotFound("grant-not-found", "没有这项授权")
    tx.record(who.person, who.address, "grant.drop", f"people/{person_id}", accounts.grant_told(held[grant_id], {}))


def grant_faults(person: PersonRow, draft: DraftGrant) -> Iterator[Place]:
    """授权缺陷 - Yield why a role cannot be granted like this; the database refuses the same once more."""
    role = Role(draft.role)
    if role.duty.value != person.duty:
        yield Place(where="role", message=f"{role.label}与该账号的职责不同：三员与业务人员互不兼任", suggestion="为这项职责另建账号")
    if role in ADMINISTRATORS and draft.unit is not None:
        yield Place(where="unit", message=f"{role.label}不分单位", suggestion="不写单位")
    if role not in ADMINISTRATORS and draft.unit is None:
        yield Place(where="unit", message="须写明在哪个单位（及其下级）任这个角色")
    if role is Role.AUDITOR and draft.valid_to is None:
        yield Place(where="valid_to", message="审计人员的授权须有截止日期")
    if draft.valid_from and draft.valid_to and draft.valid_to < draft.valid_from:
        yield Place(where="valid_to", message=f"截止日期{draft.valid_to}早于起始日期{draft.valid_from}")


def _what(row: GrantRow) -> tuple[str | None, ...]:
    """Return what makes two grants the same."""
    return row.person, row.role, row.unit, row.valid_from, row.valid_to
