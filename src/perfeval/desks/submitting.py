"""送审工作台 - Freeze what a unit submits, hand out the receipt, and show what was submitted when and what changed in between.

A submission holds the form as it was sent, the rules by id, version and hash, the card with every trace and finding, who, when, and
whether late; its hash is over all of it. The journal gets the whole. The number of that entry and the first twelve digits of its hash
are the receipt, which every Word file of the submission carries in its footer.
"""

import json
from dataclasses import replace
from uuid import uuid4

from perfeval.accounts import Asker
from perfeval.desks import filing, proving, standing, surroundings, wholes
from perfeval.desks.assessing import Assessed, read_form
from perfeval.desks.changes import changed
from perfeval.desks.standing import Standing
from perfeval.desks.surroundings import Place
from perfeval.errors import NotFound
from perfeval.store import Transaction, evidence, people, submissions, trail
from perfeval.store.scope import Slice
from perfeval.store.submissions import SubmissionHead, SubmissionRow
from perfeval.store.trail import Receipt
from perfeval.workflow import State, not_allowed

Json = dict[str, object]


def submit(found: Standing, target: str) -> bytes:
    """送审 - Freeze the form as it stands, move it on, and return it with the receipt.

    Raises: Conflict `not-allowed`, with every error and every unanswered warning.
    """
    judged = standing.assessed(found)
    if why := [*(each.message for each in judged.blocking), *(f"请说明：{each.message}" for each in judged.unanswered)]:
        raise not_allowed(why)
    at, person = found.tx.at, found.asker.person
    late = found.window.is_late(at) if found.row.filed is None else found.row.late
    row = replace(filing.with_card(found.row, judged), state=target, filed=found.row.filed or at, late=late, filed_by=person)
    saved = filing.store(found, row)
    if target == State.FINAL:
        wholes.compute(found)
    frozen = _frozen(found, judged, late=late)
    submissions.add(found.tx.connection, frozen)
    surroundings.keep(Place(tx=found.tx, row=row, round=found.round), judged.form)
    detail: Json = {name: getattr(frozen, name) for name in SubmissionRow.__dataclass_fields__ if name != "evaluation"}
    detail |= {"confirmed": row.confirmed, "version": saved.version}
    entry = found.tx.record(person, found.asker.address, trail.SUBMIT, f"evaluations/{row.id}", detail)
    receipt = _receipt(frozen.number, Receipt(number=entry.number, hash=entry.hash))
    return filing.answer(replace(found, row=saved), more={"receipt": {**receipt, "at": at, "late": late, "sha256": frozen.sha256}})


def page(tx: Transaction, asker: Asker, evaluation_id: str, part: Slice) -> Json:
    """送审记录 - Return a page of the submissions of an evaluation, the first one first, without what was submitted."""
    found = standing.find(tx, asker, evaluation_id)
    if _taken_back(found):
        return {"items": [], "total": 0}
    receipts = trail.receipts(tx.connection, evaluation_id)
    heads = submissions.page(tx.connection, evaluation_id, part)
    items = [{**_head(found, head), "receipt": _receipt(head.number, receipts[head.number - 1])} for head in heads]
    return {"items": items, "total": len(receipts)}


def one(tx: Transaction, asker: Asker, evaluation_id: str, number: int) -> bytes:
    """一次送审 - Return a submission as it was frozen: form and card byte for byte.

    Raises: NotFound.
    """
    found = standing.find(tx, asker, evaluation_id)
    row = load(found, number)
    receipt = _receipt(number, trail.receipts(tx.connection, evaluation_id)[number - 1])
    head = {**_head(found, _head_of(row)), "set_sha256": row.set_sha256, "receipt": receipt}
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    return f'{text[:-1]},"evaluation":{row.document},"scorecard":{row.card},"proofs":{row.proofs}}}\n'.encode()


def difference(tx: Transaction, asker: Asker, evaluation_id: str, number: int, other: int) -> Json:
    """两次送审之差 - Return every cell and every row's points that differ between another submission and this one.

    Raises: NotFound.
    """
    found = standing.find(tx, asker, evaluation_id)
    after, before = load(found, number), load(found, other)
    changes = changed(read_form(before.document), read_form(after.document))
    old, new = json.loads(before.card), json.loads(after.card)
    rows = {each["id"]: each["points"] for each in old["rows"]}
    points = [{"row": each["id"], "old": rows.get(each["id"]), "new": each["points"]} for each in new["rows"]]
    return {
        "number": number,
        "against": other,
        "changes": [{**each.as_json(), "row": each.row} for each in changes],
        "points": [each for each in points if each["old"] != each["new"]],
        "execution": {"old": old["execution"]["points"], "new": new["execution"]["points"]},
        "total": {"old": old["total"], "new": new["total"]},
        "grade": {"old": old["grade"], "new": new["grade"]},
    }


def load(found: Standing, number: int) -> SubmissionRow:
    """取送审 - Return a submission of an evaluation.

    Raises: NotFound; Forbidden, for those outside the unit when all that was submitted was taken back.
    """
    if _taken_back(found):
        filing.shown(found)
    row = submissions.load(found.tx.connection, found.row.id, number)
    if row is None:
        raise NotFound("submission-not-found", f"这份自评没有第{number}次送审")
    return row


def last(found: Standing) -> SubmissionRow:
    """最近一次送审 - Return the last submission of an evaluation.

    Raises: NotFound, where it was never submitted.
    """
    number = submissions.last_number(found.tx.connection, found.row.id)
    if not number:
        raise NotFound("submission-not-found", "这份自评还没有送审")
    return load(found, number)


def receipt_of(found: Standing, number: int) -> Receipt:
    """回执 - Return the journal entry of a submission."""
    return trail.receipts(found.tx.connection, found.row.id)[number - 1]


def _taken_back(found: Standing) -> bool:
    """Tell whether the asker is not of the unit, and nothing that was submitted stands: it was taken back before anybody looked at it."""
    return found.hidden and found.row.filed is None


def _frozen(found: Standing, judged: Assessed, *, late: bool) -> SubmissionRow:
    """Return what is frozen, with its hash."""
    row = SubmissionRow(
        id=uuid4().hex,
        evaluation=found.row.id,
        number=submissions.last_number(found.tx.connection, found.row.id) + 1,
        document=found.row.document,
        set_id=judged.card.set_id,
        set_version=judged.card.set_version,
        set_sha256=judged.card.set_sha256,
        card=judged.written(),
        proofs=json.dumps(proving.frozen(evidence.every(found.tx.connection, found.row.id)), ensure_ascii=False, separators=(",", ":")),
        person=found.asker.person,
        at=found.tx.at,
        late=late,
    )
    return replace(row, sha256=row.digest())


def _receipt(number: int, entry: Receipt) -> Json:
    """Return a receipt as people read it to each other, and its two parts."""
    return {"submission": number, "reference": f"{entry.number}-{entry.digits}", "entry": entry.number, "digits": entry.digits}


def _head_of(row: SubmissionRow) -> SubmissionHead:
    return SubmissionHead(**{name: getattr(row, name) for name in SubmissionHead.__dataclass_fields__})


def _head(found: Standing, head: SubmissionHead) -> Json:
    """Return what is told of a submission beside its content."""
    person = people.load(found.tx.connection, head.person, ("/",))
    return {
        "id": head.id,
        "number": head.number,
        "at": head.at,
        "late": head.late,
        "person": {"id": head.person, "name": person.name if person else None},
        "set": f"{head.set_id}@{head.set_version}",
        "sha256": head.sha256,
    }
