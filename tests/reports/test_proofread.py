"""校对 - A document with one wrong digit is found out, wherever the digit stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from perfeval import library, reports
from perfeval.evaluation import Evaluations
from perfeval.reports import Case, ReportFacts
from perfeval.reports.documents import narrative_keys
from perfeval.reports.proofreading import Proof, prove
from perfeval.reports.readback import Copy, read_back
from tests.reports.forms import MADE, own, sample

CENTRAL, GUANGSHUI, PROJECTS = "cn.project.form.2020", "hubei.guangshui.project.form.2021", "yunnan.projects.report.2020"
DOCUMENTS = [*((template_id, template_id) for template_id in MADE), (CENTRAL, PROJECTS)]
"""各份文档 - Every template with the forms that it is shown with; and a form template that prints several forms one after another."""
DIGITS = re.compile(r"\d+")
TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
NUMBERING = re.compile(r"\s*(?:（\d+）|\d+\.)")


def printed(template_id: str, cases: Sequence[Case], whole: Evaluations | None = None) -> tuple[bytes, ReportFacts]:
    """Return a document and the facts it is proved with."""
    template = library.report_template(template_id)
    facts = reports.report_facts(cases, narrative_keys(template.manifest), whole)
    return reports.render(template, cases, whole=whole), facts


def changed(text: str, end: int) -> str:
    """Return a text with another digit before a place."""
    return f"{text[: end - 1]}{(int(text[end - 1]) + 1) % 10}{text[end:]}"


def with_cell(copy: Copy, grid: int, row: int, column: int, text: str) -> Copy:
    """Return a document with another text in one cell, at all places that the cell covers."""
    given = copy.grids[grid]
    rows, covered = [list(texts) for texts in given.rows], [(row, column)]
    for at, here in covered:
        rows[at][here] = text
        right, below = (at, here + 1), (at + 1, here)
        for (down, along), mark in ((right, "←"), (below, "↑")):
            inside = down < len(rows) and along < len(given.marks[down])
            if inside and given.marks[down][along] == mark and (down, along) not in covered:
                covered.append((down, along))
    made = replace(given, rows=tuple(map(tuple, rows)))
    return replace(copy, grids=(*copy.grids[:grid], made, *copy.grids[grid + 1 :]))


def with_paragraph(copy: Copy, at: int, text: str) -> Copy:
    """Return a document with another text in one paragraph."""
    return replace(copy, paragraphs=(*copy.paragraphs[:at], text, *copy.paragraphs[at + 1 :]))


def fixed_texts(template_id: str) -> list[str]:
    """Return the texts with digits that a template prints in every document."""
    copy = read_back(library.report_template(template_id).document)
    texts = [*copy.paragraphs, *(text for grid in copy.grids for row in grid.rows for text in row)]
    return sorted({part for text in texts for part in TAGS.split(text) if DIGITS.search(part)})


def figures(text: str, fixed: Sequence[str]) -> Iterator[int]:
    """Yield where the figures of a text end; neither the number of a heading nor what the template always prints is one."""
    numbering = NUMBERING.match(text)
    taken = [found.span() for part in fixed for found in re.finditer(re.escape(part), text)] + ([numbering.span()] if numbering else [])
    for found in DIGITS.finditer(text):
        if not any(start <= found.start() and found.end() <= end for start, end in taken):
            yield found.end()


def with_errors(copy: Copy, fixed: Sequence[str]) -> Iterator[tuple[str, Copy]]:
    """Yield the document again and again, each time with one digit of one figure changed."""
    for at, text in enumerate(copy.paragraphs):
        for end in figures(text, fixed):
            yield f"{text[:end]}☜", with_paragraph(copy, at, changed(text, end))
    for number, grid in enumerate(copy.grids):
        for row, (texts, marks) in enumerate(zip(grid.rows, grid.marks, strict=True)):
            for column, (text, mark) in enumerate(zip(texts, marks, strict=True)):
                for end in () if mark else figures(text, fixed):
                    where = f"表{number + 1}第{row + 1}行第{column + 1}列 {text[:end]}☜"
                    yield where, with_cell(copy, number, row, column, changed(text, end))


@pytest.mark.parametrize(("template_id", "forms_of"), DOCUMENTS)
def test_one_changed_digit_anywhere_is_found(template_id: str, forms_of: str) -> None:
    document, facts = printed(template_id, *own(forms_of))
    copy = read_back(document)
    assert prove(copy, facts).faults == ()
    missed, seeded = [], 0
    for where, wrong in with_errors(copy, fixed_texts(template_id)):
        seeded += 1
        if not prove(wrong, facts).faults:
            missed.append(where)
    assert seeded >= 20
    assert missed == []


def test_every_template_over_several_forms_is_shown_with_several() -> None:
    several = [template_id for template_id in MADE if len(own(template_id)[0]) > 1]
    assert {PROJECTS, "anhui.civil-affairs.report.2016"} <= set(several)


def overview(title: str) -> tuple[Copy, ReportFacts, int]:
    """Return the report over several projects, its facts, and where a table with such a head stands."""
    document, facts = printed(PROJECTS, *own(PROJECTS))
    copy = read_back(document)
    return copy, facts, next(at for at, grid in enumerate(copy.grids) if title in grid.rows[0])


def without_row(copy: Copy, at: int, row: int) -> Copy:
    """Return a document in which a table has lost a row."""
    grid = copy.grids[at]
    cut = replace(grid, rows=grid.rows[:row] + grid.rows[row + 1 :], marks=grid.marks[:row] + grid.marks[row + 1 :])
    return replace(copy, grids=(*copy.grids[:at], cut, *copy.grids[at + 1 :]))


def told(proof: Proof) -> list[str]:
    """Return the faults in words."""
    return [str(place) for place in proof.faults]


def test_the_summary_of_several_projects_is_proved_line_by_line() -> None:
    copy, facts, at = overview("项目名称")
    name = copy.grids[at].name
    wrong = with_cell(copy, at, 2, 5, "99.98")
    assert told(prove(wrong, facts)) == [f"{name}第3行“得分”：应为“99.99”，文档中是“99.98”"]
    assert f"{name}第6行“执行率”：应为“78.72%”，文档中是“78.73%”" in told(prove(with_cell(copy, at, 5, 4, "78.73%"), facts))
    assert prove(without_row(copy, at, 3), facts).faults


def test_the_classes_of_projects_are_proved_and_none_may_be_missing() -> None:
    copy, facts, at = overview("项目类别")
    name = copy.grids[at].name
    assert told(prove(with_cell(copy, at, 1, 1, "4"), facts)) == [f"{name}第2行“个数”：应为“3”，文档中是“4”"]
    assert f"{name}第3行“项目类别”：没有这一行" in told(prove(without_row(copy, at, 2), facts))


def test_level_two_sums_in_the_place_of_rows_are_proved() -> None:
    document, facts = printed(GUANGSHUI, *own(GUANGSHUI))
    copy = read_back(document)
    assert copy.grids[1].rows[6][:4] == ("项目绩效（85分）", "数量指标", "15", "14.75")
    wrong = with_cell(copy, 1, 6, 3, "14.85")
    assert told(prove(wrong, facts)) == ["正文表格2第7行“自评分”：应为“14.75”，文档中是“14.85”"]
    assert told(prove(without_row(copy, 1, 7), facts)) == ["正文表格2第1行“项目权重”：“项目绩效（85分）”之下各行与自评表不符"]
    assert "“项目绩效”不是表中任何一部分" in told(prove(with_cell(copy, 1, 6, 0, "项目绩效"), facts))[0]


def replaced(document: bytes, number: int, at: int, column: int) -> bytes:
    """Return the document with one digit of one cell changed."""
    opened = Document(BytesIO(document))
    cell = opened.tables[number].rows[at].cells[column]
    cell.text = changed(cell.text, len(cell.text))
    saved = BytesIO()
    opened.save(saved)
    return saved.getvalue()


def test_a_row_that_is_missing_and_a_merged_level_that_is_wrong_are_found() -> None:
    document, facts = printed(CENTRAL, [sample("project")])
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
    document, facts = printed(CENTRAL, [sample("project")])
    fault = reports.proofread(replaced(document, 1, 2, 7), facts).faults[0]
    assert str(fault) == "正文表格2第3行“得分”：应为“14.70”，文档中是“14.71”"


def test_figures_of_another_form_are_found() -> None:
    document, facts = printed("hubei.project.form.2020", [sample("money_first")])
    wrong = reports.report_facts([sample("project")])
    assert reports.proofread(document, wrong).faults
    assert not reports.proofread(document, facts).faults
