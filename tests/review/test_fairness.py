"""公平性和差额 - One code costs the same, reviewers are compared, two on one item are set side by side; warnings are plain."""

import json
from fractions import Fraction

from perfeval import library
from perfeval.evaluation import Kind
from perfeval.quantities import Points
from perfeval.review import (
    CodeUse,
    Compared,
    Deduction,
    HandedReview,
    Judgement,
    ReviewDocument,
    fairness,
    gaps,
    handed,
    read_handed,
    rescore,
)
from tests.review.test_rescoring import LONG, RULES, filed

TABLE = library.deductions()
LIMITS = TABLE.fairness


def review(reviewer: str, item: str, off: int, *uses: CodeUse, grade: str = "优") -> HandedReview:
    """Return a review that took so many points off 95."""
    return HandedReview(
        reviewer=reviewer, item=item, self_total=9500, total=9500 - off * 100, grade=grade, points={"r1": 1000 - off * 100}, uses=uses
    )


def by(reviewer: str, gravity: str) -> HandedReview:
    """Return what a reviewer handed in who found the same row not assessable."""
    found = Deduction(code="not-assessable", gravity=gravity, words=LONG, proof=("申报表",))
    document = ReviewDocument(judgements=(Judgement(row="r2", deductions=(found,)),))
    return handed(reviewer, "P1", rescore(RULES, filed(), document, TABLE))


def test_one_code_costs_the_same_for_everybody_by_the_table() -> None:
    found = fairness([by("张三", "一般"), by("李四", "一般"), by("王五", "严重")], LIMITS, {})
    assert [(each.code, each.gravity, each.uses, each.lowest, each.highest, each.even) for each in found.codes] == [
        ("not-assessable", "一般", 2, Fraction(3, 10), Fraction(3, 10), True),
        ("not-assessable", "严重", 1, 1, 1, True),
    ]
    assert not [warning for warning in found.warnings if "扣分不一" in warning]


def test_two_reviewers_on_one_item_are_set_side_by_side() -> None:
    found = fairness([by("李四", "一般"), by("张三", "严重")], LIMITS, {"P1": "校舍维修（P1）"})
    (pair,) = found.agreements
    assert (pair.item, pair.reviewers, pair.apart, pair.rows, pair.equal_rows) == ("P1", ("张三", "李四"), 2100, 4, 3)
    assert pair.otherwise == ("r2",)
    assert found.warnings == ("校舍维修（P1）由张三和李四两人复核，总分相差21分，等级不同，4行中3行得分相同；请在定分时说明取舍",)


def test_two_who_agree_give_no_warning() -> None:
    found = fairness([by("李四", "一般"), by("张三", "一般")], LIMITS, {})
    assert (found.agreements[0].apart, found.agreements[0].otherwise, found.warnings) == (0, (), ())


def test_a_reviewer_far_from_the_others_is_named_without_a_judgement() -> None:
    gentle = [review("张三", f"A{at}", 1, CodeUse(code="c", row="r1", rate=Fraction(1, 10), lost=100)) for at in range(6)]
    strict = [review("李四", f"B{at}", 10, CodeUse(code="d", row="r1", rate=Fraction(1), lost=1000)) for at in range(3)]
    found = fairness([*gentle, *strict], LIMITS, {})
    assert found.mean_off == 400
    assert [(each.reviewer, each.items, each.mean_off, each.deductions, each.severity) for each in found.reviewers] == [
        ("张三", 6, 100, 6, 100),
        ("李四", 3, 1000, 3, 1000),
    ]
    assert found.warnings == ("李四平均每项扣10分，比全体平均多6分（复核3项）；可能是项目不同，请抽几项请另一人复核",)
    assert fairness(strict, LIMITS, {}).warnings == (), "one reviewer alone has nobody to be compared with"
    assert fairness([*gentle, *strict[:2]], LIMITS, {}).warnings == (), "two items are too few"


def test_a_code_that_cost_differently_is_told() -> None:
    uses = [CodeUse(code="no-proof", row="r1", rate=Fraction(rate, 10), lost=rate * 100) for rate in (3, 10)]
    found = fairness([review("张三", "A", 3, uses[0]), review("李四", "B", 10, uses[1])], LIMITS, {})
    assert found.warnings == ("同一情形“no-proof”扣分不一：2次中最少扣分值的30%，最多100%，请核对是否用了同一版扣分标准",)


def test_nothing_handed_in_gives_no_figures() -> None:
    found = fairness([], LIMITS, {})
    assert (found.mean_off, found.codes, found.reviewers, found.agreements, found.warnings) == (None, (), (), (), ())


def test_what_was_handed_in_comes_back_from_what_is_kept() -> None:
    one = by("张三", "较重")
    assert read_handed(json.loads(json.dumps(one.as_json()))) == one


def compared(department: str, kind: Kind, own: int, reviewed: int) -> Compared:
    return Compared(department=department, kind=kind, self_total=Points(own * 100), total=Points(reviewed * 100))


def test_gaps_are_told_by_department_and_by_kind_the_widest_first() -> None:
    found = gaps(
        [
            compared("甲局", Kind.PROJECT, 98, 95),
            compared("甲局", Kind.DEPARTMENT, 96, 96),
            compared("乙局", Kind.PROJECT, 100, 80),
            compared("乙局", Kind.PROJECT, 90, 91),
        ]
    )
    assert found.whole is not None
    assert (found.whole.items, found.whole.self_mean, found.whole.mean, found.whole.gap_mean) == (4, 9600, 9050, -550)
    assert [(each.name, each.gap_mean, each.widest, each.lower, each.higher) for each in found.by_department] == [
        ("乙局", -950, -2000, 1, 1),
        ("甲局", -150, -300, 1, 0),
    ]
    assert [(each.name, each.items, each.gap_mean) for each in found.by_kind] == [("项目支出", 3, -733), ("部门整体支出", 1, 0)]
    assert gaps([]).whole is None
