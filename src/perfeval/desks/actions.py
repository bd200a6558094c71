"""流程工作台 - What can be done to an evaluation: submit, take back, return, approve, open again, exempt, merge, confirm.

Every action goes the same way: who asks, which version is meant, what the table of the workflow says, the deed, the journal. What the
table refuses is refused with the words that the button shows.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import uuid4

from perfeval.accounts import Asker
from perfeval.desks import bureau, filing, many, standing, submitting, wholes
from perfeval.desks.assessing import read_form
from perfeval.desks.meant import Meant
from perfeval.desks.standing import Standing
from perfeval.errors import Invalid, Place
from perfeval.store import Transaction, evaluations, filings, notes
from perfeval.store.evaluations import EvaluationRow
from perfeval.store.notes import NoteRow
from perfeval.workflow import EXEMPT_REASONS, Action, Request, State, Transition, move, not_allowed

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """退回的行 - Name a row that is returned, with a reason of its own where it has one."""

    row: str
    reason_code: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """随附 - Hold what comes with an action; what an action does not ask for is not looked at."""

    reason_code: str | None = None
    reason: str | None = None
    rows: Sequence[Returned] = ()
    to: str | None = None
    into: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """已写的 - Return the names of what was given."""
        return tuple(name for name in ("reason", "rows", "into") if getattr(self, name))


def act(tx: Transaction, asker: Asker, meant: Meant, action: Action, given: Given) -> bytes:
    """操作 - Do something to an evaluation and return it as it stands then.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`; Invalid, when something is missing.
    """
    return _done(standing.find(tx, asker, meant.id), action, meant.version, given)


def approve_all(tx: Transaction, asker: Asker, round_id: str, wanted: Sequence[Meant]) -> Json:
    """成批通过 - Approve many evaluations of a round at the finance check, and say of each what came of it.

    Raises: NotFound, when no unit of the asker takes part in the round; Forbidden, for those who never approve there.
    """
    return many.summed(approved(tx, asker, round_id, wanted))


def approved(tx: Transaction, asker: Asker, round_id: str, wanted: Sequence[Meant]) -> list[Json]:
    """成批通过各项 - Return the same as what came of each."""
    bureau.load(tx, round_id, bureau.managed(asker))
    filings.hold(tx.connection, [each.id for each in wanted])
    return [many.tried(tx, each.id, partial(_approve_one, tx, asker, round_id, each)) for each in wanted]


def _approve_one(tx: Transaction, asker: Asker, round_id: str, meant: Meant) -> None:
    """Approve one of many at the finance check."""
    found = standing.find(tx, asker, meant.id)
    if found.row.round != round_id or found.row.state != State.FINANCE_CHECK:
        raise not_allowed(("不在本批次的财政审核环节",))
    _done(found, Action.APPROVE, meant.version, Given())


def _done(found: Standing, action: Action, version: int, given: Given) -> bytes:
    """Return an evaluation after an action; the version is looked at only for those who may do it."""
    mine = [each for each in found.process if each.action == action]
    if any(set(each.roles) & found.roles for each in mine):
        filing.prove_version(found, version)
    here = [each for each in mine if each.source == found.row.state]
    request = Request(action=action, given=given.names, to=given.to)
    transition = move(found.process, found.row.state, request, found.roles, standing.failing(found, here))
    return _DEEDS[action](found, transition, given)


def _submit(found: Standing, transition: Transition, _: Given) -> bytes:
    return submitting.submit(found, transition.target)


def _withdraw(found: Standing, transition: Transition, _: Given) -> bytes:
    """Take a submission back; what nobody had looked at yet counts as not filed."""
    row = replace(found.row, state=transition.target)
    if not notes.returned(found.tx.connection, row.id):
        row = replace(row, filed=None, filed_by=None, late=False)
    return _moved(found, row, transition, {})


def _return(found: Standing, transition: Transition, given: Given) -> bytes:
    """Send back, with a note for the whole and one for each row that is named."""
    _prove_rows(found, [each.row for each in given.rows])
    code = given.reason_code or "other"
    made = [_note(found, given.reason or "", code)]
    made += [_note(found, each.reason or given.reason or "", each.reason_code or code, each.row) for each in given.rows]
    detail: Json = {"reason_code": code, "reason": given.reason, "rows": [each.row for each in given.rows]}
    return _moved(found, replace(found.row, state=transition.target), transition, detail, made)


def _approve(found: Standing, transition: Transition, _: Given) -> bytes:
    return _moved(found, replace(found.row, state=transition.target), transition, {})


def _reopen(found: Standing, transition: Transition, given: Given) -> bytes:
    """Open what was through, or take back an exemption."""
    row = replace(found.row, state=transition.target, exempt_why=None, merged_into=None)
    return _moved(found, row, transition, {"reason": given.reason}, [_note(found, given.reason or "", given.reason_code or "reopen")])


def _exempt(found: Standing, transition: Transition, given: Given) -> bytes:
    why = _exempted(given)
    row = replace(found.row, state=transition.target, exempt_why=why)
    return _moved(found, row, transition, {"reason_code": given.reason_code, "reason": given.reason})


def _merge(found: Standing, transition: Transition, given: Given) -> bytes:
    """Have a project evaluated as part of another one."""
    into = _target(found, given.into or "")
    row = replace(found.row, state=transition.target, merged_into=into.id, exempt_why=f"并入“{into.title}”：{given.reason}")
    return _moved(found, row, transition, {"into": into.id, "reason": given.reason})


def _confirm(found: Standing, transition: Transition, given: Given) -> bytes:
    """Keep that somebody stands for rows; a change of a row takes it back."""
    wanted = [each.row for each in given.rows]
    _prove_rows(found, wanted)
    mark = {"person": found.asker.person, "name": found.asker.name, "at": found.tx.at}
    confirmed = {**json.loads(found.row.confirmed), **dict.fromkeys(wanted, mark)}
    row = replace(found.row, confirmed=json.dumps(confirmed, ensure_ascii=False))
    return _moved(found, row, transition, {"rows": wanted})


_DEEDS: dict[Action, Callable[[Standing, Transition, Given], bytes]] = {
    Action.SUBMIT: _submit,
    Action.WITHDRAW: _withdraw,
    Action.RETURN: _return,
    Action.APPROVE: _approve,
    Action.REOPEN: _reopen,
    Action.EXEMPT: _exempt,
    Action.MERGE: _merge,
    Action.CONFIRM: _confirm,
}


def _moved(found: Standing, row: EvaluationRow, transition: Transition, detail: Json, made: Sequence[NoteRow] = ()) -> bytes:
    """Keep an evaluation in its new state with the notes about it, and return it; the journal is written last."""
    saved = filing.store(found, row)
    notes.add(found.tx.connection, made)
    if State.FINAL in {transition.source, transition.target}:
        wholes.compute(found)
    told = {"from": transition.source, "to": transition.target, "says": transition.says, "version": saved.version, **detail}
    found.tx.record(found.asker.person, found.asker.address, f"evaluation.{transition.action}", f"evaluations/{row.id}", told)
    return filing.answer(replace(found, row=saved))


def _note(found: Standing, words: str, code: str, row: str | None = None) -> NoteRow:
    person, at = found.asker.person, found.tx.at
    return NoteRow(id=uuid4().hex, evaluation=found.row.id, person=person, at=at, words=words, reason_code=code, row=row)


def _prove_rows(found: Standing, wanted: Sequence[str]) -> None:
    """Refuse rows that the form does not have."""
    known = {row.id for row in read_form(found.row.document).indicators}
    if unknown := [row for row in wanted if row not in known]:
        places = tuple(Place(where="rows", message=f"没有编号为“{row}”的指标行") for row in unknown)
        raise Invalid("row-not-found", "所写的指标行不在这份自评中", places)


def _target(found: Standing, evaluation_id: str) -> EvaluationRow:
    """Return the evaluation that another is to be merged into."""
    scope = bureau.seen(found.asker)
    into = evaluations.load(found.tx.connection, evaluation_id, scope) if evaluation_id.isalnum() else None
    wrong = (
        (into is None or into.round != found.row.round, "本批次没有这份自评，或它不在您的范围内"),
        (evaluation_id == found.row.id, "不能并入自己"),
        (into is not None and into.state == State.EXEMPT, "所选的自评已免评或已并入其他项目"),
    )
    if into is None or any(bad for bad, _ in wrong):
        places = tuple(Place(where="into", message=message) for bad, message in wrong if bad)
        raise Invalid("merge-invalid", "不能并入所选的自评", places)
    return into


def _exempted(given: Given) -> str:
    """Return why an evaluation is left out, as lists show it."""
    label = EXEMPT_REASONS.get(given.reason_code or "", "")
    return "：".join(part for part in (label, given.reason) if part)
