"""占比、比率和差额 - Hold a share, a rate or a difference against the figures it must come from.

A figure is explained when two figures of one kind in its own or the two sentences before, or sums of parallel parts among them, give it
within its written digits. Without such a pair there is nothing to hold it against, and it stays silent.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from perfeval.checks.finding import Raised
from perfeval.checks.texts.figures import MONEY, PER, RATIO, Figure
from perfeval.checks.texts.reading import Report, Sentence, raised
from perfeval.checks.texts.rules import TextRules
from perfeval.quantities import Fraction, percent, plain, read_number

CODE = "text-share-mismatch"
MOST_BASES = 24
"""最多 - How many figures around a share are tried; the nearest ones."""
MOST_SHARES = 2_000
"""最多 - How many shares of one text are looked at, so that work stays bounded."""
_NO_BASE = frozenset({RATIO, PER, "百分点"})
_NEAR = 14
_HUNDREDTHS = 2
_SEVERAL = 2
_QUOTIENT = r"(?P<part>\d[\d.,]{0,15})[^\d，。；（）/÷=%]{0,3}[/÷](?P<base>\d[\d.,]{0,15})[^\d，。；（）/÷=%]{0,3}"
_DIVIDED = re.compile(rf"(?<![\d/÷）]){_QUOTIENT}）?(?:[×xX*]100%)?=(?P<rate>\d[\d.]{{0,9}})%")
_DIVIDED_BEHIND = re.compile(rf"(?P<rate>\d[\d.]{{0,9}})%（{_QUOTIENT}）")
_MOST_MONEY = 12
_NAMED = re.compile(r"^[^，；。]{0,2}[，；]([\u4e00-\u9fff]{2})率(?:为|是|达|达到|：|均)*$")
_SUGGESTION = "请核对分子、分母和比率；以别的数为分母的，请写明"


class _Base(Struct, frozen=True, kw_only=True):
    """可比的数 - Hold a figure with the number of its sentence."""

    figure: Figure
    sentence: int


class _Amount(Struct, frozen=True, kw_only=True):
    """数或和 - Hold a value and which figures it is made of."""

    value: Fraction
    of: frozenset[int]


def text_shares(report: Report, rules: TextRules) -> Iterator[Raised]:
    """占比和比率不符 - Find shares and rates that no base explains; a rate of money may have its base anywhere in the text."""
    looked = 0
    money = _money(report, rules)
    for sentence in report.sentences:
        yield from _divisions(sentence)
        for figure in sentence.of(RATIO):
            if figure.approximate or figure.unit != "%":
                continue
            looked += 1
            if looked > MOST_SHARES:
                return
            if mixed := _mixed_up(figure, sentence, report, rules):
                yield raised(sentence, CODE, mixed, "请核对两个数的单位，改成同一个单位再算比率")
                continue
            wrong = _share(figure, sentence, report, rules) or _rate(figure, sentence, report, rules)
            wrong = wrong or _in_brackets(figure, sentence) or _of_two(figure, sentence, report, rules)
            if wrong and not any(explains(spent, budget, figure) for spent, budget in money):
                yield raised(sentence, CODE, wrong, _SUGGESTION)


def _money(report: Report, rules: TextRules) -> list[tuple[Fraction, Fraction]]:
    """Return what was spent with each budget that the text tells, the first of either."""
    amounts = [each for sentence in report.sentences for each in sentence.of(MONEY)]
    spent = [each.value for each in amounts if rules.has("spent", each.label)][:_MOST_MONEY]
    budgets = [each.value for each in amounts if rules.has("budget", each.label) and not rules.has("spent", each.label)][:_MOST_MONEY]
    return [(one, other) for one in dict.fromkeys(spent) for other in dict.fromkeys(budgets) if one != other]


def explains(part: Fraction, base: Fraction, rate: Figure) -> bool:
    """说明得了 - Tell whether part ÷ base gives a percentage within its written digits, cut off or rounded."""
    if not base:
        return False
    exact, step = abs(part / base) * 1000, rate.step
    gap = exact - rate.value
    places = _HUNDREDTHS if step <= Fraction(1, 10) else 0
    return -step / 2 <= gap < step or (bool(places) and abs(gap) <= step)


def bases(figure: Figure, sentence: Sentence, report: Report, kind: str | None = None) -> list[_Base]:
    """可比的数 - Return the figures around a share that can be its part or its base, the nearest last."""
    found = [_Base(figure=each, sentence=near.number) for near in report.around(sentence) for each in near.figures if each is not figure]
    return [each for each in found if _fit(each.figure, kind)][-MOST_BASES:]


def explained(rate: Figure, found: Sequence[_Base], rules: TextRules) -> bool:
    """有出处 - Tell whether any two figures of one kind, or sums of parallel ones, give a rate; growth where it speaks of growth."""
    growth = rules.has("growth", rate.label)
    for kind in {each.figure.kind for each in found}:
        amounts = _with_sums([each for each in found if each.figure.kind == kind])
        for part in amounts:
            for base in amounts:
                if base.of <= part.of:
                    continue
                if explains(part.value, base.value, rate) or (growth and explains(part.value - base.value, base.value, rate)):
                    return True
    return False


def _fit(figure: Figure, kind: str | None) -> bool:
    """Tell whether a figure can be divided by another."""
    return not figure.masked and bool(figure.value) and (figure.kind == kind if kind else figure.kind not in _NO_BASE)


def _with_sums(found: Sequence[_Base]) -> list[_Amount]:
    """Return amounts with the sums of two to four neighbouring ones of a sentence, and of all of a sentence."""
    amounts = [_Amount(value=each.figure.value, of=frozenset((at,))) for at, each in enumerate(found)]
    for number in {each.sentence for each in found}:
        inside = [at for at, each in enumerate(found) if each.sentence == number]
        for many in {2, 3, 4, len(inside)} - {0, 1}:
            for start in range(len(inside) - many + 1):
                of = inside[start : start + many]
                amounts.append(_Amount(value=sum((found[at].figure.value for at in of), Fraction(0)), of=frozenset(of)))
    return amounts


def _share(figure: Figure, sentence: Sentence, report: Report, rules: TextRules) -> str | None:
    """Return what is wrong with 甲占乙的 …%: its part stands before 占, its base behind it or before the part."""
    before = sentence.text[max(0, figure.start - 2 * _NEAR) : figure.start]
    at = max((match.start() for match in rules.pattern("share").finditer(before)), default=-1)
    if at < 0 or "，" in before[at:] or "；" in before[at:] or "。" in before[at:]:
        return None
    place = figure.start - len(before) + at
    parts = [each for each in sentence.figures if each.end <= place and each.kind not in {RATIO, PER, "百分点", ""} and not each.masked]
    if not parts or place - parts[-1].end > _NEAR:
        return None
    part = parts[-1]
    found = bases(figure, sentence, report, part.kind)
    larger = [each.figure for each in found if each.figure is not part and each.figure.value > part.value]
    together = sum((each.value for each in sentence.of(part.kind)), Fraction(0))
    if not (larger or _shared_out(sentence, rules)) or explained(figure, found, rules) or explains(part.value, together, figure):
        return None
    base, named = (together, "各项之和") if _shared_out(sentence, rules) else (larger[-1].value, larger[-1].text)
    return f"{part.text}占{named}的{percent(part.value / base)}，写的是{figure.text}"


def _in_brackets(figure: Figure, sentence: Sentence) -> str | None:
    """Return what is wrong with a share in brackets behind its part, where a sentence gives several parts each its share: 优27个（54%）."""
    parts = [
        before
        for before, rate in pairwise(sentence.figures)
        if rate.kind == RATIO
        and before.kind not in _NO_BASE
        and sentence.text[before.end : rate.start].endswith("（")
        and not before.masked
    ]
    mine = next((before for before, rate in pairwise(sentence.figures) if rate is figure and before in parts), None)
    if mine is None or len(parts) < _SEVERAL or len({each.kind for each in parts}) > 1:
        return None
    total = sum((each.value for each in parts), Fraction(0))
    whole = [each.value for each in sentence.of(mine.kind) if each not in parts]
    if any(explains(mine.value, base, figure) for base in (total, *whole)) or not total:
        return None
    return f"{mine.text}占各项之和的{percent(mine.value / total)}，写的是{figure.text}"


def _divisions(sentence: Sentence) -> Iterator[Raised]:
    """Find a division that is written out and does not give the percentage beside it: 1263/3347=47.73%, 46.2%（460/1996）."""
    for match in [*_DIVIDED.finditer(sentence.text), *_DIVIDED_BEHIND.finditer(sentence.text)]:
        part, base = (read_number(match[name]) for name in ("part", "base"))
        rate = next((each for each in sentence.of(RATIO) if each.start == match.start("rate")), None)
        if part is not None and base and rate is not None and not explains(part, base, rate):
            yield raised(sentence, CODE, f"{match['part']}÷{match['base']}＝{percent(part / base)}，写的是{rate.text}", _SUGGESTION)


def _shared_out(sentence: Sentence, rules: TextRules) -> bool:
    """Tell whether a sentence gives several parts each its share, so that together they are the base."""
    return len(rules.pattern("share").findall(sentence.text)) > 1


def _rate(figure: Figure, sentence: Sentence, report: Report, rules: TextRules) -> str | None:
    """Return what is wrong with a rate that has a name: 计划 and 完成, 预算 and 支出 stand around it and do not give it."""
    label = sentence.text[max(0, figure.start - _NEAR) : figure.start]
    if not rules.has("rate", label.rpartition("，")[2].rpartition("；")[2]):
        return None
    found = bases(figure, sentence, report)
    pair = _roles([each.figure for each in found], rules, money=rules.has("money_rate", label))
    if pair is None:
        return None
    done, planned = pair
    here = [each for each in found if each.sentence == sentence.number and MONEY not in {each.figure.kind, done.kind}]
    if explained(figure, [each for each in found if each.figure.kind == done.kind], rules) or explained(figure, here, rules):
        return None
    return f"{done.text}÷{planned.text}＝{percent(done.value / planned.value)}，写的是{figure.text}"


def _of_two(figure: Figure, sentence: Sentence, report: Report, rules: TextRules) -> str | None:
    """Return what is wrong with a rate named after its part (抽查50个，合格46个，合格率96%), or with the growth of one amount to another.

    Only where two figures of one kind, and no third, stand before it in its sentence.
    """
    before = [each for each in sentence.figures if each.end <= figure.start and each.kind not in _NO_BASE]
    if len(before) != _SEVERAL or len({each.kind for each in before}) != 1:
        return None
    if any(each.masked or each.approximate or not each.value for each in before):
        return None
    one, other = before
    if rules.pattern("growth").fullmatch(figure.label):
        return _grown(figure, one, other, rules)
    named = _NAMED.search(sentence.text[other.end : figure.start])
    if named is None or not rules.has("own_rate", named[1]) or not any(sign in other.label for sign in named[1]):
        return None
    if not rules.has("rate_base", one.label) or other.value > one.value or explained(figure, bases(figure, sentence, report), rules):
        return None
    return f"{other.text}÷{one.text}＝{percent(other.value / one.value)}，写的是{figure.text}"


def _grown(figure: Figure, one: Figure, other: Figure, rules: TextRules) -> str | None:
    """Return what is wrong with the growth that is written behind 由甲…到乙."""
    grown = other.value / one.value - 1
    told = rules.has("changed_from", one.label) and rules.has("changed_to", other.label)
    return (
        f"{one.text}到{other.text}是{percent(abs(grown))}，写的是{figure.text}"
        if told and not explains(grown, Fraction(1), figure)
        else None
    )


def _mixed_up(figure: Figure, sentence: Sentence, report: Report, rules: TextRules) -> str | None:
    """Return what is wrong with a rate that holds only if its two figures had one unit: 到位40万元，支出40元，支出率100%.

    No plain pair of figures gives the rate, and no sum without the one in doubt: a sum with a figure ten thousand times smaller
    would give it by rounding alone.
    """
    label = sentence.text[max(0, figure.start - _NEAR) : figure.start]
    if not rules.has("rate", label.rpartition("，")[2].rpartition("；")[2]):
        return None
    found = bases(figure, sentence, report)
    pair = _roles([each.figure for each in found], rules, money=rules.has("money_rate", label))
    if pair is None or not figure.value or pair[0].one == pair[1].one:
        return None
    done, planned = pair
    same = [each.figure for each in found if each.figure.kind == done.kind]
    if any(explains(part.value, base.value, figure) for part in same for base in same if part is not base):
        return None
    rest = [each for each in found if each.figure.kind == done.kind and each.figure is not done]
    if explained(figure, rest, rules) or not explains(done.value / done.one, planned.value / planned.one, figure):
        return None
    return f"{done.text}÷{planned.text}不是{figure.text}；两个数按同一个单位计才是{figure.text}，有一处单位写错了"


def _roles(found: Sequence[Figure], rules: TextRules, *, money: bool) -> tuple[Figure, Figure] | None:
    """Return what was done and what was planned, the nearest of each, where both are of one kind."""
    mine, other = ("spent", "budget") if money else ("done", "planned")
    fit = [each for each in reversed(found) if (each.kind == MONEY) == money]
    done = next((each for each in fit if rules.has(mine, each.label) and not rules.has(other, each.label)), None)
    if done is None:
        return None
    ahead = (each for each in fit if not rules.has(mine, each.label) or rules.has("planned_deed", each.label))
    same = (each for each in ahead if each.kind == done.kind and rules.has(other, each.label))
    planned = next(same, None)
    return None if planned is None else (done, planned)


def text_differences(report: Report, rules: TextRules) -> Iterator[Raised]:
    """差额不符 - Find balances and changes that no two figures around them give."""
    for sentence in report.sentences:
        for earlier, figure in pairwise((None, *sentence.figures)):
            if figure is None or figure.kind != MONEY or figure.masked or figure.approximate:
                continue
            wrong = _left(figure, sentence, rules) or (earlier and _changed(figure, sentence, rules))
            if wrong:
                yield raised(sentence, CODE, wrong, "请核对收入、支出和结余，或变动前后的数")


def _left(figure: Figure, sentence: Sentence, rules: TextRules) -> str | None:
    """Return what is wrong with a balance behind what came in and what was spent."""
    if not rules.has("balance_left", figure.label) or rules.has("carried", sentence.text[: figure.start].replace(figure.label, "")):
        return None
    before = [each for each in sentence.of(MONEY) if each.end <= figure.start]
    spent = next((each for each in reversed(before) if rules.has("spent", each.label)), None)
    came = next((each for each in reversed(before) if rules.has("budget", each.label) and each is not spent), None)
    if spent is None or came is None or _differs(figure, before):
        return None
    return f"{came.text}减{spent.text}，与{figure.label}{figure.text}不符"


def _changed(figure: Figure, sentence: Sentence, rules: TextRules) -> str | None:
    """Return what is wrong with 由甲…到乙，增加丙."""
    before = [each for each in sentence.of(MONEY) if each.end <= figure.start]
    words = rules.pattern("changed_by").search(figure.label)
    if words is None or len(before) <= 1 or rules.has("after_change", figure.label):
        return None
    old, new = before[-2], before[-1]
    if not (rules.has("changed_from", old.label) and rules.has("changed_to", new.label)) or _differs(figure, before):
        return None
    return f"{old.text}到{new.text}相差{plain(abs(new.value - old.value) / 10_000)}万元，写的是{figure.text}"


def _differs(figure: Figure, before: Sequence[Figure]) -> bool:
    """Tell whether two figures before another differ by it."""
    amounts = _with_sums([_Base(figure=each, sentence=0) for each in before[-MOST_BASES:]])
    wanted = abs(figure.value)
    return any(abs(abs(one.value - other.value) - wanted) <= figure.step for one in amounts for other in amounts if one.of != other.of)
