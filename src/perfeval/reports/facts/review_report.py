"""复核报告事实 - Everything that the report on a review can print: scope, sample and its limits, both ratings, problems, every item."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from perfeval.evaluation import Kind
from perfeval.reports import wording
from perfeval.reports.facts.charts import ChartFacts
from perfeval.reports.facts.form import narrative_facts, written_narrative
from perfeval.reports.facts.review import (
    GradeShare,
    HeadFacts,
    ItemFacts,
    ProblemFacts,
    by_kind,
    grade_shares,
    grades_chart,
    grades_sentence,
    head_facts,
    item_facts,
    problem_facts,
    problems_chart,
    signed,
    wan,
)
from perfeval.reports.facts.review_given import Letterhead, ReviewedItem
from perfeval.review import Compared, Frame, Gap, Sample, describe_limits, describe_method, gaps

MOST_PRINTED = 2_000
"""最多印几项 - A longer frame is published as a file and not printed."""
_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawGiven:
    """抽取情况 - Hold a draw and the frame that it was drawn from."""

    sample: Sample
    frame: Frame = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewGiven:
    """复核情况 - Hold what a report on one batch, or on a whole round, is made from; grades are in their order, the best first.

    A report on a whole round has the draws of all its batches.
    """

    head: Letterhead
    grades: tuple[str, ...]
    items: tuple[ReviewedItem, ...]
    draws: tuple[DrawGiven, ...] = ()
    basis: tuple[str, ...] = ()
    visited: int = 0
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumFacts:
    """层 - Hold one stratum of a draw: what is in it, what left it as certain, what was drawn."""

    stratum: str
    frame_count: str
    frame_money_wan: str
    certain_count: str
    drawn_count: str
    sample_money_wan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnFacts:
    """抽中项 - Hold how one item came into the sample: from which stratum, in which way, why, with which probability."""

    number: str
    code: str
    name: str
    stratum: str
    how: str
    probability: str
    u: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameFacts:
    """抽样框一行 - Hold one item that could be drawn, with what decides about it; drawn_mark says √ where it was."""

    number: str
    code: str
    name: str
    unit: str
    stratum: str
    money_wan: str
    last_grade: str
    risk: str
    drawn_mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFacts:
    """差额统计 - Hold how far self and review are apart in one department, or in all of them."""

    department: str
    count: str
    own_mean: str
    reviewed_mean: str
    mean_delta: str
    widest_delta: str
    lower_count: str
    higher_count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReportFacts:
    """复核报告事实 - Hold everything that the report on a review can print."""

    head: HeadFacts
    count: str
    money_wan: str
    basis_sentence: str
    scope_sentence: str
    visits_sentence: str
    sampling_method: tuple[str, ...]
    sampling_limits: tuple[str, ...]
    strata: tuple[StratumFacts, ...]
    drawn: tuple[DrawnFacts, ...]
    frame: tuple[FrameFacts, ...]
    frame_sentence: str
    reviewed_grades: tuple[GradeShare, ...]
    reviewed_sentence: str
    quality_grades: tuple[GradeShare, ...]
    quality_sentence: str
    grades_chart: ChartFacts
    gaps: tuple[GapFacts, ...]
    gaps_sentence: str
    problem_kinds: tuple[ProblemFacts, ...]
    problems_sentence: str
    problems_chart: ChartFacts
    items: tuple[ItemFacts, ...]
    narrative: Mapping[str, tuple[str, ...]]
    narrative_written: Mapping[str, tuple[str, ...]]


def review_report_facts(given: ReviewGiven, keys: Iterable[str] = ()) -> ReviewReportFacts:
    """复核报告事实 - Return what the report prints; keys are the sections that the bureau writes itself."""
    keys = tuple(keys)
    own, reviewed, quality = (by_kind(given.items, rated) for rated in ("own", "reviewed", "quality"))
    reviewed_grades, quality_grades = (grade_shares(each, given.grades) for each in (reviewed, quality))
    problems, found = problem_facts(given.items), gaps(_compared(given.items))
    size = sum(len(each.frame) for each in given.draws)
    return ReviewReportFacts(
        head=head_facts(given.head),
        count=str(len(given.items)),
        money_wan=wan(sum(each.money for each in given.items)),
        basis_sentence=_basis(given),
        scope_sentence=scope_sentence(given.items),
        visits_sentence=f"其中实地核查{given.visited}项。" if given.visited else "本次复核以单位上报资料为依据，未作实地核查。",
        sampling_method=tuple(text for each in given.draws for text in describe_method(each.sample)) or (wording.NOT_WRITTEN,),
        sampling_limits=tuple(text for each in given.draws for text in describe_limits(each.sample)) or (wording.NOT_WRITTEN,),
        strata=tuple(_strata(given)),
        drawn=_drawn(given),
        frame=_frame(given.draws) if size <= MOST_PRINTED else (),
        frame_sentence=_frame_sentence(size),
        reviewed_grades=reviewed_grades,
        reviewed_sentence=grades_sentence(reviewed_grades),
        quality_grades=quality_grades,
        quality_sentence=grades_sentence(quality_grades),
        grades_chart=grades_chart(
            "自评等级、复核评级与自评工作质量评级（项）",
            {"自评等级": own, "复核评级": reviewed, "自评工作质量评级": quality},
            given.grades,
        ),
        gaps=tuple(_gap(each) for each in (*found.by_department, *([found.whole] if found.whole else []))),
        gaps_sentence=_gaps_sentence(found.whole),
        problem_kinds=problems,
        problems_sentence=problems_sentence(given.items, problems),
        problems_chart=problems_chart("各类问题涉及的项数", problems),
        items=item_facts(given.items),
        narrative=narrative_facts(given.texts, keys),
        narrative_written=written_narrative(given.texts, keys),
    )


def scope_sentence(items: tuple[ReviewedItem, ...]) -> str:
    """复核范围语句 - Say how many items of which kind were reviewed, of how many units, with which money."""
    counts = Counter(each.kind for each in items)
    kinds = "、".join(f"{kind.label}{counts[kind]}个" for kind in Kind if kind in counts)
    units, money = len({each.unit for each in items}), wan(sum(each.money for each in items))
    return f"本次复核{len(items)}项，包括{kinds}，涉及{units}个单位，资金{money}万元。"


def problems_sentence(items: tuple[ReviewedItem, ...], problems: tuple[ProblemFacts, ...]) -> str:
    """问题语句 - Say in how many items problems were found, and of how many kinds."""
    with_any = sum(bool(each.problems) for each in items)
    if not problems:
        return f"复核的{len(items)}项均未发现问题。"
    return f"复核的{len(items)}项中，{with_any}项存在问题，共{len(problems)}类，按涉及项数由多到少列出。"


def _compared(items: Iterable[ReviewedItem]) -> Iterator[Compared]:
    """Yield the items that have both totals."""
    for each in items:
        own, reviewed = each.own.points, each.reviewed.points
        if own is not None and reviewed is not None:
            yield Compared(department=each.department, kind=each.kind, self_total=own, total=reviewed)


def _gap(gap: Gap) -> GapFacts:
    return GapFacts(
        department=gap.name,
        count=str(gap.items),
        own_mean=wording.points(gap.self_mean),
        reviewed_mean=wording.points(gap.mean),
        mean_delta=signed(gap.gap_mean),
        widest_delta=signed(gap.widest),
        lower_count=str(gap.lower),
        higher_count=str(gap.higher),
    )


def _gaps_sentence(whole: Gap | None) -> str:
    if whole is None:
        return "没有同时有自评得分和复核得分的项，不能比较。"
    means = f"自评平均{wording.points(whole.self_mean)}分，复核平均{wording.points(whole.mean)}分"
    counts = f"复核低于自评的{whole.lower}项，高于自评的{whole.higher}项"
    if whole.widest:
        counts += f"，相差最大的一项{'高' if whole.widest > 0 else '低'}{wording.points(abs(whole.widest))}分"
    return f"有自评得分和复核得分的{whole.items}项中，{means}；{counts}。"


def _basis(given: ReviewGiven) -> str:
    named = wording.listed(given.basis)
    return f"根据{named}，对{given.head.year}年度预算绩效自评开展了抽查复核。" if named else wording.NOT_WRITTEN


def _strata(given: ReviewGiven) -> Iterable[StratumFacts]:
    for draw in given.draws:
        for each in draw.sample.strata:
            yield StratumFacts(
                stratum=each.name or "全部",
                frame_count=str(each.items),
                frame_money_wan=wan(each.money),
                certain_count=str(each.certain + each.large),
                drawn_count=str(each.drawn - each.large),
                sample_money_wan=wan(each.sample_money),
            )


def _drawn(given: ReviewGiven) -> tuple[DrawnFacts, ...]:
    """Return how every item came into the sample, by its code."""
    names = {each.item: each.name or each.unit for each in given.items}
    drawn = [each for draw in given.draws for each in draw.sample.items]
    return tuple(
        DrawnFacts(
            number=str(number),
            code=each.item,
            name=wording.written(names.get(each.item)),
            stratum=each.stratum or "全部",
            how=each.how.label,
            probability=wording.MISSING if each.probability is None else f"{each.probability.numerator}/{each.probability.denominator}",
            u=each.u[:_SHOWN],
            why=each.why,
        )
        for number, each in enumerate(drawn, start=1)
    )


def _frame(draws: tuple[DrawGiven, ...]) -> tuple[FrameFacts, ...]:
    """Return everything that could be drawn, with what a stranger needs of it to draw again."""
    rows = [(each, draw, {one.item for one in draw.sample.items}) for draw in draws for each in draw.frame]
    return tuple(
        FrameFacts(
            number=str(number),
            code=each.item,
            name=wording.written(each.name),
            unit=each.unit,
            stratum=draw.sample.plan.stratum(each) or "全部",
            money_wan=wan(each.money),
            last_grade=wording.written(each.last_grade),
            risk=str(each.risk),
            drawn_mark="√" if each.item in drawn else "",
        )
        for number, (each, draw, drawn) in enumerate(rows, start=1)
    )


def _frame_sentence(size: int) -> str:
    if not size:
        return ""
    where = "列于附表3" if size <= MOST_PRINTED else "项数多，不列于本报告"
    return f"抽样框{size}项，{where}；完整数据另以电子文件公布，其 SHA-256 就是上述抽样框散列。"
