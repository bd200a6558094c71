"""示例县的清单 - The county as the lists that people import: units, people, projects, approved targets, treasury figures, last year."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from perfeval.accounts import Duty, Role
from perfeval.desks.county.county import County, Person, Project, Unit
from perfeval.desks.imports.columns import yuan

_UNITS = ("单位编码", "单位名称", "单位种类", "上级编码")
_PEOPLE = ("登录名", "姓名", "单位编码", "办公电话", "角色", "授权单位编码", "授权截止日期")
_PROJECTS = ("项目编码", "项目名称", "单位编码", "指标体系", "联系人", "联系电话", "年初预算数（元）", "全年预算数（元）", "年度总体目标")
_TARGETS = ("项目编码", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "分值")
_PAID = ("项目编码", "单位编码", "到位数（元）", "执行数（元）")
_PAST = ("项目编码", "上年得分", "上年等级")
_GRADES = ((90, "优"), (80, "良"), (60, "中"))


def units(county: County) -> bytes:
    """单位表 - Return the list of units."""
    return _table(_UNITS, ((unit.code, unit.name, unit.kind, unit.above or "") for unit in county.units))


def people(some: Iterable[Person], until: str) -> bytes:
    """人员表 - Return the list of people; an auditor's role ends on a day."""
    return _table(_PEOPLE, (_person(each, until) for each in some))


def projects(county: County, some: Iterable[Project]) -> bytes:
    """项目清单 - Return the project list; a project of several units has a row for each."""
    fillers = {person.unit: person for person in county.people if person.role is Role.FILLER}
    return _table(_PROJECTS, (row for each in some for row in _project(each, fillers)))


def targets(some: Iterable[Project]) -> bytes:
    """批复的绩效目标 - Return the approved targets; the examples have none, they are rows of the units' own."""
    rows = ((project.code, target) for project in some for target in project.targets)
    return _table(
        _TARGETS,
        ((code, each.category, each.aspect, each.name, each.sign, each.value, each.measure, each.weight) for code, each in rows),
    )


def execution(some: Iterable[Project]) -> bytes:
    """国库执行数 - Return what was received and spent."""
    return _table(_PAID, (row for each in some for row in _paid(each)))


def history(some: Sequence[Project], known: Mapping[str, tuple[str, str]]) -> bytes:
    """上年结果 - Return last year's totals and grades: as the round of then has them, else of two in three, as if from a list on paper."""
    rows = [(each.code, *known[each.code]) for each in some if each.code in known]
    others = [each for at, each in enumerate(some) if at % 3 and each.code not in known]
    return _table(
        _PAST, [*rows, *((each.code, str(points), _grade(points)) for each in others for points in [78 + int(each.code) * 7 % 21])]
    )


def share(amount: int, project: Project) -> str:
    """各单位份额 - Return what of an amount in 分 falls to each unit of a project, in 元."""
    return yuan(amount // len(project.units))


def _person(each: Person, until: str) -> tuple[str, ...]:
    """Return the row of somebody; administrators belong to no unit."""
    unit = each.unit.code if each.role.duty is Duty.BUSINESS else ""
    return each.login, each.name, unit, each.phone, each.role.label, unit, until if each.role is Role.AUDITOR else ""


def _project(project: Project, fillers: dict[Unit, Person]) -> Iterator[tuple[str, ...]]:
    for unit in project.units:
        money = (share(project.original, project), share(project.adjusted, project))
        contact = fillers[unit]
        yield (project.code, project.name, unit.code, project.set or "", contact.name, contact.phone, *money, project.expected)


def _paid(project: Project) -> Iterator[tuple[str, ...]]:
    for unit in project.units:
        own = unit.code if len(project.units) > 1 else ""
        yield project.code, own, share(project.adjusted, project), share(project.spent, project)


def _grade(points: int) -> str:
    return next(grade for floor, grade in _GRADES if points >= floor)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as csv."""
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode()
