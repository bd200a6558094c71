"""举证 - What uploads mean for a form: they prove their rows, are frozen with a submission, and their dates must make sense."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from perfeval.accounts import date_of
from perfeval.evaluation import Evaluation, Evidence, with_evidence
from perfeval.store.evidence import EvidenceRow

Json = dict[str, object]
LONG_AFTER = "03-31"
"""年后已久 - Until which day of the next year a result is taken for one of the year without a word: three months."""


class ProofKind(StrEnum):
    """佐证种类 - Name what an upload is."""

    APPROVAL = "approval"
    CONTRACT = "contract"
    ACCEPTANCE = "acceptance"
    PAYMENT = "payment"
    SURVEY = "survey"
    PHOTO = "photo"
    STAMPED = "stamped"
    OTHER = "other"

    @property
    def label(self) -> str:
        """中文名 - Return the name as people call it."""
        return _LABELS[self]


_LABELS = {
    ProofKind.APPROVAL: "批复",
    ProofKind.CONTRACT: "合同",
    ProofKind.ACCEPTANCE: "验收",
    ProofKind.PAYMENT: "支付",
    ProofKind.SURVEY: "调查",
    ProofKind.PHOTO: "照片",
    ProofKind.STAMPED: "盖章件",
    ProofKind.OTHER: "其他",
}
_BEFORE = frozenset({ProofKind.APPROVAL, ProofKind.CONTRACT})
_RESULTS = frozenset({ProofKind.ACCEPTANCE, ProofKind.PAYMENT, ProofKind.SURVEY, ProofKind.PHOTO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """提示 - Say what about a proof does not fit; it blocks nothing."""

    code: str
    message: str
    suggestion: str

    def as_json(self) -> Json:
        """输出 - Return the notice as JSON has it."""
        return {"code": self.code, "severity": "notice", "message": self.message, "suggestion": self.suggestion}


def with_proofs(form: Evaluation, uploads: Sequence[EvidenceRow]) -> Evaluation:
    """带上佐证 - Return a form whose rows name their uploads beside the proofs that the unit wrote."""
    mine: dict[str, tuple[Evidence, ...]] = {}
    for each in uploads:
        if each.row is not None:
            proof = Evidence(title=each.title, file=each.file_name, page=each.pointer, date=each.effective)
            mine[each.row] = (*mine.get(each.row, ()), proof)
    return with_evidence(form, mine)


def frozen(uploads: Sequence[EvidenceRow]) -> list[Json]:
    """冻结佐证 - Return what a submission keeps of its uploads: each with the hash of its content."""
    names = ("id", "row", "title", "kind", "effective", "pointer", "file_name", "sha256", "size", "restricted", "person", "at")
    return [{name: getattr(each, name) for name in names} for each in uploads]


def notices(proof: EvidenceRow, uploads: Sequence[EvidenceRow], year: int, filed: str | None) -> tuple[Notice, ...]:
    """日期提示 - Return what does not fit about the date of a proof: beside its row's acceptance, the filing, the year."""
    day, kind = proof.effective, ProofKind(proof.kind)
    if day is None:
        return ()
    found = []
    done = min((each.effective for each in uploads if each.effective is not None and _completes(each, proof)), default=None)
    if kind in _BEFORE and done is not None and day > done:
        told = f"{kind.label}的日期 {day} 晚于完成（验收）的日期 {done}"
        found.append(Notice(code="approval-after-completion", message=told, suggestion="请核对是否补办手续，并在说明中写明"))
    if kind in _RESULTS and filed is not None and day > date_of(filed):
        told = f"{kind.label}的日期 {day} 晚于送审的日期 {date_of(filed)}"
        found.append(Notice(code="proof-after-filing", message=told, suggestion="请核对日期；送审之后的结果不能证明送审时的完成情况"))
    if kind in _RESULTS and day > f"{year + 1}-{LONG_AFTER}":
        told = f"{kind.label}的日期 {day} 在{year}年结束三个月以后"
        found.append(Notice(code="proof-after-year", message=told, suggestion=f"请核对是否{year}年度的结果，并在说明中写明"))
    return tuple(found)


def _completes(each: EvidenceRow, proof: EvidenceRow) -> bool:
    """Tell whether an upload is the acceptance of what a proof is about: of its row, or of the whole."""
    return each.kind == ProofKind.ACCEPTANCE and each.row in {proof.row, None}
