"""所处位置 - Where an evaluation stands for whoever asks: round, time, roles; what they can do to it, and why something is not allowed.

Every condition of the workflow's table is found out here, and nowhere else; only those that an action names are looked at.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from perfeval import checks
from perfeval.accounts import Asker, Role
from perfeval.desks import bureau, lookup, merging
from perfeval.desks.assessing import LOCKED_ERROR, Assessed, Background, assess, read_form
from perfeval.desks.bureau import Window
from perfeval.desks.changes import read_locks
from perfeval.desks.proving import ProofKind, with_proofs
from perfeval.desks.surroundings import Place, around
from perfeval.errors import Broken, NotFound
from perfeval.evaluation import Evaluation
from perfeval.indicators import IndicatorSet, Severity
from perfeval.store import Transaction, adjustments, evidence, filings, notes, parts, rounds, submissions, trail
from perfeval.store.evaluations import EvaluationRow
from perfeval.store.rounds import RoundRow, RoundUnitRow
from perfeval.workflow import DRAFTS, Action, Failing, Process, State, Transition, available, guards, why_not, with_steps

INSIDE = frozenset({Role.FILLER, Role.UNIT_CHECKER})
"""本单位 - The roles of the unit itself; everybody else sees no claimed points before submission."""
HANDS = ("evaluation.save", trail.SUBMIT)
"""经手 - What makes somebody one of those who filled a form in, in the journal's words."""
_MOVES = tuple(f"evaluation.{action}" for action in Action if action not in {Action.SAVE, Action.CONFIRM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """所处位置 - Hold an evaluation with its round and its unit in it, the roles that count there, and the time.

    history: what is known of the project's last year, where the evaluation was found by its id; code: that of the project.
    has_parts, sampled, left_open: whether units file parts of it, a review drew it, an earlier one left something open; whoever did not
    look says yes, and then it is asked for.
    """

    tx: Transaction
    asker: Asker
    row: EvaluationRow
    round: RoundRow
    unit: RoundUnitRow | None
    roles: frozenset[Role]
    history: str | None = None
    has_parts: bool = True
    sampled: bool = True
    left_open: bool = True
    code: str | None = None

    @property
    def process(self) -> Process:
        """流程 - Return the process of the round."""
        return _process(self.round.steps)

    @property
    def window(self) -> Window:
        """填报时间 - Return the unit's times."""
        return bureau.window(self.round, self.unit)

    @property
    def hidden(self) -> bool:
        """尚不外露 - Tell whether the claimed points are still the unit's own affair and the asker is not of the unit."""
        return self.row.state in DRAFTS and not INSIDE & self.roles


@lru_cache(maxsize=16)
def _process(steps: str) -> Process:
    """Return the process with these checks."""
    return with_steps([State(step) for step in json.loads(steps)])


def find(tx: Transaction, asker: Asker, evaluation_id: str) -> Standing:
    """找到 - Return where an evaluation stands.

    Raises: Forbidden, for roles without business; NotFound, where it does not exist or lies outside the scope.
    """
    scope = bureau.seen(asker)
    found = filings.load(tx.connection, evaluation_id, scope) if evaluation_id.isalnum() else None
    if found is None:
        raise NotFound("evaluation-not-found", "没有这份自评，或它不在您的范围内")
    here = asker.roles_at(found.row.path)
    return Standing(
        tx=tx,
        asker=asker,
        row=found.row,
        round=found.round,
        unit=found.unit,
        roles=here,
        history=found.history,
        has_parts=found.has_parts,
        sampled=found.sampled,
        left_open=found.left_open,
        code=found.code,
    )


def standing_of(tx: Transaction, asker: Asker, row: EvaluationRow) -> Standing:
    """所处位置 - Return where an evaluation that was read already stands, whatever the asker may see of it.

    Raises: Broken, when its round is gone.
    """
    found = rounds.load(tx.connection, row.round, ("/",))
    if found is None:
        raise Broken("round-missing", "这份自评所属的批次不见了，请告诉维护人员")
    unit = rounds.unit(tx.connection, row.round, row.unit)
    return Standing(tx=tx, asker=asker, row=row, round=found, unit=unit, roles=asker.roles_at(row.path))


def rules_of(standing: Standing, set_id: str) -> IndicatorSet:
    """所用体系 - Return the set with this id as the round pinned it.

    Raises: Broken, when the round has no such set or it is no longer what it was.
    """
    for pinned in json.loads(standing.round.sets).values():
        if pinned["id"] == set_id:
            rules = lookup.rules(f"{pinned['id']}@{pinned['version']}")
            if rules.sha256 == pinned["sha256"]:
                return rules
            raise Broken("set-changed", f"指标体系 {set_id}@{pinned['version']} 与批次建立时不一致，请恢复原来的体系文件")
    raise Broken("set-not-pinned", f"批次没有指标体系 {set_id}，请财政部门核对批次")


def assess_form(standing: Standing, form: Evaluation) -> Assessed:
    """评定 - Return what a form of this evaluation comes to: by the pinned set, its locked cells, and its parts where it has any.

    Raises: Broken, when the round does not have its set.
    """
    rules = rules_of(standing, form.set_id)
    form = with_proofs(form, evidence.every(standing.tx.connection, standing.row.id))
    mine = parts.parts(standing.tx.connection, standing.row.id) if standing.has_parts else ()
    whole = merging.whole_of(rules, mine) if mine else None
    background = Background(
        rules=rules,
        locks=read_locks(standing.row.locked),
        adjustments=adjustments.every(standing.tx.connection, standing.row.id),
        merged=whole.values(form) if whole else {},
        texts=around(Place(tx=standing.tx, row=standing.row, round=standing.round), standing.history),
    )
    return assess(form, background)


def assessed(standing: Standing) -> Assessed:
    """评定 - Return what the form comes to as it stands."""
    return assess_form(standing, read_form(standing.row.document))


def failing(standing: Standing, transitions: Sequence[Transition]) -> Failing:
    """不满足的条件 - Return the conditions of these transitions that do not hold, with what to say."""
    names = {guard.name for each in transitions for guard in each.needs}
    found = {name: _FACTS[name](standing) for name in sorted(names)}
    return {name: tuple(why) for name, why in found.items() if why is not None}


def options(standing: Standing) -> list[dict[str, object]]:
    """可用操作 - Return what the asker can do now, with the reasons where it is not allowed yet; saving is no button and not among them.

    An action that leads to several states stands once, with those states.
    """
    ways = _ways(standing.round.steps, standing.row.state, standing.roles)
    wrong = failing(standing, [each for same in ways for each in same])
    return [_option(same, why_not(same[0], wrong)) for same in ways]


@lru_cache(maxsize=1024)
def _ways(steps: str, state: str, roles: frozenset[Role]) -> tuple[tuple[Transition, ...], ...]:
    """Return what these roles can do in a state, the transitions of each action together; asked with every form that is opened."""
    ways: dict[str, list[Transition]] = {}
    for each in available(_process(steps), state, roles):
        if each.action != Action.SAVE:
            ways.setdefault(each.action, []).append(each)
    return tuple(map(tuple, ways.values()))


def was_returned(standing: Standing) -> bool:
    """退回待改 - Tell whether a form was sent back and not filed again."""
    row = standing.row
    return row.state == State.FILLING and row.filed is not None and notes.returned(standing.tx.connection, row.id)


def _option(same: Sequence[Transition], why: Sequence[str]) -> dict[str, object]:
    """Return one button."""
    action = Action(same[0].action)
    own: dict[str, object] = {"action": action.value, "title": action.label, "allowed": not why, "why": list(why)}
    return own if len(same) == 1 else {**own, "to": [each.target for each in same]}


def _unclosed(standing: Standing) -> Sequence[str] | None:
    return None if standing.round.closed is None else ()


def _begun(standing: Standing) -> Sequence[str] | None:
    return () if standing.tx.at < standing.window.opens else None


def _open(standing: Standing) -> Sequence[str] | None:
    """Hold while the round takes filings from the unit; what was sent back can always be sent in again."""
    row = standing.row
    if standing.window.is_open(standing.tx.at) or (row.filed is not None and notes.returned(standing.tx.connection, row.id)):
        return None
    return ()


def _errorless(standing: Standing) -> Sequence[str] | None:
    row = standing.row
    if row.card is not None and not row.errors:
        return None
    if row.card is None or f" {LOCKED_ERROR} " in row.codes:
        return [finding.message for finding in assessed(standing).blocking] or None
    return [finding.message for finding in checks.read_findings(row.card) if finding.severity is Severity.ERROR]


def _answered(standing: Standing) -> Sequence[str] | None:
    row = standing.row
    if row.card is not None and not row.warnings:
        return None
    if row.card is None:
        found = [finding.message for finding in assessed(standing).unanswered]
    else:
        given = [answer for answer in json.loads(row.document).get("answers") or () if str(answer.get("words") or "").strip()]
        told = {(answer.get("code"), answer.get("row")) for answer in given}
        warnings = [each for each in checks.read_findings(row.card) if each.severity is Severity.WARNING]
        found = [each.message for each in warnings if not {(each.code, each.row), (each.code, None)} & told]
    return [f"请说明：{message}" for message in found] or None


def _confirmed(standing: Standing) -> Sequence[str] | None:
    """Hold where the round does not ask for it, or each row that belongs to a section was confirmed."""
    if not standing.round.owners_confirm:
        return None
    done = json.loads(standing.row.confirmed)
    rows = enumerate(read_form(standing.row.document).indicators, 1)
    return [f"第{at}行“{row.name or ''}”还没有经{row.owner}确认" for at, row in rows if row.owner and row.id not in done] or None


def _parts(standing: Standing) -> Sequence[str] | None:
    """Hold where every part is through or left out."""
    waiting = parts.waiting(standing.tx.connection, standing.row.id) if standing.has_parts else ()
    return [f"实施单位的“{title}”还在{State(state).label}" for title, state in waiting] or None


def _untouched(standing: Standing) -> Sequence[str] | None:
    """Hold where the last that was done is the submission itself; the journal's order says so, whatever clocks said when."""
    return None if trail.last(standing.tx.connection, standing.row.id, _MOVES) == trail.SUBMIT else ()


def _other(standing: Standing) -> Sequence[str] | None:
    hands = trail.workers(standing.tx.connection, standing.row.id, HANDS)
    return () if standing.asker.person in hands else None


def _stamped(standing: Standing) -> Sequence[str] | None:
    """Hold where the round does not ask for it, or the scan was handed in since the form was submitted."""
    if not standing.round.stamped:
        return None
    connection, mine = standing.tx.connection, standing.row.id
    last = submissions.load(connection, mine, submissions.last_number(connection, mine))
    scans = evidence.of_kind(connection, mine, ProofKind.STAMPED)
    return None if any(last is None or not last.refers_to(each) for each in scans) else ()


def _whole(standing: Standing) -> Sequence[str] | None:
    above = parts.whole_of(standing.tx.connection, standing.row)
    return None if above is None or above.state in DRAFTS else ()


def _alone(standing: Standing) -> Sequence[str] | None:
    return None if parts.stands_alone(standing.tx.connection, standing.row.id) else ()


_FACTS: dict[str, Callable[[Standing], Sequence[str] | None]] = {
    guards.UNCLOSED.name: _unclosed,
    guards.BEGUN.name: _begun,
    guards.OPEN.name: _open,
    guards.ERRORLESS.name: _errorless,
    guards.ANSWERED.name: _answered,
    guards.CONFIRMED.name: _confirmed,
    guards.PARTS.name: _parts,
    guards.UNTOUCHED.name: _untouched,
    guards.OTHER.name: _other,
    guards.STAMPED.name: _stamped,
    guards.WHOLE.name: _whole,
    guards.ALONE.name: _alone,
}
"""各条件 - How each condition of the table is found out: None where it holds, else what to say, nothing to say meaning its own words."""
