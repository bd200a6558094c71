"""二者择一 - One of two ways to be measured: the unit fills in one of them, and its completion counts.

Rule:    “二者择其一进行考核”，按完成比例计算得分，满分为止。见支出管理考核表。
Formula: weight × completion of the option filled in, at most the weight; where both are filled in, of the better.
"""

from pydantic import Field

from perfeval.indicators import Formula, Number, Part, formula_words, percentage
from perfeval.indicators import Parameters as _Parameters
from perfeval.quantities import Fraction, plain
from perfeval.scoring.formulas import apply
from perfeval.scoring.row import Earned, Row
from perfeval.scoring.trace import Input


class Option(Part):
    """备选项 - Name one way to be measured, its formula and the value that earns all points."""

    name: str
    formula: Formula
    full: Number = Field(default=Fraction(1), gt=0)


class Parameters(_Parameters):
    """评分参数 - List the options."""

    options: tuple[Option, ...] = Field(min_length=2, max_length=2)


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    options = (f"“{each.name}”（{formula_words(each.formula)}，达到{_full(each)}得满分）" for each in parameters.options)
    return f"{'、'.join(options)}任选一项考核，两项都填的取高的一项，未达到的按比例计分"


def _full(option: Option) -> str:
    """Return what earns all points; a formula with a divisor gives a rate."""
    return percentage(option.full) if option.formula.over else plain(option.full)


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return the completion of the option that was filled in."""
    found = [
        (value.exact / option.full, option, value.expression)
        for option in parameters.options
        if (value := apply(option.formula, row.numbers)) is not None
    ]
    best, option, expression = max(found, key=lambda entry: entry[0])
    inputs = tuple(Input(name, plain(row.numbers[name]), f'{row.where}.inputs["{name}"]') for name in option.formula.inputs)
    exact = max(Fraction(0), min(row.full_points, row.full_points * best))
    sum_ = f"max(0,min({row.weight_text},{row.weight_text}*{expression}/{plain(option.full)}))"
    return row.sum(exact, sum_, f"按“{option.name}”考核", *inputs)
