"""工作簿地址 - Doors to the form as an Excel file: take it away, see what a filled one would change, bring it back."""

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Path, Query, Response
from fastapi.responses import JSONResponse

from perfeval.desks import workbook
from perfeval.web import shapes
from perfeval.web.filing_shapes import Filed
from perfeval.web.office import At, version_of
from perfeval.web.sheeting import XLSX, sheet
from perfeval.web.uploads import BODY, Table

router = APIRouter(prefix="/api/v1", tags=["填报"])
Which = Annotated[str, Path(description="自评编号")]


@router.get(
    "/evaluations/{id}/workbook",
    summary="下载工作簿",
    description="离线填写用的 Excel：锁定的单元格不能填，带有版本标记，填好后原样上传。",
    responses={200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}, **shapes.problems(401, 403, 404, 422)},
)
async def take(at: At, evaluation: Annotated[Which, Path(alias="id")]) -> Response:
    """下载工作簿 - Return the form as an Excel file."""
    made = await at.read_long(workbook.take, evaluation)
    return sheet(made.name, made.data)


@router.put(
    "/evaluations/{id}/workbook",
    summary="上传工作簿",
    description="dry_run=1 只返回改动清单 changes，什么也不改，不需要 If-Match；否则保存，须带 If-Match。别的自评的、旧版本的不收。",
    openapi_extra=BODY,
    responses={200: {"model": Filed}, **shapes.problems(401, 403, 404, 409, 413, 415, 422, 428)},
)
async def bring(
    at: At,
    evaluation: Annotated[Which, Path(alias="id")],
    sent: Table,
    dry_run: Annotated[Literal["0", "1"], Query(description="1：只看改动清单")] = "0",
    if_match: Annotated[str | None, Header(description="自评的版本")] = None,
) -> Response:
    """上传工作簿 - Return what a filled workbook would change, or save it."""
    await at.read(workbook.admit, evaluation)
    filled = await at.work(workbook.read, sent.data)
    if dry_run == "1":
        return JSONResponse(await at.read_long(workbook.compare, evaluation, filled))
    saved = await at.write_long(workbook.bring, evaluation, await version_of(if_match), filled)
    return Response(saved, media_type="application/json")
