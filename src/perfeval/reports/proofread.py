"""校对 - Read a document back and prove every figure in it equal to the facts: tables by their heads, sentences by their shape.

A table is known by its heads, as a reader knows it, and not by the template it is from; so documents that were edited, or made
by a template that a clerk changed, can be proved as well. Merged cells count at every place they cover.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from perfeval.errors import Place
from perfeval.reports import wording
from perfeval.reports.facts import FormFacts, ReportFacts
from perfeval.reports.facts.explanations import ExplanationFacts
from perfeval.reports.facts.money import FundFacts
from perfeval.reports.facts.rows import CategoryFacts, IndicatorFacts
from perfeval.reports.readback import Copy, Grid, read_back

_BRACKET = re.compile(r"[（(].*?[)）]|\s")
_DIGITS = re.compile(r"\d+")
_WEIGHT = re.compile(r"[（(](\d+(?:\.\d+)?)分(?:×执行率)?[)）]")
_IN_BRACKETS, _SENTENCE = "括号内分值", "标准语句"
_NAMES = ("三级指标", "指标名称", "指标")
_POINTS = ("得分", "指标得分", "计入得分")
_INDICATOR = {
    "一级指标": ("category_label", "category"),
    "二级指标": ("aspect",),
    "指标性质": ("sign",),
    "度量单位": ("unit",),
    "计量单位": ("unit",),
    "指标值": ("value",),
    "年度指标值": ("target",),
    "年初目标值": ("target",),
    "年初指标值": ("value_original", "target_original"),
    "调整指标值": ("value_adjusted", "target_adjusted"),
    "实际完成值": ("actual",),
    "全年完成值": ("actual",),
    "完成值": ("actual",),
    "分值": ("weight",),
    "权重": ("weight",),
    "指标权重": ("weight",),
    "得分": ("points",),
    "指标得分": ("points",),
    "计入得分": ("points",),
    "得分系数": ("coefficient",),
    "自评得分": ("claimed",),
    "系统测算得分": ("computed",),
    "差额": ("difference",),
    "算式": ("expression",),
    "失分": ("lost",),
    "得分率": ("rate",),
}
_MONEY = {
    "年初预算数": "original",
    "全年预算数": "adjusted",
    "预算数": "budget",
    "到位数": "received",
    "全年执行数": "spent",
    "执行数": "spent",
    "执行率": "rate",
    "分值": "weight",
    "执行率权重": "weight",
    "得分": "points",
    "执行率得分": "points",
}
_AMOUNTS = {"original", "adjusted", "budget", "received", "spent"}
_ENDS = ("总分", "合计", "自评总分")
_EXECUTION = "预算执行率"
_BRACKETS_ALONE = re.compile(r"[（()）]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """校对结果 - Hold how many figures were proved, under which heads, and where one is not what it must be."""

    figures: int
    heads: frozenset[str]
    faults: tuple[Place, ...]

    @property
    def points(self) -> bool:
        """核对了得分 - Tell whether a list of rows was recognised by its heads."""
        return not self.heads.isdisjoint(_POINTS)

    @property
    def amounts(self) -> bool:
        """核对了金额 - Tell whether a table of money was recognised by its heads."""
        return any(_MONEY.get(head) in _AMOUNTS for head in self.heads)


Checked = Iterator[Place | str]
"""核对 - For each figure the head it was proved under, or where it is wrong."""
Printed = IndicatorFacts | ExplanationFacts | CategoryFacts


def proofread(docx: bytes, facts: ReportFacts) -> Proof:
    """校对 - Return the proof of a document against its facts."""
    copy = read_back(docx)
    found = [*_tables(copy, facts.forms), *_sentences(copy, facts)]
    proved = [each for each in found if isinstance(each, str)]
    return Proof(figures=len(proved), heads=frozenset(proved), faults=tuple(each for each in found if isinstance(each, Place)))


def _tables(copy: Copy, forms: Sequence[FormFacts]) -> Checked:
    """Prove every table; where there are several forms, the second table with the same heads is of the second form."""
    counts: dict[tuple[str, ...], int] = {}
    form = forms[0]
    for grid in copy.grids:
        points_head: list[str] = []
        for at, head in enumerate(map(_heads, grid.rows)):
            listed, money = bool(_listed(head, form)), _is_money(head)
            if not listed and not money:
                continue
            number = counts[tuple(head)] = counts.get(tuple(head), -1) + 1
            form = forms[min(number, len(forms) - 1)]
            if listed:
                points_head = head
                yield from _rows(grid, at, head, _listed(head, form))
            else:
                yield from _money(grid, at, head, form)
        yield from _totals(grid, points_head, form)
        yield from _bracketed_weights(grid, form)


def _heads(row: Sequence[str]) -> list[str]:
    return [_BRACKET.sub("", text) for text in row]


def _is_money(head: Sequence[str]) -> bool:
    return sum(_MONEY.get(name) in _AMOUNTS for name in head) >= 2  # noqa: PLR2004 - one amount alone is no table of money


def _listed(head: Sequence[str], form: FormFacts) -> tuple[Printed, ...]:
    """Return what a table with these heads lists: rows, explanations or level-1 sums; nothing when it is another table."""
    if not any(name in head for name in _POINTS):
        return ()
    if any(name in head for name in _NAMES):
        return form.explanations if "系统测算得分" in head else form.rows
    return form.categories if "一级指标" in head and not _is_money(head) else ()


def _name_column(head: Sequence[str]) -> int:
    return next(head.index(name) for name in (*_NAMES, "一级指标") if name in head)


def _shown(member: Printed) -> str:
    return _bare(member.name)


def _bare(name: str) -> str:
    return name.removeprefix("★").strip()


def _rows(grid: Grid, at: int, head: Sequence[str], members: Sequence[Printed]) -> Checked:
    """Prove the rows of a list, column by column."""
    column = _name_column(head)
    for offset, member in enumerate(members, start=at + 1):
        row = grid.rows[offset] if offset < len(grid.rows) else ()
        if len(row) <= column or _bare(row[column]) != _shown(member):
            found = row[column] if len(row) > column else "没有这一行"
            yield Place(where=_where(grid, offset, head[column]), message=f"应为“{member.name}”，文档中是“{found}”")
            continue
        for number, name in enumerate(head):
            if number != column and (expected := _expected(member, name, head)):
                yield _compared(grid, offset, name, row[number], expected)


def _expected(member: Printed, name: str, head: Sequence[str]) -> list[str]:
    """Return what a column with this head may print of a row, nothing where the head says nothing of it."""
    own = {field.name for field in fields(member)}
    asked = ("target",) if name == "指标值" and "指标性质" not in head else _INDICATOR.get(name, ())
    return [str(getattr(member, each)) for each in asked if each in own]


def _money(grid: Grid, at: int, head: Sequence[str], form: FormFacts) -> Checked:
    """Prove the rows below the heads of a money table, as far as they bear the name of a source."""
    first = next(number for number, name in enumerate(head) if _MONEY.get(name) in _AMOUNTS)
    unit = _unit(grid, form)
    for offset in range(at + 1, len(grid.rows)):
        row = grid.rows[offset]
        fund = _fund(form, _BRACKET.sub("", row[first - 1]), head[first - 1]) if first else form.money.total
        if fund is None:
            return
        for number, name in enumerate(head):
            cell = _MONEY.get(name)
            if cell is not None and number >= first:
                expected = str(getattr(fund, f"{cell}{unit}" if cell in _AMOUNTS else cell))
                yield _compared(grid, offset, name, row[number], [expected])


def _fund(form: FormFacts, title: str, label: str) -> FundFacts | None:
    """Return the money row with this title; below a label that covers its head and its row stands the total."""
    money = form.money
    if title in {"年度资金总额", "年度财政资金总额"} or (title and title == label):
        return money.total
    named: Mapping[str, FundFacts] = {row.title: row for row in (*money.rows, *money.spending)}
    this_year = dict.fromkeys(("其中：当年财政拨款", "其中：本年财政拨款"), money.fiscal)
    four = {**this_year, "上年结转资金": money.carryover, "其他资金": money.other}
    return four.get(title) or named.get(title)


def _unit(grid: Grid, form: FormFacts) -> str:
    """Return which form of amounts a table prints: in 万元 or 元 where it says so, else in the unit of the form."""
    said = " ".join((grid.before, *(text for row in grid.rows for text in row)))
    for words, suffix in ((("（万元）", "单位：万元"), "_wan"), (("（元）", "单位：元"), "_yuan")):
        if any(word in said for word in words):
            return suffix
    return "_wan" if form.money_unit == "万元" else "_yuan"


def _totals(grid: Grid, head: Sequence[str], form: FormFacts) -> Checked:
    """Prove the rows and cells that print total and grade, and those of the money row below a list; head is that of the list."""
    execution = {"分值": form.execution_weight, "得分": form.execution_points, "得分率": form.execution_rate}
    foot = {"分值": form.whole_weight, "得分": form.total, "计入得分": form.total, "自评得分": form.claimed_total}
    for offset, row in enumerate(grid.rows):
        labels = _heads(row)
        for label in {_EXECUTION, *_ENDS} & set(labels):
            after = len(labels) - labels[::-1].index(label)
            told, allowed = (execution, {form.execution_rate}) if label == _EXECUTION else (foot, {form.total_words, form.total_expression})
            if label == _EXECUTION and "系统测算得分" in head:
                continue  # proved already, as a row of the explanations
            if label != _EXECUTION and form.total not in row[after:]:
                yield Place(where=_where(grid, offset, label), message=f"应有总分“{form.total}”，文档中没有")
            columns = list(head) if len(head) == len(row) else []
            yield from _foot(grid, offset, row[after:], columns[after:], (told, {*allowed, *told.values()}, form.grade))


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
        if "等级" in text:
            yield _compared(grid, offset, "等级", _BRACKETS_ALONE.sub("", text), [f"等级：{grade}"])
        elif name in by_head:
            yield _compared(grid, offset, name, text, [by_head[name]])
        elif text not in {*allowed, wording.MISSING, ""}:
            yield Place(where=_where(grid, offset, name or "总分"), message=f"“{text}”不是表中应有的数")


def _bracketed_weights(grid: Grid, form: FormFacts) -> Checked:
    """Prove the weights that heads and level names carry in a bracket."""
    allowed = {form.execution_weight, form.indicator_weight, form.whole_weight, *(each.weight for each in form.categories)}
    for offset, (row, marks) in enumerate(zip(grid.rows, grid.marks, strict=True)):
        for text, mark in zip(row, marks, strict=True):
            for weight in () if mark else _WEIGHT.findall(text):
                wrong = Place(where=_where(grid, offset, text), message=f"“{weight}分”不是表中任何一部分的分值")
                yield _IN_BRACKETS if weight in allowed else wrong


def _compared(grid: Grid, offset: int, name: str, found: str, expected: Sequence[str]) -> Place | str:
    if found in expected:
        return name
    return Place(where=_where(grid, offset, name), message=f"应为“{expected[0]}”，文档中是“{found}”")


def _where(grid: Grid, offset: int, name: str) -> str:
    return f"{grid.name}第{offset + 1}行“{name}”"


def _sentences(copy: Copy, facts: ReportFacts) -> Checked:
    """Prove composed sentences: where a paragraph has the shape of one, its figures are those of one."""
    by_shape: dict[str, set[str]] = {}
    for sentence in _composed(facts):
        by_shape.setdefault(_DIGITS.sub("#", sentence), set()).add(sentence)
    for number, paragraph in enumerate(copy.paragraphs, start=1):
        shape = _DIGITS.sub("#", paragraph)
        for known, sentences in by_shape.items():
            if known in shape:
                right = any(sentence in paragraph for sentence in sentences)
                expected = min(sentences)
                yield _SENTENCE if right else Place(where=f"正文第{number}段", message=f"应为“{expected}”，文档中是“{paragraph}”")


def _composed(facts: ReportFacts) -> Iterator[str]:
    """Yield every composed sentence that holds a figure."""
    for form in facts.forms:
        told = form.sentences
        single = (
            form.payout_words,
            told.total,
            told.grade,
            told.framework,
            told.execution,
            told.funds,
            told.spending,
            told.categories,
            told.staff,
        )
        several = (*told.lost, *(row.sentence for row in form.rows), *(each.sentence for each in form.categories))
        yield from (text for text in (*single, *several) if _DIGITS.search(text))
    yield from (text for text in (facts.all_sentence, facts.grades_sentence) if _DIGITS.search(text))
