"""批次故事 - The bureau makes a round for a year, changes it, gives a unit more time; others look at it or are refused."""

from collections.abc import Callable
from typing import Any

import pytest

from perfeval import library
from perfeval.store import entries, verify
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import NOW, ROUND, UNITS

At = Callable[[str], Client]
NEW: dict[str, Any] = {
    "year": 2025,
    "title": "2025年度乡镇项目支出绩效自评",
    "sets": {"project": "cn/project/2020"},
    "templates": {"project": ["cn.project.form.2020"]},
    "opening": "2026-03-05T00:00:00Z",
    "deadline": "2026-04-15T16:00:00Z",
    "grace": 3,
}


def made(client: Client, **more: object) -> dict[str, Any]:
    """Return a new round."""
    answer = client.post("/api/v1/rounds", json={**NEW, **more})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_round_pins_its_sets_and_keeps_the_tree_of_units(at: At) -> None:
    found = made(at("finance"))
    assert found["sets"]["project"]["id"] == "cn/project/2020"
    assert found["sets"]["project"]["version"] == "1"
    assert len(found["sets"]["project"]["sha256"]) == 64
    assert found["steps"] == ["unit_check", "department_check"], "the finance step is off unless it is asked for"
    assert {each["unit"] for each in found["units"]} == {unit.id for unit in UNITS.values()}
    assert at("auditor").get(f"/api/v1/rounds/{found['id']}").json() | {"dormant": found["dormant"]} == found


def test_a_round_pins_the_rules_of_texts(at: At) -> None:
    rules = library.text_rules()
    pinned = {"id": "general", "version": rules.version, "sha256": rules.sha256}
    assert made(at("finance"))["text_rules"] == pinned
    assert made(at("finance"), text_rules=f"general@{rules.version}")["text_rules"] == pinned


def test_a_round_keeps_the_tree_of_its_year_whatever_becomes_of_the_units(at: At) -> None:
    finance = at("finance")
    before = finance.get(f"/api/v1/rounds/{ROUND}").json()["units"]
    school1, school2 = (f"/api/v1/units/{UNITS[name].id}" for name in ("school1", "school2"))
    assert finance.patch(school1, 1, json={"name": "某县实验中学"}).status_code == 200
    assert finance.patch(school2, 1, json={"valid_to": "2026-03-04"}).status_code == 200
    new = {"code": "school3", "name": "某县第三中学", "kind": "unit", "parent": UNITS["education"].id, "valid_from": "2026-03-05"}
    later = {**new, "code": "school4", "name": "某县第四中学", "valid_from": "2026-03-06"}
    assert [finance.post("/api/v1/units", json=each).status_code for each in (new, later)] == [201, 201]
    assert finance.get(f"/api/v1/rounds/{ROUND}").json()["units"] == before
    assert at("filler1").get(f"/api/v1/rounds/{ROUND}/evaluations").json()["items"][0]["unit_name"] == "某县第一中学"
    assert "某县第二中学" in {each["name"] for each in finance.get(f"/api/v1/rounds/{ROUND}/progress").json()["units"]}
    names = {each["name"] for each in made(finance)["units"]}
    assert names & {"某县第一中学", "某县实验中学", "某县第二中学", "某县第三中学", "某县第四中学"} == {"某县实验中学", "某县第三中学"}


def test_rounds_are_listed_newest_first_a_page_at_a_time(at: At) -> None:
    found = made(at("finance"))
    answer = at("head").get("/api/v1/rounds?size=1").json()
    assert answer["total"] == 2
    assert [each["id"] for each in answer["items"]] == [found["id"]]
    assert at("head").get("/api/v1/rounds?size=1&page=2").json()["items"][0]["id"] == ROUND


def test_a_unit_sees_only_itself_in_a_round_and_no_round_without_it(at: At) -> None:
    found = made(at("finance"), units=[UNITS["farm1"].id])
    assert [each["name"] for each in at("filler3").get(f"/api/v1/rounds/{found['id']}").json()["units"]] == ["某县城关林场"]
    assert at("filler1").get(f"/api/v1/rounds/{found['id']}").status_code == 404
    assert at("filler1").get("/api/v1/rounds").json()["total"] == 1


def test_units_bring_those_above_them_along(at: At) -> None:
    found = made(at("finance"), units=[UNITS["farm1"].id])
    assert [each["name"] for each in found["units"]] == ["某县财政局", "某县林业局", "某县城关林场"]


@pytest.mark.parametrize("login", ["filler1", "department1", "reviewer", "auditor", "system"])
def test_only_those_who_keep_rounds_make_them(at: At, login: str) -> None:
    assert at(login).post("/api/v1/rounds", json=NEW).status_code == 403


@pytest.mark.parametrize("login", ["system", "security", "audit"])
def test_administrators_see_no_rounds(at: At, login: str) -> None:
    assert at(login).get("/api/v1/rounds").status_code == 403


def test_a_third_party_sees_no_round_that_it_was_not_given(at: At) -> None:
    assert at("third").get("/api/v1/rounds").json() == {"items": [], "total": 0}
    assert at("third").get(f"/api/v1/rounds/{ROUND}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"sets": {}}, "sets"),
        ({"sets": {"project": "cn/project/1999"}}, "sets.project"),
        ({"sets": {"project": "cn/department/2013"}}, "sets.project"),
        ({"year": 2015}, "sets.project"),
        ({"templates": {"project": ["nothing"]}}, "templates.project"),
        ({"templates": {"project": ["review.report"]}}, "templates.project"),
        ({"deadline": "2026-03-01T00:00:00Z"}, "deadline"),
        ({"deadline": "2026-02-31T00:00:00Z"}, "deadline"),
        ({"steps": ["department_check", "unit_check"]}, "steps"),
        ({"units": ["0" * 32]}, "units"),
        ({"title": "   "}, "body.title"),
        ({"text_rules": "special"}, "text_rules"),
        ({"text_rules": "general@99"}, "text_rules"),
    ],
)
def test_a_round_that_cannot_be_is_refused_with_the_place(at: At, wrong: dict[str, Any], where: str) -> None:
    answer = at("finance").post("/api/v1/rounds", json={**NEW, **wrong})
    assert answer.status_code == 422
    assert where in {place["where"] for place in answer.json()["places"]}


def test_a_repeated_request_makes_one_round(at: At) -> None:
    client, key = at("finance"), {"Idempotency-Key": "round-2025"}
    first, second = (client.post("/api/v1/rounds", json=NEW, headers=key) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert client.get("/api/v1/rounds").json()["total"] == 2


def test_a_change_needs_the_version_it_was_made_for(at: At) -> None:
    client = at("finance")
    found = made(client)
    address = f"/api/v1/rounds/{found['id']}"
    assert client.patch(address, json={"title": "改名"}).status_code == 428
    changed = client.patch(address, 1, json={"title": "改名", "grace": 0}).json()
    assert (changed["title"], changed["grace"], changed["version"]) == ("改名", 0, 2)
    stale = client.patch(address, 1, json={"title": "又改名"})
    assert (stale.status_code, stale.json()["code"]) == (409, "version-conflict")
    assert stale.json()["current"]["version"] == 2


def test_a_unit_is_given_more_time_with_a_reason(at: At) -> None:
    client, unit = at("finance"), UNITS["school1"].id
    address = f"/api/v1/rounds/{ROUND}"
    later = {"unit": unit, "until": "2026-04-05T16:00:00Z"}
    assert client.patch(address, 1, json={"exceptions": [later]}).status_code == 422
    early = {"unit": unit, "until": "2026-03-20T16:00:00Z", "why": "搬迁"}
    assert client.patch(address, 1, json={"exceptions": [early]}).status_code == 422
    answer = client.patch(address, 1, json={"exceptions": [{**later, "why": "校舍搬迁，账册封存"}]})
    told = {each["unit"]: each for each in answer.json()["units"]}[unit]
    assert (told["due"], told["extended_why"]) == ("2026-04-05T16:00:00Z", "校舍搬迁，账册封存")
    back = client.patch(address, 2, json={"exceptions": [{"unit": unit, "until": None}]})
    assert {each["unit"]: each for each in back.json()["units"]}[unit]["due"] == "2026-03-31T16:00:00Z"


def test_what_evaluations_rest_on_stays(at: At) -> None:
    client = at("finance")
    refused = client.patch(f"/api/v1/rounds/{ROUND}", 1, json={"sets": {"project": "cn/project/2020"}})
    assert (refused.status_code, refused.json()["code"]) == (409, "round-begun")
    found = made(client)
    assert client.patch(f"/api/v1/rounds/{found['id']}", 1, json={"sets": {"project": "cn/project/2021"}}).status_code == 200
    assert client.patch(f"/api/v1/rounds/{ROUND}", 1, json={"steps": ["unit_check"]}).status_code == 200


def test_units_join_and_leave_a_round_but_not_those_with_an_evaluation(at: At) -> None:
    client, address = at("finance"), f"/api/v1/rounds/{ROUND}"
    left = client.patch(address, 1, json={"units": [UNITS["farm1"].id]}).json()
    assert {each["name"] for each in left["units"]} == {unit.title for unit in UNITS.values()}, "with what is above them"
    found = made(client, units=[UNITS["farm1"].id])
    joined = client.patch(f"/api/v1/rounds/{found['id']}", 1, json={"units": [UNITS["farm1"].id, UNITS["farm2"].id]}).json()
    assert UNITS["farm2"].title in {each["name"] for each in joined["units"]}
    alone = client.patch(f"/api/v1/rounds/{found['id']}", 2, json={"units": [UNITS["farm2"].id]}).json()
    assert UNITS["farm1"].title not in {each["name"] for each in alone["units"]}


def test_making_and_changing_a_round_is_in_the_journal(at: At, office: Office) -> None:
    client = at("finance")
    found = made(client)
    client.patch(f"/api/v1/rounds/{found['id']}", 1, json={"grace": 5})
    with office.store.reading(NOW) as tx:
        told = entries(tx.connection, about=[f"rounds/{found['id']}"])
        assert verify(tx.connection, office.store.key).broken is None
    assert [each.action for each in told] == ["round.create", "round.change"]
    assert '"grace":{"new":5,"old":3}' in told[1].detail
