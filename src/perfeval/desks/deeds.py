"""事项名称 - What the journal calls everything that is done, in the words of those who read it; the one table of these names."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from perfeval.workflow import EXEMPT_REASONS, RETURN_REASONS, Action, ItemAction, ItemState, RectificationAction, RectificationState, State

_EVALUATION = "evaluation."
NAMES: Mapping[str, str] = {
    **{f"{_EVALUATION}{action.value}": action.label for action in Action},
    "evaluation.save": "保存填报",
    "sample.draw": "抽取",
    "sample.send": "下发抽查任务",
    "sample.recall": "收回抽查任务",
    "sample.release": "整批反馈",
    "sample.write": "写复核报告文字",
    **{f"sampled.{action.value}": action.label for action in ItemAction},
    "sampled.visit": "登记现场核查",
    "sampled.photo": "上传现场照片",
    "sampled.problem": "登记问题",
    "sampled.problem-drop": "删去问题",
    "sampled.material": "补交材料",
    "rectification.demand": "提出整改",
    **{f"rectification.{action.value}": action.label for action in RectificationAction},
    "round.close": "办结批次",
    "sampled.quality": "评定自评工作质量",
    "review.assign": "分派复核人",
    "review.unassign": "取消分派",
    "review.save": "保存复核意见",
    "review.hand-in": "交回复核意见",
    "review.return": "退回复核意见",
    "view.keep": "保存常用筛选",
    "view.drop": "删除常用筛选",
    "evaluation.note": "写批注",
    "evaluation.adjust": "登记调整",
    "evaluation.compute": "重新汇总",
    "evidence.add": "上传佐证",
    "evidence.remove": "移去佐证",
    "evidence.download": "下载受限佐证",
    "round.create": "建立批次",
    "round.change": "修改批次",
    "reminder.give": "催报",
    "import.projects": "导入项目清单",
    "import.targets": "导入批复目标",
    "import.execution": "导入国库数据",
    "import.history": "导入上年数据",
    "import.units": "导入单位",
    "import.people": "导入人员",
    "unit.create": "新建单位",
    "unit.change": "修改单位",
    "person.create": "新建账号",
    "person.change": "修改账号",
    "person.activate": "重新启用账号",
    "person.unlock": "解除登录锁定",
    "grant.create": "授予角色",
    "grant.drop": "收回角色",
    "password.change": "修改口令",
    "password.reset": "重置口令",
    "second-factor.begin": "开始登记手机动态码",
    "second-factor.register": "登记手机动态码",
    "second-factor.clear": "清除手机动态码",
    "session.open": "登录",
    "session.close": "退出",
    "session.end": "结束会话",
    "session.fail": "登录失败",
    "session.refuse": "拒绝登录",
    "token.make": "签发令牌",
    "token.revoke": "收回令牌",
    "policy.change": "修改安全策略",
    "journal.verify": "查证日志",
}
"""事项名称 - The Chinese name of every action that is written into the journal."""
THINGS = {"evaluations": "自评", "rounds": "批次", "people": "账号", "units": "单位"}
"""对象名称 - What the first word of an object means."""
_WORDS = {
    "reason": "原因",
    "reason_code": "原因类别",
    "rows": "指标行",
    "number": "第几次送审",
    "late": "逾期",
    "sha256": "散列",
    "words": "内容",
    "row": "指标行",
    "title": "名称",
    "cell": "单元格",
    "document_number": "文号",
    "approved_by": "批准人",
    "date": "日期",
    "file_name": "文件名",
    "file": "文件",
    "total": "行数",
    "new": "新增",
    "changed": "修改",
    "how": "告知方式",
    "entries": "条数",
    "head": "末条散列",
    "why": "说明",
}
_REASONS = {**RETURN_REASONS, **EXEMPT_REASONS}
_PAIR = frozenset({"old", "new"})
_LONGEST = 200
_STATES: Mapping[object, str] = {state.value: state.label for state in (*State, *ItemState, *RectificationState)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """一项内容 - Hold one thing that an entry tells: what changed from what to what, or what was written."""

    name: str
    old: str | None
    new: str | None
    is_change: bool = False


def named(action: str) -> str:
    """事项名 - Return the name of an action; one that has none stays as it is."""
    return NAMES.get(action, action)


def told(detail: object, cell: Callable[[str], str]) -> tuple[Told, ...]:
    """内容 - Return what an entry tells, changed cells first, by the names that cell gives; what is frozen is not spread out again."""
    return tuple(_told(detail, cell)) if isinstance(detail, dict) else ()


def _told(detail: Mapping[str, Any], cell: Callable[[str], str]) -> Iterator[Told]:
    """Yield the changed cells of an entry, then what else stands in it."""
    before, after = detail.get("from"), detail.get("to")
    if before in _STATES and after in _STATES and before != after:
        yield Told(name="状态", old=_STATES[before], new=_STATES[after], is_change=True)
    changes = detail.get("changes")
    if isinstance(changes, list):
        yield from (_change(each, cell) for each in changes if isinstance(each, dict))
    before, after = detail.get("before"), detail.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _differing(before, after)
    if detail.keys() >= _PAIR:
        yield Told(name=str(detail.get("title") or "值"), old=_text(detail["old"]), new=_text(detail["new"]), is_change=True)
    for name, value in detail.items():
        if isinstance(value, dict) and value.keys() == _PAIR:
            yield Told(name=_WORDS.get(name, name), old=_text(value["old"]), new=_text(value["new"]), is_change=True)
        elif name in _WORDS and not (detail.keys() >= _PAIR and name in {"title", *_PAIR}) and value not in (None, [], ""):
            yield Told(name=_WORDS[name], old=None, new=_REASONS.get(str(value), _text(value)))


def _change(each: Mapping[str, Any], cell: Callable[[str], str]) -> Told:
    """Return a changed cell: of a form, or of a list that was imported."""
    path = each.get("path")
    name = cell(str(path)) if path else " ".join(str(each[key]) for key in ("code", "cell") if each.get(key))
    return Told(name=name, old=_text(each.get("old")), new=_text(each.get("new")), is_change=True)


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[Told]:
    """Return what differs between an object before and after."""
    names = [name for name in after if before.get(name) != after[name] and name != "version"]
    return [Told(name=_WORDS.get(name, name), old=_text(before.get(name)), new=_text(after[name]), is_change=True) for name in names]


def _text(value: object) -> str | None:
    """Return a value as a short text, None where nothing stands there."""
    match value:
        case None | "":
            return None
        case bool():
            return "是" if value else "否"
        case str():
            text = value
        case list() if all(isinstance(each, str) for each in value):
            text = "、".join(value)
        case _:
            text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
