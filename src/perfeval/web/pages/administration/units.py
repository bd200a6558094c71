"""单位页 - The tree of units: look, make, change, import, take away as a workbook."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from perfeval.desks import unit_tree
from perfeval.desks.imports import prove
from perfeval.desks.imports import units as unit_list
from perfeval.desks.unit_tree import Draft
from perfeval.errors import Conflict, Forbidden, Invalid, PerfevalError
from perfeval.web.pages.administration.lists import imported, sent_list, shown_units
from perfeval.web.pages.frame import Here, Post, Posted, Visit, page
from perfeval.web.pages.frame.taken import status_of, taken
from perfeval.web.sheeting import sheet
from perfeval.web.units import NewUnit, UnitChange

router = APIRouter(prefix="/units", include_in_schema=False)
_SEES_OTHER = 303
_TITLES = {
    "code": "单位编码",
    "name": "单位名称",
    "kind": "单位种类",
    "parent": "上级",
    "region": "行政区划代码",
    "valid_from": "启用日期",
    "valid_to": "停用日期",
}


@router.get("")
async def units(visit: Here, q: Annotated[str, Query(max_length=100)] = "") -> Response:
    """单位 - Return the tree of units in scope, or those with some words in name or code."""
    found = await visit.at.read(unit_tree.leaves, q.strip() or None)
    return page(visit, "administration/units.html", found=found, q=q, kinds=unit_tree.KINDS, may_keep=_may_keep(visit))


@router.get("/list.xlsx")
async def take(visit: Here) -> Response:
    """单位表 - Return the units in scope as a workbook that can be imported again."""
    return sheet("单位.xlsx", await visit.at.read_long(unit_list.sheet))


@router.get("/new")
async def new(visit: Here, parent: str = "") -> Response:
    """新建单位 - Return the form for a unit."""
    return await _new(visit, {"parent": parent}, None)


@router.post("/new")
async def make(post: Posted) -> Response:
    """新建单位 - Make a unit."""
    try:
        given = taken(NewUnit, {name: post.word(name) for name in _TITLES}, _TITLES)
        made = await post.at.write(unit_tree.make, Draft(**given.model_dump()))
    except (Invalid, Conflict) as refusal:
        return await _new(post.visit, dict(post.form), refusal)
    return RedirectResponse(f"/units/{made['id']}?done=make", _SEES_OTHER)


@router.get("/import")
async def bring(visit: Here) -> Response:
    """导入单位 - Return the page that takes a list of units."""
    await visit.at.read(unit_tree.admit)
    return page(visit, "administration/import.html", kind="units", answer=None, refusal=None, columns=unit_list.COLUMNS)


@router.post("/import")
async def carry_out(post: Posted) -> Response:
    """导入单位 - Show what a list would do, or carry it out."""
    await post.at.read(unit_tree.admit)
    refusal: PerfevalError | None = None
    answer: dict[str, object] | None = None
    try:
        data, name = await sent_list(post)
        upload = await post.at.work(unit_list.read_list, data, name)
        plan = await post.at.read_long(unit_list.plan, upload)
        if post.word("apply") == "1":
            prove(plan)
            await post.at.write_long(unit_list.carry_out, plan, plan.entry())
        answer = plan.answer(applied=post.word("apply") == "1")
    except (Invalid, Conflict) as wrong:
        refusal = wrong
    return imported(post, "units", answer, refusal, unit_list.COLUMNS)


@router.get("/{unit}")
async def one(visit: Here, unit: str, done: str = "") -> Response:
    """一个单位 - Return a unit with what may be changed of it."""
    return await _one(visit, unit, None, done=done)


@router.post("/{unit}")
async def change(post: Posted, unit: str) -> Response:
    """修改单位 - Change name, region or days of a unit."""
    names = ("name", "region", "valid_from", "valid_to")
    try:
        given = taken(UnitChange, {name: post.word(name) for name in names}, _TITLES)
        cleared = {name: None for name in names if name != "name" and not post.word(name)}
        await post.at.write(unit_tree.change, unit, {**given.model_dump(exclude_unset=True), **cleared}, post.version)
    except (Invalid, Conflict, Forbidden) as refusal:
        return await _refused(post, unit, refusal)
    return RedirectResponse(f"/units/{unit}?done=change", _SEES_OTHER)


async def _new(visit: Visit, typed: dict[str, object], refusal: PerfevalError | None) -> Response:
    await visit.at.read(unit_tree.admit)
    above = await visit.at.read(shown_units)
    given = {"typed": typed, "refusal": refusal, "above": above, "kinds": tuple(unit_tree.KINDS.items())}
    return page(visit, "administration/new-unit.html", status_of(refusal), **given)


async def _one(visit: Visit, unit: str, refusal: PerfevalError | None, typed: dict[str, object] | None = None, done: str = "") -> Response:
    found = await visit.at.read(unit_tree.one, unit)
    given = {"unit": found, "kinds": unit_tree.KINDS, "may_keep": _may_keep(visit), "refusal": refusal, "done": done}
    return page(visit, "administration/unit.html", status_of(refusal), **given, typed=typed or found)


async def _refused(post: Post, unit: str, refusal: PerfevalError) -> Response:
    """Return the unit with why a change was refused; whoever has no business with it is shown nothing of it."""
    if refusal.code == "role-forbidden":
        raise refusal
    return await _one(post.visit, unit, refusal, dict(post.form))


def _may_keep(visit: Visit) -> bool:
    return bool(visit.asker and visit.asker.roles & set(unit_tree.KEEPERS))
