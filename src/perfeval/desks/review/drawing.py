"""抽取工作台 - Draw a sample of a round, look at it before and afterwards, send it out, and take it back while nobody has begun.

A look beforehand says how the strata are filled and what is certain, never what the lot would fall on: a seed is chosen once, and every
draw is kept with its plan, its seed and its whole frame, so that a stranger can repeat it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from perfeval import library
from perfeval.accounts import Asker, Role
from perfeval.desks import bureau, round_rules
from perfeval.desks.review import framing, items, rating
from perfeval.desks.review.framing import Framed
from perfeval.desks.review.ground import SelfResult, self_result
from perfeval.errors import Conflict, Forbidden, Invalid, NotFound, Place
from perfeval.review import How, RiskTable, Sample, Sampled, describe_limits, describe_method, draw, frame_of, read_plan, read_sample
from perfeval.store import Transaction, people, problems, rounds, samples, visits
from perfeval.store.rounds import RoundRow
from perfeval.store.samples import SampledRow, SampleHead, SampleRow, Sought
from perfeval.store.scope import Slice
from perfeval.workflow import SPOT_CHECK, STEERING, ItemAction, ItemState, Request, move, not_allowed

Json = dict[str, object]
_ANY = "预览"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """所要的抽查 - Hold what somebody asks for: name, document number, the plan as plain data, and from which unit and below."""

    title: str
    plan: Mapping[str, object]
    number: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """待存的抽取 - Hold a draw before it is kept: from which units, the frame with what stands behind it, the sample.

    own: by its code what each drawn item's own score came to; nothing where nobody is told the lot.
    """

    path: str
    frame: Mapping[str, Framed]
    risks: RiskTable
    sample: Sample
    own: Mapping[str, SelfResult]


def preview(tx: Transaction, asker: Asker, round_id: str, wanted: Wanted) -> Json:
    """抽前预览 - Return strata, what is certain and how much would be covered; nothing is written.

    The lot is not told: it is drawn with another seed, so that nobody can look for a seed by what it covers.

    Raises: Forbidden; NotFound; Invalid, when the plan cannot be drawn by.
    """
    plan = {**wanted.plan, "seed": _ANY} if wanted.plan.get("seed") else wanted.plan
    made = _draft(tx, asker, round_id, replace(wanted, plan=plan))
    told = made.sample.as_json()
    sure = [_told(each, made.frame) for each in made.sample.items if each.how is not How.DRAWN]
    return {"frame_sha256": made.sample.frame_sha256, "strata": told["strata"], "coverage": told["coverage"], "certain": sure}


def prepare(tx: Transaction, asker: Asker, round_id: str, wanted: Wanted) -> Draft:
    """备抽 - Return a draw from the units that are meant, each item pinned to its last submission; long work that changes nothing.

    Raises: Forbidden; NotFound; Invalid, when the plan cannot be drawn by.
    """
    made = _draft(tx, asker, round_id, wanted)
    filed = {each.item: made.frame[each.item].filed for each in made.sample.items}
    return replace(made, own={item: self_result(tx, each.evaluation, each.submission) for item, each in filed.items()})


def create(tx: Transaction, asker: Asker, round_id: str, wanted: Wanted, made: Draft) -> Json:
    """抽取 - Keep a draw: its items, the frame and its hash, the seed, the probabilities.

    Raises: Forbidden; NotFound; Invalid, when nothing was drawn.
    """
    _path(tx, asker, round_id, wanted.unit)
    if not made.sample.items:
        raise Invalid("sample-empty", "按这个方案一项也没有抽到，请核对抽样框和数量")
    row = SampleRow(
        id=uuid4().hex,
        round=round_id,
        path=made.path,
        title=wanted.title,
        number=wanted.number,
        seed=made.sample.plan.seed,
        frame_sha256=made.sample.frame_sha256,
        state=ItemState.DRAWN,
        person=asker.person,
        at=tx.at,
        risks=_text({"id": made.risks.id, "version": made.risks.version, "sha256": made.risks.sha256}),
        plan=_text(made.sample.plan.as_json()),
        drawn=_text(made.sample.as_json()),
        frame=_text([each.as_json() for each in frame_of(each.candidate for each in made.frame.values())]),
    )
    drawn = [_row(row, each, made.frame[each.item], made.own[each.item]) for each in made.sample.items]
    samples.add(tx.connection, row, drawn)
    told = {"title": row.title, "number": row.number, "seed": row.seed, "frame_sha256": row.frame_sha256, "items": len(drawn)}
    _record(tx, asker, row, "sample.draw", {**told, "plan": made.sample.plan.as_json()})
    return _whole(tx, row)


def page(tx: Transaction, asker: Asker, round_id: str, part: Slice) -> Json:
    """抽查批列表 - Return a page of the samples of a round.

    Raises: Forbidden; NotFound, when no unit of the asker takes part in the round.
    """
    scope = seen(asker)
    bureau.load(tx, round_id, scope)
    rows, total = samples.page(tx.connection, round_id, scope, part)
    names = people.names(tx.connection, {row.person for row in rows})
    return {"items": [_head(row, names) for row in rows], "total": total}


def one(tx: Transaction, asker: Asker, sample_id: str) -> Json:
    """一个抽查批 - Return a sample with its plan, its strata, what it covers, and the paragraphs about method and limits.

    Raises: Forbidden; NotFound.
    """
    return _whole(tx, load(tx, sample_id, seen(asker)))


def frame(tx: Transaction, asker: Asker, sample_id: str) -> bytes:
    """抽样框 - Return the whole frame and the whole draw, from which a stranger can repeat it.

    Raises: Forbidden; NotFound.
    """
    row = load(tx, sample_id, seen(asker))
    return f'{{"frame_sha256":"{row.frame_sha256}","frame":{row.frame},"sample":{row.drawn}}}\n'.encode()


def page_of_items(tx: Transaction, asker: Asker, sample_id: str, part: Slice) -> Json:
    """抽查批各项 - Return a page of the items of a sample; those of the asker's own units only once they are released.

    Raises: Forbidden; NotFound.
    """
    row = load(tx, sample_id, seen(asker))
    return items.page(tx, asker, Sought(round=row.round, sample=row.id), part)


def send(tx: Transaction, asker: Asker, sample_id: str, version: int) -> Json:
    """下发 - Send a sample out: from now on its reviewers see their items.

    Raises: Forbidden; NotFound; Conflict `version-conflict` or `not-allowed`.
    """
    row = steered(tx, asker, sample_id, version)
    elsewhere = samples.under_review(tx.connection, row.round, (row.path,), but=row.id)
    mine = samples.items(tx.connection, row.id, (row.path,))
    _refuse(f"“{each.title}”已在另一抽查批中下发" for each in mine if each.evaluation in elsewhere)
    return _moved(tx, asker, replace(row, state=ItemState.SENT, sent=tx.at), ItemAction.SEND)


def recall(tx: Transaction, asker: Asker, sample_id: str, version: int) -> Json:
    """收回 - Take a sample back, as long as nobody has begun to review any of it.

    Raises: Forbidden; NotFound; Conflict `version-conflict` or `not-allowed`.
    """
    row = steered(tx, asker, sample_id, version)
    mine = samples.items(tx.connection, row.id, (row.path,))
    _refuse(f"“{each.title}”的复核已经开始，不能收回" for each in mine if _touched(tx, each))
    return _moved(tx, asker, replace(row, state=ItemState.DRAWN, sent=None), ItemAction.RECALL)


def write(tx: Transaction, asker: Asker, sample_id: str, version: int, texts: Mapping[str, str]) -> Json:
    """写报告文字 - Keep what the bureau writes into the report on a sample: suggestions and what else its template leaves to people.

    Raises: NotFound; Forbidden; Conflict `version-conflict`.
    """
    row = steered(tx, asker, sample_id, version)
    written = {key: text for key, text in texts.items() if text.strip()}
    return keep(tx, asker, replace(row, texts=_text(written)), "sample.write", {"texts": written})


def seen(asker: Asker) -> tuple[str, ...]:
    """可见范围 - Return the chains of units whose samples somebody sees.

    Raises: Forbidden.
    """
    return _scope(asker, items.READERS)


def load(tx: Transaction, sample_id: str, scope: Sequence[str]) -> SampleRow:
    """取抽查批 - Return a sample inside the scope.

    Raises: NotFound.
    """
    found = samples.load(tx.connection, sample_id, scope) if sample_id.isalnum() else None
    if found is None:
        raise NotFound("sample-not-found", "没有这个抽查批，或它不在您的范围内")
    return found


def steered(tx: Transaction, asker: Asker, sample_id: str, version: int) -> SampleRow:
    """可以主持 - Return a sample that somebody steers, in the version that they mean.

    Raises: Forbidden; NotFound; Conflict `version-conflict`.
    """
    row = load(tx, sample_id, _scope(asker, STEERING))
    if row.version != version:
        raise Conflict("version-conflict", "这个抽查批刚被别人改过，请取最新内容后再办理", more={"current": _whole(tx, row)})
    return row


def prove_steers(tx: Transaction, asker: Asker, sample_id: str) -> None:
    """核对主持 - Prove that somebody steers a sample, before something is done to many of its items.

    Raises: Forbidden; NotFound.
    """
    load(tx, sample_id, _scope(asker, STEERING))


def keep(tx: Transaction, asker: Asker, row: SampleRow, action: str, detail: Mapping[str, object]) -> Json:
    """存入 - Keep where a sample stands and return it; the journal is written last."""
    saved = samples.save(tx.connection, row, row.version)
    _record(tx, asker, saved, action, {"title": saved.title, "version": saved.version, **detail})
    return _whole(tx, saved)


def _scope(asker: Asker, roles: Sequence[Role]) -> tuple[str, ...]:
    if scope := asker.scope(roles):
        return scope
    raise Forbidden("role-forbidden", f"抽查批由{'、'.join(role.label for role in roles)}办理和查看")


def _draft(tx: Transaction, asker: Asker, round_id: str, wanted: Wanted) -> Draft:
    """Return a draw of which only the frame was looked at."""
    path = _path(tx, asker, round_id, wanted.unit)
    risks = library.risks()
    found = framing.frame(tx, round_id, (path,), risks)
    if not found:
        raise Invalid("frame-empty", "抽样框里一项也没有：还没有自评送审，或都已下发复核")
    sample = draw((each.candidate for each in found.values()), read_plan(dict(wanted.plan)))
    return Draft(path=path, frame=found, risks=risks, sample=sample, own={})


def _path(tx: Transaction, asker: Asker, round_id: str, unit_id: str | None) -> str:
    """Return the chain of the unit from which, with all below it, somebody draws a sample."""
    scope = _scope(asker, STEERING)
    round_rules.prove_open(bureau.load(tx, round_id, scope).closed)
    if unit_id is None and len(scope) == 1:
        return scope[0]
    unit = rounds.unit(tx.connection, round_id, unit_id) if unit_id else None
    if unit is None or not any(unit.path.startswith(each) for each in scope):
        place = Place(where="unit", message="请写明从哪个单位及其下级中抽取，须在您的范围内", suggestion="单位编号见批次的 units")
        raise Invalid("sample-invalid", "不知道从哪些单位中抽取", (place,))
    return unit.path


def _row(row: SampleRow, drawn: Sampled, framed: Framed, own: SelfResult) -> SampledRow:
    """Return a drawn item as it is kept, pinned to the submission that was the last one now and to what that came to."""
    probability = drawn.probability
    return SampledRow(
        id=uuid4().hex,
        sample=row.id,
        evaluation=framed.filed.evaluation,
        submission=framed.filed.submission,
        unit=framed.filed.unit,
        path=framed.filed.path,
        item=drawn.item,
        title=framed.filed.title,
        stratum=drawn.stratum,
        how=drawn.how.value,
        why=drawn.why or None,
        probability=f"{probability.numerator}/{probability.denominator}" if probability is not None else None,
        state=ItemState.DRAWN,
        self_total=own.total,
        self_grade=own.grade,
    )


def _touched(tx: Transaction, row: SampledRow) -> bool:
    """Tell whether somebody has begun: saved a review, confirmed the rating, recorded a visit or a problem."""
    begun = row.state not in {ItemState.DRAWN, ItemState.SENT}
    begun = begun or bool(row.quality and json.loads(row.quality)["confirmed_at"])
    return begun or bool(visits.of_item(tx.connection, row.id)) or bool(problems.of_item(tx.connection, row.id))


def _moved(tx: Transaction, asker: Asker, row: SampleRow, action: ItemAction) -> Json:
    """Move a sample and all its items on together, or none of them; what an action needs was proved before.

    What is sent out has its rating of the work drafted.
    """
    mine = samples.items(tx.connection, row.id, (row.path,))
    known = _open_round(tx, row.round)
    for each in mine:
        way = move(SPOT_CHECK, each.state, Request(action=action), STEERING, {})
        quality = rating.drafted(tx, known, each) if action is ItemAction.SEND else None
        samples.save_item(tx.connection, replace(each, state=way.target, quality=quality), each.version)
    return keep(tx, asker, row, f"sample.{action}", {"items": len(mine)})


def _open_round(tx: Transaction, round_id: str) -> RoundRow:
    """Return the round of a sample, as long as it was not closed.

    Raises: Conflict `not-allowed`.
    """
    known = bureau.load(tx, round_id, (people.EVERYWHERE,))
    round_rules.prove_open(known.closed)
    return known


def _refuse(why: Iterable[str]) -> None:
    """Refuse to move a sample on while anything stands against it."""
    if told := tuple(why):
        raise not_allowed(told)


def _told(drawn: Sampled, found: Mapping[str, Framed]) -> Json:
    """Return an item that is in a sample whatever the lot falls on."""
    filed = found[drawn.item].filed
    return {
        "item": drawn.item,
        "title": filed.title,
        "unit": filed.unit,
        "stratum": drawn.stratum,
        "how": drawn.how.value,
        "why": drawn.why,
    }


def _head(row: SampleHead | SampleRow, names: Mapping[str, str]) -> Json:
    """Return what a list says of a sample."""
    return {
        "id": row.id,
        "version": row.version,
        "title": row.title,
        "number": row.number,
        "state": row.state,
        "state_title": ItemState(row.state).label,
        "person": {"id": row.person, "name": names.get(row.person)},
        "at": row.at,
        "sent": row.sent,
        "released": row.released,
        "frame_sha256": row.frame_sha256,
    }


def _whole(tx: Transaction, row: SampleRow) -> Json:
    """Return a sample with the facts of its draw."""
    sample = read_sample(json.loads(row.drawn))
    told = sample.as_json()
    return {
        **_head(row, people.names(tx.connection, [row.person])),
        "round": row.round,
        "plan": told["plan"],
        "strata": told["strata"],
        "coverage": told["coverage"],
        "method": list(describe_method(sample)),
        "limits": list(describe_limits(sample)),
        "risks": json.loads(row.risks),
        "texts": json.loads(row.texts),
    }


def _record(tx: Transaction, asker: Asker, row: SampleRow, action: str, detail: Json) -> None:
    tx.record(asker.person, asker.address, action, f"rounds/{row.round}/samples/{row.id}", detail)


def _text(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
