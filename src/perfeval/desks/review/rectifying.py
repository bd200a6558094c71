"""整改工作台 - What a review asks to be put right: the bureau asks with owner and deadline, the unit reports, the bureau confirms.

It goes on after a round is closed. Being overdue is computed from deadline and day.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from uuid import uuid4

from perfeval import sheets
from perfeval.accounts import Asker, date_of
from perfeval.desks import bureau, left_open
from perfeval.desks.meant import Meant
from perfeval.desks.review import assigning, items, materials
from perfeval.desks.review.items import Item
from perfeval.errors import Conflict, Invalid, NotFound, Place
from perfeval.sheets import Column, Shown
from perfeval.store import Transaction, problems, rectifications, rounds, units
from perfeval.store.rectifications import Placed, RectificationRow, Sought
from perfeval.store.scope import Slice
from perfeval.workflow import (
    OPEN_TO_UNIT,
    RECTIFICATION,
    RectificationAction,
    RectificationState,
    Request,
    available,
    move,
    not_allowed,
)

Json = dict[str, object]
MOST_ROWS = 20_000
"""上限 - How many rectifications a workbook lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demanded:
    """整改要求 - Hold what is to be put right, who answers for it, by which day, and from which problem it comes."""

    words: str
    owner: str
    deadline: str
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """随附 - Hold what comes with an action: what was done and by which materials, or why it is returned."""

    report: str | None = None
    proof: Sequence[str] = ()
    reason: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """已写的 - Return the names of what was given."""
        return tuple(name for name in ("report", "proof", "reason") if getattr(self, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """所要的清单 - Say which rectifications of a round are wanted; what is not written does not narrow it."""

    state: str | None = None
    unit: str | None = None
    overdue: bool = False
    words: str | None = None


def demand(tx: Transaction, asker: Asker, sampled_id: str, wanted: Demanded) -> Json:
    """提出整改 - Ask that something be put right, once the unit sees its result.

    Raises: NotFound; Forbidden; Conflict `not-allowed`; Invalid.
    """
    found = assigning.steered(items.find(tx, asker, sampled_id))
    if found.row.state not in OPEN_TO_UNIT:
        raise not_allowed(("结果反馈以后才能提出整改",))
    _prove(found, wanted)
    row = RectificationRow(
        id=uuid4().hex, sampled=sampled_id, state=RectificationState.OPEN, person=asker.person, at=tx.at, **asdict(wanted)
    )
    rectifications.add(tx.connection, row)
    items.record(found, "rectification.demand", {"rectification": row.id, **asdict(wanted)})
    return one(tx, asker, row.id)


def page(tx: Transaction, asker: Asker, round_id: str, asked: Asked, part: Slice) -> Json:
    """批次的整改 - Return a page of the rectifications of a round that somebody sees, what is due first first.

    Raises: Forbidden.
    """
    return _paged(tx, asker, _sought(tx, round_id, asked), part)


def sheet(tx: Transaction, asker: Asker, round_id: str, asked: Asked) -> bytes:
    """整改清单表 - Return the rectifications that a list is narrowed to, as a workbook.

    Raises: Forbidden; NotFound, when no unit of the asker takes part in the round.
    """
    title = bureau.load(tx, round_id, bureau.seen(asker)).title
    listed, total = _listed(tx, asker, _sought(tx, round_id, asked), Slice(size=MOST_ROWS))
    note = f"截至{date_of(tx.at)}，{total}项" + (f"，只列出前{MOST_ROWS}项" if total > MOST_ROWS else "")
    return sheets.write_table(f"{title}整改清单", _COLUMNS, [_line(each) for each in listed], note=note)


def waiting(tx: Transaction, asker: Asker, state: RectificationState, part: Slice) -> Json:
    """待办的整改 - Return a page of what waits in a state, in whatever round, for somebody who can bring it on from there.

    Raises: Forbidden.
    """
    roles = {role for each in RECTIFICATION if each.source == state for role in each.roles}
    return _paged(tx, asker, Sought(state=state, scope=asker.scope(roles)), part)


def page_of_item(tx: Transaction, asker: Asker, sampled_id: str, part: Slice) -> Json:
    """一项的整改 - Return a page of the rectifications of an item.

    Raises: NotFound.
    """
    found = items.find(tx, asker, sampled_id)
    names = {each.id: each.name for each in units.by_ids(tx.connection, [found.row.unit]).values()}
    rows = rectifications.of_item(tx.connection, found.row.id)
    return items.paged([{**left_open.told(tx, each), "unit_name": names.get(each.unit)} for each in rows], part)


def one(tx: Transaction, asker: Asker, rectification_id: str) -> Json:
    """一项整改 - Return a rectification with what can be done to it.

    Raises: NotFound.
    """
    return _whole(*_find(tx, asker, rectification_id))


def act(tx: Transaction, asker: Asker, meant: Meant, action: RectificationAction, doing: Doing) -> Json:
    """办理整改 - Report what was put right, confirm it, or return it with a reason.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`; Invalid.
    """
    found, placed = _find(tx, asker, meant.id)
    row = placed.rectification
    if any(set(each.roles) & found.roles for each in RECTIFICATION if each.action == action) and row.version != meant.version:
        raise Conflict("version-conflict", "这一整改事项刚被别人改过，请取最新内容后再办理", more={"current": _whole(found, placed)})
    way = move(RECTIFICATION, row.state, Request(action=action, given=doing.names), found.roles, {})
    changed = replace(row, state=way.target, returned=doing.reason if action is RectificationAction.RETURN else None)
    if action is RectificationAction.REPORT:
        _prove_materials(found, doing.proof)
        changed = replace(changed, report=doing.report, proof=json.dumps(list(doing.proof)))
    saved = rectifications.save(tx.connection, changed, row.version)
    told = {"rectification": row.id, "from": way.source, "to": way.target, "says": way.says, "version": saved.version}
    items.record(found, f"rectification.{action}", {**told, "words": doing.report, "proof": list(doing.proof), "reason": doing.reason})
    return _whole(found, replace(placed, rectification=saved))


def _sought(tx: Transaction, round_id: str, asked: Asked) -> Sought:
    """Return what is asked for as the store has it; a unit stands for those below it as well, one that has no part for none."""
    unit = rounds.unit(tx.connection, round_id, asked.unit) if asked.unit else None
    scope = None if not asked.unit else (unit.path,) if unit else ()
    due = date_of(tx.at) if asked.overdue else None
    return Sought(round=round_id, state=asked.state, scope=scope, due_before=due, words=asked.words)


def _paged(tx: Transaction, asker: Asker, sought: Sought, part: Slice) -> Json:
    listed, total = _listed(tx, asker, sought, part)
    return {"items": listed, "total": total}


def _listed(tx: Transaction, asker: Asker, sought: Sought, part: Slice) -> tuple[list[Json], int]:
    """Return a page of what is sought, each with the name of its unit, and how many there are."""
    rows, total = rectifications.page(tx.connection, sought, items.seeing(tx, asker), part)
    names = {each.id: each.name for each in units.by_ids(tx.connection, {row.unit for row in rows}).values()}
    return [{**left_open.told(tx, each), "unit_name": names.get(each.unit)} for each in rows], total


_COLUMNS = (
    Column(title="单位", width=26),
    Column(title="项目", width=30),
    Column(title="整改要求", width=44),
    Column(title="责任人", width=14),
    Column(title="期限", width=12),
    Column(title="状态", width=10),
    Column(title="逾期", width=8),
    Column(title="整改情况", width=44),
    Column(title="退回原因", width=30),
)


def _line(told: Json) -> Sequence[Shown]:
    """Return a rectification as a line of the workbook."""
    words = [str(told[name] or "") for name in ("unit_name", "title", "words", "owner", "deadline", "state_title")]
    return (*words, "逾期" if told["overdue"] else "", str(told["report"] or ""), str(told["returned"] or ""))


def _find(tx: Transaction, asker: Asker, rectification_id: str) -> tuple[Item, Placed]:
    """Return a rectification with its item, for those who see the item."""
    placed = rectifications.load(tx.connection, rectification_id) if rectification_id.isalnum() else None
    nothing = NotFound("rectification-not-found", "没有这一整改事项，或它不在您的范围内")
    items.seeing(tx, asker)
    if placed is None:
        raise nothing
    try:
        return items.find(tx, asker, placed.rectification.sampled), placed
    except NotFound:
        raise nothing from None


def _prove(found: Item, wanted: Demanded) -> None:
    """Refuse a problem that is not the item's, and a deadline that is over."""
    known = {each.problem.id for each in problems.of_item(found.tx.connection, found.row.id)}
    faults = [Place(where="problem", message="这一项没有这个问题")] if wanted.problem and wanted.problem not in known else []
    if wanted.deadline < date_of(found.tx.at):
        faults.append(Place(where="deadline", message="整改期限已经过去", suggestion="请写今天或以后的日期"))
    if faults:
        raise Invalid("rectification-invalid", "整改不能提出", tuple(faults))


def _prove_materials(found: Item, proof: Sequence[str]) -> None:
    if faults := materials.faults(set(proof) - materials.known(found)):
        raise Invalid("rectification-invalid", "整改情况不能报送", tuple(faults))


def _whole(found: Item, placed: Placed) -> Json:
    """Return a rectification with its buttons."""
    names = {each.id: each.name for each in units.by_ids(found.tx.connection, [placed.unit]).values()}
    ways = available(RECTIFICATION, placed.rectification.state, found.roles)
    doable: list[Json] = [
        {"action": each.action, "title": RectificationAction(each.action).label, "allowed": True, "why": []} for each in ways
    ]
    return {**left_open.told(found.tx, placed), "unit_name": names.get(placed.unit), "actions": doable}
