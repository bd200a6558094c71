"""评分 - The sum and its reasons: `score(rules, evaluation) -> Scorecard`, pure and exact."""

from perfeval.scoring.direction import effective, find_aspect, find_category, is_cost, is_harm
from perfeval.scoring.merge import Merged, MergedValue, merge
from perfeval.scoring.methods import BY_NAME as METHODS_BY_NAME
from perfeval.scoring.methods import METHODS, Method, Needs
from perfeval.scoring.row import Fault, Row
from perfeval.scoring.score import score, sum_up
from perfeval.scoring.scorecard import ExecutionScore, PayoutScore, RowScore, Scorecard
from perfeval.scoring.trace import Input, TraceNode, is_plain, readable
from perfeval.scoring.writing import trace_sha256, write, write_brief, write_several

__all__ = [
    "METHODS",
    "METHODS_BY_NAME",
    "ExecutionScore",
    "Fault",
    "Input",
    "Merged",
    "MergedValue",
    "Method",
    "Needs",
    "PayoutScore",
    "Row",
    "RowScore",
    "Scorecard",
    "TraceNode",
    "effective",
    "find_aspect",
    "find_category",
    "is_cost",
    "is_harm",
    "is_plain",
    "merge",
    "readable",
    "score",
    "sum_up",
    "trace_sha256",
    "write",
    "write_brief",
    "write_several",
]
