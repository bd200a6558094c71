"""保山 项目支出绩效自评表 - The 湖北 form without 项目类型 and without its foot: the report tells the reasons."""

from scripts.templates.hubei_form import WIDTHS, indicators, money, subject
from scripts.templates.layout import Sheet


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("项目支出绩效自评表（保山）")
    sheet.begin_each_form()
    sheet.paragraph("{{ form.subject.year }}年度项目支出绩效自评表", "表格标题")
    sheet.paragraph("单位名称：{{ form.subject.unit }}　　　　　　填报日期：{{ form.subject.filled_on }}", "表注")
    sheet.table(WIDTHS, (*subject(), *money()), joined=True)
    sheet.joint()
    sheet.table(WIDTHS, indicators())
    sheet.paragraph("注：偏差原因和改进措施在项目支出绩效自评报告中说明。", "表注")
    sheet.end_each_form()
    return sheet.save()
