"""云南 部门整体支出绩效自评报告 - The outline that departments follow; figures come as composed sentences, the rest from the narrative."""

from scripts.templates.layout import Sheet, cell, control, head, left, row
from scripts.templates.project_report import TABLE_WIDTHS, indicator_table

FUND_WIDTHS = (44, 28, 28, 28, 28)


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("部门整体支出绩效自评报告")
    sheet.paragraph("{{ subject.unit if subject.unit != '—' else subject.department }}", "公文标题")
    sheet.paragraph("{{ subject.year }}年度部门整体支出绩效自评报告", "公文标题")
    sheet.paragraph("")
    _department(sheet)
    _work(sheet)
    _result(sheet)
    _rest(sheet)
    sheet.page_break()
    sheet.paragraph("附表", "附件标识")
    sheet.paragraph("部门整体支出绩效自评指标评分表", "表格标题")
    sheet.table(TABLE_WIDTHS, indicator_table())
    return sheet.save()


def _department(sheet: Sheet) -> None:
    sheet.paragraph("一、部门基本情况", "一级标题")
    sheet.paragraph("（一）部门概况", "二级标题")
    sheet.section("1.主要职能职责", "duties", style="三级标题")
    sheet.section("2.机构情况", "institutions", style="三级标题")
    sheet.paragraph("3.人员情况", "三级标题")
    sheet.paragraph("{{ sentences.staff }}")
    sheet.texts("narrative_written.staff")
    sheet.paragraph("（二）部门绩效目标的设立情况", "二级标题")
    sheet.paragraph("{{ objective_expected if objective_expected != '—' else '（本节未填写）' }}")
    sheet.texts("narrative_written.objective")
    sheet.paragraph("（三）部门整体收支情况", "二级标题")
    sheet.paragraph("1.收入情况", "三级标题")
    sheet.paragraph("{{ sentences.funds }}")
    sheet.texts("narrative_written.income")
    sheet.paragraph("2.支出情况", "三级标题")
    sheet.paragraph("{{ sentences.spending }}")
    sheet.texts("narrative_written.expenditure")
    sheet.paragraph("单位：万元", "单位行")
    sheet.table(FUND_WIDTHS, _funds(), whole=True)
    sheet.gap()
    sheet.section("3.部门预算管理制度建设情况", "budget_rules", style="三级标题")


def _funds() -> tuple[str, ...]:
    heads = ("项目", "年初预算数", "全年预算数", "到位数", "全年执行数")
    names = ("title", "original_wan", "adjusted_wan", "received_wan", "spent_wan")
    cells = tuple(f"{{{{ fund.{name} }}}}" for name in names)
    total = (cell(f"{{{{ money.total.{name} }}}}") for name in names[1:])
    return (
        row(*(head(text) for text in heads), header=True),
        row(left("年度资金总额"), *total),
        control("{%tr for fund in money.rows %}", 5),
        row(left(cells[0]), *(cell(text) for text in cells[1:])),
        control("{%tr endfor %}", 5),
        control("{%tr for fund in money.spending %}", 5),
        row(left(cells[0]), *(cell(text) for text in cells[1:])),
        control("{%tr endfor %}", 5),
    )


def _work(sheet: Sheet) -> None:
    sheet.paragraph("二、绩效自评工作情况", "一级标题")
    sheet.section("（一）绩效自评的目的", "purpose", style="二级标题")
    sheet.paragraph("（二）自评组织过程", "二级标题")
    sheet.section("1.前期准备", "preparation", style="三级标题")
    sheet.section("2.组织实施", "organisation", style="三级标题")


def _result(sheet: Sheet) -> None:
    sheet.paragraph("三、评价情况分析及综合评价结论", "一级标题")
    sheet.paragraphs("{{ sentences.framework }}", "{{ sentences.total }}")
    sheet.texts("narrative_written.conclusion")
    sheet.paragraph("（一）预算执行情况", "二级标题")
    sheet.paragraph("{{ sentences.execution }}")
    sheet.paragraphs("{%p if sentences.execution_deviation %}", "{{ sentences.execution_deviation }}", "{%p endif %}")
    sheet.texts("narrative_written.execution")
    sheet.paragraph("{%p for category in categories %}")
    sheet.paragraph("{{ category.heading_from_second }}{{ category.short_name }}情况", "二级标题")
    sheet.paragraph("{{ category.sentence }}")
    sheet.paragraphs("{%p for row in category.rows %}", "{{ loop.index }}.{{ row.sentence }}", "{%p endfor %}")
    sheet.paragraph("{%p endfor %}")


def _rest(sheet: Sheet) -> None:
    sheet.paragraph("四、存在的问题和整改情况", "一级标题")
    sheet.texts("sentences.lost")
    sheet.texts("sentences.excluded")
    sheet.texts("narrative.problems")
    sheet.texts("narrative_written.measures")
    sheet.section("五、绩效自评结果应用情况", "result_use")
    sheet.section("六、主要经验及做法", "experience")
    sheet.section("七、其他需说明的情况", "other")
    sheet.paragraph("")
    sheet.paragraphs("{{ subject.unit if subject.unit != '—' else subject.department }}", "{{ subject.filled_on }}", style="落款")
