"""可用 - How long after the click a form of 40 and of 200 rows can be typed into, beside an empty page in the same browser.

Ready is when everything is painted and every script has run: measured by the browser itself, from the start of the navigation. A first
visit has nothing in the browser's store; a later one has what is kept for ever.
"""

import shutil
import statistics
from collections.abc import Mapping

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.pages.addresses import Page, Pages
from benchmarks.service.house import empty_route

LIMITS = {40: 330.0, 200: 1368.0}
"""限值 - Milliseconds until a form of so many rows is ready on a first visit: what a page that builds itself in the browser took."""
TURNS = 7
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
OFFICE = {"width": 1366, "height": 768}
_READY = """() => new Promise(done => requestAnimationFrame(() => setTimeout(() => {
  const painted = performance.getEntriesByName("first-contentful-paint")[0];
  done(Math.max(performance.getEntriesByType("navigation")[0].loadEventEnd, painted ? painted.startTime : 0));
})))"""


def run(pages: Pages) -> bool:
    """运行 - Print how long each form takes and its ratio to an empty page; tell whether the limits are kept."""
    address, forms = pages.house.services[0].address, [pages.form(rows) for rows in LIMITS]
    with sync_playwright() as playwright, empty_route() as empty:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET.split())
        turns = [_turn(browser, address, forms, f"http://127.0.0.1:{empty.port}/page") for _ in range(TURNS + 1)][1:]
        browser.close()
    medians = {what: statistics.median(turn[what] for turn in turns) for what in turns[0]}
    print(f"{TURNS} 轮的中位数，毫秒；首次访问，再次访问；与同一浏览器中空页面的倍数")
    print(f"空页面           {medians['empty first']:6.0f} {medians['empty again']:6.0f}")
    for each, limit in zip(forms, LIMITS.values(), strict=True):
        first, again = medians[f"{each.title} first"], medians[f"{each.title} again"]
        ratios = f"{first / medians['empty first']:4.1f} 倍 {again / medians['empty again']:4.1f} 倍"
        print(f"{each.title:14} {first:6.0f} {again:6.0f}   {ratios}   （首次要求 ≤ {limit:.0f}）")
    return all(medians[f"{each.title} first"] <= limit for each, limit in zip(forms, LIMITS.values(), strict=True))


def _turn(browser: Browser, address: str, forms: list[Page], empty: str) -> Mapping[str, float]:
    """Return how long each took, once in a new window and once more in the same."""
    took: dict[str, float] = {}
    for name, path, session in (("empty", empty, ""), *((each.title, address + each.path, each.session) for each in forms)):
        context = entered(browser, address, session)
        took[f"{name} first"], took[f"{name} again"] = _ready(context, path), _ready(context, path)
        context.close()
    return took


def entered(browser: Browser, address: str, session: str) -> BrowserContext:
    """进门 - Return a new window of an office computer with nothing kept in it but the session."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    if session:
        context.add_cookies([{"name": "perfeval", "value": session, "url": address}])
    return context


def _ready(context: BrowserContext, address: str) -> float:
    page = context.new_page()
    page.goto(address, wait_until="load")
    milliseconds = float(page.evaluate(_READY))
    page.close()
    return milliseconds
