"""提示代码 - Every code in the order of printing, with its title and how severe it is unless a set says otherwise."""

from typing import NamedTuple

from perfeval.indicators import Severity

_ERROR, _WARNING, _NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE


class Code(NamedTuple):
    """提示代码 - Name one kind of finding; pointless tells that it is also raised under a set without points."""

    code: str
    title: str
    severity: Severity
    pointless: bool = False


CODES = (
    Code("value-missing", "应填未填", _ERROR, pointless=True),
    Code("value-unreadable", "数值读不出", _ERROR, pointless=True),
    Code("target-unreadable", "指标值读不出", _WARNING),
    Code("strict-target", "恰等于严格界限", _NOTICE),
    Code("money-precision", "金额细于分", _ERROR, pointless=True),
    Code("money-negative", "金额为负", _ERROR, pointless=True),
    Code("weight-precision", "分值细于0.01", _NOTICE),
    Code("weight-missing", "没有分值", _NOTICE),
    Code("adjusted-missing", "未填全年预算数", _NOTICE, pointless=True),
    Code("set-scope", "超出指标体系适用范围", _NOTICE),
    Code("budget-zero", "预算数为零", _WARNING, pointless=True),
    Code("points-missing", "定性指标未评分", _ERROR),
    Code("points-out-of-range", "得分超出范围", _ERROR),
    Code("rate-mismatch", "执行率不符", _ERROR, pointless=True),
    Code("sum-mismatch", "分项与合计不符", _ERROR, pointless=True),
    Code("double-counted-source", "资金来源重复计分", _ERROR),
    Code("over-budget", "支出超预算", _WARNING, pointless=True),
    Code("over-received", "支出超到位", _WARNING, pointless=True),
    Code("original-zero", "年初预算为零", _NOTICE, pointless=True),
    Code("unspent", "结余过大", _WARNING, pointless=True),
    Code("execution-weight", "资金行分值不符", _WARNING),
    Code("weights-not-100", "分值合计不是100", _ERROR),
    Code("category-weight", "一级指标分值不符", _WARNING),
    Code("total-mismatch", "总分不符", _ERROR),
    Code("grade-mismatch", "等级不符", _ERROR),
    Code("rounded-claim", "得分取整", _WARNING),
    Code("claimed-above-rule", "自评得分偏高", _ERROR),
    Code("claimed-below-rule", "自评得分偏低", _NOTICE),
    Code("reason-missing", "缺少偏差原因", _ERROR, pointless=True),
    Code("measures-missing", "缺少改进措施", _WARNING),
    Code("unit-mismatch", "计量单位不一致", _WARNING, pointless=True),
    Code("sign-missing", "指标值没有符号", _NOTICE),
    Code("target-direction", "指标方向可疑", _WARNING),
    Code("target-too-low", "指标值偏低", _WARNING),
    Code("aspect-misplaced", "指标归类有误", _WARNING),
    Code("duplicate-indicator", "指标重复", _WARNING),
    Code("money-as-output", "以资金作产出", _WARNING),
    Code("execution-output-gap", "执行与产出不匹配", _WARNING),
    Code("key-missing", "未对应体系指标", _NOTICE),
    Code("evidence-missing", "缺少佐证材料", _ERROR),
)
"""提示代码表 - The only place where the severity of a check is written in Python."""

TEXT_CODES = (
    Code("text-sum-mismatch", "文中分项与总数不符", _WARNING, pointless=True),
    Code("text-share-mismatch", "文中占比、比率或差额不符", _WARNING, pointless=True),
    Code("text-product-mismatch", "文中数量与标准之积不符", _NOTICE, pointless=True),
    Code("text-figure-mismatch", "文字与表不符", _WARNING, pointless=True),
    Code("text-over-received", "文中支出大于到位", _WARNING, pointless=True),
    Code("denominator-unclear", "执行率的分母不明", _WARNING, pointless=True),
    Code("figure-missing", "指标没有数字", _WARNING, pointless=True),
    Code("claim-contradicts-figures", "说法与数字矛盾", _WARNING, pointless=True),
    Code("claim-contradicts-text", "说法前后矛盾", _WARNING, pointless=True),
    Code("satisfaction-unsupported", "满意度没有依据", _WARNING, pointless=True),
    Code("problems-missing", "有失分而没有写问题", _WARNING, pointless=True),
    Code("problems-without-deduction", "有问题而没有扣分", _WARNING, pointless=True),
    Code("section-missing", "缺少章节", _WARNING, pointless=True),
    Code("section-empty", "章节没有内容", _WARNING, pointless=True),
    Code("section-length", "章节过长或过短", _NOTICE, pointless=True),
    Code("numbering-gap", "编号缺漏", _NOTICE, pointless=True),
    Code("boilerplate", "段落雷同", _WARNING, pointless=True),
    Code("foreign-name", "别处的名称", _WARNING, pointless=True),
    Code("date-before-proof", "完成早于证明文件", _WARNING, pointless=True),
    Code("unit-cost", "单位成本偏离", _WARNING, pointless=True),
    Code("percentage-without-base", "百分比没有分子分母", _WARNING, pointless=True),
    Code("number-form", "数字写法不清", _NOTICE, pointless=True),
)
"""文字提示代码表 - The codes of what is found in report texts; none of them blocks."""

RANKS = {entry.code: rank for rank, entry in enumerate((*CODES, *TEXT_CODES))}
"""先后 - The position of each code among findings of one place."""

TITLES = {entry.code: entry.title for entry in (*CODES, *TEXT_CODES)}
"""名称 - The title of every code, of forms and of texts."""
