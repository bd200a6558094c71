"""导入国库执行数 - Put what was received and spent, as the treasury has it, into the money tables, and lock it.

Figures of evaluations that are on their way through the checks, or through, are compared and never changed.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from perfeval.accounts import Asker
from perfeval.desks.changes import read_locks, write_locks
from perfeval.desks.imports import prefill
from perfeval.desks.imports.columns import Record, Upload, amounts, choice, read
from perfeval.desks.imports.ground import Ground, ground
from perfeval.desks.imports.listing import CODE, RECEIVED, SOURCE, SPENT, UNIT, Fen, fens, total, whole_of, written
from perfeval.desks.imports.planning import UNTOUCHED, Outcome, Patch, Plan, Result, change, rescored
from perfeval.desks.imports.targets import part_of, project_of
from perfeval.errors import Conflict
from perfeval.evaluation import FundSource, captions
from perfeval.store import Transaction
from perfeval.store.evaluations import EvaluationRow
from perfeval.store.projects import Filing, ProjectRow
from perfeval.workflow import State

Funds = list[dict[str, str]]
KIND = "execution"
COLUMNS = (CODE, UNIT, SOURCE, RECEIVED, SPENT)
"""国库执行数各列 - Every column that treasury figures may have."""
_OPEN = UNTOUCHED | {State.FILLING.value}


@dataclass(slots=True, kw_only=True)
class _Paid:
    """Hold what the treasury says of one project: the lines it stands in, and amounts by unit, None for the whole."""

    project: ProjectRow
    lines: list[int] = field(default_factory=list)
    funds: dict[str | None, Fen] = field(default_factory=dict)


def read_execution(data: bytes, name: str) -> Upload:
    """读国库执行数 - Return treasury figures as rows.

    Raises: Invalid, when it is no table or lacks a column.
    """
    return read(data, name, COLUMNS)


def plan(tx: Transaction, asker: Asker, round_id: str, upload: Upload) -> Plan:
    """国库执行数导入方案 - Return what treasury figures would do to the evaluations of a round, row by row.

    Raises: Forbidden; NotFound.
    """
    known = ground(tx, asker, round_id)
    made = Plan(kind=KIND, upload=upload, round=round_id)
    for paid in _gathered(upload, known):
        if upload.problems.is_wrong(paid.lines):
            made.outcomes.append(Outcome(rows=paid.lines, code=paid.project.code, name=paid.project.name, result=Result.WRONG))
        else:
            _pay(made, paid, known)
    return made


def _gathered(upload: Upload, known: Ground) -> list[_Paid]:
    """Return the figures by project, in the order of the list."""
    found: dict[str, _Paid] = {}
    for record in upload.records:
        project = project_of(record, known, upload)
        if project is None:
            continue
        paid = found.setdefault(project.code, _Paid(project=project))
        paid.lines.append(record.row)
        unit = part_of(record, project, known, upload)
        if unit is None and len(known.filings.get(project.id, ())) > 1 and not upload.problems.is_wrong([record.row]):
            upload.problems.wrong(record.row, UNIT.title, "这个项目分单位填报，执行数要按单位给", "请填写实施单位的单位编码")
        _add(paid.funds.setdefault(unit, {}), record, upload)
    return list(found.values())


def _add(funds: Fen, record: Record, upload: Upload) -> None:
    """Add the figures of a line."""
    source = choice(record, SOURCE, captions.FUND_SOURCES, upload.problems) or FundSource.TOTAL.value
    if source in funds:
        upload.problems.wrong(record.row, SOURCE.title, f"这个项目的“{FundSource(source).label}”写了两行", "合并成一行")
    found = amounts(record, COLUMNS, upload.unit, upload.problems)
    if not found and not upload.problems.is_wrong([record.row]):
        upload.problems.wrong(record.row, SPENT.title, "到位数和执行数都没有写", "没有支出的写 0")
    funds[source] = found


def _pay(made: Plan, paid: _Paid, known: Ground) -> None:
    """Plan to put treasury figures into the evaluations of a project."""
    project, details = paid.project, json.loads(paid.project.details)
    filings = known.filings.get(project.id, ())
    parts = {unit: _merged(own, paid.funds.get(unit, {})) for unit, own in details.get("parts", {}).items()}
    whole = written(total([fens(own) for own in parts.values()])) if parts else _merged(json.loads(project.funds), paid.funds.get(None, {}))
    moved = {unit: own for unit, own in parts.items() if own != details["parts"][unit]}
    changes = _changes(json.loads(project.funds), whole)
    touched = [each for each in filings if each.unit in moved or each.part_of is None] if changes or moved else []
    late = [each for each in touched if each.state not in _OPEN]
    if late:
        who = f"{known.members[late[0].unit].name}：{State(late[0].state).label}"
        told = f"国库数与已报数不同：{_first(changes)}，但自评已经送审（{who}）"
        made.problems.wrong(paid.lines[0], None, told, "请把自评退回后再导入；或把这一行从表中去掉")
    result = Result.WRONG if late else Result.CHANGED if touched else Result.UNCHANGED
    made.outcomes.append(Outcome(rows=paid.lines, code=project.code, name=project.name, result=result, changes=changes))
    if result is Result.CHANGED:
        made.change(project, replace(project, funds=prefill.write(whole), details=prefill.write({**details, "parts": parts})))
        made.patches |= {each.id: _patch(_of(each, parts, whole)) for each in touched}


def _of(filing: Filing, parts: dict[str, Funds], whole: Funds) -> Funds:
    return whole if filing.part_of is None else parts[filing.unit]


def _merged(before: Funds, given: Fen) -> Funds:
    """Return a money table with treasury figures put in; where the whole is not given, it is the sum of the sources that are."""
    known = fens(before)
    for source, own in given.items():
        known[source] = {**known.get(source, {}), **own}
    if given and FundSource.TOTAL not in given:
        whole = whole_of({source: row for source, row in known.items() if source != FundSource.TOTAL})
        columns = {column for own in given.values() for column in own}
        known[FundSource.TOTAL.value] = {**known.get("total", {}), **{key: fen for key, fen in whole.items() if key in columns}}
    return written(known)


def _changes(before: Funds, after: Funds) -> list[dict[str, object]]:
    """Return every amount that differs; as numbers, so that 96000 and 96000.00 are one."""
    old, new = fens(before), fens(after)
    texts = {row["source"]: row for row in after}, {row["source"]: row for row in before}
    return [
        change(f"资金.{source}.{column}", texts[1].get(source, {}).get(column), texts[0][source][column])
        for source, row in new.items()
        for column, fen in row.items()
        if old.get(source, {}).get(column) != fen
    ]


def _first(changes: Sequence[dict[str, object]]) -> str:
    """Return the first difference in words."""
    if not changes:
        return "各单位之间有变动"
    _, source, column = str(changes[0]["cell"]).split(".")
    title = captions.CAPTIONS["funds"][column]
    return f"“{FundSource(source).label}”的{title}国库 {changes[0]['new']}、已报 {changes[0]['old'] or '空'}"


def _patch(funds: Funds) -> Patch:
    """Return how to put treasury figures into a form."""
    paid = [{key: text for key, text in row.items() if key in {"source", "received", "spent"}} for row in funds]

    def _fill(tx: Transaction, asker: Asker, row: EvaluationRow) -> EvaluationRow:
        if row.state not in _OPEN:
            raise Conflict("import-overtaken", f"导入期间“{row.title}”送审，没有导入任何内容，请重新预览后再导入")
        form, locks = prefill.read(row.document), read_locks(row.locked)
        prefill.put_funds(form, locks, [each for each in paid if len(each) > 1], prefill.TREASURY)
        return rescored(tx, asker, replace(row, document=prefill.write(form), locked=write_locks(locks)))

    return _fill
