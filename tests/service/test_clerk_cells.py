"""逐格填写 - What is typed into cells becomes the form that is kept: to the letter, cell by cell, and nothing that is not a cell."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.desks import cells, document
from perfeval.desks.cells import Deed, Doing
from perfeval.errors import Invalid
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS
from tests.service.filing_rows import lock
from tests.service.filled import form

At = Callable[[str], Client]
MINE = EVALUATIONS["school1"]
PAGE = f"/evaluations/{MINE}/form"
API = f"/api/v1/evaluations/{MINE}"
NAMES = (
    *(f"subject.{key}" for key in ("project", "leader", "phone")),
    *(f"funds.{source}.{key}" for source in ("total", "fiscal", "city") for key in ("original", "adjusted", "received", "spent", "reason")),
    *(f"spending.{kind}.spent" for kind in ("basic", "project")),
    *(f"indicators.r{row}.{key}" for row in (1, 2, 5) for key in ("name", "target", "actual", "claimed", "reason", "measures", "note")),
    *("indicators.r3.inputs.在职.人数", "indicators.r3.times.旷工", "indicators.r4.periods.0.actual", "payout.服务人口"),
    *("execution.reason", "objective.expected", "objective.actual", "claimed.total", "claimed.grade", "filled_on"),
    *("narrative.problems", "narrative.overview", "answers.unspent.", "answers.measures-missing.r2"),
)
TYPED = st.dictionaries(st.sampled_from(NAMES), st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=20)


def _kept() -> str:
    return json.dumps(form(), ensure_ascii=False)


@given(TYPED, TYPED)
def test_whatever_is_typed_stands_in_its_cell_to_the_letter_and_no_other_cell_changes(
    first: dict[str, str], second: dict[str, str]
) -> None:
    before = document.written(_kept())
    once = cells.put(_kept(), list(first.items()), {})
    twice = cells.put(once, list(second.items()), {})
    wanted = {**before, **first, **second}
    shown = document.written(twice)
    assert {cell: text for cell, text in shown.items() if text} == {cell: text for cell, text in wanted.items() if text}
    assert cells.put(twice, list(document.written(twice).items()), {}) == twice


def test_a_cell_that_says_what_it_said_stays_byte_for_byte() -> None:
    kept = json.dumps(form(), ensure_ascii=False, indent=2).replace('"20"', "20.0", 1)
    same = list(document.written(kept).items())
    assert cells.put(kept, [*same, ("subject.leader", ""), ("answers.unspent.", ""), ("narrative.problems", "")], {}) == kept


@pytest.mark.parametrize(
    "cell",
    """format set year kind indicators indicators.r1.key indicators.r1.id indicators.r99.actual indicators.r1.nothing funds.gold.spent
    funds.total.source execution.rate subject. nonsense narrative.../x veto.x.item staff.posts.x""".split(),
)
def test_what_is_no_cell_is_refused_by_name(cell: str) -> None:
    with pytest.raises(Invalid) as refusal:
        cells.put(_kept(), [(cell, "1")], {})
    assert [place.where for place in refusal.value.places] == [cell]


def test_yes_and_no_are_all_that_a_flag_takes() -> None:
    put = cells.put(
        _kept(), [("indicators.r1.not_applicable", "是"), ("indicators.r2.items.有计划", "否"), ("execution.finished", "是")], {}
    )
    tree = json.loads(put)
    assert tree["indicators"][0]["not_applicable"] is True
    assert tree["indicators"][1]["items"] == {"有计划": False}
    with pytest.raises(Invalid):
        cells.put(_kept(), [("indicators.r1.core", "也许")], {})


def test_events_happen_so_often_or_not_at_all() -> None:
    none = cells.put(_kept(), [("indicators.r1.events", "[]")], {})
    assert json.loads(none)["indicators"][0]["events"] == []
    some = cells.put(none, [("indicators.r1.times.旷工", "2"), ("indicators.r1.times.迟到", "1")], {})
    assert json.loads(some)["indicators"][0]["events"] == [{"what": "旷工", "times": "2"}, {"what": "迟到", "times": "1"}]
    fewer = cells.put(some, [("indicators.r1.times.旷工", "")], {})
    assert json.loads(fewer)["indicators"][0]["events"] == [{"what": "迟到", "times": "1"}]
    cleared = cells.put(fewer, [("indicators.r1.events", "[]"), ("indicators.r1.times.迟到", "")], {})
    assert json.loads(cleared)["indicators"][0]["events"] == [], "that none happened is said in whatever order the page sends it"


def test_rows_are_added_below_moved_and_taken_away() -> None:
    added = cells.arrange(_kept(), Deed(doing=Doing.ADD, row="r2"), {})
    rows = json.loads(added)["indicators"]
    assert [row["id"] for row in rows] == ["r1", "r2", "r6", "r3", "r4", "r5"]
    assert (rows[2]["category"], rows[2]["aspect"]) == ("产出指标", "质量指标")
    moved = cells.arrange(added, Deed(doing=Doing.UP, row="r6"), {})
    assert [row["id"] for row in json.loads(moved)["indicators"]][:3] == ["r1", "r6", "r2"]
    gone = cells.arrange(moved, Deed(doing=Doing.REMOVE, row="r6"), {})
    assert document.written(gone) == document.written(_kept())


def test_a_row_that_the_set_requires_is_written_once_somebody_touches_it() -> None:
    lacking = {"r6": "staff_control_rate", "r7": "budget_rate"}
    assert cells.put(_kept(), [("indicators.r6.claimed", "")], lacking) == _kept()
    put = json.loads(cells.put(_kept(), [("indicators.r7.claimed", "5")], lacking))
    assert put["indicators"][5:] == [{"id": "r6", "key": "staff_control_rate"}, {"id": "r7", "key": "budget_rate", "claimed": "5"}]


def _send(client: Client, version: int, fields: dict[str, str], **headers: str) -> Any:
    csrf = client.http.headers.get("X-CSRF-Token", "")
    return client.post(PAGE, data={"csrf": csrf, "version": str(version), **fields}, headers={"Accept": "text/html", **headers})


def test_a_page_sends_cells_and_the_form_is_saved_as_by_the_api(at: At) -> None:
    filler = at("filler1")
    assert filler.put(API, 1, json=form()).status_code == 200
    sent = _send(filler, 2, {"indicators.r1.actual": "77人\r\n", "narrative.problems": "宣传不够", "do": "save"})
    assert (sent.status_code, sent.headers["location"]) == (303, PAGE)
    kept = filler.get(API).json()
    assert (kept["version"], kept["evaluation"]["indicators"][0]["actual"]) == (3, "77人\n")
    assert kept["evaluation"]["narrative"] == {"problems": "宣传不够"}
    assert 'value="77人' in filler.get(PAGE, headers={"Accept": "text/html"}).text


def test_a_locked_cell_is_refused_by_name_and_what_was_typed_is_shown_again(at: At, office: Office) -> None:
    filler = at("filler1")
    assert filler.put(API, 1, json=form()).status_code == 200
    lock(office, MINE, {"indicators.r1.target": "≥100人"})
    sent = _send(filler, 2, {"indicators.r1.target": "≥1人", "indicators.r2.actual": "87%<b>"})
    assert sent.status_code == 422
    assert "第1行“补助学生人数”的年度指标值" in sent.text
    assert 'value="87%&lt;b&gt;"' in sent.text
    assert filler.get(API).json()["version"] == 2
    told = _send(filler, 2, {"indicators.r1.target": "≥1人"}, **{"HX-Request": "true", "Accept": "*/*"}).json()
    assert (told["code"], told["places"][0]["where"]) == ("locked", "indicators[0].target")


def test_whoever_comes_too_late_sees_both_what_they_typed_and_what_stands_there(at: At) -> None:
    filler = at("filler1")
    assert filler.put(API, 1, json=form()).status_code == 200
    assert _send(filler, 2, {"indicators.r1.actual": "11"}).status_code == 303
    late = _send(filler, 2, {"indicators.r1.actual": "22", "indicators.r2.actual": "33%"})
    assert late.status_code == 409
    assert 'value="22"' in late.text
    assert "别人刚改成：11" in late.text
    assert "别人刚改成：100%" in late.text


def test_rows_of_the_approved_list_are_neither_moved_nor_taken_away(at: At, office: Office) -> None:
    filler = at("filler1")
    assert filler.put(API, 1, json=form()).status_code == 200
    lock(office, MINE, {"indicators.r1.target": "≥100人"})
    for deed in ("up:r1", "down:r1", "remove:r1"):
        assert "不能移动或删除" in _send(filler, 2, {"do": deed}).text
    assert _send(filler, 2, {"do": "remove:r2"}).status_code == 303
    assert [row["id"] for row in filler.get(API).json()["evaluation"]["indicators"]] == ["r1", "r3", "r4", "r5"]


@pytest.mark.parametrize(
    ("login", "status"),
    [("filler1", 200), ("checker1", 200), ("filler2", 404), ("department1", 403), ("auditor", 403), ("system", 403), ("third", 404)],
)
def test_who_sees_the_pages_of_a_draft(at: At, login: str, status: int) -> None:
    somebody = at(login)
    for path in ("form", "submit", "workbook", "preview"):
        answer = somebody.get(f"/evaluations/{MINE}/{path}", headers={"Accept": "text/html"})
        assert answer.status_code == status, (path, answer.text)


def test_only_a_filler_saves_and_only_with_the_token_of_the_page(at: At) -> None:
    assert _send(at("checker1"), 1, {"filled_on": "2026-03-01"}).status_code == 403
    filler = at("filler1")
    forged = filler.post(PAGE, data={"csrf": "x", "version": "1", "filled_on": "2026-03-01"}, headers={"Accept": "text/html"})
    assert forged.status_code == 403
    assert filler.get(API).json()["version"] == 1


def test_a_workbook_shows_its_differences_before_it_is_saved(at: At) -> None:
    filler = at("filler1")
    assert filler.put(API, 1, json=form()).status_code == 200
    csrf = filler.http.headers["X-CSRF-Token"]
    taken = filler.get(f"{API}/workbook").content
    address = f"/evaluations/{MINE}/workbook"
    same = filler.post(address, data={"csrf": csrf}, files={"file": ("自评表.xlsx", taken)}, headers={"Accept": "text/html"})
    assert same.status_code == 200, same.text
    assert "没有要改的" in same.text
    nothing = filler.post(address, data={"csrf": csrf}, files={"file": ("自评表.xlsx", b"x")}, headers={"Accept": "text/html"})
    assert nothing.status_code == 422
    assert "没有导入" in nothing.text


def test_a_figure_that_a_text_names_is_written_out_where_it_is_printed(at: At) -> None:
    filler = at("filler1")
    text = "执行率〔预算执行率〕，依据财预〔2020〕10号，〔没有这个〕。"
    assert filler.put(API, 1, json=form(narrative={"problems": text})).status_code == 200
    shown = filler.get(f"/evaluations/{MINE}/preview?template=yunnan.project.form14.2020", headers={"Accept": "text/html"})
    assert shown.status_code == 200
    report = filler.get(f"/evaluations/{MINE}/preview?template=cn.evaluation.report.2020", headers={"Accept": "text/html"}).text
    assert "执行率96.00%，依据财预〔2020〕10号，〔没有这个〕。" in report
    assert filler.get(API).json()["evaluation"]["narrative"]["problems"] == text
