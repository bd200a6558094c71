"""评分用例的搭建 - Build small sets and forms for tests of scoring, and do the sum of an expression again."""

import ast
import json
from collections.abc import Mapping
from fractions import Fraction

from perfeval import evaluation, indicators, scoring
from perfeval.evaluation import Evaluation
from perfeval.indicators import IndicatorSet
from perfeval.scoring import RowScore

BASE_SET: dict[str, object] = {
    "format": "perfeval.indicator-set/1",
    "id": "test/any/2020",
    "version": "1",
    "title": "测试用指标体系",
    "kinds": ["project", "department"],
    "years": {"from": "2000"},
    "source": {"title": "测试用文件", "number": "测〔2020〕1号", "clause": "第一条"},
    "execution": {"denominator": "adjusted"},
    "weights": "free",
    "grades": [{"name": "优", "floor": "90"}, {"name": "良", "floor": "80"}, {"name": "中", "floor": "60"}, {"name": "差", "floor": "0"}],
    "categories": [
        {"name": "产出指标", "aspects": [{"name": "数量指标"}, {"name": "质量指标"}, {"name": "时效指标"}, {"name": "成本指标"}]},
        {"name": "效益指标", "aspects": [{"name": "社会效益指标"}]},
        {"name": "满意度指标", "aspects": [{"name": "服务对象满意度指标", "evidence": {"what": "调查问卷"}}]},
    ],
}


def rules(**changes: object) -> IndicatorSet:
    """Return the base set with some of its keys changed."""
    return indicators.parse(json.dumps({**BASE_SET, **changes}, ensure_ascii=False), scoring.METHODS_BY_NAME, name="test/any/2020.yaml")


def rules_with(method: str, parameters: object, **more: object) -> IndicatorSet:
    """Return a set with one indicator of its own, scored by this method."""
    own: dict[str, object] = {"key": "it", "name": "指标", "category": "产出指标", "aspect": "数量指标", "method": method, **more}
    if parameters:
        own["parameters"] = parameters
    return rules(indicators=[own])


def form(*rows: Mapping[str, object], **parts: object) -> Evaluation:
    """Return a form with these indicator rows."""
    whole = {
        "format": "perfeval.evaluation/1",
        "set": "test/any/2020",
        "year": "2022",
        "kind": "project",
        "money_unit": "万元",
        "indicators": [dict(row) for row in rows],
        **parts,
    }
    return evaluation.parse(json.dumps(whole, ensure_ascii=False))


def row_score(one_set: IndicatorSet, **cells: object) -> RowScore:
    """Return how one row is scored by a set."""
    return scoring.score(one_set, form(cells)).rows[0]


def again(expression: str) -> Fraction:
    """Do the sum of an expression with exact fractions; anything but numbers, + - * /, min and max is refused."""
    return _value(ast.parse(expression, mode="eval").body, expression)


def _value(node: ast.expr, text: str) -> Fraction:
    match node:
        case ast.Constant():
            return Fraction(ast.get_source_segment(text, node) or "")
        case ast.UnaryOp(op=ast.USub()):
            return -_value(node.operand, text)
        case ast.BinOp(op=ast.Add()):
            return _value(node.left, text) + _value(node.right, text)
        case ast.BinOp(op=ast.Sub()):
            return _value(node.left, text) - _value(node.right, text)
        case ast.BinOp(op=ast.Mult()):
            return _value(node.left, text) * _value(node.right, text)
        case ast.BinOp(op=ast.Div()):
            return _value(node.left, text) / _value(node.right, text)
        case ast.Call(func=ast.Name(id="min")):
            return min(_value(each, text) for each in node.args)
        case ast.Call(func=ast.Name(id="max")):
            return max(_value(each, text) for each in node.args)
    message = f"not allowed in an expression: {ast.dump(node)}"
    raise AssertionError(message)
