"""读表 - Turn an uploaded xlsx, xls or csv into rows of text: find the head, keep every row's number, never run a formula.

Cells come as people see them: numbers to 15 digits as Excel shows them, dates as 2024-03-01, yes and no as 是 and 否.
A number longer than Excel can hold is refused, because its last digits are already lost (long codes typed as numbers).
"""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

from perfeval.errors import Invalid, Place
from perfeval.quantities import normal
from perfeval.sheets import child
from perfeval.sheets.child import Rows
from perfeval.sheets.package import Format, format_of

MOST_ROWS = 100_000
"""行数上限 - How many rows one file may have."""
ROW = "行号"
"""行号 - The key under which `read_table` keeps the number of each row."""
_HEAD_WITHIN = 20
_MOST_COLUMNS = 200
_MOST_PLACES = 50
_PATIENCE = 120
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""环境 - All that the other process learns of ours: no secret, and that it is to keep to one thread."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_GUARD = re.compile(r"'(?=\s*[=+\-@＝＋－＠\t\r])")
_MARKS = "*＊★"
_SEPARATORS = ",\t;"
Grid = list[list[str]]
"""格子 - The cells of a sheet as text, row by row."""


class Line(dict[str, str]):
    """表格行 - Hold the cells of one row by their heads, and the number of the row in the sheet, counted from 1."""

    def __init__(self, number: int, cells: dict[str, str]) -> None:
        """构造 - Keep number and cells."""
        super().__init__(cells)
        self.number = number


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """工作表 - Hold a table as read: what stands above its head, the heads, and the rows that are not empty."""

    above: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]


def read_table(data: bytes, name: str) -> list[dict[str, str]]:
    """读表格 - Return the rows of a table, each cell under its head; `行号` holds the number of the row in the sheet.

    Heads come without blanks, full-width signs and marks: `*单位编码 ` is `单位编码`.

    Raises: Invalid, when the file cannot be read as a table or holds what no table needs.
    """
    return [{**line, ROW: str(line.number)} for line in read_sheet(data, name).lines]


def read_sheet(data: bytes, name: str, known: Collection[str] = ()) -> Sheet:
    """读工作表 - Return the one table of a file; its head is the row with the most known heads, else the first with two cells.

    Raises: Invalid, when the file cannot be read as a table, holds what no table needs, or has two tables.
    """
    found = [sheet for grid in read_grids(data, name).values() if (sheet := _sheet(grid, name, known)) is not None]
    if not found:
        wanted = f"，表头应有：{'、'.join(known)}" if known else ""
        raise Invalid("table-head", f"{name} 没有找到表头{wanted}")
    if len(found) > 1:
        raise Invalid("table-several", f"{name} 有 {len(found)} 张工作表都有数据，请每次只导入一张")
    return found[0]


def read_grids(data: bytes, name: str) -> dict[str, Grid]:
    """读全部工作表 - Return the cells of every visible sheet by its name; a CSV is one sheet.

    Raises: Invalid, also for a hidden sheet that is not empty.
    """
    kind = format_of(data, name)
    if kind is Format.CSV:
        return {name: _text_grid(data, name)}
    found = _read_apart(data, name)
    for each in found:
        if each["hidden"] and each["rows"]:
            raise Invalid("table-hidden", f"{name} 的工作表“{each['title']}”是隐藏的而且有数据，请取消隐藏核对，或删除后再导入")
    _refuse_long(found, name)
    return {each["title"]: _grid(each["rows"], name) for each in found if not each["hidden"]}


class _Read(TypedDict):
    """Say what the other process tells of a sheet."""

    title: str
    hidden: bool
    rows: Rows
    long: list[tuple[int, int]]


def _read_apart(data: bytes, name: str) -> list[_Read]:
    """Return the sheets of a workbook, read by a process that may come to harm.

    Raises: Invalid, when it did, or found nothing that it could read.
    """
    command = [sys.executable, "-I", child.__file__]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE, check=False, env=_ENVIRONMENT)  # noqa: S603 - our own program
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode != 0:
        told = "文件损坏、加了密码，或有内容远在表格一角。请把数据复制到新的工作簿，只粘贴“值”，再导入"
        raise Invalid("table-broken", f"{name} 不能读取：{told}")
    found: list[_Read] = json.loads(done.stdout)
    return found


def _refuse_long(found: Sequence[_Read], name: str) -> None:
    """Refuse numbers whose last digits are lost already."""
    places = [
        Place(
            where=f"第{row}行第{column}列",
            message="数字超过15位，Excel 已经改掉了后面几位",
            suggestion="请把这一列设为“文本”，重新录入编码",
        )
        for each in found
        for row, column in each["long"]
    ]
    if places:
        raise Invalid("table-long-number", f"{name} 有 {len(places)} 个过长的数字，多半是按数字录入的编码", tuple(places[:_MOST_PLACES]))


def _grid(rows: Rows, name: str) -> Grid:
    """Return the cells of a sheet, empty rows included."""
    last = rows[-1][0] if rows else 0
    if last > MOST_ROWS + _HEAD_WITHIN:
        raise Invalid("table-too-large", f"{name} 有 {last} 行，超过 {MOST_ROWS} 行的上限，请分成几份，并删去末尾的空行")
    grid: Grid = [[] for _ in range(last)]
    for number, cells in rows:
        grid[number - 1] = [_tidy(cell) for cell in cells]
    return grid


def _text_grid(data: bytes, name: str) -> Grid:
    """Return the cells of a CSV: UTF-8, GB 18030 or UTF-16, parted by comma, tab or semicolon."""
    text = _decoded(data, name)
    top = "\n".join(text.splitlines()[:_HEAD_WITHIN])
    separator = max(_SEPARATORS, key=top.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Invalid("table-broken", f"{name} 不能按 csv 读取，请在 Excel 中另存为 xlsx 再传") from error
    return [[_tidy(_GUARD.sub("", cell)) for cell in row] for row in rows]


def _decoded(data: bytes, name: str) -> str:
    """Return the text of a CSV in the first encoding that fits."""
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid("table-encoding", f"{name} 的文字编码不能识别，请在 Excel 中另存为 xlsx 再传")


def _tidy(text: str) -> str:
    """Return a text without the signs that nobody sees, and with one kind of line end."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _sheet(grid: Grid, name: str, known: Collection[str]) -> Sheet | None:
    """Return the table of a sheet, None where it has no head."""
    at = _head_at(grid, known)
    if at is None:
        return None
    head = [_head(cell) for cell in grid[at]]
    width = max((column + 1 for column, cell in enumerate(head) if cell), default=0)
    head = head[:width]
    twice = [cell for cell in dict.fromkeys(head) if cell and head.count(cell) > 1]
    if twice or width > _MOST_COLUMNS:
        told = f"表头“{twice[0]}”出现了两次" if twice else f"有 {width} 列，超过 {_MOST_COLUMNS} 列"
        raise Invalid("table-head", f"{name} {told}，请改正后再导入")
    lines = tuple(_lines(grid, at, head, name))
    if len(lines) > MOST_ROWS:
        raise Invalid("table-too-large", f"{name} 有 {len(lines)} 行，超过 {MOST_ROWS} 行的上限，请分成几份")
    above = " ".join(cell for row in grid[:at] for cell in row if cell)
    return Sheet(above=above, head=tuple(cell for cell in head if cell), lines=lines)


def _head_at(grid: Grid, known: Collection[str]) -> int | None:
    """Return which row is the head: that with the most known heads, the first of them; else the first with two cells."""
    rows = list(enumerate(grid[:_HEAD_WITHIN]))
    if not known:
        return next((at for at, row in rows if sum(map(bool, row)) > 1), None)
    wanted = set(known)
    counts = [(sum(_bare(cell) in wanted for cell in map(_head, row)), -at) for at, row in rows]
    most, at = max(counts, default=(0, 0))
    return -at if most > 1 else None


def _lines(grid: Grid, at: int, head: Sequence[str], name: str) -> Iterator[Line]:
    """Yield the rows below the head that are not empty.

    Raises: Invalid, when something stands beside the table, where no head says what it is.
    """
    for number, row in enumerate(grid[at + 1 :], at + 2):
        if not any(row):
            continue
        stray = [column for column, cell in enumerate(row, 1) if cell and (column > len(head) or not head[column - 1])]
        if stray:
            raise Invalid("table-stray", f"{name} 第{number}行第{stray[0]}列有内容但没有表头，请补上表头或删除这一格")
        yield Line(number, {title: row[column] if column < len(row) else "" for column, title in enumerate(head) if title})


def _head(cell: str) -> str:
    """Return a head without blanks, full-width signs and marks of what is required."""
    return normal(cell).strip(_MARKS)


def _bare(head: str) -> str:
    """Return a head without what stands in brackets behind it, as (元)."""
    return head.partition("(")[0] or head
