"""评分的性质 - What holds for every method and every form, whatever the numbers."""

import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import scoring
from perfeval.indicators import Better
from perfeval.quantities import show_points
from perfeval.scoring import METHODS, Needs, RowScore, TraceNode
from tests.scoring.forms import again, form, row_score, rules, rules_with

NUMBERS = st.decimals(min_value=0, max_value=10**9, places=2).map(str)
SIGNED = st.decimals(min_value=-(10**6), max_value=10**9, places=3).map(str)
WEIGHTS = st.integers(min_value=1, max_value=10_000).map(lambda hundredths: str(Decimal(hundredths) / 100))

STEPS = {"steps": [{"at_least": "90", "share": "1"}, {"at_least": "60", "share": "0.5"}]}
LESS_IS_BETTER = {"base": "100", "step": "1", "deduct": "0.5"}
ITEMS = ("甲", "乙", "丙")
# The parameters by which a method is tried, where none are not enough; with them an actual value of 100 against a target of
# 100 must be worth all points. The direction stands beside parameters that decide it, else it is what the method says.
TRIED: dict[str, list[tuple[object, Better | None]]] = {
    "at_most": [({}, None), ({"shape": "linear"}, None)],
    "equal_to": [({}, None), ({"miss": "nothing"}, None)],
    "per_point": [
        (LESS_IS_BETTER, Better.LESS),
        ({**LESS_IS_BETTER, "count": "exact"}, Better.LESS),
        ({**LESS_IS_BETTER, "count": "begun", "beyond": "below"}, Better.MORE),
    ],
    "stepped": [(STEPS, None)],
    "stepped_down": [({"ceilings": [{"at_most": "100", "share": "1"}, {"at_most": "150", "share": "0.5"}]}, None)],
}
BY_NUMBER = [entry for entry in METHODS if entry.needs in {Needs.NUMBERS, Needs.ACTUAL}]
MEASURED = [
    (entry.name, parameters, better or entry.better) for entry in BY_NUMBER for parameters, better in TRIED.get(entry.name, [({}, None)])
]
SIGN = {Better.MORE: "≥", Better.LESS: "≤", Better.NEITHER: "="}
UP = {Better.MORE: 1, Better.LESS: -1, Better.NEITHER: 0}


def recomputed(node: TraceNode) -> None:
    """Assert that a trace and all below it can be done again."""
    assert again(node.expression) == node.exact
    assert node.rounded == (200 * node.exact.numerator + node.exact.denominator) // (2 * node.exact.denominator)
    for child in node.children:
        recomputed(child)


def sound(score: RowScore, weight: str) -> None:
    """Assert what must hold of any scored row."""
    full = Fraction(weight)
    assert score.computed is not None
    assert score.trace is not None
    assert 0 <= Fraction(score.computed, 100) <= full
    assert score.trace.rounded == score.computed
    assert score.trace.rule
    assert score.trace.source
    assert score.trace.words
    assert all(each.origin for each in score.trace.inputs)
    recomputed(score.trace)


def test_every_method_that_goes_by_a_number_is_tried() -> None:
    bare = [entry for entry in BY_NUMBER if entry.name not in TRIED]
    lacking = [entry.name for entry in bare if any(field.is_required() for field in entry.parameters.model_fields.values())]
    assert not lacking, f"give TRIED in this file parameters for {lacking}"
    assert {name for name, _, _ in MEASURED} == {entry.name for entry in BY_NUMBER}
    assert TRIED.keys() <= {entry.name for entry in BY_NUMBER}, "TRIED names a method that does not exist or needs no number"


@pytest.mark.parametrize("method", [entry.name for entry in BY_NUMBER if entry.better is Better.NEITHER])
def test_a_method_that_says_neither_goes_both_ways(method: str) -> None:
    gone = set[int]()
    for parameters in (parameters for name, parameters, _ in MEASURED if name == method):
        one_set = rules_with(method, parameters)
        earned = [row_score(one_set, key="it", target="100", actual=each, weight="10").computed or 0 for each in ("50", "100", "150")]
        gone |= {1 if later > earlier else -1 for earlier, later in pairwise(earned) if later != earlier}
    assert gone == {1, -1}, f"{method} only goes one way; say Better.MORE or Better.LESS in scoring/methods/__init__.py"


@pytest.mark.parametrize(("method", "parameters", "better"), MEASURED)
@given(target=SIGNED, actual=SIGNED, other=SIGNED, weight=WEIGHTS)
def test_measured_rows_stay_between_zero_and_weight_and_grow_in_their_direction(
    method: str, parameters: object, better: Better, target: str, actual: str, other: str, weight: str
) -> None:
    one_set = rules_with(method, parameters)
    low, high = sorted((actual, other), key=Decimal)
    first, second = (row_score(one_set, key="it", target=SIGN[better] + target, actual=each, weight=weight) for each in (low, high))
    sound(first, weight)
    sound(second, weight)
    assert (second.computed or 0) * UP[better] >= (first.computed or 0) * UP[better]


@pytest.mark.parametrize(("method", "parameters", "better"), MEASURED)
@given(weight=WEIGHTS)
def test_a_target_that_is_met_or_bettered_earns_full_points(method: str, parameters: object, better: Better, weight: str) -> None:
    best = {Better.MORE: "100000", Better.LESS: "0", Better.NEITHER: "100"}[better]
    for actual in ("100", best):
        score = row_score(rules_with(method, parameters), key="it", target=f"{SIGN[better]}100", actual=actual, weight=weight)
        assert show_points(score.computed or 0) == str(Decimal(weight).quantize(Decimal("0.01")))


@given(low=NUMBERS, span=NUMBERS, actual=SIGNED, weight=WEIGHTS)
def test_a_range_is_full_inside_and_less_outside(low: str, span: str, actual: str, weight: str) -> None:
    high = str(Decimal(low) + Decimal(span))
    score = row_score(rules(), target=f"{low}～{high}", actual=actual, weight=weight, category="产出指标", aspect="数量指标", name="甲")
    sound(score, weight)
    inside = Decimal(low) <= Decimal(actual) <= Decimal(high)
    assert (score.trace is not None and score.trace.exact == Fraction(weight)) or not inside


@given(met=st.tuples(st.booleans(), st.booleans(), st.booleans()), weight=WEIGHTS)
@pytest.mark.parametrize("method", ["checklist", "checklist_deduction"])
def test_a_checklist_with_everything_met_is_full_and_every_miss_costs(method: str, met: tuple[bool, ...], weight: str) -> None:
    what = "points" if method == "checklist" else "deduct"
    one_set = rules_with(method, {"items": [{"name": name, what: "1.25"} for name in ITEMS]})
    items = dict(zip(ITEMS, met, strict=True))
    score = row_score(one_set, key="it", items=items, weight=weight)
    sound(score, weight)
    assert (score.trace is not None and score.trace.exact == Fraction(weight)) == all(met)


@given(times=st.lists(st.integers(min_value=0, max_value=50), min_size=2, max_size=2), weight=WEIGHTS)
def test_more_events_never_earn_more(times: list[int], weight: str) -> None:
    one_set = rules_with("deduct_per_event", {"events": [{"what": "旷工", "deduct": "3"}]})
    few, many = (row_score(one_set, key="it", events=[{"what": "旷工", "times": str(count)}], weight=weight) for count in sorted(times))
    sound(few, weight)
    sound(many, weight)
    assert (many.computed or 0) <= (few.computed or 0)


@given(target=NUMBERS.filter(lambda text: Decimal(text) > 0), actual=NUMBERS, weight=WEIGHTS)
def test_the_sum_is_multiplied_first_divided_once_and_rounded_half_up(target: str, actual: str, weight: str) -> None:
    score = row_score(rules_with("at_least", {}), key="it", target=f"≥{target}", actual=actual, weight=weight)
    if Decimal(actual) >= Decimal(target):
        expected = Decimal(weight)
    else:
        exact = Fraction(weight) * Fraction(actual) / Fraction(target)
        expected = Decimal(int(exact * 1000)) / 1000
        expected = expected.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert show_points(score.computed or 0) == str(expected.quantize(Decimal("0.01")))


def test_ties_are_never_one_cent_low() -> None:
    one_set = rules_with("at_least", {})
    for weight_quarters in range(1, 41):
        weight = Fraction(weight_quarters, 4)
        for target in (3, 7, 14, 28, 40, 56, 112):
            for actual in range(1, target, 3):
                exact = weight * actual / target
                score = row_score(one_set, key="it", target=f"≥{target}", actual=str(actual), weight=str(Decimal(weight_quarters) / 4))
                assert Fraction(score.computed or 0, 100) - exact <= Fraction(1, 200)
                assert exact - Fraction(score.computed or 0, 100) < Fraction(1, 200)


ROWS = st.lists(st.fixed_dictionaries({"actual": NUMBERS, "weight": WEIGHTS, "not_applicable": st.booleans()}), min_size=1, max_size=8)


@given(rows=ROWS)
def test_leaving_rows_out_scales_the_rest_to_a_hundred(rows: list[dict[str, Any]]) -> None:
    card = scoring.score(rules(), form(*({**row, "target": "≥50", "name": f"指标{at}"} for at, row in enumerate(rows))))
    kept = [row for row in card.rows if row.counts]
    points, weight = sum(row.points or 0 for row in kept), sum(row.row.weight or 0 for row in kept)
    assert card.total_trace is not None
    recomputed(card.total_trace)
    if len(kept) == len(rows):
        assert card.total == points
    elif weight:
        assert card.total == card.total_trace.rounded
        assert card.total_trace.exact == Fraction(points * 100, weight)
        assert 0 <= (card.total or 0) <= 10_000
    if kept and all(row.points == row.row.weight for row in kept) and len(kept) < len(rows):
        assert card.total == 10_000


@given(rows=ROWS)
def test_the_same_form_gives_the_same_bytes(rows: list[dict[str, Any]]) -> None:
    whole = [{**row, "target": "≥50个", "name": f"指标{at}"} for at, row in enumerate(rows)]
    first, second = (scoring.write(scoring.score(rules(), form(*whole))) for _ in range(2))
    assert first == second
    assert json.loads(first)["format"] == "perfeval.scorecard/1"


@given(text=st.text(max_size=30), claimed=st.text(max_size=8), weight=st.text(max_size=6))
def test_whatever_stands_in_the_cells_a_scorecard_comes_back(text: str, claimed: str, weight: str) -> None:
    card = scoring.score(rules(), form({"name": text, "target": text, "actual": text, "claimed": claimed, "weight": weight}))
    assert json.loads(scoring.write(card))["rows"][0]["id"] == "r1"
    assert card.rows[0].points is None or 0 <= card.rows[0].points <= (card.rows[0].row.weight or 0)
