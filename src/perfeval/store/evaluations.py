"""自评 - One evaluation as it is being filled in and checked: load, list inside a scope, insert, and save by version."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Select, bindparam, func, insert, or_, select, update

from perfeval.errors import Conflict
from perfeval.store.scope import Slice, within
from perfeval.store.tables import evaluations
from perfeval.workflow import DRAFTS


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
    upload: str | None = None
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


_SAVED = update(evaluations).where(evaluations.c.id == bindparam("its_id"), evaluations.c.version == bindparam("read_at"))
_HEAD = tuple(evaluations.c[name] for name in EvaluationHead.__dataclass_fields__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """筛选 - Say which evaluations a list is about; what is not written does not narrow it.

    drafts_inside: what has not been submitted counts inside these chains only, so that no filter tells what a list does not show.
    """

    state: str | None = None
    unit_path: str | None = None
    grade: str | None = None
    finding: str | None = None
    late: bool | None = None
    words: str | None = None
    drafts_inside: Sequence[str] | None = None


def load(connection: Connection, evaluation_id: str, scope: Sequence[str]) -> EvaluationRow | None:
    """读取 - Return one evaluation, None where it does not exist or lies outside the scope."""
    found = connection.execute(select(evaluations).where(evaluations.c.id == evaluation_id, within(evaluations.c.path, scope))).first()
    return None if found is None else EvaluationRow(**found._mapping)  # noqa: SLF001 - rows as mappings have no public name


def page(
    connection: Connection, round_id: str, wanted: Wanted, scope: Sequence[str], part: Slice
) -> tuple[tuple[EvaluationHead, ...], int]:
    """分页列出 - Return a page of the evaluations of a round inside the scope, without their forms, and how many there are in all."""
    asked = _narrowed(select(*_HEAD).where(evaluations.c.round == round_id, within(evaluations.c.path, scope)), wanted)
    total = connection.execute(asked.with_only_columns(func.count())).scalar_one()
    rows = connection.execute(asked.order_by(evaluations.c.path, evaluations.c.title, evaluations.c.id).limit(part.size).offset(part.skip))
    return tuple(EvaluationHead(**row._mapping) for row in rows), total  # noqa: SLF001 - rows as mappings have no public name


def add(connection: Connection, rows: Iterable[EvaluationRow]) -> None:
    """新增 - Insert evaluations."""
    if values := [asdict(row) for row in rows]:
        connection.execute(insert(evaluations), values)


def save(connection: Connection, row: EvaluationRow, version: int) -> EvaluationRow:
    """保存 - Write an evaluation over the version it was read at, and return it with the next one.

    Raises: Conflict `version-conflict`, when somebody else was quicker.
    """
    values = {name: getattr(row, name) for name in EvaluationRow.__dataclass_fields__} | {"version": version + 1}
    done = connection.execute(_SAVED, {**values, "its_id": row.id, "read_at": version})
    if done.rowcount != 1:
        raise Conflict("version-conflict", "这份自评刚被别人改过，请取最新内容后再保存")
    return EvaluationRow(**values)


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
    if wanted.words:
        asked = asked.where(row.title.contains(wanted.words, autoescape=True))
    if wanted.drafts_inside is not None:
        asked = asked.where(or_(row.state.not_in(DRAFTS), within(row.path, wanted.drafts_inside)))
    return asked
