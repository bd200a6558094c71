"""逐日工作台 - How a round filled up, day by day: filed, filed late, sent back, each added up since the beginning."""

from datetime import date, timedelta
from itertools import accumulate

from perfeval.accounts import Asker
from perfeval.desks import bureau
from perfeval.store import Transaction, timeline

Json = dict[str, object]
_MOST_DAYS = 366


def by_day(tx: Transaction, asker: Asker, round_id: str) -> Json:
    """逐日进度 - Return every day from the one before anything came to the last on which something did, and what had come by then.

    Only what lies inside the asker's scope counts.

    Raises: Forbidden; NotFound.
    """
    scope = bureau.seen(asker)
    bureau.load(tx, round_id, scope)
    came = timeline.days(tx.connection, round_id, scope)
    known = {each.day: each for each in came}
    days = _between(came[0].day, came[-1].day) if came else []
    return {
        "days": days,
        "filed": list(accumulate(known[day].filed if day in known else 0 for day in days)),
        "late": list(accumulate(known[day].late if day in known else 0 for day in days)),
        "returned": list(accumulate(known[day].returned if day in known else 0 for day in days)),
    }


def _between(first: str, last: str) -> list[str]:
    """Return the days from the one before the first to the last, the last year of them."""
    end = date.fromisoformat(last)
    start = max(date.fromisoformat(first) - timedelta(days=1), end - timedelta(days=_MOST_DAYS))
    return [(start + timedelta(days=at)).isoformat() for at in range((end - start).days + 1)]
