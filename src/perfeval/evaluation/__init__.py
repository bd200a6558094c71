"""自评表 - What was filled in: the form as data, and how it is read from a file."""

from perfeval.evaluation.model import (
    COLUMNS,
    FILED,
    Amounts,
    Evaluation,
    Evaluations,
    Event,
    Evidence,
    FundRow,
    FundSource,
    IndicatorRow,
    Kind,
    Money,
    MoneyUnit,
    SpendingKind,
    SpendingRow,
)
from perfeval.evaluation.parse import from_tree, new_id, parse, parse_any
from perfeval.evaluation.proofs import with_evidence

__all__ = [
    "COLUMNS",
    "FILED",
    "Amounts",
    "Evaluation",
    "Evaluations",
    "Event",
    "Evidence",
    "FundRow",
    "FundSource",
    "IndicatorRow",
    "Kind",
    "Money",
    "MoneyUnit",
    "SpendingKind",
    "SpendingRow",
    "from_tree",
    "new_id",
    "parse",
    "parse_any",
    "with_evidence",
]
