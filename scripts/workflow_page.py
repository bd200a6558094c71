# Writes docs/workflow.md: the states of a self-evaluation, of a sampled item and of a rectification, who may do what in each, and the
# pictures, all printed from the tables in src/perfeval/workflow. Run it after a change of one of these.

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from perfeval.workflow import (
    CHECKS,
    EXEMPT_REASONS,
    RECTIFICATION,
    RETURN_REASONS,
    SELF_EVALUATION,
    SPOT_CHECK,
    Action,
    ItemAction,
    ItemState,
    Process,
    RectificationAction,
    RectificationState,
    State,
    Transition,
    with_steps,
)

PAGE = Path(__file__).parents[1] / "docs" / "workflow.md"
HEAD = """# 流程

一份自评从未开始到审核通过，抽中的一项从已抽取到办结，一项整改从待整改到已完成，经过哪些状态、谁能做什么、要满足什么条件。
本页由程序按 `src/perfeval/workflow/` 的流程表打印（`.venv/bin/python scripts/workflow_page.py`），
页面上的按钮、接口返回的 `actions` 和日志里的说法都出自同一张表。

批次可以省去某个审核环节，通向被省环节的操作改为通向下一个保留的环节。财政审核默认省去，抽查复核才是实质性的把关；保留时可以成批通过。
任何人都不能审核自己填报或送审的自评，兼任填报人和审核人的也不行。

"""
ITEMS = """抽查的每一项单独走这条路。复核人只在分给他的项目里填写；
一项不能分给被复核单位、其主管部门或下级单位的人（财政部门不算主管部门），他们也不能主持。
在「已反馈」以前，单位看不到复核的任何内容。复核分高于自评分的先到「待会签」，由没有定分的财政负责人会签；异议的答复可以改变结果，这时回到「复核中」另定一次，
原来定的分仍然留存。
"""
RECTIFYING = """逾期由期限和当天算出，不是状态。
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One kind of process as it is told: the names of its states and actions, where it begins and ends."""

    states: Sequence[State | ItemState | RectificationState]
    actions: Sequence[Action | ItemAction | RectificationAction]
    beginning: str
    end: str

    def label(self, state: str) -> str:
        """Return the name of a state as people call it."""
        return next(each.label for each in self.states if each == state)

    def deed(self, action: str) -> str:
        """Return the name of an action as buttons have it."""
        return next(each.label for each in self.actions if each == action)


FILING = Told(states=tuple(State), actions=tuple(Action), beginning=State.NOT_STARTED, end=State.FINAL)
REVIEW = Told(states=tuple(ItemState), actions=tuple(ItemAction), beginning=ItemState.DRAWN, end=ItemState.CLOSED)
MENDING = Told(
    states=tuple(RectificationState),
    actions=tuple(RectificationAction),
    beginning=RectificationState.OPEN,
    end=RectificationState.DONE,
)


def picture(process: Process, told: Told) -> str:
    """Return a process as a state diagram; actions that lead the same way stand on one arrow, those that lead nowhere on none."""
    ways: dict[tuple[str, str], list[str]] = {}
    for each in process:
        if each.source != each.target:
            ways.setdefault((each.source, each.target), []).append(told.deed(each.action))
    lines = [f"    {state.value} : {state.label}" for state in told.states if any(state in {each.source, each.target} for each in process)]
    lines += [f"    [*] --> {told.beginning}"]
    lines += [f"    {source} --> {target} : {'、'.join(dict.fromkeys(actions))}" for (source, target), actions in ways.items()]
    lines += [f"    {told.end} --> [*]"]
    return "\n".join(("```mermaid", "stateDiagram-v2", *lines, "```"))


def rows(process: Process, told: Told) -> str:
    """Return a process as a table, a line for each state, action and set of people."""
    lines = ["| 状态 | 操作 | 到 | 谁 | 条件 | 随附 |", "|---|---|---|---|---|---|"]
    for _, same in groupby(process, key=lambda each: (each.source, each.action)):
        lines.append(row(list(same), told))
    return "\n".join(lines)


def row(same: list[Transition], told: Told) -> str:
    """Return the line of an action in a state; where it leads to several states the first is meant unless the request says."""
    first = same[0]
    cells = (
        told.label(first.source),
        f"{told.deed(first.action)} `{first.action}`",
        "，或".join(told.label(each.target) for each in same),
        "、".join(role.label for role in first.roles),
        "；".join(f"`{guard.name}` 否则：{guard.says}" for guard in first.needs) or "—",
        "；".join(f"`{guard.name}` {guard.says}" for guard in first.asks) or "—",
    )
    return f"| {' | '.join(cells)} |"


def states(told: Told) -> str:
    """Return the states of a process as a list."""
    return "\n".join(f"- {state.label} `{state.value}`" for state in told.states)


def codes(title: str, known: dict[str, str]) -> str:
    """Return a list of codes with their words."""
    return "\n".join((f"## {title}", "", *(f"- `{code}` {words}" for code, words in known.items())))


def page() -> str:
    """Return the whole page."""
    usual = [state for state in CHECKS if state is not State.FINANCE_CHECK]
    how = (
        "「到」有几处的，操作时用 `to` 指明，不写为第一处。条件不满足的操作返回 409 `not-allowed`，`why` 与按钮旁的说明相同；"
        "缺少随附内容的返回 422。"
    )
    sections = (
        f"## 状态\n\n{states(FILING)}",
        f"## 全部环节\n\n{picture(SELF_EVALUATION, FILING)}",
        f"## 默认环节：{'、'.join(state.label for state in usual)}\n\n{picture(with_steps(usual), FILING)}",
        f"## 流程表\n\n{how}\n\n{rows(SELF_EVALUATION, FILING)}",
        codes("退回原因代码", RETURN_REASONS) + "\n\n代码供页面选用和统计，地方可以另定；退回都要另写原因。",
        codes("免评原因代码", EXEMPT_REASONS) + "\n\n代码供页面选用和统计，地方可以另定；免评都要另写原因，进度统计按件数和金额列出。",
        f"## 抽查复核\n\n{ITEMS}\n{states(REVIEW)}\n\n{picture(SPOT_CHECK, REVIEW)}\n\n{rows(SPOT_CHECK, REVIEW)}",
        f"## 整改\n\n{RECTIFYING}\n{states(MENDING)}\n\n{picture(RECTIFICATION, MENDING)}\n\n{rows(RECTIFICATION, MENDING)}",
    )
    return HEAD + "\n\n".join(sections) + "\n"


def main() -> int:
    PAGE.write_text(page(), encoding="utf-8")
    print("已写 docs/workflow.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
