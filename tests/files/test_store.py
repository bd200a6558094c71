"""文件库 - The same file is stored once, under the hash of its content; nothing else is ever asked of the disk."""

import hashlib
import os
from pathlib import Path

import pytest

from perfeval.errors import Broken, NotFound
from perfeval.files import LocalFiles

DATA = "验收报告".encode()
NAME = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def files(tmp_path: Path) -> LocalFiles:
    return LocalFiles(tmp_path / "files")


def where(tmp_path: Path) -> Path:
    return tmp_path / "files" / "sha256" / NAME[:2] / NAME


def test_a_file_is_kept_under_the_hash_of_its_content_and_once(files: LocalFiles, tmp_path: Path) -> None:
    first, second = files.put_new(DATA), files.put_new(DATA)
    assert (first.sha256, first.size, first.known, second.known) == (NAME, len(DATA), False, True)
    assert where(tmp_path).read_bytes() == DATA
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == [where(tmp_path)]


def test_a_file_comes_back_as_it_was(files: LocalFiles) -> None:
    files.put_new(DATA)
    files.verify(NAME)
    assert b"".join(files.stream(NAME)) == DATA
    assert files.head(NAME) == len(DATA)


def test_the_disk_has_a_new_file_and_the_folders_that_name_it(files: LocalFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settled: list[str] = []
    real = os.fsync

    def settle(handle: int) -> None:
        settled.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        real(handle)

    monkeypatch.setattr(os, "fsync", settle)
    files.put_new(DATA)
    place = where(tmp_path)
    assert settled == [str(each) for each in (place, place.parent, place.parent.parent, tmp_path / "files")]


def test_what_a_power_cut_left_of_a_file_is_written_anew(files: LocalFiles, tmp_path: Path) -> None:
    files.put_new(DATA)
    where(tmp_path).write_bytes(b"")
    assert not files.put_new(DATA).known
    assert where(tmp_path).read_bytes() == DATA


def test_a_changed_file_is_not_handed_out(files: LocalFiles, tmp_path: Path) -> None:
    files.put_new(DATA)
    where(tmp_path).write_bytes(DATA + b" ")
    with pytest.raises(Broken, match="与存入时不一致"):
        files.verify(NAME)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 63, "A" * 64, f"{NAME}/..", NAME[:-1] + "\n"])
def test_only_hashes_are_asked_for(files: LocalFiles, name: str) -> None:
    with pytest.raises(NotFound):
        files.head(name)
    with pytest.raises(NotFound):
        files.stream(name)


def test_a_file_that_is_not_there_is_not_found(files: LocalFiles) -> None:
    assert files.head(NAME) is None
    with pytest.raises(NotFound):
        files.verify(NAME)
    files.delete(NAME)


def test_a_deleted_file_is_gone(files: LocalFiles) -> None:
    files.put_new(DATA)
    files.delete(NAME)
    assert files.head(NAME) is None


def test_the_folder_is_its_owners_alone(files: LocalFiles, tmp_path: Path) -> None:
    files.prove()
    assert (tmp_path / "files").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_is_no_longer_there_is_not_ready(files: LocalFiles, tmp_path: Path) -> None:
    files.prove()
    (tmp_path / "files" / "probe").unlink()
    (tmp_path / "files").rmdir()
    (tmp_path / "files").write_bytes(b"")
    with pytest.raises(Broken, match="不能读写"):
        files.prove()
