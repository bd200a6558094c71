"""文中数据 - A figure that a text names is written out from the facts; everything else in brackets stays."""

import pytest

from perfeval import reports
from perfeval.reports import Case
from tests.reports import forms

FORM = """
format: perfeval.evaluation/1
set: cn/project/2020
year: 2024
kind: project
money_unit: 万元
funds: [{source: total, original: "40", adjusted: "38.766462", spent: "35.00005"}]
indicators:
  - {category: 产出指标, aspect: 数量指标, name: 人数, target: "≥100人", actual: "90人", weight: "50", reason: 报名少}
narrative:
  problems: "预算执行率〔预算执行率〕，执行〔全年执行数〕。\\n按财预〔2020〕10号，〔无此项〕。"
  measures: 〔产出指标得分〕
  conclusion: 共〔指标数〕，失分〔失分指标数〕
"""


@pytest.fixture
def case() -> Case:
    return forms.case(FORM)


def test_every_text_has_its_figures_written_out_as_the_form_prints_them(case: Case) -> None:
    facts = reports.report_facts([case]).forms[0]
    assert facts.narrative["problems"] == ("预算执行率90.28%，执行35.00005万元。", "按财预〔2020〕10号，〔无此项〕。")
    assert facts.narrative_written["measures"] == ("45.00分",)
    assert facts.problems.startswith("预算执行率90.28%")
    assert facts.conclusion == "共1项，失分1项"
    assert "45.00分" in facts.improvement_summary
    assert case.evaluation.narrative["measures"] == "〔产出指标得分〕"


def test_what_is_not_there_is_a_dash_without_a_unit(case: Case) -> None:
    known = reports.figures(case, reports.money_facts(case))
    assert known["到位数"] == "—"
    assert known["结余"] == "3.766412万元"
    assert reports.resolved("〔到位数〕〔〕〔结余〕〔", known) == "—〔〕3.766412万元〔"
