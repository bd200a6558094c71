"""有名称的格 - Prove single cells by the label beside or above them: whose form it is, who filled it in, what was aimed at and done."""

from collections.abc import Callable, Sequence

from perfeval.errors import Place
from perfeval.reports.facts import FormFacts, ReportFacts
from perfeval.reports.proofreading.heads import INDICATOR, MONEY, NAMES, Checked, Names, usual, where
from perfeval.reports.readback import Copy, Grid

Told = Callable[[FormFacts], tuple[str, ...]]
"""应有的字 - What a cell may print of a form."""
_PHONES = ("电话", "联系电话", "填报人及电话", "项目负责人及电话")
_BESIDE: dict[str, Told] = {
    "项目名称": lambda form: (form.subject.project, f"{form.subject.project_code}-{form.subject.project}"),
    "项目编码": lambda form: (form.subject.project_code,),
    "主管部门": lambda form: (form.subject.department,),
    **dict.fromkeys(("实施单位", "项目实施单位"), lambda form: (form.subject.unit,)),
    "项目负责人": lambda form: (form.subject.leader,),
    "财务负责人": lambda form: (form.subject.finance_leader,),
    "财政处室": lambda form: (form.subject.finance_section,),
    **dict.fromkeys(("填表人", "填报人", "联系人"), lambda form: (form.subject.contact,)),
    **dict.fromkeys(_PHONES, lambda form: (form.subject.phone,)),
    "填报日期": lambda form: (form.subject.filled_on,),
    **dict.fromkeys(("等级", "评价等级", "自评等级"), lambda form: (form.grade,)),
    "存在问题": lambda form: (form.problems, *("\n".join(told["problems"]) for told in (form.narrative, form.narrative_written))),
}
_BELOW: dict[str, Told] = {
    **dict.fromkeys(("预期目标", "年初设定目标", "年初绩效目标", "项目年度目标"), lambda form: (form.objective_expected,)),
    "全年绩效目标": lambda form: (form.objective_adjusted,),
    **dict.fromkeys(
        ("实际完成情况", "全年目标实际完成情况", "年度目标完成情况", "年度总体目标完成情况综述"),
        lambda form: (form.objective_actual,),
    ),
}
LABELS = (*_BESIDE, *_BELOW)
"""有名称的格 - Every usual label of a cell."""
_HEADS = frozenset({*NAMES, *INDICATOR, *MONEY, *LABELS})


def labelled(copy: Copy, facts: ReportFacts, names: Names) -> Checked:
    """有名称的格 - Prove every cell that a label names; where there are several forms, against those of any."""
    for grid in copy.grids:
        for offset, row in enumerate(grid.rows):
            for column, text in enumerate(row):
                label = "" if grid.marks[offset][column] else usual(text, names)
                told = _BESIDE.get(label) or _BELOW.get(label)
                found = _behind(grid, offset, column) if label in _BESIDE else _under(grid, offset, column)
                if told is None or found is None or usual(found, names) in _HEADS:
                    continue  # the label heads a column
                if label in _PHONES:
                    found = found.split()[-1] if found.strip() else found
                yield _among(where(grid, offset, label), label, found, [each for form in facts.forms for each in told(form)])


def _behind(grid: Grid, offset: int, column: int) -> str | None:
    """Return what stands in the cell behind a label, None where there is no other cell."""
    marks = grid.marks[offset]
    return next((grid.rows[offset][at] for at in range(column + 1, len(marks)) if marks[at] != "←"), None)


def _under(grid: Grid, offset: int, column: int) -> str | None:
    """Return what stands in the cell below a label, None where there is none or the label goes on there."""
    below = offset + 1
    there = below < len(grid.rows) and column < len(grid.marks[below]) and not grid.marks[below][column]
    return grid.rows[below][column] if there else None


def _among(place: str, label: str, found: str, known: Sequence[str]) -> Place | str:
    """Return the label that a cell was proved under, or what it must hold."""
    return label if found in known else Place(where=place, message=f"应为“{known[0]}”，文档中是“{found}”")
