"""复核的网页 - What browsers need not show of the pages of a review: plans read as people write them, what is refused, what is kept."""

import re

import pytest

from perfeval.web.office import Office
from tests.service.access_places import FILE
from tests.service.browsing import see, send
from tests.service.client import Client
from tests.service.county import EVALUATIONS, ROUND, id_of
from tests.service.filed_forms import with_claim_below
from tests.service.filled import form
from tests.service.reviewing import (
    AGREED,
    LONG,
    ROWS,
    SAMPLES,
    At,
    assigned,
    draw,
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
from tests.service.reviewing import file_all as filed

pytestmark = pytest.mark.usefixtures("rating_round")
HOSTILE = '<script>alert("1")</script>'
NEW = f"/rounds/{ROUND}/samples/new"
PLAN = {"title": "2025年度抽查", "seed": "双色球2026028", "quota": "50%", "drawing": "random", "strata": "department", "over": "12"}


@pytest.fixture
def rating_round(office: Office) -> None:
    """A round that rates the work by the shipped rules."""
    rate_work(office)


def seen_mark(page: str) -> str:
    """Return what a look at a plan leaves in the form, so that only that plan is drawn by."""
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found
    return found[1].replace("&#34;", '"').replace("&quot;", '"')


def confirmed(client: Client, sampled: str) -> None:
    """Have the rating of the work confirmed, so that the item can be decided."""
    version = str(item(client, sampled)["version"])
    assert send(client, f"/sampled/{sampled}/quality", version=version, go="confirm").status_code == 303


def test_a_look_beforehand_writes_nothing_and_only_the_plan_that_was_looked_at_is_drawn_by(at: At) -> None:
    filed(at)
    reviewer = at("reviewer")
    look = send(reviewer, NEW, **PLAN, go="look")
    assert look.status_code == 200
    assert all(words in look.text for words in ("各层", "某县教育体育局", "抽样框散列", "双色球2026028"))
    assert reviewer.get(SAMPLES).json()["total"] == 0
    changed = send(reviewer, NEW, **{**PLAN, "seed": "另一个"}, seen=seen_mark(look.text), go="draw")
    assert "方案在上次预览之后改过" in changed.text
    assert reviewer.get(SAMPLES).json()["total"] == 0
    drawn = send(reviewer, NEW, **PLAN, seen=seen_mark(look.text), go="draw")
    assert drawn.status_code == 303
    page = see(reviewer, drawn.headers["location"]).text
    sample = reviewer.get(SAMPLES).json()["items"][0]
    assert all(words in page for words in ("抽样方法与局限", "双色球2026028", sample["frame_sha256"], "入样概率"))
    plan = reviewer.get(f"/api/v1/samples/{sample['id']}").json()["plan"]
    assert (plan["quota"]["share"], plan["over"], plan["strata"]) == ("1/2", 12_000_000, ["department"])


def test_what_cannot_be_read_of_a_plan_is_told_beside_what_was_typed(at: At) -> None:
    filed(at)
    wrong = {"title": "", "seed": "种子", "quota": "一半", "bands": "很多", "drawing": "random", "named": "530000250001", "go": "look"}
    page = send(at("reviewer"), NEW, **wrong)
    assert page.status_code == 422
    assert all(words in page.text for words in ("“一半”读不出抽多少", "“很多”不是金额", 'value="一半"', 'value="很多"'))
    named = send(at("reviewer"), NEW, **{**wrong, "quota": "全部", "bands": ""})
    assert named.status_code == 422
    assert "请填写抽查名称" in named.text or "请填写" in named.text


def test_items_are_given_to_a_reviewer_many_at_once_and_those_of_their_own_unit_are_told_apart(at: At) -> None:
    filed(at)
    reviewer = at("reviewer")
    sample = reviewer.post(SAMPLES, json={"title": "抽查", "plan": {"seed": "1", "quota": {}}}).json()
    listed = reviewer.get(f"/api/v1/samples/{sample['id']}/items").json()["items"]
    ids = [each["id"] for each in listed]
    done = send(reviewer, f"/samples/{sample['id']}/reviewers", chosen=ids, person=id_of("third"))
    assert done.status_code == 303
    again = send(reviewer, f"/samples/{sample['id']}/reviewers", chosen=ids, person=id_of("third"))
    assert again.status_code == 409
    assert f"有{len(ids)}项没有分派" in again.text
    assert len(re.findall(r'name="chosen"[^>]* checked', again.text)) == len(ids)
    bare = send(reviewer, f"/samples/{sample['id']}/reviewers", chosen=ids[:1])
    assert len(re.findall(r'name="chosen"[^>]* checked', bare.text)) == 1
    own = send(reviewer, f"/samples/{sample['id']}/reviewers", chosen=ids, person=id_of("department1"))
    assert "不能分派给他" in own.text or "复核人须是在用的账号" in own.text
    out = send(reviewer, f"/samples/{sample['id']}/actions/send", version="1")
    assert out.status_code == 303
    assert "分给我的复核" in see(at("third"), "/").text


def test_a_review_is_saved_row_by_row_and_every_change_is_shown_with_its_sum(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = assigned(at, mine, "third")[0]["id"]
    third = at("third")
    fields = {f"agreed:{row}": "1" for row in ROWS if row != "r1"}
    cut = {"code:r1:0": "not-assessable", "gravity:r1:0": "一般", "said:r1:0": LONG * 2, "shown:r1:0": "花名册第2页；发放表"}
    answer = send(third, f"/reviews/{review}", version="1", go="save", **fields, **cut)
    assert answer.status_code == 303
    there = third.get(f"/api/v1/reviews/{review}").json()
    own = next(each for each in there["document"]["judgements"] if each["row"] == "r1")["deductions"][0]
    assert (own["code"], own["gravity"], own["proof"]) == ("not-assessable", "一般", ["花名册第2页", "发放表"])
    assert there["score"]["open_rows"] == []
    page = see(third, f"/reviews/{review}").text
    assert all(words in page for words in (there["score"]["total"], there["score"]["delta"], LONG))
    done = send(third, f"/reviews/{review}", version=str(there["version"]), go="hand-in", **fields, **cut)
    assert (done.status_code, done.headers["location"]) == (303, f"/reviews/{review}?done=hand-in")
    assert third.get(f"/api/v1/reviews/{review}").json()["handed_in"]


def test_who_handed_a_review_in_is_led_to_the_next_that_is_not_written_yet(at: At) -> None:
    items = sent(at, "school1", "school2", "farm1")
    first, second, last = (
        assigned(at, each["id"], "third")[0]["id"] for each in sorted(items.values(), key=lambda each: str(each["item"]))
    )
    assert saved(at("third"), second, AGREED).is_success
    assert handed_in(at("third"), second).is_success
    page = see(at("third"), f"/reviews/{second}?done=hand-in").text
    assert f'<a href="/reviews/{last}">复核下一份</a>' in page
    assert "2 / 3" in page
    for review in (first, last):
        assert saved(at("third"), review, AGREED).is_success
        assert handed_in(at("third"), review).is_success
    assert "这一批分给您的都已交回" in see(at("third"), f"/reviews/{last}?done=hand-in").text


def test_the_proofs_of_a_row_stand_beside_it_each_with_its_date(at: At) -> None:
    filler, own = at("filler1"), EVALUATIONS["school1"]
    assert filler.put(f"/api/v1/evaluations/{own}", 1, json=form()).status_code == 200
    told = {"title": "验收报告", "kind": "acceptance", "row": "r1", "date": "2025-11-28", "pointer": "第1页"}
    answer = filler.post(f"/api/v1/evaluations/{own}/evidence", data=told, files={"file": ("验收报告.pdf", FILE)})
    assert answer.status_code == 201, answer.text
    assert filler.act(own, "submit", 2).is_success
    sample = draw(at)
    assert on_sample(at("reviewer"), sample, "send").status_code == 200
    mine = at("reviewer").get(f"/api/v1/samples/{sample['id']}/items").json()["items"][0]["id"]
    page = see(at("third"), f"/reviews/{assigned(at, mine, 'third')[0]['id']}")
    assert page.status_code == 200
    assert all(words in page.text for words in ("验收报告</a>", "2025-11-28", "第1页", "证1"))


def test_a_review_that_was_handed_in_leads_on_to_the_rating_that_nobody_has_confirmed(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = reviewed(at, mine, "third", AGREED)
    third = at("third")
    assert f'href="/sampled/{mine}#quality"' in see(third, f"/reviews/{review}").text
    confirmed(third, mine)
    assert f'href="/sampled/{mine}#quality"' not in see(third, f"/reviews/{review}").text


def test_whoever_takes_points_off_is_told_that_the_report_needs_a_problem(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = reviewed(at, mine, "third", judged(r1={"deductions": [{"code": "no-proof", "words": LONG * 2}]}))
    pages = {"third": f"/reviews/{review}", "reviewer": f"/sampled/{mine}"}
    assert all("复核报告只写登记了的问题" in see(at(login), page).text for login, page in pages.items())
    assert send(at("third"), f"/sampled/{mine}/problems", code="no-proof", words="没有花名册").status_code == 303
    assert not any("复核报告只写登记了的问题" in see(at(login), page).text for login, page in pages.items())


def test_an_unfinished_review_is_not_handed_in_and_nothing_typed_is_lost(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = assigned(at, mine, "third")[0]["id"]
    third = at("third")
    typed = {"code:r1:0": "no-proof", "said:r1:0": "太短了", "words:r2": HOSTILE}
    refused = send(third, f"/reviews/{review}", version="1", go="hand-in", **typed)
    assert refused.status_code == 409
    assert all(words in refused.text for words in ("还不能交回", "还没有复核意见", "太短了", "&lt;script&gt;"))
    assert HOSTILE not in refused.text
    assert third.get(f"/api/v1/reviews/{review}").json()["saved"] is None
    lost = send(third, f"/reviews/{review}", version="1", go="save", **{"said:r1:0": "没有选情形的话"})
    assert lost.status_code == 422
    assert "没有选情形的话" in lost.text


def test_a_conflict_shows_what_was_typed_over_the_newer_version(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = assigned(at, mine, "third")[0]["id"]
    third = at("third")
    assert saved(third, review, AGREED).status_code == 200
    stale = send(third, f"/reviews/{review}", version="1", go="save", **{"actual:r1": "99", "words:r1": "另一个窗口里填的"})
    assert stale.status_code == 409
    assert all(words in stale.text for words in ("没有保存", "另一个窗口里填的", "未存", 'name="version" value="2"'))


def test_what_has_no_field_on_the_page_stays_as_it_was_saved(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = assigned(at, mine, "third")[0]["id"]
    third = at("third")
    assert saved(third, review, judged(r1={"band": 1, "agreed": True})).status_code == 200
    assert send(third, f"/reviews/{review}", version="2", go="save", **{"agreed:r1": "1"}).status_code == 303
    kept = third.get(f"/api/v1/reviews/{review}").json()["document"]["judgements"]
    assert next(each for each in kept if each["row"] == "r1")["band"] == 1


def test_two_reviews_stand_side_by_side_and_are_decided_row_by_row(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    first = reviewed(at, mine, "third", judged(r1={"deductions": [{"code": "no-proof", "words": LONG * 2}]}))
    second = reviewed(at, mine, "department2", judged(r2={"deductions": [{"code": "no-proof", "words": LONG * 2}]}))
    reviewer = at("reviewer")
    confirmed(reviewer, mine)
    page = see(reviewer, f"/sampled/{mine}").text
    assert all(words in page for words in ("逐行对照", "相差", f'value="{first}"', f'value="{second}"'))
    version = str(item(reviewer, mine)["version"])
    whose = {f"whose:{row}": second if row == "r2" else first for row in ROWS}
    done = send(reviewer, f"/sampled/{mine}/actions/decide", version=version, words="两处都成立", **whose)
    assert done.status_code == 303
    told = reviewer.get(f"/api/v1/sampled/{mine}/decision").json()
    assert {each["row"] for each in told["score"]["rows"] if each["delta"] != "0.00"} == {"r1", "r2"}
    assert told["words"] == "两处都成立"


def test_what_is_above_the_self_score_waits_for_the_head_who_did_not_decide_it(at: At) -> None:
    filler, own = at("filler1"), EVALUATIONS["school1"]
    assert filler.put(f"/api/v1/evaluations/{own}", 1, json=with_claim_below()).status_code == 200
    assert filler.act(own, "submit", 2).is_success
    sample = draw(at)
    assert on_sample(at("reviewer"), sample, "send").status_code == 200
    mine = at("reviewer").get(f"/api/v1/samples/{sample['id']}/items").json()["items"][0]["id"]
    review = reviewed(at, mine, "third", judged(r1={"actual": "100", "words": LONG}))
    reviewer, head = at("reviewer"), at("head")
    confirmed(reviewer, mine)
    fields = {"version": str(item(reviewer, mine)["version"]), **{f"whose:{row}": review for row in ROWS}}
    assert send(reviewer, f"/sampled/{mine}/actions/decide", **fields).status_code == 303
    assert "会签" not in see(reviewer, f"/sampled/{mine}").text.partition("办理</h2>")[2].partition("进展</h2>")[0]
    version = str(item(head, mine)["version"])
    bare = send(head, f"/sampled/{mine}/actions/refuse", version=version)
    assert bare.status_code == 422
    assert "请写明原因" in bare.text
    assert send(head, f"/sampled/{mine}/actions/sign", version=version).status_code == 303
    assert "会签 " in see(head, f"/sampled/{mine}").text


def test_the_unit_sees_its_result_once_released_and_objects_row_by_row(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = reviewed(at, mine, "third", judged(r1={"deductions": [{"code": "no-proof", "words": LONG * 2}]}))
    reviewer, filler = at("reviewer"), at("filler1")
    confirmed(reviewer, mine)
    assert on_item(reviewer, mine, "decide", review=review).status_code == 200
    assert see(filler, f"/sampled/{mine}").status_code == 404
    assert "等待答复的复核结果" not in see(filler, "/").text
    assert send(reviewer, f"/sampled/{mine}/actions/release", version=str(item(reviewer, mine)["version"])).status_code == 303
    assert "等待答复的复核结果" in see(filler, "/").text
    page = see(filler, f"/sampled/{mine}").text
    assert all(words in page for words in ("复核结果", "各行增减相加等于总分的增减", "有异议", LONG[:20]))
    assert "各人的复核" not in page
    version = str(item(filler, mine)["version"])
    empty = send(filler, f"/sampled/{mine}/actions/object", version=version)
    assert empty.status_code == 422
    assert send(filler, f"/sampled/{mine}/actions/object", version=version, **{"against:r1": "花名册有一百人"}).status_code == 303
    said = reviewer.get(f"/api/v1/sampled/{mine}/objections").json()["items"][0]
    answer = {"version": str(item(reviewer, mine)["version"]), "to": "answered", f"reply:{said['id']}": "花名册是上年的"}
    assert send(reviewer, f"/sampled/{mine}/actions/answer", **answer).status_code == 303
    assert "花名册是上年的" in see(filler, f"/sampled/{mine}").text


def test_what_is_to_be_put_right_is_asked_for_reported_and_confirmed(at: At) -> None:
    mine = sent(at, "school1")["school1"]["id"]
    review = reviewed(at, mine, "third", AGREED)
    reviewer, filler = at("reviewer"), at("filler1")
    confirmed(reviewer, mine)
    assert on_item(reviewer, mine, "decide", review=review).status_code == 200
    assert on_item(reviewer, mine, "release").status_code == 200
    asked = {"words": "补做满意度调查", "owner": "张三", "deadline": "2026-12-31"}
    late = send(reviewer, f"/sampled/{mine}/rectifications", **{**asked, "deadline": "2020-01-01"})
    assert late.status_code == 422
    assert "整改期限已经过去" in late.text
    assert send(reviewer, f"/sampled/{mine}/rectifications", **asked).status_code == 303
    one = filler.get(f"/api/v1/sampled/{mine}/rectifications").json()["items"][0]
    assert "报整改情况" in see(filler, f"/sampled/{mine}").text
    bare = send(filler, f"/rectifications/{one['id']}/actions/report", version="1", report="已补做")
    assert bare.status_code == 422
    assert "佐证材料" in bare.text


def test_the_deductions_are_there_to_be_read_by_every_unit_before_anything_is_filed(at: At) -> None:
    page = see(at("filler1"), f"/rounds/{ROUND}/review-rules")
    assert page.status_code == 200
    assert all(words in page.text for words in ("无佐证材料", "该行不得分", "60%（较重）", "至少写", "自评工作质量怎样评"))


def test_a_reviewer_sees_only_what_was_given_to_them(at: At) -> None:
    mine = sent(at, "school1", "farm1")
    review = assigned(at, mine["school1"]["id"], "third")[0]["id"]
    third, stranger = at("third"), at("department2")
    assert see(third, f"/reviews/{review}").status_code == 200
    assert see(third, f"/sampled/{mine['farm1']['id']}").status_code == 404
    assert see(stranger, f"/reviews/{review}").status_code == 404
    assert saved(third, review, AGREED).status_code == 200
    assert handed_in(third, review).status_code == 200
    refused = send(third, f"/reviews/{review}", version="3", go="save")
    assert refused.status_code == 409
    assert "已经交回" in refused.text
