"""抽样方法与局限 - Write the paragraph that says how the sample was drawn and what may not be concluded from it, from the facts alone."""

from collections.abc import Iterator

from perfeval.quantities import Fraction, percent
from perfeval.review.plan import Drawing, in_wan
from perfeval.review.sampling import How, Sample, Stratum

_MOST_NAMED = 8


def describe_method(sample: Sample) -> tuple[str, ...]:
    """抽样方法 - Return the sentences that tell how the sample was drawn, so that a stranger can draw it again."""
    return tuple(_method(sample))


def describe_limits(sample: Sample) -> tuple[str, ...]:
    """局限 - Return the sentences that tell what the sample cannot show."""
    return tuple(_limits(sample))


def _method(sample: Sample) -> Iterator[str]:
    plan, covered = sample.plan, sample.coverage
    yield f"抽样框为已报送的{covered.of_items}项，金额合计{in_wan(covered.of_money)}，涉及{covered.of_units}个单位。"
    if plan.strata:
        yield f"按{'、'.join(basis.label for basis in plan.strata)}分为{len(sample.strata)}层，各层分别抽取。"
    named, large = sample.count(How.NAMED), sum(each.large for each in sample.strata)
    ruled = sum(each.certain for each in sample.strata) - named
    for count, rule in ((ruled, "按事先规定必查"), (named, "经指定并写明理由"), (large, "大到不小于抽样间距、必然抽中")):
        if count:
            yield f"{rule}的{count}项，入样概率为1。"
    if drawn := sample.count(How.DRAWN):
        rest = "其余各项" if covered.items > drawn + sample.count(How.MANUAL) else "各项"
        yield f"{rest}{plan.drawing.label}，抽中{drawn}项；每项的入样概率列于附表。"
    if manual := sample.count(How.MANUAL):
        yield f"抽取之后人工增加{manual}项，理由列于附表。"
    yield (
        f"共{covered.items}项，占项数的{_share(covered.items, covered.of_items)}、"
        f"金额的{_share(covered.money, covered.of_money)}，涉及{covered.units}个单位。"
    )
    yield f"随机数由种子“{plan.seed}”、层名和项目编码的 SHA-256 得出，抽样框散列为 {sample.frame_sha256}，凭此可以重做。"


def _limits(sample: Sample) -> Iterator[str]:
    yield "抽样框只含已报送的项目，未报送和免评的不在其内，结论不涉及这些项目。"
    if empty := [each for each in sample.strata if each.items and not each.certain + each.drawn]:
        yield f"以下各层没有抽取，结论不涉及：{_names(empty)}。"
    if lone := [each for each in sample.strata if each.drawn == 1 and each.items - each.certain > 1]:
        yield f"以下各层只抽中1项，不能代表该层：{_names(lone)}。"
    if lost := sum(each.without_chance for each in sample.strata):
        yield f"有{lost}项的{'金额' if sample.plan.drawing is Drawing.BY_SIZE else '风险分'}为0，不可能被抽中。"
    if sure := sample.count(How.CERTAIN) + sample.count(How.NAMED):
        yield f"必查、指定和必然抽中的{sure}项不是随机抽中的，只代表其自身。"
    if manual := sample.count(How.MANUAL):
        yield f"人工增加的{manual}项没有入样概率，不能用于推算总体。"
    if sample.count(How.DRAWN) < sample.coverage.of_items:
        yield "样本中各等级的占比不等于全部项目的占比；推算总体时，抽中各项应按入样概率的倒数加权。"


def _names(strata: list[Stratum]) -> str:
    """Return the names of strata, the first few of many."""
    names = "、".join(each.name or "全部" for each in strata[:_MOST_NAMED])
    return f"{names}等{len(strata)}层" if len(strata) > _MOST_NAMED else names


def _share(part: int, whole: int) -> str:
    return percent(Fraction(part, whole)) if whole else "—"
