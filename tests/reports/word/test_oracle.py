"""对照 docxtpl - On templates both engines know, both make the same text and the same tables."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from docx.document import Document as DocumentType
from docxtpl import DocxTemplate, RichText

from perfeval.reports import word
from tests.reports.word import docx

Facts = dict[str, Any]
ROWS = [
    {"kind": "产出", "name": "培训 <人次>", "points": "10", "tags": ["甲", "乙"]},
    {"kind": "产出", "name": "A & B", "points": "9.50", "tags": []},
    {"kind": "效益", "name": "", "points": "8", "tags": ["丙"]},
]
FACTS: Facts = {
    "title": "“绩效”自评 & 报告",
    "user": {"name": "张三", "年龄": 30},
    "姓名": "李四",
    "yes": True,
    "no": False,
    "rows": ROWS,
    "columns": ["第一季度", "第二季度", "第三季度"],
    "empty": [],
    "number": 12.5,
}


def runs(*pieces: str) -> docx.Build:
    def build(document: DocumentType) -> None:
        paragraph = document.add_paragraph()
        for number, piece in enumerate(pieces):
            paragraph.add_run(piece).bold = bool(number % 2)

    return build


def lines(*texts: str) -> docx.Build:
    def build(document: DocumentType) -> None:
        for text in texts:
            document.add_paragraph(text)

    return build


def rows(*texts: tuple[str, ...]) -> docx.Build:
    return lambda document: docx.fill(document, texts)


def header_and_footer(document: DocumentType) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{ title }}"
    section.footer.paragraphs[0].text = "{% for row in rows %}{{ row.name }};{% endfor %}"
    document.add_paragraph("{{ 姓名 }}")


def hyphens(document: DocumentType) -> None:
    lines("我家在", "{%- if yes -%}", "城里", "{%- else -%}", "乡下", "{%- endif -%}", "，很好。")(document)


def nested_table(document: DocumentType) -> None:
    outer = docx.fill(document, [("{%tr for row in rows if row.tags %}",), ("{{ row.kind }}",), ("{%tr endfor %}",)])
    inner = outer.cell(1, 0).add_table(rows=3, cols=1)
    for number, text in enumerate(("{%tr for tag in row.tags %}", "{{ tag }}", "{%tr endfor %}")):
        inner.cell(number, 0).text = text
    outer.cell(1, 0).add_paragraph("完")


FAMILY: dict[str, docx.Build] = {
    "plain values": lines("{{ title }}", "{{user.name}} {{ user.年龄 }} {{ 姓名 }}", "{{ number }}"),
    "no tags": lines("没有标签", "100% { 普通 }"),
    "a tag split over runs": runs("前 {", "{ tit", "le }", "} 后 {% if", " yes %}有{%", " endif %}"),
    "every letter a run": runs(*"甲{{ user.name|upper }}乙"),
    "curly quotes": lines("{% if user.name == “张三” %}是{% else %}否{% endif %}"),
    "inline condition": lines("{% if yes %}甲{% elif no %}乙{% else %}丙{% endif %}丁"),
    "inline loop": lines("{% for row in rows %}{{ loop.index }}.{{ row.name }}；{% endfor %}"),
    "loop over runs": runs("{% for row in rows %}", "{{ row.name }}", "，", "{% endfor %}", "完"),
    "paragraph loop": lines("始", "{%p for row in rows %}", "{{ row.name }}", "{%p endfor %}", "终"),
    "paragraph condition": lines("{%p if no %}", "甲", "{%p else %}", "乙", "{%p endif %}"),
    "nested paragraph loops": lines(
        "{%p for row in rows %}",
        "{{ row.kind }}",
        "{%p for tag in row.tags %}",
        "{{ loop.index }}{{ tag }}",
        "{%p endfor %}",
        "{%p endfor %}",
    ),
    "condition across paragraphs": lines("甲{% if no %}", "乙", "丙{% endif %}丁"),
    "loop across paragraphs": lines("{% for row in rows %}[{{ row.name }}", "]{% endfor %}"),
    "run condition": runs("前", "{%r if yes %}", "中", "{%r endif %}", "后"),
    "comments": lines("甲{# 注释 #}乙", "{#p 整段注释 #}", "丙"),
    "filters": lines(
        "{{ rows|length }} {{ columns|join('、') }} {{ rows|map(attribute='points')|join('+') }} {{ empty|default('无', true) }}"
    ),
    "sort and group": lines("{% for kind, items in rows|groupby('kind') %}{{ kind }}:{{ items|length }} {% endfor %}"),
    "assignments": lines("{% set a = user.name %}{{ a }}{% set b %}<{{ title }}>{% endset %}", "{% with c = 姓名 %}{{ c }}{% endwith %}"),
    "macro": lines("{% macro mark(text) %}[{{ text }}]{% endmacro %}{{ mark(title) }}{{ mark('<') }}"),
    "expressions": lines("{{ 1 + 2 * 3 }} {{ '甲' ~ 姓名 ~ 3 }} {{ rows[0].name }} {{ rows[-1]['kind'] }} {{ 'x' if no else 'y' }}"),
    "literal braces": lines("{_{ title }_} {_% if %_}"),
    "row loop": rows(("类别", "名称"), ("{%tr for row in rows %}", ""), ("{{ row.kind }}", "{{ row.name }}"), ("{%tr endfor %}", "")),
    "empty row loop": rows(("类别",), ("{%tr for row in empty %}",), ("{{ row.kind }}",), ("{%tr endfor %}",)),
    "row condition": rows(("甲",), ("{%tr if no %}",), ("乙",), ("{%tr else %}",), ("丙",), ("{%tr endif %}",)),
    "nested row loops": rows(
        ("头", ""),
        ("{%tr for row in rows %}", ""),
        ("{{ row.name }}", "计"),
        ("{%tr for tag in row.tags %}", ""),
        ("", "{{ tag }}"),
        ("{%tr endfor %}", ""),
        ("{%tr endfor %}", ""),
    ),
    "row comment": rows(("甲",), ("{#tr 说明 #}",), ("乙",)),
    "column loop": rows(
        ("名称", "{%tc for c in columns %}", "{{ c }}", "{%tc endfor %}"),
        ("值", "{%tc for c in columns %}", "{{ loop.index }}", "{%tc endfor %}"),
    ),
    "column condition": rows(("甲", "{%tc if no %}", "乙", "{%tc endif %}"), ("丙", "{%tc if no %}", "丁", "{%tc endif %}")),
    "vertical merge": rows(("{%tr for row in rows %}", ""), ("{% vm %}总体", "{{ row.name }}"), ("{%tr endfor %}", "")),
    "background": rows(("{% cellbg 'FF0000' %}红", "白")),
    "horizontal merge": rows(
        ("{%tc for c in columns %}", "{% hm %}季度", "{%tc endfor %}"), ("{%tc for c in columns %}", "{{ c }}", "{%tc endfor %}")
    ),
    "nested table": nested_table,
    "header and footer": header_and_footer,
    "joined paragraphs": hyphens,
}


def cell_loop(document: DocumentType) -> None:
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "{%p for row in rows %}"
    for text in ("{{ row.name }}", "{%p endfor %}", "尾"):
        cell.add_paragraph(text)


def column_span(document: DocumentType) -> None:
    made = docx.fill(document, [("{% colspan 2 %}{{ title }}",), ("{{ 姓名 }}",)])
    made.add_column(made.columns[0].width)
    wide = made.rows[0]._tr
    wide.remove(wide.tc_lst[1])


FAMILY |= {"paragraph loop in a cell": cell_loop, "column span": column_span}


def by_docxtpl(template: bytes, facts: Facts) -> bytes:
    document = DocxTemplate(BytesIO(template))
    document.render(facts, autoescape=True)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def content(result: bytes) -> dict[str, object]:
    document = docx.read(result)
    section = document.sections[0]
    return {
        "paragraphs": docx.texts(document),
        "tables": [docx.own_cells(table) for table in document.tables],
        "grids": [len(table.columns) for table in document.tables],
        "inner": [[docx.cells(inner) for inner in cell.tables] for table in document.tables for row in table.rows for cell in row.cells],
        "header": [each.text for each in section.header.paragraphs],
        "footer": [each.text for each in section.footer.paragraphs],
    }


@pytest.mark.parametrize("name", FAMILY)
def test_both_engines_make_the_same_document(name: str) -> None:
    template = docx.built(FAMILY[name])
    assert content(word.compile_template(template).render(FACTS)) == content(by_docxtpl(template, FACTS))


def test_rich_text_reads_the_same() -> None:
    template = docx.paragraphs("前", "{{r rich }}")
    theirs = RichText("甲", bold=True, color="FF0000")
    theirs.add("乙 & 丙", italic=True, size=28)
    ours = word.RichText(
        pieces=(word.Styled(text="甲", bold=True, colour="FF0000"), word.Styled(text="乙 & 丙", italic=True, size=14)),
    )
    left = docx.read(by_docxtpl(template, {"rich": theirs})).paragraphs[1].runs
    right = docx.rendered(template, {"rich": ours}).paragraphs[1].runs
    looks: Callable[[Any], Any] = lambda run: (run.text, run.bold, run.italic, run.font.size, run.font.color.rgb)  # noqa: E731
    assert [looks(run) for run in left if run.text] == [looks(run) for run in right if run.text]


def test_core_properties_read_the_same() -> None:
    # docxtpl escapes properties twice, so its own text must do without an ampersand.
    template = docx.built(lambda document: setattr(document.core_properties, "title", "{{ 姓名 }}的报告"))
    left, right = docx.read(by_docxtpl(template, FACTS)), docx.rendered(template, FACTS)
    assert right.core_properties.title == left.core_properties.title == "李四的报告"
