"""读表 - Tables as people have them, and as nobody should send them."""

import random
from datetime import datetime

import pytest
import xlsxwriter

from perfeval import sheets
from perfeval.errors import Invalid
from perfeval.sheets.package import Format, format_of
from tests.sheets.payloads import FORMULAS, old_workbook, packed, plain, with_size, workbook

SHEET = "xl/worksheets/sheet1.xml"


def read(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a table without their numbers."""
    return [{key: cell for key, cell in row.items() if key != "行号"} for row in sheets.read_table(data, "表")]


def test_text_in_a_workbook_stays_text() -> None:
    found = read(plain(("编码", "名称"), *((str(at), payload) for at, payload in enumerate(FORMULAS))))
    assert [row["名称"] for row in found] == [payload.strip() for payload in FORMULAS]


@pytest.mark.parametrize("payload", FORMULAS)
def test_text_in_a_csv_stays_text(payload: str) -> None:
    quoted = payload.replace('"', '""')
    assert read(f'编码,名称\r\n1,"{quoted}"\r\n'.encode()) == [{"编码": "1", "名称": payload.strip()}]
    assert read(f'编码,名称\r\n1,"\'{quoted}"\r\n'.encode())[0]["名称"] in {payload.strip(), f"'{payload.strip()}"}


def test_a_guard_before_a_formula_is_taken_off_again() -> None:
    assert read("编码,名称\n1,'=1+1\n2,'普通\n".encode()) == [{"编码": "1", "名称": "=1+1"}, {"编码": "2", "名称": "'普通"}]


def test_a_formula_is_never_computed() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["编码", "名称"])
        sheet.write_formula(1, 0, "=6*7", value=42)
        sheet.write_formula(1, 1, "=cmd|'/C calc'!A0", value="存下的值")

    assert read(workbook(write)) == [{"编码": "42", "名称": "存下的值"}]


def test_cells_come_as_people_see_them() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["数", "小数", "日期", "时刻", "是否", "空"])
        sheet.write_row(1, 0, [530923000001, 0.1 + 0.2])
        sheet.write_datetime(1, 2, datetime(2024, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001 - as Excel has it
        sheet.write_datetime(1, 3, datetime(2024, 3, 1, 8, 30), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))  # noqa: DTZ001
        sheet.write_boolean(1, 4, True)  # noqa: FBT003 - the value itself

    row = {"数": "530923000001", "小数": "0.3", "日期": "2024-03-01", "时刻": "2024-03-01 08:30", "是否": "是", "空": ""}
    assert read(workbook(write)) == [row]


def test_a_code_that_excel_has_already_cut_is_refused_with_its_place() -> None:
    with pytest.raises(Invalid) as told:
        read(plain(("编码", "名称"), (530923210000000012345, "某项目")))
    assert told.value.code == "table-long-number"
    assert told.value.places[0].where == "第2行第1列"
    assert read(plain(("编码", "名称"), ("530923210000000012345", "某项目")))[0]["编码"] == "530923210000000012345"


def test_titles_above_the_table_and_empty_lines_are_no_rows() -> None:
    data = plain(("2025年度项目清单",), ("单位：万元",), (), ("* 项目编码 ", "项目名称（全称）"), ("P1", "甲"), (), ("P2", "乙"))
    found = sheets.read_sheet(data, "表", ("项目编码", "项目名称"))
    assert (found.above, found.head) == ("2025年度项目清单 单位：万元", ("项目编码", "项目名称(全称)"))
    assert [(line.number, line["项目编码"]) for line in found.lines] == [(5, "P1"), (7, "P2")]


def test_rows_keep_the_numbers_that_people_see() -> None:
    assert [row["行号"] for row in sheets.read_table(plain(("a", "b"), ("1", "2"), (), ("3", "4")), "表")] == ["2", "4"]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_is_parted_as_it_is(separator: str) -> None:
    assert read(f"编码{separator}名称\n1{separator}甲\n".encode("gb18030")) == [{"编码": "1", "名称": "甲"}]


def test_a_csv_with_titles_and_quoted_lines() -> None:
    data = '项目清单\n编码,名称,说明\n1,甲,"第一行\n第二行, 有逗号"\n'.encode("utf-8-sig")
    assert read(data) == [{"编码": "1", "名称": "甲", "说明": "第一行\n第二行, 有逗号"}]


def test_an_old_workbook_is_read() -> None:
    data = old_workbook(("编码", "名称", "金额"), ("0001", "=1+1", 387664.62), ("0002", "甲", 12.0))
    assert format_of(data, "表") is Format.XLS
    assert read(data) == [{"编码": "0001", "名称": "=1+1", "金额": "387664.62"}, {"编码": "0002", "名称": "甲", "金额": "12"}]


def test_hidden_data_and_second_tables_are_refused() -> None:
    def several(book: xlsxwriter.Workbook) -> None:
        for name in ("一", "二"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["编码", "名称"])
            sheet.write_row(1, 0, ["1", name])

    def hidden(book: xlsxwriter.Workbook) -> None:
        several(book)
        book.get_worksheet_by_name("二").hide()

    for write, code in ((hidden, "table-hidden"), (several, "table-several")):
        with pytest.raises(Invalid) as told:
            read(workbook(write))
        assert told.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (packed({"xl/vbaProject.bin": b"macro"}, plain(("a", "b"), ("1", "2"))), "table-refused"),
        (packed({"xl/externalLinks/externalLink1.xml": b"<x/>"}, plain(("a", "b"), ("1", "2"))), "table-refused"),
        (packed({"xl/embeddings/oleObject1.bin": b"x"}, plain(("a", "b"), ("1", "2"))), "table-refused"),
        (packed({"../escape.xml": b"x"}, plain(("a", "b"), ("1", "2"))), "table-broken"),
        (packed({"word/document.xml": b"<x/>"}), "table-format"),
        (packed({"xl/workbook.bin": b"x", "xl/workbook.xml": b"x"}), "table-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "table-refused"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "table-password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "table-broken"),
        (b"PK\x03\x04 broken", "table-broken"),
        (b"%PDF-1.7\x00", "table-format"),
        (b"\x81\x30\x81 \xff\xff", "table-encoding"),
        (plain(("只有一格",)), "table-head"),
        (plain(("编码", "编码"), ("1", "2")), "table-head"),
        (plain(("编码", "名称"), ("1", "2", "多出来的")), "table-stray"),
    ],
)
def test_what_no_table_needs_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as told:
        sheets.read_table(data, "表")
    assert told.value.code == code
    assert "表" in told.value.message


def test_a_bomb_is_not_unpacked() -> None:
    bomb = packed({SHEET: b"<worksheet>" + b" " * (40 * 1024 * 1024)}, plain(("a", "b"), ("1", "2")))
    assert len(bomb) < 1024 * 1024
    with pytest.raises(Invalid) as told:
        sheets.read_table(bomb, "表")
    assert told.value.code == "table-too-large"


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    bomb = packed({SHEET: b"<worksheet>" + b" " * (40 * 1024 * 1024)}, plain(("a", "b"), ("1", "2")))
    with pytest.raises(Invalid):
        sheets.read_table(with_size(bomb, SHEET, 1000), "表")


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD3"])
def test_a_cell_in_the_last_corner_of_a_sheet_harms_nobody(place: str) -> None:
    far = f"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>
<row r="{place.lstrip("AXFD")}"><c r="{place}"><v>1</v></c></row></sheetData></worksheet>"""
    with pytest.raises(Invalid) as told:
        sheets.read_table(packed({SHEET: far.encode()}, plain(("a", "b"), ("1", "2"))), "表")
    assert told.value.code in {"table-broken", "table-too-large", "table-stray"}


def test_a_damaged_workbook_is_refused_in_words_and_no_more() -> None:
    chance, refused = random.Random(20), 0
    for whole in (old_workbook(("编码", "名称"), ("1", "甲")), plain(("编码", "名称"), ("1", "甲"))):
        for _ in range(15):
            damaged = bytearray(whole)
            for _ in range(20):
                damaged[chance.randrange(8, len(damaged))] = chance.randrange(256)
            try:
                sheets.read_table(bytes(damaged), "表")
            except Invalid:
                refused += 1
    assert refused


def test_entities_of_a_document_type_are_never_looked_up() -> None:
    sheet = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>
<row r="2"><c r="A2" t="inlineStr"><is><t>1</t></is></c><c r="B2" t="inlineStr"><is><t>&e;</t></is></c></row>
</sheetData></worksheet>"""
    with pytest.raises(Invalid) as told:
        sheets.read_table(packed({SHEET: sheet}, plain(("a", "b"), ("1", "2"))), "表")
    assert told.value.code == "table-broken"
