"""公开指标 - Points with rule and proof, and demanded content that is there."""

from fractions import Fraction

from perfeval.review import MONEY_ROW, Demand, completeness, demands_of, proven_share
from perfeval.scoring import score
from tests.scoring.forms import form, rules

RULES = rules(execution={"denominator": "adjusted", "weight": "10"})
FORM = form(
    {
        "id": "r1",
        "category": "产出指标",
        "aspect": "数量指标",
        "name": "培训人次",
        "target": "≥100人次",
        "actual": "80",
        "weight": "50",
        "claimed": "40",
    },
    {
        "id": "r2",
        "category": "效益指标",
        "aspect": "社会效益指标",
        "name": "便利出行",
        "target": "明显改善",
        "actual": "改善",
        "weight": "20",
        "claimed": "20",
    },
    {
        "id": "r3",
        "category": "满意度指标",
        "aspect": "服务对象满意度指标",
        "name": "满意度",
        "target": "≥90%",
        "weight": "20",
        "evidence": [{"title": "问卷"}],
    },
    {"id": "r4", "category": "产出指标", "name": "增收", "not_applicable": True},
    funds=[{"source": "total", "adjusted": "100", "spent": "90"}],
    objective={"expected": "培训100人次"},
)
PASS = Fraction(85, 100)


def test_only_points_by_a_rule_and_with_a_proof_count() -> None:
    card = score(RULES, FORM)
    assert proven_share(card, {MONEY_ROW, "r1", "r2"}) == Fraction(9 + 40, 9 + 40 + 20), "a judged row has no rule"
    assert proven_share(card, {MONEY_ROW}) == Fraction(9, 69)
    assert proven_share(card, ()) == 0
    assert proven_share(score(RULES, form()), ()) is None


def test_what_a_form_must_hold_is_counted_and_what_is_missing_is_named() -> None:
    found = completeness(demands_of(RULES, FORM, score(RULES, FORM)), PASS)
    assert found.missing == (
        "目标完成情况",
        "预算执行率：偏差原因",
        "培训人次：偏差原因",
        "满意度：实际完成值",
        "满意度：得分",
        "增收：不适用的原因",
    )
    assert (found.present, found.demanded, found.passes) == (11, 17, False)


def test_the_pass_mark_itself_passes() -> None:
    demands = [Demand(name=str(at), present=at < 17) for at in range(20)]
    assert completeness(demands, PASS).share == PASS
    assert completeness(demands, PASS).passes
    assert not completeness([*demands, Demand(name="x", present=False)], PASS).passes
    assert completeness([], PASS).passes
