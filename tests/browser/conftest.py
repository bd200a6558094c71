"""布置 - A browser and a service for each file of stories, visitors for each story."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser import service as services
from tests.browser.service import Service
from tests.browser.visitor import Visitor, visitor

_QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
)

expect.set_options(timeout=20_000)
"""耐心 - How long a page may take to show what a story waits for; speed is measured elsewhere."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of the machine, without a window; ended with its file, for its loop would stand in the way of every other test."""
    program = shutil.which("chromium")
    assert program, "chromium is missing: python scripts/system_packages.py tests"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=_QUIET.split())
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo county, made once."""
    folder = tmp_path_factory.mktemp("county") / "demo"
    services.make(folder)
    return folder


@pytest.fixture(scope="module")
def service(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service of its own for a file of stories, with a copy of the demo county."""
    with services.serving(services.copied(county, tmp_path_factory.mktemp("service") / "demo")) as started:
        yield started


@pytest.fixture
def visit(browser: Browser, service: Service) -> Iterator[Callable[..., Visitor]]:
    """Somebody who has signed in: `visit("填报人")`, the second one `visit("填报人", 1)`, a stranger `visit()`."""
    made: list[Visitor] = []

    def _visit(role: str = "", at: int = 0, **options: Any) -> Visitor:
        one = visitor(browser, service, **options)
        made.append(one)
        if role:
            one.sign_in(service.login(role, at))
        return one

    yield _visit
    for one in made:
        one.close()
