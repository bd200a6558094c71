"""复核文书校对 - Prove the papers of a review: tables by heads, cells by labels, sentences by shape, charts by titles.

A table is known by the heads that no other has; a chart must show the facts of its title, and its workbook must hold the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import pairwise

from perfeval.errors import Place
from perfeval.reports.chartback import ChartCopy, Rows
from perfeval.reports.facts.charts import ChartFacts
from perfeval.reports.facts.review import TOTAL
from perfeval.reports.proofreading.heads import Checked, Names, compared, heads, usual
from perfeval.reports.proofreading.spoken import spoken
from perfeval.reports.readback import Copy, Grid

_GRADES = {"类别": "group", "个数": "count", "占个数比例": "share", "金额": "money_wan", "占金额比例": "money_share"}
LISTS: Mapping[str, Mapping[str, str]] = {
    "reviewed_grades": {**_GRADES, "复核评级": "grade"},
    "quality_grades": {**_GRADES, "自评工作质量评级": "grade"},
    "own_grades": {**_GRADES, "自评等级": "grade"},
    "strata": {
        "抽样层": "stratum",
        "层内项数": "frame_count",
        "层内金额": "frame_money_wan",
        "必查": "certain_count",
        "抽中": "drawn_count",
        "抽中金额": "sample_money_wan",
    },
    "drawn": {
        "序号": "number",
        "项目编码": "code",
        "项目": "name",
        "抽样层": "stratum",
        "入样方式": "how",
        "入样概率": "probability",
        "随机数": "u",
        "理由": "why",
    },
    "frame": {
        "序号": "number",
        "项目编码": "code",
        "项目": "name",
        "单位": "unit",
        "抽样层": "stratum",
        "金额": "money_wan",
        "上年等级": "last_grade",
        "风险分": "risk",
        "抽中": "drawn_mark",
    },
    "gaps": {
        "主管部门": "department",
        "项数": "count",
        "自评平均": "own_mean",
        "复核平均": "reviewed_mean",
        "平均差额": "mean_delta",
        "最大差额": "widest_delta",
        "低于自评": "lower_count",
        "高于自评": "higher_count",
    },
    "problem_kinds": {"序号": "number", "问题": "title", "项数": "count", "占比": "share"},
    "items": {
        "序号": "number",
        "主管部门": "department",
        "单位": "unit",
        "项目": "name",
        "金额": "money_wan",
        "自评分": "own_points",
        "自评等级": "own_grade",
        "复核分": "reviewed_points",
        "复核评级": "reviewed_grade",
        "增减": "delta",
        "质量得分": "quality_points",
        "质量评级": "quality_grade",
        "主要问题": "problem_titles",
    },
    "rows": {
        "序号": "number",
        "指标": "name",
        "分值": "weight",
        "自评分": "own_points",
        "复核分": "reviewed_points",
        "增减": "delta",
        "理由": "reason",
    },
    "criteria": {"评分项": "name", "分值": "weight", "得分": "points", "扣分": "lost", "扣分原因": "reason"},
    "found": {"序号": "number", "问题": "title", "具体情况": "detail"},
    "corrections": {
        "序号": "number",
        "项目": "name",
        "存在问题": "problem",
        "整改要求": "demand",
        "责任单位": "responsible",
        "整改期限": "deadline",
    },
    "departments": {
        "序号": "number",
        "部门": "department",
        "应报": "due",
        "已报": "filed",
        "逾期": "late",
        "金额": "money_wan",
        "平均分": "mean",
        "未达最高等级的原因": "reasons",
    },
}
"""各表的栏目 - The fact that a head prints, for every list of a paper."""
_LEAST = {
    "reviewed_grades": {"复核评级", "个数"},
    "quality_grades": {"自评工作质量评级", "个数"},
    "own_grades": {"自评等级", "个数"},
    "strata": {"抽样层", "层内项数"},
    "drawn": {"抽样层", "入样方式"},
    "frame": {"项目编码", "风险分"},
    "gaps": {"自评平均", "复核平均"},
    "problem_kinds": {"问题", "项数"},
    "items": {"自评等级", "复核评级"},
    "rows": {"指标", "自评分", "复核分"},
    "criteria": {"评分项", "得分"},
    "found": {"问题", "具体情况"},
    "corrections": {"整改要求", "整改期限"},
    "departments": {"部门", "应报"},
}
LABELS_OF_ITEMS = {
    "项目名称": "name",
    "项目编码": "code",
    "主管部门": "department",
    "实施单位": "unit",
    "自评类型": "kind",
    "金额": "money_wan",
    "自评得分": "own_points",
    "自评等级": "own_grade",
    "复核得分": "reviewed_points",
    "复核评级": "reviewed_grade",
    "复核增减": "delta",
    "质量得分": "quality_points",
    "自评工作质量评级": "quality_grade",
}
"""意见书的格 - The fact of the item that stands in the cell behind a label."""
CHART = "图表"
"""图表 - Under what a chart is proved."""
PAPER_HEADS = frozenset({head for own in LISTS.values() for head in own} | LABELS_OF_ITEMS.keys())
"""复核文书的通行名称 - Every usual word by which a column or a cell of such a paper is known."""
_ENDS = {"总分", TOTAL}


def prove_paper(copy: Copy, facts: object, names: Names) -> Checked:
    """核对复核文书 - Yield for every figure the head that it was proved under, or where it is wrong."""
    for grid in copy.grids:
        at, name = _known(grid, facts, names)
        if name is None:
            yield from _labelled(grid, facts, names)
        else:
            yield from _listed(grid, at, name, facts, names)
    yield from spoken(copy, _texts(facts))
    yield from _charts(copy.charts, [each for each in _walk(facts) if isinstance(each, ChartFacts)])


def _known(grid: Grid, facts: object, names: Names) -> tuple[int, str | None]:
    """Return the row of heads of a table and the list that it is, None where it is none of this paper."""
    for at, row in enumerate(grid.rows):
        found = set(heads(row, names))
        for name, least in _LEAST.items():
            if least <= found and hasattr(facts, name):
                return at, name
    return 0, None


def _listed(grid: Grid, at: int, name: str, facts: object, names: Names) -> Checked:
    """Prove the rows of a list one by one, and the row that closes it."""
    head, members = heads(grid.rows[at], names), tuple(getattr(facts, name))
    offset = at
    for offset, member in zip(range(at + 1, len(grid.rows)), members, strict=False):
        yield from _row(grid, offset, head, _cells(name, member, facts))
    if len(grid.rows) - at - 1 < len(members):
        yield Place(where=grid.name, message=f"应有{len(members)}行，文档中只有{len(grid.rows) - at - 1}行")
    for rest in range(offset + 1 if members else at + 1, len(grid.rows)):
        if _ENDS.isdisjoint(grid.rows[rest]):
            yield Place(where=f"{grid.name}第{rest + 1}行", message="多出一行，不出自复核结果")
        else:
            yield from _row(grid, rest, head, _closing(name, facts))


def _row(grid: Grid, offset: int, head: Sequence[str], told: Mapping[str, str]) -> Checked:
    for column, name in enumerate(head):
        if name in told:
            yield compared(grid, offset, name, grid.rows[offset][column], [told[name]])


def _cells(name: str, member: object, facts: object) -> dict[str, str]:
    """Return what a row must print, by head; the counts of a department stand under the names of the grades."""
    told = {head: str(getattr(member, cell)) for head, cell in LISTS[name].items()}
    return told | dict(zip(getattr(facts, "grade_names", ()), getattr(member, "counts", ()), strict=False))


def _closing(name: str, facts: object) -> dict[str, str]:
    """Return what the closing row of a list must print, by head."""
    match name:
        case "departments":
            told = _cells(name, getattr(facts, "whole", None), facts)
            return {head: text for head, text in told.items() if head not in ("序号", "部门")}
        case "rows":
            item = getattr(facts, "item", None)
            ends = {"自评分": "own_points", "复核分": "reviewed_points", "增减": "delta"}
            return {"分值": str(getattr(facts, "whole_weight", "")), **{head: str(getattr(item, cell)) for head, cell in ends.items()}}
        case "criteria":
            item = getattr(facts, "item", None)
            return {"分值": str(getattr(facts, "criteria_weight", "")), "得分": str(getattr(item, "quality_points", ""))}
        case "items":
            return {"金额": str(getattr(facts, "money_wan", ""))}
    return {}


def _labelled(grid: Grid, facts: object, names: Names) -> Checked:
    """Prove the cells that stand behind a label."""
    item = getattr(facts, "item", None)
    for offset, row in enumerate(grid.rows) if item is not None else ():
        cells = [text for text, mark in zip(row, grid.marks[offset], strict=True) if mark != "←"]
        for label, found in pairwise(cells):
            cell = LABELS_OF_ITEMS.get(usual(label, names))
            if cell is not None:
                yield compared(grid, offset, usual(label, names), found, [str(getattr(item, cell))])


def _charts(charts: Sequence[ChartCopy], known: Sequence[ChartFacts]) -> Checked:
    for chart in charts:
        own = next((each for each in known if each.title == chart.title), None)
        if own is None:
            yield Place(where=chart.name, message=f"图表“{chart.title}”不出自复核结果")
        else:
            yield from _table(f"{chart.name}“{chart.title}”", chart.shown, own.rows)
            yield from _table(f"{chart.name}“{chart.title}”背后的工作簿", chart.kept, own.rows)


def _table(place: str, found: Rows, expected: Rows) -> Checked:
    if [len(row) for row in found] != [len(row) for row in expected]:
        yield Place(where=place, message=f"应有{len(expected)}行，文档中是{len(found)}行，或列数不同")
        return
    for number, (row, wanted) in enumerate(zip(found, expected, strict=True), start=1):
        for text, own in zip(row, wanted, strict=True):
            yield CHART if text == own else Place(where=f"{place}第{number}行", message=f"应为“{own}”，文档中是“{text}”")


def _texts(facts: object) -> Iterator[str]:
    """Yield every text of the facts that is a sentence."""
    yield from (each for each in _walk(facts) if isinstance(each, str) and each.endswith(("。", "：")))


def _walk(value: object) -> Iterator[object]:
    """Yield a value and everything in it."""
    yield value
    if is_dataclass(value):
        for each in fields(value):
            yield from _walk(getattr(value, each.name))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _walk(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _walk(each)
