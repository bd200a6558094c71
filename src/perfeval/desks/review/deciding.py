"""定分工作台 - Decide the one second score of an item, and sign it where it is above the unit's own.

What is decided is frozen: judgements, the sum with every trace, the table of deductions by id, version and hash, who and when. Decided
anew it is another decision beside the first.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from perfeval import scoring
from perfeval.accounts import Asker
from perfeval.desks.meant import Meant
from perfeval.desks.review import items, rating, rescoring
from perfeval.desks.review.ground import Ground, ground_of
from perfeval.desks.review.items import Item
from perfeval.desks.review.rating import Rated
from perfeval.errors import Invalid, NotFound, Place
from perfeval.review import ReviewDocument, SecondScore, read_document
from perfeval.store import Transaction, decisions, people
from perfeval.store.decisions import DecisionRow
from perfeval.store.samples import SampledRow
from perfeval.workflow import ItemAction, ItemState

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """所定 - Say by whose review an item is decided, or by which judgements of one's own, and why."""

    review: str | None = None
    document: Mapping[str, Any] | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """Hold what is decided: the judgements, what they come to, the rating of the work that goes with it, and why."""

    document: ReviewDocument
    second: SecondScore
    work: Rated
    words: str | None


def decide(tx: Transaction, asker: Asker, meant: Meant, chosen: Chosen) -> Json:
    """定分 - Decide the second score of an item; above the self score it waits for a second signature.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`; Invalid.
    """
    found = items.find(tx, asker, meant.id)
    given: Sequence[str] = ("score",) if chosen.review or chosen.document else ()
    first = items.moved(found, ItemAction.DECIDE, meant.version, given)
    base, document = ground_of(found), _document(found, chosen)
    second = base.score(document)
    base.prove_same(second)
    rescoring.refuse_unfinished(second)
    target = ItemState.SIGNING if second.above_self else ItemState.DECIDED
    work = rating.decided(found, second)
    made = _frozen(found, base, _Settled(document=document, second=second, work=work, words=chosen.words))
    decisions.add(tx.connection, made)
    row = replace(
        found.row,
        state=target,
        decision=made.number,
        decided_by=asker.person,
        decided_at=tx.at,
        signed_by=None,
        signed_at=None,
        reviewed_total=made.reviewed_total,
        reviewed_grade=made.reviewed_grade,
        quality=found.row.quality and work.kept,
        quality_total=work.total,
        quality_grade=work.grade,
    )
    told = {"number": made.number, "sha256": made.sha256, "words": chosen.words, "review": chosen.review}
    totals = {"self_total": items.points(made.self_total), "reviewed_total": items.points(made.reviewed_total)}
    return items.acted(found, row, replace(first, target=target), {**told, **totals})


def decide_by_rows(tx: Transaction, asker: Asker, meant: Meant, chosen: Mapping[str, str], words: str | None) -> Json:
    """逐行定分 - Decide an item by saying for each row whose review counts; where one counts for all, it is decided by that review.

    Raises: as `decide` does.
    """
    if len(set(chosen.values())) <= 1:
        return decide(tx, asker, meant, Chosen(review=next(iter(chosen.values()), None), words=words))
    given = {each.review.id: rescoring.document_of(each.review) for each in items.find(tx, asker, meant.id).reviews}
    taken = tuple(given[review].of(row) for row, review in chosen.items() if review in given)
    return decide(tx, asker, meant, Chosen(document=ReviewDocument(judgements=taken).as_json(), words=words))


def sign(tx: Transaction, asker: Asker, meant: Meant) -> Json:
    """会签 - Sign a second score that is above the self score; never who decided it.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`.
    """
    found = items.find(tx, asker, meant.id)
    way = items.moved(found, ItemAction.SIGN, meant.version)
    row = replace(found.row, state=way.target, signed_by=asker.person, signed_at=tx.at)
    return items.acted(found, row, way, {"number": row.decision})


def refuse(tx: Transaction, asker: Asker, meant: Meant, reason: str | None) -> Json:
    """不同意 - Send a second score that is above the self score back to be decided anew.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`; Invalid, without a reason.
    """
    found = items.find(tx, asker, meant.id)
    way = items.moved(found, ItemAction.REFUSE, meant.version, ("reason",) if reason else ())
    return items.acted(found, undecided(found, way.target), way, {"number": found.row.decision, "reason": reason})


def decision(tx: Transaction, asker: Asker, sampled_id: str) -> bytes:
    """定分结果 - Return the decision that counts, row by row with every trace; to the unit the one that was released to it.

    Raises: NotFound, where nothing was decided, or nothing that is for who asks.
    """
    found = items.find(tx, asker, sampled_id)
    number = found.row.decision if found.reads_all else found.row.told
    row = decisions.load(tx.connection, sampled_id, number) if number else None
    if row is None:
        raise NotFound("decision-not-found", "这一项还没有定分，或结果还没有反馈")
    return _told(tx, found, row)


def undecided(found: Item, target: str) -> SampledRow:
    """收回定分 - Return an item of which no decision counts any more; what was decided stays in its own place."""
    undone = replace(found.row, state=target, decision=None, decided_by=None, decided_at=None, reviewed_total=None, reviewed_grade=None)
    return replace(undone, quality_total=None, quality_grade=None)


def _document(found: Item, chosen: Chosen) -> ReviewDocument:
    """Return the judgements by which an item is decided."""
    if chosen.document is not None:
        return read_document(dict(chosen.document))
    review = next((each.review for each in found.reviews if each.review.id == chosen.review), None)
    if review is None:
        raise Invalid("review-not-found", "这一项没有这份复核意见", (Place(where="review", message="复核意见的编号见 GET …/reviews"),))
    return rescoring.document_of(review)


def _frozen(found: Item, base: Ground, settled: _Settled) -> DecisionRow:
    """Return what is frozen, with its hash."""
    second = settled.second
    table = {"id": base.table.id, "version": base.table.version, "sha256": base.table.sha256}
    row = DecisionRow(
        id=uuid4().hex,
        sampled=found.row.id,
        number=decisions.last_number(found.tx.connection, found.row.id) + 1,
        document=_text(settled.document.as_json()),
        card=f'{{"score":{_text(second.as_json())},"scorecard":{scoring.write(second.card)},"quality":{settled.work.kept}}}',
        rules=_text(table),
        words=settled.words,
        self_total=second.self_card.total,
        reviewed_total=second.card.total,
        reviewed_grade=second.card.grade,
        person=found.asker.person,
        at=found.tx.at,
    )
    return replace(row, sha256=row.digest())


def _told(tx: Transaction, found: Item, row: DecisionRow) -> bytes:
    """Return a decision as it was frozen; who decided and what the reviewers wrote to each other stays with the bureau."""
    head: Json = {
        "sampled": row.sampled,
        "number": row.number,
        "at": row.at,
        "sha256": row.sha256,
        "words": row.words,
        "person": people.names(tx.connection, [row.person]).get(row.person) if found.reads_all else None,
        "rules": json.loads(row.rules or "null"),
    }
    return f'{_text(head)[:-1]},"document":{row.document},{row.card[1:-1]}}}\n'.encode()


def _text(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
