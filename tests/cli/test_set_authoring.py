import json
import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from perfeval import library, syntax
from perfeval.desks import set_draft
from tests.cli.shell import perfeval
from tests.indicators.test_cases import card_of

CENTRAL = "cn/project/2020"


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a folder of sets that stands for that of a source tree."""
    top = tmp_path / "indicator_sets"
    shutil.copytree(library.folder("indicator_sets"), top)
    monkeypatch.setattr(library, "folder", lambda _: top)
    library.forget()
    yield top
    library.forget()


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which the commands are run, as if there were no sources."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(library, "source_folder", lambda _: None)
    return tmp_path


def uncommented(text: str) -> str:
    """Return a draft as its author leaves it who takes the marks away from the examples."""
    marked = text.replace("# changes:", "changes:").replace("[]\n", "")
    return re.sub(r"^# (?=  |- )", "", marked, flags=re.MULTILINE)


def filled_in(text: str) -> str:
    """Return a draft in which its author has filled in everything that it asks for."""
    return re.sub("(?<!“)待填：?", "已填 ", text)


def test_a_new_set_lies_among_the_sources_and_has_no_defect(sources: Path) -> None:
    done = perfeval("sets", "new", "demo/county/2024", "--from", "hubei/project/2020")
    path = sources / "demo/county/2024.yaml"
    assert (done.code, done.err) == (0, "")
    assert f"已起草 {path}，以 hubei/project/2020@1 为上级" in done.text
    assert "接下来：" in done.text
    assert "scripts/publish_sets.py demo/county/2024" in done.text
    text = path.read_text(encoding="utf-8")
    assert "based_on: hubei/project/2020@1" in text
    assert "years: {from: 2024}" in text
    assert text.count("待填") >= 6
    assert (sources / "demo/county/2024.cases.yaml").is_file()
    for words in (".venv/bin/perfeval sets lint", set_draft.TRIED, "docs/add-a-county.md"):
        assert words in done.text
    library.forget()
    assert perfeval("sets", "show", "demo/county/2024").code == 0


def test_what_a_draft_still_asks_for_is_told_line_by_line_and_does_not_keep_it_from_being_tried(sources: Path) -> None:
    assert perfeval("sets", "new", "demo/county/2024", "--from", CENTRAL).code == 0
    path = sources / "demo/county/2024.yaml"
    done = perfeval("sets", "lint", path)
    assert done.code == 2
    *lines, count = done.err.splitlines()
    assert "2024.yaml 第6行：还没有填写“待填：体系名称”。填好后去掉“待填”，用不着的整行删去" in lines
    assert [line for line in lines if "还没有填写" not in line] == []
    assert {line.partition(" ")[0] for line in lines} == {"2024.yaml", "2024.cases.yaml"}
    assert count == f"共{len(lines)}处需要修改"
    library.forget()
    assert library.indicator_set("demo/county/2024").title == "待填：体系名称"
    for each in (path, path.with_suffix(".cases.yaml")):
        each.write_text(filled_in(each.read_text(encoding="utf-8")), encoding="utf-8")
    assert perfeval("sets", "lint", path).text == "指标体系检查通过\n"
    library.forget()
    assert perfeval("sets", "lint").text == "指标体系检查通过\n"


@pytest.mark.parametrize("base", [each for each in library.set_ids() if library.indicator_set(each).sha256])
def test_every_set_can_be_followed_and_the_examples_of_a_draft_hold(base: str, tmp_path: Path) -> None:
    draft = set_draft.draft("demo/child", base)
    (tmp_path / "child.yaml").write_bytes(draft.rules)
    assert {defect.code for defect in library.lint_paths([tmp_path / "child.yaml"])} == {"unfilled"}
    (tmp_path / "child.yaml").write_text(filled_in(uncommented(draft.rules.decode())), encoding="utf-8")
    assert library.lint_paths([tmp_path / "child.yaml"]) == ()
    assert library.set_from((tmp_path / "child.yaml").read_bytes(), "child.yaml").differences
    assert syntax.load(draft.cases, "child.cases.yaml") == []
    cases: Any = syntax.load(uncommented(draft.cases.decode()), "child.cases.yaml")
    card = card_of(base, cases[0]["form"])
    rows = {row["name"]: row for row in card["rows"]}
    for name, expected in cases[0]["expect"]["rows"].items():
        assert rows[name]["computed"] == expected["computed"]
    assert card["execution"]["computed"] == cases[0]["expect"].get("execution", {}).get("computed")


def test_without_sources_a_new_set_lies_where_one_is(elsewhere: Path) -> None:
    done = perfeval("sets", "new", "demo/county/2024", "--from", f"{CENTRAL}@1")
    assert (done.code, done.err) == (0, "")
    assert sorted(path.name for path in elsewhere.iterdir()) == ["2024.cases.yaml", "2024.yaml"]
    assert "存为 demo/county/2024.yaml 和 demo/county/2024.cases.yaml" in done.text
    assert ".venv/bin/perfeval" not in done.text
    assert [line for line in perfeval("sets", "lint", "2024.yaml").err.splitlines()[:-1] if "还没有填写" not in line] == []


def test_what_exists_is_never_replaced_and_nothing_half_is_left(tmp_path: Path) -> None:
    (tmp_path / "mine.cases.yaml").write_text("[]\n", encoding="utf-8")
    done = perfeval("sets", "new", "demo/mine", "--from", CENTRAL, "-o", tmp_path / "mine.yaml")
    assert done.code == 2
    assert "mine.cases.yaml：已经存在，没有改动它" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.cases.yaml"]
    assert (tmp_path / "mine.cases.yaml").read_text(encoding="utf-8") == "[]\n"


def test_where_the_second_file_cannot_be_written_the_first_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from perfeval.cli import files
    from perfeval.errors import Invalid

    written: list[str] = []

    def one_only(path: str, data: bytes) -> None:
        if written:
            raise Invalid("file-unwritable", f"不能写入文件 {path}")
        written.append(path)
        Path(path).write_bytes(data)

    monkeypatch.setattr(files, "write", one_only)
    done = perfeval("sets", "new", "demo/mine", "--from", CENTRAL, "-o", tmp_path / "new" / "mine.yaml")
    assert (done.code, written != []) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("Demo County", ["“Demo County”不能作指标体系的编号", "编号由小写字母", "可以写成 demo-county/project"]),
        ("demo", ["至少两段", "可以写成 demo/project"]),
        ("示例/2024", ["编号由小写字母"]),
        ("a: {b", ["编号由小写字母"]),
        ("../etc/x", ["编号由小写字母", "可以写成 etc/x"]),
        (CENTRAL, ["已经有编号为 cn/project/2020 的指标体系", "项目支出绩效自评", "请换一个编号"]),
    ],
)
def test_an_id_that_may_not_be_used_is_refused_with_what_may(elsewhere: Path, given: str, words: list[str]) -> None:
    done = perfeval("sets", "new", given, "--from", CENTRAL)
    assert done.code == 2
    assert [word for word in words if word not in done.err] == []
    assert list(elsewhere.iterdir()) == []


def test_a_base_that_does_not_exist_is_told_with_the_nearest(elsewhere: Path) -> None:
    done = perfeval("sets", "new", "demo/x", "--from", "cn/projct/2020")
    assert done.code == 2
    assert "是不是 cn/project/2020" in done.err
    assert "现有版本：1" in perfeval("sets", "new", "demo/x", "--from", f"{CENTRAL}@9").err
    assert list(elsewhere.iterdir()) == []


def test_a_file_is_only_written_under_a_name_that_sets_have(sources: Path, tmp_path: Path) -> None:
    for name in ("x.txt", "x.cases.yaml", ".yaml"):
        done = perfeval("sets", "new", "demo/x", "--from", CENTRAL, "-o", tmp_path / name)
        assert (done.code, "请以 .yaml 结尾，如 x.yaml" in done.err) == (2, True)
    done = perfeval("sets", "new", "demo/x", "--from", CENTRAL, "-o", sources / "other.yaml")
    assert (done.code, "体系目录中的文件按编号存放" in done.err) == (2, True)
    assert perfeval("sets", "new", "demo/x", "--from", CENTRAL, "-o", sources / "demo/x.yaml").code == 0


def test_two_sets_are_compared_in_words() -> None:
    done = perfeval("sets", "diff", CENTRAL, "hubei/project/2020")
    assert done.code == 0
    assert "  资金行的分值：10分 → 20分\n" in done.text
    assert "  一级指标“产出指标”的分值：50分 → 40分\n" in done.text
    assert "  其他分值方案：增加 效益指标与满意度指标合计40分\n" in done.text
    assert re.search(r"规则有\d+处不同，甲 → 乙：", done.text)


def test_any_two_sets_can_be_compared() -> None:
    ids = library.set_ids()
    for old, new in pairwise(ids):
        done = perfeval("sets", "diff", old, new)
        assert (done.code, done.err) == (0, "")
        assert "None" not in done.text


def test_sets_of_the_same_rules_say_so(tmp_path: Path) -> None:
    assert "两套体系的规则完全相同" in perfeval("sets", "diff", CENTRAL, f"{CENTRAL}@1").text
    path = tmp_path / "mine.yaml"
    assert perfeval("sets", "new", "demo/mine", "--from", CENTRAL, "-o", path).code == 0
    done = perfeval("sets", "diff", CENTRAL, path)
    assert "两套体系的规则完全相同" in done.text
    assert "  体系名称：项目支出绩效自评（财预〔2020〕10号） → 待填：体系名称\n" in done.text
    data = perfeval("sets", "diff", CENTRAL, path, "--json").json()
    assert (data["same_rules"], data["new"]["id"]) == (True, "demo/mine")


def test_a_comparison_is_data_too() -> None:
    data = perfeval("sets", "diff", CENTRAL, "hubei/project/2020", "--json").json()
    assert (data["old"]["id"], data["old"]["version"], data["same_rules"]) == (CENTRAL, "1", False)
    change = {"at": "execution.weight", "place": "资金行的分值", "deed": "set", "before": "10分", "after": "20分"}
    assert change in data["differences"]


def test_what_cannot_be_compared_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: x\n", encoding="utf-8")
    for given, words in ((tmp_path / "none.yaml", "没有这个文件"), ("cn/projct/2020", "是不是 cn/project/2020"), (broken, "broken.yaml")):
        done = perfeval("sets", "diff", CENTRAL, given)
        assert (done.code, words in done.err, done.out) == (2, True, b"")


def test_a_set_is_shown_as_the_page_of_a_clerk() -> None:
    text = perfeval("sets", "show", "hubei/project/2020", "--words").text
    for words in (
        "# 湖北省项目支出绩效自评",
        "## 资金行",
        "20 × 80 ÷ 100 = 16.00",
        "## 与上级体系的不同",
        "理由：表上“产出指标（40分）”。",
    ):
        assert words in text


def test_a_file_can_be_shown_before_it_is_a_set_of_the_library(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    assert perfeval("sets", "new", "demo/mine", "--from", CENTRAL, "-o", path).code == 0
    assert "继承自 cn/project/2020@1，没有差异" in perfeval("sets", "show", path).text
    assert "规则与 `cn/project/2020@1` 完全相同。" in perfeval("sets", "show", path, "--words").text
    assert json.loads(perfeval("sets", "show", path, "--json").text)["id"] == "demo/mine"
