"""质量评级工作台 - Rate the work on a self-evaluation, apart from its score: drafted when an item is sent out, confirmed by its reviewer.

The draft goes by what is known before anybody looks: when it was filed, how often it came back, its findings, its proofs, what is still
to be put right from earlier years. The part on deviation waits for the second score. Beside it stand the two published shares.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from perfeval import scoring
from perfeval.accounts import Asker, date_of
from perfeval.desks import bureau, left_open, lookup, round_rules
from perfeval.desks.proving import notices, with_proofs
from perfeval.desks.review import items, publishing
from perfeval.desks.review.ground import Drawn, drawn, quality_of
from perfeval.desks.review.items import Item
from perfeval.errors import Conflict, Forbidden, Invalid, Place
from perfeval.quantities import Fraction, Points, percent
from perfeval.review import (
    MONEY_ROW,
    QualityDocument,
    QualityRules,
    SecondScore,
    Signal,
    WorkFacts,
    completeness,
    demands_of,
    draft,
    proven_share,
    rate,
    read_quality_document,
    with_answer,
    with_deviation,
)
from perfeval.store import Transaction, decisions, evaluations, evidence, people, rounds, submissions, trail
from perfeval.store.evidence import EvidenceRow
from perfeval.store.people import EVERYWHERE
from perfeval.store.rounds import RoundRow
from perfeval.store.samples import SampledRow
from perfeval.workflow import STEERING, ItemState, not_allowed

Json = dict[str, object]
_OPEN = (ItemState.SENT, ItemState.REVIEWING)
_EVERYWHERE = (EVERYWHERE,)
_SPENT = ("funds.total.spent", "funds.total.received")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """要点结论 - Say of one item of the rating whether it is met, with words where that is otherwise than was drafted."""

    key: str
    item: str
    met: bool
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """改动与确认 - Hold what somebody answers otherwise, and whether the whole is confirmed."""

    answers: Sequence[Answered] = ()
    confirm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """评定的质量 - Hold the rating that goes with a decision: how it is kept, its points and its grade."""

    kept: str
    total: Points | None
    grade: str | None


def drafted(tx: Transaction, known: RoundRow, row: SampledRow) -> str | None:
    """起草 - Return the rating that the facts suggest, as it is kept; None where the round rates no work.

    Raises: Broken, when something is no longer what it was.
    """
    if known.quality is None:
        return None
    rules, own = quality_of(known), drawn(tx, row)
    proofs = [each for each in evidence.every(tx.connection, row.evaluation) if own.submission.refers_to(each.id)]
    found = json.loads(own.submission.card)["findings"]
    signals = [Signal(code=each["code"], words=each["message"], row=each["row"]) for each in found]
    document = draft(rules, _facts(tx, known, row, own, proofs), signals)
    return _text({"document": document.as_json(), "confirmed_by": None, "confirmed_at": None, **_indices(tx, rules, row, own, proofs)})


def one(tx: Transaction, asker: Asker, sampled_id: str) -> Json:
    """质量评级 - Return the rating of the work on an item: every answer with what speaks against it, the points, the two shares.

    Raises: NotFound; Conflict `quality-missing`, where the round rates no work or the item was not sent out.
    """
    return _whole(items.find(tx, asker, sampled_id))


def save(tx: Transaction, asker: Asker, sampled_id: str, version: int, given: Answers) -> Json:
    """确认或改动 - Keep what a reviewer finds otherwise than was drafted, and, where they say so, confirm the whole.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`; Invalid.
    """
    found = items.find(tx, asker, sampled_id)
    if found.mine is None and not set(STEERING) & found.roles:
        raise Forbidden("role-forbidden", "自评工作质量由分派的复核人和主持复核的财政人员评定")
    items.prove_version(found, version)
    round_rules.prove_open(found.round.closed)
    if found.row.state not in _OPEN:
        raise not_allowed((f"这一项{ItemState(found.row.state).label}，不能再改自评工作质量评级",))
    kept = _kept(found)
    document = _changed(found, read_quality_document(kept["document"]), given.answers)
    if given.confirm:
        _refuse_unfinished(found, document)
    signed = {"confirmed_by": asker.person, "confirmed_at": tx.at} if given.confirm else {"confirmed_by": None, "confirmed_at": None}
    row = items.store(found, replace(found.row, quality=_text({**kept, "document": document.as_json(), **signed})))
    changed = [each for each in document.as_json()["answers"] if each["met"] is not each["drafted"]]  # type: ignore[attr-defined]
    items.record(found, "sampled.quality", {"version": row.version, "confirmed": given.confirm, "changed": changed})
    return _whole(replace(found, row=row))


def decided(found: Item, second: SecondScore) -> Rated:
    """随定分评定 - Return the rating with the part on deviation, now that the second score is decided."""
    if found.row.quality is None:
        return Rated(kept="null", total=None, grade=None)
    rules = quality_of(found.round)
    delta = Points((second.card.total or 0) - (second.self_card.total or 0))
    kept = _kept(found)
    document = with_deviation(rules, read_quality_document(kept["document"]), delta)
    card = rate(lookup.rules(rules.set), document, found.round.year).card
    return Rated(kept=_text({**kept, "document": document.as_json()}), total=card.total, grade=card.grade)


def _facts(tx: Transaction, known: RoundRow, row: SampledRow, own: Drawn, proofs: Sequence[EvidenceRow]) -> WorkFacts:
    """Return what is known of the work beside the findings."""
    first = submissions.load(tx.connection, row.evaluation, 1) or own.submission
    due = bureau.window(known, rounds.unit(tx.connection, known.id, row.unit)).due
    late = date.fromisoformat(date_of(first.at)) - date.fromisoformat(date_of(due))
    unfit = [(each, notice) for each in proofs for notice in notices(each, proofs, known.year, own.submission.at)]
    left = left_open.before(tx, known.year, row.unit, row.item)
    return WorkFacts(
        days_late=max(1, late.days) if first.at > due else 0,
        returned=trail.times(tx.connection, row.evaluation, "evaluation.return"),
        unfit_proofs=tuple(f"{each.title}：{notice.message}" for each, notice in unfit),
        open_rectifications=tuple(each.rectification.words for each in left),
        result_use=not own.form.narrative or bool(own.form.narrative.get("result_use")),
    )


def _indices(tx: Transaction, rules: QualityRules, row: SampledRow, own: Drawn, proofs: Sequence[EvidenceRow]) -> Json:
    """Return the two shares that a bureau publishes: points with rule and proof, and demanded content that is there."""
    form = with_proofs(own.form, proofs)
    card = scoring.score(own.rules, form, own.merged)
    proven = {each.id for each in form.indicators if any(proof.title or proof.file for proof in each.evidence)}
    kept = evaluations.load(tx.connection, row.evaluation, _EVERYWHERE)
    locked: Mapping[str, object] = json.loads(kept.locked) if kept else {}
    if any(cell in locked for cell in _SPENT) or any(each.row == MONEY_ROW for each in proofs):
        proven.add(MONEY_ROW)
    whole, share = completeness(demands_of(own.rules, form, card), rules.pass_mark), proven_share(card, proven)
    told: Json = {"present": whole.present, "demanded": whole.demanded, "missing": list(whole.missing), "passes": whole.passes}
    told |= {"share": _percent(whole.share), "pass_mark": percent(rules.pass_mark, 0)}
    return {"proven_share": _percent(share), "completeness": told}


def _percent(share: Fraction | None) -> str | None:
    return None if share is None else percent(share, 2)


def _changed(found: Item, document: QualityDocument, answers: Sequence[Answered]) -> QualityDocument:
    """Return a rating with other answers; deviation is nobody's to answer.

    Raises: Invalid, naming the items that the rating does not have or that are not to be answered.
    """
    computed = {(each.key, each.item) for each in quality_of(found.round).items if each.within is not None}
    known = {(each.key, each.item) for each in document.answers} - computed
    if unknown := [(each.key, each.item) for each in answers if (each.key, each.item) not in known]:
        places = tuple(Place(where="answers", message=f"没有这个要点，或它由定分时的偏差算出：{key} {item}") for key, item in unknown)
        raise Invalid("quality-invalid", "自评工作质量评级不能保存", places)
    for each in answers:
        document = with_answer(document, (each.key, each.item), met=each.met, words=each.words.strip())
    return document


def _refuse_unfinished(found: Item, document: QualityDocument) -> None:
    """Refuse to confirm what was changed without a word."""
    faults = rate(lookup.rules(quality_of(found.round).set), document, found.round.year).faults
    if faults:
        raise not_allowed([f"{fault.message}，{fault.suggestion}" for fault in faults])


def _kept(found: Item) -> Json:
    """Return the rating of an item as it is kept.

    Raises: Conflict `quality-missing`.
    """
    quality_of(found.round)
    if found.row.quality is None:
        raise Conflict("quality-missing", "这一项还没有下发，下发时起草自评工作质量评级")
    tree: Json = json.loads(found.row.quality)
    return tree


def _released(found: Item) -> Json:
    """Return the rating that went with the decision that the unit was told.

    Raises: Conflict `quality-missing`, where none went with it.
    """
    quality_of(found.round)
    told = decisions.load(found.tx.connection, found.row.id, found.row.told) if found.row.told else None
    kept: Json | None = None if told is None else json.loads(told.card)["quality"]
    if kept is None:
        raise Conflict("quality-missing", "反馈的结果里没有自评工作质量评级")
    return kept


def _whole(found: Item) -> Json:
    """Return the rating of the work on an item, to the unit as it was released: what is changed since is not for its eyes yet."""
    whole = found.reads_all or found.mine is not None
    kept, rules = _kept(found) if whole else _released(found), quality_of(found.round)
    document = read_quality_document(kept["document"])
    rating = rate(lookup.rules(rules.set), document, found.round.year)
    who = str(kept["confirmed_by"] or "")
    return {
        "sampled": found.row.id,
        "version": found.row.version,
        "rules": {"id": rules.id, "version": rules.version, "sha256": rules.sha256},
        "answers": list(_told(rules, document)),
        "rating": rating.as_json(),
        "confirmed_by": people.names(found.tx.connection, [who]).get(who) if whole else None,
        "confirmed_at": kept["confirmed_at"],
        "proven_share": kept["proven_share"],
        "completeness": kept["completeness"],
    }


def _told(rules: QualityRules, document: QualityDocument) -> Iterator[Json]:
    """Yield every item with what it is worth, what was drafted and what speaks against it."""
    rating = lookup.rules(rules.set)
    names, worth = {part.key: part.name for part in rating.indicators}, publishing.points_of(rating)
    for each in document.answers:
        yield {
            "key": each.key,
            "name": names.get(each.key),
            "item": each.item,
            "points": worth.get((each.key, each.item)),
            "met": each.met,
            "drafted": each.drafted,
            "signals": [{"code": signal.code, "words": signal.words, "row": signal.row} for signal in each.signals],
            "words": each.words,
        }


def _text(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
