"""银川 项目支出绩效自评表 - Own score beside the bureau's, which is empty until it has one; the execution rate is a row of 项目管理."""

from scripts.templates.central import FILLED_BY, MONEY_WIDTHS, objective, subject
from scripts.templates.layout import Cell, Sheet, cell, control, goes_on, head, left, level_two, row

INDICATOR_WIDTHS = (19.3, 15.6, 23.6, 19.4, 19.4, 8.4, 13.9, 11.8, 24.6)
RATE = "预算执行率"
REVIEWED = "{{ '，审定等级为' ~ form.reviewed_grade if form.reviewed_grade else '' }}"


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("项目支出绩效自评表（银川）")
    sheet.begin_each_form()
    sheet.paragraph("项目支出绩效自评表", "表格标题")
    sheet.paragraph("（{{ form.subject.year }}年度）", "表格副标题")
    sheet.table(MONEY_WIDTHS, (*subject(), *_money(), *objective()), joined=True)
    sheet.joint()
    sheet.table(INDICATOR_WIDTHS, _indicators())
    sheet.paragraphs("注：财政审定评分由财政部门复核后填写" + REVIEWED + "。", FILLED_BY, style="表注")
    sheet.end_each_form()
    return sheet.save()


def _money() -> tuple[str, ...]:
    heads = ("", "年初预算数", "调整预算数\n（A）", "全年执行数\n（B）")
    amounts = (cell(f"{{{{ form.money.total.{name}_wan }}}}") for name in ("original", "adjusted", "spent"))
    return (
        row(head("项目资金\n（万元）", 2, "restart"), *(head(text) for text in heads), head("执行率\n（B/A）", 3)),
        row(goes_on(2), left("年度资金总额"), *amounts, cell("{{ form.money.total.rate }}", 3)),
    )


def _indicators() -> tuple[str, ...]:
    """Return the rows by level-1 part; the money row opens the part that it counts in, else it stands above the total."""
    heads = (
        "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "自评\n得分", "财政\n审定\n评分",
        "偏差原因分析及改进措施",
    )  # fmt: skip
    part = cell("{% merge row.category_label %}{{ row.category_label }}")
    figures = (cell("{{ row.target }}"), cell("{{ row.actual }}"), cell("{{ row.weight }}"), cell("{{ row.points }}"))
    behind = (cell("{{ row.reviewed_points }}"), left("{{ row.deviation }}"))
    return (
        row(*(head(text) for text in heads), header=True),
        control("{%tr for category in form.categories %}", 9),
        control("{%tr if category.with_money_row %}", 9),
        row(cell("{% merge category.label %}{{ category.label }}"), left(RATE, 2), *_execution()),
        control("{%tr endif %}", 9),
        control("{%tr for row in category.rows %}", 9),
        control("{%tr if row.aspect == '—' %}", 9),
        row(part, left("{{ row.core_mark }}{{ row.name }}", 2), *figures, *behind),
        control("{%tr else %}", 9),
        row(
            part,
            level_two(),
            left("{{ row.core_mark }}{{ row.name }}"),
            *figures,
            *behind,
        ),
        control("{%tr endif %}", 9),
        control("{%tr endfor %}", 9),
        control("{%tr endfor %}", 9),
        control("{%tr if form.execution_weight != '—' and not (form.categories | selectattr('with_money_row') | list) %}", 9),
        row(left(RATE, 3), *_execution()),
        control("{%tr endif %}", 9),
        row(
            head("总分", 5),
            cell("{{ form.whole_weight }}"),
            cell("{{ form.total }}"),
            cell("{{ form.reviewed_total }}"),
            cell("等级：{{ form.grade }}"),
        ),
    )


def _execution() -> tuple[Cell, ...]:
    """Return the cells of the money row behind its name."""
    return (
        cell("—"),
        cell("{{ form.execution_rate }}"),
        cell("{{ form.execution_weight }}"),
        cell("{{ form.execution_points }}"),
        cell("{{ form.reviewed_execution_points }}"),
        left("{{ form.money.total.deviation }}"),
    )
