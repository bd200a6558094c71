"""自评工作质量 - Published before the units file, drafted by facts when an item is sent out, confirmed by who reviews it, rated apart."""

import pytest

from perfeval import library
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS, ROUND
from tests.service.filed_forms import with_claim_below
from tests.service.reviewing import LONG, At, Json, assigned, draw, item, judged, on_item, on_sample, rate_work, reviewed, sent

LESS = judged(r1={"actual": "90", "words": LONG}, r4={"actual": "70%", "words": LONG * 2})
"""核减 - A review that takes more than five points off."""


@pytest.fixture
def rating_round(office: Office) -> None:
    """A round that rates the work by the shipped rules."""
    rate_work(office)


def rated(client: Client, sampled: str) -> Json:
    """Return the rating of an item as somebody sees it."""
    answer = client.get(f"/api/v1/sampled/{sampled}/quality")
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def answer_of(told: Json, item: str) -> Json:
    """Return one item of a rating."""
    found: Json = next(each for each in told["answers"] if each["item"] == item)
    return found


def confirmed(client: Client, sampled: str, *answers: Json, confirm: bool = True) -> Json:
    """Confirm the rating of an item, with other answers."""
    version = rated(client, sampled)["version"]
    answer = client.put(f"/api/v1/sampled/{sampled}/quality", version, json={"answers": list(answers), "confirm": confirm})
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


@pytest.mark.usefixtures("rating_round")
def test_every_unit_reads_before_filing_by_what_it_is_reviewed_and_rated(at: At) -> None:
    for login in ("filler1", "checker3", "department2", "auditor"):
        told = at(login).get(f"/api/v1/rounds/{ROUND}/review-rules").json()
        assert told["deductions"]["entries"]
        assert told["quality"]["set"] == "cn/quality/2026@1"
        parts = {part["key"]: part for part in told["quality"]["parts"]}
        assert [part["weight"] for part in parts.values()] == ["10", "15", "15", "25", "15", "10", "10"]
        assert parts["timeliness"]["items"][0] == {"item": "在规定时间内报送", "points": "6", "against": "逾期报送"}
        assert "没有分值" in parts["completeness"]["items"][0]["against"]
        assert any("优" in line for line in told["quality"]["words"])


def test_a_new_round_pins_the_published_rules_and_they_stay_once_something_was_filed(at: At) -> None:
    finance = at("finance")
    sets, times = {"project": "cn/project/2020"}, {"opening": "2026-03-01T00:00:00Z", "deadline": "2026-03-31T16:00:00Z"}
    made = finance.post("/api/v1/rounds", json={"year": 2025, "title": "另一批次", "sets": sets, **times}).json()
    rules = library.quality_rules()
    assert made["quality"] == {"id": rules.id, "version": rules.version, "sha256": rules.sha256}
    unknown = finance.patch(f"/api/v1/rounds/{made['id']}", 1, json={"quality": "nowhere"})
    assert (unknown.status_code, unknown.json()["places"][0]["where"]) == (422, "quality")
    sent(at, "school1")
    assert finance.patch(f"/api/v1/rounds/{ROUND}", 1, json={"quality": "general"}).status_code == 409


@pytest.mark.usefixtures("rating_round")
def test_the_draft_names_what_speaks_against_each_item_and_waits_for_the_second_score(at: At) -> None:
    filler, mine = at("filler1"), EVALUATIONS["school1"]
    assert filler.put(f"/api/v1/evaluations/{mine}", 1, json=with_claim_below()).status_code == 200
    assert filler.act(mine, "submit", 2).status_code == 200
    assert at("checker1").act(mine, "return", 3, reason="请核对人数", reason_code="figures").status_code == 200
    assert filler.act(mine, "submit", 4).status_code == 200
    sample = draw(at)
    assert on_sample(at("reviewer"), sample, "send").status_code == 200
    sampled = at("reviewer").get(f"/api/v1/rounds/{ROUND}/sampled").json()["items"][0]["id"]
    told = rated(at("head"), sampled)
    back = answer_of(told, "没有因错漏被退回")
    assert (back["met"], back["drafted"], back["signals"]) == (
        False,
        False,
        [{"code": "returned", "words": "因错漏被退回1次", "row": None}],
    )
    assert answer_of(told, "在规定时间内报送")["met"] is True
    assert answer_of(told, "复核与自评相差不超过5分")["met"] is None
    assert (told["rating"]["total"], told["rating"]["complete"]) == ("88.00", False)
    losses = {each["key"]: each for each in told["rating"]["losses"]}
    assert losses["timeliness"]["reasons"] == ["没有因错漏被退回：因错漏被退回1次"]
    assert told["proven_share"] == "0.00%", "no row has a proof"
    assert told["completeness"]["missing"] == ["学生满意度：佐证（满意度调查的问卷、样本数、调查日期和统计结果）"]


@pytest.mark.usefixtures("rating_round")
def test_who_reviews_changes_an_answer_with_words_and_confirms(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    assigned(at, mine, "third")
    third = at("third")
    other: Json = {"key": "truthfulness", "item": "内容出自本单位、本年度", "met": False}
    version = rated(third, mine)["version"]
    address = f"/api/v1/sampled/{mine}/quality"
    assert at("auditor").put(address, version, json={"confirm": True}).status_code == 403
    assert at("department2").put(address, version, json={"confirm": True}).status_code == 404
    silent = third.put(address, version, json={"answers": [other], "confirm": True})
    assert (silent.status_code, silent.json()["why"]) == (
        409,
        ["内容出自本单位、本年度：与起草的结论不同，没有写理由，请写明看到了什么，或改回起草的结论"],
    )
    told = confirmed(third, mine, {**other, "words": "报告里写的是上年的学校"})
    assert (told["confirmed_by"], told["confirmed_at"]) == ("第三方评审人third", "2026-03-10T08:00:00Z")
    assert answer_of(told, other["item"])["words"] == "报告里写的是上年的学校"
    deviation = {"key": "deviation", "item": "复核与自评相差不超过5分", "met": True}
    assert third.put(address, told["version"], json={"answers": [deviation]}).status_code == 422
    assert third.put(address, version, json={"confirm": True}).status_code == 409


@pytest.mark.usefixtures("rating_round")
def test_the_deviation_is_rated_with_the_decision_and_the_unit_sees_the_rating_with_its_result(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = reviewed(at, mine, "third", LESS)
    head, filler = at("head"), at("filler1")
    assert on_item(head, mine, "decide", review=review).json()["why"] == ["自评工作质量评级还没有确认"]
    confirmed(at("third"), mine)
    told = on_item(head, mine, "decide", review=review).json()
    assert told["self_total"] == "99.60"
    rating = rated(head, mine)
    assert answer_of(rating, "复核与自评相差不超过20分")["met"] is True
    assert answer_of(rating, "复核与自评相差不超过5分")["met"] is False
    assert (rating["rating"]["total"], rating["rating"]["grade"]) == (told["quality_total"], told["quality_grade"])
    assert rating["rating"]["complete"]
    late = head.put(f"/api/v1/sampled/{mine}/quality", rating["version"], json={"confirm": True})
    assert late.json()["why"] == ["这一项已定，不能再改自评工作质量评级"]
    assert filler.get(f"/api/v1/sampled/{mine}/quality").status_code == 404
    assert on_item(head, mine, "release").status_code == 200
    seen = rated(filler, mine)
    assert (seen["rating"], seen["confirmed_by"]) == (rating["rating"], None)
    assert item(filler, mine)["quality_grade"] == told["quality_grade"]
    decision = filler.get(f"/api/v1/sampled/{mine}/decision").json()
    assert decision["quality"]["document"]["deviation"] is not None
    assert on_item(filler, mine, "object", objections=[{"words": "请再核对"}]).status_code == 200
    objection = head.get(f"/api/v1/sampled/{mine}/objections").json()["items"][0]["id"]
    assert on_item(head, mine, "answer", answers=[{"objection": objection, "words": "再核"}], to="reviewing").status_code == 200
    other: Json = {"key": "truthfulness", "item": "内容出自本单位、本年度", "met": False, "words": "报告里写的是上年的学校"}
    assert answer_of(confirmed(head, mine, other), other["item"])["met"] is False
    assert rated(filler, mine)["rating"] == seen["rating"], "what changes anew is not for the unit before it is released"


def test_a_round_without_rules_for_it_rates_no_work(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    told = at("head").get(f"/api/v1/sampled/{mine}/quality")
    assert (told.status_code, told.json()["code"]) == (409, "quality-missing")
