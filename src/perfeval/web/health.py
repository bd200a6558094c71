"""运行状况 - Doors for whoever watches the service: is the process there, can it work, how much does it do."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from perfeval.accounts import Asker, Role
from perfeval.desks import opening, steward
from perfeval.desks.opening import Premises
from perfeval.errors import Forbidden, PerfevalError
from perfeval.store import Transaction
from perfeval.web import errors, shapes
from perfeval.web.edge import Run
from perfeval.web.office import Office, counter_of
from perfeval.web.watching import MEDIA, Figures

router = APIRouter(tags=["运行"])


@router.get("/healthz", summary="进程是否在运行", responses={200: shapes.HEALTH})
async def healthz() -> JSONResponse:
    """进程 - Return that the process answers."""
    return JSONResponse({"status": "ok"})


@router.get(
    "/readyz",
    summary="能否提供服务",
    description="核对体系和模板；有数据库时还核对数据库能否连接、结构版本是否相符，存放材料的目录能否读写。",
    responses={200: shapes.READY, **shapes.problems(503)},
)
async def readyz(run: Run, request: Request) -> JSONResponse:
    """就绪 - Return that what the service needs can be read and written, or what cannot."""
    office: Office | None = request.app.state.office
    try:
        told = await run(steward.ready)
        if office is not None:
            await run(opening.prove_ready, Premises(store=office.store, files=office.files, settings=office.settings))
            told |= {"database": "ok", "storage": "ok"}
    except PerfevalError as error:
        return JSONResponse(errors.problem(503, error), 503, media_type=errors.PROBLEM)
    return JSONResponse(told)


async def _watcher(request: Request) -> None:
    """Let through system administrators, and their tokens; everybody where there are no accounts."""
    if request.app.state.office is not None:
        await (await counter_of(request)).read(_prove_watcher)


def _prove_watcher(_: Transaction, asker: Asker) -> None:
    if Role.SYSTEM_ADMINISTRATOR not in asker.roles:
        raise Forbidden("role-forbidden", f"运行指标由{Role.SYSTEM_ADMINISTRATOR.label}查看")


@router.get(
    "/metrics",
    summary="运行指标（Prometheus）",
    description="请求数、用时、正在处理的请求、数据库连接。有账号时须用系统管理员的令牌（`Authorization: Bearer …`）。",
    responses={200: {"description": "指标", "content": {"text/plain": {"schema": {"type": "string"}}}}, **shapes.problems(401, 403)},
)
async def metrics(request: Request, _: Annotated[None, Depends(_watcher)]) -> Response:
    """指标 - Return the figures of this process."""
    figures: Figures = request.app.state.figures
    return Response(figures.shown(), media_type=MEDIA)
