"""填写工作台 - Keep what a clerk typed into cells and did to rows of their own; the form is saved as `filing` saves every form."""

from dataclasses import dataclass

from perfeval.accounts import Asker
from perfeval.desks import cells, filing, sheet, standing
from perfeval.desks.cells import Deed, Sent
from perfeval.desks.changes import read_locks
from perfeval.desks.lines import lines
from perfeval.desks.sheet import Sheet
from perfeval.desks.standing import Standing
from perfeval.errors import Invalid
from perfeval.store import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """所填 - Hold the cells that a page sends, the version they are meant for, and what is done to a row, if anything is."""

    version: int
    cells: Sent
    deed: Deed | None = None


def fill(tx: Transaction, asker: Asker, evaluation_id: str, typed: Typed) -> Sheet:
    """填写 - Save what was typed and return the form as it stands then.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`; Invalid `locked`, `cell-unknown` among others.
    """
    found = standing.find(tx, asker, evaluation_id)
    document = found.row.document
    if typed.version == found.row.version:  # what is meant for another version is refused by the saving itself
        rows = sheet.lacking(found)
        document = cells.put(document, typed.cells, rows)
        if typed.deed is not None:
            _prove_own(found, typed.deed)
            document = cells.arrange(document, typed.deed, rows)
    filing.save(tx, asker, evaluation_id, typed.version, document.encode())
    return sheet.sheet(tx, asker, evaluation_id)


def _prove_own(found: Standing, deed: Deed) -> None:
    """Refuse to move or take away a row that is not the unit's own.

    Raises: Invalid `row-fixed`.
    """
    if deed.doing not in cells.ARRANGING:
        return
    whole = lines(standing.assessed(found), read_locks(found.row.locked))
    line = next((each for each in whole if each.id == deed.row), None)
    if line is not None and not line.own:
        told = f"第{line.number}行“{line.name}”是批复的或体系规定的指标"
        raise Invalid("row-fixed", f"{told}，不能移动或删除；确需变更的，由财政部门凭调整文件登记")
