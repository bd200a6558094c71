"""表上的事实 - What a form and its scorecard say that a text is held against; a text alone has no facts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from perfeval.checks.texts.rules import TextRules
from perfeval.evaluation import Evaluation
from perfeval.quantities import Fraction, Points, percent, read_points
from perfeval.scoring import Scorecard

_FULL = 10_000
_BUDGETS = ("original", "adjusted", "received")
_COLUMNS = (*_BUDGETS, "spent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """表上的事实 - Hold what texts are compared with; empty where there is no form.

    rates: execution rates that may be written, by every denominator; amounts: by column, in 元; lost: a total below 100.
    forms and grades: how many forms one report tells of, and how often each grade was given.
    stated: what is known stands in the tables of the report itself; earlier: last year's actual values by row, where they are known.
    spent and earlier_spent: what was spent in all, this year and last, in 元.
    """

    evaluation: Evaluation | None = None
    card: Scorecard | None = None
    rates: tuple[Fraction, ...] = ()
    completion: Fraction | None = None
    amounts: tuple[Fraction, ...] = ()
    total: Points | None = None
    lost: bool = False
    full: bool = False
    nothing_spent: bool = False
    stated: bool = False
    forms: int = 0
    grades: tuple[tuple[str, int], ...] = ()
    spent: Fraction | None = None
    earlier: Mapping[str, str] = field(default_factory=dict)
    earlier_spent: Fraction | None = None

    def low_rates(self, rules: TextRules) -> str:
        """未达到之处 - Return in words which rate of the form is below its limit, nothing where none is."""
        rate = self.card.execution.rate if self.card else None
        if rate is not None and rate < rules.limits["execution"]:
            return f"表上预算执行率只有{percent(rate)}"
        if self.completion is not None and self.completion < rules.limits["execution"]:
            return f"表上有指标只完成{percent(self.completion)}"
        return ""


NO_FACTS = Facts()
"""没有表 - What is known where there is a text alone."""


def facts_of(evaluation: Evaluation, card: Scorecard) -> Facts:
    """取事实 - Return what a form and its scorecard say."""
    totals = card.funds.total
    spent = totals["spent"]
    budgets = [amount for column in _BUDGETS if (amount := totals[column])]
    rates = [card.execution.rate] if card.execution.rate is not None else []
    rates += [spent / budget for budget in budgets] if spent is not None else []
    unit = 10_000 if evaluation.money_unit.decimals > 2 else 1  # noqa: PLR2004 - 元 has two decimals
    written = read_points(evaluation.claimed.total) if evaluation.claimed.total else None
    claimed = None if written is None else Points(int(written * 100))
    total = card.total if card.total is not None else claimed
    completions = [row.rate for row in card.rows if row.rate is not None]
    return Facts(
        evaluation=evaluation,
        card=card,
        rates=tuple(rates),
        completion=min(completions) if completions else None,
        amounts=tuple(amount * unit for column in _COLUMNS if (amount := totals[column]) is not None),
        total=total,
        lost=total is not None and total < _FULL,
        full=total is not None and total >= _FULL,
        nothing_spent=spent == 0 and bool(budgets),
        spent=None if spent is None else spent * unit,
    )


def facts_of_several(evaluations: Sequence[Evaluation], cards: Sequence[Scorecard]) -> Facts:
    """取多份的事实 - Return what several forms of one report say together."""
    grades = Counter(grade for form, card in zip(evaluations, cards, strict=True) if (grade := form.claimed.grade or card.grade))
    return Facts(
        evaluation=evaluations[0] if evaluations else None,
        lost=any(card.total is not None and card.total < _FULL for card in cards),
        forms=len(evaluations),
        grades=tuple(grades.items()),
    )
