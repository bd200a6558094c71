"""成批定分和办结 - Many items of a sample are decided or closed at once, each as it would be alone; what cannot be says why."""

import re

from sqlalchemy import update

from perfeval.accounts import moved
from perfeval.desks.review.items import OBJECTION_DAYS
from perfeval.store import tables
from perfeval.web.office import Office
from tests.service.browsing import see, send
from tests.service.client import Client
from tests.service.county import EVALUATIONS, NOW, ROUND, id_of
from tests.service.filed_forms import with_claim_below
from tests.service.reviewing import (
    AGREED,
    LESS,
    LONG,
    SAMPLED,
    At,
    Json,
    assigned,
    draw,
    file_all,
    handed_in,
    item,
    judged,
    on_item,
    on_sample,
    rate_work,
    reviewed,
    saved,
    sent,
)


def at_once(client: Client, sample: str, action: str, *wanted: Json) -> Json:
    """Do something to items of a sample in their present versions, and return the answer with its status."""
    items = [{"id": each["id"], "version": item(client, each["id"])["version"]} for each in wanted]
    answer = client.post(f"/api/v1/samples/{sample}/actions/{action}", json={"items": items})
    return {"status": answer.status_code, **answer.json()}


def confirmed(client: Client, sampled: str) -> None:
    """Have the rating of the work confirmed."""
    version = item(client, sampled)["version"]
    assert client.put(f"/api/v1/sampled/{sampled}/quality", version, json={"confirm": True}).status_code == 200


def journal_of(at: At, unit: str, sampled: str) -> list[str]:
    """Return what the journal says was done to an item."""
    about = f"evaluations/{EVALUATIONS[unit]}/sampled/{sampled}"
    return [each["action"] for each in at("auditor").get(f"/api/v1/journal?about={about}").json()["items"]]


def why(told: Json) -> dict[str, list[str]]:
    """Return by its id why what was refused was refused."""
    return {each["id"]: each["why"] for each in told["items"] if not each["done"]}


def test_items_that_one_person_reviewed_are_decided_at_once_and_the_others_say_why_not(at: At, office: Office) -> None:
    rate_work(office)
    units = ("school1", "school2", "farm1", "farm2")
    items = sent(at, *units)
    for unit in ("school1", "farm1"):
        reviewed(at, items[unit]["id"], "third", LESS)
    reviewed(at, items["school2"]["id"], "third", AGREED)
    reviewed(at, items["school2"]["id"], "department2", AGREED)
    head = at("head")
    for unit in ("school1", "school2"):
        confirmed(head, items[unit]["id"])
    told = at_once(head, items["school1"]["sample"], "decide", *(items[unit] for unit in units))
    assert (told["status"], told["total"], told["done"]) == (200, 4, 1)
    assert why(told) == {
        items["school2"]["id"]: ["2个人的意见须选一份，请打开这一项定分"],
        items["farm1"]["id"]: ["自评工作质量评级还没有确认"],
        items["farm2"]["id"]: ["这一项已下发，复核中的才能定分"],
    }
    seen = {unit: item(head, items[unit]["id"]) for unit in units}
    assert (seen["school1"]["state"], seen["school1"]["reviewed_total"], seen["school1"]["decision"]) == ("decided", "97.60", 1)
    assert [seen[unit]["state"] for unit in units[1:]] == ["reviewing", "reviewing", "sent"]
    assert journal_of(at, "school1", items["school1"]["id"])[-1] == "sampled.decide"
    assert "sampled.decide" not in journal_of(at, "farm1", items["farm1"]["id"])


def test_a_review_that_was_not_handed_in_a_stale_version_and_another_sample_are_refused_each_in_words(at: At) -> None:
    items = sent(at, "school1", "farm1", "farm2")
    sample = items["school1"]["sample"]
    head = at("head")
    unfinished = assigned(at, items["school1"]["id"], "third")[0]["id"]
    assert saved(at("third"), unfinished, LESS).status_code == 200
    reviewed(at, items["farm1"]["id"], "third", LESS)
    wanted = [{"id": items[unit]["id"], "version": 1} for unit in ("school1", "farm1")]
    stale = head.post(f"/api/v1/samples/{sample}/actions/decide", json={"items": wanted}).json()
    assert [each["code"] for each in stale["items"]] == ["version-conflict", "version-conflict"]
    assert why(at_once(head, sample, "decide", items["school1"])) == {items["school1"]["id"]: ["第三方评审人third还没有交回复核意见"]}
    assert handed_in(at("third"), unfinished).status_code == 200
    assert at_once(head, sample, "decide", items["school1"], items["farm1"])["done"] == 2
    again = at_once(head, sample, "decide", items["school1"])
    assert why(again) == {items["school1"]["id"]: ["这一项已定，复核中的才能定分"]}
    file_all(at, ("school2",))
    other = draw(at)
    assert why(at_once(head, other["id"], "decide", items["farm2"])) == {items["farm2"]["id"]: ["不在这个抽查批中"]}
    strange = head.post(f"/api/v1/samples/{sample}/actions/decide", json={"items": [{"id": id_of("nothing"), "version": 1}]}).json()
    assert strange["items"][0]["code"] == "item-not-found"
    assert head.post(f"/api/v1/samples/{sample}/actions/decide", json={"items": []}).status_code == 422


def test_what_is_above_the_self_score_waits_for_its_signature_as_when_decided_alone(at: At) -> None:
    filler, mine = at("filler1"), EVALUATIONS["school1"]
    assert filler.put(f"/api/v1/evaluations/{mine}", 1, json=with_claim_below()).status_code == 200
    assert filler.act(mine, "submit", 2).status_code == 200
    sample = draw(at)
    assert on_sample(at("reviewer"), sample, "send").status_code == 200
    own = at("reviewer").get(SAMPLED).json()["items"][0]
    reviewed(at, own["id"], "third", judged(r1={"actual": "100", "words": LONG}))
    assert at_once(at("reviewer"), sample["id"], "decide", own)["done"] == 1
    assert item(at("reviewer"), own["id"])["state"] == "signing"


def test_items_that_are_settled_are_closed_at_once_and_the_others_say_why_not(at: At, office: Office) -> None:
    items = sent(at, "school1", "school2", "farm1", "farm2")
    head, sample = at("head"), items["school1"]["sample"]
    for each in items.values():
        reviewed(at, each["id"], "third", AGREED)
    assert at_once(head, sample, "decide", *items.values())["done"] == 4
    for unit in ("school1", "school2", "farm1"):
        assert on_item(head, items[unit]["id"], "release").status_code == 200
    assert on_item(at("filler1"), items["school1"]["id"], "accept").status_code == 200
    with office.store.writing(NOW) as tx:
        silent = update(tables.sampled).where(tables.sampled.c.id == items["school2"]["id"])
        tx.connection.execute(silent.values(released=moved(NOW, days=-OBJECTION_DAYS)))
    told = at_once(head, sample, "close", *items.values())
    assert (told["status"], told["done"]) == (200, 2)
    assert why(told) == {
        items["farm1"]["id"]: ["提出异议的期限还没有过，单位也没有确认"],
        items["farm2"]["id"]: ["这一项已定，已反馈、已确认、已答复的才能办结"],
    }
    assert [item(head, items[unit]["id"])["state"] for unit in ("school1", "school2")] == ["closed", "closed"]
    assert journal_of(at, "school1", items["school1"]["id"])[-1] == "sampled.close"


def test_nobody_but_those_who_steer_decides_or_closes_at_once(at: At) -> None:
    items = sent(at, "school1")
    mine = items["school1"]
    for login in ("third", "auditor", "filler1", "finance"):
        for action in ("decide", "close"):
            given = {"items": [{"id": mine["id"], "version": mine["version"]}]}
            assert at(login).post(f"/api/v1/samples/{mine['sample']}/actions/{action}", json=given).status_code == 403, login


def test_the_bureau_sees_the_self_score_from_the_draw_on_and_others_beside_the_second_one(at: At) -> None:
    mine = sent(at, "school1")["school1"]
    review = assigned(at, mine["id"], "third")[0]["id"]
    for login in ("reviewer", "auditor"):
        for address in (SAMPLED, f"/api/v1/samples/{mine['sample']}/items"):
            listed = at(login).get(address).json()["items"][0]
            assert (listed["self_total"], listed["self_grade"], listed["reviewed_total"]) == ("99.60", "优", None)
    page = see(at("reviewer"), f"/rounds/{ROUND}/sampled").text
    assert re.search(r'99\.60 <span class="soft">优</span>', page)
    third = at("third")
    assert [third.get(SAMPLED).json()["items"][0][name] for name in ("self_total", "self_grade")] == [None, None]
    assert saved(third, review, LESS).status_code == 200
    assert handed_in(third, review).status_code == 200
    assert on_item(at("head"), mine["id"], "decide", review=review).json()["self_total"] == "99.60"
    assert at("filler1").get(SAMPLED).json()["total"] == 0
    assert on_item(at("head"), mine["id"], "release").status_code == 200
    told = at("filler1").get(SAMPLED).json()["items"][0]
    assert (told["self_total"], told["self_grade"], told["reviewed_total"]) == ("99.60", "优", "97.60")


def test_a_round_that_is_not_closed_says_of_every_state_what_to_do(at: At) -> None:
    items = sent(at, "school1", "school2", "farm1", "farm2")
    head = at("head")
    for unit in ("school1", "school2"):
        reviewed(at, items[unit]["id"], "third", AGREED)
    assert at_once(head, items["school1"]["sample"], "decide", items["school1"])["done"] == 1
    assert on_item(head, items["school1"]["id"], "release").status_code == 200
    assert on_item(at("filler1"), items["school1"]["id"], "object", objections=[{"words": "有九十八人"}]).status_code == 200
    version = head.get(f"/api/v1/rounds/{ROUND}").json()["version"]
    refused = head.post(f"/api/v1/rounds/{ROUND}/actions/close", headers={"If-Match": f'"{version}"'}).json()
    assert refused["why"] == [
        "还有2项抽查项已下发：还没有人动手的请在抽查批里按“收回”，要复核的等复核人交回，再定分、反馈",
        "还有1项抽查项复核中：请等复核人交回，再定分、反馈",
        "还有1项抽查项有异议：请逐条答复异议；另行定分的，定分以后再反馈",
    ]


def test_the_page_decides_what_is_ticked_shows_what_came_of_each_and_keeps_the_refused_ones_ticked(at: At) -> None:
    items = sent(at, "school1", "farm1", "farm2")
    for unit in ("school1", "farm1"):
        reviewed(at, items[unit]["id"], "third", LESS)
    reviewer, sample = at("reviewer"), items["school1"]["sample"]
    page = see(reviewer, f"/samples/{sample}").text
    assert all(words in page for words in (">按复核意见定分</button>", ">分派</button>"))
    assert ">办结</button>" not in page
    ids = [each["id"] for each in items.values()]
    versions = dict(re.findall(r'name="(version:\w+)" value="(\d+)"', page))
    done = send(reviewer, f"/samples/{sample}/items/decide", chosen=ids, **versions)
    assert done.status_code == 200
    assert all(words in done.text for words in ("按复核意见定分：2项已办理，1项没有", "这一项已下发，复核中的才能定分"))
    assert re.findall(r'name="chosen" value="(\w+)"[^>]* checked', done.text) == [items["farm2"]["id"]]
    bare = send(reviewer, f"/samples/{sample}/items/decide")
    assert (bare.status_code, "请先勾选要按复核意见定分的项" in bare.text) == (422, True)
    for unit in ("school1", "farm1"):
        assert on_item(reviewer, items[unit]["id"], "release").status_code == 200
        assert on_item(at({"school1": "filler1", "farm1": "filler3"}[unit]), items[unit]["id"], "accept").status_code == 200
    page = see(reviewer, f"/samples/{sample}").text
    versions = dict(re.findall(r'name="(version:\w+)" value="(\d+)"', page))
    shut = send(reviewer, f"/samples/{sample}/items/close", chosen=ids[:2], **versions)
    assert "办结：2项已办理<" in shut.text
    assert " checked" not in shut.text.partition('class="list"')[2]
    assert {item(reviewer, each)["state"] for each in ids[:2]} == {"closed"}
