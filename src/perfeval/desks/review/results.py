"""复核结果 - What was reviewed of a round, as statistics and papers need it: each item with its facts, both ratings, its problems."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfeval.accounts import Asker
from perfeval.checks import TITLES
from perfeval.desks import bureau, lookup
from perfeval.desks.review import items
from perfeval.desks.review.ground import quality_of, table_of
from perfeval.evaluation import Kind
from perfeval.quantities import Points
from perfeval.review import Candidate
from perfeval.store import Transaction, problems, rounds, samples
from perfeval.store.people import EVERYWHERE
from perfeval.store.rounds import RoundRow
from perfeval.store.samples import SampledRow, SampleRow
from perfeval.workflow import ItemState


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """一项结果 - Hold a sampled item with the facts of its frame."""

    row: SampledRow
    facts: Candidate

    @property
    def is_decided(self) -> bool:
        """已定 - Tell whether a second score counts."""
        return self.row.decision is not None

    @property
    def reviewed(self) -> Points | None:
        """复核总分 - Return the reviewed total, None while nothing is decided."""
        return None if self.row.reviewed_total is None else Points(self.row.reviewed_total)

    @property
    def own(self) -> Points | None:
        """自评总分 - Return the self total that it is held against, None while nothing is decided."""
        return Points(self.row.self_total) if self.is_decided and self.row.self_total is not None else None

    @property
    def quality(self) -> Points | None:
        """质量得分 - Return the points of the work, None where nobody rated it."""
        return None if self.row.quality_total is None else Points(self.row.quality_total)


def of_round(tx: Transaction, asker: Asker, round_id: str) -> tuple[Result, ...]:
    """批次的结果 - Return every item of a round that somebody reads whole; what was not sent out is none.

    Raises: Forbidden; NotFound.
    """
    scope = items.readable(asker)
    bureau.load(tx, round_id, scope)
    own = items.own_units(tx, asker)
    rows = [row for row in samples.every(tx.connection, round_id, scope) if not own.holds(row.path) and row.state != ItemState.DRAWN]
    drawn = [samples.load(tx.connection, each, scope) for each in dict.fromkeys(row.sample for row in rows)]
    return results(rows, [each for each in drawn if each is not None])


def results(rows: Sequence[SampledRow], drawn: Sequence[SampleRow]) -> tuple[Result, ...]:
    """结果 - Return items with the facts that their frames have of them; those of a sample that is not there are left out."""
    facts = {sample.id: {each.item: each for each in frame_of(sample)} for sample in drawn}
    return tuple(Result(row=row, facts=facts[row.sample][row.item]) for row in rows if row.item in facts.get(row.sample, {}))


def frame_of(sample: SampleRow) -> tuple[Candidate, ...]:
    """抽样框 - Return the frame that a sample was drawn from."""
    return tuple(Candidate(**{**each, "kind": Kind(each["kind"])}) for each in json.loads(sample.frame))


def grades_of(known: RoundRow) -> tuple[str, ...]:
    """等级次序 - Return the grades of the sets of a round, the best first, each once."""
    return tuple(dict.fromkeys(band.name for rules in bureau.sets_of(known).values() for band in rules.grades))


def quality_grades(known: RoundRow) -> tuple[str, ...]:
    """质量等级次序 - Return the grades of the rating of the work, none where the round has none."""
    return () if known.quality is None else tuple(band.name for band in lookup.rules(quality_of(known).set).grades)


def problems_of(tx: Transaction, row: SampledRow, until: str | None = None) -> Iterator[tuple[str, str]]:
    """问题 - Yield code and words of the problems of an item; until is the time up to which they are told."""
    for each in problems.of_item(tx.connection, row.id):
        if until is None or each.problem.at <= until:
            yield each.problem.code, each.problem.words


def titles(known: RoundRow) -> Mapping[str, str]:
    """问题名称 - Return what the codes of problems mean: those of the table of deductions and those of the checks."""
    own = {} if known.deductions is None else {each.code: each.title for each in table_of(known).entries}
    return {**TITLES, **own}


def bureau_of(tx: Transaction, round_id: str, path: str) -> str:
    """财政部门 - Return the name of the bureau above a unit as it was in a round, of the top unit where there is none."""
    known = {each.unit: each for each in rounds.units(tx.connection, round_id, (EVERYWHERE,))}
    chain = [known[part] for part in path.split("/") if part in known]
    return next((each.name for each in chain if each.kind == "bureau"), chain[0].name if chain else "")
