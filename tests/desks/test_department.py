import json

import pytest

from perfeval.desks import department
from perfeval.desks.overview import overview
from perfeval.errors import Invalid
from perfeval.evaluation import Evaluation
from tests.cli.shell import SCHOOL
from tests.cli.test_score import school, several


def assessed(**changes: object) -> department.Assessment:
    """Return the school's form, with some keys of the top level changed, scored and checked."""
    filled = department.read(school(**changes), "表")
    assert isinstance(filled, Evaluation)
    return department.assess(filled)


def test_the_story_of_one_form_reads_scores_and_checks_it() -> None:
    filled = department.read(SCHOOL.read_bytes(), "表")
    (assessment,) = department.assess_all(filled)
    card = json.loads(department.scorecard(filled, [assessment]))
    assert card["total"] == "96.80"
    assert card["findings"] == [finding.as_json() for finding in assessment.findings]
    assert not assessment.blocks


def test_the_forms_of_one_report_are_assessed_each_by_itself() -> None:
    filled = department.read(several(), "表")
    assert [each.blocks for each in department.assess_all(filled)] == [False, True]
    assert json.loads(department.scorecard(filled, department.assess_all(filled)))["format"] == "perfeval.scorecards/1"


def test_a_set_that_nobody_knows_is_a_fault_of_the_form() -> None:
    with pytest.raises(Invalid) as caught:
        assessed(set="cn/projct/2020")
    assert caught.value.code == "set-not-found"
    assert caught.value.places[0].where == "set"


def test_a_card_that_is_not_complete_says_that_it_has_no_grade_yet() -> None:
    view = overview(assessed(funds=[]))
    assert view.grade == "—"
    assert any("资料不完整" in remark for remark in view.remarks)


def test_weights_that_do_not_add_up_say_why_there_is_no_grade() -> None:
    view = overview(assessed(execution={"weight": "20"}))
    assert view.grade == "—"
    assert "分值合计 110，不是 100，不评定等级" in view.remarks


def test_a_row_that_does_not_apply_says_so_and_the_total_says_how_it_was_scaled() -> None:
    form = json.loads(school())
    form["indicators"][0] |= {"not_applicable": True, "reason": "当年未安排"}
    view = overview(assessed(indicators=form["indicators"]))
    row = next(row for part in view.parts for row in part.rows if row[0] == "1")
    assert (row[3], row[7]) == ("不适用", "—")
    assert any("折算" in remark for remark in view.remarks)


def test_a_claim_above_the_rule_says_which_of_the_two_counts() -> None:
    form = json.loads(school())
    form["indicators"][1]["claimed"] = "10"
    view = overview(assessed(indicators=form["indicators"]))
    assert any("自评 10.00 高于系统测算 9.80，按系统测算计入" in loss.words for loss in view.losses)


def test_findings_stand_by_severity_the_gravest_first() -> None:
    view = overview(assessed(claimed={"total": "90"}))
    assert [group.severity.value for group in view.findings] == ["error", "warning", "notice"]
    assert [remark.place for remark in view.findings[0].remarks] == ["总分"]
