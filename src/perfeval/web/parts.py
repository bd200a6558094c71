"""表单的各部分 - Take a multipart body apart: its files and texts, by name, without copying more than it must."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from fastapi import HTTPException

from perfeval.errors import Invalid

_BOUNDARY = re.compile(r'boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)
_FIELD = re.compile(r'(?:^|[;\s])(name|filename)="((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_MOST_PARTS, _MOST_HEAD = 20, 8 * 1024
_END = b"--"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """表单的一部分 - Hold the content of one field, and how a file is called; a text has no such name."""

    data: bytes
    file_name: str | None

    @property
    def text(self) -> str:
        """文字 - Return the content of a text field."""
        return self.data.decode("utf-8", "replace").strip()


def take_apart(kind: str, body: bytes) -> dict[str, Part]:
    """拆开 - Return the fields of a form by name.

    Raises: HTTPException 415, when it is no form; Invalid `form-invalid`, when it is not whole or names a field twice.
    """
    found = _BOUNDARY.search(kind)
    if not kind.lower().startswith("multipart/form-data") or found is None:
        raise HTTPException(415)
    boundary = b"--" + (found[1] or found[2]).encode("utf-8", "replace")
    fields: dict[str, Part] = {}
    for name, part in _parts(body, boundary):
        if name in fields or len(fields) == _MOST_PARTS:
            raise _wrong()
        fields[name] = part
    return fields


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[str, Part]]:
    """Yield each part with its name."""
    at = body.find(boundary)
    if at not in {0, body.find(b"\r\n" + boundary) + 2}:
        raise _wrong()
    while True:
        at += len(boundary)
        if body.startswith(_END, at):
            return
        if not body.startswith(b"\r\n", at):
            raise _wrong()
        head_end = body.find(b"\r\n\r\n", at, at + _MOST_HEAD)
        end = body.find(b"\r\n" + boundary, max(head_end + 2, 0))
        if head_end < 0 or end < 0:
            raise _wrong()
        yield _part(body[at + 2 : head_end], body[head_end + 4 : end])
        at = end + 2


def _part(head: bytes, data: bytes) -> tuple[str, Part]:
    """Return name and content of a part."""
    lines = head.decode("utf-8", "replace").split("\r\n")
    told = next((line for line in lines if line.lower().startswith("content-disposition:")), "")
    fields = {name.lower(): unquote(value.replace('\\"', '"')) for name, value in _FIELD.findall(told.partition(":")[2])}
    if "name" not in fields:
        raise _wrong()
    return fields["name"], Part(data=data, file_name=fields.get("filename"))


def _wrong() -> Invalid:
    return Invalid("form-invalid", "表单不完整或有重复的内容，请重新提交")
