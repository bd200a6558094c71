"""体系作者手册 - The examples of docs/sets.md are sets that load, and its tables name what exists."""

import re

import pytest
import yaml

from perfeval import evaluation, indicators, library, scoring
from perfeval.indicators import IndicatorSet
from perfeval.quantities import show_points
from perfeval.scoring import METHODS_BY_NAME
from tests.architecture.house import ROOT

PAGE = (ROOT / "docs" / "sets.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(format: .*?)```", PAGE, re.DOTALL)
OF_METHODS = re.findall(
    r"#### `(\w+)` (\S+)\n\n.*?```yaml\n(- key: .*?)```\n\n说明页写作“(.*?)”。填 `([^`]*)` 得 ([\d.]+) 分。\n", PAGE, re.DOTALL
)
SET = """format: perfeval.indicator-set/1
id: demo/project
version: "1"
title: 示例
kinds: [project]
years: {{from: 2024}}
source: {{title: 示例办法, clause: 第一条, read: 示例}}
execution: {{weight: "{money}", denominator: adjusted}}
grades: [{{name: 优, floor: "90"}}, {{name: 差, floor: "0"}}]
categories: [{{name: {own[category]}, weight: "{own[weight]}", aspects: [{{name: {own[aspect]}, evidence: {{what: 问卷}}}}]}}]
indicators:
{text}"""
FORM = "format: perfeval.evaluation/1\nset: demo/project\nyear: 2024\nkind: project\nmoney_unit: 万元\nindicators: [{row}]\n"


def test_the_examples_of_the_page_load_without_a_defect() -> None:
    assert len(EXAMPLES) == 2
    for text in EXAMPLES:
        rules = indicators.parse(text, METHODS_BY_NAME, base=library._source)
        assert indicators.lint(rules, METHODS_BY_NAME) == ()


def test_the_page_names_every_key_and_every_method() -> None:
    tables = "\n".join(line for line in PAGE.splitlines() if line.startswith("|"))
    keys = {field.alias or name for name, field in IndicatorSet.model_fields.items()}
    assert not [key for key in keys if f"`{key}`" not in tables], "give each its row in docs/sets.md, 每个键"
    assert not [method for method in METHODS_BY_NAME if f"`{method}`" not in tables], "give each its row in docs/sets.md, 评分方法"


def test_the_page_names_every_key_of_an_indicator() -> None:
    section = PAGE.split("## 每个键")[1].split("## 评分方法")[0]
    assert not [key for key in indicators.Indicator.model_fields if f"`{key}`" not in section]


def test_the_standards_of_the_page_are_a_part_of_a_set_that_loads() -> None:
    (text,) = re.findall(r"```yaml\n(standard:.*?)```", PAGE, re.DOTALL)
    head = 'id: demo/project\nversion: "1"\ntitle: 示例\nkinds: [project]\nyears: {from: 2024}\n'
    rest = "source: {title: 示例办法, clause: 第一条, read: 示例}\nexecution: {denominator: adjusted}\nweights: free\n"
    grades = 'grades: [{name: 优, floor: "90"}, {name: 差, floor: "0"}]\n'
    rules = indicators.parse(f"format: perfeval.indicator-set/1\n{head}{rest}{grades}{text}", METHODS_BY_NAME)
    assert indicators.lint(rules, METHODS_BY_NAME) == ()
    shown = "正向（≥）：及格线以上折算，达到指标值得满分；完成率低于60%的不得分，达到60%的按（完成率－60%）÷（1－60%）折算"
    assert shown in indicators.describe(rules, METHODS_BY_NAME)
    assert shown in PAGE.replace("\n", "")


def test_every_method_has_an_example() -> None:
    assert sorted(name for name, *_ in OF_METHODS) == sorted(METHODS_BY_NAME)


@pytest.mark.parametrize(("name", "title", "text", "sentence", "row", "points"), OF_METHODS, ids=[name for name, *_ in OF_METHODS])
def test_the_example_of_a_method_says_and_gives_what_the_page_says(
    name: str, title: str, text: str, sentence: str, row: str, points: str
) -> None:
    (own,) = yaml.safe_load(text)
    rules = indicators.parse(SET.format(own=own, money=100 - int(own["weight"]), text=text), METHODS_BY_NAME)
    assert indicators.lint(rules, METHODS_BY_NAME) == ()
    method = METHODS_BY_NAME[name]
    assert (own["method"], method.title, method.words(rules.indicators[0].parameters)) == (name, title, sentence)
    (score,) = scoring.score(rules, evaluation.parse(FORM.format(row=row), "填的一行")).rows
    assert score.points is not None
    assert (show_points(score.points), score.row.faults) == (points, ())
