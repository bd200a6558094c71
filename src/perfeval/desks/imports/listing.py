"""项目清单 - Read the project list: one project may have several rows, one for each source of money and each unit that files a part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from perfeval.desks.imports.columns import Problem, Problems, Record, Upload, amounts, choice, fen_of, read, wanted, yuan
from perfeval.desks.imports.ground import Ground
from perfeval.evaluation import COLUMNS, FundSource, Kind, MoneyUnit, captions
from perfeval.evaluation.model import BUDGETS, LEVELS, PARTS
from perfeval.indicators import Severity
from perfeval.store.rounds import RoundUnitRow

Fen = dict[str, dict[str, int]]
"""各来源金额 - Amounts in 分 by source of money and column."""
SUBJECT = ("project_type", "project_attribute", "project_class", "leader", "finance_leader", "finance_section", "contact", "phone")
"""基本情况各项 - The cells of the head of the form that a list may bring."""
CODE = wanted("code", "项目编码 项目代码 项目编号")
UNIT = wanted("unit_code", "单位编码 单位代码 预算单位编码 预算单位代码 实施单位编码")
SOURCE = wanted("source", "资金来源 来源")
RECEIVED = wanted("received", "到位数 实际到位数 资金到位数 到位资金 到位金额", money=True)
SPENT = wanted("spent", "全年执行数 执行数 全年支出数 支出数 实际支出数 实际支出 支出金额 执行金额", money=True)
_NAME = wanted("name", "项目名称 项目", required=True)
_UNIT_NAME = wanted("unit_name", "单位名称 实施单位 预算单位 填报单位 项目单位 单位")
_LEAD = wanted("lead", "牵头单位编码 主管单位编码")
_KIND = wanted("kind", "自评类型 自评种类 类型")
_SET = wanted("set", "指标体系 指标体系编号")
_EXPECTED = wanted("expected", "年度总体目标 年度目标 总体目标 预期目标 绩效目标")
_MONEY = (
    wanted("original", "年初预算数 年初预算 年初数", money=True),
    wanted("change", "调整数 预算调整数 预算调整 调整金额 追加追减", money=True),
    wanted("adjusted", "全年预算数 全年预算 调整后预算数 调整后预算 预算数", money=True),
    RECEIVED,
    SPENT,
)
_MORE = (
    wanted("project_type", "项目类型"),
    wanted("project_attribute", "项目属性"),
    wanted("project_class", "项目类别"),
    wanted("leader", "项目负责人 负责人"),
    wanted("finance_leader", "财务负责人"),
    wanted("finance_section", "财政处室 归口股室 归口处室 归口科室"),
    wanted("contact", "联系人 填报人"),
    wanted("phone", "联系电话 办公电话 电话"),
)
COLUMNS_OF_LIST = (CODE, _NAME, UNIT, _UNIT_NAME, _LEAD, _KIND, _SET, *_MORE, SOURCE, *_MONEY, _EXPECTED)
"""项目清单各列 - Every column that a project list may have."""


@dataclass(slots=True, kw_only=True)
class Listed:
    """清单中的项目 - Hold one project of a list: its rows, and for each unit its amounts by source."""

    code: str
    name: str
    kind: str
    set: str
    rows: list[int] = field(default_factory=list)
    units: dict[str, RoundUnitRow] = field(default_factory=dict)
    funds: dict[str, Fen] = field(default_factory=dict)
    leads: dict[str, Record] = field(default_factory=dict)
    lead: RoundUnitRow | None = None
    subject: dict[str, str] = field(default_factory=dict)
    expected: str | None = None

    @property
    def whole(self) -> RoundUnitRow:
        """主体单位 - Return the unit whose evaluation stands for the whole project."""
        return self.lead or next(iter(self.units.values()))

    @property
    def has_parts(self) -> bool:
        """分单位填报 - Tell whether units file parts of which the whole is made."""
        return self.lead is not None


def read_list(data: bytes, name: str) -> Upload:
    """读项目清单 - Return a project list as rows.

    Raises: Invalid, when it is no table or lacks a column.
    """
    return read(data, name, COLUMNS_OF_LIST)


def gather(upload: Upload, known: Ground) -> list[Listed]:
    """按项目归并 - Return the projects of a list in their order; what is wrong with a row is noted."""
    found: dict[str, Listed] = {}
    for record in upload.records:
        unit = _unit(record, known, upload.problems)
        kind = choice(record, _KIND, captions.KINDS, upload.problems) or Kind.PROJECT.value
        code = _code(record, kind, upload.problems)
        if unit is None or code is None:
            continue
        each = found.setdefault(code, Listed(code=code, name=record.get("name") or unit.name, kind=kind, set=record.get("set") or kind))
        _join(each, record, kind, upload.problems)
        each.units[unit.unit] = unit
        _add_funds(each.funds.setdefault(unit.unit, {}), record, upload)
    for each in found.values():
        _settle(each, upload, known)
    return list(found.values())


def total(funds: Sequence[Fen]) -> Fen:
    """合计 - Return the amounts of several units added up, source by source."""
    made: Fen = {}
    for own in funds:
        for source, row in own.items():
            mine = made.setdefault(source, {})
            for column, fen in row.items():
                mine[column] = mine.get(column, 0) + fen
    return made


def fens(rows: Sequence[Mapping[str, str]]) -> Fen:
    """读回金额 - Return the amounts in 分 of rows that are kept in 元."""
    read = {row["source"]: {column: fen_of(row[column], MoneyUnit.YUAN) for column in COLUMNS if column in row} for row in rows}
    return {source: {column: fen for column, fen in row.items() if fen is not None} for source, row in read.items()}


def whole_of(funds: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """总额 - Return the row of the whole: fiscal money, or one of its splits, and the other sources."""
    made: dict[str, int] = {}
    for column in COLUMNS:
        splits = ([FundSource.FISCAL], LEVELS, BUDGETS)
        fiscal = next((found for split in splits if (found := _written(funds, split, column))), [])
        if cells := [*fiscal, *_written(funds, PARTS, column)]:
            made[column] = sum(cells)
    return made


def written(funds: Fen) -> list[dict[str, str]]:
    """资金表各行 - Return amounts as rows of a form, in 元, in the order of the sources."""
    rows = ((source.value, funds.get(source.value)) for source in FundSource)
    return [{"source": name, **{column: yuan(row[column]) for column in COLUMNS if column in row}} for name, row in rows if row]


def _unit(record: Record, known: Ground, problems: Problems) -> RoundUnitRow | None:
    """Return the unit of a row: by its code, else by its name."""
    code, name = record.get("unit_code"), record.get("unit_name")
    if code is not None:
        unit = known.unit(record, UNIT, code, problems)
        if unit is not None and name is not None and name != unit.name:
            told = f"单位名称“{name}”与编码 {code} 的单位“{unit.name}”不同"
            problems.note(Problem(row=record.row, column=_UNIT_NAME.title, message=told, severity=Severity.WARNING))
        return unit
    found = known.by_name.get(name or "", ())
    if len(found) == 1:
        return found[0]
    told = "没有写单位" if name is None else f"批次中{'没有' if not found else '不止一个'}名为“{name}”的单位"
    problems.wrong(record.row, UNIT.title, told, "请填写单位编码")
    return None


def _code(record: Record, kind: str, problems: Problems) -> str | None:
    """Return the code of a project; a department as a whole goes by the code of the unit."""
    code = record.get("code")
    if code is None and kind == Kind.DEPARTMENT:
        code = record.get("unit_code")
    if code is None:
        problems.wrong(record.row, CODE.title, "没有项目编码", "部门整体自评可以不写项目编码，但要写单位编码")
    return code


def _join(each: Listed, record: Record, kind: str, problems: Problems) -> None:
    """Add a row to its project; what all rows of a project share must be the same."""
    each.rows.append(record.row)
    for title, mine, theirs in ((_NAME.title, each.name, record.get("name")), (_KIND.title, each.kind, kind)):
        if theirs is not None and theirs != mine:
            problems.wrong(record.row, title, f"与第{each.rows[0]}行同一项目编码，{title}却不同：“{theirs}”和“{mine}”")
    for key in SUBJECT:
        if text := record.get(key):
            each.subject.setdefault(key, text)
    each.expected = each.expected or record.get("expected")
    if lead := record.get("lead"):
        each.leads.setdefault(lead, record)


def _add_funds(funds: Fen, record: Record, upload: Upload) -> None:
    """Add the amounts of a row to those of its unit."""
    source = choice(record, SOURCE, captions.FUND_SOURCES, upload.problems) or FundSource.TOTAL.value
    if source in funds:
        upload.problems.wrong(record.row, SOURCE.title, f"这个项目的“{FundSource(source).label}”写了两行", "同一单位、同一来源合并成一行")
        return
    found = amounts(record, _MONEY, upload.unit, upload.problems)
    change = found.pop("change", None)
    original, adjusted = found.get("original"), found.get("adjusted")
    if change is not None and adjusted is None:
        found["adjusted"] = (original or 0) + change
    elif change is not None and original is not None and adjusted != original + change:
        told = f"年初预算数加调整数是{yuan(original + change)}元，全年预算数写的是{yuan(adjusted or 0)}元"
        upload.problems.wrong(record.row, "全年预算数", told, "请核对三个数")
    if found.get("adjusted", 0) < 0:
        upload.problems.wrong(record.row, "调整数", "追减后全年预算数是负数")
    if not {"original", "adjusted"} & found.keys() and not upload.problems.is_wrong([record.row]):
        upload.problems.wrong(record.row, "年初预算数", "没有预算", "年初预算数、全年预算数至少写一个；没有预算的写 0")
    funds[source] = found


def _settle(each: Listed, upload: Upload, known: Ground) -> None:
    """Complete the money table, and find whose evaluation stands for a project that several units carry out."""
    for funds in each.funds.values():
        if FundSource.TOTAL not in funds:
            funds[FundSource.TOTAL.value] = whole_of(funds)
    if len(each.leads) > 1:
        upload.problems.wrong(each.rows[0], _LEAD.title, f"同一项目写了几个牵头单位：{'、'.join(each.leads)}")
    for code, record in each.leads.items():
        lead = known.unit(record, _LEAD, code, upload.problems)
        each.lead = lead if lead is not None and set(each.units) != {lead.unit} else None
    if not each.leads and len(each.units) > 1:
        each.lead = _common(list(each.units.values()), known)
        if each.lead is None:
            told = "同一项目编码有几个单位，却不属于同一个主管部门"
            upload.problems.wrong(each.rows[0], _LEAD.title, told, "请在“牵头单位编码”一列写明由谁汇总")


def _common(units: Sequence[RoundUnitRow], known: Ground) -> RoundUnitRow | None:
    """Return the lowest unit that all belong to; the bureau as a whole is nobody's department."""
    chains = [known.above(each) for each in units]
    shared = [level[0] for level in zip(*chains, strict=False) if len({each.unit for each in level}) == 1]
    return shared[-1] if shared and shared[-1].kind != "bureau" else None


def _written(funds: Mapping[str, Mapping[str, int]], sources: Sequence[FundSource], column: str) -> list[int]:
    return [funds[source][column] for source in sources if column in funds.get(source, {})]
