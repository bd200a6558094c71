"""重复请求 - A POST that is sent again under its key is done once, and answered as the first time."""

from collections.abc import Callable

from sqlalchemy import func, select

from perfeval.store import tables
from perfeval.web.office import Office
from tests.service.client import Client, Clients
from tests.service.county import EVALUATIONS, NOW
from tests.service.filled import form

At = Callable[[str], Client]
MINE = EVALUATIONS["school1"]
ADDRESS = f"/api/v1/evaluations/{MINE}"
SUBMIT = {"If-Match": '"2"', "Idempotency-Key": "k1"}


def test_a_repeat_gets_the_first_answer_and_does_nothing(at: At, office: Office) -> None:
    filler = at("filler1")
    assert filler.put(ADDRESS, 1, json=form()).status_code == 200
    first = filler.post(f"{ADDRESS}/actions/submit", json={}, headers=SUBMIT)
    assert first.status_code == 200, first.text
    assert at("checker1").act(MINE, "approve", 3).status_code == 200
    again = at("filler1").post(f"{ADDRESS}/actions/submit", json={}, headers=SUBMIT)
    assert (again.status_code, again.content) == (200, first.content)
    with office.store.reading(NOW) as tx:
        assert tx.connection.execute(select(func.count()).select_from(tables.submissions)).scalar_one() == 1


def test_a_note_sent_twice_is_kept_once_and_created_both_times(at: At) -> None:
    filler = at("filler1")
    answers = [filler.post(f"{ADDRESS}/notes", json={"words": "请核对"}, headers={"Idempotency-Key": "n"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.content for answer in answers}) == 1
    assert filler.get(f"{ADDRESS}/notes").json()["total"] == 1


def test_the_same_key_with_another_body_is_refused(at: At) -> None:
    filler = at("filler1")
    assert filler.post(f"{ADDRESS}/notes", json={"words": "甲"}, headers={"Idempotency-Key": "n"}).status_code == 201
    other = filler.post(f"{ADDRESS}/notes", json={"words": "乙"}, headers={"Idempotency-Key": "n"})
    assert (other.status_code, other.json()["code"]) == (422, "repeat-differs")
    assert filler.get(f"{ADDRESS}/notes").json()["total"] == 1


def test_a_key_belongs_to_one_person_and_one_address(at: At) -> None:
    key = {"Idempotency-Key": "n"}
    assert at("filler1").post(f"{ADDRESS}/notes", json={"words": "甲"}, headers=key).status_code == 201
    assert at("checker1").post(f"{ADDRESS}/notes", json={"words": "乙"}, headers=key).status_code == 201
    other = f"/api/v1/evaluations/{EVALUATIONS['school2']}/notes"
    assert at("department1").post(f"{ADDRESS}/notes", json={"words": "丙"}, headers=key).status_code == 201
    assert at("department1").post(other, json={"words": "丁"}, headers=key).status_code == 201
    assert at("filler1").get(f"{ADDRESS}/notes").json()["total"] == 3


def test_what_was_refused_may_be_tried_again_under_its_key(at: At) -> None:
    filler = at("filler1")
    early = filler.post(f"{ADDRESS}/actions/submit", json={}, headers=SUBMIT)
    assert early.status_code == 409
    assert filler.put(ADDRESS, 1, json=form()).status_code == 200
    assert filler.post(f"{ADDRESS}/actions/submit", json={}, headers=SUBMIT).status_code == 200


def test_after_a_day_a_key_is_new(at: At, office: Office) -> None:
    key = {"Idempotency-Key": "n"}
    assert at("filler1").post(f"{ADDRESS}/notes", json={"words": "甲"}, headers=key).status_code == 201
    office.clock = lambda: "2026-03-11T08:00:01Z"
    filler = at("filler1")
    assert filler.post(f"{ADDRESS}/notes", json={"words": "乙"}, headers=key).status_code == 201
    assert filler.get(f"{ADDRESS}/notes").json()["total"] == 2
    with office.store.reading(NOW) as tx:
        assert tx.connection.execute(select(func.count()).select_from(tables.repeats)).scalar_one() == 1


def test_repeats_at_the_same_time_are_one(clients: Clients) -> None:
    filler = clients.at("filler1")
    asked = [filler.later("POST", f"{ADDRESS}/notes", json={"words": "甲"}, headers={"Idempotency-Key": "n"}) for _ in range(6)]
    answers = clients.together(*asked)
    assert [answer.status_code for answer in answers] == [201] * 6
    assert len({answer.content for answer in answers}) == 1
    assert filler.get(f"{ADDRESS}/notes").json()["total"] == 1


def test_who_may_not_does_not_get_what_another_was_answered(at: At) -> None:
    filler = at("filler1")
    assert filler.put(ADDRESS, 1, json=form()).status_code == 200
    assert filler.post(f"{ADDRESS}/actions/submit", json={}, headers=SUBMIT).status_code == 200
    assert at("auditor").post(f"{ADDRESS}/actions/submit", json={}, headers=SUBMIT).status_code == 403
    assert at("filler2").post(f"{ADDRESS}/actions/submit", json={}, headers=SUBMIT).status_code == 404
