"""体系说明页 - The page that tells a clerk a whole set: nothing left out, nothing of the file's own words, numbers handed in."""

import re

import pytest

from perfeval import indicators, library
from perfeval.checks import CODES
from perfeval.desks import set_author
from perfeval.scoring import METHODS_BY_NAME
from tests.indicators.test_inherit import BASE, child

TITLES = {entry.code: entry.title for entry in CODES}
KEYS = re.compile(r"\b(?:at_least|at_most|weight|method|parameters|floor|share|None|Fraction)\b|\{|\}")


def page(more: str = "", old: str = "", new: str = "", worked: indicators.WorkedSums | None = None) -> str:
    """Return the page of the base set of the tests with more keys."""
    rules = indicators.parse(BASE.replace(old, new, 1) + more, METHODS_BY_NAME)
    return indicators.page(rules, METHODS_BY_NAME, TITLES, worked or {})


def section(text: str, title: str) -> str:
    """Return one section of a page, nothing where it has none."""
    found = re.search(rf"^## {title}\n\n(.*?)(?=\n\n## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


@pytest.mark.parametrize("set_id", library.set_ids())
def test_every_set_has_a_page_without_the_words_of_the_file(set_id: str) -> None:
    rules = library.indicator_set(set_id)
    text = set_author.page_of(rules)
    body = text.replace("`", "")
    assert not [line for line in body.splitlines() if KEYS.search(line) and line not in "\n".join(f"- {note}" for note in rules.notes)]
    assert text.startswith(f"# {rules.title}\n")
    for words in (rules.source.read, rules.source.why, *rules.notes):
        assert words is None or words in text
    for own in rules.indicators:
        assert f"| {own.name}" in text


def test_the_source_tells_what_was_and_was_not_at_hand() -> None:
    doubtful = (
        "source: {title: 上级办法, clause: 第一条, read: 示例}",
        "source: {title: 上级办法, clause: 第一条, read: 示例, unverified: true, why: 缺附件}",
    )
    assert section(page(), "来源与核对").endswith("- 已核对原文")
    assert section(page("", *doubtful), "来源与核对").endswith("- 未核对原文：缺附件")


def test_the_money_row_is_told_with_its_worked_number() -> None:
    told = section(page(worked={("execution",): "执行率80%：10 × 80 ÷ 100 = 8.00"}), "资金行")
    assert told == "资金行10分。执行率＝全年执行数÷全年预算数；得分＝10×执行率，最高10分。\n\n例：执行率80%：10 × 80 ÷ 100 = 8.00。"
    assert section(page("", 'weight: "10", ', ""), "资金行") == "资金行不计分，只算执行率：执行率＝全年执行数÷全年预算数。"


def test_the_levels_are_a_table_with_the_money_row() -> None:
    assert section(page(), "指标和分值").splitlines() == [
        "| 一级指标 | 分值 | 二级指标 |",
        "|---|---|---|",
        "| 预算执行率（资金行） | 10分 |  |",
        "| 产出指标 | 60分 | 数量指标、质量指标、1.时效 |",
        "| 效益指标 | 30分 | 社会效益指标 |",
    ]


def test_a_money_row_inside_a_part_is_told_there() -> None:
    text = page("", '{weight: "10", denominator', '{weight: "10", category: 产出指标, denominator')
    assert "资金行10分，分值计入“产出指标”。" in text
    assert "| 产出指标 | 60分 | 预算执行率（资金行）10分、数量指标、质量指标、1.时效 |" in text


def test_weights_that_the_form_brings_are_told() -> None:
    assert "没有写分值的，由自评表填写，合计60分。" in page("", '    weight: "60"\n', "")
    assert section(page("weights: free\n"), "指标和分值").startswith("分值由自评表填写，只核对合计为100分。")


def test_rows_are_told_by_their_targets_with_the_set_s_own_parameters() -> None:
    own = 'standard:\n  at_least: {method: stretched, parameters: {pass: "70%"}}\n'
    told = section(page(own, worked={("standard", "at_least"): "算例甲"}), "各行怎样得分").splitlines()
    assert told[0] == "- 指标值写“≥”：及格线以上折算，达到指标值得满分；完成率低于70%的不得分，达到70%的按（完成率－70%）÷（1－70%）折算。"
    assert told[1] == "  例：算例甲。"
    heads = [line.partition("：")[0].removeprefix("- 指标值") for line in told if line.startswith("- 指标值")]
    assert heads[:7] == ["写“≥”", "写“≤”", "写“=”", "是区间", "是日期", "写“是”“完成”", "是其他文字（定性）"]


def test_a_level_2_part_with_its_own_way_is_told() -> None:
    own = "{name: 质量指标, bare_sign: ≤, standard: {equal_to: {method: equal_to, parameters: {miss: nothing}}}}"
    told = section(page("", "{name: 质量指标}", own), "各行怎样得分")
    assert "- “质量指标”之下，指标值写“=”：等于指标值得满分，不等的不得分。" in told
    assert "- “质量指标”之下，指标值只写数字的按“≤”。" in told


def test_the_set_s_own_indicators_are_a_table() -> None:
    own = '{key: trained, name: 培训|人次, category: 产出指标, aspect: 数量指标, weight: "5", required: true, method: dated, '
    own += 'parameters: {per_day: "1"}'
    text = page(
        "", "{key: trained, name: 培训人次, category: 产出指标, aspect: 数量指标", own + ", evidence: {what: 签到表, required: true}"
    )
    told = section(text, "本体系自带的指标").splitlines()
    assert told[0] == "| 所属 | 指标 | 分值 | 怎样得分 | 佐证 |"
    assert (
        told[2]
        == "| 产出指标 / 数量指标 | 培训｜人次（必填） | 5分 | 时限：按期完成得满分，每逾期一天扣1分，扣完为止 | 签到表（必须提供） |"
    )
    assert told[3] == "| 效益指标 / 社会效益指标 | 政策知晓率 | — | 按指标值 | — |"


def test_what_follows_from_events_and_limits_that_are_not_usual_is_told() -> None:
    text = page(
        'veto: {grade: 差, items: [弄虚作假]}\naccumulated: [{lost: "20", grade: 差}]\n'
        'thresholds: {unspent: 10%, magnitude: 30%}\nseverities: {measures-missing: "off", unspent: error}\n'
    )
    assert section(text, "特别规定").splitlines() == [
        "- 一票否决：发生弄虚作假之一的，定为差，得分照列。",
        "- 累计扣分达到20分的，定为差。",
    ]
    assert section(text, "校验的特别规定").splitlines() == [
        "- 结余超过10%而资金行没有写明原因的，给出提示（通常为20%）。",
        "- 缺少改进措施：不提示。",
        "- 结余过大：作为“错误”提示。",
    ]
    assert section(page(), "校验的特别规定") == ""


def test_the_differences_stand_at_the_end_with_their_reasons() -> None:
    changes = 'changes:\n  - {at: execution.weight, set: "20", why: 表上20分。}\n  - {at: notes, add: 丙。, why: 表头}\n'
    rules = child(changes)
    told = section(indicators.page(rules, METHODS_BY_NAME, TITLES, {}), "与上级体系的不同").splitlines()
    assert told == [
        "上级体系是 `base/project@3`。",
        "",
        "- 资金行的分值：10分 改为 20分。理由：表上20分。",
        "- 说明：增加 丙。理由：表头。",
    ]
    alone = indicators.page(child(), METHODS_BY_NAME, TITLES, {})
    assert section(alone, "与上级体系的不同") == "规则与 `base/project@3` 完全相同。"


def test_a_set_whose_points_are_all_its_own_does_not_tell_how_other_rows_are_scored() -> None:
    assert section(set_author.page("examples/village-clinic"), "各行怎样得分") == ""
    assert "评定" in section(set_author.page("examples/village-clinic"), "本体系自带的指标")
