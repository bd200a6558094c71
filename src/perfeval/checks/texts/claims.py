"""说法与事实 - Hold what a text claims against its figures, and against what the same text says elsewhere.

A claim is only raised beside what belongs to it: the same or the next paragraph, or the whole text where it tells of one rate only.
"""

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from perfeval.checks.finding import Raised
from perfeval.checks.texts.facts import Facts
from perfeval.checks.texts.figures import MONEY, RATIO, Figure
from perfeval.checks.texts.reading import Report, Sentence, raised
from perfeval.checks.texts.rules import TextRules
from perfeval.quantities import Fraction, percent

_NEAR = 12
_BEFORE = 16
_FULL = 1000
_MOST = 50
_QUOTED = 40
_QUOTES = re.compile('[“”"‘’]')
_FAR = 2
_EXCEPT = 40
_CLAUSE = re.compile("[，。；：]")
_NO_MORE = re.compile(r"(?:\.0+)?(?![\d.])")


class _Low(Struct, frozen=True, kw_only=True):
    """未达到之处 - Hold a rate below its limit with the words that tell it; without a sentence it is from the form."""

    words: str
    sentence: Sentence | None = None


def claims_against_figures(report: Report, rules: TextRules, facts: Facts) -> Iterator[Raised]:
    """说法与数字矛盾 - Find 按期、保质完成 beside a rate below the limit, and 建成 beside nothing spent."""
    low, several = _low_rates(report, rules)
    if facts.low_rates(rules):
        low.append(_Low(words=facts.low_rates(rules)))
    unspent = [_Low(words="没有支出", sentence=each) for each in report.sentences if _spent_nothing(each, rules)]
    if facts.nothing_spent:
        unspent.append(_Low(words="资金表上没有支出"))
    for sentence in islice(
        (each for each in report.sentences if _claims(each, "fully_done", rules) or _claims(each, "built", rules)), _MOST
    ):
        for name, against in (("fully_done", [*unspent, *low]), ("built", unspent)):
            word = _claims(sentence, name, rules)
            fit = (
                against if word and not _of_a_stage(sentence, word, rules) else [each for each in against if each.sentence is not sentence]
            )
            beside = next((each for each in fit if _beside(sentence, each, report, several=several)), None) if word else None
            if beside:
                message = f"写“{word}”，而{beside.words}"
                yield raised(sentence, "claim-contradicts-figures", message, "请核对完成情况，如实写明完成了多少、没有完成的原因")
                break


def claims_against_words(report: Report, rules: TextRules, facts: Facts) -> Iterator[Raised]:
    """说法前后矛盾 - Find 100 %, 0 and 全部完成 that other words of the same text deny."""
    yield from _full_rates(report, rules)
    yield from _none_of(report, rules)
    yield from _all_done(report, rules)


def _claims(sentence: Sentence, name: str, rules: TextRules) -> str:
    """Return the words by which a sentence claims something, nothing where it plans, demands or denies it."""
    for match in rules.pattern(name).finditer(sentence.text):
        before = sentence.text[max(0, match.start() - _BEFORE) : match.start()]
        before = before.rpartition("，")[2] if name == "built" else before
        if not rules.has("not_a_claim", before) and not rules.starts("claim_goes_on", sentence.text[match.end() :]):
            return match.group()
    return ""


def _of_a_stage(sentence: Sentence, word: str, rules: TextRules) -> bool:
    """Tell whether a claim is made of a stage or a kind of work, beside which its sentence may tell of another."""
    return rules.has("in_part", _CLAUSE.split(sentence.text[: sentence.text.find(word)])[-1])


def _low_rates(report: Report, rules: TextRules) -> tuple[list[_Low], bool]:
    """Return the rates of a text below their limits, and whether others of it are not."""
    low: list[_Low] = []
    several = False
    for sentence in report.sentences:
        for rate in sentence.of(RATIO):
            before = sentence.text[max(0, rate.start - _NEAR) : rate.start].rpartition("，")[2]
            limit = _limit(before, rules)
            if limit is None or rules.has("satisfaction", before) or rate.unit != "%":
                continue
            if rate.value < limit * _FULL:
                low.append(_Low(words=f"文中写有“{before}{rate.text}”", sentence=sentence))
            else:
                several = True
        low += _computed(sentence, rules)
    return low, several


def _limit(before: str, rules: TextRules) -> Fraction | None:
    """Return the limit of a rate by the name before it."""
    if rules.has("money_rate", before):
        return rules.limits["execution"]
    return rules.limits["completion"] if rules.has("completion_rate", before) and not rules.has("growth", before) else None


def _computed(sentence: Sentence, rules: TextRules) -> Iterator[_Low]:
    """Yield a plan and a deed of one sentence whose ratio is below the limit."""
    figures = [each for each in sentence.figures if not each.masked and each.kind not in {RATIO, ""}]
    for planned in figures:
        if not planned.value or not (rules.has("planned", planned.label) or (planned.kind == MONEY and rules.has("budget", planned.label))):
            continue
        for done in figures:
            if done.kind == planned.kind and done.start > planned.start and _did(done, rules) and not rules.has("planned", done.label):
                limit = rules.limits["execution" if done.kind == MONEY else "completion"]
                if done.value / planned.value < limit and not _mixed_up(done, planned, limit):
                    yield _Low(
                        words=f"文中写有计划{planned.text}、完成{done.text}（{percent(done.value / planned.value)}）", sentence=sentence
                    )
                break


def _mixed_up(done: Figure, planned: Figure, limit: Fraction) -> bool:
    """Tell whether a deed is small by its unit alone (40元 of 40万元), which is a fault of writing and told as such."""
    return done.one < planned.one and limit <= done.value / done.one / (planned.value / planned.one) <= 1


def _did(figure: Figure, rules: TextRules) -> bool:
    """Tell whether a figure says what was done or spent."""
    return rules.has("done", figure.label) or (figure.kind == MONEY and rules.has("spent", figure.label))


def _spent_nothing(sentence: Sentence, rules: TextRules) -> bool:
    """Tell whether a sentence says that nothing was spent."""
    return any(
        _is_none(sentence.text, match) and not rules.has("spent_in_part", _CLAUSE.split(sentence.text[: match.start()])[-1])
        for match in rules.pattern("nothing_spent").finditer(sentence.text)
    )


def _is_none(text: str, match: re.Match[str]) -> bool:
    """Tell whether a zero at the end of words is a whole number by itself: 0 and 0.00, not 0.5 nor 05."""
    zero = match.start() + match.group().rfind("0")
    if zero < match.start():
        return True
    return text[zero - 1] not in "0123456789." and _NO_MORE.match(text, zero + 1) is not None


def _beside(claim: Sentence, low: _Low, report: Report, *, several: bool) -> bool:
    """Tell whether a low rate belongs to a claim."""
    if low.sentence is None or low.sentence is claim:
        return True
    return report.together(claim, low.sentence, _FAR) or not several


def _full_rates(report: Report, rules: TextRules) -> Iterator[Raised]:
    """Find a rate of 100 % that words of the same text deny, or that a lower rate beside it does; each denial is told once.

    In a text with other rates a denial counts only beside the rate; in one sentence only behind it.
    """
    denials = [(each, word) for each in report.sentences if (word := _denial(each, rules))]
    lower = [each for each in report.sentences if any(_done_in_part(each, rate, rules) for rate in each.of(RATIO))]
    rates = list(islice(_rates_of_all(report, rules), _MOST))
    several = any(rate.value != _FULL for _, rate, _ in rates)
    told: set[str] = set()
    for sentence, rate, before in rates:
        if rate.value != _FULL:
            continue
        before_it = sentence.text[: rate.start]
        fit = (
            (each, word)
            for each, word in denials
            if (word not in before_it if each is sentence else not several or report.together(sentence, each))
        )
        denied = next((word for _, word in fit), "")
        words = f"又写“{denied}”" if denied and denied not in told else "" if denied else _other_rate(sentence, rate, lower, report, rules)
        told.add(denied)
        if words:
            message = f"写“{_last_clause(before)}{rate.text}”，{words}"
            yield raised(sentence, "claim-contradicts-text", message, "请核对两处，如实写明一处")


def _rates_of_all(report: Report, rules: TextRules) -> Iterator[tuple[Sentence, Figure, str]]:
    """Yield the rates that say how far all was done or paid, with the words before each; targets are left out."""
    for sentence in report.sentences:
        for rate in sentence.of(RATIO):
            before = sentence.text[max(0, rate.start - _NEAR) : rate.start]
            if rules.has("denied_rate", before) and not rules.has("rate_aim", sentence.text) and rate.unit == "%":
                yield sentence, rate, before


def _last_clause(text: str) -> str:
    """Return what stands behind the last break of a text."""
    return re.split("[，。；：（、]", text)[-1]


def _denial(sentence: Sentence, rules: TextRules) -> str:
    """Return the words by which a sentence denies that all was in time and done."""
    match = rules.pattern("denials").search(sentence.text)
    if match is None:
        return ""
    before = sentence.text[max(0, match.start() - _BEFORE) : match.start()]
    return (
        ""
        if rules.has("denial_not_meant", before)
        or rules.has("not_this", before)
        or rules.has("goes_past", sentence.text[match.end() : match.end() + 6])
        else match.group()
    )


def _done_in_part(sentence: Sentence, rate: Figure, rules: TextRules) -> bool:
    """Tell whether a rate says that less than all was done."""
    before = sentence.text[max(0, rate.start - _NEAR) : rate.start].rpartition("。")[2]
    if rate.value >= _FULL or rate.unit != "%" or rules.has("growth", before) or rules.has("satisfaction", before):
        return False
    planned = any(rules.has("planned", each.label) for each in sentence.figures) and any(
        rules.has("done", each.label) for each in sentence.figures
    )
    return (rules.has("completion_rate", before) and not rules.has("money_rate", before) and not rules.has("share", before)) or planned


def _other_rate(sentence: Sentence, rate: Figure, lower: list[Sentence], report: Report, rules: TextRules) -> str:
    """Return what a lower rate of completion says beside one of 100 %: near it, or anywhere where that one is of everything."""
    before = sentence.text[max(0, rate.start - _NEAR) : rate.start]
    overall = rules.has("overall_rate", before)
    if not (overall or rules.has("completion_only", before)):
        return ""
    fit = [each for each in lower if overall or (each.paragraph == sentence.paragraph and abs(each.number - sentence.number) <= 1)]
    nearest = min(fit, key=lambda each: abs(each.number - sentence.number), default=None)
    return f"又写“{nearest.quote[:_QUOTED]}”" if nearest else ""


def _none_of(report: Report, rules: TextRules) -> Iterator[Raised]:
    """Find what a text says there is none of, and names elsewhere."""
    for each in rules.contradictions:
        zero = [
            (sentence, match.group())
            for sentence in report.sentences
            if (match := each.zero.search(bare := _QUOTES.sub("", sentence.text))) and _is_none(bare, match)
        ]
        if not zero:
            continue
        said = {id(sentence) for sentence, _ in zero}
        others = (other for other in report.sentences if id(other) not in said)
        found = ((match, other.text[: match.start()]) for other in others if (match := each.denied.search(other.text)))
        denied = next((match.group() for match, before in found if not rules.has("hoped", before[-_BEFORE:])), "")
        if denied:
            sentence, word = zero[0]
            message = f"写“{word}”，别处又写“{denied}”"
            yield raised(sentence, "claim-contradicts-text", message, f"请核对有没有{each.what}，改正其中一处")


def _all_done(report: Report, rules: TextRules) -> Iterator[Raised]:
    """Find 全部完成 that words about unfinished work deny, in other sentences or behind it in its own."""
    undone = [(each, match) for each in report.sentences if (match := _unfinished(each, rules))]
    if not undone:
        return
    for sentence, claim in islice(_of_everything(report, rules), _MOST):
        fit = (match for each, match in undone if each is not sentence or _some_are_not(sentence, claim, match, rules))
        other = next((match.group() for match in fit), "")
        if other:
            message = f"写“{claim.group()}”，又写“{other}”"
            yield raised(sentence, "claim-contradicts-text", message, "请核对是否全部完成，改正其中一处")


def _unfinished(sentence: Sentence, rules: TextRules) -> re.Match[str] | None:
    """Return the last words of a sentence about work that is not finished, nothing where it only speaks of such."""
    found = list(rules.pattern("unfinished").finditer(sentence.text))
    if not found or rules.has("not_this", sentence.text[: found[-1].start()]):
        return None
    near = sentence.text[max(0, found[-1].start() - _BEFORE) : found[-1].start()]
    return None if rules.has("denial_not_meant", near) else found[-1]


def _of_everything(report: Report, rules: TextRules) -> Iterator[tuple[Sentence, re.Match[str]]]:
    """Yield the sentences that claim 全部完成 of everything: not of a stage or a kind of work, and not of all but some."""
    for sentence in report.sentences:
        for match in rules.pattern("all_done").finditer(sentence.text) if _claims(sentence, "all_done", rules) else ():
            near = sentence.text[max(0, match.start() - _EXCEPT) : match.end()]
            if not rules.has("all_but", near) and not rules.has("in_part", _CLAUSE.split(near)[-1]):
                yield sentence, match
                break


def _some_are_not(sentence: Sentence, claim: re.Match[str], undone: re.Match[str], rules: TextRules) -> bool:
    """Tell whether one sentence says of the very same that all is done and that some of it is not: 各项任务…，部分…正在施工."""
    if undone.start() < claim.end():
        return False
    of_all = rules.has("of_all", _CLAUSE.split(sentence.text[: claim.start()])[-1])
    return of_all and rules.has("some_of", _CLAUSE.split(sentence.text[: undone.start()])[-1])
