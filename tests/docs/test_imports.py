"""导入说明 - The page about lists names every column by its title, as the code does."""

from perfeval.desks.imports import execution, history, listing, targets
from tests.architecture.house import ROOT

SECTIONS = {
    "项目清单": listing.COLUMNS_OF_LIST,
    "批复的绩效目标": targets.COLUMNS,
    "国库执行数": execution.COLUMNS,
    "上年结果": history.COLUMNS,
}


def test_the_page_names_every_column() -> None:
    page = (ROOT / "docs" / "imports.md").read_text(encoding="utf-8")
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")}
    named = [(title, column.title) for title, columns in SECTIONS.items() for column in columns]
    missing = [(title, column) for title, column in named if column not in sections[title]]
    assert not missing


def test_no_two_columns_of_a_list_go_by_one_name() -> None:
    for title, columns in SECTIONS.items():
        words = [word for column in columns for word in column.words]
        assert len(words) == len(set(words)), title
