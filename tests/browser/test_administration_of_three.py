import io
from collections.abc import Callable

import pyotp
import xlsxwriter

from tests.browser.service import PASSWORD
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
NEW = "Chuntian-2027!"


def sign_in(someone: Visitor, login: str, password: str, code: str = "") -> None:
    page = someone.page
    page.get_by_label("登录名").fill(login)
    page.get_by_label("口令").fill(password)
    page.get_by_label("动态码", exact=False).fill(code)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state("networkidle")


def test_an_account_is_made_by_one_and_given_its_role_by_another_and_its_owner_chooses_a_password_first(visit: Visit) -> None:
    system = visit("系统管理员")
    page = system.page
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="人员", exact=True).click()
    assert system.barriers() == []
    page.get_by_role("link", name="新建账号").click()
    assert system.barriers() == []
    page.get_by_label("登录名").fill("xinren")
    page.get_by_label("姓名").fill("新来的人")
    page.get_by_label("所在单位").select_option(
        label=next(each for each in page.get_by_label("所在单位").locator("option").all_inner_texts() if "第一中学" in each)
    )
    page.get_by_role("button", name="建立账号").click()
    password = page.locator("code.secret").inner_text()
    assert system.barriers() == []
    security = visit("安全管理员")
    security.go("/users?q=xinren")
    security.page.get_by_role("link", name="新来的人").click()
    assert security.barriers() == []
    security.page.get_by_label("角色").select_option("填报人")
    security.page.get_by_role("button", name="授予").click()
    assert "已授予角色" in security.page.get_by_role("status").first.inner_text()
    owner = visit()
    owner.expects("401")
    owner.go("/account")
    sign_in(owner, "xinren", password)
    assert owner.page.get_by_role("heading", level=1).inner_text() == "修改口令"
    assert owner.barriers() == []
    owner.page.get_by_label("现在的口令").fill(password)
    owner.page.get_by_label("新口令", exact=True).fill(NEW)
    owner.page.get_by_label("再写一遍新口令").fill(NEW)
    owner.page.get_by_role("button", name="修改口令").click()
    assert owner.page.get_by_role("heading", level=1).inner_text() == "本人账号"
    assert "填报人" in owner.page.get_by_role("main").inner_text()
    assert owner.barriers() == []


def test_a_second_factor_is_registered_from_the_picture_or_the_text_and_asked_for_at_the_next_sign_in(visit: Visit) -> None:
    clerk = visit("填报人", 3)
    page = clerk.page
    page.get_by_title("本人账号").click()
    page.get_by_role("link", name="登记手机动态码").click()
    page.get_by_role("button", name="开始登记").click()
    assert page.get_by_role("img", name="二维码", exact=False).is_visible()
    assert clerk.barriers() == []
    secret = page.locator("#secret").inner_text()
    clerk.expects("422")
    page.get_by_label("动态码").fill("12")
    page.get_by_role("button", name="登记").click()
    assert "动态码不对" in page.get_by_role("alert").inner_text()
    assert page.locator("#secret").inner_text() == secret
    page.get_by_label("动态码").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="登记").click()
    assert "手机动态码已登记" in page.get_by_role("status").first.inner_text()
    page.get_by_role("button", name="退出").click()
    clerk.expects("401")
    sign_in(clerk, clerk.service.login("填报人", 3), PASSWORD)
    assert "登录名、口令或动态码不对" in page.get_by_role("alert").inner_text()


def test_one_sees_where_one_is_signed_in_and_ends_the_other_place(visit: Visit) -> None:
    here, there = visit("填报人", 4), visit("填报人", 4)
    here.go("/account")
    sessions = here.page.get_by_role("table").first.get_by_role("row")
    assert sessions.count() == 3
    here.page.get_by_role("button", name="的登录", exact=False).click()
    assert "那里的登录已结束" in here.page.get_by_role("status").first.inner_text()
    there.expects("401")
    there.go("/account")
    assert there.page.get_by_role("heading", level=1).inner_text() == "登录"


def test_units_are_looked_through_made_and_imported_after_a_preview(visit: Visit) -> None:
    system = visit("系统管理员")
    page = system.page
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="单位", exact=True).click()
    assert system.barriers() == []
    page.get_by_role("link", name="示例县第一中学").click()
    assert system.barriers() == []
    page.get_by_role("link", name="在它之下新建单位").click()
    assert system.barriers() == []
    page.get_by_label("单位编码").fill("99010101")
    page.get_by_label("单位名称").fill("第一中学附属园")
    page.get_by_label("单位种类").select_option("二级单位")
    page.get_by_role("button", name="建立单位").click()
    assert page.get_by_role("heading", level=1).inner_text() == "第一中学附属园"
    system.go("/units/import")
    page.get_by_label("文件").set_input_files({"name": "单位.xlsx", "mimeType": "application/octet-stream", "buffer": _units()})
    page.get_by_role("button", name="预览").click()
    page.get_by_text("预览，还没有导入").wait_for()
    assert "新增 1" in page.locator("#result").inner_text()
    assert system.barriers() == []
    page.get_by_role("button", name="导入", exact=True).click()
    page.get_by_text("已导入").wait_for()
    system.go("/units?q=北山")
    assert page.get_by_role("link", name="北山小学").is_visible()


def test_the_policy_is_set_by_one_and_looked_at_by_another(visit: Visit) -> None:
    security = visit("安全管理员")
    page = security.page
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="安全策略").click()
    assert security.barriers() == []
    page.get_by_label("口令长度（位）").fill("3")
    page.get_by_label("暂停登录（分钟）").fill("45")
    security.expects("422")
    page.get_by_role("button", name="保存").click()
    assert "口令长度（位）不能小于8" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("暂停登录（分钟）").input_value() == "45"
    assert security.barriers() == []
    page.get_by_label("口令长度（位）").fill("12")
    page.get_by_role("button", name="保存").click()
    assert "已保存" in page.get_by_role("status").first.inner_text()
    audit = visit("审计管理员")
    audit.go("/policy")
    assert "12" in audit.page.get_by_role("row", name="口令长度（位）", exact=False).inner_text()
    assert audit.page.get_by_role("button", name="保存").count() == 0
    assert audit.barriers() == []


def test_the_three_administrators_have_no_way_to_business(visit: Visit) -> None:
    for role in ("系统管理员", "安全管理员", "审计管理员"):
        someone = visit(role)
        places = someone.page.get_by_role("navigation", name="主导航").inner_text()
        assert not any(each in places for each in ("批次", "查找", "指标体系", "试算")), role
        someone.expects("403")
        someone.go("/search")
        assert "您的角色不接触业务数据" in someone.page.get_by_role("main").inner_text()
        assert someone.barriers() == []


def _units() -> bytes:
    """Return a list of one unit."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate([("单位编码", "单位名称", "单位种类", "上级编码"), ("990199", "北山小学", "单位", "9901")]):
        sheet.write_row(at, 0, row)
    book.close()
    return kept.getvalue()
