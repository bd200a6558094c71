"""名单 - Lists as people upload them: workbooks and CSV made of a few rows."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from tests.service.client import Client

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Sequence[Sequence[Any]]


def workbook(rows: Rows, *, above: Sequence[str] = ()) -> bytes:
    """Return a workbook with these rows, text as text and numbers as numbers, below some lines of titles."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("清单")
    for number, row in enumerate([*([line] for line in above), *rows]):
        for at, value in enumerate(row):
            sheet.write(number, at, value)
    book.close()
    return kept.getvalue()


def csv(rows: Rows, encoding: str = "utf-8") -> bytes:
    """Return a CSV with these rows."""
    return "\r\n".join(",".join(str(cell) for cell in row) for row in rows).encode(encoding)


def bring(client: Client, round_id: str, kind: str, rows: Rows, *, dry: bool = False, **more: Any) -> Any:
    """Upload rows as a workbook."""
    query = "?dry_run=1" if dry else ""
    address = f"/api/v1/rounds/{round_id}/{kind}/import{query}"
    return client.post(address, content=workbook(rows, **more), headers={"Content-Type": XLSX})
