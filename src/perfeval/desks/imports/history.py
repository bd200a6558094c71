"""导入上年结果 - Keep last year's totals, grades and actual values beside each project, marked 外部导入; no form is changed by them."""

import json
from dataclasses import dataclass, field, replace

from perfeval.accounts import Asker
from perfeval.desks.imports import prefill
from perfeval.desks.imports.columns import Record, Upload, read, wanted
from perfeval.desks.imports.ground import Ground, ground
from perfeval.desks.imports.listing import CODE, UNIT
from perfeval.desks.imports.planning import Outcome, Plan, Result, change
from perfeval.desks.imports.targets import project_of
from perfeval.quantities import finer_than, read_points
from perfeval.store import Transaction
from perfeval.store.projects import ProjectRow

KIND = "history"
SOURCE = "外部导入"
"""来源 - How last year's figures are marked wherever they are shown."""
_TOTAL = wanted("total", "上年得分 上年总分 总分 得分 自评得分")
_GRADE = wanted("grade", "上年等级 等级 自评等级 评价等级")
_ACTUAL = wanted("actual", "上年实际完成值 上年实际值 实际完成值 全年完成值 完成值")
_TARGET = wanted("target", "上年指标值 指标值 年度指标值")
_NAME = wanted("name", "三级指标 三级 指标名称")
_CELLS = (wanted("category", "一级指标 一级"), wanted("aspect", "二级指标 二级"), _NAME, _TARGET, _ACTUAL)
COLUMNS = (CODE, UNIT, _TOTAL, _GRADE, *_CELLS)
"""上年结果各列 - Every column that last year's results may have."""
_MOST_POINTS = 100


@dataclass(slots=True, kw_only=True)
class _Past:
    """Hold what is known of one project's last year."""

    project: ProjectRow
    lines: list[int] = field(default_factory=list)
    total: str | None = None
    grade: str | None = None
    rows: list[dict[str, str]] = field(default_factory=list)


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
    for past in _gathered(upload, known):
        project = past.project
        own = {"source": SOURCE, "year": known.round.year - 1, "total": past.total, "grade": past.grade, "rows": past.rows}
        before = json.loads(project.history) if project.history else None
        result = Result.WRONG if upload.problems.is_wrong(past.lines) else _result(before, own)
        changes = [change(key, before[key], own[key]) for key in own if before[key] != own[key]] if before else []
        made.outcomes.append(Outcome(rows=past.lines, code=project.code, name=project.name, result=result, changes=changes))
        if result in {Result.NEW, Result.CHANGED}:
            made.change(project, replace(project, history=prefill.write(own)))
    return made


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
            _add(past, record, upload)
    return list(found.values())


def _add(past: _Past, record: Record, upload: Upload) -> None:
    """Add a line: a total, a grade, an actual value."""
    points = record.get("total")
    if points is not None:
        number = read_points(points)
        if number is None or not 0 <= number <= _MOST_POINTS or finer_than(number, 2):
            upload.problems.wrong(record.row, _TOTAL.title, f"得分“{points[:30]}”不是 0 到 100、至多两位小数的数字")
    for title, mine, theirs in ((_TOTAL.title, past.total, points), (_GRADE.title, past.grade, record.get("grade"))):
        if mine is not None and theirs is not None and mine != theirs:
            upload.problems.wrong(record.row, title, f"同一项目前面写的是“{mine}”，这里写的是“{theirs}”")
    past.total, past.grade = past.total or points, past.grade or record.get("grade")
    row = {each.key: text for each in _CELLS if (text := record.get(each.key)) is not None}
    if row and "name" not in row:
        upload.problems.wrong(record.row, _NAME.title, "有完成值或指标值，却没有写是哪个指标")
    if row:
        past.rows.append(row)
    if not row and points is None and record.get("grade") is None:
        upload.problems.wrong(record.row, None, "这一行没有得分、等级，也没有完成值")
