"""复核文书地址 - Doors to the Word files of a review: reports, opinions, notices, the table of a round, the yearly report."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response

from perfeval.desks.review import papers
from perfeval.web import shapes
from perfeval.web.evaluations import word
from perfeval.web.given import Bounded, Id, Line
from perfeval.web.office import At

router = APIRouter(prefix="/api/v1", tags=["复核"], route_class=Bounded)
OfRound = Annotated[Id, Path(description="批次编号")]
OfItem = Annotated[Id, Path(description="抽查项编号")]
Template = Annotated[Line, Query(description="模板编号，见 GET /api/v1/templates")]
_WORD = {200: shapes.WORD, **shapes.problems(401, 403, 404, 422)}
_OF_ROUND = {"review": papers.of_round, "yearly": papers.yearly}
_USUAL = {"review": "review.report", "yearly": "review.yearly"}


@router.get(
    "/samples/{sample}/report",
    summary="复核报告",
    description="一个抽查批的复核报告；页脚有抽样框散列和抽取时的日志条目。",
    responses=_WORD,
)
async def report(at: At, sample: Annotated[Id, Path(description="抽查批编号")], template: Template = "review.report") -> Response:
    """复核报告 - Return the Word of the report on one sample."""
    return word(await at.work(papers.print_paper, await at.read_long(papers.report, sample), template))


@router.get(
    "/sampled/{sampled}/opinion",
    summary="复核意见书",
    description="逐行的自评分、复核分和原因；页脚有定分的日志条目。反馈以前只供财政部门，并注明尚未反馈。",
    responses=_WORD,
)
async def opinion(at: At, sampled: OfItem, template: Template = "review.opinion") -> Response:
    """复核意见书 - Return the Word of the opinion on an item."""
    return word(await at.work(papers.print_paper, await at.read_long(papers.opinion, sampled), template))


@router.get("/sampled/{sampled}/notice", summary="整改通知书", responses=_WORD)
async def notice(at: At, sampled: OfItem, template: Template = "review.notice") -> Response:
    """整改通知书 - Return the Word of the notice about an item."""
    return word(await at.work(papers.print_paper, await at.read_long(papers.notice, sampled), template))


@router.get(
    "/rounds/{round_id}/summary",
    summary="部门自评情况汇总表",
    description="范围内各部门应报、已报、逾期、金额、各等级项数和原因。",
    responses=_WORD,
)
async def summary(at: At, round_id: OfRound, template: Template = "review.summary") -> Response:
    """部门自评情况汇总表 - Return the Word of the table over all departments."""
    return word(await at.work(papers.print_paper, await at.read_long(papers.summary, round_id), template))


@router.get(
    "/rounds/{round_id}/report",
    summary="批次的报告",
    description="yearly 财政局年度自评工作情况报告；review 整个批次的复核报告。",
    responses=_WORD,
)
async def of_round(
    at: At,
    round_id: OfRound,
    paper: Annotated[Literal["yearly", "review"], Query(description="哪一种报告")] = "yearly",
    template: Annotated[Line | None, Query(description="模板编号，不写用通用的")] = None,
) -> Response:
    """批次的报告 - Return the Word of the yearly report, or of the report on all reviews of a round."""
    gathered = await at.read_long(_OF_ROUND[paper], round_id)
    return word(await at.work(papers.print_paper, gathered, template or _USUAL[paper]))
