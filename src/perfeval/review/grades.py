"""等级分布 - Count grades with their sums and shares, as reports print them; and say which total of an item is the final one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from perfeval.quantities import Fraction, Points, half_up, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """已评项 - Hold the grade of one item, None where it has none, and its money in 分."""

    grade: str | None
    money: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRow:
    """等级一行 - Hold one grade with number and money in 分 of its items, and what they are of the whole."""

    grade: str
    items: int
    money: int
    of_items: int
    of_money: int

    @property
    def share(self) -> str:
        """项数占比 - Return the share of the items; — where there are none."""
        return share(self.items, self.of_items)

    @property
    def money_share(self) -> str:
        """金额占比 - Return the share of the money; — where there is none."""
        return share(self.money, self.of_money)


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """等级分布表 - Hold the rows of a table of grades, the best grade first, items without a grade last, and its foot."""

    rows: tuple[GradeRow, ...]
    items: int
    money: int

    def count(self, grade: str) -> int:
        """项数 - Return how many items have a grade."""
        return next((row.items for row in self.rows if row.grade == grade), 0)


NO_GRADE = "无等级"
"""无等级 - How items without a grade are called in tables."""


def distribution(graded: Iterable[Graded], grades: Sequence[str]) -> Distribution:
    """等级分布 - Return the table of grades; those of the set stand first in its order, even where nothing has them."""
    items = tuple(graded)
    found = [each.grade or NO_GRADE for each in items]
    names = [*grades, *sorted(set(found) - {*grades, NO_GRADE}), *([NO_GRADE] if NO_GRADE in found else [])]
    money = sum(each.money for each in items)
    rows = tuple(
        GradeRow(
            grade=name,
            items=found.count(name),
            money=sum(each.money for each, grade in zip(items, found, strict=True) if grade == name),
            of_items=len(items),
            of_money=money,
        )
        for name in names
    )
    return Distribution(rows=rows, items=len(items), money=money)


class FinalSource(StrEnum):
    """审定来源 - Say whether a final total is the reviewed one or that of the self-evaluation."""

    REVIEW = "review"
    SELF = "self"

    @property
    def label(self) -> str:
        """中文名 - Return the name as reports print it."""
        return {"review": "复核", "self": "自评"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Final:
    """审定结果 - Hold final total and grade, and where they are from."""

    total: Points | None
    grade: str | None
    source: FinalSource


def final_of(own: tuple[Points | None, str | None], reviewed: tuple[Points | None, str | None] | None) -> Final:
    """审定 - Return the reviewed total and grade where there was a review, else those of the self-evaluation."""
    total, grade = own if reviewed is None else reviewed
    return Final(total=total, grade=grade, source=FinalSource.SELF if reviewed is None else FinalSource.REVIEW)


def share(part: int, whole: int) -> str:
    """占比 - Return which share of a whole a part is, in percent as fine as 0.01, without trailing zeros; — where there is no whole.

    Example:
        >>> share(27, 50), share(1, 3), share(0, 0)
        ('54%', '33.33%', '—')
    """
    return f"{plain(half_up(Fraction(part, whole) * 100))}%" if whole else "—"
