"""文中数据 - Figures that a narrative text names in 〔 〕 and that stand in it as they are when it is printed: 〔预算执行率〕.

A text that names a figure cannot disagree with the form. Only the names below are looked for, so that 财预〔2020〕10号 stays what it is.
Why names in brackets and not numbers that are copied: docs/decisions/0025-figures-in-texts-are-named.md.
"""

import re
from collections.abc import Mapping

from perfeval.reports import wording
from perfeval.reports.case import Case
from perfeval.reports.facts.money import MoneyFacts

_NAMED = re.compile(r"〔([^〔〕]{1,20})〕")


def figures(case: Case, money: MoneyFacts) -> dict[str, str]:
    """文中数据 - Return every figure by the name under which a text may have it, with its unit."""
    card, unit, total = case.card, case.evaluation.money_unit.value, money.total
    lost = sum(score.lost > 0 for score in card.rows)
    return {
        "年初预算数": _with(total.original, unit),
        "全年预算数": _with(total.adjusted, unit),
        "到位数": _with(total.received, unit),
        "全年执行数": _with(total.spent, unit),
        "结余": _with(total.balance, unit),
        "预算执行率": total.rate,
        "自评总分": _with(wording.points(card.total), "分"),
        "自评等级": wording.written(card.grade),
        "指标数": f"{len(card.rows)}项",
        "失分指标数": f"{lost}项",
        **{f"{each.name}得分": _with(wording.points(each.points), "分") for each in card.categories},
    }


def resolved(text: str, known: Mapping[str, str]) -> str:
    """写出数据 - Return a text with every figure that it names written out; a name that is none stays as it is."""
    return _NAMED.sub(lambda found: known.get(found[1], found[0]), text) if "〔" in text else text


def _with(text: str, unit: str) -> str:
    return text if text == wording.MISSING else f"{text}{unit}"
