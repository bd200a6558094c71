"""公平性 - Look whether reviewers judge alike: what one code costs, how much each takes off, whether two agree on the same item.

The figures warn in plain words and judge nobody: a reviewer may have had the worse items.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from msgspec import Struct

from perfeval.quantities import Fraction, Points, percent, plain_points, to_points
from perfeval.review.deductions import FairnessLimits
from perfeval.review.gaps import mean
from perfeval.review.plain_data import from_plain, to_plain
from perfeval.review.rescoring import SecondScore


class CodeUse(Struct, frozen=True, kw_only=True):
    """扣分一次 - Hold one use of a code: on which row, how grave, the share of the weight that it costs, the points that it took."""

    code: str
    row: str
    gravity: str | None = None
    rate: Fraction
    lost: int


class HandedReview(Struct, frozen=True, kw_only=True):
    """已交复核 - Hold what fairness is computed from: who reviewed which item, both totals, grade, points by row, deductions.

    Units: hundredths of a point.
    """

    reviewer: str
    item: str
    self_total: int
    total: int
    grade: str | None
    points: dict[str, int | None]
    uses: tuple[CodeUse, ...] = ()

    @property
    def off(self) -> Points:
        """扣了多少 - Return self − reviewed total."""
        return Points(self.self_total - self.total)

    def as_json(self) -> dict[str, object]:
        """输出 - Return it as plain data."""
        return to_plain(self)


def read_handed(tree: object) -> HandedReview:
    """读已交复核 - Return what plain data holds.

    Raises: Invalid, naming the place that cannot be read.
    """
    return from_plain(tree, HandedReview, "已交复核")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSpread:
    """扣法离散 - Hold how often a code was used at one gravity, and the lowest and highest share of the weight that it cost."""

    code: str
    gravity: str | None
    uses: int
    lowest: Fraction
    highest: Fraction
    lost: Points

    @property
    def even(self) -> bool:
        """一致 - Tell whether it cost the same every time."""
        return self.lowest == self.highest


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewerFigures:
    """复核人数据 - Hold how much one reviewer takes off: items, mean loss of an item, deductions, mean loss of a deduction."""

    reviewer: str
    items: int
    mean_off: Points
    deductions: int
    severity: Points | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """双人复核 - Hold two reviews of one item side by side: the difference of totals, equal rows, equal grade, rows judged otherwise."""

    item: str
    reviewers: tuple[str, str]
    apart: Points
    rows: int
    equal_rows: int
    same_grade: bool
    otherwise: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """公平性 - Hold all figures of a round, and the warnings in words."""

    mean_off: Points | None
    codes: tuple[CodeSpread, ...]
    reviewers: tuple[ReviewerFigures, ...]
    agreements: tuple[Agreement, ...]
    warnings: tuple[str, ...]


def handed(reviewer: str, item: str, second: SecondScore) -> HandedReview:
    """取数 - Return what fairness needs of one reviewer's second score of an item."""
    uses = (
        CodeUse(
            code=each.entry.code,
            row=change.row,
            gravity=each.deduction.gravity,
            rate=Fraction(1) if each.whole else each.off * 100 / (change.weight or 100),
            lost=each.lost,
        )
        for change in second.changes
        for each in change.cuts
    )
    return HandedReview(
        reviewer=reviewer,
        item=item,
        self_total=second.self_card.total or 0,
        total=second.card.total or 0,
        grade=second.card.grade,
        points={change.row: change.points for change in second.changes},
        uses=tuple(uses),
    )


def fairness(reviews: Iterable[HandedReview], limits: FairnessLimits, names: Mapping[str, str]) -> Fairness:
    """公平性 - Return the figures of the reviews that were handed in, and a warning where reviewers are far apart.

    names: how people call a code of the table or an item; what is not in it is called by itself.
    """
    found = tuple(reviews)
    whole = mean([each.off for each in found]) if found else None
    codes = tuple(_codes(found))
    people = tuple(_reviewers(found))
    agreements = tuple(_agreements(found))
    warnings = (*_uneven(codes, names), *_strict(people, whole, limits), *_apart(agreements, limits, names))
    return Fairness(mean_off=whole, codes=codes, reviewers=people, agreements=agreements, warnings=warnings)


def _codes(reviews: tuple[HandedReview, ...]) -> Iterator[CodeSpread]:
    """Yield for every code and gravity what it cost."""
    uses = [use for review in reviews for use in review.uses]
    for code, gravity in sorted({(use.code, use.gravity or "") for use in uses}):
        own = [use for use in uses if (use.code, use.gravity or "") == (code, gravity)]
        rates = [use.rate for use in own]
        lost = Points(sum(use.lost for use in own))
        yield CodeSpread(code=code, gravity=gravity or None, uses=len(own), lowest=min(rates), highest=max(rates), lost=lost)


def _reviewers(reviews: tuple[HandedReview, ...]) -> Iterator[ReviewerFigures]:
    """Yield the figures of each reviewer, by name."""
    for name in sorted({review.reviewer for review in reviews}):
        own = [review for review in reviews if review.reviewer == name]
        uses = [use for review in own for use in review.uses]
        yield ReviewerFigures(
            reviewer=name,
            items=len(own),
            mean_off=mean([review.off for review in own]),
            deductions=len(uses),
            severity=to_points(Fraction(sum(use.lost for use in uses), 100 * len(uses))) if uses else None,
        )


def _agreements(reviews: tuple[HandedReview, ...]) -> Iterator[Agreement]:
    """Yield every pair of reviews of one item."""
    for item in sorted({review.item for review in reviews}):
        own = sorted((review for review in reviews if review.item == item), key=lambda review: review.reviewer)
        for first, second in combinations(own, 2):
            rows = [row for row in first.points if row in second.points]
            yield Agreement(
                item=item,
                reviewers=(first.reviewer, second.reviewer),
                apart=Points(abs(first.total - second.total)),
                rows=len(rows),
                equal_rows=sum(first.points[row] == second.points[row] for row in rows),
                same_grade=first.grade == second.grade,
                otherwise=tuple(row for row in rows if _said(first, row) != _said(second, row)),
            )


def _said(review: HandedReview, row: str) -> set[tuple[str, str | None]]:
    """Return the codes, each with its gravity, that a reviewer gave a row."""
    return {(use.code, use.gravity) for use in review.uses if use.row == row}


def _uneven(codes: tuple[CodeSpread, ...], names: Mapping[str, str]) -> Iterator[str]:
    for each in codes:
        if not each.even:
            gravity = f"（{each.gravity}）" if each.gravity else ""
            yield (
                f"同一情形“{names.get(each.code, each.code)}”{gravity}扣分不一：{each.uses}次中最少扣分值的{percent(each.lowest, 0)}，"
                f"最多{percent(each.highest, 0)}，请核对是否用了同一版扣分标准"
            )


def _strict(people: tuple[ReviewerFigures, ...], whole: Points | None, limits: FairnessLimits) -> Iterator[str]:
    for each in people:
        apart = each.mean_off - (whole or 0)
        if each.items >= limits.items and len(people) > 1 and abs(apart) >= limits.reviewer:
            yield (
                f"{each.reviewer}平均每项扣{plain_points(each.mean_off)}分，比全体平均{'多' if apart > 0 else '少'}"
                f"{plain_points(abs(apart))}分（复核{each.items}项）；可能是项目不同，请抽几项请另一人复核"
            )


def _apart(agreements: tuple[Agreement, ...], limits: FairnessLimits, names: Mapping[str, str]) -> Iterator[str]:
    for each in agreements:
        if each.apart >= limits.pair or not each.same_grade:
            grade = "" if each.same_grade else "，等级不同"
            yield (
                f"{names.get(each.item, each.item)}由{'和'.join(each.reviewers)}两人复核，总分相差{plain_points(each.apart)}分{grade}，"
                f"{each.rows}行中{each.equal_rows}行得分相同；请在定分时说明取舍"
            )
