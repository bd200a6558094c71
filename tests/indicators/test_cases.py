"""体系算例 - The worked examples beside each set: a form as given, and the points that its rules must give."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from perfeval import checks, evaluation, library, scoring, syntax
from perfeval.errors import PerfevalError
from perfeval.indicators import IndicatorSet

EXPECTED = {"total", "grade", "complete", "execution", "rows", "categories", "payout"}


def worked() -> list[tuple[str, dict[str, Any]]]:
    """Return every worked example with the set it stands beside."""
    top = library.folder("indicator_sets")
    found = []
    for path in sorted(top.rglob("*.cases.yaml")):
        cases = syntax.load(path.read_bytes(), path.name)
        assert isinstance(cases, list)
        found += [(path.relative_to(top).as_posix().removesuffix(".cases.yaml"), case) for case in cases if isinstance(case, dict)]
    return found


CASES = worked()


def card_of(set_id: str, form: dict[str, Any]) -> dict[str, Any]:
    """Return the scorecard of a form by a set of the library."""
    return card_by(library.indicator_set(set_id), form)


def card_by(rules: IndicatorSet, form: dict[str, Any]) -> dict[str, Any]:
    """Return the scorecard of a form; what a case does not say is as usual."""
    usual = {"format": "perfeval.evaluation/1", "set": rules.id, "year": str(rules.years.start), "kind": rules.kinds[0], "money_unit": "元"}
    filled = evaluation.from_tree({**usual, **form})
    scored = scoring.score(rules, filled)
    findings = [finding.as_json() for finding in checks.run_all(rules, filled, scored)]
    card: dict[str, Any] = json.loads(scoring.write(scored, findings))
    return card


WHOLE = {"total": "总分", "grade": "等级", "complete": "是否评完"}
WORDS = {
    "computed": "测算得分 computed",
    "points": "计入得分 points",
    "expression": "算式 expression",
    "words": "说明 words",
}


def shown(value: Any) -> str:
    """Return a value as a clerk reads it."""
    return "没有" if value is None else {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def compared(where: str, expect: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    """Yield a line for everything that a case says otherwise than the program."""
    for key, said in expect.items():
        if where and key not in {*found, "expression", "words"}:
            yield f"{where}{key}：没有这样的键，可以写 {'、'.join(WORDS)}"
            continue
        got = (found["trace"] or {}).get(key) if key in {"expression", "words"} and "trace" in found else found[key]
        judged = key == "computed" and got is None and found.get("points") is not None
        advice = f"；这一行由人评判，算例请写 points，程序计入 {found['points']}" if judged else ""
        if got != said:
            yield f"{where}{(WHOLE | WORDS).get(key, key)}：算例写 {shown(said)}，程序算得 {shown(got)}{advice}"


def wrong(expect: dict[str, Any], card: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each thing in which a case and the program do not agree."""
    yield from compared("资金行的", expect.get("execution", {}), card["execution"])
    rows = {row["name"]: row for row in card["rows"]}
    for name, row in expect.get("rows", {}).items():
        if name in rows:
            yield from compared(f"“{name}”的", row, rows[name])
        else:
            yield f"表上没有“{name}”这一行，有的是：{'、'.join(map(str, rows))}"
    parts = {each["name"]: each["points"] for each in card["categories"]}
    yield from compared("小计 ", expect.get("categories", {}), dict.fromkeys(expect.get("categories", {})) | parts)
    yield from compared("", {"payout": expect["payout"]} if "payout" in expect else {}, {"payout": (card["payout"] or {}).get("amount")})
    yield from compared("", {key: expect[key] for key in WHOLE if key in expect}, card)


@pytest.mark.parametrize(("set_id", "case"), CASES, ids=[f"{set_id}：{case['name']}" for set_id, case in CASES])
def test_a_worked_example_gives_the_points_it_says(set_id: str, case: dict[str, Any]) -> None:
    assert set(case) == {"name", "source", "form", "expect"}
    assert set(case["expect"]) <= EXPECTED
    try:
        lines = list(wrong(case["expect"], card_of(set_id, case["form"])))
    except PerfevalError as error:
        lines = [str(error)]
    if lines:
        pytest.fail("\n".join(f"{set_id}：{line}" for line in lines), pytrace=False)


def test_a_worked_example_that_does_not_hold_says_which_row_in_one_line() -> None:
    rows = "[{category: 产出指标, aspect: 数量指标, name: 甲, target: '≥4期', actual: 3期, weight: '40'},"
    rows += " {category: 效益指标, aspect: 社会效益指标, name: 乙, target: 改善, actual: 改善, weight: '30', band: 1, claimed: '28'}]"
    form = syntax.load(f"funds: [{{source: total, adjusted: '100', spent: '80'}}]\nindicators: {rows}", "算例")
    assert isinstance(form, dict)
    card = card_of("cn/project/2020", form)
    expect = {
        "execution": {"computed": "9.00"},
        "rows": {"甲": {"computed": "30.00", "point": "30"}, "乙": {"computed": "28"}, "丙": {}},
        "total": "66",
    }
    assert list(wrong(expect, card)) == [
        "资金行的测算得分 computed：算例写 9.00，程序算得 8.00",
        "“甲”的point：没有这样的键，可以写 computed、points、expression、words",
        "“乙”的测算得分 computed：算例写 28，程序算得 没有；这一行由人评判，算例请写 points，程序计入 28.00",
        "表上没有“丙”这一行，有的是：甲、乙",
        "总分：算例写 66，程序算得 66.00",
    ]


def test_every_published_set_has_a_worked_example() -> None:
    published = {reference.partition("@")[0] for reference in library.published_sets(library.folder("indicator_sets"))}
    lacking = sorted(published - {set_id for set_id, _ in CASES})
    assert not lacking, "write worked examples, as docs/sets.md tells: " + ", ".join(f"{set_id}.cases.yaml" for set_id in lacking)


def test_every_worked_example_stands_beside_a_set() -> None:
    assert {set_id for set_id, _ in CASES} <= set(library.set_ids())
