"""算例 - Small sums that show how a set scores; each is scored by the set itself, so none can be wrong."""

from collections.abc import Iterator
from dataclasses import replace

from perfeval import evaluation, scoring
from perfeval.evaluation import Evaluation
from perfeval.indicators import USUAL, IndicatorSet, WorkedSums
from perfeval.quantities import Fraction, Points, plain
from perfeval.scoring import RowScore
from perfeval.scoring.payout import payout
from perfeval.syntax import Tree

Place = tuple[str, ...]
_WEIGHT = "10"
_BUDGET, _SPENT = "100", "80"
_CELLS: dict[str, tuple[str, str]] = {
    "at_least": ("≥100%", "80%"),
    "at_most": ("≤100%", "125%"),
    "equal_to": ("=100%", "80%"),
    "within": ("80%～100%", "60%"),
    "dated": ("10月31日", "11月3日"),
    "yes_no": ("是", "否"),
    "banded": ("提升", "有所提升"),
}
"""示例单元格 - A target that leads to each usual method, and a value that misses it."""
_JUDGED = "7"
_MANY = 100


def worked(rules: IndicatorSet) -> WorkedSums:
    """算例 - Return a small sum for the money row, for every usual way of scoring a row, and for money that hangs on the total."""
    if not rules.scored:
        return {}
    rows = dict(_rows(rules))
    form = _form(rules, list(rows.values()))
    card = scoring.score(rules, form)
    found: dict[Place, str] = {place: _row(score) for place, score in zip(rows, card.rows, strict=False)}
    if card.execution.trace is not None:
        found["execution",] = f"预算{_BUDGET}万元、执行{_SPENT}万元，{card.execution.trace.words}"
    if rules.payout is not None:
        found["payout",] = _payout(rules, form)
    return {place: words for place, words in found.items() if words}


def _form(rules: IndicatorSet, rows: list[Tree]) -> Evaluation:
    """Return a form with these rows and a little money."""
    money: dict[str, Tree] = {"source": "total", "original": _BUDGET, "adjusted": _BUDGET, "received": _BUDGET, "spent": _SPENT}
    return evaluation.from_tree(
        {
            "format": "perfeval.evaluation/1",
            "set": rules.id,
            "year": str(rules.years.start),
            "kind": rules.kinds[0],
            "money_unit": "万元",
            "funds": [money],
            "indicators": rows,
        }
    )


def _rows(rules: IndicatorSet) -> Iterator[tuple[Place, Tree]]:
    """Yield a row for every usual method, in the whole set and in those level-2 parts that score it in a way of their own."""
    for name in USUAL:
        yield ("standard", name), _cells(name)
    for category in rules.categories:
        for aspect in category.aspects:
            for name in aspect.standard:
                place = ("categories", category.name, "aspects", aspect.name, "standard", name)
                if name in USUAL:
                    yield place, {**_cells(name), "category": category.name, "aspect": aspect.name}


def _cells(method: str) -> dict[str, Tree]:
    """Return the cells of a row that is scored by a usual method."""
    target, actual = _CELLS[method]
    judged: dict[str, Tree] = {"claimed": _JUDGED} if method == "banded" else {}
    return {"name": "示例", "weight": _WEIGHT, "target": target, "actual": actual, **judged}


def _row(score: RowScore) -> str:
    """Return what a row earns and why, nothing where it earns nothing that could be said."""
    if score.trace is None:
        return ""
    written = score.row.written
    return f"满分{_WEIGHT}分，指标值“{written.target}”、完成值“{written.actual}”：{score.trace.words}"


def _payout(rules: IndicatorSet, form: Evaluation) -> str:
    """Return what three quarters of the pass mark are worth in money."""
    rule = rules.payout
    if rule is None:
        return ""
    inputs: dict[str, str | None] = {rule.input: plain(max(rule.per, Fraction(_MANY)))}
    if rule.choice is not None:
        inputs[rule.choice.input] = plain(rule.choice.amounts[0])
    found = payout(rules, replace(form, payout=inputs), Points(rule.pass_mark * 3 // 4))
    return found.trace.words if found else ""
