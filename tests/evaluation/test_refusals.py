"""拒收时的话 - What a clerk is told when a file cannot be read: which row, which mark, which key was meant."""

import json

import pytest

from perfeval import evaluation, syntax
from perfeval.errors import Invalid, Place
from perfeval.evaluation import captions

HEAD = """format: perfeval.evaluation/1
set: cn/project/2020
year: 2022
kind: project
money_unit: 元
"""


def places(text: str | bytes) -> dict[str, Place]:
    """Return what is wrong with a file, by place."""
    with pytest.raises(Invalid) as caught:
        evaluation.parse(text)
    return {place.where: place for place in caught.value.places}


def only(text: str | bytes) -> Place:
    """Return the one place that is wrong."""
    (place,) = places(text).values()
    return place


def row(cell: str) -> Place:
    """Return what is wrong with the second row of a form, which holds one odd cell."""
    return only(f"{HEAD}indicators:\n  - {{name: 甲}}\n  - {{name: 改善办学条件, {cell}}}\n")


def test_the_machine_place_counts_from_0_and_the_sentence_as_people_do() -> None:
    place = row("claim: 10")
    assert place.where == "indicators[1].claim"
    assert place.message == "第2行“改善办学条件”：没有名为“claim”的项目"
    assert place.suggestion == "是不是“claimed”？即“自评得分”"


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("funds: [{source: total}, {source: fiscal, spnt: 1}]", "资金表第2行“财政拨款”"),
        ("spending: [{kind: basic, spnt: 1}]", "支出表第1行“基本支出”"),
        ("veto: [{item: 弄虚作假, day: 1}]", "第1项否决事项“弄虚作假”"),
        ("answers: [{code: unspent, word: 1}]", "第1条答复“unspent”"),
    ],
)
def test_rows_of_every_table_are_named(part: str, words: str) -> None:
    assert only(f"{HEAD}indicators: []\n{part}").message.startswith(f"{words}：")


def test_of_several_forms_the_form_is_named_too() -> None:
    form = {"subject": {"project": "修路"}, "indicators": [{"key": "length", "claim": "1"}]}
    whole = {"format": "perfeval.evaluations/1", "year": "2022", "evaluations": [{}, form]}
    with pytest.raises(Invalid) as caught:
        evaluation.parse_any(json.dumps(whole))
    assert [place.message for place in caught.value.places if "claim" in place.where] == ["第2份“修路”第1行“length”：没有名为“claim”的项目"]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("得分", "claimed（自评得分）"),
        ("原因", "reason（偏差原因）"),
        ("偏差原因分析及改进措施", "reason（偏差原因）"),
        ("指标值", "target（年度指标值）"),
        ("完成值", "actual（实际完成值）"),
        ("分值", "weight（分值）"),
        ("权重", "weight（分值）"),
        ("三级指标", "name（三级指标）"),
        ("单位", "unit（计量单位），放在 target（年度指标值）之下"),
        ("项目名称", "project（项目名称），放在 subject（基本情况）之下"),
        ("金额单位", "money_unit（金额单位），放在最外层"),
    ],
)
def test_a_key_in_the_words_of_the_form_is_answered_with_the_key(written: str, key: str) -> None:
    assert row(f"{written}: 1").suggestion == f"“{written}”应写成 {key}"


def test_a_key_of_another_part_is_answered_with_its_part() -> None:
    assert only(f"{HEAD}project: 甲\nindicators: []").suggestion == "“project”应写成 project（项目名称），放在 subject（基本情况）之下"
    assert "funds（资金表）之下或 execution（资金行）之下" in str(only(f"{HEAD}得分: 1\nindicators: []").suggestion)


def test_where_nothing_is_near_every_key_is_offered_with_its_name() -> None:
    advice = str(row("䶮: 1").suggestion)
    assert advice.startswith("可用的有：id（行编号）、")
    assert advice.endswith("periods（分期完成值）")


def test_a_list_of_names_that_is_cut_says_how_many_there_are() -> None:
    assert str(syntax.unknown("", "䶮", [f"名{at}" for at in range(20)]).suggestion).endswith("名11等20项")
    assert syntax.unknown("", "䶮", ["甲", "乙"]).suggestion == "可用的有：甲、乙"


def test_an_unknown_key_is_told_also_where_nothing_is_written_behind_it() -> None:
    assert row("得分: null").where == "indicators[1].得分"


@pytest.mark.parametrize(
    ("line", "listed", "advice"),
    [
        ("kind: 部门整体", "department（部门整体支出）", "“部门整体”应写成 department"),
        ("kind: “project”", "project（项目支出）", "“project”应写成 project"),
        ("money_unit: 人民币", "元、万元", "“人民币”应写成 元"),
        ("money_unit: 亿元", "元、万元", "请把各个金额换算成元或万元"),
        ("funds: [{source: 省级财政拨款}]", "province（省级）", "“省级财政拨款”应写成 province"),
        ("funds: [{source: 政府性基金}]", "government_fund（政府性基金预算）", "“政府性基金”应写成 government_fund"),
        ("spending: [{kind: 基本}]", "basic（基本支出）", "“基本”应写成 basic"),
        ("execution: {finished: 否}", "true 或 false", "“否”应写成 false，不加引号"),
    ],
)
def test_a_wrong_choice_is_answered_with_all_choices_and_the_one_meant(line: str, listed: str, advice: str) -> None:
    key = line.partition(":")[0]
    rest = "".join(each for each in HEAD.splitlines(keepends=True) if not each.startswith(f"{key}:"))
    place = only(f"{rest}indicators: []\n{line}")
    assert listed in place.message
    assert place.suggestion == advice


def test_what_is_missing_is_asked_for_with_what_to_write() -> None:
    found = places("subject: {project: 甲}")
    assert {place.message for place in found.values()} == {"缺少必填项"}
    asked = {where: str(place.suggestion) for where, place in found.items()}
    assert asked["format"] == "请写 format: perfeval.evaluation/1"
    assert "perfeval sets list" in asked["set"]
    assert "transfer（转移支付）" in asked["kind"]
    assert "万元" in asked["money_unit"]
    assert "year: 2024" in asked["year"]
    assert "indicators" in asked
    assert only(f"{HEAD}indicators: []\nfunds: [{{spent: 1}}]").suggestion == "请写 source（资金来源）"


def test_what_is_missing_but_stands_there_in_chinese_is_named() -> None:
    assert places("指标体系: cn/project/2020")["set"].suggestion == "是不是把它写成了“指标体系”？"


@pytest.mark.parametrize(
    ("year", "got", "advice"),
    [
        ("2203", "数字“2203”", "请核对评价年度"),
        ("2022年", "文字“2022年”", "只写数字：year: 2022"),
        ("２０２２", "“２０２２”", "year: 2022"),
    ],
)
def test_a_year_out_of_span_names_the_span(year: str, got: str, advice: str) -> None:
    place = only(f"{HEAD.replace('2022', year)}indicators: []")
    assert "1900 到 2099" in place.message
    assert got in place.message
    assert advice in str(place.suggestion)


def test_two_money_rows_without_a_known_source_are_two_faults() -> None:
    found = places(f"{HEAD}indicators: []\nfunds: [{{source: 甲乙丙}}, {{source: 丁戊己}}]")
    assert list(found) == ["funds[0].source", "funds[1].source"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("year：2023\nkind: project\n", 1, "冒号是全角"),
        ("set: x\nyear：2023\n\n# 说明\nkind: project\n", 2, "冒号是全角"),
        ("set: x\nyear：2023\n", 2, "冒号是全角"),
        ("a：1\nb：2\nc: 3\n", 1, "冒号是全角"),
        ("rows:\n  - name：甲\n    weight: 10\n", 2, "冒号是全角"),
        ("subject:\n  project: 甲\n  unit：乙\nyear: 2023\n", 3, "冒号是全角"),
        ("rows:\n  - {name: 甲，weight: 10}\n", 2, "逗号是全角"),
        ("name: “甲: 乙”\n", 1, "引号是中文引号"),
        ('set: x\nname: "甲”\nyear: 2023\n', 2, "引号是中文引号"),
        ('set: x\nname: "甲\nyear: 2023\n', 2, "成对"),
        ("set: x\nyear:2023\nkind: y\n", 2, "空一格"),
        ('{"set": "x",\n"year"：2023}', 2, "冒号是全角"),
        ('{"set": "x"，"year": 2023}', 1, "逗号是全角"),
        ("{“set”: 1}", 1, "引号是中文引号"),
        ("set: x\nkind: [a\nyear: 1\n", 3, "成对"),
    ],
)
def test_a_chinese_mark_is_told_on_the_line_where_it_stands(text: str, line: int, words: str) -> None:
    with pytest.raises(Invalid) as caught:
        syntax.load(text)
    (place,) = caught.value.places
    assert caught.value.code == "syntax"
    assert place.where.startswith(f"第{line}行")
    assert words in place.message


@pytest.mark.parametrize(
    "part", ["subject:\n  project：甲", "indicators:\n  - name：甲", "indicators:\n  - {name：甲, weight: 1}", "year：2022"]
)
def test_a_chinese_colon_that_still_is_valid_text_is_told_too(part: str) -> None:
    assert any("冒号是全角" in str(place) for place in places(part).values())


def test_chinese_marks_inside_of_texts_are_nobodys_business() -> None:
    text = (
        HEAD
        + "indicators:\n  - {name: 甲, reason: 原因：雨多，路滑, note: “引用”}\nnarrative:\n  problems: |\n    一、问题：人手少，“缺编”。\n"
    )
    form = evaluation.parse(text)
    assert (form.indicators[0].reason, form.indicators[0].note) == ("原因：雨多，路滑", "“引用”")
    assert form.narrative["problems"] == "一、问题：人手少，“缺编”。"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04\x14\x00", "这是 Word/Excel 文件，应为 YAML 或 JSON 的自评数据"),
        ("PK\x03\x04\x14", "这是 Word/Excel 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "这是 Word/Excel 文件"),
        (b"%PDF-1.7\n\xe2\xe3", "这是 PDF 文件，应为"),
        (b"\xff\xd8\xff\xe0", "这是图片，应为"),
    ],
)
def test_a_file_of_another_program_is_called_what_it_is(data: bytes | str, words: str) -> None:
    assert words in only(data).message


@pytest.mark.parametrize("data", ["", b"\xef\xbb\xbf", " \n", "# 只有说明\n", "null"])
def test_an_empty_file_is_called_empty(data: str | bytes) -> None:
    place = only(data)
    assert "内容是空的" in place.message
    assert "填表说明" in str(place.suggestion)


def test_of_very_many_wrong_choices_only_those_that_are_told_are_thought_about(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(captions, "chosen", lambda _choices, word: asked.append(word))
    with pytest.raises(Invalid, match="共3000处"):
        evaluation.parse(f"{HEAD}indicators: []\nfunds: [{'{source: 甲乙丙}, ' * 3000}]")
    assert len(asked) == 100
