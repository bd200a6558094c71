"""安徽寿县 部门整体支出绩效自评表 - Every row with its explanation and its standard; what was lost is told below the table."""

from scripts.templates.layout import LANDSCAPE, Sheet, cell, control, head, left, level_one, level_two, row

SUBJECT_WIDTHS = (28, 90, 28, 89)
WIDTHS = (22, 22, 34, 17, 45, 75, 20)


def build() -> bytes:
    """制作 - Return the template."""
    sheet = Sheet("部门整体支出绩效自评表（寿县）", LANDSCAPE)
    sheet.begin_each_form()
    sheet.paragraph("{{ form.subject.year }}年度部门整体支出绩效自评表", "表格标题")
    sheet.table(SUBJECT_WIDTHS, _subject(), joined=True)
    sheet.joint()
    sheet.table(WIDTHS, _indicators())
    sheet.paragraphs("{%p if form.lost %}", "失分说明：", style="表注")
    sheet.paragraphs("{%p for text in form.sentences.lost %}", "{{ loop.index }}.{{ text }}", "{%p endfor %}", "{%p endif %}", style="表注")
    sheet.paragraph("注：自评得分为计入得分；没有制定评分标准的，该栏印单位填写的说明；“—”表示没有数据。", "表注")
    sheet.end_each_form()
    return sheet.save()


def _subject() -> tuple[str, ...]:
    return (
        row(head("部门名称"), left("{{ form.subject.department }}"), head("填报单位"), left("{{ form.subject.unit }}")),
        row(
            head("填报人及电话"),
            left("{{ form.subject.contact }}　{{ form.subject.phone }}"),
            head("填报日期"),
            left("{{ form.subject.filled_on }}"),
        ),
    )


def _indicators() -> tuple[str, ...]:
    heads = ("一级指标", "二级指标", "三级指标", "指标分值", "指标解释", "指标说明及评分标准", "自评得分")
    return (
        row(*(head(text) for text in heads), header=True),
        control("{%tr for row in form.rows %}", 7),
        row(
            level_one(),
            level_two(),
            left("{{ row.core_mark }}{{ row.name }}"),
            cell("{{ row.weight }}"),
            left("{{ row.explanation }}"),
            left("{{ row.standard if row.standard != '—' else (row.note or '—') }}"),
            cell("{{ row.points }}"),
        ),
        control("{%tr endfor %}", 7),
        control("{%tr if form.execution_weight != '—' %}", 7),
        row(
            head("预算执行率", 3),
            cell("{{ form.execution_weight }}"),
            cell(""),
            cell("{{ form.execution_rate }}"),
            cell("{{ form.execution_points }}"),
        ),
        control("{%tr endif %}", 7),
        row(head("总分", 3), cell("{{ form.whole_weight }}"), cell(""), cell("等级：{{ form.grade }}"), cell("{{ form.total }}")),
    )
