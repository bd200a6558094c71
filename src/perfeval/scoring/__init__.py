"""评分 - The sum and its reasons: `score(rules, evaluation) -> Scorecard`, pure and exact."""

from perfeval.scoring.methods import BY_NAME as METHODS_BY_NAME
from perfeval.scoring.methods import METHODS, Method, Needs
from perfeval.scoring.score import score
from perfeval.scoring.scorecard import ExecutionScore, PayoutScore, RowScore, Scorecard
from perfeval.scoring.trace import Input, TraceNode

__all__ = ["METHODS", "METHODS_BY_NAME", "ExecutionScore", "Input", "Method", "Needs", "PayoutScore", "RowScore", "Scorecard", "TraceNode", "score"]
