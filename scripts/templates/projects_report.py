"""云南 项目支出绩效自评报告（多个项目） - One report of a unit over all its projects; a summary, every row and the bases behind."""

from scripts.templates.layout import Sheet, cell, control, head, left, row
from scripts.templates.project_report import TABLE_WIDTHS, indicator_table

CLASS_WIDTHS = (60, 20, 38, 38)
SUMMARY_WIDTHS = (12, 46, 25, 25, 19, 16, 13)
FUND_WIDTHS = (38, 25, 25, 23, 25, 20)
FUND_HEADS = ("资金来源", "年初预算数", "全年预算数", "到位数", "全年执行数", "执行率")
FUND_COLUMNS = ("original_wan", "adjusted_wan", "received_wan", "spent_wan", "rate")


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("项目支出绩效自评报告（多个项目）")
    sheet.paragraph("{{ unit if unit != '—' else department }}", "公文标题")
    sheet.paragraph("{{ year }}年度项目支出绩效自评报告", "公文标题")
    sheet.paragraph("")
    _basics(sheet)
    _work(sheet)
    _result(sheet)
    _rest(sheet)
    _summary(sheet)
    _details(sheet)
    _bases(sheet)
    return sheet.save()


def _basics(sheet: Sheet) -> None:
    sheet.paragraph("一、基本情况", "一级标题")
    sheet.paragraph("{{ all_sentence }}各项目情况如下：")
    sheet.paragraph("{%p for form in forms %}")
    sheet.paragraph("{{ form.heading }}{{ form.subject.project }}", "二级标题")
    sheet.section("1.项目概况", style="三级标题")
    sheet.texts("form.narrative.overview")
    sheet.paragraph("2.项目绩效目标", "三级标题")
    sheet.paragraph("{{ form.objective_expected if form.objective_expected != '—' else '（本节未填写）' }}")
    sheet.texts("form.narrative_written.objective")
    sheet.section("3.项目组织管理情况", style="三级标题")
    sheet.texts("form.narrative.management")
    sheet.paragraph("{%p endfor %}")


def _work(sheet: Sheet) -> None:
    sheet.paragraph("二、绩效评价工作开展情况", "一级标题")
    sheet.section("（一）绩效评价目的、对象和范围", "purpose", style="二级标题")
    sheet.paragraphs("{%p if classes %}", "{{ classes_sentence }}")
    sheet.paragraph("单位：万元", "单位行")
    sheet.table(
        CLASS_WIDTHS,
        (
            row(*(head(text) for text in ("项目类别", "个数", "预算数", "全年执行数")), header=True),
            control("{%tr for class in classes %}", 4),
            row(left("{{ class.name }}"), *(cell(f"{{{{ class.{name} }}}}") for name in ("count", "budget_wan", "spent_wan"))),
            control("{%tr endfor %}", 4),
        ),
        whole=True,
    )
    sheet.gap()
    sheet.paragraph("{%p endif %}")
    sheet.paragraph("（二）绩效评价工作过程", "二级标题")
    sheet.section("1.前期准备", "preparation", style="三级标题")
    sheet.section("2.组织实施", "organisation", style="三级标题")


def _result(sheet: Sheet) -> None:
    sheet.paragraph("三、评价情况及结论", "一级标题")
    sheet.paragraph("（一）评价结论", "二级标题")
    sheet.paragraph("{{ grades_sentence }}")
    sheet.texts("narrative_written.conclusion")
    sheet.paragraph("（二）绩效目标实现情况", "二级标题")
    sheet.paragraph("{%p for form in forms %}")
    sheet.paragraph("{{ form.number }}.{{ form.subject.project }}", "三级标题")
    sheet.paragraph("{{ form.sentences.total }}{{ form.sentences.goal }}")
    sheet.paragraph("{{ form.sentences.execution }}{{ form.sentences.execution_deviation if form.execution_weight == '—' else '' }}")
    sheet.paragraphs("{%p if form.objective_actual != '—' %}", "目标实际完成情况：{{ form.objective_actual }}", "{%p endif %}")
    sheet.paragraph("{%p endfor %}")


def _rest(sheet: Sheet) -> None:
    sheet.paragraph("四、存在的问题和整改情况", "一级标题")
    sheet.paragraphs("{%p for form in forms %}", "{%p for lost in form.lost %}")
    sheet.paragraph("{{ form.subject.project }}：{{ lost.sentence }}")
    sheet.paragraphs("{%p endfor %}", "{%p for text in form.sentences.excluded %}")
    sheet.paragraph("{{ form.subject.project }}：{{ text }}")
    sheet.paragraphs("{%p endfor %}", "{%p endfor %}")
    sheet.texts("narrative.problems")
    sheet.texts("narrative_written.measures")
    sheet.section("五、绩效自评结果应用情况", "result_use")
    sheet.section("六、主要经验及做法", "experience")
    sheet.section("七、其他需说明的情况", "other")
    sheet.paragraph("")
    sheet.paragraphs("附件：1.各项目绩效自评情况汇总表", "　　　2.各项目资金和绩效指标情况", "　　　3.项目立项和自评依据")
    sheet.paragraph("")
    sheet.paragraphs("{{ unit if unit != '—' else department }}", "{{ filled_on }}", style="落款")


def _summary(sheet: Sheet) -> None:
    heads = ("序号", "项目名称", "预算数\n（万元）", "全年执行数\n（万元）", "执行率", "得分", "等级")
    names = ("money.total.budget_wan", "money.total.spent_wan", "execution_rate", "total", "grade")
    sheet.page_break()
    sheet.paragraph("附件1", "附件标识")
    sheet.paragraph("各项目绩效自评情况汇总表", "表格标题")
    sheet.table(
        SUMMARY_WIDTHS,
        (
            row(*(head(text) for text in heads), header=True),
            control("{%tr for form in forms %}", 7),
            row(cell("{{ form.number }}"), left("{{ form.subject.project }}"), *(cell(f"{{{{ form.{name} }}}}") for name in names)),
            control("{%tr endfor %}", 7),
            row(head("各项目合计", 2), *(cell(f"{{{{ all_{name} }}}}") for name in ("budget_wan", "spent_wan", "rate")), cell("—", 2)),
        ),
    )


def _details(sheet: Sheet) -> None:
    sheet.page_break()
    sheet.paragraph("附件2", "附件标识")
    sheet.paragraph("各项目资金和绩效指标情况", "表格标题")
    sheet.paragraph("{%p for form in forms %}")
    sheet.paragraph("{{ form.number }}.{{ form.subject.project }}", "三级标题")
    sheet.paragraph("单位：万元", "单位行")
    sheet.table(FUND_WIDTHS, fund_table("form."), whole=True)
    sheet.paragraph("执行率为全年执行数除以{{ form.denominator }}。", "表注")
    sheet.table(TABLE_WIDTHS, indicator_table("form.", "execution_weight"))
    sheet.end_each_form()


def fund_table(owner: str = "", heads: tuple[str, ...] = FUND_HEADS) -> tuple[str, ...]:
    """资金表 - Return the rows of a money table by source; owner is what stands before the names of a form, as `form.`."""
    return (
        row(*(head(text) for text in heads), header=True),
        row(left("年度资金总额"), *(cell(f"{{{{ {owner}money.total.{name} }}}}") for name in FUND_COLUMNS)),
        control(f"{{%tr for fund in {owner}money.rows %}}", 6),
        row(left("{{ fund.title }}"), *(cell(f"{{{{ fund.{name} }}}}") for name in FUND_COLUMNS)),
        control("{%tr endfor %}", 6),
    )


def _bases(sheet: Sheet) -> None:
    sheet.page_break()
    sheet.paragraph("附件3", "附件标识")
    sheet.paragraph("项目立项和自评依据", "表格标题")
    sheet.paragraphs("{%p for text in narrative.basis %}", "{{ loop.index }}.{{ text }}", "{%p endfor %}")
