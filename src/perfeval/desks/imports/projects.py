"""导入项目清单 - Make a project and its evaluation of every line: whose it is, its budgets locked, the rows that its set demands.

Rule: 应评尽评. What a list does not name stays as it is; a list that is imported again changes what differs and doubles nothing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from perfeval.accounts import Asker
from perfeval.desks.changes import read_locks, write_locks
from perfeval.desks.imports import checking, prefill
from perfeval.desks.imports.columns import Upload
from perfeval.desks.imports.ground import Ground, ground
from perfeval.desks.imports.listing import Listed, gather, total, written
from perfeval.desks.imports.past import brief, own_results
from perfeval.desks.imports.planning import UNTOUCHED, Outcome, Patch, Plan, Result, change, settled
from perfeval.errors import Conflict
from perfeval.evaluation import COLUMNS, Kind
from perfeval.indicators import IndicatorSet
from perfeval.store import Transaction
from perfeval.store.evaluations import EvaluationRow
from perfeval.store.projects import Filing, ProjectRow
from perfeval.store.rounds import RoundUnitRow
from perfeval.workflow import State

Json = dict[str, object]
Funds = list[dict[str, str]]
KIND = "projects"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Hold a project as the list wants it: what is kept of it, its set, the money of the whole and of each part."""

    listed: Listed
    rules: IndicatorSet
    row: ProjectRow
    whole: Funds
    parts: Mapping[str, Funds]


def plan(tx: Transaction, asker: Asker, round_id: str, upload: Upload) -> Plan:
    """项目清单导入方案 - Return what a project list would do to a round, row by row.

    Raises: Forbidden; NotFound.
    """
    known = ground(tx, asker, round_id)
    made = Plan(kind=KIND, upload=upload, round=round_id)
    whole = gather(upload, known)
    results = own_results(tx, asker, known, [each.code for each in whole])
    for listed in whole:
        wanted = _wanted(listed, known, upload, results.get(listed.code))
        if wanted is None:
            made.outcomes.append(Outcome(rows=listed.rows, code=listed.code, name=listed.name, result=Result.WRONG))
        elif listed.code in known.projects:
            _update(made, wanted, known)
        else:
            _make(made, wanted, known)
    return made


def _wanted(listed: Listed, known: Ground, upload: Upload, results: Json | None) -> _Wanted | None:
    """Return a project as it is to be, with last year's results where the service has them; None where a row of it is wrong."""
    rules = known.rules(listed.set)
    if rules is None:
        told = f"批次没有指标体系“{listed.set}”" if listed.set != listed.kind else f"批次没有为{Kind(listed.kind).label}自评定指标体系"
        upload.problems.wrong(listed.rows[0], "指标体系", told, "请在批次的指标体系中补上，或改正这一列")
    if rules is None or upload.problems.is_wrong(listed.rows):
        return None
    there = known.projects.get(listed.code)
    whole = written(total(list(listed.funds.values())))
    parts = {unit: written(own) for unit, own in listed.funds.items()} if listed.has_parts else {}
    details = {"subject": listed.subject, "expected": listed.expected, "set": listed.set, "parts": parts}
    row = ProjectRow(
        id=there.id if there else uuid4().hex,
        round=known.round.id,
        code=listed.code,
        name=listed.name,
        kind=listed.kind,
        unit=listed.whole.unit,
        details=prefill.write(details),
        funds=prefill.write(_with_treasury(whole, json.loads(there.funds) if there else [], upload)),
        targets=there.targets if there else None,
        history=prefill.write(results) if results else there.history if there else None,
    )
    return _Wanted(listed=listed, rules=rules, row=row, whole=whole, parts=parts)


def _with_treasury(funds: Funds, before: Funds, upload: Upload) -> Funds:
    """Return the money of a list, with those columns from before that the list does not have: what the treasury brought."""
    others = [each for each in COLUMNS if each not in upload.columns and not (each == "adjusted" and "change" in upload.columns)]
    kept = {row["source"]: {column: row[column] for column in others if column in row} for row in before}
    made = [{**row, **kept.pop(row["source"], {})} for row in funds]
    return [*made, *({"source": source, **own} for source, own in kept.items() if own)]


def _make(made: Plan, wanted: _Wanted, known: Ground) -> None:
    """Plan a new project with its evaluation, and one for each part."""
    listed = wanted.listed
    form, locks = _form(wanted, known, listed.whole, wanted.whole)
    checking.budgets(made.problems, listed.rows[0], form, wanted.rules)
    whole = _evaluation(wanted, listed.whole, form, locks, None)
    parts = [_part(wanted, known, unit, whole.id) for unit in wanted.parts]
    made.new_projects.append((wanted.row, [whole, *parts]))
    made.outcomes.append(Outcome(rows=listed.rows, code=listed.code, name=listed.name, result=Result.NEW))


def _part(wanted: _Wanted, known: Ground, unit: str, whole: str) -> EvaluationRow:
    """Return the new evaluation of one unit's part of a project."""
    member = wanted.listed.units[unit]
    return _evaluation(wanted, member, *_form(wanted, known, member, wanted.parts[unit]), whole)


def _form(wanted: _Wanted, known: Ground, unit: RoundUnitRow, funds: Funds) -> tuple[Json, prefill.Locks]:
    """Return a new form with what the list says put into it, and its locked cells."""
    form, locks = prefill.blank("", known.round.year, wanted.row.kind, {}), prefill.Locks()
    _fill(form, locks, wanted, known, (unit, funds))
    return form, locks


def _fill(form: Json, locks: prefill.Locks, wanted: _Wanted, known: Ground, whose: tuple[RoundUnitRow, Funds]) -> None:
    """Put what the list says into a form."""
    unit, funds = whose
    form |= {"set": f"{wanted.rules.id}@{wanted.rules.version}", "kind": wanted.row.kind}
    prefill.put_subject(form, _subject(wanted, known, unit), wanted.listed.expected)
    prefill.drop_funds(form, locks, prefill.BUDGET)
    prefill.put_funds(form, locks, funds, prefill.BUDGET)
    prefill.put_targets(form, locks, json.loads(wanted.row.targets) if wanted.row.targets else [], wanted.rules)


def _evaluation(wanted: _Wanted, unit: RoundUnitRow, form: Json, locks: prefill.Locks, part_of: str | None) -> EvaluationRow:
    """Return a new evaluation that nobody has begun."""
    return EvaluationRow(
        id=uuid4().hex,
        round=wanted.row.round,
        project=wanted.row.id,
        unit=unit.unit,
        path=unit.path,
        title=wanted.row.name,
        state=State.NOT_STARTED,
        document=prefill.write(form),
        locked=write_locks(locks),
        part_of=part_of,
    )


def _subject(wanted: _Wanted, known: Ground, unit: RoundUnitRow) -> dict[str, str | None]:
    """Return the head of the form: a department as a whole is no project."""
    department = known.department(unit)
    whole = wanted.row.kind == Kind.DEPARTMENT
    own = {"project": None if whole else wanted.row.name, "project_code": None if whole else wanted.row.code}
    return {**own, "department": department.name if department else None, "unit": unit.name, **wanted.listed.subject}


def _update(made: Plan, wanted: _Wanted, known: Ground) -> None:
    """Plan the change of a project that is there already; what units rest on changes only as long as none has begun."""
    listed, there = wanted.listed, known.projects[wanted.listed.code]
    filings = known.filings.get(there.id, ())
    changes, weighty = _changes(there, wanted.row, known)
    begun = settled(filings)
    if weighty and begun:
        who = f"{known.members[begun[0].unit].name}：{State(begun[0].state).label}"
        told = f"项目已经开始填报（{who}），{'、'.join(dict.fromkeys(weighty))}不能再由清单改动"
        made.problems.wrong(listed.rows[0], None, told, "变更请在自评中登记调整，写明文号和批准人；或把这一行从清单中去掉")
    elif weighty and (misfit := _misfit(there, wanted, filings, known)):
        made.problems.wrong(listed.rows[0], None, misfit, "请先把少了的单位办理免评，或另用一个项目编码")
    if made.problems.is_wrong(listed.rows):
        made.outcomes.append(Outcome(rows=listed.rows, code=listed.code, name=listed.name, result=Result.WRONG))
        return
    result = Result.CHANGED if changes else Result.UNCHANGED
    made.outcomes.append(Outcome(rows=listed.rows, code=listed.code, name=listed.name, result=result, changes=changes))
    if changes:
        made.change(there, wanted.row)
        _refill(made, wanted, known, filings)


def _refill(made: Plan, wanted: _Wanted, known: Ground, filings: Sequence[Filing]) -> None:
    """Plan to fill the forms that nobody has begun anew, and to make those of parts that were added."""
    whole = next(each for each in filings if each.part_of is None)
    mine = {each.unit: each for each in filings if each.part_of is not None}
    if whole.state in UNTOUCHED:
        made.patches[whole.id] = _patch(wanted, known, wanted.listed.whole, wanted.whole)
    for unit, funds in wanted.parts.items():
        member = wanted.listed.units[unit]
        if unit not in mine:
            made.new_parts.append(_part(wanted, known, unit, whole.id))
        elif mine[unit].state in UNTOUCHED:
            made.patches[mine[unit].id] = _patch(wanted, known, member, funds)


def _patch(wanted: _Wanted, known: Ground, unit: RoundUnitRow, funds: Funds) -> Patch:
    """Return how to fill a form anew."""

    def _refilled(_: Transaction, __: Asker, row: EvaluationRow) -> EvaluationRow:
        if row.state not in UNTOUCHED:
            raise Conflict("import-overtaken", f"导入期间“{row.title}”开始填报，没有导入任何内容，请重新预览后再导入")
        form, locks = prefill.read(row.document), read_locks(row.locked)
        _fill(form, locks, wanted, known, (unit, funds))
        placed = replace(row, unit=unit.unit, path=unit.path, title=wanted.row.name)
        return replace(placed, document=prefill.write(form), locked=write_locks(locks))

    return _refilled


def _changes(there: ProjectRow, row: ProjectRow, known: Ground) -> tuple[list[Json], list[str]]:
    """Return every cell that differs, and the names of those that units rest on."""
    before, after = json.loads(there.details), json.loads(row.details)
    pairs: list[tuple[str, object, object]] = []
    pairs += [("项目名称", there.name, row.name)]
    pairs += [(key, before.get("subject", {}).get(key), text) for key, text in after["subject"].items()]
    pairs += [("年度总体目标", before.get("expected"), after["expected"])] if after["expected"] else []
    light = len(pairs)
    pairs += [("自评类型", there.kind, row.kind), ("指标体系", before.get("set") or there.kind, after["set"])]
    pairs += [("单位", _name(there.unit, known), _name(row.unit, known))]
    pairs += _money("资金", json.loads(there.funds), json.loads(row.funds))
    units = {**before.get("parts", {}), **after["parts"]}
    for unit in units:
        pairs += _money(_name(unit, known), before.get("parts", {}).get(unit, []), after["parts"].get(unit, []))
    differing = [at for at, (_, old, new) in enumerate(pairs) if old != new]
    past = [change("上年结果", brief(there.history), brief(row.history))] if there.history != row.history else []
    return [*(change(*pairs[at]) for at in differing), *past], [pairs[at][0].partition(".")[0] for at in differing if at >= light]


def _money(title: str, before: Funds, after: Funds) -> list[tuple[str, object, object]]:
    """Return every amount of two money tables side by side."""
    old, new = (
        {(row["source"], column): row[column] for row in funds for column in row if column != "source"} for funds in (before, after)
    )
    return [(f"{title}.{source}.{column}", old.get((source, column)), new.get((source, column))) for source, column in {**old, **new}]


def _misfit(there: ProjectRow, wanted: _Wanted, filings: Sequence[Filing], known: Ground) -> str | None:
    """Return why the units of a list do not fit those that have an evaluation already, None where they do."""
    mine = {each.unit for each in filings if each.part_of is not None}
    if bool(mine) != bool(wanted.parts):
        return "原来分单位填报，现在不是了" if mine else "原来由一个单位填报，现在分给几个单位了"
    if gone := sorted(mine - wanted.parts.keys()):
        return f"清单里少了原有的单位：{'、'.join(_name(each, known) for each in gone)}"
    return "汇总的单位变了" if mine and there.unit != wanted.row.unit else None


def _name(unit: str, known: Ground) -> str:
    return known.members[unit].name if unit in known.members else unit
