"""分派工作台 - Give an item to reviewers, and take back what nobody has begun; never to somebody of the reviewed unit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from uuid import uuid4

from perfeval.accounts import Asker, Role, date_of
from perfeval.desks import round_rules
from perfeval.desks.review import items
from perfeval.desks.review.items import Item
from perfeval.desks.standing import HANDS
from perfeval.errors import Conflict, Forbidden, Invalid, NotFound, Place
from perfeval.store import Transaction, people, reviews, trail, units
from perfeval.store.people import EVERYWHERE, GrantRow, PersonRow
from perfeval.store.reviews import ReviewRow, Signed, Task
from perfeval.store.scope import Slice
from perfeval.workflow import REVIEWERS, STEERING, ItemState, not_allowed

Json = dict[str, object]
EMPTY = '{"judgements":[],"words":""}'
"""空底稿 - The document of a review of which nothing was written yet."""
_OPEN = (ItemState.DRAWN, ItemState.SENT, ItemState.REVIEWING)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    """Hold somebody with what was granted to them, each with the chain that it counts for."""

    row: PersonRow
    grants: Sequence[tuple[GrantRow, str]]

    def role(self, today: str, scope: Sequence[str]) -> Role | None:
        """复核角色 - Return the role in which they would review for a bureau, None where they have none today that reaches its units."""
        held = {
            Role(grant.role)
            for grant, path in self.grants
            if (grant.valid_from or "") <= today <= (grant.valid_to or "9999")
            and any(path.startswith(each) or each.startswith(path) for each in scope)
        }
        return next((role for role in REVIEWERS if role in held), None)


def candidates(tx: Transaction, asker: Asker, sampled_id: str, part: Slice) -> Json:
    """可分派的人 - Return a page of the people to whom an item may be given.

    Raises: NotFound; Forbidden.
    """
    found = steered(items.find(tx, asker, sampled_id))
    there = {each.review.person for each in found.reviews}
    able = [(person, role) for person, role in _able(found) if person.row.id not in there]
    names = {each.id: each.name for each in units.by_ids(tx.connection, {each.row.unit or "" for each, _ in able}).values()}
    return items.paged([_told(person.row, role, names) for person, role in able], part)


def everybody(tx: Transaction, scope: Sequence[str]) -> list[Json]:
    """全部复核人 - Return who is a reviewer for a bureau today; whether they may have a certain item is told when it is given."""
    able = [(person, role) for person in _reviewers(tx) if (role := person.role(date_of(tx.at), scope))]
    names = {each.id: each.name for each in units.by_ids(tx.connection, {each.row.unit or "" for each, _ in able}).values()}
    return [_told(person.row, role, names) for person, role in able]


def assign(tx: Transaction, asker: Asker, sampled_id: str, person_id: str) -> Json:
    """分派 - Give an item to a reviewer and return their review.

    Raises: NotFound; Forbidden; Conflict `not-allowed`, once it is decided or its round was closed; Invalid, when they may not review it.
    """
    found = steered(items.find(tx, asker, sampled_id))
    round_rules.prove_open(found.round.closed)
    if found.row.state not in _OPEN:
        raise not_allowed(("已经定分，不能再分派复核人",))
    if any(each.review.person == person_id for each in found.reviews):
        raise Conflict("already-assigned", "这一项已经分给他了")
    person, role = _fit(found, person_id)
    row = ReviewRow(
        id=uuid4().hex, sampled=sampled_id, person=person.id, role=role, assigned_by=asker.person, assigned_at=tx.at, document=EMPTY
    )
    reviews.add(tx.connection, row)
    items.record(found, "review.assign", {"review": row.id, "person": person.id, "name": person.name, "role": role})
    return as_json(Signed(review=row, name=person.name))


def unassign(tx: Transaction, asker: Asker, review_id: str) -> None:
    """取消分派 - Take an item back from a reviewer who has saved nothing yet.

    Raises: NotFound; Forbidden; Conflict `not-allowed`.
    """
    found, signed = find(tx, asker, review_id)
    steered(found)
    if signed.review.saved is not None:
        raise not_allowed(("复核人已经填写，不能取消分派",))
    reviews.remove(tx.connection, review_id)
    items.record(found, "review.unassign", {"review": review_id, "person": signed.review.person, "name": signed.name})


def mine(tx: Transaction, asker: Asker, part: Slice) -> Json:
    """分给我的 - Return a page of what was sent out to whoever asks for review, what is open first.

    Raises: Forbidden, for those whose role has nothing to do with business.
    """
    sees = items.seeing(tx, asker)
    if not sees.person:
        return {"items": [], "total": 0}
    rows, total = reviews.page_of(tx.connection, asker.person, sees.own, part)
    names = {each.id: each.name for each in units.by_ids(tx.connection, {row.unit for row in rows}).values()}
    return {"items": [_task(row, names) for row in rows], "total": total}


def find(tx: Transaction, asker: Asker, review_id: str) -> tuple[Item, Signed]:
    """找到复核 - Return a review with its item, for the reviewer, the bureau and auditors.

    Raises: NotFound, for everybody else.
    """
    signed = reviews.load(tx.connection, review_id) if review_id.isalnum() else None
    nothing = NotFound("review-not-found", "没有这份复核意见，或它不是分给您的")
    items.seeing(tx, asker)
    if signed is None:
        raise nothing
    try:
        found = items.find(tx, asker, signed.review.sampled)
    except NotFound:
        raise nothing from None
    if not found.reads_all and (found.mine is None or found.mine.review.id != review_id):
        raise nothing
    return found, signed


def steered(found: Item) -> Item:
    """可以主持 - Return an item, if who asks steers its review.

    Raises: NotFound, for those who only see their result; Forbidden.
    """
    if set(STEERING) & found.roles:
        return found
    raise Forbidden("role-forbidden", f"这项操作由{'、'.join(role.label for role in STEERING)}进行")


def as_json(signed: Signed) -> Json:
    """输出 - Return a review as lists have it: who makes it, how far they are, what it comes to."""
    row = signed.review
    return {
        "id": row.id,
        "version": row.version,
        "sampled": row.sampled,
        "person": {"id": row.person, "name": signed.name},
        "role": row.role,
        "assigned_at": row.assigned_at,
        "saved": row.saved,
        "handed_in": row.handed_in,
        "total": items.points(row.total),
    }


def _fit(found: Item, person_id: str) -> tuple[PersonRow, Role]:
    """Return somebody who may review an item, and in which role.

    Raises: Invalid, saying why they may not.
    """
    able = {person.row.id: (person.row, role) for person, role in _able(found)}
    if person_id in able:
        return able[person_id]
    told = "复核人须是在用的账号，有复核的角色，不是被复核单位、其主管部门或下级单位的人，也没有填报过这份自评"
    place = Place(where="person", message=told, suggestion="可以分派的人见 GET …/reviewers")
    raise Invalid("reviewer-unfit", "不能分派给他", (place,))


def _able(found: Item) -> Iterator[tuple[_Person, Role]]:
    """Yield everybody who may review an item, with the role: reviewer for this bureau today, not of the unit, no hand in the form."""
    tx, today, scope = found.tx, date_of(found.tx.at), found.asker.scope(STEERING)
    hands = trail.workers(tx.connection, found.row.evaluation, HANDS)
    for person in _reviewers(tx):
        role = person.role(today, scope)
        own = items.units_of(tx, person.row, person.grants)
        if role and person.row.id not in hands and not own.holds(found.row.path):
            yield person, role


def _reviewers(tx: Transaction) -> Iterator[_Person]:
    """Yield everybody in use who was ever granted a reviewer's role."""
    rows = people.with_roles(tx.connection, [role.value for role in REVIEWERS], (EVERYWHERE,))
    grants: dict[str, list[tuple[GrantRow, str]]] = {}
    for grant, path in people.grants_of(tx.connection, [row.id for row in rows]):
        grants.setdefault(grant.person, []).append((grant, path))
    yield from (_Person(row=row, grants=grants.get(row.id, [])) for row in rows)


def _told(person: PersonRow, role: Role, names: Mapping[str, str]) -> Json:
    return {"id": person.id, "name": person.name, "login": person.login, "role": role.value, "unit_name": names.get(person.unit or "")}


def _task(row: Task, names: Mapping[str, str]) -> Json:
    """Return what a list of somebody's own reviews says of one."""
    return {**asdict(row), "unit_name": names.get(row.unit), "state_title": ItemState(row.state).label}
