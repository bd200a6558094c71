"""谁能改正 - Whether an error lies in locked cells alone, so that the unit cannot mend it and must not be held up by it."""

from collections.abc import Iterator

from perfeval.checks import Finding
from perfeval.desks.changes import Locks, cells
from perfeval.evaluation import COLUMNS, Evaluation
from perfeval.evaluation.funds import Whole, wholes
from perfeval.scoring import Scorecard

_AT_THE_CELL = frozenset({"money-negative", "money-precision", "double-counted-source"})
_OF_THE_ROW = {
    "target-unreadable": ("target",),
    "target-direction": ("target",),
    "target-too-low": ("target",),
    "unit-mismatch": ("target",),
    "aspect-misplaced": ("category", "aspect"),
    "duplicate-indicator": ("name",),
    "money-as-output": ("name",),
}
_OF_WEIGHTS = frozenset({"weights-not-100", "category-weight", "execution-weight"})
_UNREAD = "value-unreadable"


def only_locked(finding: Finding, form: Evaluation, card: Scorecard, locks: Locks) -> bool:
    """只能由财政改正 - Tell whether every cell that could mend an error is locked for the unit; where no cell is known, it is not."""
    if not locks:
        return False
    mends = list(_mends(finding, form, card))
    return bool(mends) and all(cell in locks for cell in mends)


def _mends(finding: Finding, form: Evaluation, card: Scorecard) -> Iterator[str]:
    """Yield the cells in which an error could be mended, as far as that lies in what may be locked."""
    table, at, column = _place(finding.where)
    if finding.code in _AT_THE_CELL or (finding.code == _UNREAD and column):
        yield f"{table}.{_money_row(form, table, at)}.{column}"
    elif finding.code == "sum-mismatch":
        yield from _sums(finding, form, card, table)
    elif finding.code in _OF_WEIGHTS:
        yield from (cell for cell in cells(form) if cell.endswith(".weight") and cell.startswith(("indicators.", "execution.")))
    elif table == "indicators" and finding.row is not None:
        if finding.code == _UNREAD:
            faults = next((each.row.faults for each in card.rows if each.row.written.id == finding.row), ())
            yield from (f"indicators.{finding.row}.{fault.cell}" for fault in faults if fault.code == _UNREAD)
        yield from (f"indicators.{finding.row}.{name}" for name in _OF_THE_ROW.get(finding.code, ()))


def _sums(finding: Finding, form: Evaluation, card: Scorecard, table: str) -> Iterator[str]:
    """Yield every written amount of the columns in which parts and whole differ."""
    wrong = {
        column
        for whole in wholes(form, card.funds)
        if finding.where.startswith(f"{whole.where}.")
        for column in COLUMNS
        if not _adds_up(whole, column)
    }
    tables = {table, "spending"} if form.spending else {table}
    yield from (cell for cell in cells(form) if cell.partition(".")[0] in tables and cell.rpartition(".")[2] in wrong)


def _adds_up(whole: Whole, column: str) -> bool:
    """Tell whether the parts of a whole give it in a column, as far as they are written."""
    parts = [amount for part in whole.parts if (amount := part[column]) is not None]
    amount = whole.amounts[column]
    return amount is None or not parts or sum(parts) == amount


def _place(where: str) -> tuple[str, int, str]:
    """Return table, position and column of a place."""
    table, _, rest = where.partition("[")
    index, _, column = rest.partition("]")
    return table, int(index or 0), column.removeprefix(".")


def _money_row(form: Evaluation, table: str, at: int) -> str:
    """Return the name of a row of the money tables."""
    return form.funds[at].source.value if table == "funds" else form.spending[at].kind.value
