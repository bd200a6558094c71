"""异议工作台 - What the unit says to its result, and what comes of it: it objects row by row, the bureau answers, the item is closed.

What is not objected to counts as accepted. An answer may lead to a new decision; what was decided before, and what the unit was told,
stays where it is until the new one is released.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from perfeval.accounts import Asker
from perfeval.desks.meant import Meant
from perfeval.desks.review import deciding, items, materials
from perfeval.desks.review.ground import drawn
from perfeval.desks.review.items import Item
from perfeval.errors import Invalid, Place
from perfeval.review import MONEY_ROW
from perfeval.store import Transaction, objections, people
from perfeval.store.objections import ObjectionRow, Signed
from perfeval.store.scope import Slice
from perfeval.workflow import ItemAction, ItemState

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Objected:
    """提出的异议 - Hold what is said against a row, or against the whole, and by which materials."""

    words: str
    row: str | None = None
    proof: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """答复 - Hold what is answered to one objection."""

    objection: str
    words: str


def page(tx: Transaction, asker: Asker, sampled_id: str, part: Slice) -> Json:
    """异议清单 - Return a page of the objections to the result of an item, each with its answer.

    Raises: NotFound.
    """
    found = items.find(tx, asker, sampled_id)
    rows = objections.of_item(tx.connection, found.row.id)
    names = people.names(tx.connection, [each.objection.answered_by for each in rows if each.objection.answered_by])
    return items.paged([_told(each, names) for each in rows], part)


def object_to(tx: Transaction, asker: Asker, meant: Meant, said: Sequence[Objected]) -> Json:
    """提出异议 - Keep what the unit says against its result, row by row; the rest of it is accepted.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`; Invalid, where a row or a material is none of the item's.
    """
    found = items.find(tx, asker, meant.id)
    way = items.moved(found, ItemAction.OBJECT, meant.version, ("words",) if said else ())
    _prove(found, said)
    for each in said:
        proof = json.dumps(list(each.proof))
        own = {"id": uuid4().hex, "sampled": found.row.id, "person": asker.person, "at": tx.at}
        objections.add(tx.connection, ObjectionRow(**own, row=each.row, words=each.words, proof=proof))
    told = [{"row": each.row, "words": each.words, "proof": list(each.proof)} for each in said]
    return items.acted(found, replace(found.row, state=way.target), way, {"number": found.row.told, "objections": told})


def answer(tx: Transaction, asker: Asker, meant: Meant, replies: Sequence[Replied], to: str | None) -> Json:
    """答复异议 - Answer every objection; where it is right, the item is decided anew.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`; Invalid, while one of them has no answer.
    """
    found = items.find(tx, asker, meant.id)
    way = items.moved(found, ItemAction.ANSWER, meant.version, ("answers",) if replies else (), to)
    waiting = [each.objection for each in objections.of_item(tx.connection, found.row.id) if each.objection.answer is None]
    for each, words in _paired(waiting, replies):
        objections.answer(tx.connection, replace(each, answer=words, answered_by=asker.person, answered_at=tx.at))
    anew = way.target == ItemState.REVIEWING
    row = deciding.undecided(found, way.target) if anew else replace(found.row, state=way.target)
    told = [{"objection": each.objection, "words": each.words} for each in replies]
    return items.acted(found, row, way, {"number": found.row.told, "answers": told})


def close(tx: Transaction, asker: Asker, meant: Meant) -> Json:
    """办结一项 - End the review of an item: it was accepted, or answered, or the days for objections are over.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`.
    """
    found = items.find(tx, asker, meant.id)
    way = items.moved(found, ItemAction.CLOSE, meant.version)
    return items.acted(found, replace(found.row, state=way.target, closed=tx.at), way, {"number": found.row.told})


def _prove(found: Item, said: Sequence[Objected]) -> None:
    """Refuse objections to rows that the form does not have, twice to one row, or by materials that are not there."""
    known = {row.id for row in drawn(found.tx, found.row).form.indicators} | {MONEY_ROW, None}
    there = materials.known(found)
    rows = [each.row for each in said]
    faults = [Place(where="row", message=f"没有编号为“{row}”的指标行") for row in rows if row not in known]
    faults += [
        Place(where="row", message=f"指标行“{row}”写了不止一次") for row in sorted({str(row) for row in rows if rows.count(row) > 1})
    ]
    faults += materials.faults({name for each in said for name in each.proof} - there)
    if faults:
        raise Invalid("objection-invalid", "异议不能提出", tuple(faults))


def _paired(waiting: Sequence[ObjectionRow], replies: Sequence[Replied]) -> list[tuple[ObjectionRow, str]]:
    """Return every objection that waits for an answer, with its answer.

    Raises: Invalid, when one has none, or an answer is to no objection.
    """
    given = {each.objection: each.words for each in replies}
    faults = [Place(where="answers", message=f"这一条异议还没有答复：{each.words[:40]}") for each in waiting if each.id not in given]
    strange = given.keys() - {each.id for each in waiting}
    faults += [Place(where="answers", message=f"没有这条待答复的异议：{each}") for each in sorted(strange)]
    if faults:
        raise Invalid("answers-invalid", "请逐条答复异议", tuple(faults))
    return [(each, given[each.id]) for each in waiting]


def _told(signed: Signed, names: Mapping[str, str]) -> Json:
    row = signed.objection
    return {
        "id": row.id,
        "row": row.row,
        "words": row.words,
        "proof": json.loads(row.proof),
        "person": {"id": row.person, "name": signed.name},
        "at": row.at,
        "answer": row.answer,
        "answered_by": names.get(row.answered_by or ""),
        "answered_at": row.answered_at,
    }
