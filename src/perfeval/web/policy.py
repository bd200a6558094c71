"""策略地址 - Doors to the policy that protects accounts: the three administrators read it, 安全管理员 sets it."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import Field
from pydantic.fields import FieldInfo

from perfeval import settings
from perfeval.desks import security
from perfeval.web import shapes
from perfeval.web.given import Bounded, Given
from perfeval.web.office import At, Version

router = APIRouter(prefix="/api/v1", tags=["策略"], route_class=Bounded)


def _within(name: str, words: str) -> FieldInfo:
    """Return the field of a number, with the limits of the setting that it stands in for."""
    low, high = settings.limits(name)
    made: FieldInfo = Field(ge=low, le=high, description=words)
    return made


class PolicyChange(Given):
    """策略变更 - Hold what is to be different; what is not written stays, and null leaves it to the settings of the service again."""

    password_length: Annotated[int | None, _within("password_length", "口令至少几位")] = None
    password_classes: Annotated[int | None, _within("password_classes", "大写字母、小写字母、数字、其他符号中至少几类")] = None
    password_remembered: Annotated[int | None, _within("password_remembered", "最近用过的几个口令不能再用")] = None
    password_days: Annotated[int | None, _within("password_days", "口令用满多少天，下次登录须改；到期不锁账号")] = None
    lockout_failures: Annotated[int | None, _within("lockout_failures", "同一账号在同一地址连续失败几次，暂停登录")] = None
    lockout_minutes: Annotated[int | None, _within("lockout_minutes", "暂停登录多少分钟")] = None
    lockout_per_address: Annotated[int | None, _within("lockout_per_address", "同一地址在一段时间内失败多少次，暂停登录")] = None
    lockout_window: Annotated[int | None, _within("lockout_window", "这段时间是多少分钟")] = None
    session_idle_minutes: Annotated[int | None, _within("session_idle_minutes", "多少分钟没有操作，须重新登录")] = None
    session_hours: Annotated[int | None, _within("session_hours", "一次登录至多多少小时")] = None
    several_sessions: bool | None = Field(None, description="同一账号可同时在几处登录")
    dormant_days: Annotated[int | None, _within("dormant_days", "上一批次结束后多少天没有再用的账号休眠；0为不休眠")] = None


class PolicyShape(Given):
    """策略 - Describe the policy in force."""

    password_length: int
    password_classes: int
    password_remembered: int
    password_days: int
    lockout_failures: int
    lockout_minutes: int
    lockout_per_address: int
    lockout_window: int
    session_idle_minutes: int
    session_hours: int
    several_sessions: bool
    dormant_days: int
    set_here: list[str] = Field(description="由安全管理员设定的各项；其余取自运行设置")
    version: int


@router.get("/policy", summary="口令、登录、会话和休眠策略", responses={200: {"model": PolicyShape}, **shapes.problems(401, 403)})
async def show(at: At) -> JSONResponse:
    """现行策略 - Return the policy in force."""
    return JSONResponse(await at.read(security.show, at.office.settings))


@router.patch(
    "/policy",
    summary="修改策略",
    description="由安全管理员办理，从下一个请求起生效；没有写的各项不变，写 null 的改回运行设置所定。三员须用手机动态码，不能在这里取消。",
    responses={200: {"model": PolicyShape}, **shapes.problems(401, 403, 409, 413, 422, 428)},
)
async def change(given: PolicyChange, version: Version, at: At) -> JSONResponse:
    """修改策略 - Set the policy."""
    return JSONResponse(await at.write(security.change, given.model_dump(exclude_unset=True), version, at.office.settings))
