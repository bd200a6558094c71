"""数字与单位用例 - How text becomes an exact number, and what is no number."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import quantities
from perfeval.quantities import align, half_up, percent, plain, read_day, read_number, read_quantity, show_points, to_points


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("735人次", "735", "人次"),
        ("1,283万元", "1283", "万元"),
        ("12.9 万", "12.9", "万"),
        ("７８．８２％", "78.82", "%"),
        ("100%", "100", "%"),
        ("0.958", "0.958", ""),
        ("20(%)", "20", "%"),
        ("20（%）", "20", "%"),
        ("2.6亿元", "2.6", "亿元"),
        ("1.2万亩", "1.2", "万亩"),
        ("300元/亩", "300", "元/亩"),
        ("5㎡", "5", "m2"),
        ("-3.5℃", "-3.5", "°C"),
        ("1,283,456.78元", "1283456.78", "元"),
        ("5‰", "5", "‰"),
        ("100元/㎡", "100", "元/m2"),
        ("500kg/m³", "500", "kg/m3"),
        ("3 km²", "3", "km2"),
    ],
)
def test_number_and_unit_are_read_as_a_whole(text: str, number: str, unit: str) -> None:
    quantity = read_quantity(text)
    assert quantity is not None
    assert (quantity.number, quantity.unit) == (Fraction(number), unit)


@pytest.mark.parametrize(
    "text",
    [
        "每亩300",
        "8、2万平方米",
        "12,34元",
        "约100人",
        "全天候",
        "",
        "元",
        "100%完成",
        "3种5类",
        "10³",
        "2⁵",
        "5②个",
        "①",
        "½",
        "一百",
        "1.2.3",
        "9" * 41,
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    quantity = read_quantity(text)
    assert quantity is None


@pytest.mark.parametrize("text", ["1e5", "0x10", "NaN", "Infinity", "1_000", "１２abc", "--5", "+5", "9" * 5000, "½"])
def test_a_bare_number_is_decimal_digits_only(text: str) -> None:
    assert read_number(text) is None


def test_points_and_weights_may_carry_their_unit() -> None:
    assert (read_number("9.5分", unit="分"), read_number("9.5人", unit="分")) == (Fraction(19, 2), None)


@pytest.mark.parametrize(
    ("target", "actual", "same"),
    [
        ("1公里", "1000米", True), ("1里", "500m", True), ("15亩", "1公顷", True), ("1平方公里", "100公顷", True), ("1km2", "1500亩", True),
        ("1吨", "2000斤", True), ("1立方米", "1000升", True), ("1年", "12个月", True), ("2天", "48小时", True), ("1万元", "10000元", True),
        ("1亿元", "10000万元", True), ("5%", "50‰", True), ("12万户", "120000户", True), ("12.9万", "12.9万", True), ("10", "10人", True),
        ("12.9万", "129000", True), ("8万亩", "8", True), ("1公顷", "10000m²", True),
        ("1人", "1人次", False), ("1元", "1美元", False), ("1月", "30天", False),
    ],
)  # fmt: skip
def test_units_convert_inside_their_kind_and_nowhere_else(target: str, actual: str, same: bool) -> None:
    first, second = read_quantity(target), read_quantity(actual)
    assert first is not None
    assert second is not None
    pair = align(first, second)
    assert pair.differs is not same
    assert (pair.target == pair.actual) or not same


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022年12月30日前", "2022-12-30"), ("12月底前", "2022-12-31"), ("2022年2月", "2022-02-28"), ("2024年2月底", "2024-02-29"),
        ("第四季度", "2022-12-31"), ("2021年第1季度末", "2021-03-31"), ("年底前", "2022-12-31"), ("2021年", "2021-12-31"),
        ("完成时间为2022年6月", "2022-06-30"), ("于11月15日前完成", "2022-11-15"), ("2022-12-30", "2022-12-30"), ("2022/6/1", "2022-06-01"),
        ("2022.6.1", "2022-06-01"), ("6月30日之前", "2022-06-30"),
    ],
)  # fmt: skip
def test_a_day_month_quarter_or_year_means_its_last_day(text: str, day: str) -> None:
    found = read_day(text, 2022)
    assert found is not None
    assert found.last.isoformat() == day


@pytest.mark.parametrize("text", ["12个月", "2022年2月30日", "13月", "每月25日前", "10-20", "3.15", "按期完成", "100%", "第五季度", "2022"])
def test_anything_else_is_no_day(text: str) -> None:
    assert read_day(text, 2022) is None


@given(st.fractions(min_value=0, max_value=100))
def test_half_up_never_moves_by_more_than_half_a_cent(value: Fraction) -> None:
    rounded = half_up(value)
    assert -Fraction(1, 200) < value - rounded + 0 <= Fraction(1, 200) or rounded - value == Fraction(1, 200)
    assert to_points(value) == rounded * 100


@given(st.integers(min_value=-(10**9), max_value=10**9), st.integers(min_value=0, max_value=6))
def test_plain_text_reads_back_as_the_same_number(number: int, places: int) -> None:
    value = Fraction(number, 10**places)
    assert read_number(plain(value)) == value


@given(st.text(max_size=20))
def test_no_text_breaks_reading(text: str) -> None:
    for found in (read_number(text), read_quantity(text), read_day(text, 2022)):
        assert found is None or found == found  # noqa: PLR0124 - only that it comes back matters


def test_points_and_percentages_are_shown_with_their_decimals() -> None:
    assert [show_points(value) for value in (0, 5, 980, 10_000)] == ["0.00", "0.05", "9.80", "100.00"]
    assert percent(Fraction(382426, 475366)) == "80.45%"
    assert percent(Fraction(-1, 3), 1) == "-33.3%"
    assert quantities.plain_points(2250) == "22.5"
