"""得分来历 - How one number came about, for whoever looks at it: the sum, every number in it with its cell, the rule, and the proofs.

From a point to what proves it are three steps: the point, its sum with the cells, the proofs of the row.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from perfeval.accounts import Asker
from perfeval.desks import filing, proofs, standing, submitting
from perfeval.desks.assessing import read_form
from perfeval.desks.paper import Paper, Points, Remark, paper
from perfeval.desks.standing import Standing
from perfeval.desks.steps import Step, step
from perfeval.errors import NotFound
from perfeval.store import Transaction
from perfeval.store.scope import Slice

Json = dict[str, object]
Tree = Mapping[str, Any]
MONEY, TOTAL = "execution", "total"
"""资金行与总分 - What the sums are called that belong to no row of the indicator table; the others are called by number."""
_WHOLE = Slice(size=proofs.MOST)


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
        step=step(judged, trace),
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


def _proofs(found: Standing, sheet: Paper, number: int | None) -> Iterator[Json]:
    """Yield the proofs of a row; for the money row and the total those of the whole form."""
    row = sheet.lines[number - 1].id if number else None
    listed = proofs.page(found.tx, found.asker, found.row.id, _WHOLE)["items"]
    if isinstance(listed, list):
        yield from (each for each in listed if each["row"] == row)
