"""模板的取用 - Templates are found by id, by folder or as a single Word file."""

from pathlib import Path

import pytest

from perfeval import library, reports
from perfeval.errors import NotFound


def test_ids_are_the_names_of_the_folders() -> None:
    folder = library.folder("report_templates")
    assert library.template_ids() == tuple(sorted(path.name for path in folder.iterdir() if path.is_dir()))
    assert library.report_template("cn.annex").as_json()["title"] == "得分计算说明"


def test_a_mistyped_id_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(NotFound) as caught:
        library.report_template("cn.project.from.2020")
    assert "cn.project.form.2020" in str(caught.value)


def test_a_folder_elsewhere_is_a_template_too_and_says_what_it_lacks(tmp_path: Path) -> None:
    top = tmp_path / "county.form.2024"
    top.mkdir()
    given = library.report_template("cn.project.form.2020")
    (top / "template.docx").write_bytes(given.document)
    (top / "template.yaml").write_bytes(given.manifest)
    defects = reports.lint(library.template_at(top))
    assert [place.where for place in defects] == ["county.form.2024 sample.json"]
    assert defects[0].message


def test_a_missing_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="没有这个文件或目录"):
        library.template_at(tmp_path / "nothing")


def test_a_word_file_alone_can_be_checked(tmp_path: Path) -> None:
    (tmp_path / "own.docx").write_bytes(library.report_template("cn.project.form.2020").document)
    assert reports.lint(library.template_at(tmp_path / "own.docx")) == ()
