"""一览表 - Prove the tables over several forms: a line for each form with its money and its result, and the classes of project."""

from collections.abc import Iterator, Mapping, Sequence

from perfeval.errors import Place
from perfeval.reports.facts import FormFacts, ReportFacts
from perfeval.reports.facts.report import ClassCount
from perfeval.reports.proofreading.heads import AMOUNTS, MONEY, POINTS, Checked, bare_head, compared, unit_of, where
from perfeval.reports.readback import Grid

_PROJECT, _GRADE, _CLASS, _COUNT = "项目名称", "等级", "项目类别", "个数"
_SUM = "合计"
_TWO = 2


def is_overview(head: Sequence[str]) -> bool:
    """一览表头 - Tell whether a row heads a table over several forms, or over the classes of project."""
    told = sum(name in MONEY or name in POINTS or name == _GRADE for name in head)
    return {_CLASS, _COUNT} <= set(head) or (head.count(_PROJECT) == 1 and told >= _TWO)


def overview(grid: Grid, at: int, head: Sequence[str], facts: ReportFacts) -> Checked:
    """一览表 - Prove the lines below the heads, and the one that adds them up."""
    suffix = unit_of(grid, facts.forms[0])
    lines = [_form(each, suffix) for each in facts.forms] if _PROJECT in head else [_class(each) for each in facts.classes]
    for offset, told in enumerate(lines, start=at + 1):
        yield from _line(grid, offset, head, told)
    behind = at + 1 + len(lines)
    for offset in range(behind, len(grid.rows)):
        if _SUM in bare_head(grid.rows[offset][0]):
            yield from _line(grid, offset, head, _whole(facts, suffix))
        else:
            yield Place(where=where(grid, offset, head[0]), message=f"多出一行“{grid.rows[offset][0]}”")


def _line(grid: Grid, offset: int, head: Sequence[str], told: Mapping[str, str]) -> Iterator[Place | str]:
    """Prove one line, column by column."""
    if offset >= len(grid.rows):
        yield Place(where=where(grid, offset, head[0]), message="没有这一行")
        return
    for name, text in zip(head, grid.rows[offset], strict=True):
        if name in told:
            yield compared(grid, offset, name, text, [told[name]])


def _form(form: FormFacts, suffix: str) -> dict[str, str]:
    """Return what the columns say of one form."""
    own = form.money.total
    amounts = {name: str(getattr(own, f"{cell}{suffix}" if cell in AMOUNTS else cell)) for name, cell in MONEY.items()}
    results = {"序号": form.number, _PROJECT: form.subject.project, "实施单位": form.subject.unit, _GRADE: form.grade}
    return {**amounts, **dict.fromkeys(("总分", *POINTS), form.total), **results}


def _class(each: ClassCount) -> dict[str, str]:
    """Return what the columns say of one class of project; its amounts are in 万元."""
    spent = dict.fromkeys((name for name, cell in MONEY.items() if cell == "spent"), each.spent_wan)
    return {_CLASS: each.name, _COUNT: each.count, "预算数": each.budget_wan, **spent}


def _whole(facts: ReportFacts, suffix: str) -> dict[str, str]:
    """Return what the columns say of all forms together, as far as it is known in this unit."""
    known = {name: getattr(facts, f"all_{cell}{suffix}", None) for name, cell in MONEY.items() if cell in AMOUNTS}
    rates = {name: facts.all_rate for name, cell in MONEY.items() if cell == "rate"}
    return {name: str(text) for name, text in known.items() if text is not None} | rates | {_COUNT: facts.project_count}
