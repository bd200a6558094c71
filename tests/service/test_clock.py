"""时钟 - A clock put forward or back over a deadline: what was recorded stays, what is refused changes nothing, the journal holds."""

from collections.abc import Callable

from perfeval.store import entries, verify
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS, KEY, NOW, ROUND
from tests.service.filing_rows import change_round, extend, row
from tests.service.filled import form

At = Callable[[str], Client]
BEFORE, DEADLINE, AFTER = "2026-03-31T15:59:59Z", "2026-03-31T16:00:00Z", "2026-03-31T16:00:01Z"


def put(office: Office, time: str) -> None:
    """Put the clock to a time."""
    office.clock = lambda: time


def saved(at: At, unit: str, login: str) -> Client:
    """Return who fills in for a unit, with a form that could be submitted."""
    filler = at(login)
    assert filler.put(f"/api/v1/evaluations/{EVALUATIONS[unit]}", 1, json=form(unit)).status_code == 200
    return filler


def test_what_was_filled_in_before_the_deadline_is_late_behind_it(at: At, office: Office) -> None:
    change_round(office, grace=3)
    put(office, BEFORE)
    first, second = saved(at, "school1", "filler1"), saved(at, "school2", "filler2")
    put(office, DEADLINE)
    assert first.act(EVALUATIONS["school1"], "submit", 2).json()["late"] is False
    put(office, AFTER)
    assert second.act(EVALUATIONS["school2"], "submit", 2).json()["late"] is True
    board = at("finance").get(f"/api/v1/rounds/{ROUND}/progress").json()["total"]
    assert (board["filed"], board["late"], board["overdue"]) == (2, 1, 2)


def test_a_clock_that_is_put_back_makes_nothing_that_was_late_be_in_time(at: At, office: Office) -> None:
    change_round(office, grace=3)
    put(office, AFTER)
    first, second = saved(at, "school1", "filler1"), saved(at, "school2", "filler2")
    assert first.act(EVALUATIONS["school1"], "submit", 2).json()["late"] is True
    put(office, BEFORE)
    assert second.act(EVALUATIONS["school2"], "submit", 2).json()["late"] is False
    told = first.get(f"/api/v1/evaluations/{EVALUATIONS['school1']}").json()
    assert (told["late"], told["filed"]) == (True, AFTER)
    assert at("finance").get(f"/api/v1/rounds/{ROUND}/evaluations?late=true").json()["total"] == 1


def test_the_journal_keeps_its_order_when_time_goes_back(at: At, office: Office) -> None:
    put(office, AFTER)
    saved(at, "school1", "filler1")
    put(office, BEFORE)
    receipt = saved(at, "school2", "filler2").act(EVALUATIONS["school2"], "submit", 2).json()["receipt"]
    with office.store.reading(NOW) as tx:
        told = entries(tx.connection)
        assert verify(tx.connection, KEY, receipt["reference"]).broken is None
    assert [each.number for each in told] == list(range(1, len(told) + 1))
    assert [each.at for each in told] != sorted(each.at for each in told)


def test_what_is_refused_behind_the_deadline_goes_through_when_the_clock_is_right_again(at: At, office: Office) -> None:
    saved(at, "school1", "filler1")
    put(office, "2026-04-10T08:00:00Z")
    ahead = at("filler2")
    assert ahead.put(f"/api/v1/evaluations/{EVALUATIONS['school2']}", 1, json=form("school2")).status_code == 200
    refused = ahead.act(EVALUATIONS["school2"], "submit", 2)
    assert (refused.status_code, refused.json()["code"]) == (409, "not-allowed")
    put(office, NOW)
    assert ahead.act(EVALUATIONS["school2"], "submit", 2).json()["late"] is False
    assert at("filler1").act(EVALUATIONS["school1"], "submit", 2).json()["late"] is False


def test_a_deadline_that_is_moved_counts_for_what_comes_and_not_for_what_was_filed(at: At, office: Office) -> None:
    change_round(office, grace=3)
    put(office, AFTER)
    first, second = saved(at, "school1", "filler1"), saved(at, "school2", "filler2")
    assert first.act(EVALUATIONS["school1"], "submit", 2).json()["late"] is True
    for unit in ("school1", "school2"):
        extend(office, unit, "2026-04-10T16:00:00Z")
    assert second.act(EVALUATIONS["school2"], "submit", 2).json()["late"] is False
    assert row(office, EVALUATIONS["school1"]).late is True
