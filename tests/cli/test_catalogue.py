import io
import json
import re
from pathlib import Path

import docx
import pytest

from perfeval import library
from tests.cli.shell import perfeval


@pytest.mark.parametrize("what", ["sets", "templates"])
def test_lists_are_one_line_each_the_id_first(what: str) -> None:
    lines = perfeval(what, "list").text.splitlines()
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[a-z][a-z0-9./-]*  \S.*", line)] == []
    assert lines == sorted(lines)


def test_a_set_is_shown_in_words_and_as_data() -> None:
    words = perfeval("sets", "show", "cn/project/2020").text
    assert "财预〔2020〕10号" in words
    assert "产出指标" in words
    data = perfeval("sets", "show", "cn/project/2020", "--json").json()
    assert (data["id"], data["execution"]["weight"]) == ("cn/project/2020", "10")


def test_every_set_and_template_can_be_shown() -> None:
    for set_id in library.set_ids():
        assert perfeval("sets", "show", set_id).code == 0
    for template_id in library.template_ids():
        assert perfeval("templates", "show", template_id).code == 0
        assert perfeval("templates", "show", template_id, "--json").json()["id"] == template_id


def test_a_template_is_shown_with_what_helps_to_choose_one() -> None:
    shown = perfeval("templates", "show", "sichuan.project.form.2022").text
    assert "预算执行情况的行：总额、其中：财政资金、财政专户管理资金、单位资金、其他资金\n" in shown
    assert "表尾：合计、评价结论、存在问题、改进措施、项目负责人、财务负责人\n" in shown


@pytest.mark.parametrize("command", ["show", "lint"])
@pytest.mark.parametrize(
    ("what", "wrong", "near"),
    [
        ("sets", "cn/projct/2020", "是不是 cn/project/2020  项目支出绩效自评"),
        ("sets", "cn/project", "是不是 cn/project/2013  项目支出绩效评价"),
        ("sets", "xyzzy", "没有相近的编号。全部编号见 perfeval sets list"),
        ("sets", "cn/project/2020@99", "现有版本：1"),
        ("templates", "cn.project.from.2020", "是不是 cn.project.form.2020  项目支出绩效自评表"),
        ("templates", "nothing", "没有相近的编号。全部编号见 perfeval templates list"),
    ],
)
def test_an_id_that_does_not_exist_is_told_once_with_what_may_have_been_meant(command: str, what: str, wrong: str, near: str) -> None:
    done = perfeval(what, command, wrong)
    assert done.code == 2
    assert near in done.err
    assert wrong.partition("@")[0] in done.err.splitlines()[0]
    assert "没有名为" not in "".join(done.err.splitlines()[1:])


@pytest.mark.parametrize(("what", "known"), [("sets", "cn/project/2020"), ("sets", "cn/project/2020@1"), ("templates", "cn.annex")])
def test_what_can_be_shown_can_be_linted_by_its_id(what: str, known: str) -> None:
    done = perfeval(what, "lint", known)
    assert (done.code, done.err) == (0, "")
    assert "通过" in done.text


def test_a_file_of_the_name_of_an_id_is_linted_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cn/project/2020").mkdir(parents=True)
    (tmp_path / "cn/project/2020/mine.yaml").write_text("id: mine\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = perfeval("sets", "lint", "cn/project/2020")
    assert done.code == 2
    assert "mine.yaml" in done.err


def test_the_shipped_sets_and_templates_have_no_defect() -> None:
    for what in ("sets", "templates"):
        done = perfeval(what, "lint")
        assert (done.code, done.err) == (0, "")
        assert "通过" in done.text


def test_a_defect_of_a_set_is_told_with_file_and_line_and_is_a_failure(tmp_path: Path) -> None:
    good = (library.folder("indicator_sets") / "cn/project/2020.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(good.replace('weight: "50"', 'weight: "-50"', 1), encoding="utf-8")
    for path in (tmp_path, tmp_path / "mine.yaml"):
        done = perfeval("sets", "lint", path)
        assert done.code == 2
        assert re.search(r"mine\.yaml 第\d+行", done.err)


def test_what_is_not_there_cannot_be_linted(tmp_path: Path) -> None:
    for what in ("sets", "templates"):
        done = perfeval(what, "lint", tmp_path / "none")
        assert done.code == 2
        assert "none" in done.err


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """Return a small template with one tag."""
    document = docx.Document()
    document.add_paragraph("致{{ name }}：")
    document.save(str(tmp_path / "letter.docx"))
    return tmp_path / "letter.docx"


def test_any_template_is_filled_with_any_json(letter: Path, tmp_path: Path) -> None:
    data, out = tmp_path / "data.json", tmp_path / "out.docx"
    data.write_text(json.dumps({"name": "某县财政局"}), encoding="utf-8")
    done = perfeval("templates", "render", letter, data, "-o", out)
    assert (done.code, done.text) == (0, f"已生成 {out}\n")
    assert docx.Document(io.BytesIO(out.read_bytes())).paragraphs[0].text == "致某县财政局："


@pytest.mark.parametrize(("given", "said"), [('{"nam": 1}', "name"), ("[1]", "名称: 值"), ("{", "JSON")])
def test_data_that_does_not_fit_is_told_and_nothing_is_written(letter: Path, tmp_path: Path, given: str, said: str) -> None:
    data, out = tmp_path / "data.json", tmp_path / "out.docx"
    data.write_text(given, encoding="utf-8")
    done = perfeval("templates", "render", letter, data, "-o", out)
    assert done.code == 2
    assert said in done.err
    assert not out.exists()


def test_a_document_under_another_name_than_word_is_refused(letter: Path, tmp_path: Path) -> None:
    done = perfeval("templates", "render", letter, tmp_path / "none.json", "-o", tmp_path / "out.doc")
    assert done.code == 2
    assert "请以 .docx 结尾，如 out.docx" in done.err


def test_a_file_that_is_not_word_is_told(tmp_path: Path) -> None:
    data = tmp_path / "data.json"
    data.write_text("{}", encoding="utf-8")
    done = perfeval("templates", "render", data, data, "-o", tmp_path / "out.docx")
    assert done.code == 2
    assert "Traceback" not in done.err
    assert "internal-error" not in done.err
