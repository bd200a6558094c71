"""复核展示 - What the pages of a review need at once: samples of a round, the ground for a draw, a sample with its reviewers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perfeval.accounts import Asker
from perfeval.desks import bureau, steering
from perfeval.desks.review import (
    assigning,
    closing,
    deciding,
    drawing,
    fieldwork,
    items,
    materials,
    objections,
    publishing,
    rating,
    rectifying,
    rescoring,
    statistics,
)
from perfeval.desks.review.ground import ground_of, quality_of
from perfeval.desks.review.items import Item
from perfeval.desks.standing import INSIDE
from perfeval.desks.steering import Head
from perfeval.errors import Forbidden
from perfeval.quantities import Fraction, Points, show_points, to_points
from perfeval.review import ReviewDocument
from perfeval.store import Transaction, reviews, rounds, samples
from perfeval.store.rounds import RoundUnitRow
from perfeval.store.samples import Sought
from perfeval.store.scope import Slice
from perfeval.workflow import STEERING, ItemState

Json = dict[str, object]
Tree = Mapping[str, Any]
_MOST = Slice(size=200)
_OPEN = (ItemState.DRAWN, ItemState.SENT, ItemState.REVIEWING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """抽查批清单 - Hold a page of the samples of a round, and whether the asker draws."""

    head: Head
    items: Sequence[Json]
    total: int
    steers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawGround:
    """抽取的依据 - Hold what a plan can choose from: the units to draw from, and the grades that a set of the round gives."""

    head: Head
    units: Sequence[RoundUnitRow]
    grades: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSheet:
    """抽查批页 - Hold a sample with a page of its items, each with who reviews it, and everybody to whom items may be given."""

    head: Head
    sample: Json
    items: Sequence[Json]
    total: int
    able: Sequence[Json]
    steers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledItems:
    """抽查项清单 - Hold a page of the items of a round that somebody sees, and whether the samples themselves are for them."""

    head: Head
    items: Sequence[Json]
    total: int
    reads_all: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSheet:
    """抽查项页 - Hold a sampled item with everything of it that is for who asks.

    rows: what can be chosen where something is about a row; table: the deductions that its round has published; following: of the same
    sample, the next item that waits for its decision.
    """

    item: Tree
    round_title: str
    whole: bool
    steers: bool
    works: bool
    reviews: Sequence[Json]
    differences: Sequence[Json]
    able: Sequence[Json]
    decision: Tree | None
    rows: Sequence[Json]
    table: Tree
    visits: Sequence[Json]
    problems: Sequence[Json]
    quality: Tree | None
    objections: Sequence[Json]
    rectifications: Sequence[Json]
    materials: Sequence[Json]
    hands_in: bool
    following: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectifications:
    """整改清单页 - Hold a page of what is to be put right of a round, with the units that it can be narrowed to."""

    head: Head
    items: Sequence[Json]
    total: int
    units: Sequence[RoundUnitRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesSheet:
    """复核规则页 - Hold by what the items of a round are reviewed, and by what the work on them is rated."""

    head: Head
    table: Tree | None
    quality: Tree | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """复核统计页 - Hold how a round was reviewed, its version, and whether the asker may close it."""

    head: Head
    told: Tree
    closes: bool


def of_round(tx: Transaction, asker: Asker, round_id: str, part: Slice) -> Samples:
    """抽查批清单 - Return a page of the samples of a round.

    Raises: Forbidden; NotFound.
    """
    listed = drawing.page(tx, asker, round_id, part)
    head = steering.head(tx, asker, round_id)
    return Samples(head=head, items=_list(listed), total=_total(listed), steers=bool(asker.scope(STEERING)))


def ground(tx: Transaction, asker: Asker, round_id: str) -> DrawGround:
    """抽取的依据 - Return what a plan can choose from.

    Raises: Forbidden, for those who do not draw; NotFound.
    """
    scope = asker.scope(STEERING)
    if not scope:
        raise Forbidden("role-forbidden", f"抽查由{'、'.join(role.label for role in STEERING)}抽取")
    known = bureau.load(tx, round_id, scope)
    return DrawGround(
        head=steering.head(tx, asker, round_id),
        units=tuple(each for each in rounds.units(tx.connection, round_id, scope) if each.kind != "secondary"),
        grades=tuple(dict.fromkeys(grade.name for rules in bureau.sets_of(known).values() for grade in rules.grades)),
    )


def sample(tx: Transaction, asker: Asker, sample_id: str, part: Slice) -> SampleSheet:
    """抽查批页 - Return a sample with a page of its items and who reviews them.

    Raises: Forbidden; NotFound.
    """
    told, listed = drawing.one(tx, asker, sample_id), drawing.page_of_items(tx, asker, sample_id, part)
    steered = asker.scope(STEERING)
    return SampleSheet(
        head=steering.head(tx, asker, str(told["round"])),
        sample=told,
        items=_with_reviewers(tx, asker, _list(listed)),
        total=_total(listed),
        able=assigning.everybody(tx, steered) if steered else (),
        steers=bool(steered),
    )


def sampled(tx: Transaction, asker: Asker, round_id: str, state: str | None, part: Slice) -> SampledItems:
    """抽查项清单 - Return a page of the items of a round that are for the asker, of one state where one is chosen.

    Raises: Forbidden; NotFound, when no unit of the asker takes part in the round.
    """
    head = steering.head(tx, asker, round_id)
    listed = items.page(tx, asker, Sought(round=round_id, state=state), part)
    reads_all = bool(asker.scope(items.READERS))
    return SampledItems(head=head, items=_with_reviewers(tx, asker, _list(listed)), total=_total(listed), reads_all=reads_all)


def item(tx: Transaction, asker: Asker, sampled_id: str) -> ItemSheet:
    """抽查项页 - Return a sampled item with everything of it that is for who asks.

    Raises: NotFound.
    """
    found = items.find(tx, asker, sampled_id)
    steers, compared = bool(set(STEERING) & found.roles), _compared(found)
    rows, table = _rows(found)
    opened = found.row.state in {ItemState.SENT, ItemState.REVIEWING}
    giving = steers and found.row.state in _OPEN
    return ItemSheet(
        item=items.as_json(found),
        round_title=found.round.title,
        whole=found.reads_all,
        steers=steers,
        works=opened and (steers or found.mine is not None),
        reviews=compared["items"],
        differences=list(_side_by_side(found, compared["rows"])),
        able=_list(assigning.candidates(tx, asker, sampled_id, _MOST)) if giving else (),
        decision=_decision(found),
        rows=rows,
        table=table,
        visits=_list(fieldwork.page_of_visits(tx, asker, sampled_id, _MOST)),
        problems=_list(fieldwork.page_of_problems(tx, asker, sampled_id, _MOST)),
        quality=work(found),
        objections=_list(objections.page(tx, asker, sampled_id, _MOST)),
        rectifications=[
            rectifying.one(tx, asker, str(each["id"])) for each in _list(rectifying.page_of_item(tx, asker, sampled_id, _MOST))
        ],
        materials=_list(materials.page(tx, asker, sampled_id, _MOST)),
        hands_in=found.row.told is not None and bool(INSIDE & found.roles),
        following=_following(found) if steers else None,
    )


def to_put_right(tx: Transaction, asker: Asker, round_id: str, asked: rectifying.Asked, part: Slice) -> Rectifications:
    """整改清单页 - Return a page of what is to be put right of a round.

    Raises: Forbidden; NotFound, when no unit of the asker takes part in the round.
    """
    listed = rectifying.page(tx, asker, round_id, asked, part)
    own = rounds.units(tx.connection, round_id, bureau.seen(asker))
    return Rectifications(head=steering.head(tx, asker, round_id), items=_list(listed), total=_total(listed), units=own)


def rules(tx: Transaction, asker: Asker, round_id: str) -> RulesSheet:
    """复核规则页 - Return by what the items of a round are reviewed, for everybody who has part in the round.

    Raises: Forbidden; NotFound.
    """
    told: Tree = publishing.rules(tx, asker, round_id)
    return RulesSheet(head=steering.head(tx, asker, round_id), table=told["deductions"], quality=told["quality"])


def figures(tx: Transaction, asker: Asker, round_id: str) -> Figures:
    """复核统计页 - Return how a round was reviewed: grades, gaps, fairness.

    Raises: Forbidden; NotFound.
    """
    told = statistics.statistics(tx, asker, round_id)
    head = steering.head(tx, asker, round_id)
    return Figures(head=head, told=told, closes=head.round.closed is None and bool(asker.scope(closing.CLOSERS)))


def work(found: Item) -> Tree | None:
    """工作质量 - Return the rating of the work on an item, each answer marked that is computed; None where there is none for who asks."""
    if found.row.quality is None or found.round.quality is None or not (found.reads_all or found.mine or found.row.told):
        return None
    computed = {(each.key, each.item) for each in quality_of(found.round).items if each.within is not None}
    told: Tree = rating.one(found.tx, found.asker, found.row.id)
    answers = [{**each, "computed": (each["key"], each["item"]) in computed} for each in told["answers"]]
    return {**told, "answers": answers}


def _compared(found: Item) -> Tree:
    """Return the reviews of an item side by side, to those who see them all."""
    if not found.reads_all:
        return {"items": (), "rows": ()}
    return rescoring.compare(found.tx, found.asker, found.row.id, _MOST)


def _side_by_side(found: Item, rows: Sequence[Tree]) -> Iterator[Json]:
    """Yield the rows on which reviews were handed in, each with how far these lie apart and with what every reviewer says of it."""
    cards = _cards(found)
    said = {(review, row["row"]): row["reason"] for review, card in cards.items() for row in card["rows"]}
    for row in rows:
        before = row["self_points"]
        lower = any(before is not None and each is not None and Fraction(each) < Fraction(before) for each in row["points"].values())
        yield {**row, "apart": _apart(row), "cut": lower, "reasons": {review: said.get((review, row["row"]), "") for review in cards}}


def _cards(found: Item) -> dict[str, Tree]:
    """Return what each review comes to that was handed in, by its id."""
    return {each.review.id: json.loads(each.review.card) for each in found.reviews if each.review.handed_in and each.review.card}


def _following(found: Item) -> str | None:
    """Return the next item of the sample for which everybody has handed in, the first one behind the last."""
    tx, asker = found.tx, found.asker
    sought = Sought(round=found.round.id, sample=found.row.sample, state=ItemState.REVIEWING)
    rows, _ = samples.page_of_items(tx.connection, sought, items.seeing(tx, asker), _MOST)
    given = reviews.of_items(tx.connection, [each.id for each in rows], asker.scope(items.READERS))
    waiting = {each.review.sampled for each in given if each.review.handed_in is None} | {found.row.id}
    others = sorted((each.item <= found.row.item, each.item, each.id) for each in rows if each.id not in waiting)
    return others[0][2] if others else None


def _apart(row: Tree) -> str | None:
    """Return how far the points of a row lie apart, None where they do not."""
    given = [to_points(Fraction(each)) for each in row["points"].values() if each is not None]
    return show_points(Points(max(given) - min(given))) if row["differs"] and len(given) > 1 else None


def _decision(found: Item) -> Tree | None:
    """Return the decision that is for who asks, None where there is none yet."""
    if not (found.row.decision if found.reads_all else found.row.told):
        return None
    told: Tree = json.loads(deciding.decision(found.tx, found.asker, found.row.id))
    return told


def _rows(found: Item) -> tuple[Sequence[Json], Tree]:
    """Return the rows of the form by name, and the table of deductions, both empty where the round has published none."""
    if found.round.deductions is None:
        return (), {"entries": ()}
    base = ground_of(found)
    return [{"row": each.row, "name": each.name} for each in base.score(ReviewDocument()).changes], base.table.as_json()


def _with_reviewers(tx: Transaction, asker: Asker, listed: Sequence[Json]) -> Sequence[Json]:
    """Return items with who reviews each and how far they are, where that is for the asker: where how it was drawn is."""
    whole = [str(each["id"]) for each in listed if each["how"] is not None]
    found: dict[str, list[Json]] = {}
    for each in reviews.of_items(tx.connection, whole, asker.scope(items.READERS)):
        found.setdefault(each.review.sampled, []).append(assigning.as_json(each))
    return [{**each, "reviews": found.get(str(each["id"]), [])} for each in listed]


def _list(listed: Json) -> Sequence[Json]:
    found = listed["items"]
    return found if isinstance(found, list) else []


def _total(listed: Json) -> int:
    found = listed["total"]
    return found if isinstance(found, int) else 0
