"""数量乘标准 - Hold number × standard (× months) against the amount beside it, and the cost of one against its standard or last year's.

Standards change within a year and people join and leave, so a product that differs is only a notice.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from perfeval.checks.finding import Raised
from perfeval.checks.texts.facts import Facts
from perfeval.checks.texts.figures import MONEY, PER, RATIO, Figure, reader
from perfeval.checks.texts.reading import Report, Sentence, compact, raised
from perfeval.checks.texts.rules import TextRules
from perfeval.evaluation import IndicatorRow
from perfeval.indicators import UnitCost
from perfeval.quantities import Fraction, half_up, plain

_WRITTEN = re.compile(r"\d[^，。；=]{0,12}[×xX*✕]\d[^，。；=]{0,30}=\d")
_TIMES = re.compile(r"[×xX*✕]")
_PER = re.compile(r"元(?:/|每)(?P<count>[\u4e00-\u9fff]{1,3}?)(?:(?:[·./*、]次)|[·./*、]?(?P<span>个?月|年|天))?$")
_EACH = re.compile(
    r"每(?P<count>[\u4e00-\u9fff]{1,2}?)(?:每?(?P<span>月|年|天))?(?:每年)?(?:补贴|补助|发放|奖补|给予|按|标准|投入|造价|成本|资助|救助|为|不超过)*$"
)
_UNIT = re.compile(r"^.*[\d%\s]")
_MONEY = re.compile("[万亿]?元")
_MONTHS = 12
_FACTORS = 2
_COST = "请核对数量和金额，或说明单位成本变动的原因"
_PRODUCT = "请核对数量、标准、月数和金额；年中标准或人数变动的，写明算法"


class _Standard(Struct, frozen=True, kw_only=True):
    """标准 - Hold money per one of something, by the word it is counted by; span tells that it is by month or year."""

    amount: Figure
    count: str
    span: str


def text_products(report: Report, rules: TextRules) -> Iterator[Raised]:
    """数量与标准之积不符 - Find amounts that number × standard does not give."""
    for sentence in report.sentences:
        if len(sentence.figures) > _FACTORS:
            yield from _written(sentence)
            wrong = _told(sentence, rules)
            if wrong:
                yield raised(sentence, "text-product-mismatch", wrong, _PRODUCT)


def text_unit_costs(report: Report, rules: TextRules) -> Iterator[Raised]:
    """单位成本偏离 - Find a cost of one that is far from the standard of the same sentence, or from last year's."""
    for sentence in report.sentences:
        wrong = _against_standard(sentence, rules) or _against_last_year(sentence, rules)
        if wrong:
            yield raised(sentence, "unit-cost", wrong, _COST)


def row_unit_costs(_: Report, rules: TextRules, facts: Facts) -> Iterator[Raised]:
    """表上的单位成本 - Find rows that tell a cost of one which is far from the set's standard, or from what the same row was last year."""
    for score in facts.card.rows if facts.card else ():
        row = score.row
        own = row.indicator.unit_cost if row.indicator else None
        written = row.written.actual
        against = (
            ("标准", f"{plain(own.standard)}{own.unit}" if own else None, _in_unit(row.written, own)),
            ("上年", facts.earlier.get(row.written.id), written),
        )
        for name, known, actual in against:
            old, new = (_cost(row.name, text, rules) for text in (known, actual))
            if old is None or new is None or old.unit != new.unit or not _far(new.value, old.value, rules):
                continue
            message = f"第{row.at + 1}行“{row.name}”{name}是{old.text}，本年是{new.text}，单位成本偏离{name}{_most(rules)}以上"
            yield Raised(code="unit-cost", where=row.where, message=message, suggestion=_COST, row=row.written.id)
            break


def spending_per_unit(_: Report, rules: TextRules, facts: Facts) -> Iterator[Raised]:
    """支出与数量 - Find what was spent on one of the only thing that a form counts, where that is far from last year's."""
    if not facts.spent or not facts.earlier_spent:
        return
    counted = [score.row for score in (facts.card.rows if facts.card else ()) if rules.has("quantity", score.row.aspect or "")]
    if len(counted) != 1:
        return
    row = counted[0]
    old, new = (_quantity(text, rules) for text in (facts.earlier.get(row.written.id), row.written.actual))
    if old and new and old.kind and not new.kind:
        new = _quantity(f"{new.text}{_UNIT.sub('', row.written.target or '')}", rules)
    if old is None or new is None or old.kind != new.kind:
        return
    before, now = facts.earlier_spent / old.value, facts.spent / new.value
    if _far(now, before, rules):
        years = (("上年", facts.earlier_spent, old, before), ("本年", facts.spent, new, now))
        told = "，".join(f"{name}支出{_money(money)}÷{count.text}＝{_money(one)}" for name, money, count, one in years)
        message = f"第{row.at + 1}行“{row.name}”{told}，单位成本偏离上年{_most(rules)}以上"
        yield Raised(code="unit-cost", where=row.where, message=message, suggestion=_COST, row=row.written.id)


def _quantity(text: str | None, rules: TextRules) -> Figure | None:
    """Return the number of things that a cell holds, None where it holds anything else."""
    found = reader(rules).read(compact(text or ""))
    fit = len(found) == 1 and not found[0].masked and found[0].value > 0 and found[0].kind not in {MONEY, RATIO, PER}
    return found[0] if fit else None


def _in_unit(row: IndicatorRow, standard: UnitCost | None) -> str | None:
    """Return what a cell holds; a bare number is money of its target, else of the standard, and bare money is per the standard's one."""
    text = row.actual
    if standard is None or text is None or "/" in text or "每" in text:
        return text
    money, _, count = standard.unit.partition("/")
    if not _MONEY.search(text):
        told = _MONEY.search(row.target or "")
        text = f"{text}{told.group() if told else money}"
    return f"{text}/{count}"


def _far(value: Fraction, known: Fraction, rules: TextRules) -> bool:
    """Tell whether a cost of one is farther from another than the rules allow."""
    return abs(value - known) > known * rules.limits["unit_cost"]


def _most(rules: TextRules) -> str:
    """Return in words how far a cost of one may be from another."""
    return f"{plain(rules.limits['unit_cost'] * 100)}%"


def _cost(name: str, text: str | None, rules: TextRules) -> Figure | None:
    """Return the cost of one that a cell holds, None where it holds anything else."""
    found = reader(rules).read(compact(text or ""))
    if len(found) != 1 or found[0].masked or found[0].value <= 0:
        return None
    return found[0] if found[0].kind == PER or (found[0].kind == MONEY and rules.has("unit_cost", name)) else None


def _written(sentence: Sentence) -> Iterator[Raised]:
    """Find a product that is written out and does not come to what stands behind its sign."""
    for match in _WRITTEN.finditer(sentence.text):
        inside = [each for each in sentence.figures if match.start() <= each.start < match.end()]
        if len(inside) <= _FACTORS:
            continue
        *factors, amount = inside
        if len(factors) != len(_TIMES.findall(match.group())) + 1 or any(each.masked or each.kind == RATIO for each in inside):
            continue
        product = Fraction(1)
        for factor in factors:
            product *= factor.value
        scaled = (product, product * 10_000) if amount.kind != MONEY else (product,)
        if not any(abs(value - amount.value) < amount.step for value in scaled):
            terms = "×".join(each.text for each in factors)
            yield raised(sentence, "text-product-mismatch", f"{terms}＝{_money(product)}，写的是{amount.text}", _PRODUCT)


def _told(sentence: Sentence, rules: TextRules) -> str | None:
    """Return what is wrong with an amount that a sentence tells beside its number and its standard."""
    if _WRITTEN.search(sentence.text):
        return None
    standards = _standards(sentence)
    if len(standards) != 1:
        return None
    standard = standards[0]
    counts = [each for each in sentence.figures if each.kind == standard.count and not each.masked]
    amounts = [each for each in sentence.of(MONEY) if each is not standard.amount and rules.has("money_amounts", each.label)]
    behind = [each for each in amounts if each.start > standard.amount.start]
    if not counts or not behind or any(each.approximate for each in behind) or _tiers(sentence, standard):
        return None
    months = {Fraction(1), *(each.value for each in sentence.figures if each.kind == "月份" and each.value)}
    months |= {Fraction(_MONTHS)} if "月" in standard.span else set()
    products = [count.value * standard.amount.value * month for count in counts for month in months]
    together = sum((each.value for each in counts), Fraction(0)) * standard.amount.value
    products += [together * month for month in months]
    if any(abs(product - amount.value) < amount.step for product in products for amount in amounts) or not products[0]:
        return None
    expected = f"{counts[-1].text}×{standard.amount.text}＝{_money(counts[-1].value * standard.amount.value)}"
    return f"{expected}，写的是{behind[0].text}"


def _standards(sentence: Sentence) -> list[_Standard]:
    """Return the standards of a sentence that are not parts of one another."""
    found: list[_Standard] = []
    for figure in sentence.figures:
        match = None if figure.masked else _PER.search(figure.unit) or (figure.kind == PER and _EACH.search(figure.label)) or None
        if match and figure.value:
            found.append(_Standard(amount=figure, count=match["count"], span=match["span"] or ""))
    return found


def _tiers(sentence: Sentence, standard: _Standard) -> bool:
    """Tell whether a sentence has several standards or ranges, so that one product says nothing."""
    text = sentence.text[: standard.amount.start]
    return any(word in sentence.text for word in ("分档", "档", "不等", "至少", "以上", "最高", "不超过")) or text.endswith(("-", "～"))


def _against_standard(sentence: Sentence, rules: TextRules) -> str | None:
    """Return what is wrong with the average of one sentence beside its standard."""
    standards = _standards(sentence)
    if len(standards) != 1 or standards[0].span or _tiers(sentence, standards[0]):
        return None
    standard = standards[0].amount
    counts = [each for each in sentence.figures if each.kind == standards[0].count and not each.masked]
    amounts = [each for each in sentence.of(MONEY) if rules.has("spent", each.label)]
    if len(counts) != 1 or len(amounts) != 1 or not counts[0].value:
        return None
    average = amounts[0].value / counts[0].value
    if not _far(average, standard.value, rules):
        return None
    return f"{amounts[0].text}÷{counts[0].text}＝{_money(average)}，标准是{standard.text}"


def _against_last_year(sentence: Sentence, rules: TextRules) -> str | None:
    """Return what is wrong with a cost of one beside last year's."""
    costs = [
        each for each in sentence.figures if not each.masked and rules.has("unit_cost", sentence.text[max(0, each.start - 14) : each.start])
    ]
    costs += [each for each in sentence.figures if each.kind == PER and not each.masked and each not in costs]
    old = next((each for each in costs if rules.has("last_year", sentence.text[max(0, each.start - 18) : each.start])), None)
    new = next(
        (each for each in costs if each is not old and rules.has("this_year", sentence.text[max(0, each.start - 18) : each.start])), None
    )
    if old is None or new is None or not old.value or not _far(new.value, old.value, rules):
        return None
    return f"单位成本由上年的{old.text}变为{new.text}"


def _money(value: Fraction) -> str:
    """Return an amount in 元 as people read it."""
    return f"{plain(half_up(value / 10_000))}万元" if abs(value) >= 10_000 else f"{plain(half_up(value))}元"  # noqa: PLR2004 - 万
