"""整改 - What a review asks to be put right: add, load, list for those who see the item, what earlier years left open, save by version."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, bindparam, func, insert, or_, select, update

from perfeval.errors import Conflict
from perfeval.store.prepared import Prepared
from perfeval.store.samples import Seeing, is_seen
from perfeval.store.scope import Slice, within
from perfeval.store.tables import rectifications, rounds, sampled, samples
from perfeval.workflow import RectificationState


@dataclass(frozen=True, slots=True, kw_only=True)
class RectificationRow:
    """整改记录 - Hold one thing to be put right: what is asked, who answers for it, until when, and what the unit reported."""

    id: str
    sampled: str
    problem: str | None
    words: str
    owner: str
    deadline: str
    state: str
    person: str
    at: str
    report: str | None = None
    proof: str | None = None
    returned: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """所属整改 - Hold a rectification with what it is about: unit, code and title of the item, its round and year."""

    rectification: RectificationRow
    unit: str
    path: str
    item: str
    title: str
    round: str
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """所找整改 - Say which rectifications a list is about: of a round or of all, of units whose chains begin so, about some words.

    due_before: what is not done and should be by that day.
    """

    round: str | None = None
    state: str | None = None
    scope: Sequence[str] | None = None
    due_before: str | None = None
    words: str | None = None


_OWN = tuple(RectificationRow.__dataclass_fields__)


def _placed() -> "Select[tuple[object, ...]]":
    """Return the question for rectifications with what each is about."""
    columns = (sampled.c.unit, sampled.c.path, sampled.c.item, sampled.c.title, rounds.c.id.label("round"), rounds.c.year)
    asked = select(*(rectifications.c[name] for name in _OWN), *columns).join(sampled, sampled.c.id == rectifications.c.sampled)
    return asked.join(samples, samples.c.id == sampled.c.sample).join(rounds, rounds.c.id == samples.c.round)


_COLUMNS = (*_OWN, "unit", "path", "item", "title", "round", "year")
_OPEN_OF = Prepared(
    _placed()
    .where(
        or_(sampled.c.unit == bindparam("unit", type_=Text), sampled.c.item == bindparam("code", type_=Text)),
        rectifications.c.state != RectificationState.DONE.value,
    )
    .order_by(rounds.c.year.desc(), rectifications.c.deadline, rectifications.c.id)
)


def add(connection: Connection, row: RectificationRow) -> None:
    """新增 - Insert a rectification."""
    connection.execute(insert(rectifications).values(asdict(row)))


def load(connection: Connection, rectification_id: str) -> Placed | None:
    """读取 - Return a rectification, None where there is none; scope is that of its item."""
    found = connection.execute(_placed().where(rectifications.c.id == rectification_id)).first()
    return None if found is None else _as_placed(dict(found._mapping))  # noqa: SLF001 - rows as mappings have no public name


def of_item(connection: Connection, sampled_id: str) -> tuple[Placed, ...]:
    """一项的整改 - Return the rectifications of an item, the first one first; scope is that of the item."""
    rows = connection.execute(_placed().where(rectifications.c.sampled == sampled_id).order_by(rectifications.c.at, rectifications.c.id))
    return tuple(_as_placed(dict(row._mapping)) for row in rows)  # noqa: SLF001 - rows as mappings have no public name


def page(connection: Connection, sought: Sought, seeing: Seeing, part: Slice) -> tuple[tuple[Placed, ...], int]:
    """分页列出 - Return a page of the rectifications sought that somebody sees, what is due first first, and how many there are."""
    asked = _placed().where(is_seen(seeing), *_conditions(sought))
    total = connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one()
    order = (rectifications.c.deadline, sampled.c.path, rectifications.c.at, rectifications.c.id)
    rows = connection.execute(asked.order_by(*order).limit(part.size).offset(part.skip))
    return tuple(_as_placed(dict(row._mapping)) for row in rows), total  # noqa: SLF001 - rows as mappings have no public name


def _conditions(sought: Sought) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of what is sought."""
    for column, value in ((samples.c.round, sought.round), (rectifications.c.state, sought.state)):
        if value is not None:
            yield column == value
    if sought.scope is not None:
        yield within(sampled.c.path, sought.scope)
    if sought.due_before is not None:
        yield rectifications.c.state != RectificationState.DONE
        yield rectifications.c.deadline < sought.due_before
    if sought.words:
        texts = (sampled.c.title, sampled.c.item, rectifications.c.words, rectifications.c.owner)
        yield or_(*(text.contains(sought.words, autoescape=True) for text in texts))


def open_of(connection: Connection, unit_id: str, code: str | None) -> tuple[Placed, ...]:
    """未完成的 - Return what is not done of a unit, or of the project with this code, the newest first; scope is that of the form."""
    rows = _OPEN_OF.rows(connection, unit=unit_id, code=code or "")
    return tuple(_as_placed(dict(zip(_COLUMNS, row, strict=True))) for row in rows)


def save(connection: Connection, row: RectificationRow, version: int) -> RectificationRow:
    """保存 - Write a rectification over the version it was read at, and return it with the next one.

    Raises: Conflict `version-conflict`, when somebody else was quicker.
    """
    values = {**asdict(row), "version": version + 1}
    mine = rectifications.c.id == row.id, rectifications.c.version == version
    if connection.execute(update(rectifications).where(*mine).values(values)).rowcount != 1:
        raise Conflict("version-conflict", "这一整改事项刚被别人改过，请取最新内容后再办理")
    return RectificationRow(**values)


def _as_placed(values: dict[str, Any]) -> Placed:
    own = {name: values.pop(name) for name in _OWN}
    return Placed(rectification=RectificationRow(**own), **values)
