"""填报工作台 - What is done with one evaluation of a round: open it, find it in the list, save it, look at every point.

open     the form as it is kept, its card, and what whoever asks can do now
save     the form is read, held against its locked cells, scored by the set that the round pinned, checked; the next version is kept
         and the journal gets every changed cell. A draft may have any number of errors: they block the submission, not the saving.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from perfeval import evaluation, syntax
from perfeval.accounts import Asker
from perfeval.desks import bureau, history, standing
from perfeval.desks.assessing import CHANGED, LOCKED_ERROR, UNAPPROVED, Assessed, read_form
from perfeval.desks.changes import changed, prove_locks, read_locks
from perfeval.desks.finals import final, finals
from perfeval.desks.left_open import left_open
from perfeval.desks.standing import INSIDE, Standing
from perfeval.errors import Conflict, Forbidden, Invalid, Place
from perfeval.evaluation import Evaluation
from perfeval.quantities import show_points
from perfeval.store import Transaction, evaluations, parts, rounds
from perfeval.store.evaluations import EvaluationHead, EvaluationRow, Wanted
from perfeval.store.scope import Slice
from perfeval.workflow import DRAFTS, Action, Failing, Request, State, move

Json = dict[str, object]
NAME = "自评数据"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_CLAIMS = ("claimed", "claimed_rate", "band")
_TOLD = ("claimed", "narrative", "answers", "payout")
_BUREAU = frozenset({LOCKED_ERROR, UNAPPROVED, CHANGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """所要的清单 - Say which evaluations of a round are wanted; what is not written does not narrow it."""

    state: str | None = None
    unit: str | None = None
    grade: str | None = None
    finding: str | None = None
    late: bool | None = None
    overdue: bool | None = None
    returned: bool | None = None
    words: str | None = None
    order: str = "unit"


def one(tx: Transaction, asker: Asker, evaluation_id: str) -> bytes:
    """打开 - Return an evaluation with its card, without traces, and what the asker can do.

    Raises: NotFound, where it does not exist or lies outside the scope.
    """
    return answer(standing.find(tx, asker, evaluation_id))


def traced(tx: Transaction, asker: Asker, evaluation_id: str) -> bytes:
    """打开（含计算过程） - Return the same with the trace of every point."""
    found = standing.find(tx, asker, evaluation_id)
    return answer(found, None if found.hidden else standing.assessed(found).written())


def scorecard(tx: Transaction, asker: Asker, evaluation_id: str) -> bytes:
    """评分结果 - Return the card of an evaluation with every trace.

    Raises: Forbidden, for those outside the unit before it is submitted.
    """
    found = shown(standing.find(tx, asker, evaluation_id))
    return standing.assessed(found).written().encode() + b"\n"


def page(tx: Transaction, asker: Asker, round_id: str, asked: Asked, part: Slice) -> Json:
    """自评清单 - Return a page of the evaluations of a round inside the asker's scope.

    Raises: NotFound, when no unit of the asker takes part in the round.
    """
    items, total = listed(tx, asker, round_id, asked, part)
    return {"items": items, "total": total}


def listed(tx: Transaction, asker: Asker, round_id: str, asked: Asked, part: Slice) -> tuple[list[Json], int]:
    """清单各项 - Return the same as what the list says of each, and how many there are in all."""
    scope = bureau.seen(asker)
    known = bureau.load(tx, round_id, scope)
    wanted = wanted_of(tx, asker, round_id, asked)
    if wanted is None:
        return [], 0
    rows, total = evaluations.page(tx.connection, round_id, wanted, scope, part)
    names = {each.unit: each.name for each in rounds.units(tx.connection, round_id, scope)}
    results = finals(tx, known, rows, scope)
    return [{**item(asker, row, names.get(row.unit)), "final": _final(asker, row, results)} for row in rows], total


def wanted_of(tx: Transaction, asker: Asker, round_id: str, asked: Asked) -> Wanted | None:
    """筛选条件 - Return what narrows a list of a round, so that no filter tells of a draft what the list does not show.

    None, where the unit that is asked for takes no part in it.
    """
    unit = rounds.unit(tx.connection, round_id, asked.unit) if asked.unit else None
    if asked.unit and unit is None:
        return None
    inside = asker.scope(INSIDE)
    telling = asked.grade is not None or (asked.finding is not None and asked.finding not in _BUREAU)
    return Wanted(
        state=asked.state,
        unit_path=unit.path if unit else None,
        grade=asked.grade,
        finding=asked.finding,
        late=asked.late,
        overdue_at=tx.at if asked.overdue else None,
        returned=asked.returned,
        words=asked.words,
        drafts_inside=inside if telling else None,
        order=asked.order,
        points_inside=inside,
    )


def belonging(tx: Transaction, asker: Asker, evaluation_id: str, part: Slice) -> Json:
    """各部分 - Return a page of the parts of an evaluation that units file and of those that were merged into it, inside the scope."""
    found, scope = standing.find(tx, asker, evaluation_id), bureau.seen(asker)
    rows, total = parts.page(tx.connection, found.row.id, scope, part)
    names = {each.unit: each.name for each in rounds.units(tx.connection, found.row.round, scope)}
    results = finals(tx, found.round, rows, scope)
    items = [
        {**item(asker, row, names.get(row.unit)), "final": _final(asker, row, results), "relation": "part" if row.part_of else "merged"}
        for row in rows
    ]
    return {"items": items, "total": total}


def save(tx: Transaction, asker: Asker, evaluation_id: str, version: int, data: bytes) -> bytes:
    """保存 - Keep what the unit filled in, and return it with its card.

    Raises: NotFound; Forbidden; Conflict `version-conflict` or `not-allowed`; Invalid, `locked` among others.
    """
    found = standing.find(tx, asker, evaluation_id)
    transition = move(found.process, found.row.state, Request(action=Action.SAVE), found.roles, _failing(found, version))
    form = evaluation.parse(data, NAME)
    before = read_form(found.row.document)
    _prove_same(found, before, form)
    prove_locks(form, read_locks(found.row.locked))
    judged = standing.assess_form(found, form)
    changes = changed(before, form)
    touched = {change.row for change in changes}
    confirmed = {row: who for row, who in json.loads(found.row.confirmed).items() if row not in touched}
    document = kept(data)
    row = replace(
        with_card(found.row, judged),
        state=transition.target,
        document=document,
        confirmed=json.dumps(confirmed, ensure_ascii=False),
        saved=tx.at,
        saved_by=asker.person,
    )
    saved = store(found, row)
    detail = {"version": saved.version, "changes": [each.as_json() for each in changes], "sha256": digest(document)}
    tx.record(asker.person, asker.address, "evaluation.save", f"evaluations/{evaluation_id}", detail)
    return answer(replace(found, row=saved))


def answer(found: Standing, card: str | None = None, more: Json | None = None) -> bytes:
    """应答 - Return an evaluation as bytes: what is kept goes out as it is kept."""
    row = found.row
    card = "null" if found.hidden else card or card_of(found)
    kept = f'"evaluation":{visible(found)},"scorecard":{card},"locked":{row.locked},"confirmed":{row.confirmed}'
    head = f'{{"id":"{row.id}","version":{row.version},"state":"{row.state}",{kept}'
    rest = _text({"actions": standing.options(found), **_beside(found), **(more or {})})
    return f"{head},{rest[1:-1]}}}\n".encode()


def visible(found: Standing) -> str:
    """可见的表 - Return the form as it is kept; to those outside the unit, before it is submitted, without what the unit gives itself."""
    return _unclaimed(found.row.document) if found.hidden else found.row.document


def card_of(found: Standing) -> str:
    """评分结果 - Return the card without traces, scored now where the form was never saved."""
    return found.row.card or standing.assessed(found).brief()


def current(found: Standing) -> Json:
    """现状 - Return an evaluation as plain data, for those who came too late; numbers of the form stay the text that they are."""
    tree: Json = json.loads(answer(found), parse_float=str)
    return tree


def prove_version(found: Standing, version: int) -> None:
    """核对版本 - Refuse a change that is meant for another version.

    Raises: Conflict `version-conflict`, with the present state.
    """
    if found.row.version != version:
        raise stale(found)


def stale(found: Standing) -> Conflict:
    """版本冲突 - Return the error of a change that came too late."""
    return Conflict("version-conflict", "这份自评刚被别人改过，请取最新内容后再保存", more={"current": current(found)})


def store(found: Standing, row: EvaluationRow) -> EvaluationRow:
    """存入 - Write an evaluation over the version it was read at.

    Raises: Conflict `version-conflict`, with the present state, when somebody else was quicker.
    """
    try:
        return evaluations.save(found.tx.connection, row, found.row.version)
    except Conflict:
        raise stale(standing.find(found.tx, found.asker, found.row.id)) from None


def with_card(row: EvaluationRow, judged: Assessed) -> EvaluationRow:
    """记下评定 - Return an evaluation with the figures by which lists find it, and its card without traces."""
    return replace(
        row,
        card=judged.brief(),
        total=judged.card.total,
        grade=judged.card.grade,
        errors=len(judged.blocking),
        warnings=len(judged.unanswered),
        codes=judged.codes,
    )


def shown(found: Standing) -> Standing:
    """可以外露 - Return where an evaluation stands, if its points may be shown to the asker.

    Raises: Forbidden.
    """
    if found.hidden:
        raise Forbidden("not-submitted", "还没有送审，自评得分只有本单位可以查看")
    return found


def is_claim(cell: str) -> bool:
    """自评得分单元格 - Tell whether a cell holds what the unit gives itself, or tells of it."""
    return cell.partition(".")[0] in _TOLD or cell.rpartition(".")[2] in _CLAIMS


def kept(data: bytes) -> str:
    """留存文本 - Return what is kept of a body: JSON as it was sent, YAML as the JSON that it means."""
    text = data.decode("utf-8-sig").strip()
    return text if text.startswith("{") else _text(syntax.load(data, NAME))


def digest(document: str) -> str:
    """文档散列 - Return the SHA-256 of a form as it is kept."""
    return hashlib.sha256(document.encode()).hexdigest()


def _failing(found: Standing, version: int) -> Failing:
    """Return what keeps the form from being saved; a version that is not the present one is refused before anything else."""
    mine = [each for each in found.process if each.action == Action.SAVE]
    if any(set(each.roles) & found.roles for each in mine):
        prove_version(found, version)
    return standing.failing(found, mine)


def _prove_same(found: Standing, before: Evaluation, form: Evaluation) -> None:
    """Refuse a form of another set, year or kind than the evaluation was made for."""
    pinned = standing.rules_of(found, before.set_id)
    faults = []
    if form.set_id != pinned.id or form.set_version not in {None, pinned.version}:
        told = f"本批次用的是 {pinned.id}@{pinned.version}，写的是 {form.set}"
        faults.append(Place(where="set", message=told, suggestion=f"请写 {pinned.id}"))
    if form.year != before.year:
        faults.append(Place(where="year", message=f"这份自评是{before.year}年度的，写的是{form.year}"))
    if form.kind is not before.kind:
        faults.append(Place(where="kind", message=f"这份自评是{before.kind.label}自评，写的是{form.kind.label}"))
    if faults:
        raise Invalid("evaluation-differs", "提交的不是这份自评", tuple(faults))


def _beside(found: Standing) -> Json:
    """Return what else a page needs to know of an evaluation."""
    row, past = found.row, history.beside(found.history, found.row)
    return {
        "title": row.title,
        "round": row.round,
        "unit": row.unit,
        "filed": row.filed,
        "late": row.late,
        "part_of": row.part_of,
        "merged_into": row.merged_into,
        "exempt_why": row.exempt_why,
        "history": past.as_json() if past else None,
        "final": None if found.hidden else final(found.tx, found.round, row, drawn=found.sampled),
        "rectifications": left_open(found.tx, found.round.year, row.unit, found.code) if found.left_open else [],
        **_for_bureau(found),
    }


def _for_bureau(found: Standing) -> Json:
    """Return which rows no approval stands behind, and the errors that only the bureau can mend."""
    row = found.row
    errors = standing.assessed(found).bureau if f" {LOCKED_ERROR} " in row.codes and not found.hidden else ()
    return {"unapproved": _unapproved(row), "for_bureau": [each.message for each in errors]}


def _unapproved(row: EvaluationRow) -> list[str]:
    """Return the rows of the unit's own whose target comes from no approval, as they were when the form was assessed."""
    if row.card is None or f" {UNAPPROVED} " not in row.codes:
        return []
    locked = json.loads(row.locked)
    return [each["id"] for each in json.loads(row.card)["rows"] if each["key"] is None and f"indicators.{each['id']}.target" not in locked]


def item(asker: Asker, row: EvaluationHead, unit: str | None) -> Json:
    """清单一项 - Return what a list says of an evaluation; points of a draft stay inside the unit."""
    hidden = _hides(asker, row)
    return {
        "id": row.id,
        "version": row.version,
        "title": row.title,
        "unit": row.unit,
        "unit_name": unit,
        "state": row.state,
        "state_title": State(row.state).label,
        "total": None if hidden or row.total is None else show_points(row.total),
        "grade": None if hidden else row.grade,
        "errors": row.errors,
        "warnings": row.warnings,
        "filed": row.filed,
        "late": row.late,
        "saved": row.saved,
        "part_of": row.part_of,
        "merged_into": row.merged_into,
        "exempt_why": row.exempt_why,
        "returned": row.returned,
    }


def _hides(asker: Asker, row: EvaluationHead) -> bool:
    """Tell whether the points of an evaluation are not for whoever asks yet."""
    return row.state in DRAFTS and not INSIDE & asker.roles_at(row.path)


def _final(asker: Asker, row: EvaluationHead, results: Mapping[str, Json | None]) -> Json | None:
    return None if _hides(asker, row) else results[row.id]


def _unclaimed(document: str) -> str:
    """Return a form without what the unit gives itself, and without the texts that tell of it."""
    tree: Json = {name: value for name, value in json.loads(document, parse_float=str, parse_int=str).items() if name not in _TOLD}
    for name in ("indicators", "funds"):
        rows = tree.get(name)
        tree[name] = [_without_claims(row) for row in rows] if isinstance(rows, list) else []
    tree["execution"] = _without_claims(tree.get("execution"))
    return _text(tree)


def _without_claims(value: object) -> object:
    return {name: own for name, own in value.items() if name not in _CLAIMS} if isinstance(value, dict) else {}


def _text(tree: object) -> str:
    return _JSON.encode(tree)
