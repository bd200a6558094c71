"""得分来历 - How one number came about, for whoever looks at it: the sum, every number in it with its cell, the rule, and the proofs.

From a point to what proves it are three steps: the point, its sum with the cells, the proofs of the row.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from perfeval.accounts import Asker
from perfeval.desks import filing, proofs, standing, submitting
from perfeval.desks.assessing import Assessed, read_form
from perfeval.desks.paper import Paper, Points, Remark, paper
from perfeval.desks.standing import Standing
from perfeval.errors import NotFound
from perfeval.scoring import is_plain, readable
from perfeval.store import Transaction
from perfeval.store.scope import Slice

Json = dict[str, object]
Tree = Mapping[str, Any]
MONEY, TOTAL = "execution", "total"
"""资金行与总分 - What the sums are called that belong to no row of the indicator table; the others are called by number."""
_ROW = re.compile(r"indicators\[(\d+)\]")
_WHOLE = Slice(size=proofs.MOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """依据项 - Hold one number of a sum, the cell it is from in words, and where on the page that cell stands."""

    name: str
    value: str
    place: str
    anchor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """计算一步 - Hold one sum: what it says, its numbers, the expression as people write it, the result, the rule behind it."""

    words: str
    source: str
    given: tuple[Given, ...]
    expression: str
    exact: str
    rounded: str
    steps: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """得分来历 - Hold how one number came about; without a step nothing was computed. submission is None for the form as it stands."""

    evaluation: str
    submission: int | None
    of: str
    title: str
    points: Points
    step: Step | None
    remarks: tuple[Remark, ...]
    proofs: tuple[Json, ...]


def point(tx: Transaction, asker: Asker, evaluation_id: str, of: str, submission: int | None) -> Sum:
    """一分的来历 - Return how the points of a row, of the money row or the total came about, as it stands or as it was submitted.

    Raises: NotFound; Forbidden, for those outside the unit before it is submitted.
    """
    found = standing.find(tx, asker, evaluation_id)
    if submission is None:
        judged = standing.assessed(filing.shown(found))
        card = judged.written()
    else:
        row = submitting.load(found, submission)
        judged, card = standing.assess_form(found, read_form(row.document)), row.card
    sheet, tree = paper(judged.form, card), json.loads(card)
    title, points, trace = _wanted(sheet, tree, of)
    number = int(of) if of.isdecimal() else None
    return Sum(
        evaluation=evaluation_id,
        submission=submission,
        of=of,
        title=title,
        points=points,
        step=None if trace is None else _step(judged, trace),
        remarks=sheet.remarks_at(number) if number else (),
        proofs=tuple(_proofs(found, sheet, number)),
    )


def _wanted(sheet: Paper, tree: Tree, of: str) -> tuple[str, Points, Tree | None]:
    """Return title, points and trace of what is asked about.

    Raises: NotFound.
    """
    if of == MONEY:
        return "预算执行率", sheet.execution, tree["execution"]["trace"]
    if of == TOTAL:
        return "总分", Points(weight=None, claimed=tree["claimed"]["total"], points=sheet.total), tree["total_trace"]
    at = int(of) - 1 if of.isdecimal() and len(of) < 6 else -1  # noqa: PLR2004 - no form has a hundred thousand rows
    if not 0 <= at < len(sheet.lines):
        raise NotFound("row-not-found", "这份自评没有这一行")
    line = sheet.lines[at]
    return f"第{line.number}行 {line.name}", line.points, tree["rows"][at]["trace"]


def _step(judged: Assessed, trace: Tree) -> Step:
    """Return a trace as people read it."""
    expression = trace["expression"]
    return Step(
        words=trace["words"],
        source=trace["source"],
        given=tuple(_given(judged, each) for each in trace["inputs"]),
        expression=expression if is_plain(expression) else f"{readable(expression)} = {trace['rounded']}",
        exact=trace["exact"],
        rounded=trace["rounded"],
        steps=tuple(_step(judged, each) for each in trace["children"]),
    )


def _given(judged: Assessed, told: Tree) -> Given:
    from perfeval import reports  # noqa: PLC0415 - looking at a form must not load the Word engine
    from perfeval.reports.facts.places import place_words  # noqa: PLC0415 - the same

    case = reports.Case(rules=judged.rules, evaluation=judged.form, card=judged.card)
    origin = told["from"]
    return Given(name=told["name"], value=told["value"] or "—", place=place_words(case, origin), anchor=_anchor(origin))


def _anchor(origin: str) -> str | None:
    """Return which part of the page a cell stands in, None where it is no cell of this form."""
    if found := _ROW.match(origin):
        return f"row-{int(found[1]) + 1}"
    return "money" if origin.startswith(("funds", "spending", "execution")) else None


def _proofs(found: Standing, sheet: Paper, number: int | None) -> Iterator[Json]:
    """Yield the proofs of a row; for the money row and the total those of the whole form."""
    row = sheet.lines[number - 1].id if number else None
    listed = proofs.page(found.tx, found.asker, found.row.id, _WHOLE)["items"]
    if isinstance(listed, list):
        yield from (each for each in listed if each["row"] == row)
