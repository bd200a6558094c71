"""对比用报告 - One self-evaluation report as both engines take it: the same template, the same data.

Cover, five chapters of seven paragraphs, a chart of about 59 KB, the 项目支出绩效自评表 with merged heads and one column merged
over all rows, a table of funds, eight attachments, header, and footer with a page field. Three tags are split over runs.
"""

from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docxtpl import DocxTemplate, InlineImage

HEADS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")


def template() -> bytes:
    """模板 - Return the template that both engines render."""
    document = Document()
    _drop_table_styles(document)
    _cover(document)
    for text in (
        "{%p for chapter in chapters %}",
        "{{ chapter.title }}",
        "{%p for text in chapter.paragraphs %}",
        "{{ text }}",
        "{%p endfor %}",
        "{%p endfor %}",
        "{{ chart }}",
    ):
        document.add_paragraph(text)
    _indicator_table(document)
    _fund_table(document)
    for text in ("{%p for file in attachments %}", "附件{{ loop.index }}：{{ file }}", "{%p endfor %}"):
        document.add_paragraph(text)
    _header_and_footer(document)
    return _bytes(document)


def _drop_table_styles(document: DocumentType) -> None:
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in {"Normal Table", "Table Grid"}:
            style.delete()


def _cover(document: DocumentType) -> None:
    for pieces in (("{{ ti", "tle", " }}"), ("项目单位：{", "{ unit }", "}"), ("{{ date", " }}")):
        paragraph = document.add_paragraph()
        for number, piece in enumerate(pieces):
            paragraph.add_run(piece).bold = bool(number % 2)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _indicator_table(document: DocumentType) -> None:
    table = document.add_table(rows=5, cols=len(HEADS), style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 2)).text = "绩效指标"
    table.cell(0, 3).merge(table.cell(0, 7)).text = "{{ title }}"
    cells = (
        "{% vm %}产出指标",
        "{{ row.aspect }}",
        "{{ row.name }}",
        "{{ row.target }}",
        "{{ row.actual }}",
        "{{ row.weight }}",
        "{{ row.points }}",
        "{{ row.reason }}",
    )
    _fill(table, 1, HEADS)
    _fill(table, 2, ("{%tr for row in rows %}",))
    _fill(table, 3, cells)
    _fill(table, 4, ("{%tr endfor %}",))


def _fund_table(document: DocumentType) -> None:
    table = document.add_table(rows=4, cols=4, style="Table Grid")
    _fill(table, 0, ("资金来源", "年初预算数", "全年预算数", "全年执行数"))
    _fill(table, 1, ("{%tr for fund in funds %}",))
    _fill(table, 2, ("{{ fund.source }}", "{{ fund.original }}", "{{ fund.adjusted }}", "{{ fund.spent }}"))
    _fill(table, 3, ("{%tr endfor %}",))


def _fill(table: Table, row: int, texts: tuple[str, ...]) -> None:
    for cell, text in zip(table.rows[row].cells, texts, strict=False):
        cell.text = text


def _header_and_footer(document: DocumentType) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{ unit }}绩效自评报告"
    run = section.footer.paragraphs[0].add_run("{{ unit }} — ")
    for kind, code in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:instrText" if code else "w:fldChar")
        if code:
            element.text = code
        else:
            element.set(qn("w:fldCharType"), str(kind))
        run._r.append(element)


def _bytes(document: DocumentType) -> bytes:
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def by_docxtpl(docx: bytes, facts: dict[str, object], picture: bytes) -> bytes:
    """由 docxtpl 渲染 - Return the document as its manual says: a fresh object for each render."""
    document = DocxTemplate(BytesIO(docx))
    document.render({**facts, "chart": InlineImage(document, BytesIO(picture), width=Mm(150))}, autoescape=True)
    target = BytesIO()
    document.save(target)
    return target.getvalue()
