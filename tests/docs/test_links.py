"""文档链接 - Every page that another page points to exists."""

import re

from tests.architecture.house import ROOT

LINK = re.compile(r"\]\(([^)#\s]+)(#[^)]*)?\)")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "migrations").glob("*.md")]


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target, _ in LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert not broken


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert not [page.name for page in folder.glob("0*.md") if page.name not in listed]
