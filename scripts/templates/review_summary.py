"""部门自评情况汇总表 - Every department on one line: what it filed and when, money, grades, and why not the best."""

from scripts.templates import review_parts as parts
from scripts.templates.layout import LANDSCAPE, Sheet

WIDTHS = (11, 36, 12, 12, 12, 24, 1, 11, 1, 16, 99)


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("部门绩效自评情况汇总表", LANDSCAPE)
    sheet.paragraph("{{ head.year }}年度部门绩效自评情况汇总表", "表格标题")
    sheet.paragraph("填报单位：{{ head.bureau }}　　{{ head.day }}", "表格副标题")
    parts.departments(sheet, WIDTHS)
    sheet.paragraph("注：金额为应报送各项的金额；等级、平均分按已报送的自评结果统计。", "表注")
    return sheet.save()
