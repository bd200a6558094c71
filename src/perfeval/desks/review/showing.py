"""复核展示 - What the pages of a review need at once: samples of a round, the ground for a draw, a sample with its reviewers."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval.accounts import Asker
from perfeval.desks import bureau, steering
from perfeval.desks.review import assigning, drawing, items
from perfeval.desks.steering import Head
from perfeval.errors import Forbidden
from perfeval.store import Transaction, reviews, rounds
from perfeval.store.rounds import RoundUnitRow
from perfeval.store.samples import Sought
from perfeval.store.scope import Slice
from perfeval.workflow import STEERING

Json = dict[str, object]


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
    steers = bool(asker.scope(STEERING))
    return SampleSheet(
        head=steering.head(tx, asker, str(told["round"])),
        sample=told,
        items=_with_reviewers(tx, _list(listed)),
        total=_total(listed),
        able=assigning.everybody(tx) if steers else (),
        steers=steers,
    )


def sampled(tx: Transaction, asker: Asker, round_id: str, state: str | None, part: Slice) -> SampledItems:
    """抽查项清单 - Return a page of the items of a round that are for the asker, of one state where one is chosen.

    Raises: Forbidden; NotFound, when no unit of the asker takes part in the round.
    """
    head = steering.head(tx, asker, round_id)
    listed = items.page(tx, asker, Sought(round=round_id, state=state), part)
    reads_all = bool(asker.scope(items.READERS))
    return SampledItems(head=head, items=_with_reviewers(tx, _list(listed)), total=_total(listed), reads_all=reads_all)


def _with_reviewers(tx: Transaction, listed: Sequence[Json]) -> Sequence[Json]:
    """Return items with who reviews each and how far they are, where that is for the asker: where how it was drawn is."""
    whole = [str(each["id"]) for each in listed if each["how"] is not None]
    found: dict[str, list[Json]] = {}
    for each in reviews.of_items(tx.connection, whole):
        found.setdefault(each.review.sampled, []).append(assigning.as_json(each))
    return [{**each, "reviews": found.get(str(each["id"]), [])} for each in listed]


def _list(listed: Json) -> Sequence[Json]:
    found = listed["items"]
    return found if isinstance(found, list) else []


def _total(listed: Json) -> int:
    found = listed["total"]
    return found if isinstance(found, int) else 0
