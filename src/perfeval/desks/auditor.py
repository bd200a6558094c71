"""审计工作台 - Read the journal: auditors the whole of it about what lies in their scope, the audit administrator who did what and when."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from perfeval import sheets
from perfeval.accounts import Asker, Role, clock_of
from perfeval.desks import deeds
from perfeval.desks.access import normal_login
from perfeval.desks.assessing import read_form
from perfeval.desks.changes import title
from perfeval.desks.deeds import Told
from perfeval.desks.filing import is_claim
from perfeval.errors import Forbidden
from perfeval.evaluation import Evaluation
from perfeval.sheets import Column
from perfeval.store import Entry, Transaction, evaluations, people, rounds, trail
from perfeval.store.people import EVERYWHERE
from perfeval.store.scope import Slice
from perfeval.store.trail import Looked

Json = dict[str, object]
READERS = (Role.AUDITOR, Role.FINANCE_HEAD)
"""可读日志内容的角色 - Who reads what was done, inside their scope."""
MOST_ROWS = 50_000
"""最多条数 - How many entries a workbook of the journal holds."""
_PORTION = 2_000
_CONTENT = Column(title="内容", width=60)
_BEFORE = (
    Column(title="序号", width=9, holds="count"),
    Column(title="时间", width=19),
    Column(title="人员", width=14),
    Column(title="来源", width=16),
    Column(title="事项", width=16),
    Column(title="对象", width=36),
)
_BEHIND = (Column(title="引用", width=22), Column(title="散列", width=66), Column(title="上一条散列", width=66))
_FROZEN = frozenset({"document", "card"})
_NOBODY = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """日志一行 - Hold one entry as people read it; told is None for those who see no content."""

    number: int
    at: str
    who: str
    address: str
    name: str
    action: str
    thing: str
    about: str | None
    told: tuple[Told, ...] | None
    hash: str
    previous: str

    @property
    def digits(self) -> str:
        """前十二位 - Return the first twelve digits of the hash, as receipts print them."""
        return self.hash[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """日志一页 - Hold a page of the journal, the newest entry first, and whether its content is shown."""

    lines: tuple[Line, ...]
    total: int
    whole: bool


def journal(tx: Transaction, asker: Asker, looked: Looked, part: Slice) -> Json:
    """日志 - Return a page of the journal in its order.

    The audit administrator sees every entry without its content. Auditors see those about evaluations in scope whole, but for what a unit
    gives itself in a form that it has not submitted; those about rounds too, where no unit outside their scope takes part, else only
    that they are there: an import tells of everybody's projects.

    Raises: Forbidden, for everybody else.
    """
    if scope := asker.scope(READERS):
        rows, total = trail.page(tx.connection, looked, scope, part)
        drafts, shared = trail.drafts(tx.connection, rows), trail.shared(tx.connection, rows, scope)
        items = [{**_outside(row), "about": row.about} for row in rows]
        for row, item in zip(rows, items, strict=True):
            if row.number not in shared:
                item["detail"] = _detail(row, drafts.get(row.number))
        return {"items": items, "total": total}
    if Role.AUDIT_ADMINISTRATOR in asker.roles:
        rows, total = trail.page(tx.connection, looked, None, part)
        return {"items": [_outside(row) for row in rows], "total": total}
    raise Forbidden("role-forbidden", f"日志由{'、'.join(role.label for role in (*READERS, Role.AUDIT_ADMINISTRATOR))}查看")


def latest(tx: Transaction, asker: Asker, looked: Looked, page: int, size: int) -> Pages:
    """日志（新的在前） - Return a page of the journal as people read it, with names; person is a login here.

    Raises: Forbidden.
    """
    looked = _by_login(tx, looked)
    total = _total(journal(tx, asker, looked, Slice(size=1)))
    until = total - (page - 1) * size
    first = max(0, until - size)
    items = _items(journal(tx, asker, looked, Slice(size=until - first, skip=first))) if until > 0 else []
    whole = bool(asker.scope(READERS))
    return Pages(lines=_lines(tx, asker.scope(READERS), items[::-1]), total=total, whole=whole)


def sheet(tx: Transaction, asker: Asker, looked: Looked) -> bytes:
    """日志表 - Return the journal as somebody may see it as a workbook, in its order, each entry with its reference and both its hashes.

    Raises: Forbidden.
    """
    scope = asker.scope(READERS)
    total = _total(journal(tx, asker, looked, Slice(size=1)))
    portions = (Slice(size=min(_PORTION, MOST_ROWS - skip), skip=skip) for skip in range(0, min(total, MOST_ROWS), _PORTION))
    rows = (_cells(line) for part in portions for line in _lines(tx, scope, _items(journal(tx, asker, looked, part))))
    note = f"截至{clock_of(tx.at)}，{total}条" + (f"，只列出最早的{MOST_ROWS}条，请按日期分次下载" if total > MOST_ROWS else "")
    return sheets.write_table("日志", (*_BEFORE, *((_CONTENT,) if scope else ()), *_BEHIND), rows, note=note)


def sheet_by_login(tx: Transaction, asker: Asker, looked: Looked) -> bytes:
    """日志表（按登录名） - Return the same; person is a login here.

    Raises: Forbidden.
    """
    return sheet(tx, asker, _by_login(tx, looked))


def _by_login(tx: Transaction, looked: Looked) -> Looked:
    """Return what is looked for with the person whose login it names, nobody where there is none."""
    if looked.person is None:
        return looked
    found = people.by_login(tx.connection, normal_login(looked.person), [EVERYWHERE])
    return replace(looked, person=found.id if found else _NOBODY)


def _cells(line: Line) -> tuple[str | int, ...]:
    """Return an entry as a row of the workbook."""
    content = () if line.told is None else ("；".join(map(_said, line.told)),)
    reference = f"{line.number}-{line.digits}"
    return line.number, clock_of(line.at), line.who, line.address, line.name, line.thing, *content, reference, line.hash, line.previous


def _said(told: Told) -> str:
    return f"{told.name}：{told.old or '空'} → {told.new or '空'}" if told.is_change else f"{told.name}：{told.new}"


def _items(listed: Json) -> list[Mapping[str, Any]]:
    items = listed["items"]
    return items if isinstance(items, list) else []


def _total(listed: Json) -> int:
    total = listed["total"]
    return total if isinstance(total, int) else 0


def _lines(tx: Transaction, scope: Sequence[str], items: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    """Return entries as people read them: people and things by their names; without a scope nobody sees what they are about."""
    names = people.names(tx.connection, {each["person"] for each in items if each["person"]})
    if not scope:
        return tuple(_line(each, names, "", None) for each in items)
    ids = {kind: {_id(each) for each in items if _kind(each) == kind} for kind in ("evaluations", "rounds")}
    titles = evaluations.titles(tx.connection, sorted(ids["evaluations"]), scope) | rounds.titles(tx.connection, ids["rounds"])
    forms = {_id(each): _form(tx, _id(each)) for each in items if isinstance(each["detail"], dict) and "changes" in each["detail"]}
    return tuple(_line(each, names, titles.get(_id(each), ""), _told(each, forms.get(_id(each)))) for each in items)


def _line(each: Mapping[str, Any], names: Mapping[str, str], its_title: str, told: tuple[Told, ...] | None) -> Line:
    kind = deeds.THINGS.get(_kind(each), _kind(each))
    return Line(
        number=each["number"],
        at=each["at"],
        who=names.get(each["person"] or "", "系统"),
        address=each["address"] or "",
        name=deeds.named(each["action"]),
        action=each["action"],
        thing=f"{kind}“{its_title}”" if its_title and told is not None else kind,
        about=each["about"],
        told=told,
        hash=each["hash"],
        previous=each["previous"],
    )


def _kind(each: Mapping[str, Any]) -> str:
    return str(each["about"] or "").partition("/")[0]


def _id(each: Mapping[str, Any]) -> str:
    return str(each["about"] or "").partition("/")[2].partition("/")[0]


def _told(each: Mapping[str, Any], form: Evaluation | None) -> tuple[Told, ...]:
    return deeds.told(each["detail"], lambda cell: cell if form is None else title(form, cell))


def _form(tx: Transaction, evaluation_id: str) -> Evaluation | None:
    """Return the form that an entry is about, for the names of its cells."""
    row = evaluations.load(tx.connection, evaluation_id, (EVERYWHERE,))
    return None if row is None else read_form(row.document)


def _outside(row: Entry) -> Json:
    """Return what may be told of an entry to somebody who sees no content: who, when, from where, what kind."""
    return {
        "number": row.number,
        "at": row.at,
        "person": row.person,
        "address": row.address,
        "action": row.action,
        "about": (row.about or "").partition("/")[0] or None,
        "hash": row.hash,
        "previous": row.previous,
    }


def _detail(row: Entry, filed: bool | None) -> object:  # noqa: FBT001 - None, where the entry is about no draft
    """Return the content of an entry; of a draft without what nobody outside the unit sees, as long as nothing filed stands."""
    detail = json.loads(row.detail)
    if filed is None or not isinstance(detail, dict):
        return detail
    if "changes" in detail:
        detail["changes"] = [each for each in detail["changes"] if not is_claim(each["path"])]
    return detail if filed else {name: value for name, value in detail.items() if name not in _FROZEN}
