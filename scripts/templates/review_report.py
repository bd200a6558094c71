"""复核报告 - Scope, sample and its limits, results by both ratings, problems, suggestions; every item and the draw behind."""

from docx.enum.text import WD_ALIGN_PARAGRAPH

from scripts.templates import review_parts as parts
from scripts.templates.layout import Sheet, cell, head, left, row

STRATUM_WIDTHS = (46, 20, 28, 18, 18, 26)
GAP_WIDTHS = (38, 12, 17, 17, 17, 17, 19, 19)
ITEM_WIDTHS = (9, 25, 26, 40, 20, 15, 10, 15, 10, 15, 10, 40)
DRAWN_WIDTHS = (10, 30, 48, 28, 14, 27, 30, 48)
FRAME_WIDTHS = (12, 34, 62, 44, 34, 20, 11, 9, 9)
CONTENT = (
    "复核以单位上报资料为基础，重点核实绩效目标编制、预算执行、绩效指标设置、运行成本控制、目标完成、可持续发展能力和"
    "服务对象满意度等情况，同时考量自评工作的及时性、规范性和自评报告质量。复核评级针对项目或部门的绩效，自评工作质量评级针对自评工作，两者分别评定。"
)


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("预算绩效自评抽查复核报告")
    parts.title(sheet, "{{ head.bureau }}", "{{ head.year }}年度预算绩效自评抽查复核报告")
    _scope(sheet)
    _results(sheet)
    sheet.paragraph("三、存在的问题", "一级标题")
    parts.problems(sheet)
    sheet.paragraph("{%p if problem_kinds %}")
    sheet.chart("problems_chart", "项数", across=True, height=75)
    sheet.paragraph("{%p endif %}")
    sheet.section("四、建议", "suggestions")
    parts.sign(sheet)
    sheet.turn()
    _items(sheet)
    sheet.paragraph("{%p if drawn %}", "表注")
    sheet.page_break()
    _drawn(sheet)
    sheet.paragraphs("{%p endif %}", "{%p if frame %}", style="表注")
    sheet.page_break()
    _frame(sheet)
    sheet.paragraph("{%p endif %}", "表注")
    return sheet.save()


def _scope(sheet: Sheet) -> None:
    sheet.paragraph("一、复核范围和内容", "一级标题")
    sheet.paragraph("（一）复核依据", "二级标题")
    sheet.paragraph("{{ basis_sentence }}")
    sheet.texts("narrative_written.organisation")
    sheet.paragraph("（二）复核范围", "二级标题")
    sheet.paragraph("{{ scope_sentence }}{{ visits_sentence }}")
    sheet.paragraph("（三）复核内容", "二级标题")
    sheet.paragraph(CONTENT)
    sheet.texts("narrative_written.content")
    sheet.paragraph("（四）抽样方法与局限", "二级标题")
    sheet.texts("sampling_method")
    sheet.document.paragraphs[-2].alignment = WD_ALIGN_PARAGRAPH.LEFT  # a hash is one long word
    sheet.paragraph("{%p if strata %}")
    _strata(sheet)
    sheet.paragraph("{%p endif %}")
    sheet.paragraphs("{%p if frame_sentence %}", "{{ frame_sentence }}", "{%p endif %}")
    sheet.texts("sampling_limits")


def _strata(sheet: Sheet) -> None:
    columns = (
        ("抽样层", left("{{ row.stratum }}")),
        ("层内\n项数", cell("{{ row.frame_count }}")),
        ("层内金额\n（万元）", cell("{{ row.frame_money_wan }}")),
        ("必查", cell("{{ row.certain_count }}")),
        ("抽中", cell("{{ row.drawn_count }}")),
        ("抽中金额\n（万元）", cell("{{ row.sample_money_wan }}")),
    )
    sheet.gap()
    parts.table(sheet, STRATUM_WIDTHS, columns, "strata")
    sheet.gap()


def _results(sheet: Sheet) -> None:
    sheet.paragraph("二、复核结果", "一级标题")
    sheet.paragraph("（一）复核评级", "二级标题")
    sheet.paragraph("{{ reviewed_sentence }}")
    parts.grades(sheet, "reviewed_grades", "复核评级")
    sheet.paragraph("（二）自评工作质量评级", "二级标题")
    sheet.paragraph("{{ quality_sentence }}")
    parts.grades(sheet, "quality_grades", "自评工作质量评级")
    sheet.paragraph("{%p if grades_chart.series %}")
    sheet.chart("grades_chart", "自评等级", "复核评级", "自评工作质量评级")
    sheet.paragraph("{%p endif %}")
    sheet.paragraph("（三）自评与复核的差异", "二级标题")
    sheet.paragraph("{{ gaps_sentence }}")
    _gaps(sheet)
    sheet.texts("narrative_written.result")


def _gaps(sheet: Sheet) -> None:
    columns = (
        ("主管部门", cell("{{ row.department }}")),
        ("项数", cell("{{ row.count }}")),
        ("自评\n平均", cell("{{ row.own_mean }}")),
        ("复核\n平均", cell("{{ row.reviewed_mean }}")),
        ("平均\n差额", cell("{{ row.mean_delta }}")),
        ("最大\n差额", cell("{{ row.widest_delta }}")),
        ("低于自评\n（项）", cell("{{ row.lower_count }}")),
        ("高于自评\n（项）", cell("{{ row.higher_count }}")),
    )
    sheet.paragraph("{%p if gaps %}")
    sheet.gap()
    parts.table(sheet, GAP_WIDTHS, columns, "gaps", whole=True)
    sheet.gap()
    sheet.paragraph("{%p endif %}")


def _items(sheet: Sheet) -> None:
    columns = (
        ("序号", cell("{{ row.number }}")),
        ("主管部门", cell("{{ row.department }}")),
        ("单位", cell("{{ row.unit }}")),
        ("项目", left("{{ row.name }}")),
        ("金额\n（万元）", cell("{{ row.money_wan }}")),
        ("自评分", cell("{{ row.own_points }}")),
        ("自评\n等级", cell("{{ row.own_grade }}")),
        ("复核分", cell("{{ row.reviewed_points }}")),
        ("复核\n评级", cell("{{ row.reviewed_grade }}")),
        ("增减", cell("{{ row.delta }}")),
        ("质量\n评级", cell("{{ row.quality_grade }}")),
        ("主要问题", left("{{ row.problem_titles }}")),
    )
    sheet.paragraph("附表1", "附件标识")
    sheet.paragraph("复核结果明细表", "表格标题")
    closing = row(head("合计", 4), cell("{{ money_wan }}"), *(cell("") for _ in range(7)))
    parts.table(sheet, ITEM_WIDTHS, columns, "items", closing)


def _drawn(sheet: Sheet) -> None:
    columns = (
        ("序号", cell("{{ row.number }}")),
        ("项目编码", cell("{{ row.code }}")),
        ("项目", left("{{ row.name }}")),
        ("抽样层", cell("{{ row.stratum }}")),
        ("入样\n方式", cell("{{ row.how }}")),
        ("入样概率", cell("{{ row.probability }}")),
        ("随机数\n（前12位）", cell("{{ row.u }}")),
        ("理由", left("{{ row.why }}")),
    )
    sheet.paragraph("附表2", "附件标识")
    sheet.paragraph("抽样明细表", "表格标题")
    parts.table(sheet, DRAWN_WIDTHS, columns, "drawn")


def _frame(sheet: Sheet) -> None:
    columns = (
        ("序号", cell("{{ row.number }}")),
        ("项目编码", cell("{{ row.code }}")),
        ("项目", left("{{ row.name }}")),
        ("单位", left("{{ row.unit }}")),
        ("抽样层", cell("{{ row.stratum }}")),
        ("金额\n（万元）", cell("{{ row.money_wan }}")),
        ("上年\n等级", cell("{{ row.last_grade }}")),
        ("风\n险分", cell("{{ row.risk }}")),
        ("抽中", cell("{{ row.drawn_mark }}")),
    )
    sheet.paragraph("附表3", "附件标识")
    sheet.paragraph("抽样框", "表格标题")
    parts.table(sheet, FRAME_WIDTHS, columns, "frame")
