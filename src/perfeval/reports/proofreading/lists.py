"""指标列表 - Prove the lists of a document: indicator rows, explanations, sums of level 1 and level 2, column by column."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields

from perfeval.errors import Place
from perfeval.reports import wording
from perfeval.reports.facts import FormFacts
from perfeval.reports.facts.explanations import ExplanationFacts
from perfeval.reports.facts.parts import AspectFacts, CategoryFacts
from perfeval.reports.facts.rows import IndicatorFacts
from perfeval.reports.proofreading.heads import EXECUTION, INDICATOR, NAMES, POINTS, WITHOUT_POINTS, Checked, compared, is_money, where
from perfeval.reports.readback import Grid

Printed = IndicatorFacts | ExplanationFacts | CategoryFacts | AspectFacts
"""所印的行 - What a list may list."""
_PART = "项目权重"
_ENDS_OF_NAMES = ("：", ":", "（", "(", "\n", " ", "　")


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
    if in_parts(head):
        return [row for part in form.categories if _below(grid, at, head, part)[1] is part.rows for row in part.rows]
    column = _name_column(head)
    known = {shown_name(row) for row in form.rows}
    names = [_named(row[column], known) for row in grid.rows[at + 1 :] if len(row) > column]
    parts = {row.category for row in form.rows if shown_name(row) in names}
    part_by_part = [row for category in form.categories for row in category.rows]
    orders = [[row for row in order if row.category in parts] for order in (form.rows, part_by_part)]
    found = [name for name in names if name in map(shown_name, orders[0])]
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
        if len(row) <= column or _named(row[column], {shown_name(member)}) != shown_name(member):
            found = row[column] if len(row) > column else "没有这一行"
            yield Place(where=where(grid, offset, head[column]), message=f"应为“{member.name}”，文档中是“{found}”")
            continue
        for number, name in enumerate(head):
            if number != column and (expected := _expected(member, name, head)):
                yield compared(grid, offset, name, row[number], expected)


def in_parts(head: Sequence[str]) -> bool:
    """分部分列示 - Tell whether a list goes part by part: a level-1 part row by row, by its level-2 parts, or as one row."""
    return _PART in head


def by_part(grid: Grid, at: int, head: Sequence[str], form: FormFacts) -> Checked:
    """逐部分 - Prove a list that goes part by part."""
    known, column = {part.label for part in form.categories}, head.index(_PART)
    for offset in range(at + 1, len(grid.rows)):
        if grid.rows[offset][column] not in known:
            yield Place(where=where(grid, offset, _PART), message=f"“{grid.rows[offset][column]}”不是表中任何一部分")
    for part in form.categories:
        places, members = _below(grid, at, head, part)
        if len(places) != len(members):
            yield Place(where=where(grid, at, _PART), message=f"“{part.label}”之下各行与自评表不符")
        for offset, member in zip(places, members, strict=False):
            for number, name in enumerate(head):
                if expected := _expected(member, name, head):
                    yield compared(grid, offset, name, grid.rows[offset][number], expected)


def _below(grid: Grid, at: int, head: Sequence[str], part: CategoryFacts) -> tuple[list[int], Sequence[Printed]]:
    """Return the lines that bear the name of a level-1 part, and what stands in them; none where they are not what they must be."""
    label, column = head.index(_PART), _name_column(head)
    places = [offset for offset in range(at + 1, len(grid.rows)) if grid.rows[offset][label] == part.label]
    names = [_named(grid.rows[offset][column], set(map(shown_name, part.rows))) for offset in places]
    if names == [shown_name(row) for row in part.rows]:
        return places, part.rows
    aspects = [name if each.name == wording.MISSING else each.name for each, name in zip(part.aspects, names, strict=False)]
    if names == aspects and len(names) == len(part.aspects):
        return places, part.aspects
    return places, (part,) if len(places) == 1 else ()


def shown_name(member: Printed) -> str:
    """所印名称 - Return the name of a row as lists print it, without ★."""
    return _bare(member.name)


def _name_column(head: Sequence[str]) -> int:
    return next(head.index(name) for name in (*NAMES, "一级指标") if name in head)


def _named(text: str, known: Collection[str]) -> str:
    """Return the name in a cell, behind which the rule of the row may be printed: 制度建设：有项目管理制度2分."""
    bare = _bare(text)
    begun = (name for name in known if bare.startswith(name) and bare[len(name) : len(name) + 1] in _ENDS_OF_NAMES)
    return bare if bare in known else max(begun, key=len, default=bare)


def _bare(name: str) -> str:
    return name.removeprefix("★").strip()


def _expected(member: Printed, name: str, head: Sequence[str]) -> list[str]:
    """Return what a column with this head may print of a row, nothing where the head says nothing of it."""
    own = {field.name for field in fields(member)}
    asked = ("target",) if name == "指标值" and "指标性质" not in head else INDICATOR.get(name, ())
    told = [str(getattr(member, each)) for each in asked if each in own]
    if isinstance(member, IndicatorFacts) and asked == ("target",) and member.target == wording.MISSING:
        told.append(member.standard)  # a row whose rule is printed where others have their target
    if isinstance(member, ExplanationFacts) and name == "计算说明":
        told.append(f"{member.rule}：{member.words}")
    if isinstance(member, IndicatorFacts) and name == "二级指标" and member.aspect == wording.MISSING:
        told.append(f"{member.core_mark}{member.name}")  # a name that spans the column of level 2 as well
    return told[:1] if name == "自评得分" else told
