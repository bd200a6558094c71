"""自评数据文件用例 - What an evaluation file may say, and what is refused with its place."""

import json
from typing import Any

import pytest

from perfeval import evaluation
from perfeval.errors import Invalid
from perfeval.evaluation import Evaluations, FundSource

HEAD: dict[str, Any] = {
    "format": "perfeval.evaluation/1", "set": "cn/project/2020", "year": 2022, "kind": "project", "money_unit": "万元", "indicators": [],
}  # fmt: skip


def text(**changes: object) -> str:
    """Return a file with some keys changed."""
    return json.dumps({**HEAD, **changes}, ensure_ascii=False)


def refusal(data: str | bytes) -> str:
    """Return the message with which a file is refused."""
    with pytest.raises(Invalid) as caught:
        evaluation.parse(data)
    return str(caught.value)


def test_yaml_and_json_give_the_same_evaluation() -> None:
    yaml = """
format: perfeval.evaluation/1
set: cn/project/2020
year: 2022
kind: project
money_unit: 元
funds: [{source: total, adjusted: 387664.62, spent: 387664.620}]
indicators:
  - {name: 受助人数, target: "≥735人次", actual: 735, weight: 10}
"""
    one = evaluation.parse(yaml)
    other = text(
        money_unit="元",
        funds=[{"source": "total", "adjusted": "387664.62", "spent": "387664.620"}],
        indicators=[{"name": "受助人数", "target": "≥735人次", "actual": "735", "weight": "10"}],
    )
    assert one == evaluation.parse(other)


def test_numbers_keep_their_text_and_never_pass_through_float() -> None:
    data = text().replace("[]", '[{"actual": 0.10000000000000000555, "weight": 1e1, "claimed": 9007199254740993}]')
    row = evaluation.parse(data).indicators[0]
    assert (row.actual, row.weight, row.claimed) == ("0.10000000000000000555", "10", "9007199254740993")


@pytest.mark.parametrize("blank", ["", " ", "—", "-", "/", None, {}])
def test_blank_cells_are_not_written(blank: object) -> None:
    row = evaluation.parse(text(indicators=[{"name": "甲", "actual": blank, "target": blank, "claimed": blank}])).indicators[0]
    assert (row.actual, row.target, row.claimed) == (None, None, None)


def test_everything_else_may_be_absent_null_or_empty() -> None:
    nothings: tuple[object, ...] = (None, {})
    for nothing in nothings:
        parts = ("subject", "funds", "spending", "execution", "objective", "veto", "payout", "claimed", "narrative", "answers", "staff")
        assert evaluation.parse(text(**dict.fromkeys(parts, nothing))) == evaluation.parse(text())


def test_ids_are_given_by_position_passing_over_those_in_use() -> None:
    rows = [{"name": "甲"}, {"id": "r1"}, {"name": "丙"}, {"id": "x"}, {"name": "戊"}]
    assert [row.id for row in evaluation.parse(text(indicators=rows)).indicators] == ["r2", "r1", "r3", "x", "r5"]


def test_a_target_may_be_an_object() -> None:
    rows = [{"target": {"sign": ">=", "value": 735, "unit": "人次"}}, {"target": {"value": "10-20", "unit": "天"}}]
    assert [row.target for row in evaluation.parse(text(indicators=rows)).indicators] == ["≥735人次", "10-20天"]


def test_no_events_differs_from_events_not_written() -> None:
    rows = [{"key": "a", "events": []}, {"key": "b"}]
    assert [row.events for row in evaluation.parse(text(indicators=rows)).indicators] == [(), None]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (text(year="22"), ["year", "四位数字"]),
        (text(kind="项目"), ["kind", "project", "department", "transfer"]),
        (text(money_unit="美元"), ["money_unit", "万元"]),
        (text(format="perfeval.evaluation/2"), ["format", "perfeval.evaluation/1"]),
        (text(subjects={}), ["subjects", "subject"]),
        (text(subject={"progect": "甲"}), ["subject.progect", "project"]),
        (text(subject={"project": True}), ["subject.project", "应为文字"]),
        (text(funds={"source": "total"}), ["funds", "应为列表"]),
        (text(funds=[{"source": "totl"}]), ["funds[0].source", "total"]),
        (text(funds=[{"adjusted": "1"}]), ["funds[0].source", "缺少"]),
        (text(funds=[{"source": "total"}, {"source": "total"}]), ["funds[1].source", "两次"]),
        (text(funds=[{"source": "total", "spent": ["1"]}]), ["funds[0].spent", "列表"]),
        (text(indicators=[{"id": "a"}, {"id": "a"}]), ["indicators[1].id", "两次"]),
        (text(indicators=[{"key": "a"}, {"key": "a"}]), ["indicators[1].key", "两次"]),
        (text(indicators=[{"actual": True}]), ["indicators[0].actual", "是否"]),
        (text(indicators=[{"actual": {"value": "1"}}]), ["indicators[0].actual"]),
        (text(indicators=[{"target": {"sgn": "≥"}}]), ["indicators[0].target.sgn", "sign"]),
        (text(indicators=[{"band": "4"}]), ["indicators[0].band", "1、2、3"]),
        (text(indicators=[{"not_applicable": "是"}]), ["indicators[0].not_applicable", "true"]),
        (text(indicators=[{"items": {"有计划": "有"}}]), ["indicators[0].items.有计划", "true"]),
        (text(indicators=[{"events": [{"times": "1"}]}]), ["indicators[0].events[0].what", "缺少"]),
        (text(indicators=["甲"]), ["indicators[0]", "键: 值"]),
        (text(indicators={}), ["indicators", "缺少必填项"]),
        (text(answers=[{"words": "已核实"}]), ["answers[0].code", "缺少"]),
        (text(narrative={"problems": ["一"]}), ["narrative.problems", "应为文字"]),
        (text(indicators=[{}] * 5001), ["indicators", "5000行"]),
        ("format: [1, 2", ["YAML", "行"]),
        ('{"format": }', ["JSON", "第1行"]),
        ("a: *b", ["别名", "第1行"]),
        ("a: &b 1", ["锚点"]),
        ("a: !!int 1", ["类型标签"]),
        ("a: 1\na: 2", ["两次", "第2行"]),
        ('{"a": 1, "a": 2}', ["重复"]),
        ('{"a": NaN}', ["NaN"]),
        (b"\xff\xfe", ["UTF-8"]),
        ("x: " + "[" * 60 + "]" * 60, ["嵌套"]),
        ('{"x": ' + "[" * 60 + "]" * 60 + "}", ["嵌套"]),
        ("[" * 100_000, ["嵌套"]),
        ('{"format": "\\ud800"}', ["不完整的字符"]),
        (b"#" * (10 * 1024 * 1024 + 1), ["10 MB"]),
        ("", ["整份数据"]),
        ("a\tb: 1\n\tc: 2", ["YAML"]),
    ],
)
def test_what_is_not_valid_is_refused_with_place_and_advice(data: str | bytes, words: list[str]) -> None:
    message = refusal(data)
    for word in words:
        assert word in message, message


def test_all_faults_are_told_at_once() -> None:
    message = refusal(json.dumps({"format": "x", "set": "a", "indicators": [{"bnad": 1}, {"actual": []}]}))
    assert all(place in message for place in ("year", "kind", "money_unit", "format", "indicators[0].bnad", "indicators[1].actual"))


def test_several_evaluations_make_one_report() -> None:
    whole = {"format": "perfeval.evaluations/1", "year": "2022", "unit": "甲医院", "evaluations": [HEAD, HEAD]}
    several = evaluation.parse_any(json.dumps(whole))
    assert isinstance(several, Evaluations)
    assert (len(several.evaluations), several.unit) == (2, "甲医院")


def test_a_fault_in_one_of_several_names_which() -> None:
    whole = {"format": "perfeval.evaluations/1", "year": "2022", "evaluations": [HEAD, {**HEAD, "year": "x"}]}
    with pytest.raises(Invalid) as caught:
        evaluation.parse_any(json.dumps(whole))
    assert "evaluations[1].year" in str(caught.value)


def test_every_fund_source_has_its_name() -> None:
    assert all(source.label for source in FundSource)


def test_of_very_many_faults_the_first_are_told_and_all_are_counted() -> None:
    with pytest.raises(Invalid) as caught:
        evaluation.parse(text(indicators=[{f"bad{at}": 1} for at in range(3000)]))
    assert len(caught.value.places) == 100
    assert "共3000处" in caught.value.message


@pytest.mark.parametrize("key", ["name", "category", "target", "actual", "weight"])
def test_a_cell_or_name_of_more_than_a_thousand_characters_is_refused(key: str) -> None:
    assert "1000个字" in refusal(text(indicators=[{key: "a" + "\u0300" * 30_000}]))


def test_longer_texts_have_no_such_limit() -> None:
    rows = evaluation.parse(text(indicators=[{"reason": "因" * 5000}])).indicators
    assert len(rows[0].reason or "") == 5000


@pytest.mark.parametrize("key", ["set", "year", "kind", "money_unit", "format"])
def test_a_required_key_with_nothing_behind_it_is_missing(key: str) -> None:
    assert key in refusal(text(**{key: " "}))
    assert "缺少必填项" in refusal(text(**{key: " "}))


def test_an_object_target_without_a_value_is_not_written() -> None:
    rows = [{"target": {"sign": ">=", "value": None, "unit": "人"}}]
    assert evaluation.parse(text(indicators=rows)).indicators[0].target is None
