"""随附的规则 - The rules for texts and for reviews that travel with the product: every version is published, and as it was published."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfeval import indicators, library, syntax
from scripts import publish_rules
from tests.architecture.house import ROOT

FILES = [
    pytest.param(kind, path, id=f"{kind}/{path.stem}") for kind in publish_rules.KINDS for path in sorted((ROOT / kind).glob("*.yaml"))
]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a folder with the shipped rules for texts, of which none is published."""
    shutil.copy(ROOT / library.TEXT_RULES / "general.yaml", tmp_path)
    monkeypatch.setattr(library, "folder", {library.TEXT_RULES: tmp_path}.__getitem__)
    library.forget()
    yield tmp_path
    library.forget()


@pytest.mark.parametrize(("kind", "path"), FILES)
def test_every_version_is_published_and_as_it_was_published(kind: str, path: Path) -> None:
    tree = syntax.load(path.read_bytes(), path.name)
    assert isinstance(tree, dict)
    listed = library.published_sets(ROOT / kind)
    told = f"a change needs a new version; a new one: .venv/bin/python scripts/publish_rules.py {kind}/{path.stem}"
    assert listed.get(f"{tree['id']}@{tree['version']}") == indicators.hash_of(tree), told
    assert publish_rules.KINDS[kind](path.stem).sha256 == indicators.hash_of(tree)


def test_every_version_that_was_published_is_still_there() -> None:
    for kind, read in publish_rules.KINDS.items():
        listed = library.published_sets(ROOT / kind)
        assert {reference: read(reference).sha256 for reference in listed} == listed


def test_what_is_named_is_listed_and_cannot_change_any_more(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish_rules.main(["text_rules/general"]) == 0
    assert list(library.published_sets(shelf)) == ["general@1"]
    path = shelf / "general.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("execution: 60% ", "execution: 50% "), encoding="utf-8")
    library.forget()
    assert publish_rules.main(["text_rules/general"]) == 1
    assert "与发布时不一致" in capsys.readouterr().err


@pytest.mark.parametrize("names", [[], ["general"], ["indicator_sets/general"], ["text_rules/special"]])
def test_what_is_no_rule_is_not_listed(shelf: Path, names: list[str]) -> None:
    assert publish_rules.main(names) == 1
    assert not (shelf / library.PUBLISHED).exists()
