"""自评地址 - Doors to the unit's desk: an evaluation in, its scorecard or its Word out."""

from enum import Enum
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from perfeval.desks import department
from perfeval.desks.department import Document
from perfeval.web import shapes
from perfeval.web.edge import RawBody, Run

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAME = "自评数据"
"""名称 - What messages call the body."""

router = APIRouter(prefix="/api/v1", tags=["自评"])


class Wanted(Enum):
    """要否附件 - Say in an address whether the annex is wanted."""

    NO = "0"
    YES = "1"


ANNEX = {Wanted.NO: department.Annex.WITHOUT, Wanted.YES: department.Annex.WITH}
"""附件 - What the two words of an address mean to the desk."""


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
    annex: Annotated[Wanted, Query(description="1：附上得分计算说明")] = Wanted.NO,
) -> Response:
    """报告 - Return the Word of an evaluation."""
    return word(await run(department.print_body, body, NAME, template, ANNEX[annex]))


def word(document: Document) -> Response:
    """Word 应答 - Return a document to be kept under its Chinese name."""
    name = f"attachment; filename=\"report.docx\"; filename*=UTF-8''{quote(document.name)}"
    return Response(document.data, media_type=DOCX, headers={"Content-Disposition": name})
