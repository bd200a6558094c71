"""纸面 - One form as people know it from paper, beside what scoring says of it: rows with merged cells, money, texts, findings.

Cells stand as they were written; points are those of the card, claimed, computed and counted apart. Where points are not for the asker
there is no card.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from perfeval.checks import CODES
from perfeval.desks.assessing import CHANGED
from perfeval.evaluation import Evaluation, IndicatorRow
from perfeval.evaluation.captions import CAPTIONS, TEXTS
from perfeval.evaluation.model import COLUMNS, Amounts
from perfeval.quantities import Fraction, percent

Tree = Mapping[str, Any]
_TITLES = {**{code.code: code.title for code in CODES}, CHANGED: "指标值有调整"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """三个得分 - Hold what was claimed, computed and counted; differs tells that the first two are not the same."""

    weight: str | None = None
    claimed: str | None = None
    computed: str | None = None
    points: str | None = None
    difference: str | None = None

    @property
    def differs(self) -> bool:
        """不一致 - Tell whether the unit claims other points than the rule gives."""
        return self.difference is not None and self.difference.strip("0.") != ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """指标行 - Hold one row of the indicator table; a span of 0 means that the cell is part of the one above.

    more: what is written beside target and value, such as inputs and checklists. given: the file has the row, and not only the set.
    """

    number: int
    id: str
    category: str
    aspect: str
    category_span: int
    aspect_span: int
    name: str
    written: IndicatorRow
    points: Points
    more: tuple[tuple[str, str], ...] = ()
    given: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyLine:
    """资金行 - Hold one row of the money table as it was written."""

    title: str
    amounts: Amounts
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """校验提示 - Hold one finding with the unit's answer; number is that of its row, None where it is about none."""

    code: str
    title: str
    severity: str
    message: str
    suggestion: str
    number: int | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """纸面 - Hold a form as it is read; shown is False where the points are not for the asker."""

    form: Evaluation
    shown: bool
    subject: tuple[tuple[str, str], ...]
    funds: tuple[MoneyLine, ...]
    spending: tuple[MoneyLine, ...]
    rate: str | None
    execution: Points
    lines: tuple[Line, ...]
    sums: tuple[tuple[str, str | None, str | None], ...]
    total: str | None
    grade: str | None
    narrative: tuple[tuple[str, str], ...]
    remarks: tuple[Remark, ...]

    def remarks_at(self, number: int) -> tuple[Remark, ...]:
        """行内提示 - Return the findings about a row."""
        return tuple(each for each in self.remarks if each.number == number)


def paper(form: Evaluation, card: str | None) -> Paper:
    """纸面 - Return a form beside its card; without a card no points are shown."""
    scored: Tree = json.loads(card) if card is not None else {}
    lines = tuple(_lines(form, scored))
    execution = scored.get("execution", {})
    return Paper(
        form=form,
        shown=card is not None,
        subject=tuple(_subject(form)),
        funds=tuple(MoneyLine(title=each.source.label, amounts=each, reason=each.reason) for each in form.funds),
        spending=tuple(MoneyLine(title=each.kind.label, amounts=each) for each in form.spending),
        rate=_percent(execution.get("rate")),
        execution=_points(execution, form.execution.weight, form.execution.claimed),
        lines=lines,
        sums=tuple((each["name"], each["weight"], each["points"]) for each in scored.get("categories", ())),
        total=scored.get("total"),
        grade=scored.get("grade"),
        narrative=tuple((TEXTS.get(key, key), text) for key, text in form.narrative.items() if text),
        remarks=tuple(_remarks(form, scored, {line.id: line.number for line in lines})),
    )


def _subject(form: Evaluation) -> Iterator[tuple[str, str]]:
    """Yield what is written at the head of the form, each with its name on paper."""
    for key, title in CAPTIONS["subject"].items():
        if text := getattr(form.subject, key):
            yield title, text
    for key, title in CAPTIONS["staff"].items():
        if text := getattr(form.staff, key):
            yield title, text
    if form.filled_on:
        yield "填报日期", form.filled_on


def _lines(form: Evaluation, scored: Tree) -> Iterator[Line]:
    """Yield the rows of the form in its order, and behind them those that the set demands and the form lacks."""
    written = {row.id: row for row in form.indicators}
    own = {each["id"]: each for each in scored.get("rows", ())}
    ids = [*written, *(each for each in own if each not in written)]
    rows = [(each, written.get(each) or IndicatorRow(id=each, key=own[each]["key"]), own.get(each, {})) for each in ids]
    named = [(_name(row.category, told, "category"), _name(row.aspect, told, "aspect")) for _, row, told in rows]
    categories = _spans([category for category, _ in named])
    aspects = _spans(named)
    for at, (row_id, row, told) in enumerate(rows):
        yield Line(
            number=at + 1,
            id=row_id,
            category=named[at][0],
            aspect=named[at][1],
            category_span=categories[at],
            aspect_span=aspects[at],
            name=row.name or told.get("name") or row.key or "—",
            written=row,
            points=_points(told, row.weight, row.claimed),
            more=tuple(_more(row)),
            given=row_id in written,
        )


def _name(written: str | None, told: Tree, level: str) -> str:
    return written or told.get(level) or ""


def _spans(names: Sequence[object]) -> list[int]:
    """Return how many rows each cell spans: the length of its run at its beginning, 0 inside of it."""
    found: list[int] = []
    for _, run in groupby(names):
        length = len(list(run))
        found += [length, *[0] * (length - 1)]
    return found


def _points(told: Tree, weight: str | None, claimed: str | None) -> Points:
    """Return the points of a row; what was written stands where nothing is scored."""
    if not told:
        return Points(weight=weight)
    numbers = {name: told.get(name) for name in ("computed", "points", "difference")}
    return Points(weight=told.get("weight") or weight, claimed=told.get("claimed") or claimed, **numbers)


def _more(row: IndicatorRow) -> Iterator[tuple[str, str]]:
    """Yield what a row holds beside target and value."""
    yield from ((name, text or "—") for name, text in row.inputs.items())
    yield from ((name, {True: "是", False: "否"}.get(met, "—") if met is not None else "—") for name, met in row.items.items())
    yield from ((each.name or "—", each.actual or "—") for each in row.periods)
    for event in row.events or ():
        yield event.what, " ".join(part for part in (f"{event.times}次" if event.times else "", event.date or "") if part)
    if row.band is not None:
        yield "档次", f"第{row.band}档"


def _remarks(form: Evaluation, scored: Tree, numbers: Mapping[str, int]) -> Iterator[Remark]:
    """Yield the findings in the order of the card, each with what the unit says to it."""
    said = {(each.code, each.row): each.words for each in form.answers if (each.words or "").strip()}
    for each in scored.get("findings", ()):
        yield Remark(
            code=each["code"],
            title=_TITLES.get(each["code"], each["code"]),
            severity=each["severity"],
            message=each["message"],
            suggestion=each["suggestion"] or "",
            number=numbers.get(each["row"] or ""),
            answer=said.get((each["code"], each["row"])) or said.get((each["code"], None)),
        )


def _percent(rate: str | None) -> str | None:
    """Return a rate as percent; the card has it as a decimal number or as a fraction."""
    return None if rate is None else percent(Fraction(rate))


AMOUNTS = tuple((name, CAPTIONS["funds"][name]) for name in COLUMNS)
"""金额列 - The columns of the money table, each with its name on paper."""
