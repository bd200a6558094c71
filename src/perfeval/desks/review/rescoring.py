"""复核工作台 - What a reviewer does: read the submission row by row, save what they found as often as they like, hand it in.

The sum is made anew with every save by the same `score`, and every fault is told at once; faults keep a review from being handed in, not
from being saved. Where several review one item, everybody's stays, and the bureau sees where they differ.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from perfeval.accounts import Asker
from perfeval.desks.review import assigning, items
from perfeval.desks.review.ground import Ground, ground_of
from perfeval.desks.review.items import Item
from perfeval.errors import Conflict, Forbidden, Invalid, Place
from perfeval.review import ReviewDocument, SecondScore, handed, read_document
from perfeval.store import Transaction, reviews
from perfeval.store.reviews import ReviewRow, Signed
from perfeval.store.scope import Slice
from perfeval.workflow import SPOT_CHECK, ItemAction, ItemState, Request, move, not_allowed
from perfeval.workflow.spot_check import REASON

Json = dict[str, object]
Tree = Mapping[str, Any]


def one(tx: Transaction, asker: Asker, review_id: str) -> Json:
    """一份复核 - Return a review with all that its reviewer needs: each row as it was filed, its points, proofs, findings and answers.

    Raises: NotFound; Conflict `deductions-missing`.
    """
    return _whole(*assigning.find(tx, asker, review_id))


def save(tx: Transaction, asker: Asker, review_id: str, version: int, document: Tree) -> Json:
    """保存 - Keep what a reviewer found and return what it comes to; the first save begins the review of the item.

    Raises: NotFound; Forbidden, for others than the reviewer; Conflict `version-conflict` or `not-allowed`; Invalid.
    """
    found, signed = _own(tx, asker, review_id, version)
    read = read_document(dict(document))
    second = ground_of(found).score(read)
    row = replace(signed.review, document=_text(read.as_json()), card=_text(second.as_json()), total=second.card.total, saved=tx.at)
    saved = reviews.save(tx.connection, row, version)
    ways = [each for each in SPOT_CHECK if each.action == ItemAction.REVIEW]
    way = move(SPOT_CHECK, found.row.state, Request(action=ItemAction.REVIEW), found.roles, items.failing(found, ways))
    if way.target != found.row.state:
        items.store(found, replace(found.row, state=way.target))
    told = {"review": review_id, "version": saved.version, "total": items.points(saved.total), "judgements": read.as_json()["judgements"]}
    items.record(found, "review.save", told)
    return _whole(items.find(tx, asker, found.row.id), replace(signed, review=saved))


def hand_in(tx: Transaction, asker: Asker, review_id: str, version: int) -> Json:
    """交回 - Hand a review in: every row is said something about, every deduction has its words and its proof.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`, with every fault.
    """
    found, signed = _own(tx, asker, review_id, version)
    if signed.review.saved is None:
        raise not_allowed(("还没有填写复核意见",))
    second = ground_of(found).score(document_of(signed.review))
    refuse_unfinished(second)
    told = _text(handed(signed.name, found.row.item, second).as_json())
    saved = reviews.save(tx.connection, replace(signed.review, handed_in=tx.at, handed=told), version)
    items.record(found, "review.hand-in", {"review": review_id, "version": saved.version, "total": items.points(saved.total)})
    return _whole(found, replace(signed, review=saved))


def give_back(tx: Transaction, asker: Asker, review_id: str, version: int, reason: str | None) -> Json:
    """退回 - Give a review back to its reviewer, as long as nothing was decided by it.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`; Invalid, without a reason.
    """
    found, signed = assigning.find(tx, asker, review_id)
    assigning.steered(found)
    _prove_version(found, signed, version)
    if found.row.state != ItemState.REVIEWING or signed.review.handed_in is None:
        raise not_allowed(("只有已经交回、还没有定分的复核意见可以退回",))
    if not reason:
        raise Invalid("request-invalid", REASON.says, (Place(where=REASON.name, message=REASON.says),))
    saved = reviews.save(tx.connection, replace(signed.review, handed_in=None, handed=None), version)
    items.record(found, "review.return", {"review": review_id, "name": signed.name, "version": saved.version, "reason": reason})
    return _whole(found, replace(signed, review=saved))


def compare(tx: Transaction, asker: Asker, sampled_id: str, part: Slice) -> Json:
    """各人的复核 - Return a page of the reviews of an item and, row by row, where those that were handed in differ.

    Raises: NotFound; Forbidden, for reviewers, who do not see each other's.
    """
    found = items.find(tx, asker, sampled_id)
    if not found.reads_all:
        raise Forbidden("role-forbidden", f"各复核人的意见由{'、'.join(role.label for role in items.READERS)}查看")
    return {**items.paged([assigning.as_json(each) for each in found.reviews], part), "rows": list(_differences(found.reviews))}


def document_of(row: ReviewRow) -> ReviewDocument:
    """底稿 - Return what a reviewer wrote."""
    return read_document(json.loads(row.document))


def refuse_unfinished(second: SecondScore) -> None:
    """核对完整 - Refuse a second score in which a row is passed over or something is to be mended.

    Raises: Conflict `not-allowed`, with every reason.
    """
    names = {change.row: change.name for change in second.changes}
    why = [f"{names[row]}：还没有复核意见" for row in second.open_rows]
    why += [f"{fault.message}，{fault.suggestion}" for fault in second.faults]
    if why:
        raise not_allowed(why)


def _own(tx: Transaction, asker: Asker, review_id: str, version: int) -> tuple[Item, Signed]:
    """Return a review that who asks may write now, in the version that they mean."""
    found, signed = assigning.find(tx, asker, review_id)
    if found.mine is None or found.mine.review.id != review_id:
        raise Forbidden("not-your-review", "这份复核意见由分派的复核人填写")
    _prove_version(found, signed, version)
    if found.row.state not in {ItemState.SENT, ItemState.REVIEWING}:
        raise not_allowed((f"这一项{ItemState(found.row.state).label}，不能再填写复核意见",))
    if signed.review.handed_in is not None:
        raise not_allowed(("复核意见已经交回，不能再改",))
    return found, signed


def _prove_version(found: Item, signed: Signed, version: int) -> None:
    """Refuse what is meant for another version of a review."""
    if signed.review.version != version:
        raise Conflict("version-conflict", "这份复核意见刚在别处改过，请取最新内容后再保存", more={"current": _whole(found, signed)})


def _whole(found: Item, signed: Signed) -> Json:
    """Return a review with its item, what it rests on, and what it comes to."""
    base = ground_of(found)
    second = base.score(document_of(signed.review))
    return {
        **assigning.as_json(signed),
        "item": items.as_json(found),
        "document": json.loads(signed.review.document),
        "score": second.as_json(),
        "rows": list(_rows(base)),
        "evaluation": json.loads(base.submission.document, parse_float=str, parse_int=str),
        "proofs": json.loads(base.submission.proofs),
        "findings": list(_findings(base, None)),
        "deductions": base.table.as_json(),
    }


def _rows(base: Ground) -> Iterator[Json]:
    """Yield every row of the submission with its points, its proofs, and what was found about it and answered."""
    card, proofs = json.loads(base.submission.card), json.loads(base.submission.proofs)
    written = {row.id: row for row in base.form.indicators}
    money = card["execution"]
    if money["weight"] is not None:  # what the set gives no points is nobody's to judge
        yield {"row": "execution", "name": "预算执行率", **_points(money), "findings": list(_findings(base, "execution"))}
    for each in card["rows"]:
        row = written.get(each["id"])
        yield {
            "row": each["id"],
            "name": each["name"],
            "category": each["category"],
            "aspect": each["aspect"],
            "target": row.target if row else None,
            "actual": row.actual if row else None,
            "reason": row.reason if row else None,
            "measures": row.measures if row else None,
            **_points(each),
            "proofs": [proof for proof in proofs if proof["row"] == each["id"]],
            "findings": list(_findings(base, each["id"])),
        }


def _points(scored: Tree) -> Json:
    """Return the three points of a row: what was claimed, what the rule gives, what counts."""
    return {name: scored[name] for name in ("weight", "claimed", "computed", "points")}


def _findings(base: Ground, row: str | None) -> Iterator[Json]:
    """Yield what the checks found about a row, or about none, each with the answer that the unit gave."""
    answers = {(each.code, each.row): each.words for each in base.form.answers}
    card = json.loads(base.submission.card)
    money = None if card["execution"]["weight"] is None else "execution"
    for each in card["findings"]:
        about = each["row"] or (money if str(each["where"]).startswith("execution") else None)
        if about == row:
            yield {**each, "answer": answers.get((each["code"], each["row"])) or answers.get((each["code"], None))}


def _differences(given: Sequence[Signed]) -> Iterator[Json]:
    """Yield the rows with the points that each reviewer gives who has handed in, and how far these lie apart."""
    cards = {each.review.id: json.loads(each.review.card) for each in given if each.review.handed_in and each.review.card}
    rows: dict[str, dict[str, Any]] = {}
    for review, card in cards.items():
        for each in card["rows"]:
            row = rows.setdefault(each["row"], {"row": each["row"], "name": each["name"], "self_points": each["self_points"], "points": {}})
            row["points"][review] = each["points"]
    for row in rows.values():
        yield {**row, "differs": len(set(row["points"].values())) > 1 or len(row["points"]) < len(cards)}


def _text(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
