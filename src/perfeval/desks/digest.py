"""体系说明 - One indicator set in words: what is scored, how much it is worth, and on which grounds."""

from collections.abc import Iterator

from perfeval.evaluation import Kind
from perfeval.indicators import Category, Indicator, IndicatorSet
from perfeval.quantities import Points, percent, plain, plain_points
from perfeval.scoring import METHODS_BY_NAME


def digest(rules: IndicatorSet) -> Iterator[str]:
    """体系说明 - Yield the lines that tell a reader what a set asks for."""
    yield f"{rules.title}"
    yield f"编号 {rules.id}，第{rules.version}版，sha256 {rules.sha256}"
    yield f"依据：{rules.source}"
    if rules.source.why:
        yield f"      {rules.source.why}"
    kinds = "、".join(Kind(kind).label for kind in rules.kinds)
    yield f"适用：{kinds}，{rules.years.start}年起" + (f"至{rules.years.end}年" if rules.years.end else "")
    if rules.based_on:
        yield f"在 {rules.based_on} 的基础上修改{len(rules.differences)}处"
    yield f"预算执行率{_worth(rules.execution.weight)}：支出 ÷ {rules.execution.denominator.label}"
    for step in sorted(rules.execution.steps, key=lambda step: -step.at_least):
        yield f"  达到 {percent(step.at_least, 0)}：得分值的 {percent(step.share, 0)}"
    for category in rules.categories:
        yield from _category(rules, category)
    yield from (_indicator(each, "  ") for each in rules.indicators if each.category is None)
    yield from _grades(rules)
    yield from (f"说明：{note}" for note in rules.notes)


def _category(rules: IndicatorSet, category: Category) -> Iterator[str]:
    """Yield one level-1 part with what stands below it."""
    yield f"{category.name}{_worth(category.weight)}"
    own = [each for each in rules.indicators if each.category == category.name]
    for aspect in category.aspects:
        evidence = f"，佐证：{aspect.evidence.what}" if aspect.evidence else ""
        yield f"  {aspect.name}{_worth(aspect.weight)}{evidence}"
        yield from (_indicator(each, "    ") for each in own if each.aspect == aspect.name)
    known = {aspect.name for aspect in category.aspects}
    yield from (_indicator(each, "  ") for each in own if each.aspect not in known)


def _indicator(indicator: Indicator, indent: str) -> str:
    """Return one indicator of the set."""
    method = f"，{METHODS_BY_NAME[indicator.method].title}" if indicator.method else ""
    required = "，必填" if indicator.required else ""
    return f"{indent}· {indicator.name}{_worth(indicator.weight)}{method}{required}（{indicator.key}）"


def _grades(rules: IndicatorSet) -> Iterator[str]:
    """Yield what a total means: grades, what forces one, and money."""
    if rules.grades:
        bands = sorted(rules.grades, key=lambda band: -band.floor)
        yield "等级：" + "，".join(f"{band.name} {plain_points(band.floor)}分及以上" for band in bands)
    for step in rules.accumulated:
        yield f"累计扣分达到{plain_points(step.lost)}分：等级定为{step.grade}"
    if rules.veto:
        yield f"一票否决（等级定为{rules.veto.grade}）：{'；'.join(rules.veto.items)}"
    if rules.payout:
        rule = rules.payout
        each = f"每{plain(rule.per)}{rule.input}{plain(rule.amount)}元"
        yield f"{rule.title}：{each}，达到{plain_points(rule.pass_mark)}分的全额，不到的按比例"


def _worth(weight: Points | None) -> str:
    """Return a weight in brackets, nothing where there is none."""
    return "" if weight is None else f"（{plain_points(weight)}分）"
