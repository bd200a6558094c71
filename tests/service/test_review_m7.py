"""抽查复核一 - 35 projects and 15 departments, from the lists to the printed report; a stranger draws the sample again from the print."""

import hashlib
import json
import re
from collections import Counter
from functools import cache

from tests.service.county_round import Finding, Frame, decided, filed_round, printed, shares, table
from tests.service.reviewing import At, Json, on_sample

FRAME = Frame(projects=42, project_money="5000000", departments=18, department_money="6451526")
"""抽样框 - One budget for all projects and one for all departments: whatever is drawn, it is 35 × 500 + 15 × 645.1526 万元."""
SEED = "2026年3月6日福利彩票双色球028期"
PLAN: Json = {
    "seed": SEED,
    "strata": ["kind"],
    "quota": {"number": 0},
    "quotas": {"项目支出": {"number": 35}, "部门整体支出": {"number": 15}},
}
GRADES = {"project": ["优"] * 19 + ["良"] * 5 + ["中"] * 11, "department": ["优"] * 8 + ["良"] * 2 + ["中"] * 5}
"""复核评级 - What the reviews come to: 27 优, 7 良, 16 中 in all."""


def drawn_again(seed: str, frame: list[tuple[str, ...]], numbers: dict[str, int]) -> set[tuple[str, str]]:
    """Draw as the published rule says, knowing nothing of the product: the smallest hashes of every stratum, with their codes."""
    strata: dict[str, list[str]] = {}
    for code, stratum in frame:
        strata.setdefault(stratum, []).append(code)
    sample: set[tuple[str, str]] = set()
    for stratum, codes in strata.items():
        lots = sorted((hashlib.sha256(f"{seed}|{stratum}|{code}".encode()).hexdigest(), code) for code in codes)
        sample |= set(lots[: numbers[stratum]])
    return sample


def test_fifty_items_go_from_the_draw_to_a_report_from_which_they_can_be_drawn_again(at: At) -> None:
    people = cache(at)
    round_id = filed_round(people, FRAME)
    bureau, head, auditor = people("reviewer"), people("head"), people("auditor")

    wanted = {"title": "2025年度绩效自评抽查复核", "number": "财绩〔2026〕85号", "plan": PLAN}
    sample = bureau.post(f"/api/v1/rounds/{round_id}/samples", json=wanted).json()
    assert (sample["coverage"]["items"], sample["coverage"]["of_items"]) == (50, 60)
    assert sample["coverage"]["money"] == 27_177_289_000
    assert on_sample(bureau, sample, "send").status_code == 200

    items = bureau.get(f"/api/v1/samples/{sample['id']}/items?size=200").json()["items"]
    grades = {kind: iter(own) for kind, own in GRADES.items()}
    for number, each in enumerate(items):
        kind = "department" if each["stratum"] == "部门整体支出" else "project"
        decided(people, each["id"], Finding(login=("third", "reviewer")[number % 2], grade=next(grades[kind])))
    sample = head.get(f"/api/v1/samples/{sample['id']}").json()
    assert on_sample(head, sample, "release").status_code == 200

    report = printed(auditor, f"samples/{sample['id']}/report")
    words = "\n".join(each.text for each in report.paragraphs)
    assert "本次复核50项，包括项目支出35个、部门整体支出15个，涉及" in words
    assert "其中实地核查23项" in words
    assert "金额27177.289万元，其中“优”27个、占54%，“良”7个、占14%，“中”16个、占32%" in words
    whole = {"优": ("27", "54%"), "良": ("7", "14%"), "中": ("16", "32%"), "合计": ("50", "100%")}
    assert shares(report, "复核评级")["合计"] == whole
    assert table(report, "复核评级", "金额（万元）")[-1] == ("合计", "27177.289")
    assert "有16项存在这一问题，占复核项数的32%" in words
    assert "有7项存在这一问题，占复核项数的14%" in words

    facts = re.search(r"由种子“(?P<seed>.+?)”.*抽样框散列为 (?P<hash>[0-9a-f]{64})", words)
    assert facts is not None
    numbers = {name: int(number) for name, number in table(report, "抽样层", "抽中")}
    frame = table(report, "项目编码", "抽样层", "上年等级")
    again = drawn_again(facts["seed"], [row[:2] for row in frame], numbers)
    assert Counter(name for _, name, _ in frame) == {"项目支出": 42, "部门整体支出": 18}
    assert {(lot[:12], code) for lot, code in again} == set(table(report, "随机数（前12位）", "项目编码"))
    assert {code for _, code in again} == {each["item"] for each in items}
    published = auditor.get(f"/api/v1/samples/{sample['id']}/frame").json()["frame"]
    canonical = json.dumps(published, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert (facts["seed"], facts["hash"]) == (SEED, hashlib.sha256(canonical.encode()).hexdigest())
