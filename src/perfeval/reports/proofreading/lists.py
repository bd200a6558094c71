"""指标列表 - Prove the lists of a document: indicator rows, explanations, level-1 sums, column by column."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

from perfeval.errors import Place
from perfeval.reports import wording
from perfeval.reports.facts import FormFacts
from perfeval.reports.facts.explanations import ExplanationFacts
from perfeval.reports.facts.rows import CategoryFacts, IndicatorFacts
from perfeval.reports.proofreading.heads import EXECUTION, INDICATOR, NAMES, POINTS, WITHOUT_POINTS, Checked, compared, is_money, where
from perfeval.reports.readback import Grid

Printed = IndicatorFacts | ExplanationFacts | CategoryFacts
"""所印的行 - What a list may list."""


def listed(head: Sequence[str], form: FormFacts) -> tuple[Printed, ...]:
    """所列内容 - Return what a table with these heads lists: rows, explanations or level-1 sums; nothing when it is another table."""
    if not any(name in head for name in (*POINTS, *WITHOUT_POINTS)):
        return ()
    if any(name in head for name in NAMES):
        return form.explanations if "系统测算得分" in head else form.rows
    return form.categories if "一级指标" in head and not is_money(head) else ()


def told(grid: Grid, at: int, head: Sequence[str], form: FormFacts) -> Sequence[Printed]:
    """所列各行 - Return what a table lists: of the rows of a form those of the level-1 parts found here, in either order."""
    members = listed(head, form)
    if members is not form.rows:
        return members
    column = _name_column(head)
    names = [_bare(row[column]) for row in grid.rows[at + 1 :] if len(row) > column]
    parts = {row.category for row in form.rows if shown_name(row) in names}
    part_by_part = [row for category in form.categories for row in category.rows]
    orders = [[row for row in order if row.category in parts] for order in (form.rows, part_by_part)]
    known = set(map(shown_name, orders[0]))
    found = [name for name in names if name in known]
    return next((each for each in orders if list(map(shown_name, each)) == found), orders[0])


def left_out(form: FormFacts, parts: set[str]) -> Iterator[Place]:
    """漏列 - Yield the level-1 parts that no table lists, where a form has any list of the form's rows."""
    for part in dict.fromkeys(row.category for row in form.rows):
        if part not in parts:
            yield Place(where="指标表", message=f"没有列出“{part}”的各行")


def rows(grid: Grid, at: int, head: Sequence[str], members: Sequence[Printed]) -> Checked:
    """逐行 - Prove the rows of a list, column by column."""
    column, offset = _name_column(head), at
    for member in members:
        offset += 1
        if shown_name(member) != EXECUTION and offset < len(grid.rows) and grid.rows[offset][column] == EXECUTION:
            offset += 1  # the money row stands inside its level-1 part
        row = grid.rows[offset] if offset < len(grid.rows) else ()
        if len(row) <= column or _bare(row[column]) != shown_name(member):
            found = row[column] if len(row) > column else "没有这一行"
            yield Place(where=where(grid, offset, head[column]), message=f"应为“{member.name}”，文档中是“{found}”")
            continue
        for number, name in enumerate(head):
            if number != column and (expected := _expected(member, name, head)):
                yield compared(grid, offset, name, row[number], expected)


def sums(grid: Grid, at: int, head: Sequence[str], form: FormFacts) -> Checked:
    """部分合计 - Prove the rows of a list that stand for a whole level-1 part, whose indicators another table lists."""
    if "项目权重" not in head:
        return
    by_label, names = {each.label: each for each in form.categories}, set(map(shown_name, form.rows))
    for offset, row in enumerate(grid.rows[at + 1 :], start=at + 1):
        part = by_label.get(row[head.index("项目权重")])
        for number, name in enumerate(head if part and _bare(row[_name_column(head)]) not in names else ()):
            if part and (expected := _expected(part, name, head)):
                yield compared(grid, offset, name, row[number], expected)


def shown_name(member: Printed) -> str:
    """所印名称 - Return the name of a row as lists print it, without ★."""
    return _bare(member.name)


def _name_column(head: Sequence[str]) -> int:
    return next(head.index(name) for name in (*NAMES, "一级指标") if name in head)


def _bare(name: str) -> str:
    return name.removeprefix("★").strip()


def _expected(member: Printed, name: str, head: Sequence[str]) -> list[str]:
    """Return what a column with this head may print of a row, nothing where the head says nothing of it."""
    own = {field.name for field in fields(member)}
    asked = ("target",) if name == "指标值" and "指标性质" not in head else INDICATOR.get(name, ())
    told = [str(getattr(member, each)) for each in asked if each in own]
    if isinstance(member, IndicatorFacts) and name == "二级指标" and member.aspect == wording.MISSING:
        told.append(f"{member.core_mark}{member.name}")  # a name that spans the column of level 2 as well
    return told[:1] if name == "自评得分" else told
