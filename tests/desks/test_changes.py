"""改动 - Cells are named by their rows, a row that moves has not changed, and what says the same is the same."""

import copy
import json
from typing import Any

import pytest

from perfeval import evaluation
from perfeval.desks.changes import Lock, alike, cells, changed, place, plain, prove_locks, read_locks, title, write_locks
from perfeval.errors import Invalid
from perfeval.evaluation import Evaluation
from tests.service.filled import form, with_row


def read(tree: dict[str, Any]) -> Evaluation:
    """Return a form as it is read from JSON."""
    return evaluation.parse(json.dumps(tree))


def test_every_change_names_its_cell_with_old_and_new() -> None:
    old = form(narrative={"problems": "宣传不够"}, answers=[{"code": "unspent", "row": None, "words": "结余"}])
    new = with_row(form(narrative={"measures": "加强宣传"}), "r2", actual="99%", note="按季核对", evidence=[{"title": "名册", "page": "3"}])
    told = {each.cell: (each.old, each.new) for each in changed(read(old), read(new))}
    assert told == {
        "indicators.r2.actual": ("100%", "99%"),
        "indicators.r2.note": (None, "按季核对"),
        "indicators.r2.evidence": (None, '[{"title":"名册","page":"3"}]'),
        "narrative.measures": (None, "加强宣传"),
        "narrative.problems": ("宣传不够", None),
        "answers.unspent.": ("结余", None),
    }


def test_a_row_that_moves_has_not_changed_and_one_that_goes_has() -> None:
    moved = form()
    moved["indicators"].reverse()
    assert changed(read(form()), read(moved)) == ()
    gone = form()
    del gone["indicators"][4]
    told = changed(read(form()), read(gone))
    assert {each.row for each in told} == {"r5"}
    assert all(each.new is None for each in told)


def test_what_happened_never_and_what_was_not_written_are_two_things() -> None:
    silent, never = with_row(form(), "r1"), with_row(form(), "r1", events=[])
    assert [(each.cell, each.new) for each in changed(read(silent), read(never))] == [("indicators.r1.events", "[]")]
    unmet = with_row(form(), "r1", items={"有批复": False}, inputs={"在职人员数": "92"})
    assert [(each.cell, each.new) for each in changed(read(silent), read(unmet))] == [
        ("indicators.r1.inputs.在职人员数", "92"),
        ("indicators.r1.items.有批复", "否"),
    ]
    assert {each.row for each in changed(read(silent), read(unmet))} == {"r1"}


@pytest.mark.parametrize(
    ("written", "wanted", "same"),
    [
        ("20", "20.00", True),
        ("387,664.62", "387664.62", True),
        ("≥100人", "≥100人", True),
        ("≥100人", "≥101人", False),
        (None, None, True),
        (None, "", True),
        (None, "0", False),
        ("0", None, False),
    ],
)
def test_cells_are_alike_as_text_or_as_numbers(written: str | None, wanted: str | None, same: bool) -> None:
    assert alike(written, wanted) is same


def test_locks_are_kept_as_they_were() -> None:
    locks = {"indicators.r1.target": Lock(value="≥100人", source="批复的绩效目标"), "funds.total.spent": Lock(value=None, source="国库")}
    assert read_locks(write_locks(locks)) == locks


def test_every_locked_cell_that_differs_is_named_with_its_place() -> None:
    locks = {
        "indicators.r5.weight": Lock(value="10", source="批复的绩效目标"),
        "indicators.r9.target": Lock(value="≥1", source="批复的绩效目标"),
        "funds.total.adjusted": Lock(value="90000", source="预算"),
        "subject.unit": Lock(value="某县第二中学", source="项目库"),
    }
    with pytest.raises(Invalid) as refused:
        prove_locks(read(form()), locks)
    assert refused.value.code == "locked"
    assert [each.where for each in refused.value.places] == ["indicators", "funds[0].adjusted", "subject.unit"]
    assert refused.value.places[1].message == "“年度资金总额”的全年预算数应为“90000”（预算），写的是“100000.00”"
    assert refused.value.places[2].message.startswith("实施单位应为“某县第二中学”")


def test_a_form_without_locks_is_anybodys() -> None:
    prove_locks(read(form()), {})
    with pytest.raises(Invalid):
        prove_locks(read(form()), {"subject.unit": Lock(value="另一个单位", source="项目清单")})


def test_places_and_titles_of_cells() -> None:
    whole = read(form())
    assert place(whole, "indicators.r3.actual") == "indicators[2].actual"
    assert title(whole, "indicators.r3.actual") == "第3行“活动按期开展率”的实际完成值"
    assert title(whole, "execution.weight") == "资金行的分值"
    assert title(whole, "nothing") == "nothing"


def test_rows_are_written_as_their_file_has_them() -> None:
    given = with_row(form(), "r1", evidence=[{"title": "名册"}], events=[], inputs={"a": "1"}, core=True, band=2)
    whole = read(given)
    again = copy.deepcopy(given)
    again["indicators"] = [plain(row) for row in whole.indicators]
    again["funds"] = [plain(row) for row in whole.funds]
    assert cells(read(again)) == cells(whole)
    assert read(again) == whole
