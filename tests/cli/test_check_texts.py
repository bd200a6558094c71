"""报告校验命令 - `perfeval check --text` as a bureau uses it: one report, several, a folder, beside a form, and files that are none."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from perfeval import library
from tests.cli.shell import perfeval

WRONG = "一、概况\n本项目有序推进。共120户，其中：A镇60户，B镇40户，C镇30户。"
HONEST = "一、概况\n共120户，其中：A镇50户，B镇40户，C镇30户。"
EXAMPLES = library.folder("examples")


def word(*lines: str) -> bytes:
    """Return a docx with these paragraphs, and one of them once more in a table."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    cell = document.add_table(rows=1, cols=2).rows[0].cells[1]
    cell.text = "评价结论：各项任务均已落实，资金使用规范，没有截留挪用。"
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def told(text: str) -> list[str]:
    """Return the codes of an answer in JSON."""
    return [each["code"] for each in json.loads(text)["findings"]]


def test_one_report_is_checked_by_itself(tmp_path: Path) -> None:
    (tmp_path / "报告.txt").write_text(WRONG, encoding="utf-8")
    done = perfeval("check", "--text", str(tmp_path / "报告.txt"), "--json")
    assert (done.code, done.err) == (0, "")
    (found,) = json.loads(done.text)["findings"]
    assert (found["code"], found["severity"], found["row"]) == ("text-sum-mismatch", "warning", None)
    assert found["where"] == "paragraphs[1].sentences[1]"
    assert "共120户，其中：A镇60户，B镇40户，C镇30户。" in found["message"]
    shown = perfeval("check", "--text", str(tmp_path / "报告.txt"))
    assert "文中分项与总数不符" in shown.text
    assert "第2段第2句" in shown.text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("报告.docx", word(*WRONG.split("\n"))),
        ("报告.txt", WRONG.encode("gb18030")),
        ("报告.md", b"\xef\xbb\xbf" + WRONG.encode()),
        ("报告.txt", WRONG.encode("utf-16")),
    ],
)
def test_word_and_text_are_read_alike(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    done = perfeval("check", "--text", str(tmp_path / name), "--json")
    assert told(done.text) == ["text-sum-mismatch"], done.err


def test_several_reports_give_a_line_each_and_are_compared(tmp_path: Path) -> None:
    work = "组织技术人员进村入户，对水渠、泵站逐一排查登记，更换老化闸门十六处，疏通淤塞渠段，灌溉用水得到保障，秋粮没有减产。"
    (tmp_path / "甲.txt").write_text(f"{WRONG}\n{work}", encoding="utf-8")
    (tmp_path / "乙.docx").write_bytes(word(*HONEST.split("\n"), work))
    paths = [str(tmp_path / name) for name in ("甲.txt", "乙.docx")]
    done = perfeval("check", "--text", *paths, "--json")
    lines: list[Any] = [json.loads(line) for line in done.text.splitlines()]
    assert [line["file"] for line in lines] == paths
    assert [[each["code"] for each in line["findings"]] for line in lines] == [["text-sum-mismatch", "boilerplate"], ["boilerplate"]]
    assert "甲.txt" in lines[1]["findings"][0]["message"]
    (tmp_path / "~$乙.docx").write_bytes(b"lock")
    (tmp_path / "图.png").write_bytes(b"\x89PNG")
    folder = perfeval("check", "--text", str(tmp_path), "--json")
    assert [json.loads(line)["file"] for line in folder.text.splitlines()] == sorted(paths)


def test_last_years_papers_are_compared_and_not_judged(tmp_path: Path) -> None:
    work = "组织技术人员逐间排查教室的线路和门窗，登记破损课桌椅，更换老化灯具，修补漏雨屋面，学生上课不再受影响。"
    (tmp_path / "上年").mkdir()
    (tmp_path / "上年" / "报告.txt").write_text(f"{WRONG}\n{work}", encoding="utf-8")
    (tmp_path / "今年.txt").write_text(f"{HONEST}\n{work}", encoding="utf-8")
    done = perfeval("check", "--text", str(tmp_path / "今年.txt"), "--earlier", str(tmp_path / "上年"), "--json")
    assert (done.code, told(done.text)) == (0, ["boilerplate"])
    assert "上年" in json.loads(done.text)["findings"][0]["message"]


def test_a_file_that_cannot_be_read_does_not_keep_the_others(tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_text(WRONG, encoding="utf-8")
    (tmp_path / "二.docx").write_bytes(b"PK\x03\x04 broken")
    done = perfeval("check", "--text", str(tmp_path), "--json")
    first, second = (json.loads(line) for line in done.text.splitlines())
    assert [each["code"] for each in first["findings"]] == ["text-sum-mismatch"]
    assert second["error"]["code"] == "report-unreadable"
    assert "1份不能读取" in done.err
    assert done.code == 0
    assert perfeval("check", "--text", str(tmp_path), "--json", "--strict").code == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04", ".docx"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版 .doc"),
        (b"", "没有文字"),
        (b"\x00\x01\x02\xff", "不是文字文件"),
    ],
)
def test_what_is_no_report_is_refused_in_words(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "报告").write_bytes(data)
    done = perfeval("check", "--text", str(tmp_path / "报告"))
    assert (done.code, done.text) == (2, "")
    assert words in done.err
    assert "报告" in done.err


def test_a_form_is_checked_with_its_report(tmp_path: Path) -> None:
    (tmp_path / "报告.txt").write_text("全年执行数3824.26万元，预算执行率95%。", encoding="utf-8")
    form = str(EXAMPLES / "05-lingling-forestry-2021.yaml")
    alone = json.loads(perfeval("check", form, "--json").text)["findings"]
    done = perfeval("check", form, "--text", str(tmp_path / "报告.txt"), "--json")
    both = json.loads(done.text)["findings"]
    assert both[: len(alone)] == alone
    assert [each["code"] for each in both[len(alone) :]] == ["text-figure-mismatch"]
    assert "报告文字" in perfeval("check", form, "--text", str(tmp_path / "报告.txt")).text


def test_the_texts_of_a_form_are_checked_with_it() -> None:
    found = json.loads(perfeval("check", str(EXAMPLES / "m9-old-communities.yaml"), "--json").text)["findings"]
    assert [each["code"] for each in found] == ["number-form", "problems-without-deduction", "numbering-gap"]
    shared = json.loads(perfeval("check", str(EXAMPLES / "m3-hospital-ten-projects.yaml"), "--json").text)["findings"]
    assert "narrative.problems.paragraphs[0]" in {each["where"] for each in shared}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "缺少必填的参数"),
        (["表.yaml", "--text", "a.txt", "b.txt"], "只能写一份报告"),
        (["--text"], "--text 后面至少要写一个值"),
        (["--text", "没有.txt"], "没有这个文件"),
    ],
)
def test_arguments_that_do_not_fit_are_told(arguments: list[str], words: str) -> None:
    done = perfeval("check", *arguments)
    assert done.code == 2
    assert words in done.err


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    done = perfeval("check", "--text", str(tmp_path))
    assert done.code == 2
    assert "目录里没有" in done.err
