"""检查模板 - A faulty template is named with file, place, tag and what to do, before anybody prints with it."""

import json
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from perfeval import library, reports
from perfeval.errors import Invalid
from perfeval.library import ReportTemplate
from perfeval.reports import lint_document, read_manifest

CENTRAL = library.report_template("cn.project.form.2020")
MANIFEST = CENTRAL.manifest.decode()


def with_text(template: ReportTemplate, old: str, new: str) -> ReportTemplate:
    """Return a template in which a text of a paragraph or cell is another one."""
    document = Document(BytesIO(template.document))
    cells = [paragraph for table in document.tables for row in table.rows for cell in row.cells for paragraph in cell.paragraphs]
    for paragraph in (*document.paragraphs, *cells):
        if old in paragraph.text:
            paragraph.runs[0].text = paragraph.text.replace(old, new)
    saved = BytesIO()
    document.save(saved)
    return replace(template, document=saved.getvalue())


def told(template: ReportTemplate) -> str:
    """Return every defect, a line each."""
    return "\n".join(str(place) for place in reports.lint(template))


@pytest.mark.parametrize("template_id", library.template_ids())
def test_the_shipped_templates_have_no_defects(template_id: str) -> None:
    assert not told(library.report_template(template_id))


def test_an_unknown_variable_is_named_with_its_cell_and_the_nearest_name() -> None:
    text = told(with_text(CENTRAL, "{{ form.total }}", "{{ form.totl }}"))
    assert "cn.project.form.2020 正文表格2第5行第3格：标签 {{ form.totl }} 中没有名为“totl”的变量。是不是“total”？" in text


def test_an_unknown_variable_in_a_loop_is_named_by_what_the_row_has() -> None:
    text = told(with_text(CENTRAL, "{{ row.points }}", "{{ row.point }}"))
    assert "没有名为“point”的变量。是不是“points”？" in text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("form.money.unit.spent_wan", "没有名为“unit”的变量。是不是“by_source.unit”？即 {{ form.money.by_source.unit.spent_wan }}"),
        ("form.money.debt.spent", "即 {{ form.money.by_source.debt.spent }}"),
        ("form.project", "即 {{ form.subject.project }}"),
    ],
)
def test_a_name_that_stands_further_below_is_told_with_the_whole_tag(asked: str, words: str) -> None:
    assert words in told(with_text(CENTRAL, "{{ form.total }}", f"{{{{ {asked} }}}}"))


def test_an_unknown_section_says_where_new_sections_are_written() -> None:
    report = library.report_template("cn.project.report.2013")
    text = told(with_text(report, "narrative.suggestions", "narrative.suggestion"))
    assert "没有名为“suggestion”的章节" in text
    assert "narrative" in text


def test_a_broken_tag_is_named_with_its_place() -> None:
    text = told(with_text(CENTRAL, "{{ form.total }}", "{{ form.total "))
    assert "正文表格2第5行第3格" in text


def test_a_figure_of_the_sample_that_nobody_reviewed_is_found() -> None:
    sample = json.loads(CENTRAL.sample)
    sample["forms"][0]["rows"][1]["points"] = "14.80"
    sample["forms"][0]["rows"][1]["sentence"] = ""
    text = told(replace(CENTRAL, sample=json.dumps(sample).encode()))
    assert "expected.txt" in text


def test_a_template_that_prints_another_figure_in_a_column_is_found() -> None:
    text = told(with_text(CENTRAL, "{{ row.points }}", "{{ row.lost }}"))
    assert "第3行“得分”：应为“14.70”，文档中是“0.30”" in text


def test_a_sample_with_a_field_too_many_or_too_few_names_it() -> None:
    sample = json.loads(CENTRAL.sample)
    del sample["forms"][0]["rows"][1]["owner"]
    sample["forms"][0]["rows"][2]["ownr"] = ""
    text = told(replace(CENTRAL, sample=json.dumps(sample).encode()))
    assert "sample.json.forms[0].rows[1].owner：缺少这一项" in text
    assert "sample.json.forms[0].rows[2].ownr：没有这样的变量" in text


def test_a_text_that_nobody_reviewed_is_found() -> None:
    assert "expected.txt：样例印出的文字与 expected.txt 不同" in told(replace(CENTRAL, expected=b"..."))


def test_a_head_that_does_not_repeat_and_a_row_that_may_break_are_found() -> None:
    document = Document(BytesIO(CENTRAL.document))
    for name in ("w:tblHeader", "w:cantSplit"):
        for element in list(document.tables[1]._tbl.iter(qn(name))):
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)
    saved = BytesIO()
    document.save(saved)
    text = told(replace(CENTRAL, document=saved.getvalue()))
    assert "正文表格2：表头没有设为跨页重复" in text
    assert "正文表格2：有的行允许跨页断行" in text


def test_a_page_that_is_not_a4_is_found() -> None:
    document = Document(BytesIO(CENTRAL.document))
    document.sections[0].page_width = document.sections[0].page_height
    saved = BytesIO()
    document.save(saved)
    assert "A4" in told(replace(CENTRAL, document=saved.getvalue()))


def test_a_folder_with_a_bad_name_is_found() -> None:
    assert "模板编号" in told(replace(CENTRAL, id="Central_Form"))


def test_a_word_file_alone_is_checked_for_tags_and_variables() -> None:
    assert lint_document(CENTRAL.document) == ()
    wrong = with_text(CENTRAL, "{{ form.grade }}", "{{ form.grad }}")
    assert "grade" in str(lint_document(wrong.document)[0])


def test_what_is_no_word_file_is_said_plainly() -> None:
    assert lint_document(b"not a docx")[0].message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("paper: form", "paper: table", "应为 form、report、annex、review、opinion、notice、summary、yearly 之一"),
        ("kinds: [project]", "kinds: [projekt]", "应为 project、department、transfer 之一"),
        ("years: {from: 2020}", "years: {from: 二〇二〇}", "年度应为四位数字"),
        ("layout: GB/T 9704", "layout: A5", "应为 GB/T 9704 之一"),
        ("name: 项目支出绩效自评表", "title: 项目支出绩效自评表", "缺少 name"),
        ("layout: GB/T 9704", "layout: GB/T 9704\noutlin: []", "是不是“outline”？"),
        ("  why: 附件原件未取得，表式按公开的填好的表还原\n", "", "没有写明原因"),
        ("foot: [总分]", "foot: 总分", "foot 应为列表"),
        ("perfeval.report-template/1", "perfeval.report-template/2", "应为 perfeval.report-template/1 之一"),
        ("layout: GB/T 9704", "layout: GB/T 9704\nlimits: {problems: 200}", "新的章节先写进 narrative，再在这里限字数；可用的有："),
    ],
)
def test_a_manifest_that_is_wrong_names_line_and_remedy(old: str, new: str, words: str) -> None:
    assert old in MANIFEST
    with pytest.raises(Invalid) as caught:
        read_manifest(MANIFEST.replace(old, new).encode())
    assert words in str(caught.value)
    assert "template.yaml 第" in str(caught.value)


def test_a_template_whose_columns_nobody_recognises_is_found() -> None:
    assert "认不出指标表的栏目" in told(with_text(CENTRAL, "得分", "分数"))
    assert "认不出资金表的栏目" in told(with_text(with_text(CENTRAL, "预算数", "额度"), "执行数", "支出"))
