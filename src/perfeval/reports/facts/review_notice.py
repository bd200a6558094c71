"""整改通知书事实 - Everything that a notice to one unit can print: what must be put right, by whom, until when."""

from dataclasses import dataclass

from perfeval.reports import wording
from perfeval.reports.facts.review import HeadFacts, head_facts
from perfeval.reports.facts.review_given import Correction, Letterhead


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeGiven:
    """整改通知 - Hold what a notice is made from; basis are the papers that the review went by."""

    head: Letterhead
    corrections: tuple[Correction, ...]
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionFacts:
    """整改事项 - Hold one thing to be put right, ready to print."""

    number: str
    name: str
    problem: str
    demand: str
    responsible: str
    deadline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """整改通知书事实 - Hold everything that a notice can print; deadline is the last day of all."""

    head: HeadFacts
    count: str
    intro_sentence: str
    report_sentence: str
    deadline: str
    corrections: tuple[CorrectionFacts, ...]


def notice_facts(given: NoticeGiven) -> NoticeFacts:
    """整改通知书事实 - Return what a notice to one unit prints."""
    named = f"根据{wording.listed(given.basis)}和" if given.basis else "根据"
    last = wording.day(max((each.deadline for each in given.corrections), default=None), given.head.year)
    return NoticeFacts(
        head=head_facts(given.head),
        count=str(len(given.corrections)),
        intro_sentence=f"{named}{given.head.year}年度预算绩效自评抽查复核结果，你单位有{len(given.corrections)}个问题需要整改，现通知如下：",
        report_sentence=f"请对照上表逐项整改，按各项期限、最迟于{last}将整改情况和佐证材料报送我局。",
        deadline=last,
        corrections=tuple(_correction(number, each, given.head.year) for number, each in enumerate(given.corrections, start=1)),
    )


def _correction(number: int, each: Correction, year: int) -> CorrectionFacts:
    return CorrectionFacts(
        number=str(number),
        name=each.name,
        problem=each.problem,
        demand=each.demand,
        responsible=each.owner,
        deadline=wording.day(each.deadline, year),
    )
