"""读单元格 - Read one row: names, weight, target, actual, method, claim; each on what came before.

What is missing or cannot be read becomes a Fault of the row, and the checks make a finding of it.
"""

from functools import cache

from perfeval.evaluation import IndicatorRow
from perfeval.evaluation.target import Target, read_actual, read_target
from perfeval.indicators import Indicator, IndicatorSet, Parameters, Periods, Sign
from perfeval.quantities import (
    Day,
    Fraction,
    Points,
    Quantity,
    align,
    finer_than,
    normal,
    plain_points,
    read_day,
    read_number,
    read_points,
    read_weight,
    to_points,
)
from perfeval.scoring.direction import find_aspect, sign_of
from perfeval.scoring.formulas import apply
from perfeval.scoring.merge import MergedValue
from perfeval.scoring.methods import BY_NAME, Method, Needs, banded, checklist, checklist_deduction, pick_one
from perfeval.scoring.row import Actual, Fault, Measure, Row
from perfeval.scoring.trace import Input

_BY_SIGN = {Sign.AT_LEAST: "at_least", Sign.AT_MOST: "at_most", Sign.EQUAL: "equal_to", Sign.WITHIN: "within"}
FOR_NUMBERS = frozenset(_BY_SIGN.values())
"""定量可选 - The methods that a row with a number as target may choose."""
FOR_WORDS = frozenset({"banded", "yes_no", "dated"})
"""定性可选 - The methods that a row with words as target may choose."""
_DONE = frozenset({"按时完成", "按期完成", "已完成", "完成", "是", "100%"})


def read_row(rules: IndicatorSet, year: int, at: int, written: IndicatorRow, merged: MergedValue | None) -> Row:
    """读一行 - Return the row with everything that could be read of it; a value merged from several units replaces the cell."""
    reading = _Reading(rules, year, at, written)
    weight = reading.weight()
    if written.not_applicable:
        reading.judge(weight, Parameters())
        return reading.row(weight, None, Parameters())
    reading.count()
    if merged is not None:
        reading.target = merged.target
    reading.actual = merged.actual if merged is not None else reading.measured()
    method, parameters = reading.method()
    if method is not None:
        reading.need(method)
    reading.judge(weight, parameters)
    return reading.row(weight, method, parameters)


class _Reading:
    """Hold what has been read of a row so far."""

    __slots__ = (
        "actual", "aspect", "at", "category", "claim", "claimed", "faults", "finished", "indicator", "measure", "name", "numbers", "rules",
        "target", "where", "written", "year",
    )  # fmt: skip

    def __init__(self, rules: IndicatorSet, year: int, at: int, written: IndicatorRow) -> None:
        own = rules.indicator(written.key) if written.key else None
        self.rules, self.year, self.at, self.written, self.indicator = rules, year, at, written, own
        self.where = f"indicators[{at}]"
        self.category = written.category or (own.category if own else None)
        self.aspect = written.aspect or (own.aspect if own else None)
        self.name = written.name or (own.name if own else "")
        target = written.target or (own.target if own else None)
        self.target = read_target(target, year) if target is not None else None
        self.faults: dict[Fault, None] = {}
        self.numbers: dict[str, Fraction] = {}
        self.actual: Actual | None = None
        self.measure: Measure | None = None
        self.finished: Day | bool | None = None
        self.claim: Fraction | None = None
        self.claimed: Points | None = None

    def row(self, weight: Points | None, method: Method | None, parameters: Parameters) -> Row:
        """一行 - Return what was read."""
        written = self.written
        return Row(
            at=self.at,
            where=self.where,
            written=written,
            indicator=self.indicator,
            category=self.category,
            aspect=self.aspect,
            name=self.name,
            weight=weight,
            method=method.name if method else None,
            parameters=parameters,
            read_target=self.target,
            read_actual=self.actual,
            measure=self.measure,
            finished=self.finished,
            numbers=self.numbers,
            claim=self.claim,
            claimed=self.claimed,
            faults=tuple(self.faults),
            weight_origin=self._origin("weight", written.weight),
            target_origin=self._origin("target", written.target),
        )

    def _origin(self, cell: str, written: str | None) -> str:
        """Return where a weight or target is from: the form's cell, else the set's line."""
        if written is not None or self.written.key is None:
            return f"{self.where}.{cell}"
        return f"{self.rules.id}@{self.rules.version}#indicators.{self.written.key}.{cell}"

    def fault(self, code: str, cell: str, text: str = "") -> None:
        """记下问题 - Note that a cell is missing or cannot be read, once."""
        self.faults[Fault(code=code, cell=cell, text=text)] = None

    # --- numbers of the row ----------------------------------------------------------------------------------------

    def weight(self) -> Points | None:
        """分值 - Return the row's weight: its own, else the set's."""
        text = self.written.weight
        if not self.rules.scored:
            return None
        if text is None:
            return self.indicator.weight if self.indicator else None
        number = read_weight(text)
        if number is None or number < 0:
            self.fault("value-unreadable", "weight", text)
            return None
        if finer_than(number, 2):
            self.fault("weight-precision", "weight", text)
        return to_points(number)

    def count(self) -> None:
        """公式项与次数 - Read the inputs of a formula and how often events happened."""
        for name, text in self.written.inputs.items():
            quantity = None if text is None else read_actual(text)
            if quantity is not None:
                self.numbers[name] = quantity.number
            elif text is not None:
                self.fault("value-unreadable", f"inputs.{name}", text)
        for at, event in enumerate(self.written.events or ()):
            times = Fraction(1) if event.times is None else read_number(event.times, unit="次天")
            if times is None or times < 0:
                self.fault("value-unreadable", f"events[{at}].times", event.times or "")
            else:
                self.numbers[event.what] = self.numbers.get(event.what, Fraction(0)) + times

    def measured(self) -> Actual | None:
        """完成值 - Return the measured value: from the set's formula, from the periods, or as written."""
        own, text = self.indicator, self.written.actual
        if own is not None and own.formula is not None:
            return self._by_formula(own)
        if own is not None and own.periods is not None and self.written.periods:
            return self._by_periods(own, own.periods)
        if text is not None and (quantity := read_actual(text)) is not None:
            given = (Input("实际完成值", text, f"{self.where}.actual"),)
            return Actual(quantity=quantity, expression=quantity.text, inputs=given)
        return None

    def _by_formula(self, own: Indicator) -> Actual | None:
        value = apply(own.formula, self.numbers) if own.formula else None
        if value is None or own.formula is None:
            return None
        texts = self.written.inputs
        inputs = tuple(Input(name, texts.get(name) or "", f'{self.where}.inputs["{name}"]') for name in own.formula.inputs)
        if not own.formula.over:
            return Actual(quantity=Quantity(number=value.exact), expression=value.expression, inputs=inputs)
        quantity = Quantity(number=value.exact * 100, base="%")
        return Actual(quantity=quantity, expression=f"({value.expression}*100)", inputs=inputs)

    def _by_periods(self, own: Indicator, how: Periods) -> Actual | None:
        periods = self.written.periods
        found = [None if period.actual is None else read_actual(period.actual) for period in periods]
        known = [quantity for quantity in found if quantity is not None]
        if len(known) < max(len(periods), own.period_count or 0):
            return None
        total, terms = sum((each.number for each in known), Fraction(0)), "+".join(each.text for each in known)
        mean = how is Periods.MEAN
        inputs = tuple(
            Input(period.name or f"第{at + 1}期", period.actual or "", f"{self.where}.periods[{at}].actual")
            for at, period in enumerate(periods)
        )
        return Actual(
            quantity=Quantity(number=total / len(known) if mean else total, scale=known[0].scale, base=known[0].base),
            expression=f"(({terms})/{len(known)})" if mean else f"({terms})",
            inputs=inputs,
        )

    # --- the method and what it needs ------------------------------------------------------------------------------

    def method(self) -> tuple[Method | None, Parameters]:
        """评分方法 - Return the method and its parameters: the indicator's, the row's choice, or the usual one for the target."""
        own, chosen = self.indicator, self.written.method
        if own is not None and own.method is not None and chosen in {None, own.method}:
            return BY_NAME[own.method], own.parameters
        name = self._usual()
        if chosen is not None and not (
            self.target is not None and self.target.numeric and chosen in FOR_WORDS - set(self.rules.row_methods)
        ):
            name = chosen
        if name is None:
            return None, Parameters()
        aspect = find_aspect(self.rules, self.category, self.aspect)
        choice = (aspect.standard.get(name) if aspect else None) or self.rules.standard.get(name)
        if choice is not None:
            return BY_NAME[choice.method], choice.parameters
        return BY_NAME[name], _default(name)

    def _usual(self) -> str | None:
        """Return the method that fits the target; without a target there is none."""
        target = self.target
        if target is None:
            self.fault("value-missing", "target")
            own = self.indicator
            if self.actual is None and (self.written.actual is None or (own is not None and own.formula is not None)):
                self._lacks_actual()
            return None
        if target.low is not None:
            actual = self.actual.quantity if self.actual else None
            return _BY_SIGN[target.sign or sign_of(self.rules, (self.category, self.aspect, self.name), target.low, actual)]
        if target.day is not None:
            return "dated"
        return "yes_no" if target.yes_no else "banded"

    def need(self, method: Method) -> None:
        """评分所需 - Find what the method needs; what is lacking becomes a fault."""
        if self._only_told():
            self._need_words()
        elif self.written.key is not None or self._has_both():
            self._need_of(method)

    def _need_words(self) -> None:
        """Find whether a row that only tells what was done does so; a ratio tells it by its numbers, never by words."""
        ratio = self.indicator is not None and self.indicator.formula is not None
        if self.actual is None and (ratio or self.written.actual is None):
            self._lacks_actual()

    def _need_of(self, method: Method) -> None:
        match method.needs:
            case Needs.NUMBERS | Needs.RANGE | Needs.ACTUAL:
                self._need_numbers(method)
            case Needs.DAY:
                self._need_day()
            case Needs.WORDS | Needs.BAND:
                self._has_both()
            case Needs.ITEMS:
                self._need_items()
            case Needs.EVENTS:
                if self.written.events is None:
                    self.fault("value-missing", "events")
            case Needs.INPUTS:
                self._need_option()
            case Needs.CLAIM:
                pass

    def _only_told(self) -> bool:
        """Tell whether a row is asked what was done and no more: an indicator of a set without points that has no target."""
        own = self.indicator
        if self.rules.scored or self.target is not None or own is None or own.method is None:
            return False
        needs = BY_NAME[own.method].needs
        return needs is Needs.CLAIM or (own.formula is not None and needs is not Needs.ACTUAL)

    def _has_both(self) -> bool:
        """Tell whether target and actual are written; note which is not."""
        if self.target is None:
            self.fault("value-missing", "target")
        if self.written.actual is None:
            self.fault("value-missing", "actual")
        return self.target is not None and self.written.actual is not None

    def _need_numbers(self, method: Method) -> None:
        target = self.target
        if method.needs is not Needs.ACTUAL:
            if target is None:
                self.fault("value-missing", "target")
            elif not target.numeric:
                self.fault("value-unreadable", "target", target.text)
        if self.actual is None:
            self._lacks_actual()
        elif not self.faults or all(fault.code == "weight-precision" for fault in self.faults):
            self.measure = _measure(target, self.actual)

    def _lacks_actual(self) -> None:
        """Note why there is no measured value."""
        own, periods = self.indicator, self.written.periods
        if own is not None and own.formula is not None:
            missing = [name for name in own.formula.inputs if self.written.inputs.get(name) is None]
            for name in missing:
                self.fault("value-missing", f"inputs.{name}")
            if not missing and not self.faults:
                self.fault("value-unreadable", "inputs", "分母合计为0")
        elif own is not None and own.periods is not None and periods:
            for at, period in enumerate(periods):
                if period.actual is None:
                    self.fault("value-missing", f"periods[{at}].actual")
                elif read_actual(period.actual) is None:
                    self.fault("value-unreadable", f"periods[{at}].actual", period.actual)
            for at in range(len(periods), own.period_count or 0):
                self.fault("value-missing", f"periods[{at}].actual")
        elif self.written.actual is None:
            self.fault("value-missing", "actual")
        else:
            self.fault("value-unreadable", "actual", self.written.actual)

    def _need_day(self) -> None:
        target, text = self.target, self.written.actual
        if not self._has_both() or target is None or text is None:
            return
        if target.day is None:
            self.fault("value-unreadable", "target", target.text)
        elif normal(text) in _DONE:
            self.finished = True
        else:
            self.finished = read_day(text, self.year)
            if self.finished is None:
                self.fault("value-unreadable", "actual", text)

    def _need_items(self) -> None:
        own = self.indicator
        if own is not None and isinstance(own.parameters, checklist.Parameters | checklist_deduction.Parameters):
            for name in own.parameters.names:
                if self.written.items.get(name) is None:
                    self.fault("value-missing", f"items.{name}")

    def _need_option(self) -> None:
        own = self.indicator
        if own is None or not isinstance(own.parameters, pick_one.Parameters):
            return
        options = own.parameters.options
        if all(apply(option.formula, self.numbers) is None for option in options):
            for name in options[0].formula.inputs:
                if name not in self.numbers:
                    self.fault("value-missing", f"inputs.{name}")

    # --- the claim -------------------------------------------------------------------------------------------------

    def judge(self, weight: Points | None, parameters: Parameters) -> None:
        """自评得分 - Read the claim; one outside its limits counts as not written."""
        text = self.written.claimed
        if text is None or not self.rules.scored:
            return
        number = read_points(text)
        if number is None:
            self.fault("value-unreadable", "claimed", text)
            return
        low, high, band = Points(0), weight, self.written.band
        if weight is not None and band is not None and isinstance(parameters, banded.Parameters):
            low, high = banded.allowed(weight, band, parameters)
        claimed = to_points(number)
        if high is None or low <= claimed <= high:
            self.claim, self.claimed = number, claimed
        else:
            self.fault("points-out-of-range", "claimed", f"{text}|{plain_points(low)}–{plain_points(high)}")


@cache
def _default(name: str) -> Parameters:
    """Return the parameters of a method where the set says nothing more about it; the set's linter refuses where that cannot be."""
    return BY_NAME[name].parameters()


def _measure(target: Target | None, actual: Actual) -> Measure:
    """Return target and actual in one unit."""
    quantity = actual.quantity
    if target is None or target.low is None:
        return Measure(actual=quantity.number, expression=actual.expression, unit=quantity.unit)
    if quantity.unit == target.low.unit and target.high is None:
        return Measure(
            actual=quantity.number,
            expression=actual.expression,
            target=target.low.number,
            target_expression=target.low.text,
            unit=quantity.unit,
        )
    pair = align(target.low, quantity)
    mine, other = pair.factors
    return Measure(
        actual=pair.actual,
        expression=actual.expression if other == 1 else f"({actual.expression}*{other})",
        target=pair.target,
        target_expression=target.low.text if mine == 1 else f"({target.low.text}*{mine})",
        high=align(target.high, quantity).target if target.high is not None else None,
        unit=pair.unit,
        units_differ=pair.differs,
    )
