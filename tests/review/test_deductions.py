"""扣分标准 - The shipped table says what the bureau publishes; a file that is not right is refused with its place."""

from pathlib import Path

import pytest

from perfeval import library, syntax
from perfeval.errors import Broken, Invalid, NotFound
from perfeval.quantities import Points
from perfeval.review import read_deductions
from tests.architecture.house import ROOT

FILE = ROOT / library.DEDUCTIONS / "general.yaml"
TABLE = library.deductions()


def changed(old: str, new: str) -> syntax.Tree:
    """Return the tree of the table with a text exchanged."""
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    return syntax.load(text.replace(old, new), FILE.name)


def test_the_shipped_table_costs_what_is_published() -> None:
    assert {entry.code: TABLE.says(entry) for entry in TABLE.entries} == {
        "no-proof": "该行不得分",
        "foreign-indicator": "该行不得分",
        "not-assessable": "扣该行分值的100%（严重）、60%（较重）、30%（一般）",
        "satisfaction-without-material": "该行不得分",
        "one-task-late": "扣该行分值的30%",
        "counted-twice": "该行不得分，由另一行得分",
        "unfit-for-aspect": "该行不得分",
        "target-far-exceeded": "只作提示，不扣分",
    }


def test_the_printed_table_says_everything_in_words() -> None:
    printed = TABLE.as_json()
    assert printed["sha256"] == TABLE.sha256
    assert printed["entries"] == [
        {
            "code": entry.code,
            "title": entry.title,
            "when": entry.when,
            "effect": entry.effect.value,
            "cost": TABLE.says(entry),
            "proof": entry.proof,
        }
        for entry in TABLE.entries
    ]


def test_the_more_points_the_longer_the_reason() -> None:
    assert [TABLE.least_words(Points(lost)) for lost in (0, 99, 100, 299, 300, 500, 1000)] == [10, 10, 20, 20, 40, 60, 60]


def test_fixed_points_are_a_cost_too() -> None:
    table = read_deductions(changed("effect: rate\n    rate: 30%", 'effect: points\n    points: "2.5"'))
    entry = table.entry("one-task-late")
    assert entry is not None
    assert entry.points == 250
    assert table.says(entry) == "扣2.5分"


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("perfeval.deductions/1", "perfeval.deductions/2", "扣分标准"),
        ("effect: rate\n", "effect: half\n", "扣分标准 entries[4].effect"),
        ("    rate: 30%\n    proof: true", '    rate: "30"\n    proof: true', "扣分标准 entries[4].rate"),
        ("    rate: 30%\n    proof: true", "    rate: 130%\n    proof: true", "扣分标准 entries[4].rate"),
        ("code: one-task-late", "code: no-proof", "扣分标准 entries"),
        ('characters: "10"', 'characters: "zehn"', "扣分标准 words[0].characters"),
        ("effect: remark\n    proof: false", 'effect: remark\n    proof: "no"', "扣分标准 entries[7].proof"),
        ("title: 无佐证材料", "titel: 无佐证材料", "扣分标准 entries[0]"),
        ("gravities:\n", "gravities: []\nstrange:\n", "扣分标准"),
    ],
)
def test_a_file_that_is_not_right_is_refused_with_its_place(old: str, new: str, where: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_deductions(changed(old, new))
    assert refused.value.places[0].where == where


def test_gravities_that_a_line_needs_must_be_there() -> None:
    text = FILE.read_text(encoding="utf-8")
    before, _, rest = text.partition("gravities:\n")
    with pytest.raises(Invalid) as refused:
        read_deductions(syntax.load(before + "gravities: []\n" + rest[rest.index("\n# 扣分越重") :], FILE.name))
    assert refused.value.places[0].message == "有按轻重扣分的情形，但没有列出轻重程度"


def test_the_table_is_found_by_id_and_version_and_its_hash_is_over_its_content() -> None:
    assert library.deductions("general@1").sha256 == TABLE.sha256
    assert read_deductions(changed("rate: 60%", "rate: 50%")).sha256 != TABLE.sha256
    with pytest.raises(NotFound):
        library.deductions("special")
    with pytest.raises(NotFound, match="没有版本“99”"):
        library.deductions("general@99")
    assert library.rules_ids(library.DEDUCTIONS) == ("general",)


def test_a_published_version_never_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "general.yaml").write_bytes(FILE.read_bytes())
    (tmp_path / library.PUBLISHED).write_text(f"general 1 {'0' * 64}\n", encoding="utf-8")
    monkeypatch.setattr(library, "folder", {library.DEDUCTIONS: tmp_path}.__getitem__)
    with pytest.raises(Broken, match="与发布时不一致"):
        library.deductions.__wrapped__("general")
