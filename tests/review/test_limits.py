"""抽样方法与局限 - The paragraph says exactly what the facts of the sample say."""

from fractions import Fraction

from perfeval.review import Basis, Drawing, NamedItem, Plan, Quota, describe_limits, describe_method, draw
from tests.review.frames import candidate, printed

WAN = 1_000_000


def test_a_stratified_draw_with_certain_items_tells_all_of_it() -> None:
    plan = Plan(
        seed="20260301",
        strata=(Basis.DEPARTMENT,),
        quota=Quota(number=1),
        quotas={"丙局": Quota(number=0)},
        over=20 * WAN,
        named=(NamedItem(item="A03", reason="来信反映"),),
        added=(NamedItem(item="A05", reason="重点项目"),),
    )
    sample = draw(printed(), plan)
    told = "".join(describe_method(sample))
    assert told == (
        "抽样框为已报送的6项，金额合计60万元，涉及3个单位。按主管部门分为3层，各层分别抽取。按事先规定必查的1项，入样概率为1。"
        "经指定并写明理由的1项，入样概率为1。其余各项简单随机抽取，抽中2项；每项的入样概率列于附表。抽取之后人工增加1项，理由列于附表。"
        "共5项，占项数的83.33%、金额的96.33%，涉及3个单位。"
        f"随机数由种子“20260301”、层名和项目编码的 SHA-256 得出，抽样框散列为 {sample.frame_sha256}，凭此可以重做。"
    )
    limits = "".join(describe_limits(sample))
    assert "以下各层没有抽取，结论不涉及：丙局。" in limits
    assert "必查、指定和必然抽中的2项不是随机抽中的" in limits
    assert "人工增加的1项没有入样概率" in limits


def test_a_draw_by_size_tells_what_it_cannot_reach() -> None:
    frame = [*printed(), candidate("A07", money=0)]
    sample = draw(frame, Plan(seed="20260301", drawing=Drawing.BY_SIZE, quota=Quota(number=3)))
    assert "大到不小于抽样间距、必然抽中的1项，入样概率为1。" in describe_method(sample)
    assert "其余各项按金额大小成比例抽取，抽中2项；每项的入样概率列于附表。" in describe_method(sample)
    assert "有1项的金额为0，不可能被抽中。" in describe_limits(sample)


def test_a_stratum_of_which_one_item_was_drawn_is_named_and_many_are_counted() -> None:
    frame = [candidate(f"{at}{half}", department=f"{at:02}局") for at in range(10) for half in "ab"]
    told = describe_limits(draw(frame, Plan(seed="1", strata=(Basis.DEPARTMENT,), quota=Quota(share=Fraction(1, 2)))))
    assert "以下各层只抽中1项，不能代表该层：00局、01局、02局、03局、04局、05局、06局、07局等10层。" in told


def test_a_whole_frame_has_no_limit_but_what_was_not_filed() -> None:
    assert describe_limits(draw(printed(), Plan(seed="1", quota=Quota()))) == (
        "抽样框只含已报送的项目，未报送和免评的不在其内，结论不涉及这些项目。",
    )
    assert "占项数的—" in "".join(describe_method(draw([], Plan(seed="1", quota=Quota()))))
