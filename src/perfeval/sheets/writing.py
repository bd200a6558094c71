"""写表 - Write a list as xlsx. Text is written as text whatever it begins with; no cell is ever a formula or a link."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Literal

import xlsxwriter

Shown = str | int | None
"""单元格 - What may stand in a cell of a list: text, a whole number, nothing."""
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠\t\r]")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 32_000
_HEAD = 2
_A4 = 9
_GUESSES = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
_STYLES: dict[str, dict[str, object]] = {
    "head": {"bold": True},
    "words": {},
    "guarded": {"quote_prefix": True},
    "count": {},
    "money": {"num_format": "#,##0.00"},
}
_MADE = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """列 - Say what a column is called, how wide it is, and whether it holds words, counts, or money in 分 that is shown in 元."""

    title: str
    width: int = 14
    holds: Literal["words", "count", "money"] = "words"


def write_table(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[Shown]], *, note: str = "", apart: int | None = None
) -> bytes:
    """写成工作簿 - Return an xlsx with one sheet: its title, a note, the heads, the rows. The same list gives the same bytes.

    apart: the column by which printed pages part, so that what is about one thing can be handed to whom it belongs.
    """
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, **dict.fromkeys(_GUESSES, False)})
    book.set_properties({"title": clean(title), "created": _MADE})
    sheet = book.add_worksheet("名单")
    styles = {name: book.add_format({"border": 1, "text_wrap": True, **more}) for name, more in _STYLES.items()}
    sheet.write_string(0, 0, clean(title), book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, clean(note))
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(_HEAD, at, column.title, styles["head"])
    listed = list(rows)
    for number, row in enumerate(listed, _HEAD + 1):
        for at, (column, value) in enumerate(zip(columns, row, strict=True)):
            if isinstance(value, int):
                sheet.write_number(number, at, value / 100 if column.holds == "money" else value, styles[column.holds])
            else:
                sheet.write_string(number, at, clean(value or ""), styles["guarded" if is_risky(value or "") else "words"])
    sheet.freeze_panes(_HEAD + 1, 0)
    _lay_out(sheet, [] if apart is None else [row[apart] for row in listed])
    book.close()
    return kept.getvalue()


def _lay_out(sheet: "xlsxwriter.worksheet.Worksheet", keys: Sequence[Shown]) -> None:
    """Have a list printed across the paper with its heads on every page, and a new page begun wherever the key changes."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.repeat_rows(0, _HEAD)
    sheet.set_h_pagebreaks([number for number, (last, key) in enumerate(pairwise(keys), _HEAD + 2) if last != key])


def is_risky(text: str) -> bool:
    """像公式 - Tell whether a spreadsheet program could take a text for a formula, also behind blanks or in full width.

    Example:
        >>> is_risky("=1+1"), is_risky(" ＝1"), is_risky("第1行")
        (True, True, False)
    """
    return _FORMULA.match(text) is not None


def clean(text: str) -> str:
    """可写的文字 - Return a text that a workbook can hold."""
    return _ILLEGAL.sub("", text)[:_LONGEST]
