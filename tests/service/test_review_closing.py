"""办结 - Final totals and grades come from the review where there was one; closing the round fixes them, and then nothing moves."""

from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS, NOW, ROUND, id_of
from tests.service.filing_rows import grant
from tests.service.filled import form
from tests.service.reviewing import LESS, SAMPLES, WHOLE, At, Json, file_all, on_item, reviewed, sent

OWN: Json = {"total": "99.60", "grade": "优", "source": "self", "source_title": "自评", "fixed": False}
REVIEWED: Json = {**OWN, "total": "97.60", "source": "review", "source_title": "复核"}


def final(client: Client, unit: str) -> object:
    """Return the final result of a unit's evaluation as somebody sees it."""
    return client.get(f"/api/v1/evaluations/{EVALUATIONS[unit]}").json()["final"]


def finals(client: Client) -> dict[str, object]:
    """Return the final results that the list of the round tells, by evaluation."""
    listed = client.get(f"/api/v1/rounds/{ROUND}/evaluations").json()["items"]
    return {each["id"]: each["final"] for each in listed}


def closed(client: Client, version: int | None = None) -> Json:
    """Close the round and return the answer."""
    known = client.get(f"/api/v1/rounds/{ROUND}").json()["version"] if version is None else version
    answer = client.post(f"/api/v1/rounds/{ROUND}/actions/close", headers={"If-Match": f'"{known}"'})
    return {"status": answer.status_code, **answer.json()}


def released(at: At) -> str:
    """Have the first school's item decided and released, and return its id."""
    mine: str = sent(at, "school1")["school1"]["id"]
    review = reviewed(at, mine, "third", LESS)
    assert on_item(at("head"), mine, "decide", review=review).status_code == 200
    assert final(at("filler1"), "school1") == OWN, "nothing of a review is told before its release"
    assert on_item(at("head"), mine, "release").status_code == 200
    return mine


def test_the_reviewed_result_is_the_final_one_and_its_source_is_told(at: At) -> None:
    assert final(at("filler1"), "school1") is None, "nothing was filed"
    released(at)
    file_all(at, ("farm1",))
    for login in ("filler1", "department1", "head"):
        client = at(login)
        assert final(client, "school1") == REVIEWED
        assert finals(client)[EVALUATIONS["school1"]] == REVIEWED
    assert final(at("filler3"), "farm1") == OWN
    assert finals(at("auditor"))[EVALUATIONS["farm2"]] is None


def test_a_round_is_closed_by_the_head_once_every_review_is_settled_and_then_nothing_moves(at: At) -> None:
    mine = released(at)
    file_all(at, ("farm1",))
    head = at("head")
    assert at("finance").post(f"/api/v1/rounds/{ROUND}/actions/close", headers={"If-Match": '"1"'}).status_code == 403
    assert closed(head)["why"] == ["还有1项抽查项已反馈：请等单位确认，或等反馈满10天"]
    assert on_item(at("checker1"), mine, "accept").status_code == 200
    assert closed(head, 9)["status"] == 409
    told = closed(head)
    assert (told["status"], told["closed"]) == (200, NOW)
    assert final(at("filler1"), "school1") == {**REVIEWED, "fixed": True}
    assert finals(head)[EVALUATIONS["farm1"]] == {**OWN, "fixed": True}
    assert finals(head)[EVALUATIONS["farm2"]] is None
    why = "批次已经办结，审定结果已经确定，不能再改"
    late = at("filler4").put(f"/api/v1/evaluations/{EVALUATIONS['farm2']}", 1, json=form("farm2"))
    assert (late.status_code, late.json()["why"]) == (409, [why])
    seen = at("checker3").get(f"/api/v1/evaluations/{EVALUATIONS['farm1']}").json()
    assert {tuple(each["why"]) for each in seen["actions"] if not each["allowed"]} == {(why,)}
    assert at("checker3").act(EVALUATIONS["farm1"], "approve", seen["version"]).json()["why"] == [why]
    assert at("reviewer").post(SAMPLES, json={"title": "再抽", "plan": WHOLE}).json()["why"] == [why]
    assert at("finance").patch(f"/api/v1/rounds/{ROUND}", told["version"], json={"title": "改名"}).json()["why"] == [why]
    assert closed(at("head"))["why"] == [why]
    assert on_item(at("head"), mine, "close").json()["state"] == "closed", "the item itself still comes to its end"
    entry = at("head").get(f"/api/v1/journal?about=rounds/{ROUND}&action=round.close").json()["items"][0]
    assert entry["detail"]["reviewed"] == 1


def test_what_was_drawn_and_never_sent_is_given_to_nobody_once_the_round_is_closed(at: At) -> None:
    file_all(at, ("school1",))
    sample = at("reviewer").post(SAMPLES, json={"title": "未下发", "plan": WHOLE}).json()
    mine = at("reviewer").get(f"/api/v1/samples/{sample['id']}/items").json()["items"][0]["id"]
    assert closed(at("head"))["status"] == 200
    answer = at("reviewer").post(f"/api/v1/sampled/{mine}/reviews", json={"person": id_of("third")})
    assert (answer.status_code, answer.json()["code"]) == (409, "not-allowed")


def test_who_keeps_a_part_of_the_round_does_not_close_it(at: At, office: Office) -> None:
    grant(office, "finance", "finance_head", "education")
    refused = closed(at("finance"))
    assert (refused["status"], refused["code"]) == (403, "round-shared")
