"""复核评分 - The same sum with other input, deductions by the published table, and differences that add up."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval import library
from perfeval.evaluation import Evaluation, Evaluations, Event, parse_any
from perfeval.quantities import Points
from perfeval.review import MONEY_ROW, SCALING, Deduction, Judgement, ReviewDocument, RowChange, SecondScore, read_document, rescore
from perfeval.scoring import score, write
from tests.architecture.house import ROOT
from tests.scoring.forms import again, form, rules

TABLE = library.deductions()
RULES = rules(execution={"denominator": "adjusted", "weight": "10"})
LONG = (
    "现场查看了全部名册和照片，名册上有二十三人没有签到，照片拍摄于开工以前，所附合同"
    "属于另一个项目，无法证明已经完成，单位当场说明是借用了往年的材料并表示认可。"
)
FUNDS = [{"source": "total", "adjusted": "100", "spent": "90"}]


def filed(*more: Mapping[str, object], **parts: object) -> Evaluation:
    """Return a form of 100 points: money 9 of 10, trained persons full, roads full, satisfaction judged 18 of 20."""
    rows: list[Mapping[str, object]] = [
        {
            "id": "r1",
            "category": "产出指标",
            "aspect": "数量指标",
            "name": "培训人次",
            "target": "≥100人次",
            "actual": "120",
            "weight": "40",
            "claimed": "40",
        },
        {
            "id": "r2",
            "category": "产出指标",
            "aspect": "时效指标",
            "name": "按期开工",
            "target": "≥90%",
            "actual": "90%",
            "weight": "30",
            "claimed": "30",
        },
        {
            "id": "r3",
            "category": "效益指标",
            "aspect": "社会效益指标",
            "name": "群众出行便利",
            "target": "明显改善",
            "actual": "改善",
            "weight": "20",
            "claimed": "18",
        },
    ]
    return form(*rows, *more, funds=FUNDS, **parts)


def reviewed(*judgements: Judgement, evaluation: Evaluation | None = None) -> SecondScore:
    return rescore(RULES, evaluation or filed(), ReviewDocument(judgements=judgements), TABLE)


def change(second: SecondScore, row: str) -> RowChange:
    return next(each for each in second.changes if each.row == row)


def deducted(row: str, code: str, **more: object) -> Judgement:
    """Return a judgement with one deduction that lacks nothing but what the test changes."""
    whole: dict[str, object] = {"code": code, "words": LONG, "proof": ("名册第3页",), **more}
    return Judgement(row=row, deductions=(Deduction(**whole),))  # type: ignore[arg-type]


def test_a_review_that_agrees_gives_the_same_card() -> None:
    second = reviewed(*(Judgement(row=row, agreed=True) for row in (MONEY_ROW, "r1", "r2", "r3")))
    assert second.card == second.self_card == score(RULES, filed())
    assert {each.reason for each in second.changes} == {"认可"}
    assert (second.delta, second.above_self, second.faults, second.open_rows) == (0, False, (), ())


def test_rows_about_which_nothing_is_said_are_open_and_stay_as_filed() -> None:
    second = reviewed(Judgement(row="r1", agreed=True))
    assert second.open_rows == (MONEY_ROW, "r2", "r3")
    assert second.delta == 0


def test_another_actual_value_is_scored_by_the_rule_of_the_set() -> None:
    second = reviewed(Judgement(row="r1", actual="80", words=LONG))
    assert (change(second, "r1").self_points, change(second, "r1").points, second.card.total) == (4000, 3200, 8900)
    assert change(second, "r1").reason == f"完成值核为“80”；{LONG}"
    trace = second.card.rows[0].trace
    assert trace is not None
    assert trace.expression == "40*80/100"


def test_a_value_for_the_whole_stands_in_the_place_of_the_periods_that_were_filed() -> None:
    found = parse_any((ROOT / "examples" / "m12-property-award.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, Evaluation)
    row = found.indicators[0]
    assert row.periods
    document = ReviewDocument(judgements=(Judgement(row=row.id, actual="80分", words=LONG),))
    assert change(rescore(library.indicator_set(found.set), found, document, TABLE), row.id).points == Points(8000)


def test_what_was_put_right_is_told_item_by_item() -> None:
    found = parse_any((ROOT / "examples" / "24-road-maintenance-2021.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, Evaluation)
    row = next(each.id for each in found.indicators if each.events is not None)
    told = Judgement(row=row, band=2, inputs={"人数": "9"}, items={"有台账": False}, events=(Event(what="逾期申报", date="2021-05-06"),))
    rules_of = library.indicator_set(found.set)
    for judgement, words in (
        (told, "核为第2档；人数核为“9”；有台账核为不符合；核为逾期申报1次（2021-05-06）"),
        (Judgement(row=row, events=()), "核为没有发生扣分事件"),
    ):
        assert change(rescore(rules_of, found, ReviewDocument(judgements=(judgement,)), TABLE), row).reason == words


def test_another_value_counts_by_the_rule_even_where_the_unit_claimed_less() -> None:
    modest = form(
        {"id": "r1", "category": "产出指标", "name": "合格率", "target": "≥100%", "actual": "50%", "weight": "90", "claimed": "40"},
        funds=FUNDS,
    )
    assert change(reviewed(Judgement(row="r1", agreed=True), evaluation=modest), "r1").points == 4000
    assert change(reviewed(Judgement(row="r1", actual="60%", words=LONG), evaluation=modest), "r1").points == 5400
    assert change(reviewed(Judgement(row="r1", claimed="35.5", words=LONG), evaluation=modest), "r1").points == 3550
    capped = reviewed(Judgement(row="r1", actual="60%", claimed="89", words=LONG), evaluation=modest)
    assert change(capped, "r1").points == 5400, "nobody gives more than the rule"


def test_a_judged_row_takes_the_points_of_the_reviewer_and_above_the_self_total_is_told() -> None:
    second = reviewed(Judgement(row="r3", claimed="20", words=LONG))
    assert (change(second, "r3").delta, second.above_self, second.card.total) == (200, True, 9900)
    assert not reviewed(Judgement(row="r3", claimed="18", words=LONG)).above_self


def test_another_amount_spent_changes_the_money_row_with_or_without_a_total_row() -> None:
    second = reviewed(Judgement(row=MONEY_ROW, actual="45", words=LONG))
    assert (change(second, MONEY_ROW).self_points, change(second, MONEY_ROW).points) == (900, 450)
    parts = form(funds=[{"source": "fiscal", "adjusted": "100", "spent": "90"}])
    by_parts = rescore(RULES, parts, ReviewDocument(judgements=(Judgement(row=MONEY_ROW, actual="45", words=LONG),)), TABLE)
    assert (change(by_parts, MONEY_ROW).self_points, change(by_parts, MONEY_ROW).points) == (900, 450)


@pytest.mark.parametrize(
    ("judgement", "points", "expression"),
    [
        (deducted("r1", "no-proof"), 0, "0"),
        (deducted("r1", "foreign-indicator"), 0, "0"),
        (deducted("r1", "not-assessable", gravity="严重"), 0, "max(0,40.00-40*1)"),
        (deducted("r1", "not-assessable", gravity="较重"), 1600, "max(0,40.00-40*0.6)"),
        (deducted("r1", "not-assessable", gravity="一般"), 2800, "max(0,40.00-40*0.3)"),
        (deducted("r2", "one-task-late"), 2100, "max(0,30.00-30*0.3)"),
        (deducted("r3", "counted-twice", other="r1"), 0, "0"),
        (deducted("r1", "target-far-exceeded"), 4000, "40"),
        (deducted(MONEY_ROW, "one-task-late"), 600, "max(0,9.00-10*0.3)"),
    ],
)
def test_a_deduction_costs_what_the_table_says(judgement: Judgement, points: int, expression: str) -> None:
    second = reviewed(judgement)
    assert second.faults == ()
    assert change(second, judgement.row).points == points
    trace = change(second, judgement.row).trace
    assert trace is not None
    assert (trace.expression, trace.rounded) == (expression, points)
    assert again(trace.expression) == trace.exact
    assert second.card.total == (second.self_card.total or 0) + second.delta


def test_several_deductions_add_up_and_stop_at_nothing() -> None:
    both = Judgement(
        row="r2",
        deductions=(
            Deduction(code="one-task-late", words=LONG, proof=("台账",)),
            Deduction(code="not-assessable", gravity="较重", words=LONG, proof=("申报表",)),
        ),
    )
    second = reviewed(both)
    assert change(second, "r2").points == 300
    trace = change(second, "r2").trace
    assert trace is not None
    assert trace.expression == "max(0,30.00-30*0.3-30*0.6)"
    lower = reviewed(Judgement(row="r2", actual="30%", words=LONG, deductions=both.deductions))
    assert change(lower, "r2").points == 0
    assert lower.card.rows[1].computed is None, "what people took off is not computed by the rule"


def test_the_sum_before_the_deduction_hangs_below_it() -> None:
    second = reviewed(
        Judgement(row="r1", actual="80", words=LONG, deductions=(Deduction(code="one-task-late", words=LONG, proof=("台账",)),))
    )
    trace = second.card.rows[0].trace
    assert trace is not None
    assert (trace.rule, trace.expression, trace.children[0].expression) == ("deduction", "max(0,32.00-40*0.3)", "40*80/100")
    assert trace.source == "绩效自评复核扣分标准（示例） general@1"
    assert '"rule":"deduction"' in write(second.card)


def test_a_row_that_the_rule_cannot_score_can_be_given_points_or_none() -> None:
    gap = filed({"id": "r4", "category": "效益指标", "name": "增收", "target": "≥100元", "weight": "10", "claimed": "8"})
    assert change(reviewed(evaluation=gap), "r4").points is None
    given_points = reviewed(Judgement(row="r4", claimed="6", words=LONG), evaluation=gap)
    assert change(given_points, "r4").points == 600
    trace = change(given_points, "r4").trace
    assert trace is not None
    assert trace.words == "按评分方法不能计分，复核评定得分 6"
    nothing = reviewed(deducted("r4", "no-proof"), evaluation=gap)
    assert (change(nothing, "r4").points, nothing.faults) == (0, ())
    late = reviewed(deducted("r4", "one-task-late"), evaluation=gap)
    assert [fault.code for fault in late.faults] == ["nothing-to-deduct"]
    assert given_points.card.complete
    assert not late.card.complete


def test_where_rows_do_not_apply_the_differences_still_add_up() -> None:
    partly = filed({"id": "r4", "category": "效益指标", "name": "增收", "not_applicable": True, "reason": "当年没有", "weight": "10"})
    second = reviewed(deducted("r2", "one-task-late"), evaluation=partly)
    whole = sum(each.delta for each in second.changes)
    assert whole == second.delta
    assert [each.row for each in second.changes][-1] != SCALING, "the rows that apply make 100 by themselves"
    less = form(
        {"id": "r1", "category": "产出指标", "name": "培训人次", "target": "≥100人次", "actual": "100", "weight": "60"},
        {"id": "r2", "category": "产出指标", "name": "增收", "not_applicable": True, "reason": "当年没有", "weight": "30"},
        funds=FUNDS,
    )
    scaled = reviewed(deducted("r1", "one-task-late"), evaluation=less)
    assert (scaled.self_card.total, scaled.card.total) == (9857, 7286)
    assert [(each.row, each.delta) for each in scaled.changes] == [(MONEY_ROW, 0), ("r1", -1800), ("r2", 0), (SCALING, -771)]


@pytest.mark.parametrize(
    ("judgements", "codes"),
    [
        ([Judgement(row="r9", agreed=True)], ["row-unknown"]),
        ([Judgement(row="r1", agreed=True), Judgement(row="r1", agreed=True)], ["row-repeated"]),
        ([Judgement(row="r1", agreed=True, claimed="40", words=LONG)], ["agreed-and-changed"]),
        ([Judgement(row="r1", actual="若干", words=LONG)], ["value-unreadable"]),
        ([Judgement(row="r1", claimed="41", words=LONG)], ["points-out-of-range"]),
        ([Judgement(row=MONEY_ROW, claimed="11", words=LONG)], ["points-out-of-range"]),
        ([Judgement(row=MONEY_ROW, actual="若干", words=LONG)], ["value-unreadable"]),
        ([Judgement(row="r1", actual="80", words="短")], ["change-unexplained"]),
        ([deducted("r1", "no-such-code")], ["deduction-unknown"]),
        ([deducted("r1", "not-assessable")], ["gravity-missing"]),
        ([deducted("r1", "not-assessable", gravity="很重")], ["gravity-missing"]),
        ([deducted("r1", "foreign-indicator", proof=())], ["proof-missing"]),
        ([deducted("r1", "no-proof", words="没有材料")], ["words-too-short"]),
        ([deducted("r1", "counted-twice")], ["other-missing"]),
        ([deducted("r1", "counted-twice", other="r1")], ["other-missing"]),
        ([deducted("r1", "counted-twice", other="r3"), deducted("r3", "counted-twice", other="r1")], ["other-missing", "other-missing"]),
        (
            [Judgement(row="r1", deductions=(Deduction(code="no-proof", words=LONG), Deduction(code="no-proof", words=LONG)))],
            ["deduction-repeated"],
        ),
    ],
)
def test_what_must_be_mended_before_handing_in_is_told(judgements: list[Judgement], codes: list[str]) -> None:
    faults = reviewed(*judgements).faults
    assert [fault.code for fault in faults] == codes
    assert all(fault.message and fault.suggestion for fault in faults)


def test_the_graver_the_loss_the_longer_the_words() -> None:
    message = next(iter(reviewed(deducted("r2", "one-task-late", words="一项任务逾期")).faults)).message
    assert message == "按期开工：多项任务中有一项逾期，说明只有6个字，至少要60个字"
    assert reviewed(deducted("r1", "target-far-exceeded", words="指标值定得太低了，明年应提高")).faults == ()


def test_a_document_comes_back_from_what_is_kept_and_the_answer_is_plain_data() -> None:
    document = ReviewDocument(judgements=(deducted("r1", "not-assessable", gravity="一般"), Judgement(row="r3", claimed="10", words=LONG)))
    assert read_document(document.as_json()) == document
    told = rescore(RULES, filed(), document, TABLE).as_json()
    assert (told["self_total"], told["total"], told["delta"], told["above_self"]) == ("97.00", "77.00", "-20.00", False)
    rows = told["rows"]
    assert isinstance(rows, list)
    assert rows[1] == {
        "row": "r1",
        "name": "培训人次",
        "weight": "40.00",
        "self_points": "40.00",
        "points": "28.00",
        "delta": "-12.00",
        "reason": f"指标不可考核（一般），扣12分：{LONG}",
        "codes": ["not-assessable"],
        "expression": "max(0,40.00-40*0.3)",
    }


# ------------------------------------------------------------------------------------------------ laws

CODES = [entry.code for entry in TABLE.entries]
DEDUCTIONS = st.builds(
    Deduction,
    code=st.sampled_from(CODES),
    gravity=st.sampled_from([None, "严重", "较重", "一般"]),
    words=st.just(LONG),
    other=st.sampled_from([None, "r1", "r3"]),
)
JUDGEMENTS = st.builds(
    Judgement,
    row=st.just(""),
    agreed=st.booleans(),
    actual=st.none() | st.integers(0, 200).map(str) | st.sampled_from(["若干", "95%", "-3"]),
    claimed=st.none() | st.integers(-100, 4500).map(lambda each: f"{each / 100}"),
    deductions=st.lists(DEDUCTIONS, max_size=3).map(tuple),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(JUDGEMENTS, min_size=5, max_size=5), st.booleans())
def test_whatever_is_judged_differences_add_up_and_points_stay_between_nothing_and_the_weight(found: list[Judgement], part: bool) -> None:
    row = {
        "id": "r4",
        "category": "效益指标",
        "name": "增收",
        "target": "≥100元",
        "weight": "7.5",
        **({"not_applicable": True} if part else {"actual": "33"}),
    }
    names = (MONEY_ROW, "r1", "r2", "r3", "r4")
    judgements = tuple(
        Judgement(row=name, agreed=each.agreed, actual=each.actual, claimed=each.claimed, deductions=each.deductions)
        for name, each in zip(names, found, strict=True)
    )
    second = reviewed(*judgements, evaluation=filed(row))
    assert sum(each.delta for each in second.changes) == second.delta
    for each in second.changes:
        if each.row != SCALING and each.points is not None:
            assert 0 <= each.points <= (each.weight or 0)
        if each.trace is not None:
            assert again(each.trace.expression) == each.trace.exact


def test_fractions_of_a_weight_are_rounded_half_up_once() -> None:
    odd = form({"id": "r1", "category": "产出指标", "name": "培训人次", "target": "≥3人次", "actual": "2", "weight": "8.35"}, funds=FUNDS)
    second = reviewed(deducted("r1", "one-task-late"), evaluation=odd)
    assert change(second, "r1").points == Points(307)  # 5.57 − 2.505 = 3.065
    assert Fraction("5.57") - Fraction("8.35") * Fraction("0.3") == Fraction("3.065")


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*-*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_form_can_be_reviewed_row_by_row_and_adds_up(path: Path) -> None:
    found = parse_any(path.read_text(encoding="utf-8"))
    for each in found.evaluations if isinstance(found, Evaluations) else (found,):
        own = library.indicator_set(each.set)
        assert rescore(own, each, ReviewDocument(), TABLE).card == score(own, each)
        rows = [row.row.written.id for row in score(own, each).rows]
        document = ReviewDocument(judgements=tuple(deducted(row, "no-proof") for row in (MONEY_ROW, *rows)))
        second = rescore(own, each, document, TABLE)
        assert sum(change.delta for change in second.changes) == second.delta
        assert not any(change.points for change in second.changes)
