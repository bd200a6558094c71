"""一个县 - A county's paper form as a clerk made it into data: the score is as by hand, the form as the paper, every figure proved.

The folder beside this file holds what the clerk wrote; paper.md is the paper. The county does not exist.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from perfeval import library, reports, syntax
from perfeval.desks import department, template_author
from perfeval.reports import ReportFacts
from perfeval.reports.proofreading import prove
from perfeval.reports.readback import Copy, read_back
from tests.cli.shell import perfeval
from tests.indicators.test_cases import card_of, wrong
from tests.reports.test_proofread import with_cell, with_errors

COUNTY = Path(__file__).parent / "county"
SET, TEMPLATE = "demo/yunling/project/2024", "demo.yunling.project.form.2024"
SAMPLE = COUNTY / "sample.yaml"
BY_HAND = {
    "制度建设": "4.00",
    "绩效监控": "4.00",
    "开行班线": "15.00",
    "准班率": "9.47",
    "补贴发放时间": "5.00",
    "每条班线补贴": "10.00",
    "群众出行便利程度": "20.00",
    "群众满意度": "8.00",
}


@pytest.fixture(scope="module", autouse=True)
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Yield the data folders as they are once the county lies among them."""
    top, real = tmp_path_factory.mktemp("county"), library.folder
    for name in ("indicator_sets", "report_templates"):
        shutil.copytree(real(name), top / name)
        shutil.copytree(COUNTY / name, top / name, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "folder", lambda name: top / name if (top / name).is_dir() else real(name))
        library.forget()
        yield top
    library.forget()


@pytest.fixture
def manifest(folders: Path) -> Iterator[Path]:
    """Yield the template.yaml of the county, which a test may change."""
    path = folders / "report_templates" / TEMPLATE / "template.yaml"
    before = path.read_bytes()
    yield path
    path.write_bytes(before)
    library.forget()


def printed() -> tuple[Copy, ReportFacts]:
    """Return the form that the county prints, and its facts."""
    template, filled = library.report_template(TEMPLATE), department.read(SAMPLE.read_bytes(), "sample.yaml")
    document = department.report(filled, TEMPLATE, department.Annex.WITHOUT).data
    return read_back(document), template_author.facts(template, filled)


def test_the_set_and_the_template_have_no_defect_and_nothing_is_left_to_say() -> None:
    for what, name, praise in (("sets", SET, "指标体系检查通过"), ("templates", TEMPLATE, "报告模板检查通过")):
        done = perfeval(what, "lint", name)
        assert (done.code, done.err, done.text) == (0, "", f"{praise}\n")


def test_the_score_is_the_one_by_hand() -> None:
    card = perfeval("score", SAMPLE, "--json").json()
    assert (card["execution"]["points"], card["total"], card["grade"]) == ("13.50", "88.97", "良好")
    assert {row["name"]: row["points"] for row in card["rows"]} == BY_HAND


def test_the_worked_examples_of_the_county_hold() -> None:
    cases: Any = syntax.load((COUNTY / "indicator_sets" / f"{SET}.cases.yaml").read_bytes(), "算例")
    assert [line for case in cases for line in wrong(case["expect"], card_of(SET, case["form"]))] == []
    assert len(cases) == 2


def test_the_standard_of_cost_of_the_paper_is_told_in_words_and_a_row_far_from_it_is_raised(tmp_path: Path) -> None:
    words = perfeval("sets", "show", SET, "--words").text
    assert "单位成本标准6.6万元/条（依据云岭交〔2024〕3号《云岭县农村客运补贴办法》第四条）" in "".join(words.split())
    form = tmp_path / "自评表.yaml"
    form.write_text(SAMPLE.read_text(encoding="utf-8").replace("actual: 6.6万元", "actual: 12万元"), encoding="utf-8")
    told = {name: [each["code"] for each in perfeval("check", name, "--json").json()["findings"]] for name in (str(SAMPLE), str(form))}
    assert [codes.count("unit-cost") for codes in told.values()] == [0, 1]


def test_the_form_has_the_columns_spans_rows_and_foot_of_the_paper(tmp_path: Path) -> None:
    out = tmp_path / "自评表.docx"
    assert perfeval("report", SAMPLE, "--template", TEMPLATE, "-o", out).code == 0
    assert list(reports.unlike(out.read_bytes(), reports.read_manifest(library.report_template(TEMPLATE).manifest))) == []
    money, listed, foot = Document(str(out)).tables
    assert [cell.text for cell in money.rows[5].cells] == ["资金来源", "年初预算", "调整后预算", "到位资金", "实际支出", "执行率", "得分"]
    assert [cell.text for cell in money.rows[6].cells] == ["合计", "80.00", "90.00", "88.00", "79.20", "90.00%", "13.50"]
    assert money.rows[2].cells[1].text == "☑本级项目　　□上级项目"
    assert listed.rows[2].cells[2].text == "制度建设：有项目管理制度2分，有资金管理制度2分。"
    assert [cell.text for cell in foot.rows[0].cells] == ["总分", "88.97", "等级", "良好"]


def test_every_figure_of_the_form_is_proved() -> None:
    copy, facts = printed()
    names = reports.read_manifest(library.report_template(TEMPLATE).manifest).names
    proof = prove(copy, facts, names)
    assert proof.faults == ()
    assert {"到位数", "全年执行数", "年度指标值", "等级", "项目名称", "主管部门", "实施单位", "预期目标", "实际完成情况"} <= proof.heads
    fixed = [text for text in copy.paragraphs if text.lstrip("注： 　")[:1].isdecimal()]
    fixed += ["云岭财绩〔2024〕6号附件2", "（不超过150字）", "（不超过200字）"]
    errors = list(with_errors(copy, fixed))
    assert len(errors) > 50
    assert [where for where, changed in errors if not prove(changed, facts, names).faults] == []


@pytest.mark.parametrize(
    ("grid", "row", "column", "label", "right"),
    [
        (0, 0, 1, "项目名称", "农村客运补贴"),
        (0, 1, 1, "主管部门", "云岭县交通运输局"),
        (0, 1, 5, "实施单位", "云岭县运输服务中心"),
        (0, 11, 1, "年初目标", "—"),
        (0, 11, 4, "完成情况", "—"),
        (2, 0, 3, "等级", "良好"),
        (2, 2, 1, "填表人", "—"),
    ],
)
def test_a_cell_that_is_named_by_its_label_is_proved(grid: int, row: int, column: int, label: str, right: str) -> None:
    copy, facts = printed()
    names = reports.read_manifest(library.report_template(TEMPLATE).manifest).names
    assert copy.grids[grid].rows[row][column] == right
    (fault,) = prove(with_cell(copy, grid, row, column, "别的字"), facts, names).faults
    assert fault.where.endswith(f"“{label}”")
    assert fault.message == f"应为“{right}”，文档中是“别的字”"


def test_a_fault_names_the_column_as_the_paper_does() -> None:
    copy, facts = printed()
    names = reports.read_manifest(library.report_template(TEMPLATE).manifest).names
    (fault,) = prove(with_cell(copy, 0, 6, 4, "79.30"), facts, names).faults
    assert str(fault) == "正文表格1第7行“实际支出”：应为“79.20”，文档中是“79.30”"


def test_columns_whose_words_nobody_explained_are_told_without_failing(manifest: Path) -> None:
    text = manifest.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.strip().startswith(("到位资金:", "年度目标值:", "未完成原因及改进措施:"))]
    manifest.write_text("\n".join(kept) + "\n", encoding="utf-8")
    library.forget()
    done = perfeval("templates", "lint", TEMPLATE)
    assert (done.code, done.err) == (0, "")
    advice = "是数字的请在 names 中写明它相当于哪一栏"
    assert done.text.splitlines() == [
        f"提示：{TEMPLATE} 表“资金情况”没有核对的栏目：到位资金；{advice}",
        f"提示：{TEMPLATE} 表“绩效指标”没有核对的栏目：年度目标值；{advice}",
        "报告模板检查通过",
    ]


def test_a_table_of_money_that_is_not_recognised_is_told_with_its_heads_and_the_known_ones(manifest: Path) -> None:
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text[: text.index("names:")] + text[text.index("narrative:") :], encoding="utf-8")
    library.forget()
    done = perfeval("templates", "lint", TEMPLATE)
    assert done.code == 2
    assert "认不出资金表的栏目，金额无法核对，表上是：" in done.err
    assert "年初预算、调整后预算、到位资金、实际支出" in done.err
    assert "认得的有：年初预算数、年初预算、全年预算数" in done.err


def test_a_name_that_stands_for_no_usual_word_is_told_with_the_nearest(manifest: Path) -> None:
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("实际支出: 全年执行数", "实际支出: 全年执行"), encoding="utf-8")
    library.forget()
    done = perfeval("templates", "lint", TEMPLATE)
    assert done.code == 2
    assert "names 中“实际支出”写的是“全年执行”，没有名为“全年执行”的通行名称。是不是“全年执行数”？" in done.err
