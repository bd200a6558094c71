"""演示 - The examples that ship are worked through, and the documents stand where the command says."""

import re
import subprocess
import sys
from pathlib import Path

import httpx

from perfeval.desks import showcase
from tests.cli.shell import perfeval


def test_every_example_is_scored_and_printed(tmp_path: Path) -> None:
    done = perfeval("demo", "--no-serve", "--out", tmp_path / "a" / "b")
    examples = showcase.examples()
    assert (done.code, done.err) == (0, "")
    assert {path.name for path in (tmp_path / "a" / "b").iterdir()} == {f"{example.id}.docx" for example in examples}
    assert f"{len(examples)} 个示例已评分，Word 文件在 {tmp_path / 'a' / 'b'}" in done.text
    lines = done.text.splitlines()[: len(examples)]
    assert [line.startswith(example.title[:12]) for line, example in zip(lines, examples, strict=True)] == [True] * len(examples)
    told = re.compile(r"(总分 [\d.]+ 等级 (—|\w+)|\d+份：.+|(\d+份，)?不计分) +(错误\d+条（.+|警告\d+条（.+|没有错误和警告)")
    assert [line for line in lines if not told.search(line)] == []


def test_a_data_folder_takes_the_documents_where_no_other_is_named(tmp_path: Path) -> None:
    perfeval("demo", "--no-serve", "--data", tmp_path)
    assert list((tmp_path / "out").glob("*.docx"))


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = perfeval("demo", "--no-serve", "--out", tmp_path / "file" / "out")
    assert done.code == 2
    assert "--out" in done.err


def test_afterwards_the_service_stands_ready_with_its_start_page(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "perfeval", "demo", "--out", str(tmp_path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            address = next(line.split()[1] for line in process.stdout if line.startswith("READY "))
            page = httpx.get(address, trust_env=False)
            assert page.status_code == 200
            assert showcase.examples()[0].title in page.text
        finally:
            process.terminate()
