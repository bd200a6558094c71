"""复核 - What reviewers were given and what they found: a row by assignment, saved as a draft any number of times, then handed in."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select, update

from perfeval.errors import Conflict
from perfeval.store.samples import Own
from perfeval.store.scope import Slice, within
from perfeval.store.tables import people, reviews, sampled, samples
from perfeval.workflow import ItemState


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """复核记录 - Hold one reviewer's second score of an item: their judgements and what these come to, both JSON."""

    id: str
    sampled: str
    person: str
    role: str
    assigned_by: str
    assigned_at: str
    document: str
    card: str | None = None
    total: int | None = None
    saved: str | None = None
    handed_in: str | None = None
    version: int = 1
    handed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """署名复核 - Hold a review and the name of who makes it."""

    review: ReviewRow
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """复核任务 - Hold what a list of somebody's own reviews says of one: whose item it is, where that stands, how far they are."""

    id: str
    version: int
    sampled: str
    sample: str
    sample_title: str
    title: str
    unit: str
    item: str
    state: str
    saved: str | None
    handed_in: str | None


def add(connection: Connection, row: ReviewRow) -> None:
    """新增 - Insert a review, which assigns the item to its reviewer."""
    connection.execute(insert(reviews).values(asdict(row)))


def remove(connection: Connection, review_id: str) -> None:
    """取消 - Take an assignment back of which nothing was saved yet."""
    connection.execute(delete(reviews).where(reviews.c.id == review_id, reviews.c.saved.is_(None)))


def load(connection: Connection, review_id: str) -> Signed | None:
    """读取 - Return a review, None where there is none; scope is that of its item."""
    found = connection.execute(_signed(reviews.c.id == review_id)).first()
    return None if found is None else _as_signed(dict(found._mapping))  # noqa: SLF001 - rows as mappings have no public name


def of_item(connection: Connection, sampled_id: str) -> tuple[Signed, ...]:
    """一项的复核 - Return all reviews of an item, in the order in which they were assigned; scope is that of the item."""
    rows = connection.execute(_signed(reviews.c.sampled == sampled_id).order_by(reviews.c.assigned_at, reviews.c.id))
    return tuple(_as_signed(dict(row._mapping)) for row in rows)  # noqa: SLF001 - rows as mappings have no public name


def of_items(connection: Connection, sampled_ids: Sequence[str], scope: Sequence[str]) -> tuple[Signed, ...]:
    """多项的复核 - Return all reviews of those of some items that lie inside the scope, in the order in which they were assigned."""
    inside = select(sampled.c.id).where(sampled.c.id.in_(sampled_ids), within(sampled.c.path, scope))
    rows = connection.execute(_signed(reviews.c.sampled.in_(inside)).order_by(reviews.c.assigned_at, reviews.c.id))
    return tuple(_as_signed(dict(row._mapping)) for row in rows)  # noqa: SLF001 - rows as mappings have no public name


def handed(connection: Connection, round_id: str, scope: Sequence[str]) -> tuple[str, ...]:
    """已交复核 - Return what fairness needs of every review of a round inside the scope that was handed in, each as JSON."""
    asked = select(reviews.c.handed).join(sampled, sampled.c.id == reviews.c.sampled).join(samples, samples.c.id == sampled.c.sample)
    asked = asked.where(samples.c.round == round_id, reviews.c.handed.is_not(None), within(sampled.c.path, scope))
    return tuple(connection.execute(asked.order_by(sampled.c.path, sampled.c.item, reviews.c.id)).scalars())


def page_of(connection: Connection, person_id: str, own: Own, part: Slice) -> tuple[tuple[Task, ...], int]:
    """本人的任务 - Return a page of what was sent out to somebody for review, what is open first, and how many there are.

    What is of their own units is left out.
    """
    columns = (reviews.c.id, reviews.c.version, reviews.c.sampled, sampled.c.sample, samples.c.title.label("sample_title"))
    more = (sampled.c.title, sampled.c.unit, sampled.c.item, sampled.c.state, reviews.c.saved, reviews.c.handed_in)
    asked = select(*columns, *more).join(sampled, sampled.c.id == reviews.c.sampled).join(samples, samples.c.id == sampled.c.sample)
    asked = asked.where(reviews.c.person == person_id, sampled.c.state != ItemState.DRAWN, ~own.condition(sampled.c.path))
    total = connection.execute(asked.with_only_columns(func.count())).scalar_one()
    order = (reviews.c.handed_in.is_not(None), sampled.c.path, sampled.c.item, reviews.c.id)
    rows = connection.execute(asked.order_by(*order).limit(part.size).offset(part.skip))
    return tuple(Task(**row._mapping) for row in rows), total  # noqa: SLF001 - rows as mappings have no public name


def save(connection: Connection, row: ReviewRow, version: int) -> ReviewRow:
    """保存 - Write a review over the version it was read at, and return it with the next one.

    Raises: Conflict `version-conflict`, when it was saved elsewhere meanwhile.
    """
    values = {**asdict(row), "version": version + 1}
    done = connection.execute(update(reviews).where(reviews.c.id == row.id, reviews.c.version == version).values(values))
    if done.rowcount != 1:
        raise Conflict("version-conflict", "这份复核意见刚在别处改过，请取最新内容后再保存")
    return ReviewRow(**values)


def _signed(condition: ColumnElement[bool]) -> "Select[tuple[object, ...]]":
    """Return the question for reviews with the name of who makes each."""
    return select(reviews, people.c.name).join(people, people.c.id == reviews.c.person).where(condition)


def _as_signed(values: dict[str, object]) -> Signed:
    name = values.pop("name")
    return Signed(review=ReviewRow(**values), name=str(name))  # type: ignore[arg-type]
