"""单位树 - Who keeps the units: finance bureau, departments, units and secondary units, each valid from a day to a day.

A unit never moves: what was filed under it stays where it is. After a reorganisation the old unit gets its last day, and a new one begins.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import uuid4

from perfeval.accounts import BUSINESS, Asker, Role
from perfeval.desks.access import scope_of
from perfeval.errors import Conflict, Forbidden, Invalid, NotFound, Place
from perfeval.store import Transaction, units
from perfeval.store.people import EVERYWHERE
from perfeval.store.scope import Slice
from perfeval.store.units import UnitRow

Json = dict[str, object]
READERS = (*(role for role in BUSINESS if role is not Role.THIRD_PARTY), Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)
"""可查看的角色 - Who sees units: not a third party, but the two administrators, to make accounts and to grant roles."""
KEEPERS = (Role.SYSTEM_ADMINISTRATOR, Role.FINANCE_CHECKER, Role.FINANCE_HEAD)
"""可维护的角色 - Who makes and changes units."""
_MOST = 100_000
KINDS = {"bureau": "财政部门", "department": "主管部门", "unit": "单位", "secondary": "二级单位"}
"""单位种类 - What a unit may be, as people call it."""
ABOVE = {
    "bureau": (None, "bureau"),
    "department": ("bureau",),
    "unit": ("bureau", "department"),
    "secondary": ("department", "unit", "secondary"),
}
"""上级种类 - What may stand above a unit of each kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """新单位 - Hold a unit as it is to be; parent is an id."""

    code: str
    name: str
    kind: str
    parent: str | None = None
    region: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """树上一处 - Hold a unit where it stands in the tree: how deep below the top of what the asker sees."""

    id: str
    code: str
    name: str
    kind: str
    depth: int
    valid_from: str | None
    valid_to: str | None


def leaves(tx: Transaction, who: Asker, words: str | None = None) -> tuple[Leaf, ...]:
    """整棵树 - Return the units in scope from the top down, those below behind the one they belong to, by code.

    Words leave those that have them in name or code, each as deep as it stands in the whole tree.
    """
    rows = list(units.by_code(tx.connection, scope_of(who, READERS)).values())
    codes = {row.id: row.code for row in rows}
    top = min((row.path.count("/") for row in rows), default=0)
    ordered = sorted(rows, key=lambda row: [codes.get(each, "") for each in row.path.strip("/").split("/")])
    return tuple(_leaf(row, top) for row in ordered if words is None or words in row.name or words in row.code)


def _leaf(row: UnitRow, top: int) -> Leaf:
    own = {name: getattr(row, name) for name in ("id", "code", "name", "kind", "valid_from", "valid_to")}
    return Leaf(**own, depth=row.path.count("/") - top)


def page(tx: Transaction, who: Asker, part: Slice, words: str | None = None) -> Json:
    """单位列表 - Return a page of the units in scope, from the top down."""
    found, total = units.page(tx.connection, scope_of(who, READERS), part, words)
    return {"items": [told(each) for each in found], "total": total}


def every(tx: Transaction, who: Asker) -> tuple[UnitRow, ...]:
    """全部单位 - Return every unit in scope, from the top down."""
    found, _ = units.page(tx.connection, scope_of(who, READERS), Slice(size=_MOST))
    return found


def one(tx: Transaction, who: Asker, unit_id: str) -> Json:
    """一个单位 - Return a unit.

    Raises: NotFound, outside the scope too.
    """
    return told(found(tx, unit_id, scope_of(who, READERS)))


def make(tx: Transaction, who: Asker, draft: Draft) -> Json:
    """新建单位 - Make a unit below one in scope and return it.

    Raises: Invalid, with the places; Conflict, when the code is taken; NotFound, when the unit above is not in scope.
    """
    scope = keeps(who)
    above = found(tx, draft.parent, scope) if draft.parent else None
    if above is None and EVERYWHERE not in scope:
        raise Forbidden("role-forbidden", "最上级单位由系统管理员建立")
    faults = tuple(faults_of(draft, above))
    if faults:
        raise Invalid("unit-invalid", "单位内容有误", faults)
    if draft.code in units.by_code(tx.connection, [EVERYWHERE]):
        raise Conflict("unit-exists", f"单位编码 {draft.code} 已被使用")
    made = placed(draft, above)
    units.add(tx.connection, [made])
    tx.record(who.person, who.address, "unit.create", f"units/{made.id}", told(made))
    return told(made)


def change(tx: Transaction, who: Asker, unit_id: str, changes: Mapping[str, Any], version: int) -> Json:
    """修改单位 - Change name, region or days of a unit and return it.

    Raises: NotFound; Invalid; Conflict `version-conflict`, with the unit as it is now.
    """
    before = found(tx, unit_id, keeps(who))
    after = replace(before, **changes)
    faults = tuple(_day_faults(after.valid_from, after.valid_to))
    if faults:
        raise Invalid("unit-invalid", "单位内容有误", faults)
    if before.version != version:
        raise Conflict("version-conflict", "这个单位刚被别人改过，请取最新内容后再保存", more={"current": told(before)})
    saved = units.save(tx.connection, after, version)
    tx.record(who.person, who.address, "unit.change", f"units/{unit_id}", {"before": told(before), "after": told(saved)})
    return told(saved)


def found(tx: Transaction, unit_id: str | None, scope: tuple[str, ...]) -> UnitRow:
    """查单位 - Return a unit inside a scope.

    Raises: NotFound.
    """
    row = units.load(tx.connection, unit_id, scope) if unit_id else None
    if row is None:
        raise NotFound("unit-not-found", "没有这个单位，或不在您的范围内")
    return row


def keeps(who: Asker) -> tuple[str, ...]:
    """维护范围 - Return the subtrees whose units somebody keeps.

    Raises: Forbidden, when there are none.
    """
    return scope_of(who, KEEPERS)


def admit(_: Transaction, who: Asker) -> None:
    """准入 - Refuse those who may not import units, before their file is read.

    Raises: Forbidden.
    """
    keeps(who)


def faults_of(draft: Draft, above: UnitRow | None) -> Iterator[Place]:
    """单位缺陷 - Yield what is wrong with a unit as it is to be."""
    kind = above.kind if above else None
    if kind not in ABOVE[draft.kind]:
        names: dict[str | None, str] = {None: "空"}
        names.update(KINDS)
        may = "、".join(names[each] for each in ABOVE[draft.kind])
        yield Place(where="parent", message=f"{names[draft.kind]}的上级不能是{names[kind]}", suggestion=f"上级可为：{may}")
    yield from _day_faults(draft.valid_from, draft.valid_to)


def placed(draft: Draft, above: UnitRow | None) -> UnitRow:
    """入树 - Return the row of a new unit, with the chain of those above it."""
    made = uuid4().hex
    return UnitRow(id=made, path=f"{above.path if above else EVERYWHERE}{made}/", **asdict(draft))


def told(row: UnitRow) -> Json:
    """单位说明 - Return a unit as JSON has it."""
    return {name: getattr(row, name) for name in ("id", "code", "name", "kind", "parent", "region", "valid_from", "valid_to", "version")}


def _day_faults(start: str | None, end: str | None) -> Iterator[Place]:
    if start and end and end < start:
        yield Place(where="valid_to", message=f"停用日期{end}早于启用日期{start}", suggestion="改正其中一个")
