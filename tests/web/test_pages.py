import json
import re
from urllib.parse import unquote

import pytest

from tests.cli.shell import SCHOOL
from tests.cli.test_score import school
from tests.web.client import ask


def send(address: str, text: bytes = b"", file: bytes | None = None, **words: str) -> str:
    """Send the start page's form the way a browser does and return the page that answers."""
    files: dict[str, tuple[str | None, bytes, str]] = {
        "text": (None, text, "text/plain"),
        "file": ("表.yaml" if file else "", file or b"", "application/octet-stream"),
        **{name: (None, word.encode(), "text/plain") for name, word in words.items()},
    }
    return ask("POST", address, files=files, headers={"accept": "text/html,*/*"}).text


def test_the_start_page_fetches_nothing_from_elsewhere_and_runs_nothing_that_stands_in_it() -> None:
    answer = ask("GET", "/")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "给自评表评分" in answer.text
    for link in re.findall(r'(?:src|href|action)="([^"]*)"', answer.text):
        assert link.startswith(("/", "#"))
    assert re.findall(r"<script(?! src=)|<style| style=| on[a-z]+=", answer.text) == []


def test_what_pages_fetch_is_kept_by_the_browser_until_it_changes_and_pages_never_are() -> None:
    page = ask("GET", "/")
    assert page.headers["cache-control"] == "no-store"
    for link in re.findall(r'(?:src|href)="(/static/[^"]*)"', page.text):
        assert ask("GET", link).headers["cache-control"] == "public, max-age=31536000, immutable"
        assert ask("GET", link.partition("?")[0]).headers["cache-control"] == "no-cache"


def test_pages_are_sent_compressed_and_answers_to_programs_as_they_are_kept() -> None:
    assert ask("GET", "/").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in ask("GET", "/api/v1/sets").headers


def test_everything_that_the_start_page_links_to_is_there() -> None:
    page = ask("GET", "/").text
    assert [link for link in re.findall(r'(?:src|href)="(/[^"]*)"', page) if ask("GET", link).status_code != 200] == []


@pytest.mark.parametrize("how", ["text", "file"])
def test_a_form_that_is_pasted_or_chosen_is_scored_on_a_page(how: str) -> None:
    for body in (SCHOOL.read_bytes(), SCHOOL.read_bytes().replace(b"\n", b"\r\n"), school()):
        page = send("/score", text=body) if how == "text" else send("/score", file=body)
        assert "<strong>96.80</strong>" in page
        assert "10 × 98 ÷ 100 = 9.80" in page
        assert "<strong>自评得分偏低</strong>" in page
        assert '<code class="quiet">claimed-below-rule</code>' in page


def test_what_was_typed_never_becomes_part_of_the_page() -> None:
    page = send("/score", school(subject={"project": "<script>alert(1)</script>"}))
    assert "<script>" not in page
    assert "&lt;script&gt;alert" in page


def test_a_form_that_cannot_be_read_is_told_on_a_page() -> None:
    page = send("/score", b"year: 2022\n")
    assert "<h1>内容无效</h1>" in page
    assert "<code>indicators</code>：缺少必填项" in page
    assert "“表.yaml”不符合格式" in send("/score", file=b"year: 2022\n")


def test_an_address_that_does_not_exist_is_told_on_a_page_to_a_browser_and_as_a_problem_to_a_program() -> None:
    page = ask("GET", "/nowhere", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "没有这个页面" in page.text
    assert '<a class="btn btn-primary" href="/">回到首页</a>' in page.text
    assert "返回上一页" not in page.text
    assert ask("GET", "/api/v1/nowhere", headers={"accept": "text/html"}).headers["content-type"] == "application/problem+json"


def test_an_address_that_only_takes_a_form_leads_back_to_the_start_page_when_it_is_opened() -> None:
    page = ask("GET", "/report", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["allow"]) == (405, "OPTIONS, POST")
    assert "请从首页重新提交" in page.text


@pytest.mark.parametrize("address", ["/score", "/report"])
def test_a_form_without_anything_in_it_says_what_to_bring(address: str) -> None:
    page = send(address, b" \n")
    assert "请选择文件或粘贴内容" in page
    assert "内容无效" not in page


def test_only_templates_for_this_kind_are_offered_and_the_likeliest_is_chosen() -> None:
    page = send("/score", SCHOOL.read_bytes())
    assert re.findall(r'name="template" value="([^"]*)"( checked)?', page)[0] == ("cn.project.form.2020", " checked")
    assert page.count(" checked> ") == 2
    assert not re.search(r'value="(cn\.annex|[a-z.]*department[^"]*)"', page)


def test_a_file_of_several_kinds_that_no_template_is_for_is_told_so() -> None:
    both = [json.loads(school(kind=kind)) for kind in ("transfer", "department")]
    whole = {"format": "perfeval.evaluations/1", "year": "2022", "department": "县教育局", "unit": "县一中", "evaluations": both}
    page = send("/score", json.dumps(whole).encode())
    assert "还没有适用于这类自评的报告模板" in page
    assert "下载 Word" not in page


def test_a_form_that_is_too_large_or_of_another_kind_is_refused() -> None:
    assert ask("POST", "/score", data={"text": "x"}).status_code == 415
    assert ask("POST", "/score", files={"text": (None, b" " * (11 * 1024 * 1024))}).status_code == 413


def test_the_page_hands_out_the_word_that_the_api_hands_out() -> None:
    body, template = SCHOOL.read_bytes(), "cn.project.form.2020"
    fields = {"text": (None, body), "template": (None, template.encode()), "annex": (None, b"1")}
    page = ask("POST", "/report", files=fields)
    assert page.status_code == 200
    assert page.content == ask("POST", f"/api/v1/report?template={template}&annex=1", content=body).content
    assert page.content != ask("POST", f"/api/v1/report?template={template}", content=body).content


def test_a_document_carries_a_name_that_every_file_system_takes() -> None:
    body = school(subject={"unit": '甲/乙\\丙:"<>|?*', "project": "丁\n" * 90})
    disposition = ask("POST", "/api/v1/report?template=cn.project.form.2020", content=body).headers["content-disposition"]
    name = unquote(disposition.partition("filename*=UTF-8''")[2])
    assert name.startswith("甲乙丙_丁")
    assert name.endswith("_项目支出绩效自评表.docx")
    assert len(name.encode()) < 255
    assert not set('/\\:"<>|?*\n') & set(name)
