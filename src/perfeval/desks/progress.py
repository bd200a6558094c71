"""进度工作台 - How far a round has come, computed and never declared; whom to remind of what, and that they were told."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from perfeval import sheets
from perfeval.accounts import Asker, Role, date_of
from perfeval.desks import bureau
from perfeval.desks.imports.columns import yuan
from perfeval.errors import Forbidden, Invalid, NotFound, Place
from perfeval.quantities import Fraction, percent
from perfeval.sheets import Column, Shown
from perfeval.store import Transaction, progress, rounds
from perfeval.store.progress import Figures, Missing, ReminderRow
from perfeval.store.rounds import RoundRow, RoundUnitRow
from perfeval.store.scope import Slice
from perfeval.workflow import State

Json = dict[str, object]
TELLERS = (*bureau.KEEPERS, Role.DEPARTMENT_CHECKER, Role.SECTION_CHECKER)
"""催报人 - Who reminds others: the bureau, a department its units, a finance section its departments."""
_WAITING = {State.UNIT_CHECK.value: "待单位审核", State.DEPARTMENT_CHECK.value: "待主管部门审核"}
_MOST_TITLES = 20
_COVERAGE = frozenset({"projects", "covered", "budget", "covered_budget"})
_COUNTS = {
    "evaluations": "应报",
    "not_started": "未开始",
    "filling": "填报中",
    "unit_check": "单位审核",
    "department_check": "主管部门审核",
    "finance_check": "财政审核",
    "final": "审核通过",
    "filed": "已报",
    "late": "逾期报送",
    "overdue": "逾期未报",
    "returned": "退回待改",
    "exempt": "免评",
    "merged": "并入其他项目",
    "without_targets": "目标自拟的项目",
    "unapproved": "有自拟指标",
    "for_bureau": "待财政改正",
    "projects": "项目数",
    "covered": "已覆盖项目数",
}
"""进度各列 - The counts of the progress board as people call them."""


@dataclass(slots=True, kw_only=True)
class _Owed:
    """Hold what one unit owes: forms to file, checks to make."""

    unit: RoundUnitRow
    drafts: list[Missing] = field(default_factory=list)
    checks: list[Missing] = field(default_factory=list)

    def as_json(self) -> Json:
        """输出 - Return what is missing as JSON has it."""
        counts = {state.value: sum(each.state == state for each in self.drafts) for state in (State.NOT_STARTED, State.FILLING)}
        returned = sum(each.returned for each in self.drafts)
        titles = [each.title for each in (*self.drafts, *self.checks)]
        return {**counts, "returned": returned, "to_check": len(self.checks), "titles": titles[:_MOST_TITLES], "total": len(titles)}

    def words(self) -> str:
        """文字 - Return what is missing in words."""
        counts = {
            "未开始": sum(each.state == State.NOT_STARTED for each in self.drafts),
            "填报中": sum(each.state == State.FILLING for each in self.drafts),
            **{words: sum(each.state == state for each in self.checks) for state, words in _WAITING.items()},
        }
        back = sum(each.returned for each in self.drafts)
        inside = {"填报中": f"（其中退回待改{back}份）" if back else ""}
        told = [f"{name}{count}份{inside.get(name, '')}" for name, count in counts.items() if count]
        titles = [each.title for each in (*self.drafts, *self.checks)]
        more = "等" if len(titles) > _MOST_TITLES else ""
        return f"{'，'.join(told)}：{'、'.join(titles[:_MOST_TITLES])}{more}"


def board(tx: Transaction, asker: Asker, round_id: str) -> Json:
    """进度 - Return how far a round has come: in all, by department and by unit, inside the asker's scope.

    Raises: Forbidden; NotFound.
    """
    return counted(tx, asker, round_id)[0]


def counted(tx: Transaction, asker: Asker, round_id: str) -> tuple[Json, list[Json]]:
    """进度及各单位 - Return the same, and once more those of it that are units."""
    scope = bureau.seen(asker)
    found = bureau.load(tx, round_id, scope)
    figures = progress.figures(tx.connection, round_id, scope, tx.at)
    members = rounds.units(tx.connection, round_id, scope)
    own: Json = {"round": round_id, "at": tx.at, "total": _figures(_sum(figures.values()))}
    departments = [{**_unit(each), **_figures(_below(each, members, figures))} for each in members if each.kind == "department"]
    filing = [each for each in members if each.unit in figures]
    units = [{**_unit(each), "due": bureau.window(found, each).due, **_figures(figures[each.unit])} for each in filing]
    return {**own, "departments": departments, "units": units}, units


def board_sheet(tx: Transaction, asker: Asker, round_id: str) -> bytes:
    """进度表 - Return the same as a workbook, a line for each department and each of its units.

    Raises: Forbidden; NotFound.
    """
    scope = bureau.seen(asker)
    found = bureau.load(tx, round_id, scope)
    counted = progress.figures(tx.connection, round_id, scope, tx.at)
    members = rounds.units(tx.connection, round_id, scope)
    counts = [Column(title=title, width=9, holds="count") for title in _COUNTS.values()]
    money = [Column(title=title, width=18, holds="money") for title in ("预算金额（元）", "已覆盖金额（元）")]
    rows: list[Sequence[Shown]] = [("合计", "", *_cells(_sum(counted.values())))]
    for each in members:
        if each.kind == "department":
            rows.append((each.name, "小计", *_cells(_below(each, members, counted))))
        if each.unit in counted:
            rows.append((_department(each, members), each.name, *_cells(counted[each.unit])))
    columns = [Column(title="主管部门", width=26), Column(title="单位", width=26), *counts, *money]
    return sheets.write_table(f"{found.title}进度", columns, rows, note=f"截至{date_of(tx.at)}，由系统统计")


def owed(tx: Transaction, asker: Asker, round_id: str, part: Slice) -> Json:
    """催报名单 - Return a page of the units that owe something: what, whom to call, until when, and when they were told.

    Raises: Forbidden; NotFound.
    """
    items, total = owing(tx, asker, round_id, part)
    return {"items": items, "total": total}


def owing(tx: Transaction, asker: Asker, round_id: str, part: Slice) -> tuple[list[Json], int]:
    """催报名单各项 - Return the same as what the list says of each unit, and how many there are in all."""
    found, known = _owed(tx, asker, round_id)
    scope = bureau.seen(asker)
    people = progress.contacts(tx.connection, round_id, scope)
    told = _told(tx, round_id, scope)
    names = rounds.units(tx.connection, round_id, scope)
    items = [_line(each, found, tx.at, people, _department(each.unit, names)) for each in known[part.skip : part.skip + part.size]]
    return [{**item, "reminded": told.get(str(item["unit"]), [])} for item in items], len(known)


def owed_sheet(tx: Transaction, asker: Asker, round_id: str) -> bytes:
    """催报名单表 - Return the same as a workbook, all units on one sheet.

    Raises: Forbidden; NotFound.
    """
    found, known = _owed(tx, asker, round_id)
    scope = bureau.seen(asker)
    people, told = progress.contacts(tx.connection, round_id, scope), _told(tx, round_id, scope)
    names = rounds.units(tx.connection, round_id, scope)
    rows: list[Sequence[Shown]] = []
    for each in known:
        line = _line(each, found, tx.at, people, _department(each.unit, names))
        last = told.get(each.unit.unit, [])
        when = f"{date_of(str(last[0]['at']))} {last[0]['how']}" if last else ""
        due = date_of(str(line["due"])) + ("（已逾期）" if line["overdue"] else "")
        rows.append((str(line["department"] or ""), each.unit.name, line["contact"], line["phone"], due, each.words(), when))  # type: ignore[arg-type]
    widths = {"主管部门": 26, "单位": 26, "联系人": 12, "电话": 16, "截止": 20, "缺什么": 60, "最近催报": 20}
    columns = [Column(title=title, width=width) for title, width in widths.items()]
    return sheets.write_table(f"{found.title}催报名单", columns, rows, note=f"截至{date_of(tx.at)}")


def remind(tx: Transaction, asker: Asker, round_id: str, unit_ids: Sequence[str], how: str) -> Json:
    """登记催报 - Keep that units were told what is missing, and how.

    Raises: Forbidden; NotFound, for a unit outside the asker's scope; Invalid, for one that owes nothing.
    """
    owing = _to_tell(tx, asker, round_id, unit_ids)
    if idle := [each for each in unit_ids if each not in owing]:
        places = tuple(Place(where="units", message=f"{each} 没有缺项") for each in idle)
        raise Invalid("nothing-missing", "有的单位什么也不缺，不用催报", places)
    items = _keep_told(tx, asker, round_id, [owing[each] for each in dict.fromkeys(unit_ids)], how)
    return {"items": items, "total": len(items)}


def remind_each(tx: Transaction, asker: Asker, round_id: str, unit_ids: Sequence[str], how: str) -> list[Json]:
    """逐个登记催报 - The same for units of which some may owe nothing: what came of each is told.

    Raises: Forbidden; NotFound, for a unit outside the asker's scope.
    """
    owing = _to_tell(tx, asker, round_id, unit_ids)
    names = {each.unit: each.name for each in rounds.units(tx.connection, round_id, bureau.seen(asker))}
    if telling := [owing[each] for each in dict.fromkeys(unit_ids) if each in owing]:
        _keep_told(tx, asker, round_id, telling, how)
    return [
        {"id": each, "title": names[each], "done": each in owing, "why": [] if each in owing else ["什么也不缺，不用催报"]}
        for each in dict.fromkeys(unit_ids)
    ]


def _to_tell(tx: Transaction, asker: Asker, round_id: str, unit_ids: Sequence[str]) -> dict[str, _Owed]:
    """Return what units owe, for somebody who may remind every one that is named.

    Raises: Forbidden; NotFound; Invalid, when none is named.
    """
    scope = asker.scope(TELLERS)
    if not scope:
        bureau.seen(asker)
        raise Forbidden("role-forbidden", f"催报由{'、'.join(role.label for role in TELLERS)}登记")
    if not unit_ids:
        raise Invalid("nothing-chosen", "没有选中单位，请先在名单左边打勾")
    bureau.load(tx, round_id, scope)
    members = {each.unit for each in rounds.units(tx.connection, round_id, scope)}
    if strange := [each for each in unit_ids if each not in members]:
        raise NotFound("unit-not-found", f"批次中没有这些单位，或不在您的范围内：{'、'.join(strange[:5])}")
    _, known = _owed(tx, asker, round_id)
    return {each.unit.unit: each for each in known}


def _keep_told(tx: Transaction, asker: Asker, round_id: str, owing: Sequence[_Owed], how: str) -> list[Json]:
    """Keep a reminder for each of these units, with one entry in the journal."""
    own = {"round": round_id, "how": how, "person": asker.person, "at": tx.at}
    rows = [
        ReminderRow(id=uuid4().hex, unit=each.unit.unit, missing=json.dumps(each.as_json(), ensure_ascii=False), **own) for each in owing
    ]
    progress.add_reminders(tx.connection, rows)
    detail = {"how": how, "units": [{"unit": each.unit, "missing": each.missing} for each in rows]}
    tx.record(asker.person, asker.address, "reminder.give", f"rounds/{round_id}", detail)
    return [{"id": each.id, "unit": each.unit, "how": how, "at": tx.at, "missing": json.loads(each.missing)} for each in rows]


def _owed(tx: Transaction, asker: Asker, round_id: str) -> tuple[RoundRow, list[_Owed]]:
    """Return the round and what each unit of the asker's scope owes, in the order of the tree."""
    scope = bureau.seen(asker)
    found = bureau.load(tx, round_id, scope)
    members = {each.unit: each for each in rounds.units(tx.connection, round_id, scope)}
    owing = {each.unit: _Owed(unit=each) for each in members.values()}
    for each in progress.missing(tx.connection, round_id, scope):
        unit = members.get(each.unit)
        if each.state == State.DEPARTMENT_CHECK:
            unit = next((members[part] for part in reversed(each.path.split("/")) if _is_department(members, part)), unit)
        if unit is not None:
            (owing[unit.unit].checks if each.state in _WAITING else owing[unit.unit].drafts).append(each)
    return found, [each for each in owing.values() if each.drafts or each.checks]


def _is_department(members: Mapping[str, RoundUnitRow], part: str) -> bool:
    return part in members and members[part].kind == "department"


def _line(each: _Owed, found: RoundRow, at: str, people: Mapping[str, tuple[str, str | None]], department: str) -> Json:
    """Return one unit of the list."""
    unit, due = each.unit, bureau.window(found, each.unit).due
    name, phone = people.get(unit.unit, (None, None))
    own: Json = {"unit": unit.unit, "name": unit.name, "kind": unit.kind, "department": department or None}
    call: Json = {"contact": unit.contact or name, "phone": unit.phone or phone}
    return {**own, **call, "due": due, "overdue": bool(each.drafts) and at > due, "missing": each.as_json()}


def _told(tx: Transaction, round_id: str, scope: Sequence[str]) -> dict[str, list[Json]]:
    """Return the reminders that each unit was given, the last one first."""
    found: dict[str, list[Json]] = {}
    for row, name in progress.reminded(tx.connection, round_id, scope):
        found.setdefault(row.unit, []).append({"at": row.at, "how": row.how, "by": name})
    return found


def _sum(figures: Iterable[Figures]) -> Figures:
    rows = list(figures)
    return Figures(**{name: sum(getattr(each, name) for each in rows) for name in Figures.__dataclass_fields__})


def _below(unit: RoundUnitRow, members: Iterable[RoundUnitRow], counted: Mapping[str, Figures]) -> Figures:
    """Return the figures of a unit and all below it."""
    return _sum(counted[each.unit] for each in members if each.unit in counted and each.path.startswith(unit.path))


def _department(unit: RoundUnitRow, members: Sequence[RoundUnitRow]) -> str:
    """Return the name of the department that a unit belongs to, nothing where there is none in sight."""
    above = [each for each in members if each.kind == "department" and unit.path.startswith(each.path)]
    return max(above, key=lambda each: len(each.path)).name if above else ""


def _unit(each: RoundUnitRow) -> Json:
    return {"unit": each.unit, "name": each.name, "kind": each.kind}


def _figures(found: Figures) -> Json:
    """Return figures as the board has them: counts, and how much of the list is covered by count and by money."""
    counts = {name: value for name, value in found.by_name().items() if name not in _COVERAGE}
    coverage = {
        "projects": found.projects,
        "covered": found.covered,
        "rate": _rate(found.covered, found.projects),
        "budget": yuan(found.budget),
        "covered_budget": yuan(found.covered_budget),
        "budget_rate": _rate(found.covered_budget, found.budget),
    }
    return {**counts, "coverage": coverage}


def _cells(found: Figures) -> tuple[int, ...]:
    """Return figures as the cells of a line."""
    own = found.by_name()
    return (*(own[name] for name in _COUNTS), found.budget, found.covered_budget)


def _rate(part: int, whole: int) -> str | None:
    return percent(Fraction(part, whole)) if whole else None
