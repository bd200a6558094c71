"""公文版式 - Page, styles and tables of the shipped Word templates, after GB/T 9704.

A4 with margins 37, 35, 28, 26 mm; body 3号 仿宋 at 28 pt exact, first line two characters; title 2号 小标宋; headings 黑体 and 楷体;
page number — 1 —, odd pages right, even pages left. Fonts are named for every script, because Word asks for each.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm
from docx.styles.style import ParagraphStyle

from scripts.templates.charts import add_chart

FANGSONG, HEITI, KAITI, TITLE, SONGTI, LATIN = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体", "Times New Roman"
TWIPS = 56.6929
DAY_ONE = (1980, 1, 1, 0, 0, 0)
PORTRAIT, LANDSCAPE = (210, 297), (297, 210)
WIDTH = {PORTRAIT: 156, LANDSCAPE: 235}
CENTRE_MARGIN, LEFT_MARGIN, ABOVE = 20, 57, 14
KEPT_TABLE_STYLES = {"Normal Table"}
DROPPED = {"stylesWithEffects", "customXml", "webSettings", "numbering"}
KEPT_STYLES = {"Normal", "Default Paragraph Font", "No List"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """单元格 - Hold one cell of a table: text (a line each paragraph), columns it spans, and how it is set."""

    text: str = ""
    span: int = 1
    head: bool = False
    align: str = "center"
    vertical: str | None = None
    open_side: str | None = None


def head(text: str, span: int = 1, vertical: str | None = None, open_side: str | None = None) -> Cell:
    """表头格 - Return a cell with a label; on its open side it has no line."""
    return Cell(text=text, span=span, head=True, vertical=vertical, open_side=open_side)


def left(text: str, span: int = 1) -> Cell:
    """左对齐格 - Return a cell whose text begins at the left."""
    return Cell(text=text, span=span, align="left")


def cell(text: str, span: int = 1) -> Cell:
    """居中格 - Return a cell whose text stands in the middle."""
    return Cell(text=text, span=span)


def level_one() -> Cell:
    """一级指标格 - Return the cell that all rows of a level-1 part share: its name, its points on a line of their own."""
    return cell("{% merge row.category_label %}{{ row.category_lines }}")


def level_two() -> Cell:
    """二级指标格 - Return the cell that the rows of a level-2 part share."""
    return cell("{% merge row.category_label, row.aspect %}{{ row.aspect }}")


def goes_on(span: int = 1) -> Cell:
    """续格 - Return a cell that belongs to the one above."""
    return Cell(span=span, vertical="continue")


class Sheet:
    """一份模板 - Build one template from top to bottom."""

    def __init__(self, title: str, paper: tuple[int, int] = PORTRAIT) -> None:
        """构造 - Begin an empty page with the styles of official documents."""
        self.document: DocumentType = Document()
        self.paper = paper
        _clean(self.document, title)
        _page(self.document, paper)
        _styles(self.document)
        _page_numbers(self.document)

    def paragraph(self, text: str, style: str = "公文正文") -> None:
        """段落 - Add a paragraph."""
        self.document.add_paragraph(text, style=style)

    def paragraphs(self, *texts: str, style: str = "公文正文") -> None:
        """多段 - Add several paragraphs of one style."""
        for text in texts:
            self.paragraph(text, style)

    def joint(self) -> None:
        """接缝 - Keep two tables apart by a line that nobody sees, so that the second can repeat its own head."""
        self.paragraph("", "表格接缝")

    def gap(self) -> None:
        """间距 - Keep a table inside a text apart from the lines around it."""
        self.paragraph("", "表格间距")

    def page_break(self) -> None:
        """分页 - Begin a new page."""
        self.document.add_paragraph(style="表格接缝").add_run().add_break(WD_BREAK.PAGE)

    def begin_each_form(self) -> None:
        """逐份开始 - Open the loop over all forms of a document."""
        self.paragraph("{%p for form in forms %}", "表注")

    def end_each_form(self) -> None:
        """逐份结束 - Close the loop; the next form begins on a new page."""
        self.paragraph("{%p if not loop.last %}", "表注")
        self.page_break()
        self.paragraphs("{%p endif %}", "{%p endfor %}", style="表注")

    def section(self, title: str, *names: str, style: str = "一级标题") -> None:
        """章节 - Add a heading and the sections of narrative below it; an empty one says so."""
        self.paragraph(title, style)
        for name in names:
            self.texts(f"narrative.{name}")

    def texts(self, path: str) -> None:
        """逐段 - Add every paragraph of a list of texts."""
        self.paragraphs(f"{{%p for text in {path} %}}", "{{ text }}", "{%p endfor %}")

    def table(self, widths: Sequence[float], rows: Iterable[str], *, joined: bool = False, whole: bool = False) -> None:
        """表格 - Add a table; widths in mm, rows from `row`.

        joined: another one follows and draws the line between them. whole: it stands on one page, as a small one should.
        """
        total = sum(widths)
        assert total <= WIDTH[self.paper] + 0.01, f"table of {total} mm on {WIDTH[self.paper]} mm"
        grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
        lines = "".join(
            f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
            if not (joined and side == "bottom")
        )
        made = list(rows)
        if joined:
            made[-1] = made[-1].replace("<w:tcMar>", _NO_LINE_BELOW)
        if whole:
            made[:-1] = [_STYLE_NAMED.sub(r"\g<0><w:keepNext/>", each) for each in made[:-1]]
        body = "".join(made)
        xml = (
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{_twips(total)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            f"{_margins('tblCellMar', LEFT_MARGIN, ABOVE)}</w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{_with_widths(body, widths)}</w:tbl>"
        )
        self.document.element.body.insert_element_before(parse_xml(xml), "w:sectPr")

    def turn(self) -> None:
        """转为横页 - Begin a new page that lies on its side; what is added from here on stands there."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        self.paper = LANDSCAPE
        _paper(section, LANDSCAPE)

    def chart(self, variable: str, *series: str, across: bool = False, height: int = 65) -> None:
        """图表 - Add a native chart over the width of the text, filled from a variable; series are those that it has at first."""
        if "图表" not in self.document.styles:
            _style(self.document, "Chart", "图表", size=10.5, line=None, jc="center", before=6, after=6)
        paragraph = self.document.add_paragraph(style="图表")
        add_chart(paragraph, variable, series, across=across, size=(WIDTH[self.paper] - 6, height))

    def save(self) -> bytes:
        """存盘 - Return the template as bytes; the same script gives the same bytes on any day."""
        saved, target = BytesIO(), BytesIO()
        self.document.save(saved)
        with ZipFile(saved) as given, ZipFile(target, "w", ZIP_DEFLATED) as made:
            for entry in given.infolist():
                made.writestr(ZipInfo(entry.filename, DAY_ONE), given.read(entry), ZIP_DEFLATED)
        return target.getvalue()


_STYLE_NAMED = re.compile("<w:pStyle [^>]*/>")
_NO_LINE_BELOW = '<w:tcBorders><w:bottom w:val="nil"/></w:tcBorders><w:tcMar>'


def row(*cells: Cell, header: bool = False, height: float = 6.4) -> str:
    """行 - Return a row that is not broken over pages; header: repeated on every page. Units: height in mm, at least."""
    repeat = "<w:tblHeader/>" if header else ""
    properties = f'<w:trPr><w:cantSplit/><w:trHeight w:val="{_twips(height)}" w:hRule="atLeast"/>{repeat}</w:trPr>'
    return f"<w:tr>{properties}{''.join(_cell(each) for each in cells)}</w:tr>"


def control(tag: str, columns: int) -> str:
    """控制行 - Return a row that holds only a tag and leaves no trace."""
    return row(Cell(text=tag, span=columns))


def _cell(each: Cell) -> str:
    span = f'<w:gridSpan w:val="{each.span}"/>' if each.span > 1 else ""
    merge = "" if each.vertical is None else '<w:vMerge w:val="restart"/>' if each.vertical == "restart" else "<w:vMerge/>"
    style = "TableHead" if each.head else "TableText"
    jc = "" if each.align == "center" else f'<w:jc w:val="{each.align}"/>'
    paragraphs = "".join(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{jc}</w:pPr>{_run(line)}</w:p>' for line in each.text.split("\n"))
    borders = f'<w:tcBorders><w:{each.open_side} w:val="nil"/></w:tcBorders>' if each.open_side else ""
    margins = _margins("tcMar", CENTRE_MARGIN if each.align == "center" else LEFT_MARGIN)
    properties = f'<w:tcW w:w="@width@" w:type="dxa"/>{span}{merge}{borders}{margins}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def _margins(name: str, side: int, above: int = 0) -> str:
    """Return the room between lines and text, in twentieths of a point; above and below only where it is given."""
    sides = (("top", above), ("left", side), ("bottom", above), ("right", side))
    rooms = "".join(f'<w:{at} w:w="{room}" w:type="dxa"/>' for at, room in sides if room)
    return f"<w:{name}>{rooms}</w:{name}>"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _with_widths(body: str, widths: Sequence[float]) -> str:
    """Write the width of every cell, which follows from the columns it spans."""
    rows = body.split("<w:tr>")
    made = [rows[0]]
    for each in rows[1:]:
        cells, start = each.split("<w:tc>"), 0
        for number, text in enumerate(cells[1:], start=1):
            span = int(text.split('<w:gridSpan w:val="')[1].split('"')[0]) if "<w:gridSpan" in text else 1
            cells[number] = text.replace("@width@", str(_twips(sum(widths[start : start + span]))), 1)
            start += span
        assert start == len(widths), f"a row of {start} columns in a table of {len(widths)}"
        made.append("<w:tc>".join(cells))
    return "<w:tr>".join(made)


def _twips(millimetres: float) -> int:
    return round(millimetres * TWIPS)


def _clean(document: DocumentType, title: str) -> None:
    """Take out what the library's blank document brings along and no official document needs."""
    for style in list(document.styles):
        name = style.name or ""
        kept = name in KEPT_STYLES if style.type != WD_STYLE_TYPE.TABLE else name in KEPT_TABLE_STYLES
        if not kept:
            style.delete()
    latent = document.styles.element.find(qn("w:latentStyles"))
    if latent is not None:
        document.styles.element.remove(latent)
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.rpartition("/")[2] in DROPPED:
            del document.part.rels[key]
    core = document.core_properties
    core.title, core.author, core.comments, core.last_modified_by = title, "", "", ""
    core.created = core.modified = datetime(2026, 1, 1, tzinfo=UTC)
    core.revision = 1


def _page(document: DocumentType, paper: tuple[int, int]) -> None:
    _paper(document.sections[0], paper)
    document.settings.odd_and_even_pages_header_footer = True


def _paper(section: Section, paper: tuple[int, int]) -> None:
    section.page_width, section.page_height = Mm(paper[0]), Mm(paper[1])
    section.orientation = WD_ORIENT.LANDSCAPE if paper == LANDSCAPE else WD_ORIENT.PORTRAIT
    if paper == PORTRAIT:
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    else:  # the binding edge of the portrait page is the upper edge here
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(28), Mm(26), Mm(35), Mm(27)
    section.header_distance, section.footer_distance = Mm(15), Mm(23 if paper == PORTRAIT else 14)


def _styles(document: DocumentType) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert defaults is not None
    fonts = f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{FANGSONG}" w:cs="{LATIN}"/>'
    defaults.getparent().replace(
        defaults,
        parse_xml(
            f'<w:docDefaults {nsdecls("w")}><w:rPrDefault><w:rPr>{fonts}<w:kern w:val="2"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
            '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        ),
    )
    normal = document.styles["Normal"].element
    for child in list(normal):
        if child.tag in {qn("w:rPr"), qn("w:pPr")}:
            normal.remove(child)
    _style(document, "OfficialTitle", "公文标题", font=TITLE, size=22, line=36, jc="center", keep=True)
    _style(document, "FormTitle", "表格标题", font=TITLE, size=18, line=30, jc="center", keep=True, after=4)
    _style(document, "FormSubtitle", "表格副标题", font=FANGSONG, size=14, line=24, jc="center", keep=True, after=4)
    _style(document, "OfficialText", "公文正文", size=16, line=28, jc="both", first=200)
    _style(document, "Heading1st", "一级标题", font=HEITI, size=16, line=28, first=200, keep=True, outline=0)
    _style(document, "Heading2nd", "二级标题", font=KAITI, size=16, line=28, first=200, keep=True, outline=1)
    _style(document, "Heading3rd", "三级标题", size=16, line=28, first=200, keep=True, outline=2, bold=True)
    _style(document, "Annexed", "附件标识", font=HEITI, size=16, line=28, keep=True)
    _style(document, "Signature", "落款", size=16, line=28, jc="right", end=400)
    _style(document, "Unit", "单位行", size=10.5, line=18, jc="right", keep=True)
    _style(document, "Notes", "表注", size=10.5, line=15, jc="left", before=2)
    _style(document, "Instructions", "填表说明", size=9, line=12, jc="left", before=1)
    _style(document, "TableText", "表格文字", size=10.5, line=14, jc="center")
    _style(document, "TableHead", "表格栏目", font=HEITI, size=10.5, line=14, jc="center")
    _style(document, "Joint", "表格接缝", size=1, line=0.1)
    _style(document, "Gap", "表格间距", size=4, line=8)
    _style(document, "PageNumberRight", "页码单页", font=SONGTI, latin=SONGTI, size=14, line=14, jc="right", end=100)
    _style(document, "PageNumberLeft", "页码双页", font=SONGTI, latin=SONGTI, size=14, line=14, jc="left", start=100)


def _style(
    document: DocumentType,
    style_id: str,
    name: str,
    *,
    size: float,
    line: float | None,
    font: str = FANGSONG,
    latin: str = LATIN,
    jc: str | None = None,
    first: int = 0,
    start: int = 0,
    end: int = 0,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
    bold: bool = False,
    outline: int | None = None,
) -> None:
    indents = [("firstLine", first, first * size / 5), ("left", start, start * size / 5), ("right", end, end * size / 5)]
    indent = "".join(f' w:{side}Chars="{chars}" w:{side}="{round(twips)}"' for side, chars, twips in indents if chars)
    properties = "".join(
        (
            "<w:keepNext/>" if keep else "",
            '<w:snapToGrid w:val="0"/>',
            f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{_line(line)}/>',
            f"<w:ind{indent}/>" if indent else "",
            f'<w:jc w:val="{jc}"/>' if jc else "",
            f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else "",
        )
    )
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    element = style.element
    element.set(qn("w:styleId"), style_id)
    for child in list(element):
        if child.tag in {qn("w:rPr"), qn("w:pPr"), qn("w:qFormat")}:
            element.remove(child)
    half = round(size * 2)
    weight = "<w:b/><w:bCs/>" if bold else ""
    element.append(parse_xml(f"<w:qFormat {nsdecls('w')}/>"))
    element.append(parse_xml(f"<w:pPr {nsdecls('w')}>{properties}</w:pPr>"))
    element.append(
        parse_xml(
            f'<w:rPr {nsdecls("w")}><w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{font}" w:cs="{latin}"/>'
            f'{weight}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
        )
    )


def _line(points: float | None) -> str:
    """Return a fixed distance of lines; None lets a line be as high as what stands in it, which a chart needs."""
    return "" if points is None else f' w:line="{round(points * 20)}" w:lineRule="exact"'


def _page_numbers(document: DocumentType) -> None:
    section = document.sections[0]
    for footer, style in ((section.footer, "页码单页"), (section.even_page_footer, "页码双页")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles[style]
        for xml in (
            '<w:r {ns}><w:t xml:space="preserve">— </w:t></w:r>',
            '<w:r {ns}><w:fldChar w:fldCharType="begin"/></w:r>',
            '<w:r {ns}><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>',
            '<w:r {ns}><w:fldChar w:fldCharType="separate"/></w:r>',
            "<w:r {ns}><w:t>1</w:t></w:r>",
            '<w:r {ns}><w:fldChar w:fldCharType="end"/></w:r>',
            '<w:r {ns}><w:t xml:space="preserve"> —</w:t></w:r>',
        ):
            paragraph._p.append(parse_xml(xml.format(ns=nsdecls("w"))))
