"""指标方向 - Decide what a bare number as target means, and whether a row is about cost, output or harm."""

import re
from functools import cache, lru_cache

from perfeval.indicators import Aspect, Category, IndicatorSet, Sign, letters, plain_name
from perfeval.quantities import Quantity


@lru_cache(maxsize=4096)
def find_category(rules: IndicatorSet, name: str | None) -> Category | None:
    """查一级指标 - Return the set's level-1 part of this name, None when it has none."""
    wanted = plain_name(name or "")
    return next((category for category in rules.categories if plain_name(category.name) == wanted), None)


@lru_cache(maxsize=4096)
def find_aspect(rules: IndicatorSet, category: str | None, name: str | None) -> Aspect | None:
    """查二级指标 - Return the level-2 part of this name, first under its own level-1 part, then anywhere."""
    wanted, own = plain_name(name or ""), find_category(rules, category)
    places = (*((own,) if own else ()), *rules.categories)
    return next((aspect for place in places for aspect in place.aspects if plain_name(aspect.name) == wanted), None)


@lru_cache(maxsize=4096)
def is_cost(rules: IndicatorSet, category: str | None, aspect: str | None, name: str) -> bool:
    """成本类 - Tell whether a row is about cost: by its aspect or part, in a set without aspects by its name."""
    words = rules.vocabulary.cost
    if any(word in level for word in words for level in (aspect or "", category or "")):
        return True
    flat = not any(part.aspects for part in rules.categories)
    return flat and any(word in name for word in rules.vocabulary.cost_names)


def is_harm(rules: IndicatorSet, name: str) -> bool:
    """损害类 - Tell whether a row counts harm, of which less is better: 投诉率 does, 投诉处理率 does not."""
    return _harm(rules.vocabulary.harm, rules.vocabulary.harm_counts).search(letters(name)) is not None


@cache
def _harm(words: tuple[str, ...], counts: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of names that end in a word of harm, with at most words of counting behind it."""
    longest_first = sorted(counts, key=len, reverse=True)  # and never given back (*+): a name cannot make the search long
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})(?:{'|'.join(map(re.escape, longest_first))})*+$")


def effective(target: Quantity, actual: Quantity | None) -> Quantity:
    """实际单位 - Return the target with the unit it is compared in: a bare target takes the actual's."""
    if not target.bare or actual is None:
        return target
    return Quantity(number=target.number, digits=target.digits, scale=actual.scale, base=actual.base)


def sign_of(rules: IndicatorSet, names: tuple[str | None, str | None, str], target: Quantity, actual: Quantity | None) -> Sign:
    """确定方向 - Return what a bare number means in a row with these names (level 1, level 2, indicator)."""
    category, aspect, name = names
    own = find_aspect(rules, category, aspect)
    if own is not None and own.bare_sign is not None:
        return own.bare_sign
    quantity = effective(target, actual)
    if quantity.number == 0 or is_harm(rules, name):
        return Sign.AT_MOST
    if is_cost(rules, category, aspect, name) and (quantity.money_per or quantity.money or quantity.bare):
        return Sign.EQUAL if quantity.money_per else Sign.AT_MOST
    timely = any(word in (aspect or "") for word in rules.vocabulary.timeliness)
    return Sign.AT_MOST if timely and quantity.span else Sign.AT_LEAST
