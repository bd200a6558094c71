"""从 Excel 粘贴 - A block of cells from the real clipboard, with everything that Excel and people put into it; and taking it back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.clerk import actual, filling, open_form, saved
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
GRANTED = {"permissions": ["clipboard-read", "clipboard-write"]}


def _paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def _cell(page: Page, number: int, column: str) -> str:
    return page.locator(f'#r-{number} [data-col="{column}"][name]').input_value()


def test_a_block_fills_many_cells_and_one_undo_takes_all_of_it_back(visit: Visit) -> None:
    clerk = visit("填报人", 13, **GRANTED)
    page = clerk.page
    open_form(clerk, filling(clerk)[0])
    before = [_cell(page, number, "actual") for number in (1, 2, 3)]
    actual(page, 1).focus()
    _paste(page, '1,234人\t\t9.5\t"第一行""引号""\n第二行"\n98%\t\t10\t无\n12月底\t\t8\t晚了一周\n')
    assert [_cell(page, number, "actual") for number in (1, 2, 3)] == ["1,234人", "98%", "12月底"]
    assert [_cell(page, number, "claimed") for number in (1, 2, 3)] == ["9.5", "10", "8"]
    assert _cell(page, 1, "reason") == '第一行"引号"\n第二行'
    saved(page)
    actual(page, 1).focus()
    page.keyboard.press("Control+Z")
    assert [_cell(page, number, "actual") for number in (1, 2, 3)] == before
    saved(page)


def test_a_whole_form_with_its_heads_and_merged_cells_finds_its_columns(visit: Visit) -> None:
    clerk = visit("填报人", 14, **GRANTED)
    page = clerk.page
    open_form(clerk, filling(clerk)[0])
    actual(page, 1).focus()
    head = "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因和改进措施\t备注"
    rows = [f"{'产出指标' if at == 0 else ''}\t数量指标\t某指标\t≥1\t{at + 50}\t10\t10\t原因{at}\t多出的列" for at in range(3)]
    _paste(page, "\n".join([head, *rows]))
    assert [_cell(page, number, "actual") for number in (1, 2, 3)] == ["50", "51", "52"]
    assert [_cell(page, number, "reason") for number in (1, 2, 3)] == ["原因0", "原因1", "原因2"]
    expect(page.locator("#notice")).to_contain_text("格锁定的没有改")
    saved(page)
    assert page.locator("#r-1 [data-col=target][name]").count() == 0


def test_amounts_lose_their_thousands_marks_and_rows_too_many_are_told(visit: Visit) -> None:
    clerk = visit("填报人", 15, **GRANTED)
    page = clerk.page
    open_form(clerk, filling(clerk)[0])
    cell = page.locator('[name="funds.fiscal.original"]')
    cell.focus()
    _paste(page, "1,234,567.80\t2,000.00\n" + "1\t2\n" * 5)
    assert cell.input_value() == "1234567.80"
    assert page.locator('[name="funds.fiscal.adjusted"]').input_value() == "2000.00"
    expect(page.locator("#notice")).to_contain_text("多出3行没有填")
    page.keyboard.press("Control+Z")
    assert not cell.input_value()
