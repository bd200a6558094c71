"""保山 项目支出绩效自评报告 - The conclusion first, what proves it behind: the report in two parts that goes with the local form."""

from scripts.templates.layout import Sheet, cell, control, head, left, level_one, row
from scripts.templates.projects_report import FUND_WIDTHS, fund_table

LIST_WIDTHS = (17.6, 28.4, 20, 20, 8.4, 13.9, 26.7, 21)
EXECUTION = "{% if execution_weight != '—' %}预算执行率满分{{ execution_weight }}分，得{{ execution_points }}分。{% endif %}"
PARTS = (("1.产出", "产出", "outputs"), ("2.效益", "效益", "benefits"), ("3.满意度", "满意度", "satisfaction"))


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("项目支出绩效自评报告（保山）")
    sheet.paragraph("{{ subject.project }}", "公文标题")
    sheet.paragraph("{{ subject.year }}年度项目支出绩效自评报告", "公文标题")
    sheet.paragraph("")
    sheet.paragraph("一、自评结论", "一级标题")
    _result(sheet)
    _lessons(sheet)
    sheet.paragraph("二、佐证材料", "一级标题")
    _basics(sheet)
    _analysis(sheet)
    sheet.paragraph("")
    sheet.paragraphs("{{ subject.unit }}", "{{ subject.filled_on }}", style="落款")
    return sheet.save()


def _result(sheet: Sheet) -> None:
    sheet.paragraph("（一）自评得分", "二级标题")
    sheet.paragraph("{{ sentences.total }}" + EXECUTION + "{{ sentences.categories if categories else '' }}")
    sheet.texts("narrative_written.conclusion")
    sheet.paragraph("（二）绩效目标完成情况", "二级标题")
    sheet.paragraphs("{%p if objective_actual != '—' %}", "{{ objective_actual }}", "{%p endif %}")
    sheet.paragraph("{{ sentences.goal }}")
    for title, name, section in PARTS:
        sheet.paragraph(title, "三级标题")
        sheet.paragraph(f"{{%p for category in categories if '{name}' in category.name %}}")
        sheet.paragraphs("{%p for row in category.rows %}", "{{ row.sentence }}", "{%p endfor %}")
        sheet.paragraphs("{%p else %}", f"本次自评没有{name}类指标。", "{%p endfor %}")
        sheet.texts(f"narrative_written.{section}")


def _lessons(sheet: Sheet) -> None:
    sheet.paragraph("（三）存在的问题和原因分析", "二级标题")
    sheet.texts("sentences.lost")
    sheet.texts("sentences.excluded")
    sheet.texts("narrative.problems")
    sheet.texts("narrative_written.causes")
    sheet.paragraph("（四）下一步拟改进措施及有关建议", "二级标题")
    sheet.section("1.措施", "measures", style="三级标题")
    sheet.texts("narrative_written.result_use")
    sheet.section("2.建议", "suggestions", style="三级标题")


def _basics(sheet: Sheet) -> None:
    sheet.section("（一）项目基本情况", "overview", style="二级标题")
    sheet.paragraphs("{%p if objective_expected != '—' %}", "年度绩效目标：{{ objective_expected }}", "{%p endif %}")
    sheet.paragraph("{{ sentences.funds }}")
    sheet.texts("narrative_written.funds")
    sheet.section("（二）自评工作开展情况", "organisation", style="二级标题")
    sheet.paragraph("{{ sentences.framework }}")


def _analysis(sheet: Sheet) -> None:
    sheet.paragraph("（三）绩效评价指标分析", "二级标题")
    sheet.paragraph("1.预算执行情况分析", "三级标题")
    sheet.paragraph("{{ sentences.execution }}")
    sheet.paragraphs("{%p if sentences.execution_deviation %}", "{{ sentences.execution_deviation }}", "{%p endif %}")
    sheet.texts("narrative_written.execution")
    sheet.paragraph("单位：万元", "单位行")
    sheet.table(FUND_WIDTHS, fund_table(), whole=True)
    sheet.gap()
    sheet.paragraph("2.绩效指标完成情况分析", "三级标题")
    sheet.paragraph("各项指标的完成情况、偏差原因和佐证材料见下表。")
    sheet.gap()
    sheet.table(LIST_WIDTHS, _indicators())


def _indicators() -> tuple[str, ...]:
    heads = ("一级指标", "三级指标", "指标值", "实际完成值", "分值", "得分", "偏差原因及改进措施", "佐证材料")
    names = ("target", "actual", "weight", "points")
    return (
        row(*(head(text) for text in heads), header=True),
        control("{%tr for row in rows %}", 8),
        row(
            level_one(),
            left("{{ row.core_mark }}{{ row.name }}"),
            *(cell(f"{{{{ row.{name} }}}}") for name in names),
            left("{{ row.deviation }}"),
            left("{{ row.evidence }}"),
        ),
        control("{%tr endfor %}", 8),
        control("{%tr if execution_weight != '—' %}", 8),
        row(
            head("预算执行率", 2),
            cell("{{ execution_rate }}", 2),
            cell("{{ execution_weight }}"),
            cell("{{ execution_points }}"),
            left("{{ money.total.deviation }}"),
            cell(""),
        ),
        control("{%tr endif %}", 8),
        row(head("总分", 4), cell("{{ whole_weight }}"), cell("{{ total }}"), cell("等级：{{ grade }}", 2)),
    )
