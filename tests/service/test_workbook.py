"""工作簿 - The form goes out as Excel and comes back: the differences first, then the change; stale and foreign ones are refused."""

import io
from collections.abc import Callable

import openpyxl

from tests.service.client import Client
from tests.service.county import EVALUATIONS
from tests.service.filled import form

At = Callable[[str], Client]
ADDRESS = f"/api/v1/evaluations/{EVALUATIONS['school1']}"
OTHER = f"/api/v1/evaluations/{EVALUATIONS['school2']}"
HEADERS = {"Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def with_actual(data: bytes, text: str) -> bytes:
    """Return a workbook in which the first actual value was typed over."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["指标表"]["G4"] = text
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def taken(filler: Client) -> bytes:
    assert filler.put(ADDRESS, 1, json=form()).status_code == 200
    answer = filler.get(f"{ADDRESS}/workbook")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")
    return answer.content


def test_the_differences_come_first_and_nothing_is_changed_by_looking(at: At) -> None:
    filler = at("filler1")
    filled = with_actual(taken(filler), "98")
    looked = filler.put(f"{ADDRESS}/workbook?dry_run=1", content=filled, headers=HEADERS)
    assert (looked.status_code, looked.json()) == (200, {"changes": [{"path": "indicators.r1.actual", "old": "100", "new": "98"}]})
    assert filler.get(ADDRESS).json()["version"] == 2


def test_a_filled_workbook_is_saved_like_any_form(at: At) -> None:
    filler = at("filler1")
    saved = filler.put(f"{ADDRESS}/workbook", 2, content=with_actual(taken(filler), "98"), headers=HEADERS)
    assert (saved.status_code, saved.json()["version"]) == (200, 3)
    assert saved.json()["evaluation"]["indicators"][0]["actual"] == "98"
    assert saved.json()["scorecard"]["rows"][0]["computed"] == "19.60"


def test_a_workbook_of_an_older_version_is_stale(at: At) -> None:
    filler = at("filler1")
    data = taken(filler)
    assert filler.put(ADDRESS, 2, json=form(filled_on="2026-03-01")).status_code == 200
    late = filler.put(f"{ADDRESS}/workbook", 3, content=with_actual(data, "98"), headers=HEADERS)
    assert (late.status_code, late.json()["code"]) == (409, "workbook-stale")


def test_a_workbook_of_another_evaluation_is_foreign(at: At) -> None:
    data = taken(at("filler1"))
    foreign = at("filler2").put(f"{OTHER}/workbook", 1, content=data, headers=HEADERS)
    assert (foreign.status_code, foreign.json()["code"]) == (422, "workbook-foreign")


def test_nobody_outside_the_unit_takes_a_draft_away(at: At) -> None:
    taken(at("filler1"))
    assert at("filler2").get(f"{ADDRESS}/workbook").status_code == 404
