"""复核页 - What the page of one review needs beside the review itself: how long words must be, visits, problems, the reviews around it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perfeval.accounts import Asker
from perfeval.desks.assessing import Assessed
from perfeval.desks.document import row_written, written
from perfeval.desks.lines import Line, lines
from perfeval.desks.review import assigning, fieldwork, rescoring, showing
from perfeval.desks.review.ground import Ground, ground_of
from perfeval.errors import Conflict
from perfeval.evaluation import FundSource
from perfeval.quantities import Points
from perfeval.review import Deduction, DeductionTable, Effect, ReviewDocument, RowChange, cuts
from perfeval.store import Transaction, reviews
from perfeval.store.samples import Own
from perfeval.store.scope import Slice
from perfeval.workflow import ItemState

Json = dict[str, object]
Tree = Mapping[str, Any]
_MOST = Slice(size=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSheet:
    """复核页 - Hold a review with what its page needs beside it.

    least: by row, then by code of the table, with its gravity behind a bar, how many characters the words must have. lines: by row, how its
    actual value is written, as the form has it. filed: by cell, what the unit wrote.
    """

    review: Tree
    lines: Mapping[str, Line]
    filed: Mapping[str, str]
    least: Mapping[str, Mapping[str, int]]
    money: tuple[str | None, str | None]
    visits: Sequence[Json]
    problems: Sequence[Json]
    quality: Tree | None
    writes: bool
    around: "Around"


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """前后 - Hold where a review stands among those of its reviewer in one sample: before, after, and the next to be written."""

    before: str | None = None
    after: str | None = None
    waiting: str | None = None
    place: int = 0
    total: int = 0


def sheet(tx: Transaction, asker: Asker, review_id: str) -> ReviewSheet:
    """复核页 - Return a review with all that its page needs.

    Raises: NotFound; Conflict `deductions-missing`.
    """
    found, signed = assigning.find(tx, asker, review_id)
    base, own = ground_of(found), found.mine is not None and found.mine.review.id == review_id
    untouched = base.score(ReviewDocument())
    return ReviewSheet(
        review=rescoring.one(tx, asker, review_id),
        lines={each.id: each for each in lines(Assessed(form=base.form, rules=base.rules, card=untouched.self_card), {})},
        filed=written(base.submission.document),
        least={change.row: dict(_least(base.table, change)) for change in untouched.changes},
        money=_money(base),
        visits=_list(fieldwork.page_of_visits(tx, asker, found.row.id, _MOST)),
        problems=_list(fieldwork.page_of_problems(tx, asker, found.row.id, _MOST)),
        quality=showing.work(found),
        writes=own and found.row.state in {ItemState.SENT, ItemState.REVIEWING} and signed.review.handed_in is None,
        around=_around(tx, asker, found.row.sample, review_id) if own else Around(),
    )


def _around(tx: Transaction, asker: Asker, sample: str, review_id: str) -> Around:
    """Return what stands around a review in the order of the items, and what is to be written after it."""
    mine = [each for each in reviews.page_of(tx.connection, asker.person, Own(), _MOST)[0] if each.sample == sample]
    mine.sort(key=lambda each: (each.item, each.id))
    ids = [each.id for each in mine]
    if review_id not in ids:
        return Around()
    at = ids.index(review_id)
    return Around(
        before=ids[at - 1] if at else None,
        after=ids[at + 1] if at + 1 < len(ids) else None,
        waiting=next((each.id for each in (*mine[at + 1 :], *mine[:at]) if each.handed_in is None), None),
        place=at + 1,
        total=len(ids),
    )


def cells(document: Tree) -> dict[str, str]:
    """复核所写 - Return by cell what the judgements of a document put in the place of what the unit wrote."""
    found: dict[str, str] = {}
    for each in document["judgements"]:
        where = f"indicators.{each['row']}"
        found |= dict(row_written(where, each)) | {f"{where}.band": str(each.get("band") or "")}
        found |= {f"{where}.dates.{event['what']}": event.get("date") or "" for event in each.get("events") or ()}
    return found


def finish(tx: Transaction, asker: Asker, review_id: str, version: int, document: Mapping[str, object]) -> Json:
    """保存并交回 - Keep what a reviewer found and hand it in, both or neither.

    Raises: as `rescoring.save` and `rescoring.hand_in` do; Conflict `not-allowed`, with every fault, when it is not complete.
    """
    saved = rescoring.save(tx, asker, review_id, version, document)
    number = saved["version"]
    if not isinstance(number, int):
        raise Conflict("version-conflict", "这份复核意见刚在别处改过，请取最新内容后再保存")
    return rescoring.hand_in(tx, asker, review_id, number)


def _least(table: DeductionTable, change: RowChange) -> Iterator[tuple[str, int]]:
    """Yield for each deduction how many characters its words must have on this row."""
    weight, points = change.weight or Points(0), change.self_points
    for entry in table.entries:
        ways = [each.name for each in table.gravities] if entry.effect is Effect.BY_GRAVITY else [None]
        for gravity in ways:
            taken = cuts(table, [Deduction(code=entry.code, gravity=gravity)], weight, points)
            yield f"{entry.code}|{gravity or ''}", max((table.least_words(each.lost) for each in taken), default=0)


def _money(base: Ground) -> tuple[str | None, str | None]:
    """Return the whole budget and what was spent of it, as the form has them."""
    total = next((each for each in base.form.funds if each.source is FundSource.TOTAL), None)
    return (total.adjusted or total.original, total.spent) if total else (None, None)


def _list(listed: Json) -> Sequence[Json]:
    found = listed["items"]
    return found if isinstance(found, list) else []
