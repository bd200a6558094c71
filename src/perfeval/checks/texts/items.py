"""指标和数字的写法 - Items that name a rate without a figure, percentages without numerator and denominator, figures nobody can read."""

import re
from collections.abc import Iterator

from perfeval.checks.finding import Raised
from perfeval.checks.texts.figures import PER, RATIO, Figure
from perfeval.checks.texts.reading import Paragraph, Report, Sentence, raised
from perfeval.checks.texts.rules import TextRules

_LEAD = re.compile(r"^\s*(?:(?:指标)?[（(]?[一二三四五六七八九十\d]{1,3}[)）.．、：:\s]\s*|[①-⑳]\s*)?")
_ITEM = re.compile(r"(?P<name>[\u4e00-\u9fff“”（）()]{2,18}?)(?P<end>[。：:，；\s]|——|$)")
_DIGIT = re.compile(r"[\d〇百千万零一二三四五六七八九十]{1,}(?:%|元|万|个|分|成)|\d|百分之|[*＊]{2}|[xX×]{2}")
_SPLIT_COMMA = re.compile(r"(?<![\d.、，])\d{1,4}，\d{1,2}(?:万|亿)")
_NAMED = re.compile(r"[\u4e00-\u9fff]{1,14}(?:率|比例|占比)")
_SPLIT_POINT = re.compile(r"(?<![\d.、，])(?P<one>\d{1,4})、(?P<two>\d{1,2})(?P<unit>万|亿|%|千?米|平方|公里|公顷|亩|吨|元)")
_STOPPED = re.compile(
    r"\d。\d+(?:万|亿|%|元|平方|公里|亩|吨)|\d\.\.\d|\d\.\d+\.\d+(?:万|亿|元|%)|(?<![\d,])\d{1,3},\d{1,2}(?:万|亿|元)(?!,)"
)
_LISTED = re.compile(r"分别|各|两|第|和|与|至|或")
_SIGNS = ("×", "x", "X", "*")
_DIVIDED = re.compile(r"\d[/÷]\d")
_NEAR = 14
_FEW = 2


def text_missing_figures(report: Report, rules: TextRules) -> Iterator[Raised]:
    """指标没有数字 - Find items that name a rate or an amount and give no figure, in their own words or below their heading."""
    for at, paragraph in enumerate(report.paragraphs):
        name = _item(paragraph, rules)
        if name and not _has_figure(report, at, name) and paragraph.sentences:
            message = f"“{name}”没有写出数字"
            yield raised(paragraph.sentences[0], "figure-missing", message, "请写出该项的数值，并写明分子和分母")


def text_percentages(report: Report, rules: TextRules) -> Iterator[Raised]:
    """百分比没有分子分母 - Find the first percentage of an indicator without two figures around it that it could come from."""
    bare: list[tuple[Sentence, str]] = []
    for sentence in report.sentences:
        for rate in sentence.of(RATIO):
            before = sentence.text[max(0, rate.start - 2 * _NEAR) : rate.start]
            names = _NAMED.findall(before)
            if not names or before.endswith(_SIGNS) or _DIVIDED.search(sentence.text):
                continue
            if rules.has("no_base_needed", names[-1] + before[-_FEW * 2 :]) or rate.approximate:
                continue
            name = names[-1]
            if rules.has("aim", sentence.text[:_NEAR]) and "实际" not in before:
                continue
            if not _based(rate, sentence, report):
                bare.append((sentence, f"{name}{rate.text}"))
    if bare:
        sentence, name = bare[0]
        more = f"（另有{len(bare) - 1}处）" if len(bare) > 1 else ""
        message = f"“{name}”没有写明分子和分母{more}"
        yield raised(sentence, "percentage-without-base", message, "请写明完成数和应完成数，或数据从哪里来")


def text_number_forms(report: Report, rules: TextRules) -> Iterator[Raised]:
    """数字写法不清 - Find figures that cannot be read as written."""
    for sentence in report.sentences:
        match = next((each for each in _SPLIT_POINT.finditer(sentence.text) if _is_one_figure(each, sentence)), None)
        match = match or _STOPPED.search(sentence.text) or _SPLIT_COMMA.search(sentence.text)
        if match:
            message = f"“{match.group()}”读不出是多少"
            yield raised(sentence, "number-form", message, "小数点用“.”，几个数之间用“、”并各写单位")


def _item(paragraph: Paragraph, rules: TextRules) -> str:
    """Return the name of the rate or amount that a paragraph is about, nothing where it is about something else."""
    rest = _LEAD.sub("", paragraph.text)
    match = _ITEM.match(rest)
    name = match["name"] if match else ""
    if not name or rules.has("not_an_item", name):
        return ""
    rate = any(name.endswith(word) for word in rules.words["rate_item"]) and len(name) > _FEW
    amount = any(name.endswith(word) for word in rules.words["amount_item"]) and len(name) > _FEW
    headed = bool(paragraph.level) or rest != paragraph.text or (match is not None and match["end"] in "：:。—")
    return name if (rate or amount) and headed and rest.rstrip("。：: ") != "" else ""


def _has_figure(report: Report, at: int, name: str) -> bool:
    """Tell whether an item's own paragraph, or what stands below it up to the next item, holds a figure; the last may be cut off."""
    own = _LEAD.sub("", report.paragraphs[at].text)
    if _DIGIT.search(own[len(name) :]):
        return True
    alone = len(own.rstrip("。：: ")) <= len(name)
    below = report.paragraphs[at + 1 : at + 9]
    if not alone:
        return bool(below) and below[0].level == 0 and not _LEAD.match(below[0].text).group().strip() and bool(_DIGIT.search(below[0].text))  # type: ignore[union-attr]
    for paragraph in below:
        if paragraph.level and paragraph.level <= report.paragraphs[at].level:
            break
        if _DIGIT.search(_LEAD.sub("", paragraph.text)):
            return True
    return not below


def _based(rate: Figure, sentence: Sentence, report: Report) -> bool:
    """Tell whether two figures of one kind stand around a percentage, so that it has numerator and denominator."""
    near = report.sentences[max(0, sentence.number - 2) : sentence.number + 2]
    kinds = [each.kind for other in near for each in other.figures if each is not rate and each.kind not in {RATIO, PER}]
    return any(kinds.count(kind) >= _FEW for kind in set(kinds))


def _is_one_figure(match: re.Match[str], sentence: Sentence) -> bool:
    """Tell whether 8、2万 is one figure with a wrong point: no list of figures, and not the number of an item."""
    before, after = sentence.text[: match.start()], sentence.text[match.end() :]
    item = not before or (
        before[-1] in "。；：，" and match["one"] in {"1", "2", "3", "4", "5", "6", "7", "8", "9"} and not before[-6:-1].strip("，")
    )
    return not item and not _LISTED.search(before[-8:]) and "、" not in before[-4:] and not after.startswith("、")
