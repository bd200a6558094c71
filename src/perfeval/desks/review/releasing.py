"""反馈工作台 - Tell the units what was decided: one item, or a whole sample once all of it is; and what the unit confirms."""

from dataclasses import replace

from perfeval.accounts import Asker
from perfeval.desks.meant import Meant
from perfeval.desks.review import drawing, items
from perfeval.store import Transaction, samples
from perfeval.store.samples import SampledRow
from perfeval.workflow import OPEN_TO_UNIT, ItemAction, ItemState, not_allowed

Json = dict[str, object]


def release(tx: Transaction, asker: Asker, meant: Meant) -> Json:
    """反馈一项 - Let the unit see the decision that counts now.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`.
    """
    found = items.find(tx, asker, meant.id)
    way = items.moved(found, ItemAction.RELEASE, meant.version)
    return items.acted(found, _released(tx, found.row), way, {"number": found.row.decision})


def release_all(tx: Transaction, asker: Asker, sample_id: str, version: int) -> Json:
    """反馈一批 - Let the units see every decision of a sample that they do not see yet.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`, while anything of it is not decided.
    """
    row = drawing.steered(tx, asker, sample_id, version)
    mine = samples.items(tx.connection, row.id, (row.path,))
    why = [
        f"“{each.title}”{ItemState(each.state).label}"
        for each in mine
        if each.state != ItemState.DECIDED and each.state not in OPEN_TO_UNIT
    ]
    if why:
        raise not_allowed([f"还有没有定分的，不能整批反馈：{each}" for each in why])
    for each in mine:
        if each.state == ItemState.DECIDED:
            release(tx, asker, Meant(id=each.id, version=each.version))
    return drawing.keep(tx, asker, replace(row, state=ItemState.RELEASED, released=tx.at), "sample.release", {"items": len(mine)})


def accept(tx: Transaction, asker: Asker, meant: Meant) -> Json:
    """确认 - Keep that the unit accepts its result.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`.
    """
    found = items.find(tx, asker, meant.id)
    way = items.moved(found, ItemAction.ACCEPT, meant.version)
    return items.acted(found, replace(found.row, state=way.target), way, {"number": found.row.told})


def _released(tx: Transaction, row: SampledRow) -> SampledRow:
    return replace(row, state=ItemState.RELEASED, told=row.decision, released=tx.at)
