"""读入自评数据 - Turn the text of an evaluation file into an Evaluation, or name every place that is wrong.

Formats: perfeval.evaluation/1 and perfeval.evaluations/1. Each shape below is a table: key -> how its value is read.
An unknown key or a wrong type is an error; what stands in a cell never is. Limits: 5,000 rows, and those of `syntax`.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from perfeval import syntax
from perfeval.errors import Invalid, Place
from perfeval.evaluation import model

FORMAT: Final = "perfeval.evaluation/1"
FORMAT_SEVERAL: Final = "perfeval.evaluations/1"
MOST_ROWS: Final = 5000
MOST_PLACES: Final = 100
"""最多列出 - How many wrong places are told one by one; the rest are only counted."""
_BLANKS = frozenset({"", "—", "——", "-", "--", "－", "–", "/", "／"})
_SIGNS = {">=": "≥", "<=": "≤", "==": "="}
_YEAR = re.compile(r"(?:19|20)\d\d")

Found = TypeVar("Found")
Object = dict[str, syntax.Tree]


def parse(data: bytes | str, name: str = "自评数据") -> model.Evaluation:
    """读入 - Return the evaluation that a YAML or JSON text holds.

    Raises: Invalid, with every place that is wrong.
    """
    return from_tree(syntax.load(data, name), name)


def parse_any(data: bytes | str, name: str = "自评数据") -> model.Evaluation | model.Evaluations:
    """读入一份或多份 - Return one evaluation, or the several of one report."""
    tree = syntax.load(data, name)
    if isinstance(tree, dict) and tree.get("format") == FORMAT_SEVERAL:
        reader = _Reader(name)
        return reader.finish(reader.whole(model.Evaluations, _SEVERAL, _SEVERAL_REQUIRED, tree, ""))
    return from_tree(tree, name)


def from_tree(tree: syntax.Tree, name: str = "自评数据") -> model.Evaluation:
    """由树读入 - Return the evaluation that a plain tree holds."""
    reader = _Reader(name)
    return reader.finish(reader.whole(model.Evaluation, _EVALUATION, _REQUIRED, tree, ""))


class _Reader:
    """Gather what is wrong while a tree is read, so that all faults are told at once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places: list[Place] = []
        self.faults = 0

    def wrong(self, where: str, message: str, suggestion: str | None = None) -> None:
        """记下错处 - Note what is wrong at a place, and what to do."""
        self.faults += 1
        if len(self.places) < MOST_PLACES:
            self.places.append(Place(where=where.removeprefix(".") or "整份数据", message=message, suggestion=suggestion))

    def finish(self, found: Found | None) -> Found:
        """交出结果 - Return what was read, or raise with all places that were wrong."""
        if self.places or found is None:
            raise Invalid("evaluation-invalid", f"{self.name}不符合格式，共{self.faults}处", tuple(self.places))
        return found

    def whole(self, make: Callable[..., Found], shape: "Shape", required: tuple[str, ...], tree: syntax.Tree, where: str) -> Found | None:
        """读整份 - Return the object a whole file holds; every required key must be written."""
        if not isinstance(tree, dict):
            self.wrong(where, f"应为一组“键: 值”，得到的是{_kind(tree)}")
            return None
        for key in required:
            if tree.get(key) in (None, {}):
                self.wrong(f"{where}.{key}", "缺少必填项", None if key in tree else _missing_advice(key, tree, shape))
        before = self.faults
        values = self.values(shape, tree, where)
        return make(**values) if self.faults == before and all(key in values for key in required if key != "format") else None

    def values(self, shape: "Shape", tree: Object, where: str) -> dict[str, object]:
        """逐键读 - Return what was written, key by key; an unknown key is wrong."""
        values: dict[str, object] = {}
        for key, value in tree.items():
            if value is None:
                continue
            read = shape.get(key)
            if read is None:
                place = syntax.unknown(f"{where}.{key}", key, shape if len(self.places) < MOST_PLACES else ())
                self.wrong(place.where, place.message, place.suggestion)
                continue
            found = read(self, value, where, key)
            if found is not None:
                values[key] = found
        return values


Read = Callable[[_Reader, syntax.Tree, str, str], object]
Shape = Mapping[str, Read]


def _missing_advice(key: str, tree: Object, shape: Shape) -> str | None:
    """Return the written key that was probably meant for a missing one."""
    near = syntax.nearest(key, [written for written in tree if written not in shape])
    return f"是不是把它写成了“{near}”？" if near else None


def _kind(value: syntax.Tree) -> str:
    """Return what a value is, in words."""
    match value:
        case None:
            return "空"
        case bool():
            return "是否（true/false）"
        case str():
            return f"文字“{value[:20]}”"
        case list():
            return "列表"
        case _:
            return "一组“键: 值”"


def _cell(reader: _Reader, value: syntax.Tree, where: str, key: str) -> str | None:
    """Return the text of a cell, None where it is blank."""
    if isinstance(value, str):
        tidy = value.strip()
        return None if tidy in _BLANKS else tidy
    if value != {}:
        reader.wrong(f"{where}.{key}", f"单元格应为文字或数字，得到的是{_kind(value)}")
    return None


def _words(reader: _Reader, value: syntax.Tree, where: str, key: str) -> str | None:
    """Return a longer text, None where it is blank; inner blanks and lines stay."""
    if isinstance(value, str):
        return None if value.strip() in _BLANKS else value.strip()
    if value != {}:
        reader.wrong(f"{where}.{key}", f"应为文字，得到的是{_kind(value)}")
    return None


def _flag(reader: _Reader, value: syntax.Tree, where: str, key: str) -> bool | None:
    """Return true or false."""
    if isinstance(value, bool):
        return value
    if value != {}:
        reader.wrong(f"{where}.{key}", f"应为 true 或 false，得到的是{_kind(value)}")
    return None


def _format(expected: str) -> Read:
    """Return a reader that accepts this format name only and keeps nothing."""

    def _read(reader: _Reader, value: syntax.Tree, where: str, key: str) -> None:
        if value != expected:
            reader.wrong(f"{where}.{key}", f"应为 {expected}，得到的是{_kind(value)}")

    return _read


def _year(reader: _Reader, value: syntax.Tree, where: str, key: str) -> int | None:
    """Return a year of four digits."""
    if isinstance(value, str) and _YEAR.fullmatch(value):
        return int(value)
    reader.wrong(f"{where}.{key}", f"年度应为四位数字，如 2024，得到的是{_kind(value)}")
    return None


def _choice(choices: type[StrEnum]) -> Read:
    """Return a reader for one of a few names."""
    known = {member.value: member for member in choices}

    def _read(reader: _Reader, value: syntax.Tree, where: str, key: str) -> StrEnum | None:
        if isinstance(value, str) and value.strip() in known:
            return known[value.strip()]
        reader.wrong(f"{where}.{key}", f"应为 {'、'.join(known)} 之一，得到的是{_kind(value)}")
        return None

    return _read


def _band(reader: _Reader, value: syntax.Tree, where: str, key: str) -> int | None:
    """Return the number of a band."""
    if value in ("1", "2", "3"):
        return int(str(value))
    if value != {}:
        reader.wrong(f"{where}.{key}", f"档次应为 1、2、3 或不填，得到的是{_kind(value)}")
    return None


def _target(reader: _Reader, value: syntax.Tree, where: str, key: str) -> str | None:
    """Return a target as paper text; the object form is put together the way paper would have it."""
    if not isinstance(value, dict) or not value:
        return _cell(reader, value, where, key)
    parts = reader.values({"sign": _cell, "value": _cell, "unit": _cell}, value, f"{where}.{key}")
    sign, number, unit = (str(parts.get(part, "")) for part in ("sign", "value", "unit"))
    return f"{_SIGNS.get(sign, sign)}{number}{'' if number.endswith(unit) else unit}" or None


def _object(make: Callable[..., object], shape: Shape) -> Read:
    """Return a reader for one object of a shape."""

    def _read(reader: _Reader, value: syntax.Tree, where: str, key: str) -> object:
        if not isinstance(value, dict):
            reader.wrong(f"{where}.{key}", f"应为一组“键: 值”，得到的是{_kind(value)}")
            return None
        return make(**reader.values(shape, value, f"{where}.{key}"))

    return _read


def _list(make: Callable[..., object], shape: Shape, *needed: str, unique: str = "") -> Read:
    """Return a reader for a list of objects; needed keys must be written, a unique one must differ."""

    def _read(reader: _Reader, value: syntax.Tree, where: str, key: str) -> tuple[object, ...] | None:
        found: list[object] = []
        seen: set[object] = set()
        for here, tree in _trees(reader, value, where, key):
            values = reader.values(shape, tree, here)
            lacking = [name for name in needed if name not in values]
            for name in lacking:
                if tree.get(name) in (None, {}):
                    reader.wrong(f"{here}.{name}", "缺少必填项", _missing_advice(name, tree, shape))
            if unique and values.get(unique) in seen:
                reader.wrong(f"{here}.{unique}", f"“{values[unique]}”写了两次", "同一项合并成一行")
            seen.add(values.get(unique))
            if not lacking:
                found.append(make(**values))
        return tuple(found)

    return _read


def _trees(reader: _Reader, value: syntax.Tree, where: str, key: str) -> list[tuple[str, Object]]:
    """Return the objects of a list, each with its place."""
    if not isinstance(value, list):
        if value != {}:
            reader.wrong(f"{where}.{key}", f"应为列表，得到的是{_kind(value)}")
        return []
    found: list[tuple[str, Object]] = []
    for at, tree in enumerate(value):
        here = f"{where}.{key}[{at}]"
        if isinstance(tree, dict):
            found.append((here, tree))
        else:
            reader.wrong(here, f"应为一组“键: 值”，得到的是{_kind(tree)}")
    return found


def _named(read: Read) -> Read:
    """Return a reader for free names, each with one value; what is not written stays None."""

    def _read_all(reader: _Reader, value: syntax.Tree, where: str, key: str) -> dict[str, object] | None:
        if not isinstance(value, dict):
            reader.wrong(f"{where}.{key}", f"应为一组“名称: 值”，得到的是{_kind(value)}")
            return None
        here = f"{where}.{key}"
        return {name: None if each is None else read(reader, each, here, name) for name, each in value.items()}

    return _read_all


def _narrative(reader: _Reader, value: syntax.Tree, where: str, key: str) -> dict[str, str] | None:
    """Return the texts by key that are written."""
    if not isinstance(value, dict):
        reader.wrong(f"{where}.{key}", f"应为一组“键: 文字”，得到的是{_kind(value)}")
        return None
    texts = {name: _words(reader, text, f"{where}.{key}", name) for name, text in value.items() if text is not None}
    return {name: text for name, text in texts.items() if text is not None}


def _events(reader: _Reader, value: syntax.Tree, where: str, key: str) -> object:
    """Return the events that happened; an empty list says that none did."""
    return None if value == {} else _EVENT_LIST(reader, value, where, key)


def _rows(reader: _Reader, value: syntax.Tree, where: str, key: str) -> tuple[model.IndicatorRow, ...] | None:
    """Return the indicator rows; ids and keys must differ, missing ids are given by position."""
    if isinstance(value, list) and len(value) > MOST_ROWS:
        reader.wrong(f"{where}.{key}", f"共{len(value)}行，超过{MOST_ROWS}行的上限", "请分成几份填报")
        return None
    trees = _trees(reader, value, where, key)
    if value == {} or not isinstance(value, list):
        return None
    rows = [reader.values(_ROW, tree, here) for here, tree in trees]
    for name, what in (("id", "编号"), ("key", "指标")):
        used: set[object] = set()
        for (here, _), row in zip(trees, rows, strict=True):
            if row.get(name) in used:
                reader.wrong(f"{here}.{name}", f"{what}“{row[name]}”用了两次")
            used |= {row[name]} if name in row else set()
    ids = {str(row["id"]) for row in rows if "id" in row}
    for position, row in enumerate(rows):
        row["id"] = row.get("id") or new_id(position, ids)
    return tuple(_make_row(row) for row in rows)


def new_id(position: int, used: set[str]) -> str:
    """行编号 - Return r and the row's position counted from 1, or the next number not in use; it is in use from then on."""
    number = position + 1
    while f"r{number}" in used:
        number += 1
    used.add(f"r{number}")
    return f"r{number}"


def _make_row(values: dict[str, object]) -> model.IndicatorRow:
    """Return the row; the loose values were typed by the table below."""
    make: Callable[..., model.IndicatorRow] = model.IndicatorRow
    return make(**values)


def _evaluations(reader: _Reader, value: syntax.Tree, where: str, key: str) -> tuple[model.Evaluation, ...]:
    """Return the evaluations of a report over several projects."""
    found = [reader.whole(model.Evaluation, _EVALUATION, _REQUIRED, tree, here) for here, tree in _trees(reader, value, where, key)]
    if not found:
        reader.wrong(f"{where}.{key}", "至少要有一份自评数据")
    return tuple(each for each in found if each is not None)


def _payout(reader: _Reader, value: syntax.Tree, where: str, key: str) -> object:
    """Return the inputs of the payout rule."""
    if not isinstance(value, dict):
        reader.wrong(f"{where}.{key}", f"应为一组“键: 值”，得到的是{_kind(value)}")
        return None
    return reader.values({"inputs": _named(_cell)}, value, f"{where}.{key}").get("inputs")


_AMOUNTS: Shape = dict.fromkeys(model.COLUMNS, _cell)
_EVENT_LIST = _list(model.Event, {"what": _words, "times": _cell, "date": _cell}, "what")
_ROW: Shape = {
    **dict.fromkeys(("id", "key", "category", "aspect", "name", "method", "reason", "measures", "note", "owner"), _words),
    **dict.fromkeys(("actual", "weight", "claimed"), _cell),
    **dict.fromkeys(("target", "target_original"), _target),
    **dict.fromkeys(("core", "not_applicable"), _flag),
    "band": _band,
    "evidence": _list(model.Evidence, dict.fromkeys(("title", "file", "page", "date"), _words)),
    "inputs": _named(_cell),
    "items": _named(_flag),
    "events": _events,
    "periods": _list(model.Period, {"name": _words, "actual": _cell}),
}
_EVALUATION: Shape = {
    "format": _format(FORMAT),
    "set": _words,
    "year": _year,
    "kind": _choice(model.Kind),
    "money_unit": _choice(model.MoneyUnit),
    "subject": _object(model.Subject, dict.fromkeys(model.Subject.__slots__, _words)),
    "filled_on": _words,
    "staff": _object(model.Staff, dict.fromkeys(model.Staff.__slots__, _cell)),
    "funds": _list(
        model.FundRow,
        {**_AMOUNTS, "source": _choice(model.FundSource), "weight": _cell, "claimed": _cell, "reason": _words},
        "source",
        unique="source",
    ),
    "spending": _list(model.SpendingRow, {**_AMOUNTS, "kind": _choice(model.SpendingKind)}, "kind", unique="kind"),
    "execution": _object(
        model.Money,
        {**dict.fromkeys(("weight", "claimed", "claimed_rate"), _cell), "finished": _flag, "reason": _words, "measures": _words},
    ),
    "objective": _object(model.Objective, dict.fromkeys(model.Objective.__slots__, _words)),
    "indicators": _rows,
    "veto": _list(model.VetoEvent, {"item": _words, "date": _words, "proof": _words}, "item"),
    "payout": _payout,
    "claimed": _object(model.Foot, {"total": _cell, "grade": _cell}),
    "narrative": _narrative,
    "answers": _list(model.Answer, {"code": _words, "row": _words, "words": _words}, "code"),
}
_REQUIRED = ("format", "set", "year", "kind", "money_unit", "indicators")
_SEVERAL: Shape = {
    "format": _format(FORMAT_SEVERAL),
    "year": _year,
    "department": _words,
    "unit": _words,
    "narrative": _narrative,
    "evaluations": _evaluations,
}
_SEVERAL_REQUIRED = ("format", "year", "evaluations")
