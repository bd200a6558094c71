"""分值 - Weights add up: level 3 to level 2, level 2 to level 1, level 1 with the money row to 100; alternatives too."""

from collections.abc import Iterator, Sequence

from perfeval import syntax
from perfeval.indicators.lint.defect import Asked, Flaw
from perfeval.indicators.model import Category, Indicator, Weights
from perfeval.indicators.names import plain_name
from perfeval.quantities import Points, plain_points
from perfeval.syntax import Path

_WHOLE = Points(10_000)
_Weighed = tuple[Path, str, Points | None]


def whole_is_hundred(asked: Asked) -> Iterator[Flaw]:
    """总分值 - Find level-1 weights that do not make 100 together with the money row."""
    rules = asked.rules
    if rules.weights is not Weights.FIXED:
        return
    parts, what = _top(asked)
    yield from _mixed(parts, what)
    known = [weight for _, _, weight in parts if weight is not None]
    money = Points(0) if rules.execution.category else rules.execution.weight or Points(0)
    if not known and not money:
        advice = "分值由单位填写的请写 weights: free，不计分的请写 weights: none"
        yield Flaw("weights-missing", ("id",), "体系没有写任何分值", advice)
    if not known or len(known) < len(parts):
        return  # the form shares the rest out, or what is missing is told already
    whole = Points(sum(known) + money)
    if whole != _WHOLE:
        terms = "＋".join(f"{name}{plain_points(weight or 0)}" for _, name, weight in parts)
        message = f"分值合计为{plain_points(whole)}分，不是100分：{terms}＋资金行{plain_points(money)}"
        yield Flaw("weights-not-100", parts[0][0][:1], message, "请调整分值，使各部分与资金行合计为100分")


def parts_add_up(asked: Asked) -> Iterator[Flaw]:
    """分级分值 - Find level-2 or level-3 weights that do not make the weight of the level above."""
    if asked.rules.weights is not Weights.FIXED:
        return
    for at, category in enumerate(asked.rules.categories):
        path: Path = ("categories", at)
        aspects = [((*path, "aspects", number), each.name, each.weight) for number, each in enumerate(category.aspects)]
        if any(weight for _, _, weight in aspects):
            aspects += _money_row(asked, category)
            yield from _mixed(aspects, "二级指标")
            yield from _unequal(category.name, category.weight, aspects, path)
        yield from _indicators_add_up(asked, category, path)


def _indicators_add_up(asked: Asked, category: Category, path: Path) -> Iterator[Flaw]:
    """Yield indicators whose weights do not make that of their part."""
    own = [(at, each) for at, each in enumerate(asked.rules.indicators) if plain_name(each.category or "") == plain_name(category.name)]
    if not any(each.weight for _, each in own):
        return
    if not any(aspect.weight for aspect in category.aspects):
        rows = [_row(at, each) for at, each in own] + _money_row(asked, category)
        yield from _mixed(rows, "指标")
        yield from _unequal(category.name, category.weight, rows, path)
        return
    for number, aspect in enumerate(category.aspects):
        rows = [_row(at, each) for at, each in own if plain_name(each.aspect or "") == plain_name(aspect.name)]
        if any(weight for _, _, weight in rows):
            yield from _mixed(rows, "指标")
            yield from _unequal(aspect.name, aspect.weight, rows, (*path, "aspects", number))


def _money_row(asked: Asked, category: Category) -> list[_Weighed]:
    """Return the money row as a member of the part it belongs to."""
    money = asked.rules.execution
    inside = money.category is not None and plain_name(money.category) == plain_name(category.name)
    return [(("execution",), "预算执行率", money.weight)] if inside else []


def alternatives_add_up(asked: Asked) -> Iterator[Flaw]:
    """其他分值方案 - Find alternatives that name unknown parts or do not make 100 with the rest."""
    rules = asked.rules
    names = {plain_name(each.name): each for each in rules.categories}
    for at, alternative in enumerate(rules.alternatives):
        path: Path = ("alternatives", at)
        parts = [plain_name(part) for key in alternative for part in key.split("+")]
        unknown = [part for part in parts if part not in names]
        for part in unknown:
            place = syntax.unknown("", part, [each.name for each in rules.categories], "一级指标")
            yield Flaw("level-unknown", path, f"其他分值方案中{place.message}", place.suggestion or "请改为本体系的一级指标")
        if len(set(parts)) < len(parts):
            yield Flaw("alternative-overlaps", path, "其他分值方案中同一个一级指标出现了两次", "每个一级指标只能归入一处")
        rest = sum(each.weight or 0 for name, each in names.items() if name not in parts)
        money = 0 if rules.execution.category else rules.execution.weight or 0
        whole = Points(sum(alternative.values()) + rest + money)
        if not unknown and rules.weights is Weights.FIXED and whole != _WHOLE:
            message = f"其他分值方案与其余部分、资金行合计为{plain_points(whole)}分，不是100分"
            yield Flaw("alternative-not-100", path, message, "请调整方案中的分值")


def weights_wanted(asked: Asked) -> Iterator[Flaw]:
    """多余的分值 - Find weights in a set that leaves them to the form, or has none at all; and required rows without any."""
    rules = asked.rules
    free = rules.weights is Weights.FREE
    if rules.weights is Weights.NONE and rules.execution.weight is not None:
        yield Flaw("weight-unwanted", ("execution", "weight"), "不计分的体系（weights: none）写了资金行分值", "请删去分值")
    for path, name, weight in _all(asked):
        if weight is not None and rules.weights is not Weights.FIXED:
            why = "分值由自评表填写（weights: free）" if free else "体系不计分（weights: none）"
            yield Flaw("weight-unwanted", (*path, "weight"), f"{why}，“{name}”却写了分值", "请删去分值，或改 weights")
    for at, each in enumerate(rules.indicators):
        if each.required and each.weight is None and rules.weights is Weights.FIXED:
            message = f"必填指标“{each.name}”没有分值，补进自评表后不计分"
            yield Flaw("weight-missing", ("indicators", at), message, "请写 weight，或去掉 required")


def _top(asked: Asked) -> tuple[list[_Weighed], str]:
    """Return the parts that make 100: the level-1 parts, in a flat set the indicators."""
    rules = asked.rules
    if rules.categories:
        return [(("categories", at), each.name, each.weight) for at, each in enumerate(rules.categories)], "一级指标"
    return [_row(at, each) for at, each in enumerate(rules.indicators)], "指标"


def _all(asked: Asked) -> Iterator[_Weighed]:
    """Yield everything that can have a weight, the money row aside."""
    for at, category in enumerate(asked.rules.categories):
        yield ("categories", at), category.name, category.weight
        for number, aspect in enumerate(category.aspects):
            yield ("categories", at, "aspects", number), aspect.name, aspect.weight
    yield from (_row(at, each) for at, each in enumerate(asked.rules.indicators))


def _row(at: int, own: Indicator) -> _Weighed:
    """Return an indicator with its weight."""
    return ("indicators", at), own.name, own.weight


def _mixed(parts: Sequence[_Weighed], what: str) -> Iterator[Flaw]:
    """Yield those without a weight beside others that have one."""
    if any(weight is not None for _, _, weight in parts):
        for path, name, weight in parts:
            if weight is None:
                yield Flaw("weight-missing", path, f"{what}“{name}”没有分值，而同级的其他{what}有", "请补写 weight，或同级都不写")


def _unequal(name: str, weight: Points | None, parts: Sequence[_Weighed], path: Path) -> Iterator[Flaw]:
    """Yield a part whose members add up to something else."""
    total = Points(sum(each or 0 for _, _, each in parts))
    if any(each is None for _, _, each in parts):
        return
    if weight is None:
        yield Flaw(
            "weight-missing", path, f"“{name}”没有分值，其下各项合计{plain_points(total)}分", f'请写 weight: "{plain_points(total)}"'
        )
    elif total != weight:
        message = f"“{name}”为{plain_points(weight)}分，其下各项合计{plain_points(total)}分"
        yield Flaw("part-sum", path, message, "请调整分值；原表未取得的部分写成一行“其他指标（原表未取得）”")


SUM_RULES = (whole_is_hundred, parts_add_up, alternatives_add_up, weights_wanted)
"""分值规则 - The rules of this file, in the order of telling."""
