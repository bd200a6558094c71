"""事实 - Every figure is final text, exact, and equal to the scorecard."""

import json
from pathlib import Path

import pytest

from perfeval import scoring
from perfeval.evaluation import Evaluations
from perfeval.reports import PAPERS, ReportFacts, mapping, report_facts
from perfeval.reports.facts import FormFacts, form_facts
from perfeval.reports.facts.places import place_words
from perfeval.reports.facts.titles import TITLES
from perfeval.reports.facts.tree import OF_FORMS, described, from_plain, known_paths, plain
from tests.reports.forms import FORMS, ROOT, SAMPLES, cases, sample, short

ROW = "{category: 产出指标, aspect: 数量指标, name: 培训人次, target: '≥100人次', actual: '80人次', weight: '10', claimed: '8'}"


def printed(text: object) -> str:
    """Return what a template prints for a value of a scorecard."""
    return "—" if text is None else str(text)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_points_weights_total_and_grade_are_the_strings_of_the_scorecard(path: Path) -> None:
    for each in cases(path):
        card, form = json.loads(scoring.write(each.card)), form_facts(each)
        if not each.rules.scored:
            foot = each.evaluation.claimed  # without points, what the unit wrote is printed as written
            assert (form.total, form.grade) == (printed(foot.total), printed(foot.grade))
            assert [row.points for row in form.rows] == [printed(score.row.written.claimed) for score in each.card.rows]
            continue
        assert (form.total, form.grade) == (printed(card["total"]), printed(card["grade"]))
        assert form.execution_weight == printed(card["execution"]["weight"])
        assert form.execution_points == printed(card["execution"]["points"])
        assert [row.weight for row in form.rows] == [printed(row["weight"]) for row in card["rows"]]
        points = [
            ("不适用" if row.points == "不适用" else printed(given["points"])) for row, given in zip(form.rows, card["rows"], strict=True)
        ]
        assert [row.points for row in form.rows] == points
        explained = form.explanations[1:] if card["execution"]["weight"] is not None else form.explanations
        for name in ("claimed", "computed"):
            assert [getattr(row, name) for row in explained] == [printed(row[name]) for row in card["rows"]]
        sums = {category["name"]: (printed(category["weight"]), printed(category["points"])) for category in card["categories"]}
        assert {name: sums[name] for name in sums} == {
            own.name: (facts.weight, facts.points) for own, facts in zip(each.card.categories, form.categories, strict=False)
        }


def test_amounts_are_exact_in_the_unit_of_the_form_in_yuan_and_in_wan() -> None:
    total = form_facts(sample("project")).money.total
    assert (total.adjusted, total.adjusted_yuan, total.adjusted_wan) == ("387664.62", "387664.62", "38.766462")
    assert (total.original, total.original_wan, total.spent_wan) == ("400000.00", "40.00", "35.00005")
    wan = form_facts(sample("money_first")).money.total
    assert (wan.adjusted, wan.adjusted_yuan, wan.adjusted_wan) == ("120.50", "1205000.00", "120.50")


def test_the_rate_is_a_percentage_with_two_decimals_half_up() -> None:
    money = form_facts(sample("project")).money
    assert (money.total.rate, money.fiscal.rate, money.other.rate, money.carryover.rate) == ("90.28%", "91.12%", "75.00%", "—")


def test_only_the_total_row_of_the_money_table_carries_weight_and_points() -> None:
    money = form_facts(sample("project")).money
    assert (money.total.weight, money.total.points) == ("10", "9.03")
    assert {(row.weight, row.points) for row in (money.fiscal, money.carryover, money.other, *money.rows)} == {("—", "—")}


def test_an_amount_that_cannot_be_read_is_printed_as_written() -> None:
    total = form_facts(short(ROW, money="{source: total, adjusted: '约一百', spent: '80'}")).money.total
    assert (total.adjusted, total.adjusted_wan, total.budget_yuan, total.rate, total.points) == ("约一百", "约一百", "约一百", "—", "—")


def test_a_part_of_the_money_takes_the_original_budget_where_the_total_does() -> None:
    money = "{source: total, original: '100', spent: '80'}, {source: fiscal, original: '100', spent: '80'}"
    fiscal = form_facts(short(ROW, money=money)).money.fiscal
    assert (fiscal.original, fiscal.adjusted, fiscal.rate) == ("100.00", "100.00", "80.00%")


def test_the_four_row_table_adds_all_further_sources_to_other_money_and_levels_to_fiscal_money() -> None:
    funds = "{source: central, adjusted: '60', spent: '50'}, {source: county, adjusted: '20', spent: '20'}, "
    funds += "{source: unit, adjusted: '15', spent: '5'}, {source: other, adjusted: '5', spent: '5'}"
    money = form_facts(short(ROW, money=funds)).money
    assert (money.total.adjusted, money.fiscal.adjusted, money.other.adjusted) == ("100.00", "80.00", "20.00")
    assert [row.title for row in money.levels] == ["中央", "县级"]


def test_a_target_is_printed_whole_and_as_sign_value_and_unit() -> None:
    by_name = {row.name: row for row in form_facts(sample("project")).rows}
    row = by_name["生均补助标准"]
    assert (row.target, row.sign, row.value, row.unit) == ("=5元/天", "=", "5", "元/天")
    words = by_name["学生营养状况"]
    assert (words.sign, words.value, words.unit) == ("定性", "明显改善", "—")


def test_a_bare_target_gets_the_sign_it_was_scored_with() -> None:
    row = form_facts(short("{category: 产出指标, aspect: 数量指标, name: 车辆, target: '6', actual: '6辆', weight: '10'}")).rows[0]
    assert (row.sign, row.value, row.unit) == ("≥", "6", "辆")


def test_an_adjusted_target_stands_beside_the_one_of_the_start_of_the_year() -> None:
    first, second, *_ = form_facts(sample("department")).rows
    assert (first.target_original, first.target_adjusted, first.value_original, first.value_adjusted) == ("≥8万亩", "≥8.5万亩", "8", "8.5")
    assert (second.target_original, second.target_adjusted, second.value_adjusted) == ("≥1万亩", "—", "—")
    assert (first.target, first.value, second.target, second.value) == ("≥8.5万亩（年初≥8万亩）", "8.5（年初8）", "≥1万亩", "1")


@pytest.mark.parametrize(
    ("original", "value"),
    [("≥100人", "90（年初100）"), ("=100人", "90（年初=100人）"), ("≥100户", "90（年初≥100户）"), ("全部", "90（年初全部）")],
)
def test_a_number_alone_stands_behind_one_that_has_its_sign_and_unit(original: str, value: str) -> None:
    cells = "category: 产出指标, aspect: 数量指标, name: 人数, actual: '90', weight: '10'"
    row = form_facts(short(f"{{{cells}, target: ≥90人, target_original: {original!r}}}")).rows[0]
    assert (row.value, row.target) == (value, f"≥90人（年初{original}）")


def test_level_one_names_carry_their_points_even_where_the_paper_typed_them_in() -> None:
    rows = form_facts(sample("money_first")).rows
    assert [row.category_label for row in rows] == ["产出指标（40分）"] * 3 + ["效益指标（30分）", "满意度指标（10分）"]


def test_a_row_that_does_not_apply_says_so() -> None:
    row = next(row for row in form_facts(sample("department")).rows if row.name == "境外考察")
    assert (row.points, row.actual, row.coefficient, row.weight) == ("不适用", "不适用", "不适用", "5")
    assert "不计分" in row.sentence


def test_what_nobody_wrote_is_a_dash_and_a_full_mark_needs_no_reason() -> None:
    form = form_facts(short(f"{ROW}, {{category: 产出指标, aspect: 质量指标, name: 合格率, target: '≥90%', actual: '95%', weight: '10'}}"))
    assert (form.subject.department, form.objective_expected, form.remarks, form.rows[0].deviation) == ("—", "—", "—", "—")
    assert form.rows[1].deviation == ""
    assert form.rows[0].sentence.endswith("扣2.00分，原因：未填写。")


def test_missing_points_are_a_dash_and_the_total_says_that_it_is_not_final() -> None:
    row = "{category: 效益指标, aspect: 社会效益指标, name: 影响, target: 良好, actual: 良好, weight: '10'}"
    form = form_facts(short(f"{ROW}, {row}"))
    assert (form.rows[1].points, form.grade) == ("—", "—")
    assert form.sentences.total == f"现有得分合计{form.total}分；影响尚无得分，评分未完成，暂不评定等级。"


def test_a_formula_shows_the_value_it_gives() -> None:
    row = next(row for row in form_facts(sample("formulas")).rows if row.name == "在职人员控制率")
    assert row.actual == "85.71%"


def test_points_that_were_lost_are_told_with_their_reasons() -> None:
    told = form_facts(sample("project")).sentences.lost
    assert told[0] == "预算执行率满分10分，得9.03分，扣0.97分；原因：部分供餐合同跨年结算；改进措施：提前签订合同并按季结算。"
    assert len(told) == 3


def test_a_form_without_losses_says_so() -> None:
    whole = "{category: 产出指标, aspect: 数量指标, name: 甲, target: '≥1个', actual: '1个', weight: '90', claimed: '90'}"
    told = form_facts(short(whole, money="{source: total, adjusted: '80', spent: '80'}")).sentences
    assert told.lost == ("各项指标均得满分，没有失分。",)
    assert told.total == "自评总分100.00分，等级为“优”。"


def test_an_empty_section_says_so_and_does_not_where_sentences_stand_above_it() -> None:
    form = form_facts(sample("project"), ("suggestions", "methods"))
    assert form.narrative["overview"] == ("项目为全县乡村小学学生提供营养餐。", "本年覆盖一所学校。")
    assert (form.narrative["methods"], form.narrative_written["methods"]) == (("（本节未填写）",), ())


def test_every_point_is_explained_by_its_sum_and_its_cells() -> None:
    money, _, second, *_ = form_facts(sample("project")).explanations
    assert (second.claimed, second.computed, second.points, second.expression) == ("14.70", "14.70", "14.70", "15 × 98 ÷ 100 = 14.70")
    assert (second.inputs[0].name, second.inputs[0].value, second.inputs[0].place) == ("实际完成值", "98%", "本行")
    assert "资金表“年度资金总额”行" in money.basis


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("form", "全表"),
        ("execution.weight", "资金行“分值”"),
        ("funds[0].spent", "资金表“年度资金总额”行“全年执行数”"),
        ("funds[0].spent+funds[1].spent", "资金表“年度资金总额”行“全年执行数”、资金表“财政拨款”行“全年执行数”"),
        ("indicators[1]", "指标表第2行"),
        ('indicators[1].inputs["在职人员数"]', "指标表第2行“计算项”“在职人员数”"),
        ("indicators[1].events[0].times", "指标表第2行“扣分事项”第1项“次数”"),
        ("categories.产出指标", "一级指标“产出指标”"),
        ("claimed.total", "表尾“总分”"),
        ("cn/project/2020@1#execution.weight", "指标体系资金行“分值”"),
        ("cn/project/1999@7#execution.weight", "指标体系 cn/project/1999 第7版资金行“分值”"),
        ("evaluations[1].indicators.r3.actual", "第2份自评表指标r3“实际完成值”"),
    ],
)
def test_a_place_is_told_in_words(where: str, words: str) -> None:
    assert place_words(sample("project"), where) == words


def test_several_forms_are_counted_by_grade_and_their_money_is_added_in_one_unit() -> None:
    facts = report_facts([sample("project"), sample("money_first")])
    assert facts.grades_sentence == "共开展绩效自评2个，其中“优”2个。"
    assert (facts.all_budget_yuan, facts.all_spent_wan) == ("1592664.62", "131.40005")
    assert "rows" not in mapping(facts)


def test_the_texts_of_a_report_over_several_forms_are_those_of_the_whole() -> None:
    one, two = sample("project"), sample("money_first")
    whole = Evaluations(year=2023, unit="两站", narrative={"problems": "合并后的问题"}, evaluations=(one.evaluation, two.evaluation))
    facts = report_facts([one, two], (), whole)
    assert (facts.unit, facts.department, facts.narrative["problems"]) == ("两站", "示例县教育体育局、示例县农业农村局", ("合并后的问题",))


def test_one_form_stands_at_the_top_as_well() -> None:
    top = mapping(report_facts([sample("project")]))
    assert top.keys() >= FormFacts.__dataclass_fields__.keys() | ReportFacts.__dataclass_fields__.keys()


def test_facts_survive_the_way_to_plain_data_and_back() -> None:
    facts = report_facts([sample("department")])
    assert from_plain(plain(facts), "样例", ReportFacts) == facts


def test_every_variable_has_a_chinese_name_and_no_name_is_left_over() -> None:
    listed = described(mapping(report_facts([sample("project")])))
    assert {each.path for each in listed} == known_paths()
    kinds = (*OF_FORMS, *PAPERS.values())
    assert not [each.path for each in described({}, kinds) if not each.title]
    leaves = {step.removesuffix("[]") for path in known_paths(kinds=kinds) for step in path.split(".")}
    assert TITLES.keys() <= leaves


def test_a_payout_is_told_with_its_sum() -> None:
    form = form_facts(cases(ROOT / "examples" / "m11-village-clinic.yaml")[0])
    assert form.payout == "6000.00"
    assert form.payout_words.endswith("= 6000.00元。")


def test_rows_without_weight_leave_no_bracket_behind_their_level() -> None:
    form = form_facts(short("{category: 产出指标, aspect: 数量指标, name: 甲, target: '≥1个', actual: '1个'}"))
    assert (form.rows[0].category_label, form.rows[0].weight, form.rows[0].points) == ("产出指标", "—", "—")


def test_a_formula_row_tells_the_numbers_it_is_made_of_and_others_tell_none() -> None:
    form = form_facts(cases(SAMPLES / "civil_affairs.yaml")[1])
    told = {row.name: row.inputs for row in form.rows}
    assert told["目标完成率"] == "实际完成数460，计划数996"
    assert told["资金使用合规"] == ""


def test_level_two_parts_have_the_sums_of_their_rows() -> None:
    part = next(each for each in form_facts(sample("guangshui")).categories if each.name == "项目绩效")
    assert [(each.name, each.label, each.weight, each.points) for each in part.aspects] == [
        ("数量指标", "数量指标（15分）", "15", "14.75"),
        ("质量指标", "质量指标（12分）", "12", "11.80"),
        ("其他指标（原表未取得）", "其他指标（原表未取得）（58分）", "58", "55.00"),
    ]
    assert [row.name for each in part.aspects for row in each.rows] == [row.name for row in part.rows]


def test_rows_that_name_no_level_two_stand_together_and_rows_of_one_level_two_are_gathered() -> None:
    rows = [("数量指标", "甲", "5"), (None, "乙", "10"), ("数量指标", "丙", "5")]
    text = ", ".join(
        f"{{category: 产出指标, {f'aspect: {aspect}, ' if aspect else ''}name: {name}, target: '≥1个', actual: '1个', weight: '{weight}'}}"
        for aspect, name, weight in rows
    )
    first, second = form_facts(short(text)).categories[0].aspects
    assert (first.label, first.points, [row.name for row in first.rows]) == ("数量指标（10分）", "10.00", ["甲", "丙"])
    assert (second.name, second.label, second.weight, [row.name for row in second.rows]) == ("—", "—", "10", ["乙"])


def test_a_level_two_part_without_points_says_so() -> None:
    row = "{category: 效益指标, aspect: 社会效益指标, name: 影响, target: 良好, actual: 良好, weight: '10'}"
    waiting = form_facts(short(f"{ROW}, {row}")).categories[1].aspects[0]
    assert (waiting.weight, waiting.points) == ("10", "—")
    unscored = form_facts(sample("transfer")).categories[0].aspects[0]
    assert (unscored.label, unscored.weight, unscored.points) == ("数量指标", "—", "—")


def test_the_money_row_joins_reason_and_measures() -> None:
    assert form_facts(sample("yinchuan")).money.total.deviation == "两个小区的质量保证金未到支付期；按合同约定到期支付"
    assert form_facts(short(ROW)).money.total.deviation == "—"
    assert form_facts(short(ROW, money="{source: total, adjusted: '80', spent: '80'}")).money.total.deviation == ""
    told = form_facts(short(ROW, money="{source: total, adjusted: '80', spent: '70', reason: 尾款未付。}"))
    assert told.money.total.deviation == "尾款未付"


def test_local_money_is_the_sum_of_province_city_and_county() -> None:
    funds = "{source: central, adjusted: '60', spent: '50'}, {source: province, adjusted: '20', spent: '20'}, "
    money = form_facts(short(ROW, money=f"{funds}{{source: county, adjusted: '20', spent: '10'}}")).money
    assert (money.local.title, money.local.adjusted, money.local.spent, money.local.rate) == ("地方资金", "40.00", "30.00", "75.00%")
    alone = form_facts(short(ROW, money=f"{funds.removesuffix(', ')}")).money
    assert (alone.local.adjusted, alone.local.rate) == ("20.00", "100.00%")
    assert form_facts(short(ROW)).money.local.adjusted == "—"


def test_a_sum_of_levels_takes_the_original_budget_where_the_total_does() -> None:
    funds = "{source: total, original: '100', spent: '80'}, {source: central, original: '60', spent: '50'}, "
    money = form_facts(short(ROW, money=f"{funds}{{source: county, original: '40', spent: '30'}}")).money
    assert (money.total.adjusted, money.fiscal.adjusted, money.local.adjusted, money.fiscal.rate) == ("100.00", "100.00", "40.00", "80.00%")


@pytest.mark.parametrize("core", ["", ", core: true"])
def test_a_star_that_was_typed_before_a_name_is_printed_once(core: str) -> None:
    form = form_facts(short(ROW.replace("name: 培训人次", f"name: ★培训人次{core}")))
    row = form.rows[0]
    assert (row.core_mark, row.name, row.core) == ("★", "培训人次", "是")
    assert row.sentence.startswith("培训人次：")
    assert (form.lost[1].name, form.explanations[1].name) == ("培训人次", "培训人次")


def test_a_level_one_name_can_be_printed_with_its_points_below() -> None:
    row = form_facts(sample("project")).rows[0]
    assert (row.category_label, row.category_lines) == ("产出指标（50分）", "产出指标\n（50分）")
    assert form_facts(sample("transfer")).rows[0].category_lines == "产出指标"
