"""逐格填写 - Put what was typed into single cells into the form that is kept, and move, add or take away the unit's own rows.

A cell is named as `changes` names it: `indicators.r3.actual`, `funds.fiscal.adjusted`, `execution.reason`, `narrative.problems`,
`answers.unspent.r3`; how often something happened is `indicators.r3.times.旷工`. What was typed is kept to the letter; a cell that says
what it said before stays byte for byte, an empty one is taken out. Only what is sent is touched, so that a page may send its changes alone.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from perfeval.desks.document import (
    FIXED,
    LISTED,
    MONEY,
    NAMED,
    NO,
    NONE,
    OBJECTS,
    YES,
    Json,
    items_of,
    list_of,
    object_of,
    read,
    rows_of,
    shown,
    write,
)
from perfeval.errors import Invalid, Place
from perfeval.evaluation import FundSource, SpendingKind, new_id
from perfeval.evaluation.captions import CAPTIONS

Sent = Sequence[tuple[str, str]]
"""所填 - The cells of a page with what was typed into them; of two with one name the last one counts."""
_ORDER: dict[str, list[str]] = {"funds": [each.value for each in FundSource], "spending": [each.value for each in SpendingKind]}
_FLAGS = frozenset({"finished", "core", "not_applicable"})
_ITEM = re.compile(r"(?P<row>.+)\.(?P<list>periods|evidence)\.(?P<at>\d{1,3})\.(?P<key>[a-z]+)")
_OWN = re.compile(r"(?P<row>.+?)\.(?P<part>inputs|items|times)\.(?P<name>.+)", re.DOTALL)


class Doing(StrEnum):
    """行操作 - Name what is done to a row of the unit's own, or to the money table."""

    ADD = "add"
    UP = "up"
    DOWN = "down"
    REMOVE = "remove"
    SOURCE = "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """行操作 - Say what is done, and to which row; a new row stands behind that row, or at the end."""

    doing: Doing
    row: str = ""


def put(document: str, sent: Sent, lacking: Mapping[str, str]) -> str:
    """填入 - Return the form with what was typed; lacking holds by id the rows that the set appends, which are written once touched.

    Raises: Invalid `cell-unknown`, naming every cell that a form does not have.
    """
    tree, kept = read(document), read(document)
    texts = dict(_in_order(sent))
    if any(cell.startswith(f"indicators.{row}.") and text for cell, text in texts.items() for row in lacking):
        _append(tree, lacking)
    unknown = [cell for cell, text in texts.items() if not _put(tree, cell, text, lacking)]
    if unknown:
        places = tuple(Place(where=cell, message=f"自评表没有“{cell[:80]}”这一格") for cell in unknown)
        raise Invalid("cell-unknown", "所填的单元格不在这份自评表中，可能该行已被移去", places)
    _drop_blank(tree)
    _drop_blank(kept)
    return document if tree == kept else write(tree)


def put_parts(own: Json, sent: Sent) -> bool:
    """填入分项 - Write the several cells of one actual value into a row, or into what a reviewer says about it; tell whether all are known.

    Here cells are named without their row: `inputs.应到人数`, `items.有台账`, `times.旷工`, `events`.
    """
    known = [_put_part(own, cell, text) for cell, text in _in_order(sent)]
    for name in ("inputs", "items"):
        if own.get(name) == {}:
            del own[name]
    return all(known)


def arrange(document: str, deed: Deed, lacking: Mapping[str, str]) -> str:
    """移行 - Return the form with a row added, moved or taken away.

    Raises: Invalid, when there is no such row.
    """
    tree = read(document)
    rows = rows_of(tree)
    _append(tree, lacking)
    if deed.doing is Doing.SOURCE:
        if deed.row not in _ORDER["funds"]:
            raise Invalid("row-not-found", "没有这种资金来源")
        _money_row(tree, "funds", deed.row)
        return write(tree)
    at = next((at for at, row in enumerate(rows) if row.get("id") == deed.row), None)
    if at is None and (deed.row or deed.doing is not Doing.ADD):
        raise Invalid("row-not-found", "这一行已不在表中，请刷新后再试")
    _ARRANGE[deed.doing](rows, len(rows) - 1 if at is None else at)
    return write(tree)


def _append(tree: Json, lacking: Mapping[str, str]) -> None:
    """Write the rows that the set requires and the form does not have yet, so that cells of theirs have a place."""
    rows = rows_of(tree)
    there = {row["id"] for row in rows}
    rows.extend({"id": row, "key": key} for row, key in lacking.items() if row not in there)


def _put(tree: Json, cell: str, text: str, lacking: Mapping[str, str]) -> bool:
    """Write one cell, and tell whether a form has it."""
    table, _, rest = cell.partition(".")
    if table in _PUT:
        return _PUT[table](tree, table, rest, text)
    if cell in {"filled_on", "money_unit"}:
        return _set(tree, cell, text)
    if table == "indicators":
        return _put_indicator(tree, rest, text) or (not text and rest.rpartition(".")[0] in lacking)
    return False


def _put_object(tree: Json, table: str, key: str, text: str) -> bool:
    """Write a cell of one of the parts that are not tables."""
    if key not in CAPTIONS[table]:
        return False
    own = object_of(tree, table)
    if key in _FLAGS:
        return _set_flag(own, key, text)
    return _set(own, key, text)


def _put_money(tree: Json, table: str, rest: str, text: str) -> bool:
    """Write a cell of a money table; a row that is not there is made when something is written into it."""
    name, _, key = rest.partition(".")
    if name not in _ORDER[table] or key not in CAPTIONS[table] or key == MONEY[table]:
        return False
    there = any(row.get(MONEY[table]) == name for row in list_of(tree, table))
    return not (text or there) or _set(_money_row(tree, table, name), key, text)


def _put_indicator(tree: Json, rest: str, text: str) -> bool:
    """Write a cell of a row of indicators, by the id of the row."""
    if found := _ITEM.fullmatch(rest):
        row = _row(tree, found["row"])
        return row is not None and _put_item(row, found["list"], int(found["at"]), found["key"], text)
    if found := _OWN.fullmatch(rest):
        row = _row(tree, found["row"])
        return row is not None and _put_named(row, found["part"], found["name"], text)
    name, _, key = rest.rpartition(".")
    row = _row(tree, name)
    if row is None:
        return False
    if key == "events":
        return _put_none(row, text)
    if key in FIXED or key not in CAPTIONS["indicators"]:
        return False
    return _set_flag(row, key, text) if key in _FLAGS else _set(row, key, text)


def _put_veto(tree: Json, table: str, rest: str, text: str) -> bool:
    """Write a cell of an event that forces the grade."""
    at, _, key = rest.partition(".")
    return at.isdecimal() and _put_item(tree, table, int(at), key, text)


def _put_item(row: Json, name: str, at: int, key: str, text: str) -> bool:
    """Write a cell of a list inside a row; one behind the end makes a new item."""
    if key not in CAPTIONS[LISTED[name]]:
        return False
    items = list_of(row, name)
    if not text and at >= len(items):
        return True
    at = min(at, len(items))
    if at == len(items):
        items.append({})
    return _set(items[at], key, text)


def _in_order(sent: Sent) -> Sent:
    """Return the cells in the order of writing: that no event happened is said once nothing stands of any event."""
    return sorted(sent, key=lambda each: each[0].rpartition(".")[2] == "events")


def _put_part(own: Json, cell: str, text: str) -> bool:
    """Write one of the several cells of an actual value."""
    part, _, name = cell.partition(".")
    if part == "events":
        return _put_none(own, text)
    return part in {*NAMED, "times"} and bool(name) and _put_named(own, part, name, text)


def _put_named(row: Json, part: str, name: str, text: str) -> bool:
    """Write a number or a yes or no that has a name."""
    if part == "times":
        return _put_times(row, name, text)
    own = object_of(row, part)
    return _set(own, name, text) if part == "inputs" else _set_flag(own, name, text)


def _put_times(row: Json, what: str, text: str) -> bool:
    """Write how often a kind of event happened; one without a number did not."""
    events = items_of(row.get("events"))
    found = next((each for each in events if each.get("what") == what), None)
    if found is not None and text:
        return _set(found, "times", text)
    if found is not None:
        events.remove(found)
        if not events:
            del row["events"]
    elif text:
        list_of(row, "events").append({"what": what, "times": text})
    return True


def _put_none(row: Json, text: str) -> bool:
    """Write that no event happened, or take that back."""
    if text == NONE:
        row["events"] = list_of(row, "events")
    elif not text and row.get("events") == []:
        del row["events"]
    return text in {"", NONE}


def _put_payout(tree: Json, _: str, name: str, text: str) -> bool:
    """Write a number of the payout rule."""
    return bool(name) and _set(object_of(object_of(tree, "payout"), "inputs"), name, text)


def _put_narrative(tree: Json, table: str, key: str, text: str) -> bool:
    """Write a section of narrative."""
    return bool(re.fullmatch(r"[a-z_]{1,40}", key)) and _set(object_of(tree, table), key, text)


def _put_answer(tree: Json, table: str, rest: str, text: str) -> bool:
    """Write an answer to a warning, for its row or for the whole form."""
    code, _, row = rest.partition(".")
    if not re.fullmatch(r"[a-z-]{1,40}", code):
        return False
    answers = list_of(tree, table)
    found = next((each for each in answers if each.get("code") == code and (each.get("row") or "") == row), None)
    if found is None:
        if not text:
            return True
        found = {"code": code, "row": row or None}
        answers.append(found)
    return _set(found, "words", text)


_PUT: dict[str, Callable[[Json, str, str, str], bool]] = {
    **dict.fromkeys(OBJECTS, _put_object),
    **dict.fromkeys(MONEY, _put_money),
    "veto": _put_veto,
    "payout": _put_payout,
    "narrative": _put_narrative,
    "answers": _put_answer,
}


def _set(own: Json, key: str, text: str) -> bool:
    """Write a text where it differs from what the cell shows."""
    if text == shown(own.get(key)):
        return True
    if text:
        own[key] = text
    else:
        own.pop(key, None)
    return True


def _set_flag(own: Json, key: str, text: str) -> bool:
    """Write yes, no or nothing."""
    if text not in {YES, NO, ""}:
        return False
    if text:
        own[key] = text == YES
    else:
        own.pop(key, None)
    return True


def _drop_blank(tree: Json) -> None:
    """Take out what nothing is left of: items of lists, answers without words, objects that were made only to be looked into."""
    for table in ("answers", "veto"):
        if table in tree:
            tree[table] = [each for each in items_of(tree[table]) if each.get("words") or (table == "veto" and each)]
    for row in (tree, *rows_of(tree)):
        for name in ("events", "periods", "evidence"):
            items = items_of(row.get(name))
            if items and not all(items):
                row[name] = [each for each in items if each]
                if not row[name]:
                    del row[name]
        for name in ("periods", "evidence", "inputs", "items", "veto", "answers", "payout", "narrative", "funds", "spending", *OBJECTS):
            if row.get(name) in ({}, []):
                del row[name]


def _add(rows: list[Json], at: int) -> None:
    """Put a new row behind another one, under the same level-1 and level-2 parts."""
    above = rows[at] if rows else {}
    used = {str(row["id"]) for row in rows}
    made: Json = {"id": new_id(len(rows), used), **{key: above[key] for key in ("category", "aspect") if above.get(key)}}
    rows.insert(at + 1, made)


def _up(rows: list[Json], at: int) -> None:
    rows.insert(max(at - 1, 0), rows.pop(at))


def _down(rows: list[Json], at: int) -> None:
    rows.insert(at + 1, rows.pop(at))


def _remove(rows: list[Json], at: int) -> None:
    del rows[at]


ARRANGING = frozenset({Doing.UP, Doing.DOWN, Doing.REMOVE})
"""移动和删除 - What may be done to rows of the unit's own only."""
_ARRANGE: dict[Doing, Callable[[list[Json], int], None]] = {Doing.ADD: _add, Doing.UP: _up, Doing.DOWN: _down, Doing.REMOVE: _remove}


def _row(tree: Json, row: str) -> Json | None:
    return next((each for each in rows_of(tree) if each["id"] == row), None)


def _money_row(tree: Json, table: str, name: str) -> Json:
    """Return a row of a money table; a new one stands where the form has it."""
    rows, key = list_of(tree, table), MONEY[table]
    found = next((row for row in rows if row.get(key) == name), None)
    if found is None:
        found = {key: name}
        order = _ORDER[table]
        at = sum(order.index(str(row.get(key))) < order.index(name) for row in rows)
        rows.insert(at, found)
    return found
