"""校对 - Read a document back and prove every figure in it equal to the facts: tables by their heads, sentences by their shape.

A table is known by its heads, as a reader knows it, and not by the template it is from; so documents that were edited, or made
by a template that a clerk changed, can be proved as well. Merged cells count at every place they cover.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from perfeval.errors import Place
from perfeval.reports.facts import FormFacts, ReportFacts
from perfeval.reports.facts.rows import IndicatorFacts
from perfeval.reports.papers import PaperFacts
from perfeval.reports.proofreading.amounts import TITLES, fund_rows, money, split
from perfeval.reports.proofreading.foot import ENDS, GRADE, bracketed_weights, totals
from perfeval.reports.proofreading.heads import (
    ACROSS,
    AMOUNTS,
    INDICATOR,
    MONEY,
    NAMES,
    NO_NAMES,
    POINTS,
    Checked,
    Names,
    bare_head,
    heads,
    is_money,
)
from perfeval.reports.proofreading.labels import LABELS, labelled
from perfeval.reports.proofreading.lists import by_part, in_parts, left_out, listed, rows, told
from perfeval.reports.proofreading.overviews import is_overview, overview
from perfeval.reports.proofreading.papers import PAPER_HEADS, prove_paper
from perfeval.reports.proofreading.spoken import sentences
from perfeval.reports.readback import Copy, Grid, read_back

__all__ = ["USUAL", "Proof", "proofread", "prove"]

USUAL = frozenset({*NAMES, *INDICATOR, *MONEY, *ACROSS, *TITLES, *ENDS, GRADE, *LABELS, *PAPER_HEADS})
"""通行名称 - Every word by which a column, a row or a cell is known; a form's own words stand for these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """校对结果 - Hold how many figures were proved, under which heads, and where one is not what it must be."""

    figures: int
    heads: frozenset[str]
    faults: tuple[Place, ...]

    @property
    def points(self) -> bool:
        """核对了得分 - Tell whether a list of rows was recognised by its heads."""
        return not self.heads.isdisjoint(POINTS)

    @property
    def amounts(self) -> bool:
        """核对了金额 - Tell whether a table of money was recognised by its heads."""
        return any(MONEY.get(head) in AMOUNTS for head in self.heads)


def proofread(docx: bytes, facts: ReportFacts | PaperFacts, names: Names = NO_NAMES) -> Proof:
    """校对 - Return the proof of a document against its facts; names are the words that its form has of its own, with the usual ones."""
    return prove(read_back(docx), facts, names)


def prove(copy: Copy, facts: ReportFacts | PaperFacts, names: Names = NO_NAMES) -> Proof:
    """核对 - Return the proof of a document that was read back already."""
    bare = {bare_head(own): word for own, word in names.items()}
    if isinstance(facts, ReportFacts):
        found = [*_tables(copy, facts, bare), *labelled(copy, facts, bare), *sentences(copy, facts)]
    else:
        found = list(prove_paper(copy, facts, bare))
    proved = [each for each in found if isinstance(each, str)]
    faults = dict.fromkeys(_in_own_words(each, bare) for each in found if isinstance(each, Place))  # a cell may be proved in two ways
    return Proof(figures=len(proved), heads=frozenset(proved), faults=tuple(faults))


def _in_own_words(place: Place, names: Names) -> Place:
    """Return a fault that names its column as the form does."""
    own = {word: name for name, word in names.items()}
    head, quoted, name = place.where.removesuffix("”").rpartition("“")
    return replace(place, where=f"{head}{quoted}{own[name]}”") if quoted and name in own else place


def _tables(copy: Copy, facts: ReportFacts, names: Names) -> Checked:
    """Prove every table: those over several forms, then those of a form."""
    own: list[Grid] = []
    for grid in copy.grids:
        at = next((at for at, row in enumerate(grid.rows) if is_overview(heads(row, names))), None)
        if at is None:
            own.append(grid)
        else:
            yield from overview(grid, at, heads(grid.rows[at], names), facts)
    yield from _of_forms(own, facts.forms, names)


def _of_forms(grids: Sequence[Grid], forms: Sequence[FormFacts], names: Names) -> Checked:
    """Prove the tables of the forms; where there are several forms, the second table with the same heads is of the second form."""
    counts: dict[tuple[str, ...], int] = {}
    parts: dict[int, set[str]] = {}
    form = forms[0]
    for grid in grids:
        points_head: list[str] = []
        funds: set[int] = set()
        for at, head in enumerate(heads(row, names) for row in grid.rows):
            lists, amounts = bool(listed(head, form)), is_money(head)
            if not lists and not amounts:
                continue
            number = counts[tuple(head)] = counts.get(tuple(head), -1) + 1
            form = forms[min(number, len(forms) - 1)]
            if lists:
                points_head = head
                members = told(grid, at, head, form)
                yield from by_part(grid, at, head, form) if in_parts(head) else rows(grid, at, head, members)
                if listed(head, form) is form.rows:
                    parts.setdefault(forms.index(form), set()).update(each.category for each in members if isinstance(each, IndicatorFacts))
            else:
                found = list(fund_rows(grid, at, head, form, names))
                funds.update(offset for offset, _ in found)
                yield from money(grid, head, form, found)
        yield from totals(grid, points_head, form, names, funds)
        yield from bracketed_weights(grid, form)
        yield from split(grid, form)
    for number, seen in parts.items():
        yield from left_out(forms[number], seen)
