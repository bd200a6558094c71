"""数量 - Turn text into exact numbers, units, days and points, and show them again; nowhere else does this happen."""

from perfeval.quantities.days import Day, Grain, read_day
from perfeval.quantities.exact import Fraction
from perfeval.quantities.numbers import (
    Points,
    finer_than,
    half_up,
    normal,
    percent,
    plain,
    plain_points,
    read_number,
    read_points,
    read_weight,
    show_points,
    to_points,
)
from perfeval.quantities.units import SCALES, Pair, Quantity, align, dimension, quantity_of, read_quantity

__all__ = [
    "SCALES",
    "Day",
    "Fraction",
    "Grain",
    "Pair",
    "Points",
    "Quantity",
    "align",
    "dimension",
    "finer_than",
    "half_up",
    "normal",
    "percent",
    "plain",
    "plain_points",
    "quantity_of",
    "read_day",
    "read_number",
    "read_points",
    "read_quantity",
    "read_weight",
    "show_points",
    "to_points",
]
