"""位置用语 - Say in Chinese where a cell of the form or a line of the set stands, as a reader of paper looks for it."""

import re

from perfeval.checks import text_place
from perfeval.reports.case import Case

_CELLS = {
    "original": "年初预算数",
    "adjusted": "全年预算数",
    "received": "到位数",
    "spent": "全年执行数",
    "weight": "分值",
    "claimed": "自评得分",
    "claimed_rate": "执行率",
    "target": "指标值",
    "target_original": "年初指标值",
    "actual": "实际完成值",
    "category": "一级指标",
    "aspect": "二级指标",
    "name": "三级指标",
    "reason": "偏差原因",
    "measures": "改进措施",
    "band": "档次",
    "inputs": "计算项",
    "items": "逐项清单",
    "events": "扣分事项",
    "periods": "分期完成值",
    "times": "次数",
}
_WHOLE = {
    "form": "全表",
    "funds": "资金表",
    "execution": "资金行",
    "total": "总分",
    "claimed.total": "表尾“总分”",
    "claimed.grade": "表尾“等级”",
}
_ROW = re.compile(r"(?P<list>funds|spending|indicators)\[(?P<at>\d+)\](?P<rest>.*)")
_MERGED = re.compile(r"evaluations\[(?P<at>\d+)\]\.(?:indicators\.(?P<id>[^.]+)|(?P<place>.+?))(?:\.(?P<cell>\w+))?")
_SET = re.compile(r"(?P<set>[\w/-]+)@(?P<version>\d+)#(?P<path>.+)")
_STEP = re.compile(r"\.?(?:\[(?:\"(?P<quoted>[^\"]*)\"|(?P<at>\d+))\]|(?P<name>[^.\[]+))")


def place_words(case: Case, where: str) -> str:
    """位置 - Return where something stands, in words; what is no place of a form is returned as it is."""
    if where in _WHOLE:
        return _WHOLE[where]
    if "+" in where and where.startswith(("funds[", "spending[")):
        return "、".join(place_words(case, each) for each in where.split("+"))
    if found := _ROW.fullmatch(where):
        return _row_name(case, found["list"], int(found["at"])) + _steps(found["rest"])
    if found := _SET.fullmatch(where):
        return _set_line(case, found["set"], found["version"], found["path"])
    if found := _MERGED.fullmatch(where):
        return _merged_cell(found)
    return text_place(where) if "paragraphs[" in where else _named_place(where)


def _merged_cell(found: re.Match[str]) -> str:
    """Return a cell of one of the forms that were merged."""
    row = f"指标{found['id']}" if found["id"] else found["place"]
    cell = f"“{_CELLS.get(found['cell'], found['cell'])}”" if found["cell"] else ""
    return f"第{int(found['at']) + 1}份自评表{row}{cell}"


def _named_place(where: str) -> str:
    """Return a place that is named by its first word."""
    head, _, rest = where.partition(".")
    match head:
        case "execution":
            return "资金行" + _steps(rest)
        case "categories":
            return f"一级指标“{rest}”"
        case "payout":
            return f"挂钩资金的计算项“{rest.rpartition('.')[2]}”"
    return where


def _row_name(case: Case, kind: str, at: int) -> str:
    evaluation = case.evaluation
    if kind == "funds" and at < len(evaluation.funds):
        return f"资金表“{evaluation.funds[at].source.label}”行"
    if kind == "spending" and at < len(evaluation.spending):
        return f"支出性质“{evaluation.spending[at].kind.label}”行"
    return f"指标表第{at + 1}行"


def _steps(path: str) -> str:
    """Return the cell that a path inside a row leads to."""
    words = []
    for step in _STEP.finditer(path):
        if step["at"] is not None:
            words.append(f"第{int(step['at']) + 1}项")
        else:
            name = step["quoted"] if step["quoted"] is not None else step["name"]
            words.append(f"“{_CELLS.get(name, name)}”")
    return "".join(words)


def _set_line(case: Case, set_id: str, version: str, path: str) -> str:
    """Return the line of a set file that a number is from."""
    head, _, rest = path.partition(".")
    key, _, cell = rest.partition(".")
    own = case.rules.indicator(key) if head == "indicators" else None
    what = f"指标“{own.name}”" if own else {"execution": "资金行"}.get(head, head)
    last = cell or (rest if head != "indicators" else "")
    named = "指标体系" if (set_id, version) == (case.rules.id, case.rules.version) else f"指标体系 {set_id} 第{version}版"
    return f"{named}{what}" + (f"“{_CELLS.get(last, last)}”" if last else "")
