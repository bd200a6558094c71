"""读入自评数据 - Turn the text of an evaluation file into an Evaluation, or name every place that is wrong.

Formats: perfeval.evaluation/1 and perfeval.evaluations/1. Each shape below is a table: key -> how its value is read.
An unknown key or a wrong type is an error; what stands in a cell never is. Limits: 5,000 rows, and those of `syntax`.
"""

import re
from collections.abc import Callable
from typing import Final

from perfeval import syntax
from perfeval.evaluation import captions, model
from perfeval.evaluation.reader import Read, Reader, Shape, cell, choice, flag, kind_of, list_of, name, named, object_of, trees, words
from perfeval.quantities import normal

FORMAT: Final = "perfeval.evaluation/1"
FORMAT_SEVERAL: Final = "perfeval.evaluations/1"
MOST_ROWS: Final = 5000
_WHAT = "自评数据"
_SIGNS = {">=": "≥", "<=": "≤", "==": "="}
_YEAR = re.compile(r"(?:19|20)\d\d")


def parse(data: bytes | str, name: str = "自评数据") -> model.Evaluation:
    """读入 - Return the evaluation that a YAML or JSON text holds.

    Raises: Invalid, with every place that is wrong.
    """
    return from_tree(syntax.load(data, name, _WHAT), name)


def parse_any(data: bytes | str, name: str = "自评数据") -> model.Evaluation | model.Evaluations:
    """读入一份或多份 - Return one evaluation, or the several of one report."""
    tree = syntax.load(data, name, _WHAT)
    if isinstance(tree, dict) and tree.get("format") == FORMAT_SEVERAL:
        reader = Reader(name)
        return reader.finish(reader.whole(model.Evaluations, _SEVERAL, _SEVERAL_REQUIRED, tree, ""))
    return from_tree(tree, name)


def from_tree(tree: syntax.Tree, name: str = "自评数据") -> model.Evaluation:
    """由树读入 - Return the evaluation that a plain tree holds."""
    reader = Reader(name)
    return reader.finish(reader.whole(model.Evaluation, _EVALUATION, _REQUIRED, tree, ""))


def _format(expected: str) -> Read:
    """Return a reader that accepts this format name only and keeps nothing."""

    def _read(reader: Reader, value: syntax.Tree, where: str, key: str) -> None:
        if value != expected:
            reader.wrong(f"{where}.{key}", f"应为 {expected}，得到的是{kind_of(value)}", f"请写 format: {expected}")

    return _read


def _year(reader: Reader, value: syntax.Tree, where: str, key: str) -> int | None:
    """Return a year of four digits."""
    if isinstance(value, str) and _YEAR.fullmatch(value):
        return int(value)
    near = _YEAR.search(normal(value[:20])) if isinstance(value, str) else None
    advice = f"只写数字：year: {near[0]}" if near else "请核对评价年度"
    reader.wrong(f"{where}.{key}", f"年度应为 1900 到 2099 之间的四位数字，如 2024，得到的是{kind_of(value)}", advice)
    return None


def _band(reader: Reader, value: syntax.Tree, where: str, key: str) -> int | None:
    """Return the number of a band."""
    if value in ("1", "2", "3"):
        return int(str(value))
    if value != {}:
        reader.wrong(f"{where}.{key}", f"档次应为 1、2、3 或不填，得到的是{kind_of(value)}")
    return None


def _target(reader: Reader, value: syntax.Tree, where: str, key: str) -> str | None:
    """Return a target as paper text; the object form is put together the way paper would have it."""
    if not isinstance(value, dict) or not value:
        return cell(reader, value, where, key)
    parts = reader.values({"sign": cell, "value": cell, "unit": cell}, value, f"{where}.{key}")
    sign, number, unit = (str(parts.get(part, "")) for part in ("sign", "value", "unit"))
    return f"{_SIGNS.get(sign, sign)}{number}{'' if number.endswith(unit) else unit}" if number else None


def _narrative(reader: Reader, value: syntax.Tree, where: str, key: str) -> dict[str, str] | None:
    """Return the texts by key that are written."""
    if not isinstance(value, dict):
        advice = syntax.odd_marks(value) if isinstance(value, str) else "如 problems: 宣传不够"
        reader.wrong(f"{where}.{key}", f"应为一组“键: 文字”，得到的是{kind_of(value)}", advice)
        return None
    texts = {name: words(reader, text, f"{where}.{key}", name) for name, text in value.items() if text is not None}
    return {name: text for name, text in texts.items() if text is not None}


def _events(reader: Reader, value: syntax.Tree, where: str, key: str) -> object:
    """Return the events that happened; an empty list says that none did."""
    return None if value == {} else _EVENT_LIST(reader, value, where, key)


def _rows(reader: Reader, value: syntax.Tree, where: str, key: str) -> tuple[model.IndicatorRow, ...] | None:
    """Return the indicator rows; ids and keys must differ, missing ids are given by position."""
    if isinstance(value, list) and len(value) > MOST_ROWS:
        reader.wrong(f"{where}.{key}", f"共{len(value)}行，超过{MOST_ROWS}行的上限", "请分成几份填报")
        return None
    objects = trees(reader, value, where, key)
    if value == {} or not isinstance(value, list):
        return None
    rows = [reader.values(_ROW, tree, here) for here, tree in objects]
    for column, what in (("id", "编号"), ("key", "指标")):
        used: set[object] = set()
        for (here, _), row in zip(objects, rows, strict=True):
            if row.get(column) in used:
                reader.wrong(f"{here}.{column}", f"{what}“{row[column]}”用了两次")
            used |= {row[column]} if column in row else set()
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


def _evaluations(reader: Reader, value: syntax.Tree, where: str, key: str) -> tuple[model.Evaluation, ...]:
    """Return the evaluations of a report over several projects."""
    found = [reader.whole(model.Evaluation, _EVALUATION, _REQUIRED, tree, here) for here, tree in trees(reader, value, where, key)]
    if not found:
        reader.wrong(f"{where}.{key}", "至少要有一份自评数据")
    return tuple(each for each in found if each is not None)


def _payout(reader: Reader, value: syntax.Tree, where: str, key: str) -> object:
    """Return the inputs of the payout rule."""
    if not isinstance(value, dict):
        reader.no_object(f"{where}.{key}", value)
        return None
    return reader.values({"inputs": named(cell)}, value, f"{where}.{key}").get("inputs")


_AMOUNTS: Shape = dict.fromkeys(model.COLUMNS, cell)
_EVENT_LIST = list_of(model.Event, {"what": words, "times": cell, "date": cell}, "what")
_ROW: Shape = {
    **dict.fromkeys(("id", "key", "category", "aspect", "name", "method"), name),
    **dict.fromkeys(("reason", "measures", "note", "owner"), words),
    **dict.fromkeys(("actual", "weight", "claimed"), cell),
    **dict.fromkeys(("target", "target_original"), _target),
    **dict.fromkeys(("core", "not_applicable"), flag),
    "band": _band,
    "evidence": list_of(model.Evidence, dict.fromkeys(("title", "file", "page", "date"), words)),
    "inputs": named(cell),
    "items": named(flag),
    "events": _events,
    "periods": list_of(model.Period, {"name": words, "actual": cell}),
}
_EVALUATION: Shape = {
    "format": _format(FORMAT),
    "set": words,
    "year": _year,
    "kind": choice(model.Kind, captions.KINDS),
    "money_unit": choice(model.MoneyUnit, captions.MONEY_UNITS, "请把各个金额换算成元或万元"),
    "subject": object_of(model.Subject, dict.fromkeys(model.Subject.__slots__, words)),
    "filled_on": words,
    "staff": object_of(model.Staff, dict.fromkeys(model.Staff.__slots__, cell)),
    "funds": list_of(
        model.FundRow,
        {**_AMOUNTS, "source": choice(model.FundSource, captions.FUND_SOURCES), "weight": cell, "claimed": cell, "reason": words},
        "source",
        unique="source",
    ),
    "spending": list_of(
        model.SpendingRow, {**_AMOUNTS, "kind": choice(model.SpendingKind, captions.SPENDING_KINDS)}, "kind", unique="kind"
    ),
    "execution": object_of(
        model.Money,
        {**dict.fromkeys(("weight", "claimed", "claimed_rate"), cell), "finished": flag, "reason": words, "measures": words},
    ),
    "objective": object_of(model.Objective, dict.fromkeys(model.Objective.__slots__, words)),
    "indicators": _rows,
    "veto": list_of(model.VetoEvent, {"item": words, "date": words, "proof": words}, "item"),
    "payout": _payout,
    "claimed": object_of(model.Foot, {"total": cell, "grade": cell}),
    "narrative": _narrative,
    "answers": list_of(model.Answer, {"code": words, "row": words, "words": words}, "code"),
}
_REQUIRED = {
    "format": f"请写 format: {FORMAT}",
    "set": "请写指标体系的编号，如 set: cn/project/2020，有哪些见 perfeval sets list",
    "year": "请写评价年度，如 year: 2024",
    "kind": f"请写自评类型：{captions.listed(captions.KINDS)}",
    "money_unit": "请写资金表的金额单位：money_unit: 元，或 money_unit: 万元",
    "indicators": "请写绩效指标，每行一项，写法见填表说明 docs/filling.md",
}
_SEVERAL: Shape = {
    "format": _format(FORMAT_SEVERAL),
    "year": _year,
    "department": words,
    "unit": words,
    "narrative": _narrative,
    "evaluations": _evaluations,
}
_SEVERAL_REQUIRED = {
    "format": f"请写 format: {FORMAT_SEVERAL}",
    "year": _REQUIRED["year"],
    "evaluations": "请写各份自评数据，每份一项",
}
