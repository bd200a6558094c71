"""来访者 - Somebody in front of a browser, watched: what goes wrong on the console or goes out to other hosts is kept."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.browser.service import PASSWORD, Service

OFFICE = {"width": 1366, "height": 768}
"""办公电脑 - The screen of an old office computer."""
LARGE = {"width": 1920, "height": 1080}
"""大屏 - The screen of a new one."""
_GRAVE = {"serious", "critical"}


@dataclass(slots=True)
class Visitor:
    """来访者 - Hold a browser's window on a service, and what was noticed in it."""

    service: Service
    context: BrowserContext
    page: Page
    wrong: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """前往 - Open an address of the service and wait until the page is there."""
        self.page.goto(self.service.address + path)
        self.page.wait_for_load_state("networkidle")

    def sign_in(self, login: str) -> None:
        """登录 - Sign in on the page for it."""
        self.go("/")
        self.page.get_by_label("登录名").fill(login)
        self.page.get_by_label("口令").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_load_state("networkidle")

    def expects(self, words: str) -> None:
        """预料 - Say that a message on the console holding these words is part of the story: a refused save, a service that is away."""
        self.expected.append(words)

    def barriers(self) -> list[str]:
        """障碍 - Return what keeps people from using the page: the serious findings of axe, each with where it is."""
        found: Any = Axe().run(self.page).response
        return [
            f"{each['id']}: {node['target']} {node.get('failureSummary', '')}"
            for each in found["violations"]
            if each["impact"] in _GRAVE
            for node in each["nodes"]
        ]

    def close(self) -> None:
        """离开 - Close the window; whatever went wrong meanwhile fails the story."""
        self.context.close()
        assert [each for each in self.wrong if not any(words in each for words in self.expected)] == []


def visitor(browser: Browser, service: Service, **options: Any) -> Visitor:
    """来访者 - Return somebody with a window of their own, on an office computer unless another screen is asked for."""
    context = browser.new_context(**{"viewport": OFFICE, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options})
    made = Visitor(service, context, context.new_page())
    context.on("console", lambda message: _heard(made, message))
    context.on("weberror", lambda error: made.wrong.append(f"script: {error.error}"))
    context.on("request", lambda request: _asked(made, request))
    return made


def _heard(made: Visitor, message: ConsoleMessage) -> None:
    if message.type == "error":
        made.wrong.append(f"console: {message.text} {message.location.get('url', '')}")


def _asked(made: Visitor, request: Request) -> None:
    if not request.url.startswith((made.service.address, "data:", "blob:")):
        made.wrong.append(f"request to another host: {request.url}")
