"""文档链接 - Every page that another page points to exists."""

import re
from pathlib import Path
from urllib.parse import unquote

from tests.architecture.house import ROOT

LINK = re.compile(r"\]\(([^)#\s]+)(#[^)]*)?\)")
INTO = re.compile(r"\]\(([^)#\s]*)(#[^)\s]+)\)")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "migrations").glob("*.md")]


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target, _ in LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert not broken


def anchors(page: Path) -> set[str]:
    """Return what a link may point to inside a page: its headings as they are turned into names, and names written out."""
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#{1,6} +(.*?) *$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings} | set(re.findall(r'<a id="([^"]+)">', text))


def test_every_link_into_a_page_finds_its_place() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}{anchor}"
        for page in PAGES
        for target, anchor in INTO.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and (target or page.name).endswith(".md")
        if unquote(anchor[1:]) not in anchors((page.parent / target) if target else page)
    ]
    assert not broken


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert not [page.name for page in folder.glob("0*.md") if page.name not in listed]
