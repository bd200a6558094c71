"""抽查复核二 - 20 projects and 2 departments, reviewed by the bureau, a line bureau and a third party: two ratings, and a notice."""

from collections import Counter
from functools import cache
from itertools import cycle

from tests.service.county import UNITS
from tests.service.county_round import TEAMS, WORDS, Finding, Frame, decided, filed_round, printed, shares, table
from tests.service.reviewing import At, Json, on_sample

FRAME = Frame(projects=24, project_money="4000000", departments=3, department_money="11077300")
"""抽样框 - Whatever is drawn, it is 20 × 400 + 2 × 1107.73 万元."""
PLAN: Json = {
    "seed": "2026-03-10",
    "strata": ["kind"],
    "quota": {"number": 0},
    "quotas": {"项目支出": {"number": 20}, "部门整体支出": {"number": 2}},
}
TRUTHFULNESS = ("执行数与国库支付一致", "完成值有佐证且相符", "自评得分符合评分规则", "文字与数字一致", "内容出自本单位、本年度")
UNTRUE: list[Json] = [{"key": "truthfulness", "item": each, "met": False, "words": "台账与自评表不符"} for each in TRUTHFULNESS]
"""不真实 - What is found of work that reached its targets and told them wrongly."""
DEMAND: Json = {"words": "三十日内补做满意度调查，留存问卷", "owner": "办公室", "deadline": "2026-04-30"}


def findings(items: list[Json], weak: str, untrue: str) -> dict[str, Finding]:
    """Return what each of the team finds of every item: all is well but the result of one project and the work on another."""
    team = cycle(("reviewer", "line", "third"))
    grades, lacking = {weak: "良"}, {untrue: UNTRUE}
    return {
        each["id"]: Finding(login=_line(each, next(team)), grade=grades.get(each["id"], "优"), lacking=lacking.get(each["id"], ()))
        for each in items
    }


def _line(item: Json, member: str) -> str:
    """Return who of the team reviews an item; of the line bureaus it is the one that the unit does not belong to."""
    if member != "line":
        return member
    return "department2" if "中学" in item["unit_name"] else "department1"


def test_a_result_and_the_work_on_it_are_rated_apart_and_what_is_wrong_is_to_be_put_right(at: At) -> None:
    people = cache(at)
    round_id = filed_round(people, FRAME)
    bureau, head, auditor = people("reviewer"), people("head"), people("auditor")

    wanted = {"title": "2025年度绩效自评抽查复核工作方案", "number": "财字〔2026〕30号", "plan": PLAN}
    sample = bureau.post(f"/api/v1/rounds/{round_id}/samples", json=wanted).json()
    assert on_sample(bureau, sample, "send").status_code == 200
    items = bureau.get(f"/api/v1/samples/{sample['id']}/items?size=200").json()["items"]
    weak, *_, untrue = (each for each in items if each["stratum"] == "项目支出")
    for sampled, finding in findings(items, weak["id"], untrue["id"]).items():
        decided(people, sampled, finding)
    sample = head.get(f"/api/v1/samples/{sample['id']}").json()
    assert on_sample(head, sample, "release").status_code == 200

    report = printed(auditor, f"samples/{sample['id']}/report")
    words = "\n".join(each.text for each in report.paragraphs)
    assert "根据《2025年度绩效自评抽查复核工作方案》（财字〔2026〕30号）" in words
    assert "本次复核22项，包括项目支出20个、部门整体支出2个，涉及" in words
    assert "资金10215.46万元" in words
    result, work = shares(report, "复核评级"), shares(report, "自评工作质量评级")
    assert result["项目支出"] == {"优": ("19", "95%"), "良": ("1", "5%"), "小计": ("20", "100%")}
    assert work["项目支出"] == {"优": ("19", "95%"), "中": ("1", "5%"), "小计": ("20", "100%")}
    assert result["部门整体支出"] == work["部门整体支出"] == {"优": ("2", "100%"), "小计": ("2", "100%")}
    annex = Counter(table(report, "复核评级", "质量评级", "主要问题"))
    assert annex["优", "中", "未发现"] == 1, "a good result, badly told"
    assert annex["良", "优", "满意度无调查材料"] == 1, "a weaker result, honestly told"
    reviewers = auditor.get(f"/api/v1/rounds/{round_id}/review-statistics").json()["fairness"]["reviewers"]
    assert {each["reviewer"].rstrip("12") for each in reviewers} == {"财政复核人reviewer", "主管部门审核人department", "第三方评审人third"}

    problem = head.get(f"/api/v1/sampled/{weak['id']}/problems").json()["items"][0]["id"]
    asked = head.post(f"/api/v1/sampled/{weak['id']}/rectifications", json={**DEMAND, "problem": problem})
    assert asked.status_code == 201, asked.text
    clerk = next(people(login) for unit, login in TEAMS.items() if UNITS[unit].title == weak["unit_name"])
    notice = printed(clerk, f"sampled/{weak['id']}/notice")
    told = "\n".join(each.text for each in notice.paragraphs) + str([cell.text for row in notice.tables[0].rows for cell in row.cells])
    for each in (weak["unit_name"], weak["title"], WORDS, "三十日内补做满意度调查，留存问卷", "办公室", "2026年4月30日"):
        assert each in told, each
