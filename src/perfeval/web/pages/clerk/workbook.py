"""Excel 页 - Take the form along as an Excel file, bring the filled one back: the differences first, then the change.

The file is read again when the change is made; between the two it lies in the page and nowhere else.
"""

import base64
import binascii

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from perfeval.desks import sheet, workbook
from perfeval.errors import Conflict, Invalid, PerfevalError
from perfeval.web.pages.clerk.form import Which
from perfeval.web.pages.frame import Here, Post, Posted, Visit, page
from perfeval.web.posted import file_of
from perfeval.web.statuses import STATUSES

router = APIRouter(include_in_schema=False)


@router.get("/evaluations/{evaluation}/workbook")
async def choose(visit: Here, evaluation: Which) -> Response:
    """工作簿 - Return the page on which the form is taken along and brought back."""
    return await _page(visit, evaluation)


@router.post("/evaluations/{evaluation}/workbook")
async def compare(post: Posted, evaluation: Which) -> Response:
    """对照 - Return what a filled workbook would change."""
    data, _ = await file_of(post.form, "file")
    try:
        found = await post.at.read_long(workbook.listed, evaluation, await _read(post, evaluation, data))
    except (Invalid, Conflict) as error:
        return await _page(post.visit, evaluation, error)
    return await _page(post.visit, evaluation, changes=found, kept=base64.b64encode(data).decode())


@router.post("/evaluations/{evaluation}/workbook/apply")
async def bring(post: Posted, evaluation: Which) -> Response:
    """上传 - Save what a filled workbook holds."""
    try:
        await post.at.write_long(workbook.bring, evaluation, post.version, await _read(post, evaluation, _kept(post)))
    except (Invalid, Conflict) as error:
        return await _page(post.visit, evaluation, error)
    return RedirectResponse(f"/evaluations/{evaluation}/form", 303)


async def _read(post: Post, evaluation: str, data: bytes) -> workbook.Sent:
    """Return the cells of a workbook; who may not look at the evaluation has nothing of theirs read."""
    await post.at.read(workbook.admit, evaluation)
    return await post.at.work(workbook.read, data)


def _kept(post: Post) -> bytes:
    """Return the file that the page kept.

    Raises: Invalid `form-invalid`.
    """
    try:
        return base64.b64decode(post.word("kept"), validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("form-invalid", "文件不完整，请重新选择") from None


async def _page(visit: Visit, evaluation: str, error: PerfevalError | None = None, **more: object) -> Response:
    found = await visit.at.read(sheet.sheet, evaluation)
    values: dict[str, object] = {"changes": None, "kept": "", **more}
    return page(visit, "clerk/workbook.html", STATUSES[error.kind] if error else 200, sheet=found, error=error, **values)
