"""发布 - The list of published sets takes the sets that are named, and nothing where anything is in the way."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfeval import library
from scripts import publish_sets

DRAFT = """format: perfeval.indicator-set/1
id: drafts/project/2024
version: "1"
title: 示例
years: {from: 2024}
source: {title: 示例办法, clause: 第一条, read: 示例}
based_on: BASE
changes:
  - {at: notes, add: drafts/project/2024, why: 示例}
"""


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a folder with the list, the central set and two drafts, both with their worked examples."""
    shipped, top = library.folder("indicator_sets"), tmp_path / "indicator_sets"
    (top / "cn" / "project").mkdir(parents=True)
    for name in (library.PUBLISHED, "cn/project/2020.yaml", "cn/project/2020.cases.yaml"):
        shutil.copy(shipped / name, top / name)
    for set_id, base in (("drafts/project/2024", "cn/project/2020@1"), ("drafts/project/2025", "drafts/project/2024@1")):
        path = top / f"{set_id}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DRAFT.replace("drafts/project/2024", set_id).replace("BASE", base), encoding="utf-8")
        path.with_suffix(".cases.yaml").write_text("[]\n", encoding="utf-8")
    monkeypatch.setattr(library, "folder", lambda _: top)
    library.forget()
    yield top
    library.forget()


def listed(top: Path) -> str:
    return (top / library.PUBLISHED).read_text(encoding="utf-8")


def test_only_the_set_that_is_named_is_listed(shelf: Path) -> None:
    before = listed(shelf).splitlines()
    assert publish_sets.main(["drafts/project/2024"]) == 0
    added = [line for line in listed(shelf).splitlines() if line not in before]
    assert [line.split()[:2] for line in added] == [["drafts/project/2024", "1"]]
    assert len(listed(shelf).splitlines()) == len(before) + 1


def test_a_list_that_is_written_again_is_the_same(shelf: Path) -> None:
    before = listed(shelf)
    assert publish_sets.main(["cn/project/2020@1"]) == 0
    assert listed(shelf) == before


def test_without_a_name_the_drafts_are_told_and_nothing_is_listed(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = listed(shelf)
    (shelf / "drafts/project/2026.yaml").write_text(
        DRAFT.replace("project/2024", "project/2026").replace("BASE", "demo/none@1"), encoding="utf-8"
    )
    library.forget()
    assert publish_sets.main([]) == 1
    told = capsys.readouterr().err
    assert "尚未发布的：drafts/project/2024@1、drafts/project/2025@1、drafts/project/2026（还有问题" in told
    assert listed(shelf) == before


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["drafts/project/2025"], "drafts/project/2025 继承的 drafts/project/2024@1 尚未发布"),
        (["drafts/project/2024", "drafts/project/2023"], "没有名为“drafts/project/2023”的指标体系"),
    ],
)
def test_what_is_in_the_way_is_told_and_nothing_is_listed(
    shelf: Path, capsys: pytest.CaptureFixture[str], names: list[str], words: str
) -> None:
    before = listed(shelf)
    assert publish_sets.main(names) == 1
    assert words in capsys.readouterr().err
    assert listed(shelf) == before


def test_a_set_without_worked_examples_is_not_listed(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = listed(shelf)
    (shelf / "drafts/project/2024.cases.yaml").unlink()
    assert publish_sets.main(["drafts/project/2024"]) == 1
    assert "请在同一目录写 2024.cases.yaml" in capsys.readouterr().err
    assert listed(shelf) == before


@pytest.mark.parametrize("name", ["drafts/project/2024.yaml", "drafts/project/2024.cases.yaml"])
def test_a_set_in_which_something_is_to_be_filled_in_is_not_listed(shelf: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    before = listed(shelf)
    path = shelf / name
    path.write_text(path.read_text(encoding="utf-8") + "# 待填：一句话说明\n", encoding="utf-8")
    assert publish_sets.main(["drafts/project/2024"]) == 1
    assert "还有“待填”的地方，请先填写" in capsys.readouterr().err
    assert listed(shelf) == before


def test_a_base_may_be_listed_by_the_same_command(shelf: Path) -> None:
    assert publish_sets.main(["drafts/project/2025", "drafts/project/2024"]) == 0
    assert "drafts/project/2025 1 " in listed(shelf)
