"""预览的次序 - The page before the Word has the tables in the order in which the chosen template prints them."""

import pytest

from perfeval import reports
from perfeval.desks import lookup, preview

USUAL = ("money", "objective", "indicators")


@pytest.mark.parametrize(
    ("template", "parts"),
    [
        ("cn.project.form.2020", USUAL),
        ("hubei.project.form.2020", USUAL),
        ("hunan.department.form.2021", USUAL),
        ("sichuan.project.form.2022", ("objective", "money", "indicators")),
        ("anhui.shouxian.department.form.2023", ("indicators", "money", "objective")),
        ("yunnan.baoshan.project.report.2022", ("money", "indicators", "objective")),
    ],
)
def test_the_tables_stand_in_the_order_of_the_template(template: str, parts: tuple[str, ...]) -> None:
    assert preview.order(reports.read_manifest(lookup.template(template).manifest)) == parts
