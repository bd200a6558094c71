"""体系对照 - Say what differs between two sets, thing by thing, each with its place; sets that score and check alike have no difference.

Title, years and source belong to a set itself and are told apart from its rules.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perfeval.indicators.contents import Place, Said, contents
from perfeval.indicators.inherit import OWN, Deed
from perfeval.indicators.model import IndicatorSet
from perfeval.indicators.parts import Methods
from perfeval.indicators.titles import Codes, place_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """不同之处 - Hold one thing in which two sets differ, as each of them says it; a set that says nothing has None."""

    place: Place
    title: str
    before: str | None
    after: str | None
    member: bool

    @property
    def deed(self) -> Deed:
        """改动方式 - Return whether something was set, added or removed."""
        if self.after is None:
            return Deed.REMOVE
        return Deed.ADD if self.before is None and self.member else Deed.SET

    @property
    def own(self) -> bool:
        """自有项 - Tell whether it is what a set says of itself and no rule."""
        return self.place[0] in OWN

    @property
    def words(self) -> str:
        """说法 - Return what became of what stood there."""
        if self.deed is Deed.SET:
            return f"写明 {self.after}" if self.before is None else f"{self.before} 改为 {self.after}"
        return f"{self.deed.label} {self.before or self.after}"

    def as_json(self) -> dict[str, object]:
        """输出 - Return the difference as JSON has it."""
        return {"at": ".".join(self.place), "place": self.title, "deed": self.deed.value, "before": self.before, "after": self.after}


def compare(old: IndicatorSet, new: IndicatorSet, methods: Methods, codes: Codes) -> tuple[Change, ...]:
    """对照 - Return everything in which the second set differs from the first, in the order of the keys of a set."""
    left, right = ({said.place: said for said in contents(rules, methods)} for rules in (old, new))
    changes = (_change(place, left.get(place), right.get(place), (old, new), (methods, codes)) for place in _differing(left, right))
    return tuple(sorted(changes, key=lambda change: _ORDER[change.place[0]]))


_ORDER = {name: at for at, name in enumerate(IndicatorSet.model_fields)}


def _differing(left: Mapping[Place, Said], right: Mapping[Place, Said]) -> Iterator[Place]:
    """Yield the places that differ; of a member that only one set has, nothing but the member itself."""
    alone = {place for place in left.keys() ^ right.keys() if (left.get(place) or right[place]).whole}
    for place in dict.fromkeys((*left, *right)):
        if any(place[:end] in alone for end in range(1, len(place))):
            continue
        ours, theirs = left.get(place), right.get(place)
        if ours is None or theirs is None or (ours.words != theirs.words and not ours.whole):
            yield place


def _change(
    place: Place, before: Said | None, after: Said | None, sets: tuple[IndicatorSet, IndicatorSet], words: tuple[Methods, Codes]
) -> Change:
    """Return one difference; a member of a list tells its own name, and its place is the list."""
    member = any(said is not None and (said.whole or said.words == place[-1]) for said in (before, after))
    absent = "照常" if place[0] == "severities" else None
    return Change(
        place=place,
        title=place_words(place[:-1] if member else place, sets[0] if after is None else sets[1], *words),
        before=before.words if before else absent,
        after=after.words if after else absent,
        member=member,
    )
