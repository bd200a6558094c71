"""财政工作台 - What the bureau does with a round: make it for a year with pinned sets and the tree of units, change it, look at it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from perfeval.accounts import BUSINESS, Asker, Role, date_of, moved
from perfeval.desks import lookup, people
from perfeval.desks import round_rules as rules
from perfeval.errors import Conflict, Forbidden, Invalid, NotFound, Place
from perfeval.indicators import IndicatorSet
from perfeval.settings import Settings
from perfeval.store import Transaction, rounds, units
from perfeval.store.rounds import RoundRow, RoundUnitRow
from perfeval.store.scope import Slice
from perfeval.workflow import DRAFTS, State

Json = dict[str, object]
KEEPERS = (Role.FINANCE_CHECKER, Role.FINANCE_HEAD)
"""批次管理人 - Who makes rounds and imports into them."""
READERS = tuple(role for role in BUSINESS if role is not Role.THIRD_PARTY)
"""可查看的角色 - Who sees rounds; a third party sees what it is given, and nothing is given by a round."""
_PLAIN = ("title", "opening", "deadline", "grace", "owners_confirm", "stamped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """新批次 - Hold what somebody asks for: sets by kind, templates by kind, the checks in their order, times in UTC."""

    year: int
    title: str
    sets: Mapping[str, str]
    opening: str
    deadline: str
    templates: Mapping[str, Sequence[str]]
    steps: Sequence[str] = (State.UNIT_CHECK, State.DEPARTMENT_CHECK)
    grace: int = 0
    owners_confirm: bool = False
    stamped: bool = False
    text_rules: str = "general"
    text_off: Sequence[str] = ()
    units: Sequence[str] | None = None
    deductions: str = rules.DEDUCTIONS
    quality: str = rules.QUALITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """延期 - Give a unit of a round a later deadline, with the reason; without a time it is taken back."""

    unit: str
    until: str | None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """批次变更 - Hold what is to be different; what is not written stays."""

    title: str | None = None
    sets: Mapping[str, str] | None = None
    templates: Mapping[str, Sequence[str]] | None = None
    steps: Sequence[str] | None = None
    opening: str | None = None
    deadline: str | None = None
    grace: int | None = None
    owners_confirm: bool | None = None
    stamped: bool | None = None
    text_off: Sequence[str] | None = None
    units: Sequence[str] | None = None
    deductions: str | None = None
    quality: str | None = None
    exceptions: Sequence[Extension] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """填报时间 - Say when a unit may begin, by when it must have filed, and when it can no longer file."""

    opens: str
    due: str
    closes: str

    def is_open(self, at: str) -> bool:
        """可以填报 - Tell whether the unit can file at a time."""
        return self.opens <= at <= self.closes

    def is_late(self, at: str) -> bool:
        """逾期 - Tell whether filing at a time is late."""
        return at > self.due


def window(found: RoundRow, unit: RoundUnitRow | None) -> Window:
    """填报时间 - Return the times of one unit: those of the round, or its own later deadline; the grace comes behind either."""
    due = max(found.deadline, (unit.extended if unit else None) or "")
    return Window(opens=found.opening, due=due, closes=moved(due, days=found.grace))


def page(tx: Transaction, asker: Asker, part: Slice) -> Json:
    """批次列表 - Return a page of the rounds that somebody's units take part in, newest first."""
    rows, total = rounds.page(tx.connection, seen(asker), part)
    return {"items": [_as_json(row) for row in rows], "total": total}


def one(tx: Transaction, asker: Asker, round_id: str) -> Json:
    """一个批次 - Return a round with those of its units that somebody may see.

    Raises: NotFound, when no unit of the asker takes part in it.
    """
    scope = seen(asker)
    return _whole(tx, load(tx, round_id, scope), scope)


def create(tx: Transaction, asker: Asker, draft: Draft) -> Json:
    """建立批次 - Make a round: sets pinned to their versions, the units as they stand when it opens.

    Raises: Forbidden; Invalid, with every place that is wrong.
    """
    scope = managed(asker)
    made, members, faults = _drawn_up(tx, scope, draft)
    _refuse(faults)
    rounds.add(tx.connection, made)
    rounds.add_units(tx.connection, members)
    tx.record(
        asker.person, asker.address, "round.create", f"rounds/{made.id}", {**_as_json(made), "units": [each.unit for each in members]}
    )
    return _whole(tx, made, scope)


def opened(tx: Transaction, asker: Asker, draft: Draft, settings: Settings) -> Json:
    """开始批次 - Make a round, and say who of its units sleeps: they come once a year, and must be activated before they can sign in.

    Raises: as `create` does.
    """
    made = create(tx, asker, draft)
    taking = [str(each["unit"]) for each in made["units"]]  # type: ignore[attr-defined]
    return {**made, "dormant": people.asleep(tx, taking, managed(asker), settings)}


def examine(tx: Transaction, asker: Asker, draft: Draft) -> tuple[Place, ...]:
    """核对新批次 - Return every place that keeps a round from being made; nothing is made.

    Raises: Forbidden.
    """
    return tuple(_drawn_up(tx, managed(asker), draft)[2])


def _drawn_up(tx: Transaction, scope: Sequence[str], draft: Draft) -> tuple[RoundRow, tuple[RoundUnitRow, ...], list[Place]]:
    """Return a round as it would be, its units, and what is wrong with it."""
    faults = [*rules.time_faults(draft.opening, draft.deadline, draft.grace), *rules.title_faults(draft.title)]
    sets, wrong = rules.pinned(draft.sets, draft.year)
    deductions, unknown = rules.pinned_deductions(draft.deductions)
    quality, unrated = rules.pinned_quality(draft.quality)
    words, unsaid = rules.pinned_texts(draft.text_rules)
    faults += [
        *wrong,
        *unknown,
        *unrated,
        *unsaid,
        *rules.template_faults(draft.templates),
        *rules.step_faults(draft.steps),
        *rules.text_faults(draft.text_off),
    ]
    plain = {name: getattr(draft, name) for name in (*_PLAIN, "year")}
    texts = {
        "sets": _text(sets),
        "templates": _text(draft.templates),
        "steps": _text(list(draft.steps)),
        "text_rules": _text(words),
        "text_off": _text(list(draft.text_off)),
        "deductions": _text(deductions),
        "quality": _text(quality),
    }
    made = RoundRow(id=uuid4().hex, made=tx.at, **{**plain, **texts, "title": draft.title.strip()})
    return made, _tree(tx, made, scope, draft.units, faults), faults


def change(tx: Transaction, asker: Asker, round_id: str, asked: Change, version: int) -> Json:
    """修改批次 - Change a round; sets stay once evaluations are made, steps once one was filed.

    Raises: NotFound; Forbidden; Conflict; Invalid, with every place that is wrong.
    """
    scope = managed(asker)
    found = load(tx, round_id, scope)
    if found.version != version:
        current = _whole(tx, found, scope)
        raise Conflict("version-conflict", "这个批次刚被别人改过，请取最新内容后再保存", more={"current": current})
    rules.prove_open(found.closed)
    _prove_whole(tx, found, asked, scope)
    _prove_early(tx, found, asked, scope)
    changed, faults = _changed(found, asked)
    known = {each.unit: each for each in rounds.units(tx.connection, round_id, scope)}
    extended = [_extended(each, known, changed, faults) for each in asked.exceptions]
    staying = rounds.busy_units(tx.connection, round_id, scope) if asked.units is not None else frozenset()
    members = _tree(tx, changed, scope, [*asked.units, *staying], faults) if asked.units is not None else ()
    _refuse(faults)
    saved = rounds.save(tx.connection, changed, version)
    if asked.units is not None:
        wanted = {each.unit for each in members}
        rounds.add_units(tx.connection, [each for each in members if each.unit not in known])
        rounds.remove_units(tx.connection, round_id, [each for each in known if each not in wanted])
    for each in extended:
        if each is not None:
            rounds.save_unit(tx.connection, each)
    tx.record(asker.person, asker.address, "round.change", f"rounds/{round_id}", _told(found, saved, asked))
    return _whole(tx, saved, scope)


def load(tx: Transaction, round_id: str, scope: Sequence[str]) -> RoundRow:
    """取批次 - Return a round inside the scope.

    Raises: NotFound.
    """
    found = rounds.load(tx.connection, round_id, scope) if round_id.isalnum() else None
    if found is None:
        raise NotFound("round-not-found", "没有这个批次，或它不在您的范围内")
    return found


def seen(asker: Asker) -> tuple[str, ...]:
    """可见范围 - Return the chains of units whose business somebody sees.

    Raises: Forbidden, for those whose role has nothing to do with business.
    """
    if not asker.roles & set(BUSINESS):
        raise Forbidden("role-forbidden", "您的角色不接触业务数据")
    return asker.scope(READERS)


def managed(asker: Asker) -> tuple[str, ...]:
    """管理范围 - Return the chains of units for which somebody keeps rounds.

    Raises: Forbidden.
    """
    if scope := asker.scope(KEEPERS):
        return scope
    raise Forbidden("role-forbidden", f"这项操作由{'、'.join(role.label for role in KEEPERS)}进行")


def is_filed(tx: Transaction, round_id: str, scope: Sequence[str]) -> bool:
    """已有送审 - Tell whether an evaluation of a round is in the checks or through."""
    return bool(rounds.states(tx.connection, round_id, scope) - {*DRAFTS, State.EXEMPT})


def sets_of(found: RoundRow) -> dict[str, IndicatorSet]:
    """批次所用体系 - Return the sets of a round in their pinned versions, by kind or by the name they were given."""
    return {name: lookup.rules(f"{own['id']}@{own['version']}") for name, own in json.loads(found.sets).items()}


def _tree(
    tx: Transaction, made: RoundRow, scope: Sequence[str], wanted: Sequence[str] | None, faults: list[Place]
) -> tuple[RoundUnitRow, ...]:
    """Return the units that take part, as they stand on the opening day, each with all units above it."""
    day = _opening_day(made)
    there = {each.id: each for each in units.by_code(tx.connection, scope).values()}
    standing = {each.id for each in there.values() if day is None or _in_force(each.valid_from, each.valid_to, day)}
    chosen = standing if wanted is None else set(wanted)
    if missing := sorted(chosen - there.keys()):
        faults.append(Place(where="units", message=f"没有这些单位，或不在您的范围内：{'、'.join(missing[:5])}"))
    if not chosen:
        faults.append(Place(where="units", message="没有单位参加", suggestion="请先导入单位"))
    taking = [there[each] for each in chosen if each in there]
    above = {part for each in taking for part in each.path.split("/") if part in there}
    return tuple(
        RoundUnitRow(round=made.id, unit=each.id, name=each.name, kind=each.kind, parent=each.parent, path=each.path)
        for each in sorted(there.values(), key=lambda each: each.path)
        if each.id in above
    )


def _opening_day(made: RoundRow) -> str | None:
    """Return the day on which a round opens, None where its time cannot be read, which is told already."""
    try:
        return date_of(made.opening)
    except ValueError:
        return None


def _in_force(valid_from: str | None, valid_to: str | None, day: str) -> bool:
    return (valid_from or "") <= day <= (valid_to or "9999")


def _prove_whole(tx: Transaction, found: RoundRow, asked: Change, scope: Sequence[str]) -> None:
    """Refuse to change for everybody what somebody keeps for a part of the units; members and deadlines of these they may change."""
    own = replace(asked, units=None, exceptions=())
    if own != Change() and rounds.reaches_beyond(tx.connection, found.id, scope):
        raise Forbidden("round-shared", "还有您范围以外的单位参加这个批次，请由管理全部参加单位的人修改；您可以增减本范围的单位、办理延期")


def _prove_early(tx: Transaction, found: RoundRow, asked: Change, scope: Sequence[str]) -> None:
    """Refuse to change what evaluations already rest on."""
    if asked.sets is not None and rounds.busy_units(tx.connection, found.id, scope):
        raise Conflict("round-begun", "已经导入项目，不能再换指标体系；需要换的，请另建批次")
    if asked.steps is not None and is_filed(tx, found.id, scope):
        raise Conflict("round-begun", "已经有自评送审，不能再改审核环节")
    if (asked.deductions or asked.quality) is not None and is_filed(tx, found.id, scope):
        raise Conflict("round-begun", "已经有自评送审，不能再换复核扣分标准和自评工作质量评级标准，它们要在填报之前公布")


def _changed(found: RoundRow, asked: Change) -> tuple[RoundRow, list[Place]]:
    """Return the round as it would be, and what is wrong with it."""
    faults: list[Place] = []
    given: Json = {name: value for name in _PLAIN if (value := getattr(asked, name)) is not None}
    if asked.sets is not None:
        sets, wrong = rules.pinned(asked.sets, found.year)
        faults += wrong
        given["sets"] = _text(sets)
    if asked.templates is not None:
        faults += rules.template_faults(asked.templates)
        given["templates"] = _text(asked.templates)
    if asked.steps is not None:
        faults += rules.step_faults(asked.steps)
        given["steps"] = _text(list(asked.steps))
    if asked.text_off is not None:
        faults += rules.text_faults(asked.text_off)
        given["text_off"] = _text(list(asked.text_off))
    for name, pinned in (("deductions", rules.pinned_deductions), ("quality", rules.pinned_quality)):
        if (reference := getattr(asked, name)) is not None:
            table, unknown = pinned(reference)
            faults += unknown
            given[name] = _text(table)
    changed = replace(found, **given)  # type: ignore[arg-type] # each has the type of the field it is named for
    return changed, [*faults, *rules.time_faults(changed.opening, changed.deadline, changed.grace), *rules.title_faults(changed.title)]


def _extended(asked: Extension, known: Mapping[str, RoundUnitRow], changed: RoundRow, faults: list[Place]) -> RoundUnitRow | None:
    """Return a unit of the round with its own deadline, None where that cannot be."""
    unit, where = known.get(asked.unit), "exceptions"
    if unit is None:
        faults.append(Place(where=where, message=f"批次中没有这个单位：{asked.unit}"))
        return None
    if asked.until is None:
        return replace(unit, extended=None, extended_why=None)
    if not (asked.why or "").strip():
        faults.append(Place(where=where, message=f"延长“{unit.name}”的期限要写原因"))
    wrong = rules.time_faults(changed.opening, asked.until, 0)
    faults += [Place(where=where, message=each.message, suggestion=each.suggestion) for each in wrong]
    if not wrong and asked.until <= changed.deadline:
        faults.append(Place(where=where, message=f"“{unit.name}”的期限应晚于批次的截止时间"))
    return replace(unit, extended=asked.until, extended_why=(asked.why or "").strip())


def _refuse(faults: Sequence[Place]) -> None:
    if faults:
        raise Invalid("round-invalid", f"批次有{len(faults)}处不对", tuple(faults))


def _told(found: RoundRow, saved: RoundRow, asked: Change) -> Json:
    """Return what changed, as the journal keeps it."""
    before, after = _as_json(found), _as_json(saved)
    differing = {name: {"old": before[name], "new": after[name]} for name in after if before[name] != after[name]}
    extended = [{"unit": each.unit, "until": each.until, "why": each.why} for each in asked.exceptions]
    return {**differing, "exceptions": extended, **({} if asked.units is None else {"units": list(asked.units)})}


def _whole(tx: Transaction, found: RoundRow, scope: Sequence[str]) -> Json:
    """Return a round with its units."""
    members = rounds.units(tx.connection, found.id, scope)
    return {**_as_json(found), "units": [_unit(found, each) for each in members]}


def _unit(found: RoundRow, each: RoundUnitRow) -> Json:
    own: Json = {"unit": each.unit, "name": each.name, "kind": each.kind, "parent": each.parent}
    return {**own, "due": window(found, each).due, "extended": each.extended, "extended_why": each.extended_why}


def _as_json(found: RoundRow) -> Json:
    return {
        "id": found.id,
        "version": found.version,
        "year": found.year,
        "title": found.title,
        "sets": json.loads(found.sets),
        "templates": json.loads(found.templates),
        "steps": json.loads(found.steps),
        "opening": found.opening,
        "deadline": found.deadline,
        "grace": found.grace,
        "owners_confirm": found.owners_confirm,
        "stamped": found.stamped,
        "text_rules": json.loads(found.text_rules),
        "text_off": json.loads(found.text_off),
        "deductions": json.loads(found.deductions or "null"),
        "quality": json.loads(found.quality or "null"),
        "closed": found.closed,
        "made": found.made,
    }


def _text(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
