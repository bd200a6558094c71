"""文字工作台 - The documents that the product prints are read back and checked: what stands wrong in them is found, nothing else."""

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
