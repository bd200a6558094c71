"""复核 - Who may review what, what they see, how their judgements are scored, what keeps a review from being handed in."""

from typing import Any

import pytest
from sqlalchemy import insert, update

from perfeval.store import tables
from perfeval.web.office import Office
from tests.files import made
from tests.service.client import Client
from tests.service.county import EVALUATIONS, NOW, UNITS, id_of
from tests.service.county_round import Frame, filed_round
from tests.service.filing_rows import grant
from tests.service.filled import form, with_row
from tests.service.reviewing import (
    AGREED,
    LONG,
    SAMPLED,
    WHOLE,
    At,
    assigned,
    given_back,
    handed_in,
    item,
    judged,
    on_item,
    on_sample,
    reviewed,
    saved,
    sent,
)


def able(client: Client, sampled: str) -> dict[str, str]:
    """Return who may review an item, with their roles."""
    return {each["login"]: each["role"] for each in client.get(f"/api/v1/sampled/{sampled}/reviewers").json()["items"]}


def refused(client: Client, sampled: str, login: str) -> Any:
    """Return the answer to giving an item to somebody."""
    return client.post(f"/api/v1/sampled/{sampled}/reviews", json={"person": id_of(login)})


def test_an_item_is_given_to_reviewers_but_never_to_somebody_of_the_reviewed_unit(at: At, office: Office) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    grant(office, "checker1", "third_party", "bureau")
    grant(office, "checker2", "third_party", "bureau")
    head = at("head")
    assert able(head, mine) == {
        "checker2": "third_party",
        "department2": "department_checker",
        "reviewer": "finance_reviewer",
        "third": "third_party",
    }
    for login in ("checker1", "department1", "filler1", "auditor", "nobody"):
        answer = refused(head, mine, login)
        assert (answer.status_code, answer.json()["code"]) == (422, "reviewer-unfit"), login
    assert refused(head, mine, "third").status_code == 201
    assert refused(head, mine, "third").json()["code"] == "already-assigned"


def test_who_checks_for_the_department_of_the_unit_does_not_review_it_wherever_they_work(at: At, office: Office) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    assert "department2" in able(at("head"), mine)
    grant(office, "department2", "department_checker", "education")
    assert "department2" not in able(at("head"), mine)


def test_who_reviews_for_another_county_is_not_offered(at: At, office: Office) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    with office.store.writing(NOW) as tx:
        other = {"id": id_of("neighbour"), "code": "neighbour", "name": "邻县财政局", "kind": "bureau", "path": f"/{id_of('neighbour')}/"}
        tx.connection.execute(insert(tables.units).values(other))
        tx.connection.execute(update(tables.grants).where(tables.grants.c.person == id_of("third")).values(unit=other["id"]))
    assert set(able(at("head"), mine)) == {"department2", "reviewer"}
    assert refused(at("head"), mine, "third").json()["code"] == "reviewer-unfit"


def test_who_belongs_to_a_unit_below_the_reviewed_one_does_not_review_it(at: At, office: Office) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = assigned(at, mine, "department2")[0]["id"]
    with office.store.writing(NOW) as tx:
        below = {"id": id_of("branch"), "code": "branch", "name": "某县第一中学分校", "kind": "secondary", "parent": UNITS["school1"].id}
        tx.connection.execute(insert(tables.units).values({**below, "path": f"{UNITS['school1'].path}{id_of('branch')}/"}))
        tx.connection.execute(update(tables.people).where(tables.people.c.login == "department2").values(unit=id_of("branch")))
    assert "department2" not in able(at("head"), mine)
    assert at("department2").get(f"/api/v1/reviews/{review}").status_code == 404
    assert at("department2").get("/api/v1/reviews").json()["total"] == 0


def test_who_filled_in_the_form_does_not_review_it(at: At, office: Office) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    with office.store.writing(NOW) as tx:
        tx.record(id_of("reviewer"), None, "evaluation.save", f"evaluations/{EVALUATIONS['school1']}", {})
    assert "reviewer" not in able(at("head"), mine)


def test_who_comes_to_belong_to_the_unit_later_loses_sight_of_the_review(at: At, office: Office) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = assigned(at, mine, "third")[0]["id"]
    third = at("third")
    assert saved(third, review, AGREED).status_code == 200
    grant(office, "third", "filler", "school1")
    grant(office, "reviewer", "unit_checker", "school1")
    for client in (third, at("reviewer")):
        assert client.get(f"/api/v1/reviews/{review}").status_code == 404
        assert client.get(f"/api/v1/sampled/{mine}").status_code == 404
        assert client.get(SAMPLED).json()["total"] == 0
        assert client.put(f"/api/v1/reviews/{review}", 2, json=AGREED).status_code == 404
        assert on_item(client, mine, "decide", review=review).status_code == 404


def test_a_third_party_sees_what_was_given_to_it_and_nothing_else(at: At) -> None:
    items = sent(at, "school1", "farm1")
    mine, other = items["school1"]["id"], items["farm1"]["id"]
    review = assigned(at, mine, "third")[0]["id"]
    foreign = assigned(at, other, "reviewer")[0]["id"]
    third = at("third")
    listed = third.get("/api/v1/reviews").json()
    assert [(each["id"], each["item"], each["state"]) for each in listed["items"]] == [(review, "530000250001", "sent")]
    assert [each["id"] for each in third.get(SAMPLED).json()["items"]] == [mine]
    for address in (f"sampled/{other}", f"reviews/{foreign}", f"sampled/{other}/reviews", f"evaluations/{EVALUATIONS['school1']}"):
        assert third.get(f"/api/v1/{address}").status_code == 404, address
    assert third.get(f"/api/v1/sampled/{mine}/reviews").status_code == 403, "reviewers do not see each other's"
    seen = third.get(f"/api/v1/sampled/{mine}").json()
    assert (seen["review"], seen["stratum"], seen["actions"]) == (review, None, [])
    assert refused(third, mine, "reviewer").status_code == 403


def test_a_reviewer_sees_each_row_with_points_proofs_findings_and_answers(at: At) -> None:
    filler, mine = at("filler1"), EVALUATIONS["school1"]
    answers = [{"code": "money-as-output", "row": "r3", "words": "考核的是发放时间"}]
    doubtful = {**with_row(form(), "r3", name="补助资金按时发放率"), "answers": answers}
    file = {"file": ("花名册.pdf", made.pdf())}
    told = {"title": "花名册", "kind": "acceptance", "row": "r1"}
    assert filler.put(f"/api/v1/evaluations/{mine}", 1, json=doubtful).status_code == 200
    assert filler.post(f"/api/v1/evaluations/{mine}/evidence", data=told, files=file).status_code == 201
    answer = filler.act(mine, "submit", 2)
    assert answer.status_code == 200, answer.text
    sent(at)  # nothing more is filed; what was filed is drawn and sent out
    only = at("reviewer").get(SAMPLED).json()["items"][0]["id"]
    review = assigned(at, only, "third")[0]["id"]
    third = at("third")
    seen = third.get(f"/api/v1/reviews/{review}").json()
    rows = {each["row"]: each for each in seen["rows"]}
    assert list(rows) == ["execution", "r1", "r2", "r3", "r4", "r5"]
    assert (rows["execution"]["claimed"], rows["execution"]["computed"], rows["execution"]["points"]) == ("9.60", "9.60", "9.60")
    assert (rows["r1"]["target"], rows["r1"]["actual"], rows["r1"]["weight"]) == ("≥100人", "100", "20")
    assert [each["title"] for each in rows["r1"]["proofs"]] == ["花名册"]
    assert [(each["code"], each["answer"]) for each in rows["r3"]["findings"]] == [("money-as-output", "考核的是发放时间")]
    assert {each["code"] for each in seen["deductions"]["entries"]} >= {"no-proof"}
    proof = rows["r1"]["proofs"][0]["id"]
    assert third.get(f"/api/v1/sampled/{only}/evidence/{proof}/file").content == made.pdf()
    assert third.get(f"/api/v1/sampled/{only}/evidence/{id_of('other')}/file").status_code == 404


def test_a_money_row_to_which_the_set_gives_no_points_is_not_there_to_be_judged(at: At) -> None:
    round_id = filed_round(at, Frame(projects=0, project_money="0", departments=1, department_money="100000"))
    reviewer = at("reviewer")
    sample = reviewer.post(f"/api/v1/rounds/{round_id}/samples", json={"title": "抽查", "plan": WHOLE}).json()
    assert on_sample(reviewer, sample, "send").status_code == 200
    only = reviewer.get(f"/api/v1/samples/{sample['id']}/items").json()["items"][0]["id"]
    review = assigned(at, only, "third")[0]["id"]
    third = at("third")
    rows = [each["row"] for each in third.get(f"/api/v1/reviews/{review}").json()["rows"]]
    assert rows == ["r1", "r2", "r3", "r4", "r5"]
    told = saved(third, review, {"judgements": [{"row": row, "agreed": True} for row in rows]}).json()
    assert (told["score"]["open_rows"], told["score"]["faults"]) == ([], [])
    assert handed_in(third, review).status_code == 200


def test_judgements_are_scored_by_the_same_rule_and_the_rows_add_up(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = assigned(at, mine, "third")[0]["id"]
    third = at("third")
    found = judged(r1={"actual": "90", "words": LONG}, r5={"deductions": [{"code": "satisfaction-without-material", "words": LONG * 2}]})
    told = saved(third, review, found)
    assert told.status_code == 200, told.text
    score = told.json()["score"]
    rows = {each["row"]: each for each in score["rows"]}
    assert (rows["r1"]["self_points"], rows["r1"]["points"], rows["r1"]["delta"]) == ("20.00", "18.00", "-2.00")
    assert (rows["r5"]["points"], rows["r5"]["codes"]) == ("0.00", ["satisfaction-without-material"])
    assert (score["self_total"], score["total"], score["delta"]) == ("99.60", "87.60", "-12.00")
    assert sum(round(float(each["delta"]) * 100) for each in score["rows"]) == -1200
    assert (score["faults"], score["open_rows"], score["above_self"]) == ([], [], False)
    assert told.json()["item"]["state"] == "reviewing"
    assert told.json()["version"] == 2


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ({"r5": {"deductions": [{"code": "satisfaction-without-material", "words": "没有问卷"}]}}, "至少要60个字"),
        ({"r1": {"deductions": [{"code": "foreign-indicator", "words": LONG * 2}]}}, "没有写依据"),
        ({"r1": {"deductions": [{"code": "unheard-of", "words": LONG * 2}]}}, "扣分标准里没有“unheard-of”"),
        ({"r1": {"deductions": [{"code": "not-assessable", "words": LONG * 2, "proof": ["合同"]}]}}, "没有写明轻重"),
        ({"r1": {}}, "还没有复核意见"),
        ({"r1": {"actual": "90"}}, "说明只有0个字"),
    ],
)
def test_words_proof_code_and_gravity_that_are_missing_keep_a_review_from_being_handed_in(
    at: At, rows: dict[str, dict[str, object]], why: str
) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = assigned(at, mine, "third")[0]["id"]
    third = at("third")
    assert saved(third, review, judged(**rows)).status_code == 200, "a draft may have any number of faults"
    answer = handed_in(third, review)
    assert (answer.status_code, answer.json()["code"]) == (409, "not-allowed")
    assert any(why in each for each in answer.json()["why"]), answer.json()["why"]
    decided = on_item(at("head"), mine, "decide", document=judged(**rows))
    assert decided.status_code == 409, "nor is anything decided by it"


def test_a_review_is_saved_in_the_version_that_was_read_and_not_after_it_was_handed_in(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = assigned(at, mine, "third")[0]["id"]
    third = at("third")
    address = f"/api/v1/reviews/{review}"
    assert handed_in(third, review).json()["why"] == ["还没有填写复核意见"]
    assert third.put(address, json=AGREED).status_code == 428
    assert third.put(address, 1, json=AGREED).status_code == 200
    stale = third.put(address, 1, json=AGREED)
    assert (stale.status_code, stale.json()["current"]["version"]) == (409, 2)
    assert at("head").put(address, 2, json=AGREED).json()["code"] == "not-your-review"
    assert handed_in(third, review).json()["handed_in"] is not None
    assert third.put(address, 3, json=AGREED).json()["why"] == ["复核意见已经交回，不能再改"]
    assert third.put(address, 3, json={"judgements": [{"row": "r1", "points": "20"}]}).status_code == 422, "an unknown key is no judgement"


def test_a_review_that_was_handed_in_is_given_back_with_a_reason_until_it_is_decided(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = reviewed(at, mine, "third", AGREED)
    third, head = at("third"), at("head")
    assert given_back(third, review, reason="再看").status_code == 403
    assert given_back(head, review).status_code == 422
    assert given_back(head, review, reason="请核对花名册").json()["handed_in"] is None
    assert given_back(head, review, reason="再看").status_code == 409
    assert on_item(head, mine, "decide", review=review).status_code == 409
    assert saved(third, review, judged(r1={"actual": "90", "words": LONG})).status_code == 200
    assert handed_in(third, review).status_code == 200
    assert on_item(head, mine, "decide", review=review).status_code == 200
    assert given_back(head, review, reason="再看").status_code == 409


def test_an_assignment_is_taken_back_until_something_was_saved(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    first, second = assigned(at, mine, "third", "department2")
    assert at("third").delete(f"/api/v1/reviews/{first['id']}").status_code == 403
    assert at("reviewer").delete(f"/api/v1/reviews/{first['id']}").status_code == 204
    assert at("third").get(f"/api/v1/reviews/{first['id']}").status_code == 404
    assert saved(at("department2"), second["id"], AGREED).status_code == 200
    assert at("reviewer").delete(f"/api/v1/reviews/{second['id']}").status_code == 409


def test_two_reviews_are_both_kept_their_difference_is_shown_and_one_thing_is_decided(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    one = reviewed(at, mine, "third", AGREED)
    other = assigned(at, mine, "department2")[0]["id"]
    head = at("head")
    early = on_item(head, mine, "decide", review=one)
    assert early.json()["why"] == ["主管部门审核人department2还没有交回复核意见"]
    button = next(each for each in item(head, mine)["actions"] if each["action"] == "decide")
    assert (button["allowed"], button["why"]) == (False, early.json()["why"])
    assert saved(at("department2"), other, judged(r4={"actual": "45%", "words": LONG * 2})).status_code == 200
    assert handed_in(at("department2"), other).status_code == 200
    told = at("auditor").get(f"/api/v1/sampled/{mine}/reviews").json()
    rows = {each["row"]: each for each in told["rows"]}
    assert (rows["r4"]["points"], rows["r4"]["differs"]) == ({one: "30.00", other: "15.00"}, True)
    assert rows["r1"]["differs"] is False
    decided = on_item(head, mine, "decide", review=other, words="以第二份为准").json()
    assert (decided["state"], decided["reviewed_total"], decided["self_total"]) == ("decided", "84.60", "99.60")
    assert refused(head, mine, "reviewer").status_code == 409, "what is decided is given to nobody more"
    kept = at("auditor").get(f"/api/v1/sampled/{mine}/reviews").json()
    assert {each["id"]: each["total"] for each in kept["items"]} == {one: "99.60", other: "84.60"}


def test_a_visit_is_recorded_with_photos_that_the_unit_does_not_see(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    assigned(at, mine, "third")
    third = at("third")
    told = {"date": "2026-03-09", "place": "某县第一中学", "people": "张三、李四", "words": "花名册只有九十人"}
    visit = third.post(f"/api/v1/sampled/{mine}/visits", json=told)
    assert visit.status_code == 201, visit.text
    address = f"/api/v1/sampled/{mine}/visits/{visit.json()['id']}/photos"
    photo = third.post(address, data={"title": "教室"}, files={"file": ("教室.png", made.picture("png"))})
    assert photo.status_code == 201, photo.text
    assert third.post(address, data={}, files={"file": ("教室.png", made.picture("png"))}).status_code == 422
    assert third.post(address.replace(visit.json()["id"], id_of("other")), data={"title": "教室"}).status_code == 404
    listed = at("reviewer").get(f"/api/v1/sampled/{mine}/visits").json()["items"]
    assert [(each["place"], [shot["title"] for shot in each["photos"]]) for each in listed] == [("某县第一中学", ["教室"])]
    file = f"/api/v1/sampled/{mine}/evidence/{photo.json()['id']}/file"
    assert at("auditor").get(file).content == made.picture("png")
    filler = at("filler1")
    assert filler.get(f"/api/v1/evaluations/{EVALUATIONS['school1']}/evidence").json()["total"] == 0
    assert filler.get(f"/api/v1/evaluations/{EVALUATIONS['school1']}/evidence/{photo.json()['id']}/file").status_code == 404
    for address in (f"sampled/{mine}/visits", f"sampled/{mine}/evidence/{photo.json()['id']}/file"):
        assert filler.get(f"/api/v1/{address}").status_code == 404
    assert at("department2").post(f"/api/v1/sampled/{mine}/visits", json=told).status_code == 404


def test_problems_are_kept_until_the_decision_and_taken_back_by_who_found_them(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    assigned(at, mine, "third")
    third, address = at("third"), f"/api/v1/sampled/{mine}/problems"
    assert third.post(address, json={"code": "no-proof", "words": "没有花名册", "row": "r9"}).json()["code"] == "row-not-found"
    found = third.post(address, json={"code": "no-proof", "words": "没有花名册", "row": "r1"}).json()
    assert at("reviewer").delete(f"{address}/{found['id']}").status_code == 404
    assert [each["words"] for each in at("head").get(address).json()["items"]] == ["没有花名册"]
    assert third.delete(f"{address}/{found['id']}").status_code == 204
    assert third.get(address).json()["total"] == 0
    assert at("auditor").post(address, json={"code": "no-proof", "words": "没有花名册"}).status_code == 403
