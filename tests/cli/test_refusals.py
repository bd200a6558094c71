import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from perfeval.cli import files
from perfeval.errors import Invalid
from tests.cli.shell import SCHOOL, Done, perfeval
from tests.cli.test_score import school

ROW = '{"name": "甲", "category": "产出指标"}'
TOO_DEEP = "[" * 60 + "]" * 60


def expect_refusal(done: Done, *words: str) -> None:
    """Expect exit code 2, the words in Chinese on standard error, nothing on standard output, no stack trace."""
    assert done.code == 2
    assert done.out == b""
    assert "Traceback" not in done.err
    for word in words:
        assert word in done.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x 1\nb: *x\n", ["第1行", "锚点"]),
        ("b: *x\n", ["第1行", "别名"]),
        (f"format: {TOO_DEEP}", ["嵌套超过40层"]),
        (f'{{"format": {TOO_DEEP}}}', ["嵌套超过40层"]),
        ("year: !!int 3\n", ["类型标签"]),
        ("a: 1\na: 2\n", ["第2行", "写了两次"]),
        ("\ta: 1\n", ["第1行", "制表符"]),
        ('{"a": NaN}', ["NaN"]),
        ("- 1\n", ["整份数据", "键: 值"]),
        ("", ["整份数据"]),
    ],
)
def test_a_file_that_breaks_the_format_is_refused_with_place_and_reason(tmp_path: Path, text: str, words: list[str]) -> None:
    file = tmp_path / "form.yaml"
    file.write_text(text, encoding="utf-8")
    expect_refusal(perfeval("score", file), "form.yaml", *words)


def test_bytes_that_are_not_utf8_are_refused_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    file.write_bytes(SCHOOL.read_text(encoding="utf-8").encode("gb18030"))
    expect_refusal(perfeval("score", file), "form.yaml", "第1行", "UTF-8")


def test_more_than_10_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    with file.open("wb") as out:
        out.truncate(10 * 1024 * 1024 + 1)
    expect_refusal(perfeval("score", file), "form.yaml", "10 MB")
    assert len(files.read("/dev/zero")) == 10 * 1024 * 1024 + 1


def test_5000_rows_are_scored_and_one_more_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "form.json"
    head, _, tail = school(indicators="ROWS").decode().partition('"ROWS"')
    file.write_text(f"{head}[{','.join([ROW] * 5000)}]{tail}", encoding="utf-8")
    assert len(perfeval("score", file, "--json").json()["rows"]) == 5000
    file.write_text(f"{head}[{','.join([ROW] * 5001)}]{tail}", encoding="utf-8")
    expect_refusal(perfeval("score", file), "form.json", "5001行", "5000行", "分成几份")


def test_of_very_many_wrong_places_the_first_are_told_and_the_others_counted(tmp_path: Path) -> None:
    file = tmp_path / "form.json"
    file.write_bytes(school(indicators=[{"nam": "甲"}] * 100))
    done = perfeval("score", file)
    expect_refusal(done, "共100处", "indicators[0].nam", "是不是“name”", "另有70处")
    assert len(done.err.splitlines()) < 40


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    expect_refusal(perfeval("score", tmp_path / "none.yaml"), "none.yaml", "没有这个文件")
    expect_refusal(perfeval("score", "--lines", tmp_path / "none.yaml"), "none.yaml", "没有这个文件")


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    expect_refusal(perfeval("check", tmp_path), str(tmp_path), "这是目录")


@pytest.mark.parametrize(("error", "words"), [(PermissionError(13, "x"), "没有读取权限"), (OSError(5, "I/O error"), "读取失败")])
def test_what_the_system_refuses_to_read_is_told(error: OSError, words: str) -> None:
    assert words in str(files.unreadable("form.yaml", error))


def test_a_bad_form_and_an_unknown_template_leave_no_document(tmp_path: Path) -> None:
    bad, out = tmp_path / "bad.yaml", tmp_path / "x.docx"
    bad.write_text("format: perfeval.evaluation/1\nset: cn/project/2020\nindicators: [{name: 1, target: ≥≥}]\n", encoding="utf-8")
    expect_refusal(perfeval("report", bad, "--template", "x", "-o", out), "bad.yaml", "year：缺少必填项")
    assert list(tmp_path.iterdir()) == [bad]


@pytest.mark.parametrize("name", ["x", "x.doc", "x.pdf", "x.docx.yaml"])
def test_a_document_under_another_name_than_word_is_refused(tmp_path: Path, name: str) -> None:
    expect_refusal(perfeval("report", SCHOOL, "--template", "cn.project.form.2020", "-o", tmp_path / name), name, ".docx")
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_there_is_not_is_told() -> None:
    expect_refusal(perfeval("serve", "--port", "70000"), "没有端口 70000，请用 --port")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(98, "Address already in use"), "端口 80 已被占用，请用 --port 换一个"),
        (PermissionError(13, "Permission denied"), "没有权限使用端口 80，请用 --port"),
        (socket.gaierror(-2, "Name or service not known"), "不能在地址 127.0.0.1 上提供服务，请用 --host"),
    ],
)
def test_an_address_that_cannot_be_served_is_told_in_chinese_alone(error: OSError, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", refused)
    done = perfeval("serve", "--port", "80")
    expect_refusal(done, said)
    assert str(error.strerror) not in done.err


def test_an_older_document_stands_as_it_was_when_the_new_one_fails(tmp_path: Path) -> None:
    out = tmp_path / "x.docx"
    out.write_bytes(b"older")
    expect_refusal(perfeval("report", SCHOOL, "--template", "no.such.template", "-o", out), "no.such.template")
    assert out.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [out]


def test_a_document_is_put_in_place_whole_and_keeps_the_permissions_of_the_older_one(tmp_path: Path) -> None:
    out = tmp_path / "x.docx"
    out.write_bytes(b"older")
    out.chmod(0o640)
    files.write(str(out), b"newer")
    assert (out.read_bytes(), out.stat().st_mode & 0o777) == (b"newer", 0o640)
    assert list(tmp_path.iterdir()) == [out]


def test_a_document_goes_where_a_link_points(tmp_path: Path) -> None:
    real, link = tmp_path / "real.docx", tmp_path / "link.docx"
    real.write_bytes(b"older")
    link.symlink_to(real)
    files.write(str(link), b"newer")
    assert real.read_bytes() == b"newer"
    assert link.is_symlink()


def test_nothing_is_written_into_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="所在目录不存在"):
        files.write(str(tmp_path / "none" / "x.docx"), b"")


def test_a_folder_a_device_and_the_input_itself_are_never_replaced(tmp_path: Path) -> None:
    form = tmp_path / "form.yaml"
    form.write_bytes(b"form")
    os.mkfifo(tmp_path / "pipe")
    for target, words in ((tmp_path, "这是目录"), (tmp_path / "pipe", "不是普通文件"), (form, "同一个文件")):
        with pytest.raises(Invalid, match=words):
            files.write(str(target), b"docx", source=str(form))
    assert form.read_bytes() == b"form"


def test_half_a_document_is_never_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Invalid, match="写入失败"):
        files.write(str(tmp_path / "x.docx"), b"docx")
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_the_program_is_one_sentence_and_the_trace_only_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("perfeval.desks.department.assess", broken)
    expect_refusal(perfeval("score", SCHOOL), "程序内部错误", "internal-error", "维护人员")
    monkeypatch.setenv("PERFEVAL_DEBUG", "1")
    assert "Traceback" in perfeval("score", SCHOOL).err


def test_stopping_by_hand_is_one_word(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("perfeval.desks.department.assess", stopped)
    done = perfeval("score", SCHOOL)
    assert (done.code, done.err.strip()) == (130, "已中断")


def test_chinese_is_written_whatever_the_locale_says() -> None:
    command = [sys.executable, "-m", "perfeval", "score", str(SCHOOL)]
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    assert "总分 96.80　等级 优" in done.stdout.decode()
