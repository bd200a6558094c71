"""体系算例 - The worked examples beside each set: a form as given, and the points that its rules must give."""

import json
from typing import Any

import pytest

from perfeval import checks, evaluation, library, scoring, syntax

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
    """Return the scorecard of a form; what a case does not say is as usual."""
    rules = library.indicator_set(set_id)
    usual = {"format": "perfeval.evaluation/1", "set": set_id, "year": str(rules.years.start), "kind": rules.kinds[0], "money_unit": "元"}
    filled = evaluation.from_tree({**usual, **form})
    scored = scoring.score(rules, filled)
    findings = [finding.as_json() for finding in checks.run_all(rules, filled, scored)]
    card: dict[str, Any] = json.loads(scoring.write(scored, findings))
    return card


def told(row: dict[str, Any], key: str) -> Any:
    """Return what a row says, the expression of its trace among it."""
    return (row["trace"] or {}).get(key) if key in {"expression", "words"} else row[key]


@pytest.mark.parametrize(("set_id", "case"), CASES, ids=[f"{set_id}：{case['name']}" for set_id, case in CASES])
def test_a_worked_example_gives_the_points_it_says(set_id: str, case: dict[str, Any]) -> None:
    assert set(case) == {"name", "source", "form", "expect"}
    expect = case["expect"]
    assert set(expect) <= EXPECTED
    card = card_of(set_id, case["form"])
    rows = {row["name"]: row for row in card["rows"]}
    found = {
        **{key: card[key] for key in ("total", "grade", "complete") if key in expect},
        "execution": {key: card["execution"][key] for key in expect.get("execution", {})},
        "rows": {name: {key: told(rows[name], key) for key in row} for name, row in expect.get("rows", {}).items()},
    }
    assert found == {"execution": {}, "rows": {}, **{key: value for key, value in expect.items() if key not in {"categories", "payout"}}}
    if "categories" in expect:
        assert {each["name"]: each["points"] for each in card["categories"]} == expect["categories"]
    if "payout" in expect:
        assert (card["payout"] or {}).get("amount") == expect["payout"]


def test_every_published_set_has_a_worked_example() -> None:
    published = {reference.partition("@")[0] for reference in library.published_sets(library.folder("indicator_sets"))}
    lacking = sorted(published - {set_id for set_id, _ in CASES})
    assert not lacking, "write worked examples, as docs/sets.md tells: " + ", ".join(f"{set_id}.cases.yaml" for set_id in lacking)


def test_every_worked_example_stands_beside_a_set() -> None:
    assert {set_id for set_id, _ in CASES} <= set(library.set_ids())
