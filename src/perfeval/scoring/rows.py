"""读行 - Tie every row of a form to the set and read its cells, so that the methods only have to score.

What is missing or cannot be read becomes a Fault of the row. What the file may not say at all (an unknown key, a method
that the set does not offer) raises Invalid.
"""

from dataclasses import replace
from fractions import Fraction

from perfeval import syntax
from perfeval.errors import Invalid, Place
from perfeval.evaluation import Evaluation, IndicatorRow, new_id
from perfeval.evaluation.target import Target, read_actual, read_target
from perfeval.indicators import Indicator, IndicatorSet, MethodChoice, Parameters, Periods, Sign
from perfeval.quantities import Points, Quantity, align, finer_than, plain, plain_points, read_day, read_number, to_points
from perfeval.scoring.direction import find_aspect, sign_of
from perfeval.scoring.formulas import apply
from perfeval.scoring.methods import BY_NAME, Method, Needs, banded, checklist, checklist_deduction, deduct_per_event, pick_one
from perfeval.scoring.row import Actual, Fault, Measure, Row
from perfeval.scoring.trace import Input

_BY_SIGN = {Sign.AT_LEAST: "at_least", Sign.AT_MOST: "at_most", Sign.EQUAL: "equal_to", Sign.WITHIN: "within"}
_FOR_NUMBERS = frozenset(_BY_SIGN.values())
_FOR_WORDS = frozenset({"banded", "yes_no", "dated"})
_DONE = frozenset({"按时完成", "按期完成", "已完成", "完成", "是", "100%"})


def read_rows(rules: IndicatorSet, evaluation: Evaluation) -> tuple[Row, ...]:
    """读全部行 - Return the rows of the form, with the required indicators that it lacks appended.

    Raises: Invalid, when a row names a key, method or event that the set does not know.
    """
    written = {row.key for row in evaluation.indicators}
    used = {row.id for row in evaluation.indicators}
    lacking = [each for each in rules.indicators if each.required and each.key not in written]
    count = len(evaluation.indicators)
    appended = (IndicatorRow(id=new_id(count + at, used), key=each.key) for at, each in enumerate(lacking))
    rows = tuple(_Reading(rules, evaluation, at, row) for at, row in enumerate((*evaluation.indicators, *appended)))
    places = tuple(place for row in rows for place in row.refusals())
    if places:
        raise Invalid("evaluation-unfit", f"自评数据与指标体系 {rules.id} 不符，共{len(places)}处", places)
    return tuple(row.read() for row in rows)


class _Reading:
    """Read one row: names, weight, target, actual, method, claim; in that order, each on what came before."""

    def __init__(self, rules: IndicatorSet, evaluation: Evaluation, at: int, written: IndicatorRow) -> None:
        self.rules, self.evaluation, self.at, self.written = rules, evaluation, at, written
        self.where = f"indicators[{at}]"
        self.indicator = rules.indicator(written.key) if written.key else None
        own = self.indicator
        self.category = written.category or (own.category if own else None)
        self.aspect = written.aspect or (own.aspect if own else None)
        self.name = written.name or (own.name if own else "") or ""
        target = written.target or (own.target if own else None)
        self.target = read_target(target, evaluation.year) if target is not None else None
        self.faults: list[Fault] = []

    def refusals(self) -> list[Place]:
        """Return what this row may not say under this set."""
        row = self.written
        if row.key is not None and self.indicator is None:
            return [syntax.unknown(f"{self.where}.key", row.key, [each.key for each in self.rules.indicators], "指标")]
        if row.key is None and (row.inputs or row.items or row.events or row.periods):
            message = "inputs、items、events、periods 只用于指标体系自带的指标"
            return [Place(where=self.where, message=message, suggestion="请用 key 写明是哪个指标，或改填 target 和 actual")]
        return [*self._refused_method(), *self._refused_events()]

    def _refused_method(self) -> list[Place]:
        chosen = self.written.method
        if chosen is None or (self.indicator is not None and chosen == self.indicator.method):
            return []
        if self.rules.row_methods:
            offered = set(self.rules.row_methods)
        elif self.target is None:
            offered = _FOR_NUMBERS | _FOR_WORDS
        else:
            offered = _FOR_NUMBERS if self.target.numeric else _FOR_WORDS
        return [] if chosen in offered else [syntax.unknown(f"{self.where}.method", chosen, sorted(offered), "可选用的评分方法")]

    def _refused_events(self) -> list[Place]:
        parameters = self.indicator.parameters if self.indicator else None
        if not isinstance(parameters, deduct_per_event.Parameters):
            return []
        events = enumerate(self.written.events or ())
        return [
            syntax.unknown(f"{self.where}.events[{at}].what", event.what, parameters.names, "扣分事项")
            for at, event in events
            if event.what not in parameters.names
        ]

    def read(self) -> Row:
        """Return the row with everything that could be read of it."""
        weight = self._weight()
        row = Row(
            at=self.at,
            written=self.written,
            indicator=self.indicator,
            category=self.category,
            aspect=self.aspect,
            name=self.name,
            weight=weight,
            read_target=self.target,
            weight_origin=f"{self.where}.weight" if self.written.weight is not None else self._set_place("weight"),
            target_origin=f"{self.where}.target" if self.written.target is not None else self._set_place("target"),
        )
        if self.written.not_applicable:
            return replace(row, faults=tuple(self.faults))
        numbers = self._numbers()
        actual = self._actual(numbers)
        method, parameters = self._method(actual.quantity if actual else None)
        row = replace(row, method=method.name if method else None, parameters=parameters, numbers=numbers, read_actual=actual)
        if method is not None:
            row = self._need(row, method)
        row = self._claim(row, method)
        return replace(row, faults=tuple(self.faults))

    def _set_place(self, what: str) -> str:
        return f"{self.rules.id}@{self.rules.version}#indicators.{self.written.key}.{what}" if self.written.key else f"{self.where}.{what}"

    def _weight(self) -> Points | None:
        if not self.rules.scored:
            return None
        text = self.written.weight
        if text is None:
            return self.indicator.weight if self.indicator else None
        number = read_number(text, unit="分%％")
        if number is None or number < 0:
            self.faults.append(Fault(code="value-unreadable", cell="weight", text=text))
            return None
        if finer_than(number, 2):
            self.faults.append(Fault(code="weight-precision", cell="weight", text=text))
        return to_points(number)

    def _numbers(self) -> dict[str, Fraction]:
        """Return the inputs and the counts of events that are numbers."""
        found: dict[str, Fraction] = {}
        for name, text in self.written.inputs.items():
            number = None if text is None else read_number(text)
            quantity = read_actual(text) if text is not None and number is None else None
            if number is not None or quantity is not None:
                found[name] = number if number is not None else quantity.number if quantity else Fraction(0)
            elif text is not None:
                self.faults.append(Fault(code="value-unreadable", cell=f"inputs.{name}", text=text))
        for at, event in enumerate(self.written.events or ()):
            times = Fraction(1) if event.times is None else read_number(event.times, unit="次天")
            if times is None or times < 0:
                self.faults.append(Fault(code="value-unreadable", cell=f"events[{at}].times", text=event.times or ""))
            else:
                found[event.what] = found.get(event.what, Fraction(0)) + times
        return found

    def _actual(self, numbers: dict[str, Fraction]) -> Actual | None:
        """Return the measured value: from the formula, from the periods, or as written."""
        own = self.indicator
        if own is not None and own.formula is not None:
            return self._by_formula(own, numbers)
        if own is not None and own.periods is not None and self.written.periods:
            return self._by_periods(own.periods)
        text = self.written.actual
        quantity = read_actual(text) if text is not None else None
        if quantity is None or text is None:
            return None
        return Actual(
            quantity=quantity, expression=plain(quantity.number), inputs=(Input("实际完成值", text, f"{self.where}.actual"),)
        )

    def _by_formula(self, own: Indicator, numbers: dict[str, Fraction]) -> Actual | None:
        if own.formula is None:
            return None
        value = apply(own.formula, numbers)
        if value is None:
            return None
        inputs = tuple(
            Input(name, self.written.inputs.get(name) or "", f'{self.where}.inputs["{name}"]') for name in own.formula.inputs
        )
        if not own.formula.over:
            return Actual(quantity=Quantity(number=value.exact), expression=value.expression, inputs=inputs)
        return Actual(
            quantity=Quantity(number=value.exact * 100, base="%"), expression=f"({value.expression}*100)", inputs=inputs
        )

    def _by_periods(self, how: Periods) -> Actual | None:
        found: list[Quantity] = []
        for at, period in enumerate(self.written.periods):
            quantity = read_actual(period.actual) if period.actual is not None else None
            if quantity is None and period.actual is not None:
                self.faults.append(Fault(code="value-unreadable", cell=f"periods[{at}].actual", text=period.actual))
            if quantity is not None:
                found.append(quantity)
        if len(found) < len(self.written.periods):
            return None
        terms = "+".join(plain(each.number) for each in found)
        total = sum((each.number for each in found), Fraction(0))
        mean = how is Periods.MEAN
        inputs = tuple(
            Input(period.name or f"第{at + 1}期", period.actual or "", f"{self.where}.periods[{at}].actual")
            for at, period in enumerate(self.written.periods)
        )
        return Actual(
            quantity=Quantity(number=total / len(found) if mean else total, scale=found[0].scale, base=found[0].base),
            expression=f"(({terms})/{len(found)})" if mean else f"({terms})",
            inputs=inputs,
        )

    def _method(self, actual: Quantity | None) -> tuple[Method | None, Parameters]:
        """Return the method and its parameters: the row's choice, the indicator's, or the usual one for the target."""
        own, chosen = self.indicator, self.written.method
        if own is not None and own.method is not None and chosen in {None, own.method}:
            return BY_NAME[own.method], own.parameters
        name = chosen or self._usual(actual)
        if name is None:
            return None, Parameters()
        aspect = find_aspect(self.rules, self.category, self.aspect)
        choice: MethodChoice | None = (aspect.standard.get(name) if aspect else None) or self.rules.standard.get(name)
        if choice is not None:
            return BY_NAME[choice.method], choice.parameters
        return BY_NAME[name], BY_NAME[name].parameters()

    def _usual(self, actual: Quantity | None) -> str | None:
        """Return the method that fits the target; without a target there is none."""
        target = self.target
        if target is None:
            return None
        if target.numeric:
            return _BY_SIGN[sign_of(self.rules, self.category, self.aspect, self.name, target, actual)]
        if target.day is not None:
            return "dated"
        return "yes_no" if target.yes_no else "banded"

    def _need(self, row: Row, method: Method) -> Row:
        """Return the row with what its method needs; what is lacking becomes a fault."""
        if not self.written.key and not self._has_both():
            return row
        match method.needs:
            case Needs.NUMBERS | Needs.RANGE | Needs.ACTUAL:
                return self._need_numbers(row, method)
            case Needs.DAY:
                return self._need_day(row)
            case Needs.WORDS | Needs.BAND:
                self._has_both()
            case Needs.ITEMS:
                self._need_items()
            case Needs.EVENTS:
                if self.written.events is None:
                    self._missing("events")
            case Needs.INPUTS:
                self._need_option()
            case Needs.CLAIM:
                pass
        return row

    def _has_both(self) -> bool:
        if self.target is None:
            self._missing("target")
        if self.written.actual is None:
            self._missing("actual")
        return self.target is not None and self.written.actual is not None

    def _missing(self, cell: str) -> None:
        fault = Fault(code="value-missing", cell=cell)
        if fault not in self.faults:
            self.faults.append(fault)

    def _need_numbers(self, row: Row, method: Method) -> Row:
        target = self.target
        if method.needs is not Needs.ACTUAL and target is None:
            self._missing("target")
        if target is not None and not target.numeric and method.needs is not Needs.ACTUAL:
            self.faults.append(Fault(code="value-unreadable", cell="target", text=target.text))
        if row.read_actual is None:
            self._lacks_actual()
        lacking = any(fault.code in {"value-missing", "value-unreadable"} for fault in self.faults)
        if lacking or row.read_actual is None:
            return row
        return replace(row, measure=_measure(target, row.read_actual))

    def _lacks_actual(self) -> None:
        """Add the faults that say why there is no measured value."""
        own = self.indicator
        unread = {fault.cell for fault in self.faults}
        if own is not None and own.formula is not None:
            for name in own.formula.inputs:
                if self.written.inputs.get(name) is None:
                    self._missing(f"inputs.{name}")
            if not self.faults:
                self.faults.append(Fault(code="value-unreadable", cell="inputs", text="分母为0"))
        elif own is not None and own.periods is not None and self.written.periods:
            for at, period in enumerate(self.written.periods):
                if period.actual is None:
                    self._missing(f"periods[{at}].actual")
        elif self.written.actual is None:
            self._missing("actual")
        elif "actual" not in unread:
            self.faults.append(Fault(code="value-unreadable", cell="actual", text=self.written.actual))

    def _need_day(self, row: Row) -> Row:
        if not self._has_both() or self.target is None or self.written.actual is None:
            return row
        if self.target.day is None:
            self.faults.append(Fault(code="value-unreadable", cell="target", text=self.target.text))
            return row
        text = self.written.actual
        if "".join(text.split()).replace("％", "%") in _DONE:
            return replace(row, finished=True)
        day = read_day(text, self.evaluation.year)
        if day is None:
            self.faults.append(Fault(code="value-unreadable", cell="actual", text=text))
        return replace(row, finished=day)

    def _need_items(self) -> None:
        own = self.indicator
        if own is not None and isinstance(own.parameters, checklist.Parameters | checklist_deduction.Parameters):
            for name in own.parameters.names:
                if self.written.items.get(name) is None:
                    self._missing(f"items.{name}")

    def _need_option(self) -> None:
        own = self.indicator
        if own is None or not isinstance(own.parameters, pick_one.Parameters):
            return
        if not any(apply(option.formula, self._known()) for option in own.parameters.options):
            for name in own.parameters.options[0].formula.inputs:
                if self.written.inputs.get(name) is None:
                    self._missing(f"inputs.{name}")

    def _known(self) -> dict[str, Fraction]:
        return {name: number for name, text in self.written.inputs.items() if text and (number := read_number(text)) is not None}

    def _claim(self, row: Row, method: Method | None) -> Row:
        """Return the row with its claim, where that is a number inside its limits."""
        text = self.written.claimed
        if text is None or not self.rules.scored:
            return row
        number = read_number(text, unit="分")
        if number is None:
            self.faults.append(Fault(code="value-unreadable", cell="claimed", text=text))
            return row
        low, high = 0, row.weight
        if method is not None and method.needs is Needs.BAND and isinstance(row.parameters, banded.Parameters):
            low, high = banded.allowed(row, row.parameters)
        if high is not None and not low <= to_points(number) <= high:
            span = f"{plain_points(low)}–{plain_points(high)}"
            self.faults.append(Fault(code="points-out-of-range", cell="claimed", text=f"{text}|{span}"))
            return row
        return replace(row, claim=number)


def _measure(target: Target | None, actual: Actual) -> Measure:
    """Return target and actual in one unit."""
    quantity = actual.quantity
    if target is None or target.low is None:
        return Measure(actual=quantity.number, expression=actual.expression, unit=quantity.unit)
    pair = align(target.low, quantity)
    expression = actual.expression
    if pair.actual != quantity.number:
        simple = actual.expression == plain(quantity.number)
        expression = plain(pair.actual) if simple else f"{actual.expression}*{plain(pair.actual / quantity.number)}"
    return Measure(
        actual=pair.actual,
        expression=expression,
        target=pair.target,
        high=align(target.high, quantity).target if target.high is not None else None,
        unit=pair.unit,
        units_differ=pair.differs,
    )
