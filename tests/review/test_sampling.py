"""抽取 - The same frame and seed give the same sample, by the published rule, with the chances that are told."""

import json
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval.errors import Invalid
from perfeval.evaluation import Kind
from perfeval.indicators import hash_of
from perfeval.quantities import Fraction
from perfeval.review import Basis, Candidate, Drawing, How, NamedItem, Plan, Quota, Sample, draw, frame_of, read_plan, read_sample
from tests.review import frames
from tests.review.frames import candidate, printed

WAN = 1_000_000
DRAWS = 10_000


def codes(sample: Sample, *how: How) -> list[str]:
    """Return the codes in a sample, of those that came in like that."""
    return [each.item for each in sample.items if not how or each.how in how]


def test_the_worked_example_is_drawn_as_printed() -> None:
    assert codes(draw(printed(), Plan(seed="20260301", quota=Quota(number=3)))) == ["A06", "A04", "A02"]
    by_size = draw(printed(), Plan(seed="20260301", drawing=Drawing.BY_SIZE, quota=Quota(number=3)))
    assert codes(by_size, How.CERTAIN) == ["A01"]
    assert codes(by_size, How.DRAWN) == ["A02", "A05"]
    assert [each.probability for each in by_size.items] == [1, Fraction(9, 28), Fraction(19, 35)]
    assert by_size.strata[0].step == 14 * WAN
    assert by_size.items[0].why == "金额32万元，不小于抽样间距20万元"


def test_the_hash_of_the_frame_is_over_its_items_in_the_order_of_their_codes() -> None:
    sample = draw(reversed(printed()), Plan(seed="1", quota=Quota(number=1)))
    plain: list[dict[str, object]] = [
        {
            "item": item,
            "name": "",
            "unit": unit,
            "department": unit,
            "kind": "project",
            "money": int(Fraction(money) * WAN),
            "grade": "优",
            "findings": {},
            "late": False,
            "last_grade": None,
            "risk": 0,
        }
        for item, unit, money in frames.PRINTED
    ]
    assert sample.frame_sha256 == hash_of(plain)


def test_a_sample_and_a_plan_come_back_from_what_is_kept() -> None:
    plan = Plan(
        seed="1", drawing=Drawing.BY_SIZE, strata=(Basis.MONEY,), bands=(5 * WAN,), quota=Quota(share=Fraction(1, 3)), over=20 * WAN
    )
    sample = draw(printed(), plan)
    assert read_sample(json.loads(json.dumps(sample.as_json()))) == sample
    assert read_plan(json.loads(json.dumps(plan.as_json()))) == plan


@pytest.mark.parametrize("quota", [{"share": "a/b"}, {"share": 0.5}, {"share": "1/0"}, {"number": "3"}])
def test_what_was_kept_wrongly_is_refused_with_its_place(quota: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refused:
        read_plan({"seed": "1", "quota": quota})
    assert refused.value.places[0].where.startswith("quota")


def test_strata_are_named_by_what_they_hold_and_drawn_by_themselves() -> None:
    frame = [candidate(f"P{at}", kind=Kind.PROJECT) for at in range(40)] + [candidate(f"D{at}", kind=Kind.DEPARTMENT) for at in range(20)]
    plan = Plan(seed="7", strata=(Basis.KIND,), quota=Quota(), quotas={"项目支出": Quota(number=35), "部门整体支出": Quota(number=15)})
    sample = draw(frame, plan)
    assert {each.name: (each.items, each.drawn) for each in sample.strata} == {"项目支出": (40, 35), "部门整体支出": (20, 15)}
    assert Counter(each.stratum for each in sample.items) == {"项目支出": 35, "部门整体支出": 15}
    only = draw(frame[:40], plan.__class__(seed="7", strata=(Basis.KIND,), quota=Quota(number=35)))
    assert codes(only) == [each.item for each in sample.items if each.stratum == "项目支出"], "what else is in the frame changes nothing"


def test_every_basis_of_strata_has_its_name() -> None:
    one = candidate("A", department="民政局", money=3 * WAN, grade=None, findings={"unspent": 1}, late=True)
    plan = Plan(seed="1", strata=tuple(Basis), bands=(WAN, 5 * WAN), quota=Quota())
    assert plan.stratum(one) == "民政局·项目支出·1万元至5万元·无等级·有校验提示·逾期报送"
    assert [plan.stratum(candidate("A", money=money)).split("·")[2] for money in (WAN - 1, WAN, 5 * WAN)] == [
        "1万元以下",
        "1万元至5万元",
        "5万元以上",
    ]


def test_certain_items_leave_their_stratum_before_the_draw() -> None:
    frame = [candidate(f"A{at}", money=at * WAN, last_grade="差" if at == 2 else "优") for at in range(1, 11)]
    named = (NamedItem(item="A5", reason="群众来信反映"),)
    sample = draw(frame, Plan(seed="1", quota=Quota(number=3), over=9 * WAN, last_grades=("中", "差"), named=named))
    told = {each.item: (each.how, each.why) for each in sample.items if each.how is not How.DRAWN}
    assert told == {
        "A10": (How.CERTAIN, "金额10万元，超过9万元"),
        "A2": (How.CERTAIN, "上年等级为“差”"),
        "A5": (How.NAMED, "群众来信反映"),
    }
    assert sample.count(How.DRAWN) == 3
    assert {each.probability for each in sample.items if each.how is How.DRAWN} == {Fraction(3, 7)}


def test_what_is_added_by_hand_is_marked_and_changes_nothing_of_the_draw() -> None:
    plan = Plan(seed="20260301", quota=Quota(number=3))
    added = Plan(
        seed="20260301", quota=Quota(number=3), added=(NamedItem(item="A01", reason="重点项目"), NamedItem(item="A06", reason="重"))
    )
    before, after = draw(printed(), plan), draw(printed(), added)
    assert after.items[:-1] == before.items
    assert (after.items[-1].item, after.items[-1].how, after.items[-1].why, after.items[-1].probability) == (
        "A01",
        How.MANUAL,
        "重点项目",
        None,
    )


def test_all_are_taken_where_more_are_asked_for_than_there_are() -> None:
    for drawing in Drawing:
        sample = draw(printed(), Plan(seed="1", drawing=drawing, quota=Quota(number=99)))
        assert sorted(codes(sample)) == [item for item, _, _ in frames.PRINTED]
        assert {each.probability for each in sample.items} == {1}


def test_items_without_money_have_no_chance_while_there_is_money_and_the_same_chance_once_there_is_none() -> None:
    frame = [candidate("A", money=0), candidate("B", money=0), candidate("C", money=5), candidate("D", money=5), candidate("E", money=5)]
    two = draw(frame, Plan(seed="1", drawing=Drawing.BY_SIZE, quota=Quota(number=2)))
    assert set(codes(two)) < {"C", "D", "E"}
    assert two.strata[0].without_chance == 2
    four = draw(frame, Plan(seed="1", drawing=Drawing.BY_SIZE, quota=Quota(number=4)))
    assert set(codes(four, How.CERTAIN)) == {"C", "D", "E"}
    assert [each.probability for each in four.items if each.how is How.DRAWN] == [Fraction(1, 2)]


def test_coverage_counts_items_money_and_units() -> None:
    covered = draw(printed(), Plan(seed="20260301", quota=Quota(number=3))).coverage
    assert (covered.items, covered.of_items, covered.money, covered.of_money, covered.units, covered.of_units) == (
        3,
        6,
        int(Fraction("7.6") * WAN),
        60 * WAN,
        3,
        3,
    )


@pytest.mark.parametrize(
    ("plan", "where"),
    [
        (Plan(seed="", quota=Quota(number=1)), "seed"),
        (Plan(seed="1", quota=Quota(number=1, share=Fraction(1, 2))), "quota"),
        (Plan(seed="1", quota=Quota(number=-1)), "quota"),
        (Plan(seed="1", quota=Quota(share=Fraction(3, 2))), "quota"),
        (Plan(seed="1", quota=Quota(), strata=(Basis.MONEY,)), "bands"),
        (Plan(seed="1", quota=Quota(), bands=(5, 3)), "bands"),
        (Plan(seed="1", quota=Quota(), named=(NamedItem(item="A01", reason=" "),)), "named.A01"),
        (Plan(seed="1", quota=Quota(), added=(NamedItem(item="A0", reason="重点"),)), "added.A0"),
        (Plan(seed="1", quota=Quota(), quotas={"甲局": Quota()}), "quotas.甲局"),
    ],
)
def test_a_plan_that_cannot_be_drawn_by_is_refused_with_its_place(plan: Plan, where: str) -> None:
    with pytest.raises(Invalid) as refused:
        draw(printed(), plan)
    assert [place.where for place in refused.value.places] == [where]


def test_a_code_that_is_there_twice_is_refused() -> None:
    with pytest.raises(Invalid, match="重复"):
        frame_of([candidate("A"), candidate("B"), candidate("A")])


def test_a_share_is_rounded_up_so_that_a_small_stratum_is_not_passed_over() -> None:
    assert [Quota(share=Fraction(1, 10)).of(items) for items in (0, 1, 10, 11)] == [0, 1, 1, 2]
    assert [Quota(number=3).words, Quota(share=Fraction(1, 10)).words, Quota(share=Fraction(1, 8)).words, Quota().words] == [
        "3项",
        "10%",
        "12.50%",
        "全部",
    ]


# ------------------------------------------------------------------------------------------------ laws

SIZES = st.lists(st.integers(1, 10**9), min_size=1, max_size=40)
SEEDS = st.text(min_size=1, max_size=12)


def frame_with(sizes: list[int]) -> list[Candidate]:
    return [candidate(f"项目{at}", money=size, risk=size) for at, size in enumerate(sizes)]


@given(SIZES, SEEDS, st.integers(0, 45), st.sampled_from(Drawing), st.randoms(use_true_random=False))
def test_the_order_of_the_frame_does_not_matter(sizes: list[int], seed: str, n: int, drawing: Drawing, by: random.Random) -> None:
    frame, plan = frame_with(sizes), Plan(seed=seed, drawing=drawing, quota=Quota(number=n))
    mixed = list(frame)
    by.shuffle(mixed)
    assert draw(mixed, plan) == draw(frame, plan)


@given(SIZES, SEEDS, st.integers(0, 45))
def test_the_published_rule_alone_gives_the_same_sample(sizes: list[int], seed: str, n: int) -> None:
    frame, n = frame_with(sizes), min(n, len(sizes))
    alike = draw(frame, Plan(seed=seed, quota=Quota(number=n)))
    assert set(codes(alike)) == frames.alike(seed, "", [each.item for each in frame], n)
    by_size = draw(frame, Plan(seed=seed, drawing=Drawing.BY_SIZE, quota=Quota(number=n)))
    assert set(codes(by_size)) == frames.by_size(seed, "", {each.item: each.money for each in frame}, n)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40), SEEDS, st.integers(0, 45), st.sampled_from(Drawing))
def test_as_many_are_drawn_as_asked_for_and_told_chances_add_up_to_them(sizes: list[int], seed: str, n: int, drawing: Drawing) -> None:
    sample = draw(frame_with(sizes), Plan(seed=seed, drawing=drawing, quota=Quota(number=n)))
    assert len(sample.items) == min(n, len(sizes)) == len(set(codes(sample)))
    assert all(each.probability is not None and 0 < each.probability <= 1 for each in sample.items)
    if drawing is Drawing.BY_SIZE and (step := sample.strata[0].step) is not None:
        sure = set(codes(sample, How.CERTAIN))
        chances = sum((Fraction(size) / step for at, size in enumerate(sizes) if f"项目{at}" not in sure), Fraction(len(sure)))
        assert chances == n


@pytest.mark.parametrize("drawing", [Drawing.RANDOM, Drawing.BY_SIZE])
def test_every_item_is_drawn_as_often_as_its_chance_says(drawing: Drawing) -> None:
    frame = [candidate(f"项目{at}", money=at * at + 1) for at in range(8)]
    hits: Counter[str] = Counter()
    chances: dict[str, Fraction] = {}
    for seed in range(DRAWS):
        sample = draw(frame, Plan(seed=str(seed), drawing=drawing, quota=Quota(number=3)))
        for each in sample.items:
            hits[each.item] += 1
            assert each.probability is not None
            chances[each.item] = each.probability
    assert sum(chances.values()) == 3
    for item, chance in chances.items():
        off = abs(hits[item] - DRAWS * chance)
        assert off**2 <= Fraction(9, 2) ** 2 * DRAWS * chance * (1 - chance), f"{item}: {hits[item]} of {DRAWS}, chance {chance}"


@settings(max_examples=30)
@given(SIZES, SEEDS)
def test_certain_items_and_the_draw_never_meet(sizes: list[int], seed: str) -> None:
    plan = Plan(seed=seed, drawing=Drawing.BY_SIZE, quota=Quota(share=Fraction(1, 4)), over=5 * 10**8)
    sample = draw(frame_with(sizes), plan)
    assert {each.item for each in sample.items} >= {f"项目{at}" for at, size in enumerate(sizes) if size > 5 * 10**8}
    assert len(set(codes(sample))) == len(sample.items)
