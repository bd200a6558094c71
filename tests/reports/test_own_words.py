"""自用名称 - A form that calls its columns, rows and cells by words of its own is proved all the same; what is not proved is told."""

from dataclasses import replace

import pytest

from perfeval import library, reports
from perfeval.reports import ReportFacts
from perfeval.reports.manifest import FormTable
from perfeval.reports.proofreading import USUAL, prove
from perfeval.reports.proofreading.unproved import unproved
from perfeval.reports.readback import Copy, read_back
from tests.reports.forms import sample
from tests.reports.test_proofread import with_cell

OWN = {"全年预算数": "调整后预算", "全年执行数": "实际支出", "年度指标值": "年度目标值", "年度资金总额": "合计", "预期目标": "年初目标"}
NAMES = {own: usual for usual, own in OWN.items()}
MONEY, LIST = 0, 1


def central(words: dict[str, str]) -> tuple[Copy, ReportFacts]:
    """Return the central form with other words in the place of its own, and its facts."""
    copy = read_back(reports.render(library.report_template("cn.project.form.2020"), [sample("project")]))
    grids = (replace(grid, rows=tuple(tuple(words.get(text, text) for text in row) for row in grid.rows)) for grid in copy.grids)
    return replace(copy, grids=tuple(grids)), reports.report_facts([sample("project")])


def told(copy: Copy, facts: ReportFacts, names: dict[str, str] | None = None) -> list[str]:
    """Return the faults of a document, a line each."""
    return [str(place) for place in prove(copy, facts, names or {}).faults]


def test_words_of_a_form_are_known_by_its_names() -> None:
    copy, facts = central(OWN)
    proof = prove(copy, facts, NAMES)
    assert (proof.faults, proof.amounts, proof.points) == ((), True, True)
    assert set(NAMES.values()) - {"年度资金总额"} <= proof.heads


@pytest.mark.parametrize(
    ("grid", "row", "column", "wrong", "line"),
    [
        (MONEY, 3, 4, "38.77", "正文表格1第4行“调整后预算”：应为“38.766462”，文档中是“38.77”"),
        (MONEY, 4, 5, "33.51", "正文表格1第5行“实际支出”：应为“33.50005”，文档中是“33.51”"),
        (LIST, 1, 4, "≥736人", "正文表格2第2行“年度目标值”：应为“≥735人”，文档中是“≥736人”"),
        (MONEY, 8, 1, "没有目标", "正文表格1第8行“年初目标”：应为“为735名学生提供营养餐，改善学生营养状况。”，文档中是“没有目标”"),
    ],
)
def test_a_wrong_figure_under_a_word_of_the_form_is_told_by_that_word(grid: int, row: int, column: int, wrong: str, line: str) -> None:
    copy, facts = central(OWN)
    assert line in told(with_cell(copy, grid, row, column, wrong), facts, NAMES)


def test_the_sum_of_a_money_table_is_no_foot_even_where_its_heads_are_not_known() -> None:
    copy, facts = central(OWN | {"年初预算数": "安排数"})
    assert copy.grids[MONEY].rows[3][2] == "合计"
    assert not prove(copy, facts).amounts
    assert not [line for line in told(copy, facts) if "合计" in line or "总分" in line]


def test_a_sum_in_the_money_table_is_the_total_row_by_itself() -> None:
    copy, facts = central({"年度资金总额": "合计"})
    assert told(copy, facts) == []
    assert told(with_cell(copy, MONEY, 3, 5, "35.01"), facts) == ["正文表格1第4行“全年执行数”：应为“35.00005”，文档中是“35.01”"]


def test_a_row_of_money_that_nobody_knows_does_not_hide_the_rows_below_it() -> None:
    copy, facts = central({"其中：当年财政拨款": "县里安排"})
    assert told(copy, facts) == []
    assert told(with_cell(copy, MONEY, 6, 5, "1.51"), facts) == ["正文表格1第7行“全年执行数”：应为“1.50”，文档中是“1.51”"]
    table = FormTable(name="项目资金", columns=copy.grids[MONEY].rows[2][1:], spans=(1,) * 8, rows=("年度资金总额", "县里安排"))
    assert "表“项目资金”没有核对的行：县里安排；请在 names 中写明它相当于哪一个资金来源" in unproved(
        copy, [table], {}, prove(copy, facts).heads
    )


@pytest.mark.parametrize("cells", [("等级", "优"), ("评价等级", "优")])
def test_a_grade_in_a_cell_of_its_own_is_proved(cells: tuple[str, str]) -> None:
    copy, facts = central({})
    grid = copy.grids[LIST]
    rows = (*grid.rows[:-1], (*["总分"] * 6, "95.73", *cells))
    changed = replace(copy, grids=(copy.grids[MONEY], replace(grid, rows=rows)))
    assert told(changed, facts) == []
    assert told(with_cell(changed, LIST, len(rows) - 1, 8, "良"), facts)


@pytest.mark.parametrize("sign", ["：", "（", " "])
def test_a_row_is_known_by_the_beginning_of_its_cell(sign: str) -> None:
    copy, facts = central({})
    name = copy.grids[LIST].rows[1][3]
    copy = with_cell(copy, LIST, 1, 3, f"{name}{sign}按月统计")
    assert told(copy, facts) == []
    assert told(with_cell(copy, LIST, 1, 7, "0.01"), facts)
    assert told(with_cell(copy, LIST, 1, 3, f"{name}等"), facts), "another name that only begins alike"


def test_a_cell_that_its_label_names_is_proved() -> None:
    copy, facts = central({})
    assert told(with_cell(copy, MONEY, 0, 2, "别的项目"), facts) == [
        "正文表格1第1行“项目名称”：应为“乡村小学营养改善项目”，文档中是“别的项目”"
    ]
    assert told(with_cell(copy, MONEY, 1, 5, "别的学校"), facts)
    assert told(with_cell(copy, MONEY, 8, 4, "没有做完"), facts)


def test_every_name_of_a_column_is_a_usual_word() -> None:
    assert {"总额", "全年执行数", "到位数", "年度指标值", "实际完成值", "偏差原因及改进措施", "总分", "等级", "填表人"} <= USUAL
