"""传输量 - How many bytes a first visit to each page brings over the wire: page, styles, scripts and heads, compressed as they travel."""

import shutil
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.pages.addresses import Page, Pages
from benchmarks.pages.ready import QUIET, entered

LIMIT = 300.0
"""限值 - Kilobytes (1,000 bytes) of a first visit to a page without a chart."""


def run(pages: Pages) -> bool:
    """运行 - Print the kilobytes of each page; tell whether those without a chart are within the limit."""
    address = pages.house.services[0].address
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET.split())
        weights = {each: _visit(browser, address, each) for each in pages}
        browser.close()
    for each, (first, again) in weights.items():
        print(f"{each.title:16} 首次 {first:6.1f} kB   再次 {again:6.1f} kB{'   有图' if each.chart else ''}")
    heaviest = max(first for each, (first, _) in weights.items() if not each.chart)
    print(f"没有图的最重一页 {heaviest:.0f} kB（要求 ≤ {LIMIT:.0f}）")
    return heaviest <= LIMIT


def _visit(browser: Browser, address: str, page: Page) -> tuple[float, float]:
    """Return the kilobytes of a first visit and of one that follows."""
    context = entered(browser, address, page.session)
    window = context.new_page()
    wire, sizes = context.new_cdp_session(window), [0.0]

    def _arrived(event: Mapping[str, Any]) -> None:
        sizes[-1] += event["encodedDataLength"] / 1000

    wire.on("Network.loadingFinished", _arrived)
    wire.send("Network.enable")
    window.goto(address + page.path, wait_until="networkidle")
    sizes.append(0.0)
    window.goto(address + page.path, wait_until="networkidle")
    context.close()
    return sizes[0], sizes[1]
