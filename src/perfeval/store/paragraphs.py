"""段落指纹 - What is kept of the texts that were submitted, so that those being written can be compared with them: numbers, no words.

An evaluation has the paragraphs of its last submission; the keys of a round find them. Whoever compares reads what shares a key with one
report, never the texts of a round.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, select

from perfeval.store.evaluations import EvaluationRow
from perfeval.store.scope import in_force
from perfeval.store.tables import evaluations, paragraph_keys, paragraphs, projects, round_units, rounds

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphRow:
    """段落记录 - Hold what is kept of a paragraph, and the keys that it is found by."""

    id: str
    runs: frozenset[int]
    figures: frozenset[str]
    keys: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearRow:
    """相近的段 - Hold a paragraph of a report that was submitted, with whose report it is."""

    id: str
    evaluation: str
    unit: str
    unit_name: str | None
    title: str
    year: int
    runs: frozenset[int]
    figures: frozenset[str]


def keep(connection: Connection, row: EvaluationRow, rows: Sequence[ParagraphRow]) -> None:
    """留存 - Put the paragraphs of a submission in the place of those of the one before."""
    connection.execute(delete(paragraphs).where(paragraphs.c.evaluation == row.id))
    if rows:
        connection.execute(insert(paragraphs), [_values(row, each) for each in rows])
    if found := [{"round": row.round, "key": key, "paragraph": each.id} for each in rows for key in each.keys]:
        connection.execute(insert(paragraph_keys), found)


def held(connection: Connection, round_id: str, keys: Iterable[int]) -> dict[int, int]:
    """键的持有数 - Return how many paragraphs of a round each key finds."""
    counted = func.count()
    asked = select(paragraph_keys.c.key, counted).group_by(paragraph_keys.c.key)
    return {key: count for some in _batches(keys) for key, count in connection.execute(asked.where(*_finding(round_id, some)))}


def sharing(connection: Connection, round_id: str, keys: Iterable[int]) -> dict[int, list[str]]:
    """同键的段 - Return the ids of the paragraphs of a round that each of these keys finds."""
    found: dict[int, list[str]] = {}
    asked = select(paragraph_keys.c.key, paragraph_keys.c.paragraph)
    for some in _batches(keys):
        for key, paragraph in connection.execute(asked.where(*_finding(round_id, some))):
            found.setdefault(key, []).append(paragraph)
    return found


def by_ids(connection: Connection, row: EvaluationRow, ids: Iterable[str]) -> tuple[NearRow, ...]:
    """按编号 - Return paragraphs whose reports stand submitted, of other projects than that of an evaluation."""
    every, standing = sorted(ids), (*_submitted(), _other(row))
    batches = (every[at : at + _AT_ONCE] for at in range(0, len(every), _AT_ONCE))
    return tuple(each for some in batches for each in _near(connection, _NEAR.where(paragraphs.c.id.in_(some), *standing)))


def last_year(connection: Connection, row: EvaluationRow, year: int) -> tuple[NearRow, ...]:
    """上年的段 - Return the paragraphs of the report on the same project in the rounds of the year before, as far as it was submitted."""
    before = select(rounds.c.id).where(rounds.c.year == year - 1)
    if row.project is None:
        same = and_(evaluations.c.round.in_(before), evaluations.c.path == row.path, evaluations.c.project.is_(None))
    else:
        code = select(projects.c.code).where(projects.c.id == row.project, in_force(projects)).scalar_subquery()
        theirs = select(projects.c.id).where(projects.c.round.in_(before), projects.c.code == code)
        same = evaluations.c.project.in_(theirs)
    return tuple(_near(connection, _NEAR.where(same, *_submitted())))


_NEAR = (
    select(
        paragraphs.c.id,
        paragraphs.c.evaluation,
        evaluations.c.unit,
        round_units.c.name.label("unit_name"),
        evaluations.c.title,
        rounds.c.year,
        paragraphs.c.runs,
        paragraphs.c.figures,
    )
    .select_from(paragraphs)
    .join(evaluations, evaluations.c.id == paragraphs.c.evaluation)
    .join(rounds, rounds.c.id == evaluations.c.round)
    .outerjoin(round_units, and_(round_units.c.round == evaluations.c.round, round_units.c.unit == evaluations.c.unit))
    .order_by(evaluations.c.filed, paragraphs.c.evaluation, paragraphs.c.id)
)


def _near(connection: Connection, asked: "Select[Any]") -> Iterator[NearRow]:
    """Yield paragraphs as they are compared."""
    for row in connection.execute(asked):
        own = dict(row._mapping)  # noqa: SLF001 - rows as mappings have no public name
        yield NearRow(**{**own, "runs": _unpacked(own["runs"]), "figures": frozenset(own["figures"].split("\n")) - {""}})


def _submitted() -> Sequence[ColumnElement[bool]]:
    """Return the condition that a report stands submitted: one that was taken back before anybody looked at it does not."""
    return (evaluations.c.filed.is_not(None), in_force(evaluations))


def _other(row: EvaluationRow) -> ColumnElement[bool]:
    """Return the condition that a report is about something else: the parts of one project tell of the same."""
    if row.project is None:
        return evaluations.c.id != row.id
    return evaluations.c.project.is_distinct_from(row.project)


def _finding(round_id: str, keys: Sequence[int]) -> Sequence[ColumnElement[bool]]:
    return (paragraph_keys.c.round == round_id, paragraph_keys.c.key.in_(keys))


def _batches(keys: Iterable[int]) -> Iterator[Sequence[int]]:
    """Yield keys so many at a time, because a statement holds only so many."""
    every = sorted(keys)
    yield from (every[at : at + _AT_ONCE] for at in range(0, len(every), _AT_ONCE))


def _values(row: EvaluationRow, each: ParagraphRow) -> dict[str, object]:
    return {"id": each.id, "evaluation": row.id, "runs": _packed(each.runs), "figures": "\n".join(sorted(each.figures))}


def _packed(runs: frozenset[int]) -> bytes:
    return struct.pack(f"<{len(runs)}I", *sorted(runs))


def _unpacked(runs: bytes) -> frozenset[int]:
    return frozenset(struct.unpack(f"<{len(runs) // 4}I", runs))
