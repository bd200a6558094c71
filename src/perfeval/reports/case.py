"""报告对象 - What a document is made from: one form with the set it was scored by, its scorecard and its findings."""

from dataclasses import dataclass

from perfeval.checks import Finding
from perfeval.evaluation import Evaluation
from perfeval.indicators import IndicatorSet
from perfeval.scoring import Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """报告对象 - Hold set, form, scorecard and findings of one evaluation; reviewed is the card of a review, if any."""

    rules: IndicatorSet
    evaluation: Evaluation
    card: Scorecard
    findings: tuple[Finding, ...] = ()
    reviewed: Scorecard | None = None
