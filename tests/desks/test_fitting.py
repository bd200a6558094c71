import json

import pytest

from perfeval import library
from perfeval.desks import department, fitting
from tests.cli.test_score import school


def offered(**changes: object) -> list[str]:
    """Return the ids of the templates offered for the school's form, with some keys of the top level changed."""
    return [entry.id for entry in fitting.fitting(department.read(school(**changes), "表"))]


@pytest.mark.parametrize(
    ("reference", "first"),
    [
        ("cn/project/2020", "cn.project.form.2020"),
        ("cn/project/2020@1", "cn.project.form.2020"),
        ("cn/project/2013", "cn.project.report.2013"),
        ("yunnan/project/2020", "yunnan.project.form14.2020"),
        ("yunnan/baoshan/project/2022", "yunnan.baoshan.project.form.2022"),
        ("hubei/guangshui/project/2021", "hubei.guangshui.project.form.2021"),
        ("examples/village-clinic", "cn.project.form.2020"),
    ],
)
def test_the_place_of_the_set_goes_first(reference: str, first: str) -> None:
    assert offered(set=reference)[0] == first


def test_those_for_everywhere_stand_before_those_of_other_places() -> None:
    places = [template_id.partition(".")[0] for template_id in offered(set="hubei/project/2020")]
    order = ["hubei", "cn", "elsewhere"]
    ranks = [order.index(place if place in order else "elsewhere") for place in places]
    assert set(ranks) == {0, 1, 2}
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("kind", ["project", "department", "transfer"])
def test_every_template_that_is_offered_is_meant_for_the_kind_and_the_annex_is_never_offered(kind: str) -> None:
    ids = offered(kind=kind)
    filled = department.read(school(kind=kind), "表")
    assert "cn.annex" not in ids
    assert {each for each in library.template_ids() if fitting.misfit(filled, each) is None} == {*ids, "cn.annex"}


def test_a_paper_of_a_review_is_never_offered_for_a_form() -> None:
    filled = department.read(school(), "表")
    assert not [each for each in offered() if each.startswith("review.")]
    assert fitting.misfit(filled, "review.report") == "模板“预算绩效自评抽查复核报告”是复核报告，由复核和汇总的结果生成，不能用自评数据填写"


def test_a_file_of_two_kinds_is_offered_what_takes_both() -> None:
    both = [json.loads(school()), json.loads(school(kind="department"))]
    filled = department.read(json.dumps({"format": "perfeval.evaluations/1", "year": "2022", "evaluations": both}).encode(), "表")
    assert fitting.fitting(filled) == ()
    assert "这份自评数据是部门整体支出" in str(fitting.misfit(filled, "cn.project.form.2020"))


def test_texts_longer_than_the_form_allows_are_told_with_both_lengths() -> None:
    filled = department.read(school(narrative={"conclusion": "好" * 201, "problems": "无 " * 150}, objective={"actual": "成" * 101}), "表")
    assert fitting.overlong(filled, "sichuan.project.form.2022") == (
        "年度目标完成情况101字，表式规定不超过100字",
        "评价结论（写明取得的成效，自评总分由系统写出）201字，表式规定不超过200字",
    )
    assert fitting.overlong(filled, "cn.project.form.2020") == ()
