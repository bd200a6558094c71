"""云南 公开14表 - The disclosed project form: money in 元, the target in three columns, other matters at the foot."""

from scripts.templates.layout import Sheet, cell, control, goes_on, head, left, level_one, level_two, row

MONEY_WIDTHS = (8.4, 8.4, 28.2, 23.8, 23.8, 23.8, 8.4, 17.3, 13.9)
INDICATOR_WIDTHS = (8.4, 17.6, 15.6, 21.1, 8.4, 13.4, 10.9, 15, 8.4, 13.9, 23.3)
SOURCES = (("年度资金总额", "total"), ("其中：当年财政拨款", "fiscal"), ("上年结转资金", "carryover"), ("其他资金", "other"))


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("项目支出绩效自评表（公开14表）")
    sheet.begin_each_form()
    sheet.paragraph("公开14表", "单位行")
    sheet.paragraph("项目支出绩效自评表", "表格标题")
    sheet.paragraph("（{{ form.subject.year }}年度）", "表格副标题")
    sheet.table(MONEY_WIDTHS, (*_subject(), *_money(), *_objective()), joined=True)
    sheet.joint()
    sheet.table(INDICATOR_WIDTHS, _indicators())
    sheet.end_each_form()
    return sheet.save()


def _subject() -> tuple[str, ...]:
    return (
        row(head("项目名称", 2), left("{{ form.subject.project }}", 7)),
        row(head("主管部门", 2), left("{{ form.subject.department }}", 3), head("实施单位", 1), left("{{ form.subject.unit }}", 3)),
    )


def _money() -> tuple[str, ...]:
    heads = ("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    rows = [row(head("项目资金\n（元）", 2, "restart"), *(head(text) for text in heads))]
    for title, name in SOURCES:
        amounts = (cell(f"{{{{ form.money.{name}.{column}_yuan }}}}") for column in ("original", "adjusted", "spent"))
        figures = (cell(f"{{{{ form.money.{name}.{column} }}}}") for column in ("weight", "rate", "points"))
        rows.append(row(goes_on(2), left(title), *amounts, *figures))
    return tuple(rows)


def _objective() -> tuple[str, ...]:
    return (
        row(head("年度\n总体\n目标", 1, "restart"), head("预期目标", 3), head("实际完成情况", 5)),
        row(goes_on(), left("{{ form.objective_expected }}", 3), left("{{ form.objective_actual }}", 5), height=12),
    )


def _indicators() -> tuple[str, ...]:
    heads = (
        "一级指标", "二级指标", "三级指标", "指标\n性质", "指标值", "度量\n单位", "实际完成值", "分值", "得分", "偏差原因分析及改进措施",
    )  # fmt: skip
    return (
        row(head("", open_side="bottom"), *(head(text) for text in heads), header=True),
        control("{%tr for row in form.rows %}", 11),
        row(
            head("{% merge '绩效指标' %}绩效\n指标", open_side="top"),
            level_one(),
            level_two(),
            left("{{ row.core_mark }}{{ row.name }}"),
            cell("{{ row.sign }}"),
            cell("{{ row.value }}"),
            cell("{{ row.unit }}"),
            cell("{{ row.actual }}"),
            cell("{{ row.weight }}"),
            cell("{{ row.points }}"),
            left("{{ row.deviation }}"),
        ),
        control("{%tr endfor %}", 11),
        row(head("其他需要说明事项", 3), left("{{ form.remarks }}", 8)),
        row(head("总分", 8), cell("{{ form.whole_weight }}"), cell("{{ form.total }}"), cell("（等级：{{ form.grade }}）")),
    )
