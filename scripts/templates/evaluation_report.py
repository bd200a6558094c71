"""部门评价报告 - The report of 财预〔2020〕10号 附3 on one project, with the framework and the scores behind."""

from scripts.templates.layout import Sheet, cell, control, head, left, level_one, level_two, row
from scripts.templates.project_report import SUM_WIDTHS, TABLE_WIDTHS, category_table, indicator_table, lessons
from scripts.templates.projects_report import FUND_WIDTHS, fund_table

FRAMEWORK_WIDTHS = (17.6, 15.6, 22, 8.4, 38, 54.4)
EVALUATOR = "{{ subject.department if subject.department != '—' else subject.unit }}"
TOTAL = "{% if grade != '—' %}综合评价得分{{ total }}分，评价等级为“{{ grade }}”。{% else %}{{ sentences.total }}{% endif %}"
SHORT = "{{ category.short_name if '项目' in category.short_name else '项目' ~ category.short_name }}"


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("项目支出绩效评价报告（部门评价）")
    sheet.paragraph("{{ subject.project }}", "公文标题")
    sheet.paragraph("{{ subject.year }}年度项目支出绩效评价报告", "公文标题")
    sheet.paragraph("（部门评价）", "表格副标题")
    _basics(sheet)
    _work(sheet)
    _result(sheet)
    _analysis(sheet)
    lessons(sheet)
    _sign(sheet)
    _annexes(sheet)
    return sheet.save()


def _basics(sheet: Sheet) -> None:
    sheet.paragraph("一、基本情况", "一级标题")
    sheet.paragraph("（一）项目概况", "二级标题")
    sheet.section("1.项目背景", "background", style="三级标题")
    sheet.section("2.主要内容及实施情况", "content", style="三级标题")
    sheet.paragraph("3.资金投入和使用情况", "三级标题")
    sheet.paragraph("{{ sentences.funds }}{{ sentences.execution }}")
    sheet.texts("narrative_written.funds")
    sheet.paragraph("单位：万元", "单位行")
    sheet.table(FUND_WIDTHS, fund_table(), whole=True)
    sheet.paragraph("执行率为全年执行数除以{{ denominator }}。", "表注")
    sheet.paragraph("（二）项目绩效目标", "二级标题")
    sheet.paragraph("1.总体目标", "三级标题")
    sheet.paragraph("{{ objective_expected if objective_expected != '—' else '（本节未填写）' }}")
    sheet.texts("narrative_written.objective")
    sheet.section("2.阶段性目标", "stages", style="三级标题")


def _work(sheet: Sheet) -> None:
    sheet.paragraph("二、绩效评价工作开展情况", "一级标题")
    sheet.section("（一）绩效评价目的、对象和范围", "purpose", style="二级标题")
    sheet.paragraph("（二）绩效评价原则、评价指标体系（附表说明）、评价方法、评价标准等", "二级标题")
    sheet.section("1.评价原则", "principles", style="三级标题")
    sheet.paragraph("2.评价指标体系", "三级标题")
    sheet.paragraph("本次评价采用“{{ subject.set_title }}”，依据：{{ subject.set_source }}。指标、分值和评价要点见附表1。")
    sheet.section("3.评价方法", "methods", style="三级标题")
    sheet.section("4.评价标准", "standards", style="三级标题")
    sheet.paragraph("评价等级：{{ sentences.grade }}")
    sheet.section("（三）绩效评价工作过程", "organisation", style="二级标题")


def _result(sheet: Sheet) -> None:
    sheet.paragraph("三、综合评价情况及评价结论", "一级标题")
    sheet.paragraph(TOTAL + "各项评分见附表2。")
    sheet.paragraphs("{%p if objective_actual != '—' %}", "{{ objective_actual }}", "{%p endif %}")
    sheet.texts("narrative_written.conclusion")
    sheet.gap()
    sheet.table(SUM_WIDTHS, category_table("execution_weight"), whole=True)
    sheet.gap()


def _analysis(sheet: Sheet) -> None:
    sheet.paragraph("四、绩效评价指标分析", "一级标题")
    sheet.paragraph("{%p for category in categories %}")
    sheet.paragraph("{{ category.heading }}" + SHORT + "情况", "二级标题")
    sheet.paragraph("{{ category.sentence }}")
    sheet.paragraphs("{%p for row in category.rows %}", "{{ loop.index }}.{{ row.sentence }}{{ row.note }}", "{%p endfor %}")
    sheet.paragraph("{%p endfor %}")


def _sign(sheet: Sheet) -> None:
    sheet.paragraph("")
    sheet.paragraphs("附表：1.项目支出绩效评价指标体系", "　　　2.项目支出绩效评价评分表")
    sheet.paragraph("")
    sheet.paragraphs(EVALUATOR, "{{ subject.filled_on }}", style="落款")


def _annexes(sheet: Sheet) -> None:
    heads = ("一级指标", "二级指标", "三级指标", "分值", "指标解释", "评价要点")
    sheet.page_break()
    sheet.paragraph("附表1", "附件标识")
    sheet.paragraph("项目支出绩效评价指标体系", "表格标题")
    sheet.table(
        FRAMEWORK_WIDTHS,
        (
            row(*(head(text) for text in heads), header=True),
            control("{%tr for row in rows %}", 6),
            row(
                level_one(),
                level_two(),
                left("{{ row.core_mark }}{{ row.name }}"),
                cell("{{ row.weight }}"),
                left("{{ row.explanation }}"),
                left("{{ row.standard }}"),
            ),
            control("{%tr endfor %}", 6),
        ),
    )
    sheet.page_break()
    sheet.paragraph("附表2", "附件标识")
    sheet.paragraph("项目支出绩效评价评分表", "表格标题")
    sheet.table(TABLE_WIDTHS, indicator_table(shown="execution_weight"))
