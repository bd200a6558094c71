"""安全策略页 - Show what protects accounts to the three administrators, and have 安全管理员 set it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from perfeval.desks import security
from perfeval.errors import Conflict, Invalid, PerfevalError
from perfeval.settings import Settings, limits
from perfeval.web.pages.frame import Here, Posted, Visit, page
from perfeval.web.pages.frame.taken import status_of, taken
from perfeval.web.policy import PolicyChange

router = APIRouter(prefix="/policy", include_in_schema=False)
_SEES_OTHER = 303
_YES_OR_NO = "several_sessions"
_GROUPS: Mapping[str, Mapping[str, str]] = {
    "口令": {
        "password_length": "口令长度（位）",
        "password_classes": "字符种类（类）",
        "password_remembered": "不得重复（个）",
        "password_days": "口令有效期（天）",
    },
    "登录失败": {
        "lockout_failures": "同一账号失败（次）",
        "lockout_minutes": "暂停登录（分钟）",
        "lockout_per_address": "同一地址失败（次）",
        "lockout_window": "失败计数时段（分钟）",
    },
    "会话和休眠": {
        "session_idle_minutes": "无操作退出（分钟）",
        "session_hours": "登录时长（小时）",
        _YES_OR_NO: "多处同时登录",
        "dormant_days": "休眠（天）",
    },
}
_TITLES = {name: title for group in _GROUPS.values() for name, title in group.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """策略一项 - Hold what a line of the policy is called and means, what counts, what the settings say, and what it may be."""

    name: str
    title: str
    words: str
    counts: object
    default: object
    is_set: bool
    bounds: tuple[int, int] | None


@router.get("")
async def show(visit: Here, done: str = "") -> Response:
    """安全策略 - Return the policy in force."""
    return await _policy(visit, None, None, done=done)


@router.post("")
async def change(post: Posted) -> Response:
    """修改策略 - Set the policy; what is left empty goes by the settings of the service."""
    try:
        given = taken(PolicyChange, {name: post.word(name) for name in _TITLES}, _TITLES)
        await post.at.write(security.change, given.model_dump(), post.version, post.at.office.settings)
    except (Invalid, Conflict) as refusal:
        return await _policy(post.visit, {name: post.word(name) for name in _TITLES}, refusal)
    return RedirectResponse("/policy?done=change", _SEES_OTHER)


async def _policy(visit: Visit, typed: Mapping[str, str] | None, refusal: PerfevalError | None, done: str = "") -> Response:
    own = visit.at.office.settings
    told = await visit.at.read(security.show, own)
    groups = {title: tuple(_items(names, told, own)) for title, names in _GROUPS.items()}
    chosen = {each.name: _written(each) for items in groups.values() for each in items}
    may_set = bool(visit.asker and visit.asker.roles & set(security.KEEPERS))
    given = {"groups": groups, "typed": chosen if typed is None else typed, "version": told["version"], "may_set": may_set}
    return page(visit, "administration/policy.html", status_of(refusal), **given, refusal=refusal, done=done)


def _items(names: Mapping[str, str], told: Mapping[str, object], own: Settings) -> Iterator[Item]:
    chosen = told["set_here"]
    for name, title in names.items():
        yield Item(
            name=name,
            title=title,
            words=PolicyChange.model_fields[name].description or "",
            counts=told[name],
            default=getattr(own, name),
            is_set=isinstance(chosen, list) and name in chosen,
            bounds=None if name == _YES_OR_NO else limits(name),
        )


def _written(item: Item) -> str:
    """Return what stands in the field of a line: what was set, nothing where the settings count."""
    return str(int(bool(item.counts)) if item.bounds is None else item.counts) if item.is_set else ""
