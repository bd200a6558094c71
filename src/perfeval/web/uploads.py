"""上传的表 - Read an uploaded list: as the body itself, or as the file of a form; which kind it is, its content says."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Depends, HTTPException, Query, Request
from pydantic import Field

from perfeval.errors import Invalid
from perfeval.web.edge import read_body
from perfeval.web.given import Given
from perfeval.web.posted import PAIRS, PARTS, file_of, kind_of, read_parts

MOST_BYTES = 20 * 1024 * 1024
"""上限 - How large an uploaded list may be."""
_KINDS = (
    "text/csv",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/octet-stream",
)
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            **{kind: {"schema": {"type": "string", "format": "binary"}} for kind in _KINDS},
            "multipart/form-data": {
                "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}, "required": ["file"]}
            },
        },
    }
}
"""内容 - The body of the addresses that take a list."""


class CellChange(Given):
    """改动 - Describe a cell before and after."""

    cell: str
    old: str | None
    new: str | None


class RowProblem(Given):
    """行内问题 - Describe what is wrong in a row."""

    severity: Literal["error", "warning", "notice"]
    code: str | None
    column: str | None
    message: str
    suggestion: str | None


class ImportedRow(Given):
    """一行的结果 - Describe what happens to a row."""

    row: int = Field(description="表中第几行")
    code: str | None
    name: str | None
    result: Literal["new", "changed", "unchanged", "wrong"]
    changes: list[CellChange]
    problems: list[RowProblem]


class Imported(Given):
    """导入结果 - Describe how a file fared, row by row."""

    kind: str
    file: str
    sha256: str
    applied: bool
    total: int
    new: int
    changed: int
    unchanged: int
    wrong: int
    notes: list[str]
    items: list[ImportedRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """上传的文件 - Hold a file and how it is called."""

    name: str
    data: bytes


async def _sent(request: Request, name: Annotated[str, Query(max_length=200, description="文件名，用于说明")] = "") -> Sent:
    """Return the file of a request; a form holds it in its field file."""
    kind = kind_of(request)
    sent = await _in_form(request) if kind == PARTS else Sent(name="", data=await read_body(request, MOST_BYTES))
    if kind in {"application/json", PAIRS}:
        raise HTTPException(415)
    if not sent.data:
        raise Invalid("upload-empty", "没有收到文件，请选择 xlsx、xls 或 csv 文件")
    return Sent(name=name or sent.name or "上传的文件", data=sent.data)


async def _in_form(request: Request) -> Sent:
    """Return the file of a form."""
    form = await read_parts(request, MOST_BYTES)
    try:
        if "file" not in form:
            raise Invalid("upload-empty", "表单里没有名为 file 的文件")
        data, name = await file_of(form, "file")
    finally:
        await form.close()
    return Sent(name=name[:200], data=data)


Table = Annotated[Sent, Depends(_sent)]
"""上传的表 - The list of a request, as routes ask for it."""
