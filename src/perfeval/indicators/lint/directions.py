"""方向 - Methods and signs that go the way of the aspect: cost and harm down, satisfaction up; money is no output."""

import re
from collections.abc import Iterator

from perfeval.indicators.lint.defect import Asked, Flaw
from perfeval.indicators.model import Indicator, Sign, Vocabulary
from perfeval.indicators.parts import Better, MethodEntry, Methods
from perfeval.quantities import normal
from perfeval.syntax import Path

_BETTER = {Sign.AT_LEAST: Better.MORE, Sign.AT_MOST: Better.LESS}
_AGAINST = {Better.MORE: Sign.AT_MOST, Better.LESS: Sign.AT_LEAST}
_SIGNS = {
    "≥": Sign.AT_LEAST,
    "≧": Sign.AT_LEAST,
    ">=": Sign.AT_LEAST,
    "≤": Sign.AT_MOST,
    "≦": Sign.AT_MOST,
    "<=": Sign.AT_MOST,
    "=": Sign.EQUAL,
}
_SIGN = re.compile("|".join(_SIGNS))
_MONEY = re.compile(r"\d(?:万|亿)?元$")
_DIGIT = re.compile(r"\d")


def targets_fit(asked: Asked) -> Iterator[Flaw]:
    """指标值与方法 - Find targets that a method by numbers cannot read, or whose sign goes the other way."""
    for at, each in enumerate(asked.rules.indicators):
        path: Path = ("indicators", at, "target")
        if each.target is None or each.method is None:
            continue
        entry = asked.methods[each.method]
        if entry.numeric and not _DIGIT.search(normal(each.target)):
            message = f"指标“{each.name}”按数值计分，指标值“{each.target}”里没有数字"
            yield Flaw("target-not-number", path, message, "请写成符号、数字和单位，或换成定性的评分方法")
        sign = _sign(each.target)
        if sign is not None and _goes_against(sign, entry):
            message = f"指标“{each.name}”的评分方法是“{entry.title}”，指标值却写成“{each.target}”"
            yield Flaw("direction-contrary", path, message, "请改正评分方法或指标值的符号")


def directions_fit(asked: Asked) -> Iterator[Flaw]:
    """方向与归类 - Find harm, cost and satisfaction that are measured the wrong way round."""
    words = asked.rules.vocabulary
    for at, each in enumerate(asked.rules.indicators):
        better = _better(each, asked.methods)
        contrary = _contrary(words, each, better)
        if contrary is not None:
            arrow = "越多越好" if better is Better.MORE else "越少越好"
            message = f"指标“{each.name}”{contrary}，却按{arrow}计分"
            yield Flaw("direction-against-aspect", ("indicators", at), message, "请改正 method 或指标值的符号")
    for at, category in enumerate(asked.rules.categories):
        for number, aspect in enumerate(category.aspects):
            path: Path = ("categories", at, "aspects", number, "bare_sign")
            if aspect.bare_sign is Sign.AT_LEAST and _has(words.cost, aspect.name):
                yield Flaw("direction-against-aspect", path, f"成本类的“{aspect.name}”把无符号的指标值当作“≥”", "成本越少越好，应为 ≤ 或 =")
            if aspect.bare_sign is Sign.AT_MOST and _has(words.satisfaction, aspect.name):
                yield Flaw("direction-against-aspect", path, f"“{aspect.name}”把无符号的指标值当作“≤”", "满意度越高越好，应为 ≥")


def money_is_no_output(asked: Asked) -> Iterator[Flaw]:
    """以资金作产出 - Find output indicators outside cost whose target is money, or whose name is about paying money out."""
    words = asked.rules.vocabulary
    for at, each in enumerate(asked.rules.indicators):
        levels = f"{each.category or ''}\n{each.aspect or ''}"
        if not _has(words.output, each.category or "") or _has(words.cost, levels) or _has(words.cost, each.name):
            continue
        by_target = each.target is not None and _MONEY.search(normal(each.target)) is not None
        by_name = _has(words.money_nouns, each.name) and _has(words.money_verbs, each.name)
        if by_target or by_name:
            message = f"产出指标“{each.name}”说的是资金本身，不是用资金做成的事"
            yield Flaw(
                "money-as-output",
                ("indicators", at, "target" if by_target else "name"),
                message,
                "请改为做成了多少事、质量如何；资金的多少归入成本指标",
            )


def _goes_against(sign: Sign, entry: MethodEntry) -> bool:
    """Tell whether a sign is not that of a method: ≤ where more is better, = where a number is not to be hit."""
    if sign is _AGAINST.get(entry.better):
        return True
    return entry.numeric and (sign is Sign.EQUAL) != (entry.better is Better.NEITHER)


def _better(own: Indicator, methods: Methods) -> Better:
    """Return which values of an indicator earn more, by its method, else by the sign of its target."""
    if own.method is not None:
        return methods[own.method].better
    sign = _sign(own.target) if own.target is not None else None
    return _BETTER.get(sign, Better.NEITHER) if sign else Better.NEITHER


def _contrary(words: Vocabulary, own: Indicator, better: Better) -> str | None:
    """Return why an indicator is measured the wrong way round, None where it is not."""
    if better is Better.MORE and _has(words.harm, own.name):
        return "是损害类指标"
    if better is Better.MORE and _has(words.cost, f"{own.category or ''}\n{own.aspect or ''}") and "率" not in own.name:
        return "在成本之下"
    if better is Better.LESS and _has(words.satisfaction, f"{own.aspect or ''}\n{own.name}"):
        return "是满意度指标"
    return None


def _sign(target: str) -> Sign | None:
    """Return the sign that a target begins with."""
    found = _SIGN.match(normal(target))
    return _SIGNS[found.group()] if found else None


def _has(words: tuple[str, ...], text: str) -> bool:
    """Tell whether one of the words stands in a text."""
    return any(word in text for word in words)


DIRECTION_RULES = (targets_fit, directions_fit, money_is_no_output)
"""方向规则 - The rules of this file, in the order of telling."""
