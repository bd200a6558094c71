"""文中的预算 - What a text says of its money: more spent than came in, and a rate against a budget that it says was changed."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from perfeval.checks.finding import Raised
from perfeval.checks.texts.figures import MONEY, RATIO, Figure
from perfeval.checks.texts.reading import Report, Sentence, raised
from perfeval.checks.texts.rules import TextRules
from perfeval.checks.texts.shares import explains
from perfeval.quantities import Fraction, percent, plain

_NEAR = 14
_FULL = 1000
_MOST_CHANGES, _MOST_RATES = 12, 40


def text_over_received(report: Report, rules: TextRules) -> Iterator[Raised]:
    """文中支出大于到位 - Find sentences that spend more than they say was received."""
    advice = "请核对到位数和支出数；确有垫付或使用结转资金的，写明来源"
    for sentence in report.sentences:
        pair = None if rules.has("carried", sentence.text) else _overspent(sentence, rules)
        if pair:
            came, spent = pair
            yield raised(sentence, "text-over-received", f"支出{spent.text}，大于到位{came.text}", advice)
            continue
        for rate in sentence.of(RATIO):
            before = sentence.text[max(0, rate.start - _NEAR) : rate.start]
            if rate.value > _FULL and rules.has("money_rate", before) and not rules.has("carried", sentence.text):
                yield raised(sentence, "text-over-received", f"资金的执行率{rate.text}，大于100%", advice)
                break


def _overspent(sentence: Sentence, rules: TextRules) -> tuple[Figure, Figure] | None:
    """Return what came in and what was spent, where the first is less; each spent amount is held against the one received before it."""
    came: Figure | None = None
    for figure in sentence.of(MONEY):
        if rules.has("received", figure.label) and not rules.has("spent", figure.label):
            came = figure
        elif came is not None and rules.has("spent", figure.label):
            together = sum(each.value for each in sentence.of(MONEY) if each.start <= came.start and rules.has("received", each.label))
            if figure.value > came.value and figure.value > together:
                return came, figure
            came = None
    return None


class _Change(Struct, frozen=True, kw_only=True):
    """Hold a budget before and after it was changed, and the new one in words."""

    old: Figure
    new: Fraction
    shown: str


def text_denominators(report: Report, rules: TextRules) -> Iterator[Raised]:
    """分母不明 - Find rates that are right only against a budget that the text itself says was changed."""
    changes = _changes(report, rules)
    if not changes:
        return
    spent = [each for sentence in report.sentences for each in sentence.of(MONEY) if rules.has("spent", each.label)][:_MOST_RATES]
    looked = 0
    for sentence in report.sentences:
        for rate in sentence.of(RATIO):
            before = sentence.text[max(0, rate.start - _NEAR) : rate.start]
            if not rules.has("money_rate", before) or rules.has("named_denominator", sentence.text):
                continue
            looked += 1
            wrong = _unclear(rate, spent, changes)
            if wrong and looked <= _MOST_RATES:
                yield raised(sentence, "denominator-unclear", wrong, "请写明执行率以哪个预算数为分母，预算调整过的按调整后的预算数计算")


def _changes(report: Report, rules: TextRules) -> list[_Change]:
    """Return the budgets before and after a change that the text tells, in one sentence or in neighbouring ones."""
    found: list[_Change] = []
    for sentence in report.sentences:
        if len(found) < _MOST_CHANGES and rules.has("changed_budget", sentence.text):
            around = [each for near in report.around(sentence, 1) for each in near.of(MONEY)]
            new = next((each for each in around if rules.has("after_change", each.label)), None)
            old = [each for each in around if rules.has("before_change", each.label) and (new is None or each.value != new.value)]
            found += [_told(each, new) for each in old] if new else [change for each in old[:1] if (change := _cut(each, around, rules))]
    return found[:_MOST_CHANGES]


def _told(old: Figure, new: Figure) -> _Change:
    """Return a change whose new budget the text names."""
    return _Change(old=old, new=new.value, shown=new.text)


def _cut(old: Figure, around: Sequence[Figure], rules: TextRules) -> _Change | None:
    """Return a change of which the text names only by how much the budget was cut or raised."""
    by = next((each for each in around if each is not old and rules.has("changed_by", each.label) and each.value < old.value), None)
    if by is None:
        return None
    new = old.value + by.value if rules.has("raised_by", by.label) else old.value - by.value
    return _Change(old=old, new=new, shown=f"预算（{plain(new / 10_000)}万元）")


def _unclear(rate: Figure, spent: Sequence[Figure], changes: Sequence[_Change]) -> str | None:
    """Return what is unclear about a rate: it is right against the old budget and not against the new."""
    for change in changes:
        for each in spent:
            if each.value and explains(each.value, change.old.value, rate) and not explains(each.value, change.new, rate):
                share = percent(each.value / change.new) if change.new else "—"
                return f"{rate.text}以调整前的{change.old.text}为分母；按调整后的{change.shown}是{share}，分母没有写明"
    return None
