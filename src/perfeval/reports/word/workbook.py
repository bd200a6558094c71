"""图表工作簿 - Write the small workbook that stands behind a chart: one sheet, the same bytes for the same data."""

from collections.abc import Iterator, Sequence
from typing import Final

from perfeval.reports.word.bundle import bundle, deflated
from perfeval.reports.word.escape import plain
from perfeval.reports.word.namespaces import CONTENT_TYPES, OFFICE, RELATIONSHIPS

SHEET: Final = "Sheet1"
FIRST_ROW: Final = 2
"""首行 - The row of the first category, below the names of the series."""
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{CONTENT_TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{RELATIONSHIPS}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{RELATIONSHIPS}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def letter(column: int) -> str:
    """列名 - Return the letter of a column, counted from 0; a chart has no more than 25."""
    return chr(ord("A") + column)


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """工作簿 - Return the workbook of a chart: texts in the first row and the first column, numbers elsewhere."""
    cells = "".join(f'<row r="{at}">{"".join(_cells(at, row))}</row>' for at, row in enumerate(rows, start=1))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    parts = {**_PARTS, "xl/worksheets/sheet1.xml": sheet}
    return bundle([deflated(name, (_DECLARATION + xml).encode()) for name, xml in parts.items()])


def _cells(row: int, texts: Sequence[str]) -> Iterator[str]:
    for at, text in enumerate(texts):
        if not text:
            continue
        place = f"{letter(at)}{row}"
        if row < FIRST_ROW or at == 0:
            yield f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{plain(text)}</t></is></c>'
        else:
            yield f'<c r="{place}"><v>{text}</v></c>'
