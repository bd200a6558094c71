"""文字校验性质 - What holds for any text whatever: no crash, work in proportion, and no right sum is ever raised."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from perfeval import library
from perfeval.checks.texts import Passage, check_text, check_texts, read_report
from perfeval.checks.texts.reading import compact

RULES = library.text_rules()
WORDS = """其中 ： ， 。 、 ； （ ） 120户 ５０户 1,283.5万元 8、2万平方米 **万元 100% 46.2％ 占 分别为 合计 一、 （二） 3. 4、15个村
    〔2020〕15号 2020年5月 到位 支出 执行率 完成率 计划 实际完成 按期、保质完成 无 满意度 无投诉 自评得分100分 存在的问题 不足 × ＝ +
    -2.5万元 元/人·月 每头 追减 调整后预算 预算执行率 亿元 0 999999999999999999999999999999 1e9 县民政局 验收 𠀀 ½ ①"""
FRAGMENTS = st.sampled_from([*WORDS.split(), "\n", " ", "\u3000", "\u2028", "\x00"])
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(FRAGMENTS, max_size=60).map("".join),
    st.lists(st.one_of(FRAGMENTS, st.text(max_size=5))).map("".join),
)
PLACE = re.compile(r"paragraphs\[\d+\](\.sentences\[\d+\])?")


def codes(text: str) -> list[str]:
    """Return the codes that a text raises."""
    return [each.code for each in check_text(read_report([Passage(text=text)], RULES), RULES)]


@settings(deadline=None, max_examples=300)
@given(TEXTS)
@example("430头×300元＝" * 3)
@example("1,2,3," * 30)
def test_any_text_can_be_checked(text: str) -> None:
    report = read_report([Passage(text=text)], RULES)
    found = check_text(report, RULES)
    places = {paragraph.where for paragraph in report.paragraphs} | {sentence.where for sentence in report.sentences}
    assert {each.where for each in found} <= places
    assert all(PLACE.fullmatch(each.where) and each.message and each.suggestion for each in found)
    assert check_text(report, RULES) == found


@settings(deadline=None, max_examples=50)
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_any_texts_can_be_held_beside_one_another(texts: list[str]) -> None:
    reports = {f"{at}.txt": read_report([Passage(text=text)], RULES) for at, text in enumerate(texts)}
    assert list(check_texts(reports, RULES)) == list(reports)


@settings(deadline=None)
@given(TEXTS)
def test_blanks_between_words_change_nothing(text: str) -> None:
    assert compact(compact(text)) == compact(text)


UNITS = {
    "户": ("户",),
    "人": ("人", "名"),
    "万元": ("万元", " 万元", "万 元"),
    "平方米": ("平方米", "㎡", "m²"),
    "公顷": ("公顷", "hm²", "hm2"),
}


@st.composite
def right_sums(draw: st.DrawFn) -> str:
    """Draw a whole and its parts that add up, in any notation."""
    unit = draw(st.sampled_from(sorted(UNITS)))
    places = draw(st.integers(0, 2)) if unit in {"万元", "公顷"} else 0
    parts = draw(st.lists(st.integers(1, 10**6), min_size=2, max_size=8))
    blank, mark = (
        draw(st.sampled_from(["", " ", "　", "  "])),
        draw(st.sampled_from(["其中：", "其中:", "其中，", "其中", "分别为", "包括"])),
    )
    between, wide, grouped = draw(st.sampled_from(["，", "、", "；", ","])), draw(st.booleans()), draw(st.booleans())

    def shown(value: int) -> str:
        """Return a number with its unit as somebody may type it."""
        whole = f"{value // 10**places:,}" if grouped and between != "," else f"{value // 10**places}"
        text = f"{whole}.{value % 10**places:0{places}d}" if places else whole
        text = text.translate({ord("0") + at: "０１２３４５６７８９"[at] for at in range(10)}) if wide else text
        return f"{blank}{text}{blank}{draw(st.sampled_from(UNITS[unit]))}{blank}"

    listed = between.join(f"{name}镇{shown(part)}" for name, part in zip("甲乙丙丁戊己庚辛", parts, strict=False))
    return f"共涉及{shown(sum(parts))}，{mark}{listed}。"


@settings(deadline=None, max_examples=300)
@given(right_sums())
def test_a_right_sum_is_never_raised(text: str) -> None:
    assert "text-sum-mismatch" not in codes(text)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.integers(2, 10**5), min_size=3, max_size=8), st.integers(1, 10**5))
def test_a_list_that_gives_too_much_is_always_raised(parts: list[int], more: int) -> None:
    listed = "、".join(f"{name}镇{part}户" for name, part in zip("甲乙丙丁戊己庚辛", [*parts[:-1], parts[-1] + more], strict=False))
    text = f"共{sum(parts)}户，其中：{listed}。"
    wrong = {sum(parts)} & {sum(parts[:end]) for end in range(2, len(parts))}
    assert wrong or "text-sum-mismatch" in codes(text)


@settings(deadline=None, max_examples=200)
@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 2))
def test_a_right_rate_is_never_raised(done: int, planned: int, places: int) -> None:
    hundredths = (2 * done * 100 * 10**places + planned) // (2 * planned)
    rate = f"{hundredths // 10**places}.{hundredths % 10**places:0{places}d}" if places else f"{hundredths}"
    assert "text-share-mismatch" not in codes(f"计划培训{planned}人，实际完成{done}人，完成率{rate}%。")


@settings(deadline=None, max_examples=200)
@given(st.lists(st.integers(1, 500), min_size=2, max_size=2), st.lists(st.integers(0, 500), min_size=2, max_size=2), st.integers(0, 40))
def test_staff_within_its_posts_is_never_raised(posts: list[int], vacant: list[int], retired: int) -> None:
    people = [max(0, each - less) for each, less in zip(posts, vacant, strict=True)]
    text = (
        f"核定编制{sum(posts)}人，其中行政编制{posts[0]}人、事业编制{posts[1]}人；"
        f"在职{sum(people)}人，其中行政人员{people[0]}人、事业人员{people[1]}人；退休{retired}人。"
    )
    assert "claim-contradicts-text" not in codes(text)
    more = text.replace(f"在职{sum(people)}人", f"在职{sum(posts) + 1}人")
    assert "claim-contradicts-text" in codes(more)


REPEATED = """其中 120户，其中：A镇50户， （1户2户） 占5%， 计划100户，完成50户，完成率60%。 到位40万元，使用41万元，执行率88%。 部分不足，
    * 1. 1,2,3, 430头×300元＝ 按期、保质完成，执行率10%， 1+ 1- 1、 2020-1-1 追加预算10万元，追减1.54万元。支出8.46万元，执行率84.6%。"""
HOSTILE = [*REPEATED.split(), "一、无\n", " \u3000", "预算执行率。\n"]
HOSTILE += [
    "编制7人，",
    "编制7人，在职13人，",
    "编制7人。在职13人。",
    "1.合理性。合理。\n",
    "各项任务全部完成，部分正在施工，",
    "未全部完成",
    "到位40万元，支出40元，支出率100%，",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_the_length_of_a_text_alone(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        begin = time.process_time()
        codes(text)
        return time.process_time() - begin

    seconds(1_000)
    assert seconds(40_000) <= 14 * seconds(10_000) + 0.5
