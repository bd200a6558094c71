"""公布工作台 - Show everybody who has part in a round, before they file, by what it is reviewed: deductions, and how the work is rated."""

from collections.abc import Iterator

from perfeval.accounts import Asker
from perfeval.checks import TITLES
from perfeval.desks import bureau, lookup
from perfeval.desks.review.ground import quality_of, table_of
from perfeval.indicators import IndicatorSet, describe
from perfeval.quantities import percent, plain, plain_points
from perfeval.review import QualityItem, QualityRules
from perfeval.scoring import METHODS_BY_NAME
from perfeval.store import Transaction

Json = dict[str, object]
WORK = {
    "returned": "因错漏被退回",
    "treasury-mismatch": "执行数与国库支付不符",
    "proof-unfit": "佐证材料不相符",
    "rectification-open": "上年整改没有完成",
    "result-use-missing": "没有写结果应用和公开的情况",
}
"""工作情况 - What the codes mean that no check of a form raises."""


def rules(tx: Transaction, asker: Asker, round_id: str) -> Json:
    """复核规则 - Return by what the items of a round are reviewed and the work on them is rated, in words.

    Raises: Forbidden; NotFound.
    """
    known = bureau.load(tx, round_id, bureau.seen(asker))
    return {
        "deductions": None if known.deductions is None else table_of(known).as_json(),
        "quality": None if known.quality is None else _quality(quality_of(known)),
    }


def points_of(rating: IndicatorSet) -> dict[tuple[str, str], str]:
    """要点分值 - Return what each item of the rating is worth, by its indicator and its name."""
    parts = ((part.key, each) for part in rating.indicators for each in getattr(part.parameters, "items", ()))
    return {(key, each.name): plain_points(each.points) for key, each in parts}


def _quality(rules: QualityRules) -> Json:
    """Return how the work is rated: each part with its items, what they are worth, and what speaks against them."""
    rating = lookup.rules(rules.set)
    worth = points_of(rating)
    return {
        "id": rules.id,
        "version": rules.version,
        "sha256": rules.sha256,
        "title": rules.title,
        "set": rules.set,
        "pass_mark": percent(rules.pass_mark, 0),
        "grades": [{"name": band.name, "floor": plain_points(band.floor)} for band in rating.grades],
        "parts": [
            {"key": part.key, "name": part.name, "weight": plain_points(part.weight or 0), "items": list(_items(part.key, rules, worth))}
            for part in rating.indicators
        ],
        "words": list(describe(rating, METHODS_BY_NAME)),
    }


def _items(key: str, rules: QualityRules, worth: dict[tuple[str, str], str]) -> Iterator[Json]:
    for each in rules.items:
        if each.key == key:
            yield {"item": each.item, "points": worth.get((key, each.item)), "against": _against(each)}


def _against(each: QualityItem) -> str:
    """Say in words what makes an item count as not met."""
    if each.late_over is not None:
        return f"逾期超过{plain(each.late_over)}天" if each.late_over else "逾期报送"
    if each.within is not None:
        return f"复核与自评相差超过{plain_points(each.within)}分"
    return "、".join(TITLES.get(code) or WORK.get(code, code) for code in each.codes)
