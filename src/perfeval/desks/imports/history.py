"""导入上年结果 - Keep last year's totals, grades and actual values beside each project, marked 外部导入; no form is changed by them.

What the service itself knows of last year goes before: a line about such a project is told so, and kept out.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from perfeval.accounts import Asker
from perfeval.desks.imports import prefill
from perfeval.desks.imports.columns import Problem, Record, Upload, amounts, read, wanted, yuan
from perfeval.desks.imports.ground import Ground, ground
from perfeval.desks.imports.listing import CODE, UNIT
from perfeval.desks.imports.past import IMPORTED, brief, own_results, place, results
from perfeval.desks.imports.planning import Outcome, Plan, Result, change
from perfeval.desks.imports.targets import part_of, project_of
from perfeval.indicators import Severity
from perfeval.quantities import finer_than, read_points
from perfeval.store import Transaction
from perfeval.store.projects import ProjectRow

Json = dict[str, object]
KIND = "history"
_TOTAL = wanted("total", "上年得分 上年总分 总分 得分 自评得分")
_SPENT = wanted("spent", "上年支出数 上年支出 上年执行数 上年全年执行数 上年实际支出", money=True)
_GRADE = wanted("grade", "上年等级 等级 自评等级 评价等级")
_ACTUAL = wanted("actual", "上年实际完成值 上年实际值 实际完成值 全年完成值 完成值")
_TARGET = wanted("target", "上年指标值 指标值 年度指标值")
_NAME = wanted("name", "三级指标 三级 指标名称")
_CELLS = (wanted("category", "一级指标 一级"), wanted("aspect", "二级指标 二级"), _NAME, _TARGET, _ACTUAL)
COLUMNS = (CODE, UNIT, _TOTAL, _GRADE, _SPENT, *_CELLS)
"""上年结果各列 - Every column that last year's results may have."""
_MOST_POINTS = 100
_TITLES = {"source": "来源", "year": "年度", "total": "得分", "grade": "等级", "spent": "支出数"}
_OF_ROW = {"target": "指标值", "actual": "完成值"}


@dataclass(slots=True, kw_only=True)
class _Share:
    """Hold what is known of last year for a whole project, or for the part of one unit."""

    total: str | None = None
    grade: str | None = None
    spent: str | None = None
    rows: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class _Past:
    """Hold what is known of one project's last year: the lines it stands in, and results by unit, None for the whole."""

    project: ProjectRow
    lines: list[int] = field(default_factory=list)
    shares: dict[str | None, _Share] = field(default_factory=dict)

    def results(self, year: int) -> Json:
        """上年结果 - Return what is kept with the project."""
        kept = results(IMPORTED, year)
        for unit, share in self.shares.items():
            place(kept, {"total": share.total, "grade": share.grade, "spent": share.spent, "rows": share.rows}, unit)
        return kept


def read_history(data: bytes, name: str) -> Upload:
    """读上年结果 - Return last year's results as rows.

    Raises: Invalid, when it is no table or lacks a column.
    """
    return read(data, name, COLUMNS)


def plan(tx: Transaction, asker: Asker, round_id: str, upload: Upload) -> Plan:
    """上年结果导入方案 - Return what last year's results would do to the projects of a round, row by row.

    Raises: Forbidden; NotFound.
    """
    known = ground(tx, asker, round_id)
    made = Plan(kind=KIND, upload=upload, round=round_id)
    found = _gathered(upload, known)
    own = own_results(tx, asker, known, [past.project.code for past in found])
    for past in found:
        if results_of_ours := own.get(past.project.code):
            _refer(upload, past.lines, brief(prefill.write(results_of_ours)))
        _keep(made, past, results_of_ours or past.results(known.round.year - 1), known)
    return made


def _refer(upload: Upload, lines: Sequence[int], told: str | None) -> None:
    """Note of lines that the service knows better."""
    for line in lines:
        message = f"本系统有上年审核通过的结果（{told}），以它为准，这一行没有采用"
        upload.problems.note(Problem(row=line, column=None, message=message, severity=Severity.NOTICE))


def _keep(made: Plan, past: _Past, own: Json, known: Ground) -> None:
    """Plan to keep last year's results with a project."""
    project = past.project
    before = json.loads(project.history) if project.history else None
    result = Result.WRONG if made.problems.is_wrong(past.lines) else _result(before, own)
    old, new = (_cells(each, known) for each in (before or {}, own))
    changes = [change(cell, old.get(cell), new.get(cell)) for cell in {**old, **new} if old.get(cell) != new.get(cell)] if before else []
    made.outcomes.append(Outcome(rows=past.lines, code=project.code, name=project.name, result=result, changes=changes))
    if result in {Result.NEW, Result.CHANGED}:
        made.change(project, replace(project, history=prefill.write(own)))


def _cells(tree: Json, known: Ground, of: str = "") -> dict[str, str]:
    """Return every cell of results with what stands in it, as people call it; those of a unit's part bear the unit's name."""
    cells = {f"{of}{title}": str(tree[key]) for key, title in _TITLES.items() if tree.get(key)}
    for row in _listed(tree.get("rows")):
        cells |= {f"{of}{row.get('name', '')}.{title}": text for key, title in _OF_ROW.items() if (text := row.get(key))}
    parts = tree.get("parts")
    for unit, share in parts.items() if isinstance(parts, dict) else ():
        cells |= _cells(share, known, f"{known.members[unit].name if unit in known.members else unit}.")
    return cells


def _listed(rows: object) -> list[dict[str, str]]:
    return rows if isinstance(rows, list) else []


def _result(before: object, own: object) -> Result:
    if before is None:
        return Result.NEW
    return Result.UNCHANGED if before == own else Result.CHANGED


def _gathered(upload: Upload, known: Ground) -> list[_Past]:
    """Return last year's results by project, in the order of the list."""
    found: dict[str, _Past] = {}
    for record in upload.records:
        if (project := project_of(record, known, upload)) is not None:
            past = found.setdefault(project.code, _Past(project=project))
            past.lines.append(record.row)
            unit = part_of(record, project, known, upload)
            _add(past.shares.setdefault(unit, _Share()), record, project, known, upload)
    return list(found.values())


def _add(share: _Share, record: Record, project: ProjectRow, known: Ground, upload: Upload) -> None:
    """Add a line: a total, a grade, what was spent, an actual value."""
    problems, points = upload.problems, record.get("total")
    fen = amounts(record, (_SPENT,), upload.unit, problems).get("spent")
    spent = None if fen is None else yuan(fen)
    if points is not None:
        number = read_points(points)
        if number is None or not 0 <= number <= _MOST_POINTS or finer_than(number, 2):
            problems.wrong(record.row, _TOTAL.title, f"得分“{points[:30]}”不是 0 到 100、至多两位小数的数字")
    both = (
        (_TOTAL.title, share.total, points),
        (_GRADE.title, share.grade, record.get("grade")),
        (_SPENT.title, share.spent, spent),
    )
    for title, mine, theirs in both:
        if mine is not None and theirs is not None and mine != theirs:
            problems.wrong(record.row, title, f"同一项目前面写的是“{mine}”，这里写的是“{theirs}”")
    share.total, share.grade, share.spent = share.total or points, share.grade or record.get("grade"), share.spent or spent
    row = {each.key: text for each in _CELLS if (text := record.get(each.key)) is not None}
    if row and "name" not in row:
        problems.wrong(record.row, _NAME.title, "有完成值或指标值，却没有写是哪个指标")
    elif row:
        share.rows.append(_tied(row, project, known))
    if not row and all(each is None for each in (points, record.get("grade"), record.get("spent"))):
        problems.wrong(record.row, None, "这一行没有得分、等级、支出数，也没有完成值")


def _tied(row: dict[str, str], project: ProjectRow, known: Ground) -> dict[str, str]:
    """Return a row with the set's key where it bears the name of one of its indicators."""
    rules = known.rules(json.loads(project.details).get("set") or project.kind)
    key = prefill.key_of(rules, row) if rules is not None else None
    return row if key is None else {"key": key, **row}
