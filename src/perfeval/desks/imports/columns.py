"""列 - Find the columns of an uploaded list by what clerks call them, and read its rows: text, amounts in 分, and what is wrong where."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from perfeval import sheets
from perfeval.errors import Invalid, Place
from perfeval.evaluation import MoneyUnit, captions
from perfeval.indicators import Severity
from perfeval.quantities import normal, read_number, read_quantity
from perfeval.sheets import Line

_BLANKS = frozenset({"", "—", "——", "-", "--", "－", "–", "/", "／", "无"})
_LONGEST = 1000
_MOST_FEN = 10**15
Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """所需列 - Name a column: its key, what people call it (the first is its title), whether it must be there, and whether it is money."""

    key: str
    words: tuple[str, ...]
    required: bool = False
    money: bool = False

    @property
    def title(self) -> str:
        """列名 - Return what messages call the column."""
        return self.words[0]


def wanted(key: str, words: str, *, required: bool = False, money: bool = False) -> Wanted:
    """所需列 - Return a column by the words for it, parted by blanks."""
    return Wanted(key=key, words=tuple(words.split()), required=required, money=money)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """行内问题 - Say what is wrong in a row of an upload.

    Only an error of the list itself keeps the file from being imported; what a check finds, which has a code, never does.
    """

    row: int
    column: str | None
    message: str
    suggestion: str | None = None
    severity: Severity = Severity.ERROR
    code: str | None = None

    @property
    def blocks(self) -> bool:
        """阻止导入 - Tell whether the file cannot be imported as long as this is wrong."""
        return self.severity is Severity.ERROR and self.code is None

    def as_json(self) -> Json:
        """输出 - Return the problem as JSON has it."""
        own: Json = {"severity": self.severity.value, "code": self.code, "column": self.column}
        return {**own, "message": self.message, "suggestion": self.suggestion}

    def as_place(self) -> Place:
        """出错位置 - Return the problem as errors name places."""
        return Place(where=f"第{self.row}行{self.column or ''}", message=self.message, suggestion=self.suggestion)


@dataclass(slots=True)
class Problems:
    """问题清单 - Gather what is wrong, row by row."""

    found: dict[int, list[Problem]] = field(default_factory=dict)

    def wrong(self, row: int, column: str | None, message: str, suggestion: str | None = None) -> None:
        """记下错误 - Note an error of a row."""
        self.note(Problem(row=row, column=column, message=message, suggestion=suggestion))

    def note(self, problem: Problem) -> None:
        """记下 - Note a problem of a row."""
        self.found.setdefault(problem.row, []).append(problem)

    def at(self, row: int) -> Sequence[Problem]:
        """某行问题 - Return what is wrong in a row."""
        return self.found.get(row, ())

    def errors(self) -> Iterator[Problem]:
        """错误 - Yield everything that keeps the file from being imported, in the order of the rows."""
        for row in sorted(self.found):
            yield from (each for each in self.found[row] if each.blocks)

    def is_wrong(self, rows: Sequence[int]) -> bool:
        """有错 - Tell whether one of these rows keeps the file from being imported."""
        return any(each.blocks for row in rows for each in self.at(row))


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """记录 - Hold one row of an upload by the keys of its columns; blank cells are left out."""

    row: int
    cells: Mapping[str, str]

    def get(self, key: str) -> str | None:
        """取单元格 - Return a cell, None where it is blank."""
        return self.cells.get(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """上传的表 - Hold a list as read: its rows, the columns it has, its unit of money, what to tell about it, and its hash."""

    name: str
    sha256: str
    records: tuple[Record, ...]
    columns: frozenset[str]
    unit: MoneyUnit
    notes: tuple[str, ...]
    problems: Problems


def read(data: bytes, name: str, columns: Sequence[Wanted]) -> Upload:
    """读上传的表 - Return the rows of an xlsx, xls or csv under the keys of the columns.

    Raises: Invalid, when it is no table or lacks a column that must be there.
    """
    sheet = sheets.read_sheet(data, name, [word for each in columns for word in each.words])
    heads, unused = _found(sheet.head, columns)
    missing = [each for each in columns if each.required and each.key not in heads.values()]
    if missing:
        places = tuple(Place(where=each.title, message="缺少这一列", suggestion=f"可写作：{'、'.join(each.words)}") for each in missing)
        raise Invalid("import-columns", f"{name} 缺少必需的列：{'、'.join(each.title for each in missing)}", places)
    problems = Problems()
    records = tuple(_record(line, heads, problems) for line in sheet.lines)
    if not records:
        raise Invalid("import-empty", f"{name} 只有表头，没有内容")
    unit, told = _unit(sheet.above, sheet.head, columns)
    notes = (*told, *((f"没有用到的列：{'、'.join(unused)}",) if unused else ()))
    return Upload(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        records=records,
        columns=frozenset(heads.values()),
        unit=unit,
        notes=notes,
        problems=problems,
    )


def fen_of(text: str, unit: MoneyUnit) -> int | None:
    """金额 - Return an amount in 分, None where the text holds none or one finer than that; a unit behind the number goes first.

    Example:
        >>> fen_of("12.5", MoneyUnit.WAN), fen_of("1,283.50元", MoneyUnit.WAN), fen_of("约12", MoneyUnit.YUAN)
        (12500000, 128350, None)
    """
    number = read_number(text)
    if number is not None:
        exact = number * (100 if unit is MoneyUnit.YUAN else 10**6)
    else:
        quantity = read_quantity(text)
        if quantity is None or quantity.base != "元":
            return None
        exact = quantity.whole * 100
    return exact.numerator if exact.denominator == 1 and abs(exact) < _MOST_FEN else None


def yuan(fen: int) -> str:
    """元 - Return an amount as documents keep it: in 元 with two decimals.

    Example:
        >>> yuan(38766462), yuan(-5)
        ('387664.62', '-0.05')
    """
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def amounts(record: Record, columns: Sequence[Wanted], unit: MoneyUnit, problems: Problems) -> dict[str, int]:
    """各项金额 - Return the amounts of a row in 分 by key; what cannot be read is noted."""
    found: dict[str, int] = {}
    for each in columns:
        text = record.get(each.key) if each.money else None
        if text is None:
            continue
        fen = fen_of(text, unit)
        if fen is None:
            told = f"“{text[:30]}”不是精确到分的金额"
            problems.wrong(record.row, each.title, told, f"只写数字，单位是{unit.value}；也可以自带单位，如 12.5万元")
        elif fen < 0 and each.key != "change":
            problems.wrong(record.row, each.title, f"金额不能是负数：{text}", "追减写在“调整数”一列")
        else:
            found[each.key] = fen
    return found


def choice(record: Record, column: Wanted, choices: Mapping[str, str], problems: Problems) -> str | None:
    """几选一 - Return which choice a cell means, None where it is blank or means none, which is noted."""
    text = record.get(column.key)
    if text is None:
        return None
    tidy = normal(text)
    for value, words in choices.items():
        if tidy == value or tidy in words.split():
            return value
    problems.wrong(
        record.row, column.title, f"“{text[:30]}”不能识别", captions.chosen(choices, text) or f"可用的有：{captions.listed(choices)}"
    )
    return None


def _found(head: Sequence[str], columns: Sequence[Wanted]) -> tuple[dict[str, str], list[str]]:
    """Return the key of each head, and the heads that mean nothing here.

    Raises: Invalid, when two heads mean the same column.
    """
    meanings = {word: each.key for each in columns for word in each.words}
    titles = {each.key: each.title for each in columns}
    heads: dict[str, str] = {}
    unused = []
    for title in head:
        key = meanings.get(title) or meanings.get(title.partition("(")[0])
        if key is None:
            unused.append(title)
        elif key in heads.values():
            raise Invalid("import-columns", f"有两列都是“{titles[key]}”，请只留一列")
        else:
            heads[title] = key
    return heads, unused


def _record(line: Line, heads: Mapping[str, str], problems: Problems) -> Record:
    cells = {}
    for title, key in heads.items():
        text = line[title]
        if len(text) > _LONGEST:
            problems.wrong(line.number, title, f"共{len(text)}个字，超过{_LONGEST}个字的上限")
        if text not in _BLANKS:
            cells[key] = text[:_LONGEST]
    return Record(row=line.number, cells=cells)


def _unit(above: str, head: Sequence[str], columns: Sequence[Wanted]) -> tuple[MoneyUnit, tuple[str, ...]]:
    """Return the unit of money and what to tell about it: as the heads of amounts say, else the lines above the table, else 元.

    Raises: Invalid, when two heads differ.
    """
    words = {word for each in columns if each.money for word in each.words}
    money = [title for title in head if title.partition("(")[0] in words]
    if not money:
        return MoneyUnit.YUAN, ()
    written = {_unit_in(title.partition("(")[2]) for title in money} - {None}
    if len(written) > 1:
        raise Invalid("import-columns", "各列金额的单位不同，请统一为元或万元")
    unit = next(iter(written), None) or _unit_in(normal(above).partition("单位:")[2] if "单位:" in normal(above) else "")
    if unit is None:
        return MoneyUnit.YUAN, ("表上没有写金额单位，按元读取；以万元为单位的，请在表头写“年初预算数（万元）”",)
    return unit, ()


def _unit_in(text: str) -> MoneyUnit | None:
    if text.startswith("万元"):
        return MoneyUnit.WAN
    return MoneyUnit.YUAN if text.startswith("元") else None
