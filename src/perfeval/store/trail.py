"""日志查询 - Look into the journal: the entry of a submission, who worked on an evaluation, and lists for those who may read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, not_, or_, select

from perfeval.store.journal import Entry
from perfeval.store.scope import Slice, in_force, within
from perfeval.store.tables import evaluations, journal, round_units
from perfeval.workflow import DRAFTS

SUBMIT = "evaluation.submit"
"""送审 - What the journal calls a submission; an evaluation has as many such entries as submissions, in the same order."""
_EVALUATIONS, _ROUNDS = "evaluations/", "rounds/"
_ID = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """回执 - Hold number and hash of a journal entry."""

    number: int
    hash: str

    @property
    def digits(self) -> str:
        """前十二位 - Return the first twelve digits of the hash, which `journal verify` accepts."""
        return self.hash[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """筛选 - Say which entries a list is about; what is not written does not narrow it."""

    about: str | None = None
    person: str | None = None
    action: str | None = None
    since: str | None = None
    until: str | None = None
    after: int | None = None


def receipts(connection: Connection, evaluation_id: str) -> tuple[Receipt, ...]:
    """回执 - Return number and hash of the entry of every submission of an evaluation, the first one first."""
    asked = select(journal.c.number, journal.c.hash).where(journal.c.about == f"{_EVALUATIONS}{evaluation_id}", journal.c.action == SUBMIT)
    return tuple(Receipt(number=row.number, hash=row.hash) for row in connection.execute(asked.order_by(journal.c.number)))


def entries_of(connection: Connection, about: str, action: str) -> tuple[Receipt, ...]:
    """某事的条目 - Return number and hash of every entry in which something was done to a thing; scope is that of the thing."""
    asked = select(journal.c.number, journal.c.hash).where(journal.c.about == about, journal.c.action == action)
    return tuple(Receipt(number=row.number, hash=row.hash) for row in connection.execute(asked.order_by(journal.c.number)))


def last_entry(connection: Connection, action: str) -> Entry | None:
    """最近一条 - Return the last entry of one kind, None where there is none."""
    found = connection.execute(select(journal).where(journal.c.action == action).order_by(journal.c.number.desc()).limit(1)).first()
    return None if found is None else Entry(**found._mapping)  # noqa: SLF001 - rows as mappings have no public name


def last_number(connection: Connection, about: str) -> int:
    """最近一条的序号 - Return the number of the last entry about one thing, 0 where there is none."""
    return connection.execute(select(func.max(journal.c.number)).where(journal.c.about == about)).scalar_one() or 0


def workers(connection: Connection, evaluation_id: str, actions: Sequence[str]) -> frozenset[str]:
    """经手人 - Return everybody who ever did one of these things to an evaluation."""
    asked = select(journal.c.person).where(journal.c.about == f"{_EVALUATIONS}{evaluation_id}", journal.c.action.in_(actions)).distinct()
    return frozenset(person for person in connection.execute(asked).scalars() if person is not None)


def times(connection: Connection, evaluation_id: str, action: str) -> int:
    """次数 - Return how often something was done to an evaluation."""
    mine = journal.c.about == f"{_EVALUATIONS}{evaluation_id}", journal.c.action == action
    return connection.execute(select(func.count()).select_from(journal).where(*mine)).scalar_one()


def last(connection: Connection, evaluation_id: str, actions: Sequence[str]) -> str | None:
    """最近一次 - Return which of these things was done to an evaluation last, None where none was."""
    asked = select(journal.c.action).where(journal.c.about == f"{_EVALUATIONS}{evaluation_id}", journal.c.action.in_(actions))
    found: str | None = connection.execute(asked.order_by(journal.c.number.desc()).limit(1)).scalar_one_or_none()
    return found


def page(connection: Connection, looked: Looked, scope: Sequence[str] | None, part: Slice) -> tuple[tuple[Entry, ...], int]:
    """分页列出 - Return a page of the journal in its order, and how many entries there are in all.

    With a scope: the entries about evaluations inside it, and about rounds in which units inside it take part; without one: every entry,
    for those who see no content.
    """
    asked = _narrowed(select(journal), looked)
    if scope is not None:
        asked = asked.where(or_(_inside(scope), _of_round(scope)))
    total = connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one()
    rows = connection.execute(asked.order_by(journal.c.number).limit(part.size).offset(part.skip))
    return tuple(Entry(**row._mapping) for row in rows), total  # noqa: SLF001 - rows as mappings have no public name


def drafts(connection: Connection, rows: Sequence[Entry]) -> dict[int, bool]:
    """草稿的条目 - Return the numbers of those entries that are about evaluations which are drafts now, and whether each was ever filed."""
    ids = {row.number: (row.about or "").removeprefix(_EVALUATIONS)[:_ID] for row in rows}
    mine = evaluations.c.id.in_(sorted(set(ids.values()))), evaluations.c.state.in_(DRAFTS), in_force(evaluations)
    found = {row.id: row.filed is not None for row in connection.execute(select(evaluations.c.id, evaluations.c.filed).where(*mine))}
    return {number: found[each] for number, each in ids.items() if each in found}


def shared(connection: Connection, rows: Sequence[Entry], scope: Sequence[str]) -> frozenset[int]:
    """共同的条目 - Return the numbers of those entries that are about rounds in which units outside the scope take part too."""
    ids = {row.number: (row.about or "").removeprefix(_ROUNDS)[:_ID] for row in rows}
    beyond = round_units.c.round.in_(sorted(set(ids.values()))), not_(within(round_units.c.path, scope))
    found = set(connection.execute(select(round_units.c.round).where(*beyond).distinct()).scalars())
    return frozenset(number for number, each in ids.items() if each in found)


def _inside(scope: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that an entry is about an evaluation inside the scope."""
    its_id = func.substr(journal.c.about, len(_EVALUATIONS) + 1, _ID)
    return and_(journal.c.about.like(f"{_EVALUATIONS}%"), exists().where(evaluations.c.id == its_id, within(evaluations.c.path, scope)))


def _of_round(scope: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that an entry is about a round in which units inside the scope take part."""
    its_id = func.substr(journal.c.about, len(_ROUNDS) + 1, _ID)
    return and_(journal.c.about.like(f"{_ROUNDS}%"), exists().where(round_units.c.round == its_id, within(round_units.c.path, scope)))


def _narrowed(asked: "Select[tuple[object, ...]]", looked: Looked) -> "Select[tuple[object, ...]]":
    """Return the question narrowed to what is looked for; a thing means also what belongs to it."""
    row = journal.c
    if looked.about is not None:
        asked = asked.where(or_(row.about == looked.about, row.about.startswith(f"{looked.about}/", autoescape=True)))
    for column, value in ((row.person, looked.person), (row.action, looked.action)):
        if value is not None:
            asked = asked.where(column == value)
    if looked.since is not None:
        asked = asked.where(row.at >= looked.since)
    if looked.until is not None:
        asked = asked.where(row.at <= looked.until)
    return asked if looked.after is None else asked.where(row.number > looked.after)
