"""表上名称 - Say what every key of an evaluation file is called on paper, and which key a clerk's word means.

Each line below reads: key, its name on paper, and further words that people write for it. docs/filling.md has the same names.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from perfeval import syntax
from perfeval.evaluation.model import FundSource, Kind, SpendingKind
from perfeval.quantities import normal

_SCORED = {"weight": "分值 权重 满分 标准分", "claimed": "自评得分 得分 自评分 评分 自评分数"}
_WHY = {"reason": "偏差原因 原因 偏差原因分析 未完成原因 扣分原因 偏差原因分析及改进措施", "measures": "改进措施 措施 整改措施 下一步措施"}
_AMOUNTS = {
    "original": "年初预算数 年初预算 年初数",
    "adjusted": "全年预算数 全年预算 预算数 预算 调整后预算数 调整预算数",
    "received": "到位数 到位 实际到位 实际到位数 到位资金 资金到位",
    "spent": "全年执行数 执行数 实际支出 支出 支出数 全年支出数 实际支出数 执行金额",
}
_PARTS: dict[str, dict[str, str]] = {
    "": {
        "format": "格式 文件格式",
        "set": "指标体系 体系 指标体系编号 评价体系",
        "year": "评价年度 年度 年份 预算年度 自评年度",
        "kind": "自评类型 类型 评价类型 自评种类",
        "money_unit": "金额单位 资金单位 货币单位",
        "subject": "基本情况 评价对象 项目基本情况 项目信息 单位信息",
        "filled_on": "填报日期 填表日期 填报时间",
        "staff": "人员情况 人员",
        "funds": "资金表 资金 项目资金 预算资金 资金情况",
        "spending": "支出表 支出 支出结构",
        "execution": "资金行 预算执行 预算执行率 预算执行情况 执行情况",
        "objective": "年度总体目标 总体目标 绩效目标 目标",
        "indicators": "绩效指标 指标 指标表",
        "veto": "一票否决 一票否决事项",
        "payout": "挂钩资金 挂钩金额 补助资金",
        "claimed": "表尾 自评结果",
        "narrative": "叙述文字 文字说明 报告文字",
        "answers": "提示答复 答复",
    },
    "subject": {
        "project": "项目名称 项目",
        "project_code": "项目编码 项目代码 项目编号",
        "department": "主管部门 部门",
        "unit": "实施单位 单位 单位名称 项目单位 预算单位 填报单位",
        "project_type": "项目类型",
        "project_attribute": "项目属性",
        "project_class": "项目类别",
        "leader": "项目负责人 负责人",
        "finance_leader": "财务负责人",
        "finance_section": "财政处室 归口股室 归口处室",
        "contact": "联系人 填报人",
        "phone": "联系电话 电话",
    },
    "staff": {"posts": "编制人数 编制 编制数", "in_post": "在职人数 在职", "retired": "退休人数 退休 离退休人数"},
    "funds": {"source": "资金来源 来源 资金名称", **_AMOUNTS, **_SCORED, "reason": _WHY["reason"]},
    "spending": {"kind": "支出性质 支出类型", **_AMOUNTS},
    "execution": {**_SCORED, "claimed_rate": "执行率 预算执行率", "finished": "项目已完成 已完成 是否完成", **_WHY},
    "objective": {
        "expected": "预期目标 年度目标 年初目标",
        "adjusted": "调整后目标 调整目标",
        "actual": "实际完成情况 完成情况 目标完成情况",
    },
    "indicators": {
        "id": "行编号 编号 序号",
        "key": "体系指标代码 指标代码",
        "category": "一级指标 一级",
        "aspect": "二级指标 二级",
        "name": "三级指标 三级 指标名称 名称 指标",
        "target": "年度指标值 指标值 目标值 年度目标值",
        "target_original": "年初指标值 调整前指标值 原指标值",
        "actual": "实际完成值 完成值 全年完成值 全年实际值 实际值 完成情况",
        **_SCORED,
        "band": "档次 档",
        "method": "评分方法 计分方法",
        "core": "核心指标 是否核心指标",
        "not_applicable": "不适用 是否不适用",
        **_WHY,
        "note": "说明 备注 评价依据",
        "owner": "责任科室 责任股室 业务科室",
        "evidence": "佐证材料 佐证 证明材料 附件",
        "inputs": "计算项 计算数据",
        "items": "逐项清单 清单 检查项",
        "events": "扣分事件 扣分",
        "periods": "分期完成值 分期 各期",
    },
    "indicators.target": {"sign": "符号 方向", "value": "数值 值", "unit": "计量单位 单位"},
    "indicators.evidence": {"title": "材料名称 名称", "file": "文件名 文件", "page": "页码 页", "date": "材料日期 日期 时间"},
    "indicators.events": {"what": "扣分事项 事项", "times": "次数", "date": "发生日期 日期 时间"},
    "indicators.periods": {"name": "期间 月份 名称", "actual": "实际完成值 完成值"},
    "veto": {"item": "否决事项 事项", "date": "发生日期 日期 时间", "proof": "认定依据 依据 证明"},
    "payout": {"inputs": "计算项 计算数据"},
    "claimed": {"total": "总分 自评总分 合计得分", "grade": "等级 自评等级 评价等级"},
    "answers": {"code": "提示代码 代码", "row": "行编号 行", "words": "答复内容 答复 说明"},
}
_SEVERAL = {"evaluations": "各份自评数据 自评数据", "department": "主管部门 部门", "unit": "填报单位 单位"}
CAPTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    part: {key: words.partition(" ")[0] for key, words in keys.items()} for part, keys in {**_PARTS, "evaluations": _SEVERAL}.items()
}
"""表上名称 - The name on paper of every key, by part; what only a file of several evaluations has stands under `evaluations`."""

TEXTS: Final[Mapping[str, str]] = {
    "conclusion": "自评结论",
    "problems": "存在的问题",
    "measures": "改进措施",
    "result_use": "结果应用",
    "experience": "主要经验",
    "remarks": "备注",
    "adjustment_reason": "预算调整原因",
    "organisation": "自评工作组织情况",
    "other": "其他说明",
    "text": "报告全文",
}
"""叙述文字名称 - The usual name of each text, in their order; a template may call them otherwise and ask for more."""

_OTHER_KINDS = {
    Kind.PROJECT: "项目",
    Kind.DEPARTMENT: "部门整体 部门 整体支出",
    Kind.TRANSFER: "转移支付项目 专项转移支付",
    Kind.QUALITY: "工作质量",
}
KINDS: Final = {kind.value: f"{kind.label} {more}" for kind, more in _OTHER_KINDS.items()}
"""自评类型用语 - The words for each kind of evaluation; the first one is its name."""
MONEY_UNITS: Final = {"元": "元 人民币 人民币元 块 RMB", "万元": "万元 万 人民币万元 万元人民币"}
"""金额单位用语 - The words for each unit of money."""
SPENDING_KINDS: Final = {kind.value: f"{kind.label} {kind.label[:2]}" for kind in SpendingKind}
"""支出性质用语 - The words for each kind of spending."""
_OTHER_SOURCES = {
    FundSource.TOTAL: "资金总额 总额 合计 总计 小计",
    FundSource.FISCAL: "当年财政拨款 财政资金 本年财政拨款",
    FundSource.CARRYOVER: "上年结转 结转资金 结转结余",
    FundSource.SPECIAL_ACCOUNT: "财政专户 专户资金",
    FundSource.UNIT: "单位自有资金 自有资金 自筹资金",
    FundSource.OTHER: "其他",
    FundSource.PROVINCE: "省",
    FundSource.CITY: "市 地市级",
    FundSource.COUNTY: "县 区级 区 区县级",
    FundSource.GOVERNMENT_FUND: "政府性基金",
    FundSource.STATE_CAPITAL: "国有资本经营",
    FundSource.SOCIAL_INSURANCE: "社会保险基金 社保基金",
    FundSource.DEBT: "债券资金 债券 债务",
}
FUND_SOURCES: Final = {source.value: f"{source.label} {_OTHER_SOURCES.get(source, '')}".strip() for source in FundSource}
"""资金来源用语 - The words for each row of the money table."""
_FLAGS = {
    **dict.fromkeys(["true", "是", "有", "√", "对", "yes", "y", "1"], "true"),
    **dict.fromkeys(["false", "否", "无", "没有", "×", "no", "n", "0"], "false"),
}
_ROWS = {
    "evaluations": "第{}份",
    "funds": "资金表第{}行",
    "spending": "支出表第{}行",
    "indicators": "第{}行",
    "veto": "第{}项否决事项",
    "answers": "第{}条答复",
}
_STEP = re.compile(r"\.?(?P<part>[a-z]+)\[(?P<at>\d+)\]")
_PLACE = re.compile(r"^\.?(?:evaluations\[\d+\]\.?)?|\[\d+\]")
_ORNAMENT = re.compile(r"\([^()]*\)|[“”‘’\"'★*]")
_LONGEST = 60
_QUOTES = " “”‘’\"'"


def caption(where: str, key: str) -> str:
    """键名和表上名称 - Return a key with its name on paper behind it; where is the place of its object."""
    words = _words(_part(where), key)
    return f"{key}（{words[0]}）" if words else key


def captions(where: str, known: Iterable[str]) -> str:
    """各键和表上名称 - Return all keys of an object, each with its name on paper."""
    return "、".join(caption(where, key) for key in known)


def meant(where: str, word: str, known: Collection[str]) -> str:
    """该怎么写 - Return which key was probably meant by an unknown one; where nothing is near, all that may be written."""
    keys = sorted(known, key=[*_PARTS.get(_part(where), ()), *_SEVERAL, *known].index)
    if marks := syntax.odd_marks(word):
        return marks
    own = {name: key for key in keys for name in (key, *_words(_part(where), key))}
    tidy = _tidy(word)
    if key := own.get(tidy):
        return f"“{word}”应写成 {caption(where, key)}"
    near = syntax.nearest(tidy, own) or ""
    shortened = near.isascii() and (tidy in near or near in tidy)
    if near and not shortened and (elsewhere := _elsewhere(_part(where), tidy)):
        return elsewhere
    if near:
        return f"是不是“{own[near]}”？即“{_words(_part(where), own[near])[0]}”"
    return _elsewhere(_part(where), tidy) or f"可用的有：{captions(where, keys)}"


def means(where: str, word: str, key: str) -> bool:
    """是不是此键 - Tell whether a written word is a name on paper of a key."""
    return _tidy(word) in _words(_part(where), key)


def listed(choices: Mapping[str, str]) -> str:
    """几选一的写法 - Return all choices, each with its name where that differs."""
    names = ((value, words.partition(" ")[0]) for value, words in choices.items())
    return "、".join(value if value == name else f"{value}（{name}）" for value, name in names)


def chosen(choices: Mapping[str, str], word: str) -> str | None:
    """选的是哪个 - Return which choice a clerk's word means, None where that is not clear."""
    tidy = _tidy(word)
    meanings = {name: value for value, words in choices.items() for name in (value, *words.split())}
    value = meanings.get(tidy) or meanings.get(word.strip())
    if value is None and choices is not MONEY_UNITS:
        held = [(tidy.index(name), -len(name), name) for name in meanings if len(name) > 1 and name in tidy]
        value = meanings.get(min(held)[2] if held else syntax.nearest(tidy, meanings) or "")
    return f"“{word[:_LONGEST].strip(_QUOTES)}”应写成 {value}" if value else None


def flagged(word: str) -> str | None:
    """是否的写法 - Return how a clerk's yes or no is written."""
    value = _FLAGS.get(word.strip().lower())
    return f"“{word}”应写成 {value}，不加引号" if value else None


def row_words(tree: syntax.Tree, where: str) -> str:
    """第几行 - Return which row a place is in as people count, with the row's name; nothing outside of rows."""
    words, at = "", 0
    while (step := _STEP.match(where, at)) and step["part"] in _ROWS:
        items = tree.get(step["part"]) if isinstance(tree, dict) else None
        tree = items[int(step["at"])] if isinstance(items, list) else None
        words += _ROWS[step["part"]].format(int(step["at"]) + 1) + _row_name(tree)
        at = step.end()
    return words


def _row_name(tree: syntax.Tree) -> str:
    """Return the name of a row in quotation marks, as the form prints it."""
    if not isinstance(tree, dict):
        return ""
    subject = tree.get("subject")
    names = (tree.get(key) for key in ("name", "key", "source", "kind", "item", "code"))
    name = subject.get("project") if isinstance(subject, dict) else next((each for each in names if each), None)
    if not isinstance(name, str) or not name.strip():
        return ""
    label = FUND_SOURCES.get(name) or SPENDING_KINDS.get(name) or name.strip()[:30]
    return f"“{label.partition(' ')[0] if name != label else label}”"


def _part(where: str) -> str:
    """Return which part of the form a place belongs to."""
    return _PLACE.sub("", where).removeprefix(".").replace("target_original", "target")


def _words(part: str, key: str) -> list[str]:
    """Return what people call a key of a part; the name on paper comes first."""
    return (_PARTS.get(part, {}).get(key) or ("" if part else _SEVERAL.get(key, ""))).split()


def _tidy(word: str) -> str:
    """Return a written word without blanks, marks and brackets."""
    return _ORNAMENT.sub("", normal(word[:_LONGEST])).rstrip(":").lower()


def _elsewhere(part: str, word: str) -> str | None:
    """Return where in the form a key or a word belongs that was written in the wrong part."""
    found = [(at, key) for at, keys in _PARTS.items() if at != part for key, words in keys.items() if word in (key, *words.split())]
    below = [(at, key) for at, key in found if at.startswith(f"{part}.")] or found
    if not below:
        return None
    parts: dict[str, list[str]] = {}
    for at, key in below:
        above, _, name = at.rpartition(".")
        parts.setdefault(caption(at, key), []).append(f" {caption(above, name)}之下" if at else "最外层")
    return f"“{word}”应写成 {'；或 '.join(f'{key}，放在' + '或'.join(names) for key, names in parts.items())}"
