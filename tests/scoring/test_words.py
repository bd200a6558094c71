"""评分方法的说法 - Every method says in one Chinese sentence how a row earns, with its parameters in words and nothing of the file."""

import re
from typing import Any

import pytest

from perfeval import scoring
from perfeval.indicators import Parameters
from perfeval.scoring import METHODS, METHODS_BY_NAME
from tests.scoring.forms import rules_with

OPTIONS = [
    {"name": "资产利用率", "formula": {"plus": ["在用数"], "over": ["总数"]}},
    {"name": "节约额", "formula": {"plus": ["预算"], "minus": ["支出"]}, "full": "50"},
]
PAIR = "“资产利用率”（在用数÷总数，达到100%得满分）、“节约额”（预算－支出，达到50得满分）"
EVENTS = [{"what": "逾期", "deduct": "0.5", "most": "1"}, {"what": "缺项", "deduct": "1"}]
STEPS = [{"at_least": "60%", "share": "0.5"}, {"at_least": "90%", "share": "1"}]
SAID: list[tuple[str, dict[str, Any], str]] = [
    ("at_least", {}, "达到指标值得满分，未达到的按完成值÷指标值折算"),
    ("at_most", {}, "不超过指标值得满分，超过的按指标值÷完成值折算"),
    ("at_most", {"shape": "linear"}, "不超过指标值得满分，超过的按超出幅度扣减，超出一倍的不得分"),
    ("equal_to", {}, "等于指标值得满分，不等的按较小值÷较大值折算"),
    ("equal_to", {"miss": "nothing"}, "等于指标值得满分，不等的不得分"),
    ("within", {}, "在区间之内得满分，低于下限的按完成值÷下限折算，高于上限的按上限÷完成值折算"),
    ("dated", {}, "按期完成得满分，逾期不得分"),
    ("dated", {"per_day": "0.5"}, "按期完成得满分，每逾期一天扣0.5分，扣完为止"),
    (
        "dated",
        {"bands": [{"days": "30", "share": "0.5"}, {"days": "10", "share": "0.8"}]},
        "按期完成得满分，逾期10天以内的得分值的80%，逾期30天以内的得分值的50%，再晚的不得分",
    ),
    ("yes_no", {}, "与指标值一致得满分，不一致的不得分"),
    (
        "banded",
        {"bands": [{"name": "好", "floor": "80%"}, {"name": "差", "floor": "0"}]},
        "由评价人在各档的区间内评定，占分值的比例：好为100%—80%（含），差为80%—0%",
    ),
    ("judged", {}, "由评价人在分值之内评定"),
    ("stretched", {"pass": "60%"}, "达到指标值得满分；完成率低于60%的不得分，达到60%的按（完成率－60%）÷（1－60%）折算"),
    ("stepped", {"steps": STEPS}, "完成值达到90%的得满分，达到60%的得分值的50%，低于60%的不得分"),
    (
        "stepped_down",
        {"ceilings": [{"at_most": "0", "share": "1"}, {"at_most": "10%", "share": "0.8"}]},
        "完成值不超过0%的得满分，不超过10%的得分值的80%，高于10%的不得分",
    ),
    ("stepped", {"by": "completion", "steps": STEPS}, "完成率达到90%的得满分，达到60%的得分值的50%，低于60%的不得分"),
    (
        "per_point",
        {"base": "100%", "step": "1%", "deduct": "0.5"},
        "不超过100%得满分，每超过1个百分点扣0.5分（不足的零头不扣），扣完为止",
    ),
    (
        "per_point",
        {"base": "20", "step": "1", "deduct": "2", "floor": "1", "beyond": "below", "count": "begun"},
        "不低于20得满分，每低1扣2分（不足的零头按一步扣），最低1分",
    ),
    (
        "per_point",
        {"base": "0%", "step": "0.5%", "deduct": "1", "beyond": "either", "count": "exact"},
        "等于0%得满分，每偏离0.5个百分点扣1分（零头按比例扣），扣完为止",
    ),
    (
        "checklist",
        {"items": [{"name": "有制度", "points": "1"}, {"name": "有记录", "points": "2"}]},
        "有制度得1分，有记录得2分；没有的不得分",
    ),
    (
        "checklist_deduction",
        {"items": [{"name": "按时报送", "deduct": "1"}]},
        "各项都符合得满分，不符合的每项扣括号内的分，扣完为止：按时报送（1分）",
    ),
    ("deduct_per_event", {"events": EVENTS}, "没有发生得满分，逾期每次扣0.5分（最多扣1分），缺项每次扣1分，扣完为止"),
    (
        "pick_one",
        {"options": OPTIONS},
        f"{PAIR}任选一项考核，两项都填的取高的一项，未达到的按比例计分",
    ),
]


@pytest.mark.parametrize(("method", "parameters", "words"), SAID)
def test_a_method_says_what_its_parameters_mean(method: str, parameters: dict[str, Any], words: str) -> None:
    own = rules_with(method, parameters).indicators[0].parameters
    assert METHODS_BY_NAME[method].words(own) == words


def test_every_method_has_its_sentence_here() -> None:
    assert {method for method, _, _ in SAID} == {method.name for method in METHODS}
    for method in METHODS:
        told = {key for name, parameters, _ in SAID if name == method.name for key in parameters}
        assert told == {field.alias or name for name, field in method.parameters.model_fields.items()}, (
            f"say every parameter of {method.name}"
        )


def test_a_sentence_holds_no_word_of_the_file_and_no_stop() -> None:
    for _, _, words in SAID:
        assert not re.search(r"[A-Za-z]|。|Fraction", words)


def test_parameters_of_another_method_are_refused() -> None:
    with pytest.raises(TypeError, match="parameters of another method"):
        scoring.METHODS_BY_NAME["stretched"].words(Parameters())
