"""自评表工作簿 - The form as an Excel file: filled in offline, cells that are not the unit's locked, sent back with the stamp it left with.

Every sheet lists cells of the evaluation file under their names on paper; a row of indicators is known by its 行编号, a row of
money by its source. What comes back is the evaluation as data again; who may change what is decided where it is saved.
"""

import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from perfeval.errors import Invalid
from perfeval.evaluation.captions import CAPTIONS
from perfeval.evaluation.model import FundSource, SpendingKind
from perfeval.sheets.reading import Grid
from perfeval.sheets.writing import clean, is_risky
from perfeval.syntax import Tree

SHEETS = ("基本情况", "资金表", "支出表", "指标表", "逐项内容", "文字")
"""工作表 - The sheets of the workbook, in their order."""
_SINGLE = ("subject", "staff", "objective", "execution", "claimed")
_MONEY = ("original", "adjusted", "received", "spent")
_ROW = (
    "id", "key", "category", "aspect", "name", "target", "actual", "weight", "claimed", "band", "not_applicable", "reason", "measures",
    "note", "owner",
)  # fmt: skip
_LISTS = {"inputs": "计算项", "items": "清单", "events": "扣分事件", "periods": "分期"}
_ITEM_HEADS = ("行编号", "指标", "种类", "名称", "内容", "日期")
_YES, _NO = "是", "否"
_STAMP = re.compile(r"编号 (?P<evaluation>\S+) 版本 (?P<version>\d+) 校验 (?P<sha256>[0-9a-f]{64})")
_INWARD = frozenset({"代码", "位置", CAPTIONS["indicators"]["key"]})
"""内部列 - Columns that tell the reader of the file which cell a row holds; people do not see them."""
_WIDTHS = {"栏目": 24, "内容": 60}
_FIRST_ROW = 3
_BLANK_ROWS = 20
Locked = Callable[[str], bool]
"""锁定 - Tell of a place of the evaluation whether the unit may not change it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """版本标记 - Say which evaluation a workbook was made of, at which version, with which content."""

    evaluation: str
    version: int
    sha256: str

    def __str__(self) -> str:
        """一行 - Return the stamp as the first sheet shows it."""
        return f"编号 {self.evaluation} 版本 {self.version} 校验 {self.sha256}"


def stamp_of(evaluation: str, version: int, document: str) -> Stamp:
    """加盖标记 - Return the stamp of an evaluation as it is now."""
    return Stamp(evaluation=evaluation, version=version, sha256=hashlib.sha256(document.encode()).hexdigest())


def write_form(stamp: Stamp, title: str, form: Mapping[str, Tree], texts: Mapping[str, str], locked: Locked) -> bytes:
    """写成工作簿 - Return the form as a workbook; cells for which `locked` holds cannot be typed into; texts names the texts."""
    kept = io.BytesIO()
    guesses = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = xlsxwriter.Workbook(kept, {"in_memory": True, **guesses})
    styles = {
        (lock, risky): book.add_format(
            {"border": 1, "text_wrap": True, "valign": "top", "locked": lock, "num_format": "@", "quote_prefix": risky}
            | ({"bg_color": "#EEEEEE"} if lock else {})
        )
        for lock in (True, False)
        for risky in (True, False)
    }
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#DDEBF7"})
    for name in SHEETS:
        sheet = book.add_worksheet(name)
        sheet.write_string(0, 0, clean(title), book.add_format({"bold": True, "font_size": 14}))
        sheet.write_string(1, 0, str(stamp) if name == SHEETS[0] else "灰色的单元格不能填写；白色的按表填写，不要增删列。")
        columns, rows = _content(name, form, texts)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, _WIDTHS.get(column, 12 if at == 0 else 22), None, {"hidden": column in _INWARD})
            sheet.write_string(_FIRST_ROW - 1, at, column, head)
        for number, row in enumerate(rows, _FIRST_ROW):
            for at, (place, text) in enumerate(row):
                value = clean(text)
                sheet.write_string(number, at, value, styles[place is None or locked(place), is_risky(value)])
        _choices(sheet, name, columns)
        sheet.freeze_panes(_FIRST_ROW, 0)
        sheet.protect("", {"format_columns": True, "format_rows": True})
    book.close()
    return kept.getvalue()


def read_stamp(grids: Mapping[str, Grid], name: str) -> Stamp:
    """读标记 - Return the stamp that a workbook carries.

    Raises: Invalid `workbook-foreign`, when it carries none.
    """
    first = grids.get(SHEETS[0], [])
    found = _STAMP.search(first[1][0]) if len(first) > 1 and first[1] else None
    if found is None or set(SHEETS) - set(grids):
        raise Invalid("workbook-foreign", f"{name} 不是从本系统下载的自评表，请重新下载后填写")
    return Stamp(evaluation=found["evaluation"], version=int(found["version"]), sha256=found["sha256"])


def read_form(grids: Mapping[str, Grid], form: Mapping[str, Tree]) -> dict[str, Tree]:
    """读回 - Return the evaluation with what a workbook holds in place of what it was made of; new rows stand last."""
    made: dict[str, Tree] = dict(form)
    for part, key, text in _singles(grids[SHEETS[0]]):
        own = made.get(part)
        if part:
            made[part] = {**(own if isinstance(own, dict) else {}), key: text}
        else:
            made[key] = text
    made["funds"] = _money_rows(grids["资金表"], "source", {each.label: each.value for each in FundSource}, form.get("funds"))
    made["spending"] = _money_rows(grids["支出表"], "kind", {each.label: each.value for each in SpendingKind}, form.get("spending"))
    made["indicators"] = _indicator_rows(grids["指标表"], grids["逐项内容"], form.get("indicators"))
    made["narrative"] = {row[0]: row[2] for row in _body(grids["文字"], 3) if row[0] and row[2]}
    return made


def _content(name: str, form: Mapping[str, Tree], texts: Mapping[str, str]) -> tuple[Sequence[str], Iterator[list[tuple[str | None, str]]]]:
    """Return heads and rows of one sheet, each cell with its place in the evaluation, None where nothing is to be typed."""
    match name:
        case "基本情况":
            return ("栏目", "内容", "位置"), _single_cells(form)
        case "资金表":
            return ("资金来源", *(CAPTIONS["funds"][each] for each in _MONEY), "原因"), _money_cells(form, "funds", "source")
        case "支出表":
            return ("支出性质", *(CAPTIONS["spending"][each] for each in _MONEY)), _money_cells(form, "spending", "kind")
        case "指标表":
            return tuple(CAPTIONS["indicators"][each] for each in _ROW), _row_cells(form)
        case "逐项内容":
            return _ITEM_HEADS, _item_cells(form)
        case _:
            return ("代码", "栏目", "内容"), _narrative_cells(form, texts)


def _single_cells(form: Mapping[str, Tree]) -> Iterator[list[tuple[str | None, str]]]:
    yield [(None, CAPTIONS[""]["filled_on"]), ("filled_on", _text(form.get("filled_on"))), (None, "filled_on")]
    for part in _SINGLE:
        own = form.get(part)
        for key, title in CAPTIONS[part].items():
            value = own.get(key) if isinstance(own, dict) else None
            yield [(None, title), (f"{part}.{key}", _text(value)), (None, f"{part}.{key}")]


def _money_cells(form: Mapping[str, Tree], part: str, name: str) -> Iterator[list[tuple[str | None, str]]]:
    written = {str(row.get(name)): row for row in _objects(form.get(part))}
    kinds = FundSource if part == "funds" else SpendingKind
    for kind in kinds:
        row = written.get(kind.value, {})
        keys = (*_MONEY, "reason") if part == "funds" else _MONEY
        yield [(None, kind.label), *((f"{part}.{kind.value}.{key}", _text(row.get(key))) for key in keys)]


def _row_cells(form: Mapping[str, Tree]) -> Iterator[list[tuple[str | None, str]]]:
    rows = [*_objects(form.get("indicators")), *({} for _ in range(_BLANK_ROWS))]
    for row in rows:
        place = f"indicators.{row.get('id')}" if row else "indicators.+"
        yield [(None if key in {"id", "key"} else f"{place}.{key}", _text(row.get(key))) for key in _ROW]


def _item_cells(form: Mapping[str, Tree]) -> Iterator[list[tuple[str | None, str]]]:
    for row in _objects(form.get("indicators")):
        name, place = _text(row.get("name")) or _text(row.get("key")), f"indicators.{row.get('id')}"
        for key, title in _LISTS.items():
            for what, value, day in _members(row.get(key)):
                fixed = [(None, _text(row.get("id"))), (None, name), (None, title), (None, what)]
                yield [*fixed, (f"{place}.{key}", value), (f"{place}.{key}" if key == "events" else None, day)]


def _members(value: Tree) -> Iterator[tuple[str, str, str]]:
    """Yield name, value and day of each member of a list inside a row."""
    if isinstance(value, dict):
        yield from ((key, _text(each), "") for key, each in value.items())
    for each in _objects(value):
        yield _text(each.get("what") or each.get("name")), _text(each.get("times") or each.get("actual")), _text(each.get("date"))


def _narrative_cells(form: Mapping[str, Tree], texts: Mapping[str, str]) -> Iterator[list[tuple[str | None, str]]]:
    own = form.get("narrative")
    written = own if isinstance(own, dict) else {}
    for key in dict.fromkeys((*texts, *written)):
        yield [(None, key), (None, texts.get(key, key)), (f"narrative.{key}", _text(written.get(key)))]


def _choices(sheet: "xlsxwriter.worksheet.Worksheet", name: str, columns: Sequence[str]) -> None:
    """Offer the few words that a cell may hold as a drop-down."""
    if name == "指标表":
        for key, words in (("not_applicable", [_YES, _NO]), ("band", ["1", "2", "3"])):
            at = columns.index(CAPTIONS["indicators"][key])
            sheet.data_validation(_FIRST_ROW, at, _FIRST_ROW + 5000, at, {"validate": "list", "source": words, "ignore_blank": True})


def _singles(grid: Grid) -> Iterator[tuple[str, str, str | None]]:
    """Yield part, key and text of every line of the first sheet."""
    for row in _body(grid, 3):
        part, _, key = row[2].rpartition(".")
        if key and (part in _SINGLE or row[2] == "filled_on"):
            yield part, key, row[1] or None


def _money_rows(grid: Grid, name: str, codes: Mapping[str, str], old: Tree) -> list[Tree]:
    """Return the rows of a money table that hold anything, or were there before."""
    before = {str(row.get(name)): row for row in _objects(old)}
    keys = (*_MONEY, "reason") if name == "source" else _MONEY
    made: list[Tree] = []
    for row in _body(grid, len(keys) + 1):
        code = codes.get(row[0])
        values: dict[str, Tree] = {key: text or None for key, text in zip(keys, row[1:], strict=False)}
        if code is not None and (code in before or any(values.values())):
            made.append({**before.get(code, {}), name: code, **values})
    return made


def _indicator_rows(grid: Grid, items: Grid, old: Tree) -> list[Tree]:
    """Return the indicator rows; a row without number is new, one whose cells were all emptied is gone."""
    before = {str(row.get("id")): row for row in _objects(old)}
    inside = _inside(items)
    made: list[Tree] = []
    for cells in _body(grid, len(_ROW)):
        values: dict[str, Tree] = {key: text or None for key, text in zip(_ROW, cells, strict=True)}
        if not any(values[key] for key in _ROW if key != "id"):
            continue
        number = cells[0]
        own: dict[str, Tree] = {**before.get(number, {}), **values, **inside.get(number, {})}
        if not number:
            del own["id"]
        if values["not_applicable"] is not None or "not_applicable" in before.get(number, {}):
            own["not_applicable"] = values["not_applicable"] == _YES
        else:
            del own["not_applicable"]
        made.append(own)
    return made


def _inside(items: Grid) -> dict[str, dict[str, Tree]]:
    """Return the lists inside rows, by row and key."""
    keys = {title: key for key, title in _LISTS.items()}
    made: dict[str, dict[str, Tree]] = {}
    for number, _, title, what, value, day in (row for row in _body(items, len(_ITEM_HEADS)) if row[0]):
        own, key = made.setdefault(number, {}), keys.get(title)
        if key in {"inputs", "items"}:
            listed = own.setdefault(key, {})
            if isinstance(listed, dict):
                listed[what] = (value == _YES if value else None) if key == "items" else value or None
        elif key is not None:
            several = own.setdefault(key, [])
            if isinstance(several, list):
                event: Tree = {"what": what, "times": value or None, "date": day or None}
                several.append(event if key == "events" else {"name": what, "actual": value or None})
    return made


def _body(grid: Grid, width: int) -> Iterator[list[str]]:
    """Yield the rows below the head, each with so many cells."""
    for row in grid[_FIRST_ROW:]:
        yield [*(cell.strip() for cell in row[:width]), *[""] * (width - len(row))]


def _objects(value: Tree) -> list[dict[str, Tree]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(value: Tree) -> str:
    """Return a value as a cell shows it; a target written as an object comes as one text."""
    match value:
        case bool():
            return _YES if value else _NO
        case str():
            return value
        case dict():
            return "".join(_text(value.get(key)) for key in ("sign", "value", "unit"))
        case _:
            return ""
