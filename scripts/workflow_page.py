# Writes docs/workflow.md: the states of a self-evaluation, who may do what in each, and the picture, all printed from the table in
# src/perfeval/workflow. Run it after a change of that table.

import sys
from itertools import groupby
from pathlib import Path

from perfeval.workflow import CHECKS, EXEMPT_REASONS, RETURN_REASONS, SELF_EVALUATION, Action, Process, State, Transition, with_steps

PAGE = Path(__file__).parents[1] / "docs" / "workflow.md"
HEAD = """# 自评流程

一份自评从未开始到审核通过经过哪些状态、谁能做什么、要满足什么条件。本页由程序按 `src/perfeval/workflow/` 的流程表打印
（`.venv/bin/python scripts/workflow_page.py`），页面上的按钮、接口返回的 `actions` 和日志里的说法都出自同一张表。

批次可以省去某个审核环节，通向被省环节的操作改为通向下一个保留的环节。财政审核默认省去，抽查复核才是实质性的把关；保留时可以成批通过。
任何人都不能审核自己填报或送审的自评，兼任填报人和审核人的也不行。

"""


def label(state: str) -> str:
    """Return the name of a state as people call it."""
    return State(state).label


def picture(process: Process) -> str:
    """Return a process as a state diagram; actions that lead the same way stand on one arrow."""
    ways: dict[tuple[str, str], list[str]] = {}
    for each in process:
        if (each.source, each.target) != (State.FILLING, State.FILLING):
            ways.setdefault((each.source, each.target), []).append(Action(each.action).label)
    lines = [f"    {state.value} : {state.label}" for state in State if any(state in {each.source, each.target} for each in process)]
    lines += [f"    [*] --> {State.NOT_STARTED.value}"]
    lines += [f"    {source} --> {target} : {'、'.join(dict.fromkeys(actions))}" for (source, target), actions in ways.items()]
    lines += [f"    {State.FINAL.value} --> [*]"]
    return "\n".join(("```mermaid", "stateDiagram-v2", *lines, "```"))


def rows(process: Process) -> str:
    """Return a process as a table, a line for each state, action and set of people."""
    lines = ["| 状态 | 操作 | 到 | 谁 | 条件 | 随附 |", "|---|---|---|---|---|---|"]
    for _, same in groupby(process, key=lambda each: (each.source, each.action)):
        lines.append(row(list(same)))
    return "\n".join(lines)


def row(same: list[Transition]) -> str:
    """Return the line of an action in a state; where it leads to several states the first is meant unless the request says."""
    first = same[0]
    cells = (
        label(first.source),
        f"{Action(first.action).label} `{first.action}`",
        "，或".join(label(each.target) for each in same),
        "、".join(role.label for role in first.roles),
        "；".join(f"`{guard.name}` 否则：{guard.says}" for guard in first.needs) or "—",
        "；".join(f"`{guard.name}` {guard.says}" for guard in first.asks) or "—",
    )
    return f"| {' | '.join(cells)} |"


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
        "## 状态\n\n" + "\n".join(f"- {state.label} `{state.value}`" for state in State),
        f"## 全部环节\n\n{picture(SELF_EVALUATION)}",
        f"## 默认环节：{'、'.join(state.label for state in usual)}\n\n{picture(with_steps(usual))}",
        f"## 流程表\n\n{how}\n\n{rows(SELF_EVALUATION)}",
        codes("退回原因代码", RETURN_REASONS) + "\n\n代码供页面选用和统计，地方可以另定；退回都要另写原因。",
        codes("免评原因代码", EXEMPT_REASONS) + "\n\n代码供页面选用和统计，地方可以另定；免评都要另写原因，进度统计按件数和金额列出。",
    )
    return HEAD + "\n\n".join(sections) + "\n"


def main() -> int:
    PAGE.write_text(page(), encoding="utf-8")
    print("已写 docs/workflow.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
