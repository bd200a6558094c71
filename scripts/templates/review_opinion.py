"""复核意见书 - What a unit is told about one item: both ratings, both scores row by row with reasons, quality, its rights."""

from scripts.templates import review_parts as parts
from scripts.templates.layout import Sheet, cell, head, left, row

BASIC_WIDTHS = (26, 48, 38, 44)
ROW_WIDTHS = (11, 41, 14, 16, 16, 17, 41)
CRITERION_WIDTHS = (38, 16, 18, 18, 66)
FOUND_WIDTHS = (14, 56, 86)


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("预算绩效自评复核意见书")
    parts.title(sheet, "预算绩效自评复核意见书")
    parts.addressee(sheet)
    sheet.paragraph("{{ intro_sentence }}")
    sheet.paragraph("一、复核结果", "一级标题")
    sheet.paragraphs("{{ result_sentence }}", "{{ quality_sentence }}")
    sheet.gap()
    sheet.table(BASIC_WIDTHS, _basics(), whole=True)
    sheet.gap()
    sheet.paragraph("二、逐项得分和理由", "一级标题")
    sheet.paragraph("本项自评采用“{{ set_title }}”指标体系，复核按同一体系计分，各行增减相加等于总分的增减。")
    _rows(sheet)
    sheet.paragraph("三、自评工作质量", "一级标题")
    _criteria(sheet)
    sheet.paragraph("四、存在的问题", "一级标题")
    sheet.paragraph("{%p if found %}")
    _found(sheet)
    sheet.paragraphs("{%p else %}", "未发现问题。", "{%p endif %}")
    sheet.paragraph("五、异议", "一级标题")
    sheet.paragraph("{{ objection_sentence }}")
    parts.sign(sheet)
    return sheet.save()


def _basics() -> tuple[str, ...]:
    pairs = (
        (("项目名称", "name"), ("项目编码", "code")),
        (("主管部门", "department"), ("实施单位", "unit")),
        (("自评类型", "kind"), ("金额（万元）", "money_wan")),
        (("自评得分", "own_points"), ("自评等级", "own_grade")),
        (("复核得分", "reviewed_points"), ("复核评级", "reviewed_grade")),
        (("质量得分", "quality_points"), ("自评工作质量评级", "quality_grade")),
    )
    return tuple(row(*(each for label, name in pair for each in (head(label), cell(f"{{{{ item.{name} }}}}")))) for pair in pairs)


def _rows(sheet: Sheet) -> None:
    columns = (
        ("序号", cell("{{ row.number }}")),
        ("指标", left("{{ row.name }}")),
        ("分值", cell("{{ row.weight }}")),
        ("自评分", cell("{{ row.own_points }}")),
        ("复核分", cell("{{ row.reviewed_points }}")),
        ("增减", cell("{{ row.delta }}")),
        ("理由", left("{{ row.reason }}")),
    )
    sums = (cell(f"{{{{ {name} }}}}") for name in ("whole_weight", "item.own_points", "item.reviewed_points", "item.delta"))
    sheet.gap()
    parts.table(sheet, ROW_WIDTHS, columns, "rows", row(head("总分", 2), *sums, cell("复核评级：{{ item.reviewed_grade }}")))
    sheet.gap()


def _criteria(sheet: Sheet) -> None:
    columns = (
        ("评分项", cell("{{ row.name }}")),
        ("分值", cell("{{ row.weight }}")),
        ("得分", cell("{{ row.points }}")),
        ("扣分", cell("{{ row.lost }}")),
        ("扣分原因", left("{{ row.reason }}")),
    )
    sums = (cell("{{ criteria_weight }}"), cell("{{ item.quality_points }}"), cell("—"))
    closing = row(head("总分"), *sums, cell("评级：{{ item.quality_grade }}"))
    sheet.gap()
    parts.table(sheet, CRITERION_WIDTHS, columns, "criteria", closing)
    sheet.gap()


def _found(sheet: Sheet) -> None:
    columns = (("序号", cell("{{ row.number }}")), ("问题", left("{{ row.title }}")), ("具体情况", left("{{ row.detail }}")))
    sheet.gap()
    parts.table(sheet, FOUND_WIDTHS, columns, "found")
    sheet.gap()
