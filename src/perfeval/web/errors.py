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
from perfeval.web.office import known
from perfeval.web.statuses import STATUSES

PROBLEM = "application/problem+json"
SIGN_IN = ("POST", "/api/v1/session")
"""登录地址 - The one address at which strangers are told what is wrong with a request."""
OWN_STATUSES = {
    "sign-in-required": HTTPStatus.UNAUTHORIZED,
    "sign-in-failed": HTTPStatus.UNAUTHORIZED,
    "sign-in-locked": HTTPStatus.TOO_MANY_REQUESTS,
    "address-limited": HTTPStatus.TOO_MANY_REQUESTS,
    "upload-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "no-database": HTTPStatus.SERVICE_UNAVAILABLE,
    "scan-unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "files-unusable": HTTPStatus.SERVICE_UNAVAILABLE,
    "database-unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""专用状态码 - The codes that HTTP knows more about than their kind says."""
TITLES = {
    400: "请求不完整",
    401: "没有登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种请求方法",
    409: "与当前状态冲突",
    413: "内容过大",
    415: "不支持这种内容类型",
    422: "内容无效",
    428: "缺少版本",
    429: "次数过多",
    500: "程序内部错误",
    503: "暂时不能提供服务",
}
"""标题 - What each status means, in words."""
_DETAILS = {
    400: ("request-incomplete", "请求在传完之前中断，请重新提交"),
    404: ("address-not-found", "没有这个地址，可用的地址见 /openapi.json"),
    405: ("method-not-allowed", "这个地址不支持这种请求方法，可用的方法见应答头 Allow"),
    415: ("content-type", "请提交 JSON（application/json）或 YAML（application/yaml）的自评数据，UTF-8 编码，不要压缩"),
    428: ("version-required", '修改须在 If-Match 头中写明所改的是第几版，如 If-Match: "3"；版本见对象的 version'),
}
_CODES = {413: "too-large"}  # each door tells its own limit
_UNREADABLE = "There was an error parsing the body"  # what FastAPI says of a JSON body that is not even text
_BODY = {
    "missing": "缺少必填的内容",
    "extra_forbidden": "没有这一项",
    "json_invalid": "不是有效的 JSON",
    "string_too_short": "不能为空",
    "string_too_long": "过长",
    "string_pattern_mismatch": "写法不对",
}
_HEADERS = {code: {"WWW-Authenticate": "Bearer"} for code, status in OWN_STATUSES.items() if status == HTTPStatus.UNAUTHORIZED}


def install(app: FastAPI) -> None:
    """装配 - Have the application answer every error through this file."""

    @app.exception_handler(PerfevalError)
    async def _told(request: Request, error: PerfevalError) -> Response:
        if error.kind is ErrorKind.INVALID and (refusal := await _of_stranger(request)):
            return told(request, refusal)
        return told(request, error)

    @app.exception_handler(RequestValidationError)
    async def _unfit(request: Request, error: RequestValidationError) -> Response:
        places = tuple(_place(fault) for fault in error.errors())
        if refusal := await _of_stranger(request):
            return told(request, refusal)
        return answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, Invalid("request-invalid", "请求的参数不对", places))

    @app.exception_handler(HTTPException)
    async def _refused(request: Request, error: HTTPException) -> Response:
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return _other_method(request, error)
        if error.status_code in {*_DETAILS, *_CODES} - {HTTPStatus.NOT_FOUND} and (refusal := await _of_stranger(request)):
            return told(request, refusal)
        if error.detail == _UNREADABLE:
            return answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, Invalid("request-invalid", "提交的内容不是 UTF-8 编码的 JSON"))
        code, detail = _DETAILS.get(error.status_code, (_CODES.get(error.status_code, "http-error"), str(error.detail)))
        return answer(request, error.status_code, PerfevalError(code, detail), error.headers)

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, _: Exception) -> Response:
        fault = Broken("internal-error", "程序出错，没有产生任何结果。请把提交的内容和时间告诉维护人员")
        # This answer is made outside of everything else, where the server also writes the fault to its log.
        return answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, fault, SAFE)


def told(request: Request, error: PerfevalError) -> Response:
    """应答错误 - Return an error of ours with the status of its code, else of its kind."""
    return answer(request, OWN_STATUSES.get(error.code, STATUSES[error.kind]), error, _HEADERS.get(error.code))


async def _of_stranger(request: Request) -> PerfevalError | None:
    """Return why somebody is not let in, None where they are: a stranger learns nothing of what a request should have been."""
    if (request.method, request.url.path) == SIGN_IN:
        return None
    try:
        await known(request)
    except PerfevalError as refusal:
        return refusal
    return None


def answer(request: Request, status: int, error: PerfevalError, headers: object = None) -> Response:
    """应答 - Return an error as a problem document, or as a page to a browser that is not on an address of the API."""
    kept = dict(headers) if isinstance(headers, dict) else {}
    if not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", ""):
        return pages.failure(request, status, TITLES.get(status, ""), error, kept)
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
        **error.more,
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
    """Return the place of a parameter, or of a part of a JSON body, that is missing or wrong; what a body held is not told."""
    where = fault.get("loc")
    name = ".".join(str(part) for part in where) if isinstance(where, tuple | list) else "query"
    if name.startswith("body"):
        return Place(where=name, message=_BODY.get(str(fault.get("type")), "内容不对"), suggestion="应有的内容见 /openapi.json")
    if fault.get("type") == "missing":
        return Place(where=name, message="缺少必填的参数", suggestion="在地址后面加上 ?名称=值")
    return Place(where=name, message=f"参数的值不对：“{fault.get('input')}”", suggestion="可用的值见 /openapi.json")
