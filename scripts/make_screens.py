"""制作画面 - Picture the screens of scripts/screens.py for the user guide, in docs/screens/<name>.png.

    python scripts/make_screens.py [NAME ...]     all of them without a name

A demonstration county is made in a temporary folder and served on a free port of this machine; the machine's own Chromium looks at it.
The clock of the service and of the browser stands still and what is drawn by lot is drawn from a seed, so that the same code makes the
same pictures.
"""

import io
import os
import random
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Self

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from scripts.screens import SCREENS, Screen  # noqa: E402 - found once the top of the repository is on the path

PICTURES = ROOT / "docs" / "screens"
PASSWORD = "Yanshi-2026"  # noqa: S105 - of people who exist in the demonstration only
NOON = datetime.fromisoformat("2026-03-20T02:30:00+00:00")
"""时刻 - When all of it happens: half past ten in the morning, in the weeks in which forms are filled in."""
SEED, COLOURS, LONGEST = 20_260_320, 64, 1600
OFFICE = ViewportSize(width=1366, height=768)
_CHINESE = {"LANGUAGE": "zh_CN"}  # of dates and of the choice of a file, which the browser draws itself
_SERVE, _SETTLE = "--serve", 300
_QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
)


class Still(datetime):
    """停住的钟 - Tell the same time however often it is asked."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """现在 - Return the moment of the pictures."""
        return cls.fromtimestamp(NOON.timestamp(), tz)


def serve(folder: str) -> int:
    """服务 - Be the service of the demonstration, its clock stopped and its lots drawn from a seed."""
    lots = random.Random(SEED)
    vars(uuid).update(uuid4=lambda: uuid.UUID(int=lots.getrandbits(128), version=4))
    vars(secrets).update(token_bytes=lots.randbytes, choice=lots.choice)
    from perfeval import cli
    from perfeval.desks.county import show
    from perfeval.web import office

    for module in (show, office):
        vars(module)["datetime"] = Still
    return cli.main(["demo", "--data", folder, "--port", "0"])


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """服务着 - Yield the address of the demonstration, and stop it at the end."""
    command = [sys.executable, __file__, _SERVE, str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield next(line.split()[1] for line in process.stdout or () if line.startswith("READY "))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def entered(browser: Browser, service: str, who: str) -> BrowserContext:
    """进门 - Return a window on an office computer, signed in where somebody is named."""
    context = browser.new_context(base_url=service, viewport=OFFICE, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
    if who:
        page = context.new_page()
        page.goto("/")
        page.get_by_label("登录名").fill(who)
        page.get_by_label("口令").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.get_by_role("heading", name="您好").wait_for()
        page.close()
    return context


def address(page: Page, pattern: str) -> str:
    """地址 - Return an address with what stands in braces looked up as the person of the page sees it."""

    def _asked(path: str) -> list[dict[str, str]]:
        found: Any = page.request.get(f"/api/v1/{path}").json()
        return list(found["items"])

    def _found(match: re.Match[str]) -> str:
        newest = _asked("rounds")[0]["id"]
        if match[1] == "round":
            return newest
        return _asked(f"rounds/{newest}/evaluations?state={match[1]}&size=50")[int(match[2] or 0)]["id"]

    return re.sub(r"\{(\w+):?(\d*)\}", _found, pattern)


def picture(page: Page, screen: Screen) -> Image.Image:
    """画面 - Return what the screen of somebody shows once all its steps are done."""
    page.clock.set_fixed_time(NOON)
    page.goto(address(page, screen.at))
    page.wait_for_load_state("networkidle")
    for step in screen.steps:
        step(page)
    page.wait_for_timeout(_SETTLE)
    data = page.screenshot(full_page=screen.whole, animations="disabled", caret="hide")
    taken = Image.open(io.BytesIO(data)).convert("RGB")
    return taken.crop((0, 0, taken.width, min(taken.height, LONGEST))).quantize(COLOURS, dither=Image.Dither.NONE)


def make(browser: Browser, service: str, screens: Sequence[Screen]) -> None:
    """制作 - Picture screens one after the other and keep them; everybody signs in once."""
    windows: dict[str, BrowserContext] = {}
    for screen in screens:
        if screen.who not in windows:
            windows[screen.who] = entered(browser, service, screen.who)
        page = windows[screen.who].new_page()
        picture(page, screen).save(PICTURES / f"{screen.name}.png", optimize=True)
        page.close()
        print(f"已制作 docs/screens/{screen.name}.png", flush=True)


def main(arguments: Sequence[str]) -> int:
    """运行 - Picture the screens named, all of them where none is."""
    if arguments[:1] == [_SERVE]:
        return serve(arguments[1])
    names = [each.name for each in SCREENS]
    if unknown := [each for each in arguments if each not in names]:
        print(f"没有这些画面：{'、'.join(unknown)}；可用的有：{'、'.join(names)}", file=sys.stderr)
        return 2
    PICTURES.mkdir(exist_ok=True)
    print("正在造示例县、启动服务……", flush=True)
    with tempfile.TemporaryDirectory() as place, serving(Path(place) / "demo") as service, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_QUIET.split(), env={**os.environ, **_CHINESE})
        make(browser, service, [each for each in SCREENS if not arguments or each.name in arguments])
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
