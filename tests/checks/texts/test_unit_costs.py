"""单位成本标准 - A row is held against the standard of cost that its set brings along, whether or not the form has any text."""

import pytest

from perfeval import scoring, syntax
from perfeval.checks import Finding
from perfeval.desks import texts
from tests.checks.forms import read_form, read_set

SOURCE: dict[str, syntax.Tree] = {"title": "良种补贴办法", "clause": "第五条", "read": "示例"}
COST: dict[str, syntax.Tree] = {"key": "unit_cost", "name": "每头补贴", "category": "产出指标", "aspect": "成本指标"}


def found(actual: str | None, target: str = "≤430元/头", standard: str = "430", unit: str = "元/头") -> list[Finding]:
    """Return what is told of the cost row of a form without texts."""
    own: syntax.Tree = {**COST, "unit_cost": {"standard": standard, "unit": unit, "source": SOURCE}}
    row: syntax.Tree = {"key": "unit_cost", "target": target, "actual": actual, "weight": "10", "claimed": "10", "reason": "市场价格上涨"}
    known, form = read_set({"indicators[6]": own}), read_form({"indicators[3]": row})
    return [each for each in texts.own(known, form, scoring.score(known, form)) if each.code == "unit-cost"]


@pytest.mark.parametrize(
    ("actual", "target", "unit"),
    [
        ("700元/头", "≤430元/头", "元/头"),
        ("0.07万元/头", "≤430元/头", "元/头"),
        ("700元", "≤430元", "元/头"),
        ("700", "≤430元/头", "元/头"),
        ("700", "≤430", "元/头"),
        ("100元/头", "≤430元/头", "元/头"),
    ],
)
def test_a_cost_of_one_that_is_far_from_the_standard_is_told_of_its_row(actual: str, target: str, unit: str) -> None:
    (told,) = found(actual, target, unit=unit)
    assert (told.where, told.severity.value) == ("indicators[3]", "warning")
    assert told.message.startswith("第4行“每头补贴”标准是430元/头，本年是")
    assert told.message.endswith("单位成本偏离标准50%以上")
    assert "说明单位成本变动的原因" in told.suggestion


@pytest.mark.parametrize(
    ("actual", "target"),
    [
        ("430元/头", "≤430元/头"),
        ("520", "≤430元/头"),
        ("0.043万元/头", "≤0.05万元/头"),
        ("0.043", "≤0.05万元/头"),
        ("700元/户", "≤430元/头"),
    ],
)
def test_a_cost_of_one_near_the_standard_or_of_another_thing_is_left_alone(actual: str, target: str) -> None:
    assert found(actual, target) == []


@pytest.mark.parametrize("actual", [None, "", "—", "较低", "430元/头至900元/头"])
def test_a_cell_that_holds_no_cost_is_left_alone(actual: str | None) -> None:
    assert found(actual) == []


def test_a_standard_may_be_written_in_ten_thousands() -> None:
    (told,) = found("12", "≤7万元/公里", "6.6", "万元/公里")
    assert told.message.startswith("第4行“每头补贴”标准是6.6万元/公里，本年是12万元/公里")
    assert found("7", "≤7万元/公里", "6.6", "万元/公里") == []


def spread(
    actual: str = "735人次", before: str = "735人次", spent: str | None = "200000", rows: dict[str, syntax.Tree] | None = None
) -> list[Finding]:
    """Return what is told of a form that spent 38.8万元, beside what was spent and counted last year."""
    known, form = read_set(), read_form({"indicators[0].actual": actual, **(rows or {})})
    around = texts.Around(earlier={"r1": before}, earlier_spent=spent)
    return [each for each in texts.own(known, form, scoring.score(known, form), around) if each.code == "unit-cost"]


def test_spending_on_one_of_the_only_thing_that_is_counted_is_held_against_last_year() -> None:
    (told,) = spread()
    assert (told.where, told.row) == ("indicators[0]", "r1")
    assert told.message.startswith("第1行“培训人数”上年支出20万元÷735人次＝272.11元，本年支出38.8万元÷735人次＝527.89元")
    (told,) = spread(actual="735")
    assert "本年支出38.8万元÷735人次" in told.message


@pytest.mark.parametrize(("spent", "before"), [("300000", "735人次"), ("200000", "400人次"), (None, "735人次"), ("0", "735人次")])
def test_spending_near_last_years_or_without_it_is_left_alone(spent: str | None, before: str) -> None:
    assert spread(spent=spent, before=before) == []


@pytest.mark.parametrize("before", ["735期", "全部", "95%", "0人次", "20万元", "735"])
def test_a_count_of_another_thing_is_left_alone(before: str) -> None:
    assert spread(before=before) == []


def test_where_several_things_are_counted_nobody_knows_on_which_it_was_spent() -> None:
    another: syntax.Tree = {"category": "产出指标", "aspect": "数量指标", "name": "培训期数", "target": "≥5期", "actual": "5期"}
    assert spread(rows={"indicators[7]": another}) == []
