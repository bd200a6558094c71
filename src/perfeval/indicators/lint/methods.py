"""方法 - Methods that exist, with parameters that make sense, formulas with all their inputs, severities of known checks."""

from collections.abc import Iterator, Sequence

from perfeval import syntax
from perfeval.indicators.lint.defect import Asked, Choice, Flaw
from perfeval.indicators.model import Formula, Indicator
from perfeval.indicators.parts import Parameters, Part
from perfeval.quantities import Points, plain_points
from perfeval.syntax import Path

_OWN_DATA = frozenset({"items", "events", "options"})


def methods_known(asked: Asked) -> Iterator[Flaw]:
    """可选方法 - Find methods offered to rows, or given a standard, that do not exist or are offered twice."""
    rules, known = asked.rules, asked.methods
    for at, name in enumerate(rules.row_methods):
        if name not in known:
            place = syntax.unknown("", name, known, "评分方法")
            yield Flaw("method-unknown", ("row_methods", at), place.message, place.suggestion or "请改为已有的评分方法")
        elif name in rules.row_methods[:at]:
            yield Flaw("method-twice", ("row_methods", at), f"可选方法“{name}”写了两次", "请删去一个")
    for path, names in _standard_names(asked):
        for name in names:
            if name not in known:
                place = syntax.unknown("", name, known, "评分方法")
                yield Flaw("method-unknown", (*path, name), place.message, place.suggestion or "请改为已有的评分方法")


def severities_known(asked: Asked) -> Iterator[Flaw]:
    """提示代码 - Find severities of checks that do not exist."""
    for code in asked.rules.severities:
        if asked.codes and code not in asked.codes:
            place = syntax.unknown("", code, asked.codes, "校验提示代码")
            yield Flaw("code-unknown", ("severities", code), place.message, place.suggestion or "请改为已有的提示代码")


def formulas_whole(asked: Asked) -> Iterator[Flaw]:
    """计算公式 - Find formulas of rates without a divisor, with an input that cancels out, or that nothing uses."""
    for at, each in enumerate(asked.rules.indicators):
        path: Path = ("indicators", at)
        if each.formula is not None:
            yield from _formula(each.name, each.formula, (*path, "formula"))
            yield from _unused_formula(asked, each, path)
        if each.formula is not None and each.periods is not None:
            message = f"指标“{each.name}”既写了公式又写了多期汇总，完成值从何而来不明"
            yield Flaw("actual-ambiguous", path, message, "请只留 formula 或 periods")
        if each.period_count is not None and each.periods is None:
            message = f"指标“{each.name}”写了期数，没有写多期怎样汇总"
            yield Flaw("periods-missing", (*path, "period_count"), message, "请用 periods 写明 mean 或 sum，或删去期数")
    for choice in asked.choices():
        for number, option in enumerate(_parts(choice.parameters, "options")):
            formula, name = dict(option).get("formula"), str(dict(option).get("name"))
            if isinstance(formula, Formula):
                yield from _formula(name, formula, (*choice.path, "parameters", "options", number, "formula"))


def unit_costs_used(asked: Asked) -> Iterator[Flaw]:
    """单位成本标准 - Find standards of cost for indicators whose method looks at no value, or whose target counts by another unit."""
    for at, each in enumerate(asked.rules.indicators):
        method = asked.methods.get(each.method or "")
        if each.unit_cost is None:
            continue
        path: Path = ("indicators", at, "unit_cost")
        if each.formula is not None or (method is not None and (method.judged or _OWN_DATA & set(method.parameters.model_fields))):
            message = f"指标“{each.name}”写了单位成本标准，但完成值不是写在自评表上的一个数，无从比较"
            yield Flaw("unit-cost-unused", path, message, "请删去标准，或换成按数值计分、由自评表填完成值的方法")
        count = each.unit_cost.unit.rpartition("/")[2]
        if each.target and "/" in each.target and each.target.rpartition("/")[2] != count:
            message = f"指标“{each.name}”的指标值{each.target}与单位成本标准（{each.unit_cost.unit}）不是按同一个单位计的"
            yield Flaw("unit-cost-unit", path, message, "请写成同一个单位")


def parameters_fit(asked: Asked) -> Iterator[Flaw]:
    """参数与分值 - Find items, events and deductions that do not fit the weight of their indicator."""
    for choice in asked.choices():
        yield from _repeated(choice)
        weight = choice.indicator.weight if choice.indicator else None
        if weight is not None and choice.indicator is not None:
            yield from _against_weight(choice, choice.indicator.name, weight)


def standards_fit(asked: Asked) -> Iterator[Flaw]:
    """通用方法 - Find methods put in the place of a usual one that look at items, events or options, which no row of a unit has."""
    for choice in asked.choices():
        own = asked.methods.get(choice.method)
        if choice.indicator is None and own is not None and _OWN_DATA & set(own.parameters.model_fields):
            message = f"评分方法“{own.title}”要逐项列明内容，不能作为各行通用的方法"
            yield Flaw("standard-unfit", (*choice.path, "method"), message, "请改用按数值计分的方法，或把它写给体系自己的指标")


def _standard_names(asked: Asked) -> Iterator[tuple[Path, Sequence[str]]]:
    """Yield the methods that have a standard, for the set and for each level-2 part."""
    yield ("standard",), list(asked.rules.standard)
    for at, category in enumerate(asked.rules.categories):
        for number, aspect in enumerate(category.aspects):
            yield ("categories", at, "aspects", number, "standard"), list(aspect.standard)


def _formula(name: str, formula: Formula, path: Path) -> Iterator[Flaw]:
    """Yield what is wrong with one formula."""
    if "率" in name and not formula.over:
        yield Flaw("divisor-missing", path, f"“{name}”是比率，公式却没有分母（over）", "请用 over 写明除以哪一项")
    for key, inputs in (("minus", formula.minus), ("over", formula.over)):
        if inputs and sorted(inputs) == sorted(formula.plus) and (key == "minus" or not formula.minus):
            message = f"“{name}”的公式中 {key} 与 plus 是同样的项，结果总是{'0' if key == 'minus' else '100%'}"
            yield Flaw("formula-idle", (*path, key), message, "请补写缺少的公式项")
            return
    for key, inputs in (("plus", formula.plus), ("minus", formula.minus), ("over", formula.over)):
        if len(set(inputs)) < len(inputs):
            yield Flaw("input-twice", (*path, key), f"“{name}”的公式在 {key} 中把同一项写了两次", "请删去一个，或改为缺少的公式项")


def _unused_formula(asked: Asked, own: Indicator, path: Path) -> Iterator[Flaw]:
    """Yield a formula whose value the method never looks at."""
    method = asked.methods.get(own.method or "")
    if method is None:
        return
    if method.judged or _OWN_DATA & set(method.parameters.model_fields):
        message = f"指标“{own.name}”写了公式，但评分方法“{method.title}”不看完成值"
        yield Flaw("formula-unused", (*path, "formula"), message, "请删去公式，或换成按数值计分的方法")


def _parts(parameters: Parameters, name: str) -> Sequence[Part]:
    """Return a list of parts among the parameters, empty where the method has none of this name."""
    value: object = dict(parameters).get(name)
    return [each for each in value if isinstance(each, Part)] if isinstance(value, tuple) else []


def _repeated(choice: Choice) -> Iterator[Flaw]:
    """Yield items, events and options that bear the same name."""
    for key in sorted(_OWN_DATA):
        names = [str(dict(each).get("name") or dict(each).get("what")) for each in _parts(choice.parameters, key)]
        for at, name in enumerate(names):
            if name in names[:at]:
                yield Flaw("item-twice", (*choice.path, "parameters", key, at), f"“{name}”写了两次", "每项的名称只能用一次")


def _against_weight(choice: Choice, name: str, weight: Points) -> Iterator[Flaw]:
    """Yield points and deductions that do not fit the weight."""
    shown = plain_points(weight)
    items = [dict(each) for each in _parts(choice.parameters, "items")]
    points = [each["points"] for each in items if isinstance(each.get("points"), int)]
    if points and sum(points) != weight:
        message = f"指标“{name}”为{shown}分，各要点合计{plain_points(Points(sum(points)))}分"
        yield Flaw("items-sum", (*choice.path, "parameters", "items"), message, "请调整各要点的分值，使合计等于指标分值")
    events = [dict(each) for each in _parts(choice.parameters, "events")]
    for key, members in (("items", items), ("events", events)):
        for at, member in enumerate(members):
            yield from _deduction(member, (*choice.path, "parameters", key, at), name, weight)
    floor = dict(choice.parameters).get("floor")
    if isinstance(floor, int) and floor >= weight:
        message = f"指标“{name}”为{shown}分，最低分{plain_points(Points(floor))}分不低于它，扣分永远不起作用"
        yield Flaw("floor-too-high", (*choice.path, "parameters", "floor"), message, "最低分应小于指标分值")


def _deduction(member: dict[str, object], path: Path, name: str, weight: Points) -> Iterator[Flaw]:
    """Yield a deduction that is nothing, more than the weight, or more than its own limit."""
    deduct, most = member.get("deduct"), member.get("most")
    if not isinstance(deduct, int):
        return
    if deduct == 0:
        yield Flaw("deduct-nothing", (*path, "deduct"), "扣分为 0，这一项不起作用", "请写扣多少分，或删去这一项")
    if deduct > weight:
        message = f"一次扣{plain_points(Points(deduct))}分，超过指标“{name}”的{plain_points(weight)}分"
        yield Flaw("deduct-too-much", (*path, "deduct"), message, "扣分不能超过指标分值")
    if isinstance(most, int) and most < deduct:
        message = f"扣分上限{plain_points(Points(most))}分低于一次的{plain_points(Points(deduct))}分"
        yield Flaw("most-too-low", (*path, "most"), message, "上限应不低于一次的扣分")


METHOD_RULES = (methods_known, severities_known, formulas_whole, unit_costs_used, parameters_fit, standards_fit)
"""方法规则 - The rules of this file, in the order of telling."""
