"""说明体系 - List the rules of a set, a line each, in words that a clerk reads; what differs from the set it is based on is marked ＊."""

from collections.abc import Iterator

from perfeval.indicators import phrases
from perfeval.indicators.contents import Place
from perfeval.indicators.differences import Deviations
from perfeval.indicators.model import IndicatorSet, Weights
from perfeval.indicators.parts import Methods

_MARK = "＊"


def describe(rules: IndicatorSet, methods: Methods) -> tuple[str, ...]:
    """说明 - Return the rules of a set, one line each."""
    deviations = Deviations(rules, methods, {})
    told = (f"{_MARK if deviations.differs(place) else ''}{line}" for place, line in _lines(rules, methods))
    return (*told, *_differences(rules, deviations))


def _lines(rules: IndicatorSet, methods: Methods) -> Iterator[tuple[Place, str]]:
    """Yield every line with the place of the file that it is about."""
    yield ("id",), f"{rules.id}@{rules.version} {rules.title}"
    yield ("kinds",), f"适用：{phrases.kinds(rules.kinds)}，{phrases.years(rules.years)}"
    yield ("source",), f"依据：{phrases.source(rules.source)}"
    yield ("execution",), f"资金行：{phrases.execution(rules.execution)}"
    if rules.weights is not Weights.FIXED:
        yield ("weights",), f"分值：{phrases.WEIGHTS[rules.weights]}"
    for category in rules.categories:
        yield ("categories", category.name), phrases.category(category)
    for at, alternative in enumerate(rules.alternatives):
        yield ("alternatives", str(at)), f"也可以：{phrases.alternative(alternative)}"
    yield from _standards(rules, methods)
    for each in rules.indicators:
        head = f"指标 {each.key}（{phrases.place(each)}{phrases.points(each.weight)}）"
        yield ("indicators", each.key), f"{head}：{phrases.indicator(each, methods)}"
    if rules.grades:
        yield ("grades",), f"等级：{phrases.grades(rules.grades)}"
    yield from _consequences(rules)
    for note in rules.notes:
        yield ("notes", note), f"说明：{note}"


def _standards(rules: IndicatorSet, methods: Methods) -> Iterator[tuple[Place, str]]:
    """Yield how rows are scored where that is not as usual: in the whole set, and in single level-2 parts."""
    for name, choice in rules.standard.items():
        yield ("standard", name), f"{phrases.method(methods, name)}：{phrases.choice(methods, name, choice)}"
    for category in rules.categories:
        for aspect in category.aspects:
            for name, choice in aspect.standard.items():
                place = ("categories", category.name, "aspects", aspect.name, "standard", name)
                yield place, f"{aspect.name}的{phrases.method(methods, name)}：{phrases.choice(methods, name, choice)}"


def _consequences(rules: IndicatorSet) -> Iterator[tuple[Place, str]]:
    """Yield what follows from events, losses and totals."""
    for at, ladder in enumerate(rules.over_completion):
        yield ("over_completion", str(at)), f"超额完成：{phrases.over_completion(ladder)}"
    if rules.veto is not None:
        yield ("veto",), f"一票否决：{phrases.veto(rules.veto)}"
    for at, step in enumerate(rules.accumulated):
        yield ("accumulated", str(at)), phrases.accumulated(step)
    if rules.payout is not None:
        yield ("payout",), f"{rules.payout.title}：{phrases.payout(rules.payout)}"


def _differences(rules: IndicatorSet, deviations: Deviations) -> Iterator[str]:
    """Yield what differs from the set that this one is based on, at the places by which the file names them."""
    if rules.based_on is None:
        return
    yield f"继承自 {rules.based_on}，带{_MARK}的各行与它不同：" if rules.differences else f"继承自 {rules.based_on}，没有差异"
    yield from (f"{_MARK}{each.at}：{words}（{each.why}）" for each, _, words in deviations.told())
