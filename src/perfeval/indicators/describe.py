"""说明体系 - Say the rules of a set in words that a clerk reads; what differs from the set it is based on is marked ＊."""

from collections.abc import Iterator, Mapping, Sequence

from perfeval.indicators.inherit import OWN, Deed, Difference, name_of, named
from perfeval.indicators.model import (
    Band,
    Category,
    Execution,
    Formula,
    Indicator,
    IndicatorSet,
    MethodChoice,
    Periods,
    Source,
    Weights,
    Years,
)
from perfeval.indicators.parts import Methods, Parameters, Part
from perfeval.quantities import Fraction, Points, plain, plain_points
from perfeval.syntax import Tree

_KINDS = {"project": "项目支出", "department": "部门整体支出", "transfer": "转移支付"}
_WEIGHTS = {Weights.FREE: "分值：由自评表填写，只核对合计为100分", Weights.NONE: "分值：本体系不计分"}
_MARK = "＊"
_Place = tuple[str, ...]


def describe(rules: IndicatorSet, methods: Methods) -> tuple[str, ...]:
    """说明 - Return the rules of a set, one line each."""
    told = (f"{_MARK if _differs(rules, place) else ''}{line}" for place, line in _lines(rules, methods))
    return (*told, *_differences(rules))


def _differs(rules: IndicatorSet, place: _Place) -> bool:
    """Tell whether what a line is about is not as in the base; what every set writes itself is no difference."""
    return rules.based_on is not None and place[0] not in OWN and named(rules.tree, place) != named(rules.base, place)


def _lines(rules: IndicatorSet, methods: Methods) -> Iterator[tuple[_Place, str]]:
    """Yield every line with the place of the file that it is about."""
    yield ("id",), f"{rules.id}@{rules.version} {rules.title}"
    yield ("kinds",), f"适用：{'、'.join(_KINDS[kind] for kind in rules.kinds)}，{_years(rules.years)}"
    yield ("source",), f"依据：{_source(rules.source)}"
    yield ("execution",), f"资金行：{_execution(rules.execution)}"
    if rules.weights is not Weights.FIXED:
        yield ("weights",), _WEIGHTS[rules.weights]
    for category in rules.categories:
        yield ("categories", category.name), _category(category)
    for at, alternative in enumerate(rules.alternatives):
        yield ("alternatives", str(at)), _alternative(alternative)
    for name, choice in rules.standard.items():
        yield ("standard", name), f"{_title(methods, name)}：{_choice(choice, methods)}"
    for each in rules.indicators:
        yield ("indicators", each.key), _indicator(each, methods)
    if rules.grades:
        yield ("grades",), f"等级：{_grades(rules.grades)}"
    yield from _consequences(rules)
    for note in rules.notes:
        yield ("notes", note), f"说明：{note}"


def _consequences(rules: IndicatorSet) -> Iterator[tuple[_Place, str]]:
    """Yield what follows from events, losses and totals."""
    for at, ladder in enumerate(rules.over_completion):
        yield ("over_completion", str(at)), f"超额完成：完成率达到{_percent(ladder.at_least)}的，得分调减至{_percent(ladder.keep)}"
    if rules.veto is not None:
        yield ("veto",), f"一票否决：发生{'、'.join(rules.veto.items)}之一的，定为{rules.veto.grade}"
    for at, step in enumerate(rules.accumulated):
        yield ("accumulated", str(at)), f"累计扣分达到{plain_points(step.lost)}分的，定为{step.grade}"
    if rules.payout is not None:
        payout = rules.payout
        per = "" if payout.per == 1 else f"÷{plain(payout.per)}"
        share = f"min(1，总分÷{plain_points(payout.pass_mark)})"
        yield ("payout",), f"{payout.title}：{plain(payout.amount)}元×{payout.input}{per}×{share}"


def _grades(grades: Sequence[Band]) -> str:
    """Return the grades, the lowest as below the one above it."""
    above = zip(grades[1:], grades, strict=False)
    rest = (
        f"{band.name}＜{plain_points(upper.floor)}" if band.floor == 0 else f"{band.name}≥{plain_points(band.floor)}"
        for band, upper in above
    )
    return "，".join((f"{grades[0].name}≥{plain_points(grades[0].floor)}", *rest))


def _years(years: Years) -> str:
    """Return the years a set is for."""
    return f"{years.start}年起" if years.end is None else f"{years.start}年至{years.end}年"


def _source(source: Source) -> str:
    """Return a source with where it was read and what is in doubt."""
    doubt = f"；{source.why}" if source.unverified and source.why else ""
    return f"{source}；读自{source.read}{doubt}" if source.read else f"{source}{doubt}"


def _execution(execution: Execution) -> str:
    """Return the rule of the money row."""
    rate = f"执行率＝全年执行数÷{execution.denominator.label}"
    if execution.weight is None:
        return f"不计分，{rate}"
    weight = plain_points(execution.weight)
    if not execution.steps:
        return f"{weight}分，{rate}，得分＝{weight}×执行率，最高{weight}分"
    steps = "，".join(f"达到{_percent(step.at_least)}得分值的{_percent(step.share)}" for step in execution.steps)
    finished = "已完成且未超预算规模的满分，" if execution.finished_is_full else ""
    return f"{weight}分，{rate}，{finished}{steps}，其余不得分"


def _category(category: Category) -> str:
    """Return a level-1 part with its level-2 parts."""
    aspects = "、".join(f"{aspect.name}{_points(aspect.weight)}" for aspect in category.aspects)
    return f"{category.name}{_points(category.weight)}" + (f"：{aspects}" if aspects else "")


def _alternative(alternative: Mapping[str, Points]) -> str:
    """Return other allowed weights of level 1."""
    return "也可以：" + "，".join(f"{name.replace('+', '与')}合计{plain_points(weight)}分" for name, weight in alternative.items())


def _indicator(own: Indicator, methods: Methods) -> str:
    """Return an indicator with its place, its method and what it is made from."""
    place = " / ".join(level for level in (own.category, own.aspect) if level)
    parts = [
        _title(methods, own.method) + _parameters(own.parameters) if own.method else "按指标值的符号计分",
        f"指标值{own.target}" if own.target else "",
        f"完成值＝{_formula(own.formula)}" if own.formula else "",
        {Periods.MEAN: "多期取平均", Periods.SUM: "多期相加"}[own.periods] if own.periods else "",
        f"佐证：{own.evidence.what}" if own.evidence else "",
        "必填" if own.required else "",
        f"未核对：{own.why}" if own.unverified else "",
    ]
    words = "；".join(part for part in parts if part)
    return f"指标 {own.key}（{place + ' / ' if place else ''}{own.name}{_points(own.weight)}）：{words}"


def _choice(choice: MethodChoice, methods: Methods) -> str:
    """Return a method with its parameters."""
    return (_title(methods, choice.method) + _parameters(choice.parameters)).removeprefix("定性分档，") or choice.method


def _title(methods: Methods, name: str) -> str:
    """Return the Chinese name of a method."""
    return methods[name].title if name in methods else name


def _parameters(parameters: Parameters) -> str:
    """Return the parameters by their names in a file: numbers always, words of choice where the file wrote them."""
    fields = type(parameters).model_fields
    told = [(name, value) for name, value in parameters if name in parameters.model_fields_set or not isinstance(value, str)]
    return "".join(f"，{_value(fields[name].alias or name, value)}" for name, value in told)


def _value(name: str, value: object) -> str:
    """Return one parameter in words."""
    if isinstance(value, tuple):
        return "；".join(_member(dict(each)) if isinstance(each, Part) else str(each) for each in value)
    return f"{name}＝{_plain(value)}"


def _member(member: Mapping[str, object]) -> str:
    """Return one band, step, item or event in words."""
    name = str(member.get("name") or member.get("what") or "")
    known = {
        "floor": "从{}起",
        "points": "{}分",
        "deduct": "扣{}分",
        "most": "至多扣{}分",
        "at_least": "达到{}",
        "share": "得{}",
        "days": "逾期{}天以内",
    }
    words = [known[key].format(_points_or_share(value)) for key, value in member.items() if key in known and value is not None]
    formula = member.get("formula")
    return name + "".join(words) + (f"（{_formula(formula)}）" if isinstance(formula, Formula) else "")


def _points_or_share(value: object) -> str:
    """Return points, which are whole hundredths, or a share, which is a fraction."""
    return _percent(value) if isinstance(value, Fraction) else plain_points(value) if isinstance(value, int) else str(value)


def _plain(value: object) -> str:
    """Return a single parameter as it would be written."""
    return plain(value) if isinstance(value, Fraction) else _points_or_share(value)


def _formula(formula: Formula) -> str:
    """Return a formula as people write it."""
    top = "＋".join(formula.plus) + "".join(f"－{name}" for name in formula.minus)
    if not formula.over:
        return top
    simple = len(formula.plus) == 1 and not formula.minus
    over = "＋".join(formula.over)
    return f"{top if simple else f'（{top}）'}÷{over if len(formula.over) == 1 else f'（{over}）'}"


def _points(weight: int | None) -> str:
    """Return a weight behind a name, nothing where there is none."""
    return "" if weight is None else f"{plain_points(weight)}分"


def _percent(share: Fraction) -> str:
    """Return a share as a percentage."""
    return f"{plain(share * 100)}%"


def _differences(rules: IndicatorSet) -> Iterator[str]:
    """Yield what differs from the set that this one is based on."""
    if rules.based_on is None:
        return
    yield f"继承自 {rules.based_on}，带{_MARK}的各行与它不同：" if rules.differences else f"继承自 {rules.based_on}，没有差异"
    yield from (f"{_MARK}{_difference(each)}" for each in rules.differences)


def _difference(own: Difference) -> str:
    """Return one difference with its reason."""
    if own.deed is Deed.REMOVE:
        words = f"删去 {_shown(own.before)}"
    elif own.deed is Deed.ADD:
        words = f"增加 {_shown(own.after)}"
    else:
        words = f"{_shown(own.before)} 改为 {_shown(own.after)}" if own.before is not None else f"写明 {_shown(own.after)}"
    return f"{own.at}：{words}（{own.why}）"


def _shown(tree: Tree) -> str:
    """Return a value of the file on one line."""
    match tree:
        case list() if all(isinstance(member, str) for member in tree):
            return f"{len(tree)}条"
        case list():
            return f"{len(tree)}项：{'、'.join(name_of(member) or _shown(member) for member in tree)}"
        case dict() if isinstance(title := tree.get("title"), str):
            return f"《{title}》{tree.get('clause') or ''}"
        case dict():
            return "、".join(f"{key} {value}" for key, value in tree.items() if isinstance(value, str))
        case bool():
            return "是" if tree else "否"
        case _:
            return str(tree)
