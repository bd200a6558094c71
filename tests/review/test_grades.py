"""等级分布 - The tables of two real spot checks come out of their data; the final grade says where it is from."""

from perfeval.quantities import Points
from perfeval.review import NO_GRADE, FinalSource, Graded, distribution, final_of

GRADES = ("优", "良", "中", "差")


def of(**counts: int) -> list[Graded]:
    """Return so many items of each grade."""
    return [Graded(grade=grade, money=1_000_000) for grade, count in counts.items() for _ in range(count)]


def test_twenty_projects_and_two_departments_with_two_ratings_each() -> None:
    reviewed, quality = distribution(of(优=19, 良=1), GRADES), distribution(of(优=19, 中=1), GRADES)
    assert [(row.grade, row.items, row.share) for row in reviewed.rows] == [
        ("优", 19, "95%"),
        ("良", 1, "5%"),
        ("中", 0, "0%"),
        ("差", 0, "0%"),
    ]
    assert [(row.grade, row.items) for row in quality.rows if row.items] == [("优", 19), ("中", 1)]
    departments = distribution(of(优=2), GRADES)
    assert (departments.items, departments.count("优"), departments.rows[0].share) == (2, 2, "100%")


def test_fifty_items_in_three_grades_with_their_money() -> None:
    money = iter([27_177_289_000 - 49 * 500_000_000, *[500_000_000] * 49])
    graded = [Graded(grade=each.grade, money=next(money)) for each in of(优=27, 良=7, 中=16)]
    table = distribution(graded, GRADES)
    assert [(row.grade, row.items, row.share) for row in table.rows if row.items] == [
        ("优", 27, "54%"),
        ("良", 7, "14%"),
        ("中", 16, "32%"),
    ]
    assert (table.items, table.money) == (50, 27_177_289_000)
    assert sum(row.money for row in table.rows) == table.money
    assert [row.money_share for row in table.rows if row.items] == ["57.69%", "12.88%", "29.44%"]


def test_items_without_a_grade_and_grades_of_other_sets_have_their_own_rows() -> None:
    table = distribution([Graded(grade=None), Graded(grade="合格"), Graded(grade="优")], GRADES)
    assert [(row.grade, row.items) for row in table.rows] == [("优", 1), ("良", 0), ("中", 0), ("差", 0), ("合格", 1), (NO_GRADE, 1)]
    assert table.rows[0].money_share == "—"
    assert table.count("劣") == 0
    assert distribution([], GRADES).rows[0].share == "—"


def test_the_reviewed_total_is_final_where_there_was_a_review() -> None:
    own = (Points(9800), "优")
    assert (final_of(own, None).source, final_of(own, None).grade) == (FinalSource.SELF, "优")
    reviewed = final_of(own, (Points(7900), "中"))
    assert (reviewed.total, reviewed.grade, reviewed.source.label) == (7900, "中", "复核")
