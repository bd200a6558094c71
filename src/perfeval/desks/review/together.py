"""成批定分和办结 - Decide or close many items of a sample at once, each by the same way as alone, with a result for each.

Only what leaves nothing to be chosen is decided like this: where one person reviewed, by their review. What is above the self score waits
for its second signature as always.
"""

from collections.abc import Sequence
from functools import partial

from perfeval.accounts import Asker
from perfeval.desks import many
from perfeval.desks.meant import Meant
from perfeval.desks.review import deciding, drawing, items, objections
from perfeval.desks.review.deciding import Chosen
from perfeval.desks.review.items import Item
from perfeval.store import Transaction, samples
from perfeval.workflow import SPOT_CHECK, ItemAction, ItemState, not_allowed

Json = dict[str, object]


def decide(tx: Transaction, asker: Asker, sample_id: str, wanted: Sequence[Meant]) -> Json:
    """成批定分 - Decide items of a sample, each by its one review, and say of each what came of it.

    Raises: Forbidden; NotFound, where the sample is none that the asker steers.
    """
    _take(tx, asker, sample_id, wanted)
    return many.summed([many.tried(tx, each.id, partial(_decide, tx, asker, sample_id, each)) for each in wanted])


def close(tx: Transaction, asker: Asker, sample_id: str, wanted: Sequence[Meant]) -> Json:
    """成批办结 - End the review of items of a sample, and say of each what came of it.

    Raises: Forbidden; NotFound, where the sample is none that the asker steers.
    """
    _take(tx, asker, sample_id, wanted)
    return many.summed([many.tried(tx, each.id, partial(_close, tx, asker, sample_id, each)) for each in wanted])


def _take(tx: Transaction, asker: Asker, sample_id: str, wanted: Sequence[Meant]) -> None:
    """Prove that somebody steers a sample, and keep others from its items until all is done."""
    drawing.prove_steers(tx, asker, sample_id)
    samples.hold(tx.connection, [each.id for each in wanted])


def _decide(tx: Transaction, asker: Asker, sample_id: str, meant: Meant) -> None:
    """Decide an item by its one review."""
    found = _standing(tx, asker, sample_id, meant, ItemAction.DECIDE)
    if len(found.reviews) > 1:
        raise not_allowed((f"{len(found.reviews)}个人的意见须选一份，请打开这一项定分",))
    own = next((each.review.id for each in found.reviews), None)
    deciding.decide(tx, asker, meant, Chosen(review=own))


def _close(tx: Transaction, asker: Asker, sample_id: str, meant: Meant) -> None:
    _standing(tx, asker, sample_id, meant, ItemAction.CLOSE)
    objections.close(tx, asker, meant)


def _standing(tx: Transaction, asker: Asker, sample_id: str, meant: Meant, action: ItemAction) -> Item:
    """Return an item of the sample that stands where the action begins.

    Raises: NotFound; Conflict `not-allowed`, saying where it stands instead.
    """
    found = items.find(tx, asker, meant.id)
    if found.row.sample != sample_id:
        raise not_allowed(("不在这个抽查批中",))
    begins = {each.source: ItemState(each.source).label for each in SPOT_CHECK if each.action == action}
    if found.row.state not in begins:
        raise not_allowed((f"这一项{ItemState(found.row.state).label}，{'、'.join(begins.values())}的才能{action.label}",))
    return found
