"""什么也不丢 - What a clerk typed outlives a service that is away, a session that ends, another clerk, and a closed window."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, expect

from tests.browser import service as services
from tests.browser.clerk import actual, filling, open_form, saved
from tests.browser.service import PASSWORD
from tests.browser.visitor import Visitor, visitor

Visit = Callable[..., Visitor]


def test_what_is_typed_while_the_service_restarts_is_kept_once_it_is_back(browser: Browser, county: Path, tmp_path: Path) -> None:
    folder = services.copied(county, tmp_path / "demo")
    with services.serving(folder) as first:
        clerk = visitor(browser, first)
        clerk.sign_in(first.login("填报人", 6))
        clerk.expects("ERR_CONNECTION")
        mine = filling(clerk)[0]
        open_form(clerk, mine)
        port = int(first.address.rpartition(":")[2])
    actual(clerk.page, 1).fill("41")
    actual(clerk.page, 1).blur()
    expect(clerk.page.locator("#saved")).to_have_text("未保存：网络不通，自动重试")
    actual(clerk.page, 2).fill("42")
    with services.serving(folder, port):
        saved(clerk.page)
        clerk.page.reload()
        assert [actual(clerk.page, number).input_value() for number in (1, 2)] == ["41", "42"]
    clerk.close()


def test_of_two_clerks_each_keeps_their_cells_and_only_the_same_cell_is_asked_about(visit: Visit) -> None:
    one, other = visit("填报人", 7), visit("填报人", 7)
    one.expects("409")
    mine = filling(one)[0]
    open_form(one, mine)
    open_form(other, mine)
    actual(other.page, 1).fill("51")
    actual(other.page, 2).fill("52")
    actual(other.page, 2).blur()
    saved(other.page)
    actual(one.page, 3).fill("63")
    actual(one.page, 3).blur()
    saved(one.page)
    assert actual(one.page, 1).input_value() == "51"
    assert not one.page.locator("#conflict").is_visible()
    actual(other.page, 1).fill("71")
    actual(other.page, 1).blur()
    other.expects("409")
    saved(other.page)
    actual(one.page, 1).fill("81")
    actual(one.page, 2).fill("82")
    actual(one.page, 2).blur()
    conflict = one.page.get_by_role("dialog", name="这些格子两边都改了，用哪个？")
    expect(conflict).to_be_visible()
    assert conflict.get_by_role("radio").count() == 2
    assert one.barriers() == []
    conflict.get_by_role("radio", name="71").check()
    conflict.get_by_role("button", name="按所选保存").click()
    saved(one.page)
    one.page.reload()
    assert [actual(one.page, number).input_value() for number in (1, 2, 3)] == ["71", "82", "63"]


def test_what_was_typed_into_a_row_that_is_gone_meanwhile_stands_on_the_page_until_it_was_read(visit: Visit) -> None:
    one, other = visit("填报人", 13), visit("填报人", 13)
    one.expects("409")
    mine = filling(one)[0]
    open_form(other, mine)
    rows = other.page.locator("#indicators tbody tr[data-row]")
    before = rows.count()
    other.page.get_by_role("button", name="增加一行").click()
    expect(rows).to_have_count(before + 1)
    open_form(one, mine)
    other.page.on("dialog", lambda dialog: dialog.accept())
    other.page.get_by_role("button", name=f"删除第{before + 1}行").click()
    expect(rows).to_have_count(before)
    one.page.get_by_role("textbox", name=re.compile(f"^实际完成值 第{before + 1}行")).fill("家长会12次")
    actual(one.page, 1).fill("88")
    actual(one.page, 1).blur()
    saved(one.page)
    told = one.page.locator("#lost")
    expect(told).to_contain_text("所在的行已被别人移去")
    expect(told.get_by_role("listitem")).to_have_text(re.compile("实际完成值：家长会12次$"))
    assert not one.page.locator("#conflict").is_visible()
    assert one.barriers() == []
    one.page.reload()
    assert actual(one.page, 1).input_value() == "88"
    expect(told).to_contain_text("家长会12次")
    told.get_by_role("button", name="知道了").click()
    one.page.reload()
    expect(told).not_to_be_visible()


def test_a_session_that_ends_is_begun_again_in_place_and_nothing_is_lost(visit: Visit) -> None:
    clerk = visit("填报人", 8)
    clerk.expects("401")
    open_form(clerk, filling(clerk)[0])
    clerk.context.clear_cookies()
    actual(clerk.page, 1).fill("91")
    actual(clerk.page, 1).blur()
    again = clerk.page.get_by_role("dialog", name="登录已过期，请重新登录")
    expect(again).to_be_visible()
    assert clerk.barriers() == []
    again.get_by_label("口令").fill("falsch")
    again.get_by_role("button", name="登录并保存").click()
    expect(again.get_by_role("alert")).to_contain_text("登录名、口令或动态码不对")
    again.get_by_label("口令").fill(PASSWORD)
    again.get_by_role("button", name="登录并保存").click()
    expect(again).not_to_be_visible()
    saved(clerk.page)
    clerk.page.reload()
    assert actual(clerk.page, 1).input_value() == "91"


def test_somebody_else_who_signs_in_meanwhile_does_not_get_what_was_typed(visit: Visit) -> None:
    clerk = visit("填报人", 9)
    clerk.expects("401")
    clerk.expects("403")
    mine = filling(clerk)[0]
    open_form(clerk, mine)
    clerk.context.clear_cookies()
    actual(clerk.page, 1).fill("11")
    actual(clerk.page, 1).blur()
    again = clerk.page.get_by_role("dialog", name="登录已过期，请重新登录")
    again.get_by_label("登录名").fill(clerk.service.login("填报人", 10))
    again.get_by_label("口令").fill(PASSWORD)
    again.get_by_role("button", name="登录并保存").click()
    expect(again.get_by_role("alert")).to_contain_text("另一个人")
    assert actual(clerk.page, 1).input_value() == "11"


def test_what_was_not_kept_is_offered_when_the_form_is_opened_again(visit: Visit) -> None:
    clerk = visit("填报人", 11)
    clerk.expects("ERR_FAILED")
    mine = filling(clerk)[0]
    open_form(clerk, mine)
    clerk.page.route("**/form", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    actual(clerk.page, 1).fill("1234")
    actual(clerk.page, 1).blur()
    expect(clerk.page.locator("#saved")).to_contain_text("未保存")
    asked: list[str] = []

    def _leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    clerk.page.on("dialog", _leave)
    clerk.go("/")
    assert asked == ["beforeunload"]
    clerk.page.unroute("**/form")
    open_form(clerk, mine)
    offer = clerk.page.locator("#restore")
    expect(offer).to_contain_text("上次有1格没有保存成功")
    offer.get_by_role("button", name="恢复").click()
    saved(clerk.page)
    clerk.page.reload()
    assert actual(clerk.page, 1).input_value() == "1234"
    clerk.page.get_by_role("button", name="退出").click()
    clerk.page.wait_for_url("**/")
    assert json.loads(clerk.page.evaluate("JSON.stringify(Object.keys(localStorage))")) == []


@pytest.mark.parametrize("text", ["a\tb", "1\n2"])
def test_a_refused_cell_is_told_and_the_rest_is_not_lost(visit: Visit, text: str) -> None:
    clerk = visit("填报人", 12)
    clerk.expects("422")
    open_form(clerk, filling(clerk)[0])
    cell = clerk.page.get_by_role("textbox", name="实际完成情况")
    actual(clerk.page, 1).fill("x" * 1001)
    cell.fill(text)
    cell.blur()
    expect(clerk.page.locator("#saved")).to_contain_text("未保存：")
    actual(clerk.page, 1).fill("7")
    actual(clerk.page, 1).blur()
    saved(clerk.page)
    clerk.page.reload()
    assert cell.input_value() == text


@pytest.mark.parametrize("held", [0, 20, 40, 200])
def test_whoever_goes_on_at_once_has_everything_saved_first(visit: Visit, held: int) -> None:
    """The save begins while the button is held down: whoever presses slowly goes on, too."""
    clerk = visit("填报人", 21)
    mine = filling(clerk)[0]
    open_form(clerk, mine)
    actual(clerk.page, 1).fill(f"20{held}")
    clerk.page.get_by_role("link", name="送审…").click(delay=held)
    clerk.page.wait_for_url("**/submit")
    open_form(clerk, mine)
    assert actual(clerk.page, 1).input_value() == f"20{held}"


def test_the_page_does_not_glide_under_the_mouse(visit: Visit) -> None:
    clerk = visit("填报人", 21)
    open_form(clerk, filling(clerk)[0])
    assert clerk.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
