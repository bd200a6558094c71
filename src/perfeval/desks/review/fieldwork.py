"""核查工作台 - What reviewers bring back beside points: field visits with photos, and the problems that they found.

All of it stays with those who have part in the review until the item is released; then the unit sees its problems and its visits too.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from uuid import uuid4

from perfeval.accounts import Asker, Role
from perfeval.desks.proofs import RESTRICTED_READERS, Handed, Kept
from perfeval.desks.proving import ProofKind
from perfeval.desks.review import items, materials
from perfeval.desks.review.ground import Ground, ground_of
from perfeval.desks.review.items import Item
from perfeval.errors import Conflict, Forbidden, Invalid, NotFound, Place
from perfeval.files import KINDS
from perfeval.store import Transaction, evidence, problems, visits
from perfeval.store.evidence import EvidenceRow
from perfeval.store.problems import ProblemRow
from perfeval.store.scope import Slice
from perfeval.store.visits import VisitRow
from perfeval.workflow import STEERING, ItemState, not_allowed

Json = dict[str, object]
MOST = 200
"""上限 - How many photos the visits for one item may have."""
_OPEN = (ItemState.SENT, ItemState.REVIEWING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """核查 - Hold a visit: when, where, with whom, and what was found."""

    date: str
    place: str
    people: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """现场照片 - Hold a picture that was looked into and stored, to which visit it belongs, and what it shows."""

    visit: str
    title: str
    kept: Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWrong:
    """发现的问题 - Hold a problem: its code, in words, about a row or the whole."""

    code: str
    words: str
    row: str | None = None


def page_of_visits(tx: Transaction, asker: Asker, sampled_id: str, part: Slice) -> Json:
    """核查记录 - Return a page of the visits for an item, each with its photos.

    Raises: NotFound.
    """
    found = items.find(tx, asker, sampled_id)
    photos = visits.photos(tx.connection, sampled_id)
    told = [
        _visit(each, [photo for photo in photos if photo.visit == each.visit.id])
        for each in visits.of_item(tx.connection, found.row.id)
        if _is_open(found, each.visit.at)
    ]
    return items.paged(told, part)


def visit(tx: Transaction, asker: Asker, sampled_id: str, visited: Visited) -> Json:
    """登记核查 - Keep a visit and return it.

    Raises: NotFound; Forbidden; Conflict `not-allowed`.
    """
    found = _working(items.find(tx, asker, sampled_id))
    row = VisitRow(id=uuid4().hex, sampled=sampled_id, person=asker.person, at=tx.at, **asdict(visited))
    visits.add(tx.connection, row)
    items.record(found, "sampled.visit", asdict(row))
    return _visit(visits.Signed(visit=row, name=asker.name), ())


def prove_photo(tx: Transaction, asker: Asker, sampled_id: str, visit_id: str) -> None:
    """收照片前 - Prove that somebody may add a photo to a visit, before anything of it is read.

    Raises: NotFound; Forbidden; Conflict.
    """
    found = _working(items.find(tx, asker, sampled_id))
    if not any(each.visit.id == visit_id for each in visits.of_item(tx.connection, found.row.id)):
        raise NotFound("visit-not-found", "没有这次现场核查")
    if len(visits.photos(tx.connection, sampled_id)) >= MOST:
        raise Conflict("too-many", f"一项至多 {MOST} 张现场照片")


def add_photo(tx: Transaction, asker: Asker, sampled_id: str, photo: Photo) -> Json:
    """收照片 - Keep a photo of a visit as evidence of the evaluation that it is about.

    Raises: as `prove_photo` does.
    """
    prove_photo(tx, asker, sampled_id, photo.visit)
    found, kept = items.find(tx, asker, sampled_id), photo.kept
    row = replace(materials.file_of(found, photo.title, ProofKind.PHOTO, kept), visit=photo.visit)
    evidence.add(tx.connection, row)
    items.record(found, "sampled.photo", {"visit": photo.visit, "title": photo.title, "file_name": kept.name, "sha256": kept.sha256})
    return _photo(row)


def hand_out(tx: Transaction, asker: Asker, sampled_id: str, evidence_id: str) -> Handed:
    """取件 - Return a photo of a visit, a proof of the drawn submission, or what the unit handed in since, for those who see the item.

    Raises: NotFound; Forbidden, when it is restricted and not for the asker.
    """
    found = items.find(tx, asker, sampled_id)
    photo = next((each for each in visits.photos(tx.connection, sampled_id) if each.id == evidence_id and _is_open(found, each.at)), None)
    later = next((each for each in evidence.of_item(tx.connection, sampled_id) if each.id == evidence_id), None)
    row = photo or later or _submitted(found, evidence_id)
    if row is None:
        raise NotFound("evidence-not-found", "没有这份材料，或它不在抽中的那次送审里")
    if row.restricted and (not RESTRICTED_READERS & found.roles or Role.THIRD_PARTY in asker.roles):
        raise Forbidden("restricted", "这份材料含身份证号等内容，只限本单位和财政部门查看")
    return Handed(name=row.file_name, kind=KINDS[row.file_kind], sha256=row.sha256, restricted=row.restricted)


def note_download(tx: Transaction, asker: Asker, sampled_id: str, evidence_id: str) -> None:
    """记下取件 - Journal that somebody takes a restricted file along.

    Raises: as `hand_out` does.
    """
    hand_out(tx, asker, sampled_id, evidence_id)
    items.record(items.find(tx, asker, sampled_id), "evidence.download", {"evidence": evidence_id, "restricted": True})


def page_of_problems(tx: Transaction, asker: Asker, sampled_id: str, part: Slice) -> Json:
    """问题清单 - Return a page of the problems of an item.

    Raises: NotFound.
    """
    found = items.find(tx, asker, sampled_id)
    told = [_problem(each) for each in problems.of_item(tx.connection, found.row.id) if _is_open(found, each.problem.at)]
    return items.paged(told, part)


def find_wrong(tx: Transaction, asker: Asker, sampled_id: str, wrong: FoundWrong) -> Json:
    """登记问题 - Keep a problem and return it.

    Raises: NotFound; Forbidden; Conflict `not-allowed`; Invalid, when the form has no such row.
    """
    found = _working(items.find(tx, asker, sampled_id))
    if wrong.row is not None and wrong.row not in _rows(ground_of(found)):
        raise Invalid("row-not-found", "问题不能登记", (Place(where="row", message=f"没有编号为“{wrong.row}”的指标行"),))
    row = ProblemRow(id=uuid4().hex, sampled=sampled_id, person=asker.person, at=tx.at, **asdict(wrong))
    problems.add(tx.connection, row)
    items.record(found, "sampled.problem", asdict(row))
    return _problem(problems.Signed(problem=row, name=asker.name))


def drop_problem(tx: Transaction, asker: Asker, sampled_id: str, problem_id: str) -> None:
    """删去问题 - Take back a problem that one has found oneself, until the item is decided.

    Raises: NotFound; Forbidden; Conflict `not-allowed`.
    """
    found = _working(items.find(tx, asker, sampled_id))
    if not problems.remove(tx.connection, sampled_id, problem_id, asker.person):
        raise NotFound("problem-not-found", "没有这个问题，或它不是您登记的")
    items.record(found, "sampled.problem-drop", {"problem": problem_id})


def _working(found: Item) -> Item:
    """Return an item, if who asks works on it and it is being worked on.

    Raises: Forbidden; Conflict `not-allowed`.
    """
    if found.mine is None and not set(STEERING) & found.roles:
        raise Forbidden("role-forbidden", "核查和问题由分派的复核人和主持复核的财政人员登记")
    if found.row.state not in _OPEN:
        raise not_allowed((f"这一项{ItemState(found.row.state).label}，不能再登记",))
    return found


def _is_open(found: Item, at: str) -> bool:
    """Tell whether what was kept at a time is for who asks: to the unit, what was there when its result was released."""
    return found.reads_all or found.mine is not None or at <= (found.row.released or "")


def _rows(base: Ground) -> frozenset[str]:
    return frozenset(row.id for row in base.form.indicators) | {"execution"}


def _submitted(found: Item, evidence_id: str) -> EvidenceRow | None:
    """Return an upload of the unit, if the drawn submission refers to it."""
    uploaded = evidence.load(found.tx.connection, found.row.evaluation, evidence_id)
    refers = uploaded is not None and ground_of(found).submission.refers_to(evidence_id)
    return uploaded.evidence if uploaded is not None and refers else None


def _visit(signed: visits.Signed, photos: Sequence[EvidenceRow]) -> Json:
    own = {name: getattr(signed.visit, name) for name in ("id", "date", "place", "people", "words", "at")}
    return {**own, "person": {"id": signed.visit.person, "name": signed.name}, "photos": [_photo(each) for each in photos]}


def _photo(row: EvidenceRow) -> Json:
    return {name: getattr(row, name) for name in ("id", "title", "file_name", "file_kind", "size", "sha256", "at")}


def _problem(signed: problems.Signed) -> Json:
    own = {name: getattr(signed.problem, name) for name in ("id", "row", "code", "words", "at")}
    return {**own, "person": {"id": signed.problem.person, "name": signed.name}}
