"""导入批复的绩效目标 - One line for each indicator: 项目编码, 一级, 二级, 三级, 指标性质, 指标值, 度量单位, 分值; the rows are locked.

Rule: 批复的绩效目标不能由单位改动. Once a unit has begun to fill in a project whose targets were approved, a change goes by an adjustment.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from perfeval.accounts import Asker
from perfeval.desks.changes import read_locks, write_locks
from perfeval.desks.imports import checking, prefill
from perfeval.desks.imports.columns import Problem, Record, Upload, read, wanted
from perfeval.desks.imports.ground import Ground, ground
from perfeval.desks.imports.listing import CODE, UNIT
from perfeval.desks.imports.planning import UNTOUCHED, Outcome, Patch, Plan, Result, change, rescored, settled
from perfeval.errors import Conflict
from perfeval.evaluation.target import split_sign
from perfeval.indicators import IndicatorSet, Severity
from perfeval.quantities import finer_than, normal, read_number, read_weight
from perfeval.store import Transaction
from perfeval.store.evaluations import EvaluationRow
from perfeval.store.projects import Filing, ProjectRow
from perfeval.workflow import State

Row = dict[str, str]
KIND = "targets"
_CATEGORY = wanted("category", "一级指标 一级")
_ASPECT = wanted("aspect", "二级指标 二级")
_NAME = wanted("name", "三级指标 三级 指标名称 指标内容", required=True)
_NATURE = wanted("nature", "指标性质 指标方向 符号")
_VALUE = wanted("value", "指标值 年度指标值 目标值", required=True)
_MEASURE = wanted("measure", "度量单位 计量单位 单位")
_WEIGHT = wanted("weight", "分值 权重 分值权重")
_EXPECTED = wanted("expected", "年度总体目标 年度目标 总体目标 绩效目标")
_CORE = wanted("core", "核心指标 是否核心指标")
COLUMNS = (
    CODE,
    UNIT,
    _CATEGORY,
    _ASPECT,
    _NAME,
    _NATURE,
    _VALUE,
    _MEASURE,
    _WEIGHT,
    wanted("owner", "责任科室 责任股室"),
    _CORE,
    _EXPECTED,
)
"""批复目标各列 - Every column that approved targets may have."""
_SIGNS = {
    "≥": "≥ >= ≧ 正向 正向指标 越大越好 大于等于",
    "≤": "≤ <= ≦ 反向 逆向 反向指标 逆向指标 越小越好 小于等于",
    "=": "= ＝ 等于",
    ">": "> 大于",
    "<": "< 小于",
    "": "定性 定性指标 定量 定量指标 区间 文字 其他",
}


@dataclass(slots=True, kw_only=True)
class _Approved:
    """Hold what was approved for one project: its rows with the lines they came from, and the objective."""

    project: ProjectRow
    rules: IndicatorSet
    lines: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    expected: str | None = None

    def of(self, unit: str | None) -> list[Row]:
        """所属各行 - Return the rows of a unit's part, or of the whole: those for everybody, and its own."""
        return [row for row in self.rows if row.get("unit") in {None, unit}]


def read_targets(data: bytes, name: str) -> Upload:
    """读批复的绩效目标 - Return approved targets as rows.

    Raises: Invalid, when it is no table or lacks a column.
    """
    return read(data, name, COLUMNS)


def plan(tx: Transaction, asker: Asker, round_id: str, upload: Upload) -> Plan:
    """绩效目标导入方案 - Return what approved targets would do to the evaluations of a round, row by row.

    Raises: Forbidden; NotFound.
    """
    known = ground(tx, asker, round_id)
    made = Plan(kind=KIND, upload=upload, round=round_id)
    for approved in _gathered(upload, known):
        if upload.problems.is_wrong(approved.lines):
            outcome = Outcome(rows=approved.lines, code=approved.project.code, name=approved.project.name, result=Result.WRONG)
            made.outcomes.append(outcome)
            continue
        _check(approved, known, upload)
        _approve(made, approved, known)
    return made


def _gathered(upload: Upload, known: Ground) -> list[_Approved]:
    """Return the approved rows by project, in the order of the list."""
    found: dict[str, _Approved] = {}
    for record in upload.records:
        project = project_of(record, known, upload)
        rules = None if project is None else known.rules(json.loads(project.details).get("set") or project.kind)
        if project is None or rules is None:
            continue
        mine = found.setdefault(project.code, _Approved(project=project, rules=rules))
        mine.lines.append(record.row)
        mine.expected = mine.expected or record.get("expected")
        row = _row(record, project, known, upload)
        if any(prefill.identity(row) == prefill.identity(each) and row.get("unit") == each.get("unit") for each in mine.rows):
            upload.problems.wrong(record.row, _NAME.title, f"“{row['name']}”在这个项目里写了两行", "同一指标只写一行")
        mine.rows.append(row)
        mine.places.append(record.row)
    return list(found.values())


def project_of(record: Record, known: Ground, upload: Upload) -> ProjectRow | None:
    """所指项目 - Return the project that a line is about: by its code, or, for a department as a whole, by that of the unit."""
    code = record.get("code") or record.get("unit_code")
    if code is None:
        upload.problems.wrong(record.row, CODE.title, "没有项目编码")
    elif (project := known.projects.get(code)) is not None:
        return project
    else:
        upload.problems.wrong(record.row, CODE.title, f"批次中没有编码为“{code}”的项目", "请核对编码，或先导入项目清单")
    return None


def part_of(record: Record, project: ProjectRow, known: Ground, upload: Upload) -> str | None:
    """所指部分 - Return the unit whose part of a project a line is about, None where it is about the whole."""
    code = record.get("unit_code")
    if code is None or record.get("code") is None or len(known.filings.get(project.id, ())) < 2:  # noqa: PLR2004 - the whole and a part
        return None
    unit = known.unit(record, UNIT, code, upload.problems)
    if unit is None:
        return None
    mine = {each.unit for each in known.filings[project.id] if each.part_of is not None}
    if unit.unit not in mine:
        upload.problems.wrong(record.row, UNIT.title, f"“{unit.name}”不是这个项目的实施单位")
    return unit.unit


def _row(record: Record, project: ProjectRow, known: Ground, upload: Upload) -> Row:
    """Return one approved row as a form has it."""
    problems = upload.problems
    given = {key: text for key in ("category", "aspect", "name", "owner") if (text := record.get(key))}
    if "name" not in given:
        problems.wrong(record.row, _NAME.title, "没有三级指标的名称")
    target = _target(record, upload)
    weight = record.get("weight")
    number = None if weight is None else read_weight(weight)
    if weight is not None and (number is None or number < 0 or finer_than(number, 2)):
        problems.wrong(record.row, _WEIGHT.title, f"分值“{weight[:30]}”不是至多两位小数的数字")
    unit = part_of(record, project, known, upload)
    core = {"core": "1"} if normal(record.get("core") or "") in {"是", "★", "√", "1", "核心"} else {}
    own = {"target": target, "weight": weight, "unit": unit}
    return {"name": "", **given, **{key: text for key, text in own.items() if text is not None}, **core}


def _target(record: Record, upload: Upload) -> str | None:
    """Return a target as paper has it: sign, value and unit together; words stay words."""
    value, unit, nature = record.get("value"), record.get("measure") or "", record.get("nature")
    if value is None:
        upload.problems.wrong(record.row, _VALUE.title, "没有指标值")
        return None
    sign = ""
    if nature is not None:
        found = next((sign for sign, words in _SIGNS.items() if normal(nature) in words.split()), None)
        if found is None:
            upload.problems.wrong(record.row, _NATURE.title, f"指标性质“{nature[:30]}”不能识别", "可写 ≥、≤、＝、定性")
        sign = found or ""
    _warn_of_ratio(record, value, unit, upload)
    tidy = normal(value)
    signed = sign if any(each.isdigit() for each in tidy) and split_sign(tidy)[0] is None else ""
    return f"{signed}{value}{unit if tidy[-1].isdigit() else ''}"


def _warn_of_ratio(record: Record, value: str, unit: str, upload: Upload) -> None:
    """Note a percentage below one: cells that Excel shows as 95% hold 0.95."""
    number = read_number(value)
    if unit in {"%", "％"} and number is not None and 0 < number < 1:
        told = f"指标值是 {value}{unit}，不到百分之一；Excel 的百分比单元格读出来是小数"
        advice = "单元格是百分比格式的，请改为文本重填"
        upload.problems.note(Problem(row=record.row, column=_VALUE.title, message=told, suggestion=advice, severity=Severity.WARNING))


def _check(approved: _Approved, known: Ground, upload: Upload) -> None:
    """Note what the checks find about what was approved."""
    form = prefill.blank(f"{approved.rules.id}@{approved.rules.version}", known.round.year, approved.project.kind, {})
    locks: prefill.Locks = {}
    units = list(dict.fromkeys(row.get("unit") for row in approved.rows)) or [None]
    mine = [(row, line) for row, line in zip(approved.rows, approved.places, strict=True) if row.get("unit") in {None, units[-1]}]
    prefill.put_targets(form, locks, [row for row, _ in mine], approved.rules)
    rows = {f"r{at}": line for at, (_, line) in enumerate(mine, 1)}
    checking.targets(upload.problems, rows, approved.lines[0], form, approved.rules)


def _approve(made: Plan, approved: _Approved, known: Ground) -> None:
    """Plan to put approved rows into the evaluations of a project."""
    project = approved.project
    before: list[Row] = json.loads(project.targets or "[]")
    changes = _changes(before, approved.rows)
    details = json.loads(project.details)
    if approved.expected and approved.expected != details.get("expected"):
        changes.append(change("年度总体目标", details.get("expected"), approved.expected))
        details["expected"] = approved.expected
    filings = known.filings.get(project.id, ())
    if changes and (told := _too_late(filings, project, known)):
        made.problems.wrong(approved.lines[0], None, told, "变更请在自评中登记调整，写明文号和批准人")
        made.outcomes.append(Outcome(rows=approved.lines, code=project.code, name=project.name, result=Result.WRONG))
        return
    result = Result.UNCHANGED if not changes else Result.CHANGED if project.targets else Result.NEW
    made.outcomes.append(Outcome(rows=approved.lines, code=project.code, name=project.name, result=result, changes=changes))
    if changes:
        made.change(project, replace(project, targets=prefill.write(approved.rows), details=prefill.write(details)))
        made.patches |= {each.id: _patch(approved, each) for each in filings}


def _too_late(filings: Sequence[Filing], project: ProjectRow, known: Ground) -> str | None:
    """Return why a project's targets cannot come by a list any more, None where they can."""
    begun = settled(filings)
    wrong = begun if project.targets else [each for each in begun if each.state != State.FILLING]
    if not wrong:
        return None
    who = f"{known.members[wrong[0].unit].name}：{State(wrong[0].state).label}"
    return f"项目已经开始填报（{who}），批复的绩效目标不能再由清单改动"


def _patch(approved: _Approved, filing: Filing) -> Patch:
    """Return how to put approved rows into a form; what the unit wrote stays."""
    rows = approved.of(filing.unit if filing.part_of else None)

    def _fill(tx: Transaction, asker: Asker, row: EvaluationRow) -> EvaluationRow:
        begun = row.state not in UNTOUCHED
        if begun and (approved.project.targets or row.state != State.FILLING):
            raise Conflict("import-overtaken", f"导入期间“{row.title}”开始填报或送审，没有导入任何内容，请重新预览后再导入")
        form, locks = prefill.read(row.document), read_locks(row.locked)
        prefill.put_subject(form, {}, approved.expected)
        prefill.put_targets(form, locks, rows, approved.rules)
        return rescored(tx, asker, replace(row, document=prefill.write(form), locked=write_locks(locks)))

    return _fill


def _changes(before: Sequence[Row], after: Sequence[Row]) -> list[dict[str, object]]:
    """Return every cell of approved rows that differs; a row that came or went is one change of its target."""
    old, new = ({(*prefill.identity(row), row.get("unit")): row for row in rows} for rows in (before, after))
    found = []
    for key in {**old, **new}:
        mine, theirs = old.get(key, {}), new.get(key, {})
        name = (theirs or mine)["name"]
        cells = ("target", "weight", "owner", "core") if mine and theirs else ("target",)
        found += [change(f"{name}.{cell}", mine.get(cell), theirs.get(cell)) for cell in cells if _differs(mine, theirs, cell)]
    return found


def _differs(mine: Mapping[str, str], theirs: Mapping[str, str], cell: str) -> bool:
    """Tell whether a cell differs; a row without the other always does."""
    return mine.get(cell) != theirs.get(cell) or bool(mine) != bool(theirs)
