"""复核统计工作台 - How a round was reviewed: grades by both ratings, self against review, and whether reviewers judged alike.

For the bureau and auditors. The warnings are plain words about figures, and judge nobody.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from perfeval.accounts import Asker
from perfeval.desks import bureau
from perfeval.desks.review import items, results
from perfeval.desks.review.ground import table_of
from perfeval.desks.review.results import Result
from perfeval.quantities import Fraction, percent, show_points
from perfeval.review import Compared, DeductionTable, Fairness, Gap, Graded, distribution, fairness, gaps, read_handed
from perfeval.store import Transaction, reviews

Json = dict[str, object]


def statistics(tx: Transaction, asker: Asker, round_id: str) -> Json:
    """复核统计 - Return the statistics of what was decided of a round.

    Raises: Forbidden; NotFound.
    """
    scope = items.readable(asker)
    known = bureau.load(tx, round_id, scope)
    found = results.of_round(tx, asker, round_id)
    decided = [each for each in found if each.is_decided]
    grades, table = results.grades_of(known), None if known.deductions is None else table_of(known)
    return {
        "round": round_id,
        "sent": len(found),
        "decided": len(decided),
        "self_grades": _grades([(each, each.row.self_grade) for each in decided], grades),
        "reviewed_grades": _grades([(each, each.row.reviewed_grade) for each in decided], grades),
        "quality_grades": _grades([(each, each.row.quality_grade) for each in decided], results.quality_grades(known)),
        "indices": _indices(found),
        "gaps": _gaps(decided),
        "fairness": None if table is None else _fairness(tx, round_id, scope, _names(table, found), table),
    }


def _grades(graded: Iterable[tuple[Result, str | None]], order: Sequence[str]) -> Json:
    """Return a table of grades with counts, sums and shares; money in 分."""
    table = distribution((Graded(grade=grade, money=each.facts.money) for each, grade in graded), order)
    rows = [
        {"grade": row.grade, "items": row.items, "share": row.share, "money": row.money, "money_share": row.money_share}
        for row in table.rows
    ]
    return {"items": table.items, "money": table.money, "rows": rows}


def _indices(found: Sequence[Result]) -> Json:
    """Return the two published shares over what was sent out: how many forms are complete enough, and the mean share of proven points."""
    kept = [json.loads(each.row.quality) for each in found if each.row.quality]
    passing = sum(each["completeness"]["passes"] for each in kept)
    shares = [Fraction(each["proven_share"].removesuffix("%")) / 100 for each in kept if each["proven_share"]]
    return {
        "items": len(kept),
        "passing": passing,
        "passing_share": percent(Fraction(passing, len(kept)), 2) if kept else None,
        "proven_mean": percent(sum(shares, Fraction(0)) / len(shares), 2) if shares else None,
    }


def _gaps(decided: Sequence[Result]) -> Json:
    """Return self against review, the whole and by department and kind."""
    compared = [
        Compared(department=each.facts.department, kind=each.facts.kind, self_total=each.own, total=each.reviewed)
        for each in decided
        if each.own is not None and each.reviewed is not None
    ]
    found = gaps(compared)
    return {
        "whole": None if found.whole is None else _gap(found.whole),
        "by_department": [_gap(each) for each in found.by_department],
        "by_kind": [_gap(each) for each in found.by_kind],
    }


def _gap(gap: Gap) -> Json:
    points = {"self_mean", "mean", "gap_mean", "widest"}
    return {name: show_points(value) if name in points else value for name, value in asdict(gap).items()}


def _names(table: DeductionTable, found: Sequence[Result]) -> dict[str, str]:
    """Return how people call the codes of the table and the items."""
    codes = {entry.code: entry.title for entry in table.entries}
    return codes | {each.row.item: f"{each.row.title}（{each.row.item}）" for each in found}


def _fairness(tx: Transaction, round_id: str, scope: Sequence[str], names: Mapping[str, str], table: DeductionTable) -> Json:
    """Return whether those who handed in judged alike."""
    kept = reviews.handed(tx.connection, round_id, scope)
    return _fair(fairness([read_handed(json.loads(each)) for each in kept], table.fairness, names), names)


def _fair(found: Fairness, names: Mapping[str, str]) -> Json:
    codes = [
        {
            "code": each.code,
            "title": names.get(each.code),
            "gravity": each.gravity,
            "uses": each.uses,
            "lowest": percent(each.lowest, 2),
            "highest": percent(each.highest, 2),
            "even": each.even,
            "lost": show_points(each.lost),
        }
        for each in found.codes
    ]
    people = [
        {
            "reviewer": each.reviewer,
            "items": each.items,
            "mean_off": show_points(each.mean_off),
            "deductions": each.deductions,
            "severity": None if each.severity is None else show_points(each.severity),
        }
        for each in found.reviewers
    ]
    pairs = [
        {
            "item": each.item,
            "reviewers": list(each.reviewers),
            "apart": show_points(each.apart),
            "rows": each.rows,
            "equal_rows": each.equal_rows,
            "same_grade": each.same_grade,
            "otherwise": list(each.otherwise),
        }
        for each in found.agreements
    ]
    mean = None if found.mean_off is None else show_points(found.mean_off)
    return {"mean_off": mean, "codes": codes, "reviewers": people, "agreements": pairs, "warnings": list(found.warnings)}
