"""复核文书共用部分 - Heads, grade tables, problems and feet that several papers of a review have alike."""

from collections.abc import Sequence

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from scripts.templates.layout import Cell, Sheet, cell, control, head, left, row

GRADE_WIDTHS = (30, 36, 18, 22, 28, 22)


def title(sheet: Sheet, *lines: str) -> None:
    """标题 - Add the title and the number of a paper; without a number there is no line for it."""
    sheet.paragraphs(*lines, style="公文标题")
    sheet.paragraphs("{%p if head.number %}", "{{ head.number }}", "{%p endif %}", style="表格副标题")
    sheet.paragraph("")


def addressee(sheet: Sheet) -> None:
    """主送单位 - Add to whom a paper goes, at the left edge and without an indent."""
    sheet.paragraph("{{ head.to }}：")
    indent = parse_xml(f'<w:ind {nsdecls("w")} w:firstLineChars="0" w:firstLine="0"/>')
    sheet.document.paragraphs[-1].paragraph_format.element.get_or_add_pPr().append(indent)


def sign(sheet: Sheet) -> None:
    """落款 - Add who issues a paper, and when; the last paragraph goes along where they need a new page."""
    sheet.paragraph("")
    for paragraph in sheet.document.paragraphs[-2:]:
        paragraph.paragraph_format.keep_with_next = True
    sheet.paragraphs("{{ head.bureau }}", "{{ head.day }}", style="落款")


def table(
    sheet: Sheet, widths: Sequence[float], columns: Sequence[tuple[str, Cell]], rows: str, *closing: str, whole: bool = False
) -> None:
    """列表 - Add a table with a row for each member of a list; closing rows stand behind them; whole: it stands on one page."""
    count = len(columns)
    sheet.table(
        widths,
        (
            row(*(head(name) for name, _ in columns), header=True),
            control(f"{{%tr for row in {rows} %}}", count),
            row(*(each for _, each in columns)),
            control("{%tr endfor %}", count),
            *closing,
        ),
        whole=whole,
    )


def grades(sheet: Sheet, rows: str, called: str) -> None:
    """等级分布表 - Add a table of grades in counts, sums and shares, one group below the other; none where nobody rated."""
    columns = (
        ("类别", cell("{% merge row.group %}{{ row.group }}")),
        (called, cell("{{ row.grade }}")),
        ("个数", cell("{{ row.count }}")),
        ("占个数\n比例", cell("{{ row.share }}")),
        ("金额\n（万元）", cell("{{ row.money_wan }}")),
        ("占金额\n比例", cell("{{ row.money_share }}")),
    )
    sheet.paragraph(f"{{%p if {rows} %}}")
    sheet.gap()
    table(sheet, GRADE_WIDTHS, columns, rows, whole=True)
    sheet.gap()
    sheet.paragraph("{%p endif %}")


def problems(sheet: Sheet) -> None:
    """存在的问题 - Add every kind of problem with its frequency and examples."""
    sheet.paragraph("{{ problems_sentence }}")
    sheet.paragraph("{%p for problem in problem_kinds %}")
    sheet.paragraph("{{ problem.heading }}{{ problem.title }}", "二级标题")
    sheet.paragraph("{{ problem.sentence }}{% if problem.examples %}例如：{% endif %}")
    sheet.paragraphs("{%p for example in problem.examples %}", "{{ loop.index }}.{{ example }}", "{%p endfor %}")
    sheet.paragraph("{%p endfor %}")


def departments(sheet: Sheet, widths: Sequence[float]) -> None:
    """部门汇总表 - Add the table over all departments; every grade has a column of its own."""
    heads = ("序号", "部门", "应报", "已报", "逾期", "金额\n（万元）")
    names = ("number", "department", "due", "filed", "late", "money_wan")
    whole = ("due", "filed", "late", "money_wan")
    sheet.table(
        widths,
        (
            row(*map(head, heads), cell("{%tc for grade in grade_names %}"), head("{{ grade }}"), cell("{%tc endfor %}"),
                head("平均分"), head("未达最高等级的原因"), header=True),
            control("{%tr for row in departments %}", 11),
            row(*(cell(f"{{{{ row.{name} }}}}") for name in names), *_counts("row"), cell("{{ row.mean }}"), left("{{ row.reasons }}")),
            control("{%tr endfor %}", 11),
            row(head("合计", 2), *(cell(f"{{{{ whole.{name} }}}}") for name in whole), *_counts("whole"), cell("{{ whole.mean }}"),
                left("{{ whole.reasons }}")),
        ),
    )  # fmt: skip


def _counts(owner: str) -> tuple[Cell, ...]:
    return cell(f"{{%tc for count in {owner}.counts %}}"), cell("{{ count }}"), cell("{%tc endfor %}")
