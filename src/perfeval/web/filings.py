"""填报地址 - Doors to what a round's evaluations go through: list, open, save, act, adjust, talk, look at submissions, print."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from perfeval.desks import actions, adjusting, filing, printing, steering, submitting, threads
from perfeval.desks.actions import Returned
from perfeval.desks.adjusting import Wanted
from perfeval.desks.filing import Asked
from perfeval.desks.meant import Meant
from perfeval.desks.threads import Said
from perfeval.web import filing_shapes as bodies
from perfeval.web import shapes
from perfeval.web.edge import RawBody
from perfeval.web.evaluations import ANNEX, word
from perfeval.web.filing_shapes import Filed
from perfeval.web.given import Date, Given, Id, Line, Page, Words
from perfeval.web.office import At, Version
from perfeval.web.repeats import CREATED, Once
from perfeval.web.sheeting import SHEET, As, sheet
from perfeval.workflow import Action, State

router = APIRouter(prefix="/api/v1", tags=["填报"])
_LARGE = 256 * 1024
"""大表 - From which size on reading and scoring a form takes longer than a moment."""
_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*\S[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Text = Annotated[str, Field(min_length=1, max_length=2000, pattern=_TEXT)]
"""一段文字 - Words of several lines that say something."""
Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]
Row = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Which = Annotated[str, Path(description="自评编号")]
Number = Annotated[int, Path(ge=1, le=1_000_000, description="第几次送审，从1起")]
Sort = Literal["unit", "title", "state", "filed", "total", "-title", "-state", "-filed", "-total"]
"""排序 - By what the list can be ordered."""
Doing = Literal["submit", "withdraw", "return", "approve", "reopen", "exempt", "merge", "confirm"]


class ReturnedRow(Given):
    """退回的行 - Name a row that is returned."""

    row: Row
    reason_code: Code | None = None
    reason: Text | None = None


class Doings(Given):
    """随附 - Hold what comes with an action."""

    reason_code: Code | None = Field(None, description="退回或免评原因的代码，见 docs/workflow.md；地方可以另定")
    reason: Text | None = Field(None, description="原因：return、reopen、exempt、merge 必填")
    rows: list[Row | ReturnedRow] = Field([], max_length=5000, description="指标行编号：return 逐行退回，confirm 逐行确认")
    to: State | None = Field(None, description="退回到哪个环节，不写为退回填报人")
    into: Id | None = Field(None, description="merge：并入哪一份自评")


class Approval(Given):
    """待通过 - Name one evaluation and the version that is approved."""

    id: Id
    version: int = Field(ge=1)


class Approvals(Given):
    """成批通过 - Name the evaluations that are approved at once."""

    items: list[Approval] = Field(min_length=1, max_length=200)


class NewAdjustment(Given):
    """新调整 - Hold a change of a locked cell and what allows it."""

    cell: Line = Field(description="锁定的单元格，如 indicators.r3.target、funds.fiscal.adjusted")
    new: Line
    document_number: Line = Field(description="调整文件的文号")
    approved_by: Line = Field(description="批准人或批准机关")
    date: Date
    old: Line | None = Field(None, description="调整前的值，写了就核对")


class NewNote(Given):
    """新批注 - Hold what somebody says."""

    words: Text
    row: Row | None = Field(None, description="指标行编号，不写为整张表")
    answers: Id | None = Field(None, description="所答复的批注")


@router.get(
    "/rounds/{id}/evaluations",
    summary="批次的自评",
    responses={200: {"model": bodies.FiledList, **SHEET}, **shapes.problems(401, 403, 404, 422)},
)
async def filings(  # noqa: PLR0913, PLR0917 - the filters of the list, each a word of the address
    at: At,
    part: Page,
    round_id: Annotated[str, Path(alias="id", description="批次编号")],
    state: State | None = None,
    unit: Id | None = None,
    grade: Annotated[Line | None, Query(description="等级，如 优")] = None,
    finding: Annotated[Line | None, Query(description="提示代码；locked-error 只有财政能改的错误，target-unapproved 自拟指标")] = None,
    late: Annotated[bool | None, Query(description="逾期报送")] = None,
    overdue: Annotated[bool | None, Query(description="逾期未报")] = None,
    returned: Annotated[bool | None, Query(description="退回待改")] = None,
    q: Words = None,
    sort: Annotated[Sort, Query(description="排序，前加 - 为倒序")] = "unit",
    form: As = "json",
) -> Response:
    """批次的自评 - Return a page of the evaluations of a round."""
    narrowed = {"late": late, "overdue": overdue, "returned": returned}
    asked = Asked(state=state, unit=unit, grade=grade, finding=finding, **narrowed, words=q, order=sort)
    if form == "xlsx":
        return sheet("自评清单.xlsx", await at.read_long(steering.sheet, round_id, asked))
    return JSONResponse(await at.read(filing.page, round_id, asked, part))


@router.post(
    "/rounds/{id}/actions/approve",
    summary="财政审核成批通过",
    description="逐份给出结果：done 为 false 的没有改动，why 说明原因。",
    responses={200: {"model": bodies.Results}, **shapes.problems(401, 403, 404, 422)},
)
async def approve_many(once: Once, round_id: Annotated[str, Path(alias="id", description="批次编号")], given: Approvals) -> Response:
    """成批通过 - Approve many evaluations at the finance check."""
    wanted = [Meant(id=each.id, version=each.version) for each in given.items]
    return await once.taking(given.model_dump_json().encode()).write_long(actions.approve_all, round_id, wanted)


@router.get(
    "/evaluations/{id}",
    summary="一份自评",
    description="送审之前，本单位以外的人看不到自评得分，scorecard 为 null。",
    responses={200: {"model": Filed}, **shapes.problems(401, 403, 404, 422)},
)
async def filed(
    at: At, evaluation: Annotated[Which, Path(alias="id")], trace: Annotated[Literal["0", "1"], Query(description="1：附上计算过程")] = "0"
) -> Response:
    """一份自评 - Return an evaluation, its card and what can be done."""
    return _json(await at.read(_OPENED[trace], evaluation))


_OPENED = {"0": filing.one, "1": filing.traced}


@router.put(
    "/evaluations/{id}",
    summary="保存自评",
    description="内容是自评数据，perfeval.evaluation/1。锁定的单元格不能改动（422 locked）。未开始的自评第一次保存后为填报中。",
    openapi_extra=bodies.EVALUATION_BODY,
    responses={200: {"model": Filed}, **shapes.problems(401, 403, 404, 409, 413, 415, 422, 428)},
)
async def save(at: At, evaluation: Annotated[Which, Path(alias="id")], version: Version, body: RawBody) -> Response:
    """保存自评 - Keep what was filled in and return it with its card."""
    write = at.write if len(body) < _LARGE else at.write_long
    return _json(await write(filing.save, evaluation, version, body))


@router.get("/evaluations/{id}/scorecard", summary="评分结果", responses={200: shapes.SCORECARD, **shapes.problems(401, 403, 404, 422)})
async def scorecard(at: At, evaluation: Annotated[Which, Path(alias="id")]) -> Response:
    """评分结果 - Return the card with every trace."""
    return _json(await at.read(filing.scorecard, evaluation))


@router.post(
    "/evaluations/{id}/actions/{action}",
    summary="流程操作",
    description="能做什么、为什么不能，见自评的 actions。送审的应答带回执 receipt：日志条目的序号和散列前十二位。",
    responses={200: {"model": Filed}, **shapes.problems(401, 403, 404, 409, 422, 428)},
)
async def act(
    once: Once, evaluation: Annotated[Which, Path(alias="id")], action: Doing, version: Version, given: Doings | None = None
) -> Response:
    """流程操作 - Do something to an evaluation."""
    brought = given or Doings()
    rows = [Returned(row=each) if isinstance(each, str) else Returned(**each.model_dump()) for each in brought.rows]
    asked = actions.Given(reason_code=brought.reason_code, reason=brought.reason, rows=rows, to=brought.to, into=brought.into)
    body = brought.model_dump_json().encode()
    return await once.taking(body).write(actions.act, Meant(id=evaluation, version=version), Action(action), asked)


@router.get(
    "/evaluations/{id}/adjustments",
    summary="调整记录",
    responses={200: {"model": bodies.Adjustments}, **shapes.problems(401, 403, 404, 422)},
)
async def adjustments(at: At, evaluation: Annotated[Which, Path(alias="id")], part: Page) -> JSONResponse:
    """调整记录 - Return a page of the changes of locked cells."""
    return JSONResponse(await at.read(adjusting.page, evaluation, part))


@router.post(
    "/evaluations/{id}/adjustments",
    summary="登记调整",
    status_code=CREATED,
    responses={201: {"model": bodies.MadeAdjustment}, **shapes.problems(401, 403, 404, 409, 422)},
)
async def adjust(once: Once, evaluation: Annotated[Which, Path(alias="id")], given: NewAdjustment) -> Response:
    """登记调整 - Change a locked cell on the strength of a document."""
    return await once.taking(given.model_dump_json().encode(), CREATED).write(adjusting.adjust, evaluation, Wanted(**given.model_dump()))


@router.get("/evaluations/{id}/notes", summary="批注", responses={200: {"model": bodies.Notes}, **shapes.problems(401, 403, 404, 422)})
async def notes(at: At, evaluation: Annotated[Which, Path(alias="id")], part: Page) -> JSONResponse:
    """批注 - Return a page of the notes about an evaluation."""
    return JSONResponse(await at.read(threads.page, evaluation, part))


@router.post(
    "/evaluations/{id}/notes",
    summary="写批注",
    status_code=CREATED,
    responses={201: {"model": bodies.Note}, **shapes.problems(401, 403, 404, 422)},
)
async def say(once: Once, evaluation: Annotated[Which, Path(alias="id")], given: NewNote) -> Response:
    """写批注 - Say something about an evaluation, a row, or another note."""
    return await once.taking(given.model_dump_json().encode(), CREATED).write(threads.say, evaluation, Said(**given.model_dump()))


@router.get(
    "/evaluations/{id}/parts",
    summary="各部分",
    description="由各实施单位分别填报的部分（part），以及并入这份自评的项目（merged）。",
    responses={200: {"model": bodies.PartList}, **shapes.problems(401, 403, 404, 422)},
)
async def parts(at: At, evaluation: Annotated[Which, Path(alias="id")], part: Page) -> JSONResponse:
    """各部分 - Return a page of the evaluations that belong to this one."""
    return JSONResponse(await at.read(filing.belonging, evaluation, part))


@router.get(
    "/evaluations/{id}/submissions",
    summary="送审记录",
    responses={200: {"model": bodies.Submissions}, **shapes.problems(401, 403, 404, 422)},
)
async def submitted(at: At, evaluation: Annotated[Which, Path(alias="id")], part: Page) -> JSONResponse:
    """送审记录 - Return a page of submissions, without what was submitted."""
    return JSONResponse(await at.read(submitting.page, evaluation, part))


@router.get(
    "/evaluations/{id}/submissions/{n}",
    summary="一次送审",
    description="冻结的自评数据和评分结果，原样返回；带 diff 时返回与另一次送审的差异。",
    responses={200: bodies.SUBMISSION, **shapes.problems(401, 403, 404, 422)},
)
async def submission(
    at: At,
    evaluation: Annotated[Which, Path(alias="id")],
    number: Annotated[Number, Path(alias="n")],
    diff: Annotated[int | None, Query(ge=1, le=1_000_000, description="与第几次送审比较")] = None,
) -> Response:
    """一次送审 - Return a frozen submission, or in what it differs from another one."""
    if diff is None:
        return _json(await at.read(submitting.one, evaluation, number))
    return JSONResponse(await at.read(submitting.difference, evaluation, number, diff))


@router.get(
    "/evaluations/{id}/report",
    summary="自评的 Word",
    description="送审之前为草稿，每页页脚注明；送审之后为最近一次送审（或 submission 指明的那次），页脚有回执。",
    responses={200: shapes.WORD, **shapes.problems(401, 403, 404, 409, 422)},
)
async def printed(
    at: At,
    evaluation: Annotated[Which, Path(alias="id")],
    template: Annotated[Line, Query(description="模板编号，见 GET /api/v1/templates", examples=["cn.project.2020"])],
    submission: Annotated[int | None, Query(ge=1, le=1_000_000, description="第几次送审")] = None,
    annex: Annotated[Literal["0", "1"], Query(description="1：附上得分计算说明")] = "0",
) -> Response:
    """自评的 Word - Return the Word of the draft or of a submission."""
    sheet = await at.read(printing.gather, evaluation, submission)
    return word(await at.work(printing.print_sheet, sheet, template, ANNEX[annex]))


def _json(data: bytes) -> Response:
    """Return JSON that is there as bytes."""
    return Response(data, media_type="application/json")
