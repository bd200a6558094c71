"""栏目 - Which column and which row title of a table means which fact; a table is known by these and by nothing else."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from perfeval.errors import Place
from perfeval.reports.facts import FormFacts
from perfeval.reports.readback import Grid

Checked = Iterator[Place | str]
"""核对 - For each figure the head it was proved under, or where it is wrong."""
Names = Mapping[str, str]
"""自用名称 - The words that a form has of its own for columns and rows, each with the usual word that it stands for."""
NO_NAMES: Names = MappingProxyType({})
NAMES = ("三级指标", "指标名称", "指标", "评价内容")
"""名称栏 - Heads under which the name of an indicator stands."""
POINTS = ("得分", "指标得分", "计入得分", "自评得分", "自评分")
"""得分栏 - Heads under which points stand."""
SECOND = ("复核分", "财政审定评分", "财政审定分")
"""复核分栏 - Heads under which the points of the review stand."""
WITHOUT_POINTS = ("全年实际完成值", "评价要点")
"""不计分的表 - Heads by which a list without points is known."""
INDICATOR = {
    "一级指标": ("category_label", "category_lines", "category"),
    "项目权重": ("category_label", "category"),
    "二级指标": ("aspect",),
    "指标性质": ("sign",),
    "度量单位": ("unit",),
    "计量单位": ("unit",),
    "指标值": ("value",),
    "年度指标值": ("target",),
    "年初目标值": ("target",),
    "年初指标值": ("value_original", "target_original", "target"),
    "调整指标值": ("value_adjusted", "target_adjusted"),
    "实际完成值": ("actual",),
    "全年完成值": ("actual",),
    "全年实际完成值": ("actual",),
    "完成值": ("actual",),
    "年终完成值": ("actual",),
    "分值": ("weight",),
    "权重": ("weight",),
    "指标权重": ("weight",),
    "指标分值": ("weight",),
    "得分": ("points",),
    "指标得分": ("points",),
    "计入得分": ("points",),
    "自评分": ("points",),
    "得分系数": ("coefficient",),
    "自评得分": ("claimed", "points"),
    **dict.fromkeys(SECOND, ("reviewed_points",)),
    "系统测算得分": ("computed",),
    "差额": ("difference",),
    "算式": ("expression",),
    "失分": ("lost",),
    "得分率": ("rate",),
    "佐证材料": ("evidence",),
    "序号": ("number",),
    "行": ("number",),
    "指标解释": ("explanation",),
    "评价要点": ("standard",),
    "指标说明及评分标准": ("standard", "note"),
    "说明": ("note", "deviation"),
    **dict.fromkeys(("偏差原因分析及改进措施", "偏差原因及改进措施", "失分原因", "未完成原因和改进措施"), ("deviation",)),
    "未完成原因分析": ("reason",),
    "数据来源": ("basis",),
}
"""指标栏 - The facts of a row that a head may print, the likeliest first."""
MONEY = {
    "年初预算数": "original",
    "年初预算": "original",
    "全年预算数": "adjusted",
    "调整预算数": "adjusted",
    "调整后预算数": "adjusted",
    "预算数": "budget",
    "到位数": "received",
    "全年执行数": "spent",
    "执行数": "spent",
    "预算执行数": "spent",
    "执行率": "rate",
    "预算执行率": "rate",
    "分值": "weight",
    "权重": "weight",
    "执行率权重": "weight",
    "得分": "points",
    "执行率得分": "points",
}
"""资金栏 - The fact of a money row that a head prints."""
SOURCES = {"中央": "central", "省": "province", "地": "city", "本级": "county"}
"""来源栏 - The source that a head means, where the sources stand side by side."""
ACROSS = (*SOURCES, "其他", "合计")
"""并列的来源 - Every head of such a table."""
AMOUNTS = {"original", "adjusted", "budget", "received", "spent"}
"""金额 - The facts that are amounts."""
EXECUTION = "预算执行率"
"""资金行 - What the money row is called in a list of indicators."""
_BRACKET = re.compile(r"[（(].*?[)）]|\s")
_TWO = 2


def heads(row: Sequence[str], names: Names = NO_NAMES) -> list[str]:
    """各栏名称 - Return the cells of a row without brackets and blanks, a form's own words by their usual ones."""
    return [usual(text, names) for text in row]


def usual(text: str, names: Names) -> str:
    """通行名称 - Return a head or a title without brackets and blanks, a form's own word by its usual one."""
    bare = bare_head(text)
    return names.get(bare, bare)


def bare_head(text: str) -> str:
    """栏目名称 - Return a head or a title without brackets and blanks."""
    return _BRACKET.sub("", text)


def is_money(head: Sequence[str]) -> bool:
    """资金表头 - Tell whether a row heads a table of money: two amounts, or the sources side by side."""
    return len({name for name in head if MONEY.get(name) in AMOUNTS or name in ACROSS}) >= _TWO


def compared(grid: Grid, offset: int, name: str, found: str, expected: Sequence[str]) -> Place | str:
    """比较 - Return the head that a figure was proved under, or where it is wrong."""
    if found in expected:
        return name
    return Place(where=where(grid, offset, name), message=f"应为“{expected[0]}”，文档中是“{found}”")


def where(grid: Grid, offset: int, name: str) -> str:
    """位置 - Return table, row and head in words."""
    return f"{grid.name}第{offset + 1}行“{name}”"


def unit_of(grid: Grid, form: FormFacts) -> str:
    """金额单位 - Return which form of amounts a table prints: in 万元 or 元 where it says so, else in the unit of the form."""
    said = " ".join((grid.before, *(text for row in grid.rows for text in row)))
    for words, suffix in ((("（万元）", "单位：万元"), "_wan"), (("（元）", "单位：元"), "_yuan")):
        if any(word in said for word in words):
            return suffix
    return "_wan" if form.money_unit == "万元" else "_yuan"
