"""模板 - Every shipped template prints every form, and what stands in the document is what the scorecard says."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import Table

from perfeval import library, reports
from perfeval.errors import Invalid
from perfeval.library import ReportTemplate
from perfeval.reports import Case, read_manifest
from perfeval.reports.documents import narrative_keys
from perfeval.reports.readback import read_back
from tests.reports.forms import FORMS, MADE, TEMPLATES, cases, own, sample, short

FORM_TEMPLATES = [template for template in TEMPLATES if b"paper: form" in template.manifest]
ANNEX = library.report_template("cn.annex")
named = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)


def facts(template: ReportTemplate, *printed: Case) -> reports.ReportFacts:
    """Return the facts a document is proved with."""
    return reports.report_facts(printed, narrative_keys(template.manifest))


def list_table(document: bytes) -> Table:
    """Return the table whose head says 三级指标 or 指标名称."""
    return next(table for table in Document(BytesIO(document)).tables if {"三级指标", "指标名称"} & set(texts(table, 0) + texts(table, 1)))


def texts(table: Table, row: int) -> list[str]:
    """Return the texts of a row."""
    return [cell.text for cell in table.rows[row].cells]


@named
@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_figure_of_every_document_is_proved(template: ReportTemplate, path: Path) -> None:
    for each in cases(path):
        proof = reports.proofread(reports.render(template, [each], annex=ANNEX), facts(template, each))
        assert proof.faults == ()
        assert proof.figures >= 10 * len(each.card.rows)  # the rows of the template and those of the annex


@named
def test_the_text_of_the_sample_is_the_one_that_was_reviewed(template: ReportTemplate) -> None:
    assert reports.lint(template) == ()
    assert template.expected.decode().strip()


@named
def test_heads_repeat_and_rows_are_not_broken_over_pages(template: ReportTemplate) -> None:
    for table in Document(BytesIO(reports.render(template, [sample("project")], annex=ANNEX))).tables:
        rows = table._tbl.tr_lst
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        if {"三级指标", "指标名称", "指标", "序号"} & {text for at in range(min(2, len(rows))) for text in texts(table, at)}:
            assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


@named
def test_no_tag_and_no_placeholder_is_left_in_a_document(template: ReportTemplate) -> None:
    text = reports.text_of(reports.render(template, [sample("department")], annex=ANNEX))
    assert not re.search(r"\{[{%]|[%}]\}|None", text)


def test_the_central_form_has_the_cells_of_the_official_one_in_their_order() -> None:
    copy = read_back(reports.render(library.report_template("cn.project.form.2020"), [sample("project")]))
    money, listed = copy.grids
    assert [row[0] for row in money.rows[:2]] == ["项目名称", "主管部门"]
    assert money.rows[2][2:] == ("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    assert [row[2] for row in money.rows[3:7]] == ["年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金"]
    assert {row[0] for row in money.rows[2:7]} == {"项目资金\n（万元）"}
    assert money.rows[7] == ("年度总体目标", *["预期目标"] * 3, *["实际完成情况"] * 5)
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    assert listed.rows[0][1:] == heads
    assert {row[0] for row in listed.rows[1:-1]} == {"绩效指标"}
    assert listed.rows[-1] == (*["总分"] * 6, "100", "95.73", "等级：优")


def test_level_one_and_level_two_cells_span_their_rows() -> None:
    table = list_table(reports.render(library.report_template("cn.project.form.2020"), [sample("money_first")]))
    level_one = [row.cells[1]._tc for row in table.rows]
    level_two = [row.cells[2]._tc for row in table.rows]
    assert level_one[1] is level_one[3]
    assert level_one[3] is not level_one[4]
    assert len({id(cell) for cell in level_two[1:6]}) == 5  # each level-2 name differs here


def test_equal_level_two_names_share_a_cell_but_not_across_level_one() -> None:
    rows = [("产出指标", "数量指标"), ("产出指标", "数量指标"), ("效益指标", "数量指标")]
    text = ", ".join(
        f"{{category: {category}, aspect: {aspect}, name: 甲{at}, target: '≥1个', actual: '1个', weight: '10'}}"
        for at, (category, aspect) in enumerate(rows)
    )
    table = list_table(reports.render(library.report_template("cn.project.form.2020"), [short(text)]))
    cells = [row.cells[2]._tc for row in table.rows[1:4]]
    assert cells[0] is cells[1]
    assert cells[1] is not cells[2]


@pytest.mark.parametrize("template", [template for template in TEMPLATES if template.id in MADE], ids=lambda template: template.id)
def test_columns_spans_rows_foot_and_headings_of_a_filled_document_are_those_of_the_form(template: ReportTemplate) -> None:
    manifest = read_manifest(template.manifest)
    assert manifest.tables or manifest.outline
    forms, whole = own(template.id)
    assert list(reports.unlike(reports.render(template, forms, whole=whole), manifest)) == []


def test_a_column_that_was_moved_a_foot_that_is_missing_and_a_heading_out_of_order_are_told() -> None:
    template = library.report_template("cn.project.form.2020")
    manifest = read_manifest(template.manifest)
    places = list(reports.unlike(edited(template), replace(manifest, foot=("总分", "负责人签字"), outline=("一、基本情况",))))
    assert [place.where for place in places] == ["表“绩效指标”的栏目", "表尾", "提纲"]
    spans = replace(manifest, tables=(replace(manifest.tables[0], spans=(1, 2, 1, 1, 1, 1, 1, 1)),))
    assert [place.where for place in reports.unlike(reports.render(template, [sample("project")]), spans)] == ["表“项目资金”的栏目"]


@pytest.mark.parametrize("template", FORM_TEMPLATES, ids=lambda template: template.id)
def test_several_forms_are_printed_one_after_the_other_each_with_its_own_figures(template: ReportTemplate) -> None:
    both = (sample("project"), sample("money_first"))
    document = reports.render(template, both, annex=ANNEX)
    assert reports.proofread(document, facts(template, *both)).faults == ()
    text = reports.text_of(document)
    assert text.index("95.73") < text.index("92.00")


def test_a_report_on_one_project_refuses_several_and_names_the_tag() -> None:
    with pytest.raises(Invalid, match="每次只能填写一份自评") as caught:
        reports.render(library.report_template("cn.project.report.2013"), [sample("project"), sample("money_first")])
    assert "subject.project" in caught.value.places[0].message


def millimetres(length: Length | None) -> int:
    """Return a length in whole millimetres."""
    return round(length.mm) if length is not None else 0


def test_the_annex_lies_on_its_side_behind_the_report_and_page_numbers_go_on() -> None:
    document = Document(BytesIO(reports.render(library.report_template("cn.project.form.2020"), [sample("project")], annex=ANNEX)))
    upright, lying = document.sections
    assert (millimetres(upright.page_width), millimetres(lying.page_width)) == (210, 297)
    assert lying.footer.paragraphs[0].text.replace("1", "") == upright.footer.paragraphs[0].text.replace("1", "")
    assert "得分计算说明" in [paragraph.text for paragraph in document.paragraphs]


def test_claims_stand_in_the_annex_only() -> None:
    form = short("{category: 产出指标, aspect: 数量指标, name: 甲, target: '≥100个', actual: '50个', weight: '10', claimed: '9.87'}")
    plain = reports.text_of(reports.render(library.report_template("cn.project.form.2020"), [form]))
    explained = reports.text_of(reports.render(library.report_template("cn.project.form.2020"), [form], annex=ANNEX))
    assert "9.87" not in plain
    assert "9.87" in explained


def test_the_same_form_gives_the_same_bytes() -> None:
    template = library.report_template("yunnan.department.report.2020")
    assert reports.render(template, [sample("formulas")]) == reports.render(template, [sample("formulas")])


def edited(template: ReportTemplate) -> bytes:
    """Return the template as a clerk leaves it: another title, and two columns of the list changed places."""
    document = Document(BytesIO(template.document))
    next(each for each in document.paragraphs if each.text == "项目支出绩效自评表").runs[0].text = "项目支出绩效自评情况表"
    for row in document.tables[1]._tbl.tr_lst:
        cells = row.tc_lst
        if len(cells) == 9:
            cells[4].addprevious(cells[5])
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def test_a_template_that_a_clerk_edited_still_prints_right_figures() -> None:
    given = library.report_template("cn.project.form.2020")
    changed = ReportTemplate(
        id=given.id, title=given.title, tree=given.tree, manifest=given.manifest, document=edited(given), sample=b"", expected=b""
    )
    document = reports.render(changed, [sample("project")])
    assert texts(list_table(document), 0)[4:6] == ["实际完成值", "年度指标值"]
    assert reports.proofread(document, facts(changed, sample("project"))).faults == ()
    assert "项目支出绩效自评情况表" in reports.text_of(document)


def layout_defects(template: ReportTemplate) -> Iterator[str]:
    """Yield what is not as GB/T 9704 wants it."""
    document = Document(BytesIO(template.document))
    section = document.sections[0]
    margins = sorted(map(millimetres, (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)))
    if millimetres(section.page_width) == 210 and margins != [26, 28, 35, 37]:
        yield f"margins {margins}"
    styles = {style.name: style for style in document.styles}
    body = styles["公文正文"].element
    if body.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia")) != "仿宋_GB2312" or body.find(f".//{qn('w:sz')}").get(qn("w:val")) != "32":
        yield "body is not 3号仿宋"
    if body.find(f".//{qn('w:ind')}").get(qn("w:firstLineChars")) != "200":
        yield "first line is not indented two characters"
    if body.find(f".//{qn('w:spacing')}").get(qn("w:lineRule")) != "exact":
        yield "line distance is not fixed"
    if not document.settings.odd_and_even_pages_header_footer:
        yield "page numbers do not change sides"


@named
def test_page_and_styles_follow_the_layout_of_official_documents(template: ReportTemplate) -> None:
    assert not list(layout_defects(template))


def test_all_documents_open_in_libreoffice(tmp_path: Path) -> None:
    for template in TEMPLATES:
        document = reports.render(template, [sample("project")], annex=ANNEX)
        (tmp_path / f"{template.id}.docx").write_bytes(document)
        assert len({entry.filename for entry in ZipFile(BytesIO(document)).infolist()}) == len(ZipFile(BytesIO(document)).infolist())
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, tmp_path, *sorted(tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=300)
    for template in TEMPLATES:
        printed = subprocess.run(["pdftotext", tmp_path / f"{template.id}.pdf", "-"], check=True, capture_output=True, text=True).stdout
        assert "95.73" in printed
