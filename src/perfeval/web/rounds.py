"""批次地址 - Doors to the bureau's desk: rounds, what is imported into them, how far they have come, who is reminded."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse

from perfeval.desks import bureau, progress, timeline
from perfeval.desks.bureau import Change, Draft, Extension
from perfeval.desks.imports import Kind
from perfeval.web import importing, shapes
from perfeval.web.given import Page
from perfeval.web.office import At, Version
from perfeval.web.repeats import CREATED, Once
from perfeval.web.round_bodies import (
    Board,
    ImportAnswer,
    KeptReminders,
    NewRound,
    OpenedRound,
    OwingList,
    Reminder,
    RoundChange,
    RoundList,
    Timeline,
    WholeRound,
)
from perfeval.web.sheeting import SHEET, As, sheet
from perfeval.web.uploads import BODY, Table

router = APIRouter(prefix="/api/v1", tags=["批次"])
Which = Annotated[str, Path(description="批次编号")]
DryRun = Annotated[Literal["0", "1"], Query(description="1：只预览，不导入")]

_LOOKED = shapes.problems(401, 403, 404, 422)
_CHANGED: dict[int | str, shapes.Piece] = {200: {"model": WholeRound}, **shapes.problems(401, 403, 404, 409, 422, 428)}


@router.get("/rounds", summary="批次列表", responses={200: {"model": RoundList}, **shapes.problems(401, 403, 422)})
async def rounds(at: At, part: Page) -> JSONResponse:
    """批次列表 - Return a page of rounds, newest first."""
    return JSONResponse(await at.read(bureau.page, part))


@router.post(
    "/rounds",
    summary="建立批次",
    description="应答里的 dormant 列出所辖单位中已休眠的账号，由系统管理员重新启用（POST /api/v1/users/activate）后才能登录。",
    status_code=CREATED,
    responses={201: {"model": OpenedRound}, **shapes.problems(401, 403, 409, 422)},
)
async def make_round(given: NewRound, once: Once) -> Response:
    """建立批次 - Make a round."""
    settings = once.counter.office.settings
    return await once.taking(given.model_dump_json().encode(), CREATED).write(bureau.opened, Draft(**given.model_dump()), settings)


@router.get("/rounds/{round_id}", summary="一个批次", responses={200: {"model": WholeRound}, **shapes.problems(401, 403, 404, 422)})
async def one_round(round_id: Which, at: At) -> JSONResponse:
    """一个批次 - Return a round with its units."""
    return JSONResponse(await at.read(bureau.one, round_id))


@router.patch(
    "/rounds/{round_id}", summary="修改批次", responses={200: {"model": WholeRound}, **shapes.problems(401, 403, 404, 409, 422, 428)}
)
async def change_round(round_id: Which, given: RoundChange, version: Version, at: At) -> JSONResponse:
    """修改批次 - Change a round."""
    extensions = tuple(Extension(unit=each.unit, until=each.until, why=each.why) for each in given.exceptions)
    change = Change(**given.model_dump(exclude={"exceptions"}), exceptions=extensions)
    return JSONResponse(await at.write(bureau.change, round_id, change, version))


_DOORS = {"0": importing.carry_out, "1": importing.preview}


def _import(kind: Kind, title: str, told: str) -> None:
    """Open the door to one kind of import."""

    @router.post(
        f"/rounds/{{round_id}}/{kind.value}/import",
        summary=title,
        name=f"import_{kind.value}",
        description=f"{told}。xlsx、xls 或 csv，逐行应答；有一行不对就整份不导入。重复导入不会重复。",
        openapi_extra=BODY,
        responses={200: {"model": ImportAnswer}, **shapes.problems(401, 403, 404, 409, 413, 415, 422)},
    )
    async def _door(round_id: Which, table: Table, at: At, once: Once, dry_run: DryRun = "0") -> Response:
        """导入 - Preview an import, or carry it out."""
        return await _DOORS[dry_run](at, once.taking(table.data), kind, round_id, table)


_import(Kind.PROJECTS, "导入项目清单", "由项目清单生成各项目的自评，预算数锁定")
_import(Kind.TARGETS, "导入批复的绩效目标", "一行一个三级指标，导入后锁定")
_import(Kind.EXECUTION, "导入国库执行数", "到位数和执行数，导入后锁定")
_import(Kind.HISTORY, "导入上年结果", "上年得分、等级和完成值，标明外部导入")


@router.get(
    "/rounds/{round_id}/progress", summary="进度", responses={200: {"model": Board, **SHEET}, **shapes.problems(401, 403, 404, 422)}
)
async def how_far(round_id: Which, at: At, form: As = "json") -> Response:
    """进度 - Return how far a round has come."""
    if form == "xlsx":
        return sheet("进度.xlsx", await at.read_long(progress.board_sheet, round_id))
    return JSONResponse(await at.read_long(progress.board, round_id))


@router.get("/rounds/{round_id}/timeline", summary="逐日进度", responses={200: {"model": Timeline}, **shapes.problems(401, 403, 404, 422)})
async def day_by_day(round_id: Which, at: At) -> JSONResponse:
    """逐日进度 - Return how a round filled up day by day."""
    return JSONResponse(await at.read(timeline.by_day, round_id))


@router.get(
    "/rounds/{round_id}/reminders",
    summary="催报名单",
    responses={200: {"model": OwingList, **SHEET}, **_LOOKED},
)
async def owing(round_id: Which, at: At, part: Page, form: As = "json") -> Response:
    """催报名单 - Return who is missing what."""
    if form == "xlsx":
        return sheet("催报名单.xlsx", await at.read_long(progress.owed_sheet, round_id))
    return JSONResponse(await at.read(progress.owed, round_id, part))


@router.post(
    "/rounds/{round_id}/reminders",
    summary="登记催报",
    status_code=CREATED,
    responses={201: {"model": KeptReminders}, **shapes.problems(401, 403, 404, 409, 422)},
)
async def remind(round_id: Which, given: Reminder, once: Once) -> Response:
    """登记催报 - Keep that units were told what is missing."""
    return await once.taking(given.model_dump_json().encode(), CREATED).write(progress.remind, round_id, given.units, given.how)
