"""随附的体系 - The sets that travel with the product: all there, all sound, all as published."""

import pytest

from perfeval import indicators, library
from perfeval.scoring import METHODS_BY_NAME

NINE = (
    "cn/project/2020",
    "cn/project/2013",
    "cn/department/2013",
    "yunnan/project/2020",
    "yunnan/baoshan/project/2022",
    "hubei/project/2020",
    "hubei/guangshui/project/2021",
    "chongqing/department/2021",
    "examples/village-clinic",
)


def told(set_id: str) -> tuple[str, ...]:
    """Return a set in words."""
    return indicators.describe(library.indicator_set(set_id), METHODS_BY_NAME)


PUBLISHED = library.published_sets(library.folder("indicator_sets"))


def test_the_sets_that_are_promised_exist() -> None:
    assert set(NINE) <= set(library.set_ids())


def test_no_shipped_set_has_a_defect() -> None:
    assert library.lint_paths() == ()


@pytest.mark.parametrize("reference", PUBLISHED)
def test_a_published_version_never_changes(reference: str) -> None:
    rules = library.indicator_set(reference)
    assert PUBLISHED[reference] == rules.sha256 == indicators.hash_of(rules.tree), "a change needs a new version; see docs/sets.md"


def test_no_draft_is_handed_in() -> None:
    there = [f"{set_id}@{version}" for set_id in library.set_ids() for version in library.set_versions(set_id)]
    drafts = [reference for reference in there if reference not in PUBLISHED]
    assert not drafts, f"drafts; once they are read over: .venv/bin/python scripts/publish_sets.py {' '.join(drafts)}"


@pytest.mark.parametrize("set_id", library.set_ids())
def test_a_set_is_told_in_words_without_the_marks_of_the_file(set_id: str) -> None:
    lines = indicators.describe(library.indicator_set(set_id), METHODS_BY_NAME)
    assert lines[0].startswith(f"{set_id}@")
    assert any(line.lstrip("＊").startswith("资金行：") for line in lines)
    assert not [line for line in lines if "None" in line or "{" in line or "Fraction" in line]


def test_what_differs_from_the_base_is_marked() -> None:
    lines = told("hubei/project/2020")
    assert "＊资金行：20分，执行率＝全年执行数÷全年预算数，得分＝20×执行率，最高20分" in lines
    assert "等级：优≥90，良≥80，中≥60，差＜60" in lines
    assert "＊execution.weight：10分 改为 20分（表上“预算执行情况（20分）”）" in lines


def test_only_a_line_that_differs_itself_is_marked() -> None:
    whole = told("hubei/project/2020")
    lines = whole[: next(at for at, line in enumerate(whole) if line.startswith("继承自"))]
    marked = [line[1:].partition("：")[0] for line in lines if line.startswith("＊")]
    assert marked == ["资金行", "产出指标40分", "也可以", "定性分档", *["说明"] * 4]
    kept = [line for line in told("yunnan/project/2020") if line.startswith("说明：")]
    assert kept == [line for line in told("cn/project/2020") if line.startswith("说明：")]


def test_a_difference_tells_nested_values_in_words() -> None:
    lines = told("hubei/project/2020")
    bands = next(line for line in lines if line.startswith("＊standard.banded.parameters.bands："))
    assert "达成年度指标为100%—80%（含）" in bands.partition(" 改为 ")[0]
    assert "部分达成预期指标为80%—50%（含）" in bands.partition(" 改为 ")[2]


def test_a_payout_is_told_as_a_sum() -> None:
    assert "村卫生室年度补助：8000元×服务人口÷1200×min(1，总分÷80)" in told("examples/village-clinic")


def test_a_formula_is_told_as_people_write_it() -> None:
    lines = told("cn/project/2013")
    assert any("完成值＝（计划成本－实际成本）÷计划成本" in line for line in lines)


def test_every_doubt_says_what_was_not_checked() -> None:
    for set_id in library.set_ids():
        source = library.indicator_set(set_id).source
        assert source.read
        assert not source.unverified or source.why
