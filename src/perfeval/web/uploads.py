"""上传的表 - Read an uploaded list: as the body itself, or as the file of a form; which kind it is, its content says."""

from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from typing import Annotated, Any, Literal

from fastapi import Depends, HTTPException, Query, Request
from pydantic import Field

from perfeval.errors import Invalid
from perfeval.web.edge import read_body
from perfeval.web.given import Given

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
    kind = request.headers.get("content-type", "")
    body = await read_body(request, MOST_BYTES)
    sent = _in_form(kind, body) if kind.lower().startswith("multipart/form-data") else Sent(name="", data=body)
    if kind.partition(";")[0].strip().lower() in {"application/json", "application/x-www-form-urlencoded"}:
        raise HTTPException(415)
    if not sent.data:
        raise Invalid("upload-empty", "没有收到文件，请选择 xlsx、xls 或 csv 文件")
    return Sent(name=name or sent.name or "上传的文件", data=sent.data)


def _in_form(kind: str, body: bytes) -> Sent:
    """Return the file of a form."""
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode("latin-1") + b"\r\n\r\n" + body)
    for part in message.iter_parts():
        data = part.get_payload(decode=True)
        if part.get_param("name", header="content-disposition") == "file" and isinstance(data, bytes):
            return Sent(name=(part.get_filename() or "")[:200], data=data)
    raise Invalid("upload-empty", "表单里没有名为 file 的文件")


Table = Annotated[Sent, Depends(_sent)]
"""上传的表 - The list of a request, as routes ask for it."""
