"""自评 - One evaluation as it is being filled in and checked: load, list inside a scope, insert, and save by version.

An import replaces evaluations by rows that nobody sees until it comes into force. Whoever saves one before that is not held up: the
row that was to take its place is dropped, and the import finds out that it has to look again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, delete, func, insert, or_, select, update

from perfeval.errors import Conflict
from perfeval.store import uploads
from perfeval.store.deadlines import overdue, returned
from perfeval.store.scope import Slice, in_force, within
from perfeval.store.tables import evaluations, identities
from perfeval.workflow import DRAFTS

_PLACE = frozenset({"id", "round", "project", "unit", "path", "part_of", "upload", "replaced_by"})
"""所在 - Where an evaluation belongs; no save changes it, and so none touches the indexes that it is found by."""
Values = dict[str, object]
"""列值 - Columns by name with what is to be in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationRow:
    """自评记录 - Hold one row: where it belongs, where it stands, what was filled in, and what scoring said of it."""

    id: str
    round: str
    project: str | None
    unit: str
    path: str
    title: str
    state: str
    document: str
    locked: str = "{}"
    confirmed: str = "{}"
    card: str | None = None
    total: int | None = None
    grade: str | None = None
    errors: int = 0
    warnings: int = 0
    codes: str = ""
    filed: str | None = None
    late: bool = False
    merged_into: str | None = None
    part_of: str | None = None
    exempt_why: str | None = None
    saved: str | None = None
    saved_by: str | None = None
    filed_by: str | None = None
    final_total: int | None = None
    final_grade: str | None = None
    final_source: str | None = None
    upload: str = ""
    replaced_by: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationHead:
    """自评摘要 - Hold what a list says of an evaluation: everything but what was filled in."""

    id: str
    version: int
    title: str
    unit: str
    path: str
    state: str
    total: int | None
    grade: str | None
    errors: int
    warnings: int
    filed: str | None
    late: bool
    saved: str | None
    part_of: str | None
    merged_into: str | None
    exempt_why: str | None
    returned: bool
    final_total: int | None
    final_grade: str | None
    final_source: str | None


ORDERS = ("unit", "title", "state", "filed", "total")
"""排序 - By what a list can be ordered; points of drafts are told inside the unit only, so they order the list only there."""
HEAD = (
    *(evaluations.c[name] for name in EvaluationHead.__dataclass_fields__ if name != "returned"),
    returned().label("returned"),
)
"""摘要各列 - The columns of a summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """前后各一份 - Say at which place of how many an evaluation stands in a list, and which stand before and behind it."""

    before: str | None
    after: str | None
    place: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """筛选 - Say which evaluations a list is about; what is not written does not narrow it.

    overdue_at: what is not filed by then although its deadline is past. drafts_inside: what has not been submitted counts inside these
    chains only, so that no filter tells what a list does not show. order: one of ORDERS; a leading - turns it round.
    """

    state: str | None = None
    unit_path: str | None = None
    grade: str | None = None
    finding: str | None = None
    late: bool | None = None
    overdue_at: str | None = None
    returned: bool | None = None
    words: str | None = None
    drafts_inside: Sequence[str] | None = None
    order: str = "unit"
    points_inside: Sequence[str] = ()


def load(connection: Connection, evaluation_id: str, scope: Sequence[str]) -> EvaluationRow | None:
    """读取 - Return one evaluation, None where it does not exist or lies outside the scope."""
    found = connection.execute(select(evaluations).where(evaluations.c.id == evaluation_id, within(evaluations.c.path, scope))).first()
    return None if found is None else EvaluationRow(**found._mapping)  # noqa: SLF001 - rows as mappings have no public name


def page(
    connection: Connection, round_id: str, wanted: Wanted, scope: Sequence[str], part: Slice
) -> tuple[tuple[EvaluationHead, ...], int]:
    """分页列出 - Return a page of the evaluations of a round inside the scope, without their forms, and how many there are in all."""
    asked = _narrowed(select(*HEAD).where(evaluations.c.round == round_id, within(evaluations.c.path, scope)), wanted)
    total = connection.execute(asked.with_only_columns(func.count())).scalar_one()
    rows = connection.execute(asked.order_by(*_order(wanted)).limit(part.size).offset(part.skip))
    return tuple(EvaluationHead(**row._mapping) for row in rows), total  # noqa: SLF001 - rows as mappings have no public name


def neighbours(connection: Connection, row: EvaluationRow, wanted: Wanted, scope: Sequence[str]) -> Neighbours | None:
    """前后各一份 - Return what stands around an evaluation in a list of its round, None where the list does not have it."""
    its_id, order = evaluations.c.id, tuple(_order(wanted))
    columns = (
        its_id,
        func.lag(its_id).over(order_by=order).label("before"),
        func.lead(its_id).over(order_by=order).label("after"),
        func.row_number().over(order_by=order).label("place"),
        func.count().over().label("total"),
    )
    listed = _narrowed(select(*columns).where(evaluations.c.round == row.round, within(evaluations.c.path, scope)), wanted).subquery()
    found = connection.execute(select(*list(listed.c)[1:]).where(listed.c.id == row.id)).first()
    return None if found is None else Neighbours(**found._mapping)  # noqa: SLF001 - rows as mappings have no public name


def titles(connection: Connection, evaluation_ids: Sequence[str], scope: Sequence[str]) -> dict[str, str]:
    """名称 - Return the titles of those of these evaluations that lie inside the scope."""
    mine = evaluations.c.id.in_(list(evaluation_ids)), within(evaluations.c.path, scope)
    asked = select(evaluations.c.id, evaluations.c.title).where(*mine)
    return {each.id: each.title for each in connection.execute(asked)}


def add(connection: Connection, rows: Iterable[EvaluationRow]) -> None:
    """新增 - Insert evaluations."""
    if values := [asdict(row) for row in rows]:
        connection.execute(insert(identities), [{"id": each["id"]} for each in values])
        connection.execute(insert(evaluations), values)


def save(connection: Connection, row: EvaluationRow, version: int) -> EvaluationRow:
    """保存 - Write an evaluation over the version it was read at, and return it with the next one.

    Raises: Conflict `version-conflict`, when somebody else was quicker.
    """
    values = {name: value for name, value in asdict(row).items() if name not in _PLACE} | {"version": version + 1}
    if not _written(connection, replace(row, version=version), values):
        raise Conflict("version-conflict", "这份自评刚被别人改过，请取最新内容后再保存")
    return replace(row, version=version + 1, replaced_by=None)


def refresh(connection: Connection, row: EvaluationRow, values: Values) -> None:
    """更新评定 - Write what scoring says of a form since its proofs changed; the form itself and its version stay.

    Raises: Conflict `version-conflict`, when an import has just replaced it.
    """
    if not _written(connection, row, values):
        raise Conflict("version-conflict", "这份自评刚被别人改过，请取最新内容后再办理")


def fix_own(connection: Connection, round_id: str, without: Sequence[str], scope: Sequence[str]) -> None:
    """确定自评结果 - Make the units' own results the final ones of a round inside the scope; those in some states have none."""
    row = evaluations.c
    mine = row.round == round_id, row.filed.is_not(None), row.state.not_in(without), within(row.path, scope)
    connection.execute(update(evaluations).where(*mine).values(final_total=row.total, final_grade=row.grade, final_source="self"))


def fix_reviewed(connection: Connection, results: Mapping[str, tuple[int | None, str | None]]) -> None:
    """确定复核结果 - Make what reviews came to the final results of these evaluations."""
    for evaluation_id, (total, grade) in results.items():
        mine = evaluations.c.id == evaluation_id, in_force(evaluations)
        connection.execute(update(evaluations).where(*mine).values(final_total=total, final_grade=grade, final_source="review"))


def supersede(connection: Connection, pairs: Sequence[tuple[EvaluationRow, EvaluationRow]], upload_id: str) -> None:
    """备好新行 - Write for each row the one that takes its place once an import comes into force.

    Rows that changed since they were read are left out, and those that somebody is just changing: nobody waits here for somebody who
    may wait for us.
    """
    row = evaluations.c
    mine = row.id.in_([before.id for before, _ in pairs]), row.replaced_by.is_(None)
    asked = select(row.id, row.upload, row.version, row.card).where(*mine).with_for_update(skip_locked=True)
    held = {each.id: tuple(each)[1:] for each in connection.execute(asked)}
    same = [(before, after) for before, after in pairs if held.get(before.id) == (before.upload, before.version, before.card)]
    if same:
        mine = row.id.in_([before.id for before, _ in same]), row.replaced_by.is_(None)
        connection.execute(update(evaluations).where(*mine).values(replaced_by=upload_id))
        following = [replace(after, upload=upload_id, replaced_by=None, version=before.version + 1) for before, after in same]
        connection.execute(insert(evaluations), [asdict(each) for each in following])


def superseded(connection: Connection, upload_id: str) -> frozenset[str]:
    """将被替换的 - Return the ids of the evaluations that an import replaces, as long as nobody saves them before it does."""
    return frozenset(connection.execute(select(evaluations.c.id).where(evaluations.c.replaced_by == upload_id)).scalars())


def count_superseded(connection: Connection, upload_id: str) -> int:
    """将被替换的份数 - Return how many evaluations an import replaces."""
    asked = select(func.count()).select_from(evaluations).where(evaluations.c.replaced_by == upload_id)
    return connection.execute(asked).scalar_one()


def _written(connection: Connection, row: EvaluationRow, values: Values) -> bool:
    """Write into a row as it was read, and tell whether it was still there."""
    mine = evaluations.c.id == row.id, evaluations.c.upload == row.upload, evaluations.c.version == row.version
    done = connection.execute(update(evaluations).where(*mine).values(values).returning(evaluations.c.replaced_by)).first()
    if done is None or done.replaced_by is None:
        return done is not None
    return _overtook(connection, row.id, done.replaced_by)


def _overtook(connection: Connection, evaluation_id: str, upload_id: str) -> bool:
    """Drop the row that was to take the place of one that was just written; tell whether the import was not in force yet."""
    if not uploads.hold(connection, upload_id):
        return False
    connection.execute(delete(evaluations).where(evaluations.c.id == evaluation_id, evaluations.c.upload == upload_id))
    mine = evaluations.c.id == evaluation_id, evaluations.c.replaced_by == upload_id
    connection.execute(update(evaluations).where(*mine).values(replaced_by=None))
    return True


def _order(wanted: Wanted) -> Sequence[ColumnElement[Any]]:
    """Return by what a list is ordered; what is not known stands at the end."""
    row = evaluations.c
    told = or_(row.state.not_in(DRAFTS), within(row.path, wanted.points_inside))
    own = {"title": row.title, "state": row.state, "filed": row.filed, "total": case((told, row.total), else_=None)}
    name = wanted.order.removeprefix("-")
    usual = (row.path, row.title, row.id)
    if name not in own:
        return usual
    column = own[name]
    return (column.is_(None), column.desc() if wanted.order.startswith("-") else column, *usual)


def _narrowed(asked: "Select[tuple[object, ...]]", wanted: Wanted) -> "Select[tuple[object, ...]]":
    """Return the question narrowed to what is wanted."""
    row = evaluations.c
    equal = {row.state: wanted.state, row.grade: wanted.grade, row.late: wanted.late}
    for column, value in equal.items():
        if value is not None:
            asked = asked.where(column == value)
    if wanted.unit_path is not None:
        asked = asked.where(within(row.path, [wanted.unit_path]))
    if wanted.finding is not None:
        asked = asked.where(row.codes.contains(f" {wanted.finding} ", autoescape=True))
    if wanted.overdue_at is not None:
        asked = asked.where(overdue(wanted.overdue_at))
    if wanted.returned is not None:
        asked = asked.where(returned() if wanted.returned else ~returned())
    if wanted.words:
        asked = asked.where(row.title.contains(wanted.words, autoescape=True))
    if wanted.drafts_inside is not None:
        asked = asked.where(or_(row.state.not_in(DRAFTS), within(row.path, wanted.drafts_inside)))
    return asked
