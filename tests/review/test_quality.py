"""自评工作质量 - Drafted from facts, every lost point with its finding, confirmed with words, apart from the score of the project."""

import json

import pytest

from perfeval import library, syntax
from perfeval.checks import CODES, TEXT_CODES
from perfeval.errors import Invalid
from perfeval.quantities import Points
from perfeval.review import (
    WORK_CODES,
    QualityAnswer,
    QualityDocument,
    QualityRating,
    Signal,
    WorkFacts,
    draft,
    rate,
    rating_form,
    read_quality,
    read_quality_document,
    with_deviation,
)
from perfeval.scoring.methods import checklist
from tests.architecture.house import ROOT

RULES = library.quality_rules()
SET = library.indicator_set(RULES.set)
FILE = ROOT / library.QUALITY / "general.yaml"
NEGLECTED = WorkFacts(
    days_late=3,
    returned=1,
    treasury="国库支付38.24万元，自评表写40万元",
    unfit_proofs=("照片拍摄于开工以前",),
    open_rectifications=("补签合同",),
    result_use=False,
)


def rated(document: QualityDocument, delta: int | None = 0) -> QualityRating:
    whole = document if delta is None else with_deviation(RULES, document, Points(delta))
    return rate(SET, whole, 2026)


def changed(document: QualityDocument, item: str, **more: object) -> QualityDocument:
    """Return the document with one answer changed."""
    answers = tuple(
        QualityAnswer(**{**{name: getattr(each, name) for name in each.__struct_fields__}, **more}) if each.item == item else each
        for each in document.answers
    )
    return QualityDocument(answers=answers, deviation=document.deviation)


def test_every_item_of_the_set_has_its_grounds_and_every_code_is_known() -> None:
    items = [
        (own.key, item.name) for own in SET.indicators if isinstance(own.parameters, checklist.Parameters) for item in own.parameters.items
    ]
    assert [(item.key, item.item) for item in RULES.items] == items
    known = {entry.code for entry in (*CODES, *TEXT_CODES)} | set(WORK_CODES)
    assert {code for item in RULES.items for code in item.codes} <= known


def test_the_weights_are_those_that_were_proposed_and_the_set_says_that_it_is_a_proposal() -> None:
    assert [(part.name, part.weight) for part in SET.categories] == [
        ("及时性", 1000),
        ("完整性", 1500),
        ("规范性", 1500),
        ("真实性", 2500),
        ("报告质量", 1500),
        ("结果应用与整改", 1000),
        ("自评与复核偏差", 1000),
    ]
    assert SET.source.unverified
    assert SET.kinds == ("quality",)


def test_good_work_is_drafted_full_and_waits_for_the_second_score() -> None:
    document = draft(RULES, WorkFacts(), ())
    waiting = rated(document, None)
    assert (waiting.card.total, waiting.card.complete, waiting.card.grade, waiting.open_items) == (9000, False, None, True)
    done = rated(document)
    assert (done.card.total, done.card.grade, done.losses, done.faults, done.open_items) == (10000, "优", (), (), False)


@pytest.mark.parametrize(
    ("delta", "points"),
    [(0, 1000), (500, 1000), (-500, 1000), (501, 667), (-1000, 667), (-1001, 333), (2000, 333), (-2001, 0), (5000, 0)],
)
def test_the_deviation_is_worth_all_two_thirds_one_third_or_nothing(delta: int, points: int) -> None:
    assert rated(draft(RULES, WorkFacts(), ()), delta).card.rows[-1].points == points


def test_every_lost_point_names_its_finding() -> None:
    found = (
        Signal(code="satisfaction-unsupported", words="第3段：满意度95%没有样本数", row="r9"),
        Signal(code="claimed-above-rule", words="培训人次：自评10分，按规则9.8分", row="r1"),
        Signal(code="strict-target", words="不影响质量的提示"),
    )
    rating = rated(draft(RULES, NEGLECTED, found), -800)
    told = {loss.name: (loss.lost, loss.reasons) for loss in rating.losses}
    assert told == {
        "及时性": (800, ("在规定时间内报送：逾期3天报送", "没有因错漏被退回：因错漏被退回1次")),
        "完整性": (500, ("佐证材料齐全：第3段：满意度95%没有样本数",)),
        "真实性": (
            1600,
            (
                "执行数与国库支付一致：国库支付38.24万元，自评表写40万元",
                "完成值有佐证且相符：照片拍摄于开工以前；第3段：满意度95%没有样本数",
                "自评得分符合评分规则：培训人次：自评10分，按规则9.8分",
            ),
        ),
        "结果应用与整改": (1000, ("上年整改事项已完成：上年整改没有完成：补签合同", "结果应用和公开写明：没有写结果应用和公开的情况")),
        "自评与复核偏差": (333, ("复核与自评相差不超过5分：复核比自评低8分",)),
    }
    assert rating.card.total == 10000 - sum(loss.lost for loss in rating.losses)
    assert rating.card.grade == "差"


def test_a_longer_delay_costs_the_second_item_too() -> None:
    assert rated(draft(RULES, WorkFacts(days_late=6), ())).card.rows[0].points == 200


def test_a_reviewer_changes_an_answer_with_words_only() -> None:
    document = draft(RULES, WorkFacts(days_late=3), ())
    silent = rated(changed(document, "在规定时间内报送", met=True))
    assert [(fault.code, fault.row) for fault in silent.faults] == [("quality-unexplained", "timeliness")]
    told = rated(changed(document, "在规定时间内报送", met=True, words="系统停机两天，已书面同意顺延"))
    assert (told.faults, told.card.total) == ((), 10000)
    harder = rated(changed(document, "改进措施写明", met=False, words="措施只有“加强管理”四字"))
    assert harder.losses[-1].reasons == ("改进措施写明：措施只有“加强管理”四字",)


def test_the_deviation_can_be_decided_anew_and_changes_nothing_else() -> None:
    document = changed(draft(RULES, WorkFacts(), ()), "改进措施写明", met=False, words="只有一句")
    first = with_deviation(RULES, document, Points(-2500))
    again = with_deviation(RULES, first, Points(100))
    assert again == with_deviation(RULES, document, Points(100))
    assert again.deviation == 100


def test_a_document_comes_back_and_the_rating_is_plain_data_and_a_form_like_any_other() -> None:
    document = with_deviation(RULES, draft(RULES, NEGLECTED, ()), Points(-800))
    assert read_quality_document(json.loads(json.dumps(document.as_json()))) == document
    told = rate(SET, document, 2026).as_json()
    assert (told["total"], told["grade"], told["complete"]) == ("67.67", "中", True)
    form = rating_form(SET, document, 2026)
    assert form.kind.label == "自评工作质量"
    assert form.indicators[0].reason == "在规定时间内报送：逾期3天报送；没有因错漏被退回：因错漏被退回1次"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("perfeval.quality/1", "perfeval.quality/2"),
        ("pass: 85%", "pass: 0.85"),
        ('within: "20"', 'within: "20", codes: [returned]'),
        ('within: "10"}', 'within: "zehn"}'),
        ("item: 复核与自评相差不超过10分", "item: 复核与自评相差不超过5分"),
        ("codes: [returned]", "codes: returned"),
    ],
)
def test_a_file_that_is_not_right_is_refused(old: str, new: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(Invalid):
        read_quality(syntax.load(text.replace(old, new, 1), FILE.name))


def test_the_rules_are_found_by_id_and_hold_their_hash() -> None:
    assert library.quality_rules("general@1").sha256 == RULES.sha256
    assert library.rules_ids(library.QUALITY) == ("general",)
