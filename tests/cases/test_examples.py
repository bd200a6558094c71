"""公开表的用例 - The shipped examples give the expected scorecard and findings, the same through both doors.

Each file says what must be raised; what it does not list must stay silent. A file of several forms has one entry under `forms` for each,
and under `common` what is raised about the texts they share.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from perfeval import library, syntax
from tests.web.client import ask

FOLDER = Path(__file__).parent
EXPECTED: list[Any] = [syntax.load(path.read_bytes(), path.name) for path in sorted(FOLDER.glob("*.yaml"))]
EACH = pytest.mark.parametrize("expected", EXPECTED, ids=[each["example"] for each in EXPECTED])


def figures(card: dict[str, Any]) -> dict[str, Any]:
    """Return of a scorecard what the expectations speak of."""
    execution = card["execution"]
    return {
        "total": card["total"],
        "grade": card["grade"],
        "complete": card["complete"],
        "execution": {name: execution[name] for name in ("rate", "computed", "claimed", "points")},
        "payout": card["payout"] and card["payout"]["amount"],
        "rows": {row["id"]: [row["computed"], row["claimed"], row["points"]] for row in card["rows"]},
        "findings": [told(each) for each in card["findings"]],
    }


def told(finding: dict[str, Any]) -> str:
    """Return of a finding what the expectations speak of."""
    return f"{finding['severity']} {finding['code']} {finding['where']}"


@EACH
def test_the_published_form_is_scored_and_checked_as_expected(expected: dict[str, Any]) -> None:
    path = library.folder("examples") / expected["example"]
    command = [sys.executable, "-m", "perfeval", "score", str(path), "--json"]
    shell = subprocess.run(command, capture_output=True, check=True).stdout
    http = ask("POST", "/api/v1/score", content=path.read_bytes(), headers={"content-type": "application/yaml"})
    assert http.status_code == 200
    assert json.loads(shell) == http.json()
    answer = http.json()
    cards = answer.get("scorecards", [answer])
    wanted = expected.get("forms", [expected])
    if "forms" in expected:
        assert [told(each) for each in answer.get("findings", [])] == expected.get("common", [])
    assert [figures(card) for card in cards] == [{name: each[name] for name in figures(cards[0])} for each in wanted]


def test_every_example_has_its_expectation() -> None:
    shipped = {path.name for path in library.folder("examples").glob("*.yaml")} - {"index.yaml"}
    assert shipped == {each["example"] for each in EXPECTED}
