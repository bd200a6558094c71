"""人工评判 - Points that people give by hand, from 0 to the weight.

Rule:    无法用公式计分的指标由评价人评定，须有说明（house rule）。
Formula: the points given.
"""

from perfeval.indicators import Parameters as _Parameters
from perfeval.quantities import Fraction, plain
from perfeval.scoring.row import Earned, Row


class Parameters(_Parameters):
    """评分参数 - Say nothing more than the name of the method."""


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    return "由评价人在分值之内评定"


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return the points that people gave; the row was read for a valid judgement."""
    given = row.claim or Fraction(0)
    return row.judged(given, plain(given), f"人工评定得分 {plain(given)}")
