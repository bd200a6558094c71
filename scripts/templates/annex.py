"""得分计算说明 - Every point with its sum: claimed, by the rule, counted; the words, the expression and the cells; then the findings."""

from scripts.templates.layout import LANDSCAPE, Sheet, cell, control, head, left, row

WIDTHS = (12, 31, 8.4, 13.9, 15.6, 13.9, 13.9, 44, 34, 48.3)
FINDING_WIDTHS = (11, 14, 29, 38, 80, 63)


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("得分计算说明", LANDSCAPE)
    sheet.begin_each_form()
    sheet.paragraph("附件", "附件标识")
    sheet.paragraph("得分计算说明", "表格标题")
    sheet.paragraphs(
        "评价对象：{{ form.subject.unit }}{{ '　' ~ form.subject.project if form.subject.project != '—' else '' }}"
        "（{{ form.subject.year }}年度）",
        "指标体系：{{ form.subject.set_title }}（{{ form.subject.set_id }} 第{{ form.subject.set_version }}版）",
        "依据：{{ form.subject.set_source }}",
        style="表注",
    )
    sheet.table(WIDTHS, _explanations())
    sheet.paragraphs(
        "说明：系统测算得分按评分规则计算，四舍五入保留两位小数；自评得分为单位所填；计入得分取两者中较低的一个，"
        "人工评判的指标取自评得分。差额为自评得分减系统测算得分。",
        style="表注",
    )
    sheet.paragraphs("{%p if form.payout != '—' %}", "{{ form.payout_words }}", "{%p endif %}", style="表注")
    sheet.paragraph("{%p if form.findings %}", "表注")
    sheet.paragraph("校验提示", "表格副标题")
    sheet.table(FINDING_WIDTHS, _findings())
    sheet.paragraphs("{%p else %}", "校验提示：没有发现问题。", "{%p endif %}", style="表注")
    sheet.end_each_form()
    return sheet.save()


def _explanations() -> tuple[str, ...]:
    heads = ("行", "指标", "分值", "自评\n得分", "系统测\n算得分", "计入\n得分", "差额", "计算说明", "算式", "数据来源")
    figures = ("weight", "claimed", "computed", "points", "difference")
    return (
        row(*(head(text) for text in heads), header=True),
        control("{%tr for row in form.explanations %}", 10),
        row(
            cell("{{ row.number }}"),
            left("{{ row.name }}"),
            *(cell(f"{{{{ row.{name} }}}}") for name in figures),
            left("{{ row.rule }}：{{ row.words }}"),
            left("{{ row.expression }}"),
            left("{{ row.basis }}"),
        ),
        control("{%tr endfor %}", 10),
        row(
            head("总分", 2),
            cell("{{ form.whole_weight }}"),
            cell("{{ form.claimed_total }}"),
            cell("—"),
            cell("{{ form.total }}"),
            cell("—"),
            cell("等级：{{ form.grade }}"),
            left("{{ form.total_expression }}"),
            left("{{ form.total_words }}"),
        ),
    )


def _findings() -> tuple[str, ...]:
    heads = ("序号", "程度", "类别", "位置", "说明", "建议")
    return (
        row(*(head(text) for text in heads), header=True),
        control("{%tr for finding in form.findings %}", 6),
        row(
            cell("{{ finding.number }}"),
            cell("{{ finding.severity }}"),
            left("{{ finding.title }}"),
            left("{{ finding.place }}"),
            left("{{ finding.message }}"),
            left("{{ finding.suggestion }}"),
        ),
        control("{%tr endfor %}", 6),
    )
