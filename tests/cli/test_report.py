"""报告命令 - After the document is there, the shell says what is still wrong and whether the template is meant for such a form."""

from pathlib import Path

from tests.cli.shell import SCHOOL, perfeval
from tests.cli.test_score import school


def test_a_document_with_errors_says_how_many_must_be_mended(tmp_path: Path) -> None:
    out = tmp_path / "表.DOCX"
    wrong = school(claimed={"total": "90", "grade": "优"}, execution={"claimed": "10", "claimed_rate": "90%"})
    done = perfeval("report", "-", "--template", "cn.project.form.2020", "-o", out, given=wrong)
    found = [each["severity"] for each in perfeval("check", "-", "--json", given=wrong).json()["findings"]]
    errors, warnings = found.count("error"), found.count("warning")
    assert (errors, done.code, done.err) == (2, 0, "")
    assert done.text.startswith(f"已生成 {out}\n还有2条错误须改正后才能送审")
    assert (f"另有{warnings}条警告" in done.text) is (warnings > 0)
    assert done.text.endswith("，见 perfeval check\n")
    assert out.exists()


def test_a_document_without_errors_asks_for_nothing_before_submission(tmp_path: Path) -> None:
    done = perfeval("report", SCHOOL, "--template", "cn.project.form.2020", "-o", tmp_path / "x.docx")
    assert "错误" not in done.text


def test_a_template_for_another_kind_prints_and_says_so(tmp_path: Path) -> None:
    out = tmp_path / "x.docx"
    done = perfeval("report", SCHOOL, "--template", "chongqing.department.form.2021", "-o", out)
    assert done.code == 0
    assert out.exists()
    assert done.err.startswith("提示：模板“部门整体绩效自评表（重庆）”用于部门整体支出，这份自评数据是项目支出")
    assert "可改用 cn.project.form.2020  项目支出绩效自评表" in done.err
