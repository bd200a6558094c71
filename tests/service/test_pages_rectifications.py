"""整改的网页 - What is to be put right of a round, for the bureau, the departments, the unit and auditors: narrowed, paged, downloaded."""

import html
import io
import re
from collections.abc import Callable

import openpyxl
import pytest

from tests.service.browsing import see, send
from tests.service.client import Client
from tests.service.county import ROUND, UNITS
from tests.service.reviewing import AGREED, At, on_item, reviewed, sent

PAGE = f"/rounds/{ROUND}/rectifications"
Asked = Callable[..., None]


@pytest.fixture
def items(at: At) -> dict[str, str]:
    """Two items of units of two departments, both released."""
    made = {unit: str(each["id"]) for unit, each in sent(at, "school1", "farm1").items()}
    for own in made.values():
        review = reviewed(at, own, "third", AGREED)
        assert on_item(at("reviewer"), own, "decide", review=review).status_code == 200
        assert on_item(at("reviewer"), own, "release").status_code == 200
    return made


def demand(client: Client, sampled: str, words: str, deadline: str = "2026-12-31") -> str:
    """Ask that something be put right and return its id."""
    answer = client.post(f"/api/v1/sampled/{sampled}/rectifications", json={"words": words, "owner": "办公室", "deadline": deadline})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def listed(client: Client, query: str = "") -> list[str]:
    """Return what is listed to somebody."""
    page = see(client, f"{PAGE}{query}")
    assert page.status_code == 200, page.text
    return re.findall(r'#rectification-[^"]*">([^<]*)</a>', html.unescape(page.text))


def test_everybody_sees_those_of_their_units_what_is_due_first_first(at: At, items: dict[str, str]) -> None:
    reviewer = at("reviewer")
    demand(reviewer, items["school1"], "补做满意度调查", "2026-12-31")
    demand(reviewer, items["farm1"], "补登资产台账", "2026-06-30")
    both = ["补登资产台账", "补做满意度调查"]
    assert [listed(at(login)) for login in ("reviewer", "head", "auditor")] == [both, both, both]
    assert [listed(at(login)) for login in ("filler1", "department1")] == [["补做满意度调查"]] * 2
    assert see(at("third"), PAGE).status_code == 404
    reviewer = at("reviewer")
    for page in ("sampled", "samples"):
        assert f'href="{PAGE}"' in see(reviewer, f"/rounds/{ROUND}/{page}").text


def test_filters_stay_in_the_address_and_a_department_stands_for_its_units(at: At, items: dict[str, str]) -> None:
    reviewer = at("reviewer")
    for number in range(3):
        demand(reviewer, items["school1"], f"补做调查{number}")
    demand(reviewer, items["farm1"], "补登资产台账")
    department = next(each.id for name, each in UNITS.items() if UNITS["school1"].path.startswith(each.path) and each.kind == "department")
    assert len(listed(reviewer, f"?unit={department}")) == 3
    assert listed(reviewer, "?q=台账") == ["补登资产台账"]
    assert listed(reviewer, "?state=done") == []
    assert listed(reviewer, "?overdue=1") == []
    assert len(listed(reviewer, "?state=strange&overdue=x")) == 4
    page = html.unescape(see(reviewer, f"{PAGE}?unit={department}&q=调查&size=2").text)
    assert f'value="{department}" selected' in page
    assert 'name="q" value="调查"' in page
    following = re.findall(r'href="(\?[^"]*page=2[^"]*)"', page)
    assert len(following) == 1
    assert f"unit={department}" in following[0]
    assert len(listed(reviewer, following[0])) == 1
    book = reviewer.get(f"/api/v1/rounds/{ROUND}/rectifications?format=xlsx&unit={department}")
    rows = list(openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0].values)
    assert sum("补做调查" in str(row) for row in rows) == 3
    assert not any("台账" in str(row) for row in rows)


def test_home_tells_who_has_to_report_and_who_has_to_confirm(at: At, items: dict[str, str]) -> None:
    reviewer, filler = at("reviewer"), at("filler1")
    assert "待报的整改" not in see(filler, "/").text
    one = demand(reviewer, items["school1"], "补做满意度调查")
    home = see(filler, "/").text
    assert "待报的整改" in home
    assert f'href="/sampled/{items["school1"]}#rectification-{one}"' in home
    assert "待报的整改" not in see(at("department1"), "/").text
    assert "待确认的整改" not in see(reviewer, "/").text
    proof = filler.post(
        f"/api/v1/sampled/{items['school1']}/evidence", data={"title": "问卷"}, files={"file": ("问卷.pdf", b"%PDF-1.4\n%%EOF\n")}
    )
    assert proof.status_code == 201, proof.text
    done = send(filler, f"/rectifications/{one}/actions/report", version="1", report="已补做", proof=proof.json()["id"])
    assert done.status_code == 303, done.text
    assert "待报的整改" not in see(filler, "/").text
    assert "待确认的整改" in see(reviewer, "/").text
