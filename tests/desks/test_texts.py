"""文字工作台 - The documents that the product prints are read back and checked: what stands wrong in them is found, nothing else."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml

from perfeval import reports
from perfeval.desks import department, texts
from perfeval.desks.department import Annex
from perfeval.desks.showcase import Example, examples

WRONG = {
    "m1-disabled-federation.yaml": {"claim-contradicts-text", "satisfaction-unsupported"},
    "m2-civil-affairs.yaml": {"text-share-mismatch", "claim-contradicts-text"},
    "m3-hospital-ten-projects.yaml": {"claim-contradicts-text", "claim-contradicts-figures", "text-over-received", "section-empty"},
    "m5-science-popularization.yaml": {"denominator-unclear"},
    "m6-pig-breeding.yaml": {"claim-contradicts-figures"},
    "m8-elderly-care.yaml": {"figure-missing"},
    "m9-old-communities.yaml": {"number-form", "problems-without-deduction", "numbering-gap"},
}
"""明知有错的示例 - What the printed documents of the examples say wrong, as their papers did; all others are honest."""


@pytest.mark.parametrize("entry", examples(), ids=lambda entry: entry.id)
@pytest.mark.parametrize("annex", Annex)
def test_a_printed_document_raises_what_its_paper_got_wrong_and_nothing_else(entry: Example, annex: Annex) -> None:
    name, template = entry.path.name, entry.template
    filled = department.read(entry.path.read_bytes(), name)
    document = department.report(filled, template, annex).data
    beside = department.findings_beside(filled, department.assess_all(filled), document, name)
    alone = texts.alone(document, name)
    assert {each.code for each in beside} == {each.code for each in alone} == WRONG.get(name, set())


def lines(document: object) -> tuple[str, ...]:
    """Return the text of a document that python-docx made."""
    data = BytesIO()
    document.save(data)  # type: ignore[attr-defined]
    return reports.read_text(data.getvalue()).lines


HEADS = ("项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
WHOLE = ("年度资金总额", "100", "90", "45", "10", "50%", "5")


def report(text: str, *tables: Sequence[Sequence[str]]) -> set[str]:
    """Return the codes that a report with some tables of somebody's own gets."""
    document = Document()
    document.add_paragraph(text)
    for rows in tables:
        made = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for row, texts_of_row in zip(made.rows, rows, strict=True):
            for cell, words in zip(row.cells, texts_of_row, strict=False):
                cell.text = words
    data = BytesIO()
    document.save(data)
    return {each.code for each in texts.alone(data.getvalue(), "报告.docx") if each.code == "text-figure-mismatch"}


@pytest.mark.parametrize(
    "text",
    ["预算执行率为80%。", "自评总分为98分。", "本年预算执行数共80万元，全年支出80万元。"],
)
def test_figures_of_a_text_are_held_against_the_tables_of_its_own_document(text: str) -> None:
    assert report(text, (HEADS, WHOLE), (("指标", "分值", "得分"), ("总分", "100", "95"))) == {"text-figure-mismatch"}


@pytest.mark.parametrize(
    "text",
    [
        "预算执行率为50%。",
        "预算执行率为45%。",
        "自评总分为95分。",
        "全年支出45万元。",
        "上年预算执行率为80%。",
        "满分100分，自评总分95分。",
    ],
)
def test_figures_that_stand_in_a_table_are_right_by_any_denominator(text: str) -> None:
    assert report(text, (HEADS, WHOLE), (("指标", "分值", "得分"), ("总分", "100", "95"))) == set()


@pytest.mark.parametrize(
    "tables",
    [
        ((HEADS, WHOLE), (HEADS, ("年度资金总额", "10", "10", "8", "10", "80%", "8"))),
        ((HEADS, ("年度资金总额", "100", "90", "45", "10", "70%", "7")),),
        ((HEADS, ("年度资金总额", "100", "90", "", "10", "", "")),),
        ((("总分", "100", "95"),), (("总分", "100", "97"),)),
        ((("项目", "预算", "支出"), ("合计", "100", "50")),),
        ((HEADS, ("其中：财政拨款", "100", "90", "45", "10", "50%", "5")),),
    ],
)
def test_tables_that_say_nothing_for_certain_are_passed_over(tables: Sequence[Sequence[Sequence[str]]]) -> None:
    assert report("预算执行率为80%。自评总分为98分。", *tables) == set()


def test_inserted_text_counts_and_struck_out_text_does_not() -> None:
    document = Document()
    paragraph = document.add_paragraph("原来的")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph._p.append(parse_xml(f"<w:ins {space}><w:r><w:t>插入的</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {space}><w:r><w:delText>删去的</w:delText></w:r></w:del>"))
    assert lines(document) == ("原来的插入的",)


def test_cells_are_read_where_they_hold_sentences() -> None:
    document = Document()
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "评价结论", "项目按计划实施，各项任务均已落实，资金使用规范。"
    assert lines(document) == ("项目按计划实施，各项任务均已落实，资金使用规范。",)


def test_numbers_that_word_gives_are_told() -> None:
    document = Document()
    paragraph = document.add_paragraph("四、结论")
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:numPr"))
    data = BytesIO()
    document.save(data)
    assert reports.read_text(data.getvalue()).automatic
