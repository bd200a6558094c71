"""坏文件 - One broken set file per mistake: the message says what is wrong, where and what to do; none may load.

Each file opens with three lines: the mistake, the words its message must hold (parted by |) and the line it must name.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfeval import library
from perfeval.errors import Invalid

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
ENGLISH = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,} [A-Za-z]{2,}|None")


def expected(path: Path) -> tuple[list[str], int]:
    """Return the words that the message must hold, and the line it must name, 0 for none."""
    _, words, line = path.read_bytes().decode("utf-8", "replace").splitlines()[:3]
    return words.removeprefix("# 应说：").split(" | "), int(line.removeprefix("# 行："))


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a folder of sets that holds the central set and takes broken ones."""
    shipped, top = library.folder("indicator_sets"), tmp_path / "indicator_sets"
    (top / "cn" / "project").mkdir(parents=True)
    (top / "broken").mkdir()
    shutil.copy(shipped / "cn" / "project" / "2020.yaml", top / "cn" / "project")
    monkeypatch.setattr(library, "folder", lambda _: top)
    library.forget()
    yield top
    library.forget()


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_every_mistake_is_named_with_its_line_and_what_to_do(path: Path) -> None:
    words, line = expected(path)
    defects = library.lint_paths([path])
    told = "\n".join(str(defect) for defect in defects)
    missing = [word for word in words if word not in told]
    assert not missing, told
    right = [defect for defect in defects if words[0] in defect.message]
    assert right
    assert all(defect.suggestion for defect in right)
    assert not line or any(f"第{line}行" in defect.where for defect in right), told
    assert not ENGLISH.search(told), "no words of a library reach anybody"
    assert all(path.name in defect.where for defect in defects), told


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_no_broken_file_loads(path: Path, shelf: Path) -> None:
    shutil.copy(path, shelf / "broken")
    with pytest.raises(Invalid):
        library.indicator_set(f"broken/{path.stem}")


def test_there_are_broken_files() -> None:
    assert len(BROKEN) >= 40
