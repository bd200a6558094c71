"""定分 - The one decision: frozen, signed where it is above the self score, unseen by the unit until it is released."""

import json
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from perfeval.store import decisions, tables, verify
from perfeval.store.decisions import DecisionRow
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS, KEY, NOW, id_of
from tests.service.filed_forms import with_claim_below
from tests.service.filing_rows import change_round, grant
from tests.service.reviewing import (
    AGREED,
    LESS,
    LONG,
    SAMPLED,
    At,
    Json,
    assigned,
    draw,
    item,
    judged,
    on_item,
    on_sample,
    reviewed,
    sent,
)


def decided(at: At, unit: str = "school1", document: Json = LESS) -> str:
    """Have an item decided by a reviewer of the bureau, and return its id."""
    mine: str = sent(at, unit)[unit]["id"]
    review = reviewed(at, mine, "third", document)
    answer = on_item(at("reviewer"), mine, "decide", review=review)
    assert answer.status_code == 200, answer.text
    return mine


def above(at: At) -> str:
    """Have an item decided above its self score, and return its id."""
    filler, mine = at("filler1"), EVALUATIONS["school1"]
    assert filler.put(f"/api/v1/evaluations/{mine}", 1, json=with_claim_below()).status_code == 200
    answer = filler.act(mine, "submit", 2)
    assert answer.status_code == 200, answer.text
    sample = draw(at)
    assert on_sample(at("reviewer"), sample, "send").status_code == 200
    sampled: str = at("reviewer").get(SAMPLED).json()["items"][0]["id"]
    review = reviewed(at, sampled, "third", judged(r1={"actual": "100", "words": LONG}))
    told = on_item(at("head"), sampled, "decide", review=review).json()
    assert (told["state"], told["self_total"], told["reviewed_total"]) == ("signing", "97.60", "99.60")
    return sampled


def unseen(client: Client, sampled: str) -> bool:
    """Tell whether somebody sees nothing at all of a review."""
    addresses = ("", "/decision", "/reviews", "/visits", "/problems", "/reviewers")
    told = [client.get(f"/api/v1/sampled/{sampled}{each}").status_code for each in addresses]
    return told == [404] * len(addresses) and client.get(SAMPLED).json()["total"] == 0


def test_the_unit_sees_nothing_before_the_release_and_its_result_afterwards(at: At) -> None:
    mine = decided(at)
    inside = [at(login) for login in ("filler1", "checker1", "department1", "section", "finance")]
    assert all(unseen(client, mine) for client in inside)
    assert on_item(inside[0], mine, "accept").status_code == 404
    released = on_item(at("head"), mine, "release").json()
    assert (released["state"], released["released"]) == ("released", NOW)
    for client in inside:
        told = client.get(f"/api/v1/sampled/{mine}/decision").json()
        rows = {each["row"]: each for each in told["score"]["rows"]}
        assert (rows["r1"]["self_points"], rows["r1"]["points"], rows["r1"]["delta"]) == ("20.00", "18.00", "-2.00")
        assert LONG in rows["r1"]["reason"]
        assert told["scorecard"]["total"] == "97.60"
        assert (told["person"], told["rules"]["id"]) == (None, "general")
        seen = item(client, mine)
        assert (seen["reviewed_total"], seen["stratum"], seen["decided_by"]) == ("97.60", None, None)
        assert client.get(SAMPLED).json()["total"] == 1
        assert client.get(f"/api/v1/sampled/{mine}/reviews").status_code == 403
    assert unseen(at("filler2"), mine)
    assert unseen(at("department2"), mine)


def test_the_unit_accepts_its_result_and_nobody_else_does(at: At) -> None:
    mine = decided(at)
    assert on_item(at("head"), mine, "release").status_code == 200
    assert on_item(at("department1"), mine, "accept").status_code == 403
    assert on_item(at("reviewer"), mine, "accept").status_code == 403
    told = on_item(at("checker1"), mine, "accept")
    assert (told.status_code, told.json()["state"]) == (200, "accepted")
    assert on_item(at("filler1"), mine, "accept").status_code == 409


def test_above_the_self_score_waits_for_the_signature_of_somebody_else(at: At, office: Office) -> None:
    mine = above(at)
    head = at("head")
    assert on_item(head, mine, "release").status_code == 409
    same = on_item(head, mine, "sign")
    assert (same.status_code, same.json()["why"]) == (409, ["会签的不能是定分的人，请由另一位财政负责人会签"])
    button = next(each for each in item(head, mine)["actions"] if each["action"] == "sign")
    assert (button["allowed"], button["why"]) == (False, same.json()["why"])
    assert on_item(at("reviewer"), mine, "sign").status_code == 403
    grant(office, "finance", "finance_head", "bureau")
    signed = on_item(at("finance"), mine, "sign").json()
    assert (signed["state"], signed["signed_by"], signed["decided_by"]) == ("decided", "财政审核人finance", "财政负责人head")
    assert on_item(head, mine, "release").json()["state"] == "released"


def test_who_signs_may_refuse_with_a_reason_and_it_is_decided_anew(at: At, office: Office) -> None:
    mine = above(at)
    grant(office, "finance", "finance_head", "bureau")
    other = at("finance")
    assert on_item(other, mine, "refuse").status_code == 422
    back = on_item(other, mine, "refuse", reason="没有看到新的证据").json()
    assert (back["state"], back["decision"], back["reviewed_total"]) == ("reviewing", None, None)
    again = on_item(other, mine, "decide", document=AGREED, words="维持自评").json()
    assert (again["state"], again["decision"], again["reviewed_total"]) == ("decided", 2, "97.60")
    with office.store.reading(NOW) as tx:
        kept = tx.connection.execute(select(tables.decisions.c.number, tables.decisions.c.reviewed_total)).all()
    assert sorted(map(tuple, kept)) == [(1, 9960), (2, 9760)], "what was decided first stays as it was"


def test_a_decision_is_frozen_with_its_hash_and_its_table(at: At, office: Office) -> None:
    mine = decided(at)
    with office.store.reading(NOW) as tx:
        kept = decisions.load(tx.connection, mine, 1)
    assert isinstance(kept, DecisionRow)
    assert kept.digest() == kept.sha256
    assert json.loads(kept.rules or "")["id"] == "general"
    assert json.loads(kept.card)["scorecard"]["total_trace"]
    for deed in ("update decisions set words = 'x'", "delete from decisions"):
        with pytest.raises(DBAPIError, match=r"never changed|permission denied"), office.store.writing(NOW) as tx:
            tx.connection.execute(text(deed))


def test_everything_is_in_the_journal_and_the_chain_holds(at: At, office: Office) -> None:
    mine = decided(at)
    assert on_item(at("head"), mine, "release").status_code == 200
    about = f"evaluations/{EVALUATIONS['school1']}/sampled/{mine}"
    listed = at("auditor").get(f"/api/v1/journal?about={about}").json()["items"]
    assert [each["action"] for each in listed] == [
        "review.assign",
        "review.save",
        "review.hand-in",
        "sampled.decide",
        "sampled.release",
    ]
    assert listed[3]["detail"]["reviewed_total"] == "97.60"
    whole = [each["action"] for each in at("auditor").get("/api/v1/journal?size=200").json()["items"]]
    assert {"sample.draw", "sample.send"} <= set(whole)
    with office.store.reading(NOW) as tx:
        assert verify(tx.connection, KEY).broken is None


def test_a_sample_is_released_at_once_when_all_of_it_is_decided(at: At) -> None:
    items = sent(at, "school1", "farm1")
    head = at("head")
    for unit in ("school1", "farm1"):
        review = reviewed(at, items[unit]["id"], "third", AGREED)
        sample = head.get(f"/api/v1/samples/{items[unit]['sample']}").json()
        refused = on_sample(head, sample, "release")
        assert (refused.status_code, refused.json()["code"]) == (409, "not-allowed")
        assert on_item(head, items[unit]["id"], "decide", review=review).status_code == 200
    sample = head.get(f"/api/v1/samples/{items['school1']['sample']}").json()
    told = on_sample(head, sample, "release")
    assert (told.status_code, told.json()["state"], told.json()["released"]) == (200, "released", NOW)
    assert item(at("filler3"), items["farm1"]["id"])["state"] == "released"


def test_a_round_that_rates_the_work_is_not_decided_before_the_rating_is_confirmed(at: At, office: Office) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = reviewed(at, mine, "third", AGREED)
    change_round(office, quality='{"id":"cn/quality/2026","version":"1","sha256":""}')
    refused = on_item(at("head"), mine, "decide", review=review)
    assert refused.json()["why"] == ["自评工作质量评级还没有确认"]


def test_a_round_without_a_table_of_deductions_is_not_reviewed(at: At, office: Office) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = assigned(at, mine, "third")[0]["id"]
    change_round(office, deductions=None)
    told = at("third").get(f"/api/v1/reviews/{review}")
    assert (told.status_code, told.json()["code"]) == (409, "deductions-missing")


def test_a_decision_names_a_review_of_the_item_or_its_own_judgements(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    reviewed(at, mine, "third", AGREED)
    head: Any = at("head")
    assert on_item(head, mine, "decide").status_code == 422
    assert on_item(head, mine, "decide", review=id_of("other")).json()["code"] == "review-not-found"
    assert on_item(at("third"), mine, "decide", document=AGREED).status_code == 403
    assert on_item(at("auditor"), mine, "decide", document=AGREED).status_code == 403
    told = on_item(head, mine, "decide", document=LESS).json()
    assert told["reviewed_total"] == "97.60"
