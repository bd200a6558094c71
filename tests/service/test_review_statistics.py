"""复核统计 - Grades by both ratings, self against review, whether reviewers judge alike; for the bureau and auditors."""

import json

from sqlalchemy import update

from perfeval import library
from perfeval.store import tables
from perfeval.web.office import Office
from tests.service.county import EVALUATIONS, NOW, ROUND
from tests.service.filing_rows import change_round
from tests.service.reviewing import AGREED, LESS, LONG, At, draw, file_all, judged, on_item, on_sample, reviewed, sent

UNPROVEN = judged(r5={"deductions": [{"code": "satisfaction-without-material", "words": LONG * 2, "proof": ["没有问卷"]}]})
"""没有依据 - A review that gives the satisfaction nothing."""
STATISTICS = f"/api/v1/rounds/{ROUND}/review-statistics"


def test_the_figures_of_what_was_decided_and_whether_reviewers_agree(at: At) -> None:
    items = sent(at, "school1", "farm1")
    first, second = items["school1"]["id"], items["farm1"]["id"]
    review = reviewed(at, first, "third", LESS)
    reviewed(at, first, "department2", UNPROVEN)
    other = reviewed(at, second, "third", AGREED)
    head = at("head")
    assert head.get(STATISTICS).json()["decided"] == 0
    assert on_item(head, first, "decide", review=review).status_code == 200
    assert on_item(head, second, "decide", review=other).status_code == 200
    told = at("auditor").get(STATISTICS).json()
    assert (told["sent"], told["decided"]) == (2, 2)
    best = told["reviewed_grades"]["rows"][0]
    assert (best["grade"], best["items"], best["share"], best["money"]) == ("优", 2, "100%", 20_000_000)
    assert [row["items"] for row in told["quality_grades"]["rows"]] == [2], "nobody rated the work of this round"
    whole = told["gaps"]["whole"]
    assert (whole["items"], whole["self_mean"], whole["mean"], whole["gap_mean"], whole["lower"]) == (2, "99.60", "98.60", "-1.00", 1)
    assert {each["name"] for each in told["gaps"]["by_department"]} == {"某县教育体育局", "某县林业局"}
    fair = told["fairness"]
    assert [(each["reviewer"], each["items"], each["mean_off"]) for each in fair["reviewers"]] == [
        ("主管部门审核人department2", 1, "10.00"),
        ("第三方评审人third", 2, "1.00"),
    ]
    assert [(each["code"], each["lowest"], each["highest"]) for each in fair["codes"]] == [
        ("satisfaction-without-material", "100.00%", "100.00%")
    ]
    pair = fair["agreements"][0]
    assert (pair["apart"], pair["rows"], pair["equal_rows"]) == ("8.00", 6, 4)
    assert any("两人复核" in each for each in fair["warnings"])


def test_the_self_grade_is_that_of_what_was_submitted_whatever_became_of_the_form_before_the_draw(at: At, office: Office) -> None:
    file_all(at, ("school1",))
    with office.store.writing(NOW) as tx:
        tx.connection.execute(update(tables.evaluations).where(tables.evaluations.c.id == EVALUATIONS["school1"]).values(grade="差"))
    sample = draw(at)
    assert on_sample(at("reviewer"), sample, "send").status_code == 200
    item = at("reviewer").get(f"/api/v1/samples/{sample['id']}/items").json()["items"][0]
    review = reviewed(at, item["id"], "third", AGREED)
    assert on_item(at("head"), item["id"], "decide", review=review).status_code == 200
    counted = {row["grade"]: row["items"] for row in at("head").get(STATISTICS).json()["self_grades"]["rows"]}
    assert (item["self_grade"], counted["优"], counted["差"]) == ("优", 1, 0)


def test_what_is_given_back_counts_for_nothing_until_it_is_handed_in_again(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = reviewed(at, mine, "third", LESS)
    head = at("head")
    assert head.get(STATISTICS).json()["fairness"]["mean_off"] == "2.00"
    version = head.get(f"/api/v1/reviews/{review}").json()["version"]
    back = head.post(f"/api/v1/reviews/{review}/actions/return", json={"reason": "再看"}, headers={"If-Match": f'"{version}"'})
    assert back.status_code == 200
    assert head.get(STATISTICS).json()["fairness"]["mean_off"] is None


def test_units_departments_and_third_parties_see_no_statistics(at: At, office: Office) -> None:
    rules = library.quality_rules()
    change_round(office, quality=json.dumps({"id": rules.id, "version": rules.version, "sha256": rules.sha256}))
    for login in ("filler1", "department1", "third", "finance"):
        assert at(login).get(STATISTICS).status_code == 403
    told = at("head").get(STATISTICS).json()
    assert [row["grade"] for row in told["quality_grades"]["rows"]] == ["优", "良", "中", "差"]
    assert told["gaps"]["whole"] is None
    assert told["indices"] == {"items": 0, "passing": 0, "passing_share": None, "proven_mean": None}
    sent(at, "school1")
    shares = at("head").get(STATISTICS).json()["indices"]
    assert shares == {"items": 1, "passing": 1, "passing_share": "100.00%", "proven_mean": "0.00%"}
