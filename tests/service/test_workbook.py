"""工作簿 - The form goes out as Excel and comes back: the differences first, then the change; stale and foreign ones are refused."""

import io
from collections.abc import Callable

import openpyxl
import pytest

from perfeval import sheets
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS
from tests.service.filing_rows import lock
from tests.service.filled import form
from tests.service.lists import workbook

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
    assert late.json()["detail"] == "工作簿是第2版时下载的，现在是第3版，其间有人改过；请重新下载，把改动填进新的工作簿"
    looked = filler.put(f"{ADDRESS}/workbook?dry_run=1", content=data, headers=HEADERS)
    assert (looked.status_code, looked.json()["code"]) == (409, "workbook-stale"), "looking is refused with the same reason"


def test_a_workbook_of_another_evaluation_is_foreign(at: At) -> None:
    data = taken(at("filler1"))
    foreign = at("filler2").put(f"{OTHER}/workbook", 1, content=data, headers=HEADERS)
    assert (foreign.status_code, foreign.json()["code"]) == (422, "workbook-foreign")
    place = foreign.json()["places"][0]
    assert (place["message"], place["suggestion"]) == (
        f"这份工作簿是另一份自评的（编号 {EVALUATIONS['school1']}）",
        "请上传从这份自评下载的工作簿",
    )


def test_a_workbook_from_elsewhere_is_foreign(at: At) -> None:
    data = workbook((("项目编码", "项目名称"), ("P001", "不是自评表")))
    answer = at("filler1").put(f"{ADDRESS}/workbook?dry_run=1", content=data, headers=HEADERS)
    assert (answer.status_code, answer.json()["code"]) == (422, "workbook-foreign")
    assert answer.json()["detail"] == "自评表工作簿 不是从本系统下载的自评表，请重新下载后填写"


def test_a_workbook_whose_stamp_was_changed_is_refused(at: At) -> None:
    filler = at("filler1")
    data = taken(filler)
    assert filler.put(ADDRESS, 2, json=form(filled_on="2026-03-01")).status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(data))
    stamp = str(book["基本情况"]["A2"].value)
    book["基本情况"]["A2"] = stamp.replace("版本 2", "版本 3")
    saved = io.BytesIO()
    book.save(saved)
    answer = filler.put(f"{ADDRESS}/workbook", 3, content=saved.getvalue(), headers=HEADERS)
    assert (answer.status_code, answer.json()["code"]) == (409, "workbook-stale"), "the hash tells what it was made of"


def test_a_locked_cell_that_was_typed_over_is_named_before_and_when_it_is_saved(at: At, office: Office) -> None:
    filler = at("filler1")
    taken(filler)
    lock(office, EVALUATIONS["school1"], {"indicators.r1.target": "≥100人"})
    data = filler.get(f"{ADDRESS}/workbook").content
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book["指标表"]["F4"].protection.locked, "Excel itself refuses it"
    book["指标表"]["F4"] = "≥1人"
    saved = io.BytesIO()
    book.save(saved)
    for query in ("?dry_run=1", ""):
        answer = filler.put(f"{ADDRESS}/workbook{query}", 2, content=saved.getvalue(), headers=HEADERS)
        assert (answer.status_code, answer.json()["code"]) == (422, "locked")
        assert answer.json()["places"][0]["where"] == "indicators[0].target"


def test_a_workbook_is_read_while_nothing_is_held(at: At, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    filler = at("filler1")
    data, held = with_actual(taken(filler), "98"), []
    read = sheets.read_grids

    def _read(*given: str | bytes) -> object:
        held.append((office.writer.locked(), office.connections))
        return read(*given)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(sheets, "read_grids", _read)
    assert filler.put(f"{ADDRESS}/workbook", 2, content=data, headers=HEADERS).status_code == 200
    assert held == [(False, 0)]


def test_nobody_outside_the_unit_takes_a_draft_away(at: At) -> None:
    taken(at("filler1"))
    assert at("filler2").get(f"{ADDRESS}/workbook").status_code == 404
