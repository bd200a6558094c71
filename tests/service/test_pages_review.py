from collections.abc import Callable

from perfeval.web.office import Office
from tests.service.browsing import see, send, submitted
from tests.service.client import Client
from tests.service.county import EVALUATIONS, ROUND
from tests.service.filing_rows import change, grant, lock
from tests.service.filled import form, with_row

At = Callable[[str], Client]
SCHOOL = EVALUATIONS["school1"]
HOSTILE = '<script>alert("1")</script>'


def test_an_evaluation_outside_the_scope_is_not_there(at: At) -> None:
    submitted(at("filler1"), SCHOOL, form())
    pages = ("", "/points/1", "/points/total", "/submissions/1", "/submissions/1?against=1", "/proof")
    for stranger in ("filler2", "department2"):
        client = at(stranger)
        assert [see(client, f"/evaluations/{SCHOOL}{page}").status_code for page in pages] == [404] * len(pages)
        assert send(client, f"/evaluations/{SCHOOL}/notes", words="看见了").status_code == 404
        assert SCHOOL not in see(client, "/search").text
    assert see(at("finance"), f"/evaluations/{'0' * 32}").status_code == 404


def test_the_three_administrators_see_no_business(at: At) -> None:
    submitted(at("filler1"), SCHOOL, form())
    for login in ("system", "security", "audit"):
        client = at(login)
        for address in (f"/evaluations/{SCHOOL}", f"/evaluations/{SCHOOL}/points/1", f"/evaluations/{SCHOOL}/submissions/1", "/search"):
            page = see(client, address)
            assert page.status_code == 403
            assert "运转补助" not in page.text


def test_what_a_unit_gives_itself_is_on_no_page_before_it_is_submitted(at: At) -> None:
    claims = with_row(form(claimed={"total": "93.17", "grade": "优"}), "r1", claimed="13.57", reason="部分学生转学", measures="核对名单")
    filler = at("filler1")
    saved = filler.put(f"/api/v1/evaluations/{SCHOOL}", 1, json={**claims, "narrative": {"conclusion": "自评九三点一七"}}).json()
    secrets = ("13.57", "93.17", "九三点一七", saved["scorecard"]["total"])
    assert all(each in see(filler, f"/evaluations/{SCHOOL}").text for each in secrets[:3])
    addresses = [f"/evaluations/{SCHOOL}{page}" for page in ("", "/points/1", "/points/total", "/submissions/1", "/proof")]
    addresses += ["/search?q=第一中学", "/journal", f"/journal?about=evaluations/{SCHOOL}"]
    for step in ("drafted", "taken back"):
        for login in ("department1", "finance", "auditor", "head"):
            client = at(login)
            assert "尚未送审" in see(client, addresses[0]).text
            for address in addresses:
                text = see(client, address).text
                assert [each for each in secrets if each in text] == [], (step, login, address)
        if step == "drafted":
            told = filler.act(SCHOOL, "submit", saved["version"])
            assert told.is_success, told.text
            assert filler.act(SCHOOL, "withdraw", told.json()["version"]).is_success


def test_hostile_names_never_become_part_of_a_page(at: At) -> None:
    told = with_row(form(), "r1", name=HOSTILE, actual="90", claimed="18", reason=HOSTILE, measures=HOSTILE)
    told["claimed"]["total"] = "97.60"
    told["subject"]["contact"] = HOSTILE
    submitted(at("filler1"), SCHOOL, {**told, "narrative": {"conclusion": HOSTILE}})
    checker = at("checker1")
    assert send(checker, f"/evaluations/{SCHOOL}/notes", words=HOSTILE).status_code == 303
    pages = [f"/evaluations/{SCHOOL}", f"/evaluations/{SCHOOL}/points/1", f"/evaluations/{SCHOOL}/submissions/1"]
    for page in pages:
        text = see(checker, page).text
        assert HOSTILE not in text
        assert "&lt;script&gt;alert" in text
    auditor = at("auditor")
    for page in ("/journal", f"/search?q={HOSTILE}", f"/journal?about={HOSTILE}", f"/journal/verification?receipt={HOSTILE}"):
        assert HOSTILE not in see(auditor, page).text


def test_a_form_is_returned_row_by_row_with_reasons_and_what_is_refused_keeps_what_was_typed(at: At) -> None:
    version = submitted(at("filler1"), SCHOOL, form())["version"]
    checker = at("checker1")
    rows = {"code:r1": "figures", "words:r1": "名册是98人", "code:r2": "", "code:r3": "", "words:r3": "没有验收表"}
    refused = send(checker, f"/evaluations/{SCHOOL}/actions/return", version=version, reason_code="evidence", reason="", **rows)
    assert refused.status_code == 422
    assert "请写明原因" in refused.text
    assert all(words in refused.text for words in ("名册是98人", "没有验收表"))
    done = send(checker, f"/evaluations/{SCHOOL}/actions/return", version=version, reason_code="evidence", reason="佐证不齐", **rows)
    assert (done.status_code, done.headers["location"]) == (303, f"/evaluations/{SCHOOL}?done={SCHOOL}")
    notes = checker.get(f"/api/v1/evaluations/{SCHOOL}/notes").json()["items"]
    assert {(each["row"], each["reason_code"], each["words"]) for each in notes} == {
        (None, "evidence", "佐证不齐"),
        ("r1", "figures", "名册是98人"),
        ("r3", "evidence", "没有验收表"),
    }
    page = see(at("filler1"), f"/evaluations/{SCHOOL}").text
    assert all(words in page for words in ("佐证不齐", "名册是98人", "没有验收表", "数据有误"))


def test_an_approval_leads_on_to_the_next_of_the_list_and_says_what_came_of_it(at: At, office: Office) -> None:
    ids = [EVALUATIONS[name] for name in ("school1", "school2")]
    for name, login in (("school1", "filler1"), ("school2", "filler2")):
        submitted(at(login), EVALUATIONS[name], form(name))
    for each in ids:
        change(office, each, state="department_check")
    department = at("department1")
    listed = department.get(f"/api/v1/rounds/{ROUND}/evaluations?state=department_check").json()["items"]
    first, second = listed[0], listed[1]
    page = see(department, f"/evaluations/{first['id']}?state=department_check").text
    assert "1 / 2" in page
    assert f'href="/evaluations/{second["id"]}?state=department_check"' in page
    fields = {"version": first["version"], "next": second["id"]}
    done = send(department, f"/evaluations/{first['id']}/actions/approve?state=department_check", **fields)
    assert done.headers["location"] == f"/evaluations/{second['id']}?state=department_check&done={first['id']}"
    following = see(department, done.headers["location"]).text
    assert f"“{first['title']}”：已办理，现为审核通过" in following
    assert "1 / 1" in following


def test_a_decision_about_an_older_version_is_refused_and_shows_the_newer_one(at: At) -> None:
    version = submitted(at("filler1"), SCHOOL, form())["version"]
    checker = at("checker1")
    refused = send(checker, f"/evaluations/{SCHOOL}/actions/return", version=version - 1, reason_code="text", reason="这段话不能丢")
    assert refused.status_code == 409
    assert "刚被别人改过" in refused.text
    assert "这段话不能丢" in refused.text
    assert f'name="version" value="{version}"' in refused.text


def test_a_disabled_button_says_why(at: At, office: Office) -> None:
    grant(office, "filler1", "unit_checker", "school1")
    submitted(at("filler1"), SCHOOL, form())
    page = see(at("filler1"), f"/evaluations/{SCHOOL}").text
    assert "不能审核自己填报或送审的自评" in page
    assert 'id="approve"' in page
    assert page.partition('id="approve"')[2].partition(">")[0].endswith('disabled aria-keyshortcuts="a"')


def test_an_adjustment_is_registered_in_place_and_both_values_are_shown(at: At, office: Office) -> None:
    at("filler1").put(f"/api/v1/evaluations/{SCHOOL}", 1, json=form())
    lock(office, SCHOOL, {"indicators.r1.target": "≥100人"})
    section = at("section")
    asked = {"cell": "indicators.r1.target", "new": "≥90人", "document_number": "", "approved_by": "县财政局", "date": "2026-02-01"}
    refused = send(section, f"/evaluations/{SCHOOL}/adjustments", **asked)
    assert refused.status_code == 422
    assert "请填写文号" in refused.text
    assert 'value="≥90人"' in refused.text
    assert send(section, f"/evaluations/{SCHOOL}/adjustments", **{**asked, "document_number": "财预〔2025〕8号"}).status_code == 303
    page = see(section, f"/evaluations/{SCHOOL}").text
    assert all(words in page for words in ("<s>≥100人</s>", "≥90人", "财预〔2025〕8号", "年初"))


def test_notes_are_answered_in_place_and_auditors_only_read(at: At) -> None:
    submitted(at("filler1"), SCHOOL, form())
    checker, filler, auditor = at("checker1"), at("filler1"), at("auditor")
    send(checker, f"/evaluations/{SCHOOL}/notes", words="满意度怎么调查的？", row="r5")
    note = checker.get(f"/api/v1/evaluations/{SCHOOL}/notes").json()["items"][0]["id"]
    assert send(filler, f"/evaluations/{SCHOOL}/notes", words=" ", answers=note).status_code == 422
    assert send(filler, f"/evaluations/{SCHOOL}/notes", words="发了200份问卷", answers=note).status_code == 303
    page = see(auditor, f"/evaluations/{SCHOOL}").text
    assert all(words in page for words in ("满意度怎么调查的？", "发了200份问卷"))
    assert "写批注" not in page
    assert send(auditor, f"/evaluations/{SCHOOL}/notes", words="我也说一句").status_code == 403


def test_versions_are_compared_cell_by_cell_by_their_names_on_paper(at: At) -> None:
    version = submitted(at("filler1"), SCHOOL, form())["version"]
    send(at("checker1"), f"/evaluations/{SCHOOL}/actions/return", version=version, reason_code="figures", reason="人数不对")
    filler = at("filler1")
    again = with_row(
        form(claimed={"total": "97.60", "grade": "优"}), "r1", actual="90", claimed="18", reason="学生转学", measures="核对名册"
    )
    saved = filler.put(f"/api/v1/evaluations/{SCHOOL}", version + 1, json=again)
    assert filler.act(SCHOOL, "submit", saved.json()["version"]).is_success
    page = see(at("auditor"), f"/evaluations/{SCHOOL}/submissions/2?against=1").text
    assert "第1行“补助学生人数”的实际完成值" in page
    assert "<del>100</del>" in page
    assert "<ins>90</ins>" in page
    assert "总分 99.60 → 97.60" in page


def test_a_page_without_scripts_tells_how_a_point_came_about(at: At) -> None:
    submitted(at("filler1"), SCHOOL, form())
    auditor = at("auditor")
    page = see(auditor, f"/evaluations/{SCHOOL}/points/execution").text
    assert all(words in page for words in ("预算执行率", "10 × 96000 ÷ 100000 = 9.60", "财预〔2020〕10号"))
    assert "<!doctype html>" in page
    part = auditor.get(f"/evaluations/{SCHOOL}/points/1", headers={"hx-request": "true"}).text
    assert part.strip().startswith("<section")
    assert [see(auditor, f"/evaluations/{SCHOOL}/points/{of}").status_code for of in ("total", "6", "0", "x", "9" * 30)] == [
        200,
        *[404] * 4,
    ]
