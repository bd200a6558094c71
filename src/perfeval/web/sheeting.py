"""表格应答 - Answer with a workbook where one is asked for in the place of a list."""

from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import Query, Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
As = Annotated[Literal["json", "xlsx"], Query(alias="format", description="xlsx：下载为表格")]
"""应答形式 - Whether a list is answered as JSON or as a workbook."""
SHEET: dict[str, Any] = {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}
"""表格 - What an address documents that also answers with a workbook."""


def sheet(name: str, data: bytes) -> Response:
    """表格应答 - Return a workbook to be kept under its Chinese name."""
    told = f"attachment; filename=\"list.xlsx\"; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=XLSX, headers={"Content-Disposition": told})
