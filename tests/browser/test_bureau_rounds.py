"""财政故事 - Somebody of the bureau opens a round, brings its projects in, looks at how it comes along, and reminds those who owe."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import LARGE, Visitor
from tests.service.lists import workbook

Visit = Callable[..., Visitor]
ROWS = (
    ("项目编码", "项目名称", "单位编码", "年初预算数（万元）", "全年预算数（万元）"),
    ("T2601", "校舍维修", "990101", 500, 480),
    ("T2602", "教师培训", "990102", 60, 60),
)


def named(name: str, rows: tuple[tuple[object, ...], ...], folder: Path) -> Path:
    """Return a workbook with rows for units that the county has."""
    path = folder / name
    path.write_bytes(workbook(rows))
    return path


def press(visitor: Visitor, name: str) -> None:
    """Press a button and wait for the page that comes."""
    visitor.page.get_by_role("button", name=name, exact=True).click()
    visitor.page.wait_for_load_state("networkidle")


def heading(visitor: Visitor) -> str:
    return visitor.page.get_by_role("heading", level=1).inner_text()


def test_the_bureau_opens_a_round_imports_its_projects_and_looks_at_them(visit: Visit, tmp_path: Path) -> None:
    head = visit("财政负责人")
    page = head.page
    page.get_by_role("link", name="新建批次").click()
    assert head.barriers() == []
    page.get_by_label("批次名称").fill("2025年度转移支付项目自评")
    press(head, "下一步")
    page.get_by_label("项目支出", exact=True).select_option("cn/project/2020@1")
    assert head.barriers() == []
    press(head, "下一步")
    assert page.get_by_label("项目支出绩效自评表 cn.project.form.2020").is_checked()
    press(head, "下一步")
    assert page.get_by_label("开始填报之日有效的全部单位").is_checked()
    press(head, "下一步")
    head.expects("422")
    press(head, "下一步")
    expect(page.get_by_text("请写截止日期")).to_be_visible()
    page.get_by_label("开始日期").fill("2026-03-01")
    page.get_by_label("截止日期").fill("2026-03-31")
    page.get_by_text("报告文字的校验（全部打开）").click()
    page.get_by_label("数字写法不清").check()
    assert head.barriers() == []
    press(head, "下一步")
    expect(page.get_by_text("不查数字写法不清")).to_be_visible()
    expect(page.get_by_text("2026-03-01 0:00 至 2026-03-31 24:00")).to_be_visible()
    press(head, "建立批次")
    expect(page.get_by_text("批次已建立")).to_be_visible()
    assert head.barriers() == []

    page.get_by_role("link", name="导入项目清单").click()
    wrong = named("错.xlsx", (*ROWS, ("T2603", "修路", "0000", 1, 1)), tmp_path)
    page.get_by_label("文件", exact=True).set_input_files(wrong)
    press(head, "预览")
    expect(page.get_by_text("没有编码为“0000”的单位")).to_be_visible()
    assert page.get_by_role("button", name="导入", exact=True).count() == 0
    page.get_by_role("link", name="换一份文件").click()
    page.get_by_label("文件", exact=True).set_input_files(named("清单.xlsx", ROWS, tmp_path))
    press(head, "预览")
    assert heading(head) == "预览：项目清单"
    assert head.barriers() == []
    press(head, "导入")
    expect(page.get_by_text("已导入：新增2行")).to_be_visible()
    page.get_by_role("link", name="看自评清单").click()
    expect(page.get_by_role("link", name="校舍维修")).to_be_visible()
    expect(page.get_by_role("link", name="教师培训")).to_be_visible()


def demo_round(visitor: Visitor) -> None:
    """Open the round of the demonstration."""
    visitor.go("/rounds")
    visitor.page.get_by_role("link", name="2025年度部门预算项目支出绩效自评", exact=True).click()
    visitor.page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("size", [{}, {"viewport": LARGE}])
def test_the_board_shows_where_a_round_stands_and_every_number_leads_to_its_list(visit: Visit, size: dict[str, object]) -> None:
    head = visit("财政负责人", **size)
    page = head.page
    demo_round(head)
    assert head.barriers() == []
    assert page.locator("#chart canvas").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing sticks out at the side"
    page.get_by_text("逐日数字").click()
    assert page.get_by_role("table", name="逐日累计").get_by_role("row").count() > 1
    row = page.get_by_role("row", name="示例县教育体育局").first
    link = row.get_by_role("link", name="填报中")
    count = int(link.inner_text())
    link.click()
    expect(page.get_by_role("caption")).to_have_text(f"{count}份")
    assert page.get_by_label("状态").input_value() == "filling"
    assert head.barriers() == []


def test_filters_are_kept_sorted_and_taken_along(visit: Visit) -> None:
    head = visit("财政负责人")
    page = head.page
    demo_round(head)
    page.get_by_role("navigation", name="本批次").get_by_role("link", name="自评清单").click()
    page.get_by_label("报送情况").select_option(label="退回待改")
    press(head, "筛选")
    page.get_by_label("常用筛选的名称").fill("退回的")
    press(head, "保存筛选")
    page.get_by_role("link", name="清除").click()
    page.get_by_role("link", name="退回的", exact=True).click()
    assert page.get_by_label("报送情况").input_value() == "returned"
    page.get_by_role("columnheader", name="项目").get_by_role("link").click()
    page.wait_for_load_state("networkidle")
    assert "mark=returned" in page.url
    assert "sort=title" in page.url
    with page.expect_download() as download:
        page.get_by_role("link", name="下载清单（Excel）").click()
    assert download.value.suggested_filename == "自评清单.xlsx"
    press(head, "删除常用筛选“退回的”")
    assert page.get_by_role("link", name="退回的", exact=True).count() == 0


def test_several_are_approved_at_once_and_those_that_cannot_be_say_why(visit: Visit) -> None:
    checker = visit("财政审核人")
    page = checker.page
    demo_round(checker)
    page.get_by_role("navigation", name="本批次").get_by_role("link", name="自评清单").click()
    page.get_by_label("状态").select_option(label="财政审核")
    press(checker, "筛选")
    boxes = page.get_by_role("checkbox", name="选中 ")
    before = boxes.count()
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.once("dialog", lambda dialog: dialog.accept())
    press(checker, "财政审核通过")
    assert heading(checker) == "财政审核通过：2项已办理"
    assert checker.barriers() == []
    page.get_by_role("link", name="回到清单").click()
    assert page.get_by_role("checkbox", name="选中 ").count() == before - 2


def test_those_who_owe_are_reminded(visit: Visit) -> None:
    head = visit("财政负责人")
    page = head.page
    demo_round(head)
    page.get_by_role("navigation", name="本批次").get_by_role("link", name="催报").click()
    assert head.barriers() == []
    page.get_by_role("checkbox", name="选中 示例县城关小学").check()
    page.get_by_role("combobox", name="告知方式").select_option("工作群")
    press(head, "登记催报")
    expect(page.get_by_text("已登记1个单位的催报")).to_be_visible()
    expect(page.get_by_role("row", name="示例县城关小学")).to_contain_text("工作群")


def test_a_unit_gets_more_time(visit: Visit) -> None:
    head = visit("财政负责人")
    page = head.page
    demo_round(head)
    page.get_by_role("navigation", name="本批次").get_by_role("link", name="设置").click()
    assert head.barriers() == []
    form = page.get_by_role("form", name="延期")
    form.get_by_label("单位").select_option(label="示例县图书馆")
    form.get_by_label("延长到").fill("2027-01-31")
    form.get_by_label("原因").fill("馆舍搬迁")
    press(head, "延期")
    expect(page.get_by_text("馆舍搬迁")).to_be_visible()
    press(head, "取消示例县图书馆的延期")
    assert page.get_by_text("馆舍搬迁").count() == 0


def test_the_whole_set_up_goes_by_keyboard_and_without_scripts(visit: Visit) -> None:
    head = visit("财政负责人", java_script_enabled=False)
    page = head.page
    head.go("/rounds/new")
    page.get_by_label("批次名称").press("End")
    page.keyboard.type("（键盘）")
    page.keyboard.press("Enter")
    chosen = page.get_by_label("项目支出", exact=True)
    chosen.focus()
    for _ in range(40):
        if chosen.input_value() == "cn/project/2020@1":
            break
        page.keyboard.press("ArrowDown")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.locator("button:focus").count():
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="3．报告模板")).to_be_visible()


def test_every_set_is_read_in_words(visit: Visit) -> None:
    clerk = visit("填报人")
    page = clerk.page
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="指标体系").click()
    assert clerk.barriers() == []
    page.get_by_role("link", name="项目支出绩效自评（财预〔2020〕10号）").first.click()
    expect(page.get_by_text("10 × 80 ÷ 100 = 8.00").first).to_be_visible()
    assert clerk.barriers() == []
