"""湖北 项目自评表 - One money row, level-1 to level-3 rows, reasons and measures at the foot, and the notes that the form prints."""

from scripts.templates.layout import Sheet, cell, control, goes_on, head, left, level_one, level_two, row

WIDTHS = (23, 24, 34.5, 25, 25, 24.5)
CLASSES = ("部门预算项目", "县直专项", "省市对下转移支付项目")
ATTRIBUTES = ("持续性", "新增性")
TYPES = ("常年性", "延续性", "一次性")
WEIGHT = "{% if form.execution_weight != '—' %}（{{ form.execution_weight }}分）{% endif %}"
WEIGHT_BY_RATE = WEIGHT.replace("分）", "分×执行率）")
NOTES = (
    "填表说明：",
    "1.预算数为调整后财政资金总额（包括上年结余结转），执行数为资金使用单位财政资金实际支出数。",
    (
        "2.定量指标完成数汇总原则：绝对值直接累加计算，相对值按照资金额度加权平均计算。定量指标计分原则：正向指标（即目标值为≥X），"
        "得分=权重×B/A；反向指标（即目标值为≤X），得分=权重×A/B，得分不得突破权重总额。定量指标先汇总完成数，再计算得分。"
    ),
    (
        "3.定性指标计分原则：分为达成预期指标、部分达成预期指标、未达成预期指标三档，分别按照该指标对应分值区间100%-80%（含80%）、"
        "80%-50%（含50%）、50%-0%合理确定分值。"
    ),
)


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("项目自评表（湖北）")
    sheet.begin_each_form()
    sheet.paragraph("{{ form.subject.year }}年度项目自评表", "表格标题")
    sheet.paragraph("单位名称：{{ form.subject.unit }}　　　　　　填报日期：{{ form.subject.filled_on }}", "表注")
    sheet.table(WIDTHS, (*subject(), *_types(), *money()), joined=True)
    sheet.joint()
    sheet.table(WIDTHS, indicators(), joined=True)
    sheet.joint()
    sheet.table(WIDTHS, _foot())
    sheet.paragraphs(*NOTES, style="填表说明")
    sheet.end_each_form()
    return sheet.save()


def boxes(path: str, choices: tuple[str, ...]) -> str:
    """勾选 - Return the choices with a box before each, ticked where it is the one written."""
    ticks = "　".join(f"{{{{ '☑' if {path} == '{choice}' else '□' }}}}{choice}" for choice in choices)
    listed = ", ".join(f"'{choice}'" for choice in (*choices, "—"))
    return f"{ticks}{{% if {path} not in ({listed}) %}}　{{{{ {path} }}}}{{% endif %}}"


def subject() -> tuple[str, ...]:
    """评价对象 - Return the rows that say what is evaluated, with class and attribute to tick."""
    return (
        row(head("项目名称"), left("{{ form.subject.project }}", 5)),
        row(head("主管部门"), left("{{ form.subject.department }}", 2), head("项目实施单位"), left("{{ form.subject.unit }}", 2)),
        row(head("项目类别"), left(boxes("form.subject.project_class", CLASSES), 5)),
        row(head("项目属性"), left(boxes("form.subject.project_attribute", ATTRIBUTES), 5)),
    )


def _types() -> tuple[str, ...]:
    return (row(head("项目类型"), left(boxes("form.subject.project_type", TYPES), 5)),)


def money() -> tuple[str, ...]:
    """预算执行情况 - Return the one money row, its points in a bracket of the heads."""
    return (
        row(
            head("预算执行情况\n（万元）" + WEIGHT, 1, "restart"),
            head(""),
            head("预算数（A）"),
            head("执行数（B）"),
            head("执行率\n（B/A）"),
            head("得分" + WEIGHT_BY_RATE),
        ),
        row(
            goes_on(),
            left("年度财政\n资金总额"),
            cell("{{ form.money.total.budget_wan }}"),
            cell("{{ form.money.total.spent_wan }}"),
            cell("{{ form.money.total.rate }}"),
            cell("{{ form.money.total.points }}"),
        ),
    )


def indicators() -> tuple[str, ...]:
    """年度绩效目标 - Return the rows of the indicators and the total."""
    heads = ("一级指标", "二级指标", "三级指标", "年初目标值\n（A）", "实际完成值\n（B）", "得分")
    return (
        row(head("年度绩效目标（{{ form.indicator_weight }}分）", 6), header=True),
        row(*(head(text) for text in heads), header=True),
        control("{%tr for row in form.rows %}", 6),
        row(
            level_one(),
            level_two(),
            left("{{ row.core_mark }}{{ row.name }}"),
            cell("{{ row.target }}"),
            cell("{{ row.actual }}"),
            cell("{{ row.points }}"),
        ),
        control("{%tr endfor %}", 6),
        row(head("总分", 5), cell("{{ form.total }}")),
    )


def _foot() -> tuple[str, ...]:
    return (
        row(head("偏差大或\n目标未完成\n原因分析"), left("{{ form.deviation_summary }}", 5)),
        row(head("改进措施及\n结果应用方案"), left("{{ form.improvement_summary }}", 5)),
        row(head("备注"), left("{{ form.remarks }}", 5)),
    )
