"""校验用例 - Every code with forms that must raise it, and nothing beside it, and forms that must not."""

from pathlib import Path

import pytest

from perfeval import syntax
from perfeval.checks import CODES, Finding
from tests.checks.forms import HERE, Tree, findings

FILES = sorted((HERE / "cases").glob("*.yaml"))


def blocks() -> list[dict[str, Tree]]:
    """Return the block of each code, over all files."""
    found: list[dict[str, Tree]] = []
    for path in FILES:
        tree = syntax.load(path.read_bytes(), path.name)
        assert isinstance(tree, list)
        found += [block for block in tree if isinstance(block, dict)]
    return found


def listed(kind: str) -> list[object]:
    """Return every case of a kind with its code, named as its sentence."""
    return [pytest.param(block, case, id=f"{block['code']}: {case['name']}") for block in blocks() for case in entries(block[kind])]


def entries(tree: Tree) -> list[dict[str, Tree]]:
    """Return a list of objects."""
    assert isinstance(tree, list)
    return [each for each in tree if isinstance(each, dict)]


def differences(case: dict[str, Tree], part: str) -> dict[str, Tree]:
    """Return what a case changes in the form or in the set."""
    found = case.get(part) or {}
    assert isinstance(found, dict)
    return found


def found_in(case: dict[str, Tree]) -> tuple[Finding, ...]:
    """Return what is found in the form of a case."""
    assert case.keys() <= {"name", "form", "set", "at", "also", "says", "severity"}, f"unknown key in case {case['name']}"
    return findings(differences(case, "form"), differences(case, "set"))


def texts(tree: Tree) -> list[str]:
    """Return a list of texts; one alone is a list of one."""
    return [str(each) for each in tree] if isinstance(tree, list) else [] if tree is None else [str(tree)]


@pytest.mark.parametrize(("block", "case"), listed("raised"))
def test_raised_at_its_place_and_nothing_beside_it(block: dict[str, Tree], case: dict[str, Tree]) -> None:
    found = found_in(case)
    own = [each for each in found if each.code == block["code"]]
    assert [each.where for each in own] == texts(case["at"])
    assert {each.severity.value for each in own} == {case.get("severity") or block["severity"]}
    assert {each.code for each in found} - {str(block["code"])} == set(texts(case.get("also"))), [each.message for each in found]
    message = "\n".join(each.message for each in own)
    assert [words for words in texts(case.get("says")) if words not in message] == [], message
    for each in own:
        assert each.suggestion
        assert (each.row is not None) == each.where.startswith("indicators[")


@pytest.mark.parametrize(("block", "case"), listed("silent"))
def test_silent(block: dict[str, Tree], case: dict[str, Tree]) -> None:
    assert [each.message for each in found_in(case) if each.code == block["code"]] == []


def test_every_code_has_both_kinds_of_cases() -> None:
    assert sorted(str(block["code"]) for block in blocks()) == sorted(entry.code for entry in CODES)
    assert all(block["raised"] and block["silent"] for block in blocks())


def test_severities_of_the_cases_are_those_of_the_table() -> None:
    assert {str(block["code"]): block["severity"] for block in blocks()} == {entry.code: entry.severity.value for entry in CODES}


def test_every_file_holds_cases() -> None:
    assert [path.name for path in FILES if not entries(syntax.load(path.read_bytes(), path.name))] == []
    assert Path(__file__).parent == HERE
