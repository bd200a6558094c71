"""表单 - Read what a browser sends with a form, urlencoded or in parts, and no more of it than there may be."""

from collections.abc import AsyncGenerator

from fastapi import HTTPException, Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from perfeval.errors import Invalid
from perfeval.web.edge import read_body

MOST_FIELDS = 20_000
"""最多项数 - How many fields a form may have: a form of 1,000 rows has some ten thousand cells."""


async def read_form(request: Request, most: int) -> FormData:
    """读表单 - Return the fields of a form of so many bytes at most.

    Raises: HTTPException 413 and 415; Invalid `form-invalid`, when it is not whole.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        raise HTTPException(415)
    body = await read_body(request, most)
    try:
        if kind == "multipart/form-data":
            return await MultiPartParser(request.headers, _stream(body), max_fields=MOST_FIELDS, max_part_size=most).parse()
        return await FormParser(request.headers, _stream(body), max_fields=MOST_FIELDS, max_part_size=most).parse()
    except (MultiPartException, ValueError, KeyError):
        raise Invalid("form-invalid", "表单不完整，请重新提交") from None


def word(form: FormData, name: str) -> str:
    """文字项 - Return a text of a form without the blanks around it, empty where it has none."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


async def file_of(form: FormData, name: str) -> tuple[bytes, str]:
    """文件项 - Return content and name of a file of a form, both empty where none was chosen."""
    value = form.get(name)
    if not isinstance(value, UploadFile):
        return b"", ""
    data = await value.read()
    await value.close()
    return data, value.filename or ""


async def _stream(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body
