"""调整工作台 - Change what is locked for the unit, on the strength of a document: who approved it, its number, old and new.

The cell, its lock and the form change together; a changed target keeps its first value as 年初值, so that form and Word show both, and
`target-changed` tells the reviewer. Nothing is changed while somebody checks the form: it is returned first.
"""

import json
from dataclasses import dataclass, replace
from uuid import uuid4

from perfeval.accounts import Asker, Role
from perfeval.desks import filing, merging, round_rules, standing
from perfeval.desks.assessing import read_form
from perfeval.desks.changes import Lock, alike, place, read_locks, split, title, write_locks
from perfeval.desks.standing import Standing
from perfeval.errors import Conflict, Forbidden, Invalid, Place
from perfeval.evaluation import Evaluation
from perfeval.quantities import read_number
from perfeval.store import Transaction, adjustments
from perfeval.store.adjustments import AdjustmentRow
from perfeval.store.scope import Slice
from perfeval.workflow import DRAFTS, not_allowed

Json = dict[str, object]
REGISTRARS = (Role.SECTION_CHECKER, Role.FINANCE_CHECKER, Role.FINANCE_HEAD)
"""登记人 - Who registers a change of what the unit cannot change."""
_MONEY = frozenset({"funds", "spending"})
_INWARD = frozenset({"evaluation", "number"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """所要的调整 - Hold the cell, what is to stand in it, and what allows it; old, where given, must be what stands there now."""

    cell: str
    new: str
    document_number: str
    approved_by: str
    date: str
    old: str | None = None


def page(tx: Transaction, asker: Asker, evaluation_id: str, part: Slice) -> Json:
    """调整记录 - Return a page of the adjustments of an evaluation, the first one first."""
    found = standing.find(tx, asker, evaluation_id)
    rows, total = adjustments.page(tx.connection, evaluation_id, part)
    form = read_form(found.row.document)
    return {"items": [_as_json(form, row) for row in rows], "total": total}


def adjust(tx: Transaction, asker: Asker, evaluation_id: str, wanted: Wanted) -> bytes:
    """登记调整 - Change a locked cell and return the record of it.

    Raises: NotFound; Forbidden; Conflict, when the form is being checked or the old value is another; Invalid, when the cell is not locked.
    """
    found = standing.find(tx, asker, evaluation_id)
    round_rules.prove_open(found.round.closed)
    form = read_form(found.row.document)
    lock = _proved(found, form, wanted)
    record = AdjustmentRow(
        id=uuid4().hex,
        evaluation=evaluation_id,
        cell=wanted.cell,
        old=lock.value,
        new=wanted.new,
        document_number=wanted.document_number,
        approved_by=wanted.approved_by,
        date=wanted.date,
        person=asker.person,
        at=tx.at,
    )
    adjustments.add(tx.connection, record)
    locks = {**read_locks(found.row.locked), wanted.cell: Lock(value=wanted.new, source=lock.source)}
    document = _written(found.row.document, form, wanted, lock.value)
    row = replace(found.row, document=document, locked=write_locks(locks))
    judged = standing.assess_form(replace(found, row=row), read_form(document))
    saved = filing.store(found, filing.with_card(row, judged))
    told = {**_as_json(form, record), "version": saved.version, "sha256": filing.digest(document)}
    tx.record(asker.person, asker.address, "evaluation.adjust", f"evaluations/{evaluation_id}", told)
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _proved(found: Standing, form: Evaluation, wanted: Wanted) -> Lock:
    """Return the lock of the cell that is to change, if it may."""
    if not set(REGISTRARS) & found.roles:
        raise Forbidden("role-forbidden", f"这项操作由{'、'.join(role.label for role in REGISTRARS)}进行")
    if found.row.state not in DRAFTS:
        raise not_allowed(("正在审核或已经审核通过的自评不能调整，请先退回或重新打开",))
    lock = read_locks(found.row.locked).get(wanted.cell)
    if lock is None or lock.source == merging.SOURCE:
        told = "由各实施单位的自评汇总而来，请调整各实施单位的自评" if lock else "没有锁定，单位可以自行填写"
        raise Invalid("not-locked", f"{title(form, wanted.cell)}{told}", (Place(where=place(form, wanted.cell), message=told),))
    if wanted.old is not None and not alike(wanted.old, lock.value):
        raise Conflict("adjustment-stale", f"{title(form, wanted.cell)}现为“{lock.value or '空'}”，与所写的原值“{wanted.old}”不同")
    if split(wanted.cell)[0] in _MONEY and read_number(wanted.new) is None:
        told = f"{title(form, wanted.cell)}应为数字，写的是“{wanted.new}”"
        raise Invalid("adjustment-invalid", told, (Place(where="new", message=told, suggestion="按元写，至多两位小数"),))
    return lock


def _written(document: str, form: Evaluation, wanted: Wanted, old: str | None) -> str:
    """Return the form with the new value in its cell; a target keeps its first value beside it."""
    tree = json.loads(document, parse_float=str, parse_int=str)
    table, _, column = split(wanted.cell)
    where = place(form, wanted.cell)
    if "[" in where:
        row = tree[table][int(where.partition("[")[2].partition("]")[0])]
        row[column] = wanted.new
        if column == "target" and not row.get("target_original"):
            row["target_original"] = old
    else:
        part, _, key = wanted.cell.rpartition(".")
        (tree.setdefault(part, {}) if part else tree)[key] = wanted.new
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def _as_json(form: Evaluation, row: AdjustmentRow) -> Json:
    """Return an adjustment with the name of its cell."""
    own: Json = {name: getattr(row, name) for name in AdjustmentRow.__dataclass_fields__ if name not in _INWARD}
    return {**own, "title": title(form, row.cell)}
