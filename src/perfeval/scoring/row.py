"""待评分的行 - One row of the form, read and tied to the set, ready to be scored.

A method gets a Row and says what it earns with `full`, `nothing`, `sum` or `chosen`; each keeps points and explanation together.
"""

from functools import lru_cache

from msgspec import Struct

from perfeval.evaluation import IndicatorRow
from perfeval.evaluation.target import Target
from perfeval.indicators import Indicator, Parameters
from perfeval.quantities import Day, Fraction, Points, Quantity, plain_points
from perfeval.scoring.trace import Input


@lru_cache(maxsize=16384)
def _exact_points(hundredths: int) -> Fraction:
    """Return points as an exact number; weights repeat, fractions are dear."""
    return Fraction(hundredths, 100)


class Earned(Struct, frozen=True, kw_only=True):
    """得分 - Hold what a row earns, exactly, with the expression and the words that explain it."""

    exact: Fraction
    expression: str
    words: str
    inputs: tuple[Input, ...] = ()


class Actual(Struct, frozen=True, kw_only=True):
    """完成值 - Hold a measured value, the expression that gives it and the inputs it is from."""

    quantity: Quantity
    expression: str
    inputs: tuple[Input, ...]


class Measure(Struct, frozen=True, kw_only=True):
    """比较 - Hold target and actual in one unit; high is the upper end of a range.

    A row that is scored by its actual value alone has no target.
    """

    actual: Fraction
    expression: str
    target: Fraction | None = None
    target_expression: str = ""
    high: Fraction | None = None
    unit: str = ""
    units_differ: bool = False


class Fault(Struct, frozen=True, kw_only=True):
    """读取问题 - Say which cell of a row is missing or cannot be read, and what stands there."""

    code: str
    cell: str
    text: str = ""


class Row(Struct, frozen=True, kw_only=True):
    """指标行 - Hold one row with its names, numbers and method; target and actual are already in one unit.

    Units: weight in hundredths of a point; target, high and actual in one common unit.
    """

    at: int
    where: str
    written: IndicatorRow
    indicator: Indicator | None
    category: str | None
    aspect: str | None
    name: str
    weight: Points | None
    method: str | None = None
    parameters: Parameters = Parameters()
    read_target: Target | None = None
    read_actual: Actual | None = None
    measure: Measure | None = None
    finished: Day | bool | None = None
    numbers: dict[str, Fraction] = {}
    claim: Fraction | None = None
    claimed: Points | None = None
    faults: tuple[Fault, ...] = ()
    weight_origin: str = ""
    target_origin: str = ""

    @property
    def number(self) -> int:
        """行号 - Return the row's number as people count, from 1."""
        return self.at + 1

    @property
    def full_points(self) -> Fraction:
        """满分 - Return the weight as an exact number of points."""
        return _exact_points(self.weight or 0)

    @property
    def weight_text(self) -> str:
        """分值文字 - Return the weight as expressions write it."""
        return plain_points(self.weight or 0)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """依据项 - Return what this row's points are made from: actual, target, weight."""
        found = self.read_actual.inputs if self.read_actual is not None else ()
        if not found and self.written.actual is not None:
            found = (Input("实际完成值", self.written.actual, f"{self.where}.actual"),)
        if self.read_target is not None:
            found = (*found, Input("指标值", self.read_target.text, self.target_origin))
        return (*found, Input("分值", self.weight_text, self.weight_origin))

    @property
    def target(self) -> Fraction:
        """指标值 - Return the target in the common unit."""
        if self.measure is None or self.measure.target is None:
            message = f"{self.where} has no target that was read as a number"
            raise LookupError(message)
        return self.measure.target

    @property
    def actual(self) -> Fraction:
        """实际完成值 - Return the actual value in the common unit."""
        return self._measure.actual

    @property
    def actual_text(self) -> str:
        """完成值算式 - Return the actual value as expressions write it."""
        return self._measure.expression

    @property
    def target_text(self) -> str:
        """指标值算式 - Return the target as expressions write it."""
        return self._measure.target_expression

    @property
    def high(self) -> Fraction:
        """上限 - Return the upper end of a range, the target where there is none."""
        return self.target if self._measure.high is None else self._measure.high

    @property
    def percent(self) -> bool:
        """百分数 - Tell whether target and actual are percentages."""
        return self._measure.unit == "%"

    @property
    def _measure(self) -> Measure:
        if self.measure is None:
            message = f"{self.where} was not read for numbers"
            raise LookupError(message)
        return self.measure

    def share(self, top: Fraction, bottom: Fraction) -> Fraction:
        """按比例 - Return weight × top ÷ bottom, multiplied first and divided once."""
        weight = self.weight or 0
        return Fraction(weight * top.numerator * bottom.denominator, 100 * top.denominator * bottom.numerator)

    def full(self, words: str) -> Earned:
        """满分 - Return all points of the row."""
        return Earned(exact=self.full_points, expression=self.weight_text, words=words, inputs=self.inputs)

    def nothing(self, words: str) -> Earned:
        """不得分 - Return no points."""
        return Earned(exact=Fraction(0), expression="0", words=words, inputs=self.inputs)

    def sum(self, exact: Fraction, expression: str, words: str, *more: Input) -> Earned:
        """算得 - Return points with the expression that gives them; the same sum, once as number, once as text."""
        return Earned(exact=exact, expression=expression, words=words, inputs=(*self.inputs, *more))

    def judged(self, exact: Fraction, expression: str, words: str) -> Earned:
        """评定 - Return the points that people gave."""
        return Earned(
            exact=exact,
            expression=expression,
            words=words,
            inputs=(*self.inputs, Input("自评得分", self.written.claimed or "", f"{self.where}.claimed")),
        )
