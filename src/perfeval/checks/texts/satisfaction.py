"""满意度 - A satisfaction rate needs a sample, a method and a date; that nobody complained is no satisfaction."""

import re
from collections.abc import Iterator, Sequence

from perfeval.checks.finding import Raised
from perfeval.checks.texts.figures import RATIO
from perfeval.checks.texts.reading import Report, Sentence, raised
from perfeval.checks.texts.rules import TextRules

CODE = "satisfaction-unsupported"
_DATE = re.compile(r"(?:19|20)[\dxX*]{2}年|[xX*×]{2,}年|\d{1,2}月|[一二三四]季度|[上下]半年|年[末底]|\d{1,2}日")
_SAMPLED = re.compile(r"\d+(?:余|多)?(?:份|人次|人|名|户|位|家|个|张)")
_AROUND = 3
_NEAR = 24


def text_satisfaction(report: Report, rules: TextRules) -> Iterator[Raised]:
    """满意度没有依据 - Find the first claim of satisfaction that lacks sample, method or date, and complaints offered as satisfaction."""
    claims = [each for each in report.sentences if _claims(each, rules)]
    if claims:
        missing = _missing(claims, report, rules)
        if missing:
            message = f"写了满意度，没有写明{'、'.join(missing)}"
            yield raised(claims[0], CODE, message, "请写明调查的方式、时间、发放和回收的份数；没有调查的，不写满意度")
    for sentence in report.sentences:
        word = rules.pattern("no_complaints").search(sentence.text)
        if word and _offered(sentence, report, rules):
            message = f"以“{word.group()}”代替满意度"
            yield raised(sentence, CODE, message, "没有投诉不等于满意，请以调查结果说明")
            break


def _claims(sentence: Sentence, rules: TextRules) -> bool:
    """Tell whether a sentence states satisfaction and is no target."""
    match = rules.pattern("satisfaction").search(sentence.text)
    if match is None or (rules.has("satisfaction_aim", sentence.text) and not rules.has("did", sentence.text[match.end() :])):
        return False
    after = sentence.text[match.end() : match.end() + _NEAR]
    rate = any(match.end() <= each.start <= match.end() + _NEAR for each in sentence.of(RATIO))
    return rate or rules.starts("satisfaction_claim", after.lstrip("均都已也很较不断有明显了调查结果：，"))


def _missing(claims: Sequence[Sentence], report: Report, rules: TextRules) -> list[str]:
    """Return what no passage around a claim says; a passage about a survey elsewhere counts too."""
    near = [each for each in report.sentences if any(abs(each.number - claim.number) <= _AROUND for claim in claims)]
    surveys = [each for each in report.sentences if rules.has("method", each.text)]
    told = [*near, *surveys]
    sample = any(rules.has("sample", each.text) and _SAMPLED.search(each.text) for each in told)
    method = any(rules.has("method", each.text) for each in told)
    date = any(_DATE.search(each.text) for each in told)
    return [word for word, there in (("样本数", sample), ("调查方式", method), ("调查时间", date)) if not there]


def _offered(sentence: Sentence, report: Report, rules: TextRules) -> bool:
    """Tell whether missing complaints stand where satisfaction should: in one sentence with it, or right beside it."""
    if rules.has("satisfied", sentence.text):
        return True
    beside = [each for each in report.sentences[max(0, sentence.number - 1) : sentence.number + 2] if each.paragraph == sentence.paragraph]
    return any(rules.has("satisfaction", each.text) and not rules.has("sample", each.text) for each in beside)
