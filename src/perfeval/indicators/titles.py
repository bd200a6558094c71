"""位置名称 - Say in Chinese where in a set something stands."""

from collections.abc import Iterator, Mapping

from perfeval.indicators import phrases
from perfeval.indicators.contents import Place
from perfeval.indicators.inherit import named
from perfeval.indicators.model import IndicatorSet
from perfeval.indicators.parts import Methods
from perfeval.syntax import Tree

Codes = Mapping[str, str]
"""提示名称 - The Chinese name of every check by its code; the room of indicators gets it handed in."""
TITLES = {
    "title": "体系名称",
    "kinds": "适用对象",
    "years": "适用年度",
    "source": "依据",
    "weights": "分值来源",
    "execution": "资金行",
    "denominator": "执行率分母",
    "steps": "分段",
    "finished_is_full": "完成即满分",
    "grades": "等级",
    "categories": "一级指标",
    "aspects": "二级指标",
    "alternatives": "其他分值方案",
    "indicators": "指标",
    "row_methods": "可选用的评分方法",
    "standard": "计分办法",
    "over_completion": "超额完成扣减",
    "veto": "一票否决",
    "items": "事项",
    "grade": "定为",
    "accumulated": "累计扣分",
    "payout": "挂钩资金",
    "thresholds": "校验阈值",
    "unspent": "结余界限",
    "execution_output_gap": "执行与产出之差的界限",
    "target_too_low": "超额完成的界限",
    "magnitude": "数量级的界限",
    "severities": "校验提示",
    "vocabulary": "词表",
    "output": "产出类用词",
    "cost": "成本类用词",
    "cost_names": "成本指标名称用词",
    "timeliness": "时效类用词",
    "satisfaction": "满意度用词",
    "harm": "损害类用词",
    "harm_counts": "损害计数用词",
    "money_nouns": "资金名词",
    "money_verbs": "资金动词",
    "notes": "说明",
    "name": "名称",
    "category": "所属一级指标",
    "aspect": "所属二级指标",
    "weight": "分值",
    "bare_sign": "没有符号的指标值",
    "evidence": "佐证要求",
    "required": "必填",
    "method": "评分方法",
    "parameters": "评分参数",
    "target": "指标值",
    "formula": "计算公式",
    "periods": "多期汇总",
    "period_count": "期数",
    "unit_cost": "单位成本标准",
    "explanation": "指标解释",
    "standard_text": "评分标准原文",
    "paragraph": "报告段落",
    "why": "未核对的内容",
}
"""键的名称 - What every key of a set is called in Chinese."""
_INNER = str.maketrans("“”", "‘’")
_TOLD_BY_NAME = frozenset({"categories", "aspects", "indicators", "standard", "severities"})


def place_words(place: Place, rules: IndicatorSet, methods: Methods, codes: Codes) -> str:
    """位置名称 - Return a place as people say it: 一级指标“产出指标”的分值."""
    return "的".join(_steps(place, rules, methods, codes))


def _steps(place: Place, rules: IndicatorSet, methods: Methods, codes: Codes) -> Iterator[str]:
    """Yield the words of a place, one for each key, with the name of the member that it leads to."""
    keys = iter(place)
    for key in keys:
        member = next(keys, None) if key in _TOLD_BY_NAME else None
        title = TITLES.get(key, key)
        yield title if member is None else f"{title}“{_member(key, member, rules, methods, codes).translate(_INNER)}”"


def _member(key: str, member: str, rules: IndicatorSet, methods: Methods, codes: Codes) -> str:
    """Return how people call a member of a list or mapping."""
    if key == "indicators":
        own = rules.indicator(member)
        return own.name if own else member
    if key == "standard":
        return phrases.method(methods, member)
    return codes.get(member, member) if key == "severities" else member


def steps_to(at: str, tree: Tree) -> Place:
    """拆分位置 - Return the names of a dotted place, of which some have dots themselves; what the tree does not have is the last one."""
    words = at.split(".")
    for end in range(len(words), 0, -1):
        name = ".".join(words[:end])
        below = named(tree, (name,))
        if below is not None:
            return (name, *steps_to(".".join(words[end:]), below)) if words[end:] else (name,)
    return (at,)
