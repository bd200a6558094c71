"""成框 - Make the frame of a round: every form that was filed and stands, with the facts by which a sample is drawn."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfeval import checks
from perfeval.desks.assessing import read_form
from perfeval.desks.imports.columns import fen_of
from perfeval.evaluation import FundSource, Kind, MoneyUnit
from perfeval.review import Candidate, RiskTable, with_risk
from perfeval.store import Transaction, frames, rounds, samples
from perfeval.store.frames import FiledRow
from perfeval.store.rounds import RoundUnitRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    """框中一项 - Hold a candidate, and the evaluation and submission that it stands for."""

    candidate: Candidate
    filed: FiledRow


def frame(tx: Transaction, round_id: str, scope: Sequence[str], risks: RiskTable) -> dict[str, Framed]:
    """抽样框 - Return by its code every item that may be drawn, with its risk score; what is under review may not be drawn again."""
    known = {each.unit: each for each in rounds.units(tx.connection, round_id, ("/",))}
    busy = samples.under_review(tx.connection, round_id, scope)
    rows = (row for row in frames.filed(tx.connection, round_id, scope) if row.evaluation not in busy)
    return {framed.candidate.item: framed for framed in _framed(rows, known, risks)}


def _framed(rows: Iterator[FiledRow], known: Mapping[str, RoundUnitRow], risks: RiskTable) -> Iterator[Framed]:
    """Yield the items; where two would bear the same code, as several forms of one unit do, the later is told apart by its id."""
    seen: set[str] = set()
    for row in rows:
        item = row.code if row.code not in seen else f"{row.code}-{row.evaluation[:8]}"
        seen.add(item)
        yield Framed(candidate=with_risk(_candidate(item, row, known), risks), filed=row)


def _candidate(item: str, row: FiledRow, known: Mapping[str, RoundUnitRow]) -> Candidate:
    """Return an item with its facts."""
    findings = Counter(finding.code for finding in checks.read_findings(row.card)) if row.card else Counter[str]()
    last = str(json.loads(row.history).get("grade") or "") if row.history else ""
    return Candidate(
        item=item,
        name=row.title,
        unit=known[row.unit].name,
        department=department_of(row.path, known),
        kind=kind_of(row),
        money=money_of(row),
        grade=row.grade,
        findings=dict(sorted(findings.items())),
        late=row.late,
        last_grade=last or None,
    )


def department_of(path: str, known: Mapping[str, RoundUnitRow]) -> str:
    """主管部门 - Return the name of the department that a unit belongs to, the unit's own where it belongs to none."""
    chain = [known[part] for part in path.split("/") if part in known]
    return next((each.name for each in chain if each.kind == "department"), chain[-1].name)


def kind_of(row: FiledRow) -> Kind:
    """种类 - Return the kind of a form; what has no project is of a whole department."""
    if row.kind is None:
        return Kind.DEPARTMENT
    return Kind(row.kind) if row.kind in set(Kind) else Kind.PROJECT


def money_of(row: FiledRow) -> int:
    """金额 - Return the budget of an item in 分: the adjusted one of the whole, else the original."""
    if row.funds is not None:
        whole: dict[str, object] = next(iter(json.loads(row.funds)), {})
        return fen_of(str(whole.get("adjusted") or whole.get("original") or "0"), MoneyUnit.YUAN) or 0
    form = read_form(row.document or "{}")
    total = next((each for each in form.funds if each.source is FundSource.TOTAL), None)
    return fen_of((total.adjusted or total.original or "0") if total else "0", form.money_unit) or 0
