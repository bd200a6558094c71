"""复核页的退回 - What is refused of any form of a review comes back as it was typed, with the reason above and the wrong fields marked."""

import html
import re

import httpx
import pytest

from perfeval.web.office import Office
from tests.service.access_places import FILE
from tests.service.browsing import HTML, send
from tests.service.client import Client
from tests.service.reviewing import AGREED, At, assigned, item, on_item, rate_work, reviewed, sent

LONG_WORDS = "写" * 4001
"""太长的话 - More characters than a field holds; browsers with the page in order never send so many."""


@pytest.fixture(autouse=True)
def _rating_round(office: Office) -> None:
    rate_work(office)


@pytest.fixture
def mine(at: At) -> str:
    """An item that was sent out and given to the third party."""
    own = str(sent(at, "school1")["school1"]["id"])
    assigned(at, own, "third")
    return own


@pytest.fixture
def released(at: At) -> str:
    """An item whose result the unit has seen."""
    own = str(sent(at, "school1")["school1"]["id"])
    review = reviewed(at, own, "third", AGREED)
    reviewer = at("reviewer")
    assert send(reviewer, f"/sampled/{own}/quality", version=str(item(reviewer, own)["version"]), go="confirm").status_code == 303
    assert on_item(reviewer, own, "decide", review=review).status_code == 200
    assert on_item(reviewer, own, "release").status_code == 200
    return own


def refused(answer: httpx.Response, status: int = 422) -> str:
    """Return the page that tells what was refused."""
    assert answer.status_code == status, answer.text
    page = html.unescape(answer.text)
    assert 'role="alert"' in page
    return page


def marked(page: str, name: str) -> bool:
    """Tell whether a field is marked as wrong."""
    return any("aria-invalid" in tag for tag in re.findall(rf'<(?:input|textarea|select)[^>]*name="{re.escape(name)}"[^>]*>', page))


def sent_with_file(client: Client, address: str, data: bytes, **fields: str) -> httpx.Response:
    """Send a form with a file."""
    mark = client.http.headers["X-CSRF-Token"]
    return client.post(address, headers=HTML, data={"csrf": mark, **fields}, files={"file": ("现场.pdf", data)})


def test_a_problem_comes_back_on_the_page_of_the_reviewer(at: At, mine: str) -> None:
    typed = {"code": "counted-twice", "row": "r2", "words": LONG_WORDS}
    page = refused(send(at("third"), f"/sampled/{mine}/problems", **typed))
    assert "分给我的复核" in page
    assert 'value="counted-twice" selected' in page
    assert '<option value="r2" selected>' in page
    assert f">{LONG_WORDS}</textarea>" in page
    assert marked(page, "words")
    assert 'href="#form-problem"' in page


def test_a_field_visit_comes_back_with_every_word_and_no_other_form_holds_them(at: At, mine: str) -> None:
    typed = {"date": "", "place": "学校食堂", "people": "张三、李四", "words": "看到的和说的不一样"}
    page = refused(send(at("reviewer"), f"/sampled/{mine}/visits", **typed))
    assert all(f'value="{words}"' in page for words in ("学校食堂", "张三、李四"))
    assert page.count("看到的和说的不一样") == 1
    assert (marked(page, "date"), marked(page, "place")) == (True, False)
    assert "请填写日期" in page


def test_the_words_of_a_photo_are_kept_and_its_file_is_to_be_chosen_again(at: At, mine: str) -> None:
    third = at("third")
    assert send(third, f"/sampled/{mine}/visits", date="2026-03-09", place="学校", people="张三", words="已核对").status_code == 303
    visit = third.get(f"/api/v1/sampled/{mine}/visits").json()["items"][0]["id"]
    page = refused(sent_with_file(third, f"/sampled/{mine}/visits/{visit}/photos", b"none", title="食堂的台账"))
    assert all(words in page for words in ('value="食堂的台账"', "请重新选择文件", f'href="#form-photo:{visit}"'))


def test_a_rating_that_is_refused_shows_what_was_typed_and_not_what_is_kept(at: At, mine: str) -> None:
    third = at("third")
    answers = third.get(f"/api/v1/sampled/{mine}/quality").json()["answers"]
    open_ones = [f"{each['key']}|{each['item']}" for each in answers if each["met"] is not None]
    first, second, *rest = open_ones
    typed = {f"why:{own}": "" for own in open_ones} | {f"met:{own}": "1" for own in rest} | {f"why:{second}": "台账是补的"}
    version = str(item(third, mine)["version"])
    page = refused(send(third, f"/sampled/{mine}/quality", version=version, go="confirm", **typed), 409)
    assert 'value="台账是补的"' in page
    boxes = {name: "checked" in tag for tag, name in re.findall(r'(<input[^>]*name="met:([^"]+)"[^>]*>)', page)}
    assert not boxes[first]
    assert not boxes[second]
    assert all(boxes[own] for own in rest)
    assert (marked(page, f"why:{first}"), marked(page, f"why:{second}")) == (True, False)
    stale = refused(send(third, f"/sampled/{mine}/quality", version="99", go="save", **typed), 409)
    assert 'value="台账是补的"' in stale


def test_a_demand_comes_back_with_the_day_that_is_over_marked(at: At, released: str) -> None:
    typed = {"words": "补做满意度调查", "owner": "办公室", "deadline": "2020-01-01"}
    page = refused(send(at("reviewer"), f"/sampled/{released}/rectifications", **typed))
    assert all(words in page for words in (">补做满意度调查</textarea>", 'value="办公室"', 'value="2020-01-01"', "整改期限已经过去"))
    assert (marked(page, "deadline"), marked(page, "owner")) == (True, False)
    assert page.count("补做满意度调查") == 1


def test_objections_come_back_with_their_words_and_their_materials(at: At, released: str) -> None:
    filler = at("filler1")
    assert sent_with_file(filler, f"/sampled/{released}/evidence", FILE, title="花名册").status_code == 303
    own = filler.get(f"/api/v1/sampled/{released}/evidence").json()["items"][0]["id"]
    typed = {"against:r1": "花名册有一百人", "proof:against:r1": own, "proof:against:r2": own, "against:": "总的不同意"}
    page = refused(send(filler, f"/sampled/{released}/actions/object", version=str(item(filler, released)["version"]), **typed))
    assert all(words in page for words in (">花名册有一百人</textarea>", ">总的不同意</textarea>"))
    assert page.count(f'value="{own}" checked') == 2
    assert (marked(page, "against:r1"), marked(page, "against:r2")) == (False, True)
    assert filler.get(f"/api/v1/sampled/{released}/objections").json()["total"] == 0


def test_a_report_without_materials_comes_back_and_says_where_to_upload(at: At, released: str) -> None:
    reviewer, filler = at("reviewer"), at("filler1")
    asked = {"words": "补做满意度调查", "owner": "张三", "deadline": "2026-12-31"}
    assert send(reviewer, f"/sampled/{released}/rectifications", **asked).status_code == 303
    one = filler.get(f"/api/v1/sampled/{released}/rectifications").json()["items"][0]["id"]
    page = refused(send(filler, f"/rectifications/{one}/actions/report", version="1", report="已补做，回收问卷120份"))
    assert ">已补做，回收问卷120份</textarea>" in page
    assert "请附整改的佐证材料" in page
    assert "先在“补交材料”里上传" in page


def test_a_material_keeps_its_name_where_its_file_is_refused(at: At, released: str) -> None:
    page = refused(sent_with_file(at("filler1"), f"/sampled/{released}/evidence", b"none", title="问卷汇总"))
    assert all(words in page for words in ('value="问卷汇总"', "请重新选择文件"))


def test_answers_to_objections_are_all_kept_while_one_is_missing(at: At, released: str) -> None:
    filler, reviewer = at("filler1"), at("reviewer")
    said = {"against:r1": "花名册有一百人", "against:r2": "标准都达到了"}
    assert send(filler, f"/sampled/{released}/actions/object", version=str(item(filler, released)["version"]), **said).status_code == 303
    first, second = (each["id"] for each in reviewer.get(f"/api/v1/sampled/{released}/objections").json()["items"])
    typed = {"version": str(item(reviewer, released)["version"]), "to": "answered", f"reply:{first}": "花名册是上年的"}
    page = refused(send(reviewer, f"/sampled/{released}/actions/answer", **typed))
    assert ">花名册是上年的</textarea>" in page
    assert (marked(page, f"reply:{first}"), marked(page, f"reply:{second}")) == (False, True)
