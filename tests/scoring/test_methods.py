"""评分方法用例 - Every method does what its cases say; the cases are written for people who know the rules, not the code."""

from pathlib import Path
from typing import Any

import pytest

from perfeval import scoring, syntax
from perfeval.quantities import plain, show_points
from tests.scoring.forms import again, row_score, rules_with

FOLDER = Path(__file__).parent / "methods"


def cases() -> list[Any]:
    """Return every case of every file, with the file's method and parameters."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        whole: Any = syntax.load(path.read_bytes(), path.name)
        for case in whole["cases"]:
            merged = {"parameters": whole.get("parameters"), **case, "method": whole["method"]}
            found.append(pytest.param(merged, id=f"{path.stem}：{case['name']}"))
    return found


@pytest.mark.parametrize("case", cases())
def test_the_method_gives_what_the_case_expects(case: dict[str, Any]) -> None:
    more = {"formula": case["formula"]} if "formula" in case else {}
    score = row_score(rules_with(case["method"], case["parameters"], **more), key="it", **case["given"])
    expect = case["expect"]
    assert expect.keys() <= {"computed", "points", "expression", "exact", "words", "rate", "fault"}
    got = {
        "computed": None if score.computed is None else show_points(score.computed),
        "points": None if score.points is None else show_points(score.points),
        "expression": score.trace.expression if score.trace else None,
        "exact": str(score.trace.exact) if score.trace else None,
        "rate": None if score.rate is None else plain(score.rate),
    }
    assert {name: got[name] for name in expect if name in got} == {name: expect[name] for name in expect if name in got}
    if "words" in expect:
        assert score.trace is not None
        assert expect["words"] in score.trace.words
    assert ("fault" in expect) == bool(score.row.faults), score.row.faults
    if "fault" in expect:
        assert expect["fault"] in {fault.code for fault in score.row.faults}
    if score.trace is not None:
        assert again(score.trace.expression) == score.trace.exact


def test_every_method_has_cases() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {method.name for method in scoring.METHODS}


def test_every_file_has_at_least_three_cases() -> None:
    for path in FOLDER.glob("*.yaml"):
        whole: Any = syntax.load(path.read_bytes(), path.name)
        assert len(whole["cases"]) >= 3, path.name
