"""送审页工作台 - What somebody confirms who submits: what the form comes to, what is open, who stands for which rows, the receipts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from perfeval.accounts import Asker
from perfeval.desks import sheet, standing, submitting
from perfeval.desks.assessing import read_form
from perfeval.desks.sheet import Sheet
from perfeval.store import Transaction
from perfeval.store.scope import Slice
from perfeval.workflow import DRAFTS, Action

Json = Mapping[str, object]
_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """责任行 - Name a row that a section answers for, and who has confirmed it."""

    row: str
    number: int
    name: str
    owner: str
    confirmed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """送审页 - Hold the form, whether it is late by now, what can be done to it, whose rows await a word, and what was submitted."""

    sheet: Sheet
    draft: bool
    late: bool
    actions: Mapping[str, Json]
    owned: Sequence[Owned]
    submissions: Sequence[Json]


def sending(tx: Transaction, asker: Asker, evaluation_id: str) -> Sending:
    """送审页 - Return what is confirmed by a submission, and what came of earlier ones.

    Raises: NotFound; Forbidden, for those outside the unit before it is submitted.
    """
    found = standing.find(tx, asker, evaluation_id)
    laid_out = sheet.laid_out(found)
    past = submitting.page(tx, asker, evaluation_id, Slice(size=_MOST))["items"]
    mine = (Action.SUBMIT, Action.WITHDRAW, Action.CONFIRM)
    rows = enumerate(read_form(found.row.document).indicators, 1)
    return Sending(
        sheet=laid_out,
        draft=found.row.state in DRAFTS,
        late=found.row.filed is None and found.window.is_late(tx.at),
        actions={str(each["action"]): each for each in laid_out.options if each["action"] in mine},
        owned=tuple(
            Owned(row=row.id, number=at, name=row.name or "", owner=row.owner, confirmed=laid_out.confirmed.get(row.id))
            for at, row in rows
            if row.owner
        ),
        submissions=tuple(reversed(past)) if isinstance(past, list) else (),
    )
