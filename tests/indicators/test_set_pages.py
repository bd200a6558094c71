"""体系说明页的存放 - The pages in docs/sets/ are those that the sets of today give, one for each, and no other."""

import pytest

from perfeval import library
from perfeval.desks import set_author
from scripts import set_pages

RENEW = "run .venv/bin/python scripts/set_pages.py"


@pytest.mark.parametrize("set_id", library.set_ids())
def test_every_set_has_the_page_of_today(set_id: str) -> None:
    path = set_pages.place(set_id)
    assert path.is_file(), RENEW
    assert path.read_text(encoding="utf-8") == set_author.page_of(library.indicator_set(set_id)), RENEW


def test_the_list_of_pages_is_the_one_of_today_and_no_page_is_left_over() -> None:
    pages = set_pages.pages()
    index = set_pages.FOLDER / set_pages.INDEX
    assert index.read_text(encoding="utf-8") == pages[index], RENEW
    assert set(set_pages.FOLDER.rglob("*.md")) == set(pages), RENEW
