"""导入单位 - Make the tree of units of a list, or change names, regions and days; rows in any order, none moves a unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from perfeval import sheets
from perfeval.accounts import Asker
from perfeval.desks import unit_tree
from perfeval.desks.imports.columns import Problems, Record, Upload, Wanted, choice, read, wanted
from perfeval.desks.imports.planning import Outcome, Plan, Result, change
from perfeval.desks.unit_tree import Draft
from perfeval.quantities import Grain, read_day
from perfeval.store import Content, Transaction, units
from perfeval.store.people import EVERYWHERE
from perfeval.store.units import UnitRow

CODE = wanted("code", "单位编码 单位代码 预算单位编码 预算单位代码", required=True)
_NAME = wanted("name", "单位名称 单位全称 预算单位名称", required=True)
_KIND = wanted("kind", "单位种类 单位类型 单位性质 种类")
_ABOVE = wanted("parent", "上级编码 上级单位编码 上级单位代码 主管部门编码 主管单位编码")
_REGION = wanted("region", "行政区划代码 行政区划 区划代码")
_FROM = wanted("valid_from", "启用日期 起始日期")
_TO = wanted("valid_to", "停用日期 截止日期")
COLUMNS = (CODE, _NAME, _KIND, _ABOVE, _REGION, _FROM, _TO)
"""单位表各列 - Every column that a list of units may have."""
_WORDS = {
    "bureau": "财政部门 财政局 财政",
    "department": "主管部门 一级预算单位 部门",
    "unit": "单位 预算单位 基层单位",
    "secondary": "二级单位 二级预算单位",
}
_BELOW = {None: "bureau", "bureau": "department", "department": "unit", "unit": "secondary", "secondary": "secondary"}
_MOST_LEVELS = 20
_PLAIN = (_NAME, _REGION, _FROM, _TO)


@dataclass(slots=True, kw_only=True)
class UnitPlan(Plan):
    """单位导入方案 - Hold what a list of units would add and change, each unit of the list by its code."""

    known: Mapping[str, UnitRow]
    scope: tuple[str, ...]
    placed: dict[str, UnitRow | None] = field(default_factory=dict)
    added: list[UnitRow] = field(default_factory=list)
    edited: list[UnitRow] = field(default_factory=list)


def read_list(data: bytes, name: str) -> Upload:
    """读单位表 - Return a list of units as rows.

    Raises: Invalid, when it is no table or lacks a column.
    """
    return read(data, name, COLUMNS)


def sheet(tx: Transaction, who: Asker) -> bytes:
    """单位表 - Return the units in scope as a workbook, in the columns by which it can be imported again.

    Raises: Forbidden.
    """
    codes = {each.id: code for code, each in units.by_code(tx.connection, [EVERYWHERE]).items()}
    lines = [_line(each, codes) for each in unit_tree.every(tx, who)]
    return sheets.write_table("单位", [sheets.Column(title=each.title, width=30 if each is _NAME else 16) for each in COLUMNS], lines)


def _line(row: UnitRow, codes: Mapping[str, str]) -> tuple[str | None, ...]:
    """Return a unit as a row of the list."""
    return row.code, row.name, unit_tree.KINDS[row.kind], codes.get(row.parent or ""), row.region, row.valid_from, row.valid_to


def plan(tx: Transaction, who: Asker, upload: Upload) -> UnitPlan:
    """单位导入方案 - Return what a list of units would do.

    Raises: Forbidden.
    """
    scope = unit_tree.keeps(who)
    made = UnitPlan(kind="units", upload=upload, round="", known=units.by_code(tx.connection, [EVERYWHERE]), scope=scope)
    records: dict[str, Record] = {}
    for record in upload.records:
        code = record.get("code")
        if code is None:
            made.problems.wrong(record.row, CODE.title, "没有单位编码")
        elif code in records:
            made.problems.wrong(record.row, CODE.title, f"单位编码 {code} 与第{records[code].row}行重复", "每个单位只留一行")
        else:
            records[code] = record
    for code in records:
        _place(made, records, code, ())
    return made


def carry_out(tx: Transaction, who: Asker, made: UnitPlan, entry: Content) -> None:
    """导入 - Put a list of units into the tree, all of it or nothing.

    Raises: Forbidden; Conflict, when somebody changed one of them since it was planned.
    """
    unit_tree.keeps(who)
    units.add(tx.connection, made.added)
    units.save_all(tx.connection, made.edited)
    tx.record(who.person, who.address, "import.units", None, entry)


def _place(made: UnitPlan, records: Mapping[str, Record], code: str, below: tuple[str, ...]) -> UnitRow | None:
    """Return the unit of a code, planned where the list has it, those above it first; None where a row is wrong."""
    if code in made.placed:
        return made.placed[code]
    record = records[code]
    if code in below or len(below) >= _MOST_LEVELS:
        told = "上级连成了一个圈" if code in below else f"单位超过{_MOST_LEVELS}级"
        made.problems.wrong(record.row, _ABOVE.title, told, "请核对这几行的上级编码")
        return None
    known = made.known.get(code)
    made.placed[code] = row = _edit(made, record, known) if known else _add(made, records, record, (*below, code))
    return row


def _add(made: UnitPlan, records: Mapping[str, Record], record: Record, below: tuple[str, ...]) -> UnitRow | None:
    """Plan a new unit."""
    above_code = record.get("parent")
    above = _place(made, records, above_code, below) if above_code and above_code in records else made.known.get(above_code or "")
    if above_code is not None and above is None:
        made.problems.wrong(record.row, _ABOVE.title, f"上级 {above_code} 不在表中也不在系统中，或者那一行有错")
    elif above is None and EVERYWHERE not in made.scope:
        made.problems.wrong(record.row, _ABOVE.title, "没有写上级", "最上级单位由系统管理员导入")
    elif above is not None and above.code in made.known and not above.path.startswith(made.scope):
        made.problems.wrong(record.row, _ABOVE.title, f"上级 {above_code} 不在您的范围内")
    draft = _draft(made.problems, record, above)
    for fault in unit_tree.faults_of(draft, above):
        made.problems.wrong(record.row, _KIND.title if fault.where == "parent" else _TO.title, fault.message, fault.suggestion)
    if made.problems.is_wrong([record.row]):
        return None
    row = unit_tree.placed(draft, above)
    made.added.append(row)
    made.outcomes.append(Outcome(rows=[record.row], code=row.code, name=row.name, result=Result.NEW))
    return row


def _draft(problems: Problems, record: Record, above: UnitRow | None) -> Draft:
    """Return a new unit as its row has it; the kind follows from what stands above where it is not written."""
    kind = choice(record, _KIND, _WORDS, problems) or _BELOW[above.kind if above else None]
    if record.get("name") is None:
        problems.wrong(record.row, _NAME.title, "没有单位名称")
    return Draft(
        code=record.get("code") or "",
        name=record.get("name") or "",
        kind=kind,
        parent=above.id if above else None,
        region=record.get("region"),
        valid_from=day(record, _FROM, problems),
        valid_to=day(record, _TO, problems),
    )


def _edit(made: UnitPlan, record: Record, there: UnitRow) -> UnitRow | None:
    """Plan the change of a unit that is there already; blank cells change nothing."""
    if not there.path.startswith(made.scope):
        made.problems.wrong(record.row, CODE.title, f"单位编码 {there.code} 已被您范围以外的单位使用")
        return None
    kind = choice(record, _KIND, _WORDS, made.problems)
    above = made.known.get(record.get("parent") or "")
    if (kind or there.kind) != there.kind or (record.get("parent") and (above is None or above.id != there.parent)):
        told = "已有单位不能改上级和种类：历年自评都挂在原单位下"
        made.problems.wrong(record.row, _ABOVE.title, told, "机构改革：给原单位填停用日期，另编一个编码新建单位")
    cells = {each.key: record.get(each.key) for each in (_NAME, _REGION)}
    cells |= {each.key: day(record, each, made.problems) for each in (_FROM, _TO)}
    differing = {key: text for key, text in cells.items() if text is not None and text != getattr(there, key)}
    after = replace(there, **differing)  # type: ignore[arg-type] # the keys are those of texts
    if after.valid_from and after.valid_to and after.valid_to < after.valid_from:
        made.problems.wrong(record.row, _TO.title, f"停用日期{after.valid_to}早于启用日期{after.valid_from}", "改正其中一个")
    titles = {each.key: each.title for each in _PLAIN}
    changes = [change(titles[key], getattr(there, key), text) for key, text in differing.items()]
    result = Result.CHANGED if changes else Result.UNCHANGED
    made.outcomes.append(Outcome(rows=[record.row], code=there.code, name=after.name, result=result, changes=changes))
    if changes:
        made.edited.append(after)
    return there if made.problems.is_wrong([record.row]) else after


def day(record: Record, column: Wanted, problems: Problems) -> str | None:
    """日期单元格 - Return the day in a cell, None where it is blank or names none, which is noted."""
    text = record.get(column.key)
    if text is None:
        return None
    found = read_day(text, date.min.year)
    if found is None or found.grain is not Grain.DAY or found.last.year == date.min.year:
        problems.wrong(record.row, column.title, f"“{text[:30]}”不是日期", "写成 2026-12-31")
        return None
    return found.last.isoformat()
