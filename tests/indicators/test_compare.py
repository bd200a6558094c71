"""体系对照 - In what two sets differ, each thing at its place in words; what only looks different is no difference."""

import pytest

from perfeval import indicators
from perfeval.indicators import Aspect, Category, Change, Execution, Indicator, IndicatorSet
from perfeval.indicators.model import Thresholds, Veto, Vocabulary
from perfeval.indicators.titles import TITLES
from perfeval.scoring import METHODS_BY_NAME
from tests.indicators.test_inherit import BASE, child

CODES = {"unspent": "结余过大"}


def whole(old: str = "", new: str = "", more: str = "") -> IndicatorSet:
    """Return the base set of the tests with one text in the place of another, and more keys."""
    assert old in BASE
    return indicators.parse(BASE.replace(old, new, 1) + more, METHODS_BY_NAME)


def told(other: IndicatorSet) -> list[str]:
    """Return in what a set differs from the base, as lines."""
    return [f"{each.title}：{each.words}" for each in changes(other)]


def changes(other: IndicatorSet) -> tuple[Change, ...]:
    return indicators.compare(whole(), other, METHODS_BY_NAME, CODES)


def test_a_set_does_not_differ_from_itself() -> None:
    assert changes(whole()) == ()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('{weight: "10"', '{weight: "20"', "资金行的分值：10分 改为 20分"),
        ('{weight: "10", denominator', "{denominator", "资金行的分值：删去 10分"),
        ("denominator: adjusted", "denominator: original", "资金行的执行率分母：全年预算数 改为 年初预算数"),
        ('floor: "90"', 'floor: "85"', "等级：优≥90，差＜90 改为 优≥85，差＜85"),
        ('weight: "30"', 'weight: "25"', "一级指标“效益指标”的分值：30分 改为 25分"),
        ("{name: 质量指标}", "{name: 质量指标, bare_sign: ≤}", "一级指标“产出指标”的二级指标“质量指标”的没有符号的指标值：写明 ≤"),
        ("{name: 数量指标}, ", "", "一级指标“产出指标”的二级指标：删去 数量指标"),
        ("name: 培训人次", "name: 培训人数", "指标“培训人数”的名称：培训人次 改为 培训人数"),
        (
            "key: known, name: 政策知晓率",
            "key: known, name: 政策知晓率, method: judged",
            "指标“政策知晓率”的评分方法：按指标值的符号计分 改为 人工评判",
        ),
        ("[甲, 乙]", "[甲]", "说明：删去 乙"),
        ("years: {from: 2020}", "years: {from: 2020, to: 2022}", "适用年度：2020年起 改为 2020年至2022年"),
        ("years: {from: 2020}", "years: {from: 2020, to: 2020}", "适用年度：2020年起 改为 2020年"),
    ],
)
def test_a_difference_is_told_with_its_place_and_both_sides(old: str, new: str, line: str) -> None:
    assert told(whole(old, new)) == [line]


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ("thresholds: {unspent: 10%}", "校验阈值的结余界限：20% 改为 10%"),
        ('severities: {unspent: "off"}', "校验提示“结余过大”：照常 改为 不提示"),
        ("weights: free", "分值来源：由体系规定 改为 由自评表填写，只核对合计为100分"),
        ("row_methods: [judged]", "可选用的评分方法：增加 judged"),
        ('alternatives: [{产出指标+效益指标: "90"}]', "其他分值方案：增加 产出指标与效益指标合计90分"),
        ("veto: {grade: 差, items: [弄虚作假]}", "一票否决的定为：写明 差"),
        ('accumulated: [{lost: "20", grade: 差}]', "累计扣分：写明 累计扣分达到20分的，定为差"),
        ("over_completion: [{at_least: 200%, keep: 50%}]", "超额完成扣减：写明 完成率达到200%的，得分调减至50%"),
        (
            "standard: {equal_to: {method: equal_to, parameters: {miss: nothing}}}",
            "计分办法“等于（=）”：等于指标值得满分，不等的按较小值÷较大值折算 改为 等于指标值得满分，不等的不得分",
        ),
    ],
)
def test_what_only_the_second_set_says_is_told(more: str, line: str) -> None:
    assert line in told(whole(more=more))


def test_what_only_looks_different_is_no_difference() -> None:
    spelled = "weights: fixed\nthresholds: {unspent: 20%}\nstandard: {at_least: {method: at_least}}\n"
    assert told(whole('weight: "30"', 'weight: "30.0"', spelled)) == []


def test_of_a_part_that_only_one_set_has_nothing_but_the_part_is_told() -> None:
    added = '\n  - {name: 成本指标, weight: "5", aspects: [{name: 经济成本指标}]}'
    other = whole("aspects: [{name: 社会效益指标}]", "aspects: [{name: 社会效益指标}]" + added)
    assert told(other) == ["一级指标：增加 成本指标5分：经济成本指标"]


def test_a_difference_is_data_too() -> None:
    (found,) = changes(whole('weight: "30"', 'weight: "25"'))
    assert found.as_json() == {
        "at": "categories.效益指标.weight",
        "place": "一级指标“效益指标”的分值",
        "deed": "set",
        "before": "30分",
        "after": "25分",
    }


def test_title_years_and_source_are_no_rules() -> None:
    assert {each.title for each in changes(child())} == {"体系名称", "适用年度", "依据"}
    assert all(each.own for each in changes(child()))
    assert not any(each.own for each in changes(whole('{weight: "10"', '{weight: "20"')))


def test_every_key_of_a_set_has_a_chinese_name() -> None:
    parts = (IndicatorSet, Category, Aspect, Indicator, Execution, Thresholds, Vocabulary, Veto)
    keys = {name for part in parts for name in part.model_fields} - {"format", "id", "version", "key", "unverified"}
    assert not keys - TITLES.keys(), "give each its name in indicators/titles.py"
