"""项目支出绩效自评报告 - The report in 投入、过程、产出、效果: standard sentences from facts, every indicator told, the table behind."""

from scripts.templates.layout import Sheet, cell, control, head, left, level_one, level_two, row

SUM_WIDTHS = (56, 25, 25, 25, 25)
TABLE_WIDTHS = (17.6, 15.6, 28.4, 20, 20, 8.4, 13.9, 32.1)


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("项目支出绩效自评报告")
    sheet.paragraph("{{ subject.project }}", "公文标题")
    sheet.paragraph("{{ subject.year }}年度项目支出绩效自评报告", "公文标题")
    sheet.paragraph("")
    _basics(sheet)
    _work(sheet)
    _result(sheet)
    _analysis(sheet)
    lessons(sheet)
    _sign(sheet)
    sheet.page_break()
    sheet.paragraph("附表", "附件标识")
    sheet.paragraph("项目支出绩效自评指标评分表", "表格标题")
    sheet.table(TABLE_WIDTHS, indicator_table())
    return sheet.save()


def _basics(sheet: Sheet) -> None:
    sheet.paragraph("一、项目基本情况", "一级标题")
    sheet.section("（一）项目概况", "overview", style="二级标题")
    sheet.paragraph("（二）项目绩效目标", "二级标题")
    sheet.paragraph("{{ objective_expected if objective_expected != '—' else '（本节未填写）' }}")
    sheet.texts("narrative_written.objective")
    sheet.paragraph("（三）资金投入和使用情况", "二级标题")
    sheet.paragraphs("{{ sentences.funds }}", "{{ sentences.execution }}")
    sheet.paragraphs("{%p if sentences.execution_deviation %}", "{{ sentences.execution_deviation }}", "{%p endif %}")
    sheet.texts("narrative_written.funds")


def _work(sheet: Sheet) -> None:
    sheet.paragraph("二、绩效自评工作开展情况", "一级标题")
    sheet.section("（一）绩效自评目的、对象和范围", "purpose", style="二级标题")
    sheet.paragraph("（二）评价指标体系、评价方法和评价标准", "二级标题")
    sheet.paragraphs("{{ sentences.framework }}依据：{{ subject.set_source }}。", "评价等级：{{ sentences.grade }}")
    sheet.texts("narrative_written.methods")
    sheet.section("（三）绩效自评工作过程", "organisation", style="二级标题")


def _result(sheet: Sheet) -> None:
    sheet.paragraph("三、综合评价情况及评价结论", "一级标题")
    sheet.paragraph("{{ sentences.total }}{{ sentences.categories if categories else '' }}")
    sheet.texts("narrative_written.conclusion")
    sheet.gap()
    sheet.table(SUM_WIDTHS, category_table(), whole=True)
    sheet.gap()


def _analysis(sheet: Sheet) -> None:
    sheet.paragraph("四、绩效评价指标分析", "一级标题")
    sheet.paragraph("{%p for category in categories %}")
    sheet.paragraph("{{ category.heading }}{{ category.short_name }}情况", "二级标题")
    sheet.paragraph("{{ category.sentence }}")
    sheet.paragraphs("{%p for row in category.rows %}", "{{ loop.index }}.{{ row.sentence }}", "{%p endfor %}")
    sheet.paragraph("{%p endfor %}")


def lessons(sheet: Sheet) -> None:
    """经验、问题和建议 - Add the closing chapters five to seven of an evaluation report."""
    sheet.paragraph("五、主要经验及做法、存在的问题及原因分析", "一级标题")
    sheet.section("（一）主要经验及做法", "experience", style="二级标题")
    sheet.paragraph("（二）存在的问题及原因分析", "二级标题")
    sheet.texts("sentences.lost")
    sheet.texts("sentences.excluded")
    sheet.texts("narrative.problems")
    sheet.section("六、有关建议", "suggestions")
    sheet.texts("narrative_written.measures")
    sheet.section("七、其他需要说明的问题", "other")


def _sign(sheet: Sheet) -> None:
    sheet.paragraph("")
    sheet.paragraphs("{{ subject.unit }}", "{{ subject.filled_on }}", style="落款")


def category_table(shown: str = "execution_rate") -> tuple[str, ...]:
    """小计表 - Return the rows of a table of level-1 sums; the money row stands in it where the figure `shown` is not missing."""
    heads = ("一级指标", "分值", "得分", "失分", "得分率")
    names = ("name", "weight", "points", "lost", "rate")
    return (
        row(*(head(text) for text in heads), header=True),
        control("{%tr for category in categories %}", 5),
        row(*(cell(f"{{{{ category.{name} }}}}") for name in names)),
        control("{%tr endfor %}", 5),
        control(f"{{%tr if {shown} != '—' %}}", 5),
        row(head("预算执行率"), cell("{{ execution_weight }}"), cell("{{ execution_points }}"), cell("—"), cell("{{ execution_rate }}")),
        control("{%tr endif %}", 5),
        row(head("总分"), cell("{{ whole_weight }}"), cell("{{ total }}"), cell("—"), cell("等级：{{ grade }}")),
    )


def indicator_table(owner: str = "", shown: str = "execution_rate") -> tuple[str, ...]:
    """附表 - Return the rows of the table behind a report; owner stands before the names of a form, as `form.`; shown as above."""
    heads = ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分", "失分原因")
    names = ("execution_rate", "execution_weight", "execution_points", "money.total.deviation", "whole_weight", "total", "grade")
    rate, weight, points, deviation, whole, total, grade = (f"{{{{ {owner}{name} }}}}" for name in names)
    return (
        row(*(head(text) for text in heads), header=True),
        control(f"{{%tr for row in {owner}rows %}}", 8),
        row(
            level_one(),
            level_two(),
            left("{{ row.core_mark }}{{ row.name }}"),
            cell("{{ row.target }}"),
            cell("{{ row.actual }}"),
            cell("{{ row.weight }}"),
            cell("{{ row.points }}"),
            left("{{ row.deviation }}"),
        ),
        control("{%tr endfor %}", 8),
        control(f"{{%tr if {owner}{shown} != '—' %}}", 8),
        row(head("预算执行率", 3), cell(rate, 2), cell(weight), cell(points), left(deviation)),
        control("{%tr endif %}", 8),
        row(head("总分", 5), cell(whole), cell(total), cell(f"等级：{grade}")),
    )
