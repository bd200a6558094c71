"""运行状况 - Doors for whoever watches the service: is the process there, can it work."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from perfeval.desks import steward
from perfeval.errors import PerfevalError
from perfeval.web import errors, shapes
from perfeval.web.edge import Run

router = APIRouter(tags=["运行"])


@router.get("/healthz", summary="进程是否在运行", responses={200: shapes.HEALTH})
async def healthz() -> JSONResponse:
    """进程 - Return that the process answers."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", summary="能否提供服务", responses={200: shapes.READY, **shapes.problems(503)})
async def readyz(run: Run) -> JSONResponse:
    """就绪 - Return that what the service needs can be read, or what cannot."""
    try:
        return JSONResponse(await run(steward.ready))
    except PerfevalError as error:
        return JSONResponse(errors.problem(503, error), 503, media_type=errors.PROBLEM)
