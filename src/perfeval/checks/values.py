"""取值校验 - Cells that are missing or cannot be read."""

from collections.abc import Iterator
from functools import lru_cache

from perfeval.checks.arithmetic import read_rate
from perfeval.checks.case import COLUMNS, Case, about, found_at, unread
from perfeval.checks.finding import Raised
from perfeval.indicators import Denominator
from perfeval.quantities import read_points, read_weight
from perfeval.scoring import METHODS_BY_NAME, Fault, Row

_CELLS = {"target": "年度指标值", "actual": "实际完成值", "weight": "分值", "claimed": "自评得分", "events": "扣分事项", "inputs": "公式"}


def value_missing(case: Case) -> Iterator[Raised]:
    """应填未填 - Find rows, required indicators and the money row that lack what their method needs; one finding for each."""
    if lacking := _money_lacks(case):
        message = f"资金行缺少{'、'.join(lacking)}，无法计算预算执行率和得分"
        yield found_at("execution", "value-missing", message, "请在资金表“年度资金总额”一行补填")
    for score in case.faulty:
        row = score.row
        missing = _missing(row)
        if missing and not case.appended(row) and (row.weight is not None or not case.rules.scored or unread(row, "weight")):
            so = "无法计分" if case.rules.scored else "填报不完整"
            yield about(row, "value-missing", f"缺少{missing}，{so}", f"请补填{missing}")
    for score in case.card.rows[len(case.evaluation.indicators) :]:
        row = score.row
        missing = _missing(row) or "自评得分"
        message = f"指标体系必填的指标“{row.name}”没有填报，缺少{missing}"
        suggestion = f"请增加一行，写明 key: {row.written.key}，并填报{missing}"
        yield Raised(code="value-missing", where=row.where, row=row.written.id, message=message, suggestion=suggestion)


def value_unreadable(case: Case) -> Iterator[Raised]:
    """数值读不出 - Find cells that should hold a number or a day and hold neither; one finding for each cell."""
    for where, title, text in _unread_money(case):
        yield found_at(where, "value-unreadable", f"{title}写的是“{text}”，读不出数字", f"请把{title}改为数字，不带文字")
    for score in case.faulty:
        row = score.row
        for fault in row.faults:
            if fault.code == "value-unreadable":
                expected = "数字或日期" if row.method == "dated" else "数字"
                if fault.cell == "inputs":
                    yield about(row, "value-unreadable", f"无法按公式计算：{fault.text}", "请核对公式各项的数值")
                else:
                    message = f"的{_title(fault, row)}写的是“{fault.text}”，读不出{expected}"
                    yield about(row, "value-unreadable", message, f"请把{_title(fault, row)}改为{expected}，如“98%”“735人次”")


def target_unreadable(case: Case) -> Iterator[Raised]:
    """指标值读不出 - Find targets that hold digits, are no number, and so are judged instead of measured."""
    for score in case.card.rows:
        row = score.row
        target = row.read_target
        if target is None or target.low is not None or target.day is not None or row.method is None or row.written.target is None:
            continue
        if METHODS_BY_NAME[row.method].judged and not (row.indicator and row.indicator.method) and _holds_digits(target.text):
            message = f"的年度指标值“{target.text}”含有数字，但不是“符号＋数字＋单位”，只能按定性指标评判"
            yield about(row, "target-unreadable", message, "能量化的，请改写成如“≥300元/亩”；确为定性的，请改用不含数字的文字")


def points_missing(case: Case) -> Iterator[Raised]:
    """定性指标未评分 - Find judged rows that have what they need but no points."""
    for score in case.pointless:
        row = score.row
        if row.method is None or not METHODS_BY_NAME[row.method].judged or case.appended(row):
            continue
        if all(fault.code not in {"value-missing", "value-unreadable"} or fault.cell == "claimed" for fault in row.faults):
            message = f"由人工评判，没有有效的自评得分（分值{row.weight_text}分）"
            yield about(row, "points-missing", message, f"请按完成情况评定0–{row.weight_text}分，填入自评得分")


def weight_precision(case: Case) -> Iterator[Raised]:
    """分值细于0.01 - Find weights with more than two decimals; they are read half up to 0.01."""
    text = case.evaluation.execution.weight
    number = None if text is None or case.card.execution.weight is None else read_weight(text)
    if number is not None and (100 * number).denominator != 1:
        message = f"资金行分值“{text}”细于0.01分，已四舍五入到0.01分"
        yield found_at("execution", "weight-precision", message, "请把分值改为至多两位小数")
    for score in case.faulty:
        row = score.row
        for fault in row.faults:
            if fault.code == "weight-precision":
                message = f"的分值“{fault.text}”细于0.01分，已按{row.weight_text}分计"
                yield about(row, "weight-precision", message, "请把分值改为至多两位小数")


def weight_missing(case: Case) -> Iterator[Raised]:
    """没有分值 - Find rows without a weight, which earn nothing and are kept as information."""
    if not case.rules.scored:
        return
    for score in case.card.rows:
        row = score.row
        if row.weight is None and not unread(row, "weight") and not case.appended(row):
            yield about(row, "weight-missing", "没有分值，只作说明，不计分", "应当计分的，请补填分值；只作说明的，不必处理")


def _missing(row: Row) -> str:
    """Return what a row lacks, as people say it."""
    return "、".join(_title(fault, row) for fault in row.faults if fault.code == "value-missing")


def _money_lacks(case: Case) -> list[str]:
    """Return the columns the money row lacks; what stands there and cannot be read is told elsewhere."""
    lacking: list[str] = []
    for code, _, column in case.card.execution.faults:
        if code != "value-missing":
            continue
        asked = {column, "original"} if column == Denominator.ADJUSTED.value else {column}
        if not any(where.startswith("funds") and where.rpartition(".")[2] in asked for where, _ in case.card.funds.unreadable):
            lacking.append(COLUMNS[column])
    return lacking


def _unread_money(case: Case) -> Iterator[tuple[str, str, str]]:
    """Yield place, title and text of every cell about money, and of the foot, that holds no number."""
    money, foot = case.evaluation.execution, case.evaluation.claimed
    unread_texts = [text for code, _, text in case.card.execution.faults if code == "value-unreadable"]
    for title, written in (("资金行分值", money.weight), ("资金行自评得分", money.claimed)):
        if written is not None and written in unread_texts:
            unread_texts.remove(written)
            yield "execution", title, written
    if money.claimed_rate is not None and read_rate(money.claimed_rate) is None:
        yield "execution", "自填执行率", money.claimed_rate
    for where, text in case.card.funds.unreadable:
        yield where, case.money_title(where), text
    for at, row in enumerate(case.evaluation.funds):
        for column, title, points in (("weight", "分值", row.weight), ("claimed", "自评得分", row.claimed)):
            if points is not None and read_weight(points) is None:
                yield f"funds[{at}].{column}", f"“{row.source.label}”的{title}", points
    if foot.total is not None and case.rules.scored and read_points(foot.total) is None:
        yield "claimed.total", "表尾总分", foot.total


def _title(fault: Fault, row: Row) -> str:
    """Return how people call the cell of a fault."""
    cell = fault.cell
    if cell in _CELLS:
        return _CELLS[cell]
    part, _, rest = cell.partition(".")
    if part in {"inputs", "items"}:
        return f"“{rest}”"
    at = int(part[part.index("[") + 1 : -1])
    if part.startswith("periods"):
        return f"{row.written.periods[at].name or f'第{at + 1}期'}的完成值"
    return f"“{(row.written.events or ())[at].what}”的次数"


@lru_cache(maxsize=8192)
def _holds_digits(text: str) -> bool:
    """Tell whether a text holds any digit, full-width ones included."""
    return any(sign.isdecimal() for sign in text)
