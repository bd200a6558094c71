import io
import re
import zipfile
from collections.abc import Callable

from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


def test_an_auditor_finds_a_submission_downloads_its_word_and_checks_the_receipt_on_it(visit: Visit) -> None:
    auditor = visit("审计人员")
    page = auditor.page
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="查找").click()
    page.get_by_label("状态").select_option("审核通过")
    page.get_by_role("button", name="查找").click()
    assert auditor.barriers() == []
    page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    with page.expect_download() as taken:
        page.locator("#downloads").get_by_role("link", name="自评表", exact=False).first.click()
    book = zipfile.ZipFile(io.BytesIO(taken.value.path().read_bytes()))
    text = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist() if "footer" in name)
    printed = re.search(r"日志第(\d+)条\s*([0-9a-f]{12})", re.sub(r"<[^>]+>", "", text))
    assert printed
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="日志").click()
    assert auditor.barriers() == []
    page.get_by_role("link", name="查证日志和回执").click()
    page.get_by_role("textbox", name="回执").fill(f"{printed[1]}-{printed[2]}")
    page.get_by_role("button", name="查证", exact=True).click()
    assert "日志中有这一条" in page.get_by_role("status").first.inner_text()
    page.get_by_role("link", name="次送审", exact=False).click()
    assert page.get_by_text("与存档的散列相符").is_visible()
    assert page.get_by_text("日志中有这一条，内容与存档相符").is_visible()
    assert auditor.barriers() == []


def test_from_a_point_to_its_proof_are_three_steps(visit: Visit) -> None:
    clerk = visit("填报人")
    own = clerk.page.evaluate("fetch('/api/v1/rounds').then(r => r.json())")["items"][0]["id"]
    listed = f"fetch('/api/v1/rounds/{own}/evaluations?state=filling').then(r => r.json())"
    mine = clerk.page.evaluate(listed)["items"][0]["id"]
    row = clerk.page.evaluate(f"fetch('/api/v1/evaluations/{mine}').then(r => r.json())")["evaluation"]["indicators"][0]["id"]
    clerk.page.evaluate(
        """async ([id, row]) => {
             const form = new FormData();
             form.append('file', new Blob(['%PDF-1.4\\n%%EOF\\n'], {type: 'application/pdf'}), '验收单.pdf');
             form.append('title', '验收单'); form.append('kind', 'acceptance'); form.append('row', row);
             const csrf = document.querySelector('input[name=csrf]').value;
             const told = await fetch(`/api/v1/evaluations/${id}/evidence`, {method: 'POST', body: form, headers: {'X-CSRF-Token': csrf}});
             if (!told.ok) { throw new Error(await told.text()); }
           }""",
        [mine, row],
    )
    clerk.go(f"/evaluations/{mine}")
    page = clerk.page
    page.locator("#row-1").get_by_role("link", name=re.compile(r"^\d+\.\d\d$")).click()  # the point
    sums = page.locator("#sum")
    sums.get_by_text("用到的数").wait_for()
    assert sums.get_by_role("link", name="指标表第1行", exact=False).first.get_attribute("href") == f"/evaluations/{mine}#row-1"
    assert sums.get_by_text("算式").is_visible()
    with page.expect_download() as taken:  # its sum with the cells, then the proof
        sums.get_by_role("link", name="验收单").click()
    assert taken.value.suggested_filename == "验收单.pdf"
    assert clerk.barriers() == []


def test_the_whole_journal_is_checked_while_the_page_says_so_and_the_result_stays(visit: Visit) -> None:
    auditor = visit("审计人员")
    auditor.go("/journal/verification")
    page = auditor.page
    page.get_by_role("button", name="现在查证").click()
    page.get_by_text("全部相符").wait_for()
    administrator = visit("审计管理员")
    administrator.go("/journal/verification")
    assert administrator.page.get_by_text("全部相符").is_visible()
    assert administrator.barriers() == []


def test_the_audit_administrator_reads_who_did_what_and_no_business(visit: Visit) -> None:
    administrator = visit("审计管理员")
    page = administrator.page
    assert [each.inner_text() for each in page.get_by_role("navigation", name="主导航").get_by_role("link").all()][:1] == ["首页"]
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="日志").click()
    heads = page.get_by_role("columnheader").all_inner_texts()
    assert "内容" not in heads
    assert "事项" in heads
    page.get_by_label("事项").select_option("送审")
    page.get_by_role("button", name="查看").click()
    assert "?" in page.url
    assert "action=evaluation.submit" in page.url
    assert page.get_by_role("cell", name="送审", exact=True).count() > 10
    assert administrator.barriers() == []
