"""雷同与别家名称 - Reports side by side: copied paragraphs and left-over names are found, phrases that everybody uses are not."""

import pytest

from benchmarks.made_reports import COMMON, County, county
from perfeval import library
from perfeval.checks import Finding
from perfeval.checks.texts import Name, Names, Own, Passage, Report, check_texts, foreign_names, read_report, sketches
from perfeval.checks.texts.copies import HOLDERS
from perfeval.indicators import Severity

RULES = library.text_rules()
WORK = "组织技术人员进村入户，对水渠、泵站逐一排查登记，更换老化闸门十六处，疏通淤塞渠段，灌溉用水得到保障，秋粮没有减产"
CATALOGUE = "按照月度计划清点库房，核对馆藏图书的编号和破损情况，补录缺失书目，重新上架，并向读者公布开放时间和借阅办法"


def read(texts: dict[str, str]) -> dict[str, Report]:
    """Return texts as reports."""
    return {name: read_report([Passage(text=text)], RULES) for name, text in texts.items()}


def found(texts: dict[str, str], code: str) -> dict[str, list[Finding]]:
    """Return what is found of a code in each of several texts."""
    return {name: [each for each in findings if each.code == code] for name, findings in check_texts(read(texts), RULES).items()}


def test_a_copied_paragraph_is_found_in_both_reports_and_names_the_other() -> None:
    copies = found({"甲.txt": f"标题\n{WORK}，投入12万元。", "乙.txt": f"另一份\n概况\n{WORK}，投入35万元。"}, "boilerplate")
    assert [each.where for each in copies["甲.txt"]] == ["paragraphs[1]"]
    assert [each.where for each in copies["乙.txt"]] == ["paragraphs[2]"]
    assert "乙.txt" in copies["甲.txt"][0].message
    assert WORK in copies["甲.txt"][0].message


def test_a_paragraph_of_many_reports_names_the_first_and_how_many() -> None:
    copies = found({f"{at}.txt": f"{WORK}。" for at in range(9)}, "boilerplate")
    assert all("等8份报告" in each.message for findings in copies.values() for each in findings)


def test_a_paragraph_of_last_year_is_found_and_last_year_is_not_judged() -> None:
    answers = check_texts(read({"今年.txt": f"{WORK}。"}), RULES, earlier=read({"上年.txt": f"{WORK}。"}))
    assert [("上年.txt" in each.message, each.code) for each in answers["今年.txt"]] == [(True, "boilerplate")]
    assert list(answers) == ["今年.txt"]


def test_a_long_paragraph_is_found_by_as_few_keys_as_a_short_one() -> None:
    long = "，".join(f"{WORK}{CATALOGUE}"[at:] for at in range(40))
    (drawn,) = (sketch for _, sketch in sketches(read_report([Passage(text=f"{long}。")], RULES), RULES))
    assert len(drawn.keys) <= 60
    assert len(drawn.found_by({})) == 8
    held = dict.fromkeys(drawn.keys, HOLDERS)
    assert drawn.found_by(held) == (), "what everybody writes finds nothing"
    assert drawn.found_by({**held, drawn.keys[-1]: 3}) == (drawn.keys[-1],)


def test_counts_that_were_left_in_a_copied_paragraph_are_told_unless_many_have_them() -> None:
    left = found({"甲.txt": f"{WORK}，投入126万元。", "乙.txt": f"{WORK}，投入126万元。"}, "foreign-name")
    assert ["126万元" in each.message and "乙.txt" in each.message for each in left["甲.txt"]] == [True]
    common = found({f"{at}.txt": f"{WORK}，覆盖全县126个村。" for at in range(5)}, "foreign-name")
    assert [each for findings in common.values() for each in findings] == []


def test_other_paragraphs_and_common_phrases_are_left_alone() -> None:
    texts = {
        "甲.txt": f"{WORK}。\n{COMMON[0]}{WORK}。",
        "乙.txt": f"{CATALOGUE}。\n{COMMON[0]}{CATALOGUE}。",
        "丙.txt": "短文相同。",
        "丁.txt": "短文相同。",
    }
    assert [each for findings in found(texts, "boilerplate").values() for each in findings] == []


def measured(made: County) -> tuple[float, float]:
    """Return recall and precision of the search in reports whose copies are known."""
    told = {
        (name, int(each.where.split("[")[1].rstrip("]")))
        for name, findings in check_texts(read(made.texts), RULES).items()
        for each in findings
        if each.code == "boilerplate"
    }
    right = len(told & made.shared)
    return right / len(made.shared), right / len(told)


@pytest.mark.parametrize(("reports", "seed"), [(300, 1), (1_000, 2)])
def test_seeded_copies_are_found_with_recall_and_precision(reports: int, seed: int) -> None:
    recall, precision = measured(county(reports, seed))
    assert recall >= 0.95
    assert precision >= 0.90


TITLE = "南山县民政局养老服务项目绩效自评报告"
OTHER = "北河县农业局良种补贴项目绩效自评报告"


@pytest.mark.parametrize("sentence", ["北河县农业局高度重视本项目。", "项目覆盖北河县12个乡镇。", "2020年北河县农业局安排资金。"])
def test_a_name_of_another_report_is_found_with_its_source(sentence: str) -> None:
    names = found({"甲.txt": f"{TITLE}\n{sentence}", "乙.txt": OTHER}, "foreign-name")
    assert [("乙.txt" in each.message, each.where) for each in names["甲.txt"]] == [(True, "paragraphs[1].sentences[0]")]
    assert names["乙.txt"] == []


@pytest.mark.parametrize("sentence", ["会同北河县农业局开展检查。", "赴北河县考察学习。", "与北河县相邻。", "南山县民政局组织实施。"])
def test_a_name_that_is_only_mentioned_is_left_alone(sentence: str) -> None:
    names = found({"甲.txt": f"{TITLE}\n{sentence}", "乙.txt": OTHER}, "foreign-name")
    assert [each.message for each in names["甲.txt"]] == []


NEIGHBOURS = Names(
    (
        Name(text="北河县", owner="北河县财政局", chain="/province/north/", rank="县"),
        Name(text="东岭镇", owner="东岭镇中心小学", chain="/province/south/east/", rank="镇"),
        Name(text="南山县", owner="南山县教育局", chain="/province/south/", rank="县"),
        Name(text="东岭镇中心小学", owner="本批次另一个填报单位", chain="/province/south/east/school/", rank="school"),
        Name(text="南山县图书馆", owner="本批次另一个填报单位", chain="/province/south/library/", rank="library"),
    )
)
SCHOOL = Own(unit="南山县柳溪镇中心小学", chain="/province/south/willow/school/", ranks=frozenset({"school", "镇"}))


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("东岭镇的家长普遍满意。", ["文中有“东岭镇”，是东岭镇中心小学的"]),
        ("东岭镇中心小学高度重视。", ["文中有“东岭镇中心小学”，是本批次另一个填报单位的"]),
        ("北河县的家长普遍满意。", []),
        ("南山县图书馆藏书丰富。", []),
        ("南山县柳溪镇中心小学高度重视。", []),
    ],
)
def test_only_names_of_the_same_kind_and_rank_belong_to_somebody_else(sentence: str, told: list[str]) -> None:
    report = read_report([Passage(text=sentence)], RULES)
    assert [each.message.partition("：")[0] for each in foreign_names(report, SCHOOL, NEIGHBOURS, RULES)] == told


def test_a_rule_can_be_switched_off() -> None:
    reports = read({"甲.txt": f"{WORK}。", "乙.txt": f"{WORK}。"})
    assert not any(check_texts(reports, RULES, {"boilerplate": Severity.OFF}).values())
