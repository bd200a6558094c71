"""人员地址 - Doors to accounts and roles: for the two administrators, and for departments that help their units."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from perfeval.accounts import Duty, Role
from perfeval.desks import granting, people
from perfeval.desks.granting import DraftGrant
from perfeval.desks.imports import people as person_list
from perfeval.desks.imports.people import PersonPlan
from perfeval.desks.people import Asked, Draft, Edit, Slip
from perfeval.web import shapes, uploads
from perfeval.web.access import hashing
from perfeval.web.given import Bounded, Date, Given, Id, Line, Page, Words
from perfeval.web.office import At, Counter, Version
from perfeval.web.sheeting import SHEET, As, sheet
from perfeval.web.uploads import Imported, Sent, Table

router = APIRouter(prefix="/api/v1", tags=["人员"], route_class=Bounded)
Which = Annotated[str, Path(description="账号编号")]


class NewPerson(Given):
    """新账号 - Hold an account as it is to be."""

    login: Line = Field(description="登录名，不分大小写")
    name: Line
    duty: Duty = Field(Duty.BUSINESS, description="业务，或三员之一；以后不能改")
    unit: Id | None = Field(None, description="所在单位，业务人员必填")
    phone: Line | None = Field(None, description="办公电话")


class PersonChange(Given):
    """账号变更 - Hold what is to be different; what is not written stays."""

    name: Line = Field(default_factory=str)
    unit: Id = Field(default_factory=str, description="所在单位")
    phone: Line | None = None
    disabled: bool = Field(default_factory=bool, description="停用")


class NewGrant(Given):
    """新授权 - Hold a role to be granted."""

    role: Role
    unit: Id | None = Field(None, description="在这个单位及其下级；管理员不写")
    valid_from: Date | None = None
    valid_to: Date | None = Field(None, description="审计人员必填")


class Chosen(Given):
    """所选账号 - Name accounts."""

    people: list[Id] = Field(min_length=1, max_length=1000)


class UnitName(Given):
    """单位名称 - Name a unit."""

    id: str
    code: str
    name: str


class Grant(Given):
    """授权 - Describe a role that somebody has."""

    id: str
    role: Role
    title: str
    unit: UnitName | None
    valid_from: str | None
    valid_to: str | None


class Person(Given):
    """账号 - Describe an account."""

    id: str
    login: str
    name: str
    duty: Duty
    unit: UnitName | None
    phone: str | None
    disabled: bool
    must_change: bool
    second_factor: bool
    seen: str | None
    dormant: bool
    grants: list[Grant]
    version: int


class MadePerson(Person):
    """新建的账号 - Describe a new account with its first password."""

    password: str = Field(description="一次性口令，只显示这一次")


class PersonList(Given):
    """账号列表 - Describe a page of accounts."""

    items: list[Person]
    total: int


class PasswordSlip(Given):
    """口令条 - Describe a new password."""

    login: str
    name: str
    password: str


class UnitSlip(Given):
    """单位口令条 - Describe the slip of a new account."""

    unit_code: str
    unit: str
    name: str
    login: str
    password: str


class ImportedPeople(Imported):
    """人员导入结果 - Describe how a list of people fared, with a slip for every new account."""

    slips: list[UnitSlip] = Field([], description="新账号的一次性口令，按单位排列，只显示这一次；预览时没有")


class Ended(Given):
    """已下线 - Say how many sessions ended."""

    ended: int


class Activated(Given):
    """已启用 - Say how many accounts work again."""

    activated: int


@router.get("/users", summary="账号列表", responses={200: {"model": PersonList, **SHEET}, **shapes.problems(401, 403, 422)})
async def users(  # noqa: PLR0913, PLR0917 - the filters of the list, each a word of the address
    at: At,
    part: Page,
    q: Words = None,
    disabled: Annotated[bool | None, Query(description="只列停用的或未停用的")] = None,
    dormant: Annotated[bool, Query(description="只列上一批次结束后一直未登录、待重新启用的")] = False,  # noqa: FBT002 - a query parameter
    form: As = "json",
) -> Response:
    """账号列表 - Return a page of accounts; as a workbook all of them, in the columns by which they can be imported again."""
    if form == "xlsx":
        return sheet("人员.xlsx", await at.read_long(person_list.sheet))
    return JSONResponse(await at.read(people.page, Asked(words=q, disabled=disabled, dormant=dormant), part, at.office.settings))


@router.post(
    "/users",
    summary="新建账号",
    description="由系统管理员办理；账号在安全管理员授予角色之前什么也不能做。应答里的一次性口令只显示这一次。",
    status_code=201,
    responses={201: {"model": MadePerson}, **shapes.problems(401, 403, 404, 409, 413, 422)},
)
async def make_user(given: NewPerson, at: At) -> JSONResponse:
    """新建账号 - Make an account."""
    await at.read(people.prove_maker)
    slip = await hashing(people.new_slip)
    return JSONResponse(await at.write(people.make, Draft(**given.model_dump()), slip, at.office.settings), 201)


@router.post(
    "/users/activate", summary="重新启用休眠账号", responses={200: {"model": Activated}, **shapes.problems(401, 403, 404, 409, 413, 422)}
)
async def activate(given: Chosen, at: At) -> JSONResponse:
    """重新启用 - Have dormant accounts work again."""
    return JSONResponse(await at.write(people.activate, given.people))


@router.get("/users/{person}", summary="一个账号", responses={200: {"model": Person}, **shapes.problems(401, 403, 404, 422)})
async def user(person: Which, at: At) -> JSONResponse:
    """一个账号 - Return an account."""
    return JSONResponse(await at.read(people.one, person, at.office.settings))


@router.patch(
    "/users/{person}", summary="修改或停用账号", responses={200: {"model": Person}, **shapes.problems(401, 403, 404, 409, 413, 422, 428)}
)
async def change_user(person: Which, given: PersonChange, version: Version, at: At) -> JSONResponse:
    """修改账号 - Change an account."""
    edit = Edit(changes=given.model_dump(exclude_unset=True), version=version)
    return JSONResponse(await at.write(people.change, person, edit, at.office.settings))


@router.post(
    "/users/{person}/password",
    summary="重置口令",
    description="由系统管理员办理；主管部门可为下属单位的填报人和单位审核人办理。应答里的一次性口令只显示这一次。",
    responses={200: {"model": PasswordSlip}, **shapes.problems(401, 403, 404, 409, 422)},
)
async def reset_password(person: Which, at: At) -> JSONResponse:
    """重置口令 - Give somebody a new password."""
    await at.read(people.prove_helper, person)
    slip = await hashing(people.new_slip)
    return JSONResponse(await at.write(people.reset_password, person, slip, at.office.settings))


@router.post("/users/{person}/unlock", summary="解除登录锁定", status_code=204, responses=shapes.problems(401, 403, 404, 422))
async def unlock(person: Which, at: At) -> Response:
    """解锁 - Forget the failures that lock an account."""
    await at.write(people.unlock, person)
    return Response(status_code=204)


@router.post("/users/{person}/sign-off", summary="强制下线", responses={200: {"model": Ended}, **shapes.problems(401, 403, 404, 422)})
async def sign_off(person: Which, at: At) -> JSONResponse:
    """强制下线 - End every session of somebody."""
    return JSONResponse(await at.write(people.sign_off, person))


@router.delete(
    "/users/{person}/second-factor",
    summary="清除手机动态码",
    responses={200: {"model": Person}, **shapes.problems(401, 403, 404, 409, 422)},
)
async def clear_second_factor(person: Which, at: At) -> JSONResponse:
    """清除手机动态码 - Have somebody register a second factor anew."""
    return JSONResponse(await at.write(people.clear_second_factor, person, at.office.settings))


@router.post(
    "/users/{person}/grants",
    summary="授予角色",
    description="由安全管理员办理。三员与业务角色互不兼任；审计人员须写截止日期。",
    status_code=201,
    responses={201: {"model": Grant}, **shapes.problems(401, 403, 404, 409, 413, 422)},
)
async def make_grant(person: Which, given: NewGrant, at: At) -> JSONResponse:
    """授予角色 - Grant a role."""
    return JSONResponse(await at.write(granting.grant, person, DraftGrant(**given.model_dump())), 201)


@router.delete("/users/{person}/grants/{grant}", summary="收回角色", status_code=204, responses=shapes.problems(401, 403, 404, 422))
async def drop_grant(person: Which, grant: Annotated[str, Path(description="授权编号")], at: At) -> Response:
    """收回角色 - Take a role away."""
    await at.write(granting.revoke, person, grant)
    return Response(status_code=204)


@router.post(
    "/users/import",
    summary="导入人员",
    description=(
        "列：登录名、姓名、单位编码、办公电话、角色、授权单位编码、授权截止日期。同一份表交两次：系统管理员导入时建立账号，安全管理员导入时授予表中的角色。"
        "先用 dry_run=1 预览；有一行不对就一行也不导入。slips=xlsx 返回可打印的口令条。"
    ),
    openapi_extra=uploads.BODY,
    responses={
        200: {"model": ImportedPeople, **SHEET},
        **shapes.problems(401, 403, 409, 413, 415, 422),
    },
)
async def import_users(
    sent: Table,
    at: At,
    dry_run: Annotated[Literal["0", "1"], Query(description="1：只预览，不导入")] = "0",
    slips: Annotated[Literal["json", "xlsx"], Query(description="口令条的形式")] = "json",
) -> Response:
    """导入人员 - Preview a list of people, or make its accounts, or grant its roles."""
    plan = await planned(at, sent)
    if dry_run == "1":
        return JSONResponse(plan.answer(applied=False))
    made = await carried_out(at, plan)
    if slips == "json":
        return JSONResponse(person_list.answer(plan, made))
    return sheet("口令条.xlsx", await at.work(person_list.slip_sheet, plan, made))


async def planned(at: Counter, sent: Sent) -> PersonPlan:
    """导入方案 - Return what a list of people would do; who may not import has nothing of theirs read."""
    await at.read(people.admit)
    upload = await at.work(person_list.read_list, sent.data, sent.name)
    return await at.read_long(person_list.plan, upload)


async def carried_out(at: Counter, plan: PersonPlan) -> dict[str, Slip]:
    """导入 - Make the accounts of a list, or grant its roles, all of it or nothing, and return the slips of new accounts by login."""
    person_list.prove(plan)
    hashed = await asyncio.gather(*(hashing(people.new_slip) for _ in plan.new))
    made = dict(zip(plan.new, hashed, strict=True))
    await at.write_long(person_list.carry_out, plan, made, plan.entry())
    return made
