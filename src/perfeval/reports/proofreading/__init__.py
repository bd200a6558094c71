"""校对 - Read a document back and prove every figure in it equal to the facts: tables by their heads, sentences by their shape.

A table is known by its heads, as a reader knows it, and not by the template it is from; so documents that were edited, or made
by a template that a clerk changed, can be proved as well. Merged cells count at every place they cover.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval.errors import Place
from perfeval.reports.facts import FormFacts, ReportFacts
from perfeval.reports.facts.rows import IndicatorFacts
from perfeval.reports.proofreading.amounts import money, split
from perfeval.reports.proofreading.foot import bracketed_weights, totals
from perfeval.reports.proofreading.heads import AMOUNTS, MONEY, POINTS, Checked, heads, is_money
from perfeval.reports.proofreading.lists import left_out, listed, rows, sums, told
from perfeval.reports.proofreading.spoken import sentences
from perfeval.reports.readback import Copy, read_back

__all__ = ["Proof", "proofread"]


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


def proofread(docx: bytes, facts: ReportFacts) -> Proof:
    """校对 - Return the proof of a document against its facts."""
    copy = read_back(docx)
    found = [*_tables(copy, facts.forms), *sentences(copy, facts)]
    proved = [each for each in found if isinstance(each, str)]
    return Proof(figures=len(proved), heads=frozenset(proved), faults=tuple(each for each in found if isinstance(each, Place)))


def _tables(copy: Copy, forms: Sequence[FormFacts]) -> Checked:
    """Prove every table; where there are several forms, the second table with the same heads is of the second form."""
    counts: dict[tuple[str, ...], int] = {}
    parts: dict[int, set[str]] = {}
    form = forms[0]
    for grid in copy.grids:
        points_head: list[str] = []
        for at, head in enumerate(map(heads, grid.rows)):
            lists, amounts = bool(listed(head, form)), is_money(head)
            if not lists and not amounts:
                continue
            number = counts[tuple(head)] = counts.get(tuple(head), -1) + 1
            form = forms[min(number, len(forms) - 1)]
            if lists:
                points_head = head
                members = told(grid, at, head, form)
                yield from rows(grid, at, head, members)
                yield from sums(grid, at, head, form)
                if listed(head, form) is form.rows:
                    parts.setdefault(forms.index(form), set()).update(each.category for each in members if isinstance(each, IndicatorFacts))
            else:
                yield from money(grid, at, head, form)
        yield from totals(grid, points_head, form)
        yield from bracketed_weights(grid, form)
        yield from split(grid, form)
    for number, seen in parts.items():
        yield from left_out(forms[number], seen)
