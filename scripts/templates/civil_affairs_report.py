"""安徽 民政民生工程自评报告 - Six parts, each told for every project in turn; no points but what the unit wrote itself."""

from scripts.templates.layout import Sheet, cell, control, head, left, level_one, row
from scripts.templates.projects_report import FUND_WIDTHS, fund_table

LIST_WIDTHS = (15.6, 28.2, 15.6, 51.8, 24, 20.8)
PARTS = ("项目立项", "资金落实", "项目管理", "财务管理", "项目产出", "项目效益")
MONEY = {
    "资金落实": "{{ form.sentences.funds }}",
    "财务管理": "{{ form.sentences.execution }}{{ form.sentences.execution_deviation }}",
}
ACTUAL = "{% if row.target != '—' %}年度指标值{{ row.target }}，实际完成{{ row.actual }}{% else %}{{ row.actual }}{% endif %}"
FORMULA = "{% if row.explanation != '—' %}，按{{ row.explanation }}计算{% if row.inputs %}（{{ row.inputs }}）{% endif %}{% endif %}"
REASON = "{% if row.deviation %}原因和措施：{{ row.deviation }}。{% endif %}"


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("民生工程项目绩效自评报告（民政）")
    sheet.paragraph("{{ unit if unit != '—' else department }}", "公文标题")
    sheet.paragraph("{{ year }}年度民生工程项目绩效自评报告", "公文标题")
    sheet.paragraph("")
    _basics(sheet)
    _parts(sheet)
    _rest(sheet)
    _details(sheet)
    return sheet.save()


def told(detail: str = "") -> str:
    """指标说明 - Return how a row of a set without points is told: what was done, then the detail, the note and the reason."""
    return f"{ACTUAL}{detail}。{{{{ row.note }}}}{REASON}"


def _basics(sheet: Sheet) -> None:
    sheet.paragraph("一、项目基本情况", "一级标题")
    sheet.paragraph("{{ all_sentence }}")
    sheet.paragraph("{%p for form in forms %}")
    sheet.paragraph("{{ form.heading }}{{ form.subject.project }}", "二级标题")
    sheet.texts("form.narrative.overview")
    sheet.paragraphs("{%p if form.objective_expected != '—' %}", "绩效目标：{{ form.objective_expected }}", "{%p endif %}")
    sheet.paragraphs("{%p if form.objective_actual != '—' %}", "完成情况：{{ form.objective_actual }}", "{%p endif %}")
    sheet.paragraph("{%p endfor %}")


def _parts(sheet: Sheet) -> None:
    sheet.paragraph("二、绩效自评情况", "一级标题")
    sheet.texts("narrative_written.organisation")
    sheet.paragraphs("{%p for form in forms %}", "{{ form.subject.project }}：{{ form.sentences.total }}", "{%p endfor %}")
    for numeral, part in zip("一二三四五六", PARTS, strict=True):
        sheet.paragraph(f"（{numeral}）{part}", "二级标题")
        sheet.paragraph("{%p for form in forms %}")
        sheet.paragraph("{{ form.number }}.{{ form.subject.project }}", "三级标题")
        if part in MONEY:
            sheet.paragraph(MONEY[part])
        sheet.paragraphs(f"{{%p for category in form.categories if category.name == '{part}' %}}", "{%p for row in category.rows %}")
        sheet.paragraph("（{{ loop.index }}）{{ row.name }}：" + told(FORMULA))
        sheet.paragraphs("{%p endfor %}", "{%p else %}", "本部分没有填报指标。", "{%p endfor %}", "{%p endfor %}")


def _rest(sheet: Sheet) -> None:
    sheet.section("三、创新做法", "innovations")
    sheet.section("四、存在的问题", "problems")
    sheet.section("五、有关建议", "suggestions")
    sheet.texts("narrative_written.measures")
    sheet.paragraph("")
    sheet.paragraph("附件：各项目资金和指标情况")
    sheet.paragraph("")
    sheet.paragraphs("{{ unit if unit != '—' else department }}", "{{ filled_on }}", style="落款")


def _details(sheet: Sheet) -> None:
    sheet.page_break()
    sheet.paragraph("附件", "附件标识")
    sheet.paragraph("各项目资金和指标情况", "表格标题")
    sheet.paragraph("{%p for form in forms %}")
    sheet.paragraph("{{ form.number }}.{{ form.subject.project }}", "三级标题")
    sheet.paragraph("单位：万元", "单位行")
    sheet.table(FUND_WIDTHS, fund_table("form."), whole=True)
    sheet.paragraph("执行率为全年执行数除以{{ form.denominator }}。单位自评等级：{{ form.grade }}。", "表注")
    sheet.table(LIST_WIDTHS, _indicators())
    sheet.end_each_form()


def _indicators() -> tuple[str, ...]:
    heads = ("一级指标", "指标名称", "指标值", "全年实际完成值", "偏差原因及改进措施", "佐证材料")
    return (
        row(*(head(text) for text in heads), header=True),
        control("{%tr for row in form.rows %}", 6),
        row(
            level_one(),
            left("{{ row.name }}"),
            cell("{{ row.target }}"),
            left("{{ row.actual }}"),
            left("{{ row.deviation }}"),
            left("{{ row.evidence }}"),
        ),
        control("{%tr endfor %}", 6),
    )
