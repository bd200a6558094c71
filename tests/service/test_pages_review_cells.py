"""复核页的分项 - A reviewer puts other check lists, bands, numbers, events and periods in the place of what the unit wrote, by the page."""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from perfeval import evaluation, library, scoring, syntax
from perfeval.store import tables
from perfeval.web.office import Office
from tests.service.browsing import see, send
from tests.service.client import Client
from tests.service.county import EVALUATIONS, NOW, id_of
from tests.service.reviewing import At, assigned, sent

EXAMPLES = Path(__file__).parents[2] / "examples"
LONG = "现场核对了台账、会议记录和公示照片，与自评表所写不符，经办人已经签字确认"
Given = Callable[[str], str]


@pytest.fixture
def given(at: At, office: Office) -> Given:
    """Have the third party review a published form, and return the id of the review."""

    def _given(name: str) -> str:
        mine = sent(at, "school1")["school1"]["id"]
        _filed(office, name)
        return str(assigned(at, mine, "third")[0]["id"])

    return _given


def _filed(office: Office, name: str) -> None:
    """Have a published form be the submission that was drawn."""
    tree = syntax.load((EXAMPLES / f"{name}.yaml").read_bytes(), name)
    assert isinstance(tree, dict)
    text = json.dumps(tree, ensure_ascii=False)
    form = evaluation.parse(text)
    rules = library.indicator_set(form.set_id)
    own = {"set_id": rules.id, "set_version": rules.version, "set_sha256": rules.sha256, "document": text}
    card, mine = scoring.write_brief(scoring.score(rules, form), []), EVALUATIONS["school1"]
    with office.store.writing(NOW) as tx:
        first = tx.connection.execute(select(tables.submissions).where(tables.submissions.c.evaluation == mine)).one()
        second = {**first._mapping, **own, "id": id_of("second submission"), "number": 2, "card": card}
        tx.connection.execute(insert(tables.submissions).values(second))
        tx.connection.execute(update(tables.sampled).where(tables.sampled.c.evaluation == mine).values(submission=2))


def told(client: Client, review: str) -> Any:
    """Return a review as programs see it."""
    return client.get(f"/api/v1/reviews/{review}").json()


def row_of(client: Client, review: str, name: str) -> str:
    """Return the id of the row whose name holds some words."""
    return next(str(each["row"]) for each in told(client, review)["rows"] if name in each["name"])


def judgement(client: Client, review: str, row: str) -> Any:
    """Return what was said about a row, without what says nothing."""
    found = next(each for each in told(client, review)["document"]["judgements"] if each["row"] == row)
    return {name: value for name, value in found.items() if value not in (None, "", [], {}, False) or (name, value) == ("events", [])}


def saved(client: Client, review: str, **fields: Any) -> str:
    """Save what is typed and return the page that comes back."""
    answer = send(client, f"/reviews/{review}", version=str(told(client, review)["version"]), go="save", **fields)
    assert answer.status_code == 303, answer.text
    return html.unescape(see(client, f"/reviews/{review}").text)


def change_of(client: Client, review: str, row: str) -> Any:
    """Return the points of a row before and after."""
    found = next(each for each in told(client, review)["score"]["rows"] if each["row"] == row)
    return found["self_points"], found["points"]


def test_items_and_events_have_the_fields_of_the_form_and_say_what_the_unit_wrote(at: At, given: Given) -> None:
    review, third = given("24-road-maintenance-2021"), at("third")
    rules, filing = (row_of(third, review, name) for name in ("财务制度", "目标申报"))
    page = html.unescape(see(third, f"/reviews/{review}").text)
    assert all(words in page for words in ("自评：符合", "自评：没有发生", "核定各要点", "核定扣分事件"))
    event = re.findall(rf'name="indicators\.{filing}\.times\.([^"]+)"', page)[0]
    cells = {f"indicators.{rules}.items.有项目管理制度": "否", f"words:{rules}": LONG, f"proof:{rules}": "制度汇编；会议纪要"}
    times = {f"indicators.{filing}.times.{event}": "1", f"indicators.{filing}.dates.{event}": "2021-05-06", f"words:{filing}": LONG}
    page = saved(third, review, **cells, **times)
    assert judgement(third, review, rules)["items"] == {"有项目管理制度": False}
    assert judgement(third, review, rules)["proof"] == ["制度汇编", "会议纪要"]
    assert judgement(third, review, filing)["events"] == [{"what": event, "times": "1", "date": "2021-05-06"}]
    assert all(words in page for words in ("制度汇编；会议纪要", 'value="2021-05-06"', "改值"))
    reasons = {each["row"]: each["reason"] for each in told(third, review)["score"]["rows"]}
    assert reasons[rules].startswith("有项目管理制度核为不符合；")
    assert reasons[filing].startswith(f"核为{event}1次（2021-05-06）；")
    for row in (rules, filing):
        before, after = change_of(third, review, row)
        assert float(after) < float(before)
    read = html.unescape(see(at("reviewer"), f"/reviews/{review}").text)
    assert all(words in read for words in (">不符合</span>", ">2021-05-06</span>", "依据：制度汇编；会议纪要"))
    third = at("third")
    saved(third, review, **{f"indicators.{filing}.events": "[]", f"indicators.{filing}.times.{event}": "", f"agreed:{rules}": "1"})
    assert judgement(third, review, filing) == {"row": filing, "events": []}


def test_a_band_and_the_points_inside_it_are_chosen(at: At, given: Given) -> None:
    review, third = given("09-zhongjiang-water-2022"), at("third")
    page = see(third, f"/reviews/{review}").text
    row = re.findall(r'name="indicators\.([^."]+)\.band"', page)[0]
    worth = next(each["weight"] for each in told(third, review)["rows"] if each["row"] == row)
    inside = f"{float(worth) * 0.7:.2f}"
    saved(third, review, **{f"indicators.{row}.band": "2", f"claimed:{row}": inside, f"words:{row}": LONG})
    assert judgement(third, review, row) == {"row": row, "band": 2, "claimed": inside, "words": LONG}
    assert change_of(third, review, row)[1] == inside
    outside = saved(third, review, **{f"indicators.{row}.band": "1", f"claimed:{row}": inside, f"words:{row}": LONG})
    assert "不在所选的档次之内" in outside
    assert saved(third, review, **{f"indicators.{row}.band": "", f"agreed:{row}": "1"})
    assert judgement(third, review, row) == {"row": row, "agreed": True}


def test_the_numbers_of_a_formula_are_put_right_one_by_one(at: At, given: Given) -> None:
    review, third = given("m8-elderly-care"), at("third")
    row = row_of(third, review, "高龄")
    page = saved(third, review, **{f"indicators.{row}.inputs.实际发放人数": "900", f"words:{row}": LONG})
    assert judgement(third, review, row)["inputs"] == {"实际发放人数": "900"}
    assert 'placeholder="自评 1000"' in page


def test_a_value_for_the_whole_stands_in_the_place_of_the_periods(at: At, given: Given) -> None:
    review, third = given("m12-property-award"), at("third")
    row = told(third, review)["rows"][0]["row"]
    saved(third, review, **{f"actual:{row}": "80分", f"words:{row}": LONG})
    assert change_of(third, review, row)[1] == "80.00"


def test_what_was_typed_into_the_cells_is_kept_where_it_is_refused(at: At, given: Given) -> None:
    review, third = given("24-road-maintenance-2021"), at("third")
    row = row_of(third, review, "财务制度")
    typed = {f"indicators.{row}.items.有项目管理制度": "否", f"proof:{row}": "制度汇编", f"said:{row}:0": "没有选情形"}
    refused = send(third, f"/reviews/{review}", version="1", go="save", **typed)
    assert refused.status_code == 422
    page = html.unescape(refused.text)
    cell = page.partition(f'name="indicators.{row}.items.有项目管理制度"')[2].partition("</select>")[0]
    assert '<option value="否" selected>' in cell
    assert 'value="制度汇编"' in page
