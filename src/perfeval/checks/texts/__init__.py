"""文字校验 - Is a report's text consistent with its own figures, with its form, and with the reports beside it.

Pure: texts, words and limits come in, findings go out. A form without texts costs nothing: nobody calls this folder for it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfeval.checks.codes import RANKS, TEXT_CODES
from perfeval.checks.finding import Finding, Raised
from perfeval.checks.texts import (
    bare,
    budgets,
    claims,
    compared,
    copies,
    dates,
    items,
    names,
    numbering,
    problems,
    products,
    satisfaction,
    sections,
    shares,
    staffing,
    sums,
)
from perfeval.checks.texts.copies import Index, Known, Shared, Sketch, figures_of, nearest, shared_paragraphs, sketches
from perfeval.checks.texts.facts import NO_FACTS, Facts, facts_of, facts_of_several
from perfeval.checks.texts.names import Name, Names, Own, foreign_names, places_of, telling_names
from perfeval.checks.texts.reading import Cell, Passage, Report, Table, compact, read_report
from perfeval.checks.texts.rules import TextRules, read_rules
from perfeval.checks.texts.tables import facts_in
from perfeval.evaluation import Evaluation
from perfeval.indicators import Severity

__all__ = [
    "NO_FACTS",
    "Cell",
    "Facts",
    "Index",
    "Known",
    "Name",
    "Names",
    "Own",
    "Passage",
    "Report",
    "Sketch",
    "Table",
    "TextCheck",
    "TextRules",
    "check_text",
    "check_texts",
    "compact",
    "compared_with",
    "facts_of",
    "facts_of_several",
    "figures_of",
    "foreign_names",
    "nearest",
    "passages_of",
    "places_of",
    "read_report",
    "read_rules",
    "shared_paragraphs",
    "sketches",
    "telling_names",
]


@dataclass(frozen=True, slots=True)
class TextCheck:
    """文字校验项 - Hold a function that looks through a text, and the codes under which it tells what it found."""

    find: Callable[[Report, TextRules, Facts], Iterator[Raised]]
    codes: tuple[str, ...]


def _alone(find: Callable[[Report, TextRules], Iterator[Raised]], *codes: str) -> TextCheck:
    """Return a check that needs no form."""
    return TextCheck(lambda report, rules, _: find(report, rules), codes)


TEXT_CHECKS = (
    _alone(sums.text_sums, "text-sum-mismatch"),
    _alone(shares.text_shares, "text-share-mismatch"),
    _alone(shares.text_differences, "text-share-mismatch"),
    _alone(products.text_products, "text-product-mismatch"),
    TextCheck(compared.text_against_form, ("text-figure-mismatch",)),
    _alone(budgets.text_over_received, "text-over-received"),
    _alone(budgets.text_denominators, "denominator-unclear"),
    _alone(items.text_missing_figures, "figure-missing"),
    _alone(bare.text_bare_items, "figure-missing"),
    TextCheck(claims.claims_against_figures, ("claim-contradicts-figures",)),
    TextCheck(claims.claims_against_words, ("claim-contradicts-text",)),
    _alone(staffing.text_staffing, "claim-contradicts-text"),
    _alone(satisfaction.text_satisfaction, "satisfaction-unsupported"),
    TextCheck(problems.text_problems, ("problems-missing", "problems-without-deduction")),
    _alone(sections.text_outline, "section-missing"),
    _alone(sections.text_sections, "section-empty"),
    _alone(sections.text_lengths, "section-length"),
    _alone(numbering.text_numbering, "numbering-gap"),
    TextCheck(names.text_foreign_offices, ("foreign-name",)),
    _alone(dates.text_dates, "date-before-proof"),
    _alone(products.text_unit_costs, "unit-cost"),
    TextCheck(products.row_unit_costs, ("unit-cost",)),
    TextCheck(products.spending_per_unit, ("unit-cost",)),
    _alone(items.text_percentages, "percentage-without-base"),
    _alone(items.text_number_forms, "number-form"),
)
"""全部文字校验 - Every check of one text; a new one is a function, a line here, a line in the table of codes, a page, and cases."""

Off = Mapping[str, Severity]
"""轻重 - What a set or a round says about single codes, beside the rules."""


def check_text(
    report: Report, rules: TextRules, facts: Facts = NO_FACTS, severities: Off | None = None, beside: Iterable[Raised] = ()
) -> tuple[Finding, ...]:
    """校验一份文字 - Return what the checks find in a text, in the order of the text; beside is what comparing it with others found."""
    wanted = {**rules.severities, **(severities or {})}
    facts = facts_in(report.tables, rules) if facts is NO_FACTS else facts
    found = [
        each
        for check in TEXT_CHECKS
        if any(wanted.get(code) is not Severity.OFF for code in check.codes)
        for each in check.find(report, rules, facts)
    ]
    return _graded(dict.fromkeys((*found, *beside)), report, wanted)


def check_texts(
    reports: Mapping[str, Report], rules: TextRules, severities: Off | None = None, earlier: Mapping[str, Report] | None = None
) -> dict[str, tuple[Finding, ...]]:
    """校验多份文字 - Return what the checks find in each of several reports, those included that compare reports with one another.

    earlier are reports of last year: paragraphs are looked for in them too, and nothing is told of them.
    """
    wanted = {**rules.severities, **(severities or {})}
    drawn = {name: sketches(report, rules) for name, report in {**(earlier or {}), **reports}.items()}
    known = Index(Known(report=name, sketch=sketch) for name, pairs in drawn.items() for _, sketch in pairs)
    owners = {name: names.own_names(report, rules, NO_FACTS) for name, report in reports.items()}
    everybody = names.names_of(owners)
    return {
        name: check_text(
            report,
            rules,
            NO_FACTS,
            wanted,
            beside=(
                *compared_with(tuple(shared_paragraphs(name, drawn[name], known, rules))),
                *foreign_names(report, owners[name], everybody, rules),
            ),
        )
        for name, report in reports.items()
    }


def compared_with(shared: Sequence[Shared], own: frozenset[str] = frozenset()) -> Iterator[Raised]:
    """雷同和别家的数 - Yield what is found about paragraphs that a report shares with others; own are the figures of its form."""
    yield from copies.copies(shared)
    yield from copies.left_counts(shared, own)


def passages_of(evaluation: Evaluation) -> Iterable[Passage]:
    """自评表的文字 - Yield the texts of a form: its narrative by keys, then what it says it achieved."""
    for key, text in evaluation.narrative.items():
        yield Passage(text=text, prefix=f"narrative.{key}.")
    if evaluation.objective.actual:
        yield Passage(text=evaluation.objective.actual, prefix="objective.actual.")


def _graded(found: Iterable[Raised], report: Report, wanted: Off) -> tuple[Finding, ...]:
    """Return findings with their severities, in the order of the text; what is off is left out."""
    severities = {entry.code: wanted.get(entry.code, entry.severity) for entry in TEXT_CODES}
    graded = [
        Finding(code=each.code, severity=severity, where=each.where, row=each.row, message=each.message, suggestion=each.suggestion)
        for each in found
        if (severity := severities[each.code]) is not Severity.OFF
    ]
    return _in_order(graded, report)


def _in_order(found: Iterable[Finding], report: Report) -> tuple[Finding, ...]:
    """Return findings in the order of the text, then of the table of codes."""
    places = {sentence.where: sentence.number for sentence in report.sentences}
    for paragraph in report.paragraphs:
        places.setdefault(paragraph.where, paragraph.sentences[0].number if paragraph.sentences else 0)
    return tuple(sorted(found, key=lambda each: (places.get(each.where, 0), RANKS[each.code])))
