"""核对导入内容 - Run the checks of the form over what an import would put into it; what they find is told and blocks nothing.

An approved target or a budget may itself be wrong; the bureau must see that before units do, and only the bureau can mend it.
"""

import json
from collections.abc import Mapping

from perfeval import checks, evaluation, scoring
from perfeval.desks.imports.columns import Problem, Problems
from perfeval.evaluation import COLUMNS
from perfeval.indicators import IndicatorSet

Json = dict[str, object]
_OF_MONEY = frozenset({"set-scope", "budget-zero", "sum-mismatch", "original-zero", "over-budget", "over-received"})
_OF_TARGETS = frozenset(
    {
        "target-unreadable", "weight-precision", "weight-missing", "execution-weight", "weights-not-100", "category-weight", "sign-missing",
        "target-direction", "aspect-misplaced", "duplicate-indicator", "money-as-output", "key-missing",
    }
)  # fmt: skip
_TITLES = {"funds": "资金", "indicators": "指标"}


def budgets(problems: Problems, row: int, form: Json, rules: IndicatorSet) -> None:
    """核对预算 - Note what the checks find about the money of a project; in a single plain line nothing can be wrong."""
    if _plain(form):
        return
    for finding in _findings(form, rules):
        if finding.code in _OF_MONEY:
            problems.note(_problem(finding, row))


def targets(problems: Problems, rows: Mapping[str, int], first: int, form: Json, rules: IndicatorSet) -> None:
    """核对目标 - Note what the checks find about approved rows, at the row of the file that each came from; rows is by row id."""
    for finding in _findings(form, rules):
        if finding.code in _OF_TARGETS and (finding.row is None or finding.row in rows):
            problems.note(_problem(finding, rows.get(finding.row or "", first)))


def _findings(form: Json, rules: IndicatorSet) -> tuple[checks.Finding, ...]:
    read = evaluation.parse(json.dumps(form, ensure_ascii=False))
    return checks.run_all(rules, read, scoring.score(rules, read))


def _problem(finding: checks.Finding, row: int) -> Problem:
    title = _TITLES.get(finding.where.partition("[")[0])
    return Problem(
        row=row, column=title, message=finding.message, suggestion=finding.suggestion, severity=finding.severity, code=finding.code
    )


def _plain(form: Json) -> bool:
    """Tell whether the money is one row with a budget above nothing that was not overspent."""
    funds = form["funds"]
    if not isinstance(funds, list) or len(funds) != 1:
        return False
    amounts = {column: float(funds[0][column]) for column in COLUMNS if column in funds[0]}
    budget = amounts.get("adjusted", amounts.get("original", 0))
    low = min(amounts.get("original", budget), budget)
    return low > 0 and amounts.get("spent", 0) <= min(budget, amounts.get("received", budget))
