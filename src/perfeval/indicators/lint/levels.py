"""层级 - Every indicator under a level that exists, nothing twice."""

from collections.abc import Iterator, Sequence

from perfeval import syntax
from perfeval.indicators.lint.defect import Asked, Flaw
from perfeval.indicators.model import Category, Indicator
from perfeval.indicators.names import letters, plain_name
from perfeval.syntax import Path


def years_in_order(asked: Asked) -> Iterator[Flaw]:
    """适用年度 - Find years that end before they begin."""
    years = asked.rules.years
    if years.end is not None and years.end < years.start:
        yield Flaw("years-reversed", ("years",), f"适用年度从{years.start}到{years.end}，止于起点之前", "请对调 from 和 to")


def levels_once(asked: Asked) -> Iterator[Flaw]:
    """层级重复 - Find level-1 parts, and level-2 parts of one level-1 part, that bear the same name."""
    yield from _twice([each.name for each in asked.rules.categories], ("categories",), "一级指标")
    for at, category in enumerate(asked.rules.categories):
        yield from _twice([each.name for each in category.aspects], ("categories", at, "aspects"), "二级指标")


def keys_once(asked: Asked) -> Iterator[Flaw]:
    """编号重复 - Find keys that two indicators share."""
    seen: set[str] = set()
    for at, each in enumerate(asked.rules.indicators):
        if each.key in seen:
            yield Flaw("duplicate-key", ("indicators", at, "key"), f"key“{each.key}”用了两次", "每个指标的 key 只能用一次，请改名")
        seen.add(each.key)


def indicators_once(asked: Asked) -> Iterator[Flaw]:
    """指标重复 - Find indicators of one part that bear the same name, punctuation aside."""
    seen: dict[tuple[str, str, str], str] = {}
    for at, each in enumerate(asked.rules.indicators):
        place = (plain_name(each.category or ""), plain_name(each.aspect or ""), letters(each.name))
        if place in seen:
            message = f"指标“{each.name}”与同一级下的“{seen[place]}”重复"
            yield Flaw("duplicate-indicator", ("indicators", at, "name"), message, "请删去一个，或改用能区分的名称")
        seen.setdefault(place, each.name)


def indicators_placed(asked: Asked) -> Iterator[Flaw]:
    """指标归类 - Find indicators under a level that the set does not have."""
    for at, each in enumerate(asked.rules.indicators):
        yield from _misplaced(asked.rules.categories, each, ("indicators", at))


def money_row_placed(asked: Asked) -> Iterator[Flaw]:
    """资金行归类 - Find a money row that is said to belong to a level-1 part that the set does not have."""
    names = [each.name for each in asked.rules.categories]
    home = asked.rules.execution.category
    if home is not None and plain_name(home) not in {plain_name(name) for name in names}:
        place = syntax.unknown("", home, names, "一级指标")
        yield Flaw("level-unknown", ("execution", "category"), place.message, place.suggestion or "请改为本体系的一级指标")


def _misplaced(categories: Sequence[Category], own: Indicator, path: Path) -> Iterator[Flaw]:
    """Yield what is wrong with the levels of one indicator."""
    if own.category is None:
        if categories or own.aspect is not None:
            yield Flaw("level-missing", path, f"指标“{own.name}”没有写一级指标", "请写 category，必须是本体系的一级指标")
        return
    category = next((each for each in categories if plain_name(each.name) == plain_name(own.category)), None)
    if category is None:
        place = syntax.unknown("", own.category, [each.name for each in categories], "一级指标")
        yield Flaw("level-unknown", (*path, "category"), place.message, place.suggestion or "请先在 categories 中写明这一级")
        return
    names = [each.name for each in category.aspects]
    if own.aspect is None:
        if names:
            yield Flaw("level-missing", path, f"指标“{own.name}”没有写二级指标", f"“{category.name}”下有：{'、'.join(names)}")
    elif plain_name(own.aspect) not in {plain_name(name) for name in names}:
        yield _wrong_aspect(categories, category, own, path)


def _wrong_aspect(categories: Sequence[Category], category: Category, own: Indicator, path: Path) -> Flaw:
    """Return that the level-2 part stands under another level-1 part, or nowhere."""
    wanted = plain_name(own.aspect or "")
    homes = [each.name for each in categories for aspect in each.aspects if plain_name(aspect.name) == wanted]
    if homes:
        message = f"二级指标“{own.aspect}”属于“{homes[0]}”，指标“{own.name}”却写在“{category.name}”下"
        return Flaw("indicator-misplaced", (*path, "aspect"), message, "请改正 category 或 aspect")
    place = syntax.unknown("", own.aspect or "", [each.name for each in category.aspects], "二级指标")
    return Flaw("level-unknown", (*path, "aspect"), place.message, place.suggestion or f"“{category.name}”下没有二级指标，请删去 aspect")


def _twice(names: Sequence[str], path: Path, what: str) -> Iterator[Flaw]:
    """Yield names that stand twice in one list."""
    seen: set[str] = set()
    for at, name in enumerate(names):
        if plain_name(name) in seen:
            yield Flaw("duplicate-level", (*path, at, "name"), f"{what}“{name}”写了两次", "请合并，或改用不同的名称")
        seen.add(plain_name(name))


LEVEL_RULES = (years_in_order, levels_once, keys_once, indicators_once, indicators_placed, money_row_placed)
"""层级规则 - The rules of this file, in the order of telling."""
