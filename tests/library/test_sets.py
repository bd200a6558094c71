"""取指标体系 - By id or by id and version; never one that is not what was published."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfeval import library
from perfeval.errors import Broken, Invalid, NotFound

CENTRAL = "cn/project/2020"


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a folder of sets that a test may change."""
    copy = tmp_path / "indicator_sets"
    shutil.copytree(library.folder("indicator_sets"), copy)
    monkeypatch.setattr(library, "folder", lambda _: copy)
    library.forget()
    yield copy
    library.forget()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def second_version(top: Path) -> None:
    """Let the central set have a second version, the first one staying beside it."""
    folder = top / "cn" / "project"
    shutil.copy(folder / "2020.yaml", folder / "2020@1.yaml")
    change(folder / "2020.yaml", 'version: "1"', 'version: "2"')
    change(folder / "2020.yaml", "title: 项目支出绩效自评（", "title: 项目支出绩效自评表（")


def test_the_id_alone_means_the_newest_version(top: Path) -> None:
    second_version(top)
    assert library.indicator_set(CENTRAL).version == "2"
    assert library.indicator_set(f"{CENTRAL}@2").version == "2"


def test_an_older_version_stays_as_it_was(top: Path) -> None:
    before = library.indicator_set(CENTRAL).sha256
    second_version(top)
    library.forget()
    assert library.indicator_set(f"{CENTRAL}@1").sha256 == before
    assert library.set_versions(CENTRAL) == ("2", "1")
    assert library.set_ids().count(CENTRAL) == 1


def test_a_set_that_is_based_on_an_older_version_keeps_it(top: Path) -> None:
    before = library.indicator_set("hubei/project/2020").sha256
    second_version(top)
    library.forget()
    assert library.indicator_set("hubei/project/2020").sha256 == before


def test_an_unknown_id_names_the_nearest_one() -> None:
    with pytest.raises(NotFound) as caught:
        library.indicator_set("cn/projct/2020")
    assert "是不是“cn/project/2020”？" in str(caught.value)


@pytest.mark.parametrize("reference", ["cn/project/2020@7", "cn/project/2020@一", "", "../PUBLISHED", "/etc/passwd", "cn/project"])
def test_what_does_not_exist_is_not_found(reference: str) -> None:
    with pytest.raises(NotFound):
        library.indicator_set(reference)


def test_a_published_set_that_was_changed_is_refused(top: Path) -> None:
    change(top / "cn" / "project" / "2020.yaml", 'floor: "80"', 'floor: "85"')
    with pytest.raises(Broken, match="与发布时不一致"):
        library.indicator_set(CENTRAL)


def test_a_child_notices_that_its_base_was_changed(top: Path) -> None:
    change(top / "cn" / "project" / "2020.yaml", 'floor: "80"', 'floor: "85"')
    with pytest.raises(Broken, match="与发布时不一致"):
        library.indicator_set("yunnan/project/2020")


def test_comments_and_layout_may_change(top: Path) -> None:
    change(top / "cn" / "project" / "2020.yaml", "format:", "# 说明\n\nformat:")
    assert library.indicator_set(CENTRAL).id == CENTRAL


def test_a_set_that_is_not_published_yet_can_be_tried_when_it_is_sound(top: Path) -> None:
    shutil.copy(top / "cn" / "project" / "2020.yaml", top / "draft.yaml")
    change(top / "draft.yaml", "id: cn/project/2020", "id: draft/project")
    (top / "draft").mkdir()
    shutil.move(top / "draft.yaml", top / "draft" / "project.yaml")
    assert library.indicator_set("draft/project").id == "draft/project"


def test_a_draft_with_a_defect_is_refused(top: Path) -> None:
    (top / "draft").mkdir()
    shutil.copy(top / "cn" / "project" / "2020.yaml", top / "draft" / "project.yaml")
    change(top / "draft" / "project.yaml", "id: cn/project/2020", "id: draft/project")
    change(top / "draft" / "project.yaml", 'weight: "30"', 'weight: "35"')
    with pytest.raises(Invalid, match="分值合计为105分"):
        library.indicator_set("draft/project")


def test_a_file_in_the_wrong_place_is_refused(top: Path) -> None:
    shutil.copy(top / "cn" / "project" / "2020.yaml", top / "cn" / "project" / "2030.yaml")
    with pytest.raises(Broken, match="编号与文件位置不符"):
        library.indicator_set("cn/project/2030")


def test_the_linter_finds_an_id_that_two_files_share(top: Path) -> None:
    shutil.copy(top / "cn" / "project" / "2020.yaml", top / "cn" / "project" / "2030.yaml")
    defects = library.lint_paths([top])
    assert [(each.code, each.where) for each in defects] == [("duplicate-set", "cn/project/2030.yaml 第3行")]
    assert "与 cn/project/2020.yaml 重复" in defects[0].message


def test_the_linter_reads_sets_that_are_based_on_others_of_the_same_folder(top: Path) -> None:
    alone = top / "yunnan" / "baoshan"
    assert library.lint_paths([alone]) == ()
    assert library.lint_paths([top / "yunnan"]) == ()


def test_the_linter_says_what_is_not_there() -> None:
    with pytest.raises(NotFound, match="没有这个文件或目录"):
        library.lint_paths([Path("nowhere.yaml")])


@pytest.mark.parametrize("line", ["cn/project/2020 1", "cn/project/2020 1 abc\ncn/project/2020 1 abc"])
def test_a_broken_list_of_published_sets_is_refused(top: Path, line: str) -> None:
    (top / library.PUBLISHED).write_text(line, encoding="utf-8")
    with pytest.raises(Broken, match="PUBLISHED 第"):
        library.indicator_set(CENTRAL)


def test_the_tree_of_a_set_is_whole() -> None:
    tree = library.set_tree("hubei/project/2020")
    assert isinstance(tree, dict)
    assert {"id", "categories", "grades", "execution"} <= set(tree)
    assert not {"based_on", "changes"} & set(tree)
