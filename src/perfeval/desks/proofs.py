"""佐证工作台 - What is done with proofs: ask whether one may be handed in, keep it, list, hand out, take back.

A file is looked into and stored before the transaction that records it; a record that is not made leaves a file that nobody refers to,
which harms nobody. Records and files are never deleted: a proof that is taken back is marked, and one that a submission refers to stays.
"""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from perfeval.accounts import Asker, Role
from perfeval.desks import filing, proving, round_rules, standing
from perfeval.desks.assessing import read_form
from perfeval.desks.proving import ProofKind
from perfeval.desks.standing import Standing
from perfeval.errors import Conflict, Forbidden, Invalid, NotFound, Place
from perfeval.files import KINDS, FileKind
from perfeval.store import Transaction, evaluations, evidence, submissions
from perfeval.store.evidence import EvidenceRow, Uploaded
from perfeval.store.scope import Slice
from perfeval.workflow import Action, Request, State, move

Json = dict[str, object]
MOST = 500
"""上限 - How many proofs one evaluation may have."""
RESTRICTED_READERS = frozenset(
    {
        Role.FILLER,
        Role.UNIT_CHECKER,
        Role.SECTION_CHECKER,
        Role.FINANCE_CHECKER,
        Role.FINANCE_REVIEWER,
        Role.FINANCE_HEAD,
        Role.AUDITOR,
    }
)
"""可看受限材料的角色 - Who may take along lists with identity numbers: the unit, finance, and auditors, who read everything.

A third party never may, whatever else it was granted.
"""
_FIGURES = ("card", "total", "grade", "errors", "warnings", "codes")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """佐证说明 - Say what a file proves: a row or the whole, what it is, from when, where to look."""

    title: str
    kind: ProofKind
    row: str | None = None
    effective: str | None = None
    pointer: str | None = None
    restricted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """已存文件 - Name a file that was looked into and stored."""

    name: str
    kind: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """交付文件 - Say which file is handed out, and how."""

    name: str
    kind: FileKind
    sha256: str
    restricted: bool


def page(tx: Transaction, asker: Asker, evaluation_id: str, part: Slice) -> Json:
    """佐证列表 - Return a page of the proofs of an evaluation, with what their dates say."""
    found = standing.find(tx, asker, evaluation_id)
    rows, total = evidence.page(tx.connection, evaluation_id, part)
    whole = evidence.every(tx.connection, evaluation_id)
    return {"items": [_as_json(found, each, whole) for each in rows], "total": total}


def prepare(tx: Transaction, asker: Asker, evaluation_id: str) -> None:
    """收件前 - Prove that somebody may hand in any proof at all now, before anything of what they send is read.

    Raises: NotFound; Forbidden; Conflict `not-allowed`.
    """
    _prove_time(standing.find(tx, asker, evaluation_id), ProofKind.STAMPED)


def prove(tx: Transaction, asker: Asker, evaluation_id: str, about: About) -> None:
    """核对说明 - Prove that somebody may hand in such a proof now, before the file is looked into and stored.

    Raises: NotFound; Forbidden; Conflict `not-allowed`; Invalid.
    """
    found = standing.find(tx, asker, evaluation_id)
    _prove_time(found, about.kind)
    _prove_about(found, about)
    if len(evidence.every(tx.connection, evaluation_id)) >= MOST:
        raise Conflict("too-many", f"一份自评至多 {MOST} 件佐证材料，请合并后再上传")


def add(tx: Transaction, asker: Asker, evaluation_id: str, about: About, kept: Kept) -> Json:
    """收件 - Record a proof and return it.

    Raises: as `prove` does.
    """
    prove(tx, asker, evaluation_id, about)
    row = EvidenceRow(
        id=uuid4().hex,
        evaluation=evaluation_id,
        row=about.row,
        title=about.title,
        kind=about.kind,
        effective=about.effective,
        pointer=about.pointer,
        file_name=kept.name,
        file_kind=kept.kind,
        sha256=kept.sha256,
        size=kept.size,
        restricted=about.restricted,
        person=asker.person,
        at=tx.at,
    )
    evidence.add(tx.connection, row)
    found = _assessed_anew(tx, asker, evaluation_id)
    tx.record(asker.person, asker.address, "evidence.add", _name(row), proving.frozen([row])[0])
    return _as_json(found, Uploaded(evidence=row, name=asker.name), evidence.every(tx.connection, evaluation_id))


def one(tx: Transaction, asker: Asker, evaluation_id: str, evidence_id: str) -> Json:
    """一件佐证 - Return what is known of a proof.

    Raises: NotFound.
    """
    found, uploaded = _found(tx, asker, evaluation_id, evidence_id)
    return _as_json(found, uploaded, evidence.every(tx.connection, evaluation_id))


def hand_out(tx: Transaction, asker: Asker, evaluation_id: str, evidence_id: str) -> Handed:
    """取件 - Return which file a proof is.

    Raises: NotFound; Forbidden, when it is restricted and not for the asker.
    """
    found, uploaded = _found(tx, asker, evaluation_id, evidence_id)
    row = uploaded.evidence
    if not _open_to(found, row):
        raise Forbidden("restricted", "这份材料含身份证号等内容，只限本单位和财政部门查看")
    return Handed(name=row.file_name, kind=KINDS[row.file_kind], sha256=row.sha256, restricted=row.restricted)


def note_download(tx: Transaction, asker: Asker, evaluation_id: str, evidence_id: str) -> None:
    """记下取件 - Journal that somebody takes a restricted file along.

    Raises: as `hand_out` does.
    """
    hand_out(tx, asker, evaluation_id, evidence_id)
    detail = {"restricted": True}
    tx.record(asker.person, asker.address, "evidence.download", f"evaluations/{evaluation_id}/evidence/{evidence_id}", detail)


def remove(tx: Transaction, asker: Asker, evaluation_id: str, evidence_id: str) -> None:
    """移去 - Take a proof back that was handed in by mistake.

    Raises: NotFound; Forbidden; Conflict `not-allowed`, when a submission refers to it.
    """
    found, uploaded = _found(tx, asker, evaluation_id, evidence_id)
    row = uploaded.evidence
    _prove_time(found, ProofKind(row.kind))
    if submissions.refer_to(tx.connection, evaluation_id, row.id):
        raise Conflict("not-allowed", "这份材料已随送审存档，不能移去；需要更正的请另传一份", more={"why": ["已随送审存档"]})
    evidence.remove(tx.connection, row.id)
    _assessed_anew(tx, asker, evaluation_id)
    tx.record(asker.person, asker.address, "evidence.remove", _name(row), {"sha256": row.sha256, "title": row.title})


def _found(tx: Transaction, asker: Asker, evaluation_id: str, evidence_id: str) -> tuple[Standing, Uploaded]:
    """Return an evaluation of the asker's scope and one of its proofs."""
    found = standing.find(tx, asker, evaluation_id)
    uploaded = evidence.load(tx.connection, evaluation_id, evidence_id)
    if uploaded is None:
        raise NotFound("evidence-not-found", "没有这份佐证材料，或它已被移去")
    return found, uploaded


def _open_to(found: Standing, row: EvidenceRow) -> bool:
    """Tell whether the asker may take a file along."""
    return not row.restricted or (bool(RESTRICTED_READERS & found.roles) and Role.THIRD_PARTY not in found.asker.roles)


def _prove_time(found: Standing, kind: ProofKind) -> None:
    """Prove that proofs are taken now: while the form itself may be filled in; the stamped scan also while the unit checks it."""
    round_rules.prove_open(found.round.closed)
    if kind is ProofKind.STAMPED and found.row.state == State.UNIT_CHECK and found.roles & standing.INSIDE:
        return
    wrong = standing.failing(found, [each for each in found.process if each.action == Action.SAVE])
    move(found.process, found.row.state, Request(action=Action.SAVE), found.roles, wrong)


def _prove_about(found: Standing, about: About) -> None:
    """Prove that the row exists and the date is one.

    Raises: Invalid, with every place that is wrong.
    """
    rows = {row.id for row in read_form(found.row.document).indicators}
    wrong = (
        (about.row is not None and about.row not in rows, Place(where="row", message=f"没有编号为“{about.row}”的指标行")),
        (not _is_day(about.effective), Place(where="date", message=f"没有这一天：{about.effective}", suggestion="请写成 2025-12-31")),
        (not about.title.strip(), Place(where="title", message="请写材料名称")),
    )
    if places := tuple(place for bad, place in wrong if bad):
        raise Invalid("evidence-invalid", "佐证材料的说明不对", places)


def _is_day(text: str | None) -> bool:
    """Tell whether a text is a day, or none was written."""
    try:
        return text is None or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _assessed_anew(tx: Transaction, asker: Asker, evaluation_id: str) -> Standing:
    """Keep what scoring says now that the proofs are others, without a new version of the form."""
    found = standing.find(tx, asker, evaluation_id)
    if found.row.card is not None:
        judged = filing.with_card(found.row, standing.assessed(found))
        evaluations.refresh(tx.connection, found.row, {name: getattr(judged, name) for name in _FIGURES})
    return found


def _name(row: EvidenceRow) -> str:
    return f"evaluations/{row.evaluation}/evidence/{row.id}"


def _as_json(found: Standing, uploaded: Uploaded, whole: tuple[EvidenceRow, ...]) -> Json:
    """Return a proof with who handed it in, whether the asker may take it along, and what its date says."""
    row = uploaded.evidence
    told = proving.notices(row, whole, found.round.year, found.row.filed)
    return {
        "id": row.id,
        "row": row.row,
        "title": row.title,
        "kind": row.kind,
        "kind_title": ProofKind(row.kind).label,
        "date": row.effective,
        "pointer": row.pointer,
        "file_name": row.file_name,
        "file_kind": row.file_kind,
        "size": row.size,
        "sha256": row.sha256,
        "restricted": row.restricted,
        "downloadable": _open_to(found, row),
        "person": {"id": row.person, "name": uploaded.name},
        "at": row.at,
        "notices": [each.as_json() for each in told],
    }
