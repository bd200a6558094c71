"""继承 - A set that is based on another one: the whole of it, what differs, and lines that point into the child's file."""

from typing import Any

import pytest

from perfeval import indicators, syntax
from perfeval.errors import Invalid, NotFound
from perfeval.indicators import IndicatorSet
from perfeval.scoring import METHODS_BY_NAME

BASE = """
format: perfeval.indicator-set/1
id: base/project
version: "3"
title: 上级体系
kinds: [project]
years: {from: 2020}
source: {title: 上级办法, clause: 第一条, read: 示例}
execution: {weight: "10", denominator: adjusted}
grades: [{name: 优, floor: "90"}, {name: 差, floor: "0"}]
categories:
  - name: 产出指标
    weight: "60"
    aspects: [{name: 数量指标}, {name: 质量指标}, {name: 1.时效}]
  - name: 效益指标
    weight: "30"
    aspects: [{name: 社会效益指标}]
indicators:
  - {key: trained, name: 培训人次, category: 产出指标, aspect: 数量指标}
  - {key: known, name: 政策知晓率, category: 效益指标, aspect: 社会效益指标}
notes: [甲, 乙]
"""
HEAD = """format: perfeval.indicator-set/1
id: child/project
version: "1"
title: 下级体系
years: {from: 2021}
source: {title: 下级办法, clause: 第二条, read: 示例}
based_on: base/project@3
"""
SHIFTED = """changes:
  - {at: categories.效益指标.name, why: 甲,
     set: 效果指标}
  - {at: categories.产出指标, remove: true, why: 乙}
"""
FILES = {"base/project@3": BASE}


def shelf(**more: str) -> indicators.Bases:
    files = FILES | {name.replace("__", "/") + "@1": text for name, text in more.items()}

    def base(reference: str) -> syntax.MarkedTree:
        if reference not in files:
            raise NotFound("set-not-found", f"没有名为“{reference}”的指标体系")
        return syntax.load_source(files[reference], f"{reference}.yaml")

    return base


def child(changes: str = "", base: indicators.Bases | None = None) -> IndicatorSet:
    return indicators.parse(HEAD + changes, METHODS_BY_NAME, name="child.yaml", base=base or shelf())


def test_without_changes_everything_but_the_own_words_is_taken_over() -> None:
    rules, base = child(), indicators.parse(BASE, METHODS_BY_NAME)
    assert (rules.id, rules.title, str(rules.source), rules.years.start) == ("child/project", "下级体系", "《下级办法》 第二条", 2021)
    assert (rules.categories, rules.grades, rules.indicators, rules.notes) == (base.categories, base.grades, base.indicators, base.notes)
    assert (rules.based_on, rules.differences) == ("base/project@3", ())


def test_a_member_of_a_list_goes_by_its_name() -> None:
    rules = child('changes:\n  - {at: categories.效益指标.weight, set: "25", why: 表上如此}\n')
    assert [each.weight for each in rules.categories] == [6000, 2500]


def test_an_indicator_goes_by_its_key() -> None:
    rules = child('changes:\n  - {at: indicators.known.target, set: "≥90%", why: 表上如此}\n')
    assert [each.target for each in rules.indicators] == [None, "≥90%"]


def test_a_name_with_a_dot_in_it_is_found_too() -> None:
    rules = child("changes:\n  - {at: categories.产出指标.aspects.1.时效.bare_sign, set: ≤, why: 表上如此}\n")
    assert rules.categories[0].aspects[2].bare_sign == "≤"


def test_members_are_added_and_removed() -> None:
    rules = child(
        "changes:\n"
        "  - {at: categories.产出指标.aspects.数量指标, remove: true, why: 表上没有}\n"
        "  - {at: categories.产出指标.aspects, add: {name: 成本指标}, why: 表上另有}\n"
        "  - {at: notes.甲, remove: true, why: 不适用}\n"
        "  - {at: indicators.trained, remove: true, why: 表上没有}\n"
    )
    assert [each.name for each in rules.categories[0].aspects] == ["质量指标", "1.时效", "成本指标"]
    assert rules.notes == ("乙",)
    assert [each.key for each in rules.indicators] == ["known"]


def test_what_the_base_does_not_say_can_be_set_or_added() -> None:
    rules = child(
        "changes:\n"
        "  - {at: thresholds, set: {unspent: 10%}, why: 当地规定}\n"
        "  - {at: alternatives, add: {产出指标+效益指标: '90'}, why: 表上允许}\n"
    )
    assert rules.thresholds.unspent * 10 == 1
    assert rules.alternatives == ({"产出指标+效益指标": 9000},)


def test_every_difference_is_kept_with_its_reason() -> None:
    found = child(
        'changes:\n  - {at: execution.weight, set: "20", why: 表上20分}\n  - {at: notes.乙, remove: true, why: 不适用}\n'
    ).differences
    assert [(each.at, each.deed, each.before, each.after, each.why) for each in found] == [
        ("execution.weight", "set", "10", "20", "表上20分"),
        ("notes.乙", "remove", "乙", None, "不适用"),
    ]


def test_what_is_told_of_one_part_does_not_mark_its_neighbours() -> None:
    changes = """changes:
  - {at: categories.产出指标.weight, set: "50", why: 甲}
  - {at: standard, set: {at_least: {method: stretched}, at_most: {method: at_most, parameters: {shape: linear}}}, why: 乙}
  - {at: notes, set: [乙, 丙], why: 丙}
  - {at: indicators.known.method, set: judged, why: 丁}
"""
    lines = indicators.describe(child(changes), METHODS_BY_NAME)
    marked = [line for line in lines[: lines.index("继承自 base/project@3，带＊的各行与它不同：")] if line.startswith("＊")]
    assert marked == [
        "＊产出指标50分：数量指标、质量指标、1.时效",
        "＊正向（≥）：及格线以上折算，达到指标值得满分；完成率低于60%的不得分，达到60%的按（完成率－60%）÷（1－60%）折算",
        "＊反向（≤）：不超过指标值得满分，超过的按超出幅度扣减，超出一倍的不得分",
        "＊指标 known（效益指标 / 社会效益指标 / 政策知晓率）：人工评判",
        "＊说明：丙",
    ]


def test_the_differences_tell_nested_values_and_new_ones() -> None:
    changes = """changes:
  - {at: standard, set: {at_least: {method: stretched, parameters: {pass: "70%"}}}, why: 甲}
  - {at: thresholds, set: {unspent: 10%, magnitude: 20%}, why: 乙}
  - {at: categories.产出指标.aspects.质量指标, remove: true, why: 丙}
  - {at: indicators.known, set: {key: known, name: 政策知晓率, category: 效益指标, target: "≥90%", weight: "5"}, why: 丁}
  - {at: notes, add: 丙, why: 戊}
"""
    lines = indicators.describe(child(changes), METHODS_BY_NAME)
    told = dict(line[1:].split("：", 1) for line in lines[lines.index("继承自 base/project@3，带＊的各行与它不同：") + 1 :])
    assert told["standard"].startswith(
        "“正向（≥）” 达到指标值得满分，未达到的按完成值÷指标值折算 改为 及格线以上折算，达到指标值得满分；完成率低于70%"
    )
    assert told["thresholds"] == "结余界限 20% 改为 10%；数量级的界限 30% 改为 20%（乙）"
    assert told["categories.产出指标.aspects.质量指标"] == "删去 质量指标（丙）"
    assert told["indicators.known"] == "所属二级指标 删去 社会效益指标；分值 写明 5分；指标值 写明 ≥90%（丁）"
    assert told["notes"] == "增加 丙（戊）"


def test_a_level_that_got_another_name_is_still_the_same_level() -> None:
    changes = """changes:
  - {at: categories.产出指标.weight, set: "50", why: 甲}
  - {at: categories.产出指标.name, set: 产出, why: 乙}
  - {at: categories.产出.aspects.质量指标, remove: true, why: 丙}
  - {at: categories.产出.aspects.数量指标.name, set: 数量, why: 丁}
  - {at: categories.产出.aspects.数量.bare_sign, set: ≤, why: 戊}
"""
    rules = child(changes)
    assert [(each.name, each.weight) for each in rules.categories] == [("产出", 5000), ("效益指标", 3000)]
    lines = indicators.describe(rules, METHODS_BY_NAME)
    assert "＊产出50分：数量、1.时效" in lines
    assert list(lines[lines.index("继承自 base/project@3，带＊的各行与它不同：") + 1 :]) == [
        "＊categories.产出指标.weight：60分 改为 50分（甲）",
        "＊categories.产出指标.name：产出指标 改为 产出（乙）",
        "＊categories.产出.aspects.质量指标：删去 质量指标（丙）",
        "＊categories.产出.aspects.数量指标.name：数量指标 改为 数量（丁）",
        "＊categories.产出.aspects.数量.bare_sign：写明 ≤（戊）",
    ]
    page = indicators.page(rules, METHODS_BY_NAME, {}, {})
    assert "- 一级指标“产出”的分值：60分 改为 50分。理由：甲。" in page
    assert "- 一级指标“产出”的名称：产出指标 改为 产出。理由：乙。" in page
    assert "- 一级指标“产出”的二级指标“数量”的名称：数量指标 改为 数量。理由：丁。" in page


def test_the_hash_is_over_the_whole_set_and_not_over_how_it_was_written() -> None:
    whole = BASE.replace("base/project", "child/project").replace('"3"', '"1"').replace("上级体系", "下级体系")
    whole = whole.replace("2020", "2021").replace("上级办法, clause: 第一条", "下级办法, clause: 第二条")
    written_out = indicators.parse(whole, METHODS_BY_NAME)
    assert child().sha256 == written_out.sha256
    assert child('changes:\n  - {at: execution.weight, set: "20", why: 表上20分}\n').sha256 != written_out.sha256


def test_a_difference_of_a_difference_reaches_the_grandchild() -> None:
    middle = HEAD.replace("child/project", "middle/project") + 'changes:\n  - {at: execution.weight, set: "20", why: 表上20分}\n'
    text = HEAD.replace("base/project@3", "middle/project@1")
    rules = indicators.parse(text, METHODS_BY_NAME, base=shelf(middle__project=middle))
    assert rules.execution.weight == 2000
    assert rules.differences == ()


def test_a_circle_of_two_is_refused() -> None:
    other = HEAD.replace("child/project", "other/project").replace("base/project@3", "child/project@1")
    text = HEAD.replace("base/project@3", "other/project@1")
    with pytest.raises(Invalid, match="继承成了圈"):
        indicators.parse(text, METHODS_BY_NAME, base=shelf(other__project=other, child__project=text))


def test_the_base_itself_is_not_touched_by_its_child() -> None:
    base = shelf()
    before = indicators.parse(BASE, METHODS_BY_NAME).sha256
    child('changes:\n  - {at: execution.weight, set: "20", why: 表上20分}\n', base)
    assert indicators.read(base("base/project@3"), METHODS_BY_NAME).sha256 == before


@pytest.mark.parametrize(
    ("changes", "path", "line"),
    [
        ('changes:\n  - at: execution.weight\n    set: "20"\n    why: 甲\n', ("execution", "weight"), 10),
        ('changes:\n  - at: execution.weight\n    set: "20"\n    why: 甲\n', ("execution",), 9),
        (
            "changes:\n  - at: grades\n    set:\n      - {name: 优, floor: '80'}\n      - {name: 差, floor: '0'}\n    why: 甲\n",
            ("grades", 1),
            12,
        ),
        ("changes:\n  - at: categories.产出指标\n    remove: true\n    why: 甲\n", ("categories",), 9),
        (SHIFTED, ("categories", 0, "name"), 10),
        ("", ("title",), 4),
    ],
)
def test_lines_point_to_where_the_child_says_it(changes: str, path: tuple[Any, ...], line: int) -> None:
    assert child(changes).where(path) == f"child.yaml 第{line}行"
