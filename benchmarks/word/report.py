"""对比用报告 - One self-evaluation report as both engines take it: the same template, the same data.

Cover, five chapters of seven paragraphs, a chart of about 59 KB, the 项目支出绩效自评表 with merged heads and one column merged
over all rows, a table of funds, eight attachments, header, and footer with a page field. Three tags are split over runs.
"""

import random
import struct
import zlib
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docxtpl import DocxTemplate, InlineImage

from perfeval.reports.word import Picture

HEADS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
SENTENCE = "本项目由{unit}组织实施，资金使用符合预算批复与管理办法的规定，A&B 两类支出均 <低于> 限额，群众反映良好。"


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
    document.add_page_break()


def _indicator_table(document: DocumentType) -> None:
    table = document.add_table(rows=5, cols=len(HEADS), style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 2)).text = "绩效指标"
    table.cell(0, 3).merge(table.cell(0, 7)).text = "{{ title }}"
    cells = ("{% vm %}产出指标", "{{ row.aspect }}", "{{ row.name }}", "{{ row.target }}", "{{ row.actual }}", "{{ row.weight }}", "{{ row.points }}", "{{ row.reason }}")
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


def data(rows: int, seed: int) -> dict[str, object]:
    """数据 - Return the facts of one of several projects, without the chart."""
    chance = random.Random(seed)
    unit = f"第{seed}实验中学"
    sentence = SENTENCE.format(unit=unit) * 3
    return {
        "title": f"“{seed}号项目”绩效自评报告",
        "unit": unit,
        "date": "2026年3月5日",
        "chapters": [{"title": f"{number}、基本情况", "paragraphs": [f"（{n}）{sentence}" for n in range(7)]} for number in "一二三四五"],
        "rows": [_row(number, chance) for number in range(rows)],
        "funds": [{"source": f"资金{n}", "original": "100.00", "adjusted": "120.00", "spent": f"{chance.random() * 120:.2f}"} for n in range(5)],
        "attachments": [f"证明材料 {n} & 说明" for n in range(8)],
    }


def _row(number: int, chance: random.Random) -> dict[str, str]:
    done = chance.randrange(80, 101)
    return {
        "aspect": ("数量指标", "质量指标", "时效指标")[number % 3],
        "name": f"第{number + 1}项培训人次",
        "target": "≥100人",
        "actual": f"{done}人",
        "weight": "10",
        "points": f"{done / 10:.2f}",
        "reason": "" if done == 100 else f"完成率<{done}%，原因：报名人数少；改进：提前通知",
    }


def chart() -> bytes:
    """统计图 - Return a PNG of about 59 KB."""
    chance = random.Random(1)
    rows = b"".join(b"\0" + chance.randbytes(150) + bytes(450) for _ in range(390))
    header = struct.pack(">IIBBBBB", 200, 390, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def by_docxtpl(docx: bytes, facts: dict[str, object], picture: bytes) -> bytes:
    """由 docxtpl 渲染 - Return the document as its manual says: a fresh object for each render."""
    document = DocxTemplate(BytesIO(docx))
    document.render({**facts, "chart": InlineImage(document, BytesIO(picture), width=Mm(150))}, autoescape=True)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def with_chart(facts: dict[str, object], picture: bytes) -> dict[str, object]:
    """加图 - Return the facts as our engine takes them."""
    return {**facts, "chart": Picture(picture, 150)}
