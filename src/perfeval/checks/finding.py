"""校验提示 - What a check found, before and after the set has said how much it matters."""

from msgspec import Struct
from msgspec.json import Decoder

from perfeval.indicators import Severity


class Raised(Struct, frozen=True, kw_only=True):
    """疑点 - Hold what a check found and where; row is the row's id, None for anything that is not a row."""

    code: str
    where: str
    message: str
    suggestion: str
    row: str | None = None


class Finding(Struct, frozen=True, kw_only=True):
    """校验提示 - Hold what was found, where, why it is wrong, what to do, and how severe the set takes it."""

    code: str
    severity: Severity
    where: str
    row: str | None
    message: str
    suggestion: str

    def as_json(self) -> dict[str, object]:
        """输出 - Return the finding as JSON has it."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "where": self.where,
            "row": self.row,
            "message": self.message,
            "suggestion": self.suggestion,
        }


def read_findings(card: str) -> tuple[Finding, ...]:
    """读提示 - Return the findings in a written scorecard; the rest of it is passed over."""
    return _READ.decode(card).findings


class _Card(Struct, frozen=True, kw_only=True):
    findings: tuple[Finding, ...]


_READ = Decoder(_Card)
