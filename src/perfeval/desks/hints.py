"""就地提示 - What the checks found, each at the cell where it can be mended, with the answer that the unit gave.

A check names a row or a part of the form; people look for a cell. Which one it is follows from the code, as a rule of the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from perfeval.checks import TITLES, Finding
from perfeval.desks.assessing import Assessed
from perfeval.indicators import Severity

_TITLES = {**TITLES, "target-changed": "指标值变更"}
_COLUMNS = {
    "reason-missing": "reason",
    "measures-missing": "measures",
    "claimed-above-rule": "claimed",
    "claimed-below-rule": "claimed",
    "rounded-claim": "claimed",
    "points-missing": "claimed",
    "points-out-of-range": "claimed",
    "unit-mismatch": "actual",
    "target-unreadable": "target",
    "strict-target": "actual",
    "sign-missing": "target",
    "target-direction": "target",
    "target-too-low": "target",
    "target-changed": "target",
    "duplicate-indicator": "name",
    "money-as-output": "name",
    "key-missing": "name",
    "weight-precision": "weight",
    "weight-missing": "weight",
}
_OF_MONEY = {
    "rate-mismatch": "claimed_rate",
    "unspent": "reason",
    "execution-output-gap": "reason",
    "over-budget": "reason",
    "over-received": "reason",
    "reason-missing": "reason",
    "measures-missing": "measures",
    "execution-weight": "weight",
}
_OPEN = {"funds": "funds.total.spent", "form": "form", "claimed": "claimed.total"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """就地提示 - Hold one finding as a page shows it: what, where, what to do, the cell to go to, and what the unit answered.

    blocks says that nothing can be submitted before it is mended; bureau that only the bureau can mend it.
    """

    code: str
    title: str
    severity: str
    message: str
    suggestion: str
    row: str | None
    cell: str
    blocks: bool
    bureau: bool
    answer: str | None

    @property
    def answers(self) -> str:
        """答复格 - Return the name of the cell that takes the answer, empty where none is asked for."""
        return f"answers.{self.code}.{self.row or ''}" if self.severity == Severity.WARNING else ""

    @property
    def is_open(self) -> bool:
        """未了 - Tell whether something is still to be done before the form can be submitted."""
        return self.blocks or (self.severity == Severity.WARNING and not self.answer)


def hints(judged: Assessed) -> tuple[Hint, ...]:
    """就地提示 - Return what was found, in the order of the form, the gravest first."""
    told = {(each.code, each.row): each.words for each in judged.form.answers if (each.words or "").strip()}
    faults = {score.row.written.id: {fault.code: fault.cell for fault in score.row.faults} for score in judged.card.rows}
    rank = {severity: at for at, severity in enumerate(Severity)}
    ordered = sorted(judged.findings, key=lambda each: rank[each.severity])
    return tuple(_hint(judged, each, told, faults) for each in ordered)


def _hint(judged: Assessed, each: Finding, told: Mapping[tuple[str, str | None], str | None], faults: Mapping[str, dict[str, str]]) -> Hint:
    answer = told.get((each.code, each.row)) or told.get((each.code, None))
    return Hint(
        code=each.code,
        title=_TITLES[each.code],
        severity=each.severity.value,
        message=each.message,
        suggestion=each.suggestion,
        row=each.row,
        cell=cell_of(judged, each, faults.get(each.row or "", {})),
        blocks=each in judged.blocking,
        bureau=each in judged.bureau,
        answer=answer if each.severity is Severity.WARNING else None,
    )


def cell_of(judged: Assessed, finding: Finding, faults: Mapping[str, str]) -> str:
    """所在单元格 - Return the name of the cell in which a finding can be mended, or of the part of the form that it is about."""
    table, _, rest = finding.where.partition("[")
    if finding.row is not None:
        column = _COLUMNS.get(finding.code) or faults.get(finding.code) or ("evidence" if finding.code == "evidence-missing" else "name")
        return f"indicators.{finding.row}.{column}"
    if rest and table in {"funds", "spending"}:
        index, _, column = rest.partition("]")
        rows = judged.form.funds if table == "funds" else judged.form.spending
        row = rows[int(index)]
        name = row.source if hasattr(row, "source") else row.kind
        return f"{table}.{name.value}.{column.removeprefix('.').partition('.')[0] or 'spent'}"
    if finding.where == "execution":
        return f"execution.{_OF_MONEY.get(finding.code, 'claimed')}"
    return finding.where if finding.where.startswith("claimed.") else _OPEN.get(table.partition(".")[0], "form")
