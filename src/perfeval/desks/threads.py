"""批注工作台 - Talk about an evaluation in place: why it was returned, row by row, and what the unit says to that."""

from dataclasses import dataclass
from uuid import uuid4

from perfeval.accounts import BUSINESS, Asker, Role
from perfeval.desks import standing
from perfeval.desks.assessing import read_form
from perfeval.errors import Forbidden, Invalid, Place
from perfeval.store import Transaction, notes
from perfeval.store.notes import NoteRow, Signed
from perfeval.store.scope import Slice
from perfeval.workflow import RETURN_REASONS

Json = dict[str, object]
WRITERS = frozenset(BUSINESS) - {Role.AUDITOR, Role.THIRD_PARTY}
"""可写批注的角色 - Who may say something; auditors and third parties read only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """所说 - Hold a note: about a row or the whole, or answering another note."""

    words: str
    row: str | None = None
    answers: str | None = None


def page(tx: Transaction, asker: Asker, evaluation_id: str, part: Slice) -> Json:
    """批注列表 - Return a page of the notes about an evaluation, the first one first."""
    standing.find(tx, asker, evaluation_id)
    rows, total = notes.page(tx.connection, evaluation_id, part)
    return {"items": [_as_json(each) for each in rows], "total": total}


def say(tx: Transaction, asker: Asker, evaluation_id: str, said: Said) -> Json:
    """写批注 - Keep a note and return it.

    Raises: NotFound; Forbidden; Invalid, when row or note do not exist.
    """
    found = standing.find(tx, asker, evaluation_id)
    if not WRITERS & found.roles:
        raise Forbidden("role-forbidden", "您的角色只能查看，不能写批注")
    rows = {row.id for row in read_form(found.row.document).indicators}
    wrong = (
        (not said.words, Place(where="words", message="请先写内容")),
        (said.row is not None and said.row not in rows, Place(where="row", message=f"没有编号为“{said.row}”的指标行")),
        (
            said.answers is not None and not notes.has(tx.connection, evaluation_id, said.answers),
            Place(where="answers", message="没有所答复的批注"),
        ),
    )
    if places := tuple(place for bad, place in wrong if bad):
        raise Invalid("note-invalid", "批注不能保存", places)
    row = NoteRow(
        id=uuid4().hex, evaluation=evaluation_id, words=said.words, person=asker.person, at=tx.at, row=said.row, answers=said.answers
    )
    notes.add(tx.connection, [row])
    made = _as_json(Signed(note=row, name=asker.name))
    tx.record(asker.person, asker.address, "evaluation.note", f"evaluations/{evaluation_id}", made)
    return made


def _as_json(signed: Signed) -> Json:
    """Return a note with who wrote it and what its reason code means."""
    note = signed.note
    return {
        "id": note.id,
        "row": note.row,
        "reason_code": note.reason_code,
        "reason_title": RETURN_REASONS.get(note.reason_code or ""),
        "words": note.words,
        "answers": note.answers,
        "person": {"id": note.person, "name": signed.name},
        "at": note.at,
    }
