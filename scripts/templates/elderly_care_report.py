"""安徽 养老服务民生工程自评报告 - One numbered paragraph per indicator with what proves it; the unit's own grade at the end."""

from scripts.templates.civil_affairs_report import FORMULA, told
from scripts.templates.layout import Sheet, cell, control, head, left, level_one, row

WIDTHS = (8.4, 15.6, 40, 15.6, 46, 30.4)
PARTS = (("一、决策", "决策"), ("二、投入", "投入"), ("三、产出", "产出"))
NUMBERED = "{{ row.paragraph if row.paragraph != '—' else row.number ~ '.' ~ row.name }}。"
PROOF = "{% if row.evidence != '—' %}佐证材料：{{ row.evidence }}。{% endif %}"


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("养老服务民生工程绩效自评报告")
    sheet.paragraph("{{ subject.unit if subject.unit != '—' else subject.department }}", "公文标题")
    sheet.paragraph("{{ subject.year }}年度{{ subject.project }}绩效自评报告", "公文标题")
    sheet.paragraph("")
    sheet.texts("narrative_written.overview")
    sheet.paragraphs("{%p if objective_expected != '—' %}", "绩效目标：{{ objective_expected }}", "{%p endif %}")
    for title, part in PARTS:
        _part(sheet, title, f"category.name == '{part}'")
    listed = ", ".join(f"'{part}'" for _, part in PARTS)
    sheet.paragraph(f"{{%p for category in categories if category.name not in ({listed}) %}}")
    sheet.paragraph("{{ category.name }}", "一级标题")
    _rows(sheet)
    sheet.paragraph("{%p endfor %}")
    _result(sheet)
    _details(sheet)
    return sheet.save()


def _part(sheet: Sheet, title: str, condition: str) -> None:
    sheet.paragraph(title, "一级标题")
    sheet.paragraph(f"{{%p for category in categories if {condition} %}}")
    _rows(sheet)
    sheet.paragraphs("{%p else %}", "本部分没有填报指标。", "{%p endfor %}")


def _rows(sheet: Sheet) -> None:
    sheet.paragraphs("{%p for row in category.rows %}", NUMBERED + told(FORMULA) + PROOF, "{%p endfor %}")


def _result(sheet: Sheet) -> None:
    sheet.paragraph("四、自评结果", "一级标题")
    sheet.paragraphs("{%p if objective_actual != '—' %}", "{{ objective_actual }}", "{%p endif %}")
    sheet.paragraphs("{%p for text in narrative_written.problems %}", "存在的问题：{{ text }}", "{%p endfor %}")
    sheet.paragraphs("{%p for text in narrative_written.measures %}", "改进措施：{{ text }}", "{%p endfor %}")
    sheet.texts("narrative_written.conclusion")
    sheet.paragraph("{{ sentences.total }}")
    sheet.paragraphs("{%p if grade != '—' %}", "本项目自评为{{ grade }}。", "{%p endif %}")
    sheet.paragraph("")
    sheet.paragraph("附件：指标自评情况一览表")
    sheet.paragraph("")
    sheet.paragraphs("{{ subject.unit if subject.unit != '—' else subject.department }}", "{{ subject.filled_on }}", style="落款")


def _details(sheet: Sheet) -> None:
    heads = ("序号", "一级指标", "指标名称", "指标值", "全年实际完成值", "佐证材料")
    sheet.page_break()
    sheet.paragraph("附件", "附件标识")
    sheet.paragraph("指标自评情况一览表", "表格标题")
    sheet.table(
        WIDTHS,
        (
            row(*(head(text) for text in heads), header=True),
            control("{%tr for row in rows %}", 6),
            row(
                cell("{{ row.number }}"),
                level_one(),
                left("{{ row.name }}"),
                cell("{{ row.target }}"),
                left("{{ row.actual }}"),
                left("{{ row.evidence }}"),
            ),
            control("{%tr endfor %}", 6),
        ),
    )
