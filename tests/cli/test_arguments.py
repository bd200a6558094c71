import re

import pytest

from tests.cli.shell import perfeval

COMMANDS = ["score", "report", "check", "sets", "sets list", "sets show", "sets lint", "templates", "templates list", "templates show"]
COMMANDS += ["sets diff", "sets new", "templates lint", "templates variables", "templates new", "templates sample", "templates render"]
COMMANDS += ["openapi", "serve", "demo"]
ENGLISH = re.compile(r"usage|options|arguments|positional|required|error|show this", re.IGNORECASE)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself_in_chinese(command: str) -> None:
    done = perfeval(*command.split(), "--help")
    assert done.code == 0
    assert "用法：perfeval" in done.text
    assert not ENGLISH.search(re.sub(r"\[.*?\]|--[a-z-]+", "", done.text))


def test_the_help_names_every_command() -> None:
    text = perfeval("--help").text
    assert [word for word in COMMANDS if " " not in word and word not in text] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "请写出命令"),
        (["sroce", "x"], "没有命令“sroce”，是不是 score？"),
        (["xyzzy"], "可用的有：score"),
        (["sets"], "请写出命令，可用的有：list、show、diff、lint、new"),
        (["sets", "lits"], "没有命令“lits”，是不是 list？"),
        (["score"], "缺少必填的参数：FILE"),
        (["report", "a.yaml"], "缺少必填的参数：--template, -o/--output"),
        (["score", "a.yaml", "--strikt"], "不认识的参数：--strikt"),
        (["report", "a.yaml", "--template"], "--template 后面要写一个值"),
        (["serve", "--port", "x"], "--port 的值不对"),
        (["templates", "variables", "--kind", "x"], "--kind 的值不对：'x'，可用的有：'form', 'report', 'review', 'opinion'"),
        (["sets", "new", "demo/x"], "缺少必填的参数：--from"),
        (["sets", "diff", "cn/project/2020"], "缺少必填的参数：B"),
        (["score", "a.yaml", "--json=1"], "--json 后面不用写值"),
        (["check", "a.yaml", "--texts", "b.docx"], "不认识的参数：--texts"),
    ],
)
def test_a_wrong_command_line_is_told_in_chinese_with_what_to_do(words: list[str], said: str) -> None:
    done = perfeval(*words)
    assert done.code == 2
    assert said in done.err
    assert "--help" in done.err
    assert not done.out


@pytest.mark.parametrize("what", ["sets", "templates"])
def test_the_help_of_lint_says_that_it_takes_an_id(what: str) -> None:
    assert "编号；不写则检查随程序提供的全部" in perfeval(what, "lint", "--help").text


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"perfeval \d+\.\d+\.\d+\n", perfeval("--version").text)
