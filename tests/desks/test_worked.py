"""算例 - The small sums on the pages of sets: scored by the set, one for every way of scoring that it has."""

import pytest

from perfeval import library
from perfeval.desks.worked import worked
from perfeval.indicators import USUAL
from tests.scoring.forms import rules


@pytest.mark.parametrize("set_id", library.set_ids())
def test_every_set_with_points_has_a_sum_for_every_usual_way(set_id: str) -> None:
    own = library.indicator_set(set_id)
    found = worked(own)
    if not own.scored:
        assert found == {}
        return
    assert {("standard", name) for name in USUAL} <= set(found)
    assert (("execution",) in found) == (own.execution.weight is not None)
    assert (("payout",) in found) == (own.payout is not None)
    parts = [(part.name, aspect.name, name) for part in own.categories for aspect in part.aspects for name in aspect.standard]
    assert {("categories", part, "aspects", aspect, "standard", name) for part, aspect, name in parts if name in USUAL} <= set(found)


def test_a_sum_follows_the_parameters_of_the_set() -> None:
    usual = worked(rules(weights="free"))
    assert usual["standard", "at_least"].endswith("按完成比例计分：10 × 80 ÷ 100 = 8.00")
    assert usual["standard", "dated"].endswith("逾期3天，不得分")
    own = worked(rules(standard={"at_least": {"method": "stretched"}, "dated": {"method": "dated", "parameters": {"per_day": "1"}}}))
    assert own["standard", "at_least"].endswith("= 5.00")
    assert own["standard", "dated"].endswith("= 7.00")


def test_the_sum_of_the_money_row_is_that_of_the_set() -> None:
    steps = [{"at_least": "1", "share": "1"}, {"at_least": "80%", "share": "70%"}]
    plain = worked(rules(execution={"weight": "20", "denominator": "original"}))["execution",]
    stepped = worked(rules(execution={"weight": "10", "denominator": "adjusted", "steps": steps}))["execution",]
    assert plain == "预算100万元、执行80万元，执行率 80.00%，按执行率计分：20 × 80 ÷ 100 = 16.00"
    assert stepped.endswith("达到80%一档：10 × 0.7 = 7.00")


def test_a_payout_is_worked_out_for_three_quarters_of_the_pass_mark() -> None:
    assert worked(library.indicator_set("examples/village-clinic"))["payout",] == (
        "村卫生室年度补助：8000 × 1200 ÷ 1200 × min(1，60.00 ÷ 80) = 6000.00元"
    )
