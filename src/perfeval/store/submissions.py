"""送审 - What a unit submitted, frozen: inserted once and never changed, neither by code nor in the database."""

import hashlib
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, func, insert, select

from perfeval.store.journal import canonical
from perfeval.store.scope import Slice
from perfeval.store.tables import submissions

_NOT_FROZEN = frozenset({"id", "sha256"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionRow:
    """送审记录 - Hold one submission: form, rules by id, version and hash, card with traces and findings, proofs, who, when, late."""

    id: str
    evaluation: str
    number: int
    document: str
    set_id: str
    set_version: str
    set_sha256: str
    card: str
    proofs: str
    person: str
    at: str
    late: bool
    sha256: str = ""

    def digest(self) -> str:
        """散列 - Return the SHA-256 over everything that was frozen, as canonical JSON; its own id stands outside."""
        frozen = {name: value for name, value in asdict(self).items() if name not in _NOT_FROZEN}
        return hashlib.sha256(canonical(frozen).encode()).hexdigest()

    def refers_to(self, evidence_id: str) -> bool:
        """引用 - Tell whether an upload is one of the frozen proofs."""
        return _named(evidence_id) in self.proofs


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionHead:
    """送审摘要 - Hold what a list says of a submission."""

    id: str
    number: int
    set_id: str
    set_version: str
    person: str
    at: str
    late: bool
    sha256: str


_HEAD = [submissions.c[name] for name in SubmissionHead.__dataclass_fields__]


def add(connection: Connection, row: SubmissionRow) -> None:
    """冻结 - Insert a submission."""
    connection.execute(insert(submissions).values(asdict(row)))


def load(connection: Connection, evaluation_id: str, number: int) -> SubmissionRow | None:
    """读取 - Return a submission of an evaluation, None where it has no such number; scope is that of the evaluation."""
    asked = select(submissions).where(submissions.c.evaluation == evaluation_id, submissions.c.number == number)
    found = connection.execute(asked).first()
    return None if found is None else SubmissionRow(**found._mapping)  # noqa: SLF001 - rows as mappings have no public name


def refer_to(connection: Connection, evaluation_id: str, evidence_id: str) -> bool:
    """有送审引用 - Tell whether any submission of an evaluation has an upload among its proofs, whatever clocks said when."""
    mine = submissions.c.evaluation == evaluation_id, submissions.c.proofs.contains(_named(evidence_id), autoescape=True)
    return connection.execute(select(submissions.c.id).where(*mine).limit(1)).first() is not None


def last_number(connection: Connection, evaluation_id: str) -> int:
    """最近一次 - Return the number of the last submission of an evaluation, 0 where it was never submitted."""
    asked = select(func.max(submissions.c.number)).where(submissions.c.evaluation == evaluation_id)
    return connection.execute(asked).scalar_one() or 0


def page(connection: Connection, evaluation_id: str, part: Slice) -> tuple[SubmissionHead, ...]:
    """分页列出 - Return a page of the submissions of an evaluation, the first one first, without what was submitted."""
    asked = select(*_HEAD).where(submissions.c.evaluation == evaluation_id).order_by(submissions.c.number)
    rows = connection.execute(asked.limit(part.size).offset(part.skip))
    return tuple(SubmissionHead(**row._mapping) for row in rows)  # noqa: SLF001 - rows as mappings have no public name


def _named(evidence_id: str) -> str:
    """Return how an upload is named in frozen proofs; no text of anybody can hold it, its quotes would be escaped."""
    return f'"id":"{evidence_id}"'
