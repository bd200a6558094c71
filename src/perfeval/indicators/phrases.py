"""措辞 - How every part of a set is said in Chinese, once for the listing, the page for clerks and the comparison of sets."""

from collections.abc import Iterable, Mapping, Sequence

from perfeval.indicators.model import (
    AccumulatedDeduction,
    Aspect,
    Band,
    Category,
    EvidenceRule,
    Execution,
    Formula,
    Indicator,
    MethodChoice,
    OverCompletion,
    Payout,
    Periods,
    Severity,
    Sign,
    Source,
    Step,
    UnitCost,
    Veto,
    Weights,
    Years,
)
from perfeval.indicators.parts import Methods, Parameters
from perfeval.quantities import Fraction, Points, plain, plain_points

KINDS = {"project": "项目支出", "department": "部门整体支出", "transfer": "转移支付", "quality": "自评工作质量"}
"""适用对象 - The kinds of evaluation as people call them."""
WEIGHTS = {Weights.FIXED: "由体系规定", Weights.FREE: "由自评表填写，只核对合计为100分", Weights.NONE: "本体系不计分"}
"""分值来源 - Where the weights are from."""
SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTICE: "提示", Severity.OFF: "不提示"}
"""严重程度 - What a finding counts as."""
PERIODS = {Periods.MEAN: "多期取平均", Periods.SUM: "多期相加"}
"""多期汇总 - How several periods make one value."""
SIGNS = {Sign.AT_LEAST: "≥", Sign.AT_MOST: "≤", Sign.EQUAL: "=", Sign.WITHIN: "区间"}
"""指标方向 - What a number without a sign is taken for."""


USUAL = ("at_least", "at_most", "equal_to", "within", "dated", "yes_no", "banded")
"""通常的计分 - The methods by which rows are scored that name none: their targets lead to these."""


def percentage(share: Fraction) -> str:
    """百分数 - Return a share as a percentage with all the decimals it has."""
    return f"{plain(share * 100)}%"


def worth(share: Fraction) -> str:
    """得几成 - Return what a share of the weight earns."""
    return "得满分" if share == 1 else f"得分值的{percentage(share)}" if share else "不得分"


def points(weight: int | None) -> str:
    """分值 - Return a weight behind a name, nothing where there is none."""
    return "" if weight is None else f"{plain_points(weight)}分"


def kinds(names: Iterable[str]) -> str:
    """适用对象 - Return the kinds of evaluation that a set is for."""
    return "、".join(KINDS[name] for name in names)


def years(own: Years) -> str:
    """适用年度 - Return the years a set is for."""
    return span(own.start, own.end)


def span(start: int, end: int | None) -> str:
    """起止年度 - Return from which year to which something holds; one year alone is told once."""
    return f"{start}年起" if end is None else f"{start}年" if start == end else f"{start}年至{end}年"


def source(own: Source) -> str:
    """依据 - Return a source with where it was read and what is in doubt."""
    doubt = f"；{own.why}" if own.unverified and own.why else ""
    return f"{own}；读自{own.read}{doubt}" if own.read else f"{own}{doubt}"


def rate(own: Execution) -> str:
    """执行率 - Return what the rate of the money row is made from."""
    return f"执行率＝全年执行数÷{own.denominator.label}"


def execution(own: Execution) -> str:
    """资金行 - Return the rule of the money row."""
    if own.weight is None:
        return f"不计分，{rate(own)}"
    home = f"计入“{own.category}”，" if own.category else ""
    return f"{points(own.weight)}，{home}{rate(own)}，{earned_by_rate(own)}"


def earned_by_rate(own: Execution) -> str:
    """资金行得分 - Return what a rate earns."""
    weight = plain_points(own.weight or 0)
    if not own.steps:
        return f"得分＝{weight}×执行率，最高{weight}分"
    finished = "已完成且未超预算规模的满分，" if own.finished_is_full else ""
    return f"{finished}{steps(own.steps)}，其余不得分"


def steps(own: Iterable[Step]) -> str:
    """分段 - Return shares of the weight by the value that is reached."""
    return "，".join(f"达到{percentage(step.at_least)}{worth(step.share)}" for step in own)


def grades(own: Sequence[Band]) -> str:
    """等级 - Return the grades, the lowest as below the one above it."""
    told = [f"{band.name}≥{plain_points(band.floor)}" for band in own]
    if len(own) > 1 and own[-1].floor == 0:
        told[-1] = f"{own[-1].name}＜{plain_points(own[-2].floor)}"
    return "，".join(told)


def category(own: Category) -> str:
    """一级指标 - Return a level-1 part with its level-2 parts."""
    aspects = "、".join(aspect(each) for each in own.aspects)
    return f"{own.name}{points(own.weight)}" + (f"：{aspects}" if aspects else "")


def aspect(own: Aspect) -> str:
    """二级指标 - Return a level-2 part with its weight."""
    return f"{own.name}{points(own.weight)}"


def alternative(own: Mapping[str, Points]) -> str:
    """其他分值方案 - Return other allowed weights of level 1."""
    return "，".join(f"{name.replace('+', '与')}合计{points(weight)}" for name, weight in own.items())


def method(methods: Methods, name: str) -> str:
    """方法名称 - Return the Chinese name of a method."""
    return methods[name].title if name in methods else name


def rule(methods: Methods, name: str, parameters: Parameters) -> str:
    """方法和参数 - Return a method with the sentence that tells its parameters: numbers always, choices where they are written."""
    title = method(methods, name)
    said = any(each in parameters.model_fields_set or not isinstance(value, str) for each, value in parameters)
    return f"{title}，{sentence(methods, name, parameters)}" if said and name in methods else title


def sentence(methods: Methods, name: str, parameters: Parameters) -> str:
    """计分说法 - Return the sentence that says how a row earns by a method."""
    return methods[name].words(parameters)


def choice(methods: Methods, name: str, own: MethodChoice) -> str:
    """方法选用 - Return what stands in the place of a usual method, or how that one is meant."""
    if own.method == name and name in methods:
        return sentence(methods, name, own.parameters)
    return rule(methods, own.method, own.parameters)


def usual(methods: Methods, name: str) -> str:
    """通常的计分 - Return how a usual method earns where a set says nothing more about it."""
    return sentence(methods, name, methods[name].parameters())


def indicator(own: Indicator, methods: Methods) -> str:
    """指标 - Return how an indicator is scored, what it is made from, what proves it, and whether it must be there."""
    proof = f"佐证：{evidence(own.evidence)}" if own.evidence else ""
    parts = (how(own, methods), *makings(own), proof, "必填" if own.required else "", doubt(own))
    return "；".join(part for part in parts if part)


def how(own: Indicator, methods: Methods) -> str:
    """怎样得分 - Return how an indicator is scored."""
    return rule(methods, own.method, own.parameters) if own.method else "按指标值的符号计分"


def makings(own: Indicator) -> tuple[str, ...]:
    """由何而来 - Return the target of an indicator and what its actual value is made from."""
    parts = (
        f"指标值{own.target}" if own.target else "",
        f"完成值＝{formula_words(own.formula)}" if own.formula else "",
        f"{f'{own.period_count}期，' if own.period_count else ''}{PERIODS[own.periods]}" if own.periods else "",
        f"单位成本标准{unit_cost(own.unit_cost)}" if own.unit_cost else "",
    )
    return tuple(part for part in parts if part)


def unit_cost(own: UnitCost) -> str:
    """单位成本标准 - Return what one costs by the rules, and by which document."""
    return f"{plain(own.standard)}{own.unit}（依据{own.source}）"


def doubt(own: Indicator) -> str:
    """存疑 - Return what of an indicator was not checked."""
    return f"未核对：{own.why}" if own.unverified else ""


def place(own: Indicator) -> str:
    """所在层级 - Return the levels and the name of an indicator."""
    return " / ".join(level for level in (own.category, own.aspect, own.name) if level)


def evidence(own: EvidenceRule) -> str:
    """佐证要求 - Return what proves a row, and that it must be there."""
    return f"{own.what}（必须提供）" if own.required else own.what


def formula_words(own: Formula) -> str:
    """计算公式 - Return a formula as people write it."""
    top = "＋".join(own.plus) + "".join(f"－{name}" for name in own.minus)
    if not own.over:
        return top
    simple = len(own.plus) == 1 and not own.minus
    over = "＋".join(own.over)
    return f"{top if simple else f'（{top}）'}÷{over if len(own.over) == 1 else f'（{over}）'}"


def over_completion(own: OverCompletion) -> str:
    """超额完成扣减 - Return what is left of the points when a target was set far too low."""
    return f"完成率达到{percentage(own.at_least)}的，得分调减至{percentage(own.keep)}"


def veto(own: Veto) -> str:
    """一票否决 - Return what forces a grade."""
    return f"发生{'、'.join(own.items)}之一的，定为{own.grade}"


def accumulated(own: AccumulatedDeduction) -> str:
    """累计扣分 - Return from how many points lost on a grade is forced."""
    return f"累计扣分达到{points(own.lost)}的，定为{own.grade}"


def payout(own: Payout) -> str:
    """挂钩资金 - Return how a total becomes money."""
    per = "" if own.per == 1 else f"÷{plain(own.per)}"
    return f"{payout_amount(own)}×{own.input}{per}×min(1，总分÷{plain_points(own.pass_mark)})"


def payout_amount(own: Payout) -> str:
    """挂钩标准 - Return the amount that a total is worth, or the few that the form chooses from."""
    if own.choice is None:
        return f"{plain(own.amount or Fraction(0))}元"
    return f"{own.choice.input}（{'或'.join(plain(each) for each in own.choice.amounts)}元）"
