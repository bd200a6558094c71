"""写表 - Lists as workbooks: text stays text, whatever it begins with; numbers are numbers; the same list gives the same bytes."""

import io
import re
import zipfile

import pytest

from perfeval import sheets
from perfeval.sheets import Column
from perfeval.sheets.writing import is_risky
from tests.sheets.payloads import FORMULAS

COLUMNS = (Column(title="单位"), Column(title="份数", holds="count"), Column(title="金额（元）", holds="money"))


def written(*rows: tuple[str | int | None, ...], title: str = "名单") -> bytes:
    """Return a list as a workbook."""
    return sheets.write_table(title, COLUMNS, rows, note="说明")


def part(data: bytes, name: str) -> str:
    """Return a part of a workbook as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_text_is_written_as_text_and_read_back_as_it_was() -> None:
    data = written(*((payload, 1, 100) for payload in FORMULAS), title=FORMULAS[0])
    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()
    assert sheet.count('t="s"') == len(FORMULAS) + 2 + len(COLUMNS), "title, note, heads and every payload are text"
    lines = sheets.read_sheet(data, "名单", ("单位", "份数")).lines
    assert [line["单位"] for line in lines] == [payload.strip() for payload in FORMULAS]


@pytest.mark.parametrize("payload", [each for each in FORMULAS if each not in {"http://203.0.113.1/", "0001", "1e5"}])
def test_what_looks_like_a_formula_stays_quoted_when_it_is_edited_or_saved_again(payload: str) -> None:
    assert is_risky(payload)
    assert 'quotePrefix="1"' in part(written((payload, 1, 1)), "xl/styles.xml")


@pytest.mark.parametrize("words", ["第一中学", "1-2月", "a=b", "（=1）", "", "张三-李四"])
def test_ordinary_words_are_not_quoted(words: str) -> None:
    assert not is_risky(words)


def test_numbers_are_numbers_and_money_is_in_yuan() -> None:
    data = written(("某单位", 3, 123456), ("另一单位", None, None))
    first, second = sheets.read_sheet(data, "名单", ("单位", "份数")).lines
    assert (first["份数"], first["金额(元)"]) == ("3", "1234.56")
    assert (second["份数"], second["金额(元)"]) == ("", "")


def test_signs_that_no_workbook_can_hold_are_left_out() -> None:
    assert sheets.read_sheet(written(("a\x00\x1fb\ufffe", 1, 1)), "名单", ("单位", "份数")).lines[0]["单位"] == "ab"


def test_pages_part_where_the_key_changes_and_nowhere_else() -> None:
    rows = [("甲", 1, 1), ("甲", 2, 1), ("乙", 3, 1), ("丙", 4, 1)]
    apart = part(sheets.write_table("名单", COLUMNS, rows, apart=0), "xl/worksheets/sheet1.xml")
    assert re.findall(r'<brk id="(\d+)"', apart) == ["5", "6"]
    assert "<rowBreaks" not in part(written(*rows), "xl/worksheets/sheet1.xml")


def test_the_same_list_gives_the_same_bytes() -> None:
    assert written(("某单位", 1, 1)) == written(("某单位", 1, 1))
