"""差异说明 - Say in words what a set changes of the one it is based on, each difference with its reason."""

import copy
from collections.abc import Iterator, Sequence

from perfeval.errors import Invalid
from perfeval.indicators.compare import Change, compare
from perfeval.indicators.contents import Place
from perfeval.indicators.inherit import OWN, Deed, Difference, name_of, named
from perfeval.indicators.model import IndicatorSet
from perfeval.indicators.parse import read
from perfeval.indicators.parts import Methods
from perfeval.indicators.titles import Codes, place_words, steps_to
from perfeval.syntax import MarkedTree, Tree

_TEXTS = frozenset({"notes", "vocabulary"})
_LEVELS = frozenset({"categories", "aspects"})
_MOST_TEXTS = 2


class Deviations:
    """全部差异 - Tell every difference of a set from its base; what became of a place is told as a comparison of both tells it.

    A part that got another name is still the same part: what else differs of it is told under its new name.
    """

    def __init__(self, rules: IndicatorSet, methods: Methods, codes: Codes) -> None:
        self._rules, self._methods, self._codes = rules, methods, codes
        self._base, self._places = _renamed(rules)
        self._changes = _changes(rules, self._base, methods, codes)

    def differs(self, place: Place) -> bool:
        """有差异 - Tell whether a place is not as in the base; what every set writes itself is no difference."""
        rules = self._rules
        return rules.based_on is not None and place[0] not in OWN and named(rules.tree, place) != named(rules.base, place)

    def told(self) -> Iterator[tuple[Difference, str, str]]:
        """逐条差异 - Yield every difference with its place and what became of it, both in words."""
        for each, before in zip(self._rules.differences, self._places, strict=True):
            place = self._place(each, before)
            found = self._found(each, place)
            above = next((change.place for change in found if len(change.place) < len(place)), place)
            words = f"{each.before} 改为 {each.after}" if _is_name(before, each) else self._words(each, found, place)
            yield each, place_words(above, self._rules, self._methods, self._codes), words

    def _place(self, own: Difference, before: Place) -> Place:
        """Return the names that lead to what a difference is about: those of today, where the set has them."""
        today = steps_to(own.at, self._rules.tree)
        return before if own.deed is Deed.REMOVE or named(self._rules.tree, today) is None else today

    def _found(self, own: Difference, place: Place) -> list[Change]:
        """Return what a comparison with the base finds at a place, below it, or at the thing that it is a part of."""
        about = (*place, member) if own.deed is Deed.ADD and (member := name_of(own.after)) else place
        return [each for each in self._changes if each.place[: len(about)] == about or about[: len(each.place)] == each.place]

    def _words(self, own: Difference, found: Sequence[Change], place: Place) -> str:
        """Return what became of a place."""
        if not found:
            return own.deed.label
        if len(found) == 1 and (found[0].member or len(found[0].place) <= len(place)):
            return found[0].words
        return self._several(found, place)

    def _several(self, found: Sequence[Change], place: Place) -> str:
        """Return what became of several things at one place; many texts that are no rules are only counted."""
        if place[0] in _TEXTS and len(found) > _MOST_TEXTS:
            there = named(self._rules.tree, place)
            return f"改写为{len(there) if isinstance(there, list) else 0}条"
        return "；".join(f"{self._below(each, place)}{each.words}" for each in found)

    def _below(self, change: Change, place: Place) -> str:
        """Return where below a place something differs."""
        above = place_words(place, self._rules, self._methods, self._codes)
        rest = change.title.removeprefix(above).removeprefix("的")
        return f"{rest} " if rest else ""


def _renamed(rules: IndicatorSet) -> tuple[Tree, list[Place]]:
    """Return the base with the names that the set gives its levels, and the place of every difference under those names."""
    base = copy.deepcopy(rules.base)
    places: list[Place] = []
    for each in rules.differences:
        place = steps_to(each.at, base)
        places.append(place)
        if _is_name(place, each):
            level = named(base, place[:-1])
            if isinstance(level, dict):
                level["name"] = each.after
            places = [_moved(known, place[:-1], str(each.after)) for known in places]
    return base, places


def _is_name(place: Place, own: Difference) -> bool:
    """Tell whether a difference gives a level another name; indicators go by their key, and their name is as any other cell."""
    return own.deed is Deed.SET and place[-1] == "name" and bool(_LEVELS & {*place[-3:-2]})


def _moved(place: Place, level: Place, name: str) -> Place:
    """Return a place with the new name of a level, where it is in that level."""
    return (*level[:-1], name, *place[len(level) :]) if place[: len(level)] == level else place


def _changes(rules: IndicatorSet, renamed: Tree, methods: Methods, codes: Codes) -> tuple[Change, ...]:
    """Return in what a set differs from its base, nothing where it has none or that one cannot be read."""
    if rules.based_on is None:
        return ()
    try:
        base = read(MarkedTree(tree=renamed, name=rules.based_on, lines={}), methods)
    except Invalid:
        return ()
    return compare(base, rules, methods, codes)
