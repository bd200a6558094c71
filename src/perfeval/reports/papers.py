"""复核文书 - Say of every kind of paper which facts it prints: the forms of a report, or what a review or a whole round gave."""

from collections.abc import Mapping

from perfeval.reports.facts.review_notice import NoticeFacts
from perfeval.reports.facts.review_opinion import OpinionFacts
from perfeval.reports.facts.review_report import ReviewReportFacts
from perfeval.reports.facts.review_summary import SummaryFacts
from perfeval.reports.facts.review_yearly import YearlyFacts
from perfeval.reports.facts.tree import OF_FORMS
from perfeval.reports.manifest import Paper

PaperFacts = ReviewReportFacts | OpinionFacts | NoticeFacts | SummaryFacts | YearlyFacts
"""复核文书的事实 - What a paper that is not made from forms prints."""
PAPERS: Mapping[Paper, type[PaperFacts]] = {
    Paper.REVIEW: ReviewReportFacts,
    Paper.OPINION: OpinionFacts,
    Paper.NOTICE: NoticeFacts,
    Paper.SUMMARY: SummaryFacts,
    Paper.YEARLY: YearlyFacts,
}
"""文种与事实 - The facts of every kind of paper that is not made from forms."""


def kinds_of(paper: Paper) -> tuple[type, ...]:
    """文书的事实类型 - Return the types whose fields a template of this kind may print."""
    return OF_FORMS if paper.of_forms else (PAPERS[paper],)
