"""复核文书 - The Word files of a review hold what was decided, each for those whom it is for."""

import json
from io import BytesIO

from docx import Document

from perfeval import library, reports
from perfeval.web.office import Office
from tests.service.client import Client
from tests.service.county import EVALUATIONS, ROUND
from tests.service.filing_rows import change_round
from tests.service.reviewing import LESS, LONG, At, Json, draw, file_all, on_item, on_sample, reviewed


def text(client: Client, address: str) -> str:
    """Return what a Word file says."""
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].endswith("wordprocessingml.document")
    return reports.text_of(answer.content)


def foot(client: Client, address: str) -> str:
    """Return what stands at the foot of the pages of a Word file."""
    document = Document(BytesIO(client.get(f"/api/v1/{address}").content))
    return "\n".join(paragraph.text for section in document.sections for paragraph in section.footer.paragraphs)


def decided(at: At, office: Office) -> tuple[Json, str]:
    """Have a numbered sample of one unit reviewed, rated and decided; return the sample and the id of its item."""
    rules = library.quality_rules()
    change_round(office, quality=json.dumps({"id": rules.id, "version": rules.version, "sha256": rules.sha256}))
    file_all(at, ("school1",))
    sample = draw(at, number="某财绩〔2026〕3号")
    assert on_sample(at("reviewer"), sample, "send").status_code == 200
    mine: str = at("reviewer").get(f"/api/v1/samples/{sample['id']}/items").json()["items"][0]["id"]
    review = reviewed(at, mine, "third", LESS)
    third, head = at("third"), at("head")
    assert third.post(f"/api/v1/sampled/{mine}/problems", json={"code": "no-proof", "words": "没有花名册", "row": "r1"}).status_code == 201
    version = head.get(f"/api/v1/sampled/{mine}").json()["version"]
    assert head.put(f"/api/v1/sampled/{mine}/quality", version, json={"confirm": True}).status_code == 200
    assert on_item(head, mine, "decide", review=review).status_code == 200
    return sample, mine


def test_the_report_prints_what_the_bureau_writes_into_it(at: At, office: Office) -> None:
    sample, _ = decided(at, office)
    head, address = at("head"), f"/api/v1/samples/{sample['id']}/texts"
    version = head.get(f"/api/v1/samples/{sample['id']}").json()["version"]
    written = head.put(address, version, json={"suggestions": "一是留存调查记录。\n二是写明样本数。"})
    assert (written.status_code, written.json()["texts"]) == (200, {"suggestions": "一是留存调查记录。\n二是写明样本数。"})
    assert head.put(address, version, json={}).status_code == 409
    told = text(head, f"samples/{sample['id']}/report")
    assert "一是留存调查记录。" in told
    assert "二是写明样本数。" in told


def test_the_opinion_tells_row_by_row_what_was_decided_and_can_be_looked_up(at: At, office: Office) -> None:
    _, mine = decided(at, office)
    head, filler = at("head"), at("filler1")
    assert "尚未反馈，不作为正式材料" in foot(head, f"sampled/{mine}/opinion")
    assert filler.get(f"/api/v1/sampled/{mine}/opinion").status_code == 404
    assert on_item(head, mine, "release").status_code == 200
    told = text(filler, f"sampled/{mine}/opinion")
    for words in (
        "某县财政局",
        "某县第一中学",
        "99.60",
        "97.60",
        "-2.00",
        LONG,
        "某财绩〔2026〕3号",
        "自评工作质量得",
        "没有花名册",
    ):
        assert words in told, words
    entry = at("head").get("/api/v1/journal?action=sampled.decide").json()["items"][0]
    assert foot(at("checker1"), f"sampled/{mine}/opinion").endswith(f"第1次定分　日志第{entry['number']}条　{entry['hash'][:12]}")
    wrong = at("filler1").get(f"/api/v1/sampled/{mine}/opinion?template=review.notice")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "template-paper")


def test_the_notice_lists_what_is_to_be_put_right(at: At, office: Office) -> None:
    _, mine = decided(at, office)
    head = at("head")
    assert on_item(head, mine, "release").status_code == 200
    assert head.get(f"/api/v1/sampled/{mine}/notice").status_code == 404
    asked = {"words": "补做满意度调查", "owner": "教务处", "deadline": "2026-04-30"}
    assert head.post(f"/api/v1/sampled/{mine}/rectifications", json=asked).status_code == 201
    told = text(at("filler1"), f"sampled/{mine}/notice")
    for words in ("补做满意度调查", "教务处", "2026年4月30日", "某县第一中学"):
        assert words in told, words


def test_the_report_on_a_sample_can_be_drawn_again_from_its_print(at: At, office: Office) -> None:
    sample, _ = decided(at, office)
    for address in (f"samples/{sample['id']}/report", f"rounds/{ROUND}/report?paper=review"):
        told = text(at("auditor"), address)
        for words in ("530000250001", sample["frame_sha256"], "20260310", "97.60", "某县教育体育局"):
            assert words in told, words
    assert at("filler1").get(f"/api/v1/samples/{sample['id']}/report").status_code == 403


def test_the_table_of_departments_and_the_yearly_report_tell_what_was_filed(at: At, office: Office) -> None:
    decided(at, office)
    told = text(at("finance"), f"rounds/{ROUND}/summary")
    for words in ("某县教育体育局", "某县林业局", "某县财政局"):
        assert words in told, words
    yearly = text(at("head"), f"rounds/{ROUND}/report")
    for words in ("应报送绩效自评4项", "已报送1项", "本次复核1项"):
        assert words in yearly, words
    for login in ("department1", "filler1", "third"):
        assert at(login).get(f"/api/v1/rounds/{ROUND}/summary").status_code == 403
    assert at("finance").get(f"/api/v1/rounds/{ROUND}/report").status_code == 403


def test_the_form_is_printed_with_the_second_score_beside_the_first_once_that_is_released(at: At, office: Office) -> None:
    _, mine = decided(at, office)
    address = f"evaluations/{EVALUATIONS['school1']}/report?template=ningxia.yinchuan.project.form.2021"
    assert "97.60" not in text(at("filler1"), address)
    assert on_item(at("head"), mine, "release").status_code == 200
    told = text(at("filler1"), address)
    assert "99.60" in told
    assert "97.60" in told
