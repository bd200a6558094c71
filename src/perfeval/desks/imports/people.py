"""导入人员 - One list, handed in twice: 系统管理员 makes the accounts of it, 安全管理员 grants the roles in it; neither can do both.

The first answer holds a slip for every new account, by unit: login and one-time password, told this once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from perfeval import sheets
from perfeval.accounts import ADMINISTRATORS, Asker, Duty, Role
from perfeval.desks import access, granting
from perfeval.desks import people as accounts
from perfeval.desks.granting import DraftGrant
from perfeval.desks.imports import planning
from perfeval.desks.imports.columns import Record, Upload, choice, read, wanted
from perfeval.desks.imports.planning import Outcome, Plan, Result, change
from perfeval.desks.imports.units import day
from perfeval.desks.people import Draft, Slip
from perfeval.errors import Invalid
from perfeval.store import Content, Transaction, people, units
from perfeval.store.people import EVERYWHERE, GrantRow, PersonRow
from perfeval.store.units import UnitRow

Json = dict[str, object]
LOGIN = wanted("code", "登录名 账号 用户名 登录账号", required=True)
_NAME = wanted("name", "姓名 人员姓名 名字", required=True)
_UNIT = wanted("unit", "单位编码 单位代码 预算单位编码 所在单位编码")
_PHONE = wanted("phone", "办公电话 联系电话 电话")
_ROLE = wanted("role", "角色 岗位角色 岗位")
_AT = wanted("at", "授权单位编码 范围单位编码")
_UNTIL = wanted("until", "授权截止日期 截止日期 有效期至")
COLUMNS = (LOGIN, _NAME, _UNIT, _PHONE, _ROLE, _AT, _UNTIL)
"""人员表各列 - Every column that a list of people may have."""
_ROLES = {role.value: role.label for role in Role}
MOST_NEW = 1000
"""新账号上限 - How many new accounts one list may make: each password takes a tenth of a second."""
_SLIP = (("单位编码", 14), ("单位", 30), ("姓名", 12), ("登录名", 20), ("一次性口令", 20), ("首次登录", 30))


@dataclass(slots=True, kw_only=True)
class PersonPlan(Plan):
    """人员导入方案 - Hold what a list of people would add, change and grant."""

    units: Mapping[str, UnitRow]
    known: Mapping[str, PersonRow]
    new: dict[str, Draft] = field(default_factory=dict)
    edited: dict[str, PersonRow] = field(default_factory=dict)
    grants: list[tuple[PersonRow, DraftGrant]] = field(default_factory=list)


def read_list(data: bytes, name: str) -> Upload:
    """读人员表 - Return a list of people as rows.

    Raises: Invalid, when it is no table or lacks a column.
    """
    return read(data, name, COLUMNS)


def prove(made: PersonPlan) -> None:
    """核对可否导入 - Refuse a list with a wrong row, or with more new accounts than passwords are made for at once.

    Raises: Invalid, with every row that is wrong.
    """
    planning.prove(made)
    if len(made.new) > MOST_NEW:
        raise Invalid("import-too-many", f"{made.upload.name} 有{len(made.new)}个新账号，每次最多{MOST_NEW}个，请分成几份")


def carry_out(tx: Transaction, who: Asker, made: PersonPlan, slips: Mapping[str, Slip], entry: Content) -> None:
    """导入 - Make the accounts of a list, or grant the roles in it, all of it or nothing; slips are by login.

    Raises: Forbidden; Conflict, when somebody changed an account or granted a role since the list was planned.
    """
    accounts.admit(tx, who)
    people.add(tx.connection, [accounts.drafted(draft, slips[login], tx.at) for login, draft in made.new.items()])
    people.save_all(tx.connection, list(made.edited.values()))
    granting.grant_all(tx, made.grants, who.person)
    tx.record(who.person, who.address, "import.people", None, entry)


def answer(made: PersonPlan, slips: Mapping[str, Slip]) -> Json:
    """应答 - Return how a list fared, with the slips of the new accounts: they are told this once."""
    return {**made.answer(applied=True), "slips": _slips(made, slips)}


def plan(tx: Transaction, who: Asker, upload: Upload) -> PersonPlan:
    """人员导入方案 - Return what a list of people would do, in the hands of who asks.

    Raises: Forbidden.
    """
    accounts.admit(tx, who)
    logins = {access.normal_login(record.get("code") or "") for record in upload.records}
    made = PersonPlan(
        kind="people",
        upload=upload,
        round="",
        units=units.by_code(tx.connection, [EVERYWHERE]),
        known=people.by_logins(tx.connection, logins, [EVERYWHERE]),
    )
    held = _held(tx, made.known.values())
    rows: dict[str, int] = {}
    for record in upload.records:
        if accounts.GRANTERS[0] in who.roles:
            _grant(made, who, record, held)
        else:
            _account(made, who, record, rows)
    return made


def slip_sheet(made: PersonPlan, slips: Mapping[str, Slip]) -> bytes:
    """口令条 - Return the slips of an import as a workbook to be printed and cut, sorted by unit."""
    rows = [tuple(each.values()) for each in _slips(made, slips)]
    note = "每个单位一页，裁开交本人；首次登录须改口令。本表只产生这一次，分发后请销毁。"
    columns = [sheets.Column(title=title, width=width) for title, width in _SLIP]
    return sheets.write_table("账号和一次性口令", columns, [(*row, "登录后按提示改口令") for row in rows], note=note, apart=0)


def sheet(tx: Transaction, who: Asker) -> bytes:
    """人员表 - Return the accounts that somebody may see as a workbook that can be imported again, with a row for each role.

    Raises: Forbidden.
    """
    rows = accounts.every(tx, who)
    codes = {each.id: code for code, each in units.by_code(tx.connection, [EVERYWHERE]).items()}
    held: dict[str, list[GrantRow | None]] = {}
    for grant, _ in people.grants_of(tx.connection, [row.id for row in rows]):
        held.setdefault(grant.person, []).append(grant)
    lines = [_line(row, grant, codes) for row in rows for grant in held.get(row.id, [None])]
    return sheets.write_table("人员", [sheets.Column(title=each.title, width=18) for each in COLUMNS], lines)


def _line(row: PersonRow, grant: GrantRow | None, codes: Mapping[str, str]) -> tuple[str | None, ...]:
    """Return an account with one of its roles as a row of the list."""
    own = (row.login, row.name, codes.get(row.unit or ""), row.phone)
    return (*own, Role(grant.role).label, codes.get(grant.unit or ""), grant.valid_to) if grant else (*own, None, None, None)


def _account(made: PersonPlan, who: Asker, record: Record, rows: dict[str, int]) -> None:
    """Plan the account of a row; a person with several roles has several rows, and one account."""
    login, name = access.normal_login(record.get("code") or ""), record.get("name") or ""
    for fault in accounts.login_faults(login):
        made.problems.wrong(record.row, LOGIN.title, fault.message, fault.suggestion)
    if not name:
        made.problems.wrong(record.row, _NAME.title, "没有姓名")
    role = choice(record, _ROLE, _ROLES, made.problems)
    duty = Role(role).duty.value if role else Duty.BUSINESS.value
    unit = _unit(made, record, _UNIT.key, _UNIT.title)
    if record.get("unit") is None and duty == Duty.BUSINESS.value:
        made.problems.wrong(record.row, _UNIT.title, "业务人员须写明所在单位")
    draft = Draft(login=login, name=name, duty=duty, unit=unit.id if unit else None, phone=record.get("phone"))
    earlier, there = made.new.get(login), made.known.get(login)
    if there is not None and there.id == who.person:
        made.problems.wrong(record.row, LOGIN.title, "不能导入自己的账号")
    if (earlier or there) is not None and (earlier or there).duty != duty:  # type: ignore[union-attr] # one of them is there
        made.problems.wrong(record.row, _ROLE.title, "与该账号的职责不同：三员与业务人员互不兼任", "为这项职责另建账号")
    if login in rows and (earlier is None or earlier != draft) and there is None:
        made.problems.wrong(record.row, LOGIN.title, f"登录名与第{rows[login]}行相同，姓名、单位或电话却不同")
    rows.setdefault(login, record.row)
    if made.problems.is_wrong([record.row]):
        return
    if there is not None:
        _edit(made, record, there, draft)
        return
    made.new[login] = draft
    made.outcomes.append(Outcome(rows=[record.row], code=login, name=name, result=Result.NEW))


def _edit(made: PersonPlan, record: Record, there: PersonRow, draft: Draft) -> None:
    """Plan the change of an account that is there already; blank cells change nothing."""
    before = made.edited.get(there.login, there)
    cells = {"name": draft.name, "unit": draft.unit, "phone": draft.phone}
    differing = {key: text for key, text in cells.items() if text is not None and text != getattr(before, key)}
    titles = {"name": _NAME.title, "unit": "单位", "phone": _PHONE.title}
    changes = [change(titles[key], _shown(made, key, getattr(before, key)), _shown(made, key, text)) for key, text in differing.items()]
    if differing:
        made.edited[there.login] = replace(before, **differing)  # type: ignore[arg-type] # the keys are those of texts
    result = Result.CHANGED if changes else Result.UNCHANGED
    made.outcomes.append(Outcome(rows=[record.row], code=there.login, name=draft.name, result=result, changes=changes))


def _grant(made: PersonPlan, who: Asker, record: Record, held: set[tuple[str, str, str | None]]) -> None:
    """Plan the role of a row; where it counts is where the person works, unless the row names another unit."""
    login = access.normal_login(record.get("code") or "")
    person = made.known.get(login)
    role = choice(record, _ROLE, _ROLES, made.problems)
    if person is None:
        made.problems.wrong(record.row, LOGIN.title, f"没有账号“{login}”", "请先由系统管理员导入这份表，建立账号")
    elif person.id == who.person:
        made.problems.wrong(record.row, LOGIN.title, "不能对自己授权")
    column = _AT if record.get("at") else _UNIT
    unit = _unit(made, record, column.key, column.title)
    until = day(record, _UNTIL, made.problems)
    if person is None or made.problems.is_wrong([record.row]):
        return
    changes = []
    if role is not None:
        draft = DraftGrant(role=role, unit=None if Role(role) in ADMINISTRATORS else (unit.id if unit else person.unit), valid_to=until)
        for fault in granting.grant_faults(person, draft):
            made.problems.wrong(record.row, _ROLE.title, fault.message, fault.suggestion)
        if (person.id, role, draft.unit) not in held and not made.problems.is_wrong([record.row]):
            held.add((person.id, role, draft.unit))
            made.grants.append((person, draft))
            changes = [change(_ROLE.title, None, Role(role).label)]
    result = Result.CHANGED if changes else Result.UNCHANGED
    made.outcomes.append(Outcome(rows=[record.row], code=login, name=person.name, result=result, changes=changes))


def _unit(made: PersonPlan, record: Record, key: str, title: str) -> UnitRow | None:
    """Return the unit that a cell names by its code, None where it is blank or there is none, which is noted."""
    code = record.get(key)
    if code is not None and code not in made.units:
        made.problems.wrong(record.row, title, f"没有编码为“{code}”的单位", "请核对编码，或先导入这个单位")
    return made.units.get(code or "")


def _held(tx: Transaction, known: Iterable[PersonRow]) -> set[tuple[str, str, str | None]]:
    granted = people.grants_of(tx.connection, [each.id for each in known])
    return {(row.person, row.role, row.unit) for row, _ in granted}


def _shown(made: PersonPlan, key: str, text: str | None) -> str | None:
    """Return a cell as people read it: a unit by its name."""
    return next((each.name for each in made.units.values() if each.id == text), text) if key == "unit" else text


def _slips(made: PersonPlan, slips: Mapping[str, Slip]) -> list[dict[str, str]]:
    """Return what is printed for every new account, by unit."""
    named = {each.id: each for each in made.units.values()}
    rows = []
    for login, draft in made.new.items():
        unit = named.get(draft.unit or "")
        rows.append((unit.code if unit else "", unit.name if unit else "", draft.name, login, slips[login].password))
    return [
        dict(zip(("unit_code", "unit", "name", "login", "password"), row, strict=True))
        for row in sorted(rows, key=lambda row: (row[0], row[3]))
    ]
