"""取分依据 - What shows that an item of the quality rating is not met: findings, being late, or how far the review is from the claim."""

from collections.abc import Iterator
from dataclasses import dataclass

from perfeval.quantities import Fraction, Points, to_points
from perfeval.review.table_file import items, number, opened, part, rate, text, texts, wrong
from perfeval.syntax import Tree

FORMAT = "perfeval.quality/1"
"""文件格式 - What `format` of such a file says."""
_KEYS = ("format", "id", "version", "title", "set", "sources", "pass", "items")
_ITEM = ("key", "item", "codes", "late_over", "within")


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityItem:
    """评级要点 - Hold an item of an indicator of the set, and one of three: codes that speak against it, days late, points of deviation."""

    key: str
    item: str
    codes: tuple[str, ...] = ()
    late_over: Fraction | None = None
    within: Points | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRules:
    """取分依据 - Hold one version: its set, what speaks against each item, and from which share on demanded content passes."""

    id: str
    version: str
    sha256: str
    title: str
    set: str
    pass_mark: Fraction
    items: tuple[QualityItem, ...]


def read_quality(tree: Tree, name: str = "自评工作质量取分依据") -> QualityRules:
    """读取分依据 - Return the rules that a file holds.

    Raises: Invalid, naming the place that is wrong.
    """
    whole, head = opened(tree, name, FORMAT, _KEYS)
    return QualityRules(
        **head,
        set=text(whole.get("set"), f"{name} set"),
        pass_mark=rate(whole.get("pass"), f"{name} pass"),
        items=tuple(_items(whole.get("items"), f"{name} items")),
    )


def _items(tree: Tree, where: str) -> Iterator[QualityItem]:
    seen: set[tuple[str, str]] = set()
    for each, place in items(tree, where):
        own = part(each, place, _ITEM)
        if sum(key in own for key in ("codes", "late_over", "within")) != 1:
            raise wrong(place, "codes、late_over、within 应写其中一个")
        key, item = (text(own.get(name), f"{place}.{name}") for name in ("key", "item"))
        if (key, item) in seen:
            raise wrong(place, f"要点“{item}”列了不止一次")
        seen.add((key, item))
        yield QualityItem(
            key=key,
            item=item,
            codes=texts(own.get("codes"), f"{place}.codes") if "codes" in own else (),
            late_over=number(own.get("late_over"), f"{place}.late_over") if "late_over" in own else None,
            within=to_points(number(own.get("within"), f"{place}.within")) if "within" in own else None,
        )
