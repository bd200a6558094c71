"""佐证材料 - What proves a row or the whole form: a record for each upload, and the hash under which `files` keeps its content.

What reviewers bring back from a field visit is kept here too, and stands apart: it is no proof of the unit, and not for its eyes yet. So
does what a unit hands in with an objection or a rectification: it proves nothing of the form that was filed.
"""

from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, insert, select, update

from perfeval.store.scope import Slice
from perfeval.store.tables import evidence, people


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """佐证记录 - Hold one upload: what it proves, from when, where to look in it, and the file by its hash."""

    id: str
    evaluation: str
    row: str | None
    title: str
    kind: str
    effective: str | None
    pointer: str | None
    file_name: str
    file_kind: str
    sha256: str
    size: int
    restricted: bool
    person: str
    at: str
    removed: bool = False
    visit: str | None = None
    sampled: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """署名佐证 - Hold an upload and the name of who made it."""

    evidence: EvidenceRow
    name: str


_OF_THE_FORM = (evidence.c.visit.is_(None), evidence.c.sampled.is_(None))
_EVERY = (
    select(evidence)
    .where(evidence.c.evaluation == bindparam("evaluation"), evidence.c.removed.is_(False), *_OF_THE_FORM)
    .order_by(evidence.c.at, evidence.c.id)
)


def add(connection: Connection, row: EvidenceRow) -> None:
    """新增 - Insert one upload."""
    connection.execute(insert(evidence).values(asdict(row)))


def load(connection: Connection, evaluation_id: str, evidence_id: str) -> Uploaded | None:
    """读取 - Return an upload of an evaluation, None where it has none of this id; scope is that of the evaluation."""
    found = connection.execute(_signed(evaluation_id).where(evidence.c.id == evidence_id)).first()
    return None if found is None else _uploaded(dict(found._mapping))  # noqa: SLF001 - rows as mappings have no public name


def every(connection: Connection, evaluation_id: str) -> tuple[EvidenceRow, ...]:
    """全部 - Return all uploads of an evaluation that were not taken back, the first one first."""
    rows = connection.execute(_EVERY, {"evaluation": evaluation_id})
    return tuple(EvidenceRow(**row._mapping) for row in rows)  # noqa: SLF001 - rows as mappings have no public name


def page(connection: Connection, evaluation_id: str, part: Slice) -> tuple[tuple[Uploaded, ...], int]:
    """分页列出 - Return a page of the uploads of an evaluation, the first one first, and how many there are."""
    total = connection.execute(select(func.count()).select_from(_standing(evaluation_id).subquery())).scalar_one()
    rows = connection.execute(_signed(evaluation_id).order_by(evidence.c.at, evidence.c.id).limit(part.size).offset(part.skip))
    return tuple(_uploaded(dict(row._mapping)) for row in rows), total  # noqa: SLF001 - rows as mappings have no public name


def of_item(connection: Connection, sampled_id: str) -> tuple[EvidenceRow, ...]:
    """随异议、整改交的 - Return what a unit handed in after it saw the result of a sampled item; scope is that of the item."""
    rows = connection.execute(select(evidence).where(evidence.c.sampled == sampled_id).order_by(evidence.c.at, evidence.c.id))
    return tuple(EvidenceRow(**row._mapping) for row in rows)  # noqa: SLF001 - rows as mappings have no public name


def remove(connection: Connection, evidence_id: str) -> None:
    """移去 - Take an upload back; its record stays, for the journal refers to it, and so does the file, which others may refer to."""
    connection.execute(update(evidence).where(evidence.c.id == evidence_id).values(removed=True))


def of_kind(connection: Connection, evaluation_id: str, kind: str) -> tuple[str, ...]:
    """某种材料 - Return the ids of the uploads of a kind that an evaluation has."""
    asked = _standing(evaluation_id).with_only_columns(evidence.c.id).where(evidence.c.kind == kind)
    return tuple(connection.execute(asked).scalars())


def hashes(connection: Connection, after: str = "", most: int = 1000) -> tuple[str, ...]:
    """全部散列 - Return the hashes that records refer to, in order, behind one of them."""
    asked = select(evidence.c.sha256).where(evidence.c.sha256 > after).distinct().order_by(evidence.c.sha256).limit(most)
    return tuple(connection.execute(asked).scalars())


def _standing(evaluation_id: str) -> "Select[tuple[object, ...]]":
    """Return the question for the uploads of an evaluation that were not taken back."""
    return select(evidence).where(*_own(evaluation_id))


def _signed(evaluation_id: str) -> "Select[tuple[object, ...]]":
    """Return the same question, with the name of who made each."""
    return select(evidence, people.c.name).join(people, people.c.id == evidence.c.person, isouter=True).where(*_own(evaluation_id))


def _own(evaluation_id: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of what a unit handed in for an evaluation and did not take back."""
    return evidence.c.evaluation == evaluation_id, evidence.c.removed.is_(False), *_OF_THE_FORM


def _uploaded(values: dict[str, object]) -> Uploaded:
    name = values.pop("name")
    return Uploaded(evidence=EvidenceRow(**values), name=str(name or ""))  # type: ignore[arg-type]
