"""查找工作台 - Find an evaluation of whatever round by what somebody knows of it: words of its title, the unit, the project's code."""

from perfeval.accounts import Asker
from perfeval.desks import bureau, filing
from perfeval.store import Transaction, finding, rounds
from perfeval.store.finding import Sought
from perfeval.store.scope import Slice

Json = dict[str, object]
_ROUNDS = Slice(size=200)


def search(tx: Transaction, asker: Asker, sought: Sought, part: Slice) -> Json:
    """查找 - Return a page of what is found inside the scope; points of drafts stay inside their units.

    Raises: Forbidden, for roles without business.
    """
    hits, total = finding.search(tx.connection, sought, bureau.seen(asker), part)
    items = [
        {**filing.item(asker, each.head, each.unit), "code": each.code, "round": each.round, "round_title": each.round_title}
        for each in hits
    ]
    return {"items": items, "total": total}


def choices(tx: Transaction, asker: Asker) -> tuple[tuple[str, str], ...]:
    """可选批次 - Return the rounds that somebody may look through, newest first.

    Raises: Forbidden, for roles without business.
    """
    rows, _ = rounds.page(tx.connection, bureau.seen(asker), _ROUNDS)
    return tuple((row.id, row.title) for row in rows)
