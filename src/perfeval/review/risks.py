"""风险分 - Give every item of a frame the points of a published table of signs, by which a draw in proportion to risk weighs it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from msgspec import structs

from perfeval.quantities import Fraction
from perfeval.review.frame import Candidate
from perfeval.review.table_file import flag, items, number, opened, part, text, texts, wrong
from perfeval.syntax import Tree

FORMAT = "perfeval.risks/1"
"""文件格式 - What `format` of such a file says."""
_KEYS = ("format", "id", "version", "title", "sources", "base", "signs")
_KINDS = ("codes", "late", "last_grades", "grades", "over")
_FEN_IN_WAN = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskSign:
    """风险情形 - Hold a sign, what it counts in an item, the points for each time, and the most that it gives."""

    name: str
    times: Callable[[Candidate], int]
    points: int
    most: int | None = None

    def of(self, candidate: Candidate) -> int:
        """加分 - Return the points that the sign gives an item."""
        points = self.points * self.times(candidate)
        return points if self.most is None else min(points, self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskTable:
    """风险分标准 - Hold one version of the table: what every item has, and what each sign adds."""

    id: str
    version: str
    sha256: str
    title: str
    base: int
    signs: tuple[RiskSign, ...]


def with_risk(candidate: Candidate, table: RiskTable) -> Candidate:
    """加风险分 - Return the item with its risk score."""
    return structs.replace(candidate, risk=table.base + sum(sign.of(candidate) for sign in table.signs))


def explain_risk(candidate: Candidate, table: RiskTable) -> str:
    """风险分说明 - Say how the risk score of an item comes about, as a sum that anybody can do again."""
    found = [(sign.name, points) for sign in table.signs if (points := sign.of(candidate))]
    terms = [f"基本分{table.base}", *(f"{name}{points}" for name, points in found)]
    return f"{'＋'.join(terms)}＝{table.base + sum(points for _, points in found)}"


def read_risks(tree: Tree, name: str = "风险分标准") -> RiskTable:
    """读风险分标准 - Return the table that a file holds.

    Raises: Invalid, naming the place that is wrong.
    """
    whole, head = opened(tree, name, FORMAT, _KEYS)
    return RiskTable(
        **head,
        base=_whole(whole.get("base"), f"{name} base"),
        signs=tuple(_signs(whole.get("signs"), f"{name} signs")),
    )


def _signs(tree: Tree, where: str) -> Iterator[RiskSign]:
    for each, place in items(tree, where):
        own = part(each, place, ("name", "points", "most", *_KINDS))
        kinds = [kind for kind in _KINDS if kind in own]
        if len(kinds) != 1:
            raise wrong(place, f"{'、'.join(_KINDS)} 应写其中一个")
        yield RiskSign(
            name=text(own.get("name"), f"{place}.name"),
            times=_times(kinds[0], own[kinds[0]], f"{place}.{kinds[0]}"),
            points=_whole(own.get("points"), f"{place}.points"),
            most=_whole(own.get("most"), f"{place}.most") if "most" in own else None,
        )


def _times(kind: str, tree: Tree, where: str) -> Callable[[Candidate], int]:
    """Return what counts a sign in an item."""
    match kind:
        case "codes":
            codes = texts(tree, where)
            return lambda candidate: sum(candidate.findings.get(code, 0) for code in codes)
        case "late":
            wanted = flag(tree, where)
            return lambda candidate: int(candidate.late is wanted)
        case "over":
            limit = number(tree, where)
            return lambda candidate: int(Fraction(candidate.money, _FEN_IN_WAN) > limit)
        case "last_grades":
            last = texts(tree, where)
            return lambda candidate: int(candidate.last_grade in last)
        case _:
            grades = texts(tree, where)
            return lambda candidate: int(candidate.grade in grades)


def _whole(tree: Tree, where: str) -> int:
    """Return a whole number."""
    found = number(tree, where)
    if found.denominator != 1:
        raise wrong(where, "应为整数")
    return int(found)
