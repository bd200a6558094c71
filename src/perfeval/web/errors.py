"""错误应答 - Turn every error into a status and words: a problem document for programs, a page for people."""

from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from perfeval.desks import department
from perfeval.errors import Broken, ErrorKind, Invalid, PerfevalError, Place
from perfeval.web import pages
from perfeval.web.headers import SAFE

PROBLEM = "application/problem+json"
STATUSES = {
    ErrorKind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    ErrorKind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorKind.CONFLICT: HTTPStatus.CONFLICT,
    ErrorKind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorKind.BROKEN: HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""状态码 - The status of each kind of error; the only place where the two meet."""
TITLES = {
    400: "请求不完整",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种请求方法",
    409: "与当前状态冲突",
    413: "内容过大",
    415: "不支持这种内容类型",
    422: "内容无效",
    500: "程序内部错误",
    503: "暂时不能提供服务",
}
"""标题 - What each status means, in words."""
_DETAILS = {
    400: ("request-incomplete", "请求在传完之前中断，请重新提交"),
    404: ("address-not-found", "没有这个地址，可用的地址见 /openapi.json"),
    405: ("method-not-allowed", "这个地址不支持这种请求方法，可用的方法见应答头 Allow"),
    413: ("too-large", "提交的内容超过 10 MB 的上限，请分成几份"),
    415: ("content-type", "请提交 JSON（application/json）或 YAML（application/yaml）的自评数据，UTF-8 编码，不要压缩"),
}


def install(app: FastAPI) -> None:
    """装配 - Have the application answer every error through this file."""

    @app.exception_handler(PerfevalError)
    async def _told(request: Request, error: PerfevalError) -> Response:
        return answer(request, STATUSES[error.kind], error)

    @app.exception_handler(RequestValidationError)
    async def _unfit(request: Request, error: RequestValidationError) -> Response:
        places = tuple(_place(fault) for fault in error.errors())
        return answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, Invalid("request-invalid", "请求的参数不对", places))

    @app.exception_handler(HTTPException)
    async def _refused(request: Request, error: HTTPException) -> Response:
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return _other_method(request, error)
        code, detail = _DETAILS.get(error.status_code, ("http-error", str(error.detail)))
        return answer(request, error.status_code, PerfevalError(code, detail), error.headers)

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, _: Exception) -> Response:
        fault = Broken("internal-error", "程序出错，没有产生任何结果。请把提交的内容和时间告诉维护人员")
        # This answer is made outside of everything else, where the server also writes the fault to its log.
        return answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, fault, SAFE)


def answer(request: Request, status: int, error: PerfevalError, headers: object = None) -> Response:
    """应答 - Return an error as a problem document, or as a page to a browser that is not on an address of the API."""
    kept = dict(headers) if isinstance(headers, dict) else {}
    if not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", ""):
        return pages.failure(status, TITLES.get(status, ""), error, kept)
    return JSONResponse(problem(status, error), status, kept, PROBLEM)


def problem(status: int, error: PerfevalError) -> dict[str, object]:
    """问题文档 - Return an error as RFC 9457 has it, with our code and the places that are wrong."""
    told = department.problem(error)
    return {
        "type": f"urn:perfeval:problem:{error.code}",
        "title": TITLES.get(status, HTTPStatus(status).phrase),
        "status": int(status),
        "detail": error.message,
        "code": error.code,
        "places": told["places"],
    }


def _other_method(request: Request, error: HTTPException) -> Response:
    """Return which methods an address has: as the answer to OPTIONS, as a problem to anything else."""
    methods = {name.strip() for name in (error.headers or {}).get("Allow", "").split(",") if name.strip()} | {"OPTIONS"}
    allow = {"Allow": ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))}
    if request.method == "OPTIONS":
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=allow)
    code, detail = _DETAILS[error.status_code]
    return answer(request, error.status_code, PerfevalError(code, detail), allow)


def _place(fault: dict[str, object]) -> Place:
    """Return the place of a query parameter that is missing or wrong."""
    where = fault.get("loc")
    name = ".".join(str(part) for part in where) if isinstance(where, tuple | list) else "query"
    if fault.get("type") == "missing":
        return Place(where=name, message="缺少必填的参数", suggestion="在地址后面加上 ?名称=值")
    return Place(where=name, message=f"参数的值不对：“{fault.get('input')}”", suggestion="可用的值见 /openapi.json")
