"""广水 绩效目标自评表 - Two tables with a column for the re-score: items and level-2 sums, then the indicators on their own page."""

from scripts.templates.layout import LANDSCAPE, Sheet, cell, control, goes_on, head, left, level_one, level_two, row

SUBJECT_WIDTHS = (35, 25, 25, 25, 25, 25, 25, 25, 25)
ITEM_WIDTHS = (35, 38, 14, 16, 16, 116)
INDICATOR_WIDTHS = (26, 26, 41, 28, 28, 14, 14, 58)
AMOUNTS = (
    ("中央", "by_source.central.budget_wan"),
    ("省", "by_source.province.budget_wan"),
    ("地", "by_source.city.budget_wan"),
    ("本级", "by_source.county.budget_wan"),
    ("其他", "other.budget_wan"),
    ("合计", "total.budget_wan"),
    ("执行数", "total.spent_wan"),
    ("执行率", "total.rate"),
)
BY_ITEM = "('项目决策', '项目管理')"
PROOF = "提供三级指标完成程度的佐证资料"
GROUNDS = "{% if row.note %}；依据：{{ row.note }}{% endif %}{% if row.reason %}；扣分原因：{{ row.reason }}{% endif %}"
REVIEWED = "{{ '，复核总分' ~ form.reviewed_total ~ '分，等级为' ~ form.reviewed_grade if form.reviewed_total else '' }}"
NOTES = (
    "注：1.三级指标分值按三级指标个数平均确定（二级指标分值÷三级指标个数），四舍五入保留整数。",
    "　　2.复核分由复核人员填写" + REVIEWED + "。",
)


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("财政预算支出项目绩效目标自评表（广水）", LANDSCAPE)
    sheet.begin_each_form()
    sheet.paragraph("广水市财政预算支出项目绩效目标自评表", "表格标题")
    sheet.paragraph("（{{ form.subject.year }}年度）", "表格副标题")
    sheet.table(SUBJECT_WIDTHS, (*_subject(), *_money()), joined=True)
    sheet.joint()
    sheet.table(ITEM_WIDTHS, _items())
    sheet.page_break()
    sheet.table(INDICATOR_WIDTHS, _indicators())
    sheet.paragraphs(*NOTES, style="表注")
    sheet.end_each_form()
    return sheet.save()


def _subject() -> tuple[str, ...]:
    return (
        row(head("项目名称"), left("{{ form.subject.project }}", 5), head("自评总分"), cell("{{ form.total }}", 2)),
        row(head("项目单位"), left("{{ form.subject.unit }}", 5), head("填报日期"), cell("{{ form.subject.filled_on }}", 2)),
        row(head("项目负责人"), left("{{ form.subject.leader }}", 5), head("项目属性"), cell("{{ form.subject.project_attribute }}", 2)),
    )


def _money() -> tuple[str, ...]:
    return (
        row(head("项目资金\n（万元）", 1, "restart"), *(head(title) for title, _ in AMOUNTS)),
        row(goes_on(), *(cell(f"{{{{ form.money.{path} }}}}") for _, path in AMOUNTS)),
    )


def _items() -> tuple[str, ...]:
    """Return the items that are judged one by one, then the level-2 sums of the parts whose indicators the second table lists."""
    heads = ("项目权重", "评价内容", "分值", "自评分", "复核分", "评价标准及依据")
    return (
        row(*(head(text) for text in heads), header=True),
        control(f"{{%tr for row in form.rows if row.category in {BY_ITEM} %}}", 6),
        row(
            cell("{% merge row.category_label %}{{ row.category_label }}"),
            cell("{{ row.name }}"),
            cell("{{ row.weight }}"),
            cell("{{ row.points }}"),
            cell("{{ row.reviewed_points }}"),
            left("{{ row.standard }}" + GROUNDS),
        ),
        control("{%tr endfor %}", 6),
        control(f"{{%tr for category in form.categories if category.name not in {BY_ITEM} %}}", 6),
        control("{%tr for aspect in category.aspects %}", 6),
        row(
            cell("{% merge category.label %}{{ category.label }}"),
            cell("{{ aspect.name if aspect.name != '—' else '绩效指标（见下表）' }}"),
            cell("{{ aspect.weight }}"),
            cell("{{ aspect.points }}"),
            cell("{{ aspect.reviewed_points }}"),
            left(PROOF),
        ),
        control("{%tr endfor %}", 6),
        control("{%tr endfor %}", 6),
    )


def _indicators() -> tuple[str, ...]:
    heads = ("一级指标", "二级指标", "指标名称", "年初指标值", "年终完成值", "自评分", "复核分", "评价标准")
    return (
        row(*(head(text) for text in heads), header=True),
        control(f"{{%tr for row in form.rows if row.category not in {BY_ITEM} %}}", 8),
        row(
            level_one(),
            level_two(),
            left("{{ row.core_mark }}{{ row.name }}"),
            cell("{{ row.target }}"),
            cell("{{ row.actual }}"),
            cell("{{ row.points }}"),
            cell("{{ row.reviewed_points }}"),
            left(f"{{{{ row.standard if row.standard != '—' else '{PROOF}' }}}}" + GROUNDS),
        ),
        control("{%tr endfor %}", 8),
    )
