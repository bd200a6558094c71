"""四川 项目支出绩效自评报告 - From application to benefit: budget versions, money planned, received and used, tasks, what they brought."""

from scripts.templates.layout import Sheet
from scripts.templates.project_report import TABLE_WIDTHS, indicator_table
from scripts.templates.projects_report import fund_table

HEADS = (
    "资金来源",
    "年初预算数\n（计划）",
    "全年预算数\n（调整后）",
    "到位数\n（到位）",
    "全年执行数\n（使用）",
    "执行率\n（除以{{ denominator }}）",
)
WIDTHS = (34, 25, 25, 23, 25, 24)
TOLD = "{{ row.sentence }}{{ row.note }}"
BENEFIT = "'效益' in row.aspect or '影响' in row.aspect or '满意度' in row.aspect"
DONE = (("1.目标任务量完成情况", "数量"), ("2.目标质量完成情况", "质量"), ("3.目标进度完成情况", "时效"))


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("项目支出绩效自评报告（四川）")
    sheet.paragraph("{{ subject.unit if subject.unit != '—' else subject.department }}", "公文标题")
    sheet.paragraph("{{ subject.project }}绩效自评报告", "公文标题")
    sheet.paragraph("（{{ subject.year }}年度）", "表格副标题")
    _basics(sheet)
    _work(sheet)
    _done(sheet)
    _result(sheet)
    sheet.page_break()
    sheet.paragraph("附表", "附件标识")
    sheet.paragraph("项目支出绩效评价指标评分表", "表格标题")
    sheet.table(TABLE_WIDTHS, indicator_table(shown="execution_weight"))
    return sheet.save()


def _basics(sheet: Sheet) -> None:
    sheet.paragraph("一、项目概况", "一级标题")
    sheet.section("（一）项目资金申报及批复情况", "application", style="二级标题")
    sheet.paragraph("{{ sentences.funds }}")
    sheet.paragraphs("{%p for text in narrative_written.adjustment_reason %}", "预算调整原因：{{ text }}", "{%p endfor %}")
    sheet.paragraph("（二）项目绩效目标", "二级标题")
    sheet.paragraph("{{ objective_expected if objective_expected != '—' else '（本节未填写）' }}")
    sheet.texts("narrative_written.objective")
    sheet.section("（三）项目资金申报相符性", "conformity", style="二级标题")


def _work(sheet: Sheet) -> None:
    sheet.paragraph("二、项目实施及管理情况", "一级标题")
    sheet.paragraph("（一）资金计划、到位及使用情况", "二级标题")
    sheet.section("1.资金计划及到位", "received_funds", style="三级标题")
    sheet.paragraph("单位：万元", "单位行")
    sheet.table(WIDTHS, fund_table(heads=HEADS), whole=True)
    sheet.gap()
    sheet.paragraph("2.资金使用", "三级标题")
    sheet.paragraph("{{ sentences.execution }}")
    sheet.paragraphs("{%p if sentences.execution_deviation %}", "{{ sentences.execution_deviation }}", "{%p endif %}")
    sheet.texts("narrative.expenditure")
    sheet.section("（二）项目财务管理情况", "finance_rules", style="二级标题")
    sheet.section("（三）项目组织实施情况", "management", style="二级标题")


def _done(sheet: Sheet) -> None:
    sheet.paragraph("三、项目绩效情况", "一级标题")
    sheet.paragraph("（一）项目完成情况", "二级标题")
    for title, name in DONE:
        sheet.paragraph(title, "三级标题")
        sheet.paragraphs(f"{{%p for row in rows if '{name}' in row.aspect %}}", TOLD)
        sheet.paragraphs("{%p else %}", f"没有填报{name}类指标。", "{%p endfor %}")
    sheet.paragraphs("{%p for row in rows if '成本' in row.aspect %}", "{%p if loop.first %}")
    sheet.paragraph("4.成本控制情况", "三级标题")
    sheet.paragraphs("{%p endif %}", TOLD, "{%p endfor %}")
    sheet.paragraph("（二）项目效益情况", "二级标题")
    sheet.paragraph(f"{{%p for row in rows if {BENEFIT} %}}")
    sheet.paragraphs(TOLD, "{%p else %}", "没有填报效益类指标。", "{%p endfor %}")
    sheet.texts("narrative_written.benefits")


def _result(sheet: Sheet) -> None:
    sheet.paragraph("四、评价结论及建议", "一级标题")
    sheet.paragraph("（一）评价结论", "二级标题")
    sheet.paragraph("{{ sentences.total }}{{ sentences.categories if categories else '' }}")
    done = " or ".join(f"'{name}' in row.aspect" for name in (*(name for _, name in DONE), "成本"))
    sheet.paragraphs(f"{{%p for row in rows if not ({done} or {BENEFIT}) %}}", TOLD, "{%p endfor %}")
    sheet.paragraphs("{%p if objective_actual != '—' %}", "{{ objective_actual }}", "{%p endif %}")
    sheet.texts("narrative_written.conclusion")
    sheet.texts("sentences.lost")
    sheet.texts("sentences.excluded")
    sheet.paragraphs("{%p for text in narrative.problems %}", "存在的问题：{{ text }}", "{%p endfor %}")
    sheet.section("（二）相关建议", "suggestions", style="二级标题")
    sheet.texts("narrative_written.measures")
    sheet.paragraph("")
    sheet.paragraphs("{{ subject.unit if subject.unit != '—' else subject.department }}", "{{ subject.filled_on }}", style="落款")
