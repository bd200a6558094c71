"""填表手 - What stories of clerks do again and again: find forms to fill in, open one, fill it, wait until it is kept."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor


def filling(clerk: Visitor) -> list[str]:
    """可填的自评 - Return the ids of the forms that somebody may fill in."""
    rounds = clerk.context.request.get(f"{clerk.service.address}/api/v1/rounds").json()["items"]
    address = f"{clerk.service.address}/api/v1/rounds/{rounds[0]['id']}/evaluations?state=filling&size=200"
    return [str(each["id"]) for each in clerk.context.request.get(address).json()["items"]]


def open_form(clerk: Visitor, evaluation: str) -> None:
    """打开 - Open a form."""
    clerk.go(f"/evaluations/{evaluation}/form")


def actual(page: Page, number: int) -> Locator:
    """完成值 - Return the cell of a row's actual value, found by its column and row."""
    return page.get_by_role("textbox", name=re.compile(rf"^实际完成值 第{number}行 "))


def saved(page: Page) -> None:
    """已保存 - Wait until everything is kept."""
    expect(page.locator("#saved")).to_contain_text(re.compile(r"已保存 \d\d:\d\d"), timeout=15_000)


def fill_whole(page: Page) -> None:
    """填全 - Fill in every actual value by its target, and say why points were lost."""
    rows = page.locator("#indicators tbody tr[data-row]")
    for at in range(rows.count()):
        cell = rows.nth(at).locator("td").first
        own = cell.locator("input, textarea")
        target = (own.first.input_value() if own.count() else cell.inner_text().strip().splitlines()[0]).split("（")[0].strip()
        actual(page, at + 1).fill(re.sub(r"[≥≤＝=]", "", target))
    page.get_by_label("实际完成情况").fill("已按目标完成")
    page.get_by_label("实际完成情况").blur()
    saved(page)
    for cell in page.locator("textarea[data-col=reason][aria-invalid], textarea[data-col=measures][aria-invalid]").all():
        cell.fill("受采购周期影响，已提前启动采购")
    page.locator("[name='execution.reason']").blur()
    saved(page)
