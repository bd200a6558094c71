"""改动 - What differs between two forms, cell by cell; and whether a form leaves the locked cells as they are.

A cell is named by what it belongs to and never by its position: `indicators.r3.target`, `funds.fiscal.adjusted`, `execution.weight`,
`subject.unit`, `narrative.problems`. So a row that moves has not changed.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from perfeval.errors import Invalid, Place
from perfeval.evaluation import Evaluation, MoneyUnit
from perfeval.evaluation.captions import caption
from perfeval.quantities import read_number

Cells = dict[str, str]
"""单元格 - What is written in each cell that has something in it."""
_PARTS = ("subject", "staff", "execution", "objective", "claimed")
_TABLES = {"funds": "source", "spending": "kind", "indicators": "id"}
_MANY = frozenset({"inputs", "items"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """改动 - Hold one cell with what stood in it before and what stands in it now; None where nothing was written."""

    cell: str
    old: str | None
    new: str | None

    @property
    def row(self) -> str | None:
        """所在指标行 - Return the id of the indicator row that the cell belongs to."""
        table, row, _ = split(self.cell)
        return row if table == "indicators" else None

    def as_json(self) -> dict[str, object]:
        """输出 - Return the change as the journal and the addresses have it."""
        return {"path": self.cell, "old": self.old, "new": self.new}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """锁定 - Hold what must stand in a cell, and where that comes from."""

    value: str | None
    source: str


Locks = Mapping[str, Lock]
"""锁定的单元格 - The locked cells of a form by name."""


def read_locks(text: str) -> dict[str, Lock]:
    """读锁定 - Return the locked cells of an evaluation as they are kept."""
    return {cell: Lock(value=own["value"], source=own["source"]) for cell, own in json.loads(text).items()}


def write_locks(locks: Locks) -> str:
    """写锁定 - Return locked cells as they are kept."""
    tree = {cell: {"value": lock.value, "source": lock.source} for cell, lock in locks.items()}
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def cells(form: Evaluation) -> Cells:
    """全部单元格 - Return everything that is written in a form, by cell, in the order of the form."""
    return {cell: text for cell, value in _cells(form) if (text := _text(value)) is not None}


def changed(old: Evaluation, new: Evaluation) -> tuple[Change, ...]:
    """改动清单 - Return every cell that differs, in the order of the new form, those that are gone at the end."""
    before, after = cells(old), cells(new)
    there = [Change(cell=cell, old=before.get(cell), new=text) for cell, text in after.items() if before.get(cell) != text]
    return (*there, *(Change(cell=cell, old=text, new=None) for cell, text in before.items() if cell not in after))


def prove_locks(form: Evaluation, locks: Locks) -> None:
    """核对锁定 - Refuse a form in which a locked cell is not what it must be.

    Raises: Invalid `locked`, naming every such cell.
    """
    if not locks:
        return
    written, wanted = cells(form), {**_with_locked_amounts(locks), **locks}
    wrong = [cell for cell, lock in wanted.items() if not alike(written.get(cell), lock.value)]
    if not wrong:
        return
    places = tuple(_refused(form, cell, written.get(cell), wanted[cell]) for cell in wrong)
    raise Invalid("locked", f"{'；'.join(title(form, cell) for cell in wrong[:3])}{'等' if len(wrong) > 3 else ''}已锁定，不能改动", places)  # noqa: PLR2004


def alike(written: str | None, wanted: str | None) -> bool:
    """相同 - Tell whether two cells say the same: as text, or as numbers where both are."""
    if written == wanted or not (written or wanted):
        return True
    if written is None or wanted is None:
        return False
    number = read_number(written)
    return number is not None and number == read_number(wanted)


def place(form: Evaluation, cell: str) -> str:
    """单元格位置 - Return where a cell stands in a form, counted from 0 as every place is; its table where the row is gone."""
    table, row, column = split(cell)
    if table not in _TABLES:
        return cell
    at = _rows(form, table).get(row)
    return table if at is None else f"{table}[{at}].{column}"


def title(form: Evaluation, cell: str) -> str:
    """单元格名称 - Return how people call a cell: its row and its column on paper."""
    table, row, column = split(cell)
    if table not in _TABLES:
        part, _, key = cell.rpartition(".")
        whose = "" if part in {"", "subject"} else f"{_caption('', part)}的"
        return f"{whose}{_caption(part, key)}"
    name = _caption(f"{table}[0]", column)
    at = _rows(form, table).get(row)
    if at is None:
        return f"{_caption('', table)}“{row}”行的{name}"
    if table == "indicators":
        return f"第{at + 1}行“{form.indicators[at].name or ''}”的{name}"
    label = form.funds[at].source.label if table == "funds" else form.spending[at].kind.label
    return f"“{label}”的{name}"


def _with_locked_amounts(locks: Locks) -> Locks:
    """Return what is locked along with amounts: the unit of money they are in."""
    source = next((lock.source for cell, lock in locks.items() if cell.startswith(("funds.", "spending."))), None)
    return {} if source is None else {"money_unit": Lock(value=MoneyUnit.YUAN.value, source=source)}


def _refused(form: Evaluation, cell: str, written: str | None, lock: Lock) -> Place:
    """Return what is wrong with one locked cell."""
    message = f"{title(form, cell)}应为“{lock.value or '空'}”（{lock.source}），写的是“{written or '空'}”"
    return Place(where=place(form, cell), message=message, suggestion="请改回；确需变更的，由财政部门凭调整文件登记")


def _cells(form: Evaluation) -> Iterator[tuple[str, object]]:
    """Yield every cell of a form with what is written in it, structured values included."""
    for name in ("set", "year", "kind", "money_unit", "filled_on"):
        yield name, getattr(form, name)
    for part in _PARTS:
        for name in getattr(form, part).__slots__:
            yield f"{part}.{name}", getattr(getattr(form, part), name)
    for table, key in _TABLES.items():
        for row in getattr(form, table):
            yield from _row(f"{table}.{getattr(row, key)}", row, key)
    for part in ("payout", "narrative"):
        yield from ((f"{part}.{name}", value) for name, value in getattr(form, part).items())
    yield "veto", form.veto
    for answer in form.answers:
        yield f"answers.{answer.code}.{answer.row or ''}", answer.words


def _row(where: str, row: object, key: str) -> Iterator[tuple[str, object]]:
    """Yield the cells of one row; named inputs and items are cells of their own."""
    for name in _fields(row):
        value = getattr(row, name)
        if value is None:
            continue
        if name in _MANY:
            yield from ((f"{where}.{name}.{own}", "否" if each is False else each) for own, each in value.items())
        elif name == "events":
            yield f"{where}.{name}", "[]" if value == () else value
        elif name != key:
            yield f"{where}.{name}", value


def _fields(row: object) -> Iterable[str]:
    """Return the names of the fields of a struct or a dataclass."""
    found: Iterable[str] = getattr(row, "__struct_fields__", ()) or getattr(row, "__dataclass_fields__", ())
    return found


def _text(value: object) -> str | None:
    """Return what is written in a cell as text, None where nothing is; lists are written as JSON."""
    match value:
        case str():
            return str(value) or None
        case None | ():
            return None
        case bool():
            return "是" if value else None
        case tuple():
            return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
        case _:
            return str(value)


def plain(row: object) -> dict[str, object]:
    """普通数据 - Return a row of a form as its file has it; what is not written is left out."""
    written = {name: getattr(row, name) for name in _fields(row)}
    return {name: _plain(own) for name, own in written.items() if own or (name == "events" and own is not None)}


def _plain(value: object) -> object:
    match value:
        case StrEnum():
            return value.value
        case tuple():
            return [_plain(each) for each in value]
        case dict() | str() | int() | None:
            return value
    return plain(value)


def split(cell: str) -> tuple[str, str, str]:
    """拆开名称 - Return table, row and column of a cell; ids of rows may hold dots, names of columns do not."""
    table, _, rest = cell.partition(".")
    row, _, column = rest.rpartition(".")
    for name in _MANY:
        head, found, _ = rest.partition(f".{name}.")
        if table == "indicators" and found:
            return table, head, rest[len(head) + 1 :]
    return table, row, column


def _rows(form: Evaluation, table: str) -> dict[str, int]:
    """Return the position of every row of a table by its name."""
    return {str(getattr(row, _TABLES[table])): at for at, row in enumerate(getattr(form, table))}


def _caption(where: str, key: str) -> str:
    """Return the name of a key on paper."""
    return caption(where, key).partition("（")[2].removesuffix("）") or key
