"""文字校验用例 - Every code of texts with texts that must raise it and texts that must not, and whole reports with nothing beside."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from perfeval import library, scoring, syntax
from perfeval.checks import TEXT_CODES, Finding
from perfeval.checks.texts import NO_FACTS, Passage, check_text, facts_of, read_report
from tests.checks.forms import read_form, read_set

HERE = Path(__file__).parent
BESIDE = {"boilerplate"}  # needs several reports, see test_copies.py


@cache
def load(name: str) -> list[Any]:
    """Return the cases of a file."""
    tree = syntax.load((HERE / name).read_bytes(), name)
    assert isinstance(tree, list)
    return tree


def blocks() -> list[Any]:
    """Return the block of each code."""
    return [*load("cases/figures.yaml"), *load("cases/words.yaml")]


def listed(kind: str) -> list[Any]:
    """Return every case of a kind with its block, named as its sentence."""
    return [pytest.param(block, case, id=f"{block['code']}: {case['name']}") for block in blocks() for case in block[kind]]


def found_in(case: Any) -> tuple[Finding, ...]:
    """Return what is found in the text of a case, beside its form where it has one."""
    rules, facts = library.text_rules(), NO_FACTS
    passage = Passage(text=case["text"])
    if "form" in case:
        known, form = read_set(), read_form(case["form"])
        facts = facts_of(form, scoring.score(known, form))
        prefix = "narrative.problems." if "narrative" in case["form"] else ""
        passage = Passage(text=case["text"], prefix=prefix)
    return check_text(read_report([passage], rules), rules, facts)


@pytest.mark.parametrize(("block", "case"), listed("raised"))
def test_raised(block: Any, case: Any) -> None:
    assert case.keys() <= {"name", "text", "form", "says"}
    own = [each for each in found_in(case) if each.code == block["code"]]
    assert own, [each.code for each in found_in(case)]
    assert {each.severity.value for each in own} == {block["severity"]}
    message = "\n".join(each.message for each in own)
    assert [words for words in case.get("says", []) if words not in message] == [], message
    assert all(each.suggestion and each.row is None and "paragraphs[" in each.where for each in own)


@pytest.mark.parametrize(("block", "case"), listed("silent"))
def test_silent(block: Any, case: Any) -> None:
    assert case.keys() <= {"name", "text", "form"}
    assert [each.message for each in found_in(case) if each.code == block["code"]] == []


def test_every_code_has_both_kinds_of_cases() -> None:
    assert sorted(block["code"] for block in blocks()) == sorted({entry.code for entry in TEXT_CODES} - BESIDE)
    assert all(block["raised"] and block["silent"] for block in blocks())


def test_severities_of_the_cases_are_those_of_the_table() -> None:
    table = {entry.code: entry.severity.value for entry in TEXT_CODES}
    assert [block["code"] for block in blocks() if table[block["code"]] != block["severity"]] == []


@pytest.mark.parametrize("case", load("reports/wrong.yaml"), ids=lambda case: case["name"])
def test_what_a_real_report_gets_wrong_is_raised_and_nothing_beside_it(case: Any) -> None:
    codes = {each.code for each in found_in(case)}
    assert set(case["expect"]) <= codes
    assert codes <= {*case["expect"], *case.get("also", [])}, [each.message for each in found_in(case)]


@pytest.mark.parametrize("case", load("reports/honest.yaml"), ids=lambda case: case["name"])
def test_an_honest_report_is_left_alone(case: Any) -> None:
    assert [each.message for each in found_in(case)] == []


@pytest.mark.parametrize("case", [*load("reports/wrong.yaml"), *load("reports/honest.yaml")], ids=lambda case: case["name"])
def test_headings_may_be_lost_and_blanks_may_stand_around_every_figure(case: Any) -> None:
    spaced = "".join(f" {sign} " if sign in "％%万元户个人" else sign for sign in case["text"])
    codes, again = ({each.code for each in found_in({"text": text})} for text in (case["text"], spaced))
    assert codes == again


@pytest.mark.parametrize(("size", "told"), [(6_000, []), (6_001, ["这一章有6001个字"])])
def test_a_chapter_is_too_long_from_the_limit_on(size: int, told: list[str]) -> None:
    chapter = "项目管理规范，资金使用合规。" * (size // 14) + "实" * (size % 14)
    text = f"一、项目概况\n项目于年初立项，按计划实施。\n二、项目管理\n{chapter}\n三、建议\n请上级部门加大支持力度，帮助解决缺口。"
    found = [each for each in found_in({"text": text}) if each.code == "section-length"]
    assert [each.message.partition("：")[0] for each in found] == told
    assert [each.where for each in found] == ["paragraphs[2]"] * len(told)


def test_a_finding_quotes_its_sentence_and_names_its_place() -> None:
    text = "一、概况\n本项目有序推进。共120户，其中：A镇60户，B镇40户，C镇30户。"
    (found,) = found_in({"text": text})
    assert found.where == "paragraphs[1].sentences[1]"
    assert found.message.endswith("：“共120户，其中：A镇60户，B镇40户，C镇30户。”")
