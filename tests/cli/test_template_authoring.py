import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfeval import library
from perfeval.evaluation import FundSource
from perfeval.reports import PAPERS, Paper
from tests.architecture.house import ROOT
from tests.cli.shell import SCHOOL, perfeval

FORM = "cn.project.form.2020"
FILES = ["expected.txt", "sample.json", "template.docx", "template.yaml"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a new template that was just begun."""
    assert perfeval("templates", "new", "demo.form.2024", "--from", FORM, "-o", tmp_path).code == 0
    return tmp_path / "demo.form.2024"


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a folder of templates that stands for that of a source tree."""
    top = tmp_path / "report_templates"
    top.mkdir()
    shutil.copytree(library.folder("report_templates") / FORM, top / FORM)
    real = library.folder
    monkeypatch.setattr(library, "folder", lambda name: top if name == "report_templates" else real(name))
    library.template_ids.cache_clear()
    yield top
    library.template_ids.cache_clear()


def test_a_new_template_is_a_copy_that_can_be_used_and_asks_to_be_filled_in(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == FILES
    text = (folder / "template.yaml").read_text(encoding="utf-8")
    assert "name: 待填" in text
    assert "title: 待填" in text
    assert "财预〔2020〕10号" not in text.partition("\n")[2].replace(text.splitlines()[1], "")
    done = perfeval("templates", "lint", folder)
    *lines, _ = done.err.splitlines()
    assert done.code == 2
    assert (
        f"demo.form.2024 template.yaml 第{text.splitlines().index('name: 待填：模板名称，如 某县项目支出绩效自评表') + 1}行：还没有填写"
        in done.err
    )
    assert [line for line in lines if "还没有填写" not in line] == []
    fill_in(folder)
    assert perfeval("templates", "lint", folder).text == "报告模板检查通过\n"


def fill_in(folder: Path) -> None:
    """Fill in everything that a new template asks for."""
    path = folder / "template.yaml"
    path.write_text(re.sub("(?<!“)待填：?", "已填 ", path.read_text(encoding="utf-8")), encoding="utf-8")


def test_every_template_can_be_copied(tmp_path: Path) -> None:
    for template_id in library.template_ids():
        done = perfeval("templates", "new", f"demo.{template_id}", "--from", template_id, "-o", tmp_path)
        assert (done.code, done.err) == (0, "")
        before = (library.folder("report_templates") / template_id / "template.yaml").read_text(encoding="utf-8")
        after = (tmp_path / f"demo.{template_id}" / "template.yaml").read_text(encoding="utf-8")
        assert after.partition("\nlayout:")[2] == before.partition("\nlayout:")[2], "what is not asked for stays as it was"


def test_a_new_template_lies_among_the_sources_and_says_what_is_next(sources: Path) -> None:
    done = perfeval("templates", "new", "demo.form.2024", "--from", FORM)
    assert (done.code, done.err) == (0, "")
    assert (sources / "demo.form.2024" / "template.docx").is_file()
    for words in ("用 Word 打开", "narrative", "perfeval templates sample", "perfeval templates lint"):
        assert words in done.text


def test_what_exists_is_never_replaced(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    done = perfeval("templates", "new", "demo.form.2024", "--from", "cn.annex", "-o", folder.parent)
    assert (done.code, "已经存在，没有改动它" in done.err) == (2, True)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("given", "base", "words"),
    [
        ("Demo Form", FORM, "只含小写字母、数字、点和连字符，如 demo.form"),
        ("示例", FORM, "如 demo.project.form.2024"),
        (FORM, FORM, f"已经有编号为 {FORM} 的报告模板"),
        ("demo.form", "cn.anex", "是不是 cn.annex"),
    ],
)
def test_what_cannot_be_begun_is_told(tmp_path: Path, given: str, base: str, words: str) -> None:
    done = perfeval("templates", "new", given, "--from", base, "-o", tmp_path)
    assert (done.code, words in done.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_lacks_its_files_is_no_beginning(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = perfeval("templates", "new", "demo.form", "--from", tmp_path / "empty", "-o", tmp_path)
    assert (done.code, "没有 template.docx 或 template.yaml" in done.err) == (2, True)


def test_the_sample_of_a_template_is_renewed_from_a_form(folder: Path) -> None:
    before = (folder / "expected.txt").read_text(encoding="utf-8")
    done = perfeval("templates", "sample", folder, "--data", SCHOOL)
    assert (done.code, done.err) == (0, "")
    assert "sample.json" in done.text
    after = (folder / "expected.txt").read_text(encoding="utf-8")
    assert after != before
    assert json.loads((folder / "sample.json").read_text(encoding="utf-8"))["unit"] in after
    fill_in(folder)
    assert perfeval("templates", "lint", folder).code == 0


def test_an_expected_text_of_yesterday_is_told_with_the_command_that_renews_it(folder: Path) -> None:
    fill_in(folder)
    (folder / "expected.txt").write_text("昨天\n", encoding="utf-8")
    told = perfeval("templates", "lint", folder).err
    assert "核对无误后，用 perfeval templates sample demo.form.2024 --data 自评数据.yaml 更新" in told
    (folder / "sample.json").unlink()
    assert "用 perfeval templates sample demo.form.2024 --data 自评数据.yaml 生成" in perfeval("templates", "lint", folder).err


def test_the_sample_that_a_script_makes_is_the_same(sources: Path) -> None:
    before = {name: (sources / FORM / name).read_bytes() for name in ("sample.json", "expected.txt")}
    done = perfeval("templates", "sample", FORM, "--data", ROOT / "scripts/templates/samples/project.yaml")
    assert (done.code, done.err) == (0, "")
    assert {name: (sources / FORM / name).read_bytes() for name in before} == before


def test_a_sample_that_cannot_be_made_is_told_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    before = (folder / "sample.json").read_bytes()
    form = tmp_path / "form.yaml"
    form.write_text("format: perfeval.evaluation/1\n", encoding="utf-8")
    assert perfeval("templates", "sample", folder, "--data", form).code == 2
    assert perfeval("templates", "sample", folder, "--data", tmp_path / "none.yaml").code == 2
    (folder / "template.docx").unlink()
    done = perfeval("templates", "sample", folder, "--data", SCHOOL)
    assert (done.code, "没有 template.docx" in done.err) == (2, True)
    assert (folder / "sample.json").read_bytes() == before


def test_templates_of_an_installation_are_not_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "source_folder", lambda _: None)
    done = perfeval("templates", "sample", FORM, "--data", SCHOOL)
    assert (done.code, "随程序安装的模板不能改" in done.err) == (2, True)


def test_the_variables_are_listed_as_the_page_has_them() -> None:
    page = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8").partition("\n## 复核报告的变量\n")[0]
    rows = [line.split("|")[1:4] for line in page.splitlines() if line.startswith("| `") and "`{" not in line and ".docx" not in line]
    lines = [line.strip() for line in perfeval("templates", "variables").text.splitlines() if line.startswith("  ")]
    listed = dict(line.split("  ", 1) for line in lines)
    page_rows = {path.strip(" `"): (title.strip(), example.strip()) for path, title, example in rows}
    variables = {path: row for path, row in page_rows.items() if path in listed}
    assert len(variables) == len(listed) > 100
    for path, (title, example) in variables.items():
        assert listed[path].startswith(title)
        assert ("例：" in listed[path]) == bool(example), path


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_the_variables_of_every_paper_of_a_review_are_listed_as_the_page_has_them(paper: Paper) -> None:
    page = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    own = page.partition(f"\n## {paper.label}的变量\n")[2].partition("\n## ")[0]
    rows = dict(line.split("|")[1:3] for line in own.splitlines() if line.startswith("| `"))
    lines = [line.strip() for line in perfeval("templates", "variables", "--kind", paper.value).text.splitlines() if line.startswith("  ")]
    listed = dict(line.split("  ", 1) for line in lines)
    assert {path.strip(" `") for path in rows} == listed.keys()
    assert all(listed[path.strip(" `")].startswith(title.strip()) for path, title in rows.items())


def test_the_sample_of_a_paper_of_a_review_is_renewed_from_its_own_facts(tmp_path: Path) -> None:
    assert perfeval("templates", "new", "demo.opinion", "--from", "review.opinion", "-o", tmp_path).code == 0
    facts = json.loads((tmp_path / "demo.opinion" / "sample.json").read_text(encoding="utf-8"))
    facts["item"]["reviewed_points"] = "81.20"
    (tmp_path / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    assert perfeval("templates", "sample", tmp_path / "demo.opinion", "--data", tmp_path / "facts.json").code == 0
    assert "81.20" in (tmp_path / "demo.opinion" / "expected.txt").read_text(encoding="utf-8")
    refused = perfeval("templates", "sample", tmp_path / "demo.opinion", "--data", SCHOOL)
    assert (refused.code, "与可用的变量不符" in refused.err) == (2, True)


def test_every_single_value_has_an_example() -> None:
    lines = [line.strip() for line in perfeval("templates", "variables").text.splitlines() if line.startswith("  ")]
    paths = [line.split("  ")[0] for line in lines]
    holders = {path for path in paths if any(other.startswith((f"{path}.", f"{path}[]")) for other in paths)}
    bare = [line for line, path in zip(lines, paths, strict=True) if "例：" not in line and path not in holders]
    assert len(bare) <= 3, bare


def test_a_form_template_writes_its_variables_inside_the_loop() -> None:
    form = perfeval("templates", "variables", "--kind", "form").text
    report = perfeval("templates", "variables", "--kind", "report").text
    assert "  form.total  " in form
    assert "  total  " not in form
    assert "  total  " in report
    assert "form.total" not in report


def test_the_cells_of_a_money_row_are_told_with_the_name_of_their_row() -> None:
    text = perfeval("templates", "variables", "--kind", "form").text
    for words in (
        "  form.money.by_source.unit  单位资金行",
        "  form.money.by_source.unit.original_wan  单位资金：年初预算数（万元）",
        "  form.money.total.spent  年度资金总额：全年执行数",
        "  form.subject.contact  联系人（填表人、填报人）",
    ):
        assert words in text


def test_every_source_of_money_is_named_on_the_page_with_its_variable() -> None:
    page = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and "`form.money." in line]
    for source in FundSource:
        own = "form.money.total" if source is FundSource.TOTAL else f"form.money.by_source.{source.value}"
        assert [row for row in rows if f"`{own}`" in row and source.label in row and f"`{source.value}`" in row], source
