"""校验结果 - The order of findings, the set's say in them, and what holds for any form whatever."""

import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfeval import checks, evaluation, library, scoring
from perfeval.checks import CHECKS, CODES, TEXT_CODES
from perfeval.indicators import IndicatorSet, Severity
from tests.checks.forms import HERE, Tree, changed, clean, findings, read_form, read_set

EVERY = (*CODES, *TEXT_CODES)
RANKS = [entry.code for entry in EVERY]
PLACES = re.compile(
    r"form|execution|funds\[\d+\]\.(original|adjusted|received|spent|weight|claimed)|spending\[\d+\]\.(original|adjusted|received|spent)"
    r"|indicators\[\d+\]|categories\..+|claimed\.(total|grade)"
)
MESSY: dict[str, Tree] = {
    "year": "2019",
    "spending": [{"kind": "basic", "spent": "1"}],
    "execution": {"weight": "20", "claimed": "25", "claimed_rate": "50%"},
    "funds[0].spent": "20",
    "funds[2].adjusted": "-8",
    "indicators[6].evidence": None,
    "indicators[6].claimed": "9",
    "indicators[0].name": "考试合格率",
    "indicators[1].actual": None,
    "indicators[3].weight": "8",
    "claimed": {"total": "很多", "grade": "优"},
}


def place_of(where: str) -> tuple[int, int]:
    """Return the position of a place in the form: money row, fund rows, spending rows, rows, level-1 parts, foot."""
    order = ["execution", "funds", "spending", "indicators", "categories"]
    name = re.split(r"[.\[]", where)[0]
    index = re.search(r"\[(\d+)\]", where)
    names = ["categories.产出指标", "categories.效益指标", "categories.满意度指标"]
    at = int(index[1]) if index else names.index(where) if where in names else 0
    return (order.index(name) if name in order else len(order)), at


def test_a_form_without_faults_raises_nothing() -> None:
    assert findings() == ()


def test_the_same_form_raises_nothing_under_the_central_set() -> None:
    form = read_form({"set": "cn/project/2020"})
    rules = library.indicator_set("cn/project/2020")
    assert checks.run_all(rules, form, scoring.score(rules, form)) == ()


def test_the_findings_of_a_written_card_are_read_as_they_were() -> None:
    rules, form, found = read_set(), read_form(MESSY), findings(MESSY)
    written = scoring.write(scoring.score(rules, form), [each.as_json() for each in found])
    assert checks.read_findings(written) == found


def test_findings_stand_in_the_order_of_the_form_then_of_the_table() -> None:
    found = findings(MESSY)
    positions = [(*place_of(each.where), RANKS.index(each.code)) for each in found]
    assert positions == sorted(positions)
    assert {place for place, _, _ in positions} == {0, 1, 3, 4, 5}
    assert len(found) > 12


def test_a_set_can_make_a_finding_harder_softer_or_silent() -> None:
    severities: Tree = {"reason-missing": "warning", "measures-missing": "error", "claimed-below-rule": "off"}
    form: dict[str, Tree] = {"indicators[2].claimed": "7", "claimed": {}}
    assert [(each.code, each.severity.value) for each in findings(form)] == [
        ("claimed-below-rule", "notice"),
        ("reason-missing", "error"),
        ("measures-missing", "warning"),
    ]
    assert [(each.code, each.severity.value) for each in findings(form, {"severities": severities})] == [
        ("reason-missing", "warning"),
        ("measures-missing", "error"),
    ]


def test_a_set_without_points_raises_only_what_needs_no_points() -> None:
    codes = {each.code for each in findings(MESSY, {"weights": "none"})}
    assert codes <= {entry.code for entry in CODES if entry.pointless}
    assert {"value-missing", "money-negative", "sum-mismatch", "rate-mismatch"} <= codes


def test_a_finding_is_written_as_the_contract_has_it() -> None:
    found = findings({"indicators[1].actual": None})
    assert [each.as_json() for each in found] == [
        {
            "code": "value-missing",
            "severity": "error",
            "where": "indicators[1]",
            "row": "r2",
            "message": "第2行“考试合格率”缺少实际完成值，无法计分",
            "suggestion": "请补填实际完成值",
        }
    ]


def test_the_row_is_named_by_its_own_id() -> None:
    (found,) = findings({"indicators[1].actual": None, "indicators[1].id": "x-7"})
    assert found.row == "x-7"


def test_no_check_is_listed_twice_and_no_code_either() -> None:
    assert len(set(CHECKS)) == len(CHECKS)
    assert len(set(RANKS)) == len(RANKS)
    assert Severity.OFF not in {entry.severity for entry in EVERY}


def test_every_code_is_explained_in_the_pages_of_rules() -> None:
    pages = Path(HERE).parents[1] / "docs" / "rules"
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(pages.glob("*.md")))
    titles = {"error": "错误", "warning": "警告", "notice": "提示"}
    missing = [entry.code for entry in EVERY if f"### `{entry.code}` {entry.title}（{titles[entry.severity.value]}）\n" not in text]
    assert missing == []
    assert sorted(re.findall(r"^### `([a-z0-9-]+)`", text, re.MULTILINE)) == sorted(RANKS)


def test_the_index_lists_the_codes_in_their_order_with_the_page_of_each() -> None:
    pages = Path(HERE).parents[1] / "docs" / "rules"
    lines = re.findall(
        r"^\| `([a-z0-9-]+)` \| (.+?) \| (..) \| (√?) *\| \[.+\]\((.+)\) \|$", (pages / "README.md").read_text("utf-8"), re.MULTILINE
    )
    titles = {"error": "错误", "warning": "警告", "notice": "提示"}
    assert [line[:4] for line in lines] == [
        (entry.code, entry.title, titles[entry.severity.value], "√" if entry.pointless else "") for entry in EVERY
    ]
    assert [code for code, *_, page in lines if f"### `{code}`" not in (pages / page).read_text("utf-8")] == []


def test_every_entry_of_the_pages_says_when_why_and_what_to_do() -> None:
    pages = Path(HERE).parents[1] / "docs" / "rules"
    for path in sorted(pages.glob("*.md")):
        for entry in path.read_text(encoding="utf-8").split("\n### ")[1:]:
            assert all(f"- {label}：" in entry for label in ("何时提示", "为什么", "怎么办")), f"{path.name}: {entry[:40]}"


# --- any form whatever -------------------------------------------------------------------------------------------------

TEXTS = st.sampled_from(
    ["", "—", "0", "10", "10.005", "-3", "1,283万元", "≥735人次", "<5", "=", "10～20", "20(%)", "100%", "９８％", "0.958", "健全", "是",
     "否", "2022年12月30日前", "2月30日", "年底", "每亩300元", "已完成", "8、2万", "1e9", "∞", "9" * 60, "分", "%", "优", "≥"]
)  # fmt: skip
CELLS: st.SearchStrategy[Tree] = st.none() | TEXTS | st.text(max_size=8)
AMOUNTS: st.SearchStrategy[dict[str, Tree]] = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("original", "adjusted", "received", "spent"), CELLS)
)
MONEY: st.SearchStrategy[dict[str, Tree]] = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("weight", "claimed", "claimed_rate", "reason"), CELLS)
)
FOOT: st.SearchStrategy[dict[str, Tree]] = st.fixed_dictionaries({}, optional=dict.fromkeys(("total", "grade"), CELLS))
NAMES: st.SearchStrategy[Tree] = st.none() | st.sampled_from(
    [
        "产出指标",
        "产出",
        "效益指标",
        "满意度指标",
        "过程",
        "数量指标",
        "成本指标",
        "服务对象满意度指标",
        "培训人数",
        "投诉次数",
        "资金到位率",
        "档案管理",
        "（10分）",
        "★",
    ]
)
SOURCES = ["total", "fiscal", "other", "central", "county", "general"]
ROW: st.SearchStrategy[dict[str, Tree]] = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("category", "aspect", "name"), NAMES),
        **dict.fromkeys(("target", "actual", "weight", "claimed", "reason", "measures"), CELLS),
        "band": st.sampled_from([None, "1", "2", "3"]),
        "not_applicable": st.booleans(),
        "evidence": st.sampled_from([[], [{"title": "问卷"}], [{}]]),
    },
)
KEYED: st.SearchStrategy[dict[str, Tree]] = st.sampled_from(
    [
        {"key": "staff_control_rate", "inputs": {"在职人员数": "92", "编制数": "0"}},
        {"key": "annual_plan", "items": {"有批复": False}},
        {"key": "discipline", "events": [{"what": "旷工", "times": "若干"}]},
        {"key": "monthly_checks", "periods": [{"name": "1月", "actual": "x"}, {"actual": "2"}]},
        {"key": "leadership", "claimed": "99"},
        {"key": "archives", "target": "1", "actual": "1"},
    ]
)


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Tree]:
    """Draw a form that can be read, with anything at all in its cells."""
    sources = draw(st.lists(st.sampled_from(SOURCES), unique=True, max_size=4))
    keyed = draw(st.lists(KEYED, unique_by=lambda row: str(row["key"]), max_size=2))
    return {
        "year": draw(st.sampled_from(["1990", "2022", "2099"])),
        "kind": draw(st.sampled_from(["project", "department", "transfer"])),
        "money_unit": draw(st.sampled_from(["元", "万元"])),
        "funds": [{**draw(AMOUNTS), "source": source, "claimed": draw(CELLS)} for source in sources],
        "spending": [{**draw(AMOUNTS), "kind": kind} for kind in draw(st.sampled_from([[], ["basic"], ["basic", "project"]]))],
        "execution": draw(MONEY),
        "indicators": [*draw(st.lists(ROW, max_size=4)), *keyed],
        "claimed": draw(FOOT),
    }


RULES = (
    read_set(),
    read_set({"weights": "none"}),
    read_set({"weights": "free", "execution.weight": None, "indicators[0].required": True, "indicators[4].required": True}),
    read_set({"categories": [], "execution.denominator": "received", "thresholds": {"magnitude": "0", "unspent": "0"}}),
)


@given(form=forms(), rules=st.sampled_from(RULES))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_any_form_is_checked_twice_alike_and_never_in_vain(form: dict[str, Tree], rules: IndicatorSet) -> None:
    written = evaluation.from_tree(changed(clean("form.yaml"), form))
    card = scoring.score(rules, written)
    found = checks.run_all(rules, written, card)
    assert found == checks.run_all(rules, written, scoring.score(rules, written))
    ids = [score.row.written.id for score in card.rows]
    for each in found:
        assert PLACES.fullmatch(each.where), each
        assert each.message
        assert each.suggestion
        assert each.row == (ids[place_of(each.where)[1]] if each.where.startswith("indicators") else None)
    positions = [(*place_of(each.where), RANKS.index(each.code)) for each in found]
    assert positions == sorted(positions)
    assert len(set(found)) == len(found)
