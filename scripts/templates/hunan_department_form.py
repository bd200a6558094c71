"""湖南 部门整体支出绩效自评表 - The year's budget by kind of income beside kind of spending, then the eight columns of the central form."""

from scripts.templates.central import INDICATOR_WIDTHS, MONEY_WIDTHS, indicators, objective
from scripts.templates.layout import Cell, Sheet, cell, goes_on, head, left, row

INCOME = (
    ("其中：一般公共预算", "general"),
    ("政府性基金拨款", "government_fund"),
    ("纳入专户管理的非税收入拨款", "special_account"),
    ("其他资金", "other"),
)
SPENDING = (("其中：基本支出", "basic"), ("项目支出", "project"))


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("部门整体支出绩效自评表（湖南）")
    sheet.begin_each_form()
    sheet.paragraph("部门整体支出绩效自评表", "表格标题")
    sheet.paragraph("（{{ form.subject.year }}年度）", "表格副标题")
    sheet.table(MONEY_WIDTHS, (_unit(), *_money(), *_split(), *objective()), joined=True)
    sheet.joint()
    sheet.table(INDICATOR_WIDTHS, indicators())
    sheet.paragraphs(
        "注：得分为计入得分；按收入性质、支出性质所列为全年预算数；“—”表示没有数据或者不计分。",
        "填报人：{{ form.subject.contact }}　　　　联系电话：{{ form.subject.phone }}　　　　填报日期：{{ form.subject.filled_on }}",
        style="表注",
    )
    sheet.end_each_form()
    return sheet.save()


def _unit() -> str:
    unit = "{{ form.subject.unit if form.subject.unit != '—' else form.subject.department }}"
    return row(head("预算单位名称", 2), left(unit, 7))


def _money() -> tuple[str, ...]:
    heads = ("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    names = ("original_wan", "adjusted_wan", "spent_wan", "weight", "rate", "points")
    return (
        row(head("年度预算申请\n（万元）", 2, "restart"), *(head(text) for text in heads)),
        row(goes_on(2), left("年度资金总额"), *(cell(f"{{{{ form.money.total.{name} }}}}") for name in names)),
    )


def _split() -> tuple[str, ...]:
    """Return the two splits of the year's budget side by side; where the second is through, one empty cell reaches to the end."""
    rows = [row(goes_on(2), head("按收入性质分", 3), head("按支出性质分", 4))]
    for at, (title, name) in enumerate(INCOME):
        income = left(title, 2), cell(f"{{{{ form.money.by_source.{name}.adjusted_wan }}}}")
        rows.append(row(goes_on(2), *income, *_spending(at)))
    return tuple(rows)


def _spending(at: int) -> tuple[Cell, ...]:
    if at < len(SPENDING):
        title, name = SPENDING[at]
        return left(title, 2), cell(f"{{{{ form.money.by_spending.{name}.adjusted_wan }}}}", 2)
    return (Cell(span=4, vertical="restart" if at == len(SPENDING) else "continue"),)
