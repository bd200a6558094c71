"""一行工作台 - One row of a form with all that belongs to it: the sum of its points, its proofs, what the form around it says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from perfeval.accounts import Asker
from perfeval.desks import proofs, sheet, standing
from perfeval.desks.lines import Line
from perfeval.desks.sheet import Sheet
from perfeval.desks.steps import Step, step
from perfeval.errors import NotFound
from perfeval.store import Transaction
from perfeval.store.scope import Slice

Json = Mapping[str, object]
MONEY = "money"
"""资金行 - By what name the money row is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSheet:
    """一行 - Hold a form, one of its rows, the sum of its points, and its proofs; the money row is no line."""

    sheet: Sheet
    line: Line | None
    step: Step | None
    proofs: tuple[Json, ...] = ()


def row(tx: Transaction, asker: Asker, evaluation_id: str, name: str) -> RowSheet:
    """一行 - Return a row of a form, or the money row.

    Raises: NotFound; Forbidden, for those outside the unit before it is submitted.
    """
    found = standing.find(tx, asker, evaluation_id)
    laid_out = sheet.laid_out(found)
    judged = standing.assessed(found)
    card = json.loads(judged.written())
    if name == MONEY:
        return RowSheet(sheet=laid_out, line=None, step=step(judged, card["execution"]["trace"]))
    line = next((each for each in laid_out.lines if each.id == name), None)
    if line is None:
        raise NotFound("row-not-found", "这份自评没有这一行，可能已被移去")
    trace = next(each["trace"] for each in card["rows"] if each["id"] == name)
    items = proofs.page(tx, asker, evaluation_id, Slice(skip=0, size=proofs.MOST))["items"]
    mine = tuple(each for each in (items if isinstance(items, list) else []) if each["row"] == name)
    return RowSheet(sheet=laid_out, line=line, step=step(judged, trace), proofs=mine)
