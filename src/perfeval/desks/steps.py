"""计算步骤 - A sum as people read it: its words, its numbers with the cell that each is from, the expression as on paper, the rule."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from perfeval import reports
from perfeval.desks.assessing import Assessed
from perfeval.scoring import is_plain, readable

_ROW = re.compile(r"indicators\[(\d+)\]")
_MONEY = ("funds", "spending", "execution")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """依据项 - Hold one number of a sum, the cell it is from in words, and where on the page that cell stands."""

    name: str
    value: str
    place: str
    anchor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """计算一步 - Hold one sum: what it says, its numbers, the expression as people write it, the result, the rule behind it."""

    words: str
    source: str
    given: tuple[Given, ...]
    expression: str
    exact: str
    rounded: str
    steps: tuple["Step", ...] = ()


def step(judged: Assessed, trace: Mapping[str, Any] | None) -> Step | None:
    """读作步骤 - Return a trace as a scorecard keeps it the way people read it, None where nothing was computed."""
    if trace is None:
        return None
    return _step(reports.Case(rules=judged.rules, evaluation=judged.form, card=judged.card), trace)


def _step(case: reports.Case, trace: Mapping[str, Any]) -> Step:
    expression = trace["expression"]
    return Step(
        words=trace["words"],
        source=trace["source"],
        given=tuple(_given(case, each) for each in trace["inputs"]),
        expression=expression if is_plain(expression) else f"{readable(expression)} = {trace['rounded']}",
        exact=trace["exact"],
        rounded=trace["rounded"],
        steps=tuple(_step(case, each) for each in trace["children"]),
    )


def _given(case: reports.Case, told: Mapping[str, Any]) -> Given:
    origin = told["from"]
    return Given(name=told["name"], value=told["value"] or "—", place=reports.place_words(case, origin), anchor=_anchor(origin))


def _anchor(origin: str) -> str | None:
    """Return which part of the page a cell stands in, None where it is no cell of this form."""
    if found := _ROW.match(origin):
        return f"row-{int(found[1]) + 1}"
    return "money" if origin.startswith(_MONEY) else None
