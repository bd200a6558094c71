"""复核意见书事实 - Everything that the opinion on one item can print: both scores row by row with reasons, both ratings, problems."""

from dataclasses import dataclass, replace

from perfeval.reports import wording
from perfeval.reports.facts.review import HeadFacts, ItemFacts, change, head_facts, item_facts
from perfeval.reports.facts.review_given import Letterhead, ReviewedItem
from perfeval.review import QualityRating, RowChange
from perfeval.scoring import RowScore


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionGiven:
    """复核意见 - Hold what an opinion on one item is made from; days is how long the unit may object, until when is for others to say."""

    head: Letterhead
    item: ReviewedItem
    set_title: str
    basis: tuple[str, ...] = ()
    rows: tuple[RowChange, ...] = ()
    quality: QualityRating | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFacts:
    """逐行得分 - Hold one row of the second score, ready to print."""

    number: str
    name: str
    weight: str
    own_points: str
    reviewed_points: str
    delta: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionFacts:
    """质量评分项 - Hold one criterion of the quality of the work, ready to print."""

    name: str
    weight: str
    points: str
    lost: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFacts:
    """发现的问题 - Hold one problem of an item."""

    number: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionFacts:
    """复核意见书事实 - Hold everything that the opinion on one item can print."""

    head: HeadFacts
    item: ItemFacts
    set_title: str
    intro_sentence: str
    result_sentence: str
    quality_sentence: str
    objection_sentence: str
    rows: tuple[ChangeFacts, ...]
    whole_weight: str
    criteria: tuple[CriterionFacts, ...]
    criteria_weight: str
    found: tuple[FoundFacts, ...]


def opinion_facts(given: OpinionGiven) -> OpinionFacts:
    """复核意见书事实 - Return what the opinion on one item prints."""
    item = replace(item_facts([given.item])[0], number="")
    weights = [each.weight for each in given.rows if each.weight is not None]
    return OpinionFacts(
        head=head_facts(given.head),
        item=item,
        set_title=given.set_title,
        intro_sentence=_intro(given),
        result_sentence=_result(given.item, item),
        quality_sentence=f"自评工作质量得{item.quality_points}分，评级为“{item.quality_grade}”。",
        objection_sentence=_objection(given.days),
        rows=tuple(_change(number, each) for number, each in enumerate(given.rows, start=1)),
        whole_weight=wording.weight(sum(weights)) if weights else wording.MISSING,
        criteria=_criteria(given.quality),
        criteria_weight=wording.weight(given.quality.card.whole_weight if given.quality else None),
        found=tuple(
            FoundFacts(number=str(number), title=each.title, detail=wording.written(each.words))
            for number, each in enumerate(given.item.problems, start=1)
        ),
    )


def _intro(given: OpinionGiven) -> str:
    named = f"根据{wording.listed(given.basis)}，" if given.basis else ""
    of = "" if given.item.name in ("", given.item.unit) else f"“{given.item.name}”"
    return f"{named}对你单位{given.head.year}年度{given.item.kind.label}{of}绩效自评进行了复核，现将复核意见告知如下："


def _result(given: ReviewedItem, item: ItemFacts) -> str:
    words = f"自评得{item.own_points}分，等级为“{item.own_grade}”；复核得{item.reviewed_points}分，复核评级为“{item.reviewed_grade}”"
    own, reviewed = given.own.points, given.reviewed.points
    if own is None or reviewed is None:
        return wording.sentence(words)
    gap = "相同" if own == reviewed else f"相比{'高' if reviewed > own else '低'}{wording.points(abs(reviewed - own))}分"
    return wording.sentence(f"{words}，复核得分与自评得分{gap}")


def _objection(days: int | None) -> str:
    if days is None:
        return "对复核意见有异议的，请逐项写明理由并附佐证材料提出。"
    return f"对复核意见有异议的，请在收到本意见书之日起{days}日内逐项写明理由并附佐证材料提出；逾期未提出的，视为无异议。"


def _change(number: int, each: RowChange) -> ChangeFacts:
    return ChangeFacts(
        number=str(number),
        name=each.name,
        weight=wording.weight(each.weight),
        own_points=wording.points(each.self_points),
        reviewed_points=wording.points(each.points),
        delta=change(each.self_points, each.points),
        reason=each.reason or ("认可自评得分" if each.self_points == each.points else wording.MISSING),
    )


def _criteria(quality: QualityRating | None) -> tuple[CriterionFacts, ...]:
    """Return the parts of the rating of the work, each loss with what speaks for it."""
    if quality is None:
        return ()
    reasons = {each.key: "；".join(each.reasons) for each in quality.losses}
    return tuple(_criterion(each, reasons.get(each.row.written.key or each.row.written.id, "")) for each in quality.card.rows)


def _criterion(each: RowScore, reason: str) -> CriterionFacts:
    pending = each.points is None
    return CriterionFacts(
        name=wording.written(each.row.name),
        weight=wording.weight(each.row.weight),
        points=wording.points(each.points),
        lost=wording.points(None if pending else each.lost),
        reason=reason or (wording.MISSING if pending else "不扣分"),
    )
