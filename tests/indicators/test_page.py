"""体系作者手册 - The examples of docs/sets.md are sets that load, and its tables name what exists."""

import re

from perfeval import indicators, library
from perfeval.indicators import IndicatorSet
from perfeval.scoring import METHODS_BY_NAME
from tests.architecture.house import ROOT

PAGE = (ROOT / "docs" / "sets.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(format: .*?)```", PAGE, re.DOTALL)


def test_the_examples_of_the_page_load_without_a_defect() -> None:
    assert len(EXAMPLES) == 2
    for text in EXAMPLES:
        rules = indicators.parse(text, METHODS_BY_NAME, base=library._source)
        assert indicators.lint(rules, METHODS_BY_NAME) == ()


def test_the_page_names_every_key_and_every_method() -> None:
    tables = "\n".join(line for line in PAGE.splitlines() if line.startswith("|"))
    keys = {field.alias or name for name, field in IndicatorSet.model_fields.items()}
    assert not [key for key in keys if f"`{key}`" not in tables], "give each its row in docs/sets.md, Every key"
    assert not [method for method in METHODS_BY_NAME if f"`{method}`" not in tables], "give each its row in docs/sets.md, Methods"


def test_the_page_names_every_key_of_an_indicator() -> None:
    section = PAGE.split("## Every key")[1].split("## Methods")[0]
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
