"""反馈以后 - The unit objects row by row with materials, the bureau answers or decides anew; what is wrong is put right, also next year."""

import json
from dataclasses import replace

from sqlalchemy import insert, update

from perfeval.store import rounds, tables
from perfeval.web.office import Office
from tests.files import made
from tests.service.client import Client
from tests.service.county import EVALUATIONS, NOW, ROUND, UNITS, id_of
from tests.service.reviewing import AGREED, LESS, At, Json, item, on_item, reviewed, sent

DEMAND: Json = {"words": "补做调查", "owner": "教务处", "deadline": "2026-04-30"}
"""整改要求 - Something that is asked to be put right."""


def told(at: At, unit: str = "school1") -> str:
    """Have an item of a unit reviewed, decided and released, and return its id."""
    mine: str = sent(at, unit)[unit]["id"]
    review = reviewed(at, mine, "third", LESS)
    head = at("head")
    assert on_item(head, mine, "decide", review=review).status_code == 200
    assert on_item(head, mine, "release").status_code == 200
    return mine


def uploaded(client: Client, sampled: str) -> str:
    """Have somebody hand a material in and return its id."""
    files = {"file": ("花名册.pdf", made.pdf())}
    answer = client.post(f"/api/v1/sampled/{sampled}/evidence", data={"title": "花名册"}, files=files)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def demanded(client: Client, sampled: str, **more: object) -> Json:
    """Have something asked to be put right, and return it."""
    body = {"words": "补做满意度调查", "owner": "教务处", "deadline": "2026-04-30", **more}
    answer = client.post(f"/api/v1/sampled/{sampled}/rectifications", json=body)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


def on_rectification(client: Client, rectification: str, action: str, **body: object) -> Json:
    """Do something to a rectification in its present version."""
    address = f"/api/v1/rectifications/{rectification}"
    version = client.get(address).json()["version"]
    answer = client.post(f"{address}/actions/{action}", json=body, headers={"If-Match": f'"{version}"'})
    return {"status": answer.status_code, **answer.json()}


def test_the_unit_objects_by_row_with_its_materials_and_every_objection_is_answered(at: At) -> None:
    mine = told(at)
    filler, head = at("filler1"), at("head")
    proof = uploaded(filler, mine)
    assert on_item(filler, mine, "object").status_code == 422
    wrong = on_item(filler, mine, "object", objections=[{"row": "r9", "words": "不对", "proof": [id_of("nothing")]}])
    assert [each["where"] for each in wrong.json()["places"]] == ["row", "proof"]
    said = on_item(filler, mine, "object", objections=[{"row": "r1", "words": "花名册有一百人", "proof": [proof]}, {"words": "请面谈"}])
    assert (said.status_code, said.json()["state"]) == (200, "objected")
    listed = head.get(f"/api/v1/sampled/{mine}/objections").json()
    assert [(each["row"], each["proof"], each["answer"]) for each in listed["items"]] in (
        [("r1", [proof], None), (None, [], None)],
        [(None, [], None), ("r1", [proof], None)],
    )
    assert head.get(f"/api/v1/sampled/{mine}/evidence/{proof}/file").status_code == 200
    button = next(each for each in item(head, mine)["actions"] if each["action"] == "answer")
    assert button["to"] == ["answered", "reviewing"]
    ids = [each["id"] for each in listed["items"]]
    assert on_item(head, mine, "answer", answers=[{"objection": ids[0], "words": "维持"}]).status_code == 422
    both = [{"objection": each, "words": "核对后维持"} for each in ids]
    answered = on_item(head, mine, "answer", answers=both)
    assert (answered.status_code, answered.json()["state"]) == (200, "answered")
    seen = filler.get(f"/api/v1/sampled/{mine}/objections").json()["items"]
    assert {(each["answer"], each["answered_by"]) for each in seen} == {("核对后维持", "财政负责人head")}
    closed = on_item(head, mine, "close").json()
    assert (closed["state"], closed["closed"]) == ("closed", NOW)
    about = f"evaluations/{EVALUATIONS['school1']}/sampled/{mine}"
    deeds = [each["action"] for each in at("auditor").get(f"/api/v1/journal?about={about}&size=200").json()["items"]]
    assert deeds[-4:] == ["sampled.material", "sampled.object", "sampled.answer", "sampled.close"]


def test_an_answer_leads_to_a_new_decision_that_the_unit_sees_once_it_is_released(at: At) -> None:
    mine = told(at)
    filler, head = at("filler1"), at("head")
    assert on_item(filler, mine, "object", objections=[{"row": "r1", "words": "花名册有一百人"}]).status_code == 200
    objection = head.get(f"/api/v1/sampled/{mine}/objections").json()["items"][0]["id"]
    again = on_item(head, mine, "answer", answers=[{"objection": objection, "words": "有道理"}], to="reviewing").json()
    assert (again["state"], again["decision"], again["reviewed_total"]) == ("reviewing", None, None)
    assert filler.get(f"/api/v1/sampled/{mine}/decision").json()["number"] == 1, "what the unit was told stays until it is told anew"
    assert filler.get(f"/api/v1/evaluations/{EVALUATIONS['school1']}").json()["final"]["total"] == "97.60"
    assert on_item(head, mine, "decide", document=AGREED).json()["decision"] == 2
    assert item(filler, mine)["reviewed_total"] is None
    assert on_item(head, mine, "release").status_code == 200
    assert filler.get(f"/api/v1/sampled/{mine}/decision").json()["number"] == 2
    assert filler.get(f"/api/v1/evaluations/{EVALUATIONS['school1']}").json()["final"]["total"] == "99.60"
    assert on_item(filler, mine, "accept").status_code == 200


def test_nobody_else_objects_and_nothing_is_handed_in_before_the_release(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    files = {"file": ("花名册.pdf", made.pdf())}
    assert at("filler1").post(f"/api/v1/sampled/{mine}/evidence", data={"title": "花名册"}, files=files).status_code == 404
    assert at("head").post(f"/api/v1/sampled/{mine}/evidence", data={"title": "花名册"}, files=files).status_code == 403
    assert at("head").post(f"/api/v1/sampled/{mine}/rectifications", json=DEMAND).status_code == 409
    assert on_item(at("head"), mine, "object", objections=[{"words": "不对"}]).status_code == 403


def test_what_is_wrong_is_put_right_by_the_unit_and_confirmed_by_the_bureau(at: At, office: Office) -> None:
    mine = told(at)
    filler, head = at("filler1"), at("head")
    late = head.post(f"/api/v1/sampled/{mine}/rectifications", json={**DEMAND, "deadline": "2026-03-01"})
    assert late.json()["places"][0]["where"] == "deadline"
    assert at("reviewer").post(f"/api/v1/sampled/{mine}/rectifications", json={**DEMAND, "problem": id_of("none")}).status_code == 422
    first = demanded(head, mine)
    assert [each["action"] for each in filler.get(f"/api/v1/rectifications/{first['id']}").json()["actions"]] == ["report"]
    assert filler.post(f"/api/v1/sampled/{mine}/rectifications", json=DEMAND).status_code == 403
    assert on_rectification(filler, first["id"], "report", report="已补做")["status"] == 422, "without a proof"
    proof = uploaded(filler, mine)
    reported = on_rectification(filler, first["id"], "report", report="已补做", proof=[proof])
    assert (reported["state"], reported["report"], reported["proof"]) == ("reported", "已补做", [proof])
    assert on_rectification(filler, first["id"], "confirm")["status"] == 403
    assert on_rectification(head, first["id"], "return")["status"] == 422
    back = on_rectification(head, first["id"], "return", reason="样本只有五人")
    assert (back["state"], back["returned"]) == ("open", "样本只有五人")
    assert on_rectification(filler, first["id"], "report", report="样本一百人", proof=[proof])["returned"] is None
    office.clock = lambda: "2026-05-02T00:00:00Z"
    clerk, chief = at("filler1"), at("head")
    listed = f"/api/v1/rounds/{ROUND}/rectifications"
    assert [each["overdue"] for each in clerk.get(f"{listed}?overdue=1").json()["items"]] == [True]
    assert on_rectification(chief, first["id"], "confirm")["state"] == "done"
    assert clerk.get(f"{listed}?overdue=1").json()["total"] == 0
    done = clerk.get(f"{listed}?state=done&unit={UNITS['school1'].id}").json()["items"][0]
    assert (done["words"], done["unit_name"], done["overdue"]) == ("补做满意度调查", "某县第一中学", False)
    assert at("filler3").get(listed).json()["total"] == 0
    assert at("department1").get(listed).json()["total"] == 1


def test_what_last_year_left_open_is_shown_in_this_years_form_and_in_its_review(at: At, office: Office) -> None:
    mine = told(at)
    demanded(at("head"), mine)
    this_year, form = id_of("this year"), EVALUATIONS["school1"]
    assert at("filler1").get(f"/api/v1/evaluations/{form}").json()["rectifications"] == []
    with office.store.writing(NOW) as tx:
        known = rounds.load(tx.connection, ROUND, ("/",))
        assert known is not None
        rounds.add(tx.connection, replace(known, id=this_year, year=2024, title="上年批次"))
        tx.connection.execute(update(tables.samples).values(round=this_year))
        units = [{"round": this_year, "unit": each.id, "name": each.title, "kind": each.kind, "path": each.path} for each in UNITS.values()]
        tx.connection.execute(insert(tables.round_units), units)
    left = at("filler1").get(f"/api/v1/evaluations/{form}").json()["rectifications"]
    assert [(each["year"], each["words"], each["state"]) for each in left] == [(2024, "补做满意度调查", "open")]
    assert at("filler3").get(f"/api/v1/evaluations/{EVALUATIONS['farm1']}").json()["rectifications"] == []
    assert json.dumps(left, ensure_ascii=False).count("教务处") == 1
    again = at("reviewer").post(f"/api/v1/rounds/{ROUND}/samples", json={"title": "本年抽查", "plan": {"seed": "1", "quota": {}}})
    sampled = at("reviewer").get(f"/api/v1/samples/{again.json()['id']}/items").json()["items"][0]["id"]
    assert [each["words"] for each in item(at("reviewer"), sampled)["rectifications"]] == ["补做满意度调查"]
