"""转移支付绩效自评报告 - How money and targets were handed down, what came of them by level-2 indicator, why not all; the form behind."""

from scripts.templates.layout import Sheet, cell, control, head, left, row
from scripts.templates.transfer_form import INDICATOR_WIDTHS, indicators

FUND_WIDTHS = (44, 28, 28, 28, 28)
UNSCORED = "whole_weight == '—'"


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("转移支付绩效自评报告")
    sheet.paragraph("{{ subject.project }}", "公文标题")
    sheet.paragraph("{{ subject.year }}年度转移支付绩效自评报告", "公文标题")
    sheet.paragraph("")
    sheet.paragraph("一、绩效目标分解下达情况", "一级标题")
    sheet.section("（一）上级下达预算和绩效目标情况", "assigned", style="二级标题")
    sheet.section("（二）省内安排、分解下达情况", "allocated", style="二级标题")
    sheet.paragraph("二、绩效目标完成情况分析", "一级标题")
    _money(sheet)
    _objective(sheet)
    _indicators(sheet)
    _rest(sheet)
    sheet.page_break()
    sheet.paragraph("附表", "附件标识")
    sheet.paragraph("绩效指标完成情况表", "表格标题")
    sheet.table(INDICATOR_WIDTHS, indicators("rows"))
    return sheet.save()


def _money(sheet: Sheet) -> None:
    sheet.paragraph("（一）资金投入情况分析", "二级标题")
    sheet.paragraph("1.资金到位情况分析", "三级标题")
    sheet.paragraph("{{ sentences.funds }}")
    sheet.paragraph("单位：万元", "单位行")
    sheet.table(FUND_WIDTHS, _funds(), whole=True)
    sheet.gap()
    sheet.texts("narrative_written.received")
    sheet.paragraph("2.资金执行情况分析", "三级标题")
    sheet.paragraph("{{ sentences.execution }}")
    sheet.paragraphs("{%p if sentences.execution_deviation %}", "{{ sentences.execution_deviation }}", "{%p endif %}")
    sheet.texts("narrative_written.execution")
    sheet.section("3.资金管理情况分析", "management", style="三级标题")


def _funds() -> tuple[str, ...]:
    heads = ("资金来源", "全年预算数", "到位数", "全年执行数", "执行率")
    names = ("adjusted_wan", "received_wan", "spent_wan", "rate")
    return (
        row(*(head(text) for text in heads), header=True),
        row(left("年度资金总额"), *(cell(f"{{{{ money.total.{name} }}}}") for name in names)),
        control("{%tr for fund in money.rows %}", 5),
        row(left("{{ fund.title }}"), *(cell(f"{{{{ fund.{name} }}}}") for name in names)),
        control("{%tr endfor %}", 5),
    )


def _objective(sheet: Sheet) -> None:
    sheet.paragraph("（二）总体绩效目标完成情况分析", "二级标题")
    for words, name in (("年初设定目标", "objective_expected"), ("完成情况", "objective_actual")):
        sheet.paragraph(f"{words}：{{{{ {name} if {name} != '—' else '（本节未填写）' }}}}")
    sheet.texts("narrative_written.objective")


def _indicators(sheet: Sheet) -> None:
    """Tell every row below its level-1 part and its level-2 name; in a set without points, also why it was not reached."""
    sheet.paragraph("（三）绩效指标完成情况分析", "二级标题")
    sheet.paragraph("{{ sentences.goal }}{{ sentences.total }}")
    sheet.paragraph("{%p for category in categories %}")
    sheet.paragraph("{{ loop.index }}.{{ category.short_name }}指标完成情况分析", "三级标题")
    sheet.paragraph("{{ category.sentence }}")
    sheet.paragraph("{%p for aspect in category.aspects %}")
    sheet.paragraphs("{%p if aspect.name != '—' %}", "（{{ loop.index }}）{{ aspect.name }}")
    sheet.document.paragraphs[-1].paragraph_format.keep_with_next = True
    sheet.paragraph("{%p endif %}")
    sheet.paragraphs("{%p for row in aspect.rows %}", "{{ row.sentence }}")
    sheet.paragraph(f"{{%p if {UNSCORED} and row.deviation not in ('', '—') %}}")
    sheet.paragraphs("未完成原因和改进措施：{{ row.deviation }}。", "{%p endif %}")
    sheet.paragraphs("{%p endfor %}", "{%p endfor %}", "{%p endfor %}")


def _rest(sheet: Sheet) -> None:
    sheet.paragraph("三、偏离绩效目标的原因和下一步改进措施", "一级标题")
    sheet.paragraph(f"{{%p if not ({UNSCORED}) %}}")
    sheet.texts("sentences.lost")
    sheet.paragraph("{%p endif %}")
    sheet.texts("sentences.excluded")
    sheet.texts("narrative.problems")
    sheet.texts("narrative_written.measures")
    sheet.section("四、绩效自评结果拟应用和公开情况", "result_use")
    sheet.texts("narrative_written.disclosure")
    sheet.section("五、其他需要说明的情况", "other")
    sheet.paragraph("")
    sheet.paragraphs("{{ subject.unit }}", "{{ subject.filled_on }}", style="落款")
