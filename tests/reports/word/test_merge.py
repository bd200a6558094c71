"""纵向合并 - Equal neighbours down a column become one cell, read back with python-docx."""

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL

from perfeval import errors
from tests.reports.word import docx

ROWS = [
    {"first": "产出指标", "second": "数量指标", "name": "培训人次"},
    {"first": "产出指标", "second": "数量指标", "name": "培训期数"},
    {"first": "产出指标", "second": "质量指标", "name": "合格率"},
    {"first": "效益指标", "second": "质量指标", "name": "推广"},
]
FORM = docx.table(
    ("一级指标", "二级指标", "三级指标"),
    ("{%tr for row in rows %}", "", ""),
    ("{% merge row.first %}{{ row.first }}", "{{ row.second }}{% merge row.first, row.second %}", "{{ row.name }}"),
    ("{%tr endfor %}", "", ""),
)
RESTART, CONTINUE = "restart", "continue"


def merged(template: bytes, facts: dict[str, Any]) -> list[list[list[tuple[str, str]]]]:
    return [docx.own_cells(table) for table in docx.rendered(template, facts).tables]


def test_level_one_and_level_two_span_their_rows() -> None:
    (table,) = merged(FORM, {"rows": ROWS})
    assert table[1:] == [
        [("产出指标", RESTART), ("数量指标", RESTART), ("培训人次", "")],
        [("", CONTINUE), ("", CONTINUE), ("培训期数", "")],
        [("", CONTINUE), ("质量指标", RESTART), ("合格率", "")],
        [("效益指标", RESTART), ("质量指标", RESTART), ("推广", "")],
    ]


def test_python_docx_reads_the_merged_cell_in_every_row_it_spans() -> None:
    table = docx.rendered(FORM, {"rows": ROWS}).tables[0]
    assert docx.cells(table)[1:] == [[row["first"], row["second"], row["name"]] for row in ROWS]
    assert table.cell(1, 0)._tc is table.cell(3, 0)._tc
    assert table.cell(1, 1)._tc is not table.cell(3, 1)._tc


def test_a_continued_cell_keeps_a_paragraph_in_the_format_of_the_first() -> None:
    document = Document()
    table = docx.fill(document, [("{%tr for row in rows %}",), ("{% merge row.first %}{{ row.first }}",), ("{%tr endfor %}",)])
    table.cell(1, 0).paragraphs[0].alignment = 1
    made = docx.rendered(docx.saved(document), {"rows": ROWS}).tables[0]
    for row in made.rows:
        (cell,) = row._tr.tc_lst
        assert len(cell.p_lst) == 1
        assert cell.p_lst[0].alignment == 1


def test_a_run_ends_with_its_table() -> None:
    document = Document()
    for name in ("{%p for part in parts %}", "{{ part.title }}"):
        document.add_paragraph(name)
    docx.fill(document, [("{%tr for row in part.rows %}",), ("{% merge row %}{{ row }}",), ("{%tr endfor %}",)])
    document.add_paragraph("{%p endfor %}")
    first, second = merged(docx.saved(document), {"parts": [{"title": "一", "rows": ["甲", "甲"]}, {"title": "二", "rows": ["甲", "乙"]}]})
    assert first == [[("甲", RESTART)], [("", CONTINUE)]]
    assert second == [[("甲", RESTART)], [("乙", RESTART)]]


def test_a_row_without_the_tag_ends_the_run() -> None:
    template = docx.table(
        ("{%tr for group in groups %}", ""),
        ("{%tr for row in group %}", ""),
        ("{% merge row %}{{ row }}", "明细"),
        ("{%tr endfor %}", ""),
        ("小计", ""),
        ("{%tr endfor %}", ""),
    )
    (table,) = merged(template, {"groups": [["甲", "甲"], ["甲"]]})
    assert [row[0] for row in table] == [("甲", RESTART), ("", CONTINUE), ("小计", ""), ("甲", RESTART), ("小计", "")]


def test_nested_loops_and_fixed_rows_merge_into_one_run() -> None:
    template = docx.table(
        ("{% merge '产出' %}产出", "固定"),
        ("{%tr for group in groups %}", ""),
        ("{%tr for row in group.rows %}", ""),
        ("{% merge group.name %}{{ group.name }}", "{{ row }}"),
        ("{%tr endfor %}", ""),
        ("{%tr endfor %}", ""),
    )
    (table,) = merged(template, {"groups": [{"name": "产出", "rows": [1, 2]}, {"name": "效益", "rows": [3]}]})
    assert [row[0] for row in table] == [("产出", RESTART), ("", CONTINUE), ("", CONTINUE), ("效益", RESTART)]


def test_each_rendering_begins_anew() -> None:
    from perfeval.reports.word import compile_template

    template = compile_template(FORM)
    assert template.render({"rows": ROWS[:1]}) == template.render({"rows": ROWS[:1]})


def test_an_existing_merge_of_the_template_is_replaced() -> None:
    document = Document()
    table = docx.fill(document, [("{%tr for row in rows %}",), ("{% merge row %}{{ row }}",), ("",), ("{%tr endfor %}",)])
    table.cell(1, 0).merge(table.cell(2, 0))
    table._tbl.remove(table.rows[2]._tr)
    (made,) = merged(docx.saved(document), {"rows": ["甲", "甲"]})
    assert made == [[("甲", RESTART)], [("", CONTINUE)]]


def test_the_properties_of_a_merged_cell_stand_in_the_order_of_the_schema() -> None:
    document = Document()
    table = docx.fill(document, [("{% cellbg 'EEEEEE' %}{% colspan 1 %}{% merge 1 %}甲",)])
    table.cell(0, 0).vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    result = docx.rendered(docx.saved(document), {})
    properties = result.tables[0].cell(0, 0)._tc.tcPr
    assert properties is not None
    assert [child.tag.split("}")[1] for child in properties] == ["tcW", "gridSpan", "vMerge", "shd", "vAlign"]


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ((("{% merge %}",),), "缺少表达式"),
        ((("{% merge row. %}",),), "写法不对"),
        ((("{%tc for c in xs %}", "{% merge c %}", "{%tc endfor %}"),), "横向循环"),
        ((("{% vm 3 %}",),), "不带参数"),
        ((("{%tr for x in xs %}", "{% merge x %}"), ("{%tr endfor %}", "")), "整行、整格标签去掉"),
    ],
)
def test_a_wrong_cell_tag_is_refused_with_its_place(texts: tuple[tuple[str, ...], ...], words: str) -> None:
    with pytest.raises(errors.Invalid, match=words) as refused:
        docx.rendered(docx.table(*texts), {"xs": [1]})
    assert "正文表格1第1行" in refused.value.message


def test_a_cell_tag_outside_a_table_is_refused() -> None:
    with pytest.raises(errors.Invalid, match=r"正文第1段：标签 \{% merge x %\} 只能放在表格单元格里"):
        docx.rendered(docx.paragraphs("{% merge x %}"), {"x": 1})


def test_a_missing_variable_in_a_merge_is_named() -> None:
    with pytest.raises(errors.Invalid, match="变量“frist”不存在，是不是“first”"):
        docx.rendered(docx.table(("{% merge row.frist %}甲",)), {"row": ROWS[0]})


def test_columns_of_a_horizontal_loop_share_the_width_of_the_table() -> None:
    template = docx.table(("名称", "{%tc for c in xs %}", "{{ c }}", "{%tc endfor %}"))
    before = sum(column.width or 0 for column in Document(BytesIO(template)).tables[0].columns)
    after = docx.rendered(template, {"xs": list("甲乙丙丁戊己庚")}).tables[0]
    widths = [column.width or 0 for column in after.columns]
    assert len(widths) == 8
    assert sum(widths) == pytest.approx(before, rel=0.01)
    assert [cell.width for cell in after.rows[0].cells] == widths
