"""抽查项 - Where a sampled item stands for whoever asks: whose it is, in which roles they see it, what they can do and why not yet.

The bureau steers and auditors read inside their scope; a reviewer sees what was given to them; the unit sees its result once it is
released. Who belongs to the reviewed unit, to its department or to a unit below it is in none of these roles but the unit's.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from perfeval.accounts import BUSINESS, Asker, Role
from perfeval.accounts import moved as later
from perfeval.desks.left_open import left_open
from perfeval.desks.standing import INSIDE
from perfeval.errors import Broken, Conflict, Forbidden, NotFound
from perfeval.quantities import show_points
from perfeval.store import Transaction, people, reviews, rounds, samples, units
from perfeval.store.reviews import Signed
from perfeval.store.rounds import RoundRow
from perfeval.store.samples import Own, SampledRow, Seeing, Sought
from perfeval.store.scope import Slice
from perfeval.workflow import (
    REVIEWERS,
    SPOT_CHECK,
    STEERING,
    Failing,
    ItemAction,
    ItemState,
    Request,
    Transition,
    available,
    guards,
    move,
    spot_check,
    why_not,
)

Json = dict[str, object]
READERS = (*STEERING, Role.AUDITOR)
"""可看全部的角色 - Who sees samples, and their items before they are released."""
_AFTERWARDS = (Role.FILLER, Role.UNIT_CHECKER, Role.DEPARTMENT_CHECKER, Role.SECTION_CHECKER, Role.FINANCE_CHECKER, *READERS)
_OF_THE_UNIT = INSIDE | {Role.DEPARTMENT_CHECKER}
_BY_SAMPLE = frozenset({ItemAction.SEND, ItemAction.RECALL, ItemAction.REVIEW})
OBJECTION_DAYS = 10
"""提出异议的天数 - How many days after its release an item can be closed although the unit has said nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """所处位置 - Hold a sampled item with its round and its reviews, and the roles that count for who asks."""

    tx: Transaction
    asker: Asker
    row: SampledRow
    round: RoundRow
    reviews: tuple[Signed, ...]
    roles: frozenset[Role]

    @property
    def mine(self) -> Signed | None:
        """本人的复核 - Return the review that who asks makes of it, None where it was not given to them."""
        own = (each for each in self.reviews if each.review.person == self.asker.person)
        return next((each for each in own if each.review.role in self.roles), None)

    @property
    def reads_all(self) -> bool:
        """可看全部 - Tell whether who asks sees what every reviewer says; reviewers do not see each other's before it is decided."""
        return bool(set(READERS) & self.roles)


def readable(asker: Asker) -> tuple[str, ...]:
    """可看范围 - Return the chains of units of whose reviews somebody reads everything.

    Raises: Forbidden.
    """
    if scope := asker.scope(READERS):
        return scope
    raise Forbidden("role-forbidden", f"复核的汇总由{'、'.join(role.label for role in READERS)}查看")


def seeing(tx: Transaction, asker: Asker) -> Seeing:
    """可见条件 - Return which items somebody sees.

    Raises: Forbidden, for those whose role has nothing to do with business.
    """
    if not asker.roles & set(BUSINESS):
        raise Forbidden("role-forbidden", "您的角色不接触业务数据")
    person = asker.person if asker.roles & set(REVIEWERS) else ""
    own = own_units(tx, asker)
    return Seeing(whole=asker.scope(READERS), released=asker.scope(_AFTERWARDS), person=person, own=own)


def own_units(tx: Transaction, asker: Asker) -> Own:
    """本单位 - Return the units that somebody works in, fills in or checks for; the bureau is over all and does not count."""
    inside = {grant.path for grant in asker.grants if grant.role in _OF_THE_UNIT}
    return _without_bureaus(tx, inside, people.load(tx.connection, asker.person, (people.EVERYWHERE,)))


def units_of(tx: Transaction, person: people.PersonRow, grants: Sequence[tuple[people.GrantRow, str]]) -> Own:
    """某人的单位 - Return the same of somebody else, by what was granted to them."""
    return _without_bureaus(tx, {path for grant, path in grants if grant.role in _OF_THE_UNIT}, person)


def _without_bureaus(tx: Transaction, inside: set[str], person: people.PersonRow | None) -> Own:
    ids = {path.rstrip("/").rpartition("/")[2] for path in inside} | ({person.unit} if person and person.unit else set())
    mine = [each.path for each in units.by_ids(tx.connection, ids).values() if each.kind != "bureau"]
    chain = units.by_ids(tx.connection, {part for path in mine for part in path.split("/") if part})
    return Own(below=sorted(mine), above=sorted(each.path for each in chain.values() if each.kind != "bureau"))


def find(tx: Transaction, asker: Asker, sampled_id: str) -> Item:
    """找到 - Return where a sampled item stands.

    Raises: Forbidden, for roles without business; NotFound, where it does not exist or is not for who asks.
    """
    sees = seeing(tx, asker)
    found = samples.item(tx.connection, sampled_id, sees) if sampled_id.isalnum() else None
    if found is None:
        raise NotFound("item-not-found", "没有这一项，或它不在您的范围内")
    known = rounds.load(tx.connection, found.round, (people.EVERYWHERE,))
    if known is None:
        raise Broken("round-missing", "这一项所属的批次不见了，请告诉维护人员")
    given = reviews.of_item(tx.connection, sampled_id)
    return Item(tx=tx, asker=asker, row=found.row, round=known, reviews=given, roles=_roles(asker, found.row, given, sees.own))


def _roles(asker: Asker, row: SampledRow, given: Sequence[Signed], own: Own) -> frozenset[Role]:
    """Return the roles that count for an item: those of its unit and of the bureau there, and the one in which it was given to somebody."""
    here = asker.roles_at(row.path)
    assigned = {each.review.role for each in given if each.review.person == asker.person}
    working = {role for role in asker.roles if role in assigned} | (here & {*READERS, Role.FINANCE_CHECKER})
    if own.holds(row.path):
        working = set()
    return frozenset(working | (here & INSIDE))


def page(tx: Transaction, asker: Asker, sought: Sought, part: Slice) -> Json:
    """各项列表 - Return a page of the sampled items of a round that somebody sees.

    Raises: Forbidden.
    """
    sees = seeing(tx, asker)
    rows, total = samples.page_of_items(tx.connection, sought, sees, part)
    names = {each.id: each.name for each in units.by_ids(tx.connection, {row.unit for row in rows}).values()}
    return {"items": [summary(row, names, whole=_reads_all(asker, row, sees.own)) for row in rows], "total": total}


def _reads_all(asker: Asker, row: SampledRow, own: Own) -> bool:
    return bool(set(READERS) & asker.roles_at(row.path)) and not own.holds(row.path)


def one(tx: Transaction, asker: Asker, sampled_id: str) -> Json:
    """一项 - Return a sampled item with what can be done to it.

    Raises: NotFound.
    """
    return as_json(find(tx, asker, sampled_id))


def acted(found: Item, row: SampledRow, transition: Transition, detail: Mapping[str, object]) -> Json:
    """办理完 - Keep an item in its new state and return it; the journal is written last."""
    saved = store(found, row)
    told = {"from": transition.source, "to": transition.target, "says": transition.says, "version": saved.version, **detail}
    record(found, f"sampled.{transition.action}", told)
    return as_json(find(found.tx, found.asker, row.id))


def record(found: Item, action: str, detail: Mapping[str, object]) -> None:
    """记入日志 - Journal something about an item, as belonging to the evaluation that it is about."""
    found.tx.record(found.asker.person, found.asker.address, action, about(found.row), dict(detail))


def about(row: SampledRow) -> str:
    """对象 - Return by what the journal names an item."""
    return f"evaluations/{row.evaluation}/sampled/{row.id}"


def moved(found: Item, action: ItemAction, version: int, given: Sequence[str] = (), to: str | None = None) -> Transition:
    """流转 - Return the transition that somebody asks for; the version is looked at only for those who may do it.

    Raises: Forbidden; Conflict `version-conflict` or `not-allowed`; Invalid.
    """
    same = [each for each in SPOT_CHECK if each.action == action]
    if any(set(each.roles) & found.roles for each in same):
        prove_version(found, version)
    here = [each for each in same if each.source == found.row.state]
    return move(SPOT_CHECK, found.row.state, Request(action=action, given=given, to=to), found.roles, failing(found, here))


def prove_version(found: Item, version: int) -> None:
    """核对版本 - Refuse a change that is meant for another version.

    Raises: Conflict `version-conflict`, with the present state.
    """
    if found.row.version != version:
        raise Conflict("version-conflict", "这一项刚被别人改过，请取最新内容后再办理", more={"current": as_json(found)})


def store(found: Item, row: SampledRow) -> SampledRow:
    """存入 - Write an item over the version it was read at."""
    return samples.save_item(found.tx.connection, row, found.row.version)


def failing(found: Item, transitions: Sequence[Transition]) -> Failing:
    """不满足的条件 - Return the conditions of these transitions that do not hold, each with what to say beside its own sentence."""
    names = {guard.name for each in transitions for guard in each.needs}
    told = {name: _FACTS[name](found) for name in sorted(names & _FACTS.keys())}
    return {name: why for name, why in told.items() if why is not None}


def options(found: Item) -> list[Json]:
    """可用操作 - Return what the asker can do to an item now; what is done to a whole sample and reviewing itself are no buttons of it."""
    ways: dict[str, list[Transition]] = {}
    for each in available(SPOT_CHECK, found.row.state, found.roles):
        if each.action not in _BY_SAMPLE:
            ways.setdefault(each.action, []).append(each)
    wrong = failing(found, [each for same in ways.values() for each in same])
    return [_option(ItemAction(action), same, why_not(same[0], wrong)) for action, same in ways.items()]


def _option(action: ItemAction, same: Sequence[Transition], why: Sequence[str]) -> Json:
    """Return one button; only where who presses it chooses the way are the ways told."""
    own: Json = {"action": action.value, "title": action.label, "allowed": not why, "why": list(why)}
    return {**own, "to": [each.target for each in same]} if action is ItemAction.ANSWER else own


def summary(row: SampledRow, names: Mapping[str, str], *, whole: bool) -> Json:
    """清单一项 - Return what a list says of an item; others than the bureau and auditors see a result only once it was released.

    What the unit's own score came to was pinned at the draw; others see it beside a second score, once something was decided.
    """
    drawn: Json = {"stratum": row.stratum, "how": row.how, "why": row.why, "probability": row.probability}
    own: Json = {"self_total": points(row.self_total), "self_grade": row.self_grade}
    result: Json = {
        "reviewed_total": points(row.reviewed_total),
        "reviewed_grade": row.reviewed_grade,
        "quality_total": points(row.quality_total),
        "quality_grade": row.quality_grade,
    }
    return {
        "id": row.id,
        "version": row.version,
        "sample": row.sample,
        "evaluation": row.evaluation,
        "submission": row.submission,
        "item": row.item,
        "title": row.title,
        "unit": row.unit,
        "unit_name": names.get(row.unit),
        "state": row.state,
        "state_title": ItemState(row.state).label,
        **(drawn if whole else dict.fromkeys(drawn)),
        **(own if whole or row.decision is not None or row.told is not None else dict.fromkeys(own)),
        **(result if whole or (row.told is not None and row.told == row.decision) else dict.fromkeys(result)),
        "released": row.released,
        "closed": row.closed,
    }


def as_json(found: Item) -> Json:
    """输出 - Return an item as somebody sees it: who decided and signed it is for the bureau and auditors."""
    row, whole = found.row, found.reads_all
    names = {each.id: each.name for each in units.by_ids(found.tx.connection, [row.unit]).values()}
    who = people.names(found.tx.connection, [each for each in (row.decided_by, row.signed_by) if each])
    deciding: Json = {
        "decided_by": who.get(row.decided_by or ""),
        "decided_at": row.decided_at,
        "signed_by": who.get(row.signed_by or ""),
        "signed_at": row.signed_at,
    }
    return {
        **summary(row, names, whole=whole),
        "round": found.round.id,
        "decision": row.decision if whole else row.told,
        **(deciding if whole else dict.fromkeys(deciding)),
        "review": found.mine.review.id if found.mine else None,
        "rectifications": left_open(found.tx, found.round.year, row.unit, row.item),
        "actions": options(found),
    }


def paged(told: Sequence[Json], part: Slice) -> Json:
    """分页 - Return a page of the few things that belong to one item."""
    return {"items": list(told[part.skip : part.skip + part.size]), "total": len(told)}


def points(value: int | None) -> str | None:
    """分数 - Return points as they are shown, None where there are none."""
    return None if value is None else show_points(value)


def _handed_in(found: Item) -> Sequence[str] | None:
    """Hold where the item was given to somebody, and everybody it was given to has handed in."""
    if not found.reviews:
        return ("还没有分派复核人",)
    return [f"{each.name}还没有交回复核意见" for each in found.reviews if each.review.handed_in is None] or None


def _rated(found: Item) -> Sequence[str] | None:
    """Hold where the round rates no quality, or the rating was confirmed."""
    kept = json.loads(found.row.quality or "{}")
    return None if found.round.quality is None or kept.get("confirmed_at") else ()


def _unclosed(found: Item) -> Sequence[str] | None:
    return None if found.round.closed is None else ()


def _not_decider(found: Item) -> Sequence[str] | None:
    return () if found.asker.person == found.row.decided_by else None


def _time_to_object(found: Item) -> Sequence[str] | None:
    released = found.row.released
    return None if released is not None and later(released, days=OBJECTION_DAYS) <= found.tx.at else ()


_FACTS: Mapping[str, Callable[[Item], Sequence[str] | None]] = {
    spot_check.HANDED_IN.name: _handed_in,
    spot_check.RATED.name: _rated,
    spot_check.NOT_DECIDER.name: _not_decider,
    spot_check.TIME_TO_OBJECT.name: _time_to_object,
    guards.UNCLOSED.name: _unclosed,
}
"""各条件 - How each condition of an item is found out; those of a whole sample are found out where samples are sent."""
