"""图表 - Native Word charts for templates: a chart part, and a workbook behind it, with a tag as alternative text.

What such a chart shows at first are two made-up categories; at rendering the data that the tag names come in their place.
"""

from collections.abc import Sequence

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from perfeval.reports.word.workbook import workbook

EMU_PER_MM = 36_000
COLOURS = ("1F4E79", "A6A6A6", "9DC3E6", "595959")
CATEGORIES = ("甲", "乙")
_NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_FONT = '<a:latin typeface="Times New Roman"/><a:ea typeface="仿宋_GB2312"/>'


def add_chart(paragraph: Paragraph, variable: str, series: Sequence[str], *, across: bool, size: tuple[int, int]) -> None:
    """插入图表 - Put a chart into a paragraph; across: bars lie, else columns stand. Units: size is width and height in mm."""
    rows = (("", *series), *((name, *("1" for _ in series)) for name in CATEGORIES))
    package = paragraph.part.package
    assert package is not None
    number = 1 + sum(part.partname.startswith("/word/charts/") for part in package.iter_parts())
    xml = _chart(series, across=across).encode()
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, xml, package)
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), CONTENT_TYPE.SML_SHEET, workbook(rows), package)
    chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    relation = paragraph.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    paragraph.add_run()._r.append(parse_xml(_drawing(relation, f"{{{{ {variable} }}}}", number, size)))


def _drawing(relation: str, text: str, number: int, size: tuple[int, int]) -> str:
    across, down = (each * EMU_PER_MM for each in size)
    return (
        f'<w:drawing {nsdecls("w", "wp", "a", "r")}><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{across}" cy="{down}"/><wp:docPr id="{number}" name="图表 {number}" descr="{text}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _chart(series: Sequence[str], *, across: bool) -> str:
    legend = "" if len(series) == 1 else '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
    bars = "".join(_series(at, name) for at, name in enumerate(series))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<c:chartSpace {_NAMESPACES}><c:date1904 val="0"/>'
        f'<c:roundedCorners val="0"/><c:chart>{_title()}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="{"bar" if across else "col"}"/><c:grouping val="clustered"/><c:varyColors val="0"/>{bars}'
        f'<c:gapWidth val="{60 if across else 90}"/><c:axId val="111"/><c:axId val="112"/></c:barChart>{_axes(across=across)}'
        f'</c:plotArea>{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1050">{_FONT}</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _title() -> str:
    properties = '<a:rPr lang="zh-CN" sz="1200" b="0"><a:latin typeface="Times New Roman"/><a:ea typeface="黑体"/></a:rPr>'
    text = f"<a:p><a:r>{properties}<a:t>图表标题</a:t></a:r></a:p>"
    return f'<c:title><c:tx><c:rich><a:bodyPr/>{text}</c:rich></c:tx><c:overlay val="0"/></c:title>'


def _series(at: int, name: str) -> str:
    column = chr(ord("B") + at)
    last = len(CATEGORIES) + 1
    names = "".join(f'<c:pt idx="{number}"><c:v>{each}</c:v></c:pt>' for number, each in enumerate(CATEGORIES))
    ones = "".join(f'<c:pt idx="{number}"><c:v>1</c:v></c:pt>' for number in range(len(CATEGORIES)))
    count = f'<c:ptCount val="{len(CATEGORIES)}"/>'
    shown = "".join(
        f'<c:{part} val="{int(part == "showVal")}"/>'
        for part in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    )
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>'
        f'<c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{name}</c:v></c:pt>'
        f'</c:strCache></c:strRef></c:tx><c:spPr><a:solidFill><a:srgbClr val="{COLOURS[at % len(COLOURS)]}"/></a:solidFill></c:spPr>'
        f'<c:invertIfNegative val="0"/><c:dLbls><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{shown}</c:dLbls>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{count}{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>{count}{ones}"
        "</c:numCache></c:numRef></c:val></c:ser>"
    )


def _axes(*, across: bool) -> str:
    """Return the axis of categories and that of values; with lying bars the first category stands on top."""
    line = '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="7F7F7F"/></a:solidFill></a:ln></c:spPr>'
    order, place, beside = ("maxMin", "l", "b") if across else ("minMax", "b", "l")
    return (
        f'<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/><c:axPos val="{place}"/>'
        f'<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/>{line}<c:crossAx val="112"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        f'<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="1"/>'
        f'<c:axPos val="{beside}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="111"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )
