"""送审 - What blocks a submission, what is frozen, the receipt and where it is printed, being late, and what changed in between."""

import hashlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from sqlalchemy import select

from perfeval.store import canonical, tables, verify
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS, KEY, NOW, id_of
from tests.service.filing_rows import change_round, extend, lock, row
from tests.service.filled import form, with_row

At = Callable[[str], Client]
MINE = EVALUATIONS["school1"]
ADDRESS = f"/api/v1/evaluations/{MINE}"
TEMPLATE = "template=cn.project.form.2020"


def submitted(filler: Client, version: int = 1, **changes: Any) -> dict[str, Any]:
    """Return the answer to a save and a submission."""
    saved = filler.put(ADDRESS, version, json=form(**changes))
    assert saved.status_code == 200, saved.text
    answer = filler.act(MINE, "submit", version + 1)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def footers(answer: Any) -> str:
    """Return the text of every footer of a Word file."""
    assert answer.status_code == 200, answer.text
    whole = Document(io.BytesIO(answer.content))
    return "\n".join(paragraph.text for section in whole.sections for paragraph in section.footer.paragraphs)


def test_errors_block_with_the_words_that_the_button_shows(at: At) -> None:
    filler = at("filler1")
    broken = with_row(form(), "r4", actual="80%", claimed=None)
    saved = filler.put(ADDRESS, 1, json=broken).json()
    button = next(each for each in saved["actions"] if each["action"] == "submit")
    assert (button["title"], button["allowed"]) == ("送审", False)
    assert any("第4行" in why and "原因" in why for why in button["why"])
    refused = filler.act(MINE, "submit", 2)
    assert (refused.status_code, refused.json()["code"], refused.json()["why"]) == (409, "not-allowed", button["why"])
    assert filler.get(ADDRESS).json()["version"] == 2


def test_a_warning_needs_an_answer_that_is_kept(at: At) -> None:
    filler = at("filler1")
    doubtful = with_row(form(), "r3", name="补助资金按时发放率")
    saved = filler.put(ADDRESS, 1, json=doubtful).json()
    assert [each["code"] for each in saved["scorecard"]["findings"] if each["severity"] == "warning"] == ["money-as-output"]
    refused = filler.act(MINE, "submit", 2)
    assert refused.json()["why"] == [f"请说明：{saved['scorecard']['findings'][0]['message']}"]
    blank = {**doubtful, "answers": [{"code": "money-as-output", "row": "r3", "words": " "}]}
    assert filler.act(MINE, "submit", filler.put(ADDRESS, 2, json=blank).json()["version"]).status_code == 409
    answered = {**doubtful, "answers": [{"code": "money-as-output", "row": "r3", "words": "考核的是发放时间"}]}
    assert filler.put(ADDRESS, 3, json=answered).status_code == 200
    assert filler.act(MINE, "submit", 4).status_code == 200
    frozen = filler.get(f"{ADDRESS}/submissions/1").json()
    assert frozen["evaluation"]["answers"] == answered["answers"]


def test_an_answer_for_the_whole_form_covers_every_row(at: At) -> None:
    filler = at("filler1")
    doubtful = with_row(form(), "r3", name="补助资金按时发放率")
    answered = {**doubtful, "answers": [{"code": "money-as-output", "row": None, "words": "考核的是发放时间"}]}
    assert filler.put(ADDRESS, 1, json=answered).status_code == 200
    assert filler.act(MINE, "submit", 2).status_code == 200


def test_a_submission_moves_on_and_hands_out_a_receipt_that_the_journal_knows(at: At, office: Office) -> None:
    told = submitted(at("filler1"))
    receipt = told["receipt"]
    assert (told["state"], told["version"], told["filed"], told["late"]) == ("unit_check", 3, NOW, False)
    assert receipt["reference"] == f"{receipt['entry']}-{receipt['digits']}"
    assert len(receipt["digits"]) == 12
    with office.store.reading(NOW) as tx:
        verdict = verify(tx.connection, KEY, receipt["digits"])
        entry = tx.connection.execute(select(tables.journal).where(tables.journal.c.number == receipt["entry"])).one()
        assert verify(tx.connection, KEY, "0" * 12).broken is not None
    assert verdict.broken is None
    assert (entry.action, entry.about, entry.person) == ("evaluation.submit", f"evaluations/{MINE}", id_of("filler1"))
    detail = json.loads(entry.detail)
    assert json.loads(detail["document"]) == form()
    assert json.loads(detail["card"])["total_trace"]


def test_what_is_frozen_hashes_to_what_the_receipt_says_and_the_card_holds_every_trace(at: At, office: Office) -> None:
    filler = at("filler1")
    told = submitted(filler)
    with office.store.reading(NOW) as tx:
        kept = dict(tx.connection.execute(select(tables.submissions)).one()._mapping)
    frozen = {name: value for name, value in kept.items() if name not in {"id", "sha256"}}
    assert hashlib.sha256(canonical(frozen).encode()).hexdigest() == kept["sha256"] == told["receipt"]["sha256"]
    shown = filler.get(f"{ADDRESS}/submissions/1").json()
    assert shown["scorecard"] == filler.post("/api/v1/score", json=form()).json()
    assert shown["evaluation"] == form()
    assert (shown["set"], shown["person"]["name"], shown["at"]) == ("cn/project/2020@1", "填报人filler1", NOW)
    listed = filler.get(f"{ADDRESS}/submissions").json()
    assert listed["total"] == 1
    assert listed["items"][0]["receipt"]["reference"] == told["receipt"]["reference"]
    assert filler.get(f"{ADDRESS}/submissions/2").json()["code"] == "submission-not-found"


def test_a_draft_says_so_on_every_page_and_a_submission_carries_its_receipt(at: At) -> None:
    filler = at("filler1")
    assert filler.put(ADDRESS, 1, json=form()).status_code == 200
    draft = filler.get(f"{ADDRESS}/report?{TEMPLATE}")
    assert "草稿" in footers(draft)
    assert "%E8%8D%89%E7%A8%BF_" in draft.headers["content-disposition"]
    receipt = filler.act(MINE, "submit", 2).json()["receipt"]
    printed = filler.get(f"{ADDRESS}/report?{TEMPLATE}&annex=1")
    assert f"第1次送审　日志第{receipt['entry']}条　{receipt['digits']}" in footers(printed)
    assert "草稿" not in footers(printed)
    assert receipt["digits"] in footers(filler.get(f"{ADDRESS}/report?{TEMPLATE}&submission=1"))
    assert at("auditor").get(f"{ADDRESS}/report?{TEMPLATE}").status_code == 200
    assert filler.get(f"{ADDRESS}/report?template=none").json()["code"] == "template-not-found"
    assert filler.get(f"{ADDRESS}/report?{TEMPLATE}&submission=7").json()["code"] == "submission-not-found"


def test_what_differs_between_two_submissions_is_told_cell_by_cell(at: At) -> None:
    filler, checker = at("filler1"), at("checker1")
    submitted(filler)
    assert checker.act(MINE, "return", 3, reason="请核对").status_code == 200
    changed = with_row(form(claimed={"total": "99.10", "grade": "优"}), "r4", claimed="29.5", reason="两户未核实")
    assert filler.put(ADDRESS, 4, json=changed).status_code == 200
    answered = {**changed, "answers": [{"code": "measures-missing", "row": None, "words": "已核实"}]}
    assert filler.put(ADDRESS, 5, json=answered).status_code == 200
    assert filler.act(MINE, "submit", 6).status_code == 200
    told = filler.get(f"{ADDRESS}/submissions/2?diff=1").json()
    changes = {each["path"]: (each["old"], each["new"], each["row"]) for each in told["changes"]}
    assert changes["indicators.r4.claimed"] == ("30", "29.5", "r4")
    assert changes["indicators.r4.reason"] == (None, "两户未核实", "r4")
    assert told["points"] == [{"row": "r4", "old": "30.00", "new": "29.50"}]
    assert told["total"] == {"old": "99.60", "new": "99.10"}
    back = filler.get(f"{ADDRESS}/submissions/1?diff=2").json()
    assert back["total"] == {"old": "99.10", "new": "99.60"}
    assert filler.get(f"{ADDRESS}/submissions/1?diff=9").status_code == 404


@pytest.mark.parametrize(
    ("now", "extended", "status", "late"),
    [
        ("2026-03-31T16:00:00Z", None, 200, False),
        ("2026-03-31T16:00:01Z", None, 409, None),
        ("2026-04-05T16:00:00Z", "2026-04-10T16:00:00Z", 200, False),
        ("2026-04-10T16:00:01Z", "2026-04-10T16:00:00Z", 409, None),
    ],
)
def test_the_deadline_closes_the_door_unless_it_was_moved(
    at: At, office: Office, now: str, extended: str | None, status: int, late: bool | None
) -> None:
    if extended:
        extend(office, "school1", extended)
    office.clock = lambda: now
    filler = at("filler1")
    assert filler.put(ADDRESS, 1, json=form()).status_code == 200
    answer = filler.act(MINE, "submit", 2)
    assert answer.status_code == status
    if late is None:
        assert answer.json()["why"] == ["不在填报时间内，请联系财政部门延长期限"]
    else:
        assert answer.json()["late"] is late


def test_inside_the_grace_lateness_is_recorded_and_stays(at: At, office: Office) -> None:
    change_round(office, grace=3)
    office.clock = lambda: "2026-04-01T08:00:00Z"
    told = submitted(at("filler1"))
    assert (told["late"], told["receipt"]["late"]) == (True, True)
    office.clock = lambda: "2026-05-01T08:00:00Z"
    assert at("checker1").act(MINE, "return", 3, reason="请核对").status_code == 200
    filler = at("filler1")
    assert filler.put(ADDRESS, 4, json=form()).status_code == 200
    again = filler.act(MINE, "submit", 5)
    assert again.status_code == 200, "what was sent back can be sent in again at any time"
    assert again.json()["filed"] == "2026-04-01T08:00:00Z"
    assert again.json()["late"] is True


def test_what_was_sent_back_after_filing_in_time_does_not_become_late(at: At, office: Office) -> None:
    submitted(at("filler1"))
    office.clock = lambda: "2026-05-01T08:00:00Z"
    assert at("checker1").act(MINE, "return", 3, reason="请核对").status_code == 200
    filler = at("filler1")
    assert filler.put(ADDRESS, 4, json=form()).status_code == 200
    assert filler.act(MINE, "submit", 5).json()["late"] is False


def test_a_submission_taken_back_after_the_deadline_would_not_count_as_filed(at: At, office: Office) -> None:
    submitted(at("filler1"))
    office.clock = lambda: "2026-05-01T08:00:00Z"
    refused = at("filler1").act(MINE, "withdraw", 3)
    assert (refused.status_code, refused.json()["why"]) == (409, ["不在填报时间内，请联系财政部门延长期限"])
    office.clock = lambda: NOW
    taken = at("filler1").act(MINE, "withdraw", 3).json()
    assert (taken["state"], taken["filed"], taken["late"]) == ("filling", None, False)


def test_an_error_that_only_locked_cells_can_mend_goes_to_the_bureau(at: At, office: Office) -> None:
    given = with_row(form(), "r1", weight="21", claimed="21")
    given["claimed"] = {"total": "100.60", "grade": "优"}
    cells: dict[str, str | None] = {f"indicators.{each['id']}.weight": each["weight"] for each in given["indicators"]}
    filler = at("filler1")
    saved = filler.put(ADDRESS, 1, json=given).json()
    codes = [each["code"] for each in saved["scorecard"]["findings"] if each["severity"] == "error"]
    assert "weights-not-100" in codes
    assert saved["for_bureau"] == []
    lock(office, MINE, cells)
    saved = filler.put(ADDRESS, 2, json=given).json()
    assert len(saved["for_bureau"]) == 1
    assert "100" in saved["for_bureau"][0]
    wanted = at("finance").get(f"/api/v1/rounds/{row(office, MINE).round}/evaluations?finding=locked-error").json()
    assert [each["id"] for each in wanted["items"]] == [MINE]
    left = next(each for each in saved["actions"] if each["action"] == "submit")["why"]
    assert not [why for why in left if "分值合计不" in why or "全部分值" in why]


@pytest.mark.parametrize(("locked", "blocks"), [(("total", "fiscal"), False), (("total",), True)])
def test_parts_and_whole_of_the_budget_that_differ_are_the_units_unless_both_are_locked(
    at: At, office: Office, locked: tuple[str, ...], blocks: bool
) -> None:
    funds = [*form()["funds"], {"source": "fiscal", "original": "90000.00", "adjusted": "90000.00"}]
    cells: dict[str, str | None] = {
        f"funds.{each['source']}.{column}": each[column]
        for each in funds
        for column in ("original", "adjusted")
        if each["source"] in locked
    }
    lock(office, MINE, cells, "预算")
    saved = at("filler1").put(ADDRESS, 1, json=form(funds=funds)).json()
    assert "sum-mismatch" in [each["code"] for each in saved["scorecard"]["findings"]]
    button = next(each for each in saved["actions"] if each["action"] == "submit")
    assert button["allowed"] is not blocks


def test_what_was_taken_back_before_anybody_looked_is_the_units_own_again(at: At) -> None:
    submitted(at("filler1"))
    assert "99.60" in at("department1").get(f"{ADDRESS}/submissions/1").text
    assert at("filler1").act(MINE, "withdraw", 3).status_code == 200
    assert at("filler1").get(f"{ADDRESS}/submissions").json()["total"] == 1
    for login in ("department1", "auditor"):
        outside = at(login)
        assert outside.get(f"{ADDRESS}/submissions").json()["total"] == 0
        for address in ("submissions/1", "submissions/1?diff=1", f"report?{TEMPLATE}&submission=1"):
            assert outside.get(f"{ADDRESS}/{address}").json()["code"] == "not-submitted"
    assert "99.60" not in at("auditor").get(f"/api/v1/journal?about=evaluations/{MINE}").text


def test_what_was_sent_back_stays_to_be_seen_as_it_was_submitted(at: At) -> None:
    submitted(at("filler1"))
    assert at("checker1").act(MINE, "return", 3, reason="请核对").status_code == 200
    department = at("department1")
    assert department.get(ADDRESS).json()["scorecard"] is None
    assert department.get(f"{ADDRESS}/submissions/1").json()["scorecard"]["total"] == "99.60"
