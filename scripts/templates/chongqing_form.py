"""重庆 部门整体绩效自评表 - One level of indicators, each with coefficient and core mark; the target before and after adjustment."""

from scripts.templates.layout import LANDSCAPE, Sheet, cell, control, goes_on, head, left, row

WIDTHS = (28, 31, 37, 33, 30, 38, 38)
INDICATOR_WIDTHS = (43.4, 13, 13, 22, 22, 24, 18, 17, 17, 15.6, 30)


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("部门整体绩效自评表（重庆）", LANDSCAPE)
    sheet.begin_each_form()
    sheet.paragraph("{{ form.subject.year }}年度部门整体绩效自评表", "表格标题")
    sheet.paragraph("单位：万元", "单位行")
    sheet.table(WIDTHS, (*_subject(), *_money(), *_objective()), joined=True)
    sheet.joint()
    sheet.table(INDICATOR_WIDTHS, _indicators())
    sheet.paragraph("注：自评总分为执行率得分与各项指标得分之和；“—”表示没有数据。", "表注")
    sheet.end_each_form()
    return sheet.save()


def _subject() -> tuple[str, ...]:
    return (
        row(
            head("主管部门"),
            left("{{ form.subject.department }}", 2),
            head("财政处室"),
            left("{{ form.subject.finance_section }}"),
            head("自评总分"),
            cell("{{ form.total }}"),
        ),
        row(head("部门联系人"), left("{{ form.subject.contact }}", 3), head("电话"), left("{{ form.subject.phone }}", 2)),
    )


def _money() -> tuple[str, ...]:
    heads = ("年初预算数", "全年（调整）预算数", "全年执行数", "执行率", "执行率权重", "执行率得分")
    names = ("original_wan", "adjusted_wan", "spent_wan", "rate", "weight", "points")
    return (
        row(head("部门预算\n执行情况", 1, "restart"), *(head(text) for text in heads)),
        row(goes_on(), *(cell(f"{{{{ form.money.total.{name} }}}}") for name in names)),
    )


def _objective() -> tuple[str, ...]:
    return (
        row(
            head("当年绩效\n目标", 1, "restart"), head("年初绩效目标", 2), head("全年（调整）绩效目标", 2), head("全年目标实际完成情况", 2)
        ),
        row(
            goes_on(),
            left("{{ form.objective_expected }}", 2),
            left("{{ form.objective_adjusted }}", 2),
            left("{{ form.objective_actual }}", 2),
            height=12,
        ),
    )


def _indicators() -> tuple[str, ...]:
    heads = (
        "指标名称", "计量\n单位", "指标\n性质", "年初指标值", "调整指标值", "全年完成值", "得分系数\n（%）", "指标权重\n（分）",
        "指标得分\n（分）", "是否核心\n指标", "说明",
    )  # fmt: skip
    cells = ("unit", "sign", "value_original", "value_adjusted", "actual", "coefficient", "weight", "points", "core")
    return (
        row(*(head(text) for text in heads), header=True),
        control("{%tr for row in form.rows %}", 11),
        row(left("{{ row.name }}"), *(cell(f"{{{{ row.{name} }}}}") for name in cells), left("{{ row.note or row.deviation }}")),
        control("{%tr endfor %}", 11),
    )
