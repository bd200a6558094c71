"""调整 - What is locked changes by a record with a document behind it, shows both values, and tells the reviewer."""

import io
from collections.abc import Callable

import pytest
from docx import Document

from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS
from tests.service.filing_rows import lock, row
from tests.service.filled import form, with_row

At = Callable[[str], Client]
MINE = EVALUATIONS["school1"]
ADDRESS = f"/api/v1/evaluations/{MINE}"
PAPER = {"document_number": "某财绩〔2025〕12号", "approved_by": "某县财政局", "date": "2025-10-08"}
TARGET = {"cell": "indicators.r1.target", "new": "≥90人", **PAPER}


@pytest.fixture(autouse=True)
def _locked(office: Office) -> None:
    lock(office, MINE, {"indicators.r1.target": "≥100人", "indicators.r1.name": "补助学生人数", "funds.total.adjusted": "100000.00"})


def begun(at: At) -> None:
    assert at("filler1").put(ADDRESS, 1, json=form()).status_code == 200


@pytest.mark.parametrize(
    ("login", "status"), [("filler1", 403), ("checker1", 403), ("department1", 403), ("section", 201), ("finance", 201), ("head", 201)]
)
def test_who_registers_a_change_of_what_the_unit_cannot_change(at: At, login: str, status: int) -> None:
    begun(at)
    assert at(login).post(f"{ADDRESS}/adjustments", json=TARGET).status_code == status


def test_a_changed_target_shows_both_values_and_tells_the_reviewer(at: At) -> None:
    begun(at)
    made = at("finance").post(f"{ADDRESS}/adjustments", json={**TARGET, "old": "≥100人"}).json()
    assert (made["old"], made["new"], made["version"]) == ("≥100人", "≥90人", 3)
    assert made["title"] == "第1行“补助学生人数”的年度指标值"
    filler = at("filler1")
    opened = filler.get(ADDRESS).json()
    first = opened["evaluation"]["indicators"][0]
    assert (first["target"], first["target_original"]) == ("≥90人", "≥100人")
    told = next(each for each in opened["scorecard"]["findings"] if each["code"] == "target-changed")
    assert (told["severity"], told["where"], told["row"]) == ("notice", "indicators[0]", "r1")
    assert "由“≥100人”调整为“≥90人”（某财绩〔2025〕12号，某县财政局批准）" in told["message"]
    assert opened["locked"]["indicators.r1.target"]["value"] == "≥90人"
    listed = at("department1").get(f"{ADDRESS}/adjustments").json()
    assert (listed["total"], listed["items"][0]["document_number"]) == (1, "某财绩〔2025〕12号")
    found = at("finance").get(f"/api/v1/rounds/{opened['round']}/evaluations?finding=target-changed").json()
    assert [each["id"] for each in found["items"]] == [MINE]


FORMS = {
    "cn.project.form.2020": "≥90人（年初≥100人）",
    "hubei.project.form.2020": "≥90人（年初≥100人）",
    "hubei.guangshui.project.form.2021": "≥90人（年初≥100人）",
    "ningxia.yinchuan.project.form.2021": "≥90人（年初≥100人）",
    "yunnan.baoshan.project.form.2022": "≥90人（年初≥100人）",
    "yunnan.project.form14.2020": "90（年初100）",
    "sichuan.project.form.2022": "90（年初100）",
}


def words_of(data: bytes) -> set[str]:
    """Return what stands in the cells of every table of a Word file, tables inside of cells included."""
    found: set[str] = set()
    tables = list(Document(io.BytesIO(data)).tables)
    while tables:
        for cell in (cell for line in tables.pop().rows for cell in line.cells):
            found.add(cell.text)
            tables += cell.tables
    return found


def test_the_word_shows_both_values_whatever_the_form(at: At) -> None:
    begun(at)
    assert at("finance").post(f"{ADDRESS}/adjustments", json=TARGET).status_code == 201
    filler = at("filler1")
    for template, shown in FORMS.items():
        printed = filler.get(f"{ADDRESS}/report?template={template}")
        assert printed.status_code == 200, printed.text
        assert shown in words_of(printed.content), template


def test_the_reviewer_is_told_of_a_changed_target_and_prints_both_values(at: At) -> None:
    begun(at)
    assert at("finance").post(f"{ADDRESS}/adjustments", json=TARGET).status_code == 201
    filler = at("filler1")
    saved = filler.put(ADDRESS, 3, json=with_row(form(), "r1", target="≥90人", target_original="≥100人", actual="90"))
    assert saved.status_code == 200, saved.text
    assert filler.act(MINE, "submit", 4).status_code == 200
    for login in ("checker1", "department1"):
        reviewer = at(login)
        told = [each for each in reviewer.get(ADDRESS).json()["scorecard"]["findings"] if each["code"] == "target-changed"]
        assert [each["row"] for each in told] == ["r1"]
        assert "≥90人（年初≥100人）" in words_of(reviewer.get(f"{ADDRESS}/report?template=cn.project.form.2020").content)


def test_who_saves_over_an_adjustment_is_told_to_look_again(at: At) -> None:
    begun(at)
    assert at("finance").post(f"{ADDRESS}/adjustments", json=TARGET).status_code == 201
    filler = at("filler1")
    assert filler.put(ADDRESS, 2, json=form()).json()["code"] == "version-conflict"
    assert filler.put(ADDRESS, 3, json=form()).json()["code"] == "locked"
    new = with_row(form(), "r1", target="≥90人", target_original="≥100人")
    assert filler.put(ADDRESS, 3, json=new).status_code == 200


def test_a_second_change_keeps_the_first_value(at: At) -> None:
    begun(at)
    finance = at("finance")
    for new in ("≥90人", "≥80人"):
        assert finance.post(f"{ADDRESS}/adjustments", json={**TARGET, "new": new}).status_code == 201
    first = at("filler1").get(ADDRESS).json()["evaluation"]["indicators"][0]
    assert (first["target"], first["target_original"]) == ("≥80人", "≥100人")
    assert finance.get(f"{ADDRESS}/adjustments?size=1").json()["total"] == 2


def test_changes_of_the_same_second_are_listed_in_the_order_in_which_they_were_made(at: At) -> None:
    begun(at)
    finance, made = at("finance"), [f"≥{number}人" for number in range(90, 78, -1)]
    for new in made:
        assert finance.post(f"{ADDRESS}/adjustments", json={**TARGET, "new": new}).status_code == 201
    listed = finance.get(f"{ADDRESS}/adjustments?size=50").json()["items"]
    assert len({each["at"] for each in listed}) == 1
    assert [each["new"] for each in listed] == made


def test_what_is_said_in_the_same_second_is_listed_in_the_order_in_which_it_was_said(at: At) -> None:
    finance, said = at("finance"), [f"第{number}句" for number in range(12)]
    for words in said:
        assert finance.post(f"{ADDRESS}/notes", json={"words": words}).status_code == 201
    listed = at("filler1").get(f"{ADDRESS}/notes?size=50").json()["items"]
    assert len({each["at"] for each in listed}) == 1
    assert [each["words"] for each in listed] == said


def test_a_changed_amount_changes_the_rate(at: At) -> None:
    begun(at)
    amount = {"cell": "funds.total.adjusted", "new": "96000.00", **PAPER}
    assert at("finance").post(f"{ADDRESS}/adjustments", json=amount).status_code == 201
    assert at("filler1").get(ADDRESS).json()["scorecard"]["execution"]["rate"] == "1"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"cell": "indicators.r2.target"}, 422, "not-locked"),
        ({"cell": "indicators.r9.target"}, 422, "not-locked"),
        ({"cell": "no such cell"}, 422, "not-locked"),
        ({"old": "≥50人"}, 409, "adjustment-stale"),
        ({"cell": "funds.total.adjusted", "new": "约十万"}, 422, "adjustment-invalid"),
        ({"document_number": ""}, 422, "request-invalid"),
        ({"date": "2025年10月"}, 422, "request-invalid"),
    ],
)
def test_what_is_no_adjustment_is_refused(at: At, change: dict[str, str], status: int, code: str) -> None:
    begun(at)
    refused = at("finance").post(f"{ADDRESS}/adjustments", json={**TARGET, **change})
    assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text


def test_nothing_is_adjusted_while_somebody_checks(at: At, office: Office) -> None:
    begun(at)
    assert at("filler1").act(MINE, "submit", 2).status_code == 200
    refused = at("finance").post(f"{ADDRESS}/adjustments", json=TARGET)
    assert (refused.status_code, refused.json()["why"]) == (409, ["正在审核或已经审核通过的自评不能调整，请先退回或重新打开"])
    assert row(office, MINE).version == 3


def test_the_word_of_a_submission_holds_its_own_findings_after_later_changes(at: At) -> None:
    begun(at)
    assert at("filler1").act(MINE, "submit", 2).status_code == 200
    assert at("checker1").act(MINE, "return", 3, reason="目标已调整").status_code == 200
    assert at("finance").post(f"{ADDRESS}/adjustments", json=TARGET).status_code == 201
    filler = at("filler1")
    assert filler.get(f"{ADDRESS}/report?template=cn.project.form.2020&submission=1&annex=1").status_code == 200
    assert "target-changed" not in filler.get(f"{ADDRESS}/submissions/1").text
