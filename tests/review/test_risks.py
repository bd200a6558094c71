"""风险分 - The published table gives every item its score, with a sum that anybody can do again; a draw by risk goes by it."""

import pytest

from perfeval import library, syntax
from perfeval.checks import CODES, TEXT_CODES
from perfeval.errors import Invalid
from perfeval.review import Drawing, How, Plan, Quota, draw, explain_risk, read_risks, with_risk
from tests.architecture.house import ROOT
from tests.review.frames import candidate

TABLE = library.risks()
FILE = ROOT / library.RISKS / "general.yaml"


def test_an_item_without_any_sign_still_has_a_chance() -> None:
    plain = candidate("A", money=0)
    assert with_risk(plain, TABLE).risk == 1
    assert explain_risk(plain, TABLE) == "基本分1＝1"


def test_signs_add_up_and_each_stops_at_its_most() -> None:
    risky = candidate(
        "A",
        money=60_000_000_000,
        late=True,
        last_grade="差",
        findings={"claimed-above-rule": 5, "unspent": 1, "boilerplate": 2, "strict-target": 9},
    )
    assert (
        explain_risk(risky, TABLE)
        == "基本分1＋自评得分高于规则6＋资金有疑点2＋段落雷同或出现别处名称2＋逾期报送2＋上年为中或差4＋金额超过500万元4＝21"
    )
    assert with_risk(risky, TABLE).risk == 21


def test_a_sum_of_exactly_the_limit_is_not_above_it() -> None:
    assert with_risk(candidate("A", money=500_000_000), TABLE).risk == 1
    assert with_risk(candidate("A", money=500_000_001), TABLE).risk == 5


def test_a_draw_by_risk_takes_the_riskiest_for_certain() -> None:
    frame = [with_risk(candidate(f"A{at}", late=at == 0, last_grade="差" if at == 0 else "优"), TABLE) for at in range(10)]
    sample = draw(frame, Plan(seed="1", drawing=Drawing.BY_RISK, quota=Quota(number=3)))
    assert [(each.item, each.why) for each in sample.items if each.how is How.CERTAIN] == [("A0", "风险分7，不小于抽样间距5.33")]


def test_every_code_of_the_table_is_known() -> None:
    known = {entry.code for entry in (*CODES, *TEXT_CODES)}
    tree = syntax.load(FILE.read_bytes(), FILE.name)
    assert isinstance(tree, dict)
    signs = tree["signs"]
    assert isinstance(signs, list)
    for sign in signs:
        assert isinstance(sign, dict)
        codes = sign.get("codes", [])
        assert isinstance(codes, list)
        assert {code for code in codes if isinstance(code, str)} <= known


def test_a_grade_of_this_year_can_be_a_sign_too() -> None:
    table = read_risks(syntax.load(FILE.read_text(encoding="utf-8").replace("late: true", "grades: [优]"), FILE.name))
    assert with_risk(candidate("A", grade="优"), table).risk == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("perfeval.risks/1", "perfeval.risks/2"),
        ('base: "1"', 'base: "0.5"'),
        ("late: true", "late: ja"),
        ("late: true", 'late: true, over: "5"'),
        ('over: "500"', "over: viel"),
    ],
)
def test_a_file_that_is_not_right_is_refused(old: str, new: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(Invalid):
        read_risks(syntax.load(text.replace(old, new, 1), FILE.name))
