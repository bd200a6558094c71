"""办结工作台 - Close a round: final totals and grades are fixed, each with its source, and nothing of the round is changed any more."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from perfeval.accounts import Asker, Role
from perfeval.accounts import moved as later
from perfeval.desks import bureau, round_rules
from perfeval.desks.finals import NOT_OWN
from perfeval.desks.review.items import OBJECTION_DAYS
from perfeval.errors import Conflict, Forbidden
from perfeval.store import Transaction, decisions, evaluations, rounds, samples
from perfeval.store.samples import SampledRow
from perfeval.workflow import ItemState, not_allowed

Json = dict[str, object]
CLOSERS = (Role.FINANCE_HEAD,)
"""办结人 - Who closes a round."""
_TO_DO: Mapping[str, str] = {
    ItemState.SENT: "还没有人动手的请在抽查批里按“收回”，要复核的等复核人交回，再定分、反馈",
    ItemState.REVIEWING: "请等复核人交回，再定分、反馈",
    ItemState.SIGNING: "请由没有定分的财政负责人会签，或写明原因退回重定，再反馈",
    ItemState.DECIDED: "请在抽查批里按“整批反馈”，或打开每一项反馈给单位",
    ItemState.RELEASED: f"请等单位确认，或等反馈满{OBJECTION_DAYS}天",
    ItemState.OBJECTED: "请逐条答复异议；另行定分的，定分以后再反馈",
}
"""怎么办 - What is to be done with items of each state that keeps a round from being closed."""


def close(tx: Transaction, asker: Asker, round_id: str, version: int) -> Json:
    """办结批次 - Close a round once every review that was begun is settled, and return it.

    Raises: Forbidden; NotFound; Conflict `version-conflict` or `not-allowed`, with what is not settled yet.
    """
    scope = asker.scope(CLOSERS)
    if not scope:
        raise Forbidden("role-forbidden", f"批次由{CLOSERS[0].label}办结")
    found = bureau.load(tx, round_id, scope)
    if found.version != version:
        current = bureau.one(tx, asker, round_id)
        raise Conflict("version-conflict", "这个批次刚被别人改过，请取最新内容后再办理", more={"current": current})
    round_rules.prove_open(found.closed)
    if rounds.reaches_beyond(tx.connection, round_id, scope):
        raise Forbidden("round-shared", "还有您范围以外的单位参加这个批次，请由管理全部参加单位的财政负责人办结")
    if why := tuple(_unsettled(tx, samples.every(tx.connection, round_id, scope))):
        raise not_allowed(why)
    saved = rounds.save(tx.connection, replace(found, closed=tx.at), version)
    evaluations.fix_own(tx.connection, round_id, NOT_OWN, scope)
    reviewed = decisions.released_of(tx.connection, round_id, scope)
    evaluations.fix_reviewed(tx.connection, {name: (each.total, each.grade) for name, each in reviewed.items()})
    told = {"version": saved.version, "closed": tx.at, "reviewed": len(reviewed)}
    tx.record(asker.person, asker.address, "round.close", f"rounds/{round_id}", told)
    return bureau.one(tx, asker, round_id)


def _unsettled(tx: Transaction, rows: Sequence[SampledRow]) -> Iterator[str]:
    """Yield how many items of which state keep a round from being closed, and what to do with them."""
    waiting = Counter(row.state for row in rows if row.state in _TO_DO and not _is_over(tx, row))
    yield from (f"还有{waiting[state]}项抽查项{ItemState(state).label}：{advice}" for state, advice in _TO_DO.items() if waiting[state])


def _is_over(tx: Transaction, row: SampledRow) -> bool:
    """Tell whether the unit has let the days for objections go by."""
    return row.state == ItemState.RELEASED and row.released is not None and later(row.released, days=OBJECTION_DAYS) <= tx.at
