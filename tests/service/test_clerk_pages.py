"""填报的其他页 - Sections confirm their rows, words and proofs come in only with the page's own token, the home page lists what is due."""

import base64
from collections.abc import Callable

from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS
from tests.service.filing_rows import change_round
from tests.service.filled import form, with_row

At = Callable[[str], Client]
MINE = EVALUATIONS["school1"]
API = f"/api/v1/evaluations/{MINE}"
HTML = {"Accept": "text/html"}
PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def test_sections_confirm_their_rows_before_the_form_is_submitted(at: At, office: Office) -> None:
    change_round(office, owners_confirm=True)
    filler = at("filler1")
    assert filler.put(API, 1, json=with_row(form(), "r1", owner="教务科")).status_code == 200
    before = filler.get(f"/evaluations/{MINE}/submit", headers=HTML).text
    assert "还没有经教务科确认" in before
    csrf = filler.http.headers["X-CSRF-Token"]
    refused = filler.post(f"/evaluations/{MINE}/submit", data={"csrf": csrf, "version": "2"}, headers=HTML)
    assert refused.status_code == 409
    assert "没有办理" in refused.text
    confirmed = filler.post(f"/evaluations/{MINE}/confirm", data={"csrf": csrf, "version": "2", "rows": "r1"}, headers=HTML)
    assert confirmed.status_code == 303
    assert filler.post(f"/evaluations/{MINE}/submit", data={"csrf": csrf, "version": "3"}, headers=HTML).status_code == 303
    after = filler.get(f"/evaluations/{MINE}/submit", headers=HTML).text
    assert "已送审：第1次" in after
    assert "撤回" in after
    assert filler.post(f"/evaluations/{MINE}/withdraw", data={"csrf": csrf, "version": "4"}, headers=HTML).status_code == 303


def test_words_and_proofs_come_in_with_the_token_of_the_page_only(at: At) -> None:
    filler = at("filler1")
    assert filler.put(API, 1, json=form()).status_code == 200
    csrf = filler.http.headers.pop("X-CSRF-Token")
    notes, evidence = f"/evaluations/{MINE}/form/notes", f"/evaluations/{MINE}/evidence"
    told = {"row": "r1", "title": "照片", "kind": "photo"}
    file = {"file": ("照片.png", PICTURE)}
    assert filler.post(notes, data={"words": "核对过"}, headers=HTML).status_code == 403
    assert filler.post(evidence, data=told, files=file, headers=HTML).status_code == 403
    assert filler.get(f"{API}/evidence").json()["total"] == 0
    assert filler.post(notes, data={"csrf": csrf, "row": "r1", "words": "核对过<i>"}, headers=HTML).status_code == 303
    assert filler.post(notes, data={"csrf": csrf, "row": "r1", "words": " "}, headers=HTML).status_code == 422
    assert filler.post(evidence, data={"csrf": csrf, **told}, files=file, headers=HTML).status_code == 303
    wrong = filler.post(evidence, data={"csrf": csrf, **told}, files={"file": ("说明.exe", b"MZ")}, headers=HTML)
    assert wrong.status_code == 422
    page = filler.get(f"/evaluations/{MINE}/rows/r1", headers=HTML).text
    assert "<td>指标表第1行“实际完成值”</td>" in page
    assert "核对过&lt;i&gt;" in page
    assert "10 × " in page or "20" in page
    proof = filler.get(f"{API}/evidence").json()["items"][0]["id"]
    assert filler.post(f"{evidence}/{proof}/remove", data={"csrf": csrf, "row": "r1"}, headers=HTML).status_code == 303
    assert filler.get(f"/evaluations/{MINE}/rows/r99", headers=HTML).status_code == 404


def test_the_home_page_lists_what_is_due_and_to_others_nothing(at: At) -> None:
    filler = at("filler1")
    assert filler.put(API, 1, json=form()).status_code == 200
    mine = filler.get("/", headers=HTML).text
    assert '待填报 <span class="soft">1份</span>' in mine
    assert f"/evaluations/{MINE}/form" in mine
    assert EVALUATIONS["school2"] not in mine
    assert "待填报" not in at("finance").get("/", headers=HTML).text


def test_what_was_typed_into_a_row_that_is_gone_is_told_to_a_page_without_scripts(at: At) -> None:
    filler = at("filler1")
    assert filler.put(API, 1, json=with_row(form(), "r1", note="依据")).status_code == 200
    cells = {"csrf": filler.http.headers["X-CSRF-Token"], "version": "1", "do": "save", "indicators.r1.actual": "77"}
    gone = {"indicators.own9.name": "家长会次数", "indicators.own9.actual": "12<次>", "indicators.own9.reason": ""}
    page = filler.post(f"/evaluations/{MINE}/form", data={**cells, **gone}, headers=HTML)
    assert page.status_code == 409
    assert "所在的行已被别人移去" in page.text
    assert "<li>“家长会次数”行的实际完成值：12&lt;次&gt;</li>" in page.text
    assert "行的偏差原因" not in page.text
    assert ">77<" in page.text or 'value="77"' in page.text
