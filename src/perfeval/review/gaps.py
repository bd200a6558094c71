"""自评与复核之差 - Compare self and reviewed totals by department and by kind: how far apart, which way, how often."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from perfeval.evaluation import Kind
from perfeval.quantities import Fraction, Points, to_points


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """对比项 - Hold the two totals of one reviewed item, its department and its kind."""

    department: str
    kind: Kind
    self_total: Points
    total: Points

    @property
    def gap(self) -> Points:
        """差额 - Return reviewed − self."""
        return Points(self.total - self.self_total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """差额统计 - Hold the figures of one group; means half up to 0.01, the widest gap with its sign.

    The gap of the means may differ from the difference of the two printed means by 0.01, as each is rounded once.
    """

    name: str
    items: int
    self_mean: Points
    mean: Points
    gap_mean: Points
    widest: Points
    lower: int
    higher: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """差额统计表 - Hold the whole, and the groups by department and by kind, the widest mean gap first; the whole is None without items."""

    whole: Gap | None
    by_department: tuple[Gap, ...]
    by_kind: tuple[Gap, ...]


def gaps(items: Iterable[Compared]) -> Gaps:
    """差额统计 - Return the figures of the reviewed items."""
    found = tuple(items)
    return Gaps(
        whole=_gap("合计", found) if found else None,
        by_department=_grouped(found, lambda item: item.department),
        by_kind=_grouped(found, lambda item: item.kind.label),
    )


def _grouped(items: tuple[Compared, ...], name_of: Callable[[Compared], str]) -> tuple[Gap, ...]:
    names = dict.fromkeys(map(name_of, items))
    found = (_gap(name, tuple(item for item in items if name_of(item) == name)) for name in names)
    return tuple(sorted(found, key=lambda gap: (-abs(gap.gap_mean), gap.name)))


def _gap(name: str, items: tuple[Compared, ...]) -> Gap:
    return Gap(
        name=name,
        items=len(items),
        self_mean=mean([item.self_total for item in items]),
        mean=mean([item.total for item in items]),
        gap_mean=mean([item.gap for item in items]),
        widest=max((item.gap for item in items), key=abs),
        lower=sum(item.gap < 0 for item in items),
        higher=sum(item.gap > 0 for item in items),
    )


def mean(points: list[Points]) -> Points:
    """平均 - Return the mean of points, half up to 0.01."""
    return to_points(Fraction(sum(points), 100 * len(points)))
