"""文字规则 - The words and limits that ship: every list is used, every code that is named exists, a published version never changes."""

import re
from pathlib import Path

import pytest

from perfeval import library, syntax
from perfeval.checks import TEXT_CODES
from perfeval.checks.texts import Passage, check_text, read_report, read_rules
from perfeval.errors import Broken, Invalid, NotFound
from tests.architecture.house import PRODUCT, ROOT

FILE = ROOT / "text_rules" / "general.yaml"
RULES = library.text_rules()


def changed(old: str, new: str) -> syntax.Tree:
    """Return the tree of the rules with a text exchanged."""
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    return syntax.load(text.replace(old, new), FILE.name)


def test_every_list_of_words_and_every_limit_is_used_and_every_one_used_is_there() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (PRODUCT / "checks" / "texts").glob("*.py"))
    used = set(re.findall(r'"([a-z_]+)"', code))
    assert {*RULES.words, *RULES.limits} <= used
    asked = set(re.findall(r'(?:has|starts|pattern)\(\s*"([a-z_]+)"', code))
    assert asked <= set(RULES.words)
    assert set(re.findall(r'limits\["([a-z_]+)"\]', code)) <= set(RULES.limits)


def test_the_rules_say_where_they_are_from() -> None:
    tree = syntax.load(FILE.read_bytes(), FILE.name)
    assert isinstance(tree, dict)
    assert tree["sources"]
    assert set(RULES.severities) <= {entry.code for entry in TEXT_CODES}


def test_a_limit_and_a_severity_can_be_changed_in_the_file_alone() -> None:
    report = read_report([Passage(text="换种430头，执行率28.67%。项目按期、保质完成。")], RULES)
    assert [each.code for each in check_text(report, RULES)] == ["claim-contradicts-figures"]
    lenient = read_rules(changed("execution: 60% ", "execution: 20% "))
    assert check_text(report, lenient) == ()
    off = read_rules(changed("severities: {}", 'severities: {claim-contradicts-figures: "off"}'))
    assert check_text(report, off) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format: perfeval.text-rules/1", "format: perfeval.text-rules/2"),
        ("severities: {}", "severities: {number-form: loud}"),
        ("execution: 60% ", "execution: viel "),
        ("severities: {}", "severities: []"),
        ("severities: {}", "severities: {}\nstrange: 1"),
    ],
)
def test_a_file_that_is_not_right_is_refused(old: str, new: str) -> None:
    with pytest.raises(Invalid):
        read_rules(changed(old, new))


def test_rules_are_found_by_id_and_version() -> None:
    assert library.text_rules("general@1").version == RULES.version
    with pytest.raises(NotFound):
        library.text_rules("special")
    with pytest.raises(NotFound):
        library.text_rules("../general")
    with pytest.raises(NotFound, match="没有版本“99”"):
        library.text_rules("general@99")


def test_a_published_version_never_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "general.yaml").write_bytes(FILE.read_bytes())
    (tmp_path / library.PUBLISHED).write_text(f"general 1 {'0' * 64}\n", encoding="utf-8")
    monkeypatch.setattr(library, "folder", {library.TEXT_RULES: tmp_path}.__getitem__)
    with pytest.raises(Broken, match="与发布时不一致"):
        library.text_rules.__wrapped__("general")
