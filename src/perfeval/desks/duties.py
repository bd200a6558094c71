"""待办工作台 - What a clerk has to do now: what was returned and why, what is still to be filled in and by when, what is on its way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfeval.accounts import Asker, moment
from perfeval.desks import bureau
from perfeval.desks.standing import INSIDE
from perfeval.store import Transaction, evaluations, notes, rounds
from perfeval.store.evaluations import EvaluationHead, Wanted
from perfeval.store.rounds import RoundRow, RoundUnitRow
from perfeval.store.scope import Slice
from perfeval.workflow import DRAFTS, State

_ROUNDS = Slice(skip=0, size=5)
_MOST = Slice(skip=0, size=200)
_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """待办 - Hold one evaluation of somebody's unit: where it stands, by when it is due, why it came back."""

    id: str
    title: str
    unit: str
    state: str
    due: str
    days: int
    errors: int
    warnings: int
    returned: str | None
    exempt_why: str | None

    @property
    def is_open(self) -> bool:
        """待填 - Tell whether the unit has something to do."""
        return self.state in DRAFTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """一个批次的待办 - Hold a round and the evaluations of somebody's units in it."""

    title: str
    due: str
    returned: Sequence[Duty]
    open: Sequence[Duty]
    others: Sequence[Duty]


def duties(tx: Transaction, asker: Asker) -> tuple[Duties, ...]:
    """待办 - Return what somebody's own units have to do, round by round, the newest first; nothing for those of no unit."""
    scope = asker.scope(INSIDE)
    found, _ = rounds.page(tx.connection, scope, _ROUNDS) if scope else ((), 0)
    return tuple(each for each in (_of_round(tx, row, scope) for row in found) if each.returned or each.open or each.others)


def _of_round(tx: Transaction, found: RoundRow, scope: Sequence[str]) -> Duties:
    rows, _ = evaluations.page(tx.connection, found.id, Wanted(), scope, _MOST)
    units = {each.unit: each for each in rounds.units(tx.connection, found.id, scope)}
    made = [_duty(tx, found, row, units.get(row.unit)) for row in rows]
    pending = [each for each in made if each.is_open]
    return Duties(
        title=found.title,
        due=found.deadline,
        returned=tuple(each for each in pending if each.returned is not None),
        open=tuple(each for each in pending if each.returned is None),
        others=tuple(each for each in made if not each.is_open),
    )


def _duty(tx: Transaction, found: RoundRow, row: EvaluationHead, unit: RoundUnitRow | None) -> Duty:
    due = bureau.window(found, unit).due
    seconds = (moment(due) - moment(tx.at)).total_seconds()
    return Duty(
        id=row.id,
        title=row.title,
        unit=unit.name if unit else "",
        state=row.state,
        due=due,
        days=int(seconds // _DAY),
        errors=row.errors,
        warnings=row.warnings,
        returned=next(_reasons(tx, row), None) if row.state == State.FILLING else None,
        exempt_why=row.exempt_why,
    )


def _reasons(tx: Transaction, row: EvaluationHead) -> Iterator[str]:
    """Yield why an evaluation was returned, the last time first."""
    if row.filed is None:
        return
    said, _ = notes.page(tx.connection, row.id, _MOST)
    yield from (f"{each.name}：{each.note.words}" for each in reversed(said) if each.note.reason_code is not None and each.note.row is None)
