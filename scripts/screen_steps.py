"""画面步骤 - What somebody does in front of a page before it is pictured; each is a small function of the page."""

import io
import re
from collections.abc import Callable, Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import coordinate_from_string
from playwright.sync_api import Locator, Page

Step = Callable[[Page], None]
"""一步 - Something that somebody does in front of a page."""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
"""材料 - A proof to hand in."""


def press(name: str) -> Step:
    """按 - Press a button."""
    return lambda page: page.get_by_role("button", name=name, exact=True).first.click()


def follow(name: str) -> Step:
    """点 - Follow the first link in the page itself whose name begins so."""
    return lambda page: page.get_by_role("main").get_by_role("link", name=re.compile(f"^{re.escape(name)}")).first.click()


def click(selector: str) -> Step:
    """点开 - Click what a selector finds first."""
    return lambda page: page.locator(selector).first.click()


def write(label: str, text: str) -> Step:
    """填 - Write into the field whose label begins so, and leave it."""

    def _write(page: Page) -> None:
        _labelled(page, label).fill(text)
        _labelled(page, label).blur()

    return _write


def choose(label: str, option: str) -> Step:
    """选 - Choose from the list whose label begins so the first option that holds these words."""

    def _choose(page: Page) -> None:
        found = _labelled(page, label)
        found.select_option(value=found.locator("option", has_text=option).first.get_attribute("value"))

    return _choose


def key(name: str) -> Step:
    """键 - Press a key."""
    return lambda page: page.keyboard.press(name)


def wait(words: str) -> Step:
    """等 - Wait until something is said on the page."""
    return lambda page: page.get_by_text(re.compile(words)).first.wait_for()


def show(selector: str) -> Step:
    """滚到 - Scroll until something stands high on the screen, below the bars that stay."""

    def _show(page: Page) -> None:
        page.locator(selector).first.evaluate("each => { each.scrollIntoView(); window.scrollBy(0, -120); }")

    return _show


def give(label: str, name: str, content: bytes) -> Step:
    """交文件 - Give a file to a field."""

    def _give(page: Page) -> None:
        page.get_by_label(label, exact=True).set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})

    return _give


def agree(page: Page) -> None:
    """答应 - Say yes to whatever the page asks from now on."""
    page.on("dialog", lambda dialog: dialog.accept())


def cut(page: Page) -> None:
    """断网 - Let nothing through from now on."""
    page.route("**/*", lambda route: route.abort())


def fill_in_excel(page: Page) -> None:
    """用 Excel 填 - Take the workbook of the form along, write the first actual values in it, and give it to the field."""
    form = page.url.removesuffix("/workbook")
    origin, _, path = form.partition("/evaluations/")
    book = load_workbook(io.BytesIO(page.request.get(f"{origin}/api/v1/evaluations/{path}/workbook").body()))
    cells = ((sheet, cell) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    sheet, head = next((sheet, cell.coordinate) for sheet, cell in cells if cell.value == "实际完成值")
    column, row = coordinate_from_string(head)
    for below, value in enumerate(("238台", "99%", "98%"), start=1):
        sheet[f"{column}{row + below}"] = value
    made = io.BytesIO()
    book.save(made)
    give("填好的 Excel", "自评表.xlsx", made.getvalue())(page)


def table(rows: Sequence[Sequence[str | int]]) -> bytes:
    """清单 - Return a list as Excel keeps it."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _labelled(page: Page, label: str) -> Locator:
    name = re.compile(f"^{re.escape(label)}")
    return page.get_by_label(name).or_(page.get_by_role("textbox", name=name)).first  # a cell is named by its column and row together
