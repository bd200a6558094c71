"""指标行 - The rows of a form as the page lays them out: merged cells, how each actual value is written, what may be moved."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval.desks.assessing import Assessed
from perfeval.desks.changes import Locks
from perfeval.quantities import plain_points, show_points
from perfeval.scoring import RowScore

MISSING = "—"
"""空缺 - What a figure shows that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """分项 - Name one of the several cells that make an actual value, and what it is called."""

    cell: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """指标行 - Hold one row of the form: where it stands, how many rows its merged cells cover, and how its actual value is written.

    A span of 0 says that the cell of a row above covers this one. own tells that the unit may move it or take it away.
    """

    id: str
    number: int
    name: str
    category: str
    aspect: str
    category_span: int
    aspect_span: int
    own: bool
    unapproved: bool
    core: bool
    excluded: bool
    keyed: bool
    way: str
    parts: tuple[Part, ...]
    bands: tuple[str, ...]
    target: str
    weight: str
    computed: str
    points: str
    losing: bool
    method: str
    explanation: str
    standard: str
    wanted: str


def lines(judged: Assessed, locks: Locks) -> tuple[Line, ...]:
    """指标行 - Return the rows, the merged cells counted: neighbours of one part share a cell."""
    scores = judged.card.rows
    tops = [score.row.category or "" for score in scores]
    pairs = [(score.row.category or "", score.row.aspect or "") for score in scores]
    locked = {cell.split(".", 1)[1].rpartition(".")[0] for cell in locks if cell.startswith("indicators.")}
    return tuple(
        _line(judged, score, (_span(tops, at), _span(pairs, at)), own=score.row.written.id not in locked) for at, score in enumerate(scores)
    )


def _span(names: Sequence[object], at: int) -> int:
    """Return how many rows from here on bear the same name, 0 where the row above does."""
    if at and names[at - 1] == names[at]:
        return 0
    end = at
    while end < len(names) and names[end] == names[at]:
        end += 1
    return end - at


def _line(judged: Assessed, score: RowScore, spans: tuple[int, int], *, own: bool) -> Line:
    row, written = score.row, score.row.written
    way, parts = _way(score)
    indicator = row.indicator
    return Line(
        id=written.id,
        number=row.number,
        name=row.name or "",
        category=row.category or "",
        aspect=row.aspect or "",
        category_span=spans[0],
        aspect_span=spans[1],
        own=own and row.indicator is None,
        unapproved=written.id in judged.unapproved,
        core=written.core,
        excluded=written.not_applicable,
        keyed=indicator is not None,
        way=way,
        parts=parts,
        bands=tuple(band.name for band in getattr(row.parameters, "bands", ())) if row.method == "banded" else (),
        target=row.read_target.text if row.read_target else "",
        weight=MISSING if row.weight is None else plain_points(row.weight),
        computed=MISSING if score.computed is None else show_points(score.computed),
        points="不适用" if written.not_applicable else MISSING if score.points is None else show_points(score.points),
        losing=score.lost > 0 or written.not_applicable,
        method=row.method or "",
        explanation=(indicator.explanation if indicator else None) or "",
        standard=(indicator.standard_text if indicator else None) or "",
        wanted=_wanted(judged, score),
    )


def _wanted(judged: Assessed, score: RowScore) -> str:
    """Return what must prove a row, as the set says for its indicator or for its level-2 part."""
    own = score.row.indicator.evidence if score.row.indicator else None
    parts = {aspect.name: aspect.evidence for each in judged.rules.categories for aspect in each.aspects}
    rule = own or parts.get(score.row.aspect or "")
    return "" if rule is None else rule.what


def _way(score: RowScore) -> tuple[str, tuple[Part, ...]]:
    """Return how the actual value of a row is written: as one cell, or as several that have names."""
    row, where = score.row, f"indicators.{score.row.written.id}"
    indicator, parameters = row.indicator, row.parameters
    if indicator is not None and indicator.formula is not None:
        return "inputs", tuple(Part(cell=f"{where}.inputs.{name}", title=name) for name in indicator.formula.inputs)
    if indicator is not None and hasattr(parameters, "items"):
        return "items", tuple(Part(cell=f"{where}.items.{name}", title=name) for name in getattr(parameters, "names", ()))
    if indicator is not None and hasattr(parameters, "events"):
        return "events", tuple(Part(cell=f"{where}.times.{name}", title=name) for name in getattr(parameters, "names", ()))
    if indicator is not None and hasattr(parameters, "options"):
        names = dict.fromkeys(name for option in parameters.options for name in option.formula.inputs)
        return "inputs", tuple(Part(cell=f"{where}.inputs.{name}", title=name) for name in names)
    if indicator is not None and indicator.periods is not None:
        count = max(indicator.period_count or 0, len(row.written.periods) + 1)
        return "periods", tuple(Part(cell=f"{where}.periods.{at}", title=f"第{at + 1}期") for at in range(count))
    return "actual", ()
