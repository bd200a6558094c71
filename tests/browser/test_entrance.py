from collections.abc import Callable

from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


def test_a_stranger_finds_the_sign_in_page_and_nothing_else(visit: Visit) -> None:
    stranger = visit()
    stranger.go("/")
    assert stranger.page.get_by_role("heading", level=1).inner_text() == "登录"
    assert stranger.page.get_by_role("navigation", name="主导航").count() == 0
    assert stranger.barriers() == []
    stranger.expects("401")
    stranger.go("/score")
    assert stranger.page.get_by_role("heading", level=1).inner_text() == "登录"
    assert "请先登录" in stranger.page.get_by_role("alert").inner_text()


def test_whoever_signs_in_is_greeted_and_can_leave_again(visit: Visit) -> None:
    clerk = visit("填报人")
    assert clerk.page.get_by_role("navigation", name="主导航").is_visible()
    clerk.page.get_by_role("button", name="退出").click()
    assert clerk.page.get_by_role("heading", level=1).inner_text() == "登录"


def test_a_wrong_password_is_told_and_the_login_stays(visit: Visit) -> None:
    stranger = visit()
    stranger.expects("401")
    stranger.go("/")
    stranger.page.get_by_label("登录名").fill("tianbao01")
    stranger.page.get_by_label("口令").fill("falsch")
    stranger.page.get_by_role("button", name="登录").click()
    assert "登录名、口令或动态码不对" in stranger.page.get_by_role("alert").inner_text()
    assert stranger.page.get_by_label("登录名").input_value() == "tianbao01"


def test_the_keyboard_help_opens_on_a_question_mark_and_closes_on_escape(visit: Visit) -> None:
    clerk = visit("填报人")
    clerk.page.keyboard.press("?")
    assert clerk.page.get_by_role("heading", name="键盘操作").is_visible()
    clerk.page.keyboard.press("Escape")
    assert not clerk.page.get_by_role("heading", name="键盘操作").is_visible()
