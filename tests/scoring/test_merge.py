"""汇总用例 - Several units' forms become one: absolute values add up, ratios are means weighted by money."""

import json
from fractions import Fraction

import pytest

from perfeval import evaluation, scoring
from perfeval.errors import Invalid
from perfeval.evaluation import Evaluation
from tests.scoring.forms import again, rules


def unit(name: str, money: str, *rows: dict[str, object], year: str = "2022") -> Evaluation:
    """Return the form of one unit."""
    whole = {
        "format": "perfeval.evaluation/1", "set": "test/any/2020", "year": year, "kind": "project", "money_unit": "万元",
        "subject": {"unit": name}, "funds": [{"source": "total", "adjusted": money, "spent": money}], "indicators": list(rows),
    }  # fmt: skip
    return evaluation.parse(json.dumps(whole, ensure_ascii=False))


def row(target: str, actual: str | None, name: str = "指标", **more: object) -> dict[str, object]:
    """Return one row."""
    return {"category": "产出指标", "aspect": "数量指标", "name": name, "target": target, "actual": actual, "weight": "100", **more}


def score(*forms: Evaluation) -> scoring.Scorecard:
    """Return the merged forms scored."""
    merged = scoring.merge(rules(), forms)
    return scoring.score(rules(), merged.evaluation, merged.values)


def test_absolute_values_and_their_targets_add_up() -> None:
    card = score(unit("甲校", "10", row("≥100人", "90人")), unit("乙校", "30", row("≥300人", "310人")))
    assert (str(card.rows[0].row.target), str(card.rows[0].row.actual), card.total) == ("400", "400", 10_000)


def test_ratios_are_means_weighted_by_money_and_stay_exact() -> None:
    card = score(unit("甲校", "10", row("≥95%", "80%")), unit("乙校", "20", row("≥95%", "95%")))
    assert card.rows[0].row.actual == 90
    assert card.rows[0].row.target == 95
    assert card.rows[0].trace is not None
    assert card.rows[0].trace.exact == Fraction(100 * 90, 95)


def test_targets_that_differ_are_merged_exactly_too() -> None:
    card = score(unit("甲校", "10", row("≥90%", "80%")), unit("乙校", "20", row("≥95%", "91%")))
    assert card.rows[0].row.target == Fraction(280, 3)
    trace = card.rows[0].trace
    assert trace is not None
    assert again(trace.expression) == trace.exact == 100 * Fraction(262, 3) / Fraction(280, 3)
    assert card.rows[0].row.written.target == "≥93.3333%"


def test_both_ends_of_a_range_add_up() -> None:
    card = score(unit("甲校", "10", row("10～20天", "15天")), unit("乙校", "20", row("20～30天", "36天")))
    assert (str(card.rows[0].row.target), str(card.rows[0].row.high)) == ("30", "50")
    trace = card.rows[0].trace
    assert trace is not None
    assert again(trace.expression) == trace.exact == Fraction(100 * 50, 51)
    assert card.rows[0].row.written.target == "30～50天"


def test_below_a_range_that_does_not_end_as_a_decimal_the_sum_still_holds() -> None:
    card = score(unit("甲校", "10", row("90%～95%", "80%")), unit("乙校", "20", row("95%～100%", "91%")))
    trace = card.rows[0].trace
    assert trace is not None
    assert again(trace.expression) == trace.exact == 100 * Fraction(262, 280)


def test_the_trace_names_the_units_and_can_be_done_again() -> None:
    card = score(unit("甲校", "10", row("≥95%", "80%")), unit("乙校", "20", row("≥95%", "91%")))
    trace = card.rows[0].trace
    assert trace is not None
    assert again(trace.expression) == trace.exact
    child = trace.children[0]
    assert again(child.expression) == child.exact == Fraction(262, 3)
    assert [(each.name, each.origin) for each in child.inputs] == [
        ("甲校完成值", "evaluations[0].indicators.r1.actual"),
        ("乙校完成值", "evaluations[1].indicators.r1.actual"),
        ("甲校资金额度", "evaluations[0].funds"),
        ("乙校资金额度", "evaluations[1].funds"),
    ]


def test_the_money_table_adds_up() -> None:
    merged = scoring.merge(rules(), [unit("甲校", "10.5", row("是", "是")), unit("乙校", "20.25", row("是", "是"))])
    assert merged.evaluation.funds[0].adjusted == "30.75"


def test_a_unit_to_which_the_row_does_not_apply_is_left_out() -> None:
    card = score(unit("甲校", "10", row("≥100人", "90人")), unit("乙校", "30", row("≥300人", None, not_applicable=True, reason="无此项")))
    assert card.rows[0].row.actual == 90


def test_a_missing_value_of_one_unit_keeps_the_sum_open() -> None:
    card = score(unit("甲校", "10", row("≥100人", "90人")), unit("乙校", "30", row("≥300人", None)))
    assert (card.rows[0].points, card.complete) == (None, False)


def test_judged_rows_are_means_of_the_claims_weighted_by_money() -> None:
    card = score(unit("甲校", "10", row("显著", "显著", claimed="90")), unit("乙校", "20", row("显著", "显著", claimed="60")))
    assert card.total == 7000


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (unit("乙校", "1", row("≥1人", "1人"), year="2021"), "与第一份不同"),
        (unit("乙校", "1", row("≥1人", "1人", weight="50")), "分值各单位不同"),
        (unit("乙校", "1", row("≥1户", "1户")), "计量单位"),
    ],
)
def test_forms_that_do_not_fit_together_are_refused(other: Evaluation, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        score(unit("甲校", "1", row("≥1人", "1人")), other)


def test_ratios_without_money_cannot_be_weighted() -> None:
    with pytest.raises(Invalid, match="资金额度"):
        score(unit("甲校", "0", row("≥1%", "1%")), unit("乙校", "0", row("≥1%", "1%")))
