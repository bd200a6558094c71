"""年度自评工作情况报告 - The bureau's yearly report: what was filed, how it was graded, what the review found, how results are used."""

from scripts.templates import review_parts as parts
from scripts.templates.layout import Sheet
from scripts.templates.review_summary import WIDTHS


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("年度预算绩效自评工作情况报告")
    parts.title(sheet, "{{ head.bureau }}", "{{ head.year }}年度预算绩效自评工作情况报告")
    sheet.section("一、组织开展情况", "organisation")
    sheet.paragraphs("{{ filed_sentence }}", "{{ late_sentence }}")
    sheet.paragraph("二、自评结果", "一级标题")
    sheet.paragraph("{{ own_sentence }}")
    parts.grades(sheet, "own_grades", "自评等级")
    sheet.paragraph("{%p if grades_chart.series %}")
    sheet.chart("grades_chart", "项数")
    sheet.paragraph("{%p endif %}")
    sheet.chart("means_chart", "平均分", across=True, height=75)
    sheet.paragraph("三、抽查复核情况", "一级标题")
    sheet.paragraph("{{ scope_sentence }}")
    sheet.paragraph("{%p if reviewed_grades %}")
    sheet.paragraph("复核评级：{{ reviewed_sentence }}")
    parts.grades(sheet, "reviewed_grades", "复核评级")
    sheet.paragraph("自评工作质量评级：{{ quality_sentence }}")
    parts.grades(sheet, "quality_grades", "自评工作质量评级")
    sheet.paragraph("{%p endif %}")
    sheet.paragraph("四、存在的问题", "一级标题")
    sheet.paragraph("{%p if reviewed_grades %}")
    parts.problems(sheet)
    sheet.paragraph("{%p endif %}")
    sheet.texts("narrative_written.problems")
    sheet.section("五、结果应用情况", "use")
    sheet.section("六、下一步工作", "plan")
    parts.sign(sheet)
    sheet.turn()
    sheet.paragraph("附表", "附件标识")
    sheet.paragraph("部门绩效自评情况汇总表", "表格标题")
    parts.departments(sheet, WIDTHS)
    return sheet.save()
