"""示例县的材料 - Papers as units hand them in: approvals, contracts, acceptances, payments, surveys, photographs, lists of names.

They are small, whole files of the kinds that people upload; what stands in them is made up from the project that they belong to.
"""

import struct
from binascii import crc32
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfeval import sheets
from perfeval.desks.county.county import Project
from perfeval.desks.proofs import About
from perfeval.desks.proving import ProofKind
from perfeval.sheets import Column

_NAMED = ("补助", "补贴", "救助", "保障", "资助")
_ODD = 8
_PIXELS = 64
_PRIME = 65_521
_PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R/A 7 0 R>>>>/Contents 4 0 R>>"
_FONT = "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>"
_GLYPHS = "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>>>"
_LATIN = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """一份材料 - Hold a file and what is said of it."""

    name: str
    data: bytes
    about: About


def papers(project: Project, year: int, number: int) -> Iterator[Paper]:
    """各份材料 - Yield what a unit hands in for a project: more for some than for others, now and then with an odd date."""
    row = "r1" if project.targets else None
    odd = number % _ODD == 1
    yield _letter(project, "项目批复", ProofKind.APPROVAL, f"{year}-12-02" if odd else f"{year}-03-12", row if odd else None)
    yield _letter(project, "验收报告", ProofKind.ACCEPTANCE, f"{year}-11-28", row)
    if number % 2 == 0:
        yield _letter(project, "采购合同", ProofKind.CONTRACT, f"{year}-05-20", None)
        yield _paid(project, year)
    if number % 3 == 0:
        yield Paper(name="现场照片.png", data=_picture(number), about=_about("现场照片", ProofKind.PHOTO, f"{year}-10-15", row))
        yield _asked(project, year)
    if any(word in project.name for word in _NAMED):
        yield _names(project, year, row)


def _letter(project: Project, title: str, kind: ProofKind, day: str, row: str | None) -> Paper:
    """Return a page of PDF about a project."""
    about = About(title=title, kind=kind, row=row, effective=day, pointer="第1页")
    lines = (f"{project.name}{title}", f"项目编码：{project.code}", f"实施单位：{project.units[0].name}", f"日期：{day}", "（示例材料）")
    return Paper(name=f"{title}.pdf", data=_pdf(f"{project.code} {kind.value} {day}", lines), about=about)


def _paid(project: Project, year: int) -> Paper:
    """Return the payments of a project as a workbook."""
    columns = [Column(title="日期"), Column(title="摘要", width=30), Column(title="金额（元）", holds="money")]
    half = project.spent // 2
    rows = ((f"{year}-07-16", "第一次支付", half), (f"{year}-12-10", "第二次支付", project.spent - half))
    data = sheets.write_table(f"{project.name}支付明细", columns, rows)
    return Paper(name="支付明细.xlsx", data=data, about=_about("支付明细", ProofKind.PAYMENT, f"{year}-12-10", None, "C4:C5"))


def _asked(project: Project, year: int) -> Paper:
    """Return what came of a survey as a workbook."""
    columns = [Column(title="问题", width=30), Column(title="满意", holds="count"), Column(title="不满意", holds="count")]
    data = sheets.write_table(
        f"{project.name}满意度调查", columns, (("对实施效果", 57, 3), ("对办理时限", 55, 5)), note="发放60份，收回60份"
    )
    row = "r5" if project.targets else None
    return Paper(name="满意度调查.xlsx", data=data, about=_about("满意度调查", ProofKind.SURVEY, f"{year}-12-05", row, "B4"))


def _names(project: Project, year: int, row: str | None) -> Paper:
    """Return a list of people with what identifies them: for the unit and for finance alone."""
    columns = [Column(title="姓名"), Column(title="身份证号", width=24), Column(title="金额（元）", holds="money")]
    rows = ((f"示例{number}", f"00000019700101{number:04d}", 60_000) for number in range(1, 6))
    data = sheets.write_table(f"{project.name}发放名册", columns, rows, note="示例数据，没有这些人")
    about = About(title="发放名册", kind=ProofKind.OTHER, row=row, effective=f"{year}-12-20", restricted=True)
    return Paper(name="发放名册.xlsx", data=data, about=about)


def _about(title: str, kind: ProofKind, day: str, row: str | None, pointer: str | None = None) -> About:
    return About(title=title, kind=kind, row=row, effective=day, pointer=pointer)


def _pdf(head: str, lines: Sequence[str]) -> bytes:
    """Return a page with these lines in a font that readers bring along, and a head for those that have no Chinese one."""
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -28 Td " for line in lines)
    drawn = f"BT /A 10 Tf 72 790 Td ({head}) Tj ET BT /F 16 Tf 72 750 Td {shown}ET"
    drawing = f"<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream"
    parts = ("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", _PAGE, drawing, _FONT, _GLYPHS, _LATIN)
    text, places = "%PDF-1.4\n", ["0000000000 65535 f"]
    for number, part in enumerate(parts, 1):
        places.append(f"{len(text):010d} 00000 n")
        text += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place} \n" for place in places)
    end = f"trailer\n<</Size {len(places)}/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}xref\n0 {len(places)}\n{table}{end}".encode()


def _picture(number: int) -> bytes:
    """Return a small picture: a field under a sky, in colours of its own."""
    green = 90 + number * 7 % 120
    sky, field = b"".join([b"\0", bytes((120, 170, 230)) * _PIXELS]), b"".join([b"\0", bytes((60, green, 50)) * _PIXELS])
    head = struct.pack(">IIBBBBB", _PIXELS, _PIXELS, 8, 2, 0, 0, 0)
    pixels = _flat(sky * (_PIXELS // 2) + field * (_PIXELS // 2))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b"")))


def _flat(data: bytes) -> bytes:
    """Return data as pictures hold them, with nothing made smaller."""
    low, high = 1, 0
    for each in data:
        low = (low + each) % _PRIME
        high = (high + low) % _PRIME
    return b"\x78\x01\x01" + struct.pack("<HH", len(data), len(data) ^ 0xFFFF) + data + struct.pack(">HH", high, low)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))
