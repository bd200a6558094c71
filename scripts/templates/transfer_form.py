"""转移支付区域绩效目标自评表 - The form of transfers to regions: money by level of government, targets and what came of them, no points."""

from scripts.templates.layout import Sheet, cell, control, goes_on, head, left, level_one, level_two, row

MONEY_WIDTHS = (20, 36, 32, 34, 34)
INDICATOR_WIDTHS = (8.4, 19.3, 23.3, 29, 22, 22, 32)
AMOUNTS = ("adjusted_wan", "spent_wan", "rate")


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("转移支付区域绩效目标自评表")
    sheet.begin_each_form()
    sheet.paragraph("转移支付区域绩效目标自评表", "表格标题")
    sheet.paragraph("（{{ form.subject.year }}年度）", "表格副标题")
    sheet.table(MONEY_WIDTHS, (*_subject(), *_money(), *_objective()), joined=True)
    sheet.joint()
    sheet.table(INDICATOR_WIDTHS, indicators("form.rows"))
    sheet.paragraphs(
        "注：本表不计分；★为核心指标，“—”表示没有数据。",
        "填报人：{{ form.subject.contact }}　　　　联系电话：{{ form.subject.phone }}　　　　填报日期：{{ form.subject.filled_on }}",
        style="表注",
    )
    sheet.end_each_form()
    return sheet.save()


def indicators(rows: str) -> tuple[str, ...]:
    """绩效指标 - Return the table of a list of rows."""
    heads = ("一级指标", "二级指标", "三级指标", "指标值", "全年实际\n完成值", "未完成原因和\n改进措施")
    return (
        row(head("", open_side="bottom"), *(head(text) for text in heads), header=True),
        control(f"{{%tr for row in {rows} %}}", 7),
        row(
            head("{% merge '绩效指标' %}绩效指标", open_side="top"),
            level_one(),
            level_two(),
            left("{{ row.core_mark }}{{ row.name }}"),
            cell("{{ row.target }}"),
            cell("{{ row.actual }}"),
            left("{{ row.deviation }}"),
        ),
        control("{%tr endfor %}", 7),
    )


def _subject() -> tuple[str, ...]:
    return (
        row(
            head("项目名称"),
            left("{{ form.subject.project }}", 2),
            head("项目负责人及电话"),
            left("{{ form.subject.leader }}\n{{ form.subject.phone }}"),
        ),
        row(head("主管部门"), left("{{ form.subject.department }}", 2), head("实施单位"), left("{{ form.subject.unit }}")),
    )


def _money() -> tuple[str, ...]:
    """Return the money table: by level of government where any level is written, else the year's fiscal money as one row."""
    heads = ("", "全年预算数（A）", "全年执行数（B）", "执行率（B/A）")
    return (
        row(head("资金情况\n（万元）", 1, "restart"), *(head(text) for text in heads)),
        _fund("年度资金总额", "form.money.total"),
        control("{%tr if form.money.levels %}", 5),
        _fund("其中：中央财政资金", "form.money.by_source.central"),
        _fund("地方资金", "form.money.local"),
        control("{%tr else %}", 5),
        _fund("其中：本年财政拨款", "form.money.fiscal"),
        control("{%tr endif %}", 5),
        *_where_written("上年结转资金", "form.money.carryover"),
        _fund("其他资金", "form.money.other"),
    )


def _fund(title: str, path: str) -> str:
    return row(goes_on(), left(title), *(cell(f"{{{{ {path}.{name} }}}}") for name in AMOUNTS))


def _where_written(title: str, path: str) -> tuple[str, ...]:
    condition = " or ".join(f"{path}.{name} != '—'" for name in AMOUNTS[:2])
    return control(f"{{%tr if {condition} %}}", 5), _fund(title, path), control("{%tr endif %}", 5)


def _objective() -> tuple[str, ...]:
    return (
        row(head("年度总体\n目标", 1, "restart"), head("年初设定目标", 2), head("年度总体目标完成情况综述", 2)),
        row(goes_on(), left("{{ form.objective_expected }}", 2), left("{{ form.objective_actual }}", 2), height=12),
    )
