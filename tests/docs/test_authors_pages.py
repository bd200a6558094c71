"""作者的两页 - What docs/add-a-county.md and docs/templates.md show to who writes sets and templates can be used as it stands there."""

import re
from typing import Any

import pytest

from perfeval import indicators, library, syntax
from perfeval.indicators import IndicatorSet
from perfeval.reports import manifest, read_manifest
from perfeval.reports.proofreading import USUAL
from perfeval.scoring import METHODS_BY_NAME
from tests.architecture.house import ROOT
from tests.indicators.test_cases import card_by, wrong
from tests.reports.forms import MADE

COUNTY, TEMPLATES = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("add-a-county.md", "templates.md"))
HEAD = 'format: perfeval.indicator-set/1\nid: demo/project/2024\nversion: "1"\n'
OWN = "title: 示例\nyears: {from: 2024}\nsource: {title: 示例办法, clause: 第一条, read: 示例}\n"
FLAGS = re.MULTILINE | re.DOTALL
CHANGES = re.findall(r"^\| [^|]+ \| `([^`|]+)` \| `((?:set|add): [^`]*)`", COUNTY, re.MULTILINE)


def block(page: str, begin: str) -> str:
    """Return the example of a page that begins so, however far it stands in."""
    lines = re.search(rf"^( *)```yaml\n({begin}.*?)^ *```", page.replace("\n   ", "\n"), re.MULTILINE | re.DOTALL)
    assert lines, begin
    return lines[2]


def child(changes: str) -> IndicatorSet:
    """Return a set with these changes of the central one."""
    text = f"{HEAD}{OWN}based_on: cn/project/2020@1\nchanges:\n{changes}"
    return indicators.parse(text, METHODS_BY_NAME, base=library._source)


def example() -> IndicatorSet:
    """Return the set of the page."""
    (text,) = re.findall(r"```yaml\n(title: .*?)```", COUNTY, re.DOTALL)
    return indicators.parse(HEAD + text, METHODS_BY_NAME, base=library._source)


def test_the_set_of_the_page_has_no_defect_and_its_worked_example_holds() -> None:
    assert indicators.lint(example(), METHODS_BY_NAME) == ()
    (text,) = re.findall(r"```yaml\n(- name: .*?)```", COUNTY, re.DOTALL)
    cases: Any = syntax.load(text, "算例")
    assert [line for case in cases for line in wrong(case["expect"], card_by(example(), case["form"]))] == []


@pytest.mark.parametrize(("at", "deed"), [pair for pair in CHANGES if "…" not in pair[1] and "measures-missing" not in pair[0]])
def test_every_usual_change_can_be_written_as_the_page_says(at: str, deed: str) -> None:
    part = "  - {at: categories, add: {name: 管理, weight: '10'}, why: 示例}\n" if "category: 管理" in deed else ""
    rules = child(f"{part}  - at: {at}\n    {deed}\n    why: 示例\n")
    assert rules.differences[-1].at == at


def test_the_page_tells_more_than_a_few_changes() -> None:
    assert len(CHANGES) > 12


def test_the_manifest_of_the_page_can_be_read_and_has_every_key_but_that_of_reports() -> None:
    (text,) = re.findall(r"```yaml\n(format: perfeval.report-template/1.*?)```", TEMPLATES, re.DOTALL)
    found = read_manifest(text.encode())
    assert found.names["实际支出"] == "全年执行数"
    assert set(found.names.values()) <= USUAL
    tree = syntax.load(text, "template.yaml")
    assert isinstance(tree, dict)
    assert set(manifest._KEYS) - set(tree) == {"outline"}
    section = TEMPLATES.split("## template.yaml 逐键说明")[1].split("### 通行名称")[0]
    assert not [key for key in (*manifest._KEYS, *manifest._TABLE_KEYS, *manifest.LIMITED) if f"`{key}`" not in section]


def test_every_usual_word_of_the_page_is_known_to_the_proofreader() -> None:
    section = TEMPLATES.split("### 通行名称")[1].split("## 修改之后")[0]
    cells = [line.split("|")[2] for line in section.splitlines() if line.startswith("| ")][1:]
    words = {
        word.strip() for cell in cells for word in re.split("[、，；]", re.sub("（[^）]*）|各来源的名称|前面可以有“其中：”", "", cell))
    }
    assert len(words) > 50
    assert words - {""} <= USUAL


def test_the_words_of_a_form_on_the_page_stand_for_usual_ones() -> None:
    names: Any = syntax.load(block(COUNTY, "names:"), "names")
    assert set(names["names"].values()) <= USUAL


@pytest.mark.parametrize("template_id", MADE)
def test_every_template_has_its_picture_and_its_notes_in_the_gallery(template_id: str) -> None:
    folder = ROOT / "docs" / "forms"
    (section,) = re.findall(rf"^### {re.escape(template_id)}\n(.*?)(?=^##|\Z)", (folder / "README.md").read_text("utf-8"), FLAGS)
    found = read_manifest(library.report_template(template_id).manifest)
    assert f"![{found.name}]({template_id}.png)" in section
    assert (folder / f"{template_id}.png").is_file(), f"run .venv/bin/python scripts/make_pictures.py {template_id}"
    assert not [note for note in found.notes if f"- {note}\n" not in section]
