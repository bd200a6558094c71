"""评分用例 - Whole forms: sums, grades, what is missing, what does not apply, vetoes, payout and claims."""

import hashlib
import json
from fractions import Fraction
from typing import Any

import pytest

from perfeval import library, scoring
from perfeval.errors import Invalid
from perfeval.quantities import percent, show_points
from tests.scoring.forms import form, rules, rules_with

MONEY = {"weight": "10", "denominator": "adjusted"}


def funds(adjusted: str | None, spent: str | None, **more: str) -> list[dict[str, object]]:
    """Return a money table of one row."""
    return [{"source": "total", "adjusted": adjusted, "spent": spent, **more}]


def row(**cells: object) -> dict[str, object]:
    """Return a row that reaches its target, with some cells changed."""
    return {"category": "产出指标", "aspect": "数量指标", "name": "甲", "target": "≥100人", "actual": "100人", "weight": "90", **cells}


def test_the_lower_of_claim_and_rule_counts() -> None:
    card = scoring.score(rules(), form(row(name="高报", actual="98人", claimed="90"), row(name="自减", claimed="70")))
    assert [(each.computed, each.claimed, each.points, each.difference) for each in card.rows] == [
        (8820, 9000, 8820, 180),
        (9000, 7000, 7000, -2000),
    ]


def test_a_claim_outside_its_weight_counts_as_not_written() -> None:
    score = scoring.score(rules(), form(row(claimed="90.01"))).rows[0]
    assert (score.claimed, score.points, score.difference) == (None, 9000, None)


def test_missing_is_not_zero_and_keeps_the_card_open() -> None:
    card = scoring.score(rules(execution=MONEY), form(row(), row(name="乙", actual=None, weight="0"), funds=funds("10", "10")))
    assert (card.rows[1].points, card.complete, card.grade, card.total) == (None, False, None, 10_000)


def test_a_row_without_weight_is_information() -> None:
    card = scoring.score(rules(execution=MONEY), form(row(), row(name="乙", weight=None, actual=None), funds=funds("10", "10")))
    assert (card.rows[1].points, card.rows[1].row.weight, card.complete, card.grade) == (None, None, True, "优")


@pytest.mark.parametrize(
    ("adjusted", "spent", "points", "rate"),
    [
        ("100", "100", 1000, Fraction(1)),
        ("100", "79.27", 793, Fraction(7927, 10_000)),
        ("310.2", "154.74", 499, Fraction(15474, 31020)),
        ("40", "40.09", 1000, Fraction(4009, 4000)),
        ("100", "-5", 0, Fraction(-1, 20)),
        ("0", "0", 0, Fraction(0)),
        ("0", "5", 0, Fraction(0)),
    ],
)
def test_the_money_row_is_weight_times_rate_never_above_weight(adjusted: str, spent: str, points: int, rate: Fraction) -> None:
    execution = scoring.score(rules(execution=MONEY), form(row(), funds=funds(adjusted, spent))).execution
    assert (execution.points, execution.rate) == (points, rate)


@pytest.mark.parametrize(("adjusted", "spent"), [("100", None), (None, "100"), ("一百", "100")])
def test_without_budget_or_spending_the_money_row_has_no_points(adjusted: str | None, spent: str | None) -> None:
    card = scoring.score(rules(execution=MONEY), form(row(), funds=funds(adjusted, spent)))
    assert (card.execution.points, card.execution.rate, card.complete) == (None, None, False)


@pytest.mark.parametrize(("denominator", "rate"), [("original", "1/2"), ("adjusted", "5/8"), ("received", "5/6")])
def test_the_set_names_the_denominator(denominator: str, rate: str) -> None:
    table = funds("80", "50", original="100", received="60")
    execution = scoring.score(rules(execution={**MONEY, "denominator": denominator}), form(row(), funds=table)).execution
    assert execution.rate == Fraction(rate)
    assert execution.trace is not None
    assert execution.trace.inputs[1].origin == f"funds[0].{denominator}"


def test_a_year_without_adjustment_has_the_original_budget() -> None:
    card = scoring.score(rules(execution=MONEY), form(row(), funds=funds(None, "50", original="100")))
    assert (card.execution.rate, card.funds.adjusted_taken) == (Fraction(1, 2), True)


def test_a_total_that_is_not_written_is_the_sum_of_its_parts() -> None:
    table = [{"source": "central", "adjusted": "60", "spent": "60"}, {"source": "other", "adjusted": "40", "spent": "20"}]
    card = scoring.score(rules(execution=MONEY), form(row(), funds=table))
    assert card.execution.rate == Fraction(4, 5)


STEPS = {**MONEY, "steps": [{"at_least": "80%", "share": "70%"}, {"at_least": "60%", "share": "50%"}], "finished_is_full": True}


@pytest.mark.parametrize(
    ("spent", "finished", "points"),
    [
        ("85", True, 1000),
        ("85", False, 700),
        ("80", None, 700),
        ("79.99", None, 500),
        ("60", None, 500),
        ("59", None, 0),
        ("101", True, 700),
    ],
)
def test_the_money_row_by_steps(spent: str, finished: bool | None, points: int) -> None:
    steps = {**STEPS, "steps": [{"at_least": "100%", "share": "70%"}, *STEPS["steps"]]}  # type: ignore[misc]
    card = scoring.score(rules(execution=steps), form(row(), funds=funds("100", spent), execution={"finished": finished}))
    assert card.execution.points == points


def test_the_files_own_weight_of_the_money_row_counts() -> None:
    card = scoring.score(rules(execution=MONEY), form(row(weight="80"), funds=funds("100", "50"), execution={"weight": "20"}))
    assert (card.execution.weight, card.execution.points) == (2000, 1000)


def test_a_set_without_money_row_has_the_rate_alone() -> None:
    card = scoring.score(rules(), form(row(weight="100"), funds=funds("100", "50"), execution={"claimed": "3"}))
    assert (card.execution.rate, card.execution.weight, card.execution.claimed, card.execution.points) == (Fraction(1, 2), None, None, None)
    assert (card.complete, card.total, card.grade) == (True, 10_000, "优")


@pytest.mark.parametrize(
    ("total", "grade"), [("90", "优"), ("89.99", "良"), ("80", "良"), ("79.99", "中"), ("60", "中"), ("59.99", "差"), ("0", "差")]
)
def test_the_grade_is_the_band_of_the_total(total: str, grade: str) -> None:
    assert scoring.score(rules_with("judged", {}), form({"key": "it", "weight": "100", "claimed": total})).grade == grade


def test_no_grade_while_weights_do_not_add_up() -> None:
    card = scoring.score(rules(), form(row(weight="99.99")))
    assert (card.complete, card.total, card.grade) == (True, 9999, None)


def test_rows_that_do_not_apply_are_left_out_and_the_rest_is_scaled_once() -> None:
    rows = (row(weight="60", actual="50人"), row(name="乙", weight="30", not_applicable=True, reason="未实施"))
    card = scoring.score(rules(execution=MONEY), form(*rows, funds=funds("10", "10")))
    assert (card.total, card.grade, card.complete) == (5714, "差", True)
    assert card.total_trace is not None
    assert card.total_trace.expression == "(10.00+30.00)*100/70"
    assert [(each.name, each.weight, each.points) for each in card.categories] == [("产出指标", 9000, 3000)]


def test_a_row_that_does_not_apply_keeps_its_claim_and_has_no_points() -> None:
    score = scoring.score(rules(), form(row(not_applicable=True, reason="未实施", claimed="90"))).rows[0]
    assert (score.claimed, score.computed, score.points) == (9000, None, None)


def test_no_grade_when_less_than_half_of_the_weight_applies() -> None:
    rows = (row(weight="44"), row(name="乙", weight="46", not_applicable=True, reason="未实施"))
    assert scoring.score(rules(execution=MONEY), form(*rows, funds=funds("10", "10"))).grade is None


VETO = {"grade": "不合格", "items": ["重大安全事故受上级通报", "违法乱纪造成极大影响"]}


def test_a_veto_forces_the_grade_and_leaves_points_and_total() -> None:
    card = scoring.score(rules(veto=VETO), form(row(weight="100"), veto=[{"item": "违法乱纪造成极大影响"}]))
    assert (card.total, card.grade, [each.item for each in card.forced]) == (10_000, "不合格", ["违法乱纪造成极大影响"])


def test_an_event_that_the_set_does_not_list_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(Invalid) as caught:
        scoring.score(rules(veto=VETO), form(row(), veto=[{"item": "重大安全事故"}]))
    assert "重大安全事故受上级通报" in str(caught.value)


def test_accumulated_deductions_force_a_grade() -> None:
    accumulated = [{"lost": "20", "grade": "基本合格"}, {"lost": "40", "grade": "不合格"}]
    for claimed, grade in (("80.01", "良"), ("80", "基本合格"), ("60", "不合格")):
        one_set = rules(
            accumulated=accumulated,
            indicators=[{"key": "it", "name": "指标", "category": "产出指标", "aspect": "数量指标", "method": "judged"}],
        )
        assert scoring.score(one_set, form({"key": "it", "weight": "100", "claimed": claimed})).grade == grade


PAYOUT = {"title": "补助资金", "amount": "8000", "per": "1200", "input": "服务人口", "pass": "80"}


@pytest.mark.parametrize(("score", "amount"), [("60", "6000.00"), ("79.99", "7999.00"), ("80", "8000.00"), ("100", "8000.00")])
def test_below_the_pass_mark_the_payout_shrinks_in_proportion(score: str, amount: str) -> None:
    one_set = rules(payout=PAYOUT, indicators=[{"key": "it", "name": "指标", "category": "产出指标", "method": "judged"}])
    whole = form({"key": "it", "weight": "100", "claimed": score}, payout={"inputs": {"服务人口": "1200"}})
    payout = scoring.score(one_set, whole).payout
    assert payout is not None
    assert show_points(payout.amount) == amount
    assert payout.trace.rounded == payout.amount


def test_the_ladder_for_targets_set_too_low_is_off_unless_the_set_asks_for_it() -> None:
    rows = row(weight="100", target="≥100人", actual="250人")
    assert scoring.score(rules(), form(rows)).total == 10_000
    ladder = [{"at_least": "150%", "keep": "90%"}, {"at_least": "200%", "keep": "80%"}]
    card = scoring.score(rules(over_completion=ladder), form(rows))
    assert card.total == 8000
    assert card.rows[0].trace is not None
    assert card.rows[0].trace.expression == "100*0.8"


def test_several_periods_are_averaged_or_added_up_as_the_set_says() -> None:
    months = [{"name": f"2022-0{at}", "actual": value} for at, value in enumerate(("92", "91", "88"), 1)]
    for how, expression in (("mean", "10*((92+91+88)/3)/100"), ("sum", "10")):
        one_set = rules_with("at_least", {}, periods=how, target="≥100")
        score = scoring.score(one_set, form({"key": "it", "weight": "10", "periods": months})).rows[0]
        assert score.trace is not None
        assert score.trace.expression == expression


def test_a_period_without_its_value_is_missing() -> None:
    one_set = rules_with("at_least", {}, periods="mean", target="≥100")
    score = scoring.score(
        one_set, form({"key": "it", "weight": "10", "periods": [{"name": "一月", "actual": "9"}, {"name": "二月"}]})
    ).rows[0]
    assert [fault.cell for fault in score.row.faults] == ["periods[1].actual"]


def test_required_indicators_that_the_form_lacks_are_appended_empty() -> None:
    one_set = rules_with("at_least", {}, required=True, weight="10")
    card = scoring.score(one_set, form({"id": "r2", "name": "自有", "target": "≥1", "actual": "1", "weight": "90"}))
    assert [(each.row.written.id, each.row.written.key, each.points) for each in card.rows] == [("r2", None, 9000), ("r3", "it", None)]
    assert card.complete is False


def test_an_unknown_key_is_refused_with_the_nearest_one() -> None:
    one_set = rules(indicators=[{"key": "staff_control", "name": "在职人员控制率", "category": "产出指标", "method": "judged"}])
    with pytest.raises(Invalid) as caught:
        scoring.score(one_set, form({"key": "staf_control"}))
    assert "indicators[0].key" in str(caught.value)
    assert "staff_control" in str(caught.value)


def test_a_numeric_target_is_never_judged() -> None:
    assert scoring.score(rules(), form(row(method="banded"))).rows[0].row.method == "at_least"


def test_a_target_that_the_chosen_method_cannot_read_is_a_fault_of_the_cell() -> None:
    score = scoring.score(rules(), form(row(method="at_least", target="约100"))).rows[0]
    assert [(fault.code, fault.cell) for fault in score.row.faults] == [("value-unreadable", "target")]


def test_a_method_that_the_set_does_not_offer_is_refused() -> None:
    with pytest.raises(Invalid, match=r"indicators\[0\]\.method"):
        scoring.score(rules(row_methods=["at_least"]), form(row(method="stretched")))


def test_a_source_without_adjustment_counts_with_its_original_budget() -> None:
    table = [
        {"source": "total"},
        {"source": "fiscal", "original": "100", "spent": "50"},
        {"source": "unit", "original": "10", "adjusted": "20", "spent": "5"},
    ]
    card = scoring.score(rules(execution=MONEY), form(row(), funds=table))
    assert (card.execution.rate, card.funds.adjusted_taken) == (Fraction(55, 120), True)


def test_words_beside_a_missing_target_are_no_second_fault() -> None:
    score = scoring.score(rules(), form(row(target=None, actual="很好"))).rows[0]
    assert [(fault.code, fault.cell) for fault in score.row.faults] == [("value-missing", "target")]


def test_a_row_may_choose_among_the_methods_that_the_set_lists() -> None:
    card = scoring.score(rules(row_methods=["stretched", "judged"]), form(row(method="stretched", actual="80人", weight="100")))
    assert card.total == 5000


@pytest.mark.parametrize(
    ("cells", "method"),
    [
        ({"name": "户数", "target": "5户", "actual": "5户"}, "at_least"),
        ({"name": "安全事故", "target": "5起", "actual": "5起"}, "at_most"),
        ({"name": "群众投诉率", "target": "5%", "actual": "5%"}, "at_most"),
        ({"name": "森林火灾受害率", "target": "0.9‰", "actual": "0.1‰"}, "at_most"),
        ({"name": "投诉处理率", "target": "95%", "actual": "95%"}, "at_least"),
        ({"name": "事故应急演练次数", "target": "2次", "actual": "2次"}, "at_least"),
        ({"name": "欠薪案件", "target": "0", "actual": "0"}, "at_most"),
        ({"name": "总投资", "aspect": "成本指标", "target": "20万元", "actual": "20万元"}, "at_most"),
        ({"name": "造林补助", "aspect": "成本指标", "target": "300元/亩", "actual": "300元/亩"}, "equal_to"),
        ({"name": "成本控制率", "aspect": "成本指标", "target": "100", "actual": "100"}, "at_most"),
        ({"name": "成本控制", "aspect": "成本指标", "target": "100", "actual": "100%"}, "at_least"),
        ({"name": "工期", "aspect": "时效指标", "target": "10个月", "actual": "10个月"}, "at_most"),
        ({"name": "及时率", "aspect": "时效指标", "target": "100%", "actual": "100%"}, "at_least"),
        ({"name": "完成时间", "aspect": "时效指标", "target": "12月底前", "actual": "12月"}, "dated"),
        ({"name": "工期", "aspect": "时效指标", "target": "≤12个月", "actual": "10个月"}, "at_most"),
        ({"name": "收益", "category": "效益指标", "aspect": "社会效益指标", "target": "20万元", "actual": "20万元"}, "at_least"),
        ({"name": "验收", "target": "是", "actual": "是"}, "yes_no"),
        ({"name": "知晓", "target": "每亩300", "actual": "每亩300"}, "banded"),
        ({"name": "影响", "target": "显著", "actual": "显著"}, "banded"),
    ],
)
def test_what_a_target_means_follows_from_sign_unit_and_place(cells: dict[str, object], method: str) -> None:
    assert (
        scoring.score(rules(), form({"category": "产出指标", "aspect": "数量指标", "weight": "10", **cells})).rows[0].row.method == method
    )


def test_in_a_set_without_level_two_a_name_with_cost_makes_bare_money_at_most() -> None:
    flat = rules(categories=[])
    methods = [
        scoring.score(flat, form({"name": name, "target": "5", "actual": "5"})).rows[0].row.method for name in ("培训费用", "培训人数")
    ]
    assert methods == ["at_most", "at_least"]


def test_a_form_set_without_any_points_has_none() -> None:
    card = scoring.score(rules(weights="none", grades=[]), form(row(weight="10", claimed="9"), funds=funds("10", "5")))
    assert (card.total, card.grade, card.total_trace, card.complete) == (None, None, None, True)
    written = json.loads(scoring.write(card))
    assert (written["rows"][0]["weight"], written["rows"][0]["points"], written["categories"][0]["points"]) == (None, None, None)
    assert written["execution"]["rate"] == "0.5"


UNSCORED = {
    "weights": "none",
    "grades": [],
    "indicators": [
        {"key": "plan", "name": "规划编制", "category": "产出指标", "aspect": "质量指标", "method": "judged"},
        {
            "key": "cover", "name": "覆盖率", "category": "产出指标", "aspect": "数量指标", "method": "at_least",
            "formula": {"plus": ["实际人数"], "over": ["应有人数"]},
        },
    ],
}  # fmt: skip


def test_in_a_set_without_points_its_own_indicators_need_what_was_done_and_no_target() -> None:
    plan: dict[str, object] = {"key": "plan", "actual": "已编制"}
    cover: dict[str, object] = {"key": "cover", "inputs": {"实际人数": "1263", "应有人数": "3347"}}
    card = scoring.score(rules(**UNSCORED), form(plan, cover))
    assert card.complete
    assert [score.points for score in card.rows] == [None, None]
    measured = card.rows[1].row.read_actual
    assert measured is not None
    assert percent(measured.quantity.number / 100) == "37.74%"
    words: dict[str, object] = {"key": "cover", "actual": "已全部覆盖", "inputs": {"实际人数": "1263"}}
    lacking = scoring.score(rules(**UNSCORED), form({"key": "plan"}, words))
    assert not lacking.complete
    assert [[fault.cell for fault in score.row.faults] for score in lacking.rows] == [["actual"], ["inputs.应有人数"]]


def test_a_money_row_that_belongs_to_a_part_counts_in_its_sum() -> None:
    inside = {"weight": "10", "category": "效益指标", "denominator": "adjusted"}
    own = row(category="效益指标", aspect="社会效益指标", weight="25", target="≥10个", actual="10个")
    card = scoring.score(rules(execution=inside), form(own, row(weight="65"), funds=funds("100", "80")))
    assert {each.name: (each.weight, each.points) for each in card.categories}["效益指标"] == (3500, 3300)
    assert card.whole_weight == 10_000


CHOICE = {"title": "奖补资金", "choice": {"input": "奖补标准", "amounts": ["90", "100"]}, "per": "2", "input": "户数", "pass": "100"}


@pytest.mark.parametrize(("standard", "amount"), [("90", "18000.00"), ("100", "20000.00"), (None, None)])
def test_the_form_chooses_among_the_amounts_of_a_payout_rule(standard: str | None, amount: str | None) -> None:
    filled = form(row(weight="100", target="≥10个", actual="8个"), payout={"inputs": {"户数": "500", "奖补标准": standard}})
    card = scoring.score(rules(payout=CHOICE), filled)
    assert (card.payout and show_points(card.payout.amount)) == amount


def test_an_amount_that_the_payout_rule_does_not_list_is_refused_with_those_it_lists() -> None:
    filled = form(row(weight="100"), payout={"inputs": {"户数": "500", "奖补标准": "95"}})
    with pytest.raises(Invalid) as caught:
        scoring.score(rules(payout=CHOICE), filled)
    assert caught.value.places[0].suggestion == "应为 90、100 之一"


def test_the_trace_hash_is_over_the_canonical_traces_of_the_answer() -> None:
    written = json.loads(
        scoring.write(scoring.score(rules(execution=MONEY), form(row(actual="97人"), row(name="乙", weight=None), funds=funds("3", "1"))))
    )
    traces = [written["execution"]["trace"], *(each["trace"] for each in written["rows"]), written["total_trace"]]
    canonical = json.dumps([each for each in traces if each is not None], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert written["trace_sha256"] == hashlib.sha256(canonical.encode()).hexdigest()
    assert written["execution"]["rate"] == "1/3"


def test_the_card_without_traces_is_the_card_with_its_traces_taken_out() -> None:
    filled = form(
        row(actual="97人", name='“甲”"\\'),
        row(name="乙", weight=None),
        row(name="丙", weight="10"),
        funds=funds("3", "1"),
        payout={"inputs": {"户数": "500", "奖补标准": "90"}},
    )
    card, found = scoring.score(rules(execution=MONEY, payout=CHOICE), filled), [{"code": "x", "row": None}]
    whole = untraced(json.loads(scoring.write(card, found)))
    assert scoring.write_brief(card, found) == json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def untraced(tree: Any) -> Any:
    """Return a tree without what is named a trace."""
    if isinstance(tree, list):
        return [untraced(each) for each in tree]
    return {k: untraced(v) for k, v in tree.items() if k not in {"trace", "total_trace"}} if isinstance(tree, dict) else tree


def test_the_central_set_scores_a_plain_form() -> None:
    card = scoring.score(library.indicator_set("cn/project/2020"), form(row(), funds=funds("10", "10")))
    assert (card.total, card.grade) == (10_000, "优")


def test_a_claim_that_cannot_be_read_leaves_the_rule_in_force() -> None:
    score = scoring.score(rules(), form(row(claimed="九十分", actual="98人"))).rows[0]
    assert (score.computed, score.claimed, score.points) == (8820, None, 8820)
    assert [(fault.code, fault.cell) for fault in score.row.faults] == [("value-unreadable", "claimed")]


def test_a_hostile_name_costs_no_time() -> None:
    name = "投诉" + "案件" * 450 + "x"
    assert scoring.score(rules(), form(row(name=name, target="5", actual="5"))).rows[0].row.method == "at_least"


def test_very_many_wrong_inputs_are_each_told_once() -> None:
    one_set = rules_with("per_point", {"base": "100%", "step": "1%", "deduct": "1"}, formula={"plus": ["甲"], "over": ["乙"]})
    inputs = {f"i{at}": "x" for at in range(20_000)}
    faults = scoring.score(one_set, form({"key": "it", "weight": "10", "inputs": inputs})).rows[0].row.faults
    assert len(faults) == 20_002
