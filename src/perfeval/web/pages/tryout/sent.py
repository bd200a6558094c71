"""所交内容 - What the page for trying out sends: a pasted text or a file, a template, the annex or not."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request

from perfeval.errors import Invalid
from perfeval.syntax import MOST_BYTES
from perfeval.web.posted import file_of, read_parts, word

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
    form = await read_parts(request, MOST_BYTES + _REST)
    try:
        file, name = await file_of(form, "file")
        text = str(form.get("text", "")).encode()
    finally:
        await form.close()
    if not (file or text).strip():
        raise Invalid("form-empty", "请选择文件或粘贴内容")
    told = f"“{name}”" if file else "粘贴的内容"
    return Sent(data=file or text, name=told, template=word(form, "template"), annex="1" if "annex" in form else "0")


Form = Annotated[Sent, Depends(_sent)]
"""表单 - The form of a request, as routes ask for it."""
