"""四川 部门预算项目支出绩效自评表 - Goal, progress and budget at the head; conclusion, problems and measures at the foot."""

from scripts.templates.layout import LANDSCAPE, Sheet, cell, control, goes_on, head, left, row

WIDTHS = (17.6, 38, 28, 28, 28, 20.4, 13, 16, 46)
INDICATOR_WIDTHS = (17.6, 20.4, 28, 41, 13, 22, 15, 22, 12, 15, 29)
FOOT_WIDTHS = (38, 79.5, 38, 79.5)
SOURCES = (
    ("总额", "total"),
    ("其中：财政资金", "fiscal"),
    ("财政专户管理资金", "by_source.special_account"),
    ("单位资金", "by_source.unit"),
    ("其他资金", "by_source.other"),
)
TEXTS = (("存在问题", "problems"), ("改进措施", "measures"))
NOTES = (
    "注：1.预算执行率=预算执行数/调整后预算数，预算执行率未达到90%的需说明原因（100字以内）；",
    "　　2.年中发生预算调整的（追加或调减），应单独说明理由；",
    "　　3.其他资金包括：社会投入资金、银行贷款。",
)


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("部门预算项目支出绩效自评表（四川）", LANDSCAPE)
    sheet.begin_each_form()
    sheet.paragraph("510000_0013zp", "单位行")
    sheet.paragraph("部门预算项目支出绩效自评表", "表格标题")
    sheet.paragraph("（{{ form.subject.year }}年度）", "表格副标题")
    sheet.table(WIDTHS, (*_subject(), *_basics(), *_money()))
    sheet.page_break()
    sheet.table(INDICATOR_WIDTHS, _indicators(), joined=True)
    sheet.joint()
    sheet.table(FOOT_WIDTHS, _foot())
    sheet.paragraphs(*NOTES, style="表注")
    sheet.end_each_form()
    return sheet.save()


def joined(path: str) -> str:
    """合段 - Return the tag that prints every paragraph of a section in one cell."""
    return f"{{{{ {path} | join('\\n') }}}}"


def _subject() -> tuple[str, ...]:
    name = "{% if form.subject.project_code != '—' %}{{ form.subject.project_code }}-{% endif %}{{ form.subject.project }}"
    return (
        row(head("项目名称", 2), left(name, 7)),
        row(head("主管部门", 2), left("{{ form.subject.department }}", 3), head("实施单位\n（盖章）"), left("{{ form.subject.unit }}", 3)),
    )


def _basics() -> tuple[str, ...]:
    return (
        row(
            head("项目\n基本\n情况", 1, "restart"),
            head("1.项目年度目标\n完成情况", 1, "restart"),
            head("项目年度目标", 3),
            head("年度目标完成情况（100字以内）", 4),
        ),
        row(goes_on(), goes_on(), left("{{ form.objective_expected }}", 3), left("{{ form.objective_actual }}", 4), height=12),
        row(goes_on(), head("2.项目实施内容\n及过程概述"), left(joined("form.narrative.process"), 7), height=12),
    )


def _money() -> tuple[str, ...]:
    heads = ("年度预算数\n（万元）", "年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分", "原因")
    points = "{% if form.execution_weight != '—' %}\n（{{ form.execution_weight }}分）{% endif %}"
    rows = [row(head("预算执行\n情况" + points, 1, "restart"), *(head(text) for text in heads))]
    for title, name in SOURCES:
        amounts = (cell(f"{{{{ form.money.{name}.{column}_wan }}}}") for column in ("original", "adjusted", "spent"))
        figures = (cell(f"{{{{ form.money.{name}.{column} }}}}") for column in ("rate", "weight", "points"))
        rows.append(row(goes_on(), left(title), *amounts, *figures, left(_reason(name))))
    return tuple(rows)


def _reason(name: str) -> str:
    """Return the reason on a money row; why the budget was changed stands beside that of the whole."""
    reason = f"{{% if form.money.{name}.reason != '—' %}}{{{{ form.money.{name}.reason }}}}{{% endif %}}"
    changed = "{% for text in form.narrative_written.adjustment_reason %}；{{ text }}{% endfor %}"
    return reason + changed if name == "total" else reason


def _indicators() -> tuple[str, ...]:
    heads = (
        "一级指标", "二级指标", "三级指标", "指标\n性质", "指标值", "度量\n单位", "完成值", "权重", "得分", "未完成原因分析",
    )  # fmt: skip
    points = "{% if form.indicator_weight != '—' %}\n（{{ form.indicator_weight }}分）{% endif %}"
    return (
        row(head("", open_side="bottom"), *(head(text) for text in heads), header=True),
        control("{%tr for row in form.rows %}", 11),
        row(
            head("{% merge '绩效指标' %}绩效\n指标" + points, open_side="top"),
            cell("{% merge row.category %}{{ row.category }}"),
            cell("{% merge row.category, row.aspect %}{{ row.aspect }}"),
            left("{{ row.core_mark }}{{ row.name }}"),
            cell("{{ row.sign }}"),
            cell("{{ row.value }}"),
            cell("{{ row.unit }}"),
            cell("{{ row.actual }}"),
            cell("{{ row.weight }}"),
            cell("{{ row.points }}"),
            left("{{ row.reason }}"),
        ),
        control("{%tr endfor %}", 11),
        row(head("合计", 8), cell("{{ form.whole_weight }}"), cell("{{ form.total }}"), cell("")),
    )


def _foot() -> tuple[str, ...]:
    conclusion = "{{ form.sentences.total }}{{ form.narrative_written.conclusion | join('') }}"
    return (
        row(head("评价结论\n（200字以内）"), left(conclusion, 3), height=12),
        *(row(head(f"{title}\n（200字以内）"), left(joined(f"form.narrative.{name}"), 3), height=12) for title, name in TEXTS),
        row(head("项目负责人"), left("{{ form.subject.leader }}"), head("财务负责人"), left("{{ form.subject.finance_leader }}")),
    )
