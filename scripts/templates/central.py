"""项目支出绩效自评表 - The central form: money in 万元, eight indicator columns, total and grade at the foot."""

from scripts.templates.layout import Sheet, cell, control, goes_on, head, left, level_one, level_two, row

MONEY_WIDTHS = (8.4, 8.4, 35.4, 21.4, 21.4, 21.4, 8.4, 17.3, 13.9)
INDICATOR_WIDTHS = (8.4, 19.3, 15.6, 25, 20.7, 19.3, 8.4, 13.9, 25.4)
SOURCES = (("年度资金总额", "total"), ("其中：当年财政拨款", "fiscal"), ("上年结转资金", "carryover"), ("其他资金", "other"))

FILLED_BY = "填报人：{{ form.subject.contact }}　　　　联系电话：{{ form.subject.phone }}　　　　填报日期：{{ form.subject.filled_on }}"


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("项目支出绩效自评表")
    sheet.begin_each_form()
    sheet.paragraph("项目支出绩效自评表", "表格标题")
    sheet.paragraph("（{{ form.subject.year }}年度）", "表格副标题")
    sheet.table(MONEY_WIDTHS, (*subject(), *_money(), *objective()), joined=True)
    sheet.joint()
    sheet.table(INDICATOR_WIDTHS, indicators())
    sheet.paragraphs(
        "注：得分为计入得分；“—”表示没有数据或者不计分，“不适用”表示该指标不参与计分。",
        FILLED_BY,
        style="表注",
    )
    sheet.end_each_form()
    return sheet.save()


def subject() -> tuple[str, ...]:
    """评价对象 - Return the rows that name project, department and unit, on the grid of the money table."""
    return (
        row(head("项目名称", 2), left("{{ form.subject.project }}", 7)),
        row(head("主管部门", 2), left("{{ form.subject.department }}", 2), head("实施单位"), left("{{ form.subject.unit }}", 4)),
    )


def _money() -> tuple[str, ...]:
    heads = ("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    rows = [row(head("项目资金\n（万元）", 2, "restart"), *(head(text) for text in heads))]
    for title, name in SOURCES:
        amounts = (cell(f"{{{{ form.money.{name}.{column}_wan }}}}") for column in ("original", "adjusted", "spent"))
        figures = (cell(f"{{{{ form.money.{name}.{column} }}}}") for column in ("weight", "rate", "points"))
        rows.append(row(goes_on(2), left(title), *amounts, *figures))
    return tuple(rows)


def objective() -> tuple[str, ...]:
    """年度总体目标 - Return the rows of the objective, on the grid of the money table."""
    return (
        row(head("年度总体目标", 1, "restart"), head("预期目标", 3), head("实际完成情况", 5)),
        row(goes_on(), left("{{ form.objective_expected }}", 3), left("{{ form.objective_actual }}", 5), height=12),
    )


def indicators() -> tuple[str, ...]:
    """绩效指标 - Return the eight indicator columns with the total below."""
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    return (
        row(head("", open_side="bottom"), *(head(text) for text in heads), header=True),
        control("{%tr for row in form.rows %}", 9),
        row(
            head("{% merge '绩效指标' %}绩效指标", open_side="top"),
            level_one(),
            level_two(),
            left("{{ row.core_mark }}{{ row.name }}"),
            cell("{{ row.target }}"),
            cell("{{ row.actual }}"),
            cell("{{ row.weight }}"),
            cell("{{ row.points }}"),
            left("{{ row.deviation }}"),
        ),
        control("{%tr endfor %}", 9),
        row(head("总分", 6), cell("{{ form.whole_weight }}"), cell("{{ form.total }}"), cell("等级：{{ form.grade }}")),
    )
