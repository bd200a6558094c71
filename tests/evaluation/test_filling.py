"""填表说明 - docs/filling.md shows a form that is scored whole, and tells every key that is read, by its name on paper."""

import re
from typing import Any

import pytest

from perfeval import evaluation, library, scoring, syntax
from perfeval.errors import Invalid
from perfeval.evaluation import Evaluations, FundSource, SpendingKind
from perfeval.evaluation.captions import CAPTIONS, FUND_SOURCES, SPENDING_KINDS, chosen, meant
from perfeval.reports.facts.form import NARRATIVE_KEYS
from tests.architecture.house import ROOT

PAGE = (ROOT / "docs" / "filling.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
ROWS = re.findall(r"^\| `(\w+)` \| ([^|]*) \|", PAGE, re.MULTILINE)
HEADINGS = {part: f"### {CAPTIONS[''].get(part)} `{part}`" for part in CAPTIONS} | {
    "": "### 最外层",
    "indicators.target": "指标值和年初指标值也可以拆开写",
    "indicators.evidence": "佐证材料 `evidence`：",
    "indicators.events": "扣分事件 `events`：",
    "indicators.periods": "分期完成值 `periods`：",
    "evaluations": "## 几份合成一份报告",
}
UNHEARD = "䶮"


def example() -> dict[str, Any]:
    """Return the whole example of the page as a tree."""
    tree = syntax.load(BLOCKS[0])
    assert isinstance(tree, dict)
    return tree


def keys_read(*path: str) -> list[str]:
    """Return the keys that are read at a path; an unknown key is answered with all that may be written there."""
    for wrap in ("object", "list"):
        inner: object = {UNHEARD: "1"}
        for key in reversed(path):
            inner = {key: [inner] if wrap == "list" or key in {"indicators", "evaluations"} else inner}
        assert isinstance(inner, dict)
        try:
            evaluation.from_tree({**inner, "format": "perfeval.evaluation/1"})
        except Invalid as refused:
            advice = [str(place.suggestion) for place in refused.places if place.where.endswith(UNHEARD)]
            if advice:
                return re.findall(r"(\w+)（", advice[0])
    return []


def test_the_example_of_the_page_is_scored_without_a_gap() -> None:
    form = evaluation.parse(BLOCKS[0])
    card = scoring.score(library.indicator_set(form.set_id), form)
    assert (card.complete, card.total, card.grade) == (True, 9780, "优")


@pytest.mark.parametrize("block", BLOCKS[1:-1], ids=range(1, len(BLOCKS) - 1))
def test_the_smaller_examples_of_the_page_are_valid_parts_of_a_form(block: str) -> None:
    part = syntax.load(block)
    assert isinstance(part, dict)
    form = evaluation.from_tree({**example(), **part})
    assert len(form.indicators) == len({**example(), **part}["indicators"])


def test_the_example_of_several_forms_is_valid_once_it_holds_one() -> None:
    whole = syntax.load(BLOCKS[-1])
    assert isinstance(whole, dict)
    with pytest.raises(Invalid, match="至少要有一份"):
        evaluation.parse_any(BLOCKS[-1])
    one = "\n".join("    " + line for line in BLOCKS[0].splitlines()).replace("    ", "  - ", 1)
    several = evaluation.parse_any(re.sub(r"evaluations: \[\].*", "evaluations:", BLOCKS[-1]) + one)
    assert isinstance(several, Evaluations)
    assert several.evaluations == (evaluation.parse(BLOCKS[0]),)


def test_every_key_that_is_read_has_a_name_on_paper_and_the_other_way_round() -> None:
    read: dict[str, set[str]] = {}
    paths: list[tuple[str, ...]] = [()]
    for path in paths:
        if keys := keys_read(*path):
            read[".".join(path)] = set(keys)
            paths += [(*path, key) for key in keys]
    assert read.pop("indicators.target_original") == read["indicators.target"]
    assert read == {part: set(keys) for part, keys in CAPTIONS.items() if part != "evaluations"}


def test_every_key_stands_on_the_page_under_its_part_with_its_name_on_paper() -> None:
    missing = []
    for part, keys in CAPTIONS.items():
        table = re.findall(r"^\| `(\w+)` \| (\w+)", PAGE[PAGE.index(HEADINGS[part]) :], re.MULTILINE)[: len(keys)]
        missing += [f"{part}.{key} {name}" for key, name in keys.items() if (key, name) not in table]
    assert not missing


def test_every_fund_source_and_narrative_key_stands_on_the_page() -> None:
    assert {(source.value, source.label) for source in FundSource} <= set(ROWS)
    assert set(NARRATIVE_KEYS) <= {key for key, _ in ROWS}


MISTAKES = {
    "year：2023": ("{}\nset: x", "冒号是全角"),
    "year:2023": ("{}\nset: x", "空一格"),
    "{name: 甲，weight: 10}": ("indicators:\n  - {}", "逗号是全角"),
    "name: “甲: 乙”": ("{}", "引号是中文引号"),
    "得分: 10": ("indicators:\n  - {}", "写成 claimed"),
    "kind: 项目": ("{}", "写成 project"),
    "source: 财政拨款": ("funds:\n  - {}", "写成 fiscal"),
    "money_unit: 千元": ("{}", "换算成元或万元"),
    "core: 是": ("indicators:\n  - {}", "写成 true"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_common_mistake_of_the_page_is_refused_with_what_to_write(mistake: str) -> None:
    assert f"| `{mistake}` |" in PAGE
    around, advice = MISTAKES[mistake]
    with pytest.raises(Invalid) as caught:
        evaluation.parse(around.replace("{}", mistake))
    assert advice in str(caught.value)


def test_every_choice_is_meant_by_its_own_name_on_paper() -> None:
    assert [chosen(FUND_SOURCES, source.label) for source in FundSource] == [
        f"“{source.label}”应写成 {source.value}" for source in FundSource
    ]
    assert [chosen(SPENDING_KINDS, kind.label) for kind in SpendingKind] == [f"“{kind.label}”应写成 {kind.value}" for kind in SpendingKind]


def test_no_word_means_two_keys_of_the_same_part() -> None:
    for part, keys in CAPTIONS.items():
        assert len(set(keys.values())) == len(keys), part
        if part not in {"", "evaluations"}:
            place = ".".join(f"{each}[0]" for each in part.split("."))
            assert all(f"应写成 {key}（" in meant(place, name, keys) for key, name in keys.items()), part
