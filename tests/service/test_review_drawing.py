"""抽取 - What is in the frame, how a draw is repeated, what a look beforehand tells, and when a sample can be taken back."""

import hashlib
import json

from tests.service.county import EVALUATIONS, ROUND, UNITS, id_of
from tests.service.filled import form
from tests.service.reviewing import (
    AGREED,
    SAMPLED,
    SAMPLES,
    WHOLE,
    At,
    assigned,
    draw,
    file_all,
    item,
    on_item,
    on_sample,
    saved,
    sent,
)


def test_the_frame_holds_what_was_filed_each_pinned_to_its_last_submission(at: At) -> None:
    file_all(at, ("school1", "farm1"))
    assert at("checker1").act(EVALUATIONS["school1"], "return", 3, reason="请核对").status_code == 200
    filler = at("filler1")
    assert filler.put(f"/api/v1/evaluations/{EVALUATIONS['school1']}", 4, json=form()).status_code == 200
    assert filler.act(EVALUATIONS["school1"], "submit", 5).status_code == 200
    sample = draw(at)
    told = at("auditor").get(f"/api/v1/samples/{sample['id']}/frame").json()
    assert [each["item"] for each in told["frame"]] == ["530000250001", "530000250003"]
    assert sample["risks"]["id"] == "general"
    assert told["frame"][0] == {
        "item": "530000250001",
        "name": "某县第一中学运转补助",
        "unit": "某县第一中学",
        "department": "某县教育体育局",
        "kind": "project",
        "money": 10_000_000,
        "grade": "优",
        "findings": told["frame"][0]["findings"],
        "late": False,
        "last_grade": None,
        "risk": 1,
    }
    listed = at("reviewer").get(f"/api/v1/samples/{sample['id']}/items").json()["items"]
    assert {each["item"]: each["submission"] for each in listed} == {"530000250001": 2, "530000250003": 1}
    assert {each["probability"] for each in listed} == {"1/1"}


def test_a_stranger_repeats_the_draw_from_what_is_published(at: At) -> None:
    file_all(at)
    plan = {"seed": "双色球2026028", "quota": {"number": 1}, "strata": ["department"]}
    sample = draw(at, plan)
    told = at("auditor").get(f"/api/v1/samples/{sample['id']}/frame").json()
    text = json.dumps(told["frame"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == told["frame_sha256"] == sample["frame_sha256"]
    strata: dict[str, list[str]] = {}
    for each in told["frame"]:
        strata.setdefault(each["department"], []).append(each["item"])
    lowest = {
        name: min(items, key=lambda code: hashlib.sha256(f"双色球2026028|{name}|{code}".encode()).hexdigest())
        for name, items in strata.items()
    }
    listed = at("reviewer").get(f"/api/v1/samples/{sample['id']}/items").json()["items"]
    assert {each["stratum"]: each["item"] for each in listed} == lowest
    assert any("双色球2026028" in sentence and sample["frame_sha256"] in sentence for sentence in sample["method"])
    assert sample["limits"]


def test_a_look_beforehand_writes_nothing_and_does_not_tell_the_lot(at: At) -> None:
    file_all(at)
    reviewer = at("reviewer")
    plan = {"seed": "1", "quota": {"share": "1/2"}, "named": [{"item": "530000250002", "reason": "群众来信"}]}
    told = reviewer.post(f"{SAMPLES}?preview=1", json={"title": "抽查", "plan": plan}).json()
    assert (told["coverage"]["of_items"], told["coverage"]["of_units"], told["coverage"]["of_money"]) == (4, 4, 40_000_000)
    assert told["coverage"]["items"] == 3
    assert [each["item"] for each in told["certain"]] == ["530000250002"]
    assert "items" not in told
    assert reviewer.get(SAMPLES).json()["total"] == 0


def test_no_seed_can_be_chosen_by_what_it_would_cover(at: At) -> None:
    file_all(at)
    plans = [{"seed": str(seed), "quota": {"number": 2}, "drawing": "by_size"} for seed in range(8)]
    told = [at("reviewer").post(f"{SAMPLES}?preview=1", json={"title": "抽查", "plan": plan}).json() for plan in plans]
    assert all(each == told[0] for each in told)


def test_a_draw_that_is_sent_twice_under_one_key_is_made_once(at: At) -> None:
    file_all(at, ("school1",))
    reviewer, body = at("reviewer"), {"title": "抽查", "plan": WHOLE}
    answers = [reviewer.post(SAMPLES, json=body, headers={"Idempotency-Key": "draw-1"}) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert reviewer.get(SAMPLES).json()["total"] == 1


def test_manual_additions_need_a_reason_and_are_marked(at: At) -> None:
    file_all(at)
    plan = {"seed": "1", "quota": {"number": 0}, "added": [{"item": "530000250003", "reason": " "}]}
    refused = at("head").post(SAMPLES, json={"title": "抽查", "plan": plan})
    assert refused.status_code == 422
    sample = draw(at, {**plan, "added": [{"item": "530000250003", "reason": "审计移送"}]}, login="head")
    only = at("head").get(f"/api/v1/samples/{sample['id']}/items").json()["items"][0]
    assert (only["how"], only["why"], only["probability"]) == ("manual", "审计移送", None)


def test_an_empty_frame_an_unknown_item_and_an_empty_sample_are_refused(at: At) -> None:
    reviewer = at("reviewer")
    assert reviewer.post(SAMPLES, json={"title": "抽查", "plan": WHOLE}).json()["code"] == "frame-empty"
    file_all(at, ("school1",))
    stranger = {**WHOLE, "named": [{"item": "P404", "reason": "点名"}]}
    assert reviewer.post(SAMPLES, json={"title": "抽查", "plan": stranger}).json()["code"] == "plan-unfit"
    assert reviewer.post(SAMPLES, json={"title": "抽查", "plan": {"seed": "1", "quota": {"number": 0}}}).json()["code"] == "sample-empty"
    elsewhere = {"title": "抽查", "plan": WHOLE, "unit": id_of("nowhere")}
    assert reviewer.post(SAMPLES, json=elsewhere).json()["code"] == "sample-invalid"


def test_a_sample_can_be_drawn_from_a_part_of_the_units(at: At) -> None:
    file_all(at)
    sample = draw(at, unit=UNITS["forestry"].id)
    assert {each["unit_name"] for each in at("head").get(f"/api/v1/samples/{sample['id']}/items").json()["items"]} == {
        "某县城关林场",
        "某县西山林场",
    }


def test_what_is_under_review_is_not_drawn_again_and_not_sent_twice(at: At) -> None:
    file_all(at, ("school1",))
    first, second = draw(at), draw(at)
    assert on_sample(at("reviewer"), first, "send").status_code == 200
    refused = on_sample(at("reviewer"), second, "send")
    assert (refused.status_code, refused.json()["code"]) == (409, "not-allowed")
    assert "已在另一抽查批中下发" in refused.json()["why"][0]
    assert at("reviewer").post(SAMPLES, json={"title": "抽查", "plan": WHOLE}).json()["code"] == "frame-empty"


def test_a_sample_is_taken_back_while_untouched_and_no_longer_afterwards(at: At) -> None:
    mine = sent(at, "school1", "farm1")["school1"]
    review = assigned(at, mine["id"], "third")[0]["id"]
    reviewer = at("reviewer")
    sample = reviewer.get(f"/api/v1/samples/{mine['sample']}").json()
    back = on_sample(reviewer, sample, "recall")
    assert (back.status_code, back.json()["state"], back.json()["sent"]) == (200, "drawn", None)
    third = at("third")
    assert third.get(f"/api/v1/reviews/{review}").status_code == 404, "what is not sent out is not for reviewers yet"
    assert third.get("/api/v1/reviews").json()["total"] == 0
    again = on_sample(reviewer, back.json(), "send").json()
    assert saved(third, review, AGREED).status_code == 200
    assert item(reviewer, mine["id"])["state"] == "reviewing"
    refused = on_sample(reviewer, again, "recall")
    assert (refused.status_code, refused.json()["code"]) == (409, "not-allowed")
    assert refused.json()["why"] == ["“某县第一中学运转补助”的复核已经开始，不能收回"]


def test_a_visit_or_a_problem_is_a_touch_too(at: At) -> None:
    mine = sent(at, "school1")["school1"]
    reviewer = at("reviewer")
    problem = {"code": "no-proof", "words": "没有花名册"}
    assert reviewer.post(f"/api/v1/sampled/{mine['id']}/problems", json=problem).status_code == 201
    sample = reviewer.get(f"/api/v1/samples/{mine['sample']}").json()
    assert on_sample(reviewer, sample, "recall").status_code == 409


def test_an_action_meant_for_another_version_is_told_the_present_state(at: At) -> None:
    file_all(at, ("school1",))
    sample = draw(at)
    assert on_sample(at("reviewer"), sample, "send").status_code == 200
    stale = on_sample(at("reviewer"), sample, "recall")
    assert (stale.status_code, stale.json()["code"], stale.json()["current"]["version"]) == (409, "version-conflict", 2)
    assert at("reviewer").post(f"/api/v1/samples/{sample['id']}/actions/recall").status_code == 428


def test_who_does_not_steer_neither_draws_nor_sees_samples(at: At) -> None:
    file_all(at, ("school1",))
    sample = draw(at)
    for login in ("filler1", "checker1", "department1", "section", "finance", "third"):
        client = at(login)
        assert client.post(SAMPLES, json={"title": "抽查", "plan": WHOLE}).status_code == 403
        assert client.get(f"/api/v1/samples/{sample['id']}").status_code == 403
        assert client.get(SAMPLED).json()["total"] == 0
    auditor = at("auditor")
    assert auditor.get(SAMPLES).json()["total"] == 1
    assert on_sample(auditor, sample, "send").status_code == 403


def test_the_rules_of_the_review_are_there_for_every_unit_before_it_files(at: At) -> None:
    told = at("filler1").get(f"/api/v1/rounds/{ROUND}/review-rules").json()
    assert (told["deductions"]["id"], told["deductions"]["version"]) == ("general", "1")
    assert {each["code"] for each in told["deductions"]["entries"]} >= {"no-proof", "not-assessable"}
    assert all(each["cost"] for each in told["deductions"]["entries"])
    changed = at("finance").patch(f"/api/v1/rounds/{ROUND}", 1, json={"deductions": "nowhere"})
    assert changed.json()["places"][0]["where"] == "deductions"
    file_all(at, ("school1",))
    late = at("finance").patch(f"/api/v1/rounds/{ROUND}", 1, json={"deductions": "general"})
    assert (late.status_code, late.json()["code"]) == (409, "round-begun")


def test_nobody_of_the_bureau_acts_on_an_item_that_was_only_drawn(at: At) -> None:
    file_all(at, ("school1",))
    sample = draw(at)
    only = at("head").get(f"/api/v1/samples/{sample['id']}/items").json()["items"][0]
    assert on_item(at("head"), only["id"], "decide", document=AGREED).status_code == 409
