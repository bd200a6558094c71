"""使用指南 - The guide shows every screen of the table, no other, and names buttons as the pages name them."""

import re

from perfeval.workflow import Action
from scripts.screens import SCREENS
from tests.architecture.house import ROOT

GUIDE = ROOT / "docs" / "guide"
WEB = ROOT / "src" / "perfeval" / "web"
TEXTS = {page.name: page.read_text(encoding="utf-8") for page in sorted(GUIDE.glob("*.md"))}
SHOWN = [name for text in TEXTS.values() for name in re.findall(r"!\[[^\]]+\]\(\.\./screens/([\w-]+)\.png\)", text)]


def names() -> set[str]:
    """Return what the buttons, links and switches of the pages are called, by templates, scripts and the table of the workflow."""
    pages = "\n".join(page.read_text(encoding="utf-8") for page in (WEB / "pages").rglob("*.html"))
    scripts = "\n".join(script.read_text(encoding="utf-8") for script in (WEB / "static").glob("*.js"))
    controls = [words for _, words in re.findall(r"<(button|a|summary)\b[^>]*>(.*?)</\1>", pages, re.DOTALL)]
    plain = {re.sub(r"<.*?>.*", "", words, flags=re.DOTALL).strip() for words in controls}
    chosen = {words for control in controls for words in re.findall(r'"([^"]+)"', control)}
    made = set(re.findall(r'button\("[\w-]+", "([^"]+)"', pages))
    said = {f"导入{kind}" for kind in ("单位", "人员")}
    return plain | chosen | made | said | set(re.findall(r'"([^"\n]+)"', scripts)) | {action.label for action in Action}


def test_every_picture_of_the_guide_is_there_and_shown_once() -> None:
    assert sorted(SHOWN) == sorted(each.name for each in SCREENS)
    kept = {path.stem for path in (ROOT / "docs" / "screens").glob("*.png")}
    assert kept == set(SHOWN), "run make screenshots"


def test_no_picture_is_heavy() -> None:
    assert not [path.name for path in (ROOT / "docs" / "screens").glob("*.png") if path.stat().st_size > 150_000]


def test_buttons_are_called_what_the_pages_call_them() -> None:
    quoted = {(page, words) for page, text in TEXTS.items() for words in re.findall("「([^」]+)」", text)}
    assert len(quoted) > 60
    assert not sorted({(page, words) for page, words in quoted if words not in names()})


def test_every_user_has_a_page_and_the_first_page_leads_to_it() -> None:
    assert not [page for page in TEXTS if page != "README.md" and f"]({page})" not in TEXTS["README.md"]]
