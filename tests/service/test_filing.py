"""填报 - Open, save and find evaluations: versions, what is kept, who sees what, and what is not the unit's to change."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from perfeval.web.office import Office
from tests.service.client import Client, Clients
from tests.service.county import EVALUATIONS, NOW, ROUND, UNITS
from tests.service.filing_rows import lock, row
from tests.service.filled import form, with_row

At = Callable[[str], Client]
MINE = EVALUATIONS["school1"]
ADDRESS = f"/api/v1/evaluations/{MINE}"


def test_what_was_prefilled_is_there_before_anybody_saved(at: At) -> None:
    opened = at("filler1").get(ADDRESS).json()
    assert (opened["version"], opened["state"]) == (1, "not_started")
    assert opened["evaluation"]["funds"][0]["spent"] == "96000.00"
    assert opened["scorecard"]["execution"]["rate"] == "0.96"
    assert opened["actions"] == []


def test_the_first_save_begins_and_every_save_raises_the_version_by_one(at: At) -> None:
    filler = at("filler1")
    for version in (1, 2, 3):
        saved = filler.put(ADDRESS, version, json=form())
        assert saved.status_code == 200, saved.text
        assert (saved.json()["version"], saved.json()["state"]) == (version + 1, "filling")


def test_the_form_is_kept_byte_for_byte_numbers_included(at: At) -> None:
    filler = at("filler1")
    text = json.dumps(with_row(form(), "r1", actual=100, weight=20.0), ensure_ascii=False, indent=1)
    assert filler.put(ADDRESS, 1, content=text.encode(), headers={"Content-Type": "application/json"}).status_code == 200
    assert text in filler.get(ADDRESS).text


def test_a_form_in_yaml_is_kept_as_the_json_that_it_means(at: At) -> None:
    filler = at("filler1")
    head = "format: perfeval.evaluation/1\nset: cn/project/2020\nyear: 2025\nkind: project\nmoney_unit: 元\nindicators:\n"
    text = head + "- {category: 产出指标, aspect: 数量指标, name: 人数, target: ≥1人, actual: 1.10, weight: 50, not_applicable: false}\n"
    saved = filler.put(ADDRESS, 1, content=text.encode(), headers={"Content-Type": "application/yaml"})
    assert saved.status_code == 200, saved.text
    assert saved.json()["evaluation"]["indicators"][0]["actual"] == "1.10"


def test_the_card_is_that_of_the_stateless_address_and_traces_come_on_request(at: At) -> None:
    filler = at("filler1")
    saved = filler.put(ADDRESS, 1, json=form()).json()
    alone = filler.post("/api/v1/score", json=form()).json()
    assert 'trace"' not in json.dumps(saved["scorecard"])
    assert filler.get(ADDRESS).json()["scorecard"] == saved["scorecard"]
    assert filler.get(f"{ADDRESS}?trace=1").json()["scorecard"] == alone == filler.get(f"{ADDRESS}/scorecard").json()
    assert saved["scorecard"]["trace_sha256"] == alone["trace_sha256"]
    assert saved["scorecard"]["total"] == alone["total"] == "99.60"


def test_the_card_goes_out_byte_for_byte_as_it_was_kept(at: At, office: Office) -> None:
    filler = at("filler1")
    saved = filler.put(ADDRESS, 1, json=form()).text
    kept = row(office, MINE).card
    assert kept is not None
    assert f'"scorecard":{kept},' in saved
    assert f'"scorecard":{kept},' in filler.get(ADDRESS).text


def test_a_save_says_which_version_it_means(at: At) -> None:
    filler = at("filler1")
    nameless = filler.put(ADDRESS, json=form())
    assert (nameless.status_code, nameless.json()["code"]) == (428, "version-required")
    assert filler.put(ADDRESS, 1, json=form()).status_code == 200
    stale = filler.put(ADDRESS, 1, json=form(filled_on="2026-03-01"))
    assert (stale.status_code, stale.json()["code"]) == (409, "version-conflict")
    assert stale.json()["current"] == filler.get(ADDRESS).json()


def test_of_two_who_save_at_once_one_is_told_to_look_again(clients: Clients) -> None:
    filler = clients.at("filler1")
    forms = [form(filled_on=f"2026-03-0{day}") for day in range(1, 9)]
    answers = clients.together(*(filler.later("PUT", ADDRESS, json=each, headers={"If-Match": '"1"'}) for each in forms))
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 7]
    winner = next(answer.json() for answer in answers if answer.status_code == 200)
    for answer in answers:
        if answer.status_code == 409:
            assert (answer.json()["code"], answer.json()["current"]["version"]) == ("version-conflict", 2)
    assert filler.get(ADDRESS).json()["evaluation"] == winner["evaluation"]


@pytest.mark.parametrize(
    ("login", "read", "save"),
    [
        ("filler1", 200, 200),
        ("filler2", 404, 404),
        ("checker1", 200, 403),
        ("checker2", 404, 404),
        ("department1", 200, 403),
        ("department2", 404, 404),
        ("section", 200, 403),
        ("finance", 200, 403),
        ("auditor", 200, 403),
        ("third", 404, 404),
        ("system", 403, 403),
        ("security", 403, 403),
        ("audit", 403, 403),
    ],
)
def test_who_may_read_and_who_may_save(at: At, login: str, read: int, save: int) -> None:
    somebody = at(login)
    assert somebody.get(ADDRESS).status_code == read
    assert somebody.put(ADDRESS, 1, json=form()).status_code == save


def test_an_id_that_is_none_is_not_found(at: At) -> None:
    for name in ("0" * 32, "x", "%00", "a%00b", "' or 1=1"):
        answer = at("filler1").get(f"/api/v1/evaluations/{name}")
        assert (answer.status_code, answer.json()["code"]) == (404, "evaluation-not-found"), name


def test_before_it_is_submitted_nobody_outside_the_unit_sees_what_the_unit_gives_itself(at: At) -> None:
    given = with_row(form(narrative={"conclusion": "自评得98.76分"}), "r4", claimed="28.76", reason="主动扣分")
    assert at("filler1").put(ADDRESS, 1, json=given).status_code == 200
    inside = at("checker1").get(ADDRESS)
    assert inside.json()["scorecard"]["rows"][3]["claimed"] == "28.76"
    for login in ("department1", "section", "finance", "head", "auditor"):
        outside = at(login)
        seen = outside.get(ADDRESS)
        assert seen.json()["scorecard"] is None
        assert outside.get(f"{ADDRESS}?trace=1").json()["scorecard"] is None
        assert not [number for number in ("28.76", "98.76", "99.60", "98.36") if number in seen.text]
        assert seen.json()["evaluation"]["indicators"][3]["actual"] == "90%"
        told = outside.get(f"{ADDRESS}/scorecard")
        assert (told.status_code, told.json()["code"]) == (403, "not-submitted")
        assert outside.get(f"{ADDRESS}/report?template=cn.project.form.2020").json()["code"] == "not-submitted"
        item = next(each for each in outside.get(f"/api/v1/rounds/{ROUND}/evaluations").json()["items"] if each["id"] == MINE)
        assert (item["total"], item["grade"]) == (None, None)
        assert outside.get(f"/api/v1/rounds/{ROUND}/evaluations?grade=优").json()["total"] == 0
        assert outside.get(f"/api/v1/rounds/{ROUND}/evaluations?finding=claimed-below-rule").json()["total"] == 0
    assert at("filler1").get(f"/api/v1/rounds/{ROUND}/evaluations?grade=优").json()["total"] == 1
    journal = at("auditor").get(f"/api/v1/journal?about=evaluations/{MINE}").text
    assert "indicators.r4.actual" in journal
    assert not [number for number in ("28.76", "98.76", "99.60") if number in journal]


def test_the_list_shows_what_lies_in_scope_and_is_narrowed(at: At) -> None:
    assert at("filler1").put(ADDRESS, 1, json=form()).status_code == 200
    address = f"/api/v1/rounds/{ROUND}/evaluations"
    seen = {login: [each["id"] for each in at(login).get(address).json()["items"]] for login in ("filler1", "department1", "finance")}
    assert seen["filler1"] == [MINE]
    assert set(seen["department1"]) == {MINE, EVALUATIONS["school2"]}
    assert set(seen["finance"]) == set(EVALUATIONS.values())
    finance = at("finance")
    counts = {
        "state=filling": 1,
        "state=not_started": 3,
        f"unit={UNITS['education'].id}": 2,
        f"unit={UNITS['school2'].id}": 1,
        "unit=" + "0" * 32: 0,
        "q=林场": 2,
        "late=true": 0,
        "late=false": 4,
        "finding=target-unapproved": 1,
        "size=3": 4,
    }
    assert {query: finance.get(f"{address}?{query}").json()["total"] for query in counts} == counts
    assert len(finance.get(f"{address}?size=3&page=2").json()["items"]) == 1
    assert at("filler1").get(f"/api/v1/rounds/{'0' * 32}/evaluations").status_code == 404
    assert at("system").get(address).status_code == 403
    assert at("third").get(address).status_code == 404


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"set": "cn/project/2021"}, "evaluation-differs", "set"),
        ({"set": "cn/project/2020@99"}, "evaluation-differs", "set"),
        ({"year": 2024}, "evaluation-differs", "year"),
        ({"kind": "department"}, "evaluation-differs", "kind"),
        ({"colour": "red"}, "evaluation-invalid", "colour"),
    ],
)
def test_what_is_not_this_evaluation_is_refused(at: At, change: dict[str, Any], code: str, where: str) -> None:
    refused = at("filler1").put(ADDRESS, 1, json=form(**change))
    assert (refused.status_code, refused.json()["code"]) == (422, code), refused.text
    assert where in refused.json()["places"][0]["where"]
    assert at("filler1").get(ADDRESS).json()["version"] == 1


def test_the_pinned_set_may_be_named_with_its_version(at: At) -> None:
    assert at("filler1").put(ADDRESS, 1, json=form(set="cn/project/2020@1")).status_code == 200


def test_a_locked_cell_stays_and_is_named(at: At, office: Office) -> None:
    lock(office, MINE, {"indicators.r1.target": "≥100人", "indicators.r1.weight": "20", "funds.total.adjusted": "100000.00"})
    filler = at("filler1")
    low = filler.put(ADDRESS, 1, json=with_row(form(), "r1", target="≥10人"))
    assert (low.status_code, low.json()["code"]) == (422, "locked")
    place = low.json()["places"][0]
    assert place["where"] == "indicators[0].target"
    assert place["message"] == "第1行“补助学生人数”的年度指标值应为“≥100人”（批复的绩效目标），写的是“≥10人”"
    gone = filler.put(ADDRESS, 1, json=form(indicators=form()["indicators"][1:]))
    assert [each["where"] for each in gone.json()["places"]] == ["indicators", "indicators"]
    money = filler.put(ADDRESS, 1, json=form(funds=[{**form()["funds"][0], "adjusted": "96000"}]))
    assert money.json()["places"][0]["where"] == "funds[0].adjusted"
    unit = filler.put(ADDRESS, 1, json=form(money_unit="万元"))
    assert unit.json()["places"][0]["where"] == "money_unit"
    same = with_row(form(), "r1", target={"sign": ">=", "value": "100", "unit": "人"}, weight=20.0)
    moved = {**same, "indicators": [*same["indicators"][1:], same["indicators"][0]]}
    kept = filler.put(ADDRESS, 1, json=moved)
    assert kept.status_code == 200, kept.text
    assert kept.json()["unapproved"] == ["r2", "r3", "r4", "r5"]


def test_a_save_journals_the_changed_cells_and_the_hash_of_the_form(at: At) -> None:
    filler = at("filler1")
    assert filler.put(ADDRESS, 1, json=form()).status_code == 200
    assert filler.put(ADDRESS, 2, json=with_row(form(), "r2", actual="99%")).status_code == 200
    entries = at("auditor").get(f"/api/v1/journal?about=evaluations/{MINE}&action=evaluation.save").json()["items"]
    assert entries[-1]["detail"]["changes"] == [{"path": "indicators.r2.actual", "old": "100%", "new": "99%"}]
    assert len(entries[-1]["detail"]["sha256"]) == 64
    assert (entries[-1]["address"], entries[-1]["at"]) == ("127.0.0.1", NOW)


def test_nothing_is_saved_before_the_round_opens(at: At, office: Office) -> None:
    office.clock = lambda: "2026-02-28T08:00:00Z"
    early = at("filler1").put(ADDRESS, 1, json=form())
    assert (early.status_code, early.json()["code"], early.json()["why"]) == (409, "not-allowed", ["还没有到填报时间"])
    office.clock = lambda: NOW
    assert at("filler1").put(ADDRESS, 1, json=form()).status_code == 200
