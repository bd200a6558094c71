"""填报中的比对 - Texts are compared with what others submitted and with the lists of the round; nothing of others is shown."""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import event, insert

from perfeval.store import tables
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS, NOW, ROUND, id_of
from tests.service.filing_rows import another, change, change_round, row
from tests.service.filled import form
from tests.service.lists import bring
from tests.service.test_history import HEAD

At = Callable[[str], Client]
MINE, OTHER = EVALUATIONS["school1"], EVALUATIONS["school2"]
WORK = "组织技术人员逐间排查教室的线路和门窗，登记破损课桌椅，更换老化灯具，修补漏雨屋面，学生上课不再受影响，家长也能放心"
TASKS = "按照月度计划清点库房，核对馆藏图书的编号和破损情况，补录缺失书目，重新上架，并向读者公布开放时间和借阅办法"
OTHERS = "另有一段只有第二中学自己知道的话"


def told(answer: Any, code: str) -> list[str]:
    """Return the messages of a code that an answer tells."""
    return [each["message"] for each in answer["scorecard"]["findings"] if each["code"] == code]


def written(at: At, unit: str, text: str, version: int = 1, **changes: Any) -> Any:
    """Save the form of a unit with a text, and return the answer."""
    filler = at(f"filler{list(EVALUATIONS).index(unit) + 1}")
    saved = filler.put(f"/api/v1/evaluations/{EVALUATIONS[unit]}", version, json=form(unit, narrative={"conclusion": text}, **changes))
    assert saved.status_code == 200, saved.text
    return saved.json()


def submitted(at: At, unit: str, text: str, version: int = 1, **changes: Any) -> None:
    """Save and submit the form of a unit."""
    saved = written(at, unit, text, version, **changes)
    done = at(f"filler{list(EVALUATIONS).index(unit) + 1}").act(EVALUATIONS[unit], "submit", saved["version"])
    assert done.status_code == 200, done.text


def test_a_paragraph_of_a_submitted_report_is_told_by_unit_and_title_alone(at: At) -> None:
    submitted(at, "school2", f"{WORK}。\n{OTHERS}。")
    saved = written(at, "school1", f"情况如下。\n{WORK}，共8间。")
    (message,) = told(saved, "boilerplate")
    assert "某县第二中学《某县第二中学运转补助》" in message
    assert f"{WORK}，共8间。" in message, "one's own words are quoted"
    assert OTHERS not in json.dumps(saved, ensure_ascii=False)
    assert next(each for each in saved["actions"] if each["action"] == "submit")["allowed"] is False


def test_the_answer_goes_to_the_reviewer_with_the_finding(at: At) -> None:
    submitted(at, "school2", f"{WORK}。")
    answers = [{"code": "boilerplate", "row": None, "words": "两校由教育局统一维修"}]
    submitted(at, "school1", f"{WORK}。", answers=answers)
    seen = at("department1").get(f"/api/v1/evaluations/{MINE}").json()
    assert len(told(seen, "boilerplate")) == 1
    assert seen["evaluation"]["answers"] == answers
    frozen = at("department1").get(f"/api/v1/evaluations/{MINE}/submissions/1").json()
    assert len(told(frozen, "boilerplate")) == 1


def test_drafts_are_nobodys_business_and_what_was_taken_back_is_a_draft_again(at: At) -> None:
    written(at, "school2", f"{WORK}。")
    assert told(written(at, "school1", f"{WORK}。"), "boilerplate") == []
    filler = at("filler2")
    assert filler.act(OTHER, "submit", 2).status_code == 200
    assert len(told(written(at, "school1", f"{WORK}。", 2), "boilerplate")) == 1
    assert filler.act(OTHER, "withdraw", 3).status_code == 200
    assert told(written(at, "school1", f"{WORK}。", 3), "boilerplate") == []


def test_what_was_submitted_since_the_save_is_told_before_the_submission(at: At) -> None:
    written(at, "school1", f"{WORK}。")
    submitted(at, "school2", f"{WORK}。")
    refused = at("filler1").act(MINE, "submit", 2)
    assert (refused.status_code, refused.json()["code"]) == (409, "not-allowed")
    assert any("某县第二中学" in why for why in refused.json()["why"])


def test_who_was_first_is_not_told_of_who_came_later(at: At) -> None:
    submitted(at, "school2", f"{WORK}。")
    submitted(at, "school1", f"{WORK}。", answers=[{"code": "boilerplate", "row": None, "words": "统一维修"}])
    first = at("department1").get(f"/api/v1/evaluations/{OTHER}?trace=1").json()
    assert told(first, "boilerplate") == []
    later = at("department1").get(f"/api/v1/evaluations/{MINE}?trace=1").json()
    assert len(told(later, "boilerplate")) == 1


def test_a_report_is_not_compared_with_itself_nor_with_the_parts_of_its_project(at: At, office: Office) -> None:
    submitted(at, "school1", f"{WORK}。")
    given = {"reason_code": "other", "reason": "补充情况"}
    assert at("checker1").act(MINE, "return", 3, **given).status_code == 200
    part = another(office, OTHER, "a part", project=row(office, MINE).project, part_of=MINE)
    assert told(written(at, "school1", f"{WORK}。", 4), "boilerplate") == []
    saved = at("filler2").put(f"/api/v1/evaluations/{part}", 1, json=form("school2", narrative={"conclusion": f"{WORK}。"}))
    assert told(saved.json(), "boilerplate") == []


def test_a_submission_takes_the_place_of_the_one_before(at: At) -> None:
    submitted(at, "school2", f"{WORK}。")
    assert at("filler2").act(OTHER, "withdraw", 3).status_code == 200
    submitted(at, "school2", f"{TASKS}。", 4)
    saved = written(at, "school1", f"{WORK}。\n{TASKS}。")
    assert ["库房" in each for each in told(saved, "boilerplate")] == [True]


def test_last_years_report_on_the_same_project_is_compared(at: At, office: Office) -> None:
    submitted(at, "school2", f"{WORK}。")
    past, mine = row(office, OTHER), row(office, MINE)
    with office.store.writing(NOW) as tx:
        kept = tx.connection.execute(tables.rounds.select()).one()._mapping
        tx.connection.execute(insert(tables.rounds).values({**kept, "id": id_of("past"), "year": 2024}))
        project = tx.connection.execute(tables.projects.select().where(tables.projects.c.id == mine.project)).one()._mapping
        tx.connection.execute(insert(tables.identities).values(id=id_of("past project")))
        tx.connection.execute(insert(tables.projects).values({**project, "id": id_of("past project"), "round": id_of("past")}))
    change(office, past.id, project=id_of("past project"), round=id_of("past"), title=mine.title)
    with office.store.writing(NOW) as tx:
        tx.connection.execute(tables.paragraph_keys.delete())
    (message,) = told(written(at, "school1", f"{WORK}。"), "boilerplate")
    assert "2024年度" in message


def test_names_of_other_units_are_told_and_those_above_and_mentioned_ones_are_not(at: At) -> None:
    text = "某县第二中学高度重视本项目。\n某县教育体育局加强指导。\n会同某县第二中学开展活动。"
    (message,) = told(written(at, "school1", text), "foreign-name")
    assert "某县第二中学高度重视" in message
    assert told(written(at, "school1", "某县第一中学高度重视本项目。", 2), "foreign-name") == []


def test_a_project_that_an_import_brings_is_known_at_once(at: At) -> None:
    text = "图书馆书架更新改造工程全部完成。"
    assert told(written(at, "school1", text), "foreign-name") == []
    rows = (HEAD, ("P900", "图书馆书架更新改造工程", "school2", 100000, 100000))
    assert bring(at("finance"), ROUND, "projects", rows).status_code == 200
    (message,) = told(written(at, "school1", text, 2), "foreign-name")
    assert "某县第二中学" in message


def test_counts_of_another_unit_in_a_copied_paragraph_are_told(at: At) -> None:
    submitted(at, "school2", f"{WORK}，更换课桌椅326套，惠及学生100人。")
    counts = told(written(at, "school1", f"{WORK}，更换课桌椅326套，惠及学生100人。"), "foreign-name")
    assert ["326套" in each and "100人" not in each.partition("：")[0] for each in counts] == [True], "100 is the form's own figure"
    assert told(written(at, "school1", f"{WORK}，更换课桌椅118套。", 2), "foreign-name") == []


def test_a_text_longer_than_the_form_of_the_round_allows_is_told(at: At, office: Office) -> None:
    assert told(written(at, "school1", "好" * 201), "section-length") == []
    change_round(office, templates=json.dumps({"project": ["sichuan.project.form.2022"]}))
    (message,) = told(written(at, "school1", "好" * 201, 2), "section-length")
    assert "201字，表式规定不超过200字" in message


def test_a_round_may_switch_comparing_off(at: At, office: Office) -> None:
    change_round(office, text_off=json.dumps(["boilerplate", "foreign-name"]))
    submitted(at, "school2", f"{WORK}。")
    saved = written(at, "school1", f"{WORK}。\n某县第二中学高度重视本项目。")
    assert (told(saved, "boilerplate"), told(saved, "foreign-name")) == ([], [])


def test_a_save_asks_the_same_however_many_reports_there_are(at: At, office: Office) -> None:
    asked: list[str] = []
    event.listen(office.store.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    written(at, "school1", f"{TASKS}。")
    asked.clear()
    written(at, "school1", f"{TASKS}。", 2)
    alone = len(asked)
    for unit in ("school2", "farm1", "farm2"):
        submitted(at, unit, f"{WORK}。", answers=[{"code": "boilerplate", "row": None, "words": "统一维修"}])
    asked.clear()
    written(at, "school1", f"{WORK}。", 3)
    assert len(asked) <= alone + 1, "one question more, for the paragraphs that share a key"
    assert not any("document" in each and "paragraph" in each for each in asked)
