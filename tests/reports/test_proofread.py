"""校对 - A document with one wrong digit is found out, wherever the digit stands."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from docx import Document

from perfeval import library, reports
from perfeval.reports.documents import narrative_keys
from tests.reports.forms import sample

DOCUMENTS = {
    "cn.project.form.2020": "project",
    "yunnan.project.form14.2020": "project",
    "hubei.project.form.2020": "money_first",
    "chongqing.department.form.2021": "department",
    "yunnan.department.report.2020": "formulas",
    "cn.project.report.2013": "project",
    "cn.annex": "project",
}
# Columns whose figures come from the scorecard or the money table; other cells are the unit's own words.
FIGURES = (
    "得分",
    "分值",
    "执行率",
    "预算数",
    "执行数",
    "到位数",
    "权重",
    "系数",
    "测算",
    "差额",
    "失分",
    "得分率",
    "指标值",
    "完成值",
    "总分",
)


def printed(template_id: str) -> tuple[bytes, reports.ReportFacts]:
    """Return a document and the facts it is proved with."""
    template, case = library.report_template(template_id), sample(DOCUMENTS[template_id])
    return reports.render(template, [case]), reports.report_facts([case], narrative_keys(template.manifest))


def changed(text: str) -> str:
    """Return a text whose last digit is another one."""
    at = max(at for at, letter in enumerate(text) if letter.isdecimal())
    return f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"


def with_errors(document: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the document again and again, each time with one digit of one figure changed."""
    for number, table in enumerate(Document(BytesIO(document)).tables):
        heads: list[str] = []
        for at, row in enumerate(table.rows):
            texts = [cell.text for cell in row.cells]
            heads = texts if sum(any(word in text for word in FIGURES) for text in texts) >= 2 and not heads else heads
            for column, text in enumerate(texts):
                plain = text.removesuffix("%").replace(".", "").isdecimal()
                if heads and plain and column < len(heads) and any(word in heads[column] for word in FIGURES):
                    yield f"表{number + 1}第{at + 1}行第{column + 1}列 {text}", replaced(document, number, at, column)


def replaced(document: bytes, number: int, at: int, column: int) -> bytes:
    """Return the document with one digit of one cell changed."""
    opened = Document(BytesIO(document))
    cell = opened.tables[number].rows[at].cells[column]
    cell.text = changed(cell.text)
    saved = BytesIO()
    opened.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("template_id", DOCUMENTS)
def test_one_changed_digit_in_any_figure_of_a_table_is_found(template_id: str) -> None:
    document, facts = printed(template_id)
    assert reports.proofread(document, facts).faults == ()
    errors = list(with_errors(document))
    missed = [where for where, wrong in errors[::3] if not reports.proofread(wrong, facts).faults]
    assert len(errors) >= 10
    assert not missed


@pytest.mark.parametrize("template_id", ["yunnan.department.report.2020", "cn.project.report.2013"])
def test_one_changed_digit_in_any_composed_sentence_is_found(template_id: str) -> None:
    document, facts = printed(template_id)
    own = facts.forms[0]
    sentences = {
        own.sentences.total,
        own.sentences.execution,
        own.sentences.funds,
        *own.sentences.lost,
        *(row.sentence for row in own.rows),
    }
    seeded = 0
    for at, paragraph in enumerate(Document(BytesIO(document)).paragraphs):
        if not any(sentence in paragraph.text and any(map(str.isdecimal, sentence)) for sentence in sentences):
            continue
        opened = Document(BytesIO(document))
        opened.paragraphs[at].text = changed(paragraph.text)
        saved = BytesIO()
        opened.save(saved)
        seeded += 1
        assert reports.proofread(saved.getvalue(), facts).faults, paragraph.text
    assert seeded >= 8


def test_a_row_that_is_missing_and_a_merged_level_that_is_wrong_are_found() -> None:
    document, facts = printed("cn.project.form.2020")
    opened = Document(BytesIO(document))
    table = opened.tables[1]
    table._tbl.remove(table.rows[4]._tr)
    table.rows[1].cells[1].text = "效益指标（50分）"
    saved = BytesIO()
    opened.save(saved)
    faults = reports.proofread(saved.getvalue(), facts).faults
    assert any("一级指标" in fault.where and "产出指标（50分）" in fault.message for fault in faults)
    assert any("三级指标" in fault.where for fault in faults)


def test_a_fault_names_table_row_and_column_and_both_figures() -> None:
    document, facts = printed("cn.project.form.2020")
    fault = reports.proofread(replaced(document, 1, 2, 7), facts).faults[0]
    assert str(fault) == "正文表格2第3行“得分”：应为“14.70”，文档中是“14.71”"


def test_figures_of_another_form_are_found() -> None:
    document, _ = printed("hubei.project.form.2020")
    wrong = reports.report_facts([sample("project")])
    assert reports.proofread(document, wrong).faults
    assert not reports.proofread(document, reports.report_facts([sample("money_first")])).faults
