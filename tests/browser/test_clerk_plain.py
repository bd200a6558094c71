"""没有脚本 - Whoever's browser runs no scripts reads, fills in, adds rows, and submits all the same."""

import base64
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.clerk import actual, filling, open_form
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def _save(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).last.click()


def test_a_form_is_filled_in_and_submitted_without_scripts(visit: Visit) -> None:
    clerk = visit("填报人", 16, java_script_enabled=False)
    page = clerk.page
    mine = filling(clerk)[0]
    open_form(clerk, mine)
    rows = page.locator("#indicators tbody tr[data-row]").count()
    for number in range(1, rows + 1):
        target = page.locator(f"#r-{number} td").first.inner_text().split("（")[0].strip()
        actual(page, number).fill(re.sub(r"[≥≤＝=]", "", target))
    page.get_by_role("textbox", name="实际完成情况").fill("第一行\n第二行")
    _save(page)
    assert page.get_by_role("textbox", name="实际完成情况").input_value() == "第一行\n第二行"
    for cell in page.locator("textarea[aria-invalid]").all():
        cell.fill("受采购周期影响")
    for answer in page.locator("#hints textarea").all():
        answer.fill("已核对")
    _save(page)
    for answer in page.locator("#hints textarea").all():
        answer.fill("已核对")
    _save(page)
    page.get_by_role("link", name="送审…").click()
    page.get_by_role("button", name="送审", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("已送审"))).to_be_visible()


def test_rows_are_added_and_taken_away_and_details_have_a_page_without_scripts(visit: Visit) -> None:
    clerk = visit("填报人", 17, java_script_enabled=False)
    page = clerk.page
    open_form(clerk, filling(clerk)[0])
    rows = page.locator("#indicators tbody tr[data-row]")
    before = rows.count()
    actual(page, 1).fill("25")
    page.get_by_role("button", name="增加一行").click()
    expect(rows).to_have_count(before + 1)
    assert actual(page, 1).input_value() == "25"
    page.get_by_role("link", name=re.compile(f"^第{before + 1}行的说明")).click()
    page.get_by_label("说明、评价依据").fill("依据会议纪要")
    page.get_by_role("button", name="保存", exact=True).click()
    assert page.get_by_label("说明、评价依据").input_value() == "依据会议纪要"
    page.get_by_label("文件").set_input_files({"name": "会议照片.png", "mimeType": "image/png", "buffer": PICTURE})
    page.get_by_label("材料名称").fill("会议纪要")
    page.get_by_label("种类").select_option(label="其他")
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("link", name="会议纪要")).to_be_visible()
    assert clerk.page.get_by_role("alert").count() == 0
    page.get_by_role("link", name="回到表中").click()
    page.get_by_role("button", name=f"删除第{before + 1}行").click()
    expect(rows).to_have_count(before)
