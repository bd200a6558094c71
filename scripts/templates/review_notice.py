"""整改通知书 - What a unit must put right after a review, who answers for it, until when."""

from scripts.templates import review_parts as parts
from scripts.templates.layout import Sheet, cell, left

WIDTHS = (10, 29, 34, 35, 22, 26)


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("预算绩效自评复核整改通知书")
    parts.title(sheet, "{{ head.bureau }}", "预算绩效自评复核整改通知书")
    parts.addressee(sheet)
    sheet.paragraph("{{ intro_sentence }}")
    columns = (
        ("序号", cell("{{ row.number }}")),
        ("项目", left("{{ row.name }}")),
        ("存在问题", left("{{ row.problem }}")),
        ("整改要求", left("{{ row.demand }}")),
        ("责任单位", cell("{{ row.responsible }}")),
        ("整改期限", cell("{{ row.deadline }}")),
    )
    sheet.gap()
    parts.table(sheet, WIDTHS, columns, "corrections")
    sheet.gap()
    sheet.paragraph("{{ report_sentence }}")
    sheet.paragraph("整改情况将在下一年度绩效自评和抽查复核时核查。")
    parts.sign(sheet)
    return sheet.save()
