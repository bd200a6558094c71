import re
from collections.abc import Callable

import httpx
from sqlalchemy import text

from perfeval.desks import deeds
from perfeval.sheets import Line, read_sheet
from perfeval.web.office import Office
from tests.architecture.house import PRODUCT
from tests.service.browsing import see, send, submitted
from tests.service.client import Client
from tests.service.county import EVALUATIONS, NOW
from tests.service.filled import form, with_row

At = Callable[[str], Client]
SCHOOL = EVALUATIONS["school1"]
_WRITTEN = re.compile(r'\.record\([^"]*?"([a-z-]+\.[a-z-]+)"', re.DOTALL)


def table(answer: httpx.Response) -> tuple[Line, ...]:
    """Return the entries of a workbook."""
    assert answer.status_code == 200, answer.text
    return tuple(read_sheet(answer.content, "日志", ("序号", "时间", "引用")).lines)


def test_everything_that_is_written_into_the_journal_has_a_chinese_name() -> None:
    found = {name for path in (PRODUCT / "desks").rglob("*.py") for name in _WRITTEN.findall(path.read_text(encoding="utf-8"))}
    assert len(found) > 25
    assert found <= deeds.NAMES.keys()


def test_an_auditor_finds_by_words_of_title_unit_and_code(at: At) -> None:
    auditor = at("auditor")
    for words in ("第一中学 运转", "第一中学", "530000250001"):
        page = see(auditor, f"/search?q={words}").text
        assert f'href="/evaluations/{SCHOOL}"' in page, words
        assert "找到1份" in page
    assert "找到4份" in see(auditor, "/search").text
    assert "没有找到" in see(auditor, "/search?q=没有这样的项目").text
    assert "找到4份" in see(auditor, "/search?state=not_started").text
    assert "没有找到" in see(auditor, "/search?state=final").text


def test_the_journal_shows_auditors_what_changed_and_administrators_only_that_something_did(at: At) -> None:
    submitted(at("filler1"), SCHOOL, form())
    whole = see(at("auditor"), f"/journal?about=evaluations/{SCHOOL}").text
    wanted = ("保存填报", "送审", "第1行“补助学生人数”的实际完成值", "<ins>100</ins>", "第几次送审", "填报人filler1")
    assert [words for words in wanted if words not in whole] == []
    outline = see(at("audit"), "/journal").text
    assert all(words in outline for words in ("保存填报", "送审", "登录", "填报人filler1", "127.0.0.1"))
    assert not any(words in outline for words in ("补助学生人数", "运转补助", SCHOOL, "<ins>"))


def test_the_journal_is_narrowed_by_its_address(at: At) -> None:
    submitted(at("filler1"), SCHOOL, form())
    auditor = at("auditor")
    assert "共1条" in see(auditor, "/journal?action=evaluation.submit").text
    assert "共2条" in see(auditor, "/journal?person=FILLER1").text
    assert "没有这样的日志" in see(auditor, "/journal?person=nobody").text
    assert "共2条" in see(auditor, "/journal?since=2026-03-10&until=2026-03-10").text
    assert "没有这样的日志" in see(auditor, "/journal?until=2026-03-09").text
    assert "共2条" in see(auditor, "/journal?since=gestern").text


def test_the_journal_is_taken_away_as_it_is_shown_each_entry_with_its_reference(at: At) -> None:
    submitted(at("filler1"), SCHOOL, form())
    auditor = at("auditor")
    whole = auditor.get("/api/v1/journal").json()["items"]
    (told,) = table(see(auditor, "/journal/list.xlsx?action=evaluation.submit&person=filler1"))
    sent = next(each for each in whole if each["action"] == "evaluation.submit")
    assert (told["序号"], told["引用"]) == (str(sent["number"]), f"{sent['number']}-{sent['hash'][:12]}")
    assert (told["散列"], told["上一条散列"], told["人员"], told["事项"]) == (sent["hash"], sent["previous"], "填报人filler1", "送审")
    assert "第几次送审" in told["内容"]
    assert 'href="/journal/list.xlsx?action=evaluation.submit" download' in see(auditor, "/journal?action=evaluation.submit").text
    every = table(auditor.get("/api/v1/journal?format=xlsx"))
    assert [line["序号"] for line in every] == [str(each["number"]) for each in whole]
    outline = table(see(at("audit"), "/journal/list.xlsx"))
    assert len(outline) > len(every)
    assert not any(words in cell for words in ("补助学生人数", SCHOOL) for line in outline for cell in line.values())
    assert "内容" not in outline[0]


def test_who_has_no_business_with_the_journal_does_not_see_it(at: At) -> None:
    for login in ("filler1", "checker1", "department1", "finance", "third", "system", "security"):
        client = at(login)
        addresses = ("/journal", "/journal/list.xlsx", "/journal/verification")
        assert [see(client, address).status_code for address in addresses] == [403] * 3, login
        assert send(client, "/journal/verification").status_code == 403


def test_a_receipt_is_found_in_the_journal_and_a_false_one_is_told(at: At) -> None:
    receipt = submitted(at("filler1"), SCHOOL, form())["receipt"]["reference"]
    auditor = at("auditor")
    page = see(auditor, f"/journal/verification?receipt={receipt}").text
    assert "✓ 日志中有这一条" in page
    assert f'href="/evaluations/{SCHOOL}/submissions/1"' in page
    number, digits = receipt.split("-")
    assert "✗" in see(auditor, f"/journal/verification?receipt={number}-{digits[:-1]}{'0' if digits[-1] != '0' else '1'}").text
    assert "日志里没有第999999条" in see(auditor, f"/journal/verification?receipt=999999-{digits}").text
    assert see(auditor, "/journal/verification?receipt=12").status_code == 422
    outline = see(at("audit"), f"/journal/verification?receipt={receipt}").text
    assert "✓ 日志中有这一条" in outline
    assert SCHOOL not in outline


def test_a_check_of_the_whole_journal_is_kept_in_it_and_shown_to_the_next(at: At) -> None:
    submitted(at("filler1"), SCHOOL, form())
    auditor = at("auditor")
    assert "还没有查证过" in see(auditor, "/journal/verification").text
    assert send(auditor, "/journal/verification").status_code == 303
    page = see(at("audit"), "/journal/verification").text
    assert all(words in page for words in ("✓ 全部相符", "审计人员auditor"))
    assert "查证日志" in see(at("audit"), "/journal?action=journal.verify").text


def test_a_changed_submission_and_a_changed_journal_are_found_out(at: At, office: Office) -> None:
    submitted(at("filler1"), SCHOOL, form())
    auditor = at("auditor")
    good = see(auditor, f"/evaluations/{SCHOOL}/proof").text
    assert good.count("✓ 相符") == 2
    if office.store.engine.dialect.name == "postgresql":
        return  # the role that serves cannot even take the trigger away: tests/store/test_frozen.py
    with office.store.writing(NOW) as tx:
        names = tx.connection.execute(text("select name from sqlite_master where type = 'trigger'")).scalars().all()
        for name in names:
            tx.connection.execute(text(f'drop trigger "{name}"'))
        tx.connection.execute(text("update submissions set document = replace(document, '100人', '101人')"))
        tx.connection.execute(text("update journal set detail = replace(detail, '100人', '101人') where action = 'evaluation.submit'"))
    page = see(auditor, f"/evaluations/{SCHOOL}/submissions/1").text
    assert "与存档的散列不符" in page
    assert "内容与散列不符" in page
    send(auditor, "/journal/verification")
    assert "✗ 第" in see(auditor, "/journal/verification").text


def test_what_stands_in_a_long_entry_is_folded_away(at: At) -> None:
    filler = at("filler1")
    filler.put(f"/api/v1/evaluations/{SCHOOL}", 1, json=with_row(form(), "r1", note="备注" * 300))
    page = see(at("head"), f"/journal?about=evaluations/{SCHOOL}").text
    assert "另有" in page
    assert "备注" * 150 not in page
