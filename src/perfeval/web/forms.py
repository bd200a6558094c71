"""网页表单 - Read what a browser sends from the start page: a pasted text or a file, a template, the annex or not."""

from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from typing import Annotated, Literal

from fastapi import Depends, HTTPException, Request

from perfeval.errors import Invalid
from perfeval.syntax import MOST_BYTES
from perfeval.web.edge import read_body

_REST = 256 * 1024
"""其余 - What a form may hold beside the evaluation itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """提交的表单 - Hold the evaluation as bytes, how it is called, and what was chosen beside it."""

    data: bytes
    name: str
    template: str
    annex: Literal["0", "1"]


async def _sent(request: Request) -> Sent:
    """Return the fields of a form; a file that was chosen goes before a text that was pasted."""
    kind = request.headers.get("content-type", "")
    if not kind.lower().startswith("multipart/form-data"):
        raise HTTPException(415)
    body = await read_body(request, MOST_BYTES + _REST)
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode("latin-1") + b"\r\n\r\n" + body)
    fields: dict[str, tuple[bytes, str]] = {}
    for part in message.iter_parts():
        data = part.get_payload(decode=True)
        name = part.get_param("name", header="content-disposition")
        fields[str(name)] = (data if isinstance(data, bytes) else b"", part.get_filename() or "")
    file, file_name = fields.get("file", (b"", ""))
    text, _ = fields.get("text", (b"", ""))
    if not (file or text).strip():
        raise Invalid("form-empty", "请选择文件或粘贴内容")
    return Sent(
        data=file or text,
        name=f"“{file_name}”" if file else "粘贴的内容",
        template=_word(fields, "template"),
        annex="1" if "annex" in fields else "0",
    )


def _word(fields: dict[str, tuple[bytes, str]], name: str) -> str:
    """Return a short field as text."""
    return fields.get(name, (b"", ""))[0].decode("utf-8", "replace").strip()


Form = Annotated[Sent, Depends(_sent)]
"""表单 - The form of a request, as routes ask for it."""
