"""另一进程 - Read a workbook where nothing can be broken: a process of its own, with little memory and time, that knows nothing of us.

It takes the file from its input and writes the cells of every sheet as text to its output. A single cell in the last corner of a sheet
makes a parser ask for hundreds of gigabytes; here that ends this process and nothing else.
"""

import io
import json
import math
import resource
import sys
import warnings
from datetime import datetime, time
from decimal import Decimal

MEMORY = 2 * 1024**3
SECONDS = 60
EXACT_DIGITS = 15
UNREADABLE = 3
"""不能读取 - What the process ends with when the file is no workbook."""
Rows = list[tuple[int, list[str]]]
"""行 - The rows that are not empty, each with its number, counted from 1, and its cells up to the last that holds anything."""


def main() -> int:
    """读取 - Answer with the sheets of the workbook that comes in, and return how it went."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        answer = sheets(sys.stdin.buffer.read())
    except Exception as error:  # noqa: BLE001 - whatever the parser stumbles over, the file cannot be read
        sys.stderr.write(type(error).__name__)
        return UNREADABLE
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode())
    return 0


def sheets(data: bytes) -> list[dict[str, object]]:
    """各工作表 - Return title, visibility, rows and over-long numbers of every sheet of a workbook."""
    import pandas as pd  # noqa: PLC0415 - loaded inside the limits
    from python_calamine import SheetVisibleEnum  # noqa: PLC0415 - the same

    found: list[dict[str, object]] = []
    with warnings.catch_warnings(), pd.ExcelFile(io.BytesIO(data), engine="calamine") as book:
        warnings.simplefilter("ignore")
        hidden = {each.name for each in book.book.sheets_metadata if each.visible is not SheetVisibleEnum.Visible}
        for title in book.sheet_names:
            frame = pd.read_excel(book, sheet_name=title, header=None, dtype=object, na_filter=False)
            values = frame.to_numpy().tolist()
            found.append({"title": str(title), "hidden": title in hidden, "rows": rows(values), "long": too_long(values)})
    return found


def rows(values: list[list[object]]) -> Rows:
    """各行 - Return the rows that are not empty as text."""
    made = ((number, [text(value) for value in row]) for number, row in enumerate(values, 1))
    return [(number, cells[: max(at for at, cell in enumerate(cells, 1) if cell)]) for number, cells in made if any(cells)]


def too_long(values: list[list[object]]) -> list[tuple[int, int]]:
    """过长的数字 - Return row and column of every number with more digits than Excel keeps."""
    most = 10**EXACT_DIGITS
    return [
        (number, column)
        for number, row in enumerate(values, 1)
        for column, value in enumerate(row, 1)
        if isinstance(value, int | float) and math.isfinite(value) and abs(value) >= most
    ]


def text(value: object) -> str:
    """单元格文字 - Return a cell as people see it.

    Example:
        >>> text(0.1 + 0.2), text(530923000001), text(True), text(datetime(2024, 3, 1))
        ('0.3', '530923000001', '是', '2024-03-01')
    """
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float():
            return format(Decimal(format(value, f".{EXACT_DIGITS}g")), "f") if math.isfinite(value) else ""
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case _:
            return str(value)


if __name__ == "__main__":
    sys.exit(main())
