"""出入地址 - Doors to signing in and out, to who one is, and to one's own password, second factor and tokens."""

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from perfeval import keys
from perfeval.desks import access, own_account
from perfeval.desks.own_account import WantedToken
from perfeval.errors import PerfevalError
from perfeval.web import shapes
from perfeval.web.edge import Pool
from perfeval.web.given import Bounded, Given, Id, Line, Page, Secret
from perfeval.web.office import COOKIE, SAFE_COOKIE, At, Counter, Office, address_of, cookie_of, office_of, prove_origin

router = APIRouter(prefix="/api/v1", tags=["出入"], route_class=Bounded)
hashing = Pool(keys.AT_ONCE)
"""散列池 - Where passwords are compared, apart from the desks, so that a rush of sign-ins does not stop the work of others."""


class SignIn(Given):
    """登录 - Hold what somebody signs in with."""

    login: Line
    password: Secret
    code: Secret | None = Field(None, description="动态码，登记了手机动态码的账号必填", examples=["123456"])


class NewPassword(Given):
    """改口令 - Hold the password that was, and the one that is to be."""

    current: Secret
    new: Secret


class Code(Given):
    """动态码 - Hold the code that an app shows."""

    code: Secret


class NewToken(Given):
    """新令牌 - Say what a token is for, for how long, and how little it may do."""

    purpose: Line
    days: int = Field(ge=1, le=366)
    read_only: bool = True
    unit: Id | None = Field(None, description="只限这个单位及其下级；不写则为本人的全部范围")


class Session(Given):
    """会话 - Describe a new session."""

    csrf: str = Field(description="每次修改都要放在 X-CSRF-Token 头里送回")
    tasks: list[Literal["password", "second-factor"]] = Field(description="办理其他事项之前须先做的：改口令、登记手机动态码")


class Unit(Given):
    """单位 - Name a unit."""

    id: str
    code: str
    name: str
    kind: Literal["bureau", "department", "unit", "secondary"]


class Held(Given):
    """所任角色 - Describe a role that somebody has, and where; administrators have no unit."""

    role: str
    title: str
    unit: Unit | None
    until: str | None


class Me(Given):
    """我是谁 - Describe who asks."""

    id: str
    login: str
    name: str
    duty: Literal["business", "system", "security", "audit"]
    roles: list[Held]
    units: list[Unit] = Field(description="业务角色范围内的单位，至多200个")
    units_total: int
    tasks: list[Literal["password", "second-factor"]]
    second_factor: bool
    csrf: str | None = Field(description="令牌访问时为空")


class SecondFactor(Given):
    """手机动态码 - Describe what the app needs."""

    secret: str
    address: str = Field(description="otpauth 地址，做成二维码供手机扫描")


class OwnSession(Given):
    """本人会话 - Describe one of one's own sessions, without what makes it one."""

    id: str
    started: str
    seen: str = Field(description="最近使用，至多差一分钟")
    address: str | None
    current: bool = Field(description="就是现在这一个")


class OwnSessions(Given):
    """本人会话列表 - Describe one's own sessions."""

    items: list[OwnSession]
    total: int


class Token(Given):
    """令牌 - Describe a token, without what makes it one."""

    id: str
    purpose: str
    read_only: bool
    unit: str | None
    made: str
    until: str
    revoked: bool
    good: bool


class MadeToken(Token):
    """新令牌 - Describe a token that was made just now."""

    token: str


class Tokens(Given):
    """令牌列表 - Describe one's own tokens."""

    items: list[Token]
    total: int


def unready(counter: Counter) -> Counter:
    """预备 - Return a counter that also serves those who must first change their password or register a second factor."""
    return Counter(counter.office, replace(counter.credential, unready=True))


async def _unready(counter: At) -> Counter:
    return unready(counter)


Unready = Annotated[Counter, Depends(_unready)]
"""预备柜台 - The counter for what comes before everything else."""
Here = Annotated[Office, Depends(office_of)]
"""办公室 - The office, for those who have not signed in."""


@router.post(
    "/session",
    summary="登录",
    description="登录成功后会话保存在 Cookie 中；应答里的 csrf 须在每次修改时放进 X-CSRF-Token 头。",
    responses={200: {"model": Session}, **shapes.problems(401, 403, 413, 422, 429)},
)
async def sign_in(given: SignIn, request: Request, office: Here) -> Response:
    """登录 - Open a session and hand out its cookie."""
    prove_origin(request)
    address = address_of(request, office)
    # Many at once under one login from one address are not more guesses than one by one.
    async with office.turn("sign-in", access.normal_login(given.login), address or ""):
        tried = await office.read(lambda tx: access.attempt(tx, given.login, address, office.settings))
        if tried.refusal is not None:
            raise tried.refusal
        await office.pause(tried.wait)
        matched = await hashing(keys.matches, given.password, tried.stored)
        made = await office.write(lambda tx: access.settle(tx, tried, given.code, office.settings, matched=matched))
    if isinstance(made, PerfevalError):
        raise made
    response = JSONResponse({"csrf": made.csrf, "tasks": list(made.tasks)})
    name = cookie_of(request, office)
    response.set_cookie(name, made.session, path="/", secure=name == SAFE_COOKIE, httponly=True, samesite="lax")
    return response


@router.delete("/session", summary="退出", status_code=204, responses=shapes.problems(401, 403))
async def sign_out(at: Unready) -> Response:
    """退出 - End the session and take its cookie back."""
    await at.write(access.sign_out, at.credential)
    response = Response(status_code=204)
    for name in (COOKIE, SAFE_COOKIE):
        response.delete_cookie(name, path="/", secure=name == SAFE_COOKIE, httponly=True, samesite="lax")
    return response


@router.get("/me", summary="我是谁", responses={200: {"model": Me}, **shapes.problems(401)})
async def me(at: Unready) -> JSONResponse:
    """我是谁 - Return who asks, with roles and units."""
    return JSONResponse(await at.read(own_account.me, at.credential, at.office.settings))


@router.post("/me/password", summary="改口令", status_code=204, responses=shapes.problems(401, 403, 409, 413, 422, 429))
async def change_password(given: NewPassword, at: Unready) -> Response:
    """改口令 - Replace the password; all other sessions end."""
    settings = at.office.settings
    begun = await at.read(own_account.begin_renewal, settings)
    await at.office.pause(begun.tried.wait)
    verdict = await hashing(own_account.judge, begun, given.current, given.new)
    refused = await at.write(own_account.renew, verdict, at.credential, settings)
    if refused is not None:
        raise refused
    return Response(status_code=204)


@router.post(
    "/me/second-factor",
    summary="登记手机动态码",
    description="返回手机动态码应用所需的密钥，只显示这一次；用 /me/second-factor/confirm 交一个动态码后生效。",
    responses={200: {"model": SecondFactor}, **shapes.problems(401, 403, 409)},
)
async def begin_second_factor(at: Unready) -> JSONResponse:
    """登记手机动态码 - Return the secret for the app."""
    return JSONResponse(await at.write(own_account.begin_second_factor, at.credential))


@router.post("/me/second-factor/confirm", summary="确认手机动态码", status_code=204, responses=shapes.problems(401, 403, 409, 413, 422))
async def confirm_second_factor(given: Code, at: Unready) -> Response:
    """确认手机动态码 - Have the second factor count from now on."""
    await at.write(own_account.confirm_second_factor, given.code)
    return Response(status_code=204)


@router.get("/me/sessions", summary="本人会话", responses={200: {"model": OwnSessions}, **shapes.problems(401, 403, 422)})
async def own_sessions(at: At, part: Page) -> JSONResponse:
    """本人会话 - Return a page of one's own sessions."""
    return JSONResponse(await at.read(own_account.open_sessions, at.credential, at.office.settings, part))


@router.delete("/me/sessions/{session}", summary="结束本人会话", status_code=204, responses=shapes.problems(401, 403, 404, 422))
async def end_session(session: Annotated[str, Path(description="会话编号")], at: At) -> Response:
    """结束会话 - End one of one's own sessions."""
    await at.write(own_account.end_session, session)
    return Response(status_code=204)


@router.get("/me/tokens", summary="本人令牌", responses={200: {"model": Tokens}, **shapes.problems(401, 403, 422)})
async def tokens(at: At, part: Page) -> JSONResponse:
    """本人令牌 - Return a page of one's own tokens."""
    return JSONResponse(await at.read(own_account.tokens, part))


@router.post(
    "/me/tokens",
    summary="签发令牌",
    description="供程序使用：放在 Authorization: Bearer 头里，不须 Cookie 和 csrf。令牌只显示这一次。",
    status_code=201,
    responses={201: {"model": MadeToken}, **shapes.problems(401, 403, 404, 413, 422)},
)
async def make_token(given: NewToken, at: At) -> JSONResponse:
    """签发令牌 - Return a new token of one's own."""
    return JSONResponse(await at.write(own_account.make_token, at.credential, WantedToken(**given.model_dump())), 201)


@router.delete("/me/tokens/{token}", summary="收回令牌", status_code=204, responses=shapes.problems(401, 403, 404, 422))
async def revoke_token(token: Annotated[str, Path(description="令牌编号")], at: At) -> Response:
    """收回令牌 - Make one of one's own tokens good for nothing."""
    await at.write(own_account.revoke_token, token)
    return Response(status_code=204)
