"""表单 - Read what a browser sends with a form, urlencoded or in parts, and no more of it than there may be.

A form is taken apart while it comes in: its files go to the disk, so that a large one is not held in memory beside itself.
"""

import re
from collections.abc import AsyncGenerator

from fastapi import HTTPException, Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from perfeval.errors import Invalid
from perfeval.web.edge import pieces

MOST_FIELDS = 20_000
"""最多项数 - How many fields a form may have: a form of 1,000 rows has some ten thousand cells."""
_MOST_FILES = 20
PARTS, PAIRS = "multipart/form-data", "application/x-www-form-urlencoded"
"""表单的两种写法 - In what ways a form is sent: in parts, as one with a file is, or as pairs."""
_QUOTED = re.compile(r"%(22|0D|0A)")  # what browsers write in the place of a quotation mark and of the ends of lines


class _Parts(MultiPartParser):
    """Take a form of parts apart; one that breaks off before its end is refused, and what of its files is on the disk goes."""

    def __init__(self, request: Request, body: AsyncGenerator[bytes, None], most: int) -> None:
        limits = {"max_files": _MOST_FILES, "max_fields": MOST_FIELDS}
        super().__init__(request.headers, self._to_its_end(body), **limits, max_part_size=most)
        self._ended = False

    def on_end(self) -> None:
        """到头 - Note that the form came to its end."""
        self._ended = True

    async def _to_its_end(self, body: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
        async for piece in body:
            yield piece
        if not self._ended:
            raise MultiPartException("")


async def read_form(request: Request, most: int) -> FormData:
    """读表单 - Return the fields of a form of so many bytes at most.

    Raises: HTTPException 413 and 415; Invalid `form-invalid`, when it is not whole.
    """
    return await _read(request, most, kind_of(request))


async def read_parts(request: Request, most: int) -> FormData:
    """读分部表单 - Return the fields of a form that was sent in parts, as one with a file is.

    Raises: as `read_form` does.
    """
    kind = kind_of(request)
    if kind != PARTS:
        raise HTTPException(415)
    return await _read(request, most, kind)


def kind_of(request: Request) -> str:
    """内容类型 - Return what a request says it sends, without what is said about it."""
    return str(request.headers.get("content-type", "")).partition(";")[0].strip().lower()


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
    return data, _QUOTED.sub(lambda found: '"' if found[1] == "22" else " ", value.filename or "")


def incomplete() -> Invalid:
    """不完整 - Return what is said of a form that is not whole, or that says something twice."""
    return Invalid("form-invalid", "表单不完整或有重复的内容，请重新提交")


async def _read(request: Request, most: int, kind: str) -> FormData:
    """Return the fields of a form; what cannot be read is taken to its end, so that it is told first when it is too large."""
    if kind not in {PARTS, PAIRS} or (kind == PARTS and "boundary=" not in request.headers["content-type"].lower()):
        raise HTTPException(415)
    body = pieces(request, most)
    try:
        if kind == PARTS:
            return await _Parts(request, body, most).parse()
        return await FormParser(request.headers, body, max_fields=MOST_FIELDS, max_part_size=most).parse()
    except (MultiPartException, ValueError, KeyError):
        async for _ in body:
            pass
        raise incomplete() from None
