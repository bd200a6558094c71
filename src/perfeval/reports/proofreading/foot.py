"""表尾 - Prove the rows and cells that print total and grade, and the weights that stand in brackets."""

import re
from collections.abc import Collection, Mapping, Sequence

from perfeval.errors import Place
from perfeval.reports import wording
from perfeval.reports.facts import FormFacts
from perfeval.reports.proofreading.heads import (
    EXECUTION,
    NAMES,
    POINTS,
    SECOND,
    Checked,
    Names,
    bare_head,
    compared,
    is_money,
    usual,
    where,
)
from perfeval.reports.proofreading.lists import shown_name
from perfeval.reports.readback import Grid

IN_BRACKETS = "括号内分值"
"""括号内分值 - Under what a weight in a bracket is proved."""
_WEIGHT = re.compile(r"[（(](\d+(?:\.\d+)?)分(?:×执行率)?[)）]")
ENDS = ("总分", "合计", "自评总分")
"""总分行 - What the row or cell is called that prints the total."""
GRADE = "等级"
"""等级格 - What the cell is called that prints the grade, or the cell before it."""
_SUM = "合计"
_OF_MONEY = re.compile(r"预算|资金|支出|到位|执行")
_BRACKETS_ALONE = re.compile(r"[（()）]")


def totals(grid: Grid, head: Sequence[str], form: FormFacts, names: Names, money: Collection[int]) -> Checked:
    """表尾 - Prove the rows and cells that print total and grade, and those of the money row below a list; head is that of the list.

    The rows of a money table are none of these, whatever they are called.
    """
    execution = {"得分率": form.execution_rate, **_foot_cells(form.execution_weight, form.execution_points)}
    execution |= dict.fromkeys(SECOND, form.reviewed_execution_points)
    foot = dict.fromkeys(SECOND, form.reviewed_total) | _foot_cells(form.whole_weight, form.total)
    foot |= {"自评得分": form.claimed_total} if "系统测算得分" in head else {}
    words = {form.execution_rate, form.money.total.reason, form.money.total.deviation}
    rows = [[own if (own := bare_head(text)) in ENDS else usual(text, names) for text in row] for row in grid.rows]
    like_money = _like_money(rows)
    for offset, (row, labels) in enumerate(zip(grid.rows, rows, strict=True)):
        ends = {EXECUTION, *ENDS} - ({_SUM} if offset in like_money else set())
        for label in set() if offset in money or is_money(labels) else ends & set(labels):
            after = len(labels) - labels[::-1].index(label)
            told, allowed = (execution, words) if label == EXECUTION else (foot, {form.total_words, form.total_expression})
            if label == EXECUTION and ("系统测算得分" in head or EXECUTION in map(shown_name, form.rows)):
                continue  # proved already, as a row of the list
            if label != EXECUTION and form.total not in row[after:]:
                yield Place(where=where(grid, offset, label), message=f"应有总分“{form.total}”，文档中没有")
            paired = any(bare.endswith(GRADE) for bare in map(bare_head, row[after:-1]))  # each label with its value behind it
            columns = list(head) if len(head) == len(row) and not paired else []
            yield from _foot(grid, offset, row[after:], columns[after:], (told, {*allowed, *told.values()}, form.grade))


def _like_money(rows: Sequence[Collection[str]]) -> range:
    """Return the rows below heads that speak of money, even in words that are not known, and above any list; 合计 is no foot there."""
    end = next((at for at, labels in enumerate(rows) if not set(NAMES).isdisjoint(labels)), len(rows))
    heads = (at for at in range(end) if len({label for label in rows[at] if _OF_MONEY.search(label)}) > 1)
    return range(next(heads, end), end)


def bracketed_weights(grid: Grid, form: FormFacts) -> Checked:
    """括号内分值 - Prove the weights that heads and level names carry in a bracket."""
    allowed = {form.execution_weight, form.indicator_weight, form.whole_weight, *(each.weight for each in form.categories)}
    for offset, (row, marks) in enumerate(zip(grid.rows, grid.marks, strict=True)):
        for text, mark in zip(row, marks, strict=True):
            for weight in () if mark else _WEIGHT.findall(text):
                wrong = Place(where=where(grid, offset, text), message=f"“{weight}分”不是表中任何一部分的分值")
                yield IN_BRACKETS if weight in allowed else wrong


def _foot_cells(weight: str, points: str) -> dict[str, str]:
    return dict.fromkeys(("分值", "指标分值", "权重"), weight) | dict.fromkeys(POINTS, points)


def _foot(
    grid: Grid,
    offset: int,
    cells: Sequence[str],
    head: Sequence[str],
    told: tuple[Mapping[str, str], set[str], str],
) -> Checked:
    """Prove the cells of one foot row: by the head above them where it says what stands there."""
    by_head, allowed, grade = told
    for number, text in enumerate(cells):
        name = head[number] if number < len(head) else ""
        before = cells[number - 1] if number else ""
        if bare_head(before).endswith(GRADE) and text != before:
            yield compared(grid, offset, GRADE, text, [grade])
        elif bare_head(text).endswith(GRADE) and number + 1 < len(cells):
            continue  # the grade stands in the cell behind it
        elif GRADE in text and text not in allowed:
            yield compared(grid, offset, GRADE, _BRACKETS_ALONE.sub("", text), [f"{GRADE}：{grade}"])
        elif name in by_head:
            yield compared(grid, offset, name, text, [by_head[name]])
        elif text not in {*allowed, wording.MISSING, ""}:
            yield Place(where=where(grid, offset, name or "总分"), message=f"“{text}”不是表中应有的数")
