"""工作簿工作台 - Take the form away as an Excel file, and bring the filled one back: the differences first, then the change.

A workbook carries the stamp of the evaluation, version and content it was made of; one of another evaluation is refused as foreign, one
of another version as stale. What comes back is saved like any other form: locked cells stay locked, every changed cell is journalled.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from perfeval import evaluation, sheets
from perfeval.accounts import Asker
from perfeval.desks import filing, sheet, standing
from perfeval.desks.assessing import read_form
from perfeval.desks.changes import changed, prove_locks, read_locks, title
from perfeval.desks.standing import Standing
from perfeval.errors import Conflict, Invalid, Place
from perfeval.evaluation import Evaluation
from perfeval.store import Transaction
from perfeval.syntax import Tree
from perfeval.workflow import Action, available

Json = dict[str, object]
NAME = "自评表工作簿"
"""名称 - What messages call the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """工作簿 - Hold an Excel file and the name under which people keep it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """改动 - Say in which cell a workbook differs, by its name on paper, and what stands there now and in the workbook."""

    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """交回的工作簿 - Hold the cells of a filled workbook by sheet, and the stamp that it left with."""

    grids: Mapping[str, sheets.Grid]
    stamp: sheets.Stamp


def take(tx: Transaction, asker: Asker, evaluation_id: str) -> Workbook:
    """下载 - Return the form as a workbook; what the asker cannot save is locked in it.

    Raises: NotFound; Forbidden, for those outside the unit before it is submitted.
    """
    found = filing.shown(standing.find(tx, asker, evaluation_id))
    row, locks = found.row, read_locks(found.row.locked)
    open_to_asker = any(each.action == Action.SAVE for each in available(found.process, row.state, found.roles))
    stamp = sheets.stamp_of(row.id, row.version, row.document)
    data = sheets.write_form(stamp, row.title, _tree(found), sheet.text_titles(found), lambda place: not open_to_asker or place in locks)
    return Workbook(name=f"{row.title}_自评表.xlsx", data=data)


def admit(tx: Transaction, asker: Asker, evaluation_id: str) -> None:
    """准入 - Refuse those who may not see a form, before their file is read.

    Raises: NotFound; Forbidden, for those outside the unit before it is submitted.
    """
    filing.shown(standing.find(tx, asker, evaluation_id))


def read(data: bytes) -> Sent:
    """读工作簿 - Return the cells of a workbook and the stamp that it carries; long work, outside any transaction.

    Raises: Invalid, when it cannot be read; `workbook-foreign`, when it carries no stamp.
    """
    grids = sheets.read_grids(data, NAME)
    return Sent(grids=grids, stamp=sheets.read_stamp(grids, NAME))


def compare(tx: Transaction, asker: Asker, evaluation_id: str, sent: Sent) -> Json:
    """对照 - Return every cell in which a filled workbook differs from the form; nothing is changed.

    Raises: NotFound; Invalid `workbook-foreign`, or `locked`, naming the cells; Conflict `workbook-stale`.
    """
    found = filing.shown(standing.find(tx, asker, evaluation_id))
    return {"changes": [each.as_json() for each in changed(read_form(found.row.document), _compared(found, sent))]}


def listed(tx: Transaction, asker: Asker, evaluation_id: str, sent: Sent) -> tuple[Difference, ...]:
    """对照清单 - Return the same as `compare` the way people read it: each cell by its name on paper.

    Raises: as `compare`.
    """
    found = filing.shown(standing.find(tx, asker, evaluation_id))
    form = _compared(found, sent)
    changes = changed(read_form(found.row.document), form)
    return tuple(Difference(title=title(form, each.cell), old=each.old or "", new=each.new or "") for each in changes)


def bring(tx: Transaction, asker: Asker, evaluation_id: str, version: int, sent: Sent) -> bytes:
    """上传 - Save what a filled workbook holds, and return the evaluation with its card.

    Raises: as `compare` and `filing.save`.
    """
    return filing.save(tx, asker, evaluation_id, version, _filled(standing.find(tx, asker, evaluation_id), sent))


def _compared(found: Standing, sent: Sent) -> Evaluation:
    """Return the form that a workbook holds, its locked cells proved."""
    form = evaluation.parse(_filled(found, sent), NAME)
    prove_locks(form, read_locks(found.row.locked))
    return form


def _filled(found: Standing, sent: Sent) -> bytes:
    """Return the form that a workbook holds as the body of a save."""
    row, stamp = found.row, sent.stamp
    if stamp.evaluation != row.id:
        place = Place(
            where="基本情况", message=f"这份工作簿是另一份自评的（编号 {stamp.evaluation}）", suggestion="请上传从这份自评下载的工作簿"
        )
        raise Invalid("workbook-foreign", "工作簿不是这份自评的", (place,))
    if stamp != sheets.stamp_of(row.id, row.version, row.document):
        told = f"工作簿是第{stamp.version}版时下载的，现在是第{row.version}版，其间有人改过"
        raise Conflict("workbook-stale", f"{told}；请重新下载，把改动填进新的工作簿")
    return json.dumps(sheets.read_form(sent.grids, _tree(found)), ensure_ascii=False).encode()


def _tree(found: Standing) -> dict[str, Tree]:
    tree: dict[str, Tree] = json.loads(found.row.document, parse_float=str, parse_int=str)
    return tree
