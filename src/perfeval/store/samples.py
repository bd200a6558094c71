"""抽查批 - Samples of a round and what was drawn: add, load, list inside a scope, and save by version.

A sample is for those who see all the units that it was drawn from. A sampled item is for more people: `Seeing` says for whom.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import Column, ColumnElement, Connection, and_, exists, func, insert, or_, select, update

from perfeval.errors import Conflict
from perfeval.store.scope import Slice, within
from perfeval.store.tables import reviews, sampled, samples
from perfeval.workflow import ItemState

_DRAWN = {"id", "sample", "evaluation", "submission", "unit", "path", "item", "title", "stratum", "how", "why", "probability"}
_PLACE = frozenset(_DRAWN | {"self_total", "self_grade"})
"""所在 - What a draw says of an item; nothing changes it afterwards."""
_PLAN = frozenset({"id", "round", "path", "seed", "frame", "frame_sha256", "plan", "drawn", "person", "at", "risks"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRow:
    """抽查批记录 - Hold one draw: from which units, by which plan and seed, the whole frame and its hash, and what was drawn, all JSON."""

    id: str
    round: str
    path: str
    title: str
    seed: str
    frame_sha256: str
    state: str
    person: str
    at: str
    risks: str
    plan: str
    drawn: str
    frame: str
    number: str | None = None
    sent: str | None = None
    released: str | None = None
    texts: str = "{}"
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleHead:
    """抽查批摘要 - Hold what a list says of a sample: everything but plan, frame and what was drawn."""

    id: str
    version: int
    title: str
    number: str | None
    state: str
    person: str
    at: str
    sent: str | None
    released: str | None
    frame_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledRow:
    """抽中记录 - Hold one sampled item: which submission, how it came into the sample, where it stands, what was decided of it."""

    id: str
    sample: str
    evaluation: str
    submission: int
    unit: str
    path: str
    item: str
    title: str
    stratum: str
    how: str
    state: str
    why: str | None = None
    probability: str | None = None
    decision: int | None = None
    told: int | None = None
    decided_by: str | None = None
    decided_at: str | None = None
    signed_by: str | None = None
    signed_at: str | None = None
    self_total: int | None = None
    self_grade: str | None = None
    reviewed_total: int | None = None
    reviewed_grade: str | None = None
    quality_total: int | None = None
    quality_grade: str | None = None
    released: str | None = None
    closed: str | None = None
    quality: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """找到的一项 - Hold a sampled item and the round of its sample."""

    row: SampledRow
    round: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """本单位 - Hold the chains of the units that somebody belongs to, with all below them, and of the units above these, each by itself."""

    below: Sequence[str] = ()
    above: Sequence[str] = ()

    def holds(self, path: str) -> bool:
        """是本单位的 - Tell whether what is a unit's is their own affair."""
        return path in self.above or any(path.startswith(each) for each in self.below)

    def condition(self, path: "Column[str]") -> ColumnElement[bool]:
        """条件 - Return the same as a condition on a chain of units."""
        return or_(path.in_(self.above), within(path, self.below))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeing:
    """可见条件 - Say which items somebody sees: all inside one of the first chains, released ones inside the second, and their own work.

    Nothing of what is of their own units counts as their work or is seen before it is released.
    """

    whole: Sequence[str]
    released: Sequence[str]
    person: str
    own: Own = field(default_factory=Own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """所找各项 - Say which items of a round a list is about; what is not written does not narrow it."""

    round: str
    sample: str | None = None
    state: str | None = None


_HELD = select(sampled.c.id).order_by(sampled.c.id).with_for_update()
_HEAD = [samples.c[name] for name in SampleHead.__dataclass_fields__]


def add(connection: Connection, row: SampleRow, items: Iterable[SampledRow]) -> None:
    """新增 - Insert a sample with what was drawn."""
    connection.execute(insert(samples).values(asdict(row)))
    if values := [asdict(each) for each in items]:
        connection.execute(insert(sampled), values)


def load(connection: Connection, sample_id: str, scope: Sequence[str]) -> SampleRow | None:
    """读取 - Return a sample, None where it does not exist or was drawn from more than the scope."""
    found = connection.execute(select(samples).where(samples.c.id == sample_id, within(samples.c.path, scope))).first()
    return None if found is None else SampleRow(**found._mapping)  # noqa: SLF001 - rows as mappings have no public name


def page(connection: Connection, round_id: str, scope: Sequence[str], part: Slice) -> tuple[tuple[SampleHead, ...], int]:
    """分页列出 - Return a page of the samples of a round inside the scope, the first one first, and how many there are."""
    asked = select(*_HEAD).where(samples.c.round == round_id, within(samples.c.path, scope))
    total = connection.execute(asked.with_only_columns(func.count())).scalar_one()
    rows = connection.execute(asked.order_by(samples.c.at, samples.c.id).limit(part.size).offset(part.skip))
    return tuple(SampleHead(**row._mapping) for row in rows), total  # noqa: SLF001 - rows as mappings have no public name


def save(connection: Connection, row: SampleRow, version: int) -> SampleRow:
    """保存 - Write where a sample stands over the version it was read at, and return it with the next one.

    Raises: Conflict `version-conflict`, when somebody else was quicker.
    """
    values = {name: value for name, value in asdict(row).items() if name not in _PLAN} | {"version": version + 1}
    done = connection.execute(update(samples).where(samples.c.id == row.id, samples.c.version == version).values(values))
    if done.rowcount != 1:
        raise Conflict("version-conflict", "这个抽查批刚被别人改过，请取最新内容后再办理")
    return SampleRow(**{**asdict(row), "version": version + 1})


def items(connection: Connection, sample_id: str, scope: Sequence[str]) -> tuple[SampledRow, ...]:
    """全部各项 - Return every item of a sample inside the scope, by stratum, then by item."""
    asked = select(sampled).where(sampled.c.sample == sample_id, within(sampled.c.path, scope))
    rows = connection.execute(asked.order_by(sampled.c.stratum, sampled.c.item))
    return tuple(SampledRow(**row._mapping) for row in rows)  # noqa: SLF001 - rows as mappings have no public name


def every(connection: Connection, round_id: str, scope: Sequence[str]) -> tuple[SampledRow, ...]:
    """批次各项 - Return every sampled item of a round inside the scope, by unit, then by item."""
    asked = select(sampled).join(samples, samples.c.id == sampled.c.sample)
    asked = asked.where(samples.c.round == round_id, within(sampled.c.path, scope))
    rows = connection.execute(asked.order_by(sampled.c.path, sampled.c.item, sampled.c.id))
    return tuple(SampledRow(**row._mapping) for row in rows)  # noqa: SLF001 - rows as mappings have no public name


def told_of(connection: Connection, evaluation_id: str, scope: Sequence[str]) -> tuple[SampledRow, ...]:
    """已反馈的抽查项 - Return the items of an evaluation inside the scope whose result was released, the last one first."""
    asked = select(sampled).where(sampled.c.evaluation == evaluation_id, sampled.c.told.is_not(None), within(sampled.c.path, scope))
    rows = connection.execute(asked.order_by(sampled.c.released.desc(), sampled.c.id))
    return tuple(SampledRow(**row._mapping) for row in rows)  # noqa: SLF001 - rows as mappings have no public name


def item(connection: Connection, sampled_id: str, seeing: Seeing) -> Found | None:
    """一项 - Return a sampled item, None where it does not exist or is not for who asks."""
    asked = select(sampled, samples.c.round).join(samples, samples.c.id == sampled.c.sample)
    found = connection.execute(asked.where(sampled.c.id == sampled_id, is_seen(seeing))).first()
    if found is None:
        return None
    values = dict(found._mapping)  # noqa: SLF001 - rows as mappings have no public name
    round_id = values.pop("round")
    return Found(row=SampledRow(**values), round=round_id)


def page_of_items(connection: Connection, sought: Sought, seeing: Seeing, part: Slice) -> tuple[tuple[SampledRow, ...], int]:
    """分页列出各项 - Return a page of the items that are sought and that somebody sees, by their codes, and how many there are."""
    asked = select(sampled).join(samples, samples.c.id == sampled.c.sample).where(samples.c.round == sought.round, is_seen(seeing))
    for column, value in ((sampled.c.sample, sought.sample), (sampled.c.state, sought.state)):
        if value is not None:
            asked = asked.where(column == value)
    total = connection.execute(asked.with_only_columns(func.count())).scalar_one()
    rows = connection.execute(asked.order_by(sampled.c.item, sampled.c.id).limit(part.size).offset(part.skip))
    return tuple(SampledRow(**row._mapping) for row in rows), total  # noqa: SLF001 - rows as mappings have no public name


def save_item(connection: Connection, row: SampledRow, version: int) -> SampledRow:
    """保存一项 - Write where an item stands over the version it was read at, and return it with the next one.

    Raises: Conflict `version-conflict`, when somebody else was quicker.
    """
    values = {name: value for name, value in asdict(row).items() if name not in _PLACE} | {"version": version + 1}
    done = connection.execute(update(sampled).where(sampled.c.id == row.id, sampled.c.version == version).values(values))
    if done.rowcount != 1:
        raise Conflict("version-conflict", "这一项刚被别人改过，请取最新内容后再办理")
    return SampledRow(**{**asdict(row), "version": version + 1})


def hold(connection: Connection, sampled_ids: Sequence[str]) -> None:
    """占住 - Keep others from changing these items until the transaction ends; taken in one order, as evaluations are."""
    connection.execute(_HELD.where(sampled.c.id.in_(list(sampled_ids)))).all()


def under_review(connection: Connection, round_id: str, scope: Sequence[str], but: str | None = None) -> frozenset[str]:
    """已下发的自评 - Return the evaluations of a round inside the scope that were sent out for review, in any sample but one."""
    asked = select(sampled.c.evaluation).join(samples, samples.c.id == sampled.c.sample)
    mine = samples.c.round == round_id, sampled.c.state != ItemState.DRAWN, within(sampled.c.path, scope)
    asked = asked.where(*mine) if but is None else asked.where(*mine, sampled.c.sample != but)
    return frozenset(connection.execute(asked).scalars())


def is_seen(seeing: Seeing) -> ColumnElement[bool]:
    """可见 - Return the condition that an item is for somebody's eyes."""
    mine = exists().where(reviews.c.sampled == sampled.c.id, reviews.c.person == seeing.person)
    out = sampled.c.told.is_not(None)
    working = and_(
        ~seeing.own.condition(sampled.c.path), or_(within(sampled.c.path, seeing.whole), and_(mine, sampled.c.state != ItemState.DRAWN))
    )
    return or_(working, and_(out, within(sampled.c.path, seeing.released)))
