"""校验用表 - The clean form and its set, with the differences that a case writes."""

import copy
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from perfeval import checks, evaluation, indicators, scoring, syntax
from perfeval.checks import Finding
from perfeval.evaluation import Evaluation
from perfeval.indicators import IndicatorSet

HERE = Path(__file__).parent
Tree = syntax.Tree
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@cache
def clean(name: str) -> Tree:
    """Return the tree of the clean form or of the set."""
    return syntax.load((HERE / name).read_bytes(), name)


def changed(tree: Tree, differences: dict[str, Tree]) -> Tree:
    """Return a copy of a tree with other values at the places named, as in indicators[2].actual; null takes a value away."""
    whole = copy.deepcopy(tree)
    for place, value in differences.items():
        steps: list[str | int] = [int(index) if index else name for name, index in _STEP.findall(place)]
        parent = whole
        for step, following in pairwise(steps):
            parent = _inside(parent, step, following)
        _put(parent, steps[-1], value)
    return whole


def _inside(parent: Tree, step: str | int, following: str | int) -> Tree:
    """Return what stands at a step, an empty list or object where nothing does."""
    if isinstance(parent, dict) and isinstance(step, str):
        return parent.setdefault(step, [] if isinstance(following, int) else {})
    assert isinstance(parent, list), f"{step}: no list"
    assert isinstance(step, int), f"{step}: no position"
    return parent[step]


def _put(parent: Tree, step: str | int, value: Tree) -> None:
    """Put a value in its place, at the end of a list where the place is the next one."""
    if isinstance(parent, list) and isinstance(step, int):
        parent[step : step + 1] = [value]
    else:
        assert isinstance(parent, dict), f"{step}: no object"
        assert isinstance(step, str), f"{step}: no name"
        parent[step] = value


def read_set(differences: dict[str, Tree] | None = None) -> IndicatorSet:
    """Return the set of these tests with differences."""
    text = indicators.canonical(changed(clean("set.yaml"), differences or {}))
    return indicators.parse(text, scoring.METHODS_BY_NAME)


def read_form(differences: dict[str, Tree] | None = None) -> Evaluation:
    """Return the clean form with differences."""
    return evaluation.from_tree(changed(clean("form.yaml"), differences or {}))


def findings(form: dict[str, Tree] | None = None, rules: dict[str, Tree] | None = None) -> tuple[Finding, ...]:
    """Return what the checks find in the clean form with differences."""
    known, written = read_set(rules), read_form(form)
    return checks.run_all(known, written, scoring.score(known, written))
