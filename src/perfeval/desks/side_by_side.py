"""并排看 - One evaluation as everybody reads it who may: form and card, findings with answers, proofs, talk, versions, what can be done.

Nothing is decided here: what may be done is what the table of the workflow says, and what is not for the asker is left out by the desks
that hand it out.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perfeval.accounts import Asker
from perfeval.desks import adjusting, auditor, bureau, filing, fitting, history, lookup, proofs, standing, submitting, threads
from perfeval.desks.assessing import read_form
from perfeval.desks.changes import read_locks, title
from perfeval.desks.filing import Asked
from perfeval.desks.history import LastYear
from perfeval.desks.merging import SOURCE
from perfeval.desks.paper import Paper, paper
from perfeval.desks.standing import Standing
from perfeval.errors import NotFound
from perfeval.evaluation import Evaluation
from perfeval.store import Transaction, evaluations
from perfeval.store.evaluations import Neighbours
from perfeval.store.scope import Slice
from perfeval.workflow import DRAFTS, Action, State, available

Json = dict[str, object]
_WHOLE = Slice(size=500)
_MOST_CHOICES = 300
_PLAIN = ("id", "version", "title", "state", "filed", "late", "part_of", "merged_into", "exempt_why")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """锁定单元格 - Name a locked cell with what stands in it."""

    cell: str
    title: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """一问一答 - Hold a note with its answers; number is that of its row, None for the whole form."""

    number: int | None
    note: Json
    answers: tuple[Json, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """可以做的 - Say what the asker may do beside the actions of the workflow."""

    fill: bool
    talk: bool
    adjust: bool
    read_journal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """并排 - Hold everything that one page shows of an evaluation."""

    id: str
    version: int
    title: str
    state: str
    returned: bool
    unit: str
    round: str
    round_title: str
    year: int
    due: str
    filed: str | None
    late: bool
    part_of: str | None
    merged_into: str | None
    exempt_why: str | None
    hidden: bool
    sheet: Paper
    actions: tuple[Json, ...]
    may: May
    locked: tuple[Cell, ...]
    proofs: tuple[Json, ...]
    threads: tuple[Thread, ...]
    adjustments: tuple[Json, ...]
    submissions: tuple[Json, ...]
    parts: tuple[Json, ...]
    templates: tuple[tuple[str, str], ...]
    merging: tuple[tuple[str, str], ...]
    past: LastYear | None

    def proofs_of(self, row: str | None) -> tuple[Json, ...]:
        """某行的佐证 - Return the proofs of a row, or those of the whole form."""
        return tuple(each for each in self.proofs if each["row"] == row)

    def talk_at(self, number: int) -> int:
        """行内批注数 - Return how many threads there are about a row."""
        return sum(each.number == number for each in self.threads)

    def action(self, name: str) -> Json | None:
        """某项操作 - Return an action of the workflow as its button has it, None where it is not the asker's here."""
        return next((each for each in self.actions if each["action"] == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """一次送审 - Hold a submission as it was frozen, beside the one it is compared with, if any."""

    id: str
    title: str
    unit: str
    number: int
    head: Json
    sheet: Paper
    proofs: tuple[Json, ...]
    others: tuple[int, ...]
    difference: Json | None
    names: Mapping[str, str]


def side(tx: Transaction, asker: Asker, evaluation_id: str) -> Side:
    """并排看 - Return an evaluation with everything that belongs to it.

    Raises: NotFound; Forbidden, for roles without business.
    """
    found = standing.find(tx, asker, evaluation_id)
    row, form = found.row, read_form(filing.visible(found))
    card = None if found.hidden else filing.card_of(found)
    sheet = paper(form, card)
    return Side(
        **{name: getattr(row, name) for name in _PLAIN},
        returned=standing.was_returned(found),
        unit=found.unit.name if found.unit else "",
        round=found.round.id,
        round_title=found.round.title,
        year=found.round.year,
        due=found.window.due,
        hidden=found.hidden,
        sheet=sheet,
        actions=tuple(standing.options(found)),
        may=_may(found),
        locked=tuple(_locked(found, form)),
        proofs=_items(proofs.page(tx, asker, row.id, _WHOLE)),
        threads=tuple(_threads(sheet, _items(threads.page(tx, asker, row.id, _WHOLE)))),
        adjustments=_items(adjusting.page(tx, asker, row.id, _WHOLE)),
        submissions=_items(submitting.page(tx, asker, row.id, _WHOLE)),
        parts=_items(filing.belonging(tx, asker, row.id, _WHOLE)),
        templates=tuple(_templates(found, form)),
        merging=tuple(_merging(found)),
        past=history.beside(found.history, row),
    )


def frozen(tx: Transaction, asker: Asker, evaluation_id: str, number: int, against: int | None) -> Frozen:
    """一次送审 - Return a submission as it was frozen, and in what it differs from another one.

    Raises: NotFound; Forbidden, where nothing that was submitted stands and the asker is not of the unit.
    """
    found = standing.find(tx, asker, evaluation_id)
    row = submitting.load(found, number)
    heads = _items(submitting.page(tx, asker, evaluation_id, _WHOLE))
    form = read_form(row.document)
    difference = submitting.difference(tx, asker, evaluation_id, number, against) if against else None
    return Frozen(
        id=evaluation_id,
        title=found.row.title,
        unit=found.unit.name if found.unit else "",
        number=number,
        head=next(each for each in heads if each["number"] == number),
        sheet=paper(form, row.card),
        proofs=tuple(json.loads(row.proofs)),
        others=tuple(at for at in range(1, len(heads) + 1) if at != number),
        difference=difference,
        names=_names(form, difference),
    )


def neighbours(tx: Transaction, asker: Asker, evaluation_id: str, asked: Asked) -> Neighbours | None:
    """前后各一份 - Return which evaluations stand before and behind this one in a list of its round, None where the list lacks it.

    Raises: NotFound.
    """
    found = standing.find(tx, asker, evaluation_id)
    wanted = filing.wanted_of(tx, asker, found.round.id, asked)
    return None if wanted is None else evaluations.neighbours(tx.connection, found.row, wanted, bureau.seen(asker))


def left(tx: Transaction, asker: Asker, evaluation_id: str) -> tuple[str, str] | None:
    """刚办过的 - Return title and state of an evaluation that somebody comes from, None where there is none in their scope."""
    try:
        row = standing.find(tx, asker, evaluation_id).row
    except NotFound:
        return None
    return row.title, row.state


def _may(found: Standing) -> May:
    fills = any(each.action == Action.SAVE for each in available(found.process, found.row.state, found.roles))
    return May(
        fill=fills,
        talk=bool(threads.WRITERS & found.roles),
        adjust=bool(set(adjusting.REGISTRARS) & found.roles) and found.row.state in DRAFTS,
        read_journal=bool(set(auditor.READERS) & found.roles),
    )


def _locked(found: Standing, form: Evaluation) -> Iterator[Cell]:
    """Yield the cells that an adjustment may change, for those who register adjustments."""
    if set(adjusting.REGISTRARS) & found.roles and found.row.state in DRAFTS:
        for cell, lock in read_locks(found.row.locked).items():
            if lock.source != SOURCE:
                yield Cell(cell=cell, title=title(form, cell), value=lock.value or "")


def _threads(sheet: Paper, notes: Sequence[Mapping[str, Any]]) -> Iterator[Thread]:
    """Yield the notes in their order, each with what was answered to it."""
    numbers = {line.id: line.number for line in sheet.lines}
    for each in notes:
        if each["answers"] is None:
            answers = tuple(dict(other) for other in notes if other["answers"] == each["id"])
            yield Thread(number=numbers.get(each["row"]), note=dict(each), answers=answers)


def _templates(found: Standing, form: Evaluation) -> Iterator[tuple[str, str]]:
    """Yield the templates of the round for this kind of evaluation, those that fit it where the round names none."""
    named = json.loads(found.round.templates)
    sets = {name for name, own in json.loads(found.round.sets).items() if own["id"] == form.set_id}
    chosen = [each for name, ids in named.items() if name in sets or name == form.kind.value for each in ids]
    for each in dict.fromkeys(chosen):
        try:
            yield each, lookup.template(each).title
        except NotFound:
            continue
    if not chosen:
        yield from ((each.id, each.title) for each in fitting.fitting(form))


def _merging(found: Standing) -> Iterator[tuple[str, str]]:
    """Yield the evaluations that this one may be merged into: those of its own unit, for those who merge."""
    if not any(each.action == Action.MERGE for each in available(found.process, found.row.state, found.roles)):
        return
    listed = filing.page(found.tx, found.asker, found.round.id, Asked(unit=found.row.unit), Slice(size=_MOST_CHOICES))
    for each in _items(listed):
        if each["id"] != found.row.id and each["state"] != State.EXEMPT:
            yield str(each["id"]), str(each["title"])


def _names(form: Evaluation, difference: Json | None) -> dict[str, str]:
    """Return how people call the cells that differ."""
    changes = difference["changes"] if difference else ()
    return {each["path"]: title(form, each["path"]) for each in changes} if isinstance(changes, list) else {}


def _items(listed: Json) -> tuple[Json, ...]:
    """Return the items of a list as another desk hands it out."""
    items = listed["items"]
    return tuple(items) if isinstance(items, list) else ()
