"""指标值用例 - How a target is read: sign, number and unit, range, day, or words."""

import pytest

from perfeval.evaluation.target import read_actual, read_target
from perfeval.indicators import Sign


@pytest.mark.parametrize(
    ("text", "sign", "number"),
    [
        *((f"{word}12种", Sign.AT_LEAST, "12种") for word in ("≥", "≧", ">=", "大于等于", "不少于", "不低于", "不小于", "达到", "至少")),
        *((f"12种{word}", Sign.AT_LEAST, "12种") for word in ("以上", "及以上")),
        *((f"{word}12种", Sign.AT_MOST, "12种") for word in ("≤", "≦", "<=", "小于等于", "不超过", "不高于", "不大于", "不多于")),
        *((f"12种{word}", Sign.AT_MOST, "12种") for word in ("以内", "以下", "及以下")),
        *((f"{word}12种", Sign.EQUAL, "12种") for word in ("=", "═", "﹦", "==", "＝")),
        ("≥266米", Sign.AT_LEAST, "266米"),
        ("≥ 1，283 万元", Sign.AT_LEAST, "1283万元"),
        ("12", None, "12"),
    ],
)
def test_signs_before_and_behind_are_read(text: str, sign: Sign | None, number: str) -> None:
    target = read_target(text, 2022)
    assert (target.sign, str(target.low), target.strict) == (sign, number, False)


@pytest.mark.parametrize(("text", "sign"), [(f"{word}5", Sign.AT_LEAST) for word in (">", "大于", "超过", "高于", "多于")])
def test_greater_than_scores_as_at_least_and_is_marked(text: str, sign: Sign) -> None:
    target = read_target(text, 2022)
    assert (target.sign, target.strict) == (sign, True)


@pytest.mark.parametrize("text", ["<5", "小于5", "低于5", "少于5"])
def test_less_than_scores_as_at_most_and_is_marked(text: str) -> None:
    target = read_target(text, 2022)
    assert (target.sign, target.strict) == (Sign.AT_MOST, True)


@pytest.mark.parametrize("text", ["10-20", "10～20", "10—20", "10~20天", "10%-20%", "10－20个"])
def test_a_range_has_two_ends_in_one_unit(text: str) -> None:
    target = read_target(text, 2022)
    assert target.sign is Sign.WITHIN
    assert target.low is not None
    assert target.high is not None
    assert (str(target.low.number), str(target.high.number), target.low.unit) == ("10", "20", target.high.unit)


@pytest.mark.parametrize("text", ["每亩300", "完成3个项目", "20-10", "≥10≤20人", "至少12种以下", "10%到20%", "每月25日前"])
def test_digits_that_are_not_understood_are_told(text: str) -> None:
    target = read_target(text, 2022)
    assert (target.unreadable, target.numeric, target.day) == (True, False, None)


@pytest.mark.parametrize("text", ["显著", "有效", "符合相关规定", "≥≥", "是", "否"])
def test_words_are_words(text: str) -> None:
    target = read_target(text, 2022)
    assert (target.unreadable, target.numeric) == (False, False)
    assert target.yes_no is (text in "是否")


@pytest.mark.parametrize(("text", "shown"), [("≥266米", "266米"), ("不少于360天", "360天"), ("735", "735"), ("100％", "100%")])
def test_an_actual_may_repeat_the_sign(text: str, shown: str) -> None:
    assert str(read_actual(text)) == shown


@pytest.mark.parametrize("text", ["达成预期指标", "全天候", "10-20", "2022年12月30日", "约50个"])
def test_words_are_no_actual_number(text: str) -> None:
    assert read_actual(text) is None


@pytest.mark.parametrize("text", ["60天内", "60天内完成", "30日内", "5个工作日内", "1年内", "3个月内"])
def test_within_a_span_of_time_means_at_most(text: str) -> None:
    target = read_target(text, 2022)
    assert (target.sign, target.numeric) == (Sign.AT_MOST, True)


@pytest.mark.parametrize("text", ["20230831", "不晚于2023年8月31日", "不迟于8月31日", "8月31日24时前"])
def test_more_ways_to_write_a_day(text: str) -> None:
    day = read_target(text, 2023).day
    assert day is not None
    assert day.last.isoformat() == "2023-08-31"


def test_a_large_number_is_no_day() -> None:
    assert read_target("20239999", 2023).numeric
    assert read_target("≥20230831人", 2023).numeric
