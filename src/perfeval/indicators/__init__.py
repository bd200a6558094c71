"""指标体系 - What is promised, as versioned data: parse, inherit, lint."""

from perfeval.indicators.clerk import WorkedSums, page
from perfeval.indicators.compare import Change, compare
from perfeval.indicators.describe import describe
from perfeval.indicators.inherit import Bases, Deed, Difference, resolve
from perfeval.indicators.lint import Defect, lint
from perfeval.indicators.model import (
    Aspect,
    Band,
    Category,
    Denominator,
    EvidenceRule,
    Execution,
    Formula,
    Indicator,
    IndicatorSet,
    MethodChoice,
    Payout,
    Periods,
    Severity,
    Sign,
    Source,
    Step,
    UnitCost,
    Weights,
)
from perfeval.indicators.names import letters, plain_name
from perfeval.indicators.parse import canonical, hash_of, parse, read
from perfeval.indicators.parts import Better, MethodEntry, Methods, Number, Parameters, Part, Share, Weight, Worth
from perfeval.indicators.phrases import USUAL, formula_words, percentage, worth
from perfeval.indicators.schema import schema
from perfeval.indicators.titles import Codes

__all__ = [
    "USUAL",
    "Aspect",
    "Band",
    "Bases",
    "Better",
    "Category",
    "Change",
    "Codes",
    "Deed",
    "Defect",
    "Denominator",
    "Difference",
    "EvidenceRule",
    "Execution",
    "Formula",
    "Indicator",
    "IndicatorSet",
    "MethodChoice",
    "MethodEntry",
    "Methods",
    "Number",
    "Parameters",
    "Part",
    "Payout",
    "Periods",
    "Severity",
    "Share",
    "Sign",
    "Source",
    "Step",
    "UnitCost",
    "Weight",
    "Weights",
    "WorkedSums",
    "Worth",
    "canonical",
    "compare",
    "describe",
    "formula_words",
    "hash_of",
    "letters",
    "lint",
    "page",
    "parse",
    "percentage",
    "plain_name",
    "read",
    "resolve",
    "schema",
    "worth",
]
