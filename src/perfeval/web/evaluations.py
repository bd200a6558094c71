"""自评地址 - Doors to the unit's desk: an evaluation in, its scorecard or its Word out."""

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from perfeval.desks import department
from perfeval.desks.department import Document
from perfeval.web import shapes
from perfeval.web.edge import RawBody, Run

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAME = "自评数据"
"""名称 - What messages call the body."""

ANNEX = {"0": department.Annex.WITHOUT, "1": department.Annex.WITH}
"""附件 - What an address and a form may say about the annex."""

router = APIRouter(prefix="/api/v1", tags=["自评"])


@router.post(
    "/score",
    summary="评分",
    description="提交一份（或多份）自评数据，返回评分结果：每一分的算式、全部校验提示、总分和等级。不保存任何内容。",
    openapi_extra=shapes.EVALUATION_BODY,
    responses={200: shapes.SCORECARD, **shapes.problems(413, 415, 422)},
)
async def score(body: RawBody, run: Run) -> Response:
    """评分 - Return the scorecard of an evaluation."""
    return Response(await run(department.score, body, NAME), media_type="application/json")


@router.post(
    "/report",
    summary="生成 Word 报告",
    description="提交自评数据，按模板生成 Word 文件。不保存任何内容。",
    openapi_extra=shapes.EVALUATION_BODY,
    responses={200: shapes.WORD, **shapes.problems(404, 413, 415, 422)},
)
async def report(
    body: RawBody,
    run: Run,
    template: Annotated[str, Query(description="模板编号，见 GET /api/v1/templates", examples=["cn.project.2020"])],
    annex: Annotated[Literal["0", "1"], Query(description="1：附上得分计算说明")] = "0",
) -> Response:
    """报告 - Return the Word of an evaluation."""
    return word(await run(department.print_body, body, NAME, template, ANNEX[annex]))


def word(document: Document) -> Response:
    """Word 应答 - Return a document to be kept under its Chinese name."""
    name = f"attachment; filename=\"report.docx\"; filename*=UTF-8''{quote(document.name)}"
    return Response(document.data, media_type=DOCX, headers={"Content-Disposition": name})
