"""部分与总数 - Hold parts against the whole they follow: 其中, 分别为, 包括, a bracket of parts, 合计 behind them.

A list is only raised when no reading of it adds up: not with any whole before it, nor with parallel counts together, nor up to some
part of it (one whole split twice). What plainly lists only some parts may be less, what overlaps may be more.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from msgspec import Struct

from perfeval.checks.finding import Raised
from perfeval.checks.texts.figures import MONEY, PER, RATIO, Figure
from perfeval.checks.texts.reading import Report, Sentence, raised
from perfeval.checks.texts.rules import TextRules
from perfeval.quantities import Fraction, plain

CODE = "text-sum-mismatch"
_MOST_PARALLEL = 4
_FEW, _SEVERAL = 2, 3
_LEAD, _MOST_ITEMS = 6, 20
_NOUN = 4
_COLON = re.compile("：")
_DIGITS = re.compile(r"^-?[\d,]+(?:\.\d+)?")
_NOTHING = Fraction(0)
_WAN = 10_000
_PLUS = re.compile(r"[+＋]")
_LEVEL = re.compile("[一二三]级指标")
_INNER = re.compile(r"（[^（）]*）")
_UNFIT = frozenset({PER, RATIO, "", "百分点", "月份", "时间", "级"})


class _Level(Struct, frozen=True, kw_only=True):
    """一层文字 - Hold a stretch of a sentence without its brackets, or what stands in one: its text (brackets blanked), figures, whole."""

    start: int
    end: int
    text: str
    figures: tuple[Figure, ...]
    whole: Figure | None = None


class _Parts(Struct, frozen=True, kw_only=True):
    """分项 - Hold the parts of one list, the wholes they may be parts of, and how the list presents itself."""

    wholes: tuple[Figure, ...]
    parts: tuple[Figure, ...]
    exact: bool
    some: bool


def text_sums(report: Report, rules: TextRules) -> Iterator[Raised]:
    """分项与总数不符 - Find lists whose parts do not add up to their whole."""
    for sentence in report.sentences:
        if len(sentence.figures) <= 1:
            continue
        levels = list(_levels(sentence))
        for level in levels:
            before = report.around(sentence, 1)[:-1]
            for parts in _lists(level, sentence, rules, before):
                yield from _judged(parts, sentence, rules)
        yield from _added_up(levels[0], sentence, rules)
        yield from _written_sums(sentence)
    yield from _listed_below(report, rules)


def adds_up(parts: Sequence[Figure], whole: Figure, others: Fraction = _NOTHING) -> bool:
    """加得起来 - Tell whether parts make a whole, together with what else belongs to it, within what rounding can do.

    A whole that is written in coarser digits than its parts is rounded; so is a part in 亿 beside a whole in 万. Whole numbers are exact.
    """
    gap = abs(sum((part.value for part in parts), Fraction(0)) - whole.value - others)
    finest = min(part.step for part in parts)
    coarse = [part.step for part in parts if "亿" in part.text and "亿" not in whole.text]
    if whole.step > finest or coarse:
        return gap <= max(whole.step, *coarse) if coarse else gap <= whole.step
    exact = all(part.whole for part in parts) and whole.whole
    return gap <= (Fraction(0) if exact else min(finest, whole.step) * max(1, len(parts) // 2))


def _listed_below(report: Report, rules: TextRules) -> Iterator[Raised]:
    """Find a whole whose parts follow as items below it, each in a paragraph of its own, and do not add up to it."""
    for at, paragraph in enumerate(report.paragraphs):
        sentence = paragraph.sentences[-1] if paragraph.sentences else None
        if sentence is None or not sentence.text.endswith("：") or not rules.has("parts", sentence.text[-_LEAD:]) or not sentence.figures:
            continue
        whole = sentence.figures[-1]
        parts: list[Figure] = []
        for below in report.paragraphs[at + 1 : at + 1 + _MOST_ITEMS]:
            own = next((each for each in below.sentences[0].figures if each.kind == whole.kind), None) if below.sentences else None
            if own is None or not below.numbered:
                break
            parts.append(own)
        if len(parts) >= _FEW and whole.kind not in _UNFIT:
            yield from _judged(_Parts(wholes=(whole,), parts=tuple(parts), exact=False, some=False), sentence, rules)


def _levels(sentence: Sentence) -> Iterator[_Level]:
    """Yield the sentence without its brackets, then the inside of each bracket with the figure it stands behind."""
    spans = [match.span() for match in _INNER.finditer(sentence.text)]
    text = sentence.text
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    outer = tuple(each for each in sentence.figures if not any(start <= each.start < end for start, end in spans))
    yield _Level(start=0, end=len(text), text=text, figures=outer)
    for start, end in spans:
        inner = tuple(each for each in sentence.figures if start <= each.start < end)
        if len(inner) > 1:
            before = [each for each in outer if each.end <= start]
            whole = before[-1] if before and start - before[-1].end <= len(before[-1].after) else None
            yield _Level(start=start, end=end, text=" " * start + sentence.text[start:end], figures=inner, whole=whole)


def _lists(level: _Level, sentence: Sentence, rules: TextRules, before: Sequence[Sentence]) -> Iterator[_Parts]:
    """Yield every list of parts of a level: behind a mark, or a bracket that holds nothing but parts."""
    marks = _marks(level, rules)
    if not marks and level.whole is not None and level.whole.kind not in _UNFIT:
        parts = tuple(each for each in level.figures if each.kind == level.whole.kind)
        if len(parts) == len(level.figures):
            yield _Parts(wholes=(level.whole,), parts=parts, exact=_PLUS.search(level.text) is not None, some=False)
    for at, (start, end, word) in enumerate(marks):
        closing = [(mark[0], _clause_end(level.text, mark[1])) for mark in marks[at + 1 :]]
        parts = _parts(level, end, closing, rules)
        if len(parts) < _FEW:
            continue
        exact = rules.pattern("exact_parts").fullmatch(word) is not None
        wholes = _wholes(level, start, parts[0].kind, () if exact else before)
        nested = bool(closing) and not exact
        text = level.text[end : parts[-1].end + len(parts[-1].after) + 1]
        yield _Parts(wholes=wholes, parts=parts, exact=exact, some=nested or _only_some(text, parts, sentence, rules))


def _marks(level: _Level, rules: TextRules) -> list[tuple[int, int, str]]:
    """Return the marks of a level as (begin of the first, end, word); marks without a figure between them are one."""
    words = [(match.start(), match.end(), match.group()) for match in rules.pattern("parts").finditer(level.text, level.start, level.end)]
    colons = (match.start() for match in _COLON.finditer(level.text, level.start, level.end))
    words += [(at, at + 1, "：") for at in colons if any(each.end <= at <= each.end + _NOUN for each in level.figures)]
    found: list[tuple[int, int, str]] = []
    for start, end, word in sorted(words):
        if found and not any(found[-1][1] <= each.start < start for each in level.figures):
            found[-1] = (found[-1][0], end, found[-1][2] if word == "：" else word)
        else:
            found.append((start, end, word))
    return found


def _parts(level: _Level, begin: int, closed: Sequence[tuple[int, int]], rules: TextRules) -> tuple[Figure, ...]:
    """Return the figures that a mark lists: of one kind, up to where something else is told; nested lists are left out."""
    found: list[Figure] = []
    first = ""
    for figure in level.figures:
        if figure.start < begin or any(start <= figure.start < end for start, end in closed):
            continue
        if figure.kind in _UNFIT or (found and figure.kind != found[0].kind):
            continue
        lead = rules.pattern("new_topic").match(figure.label)
        if found and lead and not first.startswith(lead.group()):
            break
        if rules.has("per", figure.label) or (rules.has("share", figure.label) and found):
            continue
        first = first if found else figure.label
        found.append(figure)
    return tuple(found)


def _clause_end(text: str, start: int) -> int:
    """Return where a list inside a list ends: at the next ；, else at the end."""
    end = text.find("；", start)
    return len(text) if end < 0 else end


def _wholes(level: _Level, start: int, kind: str, before: Sequence[Sentence]) -> tuple[Figure, ...]:
    """Return the figures of a kind before a mark, the nearest first; where there are none, those of the sentence before."""
    own = [each for each in level.figures if each.end <= start and each.kind == kind]
    if level.whole is not None and level.whole.kind == kind:
        own.insert(0, level.whole)
    if not own:
        own = [each for sentence in before for each in sentence.figures if each.kind == kind]
    return tuple(reversed(own))


def _only_some(text: str, parts: Sequence[Figure], sentence: Sentence, rules: TextRules) -> bool:
    """Tell whether a list plainly names only some parts, or was cut off."""
    words = rules.pattern("only_some")
    ended = parts[-1].after[:1] == "等" or "等" in text[-3:]
    cut = not sentence.closed and sentence.text[-1:] in "，、："
    return ended or cut or any(words.match(part.label) for part in parts[:1])


def _judged(found: _Parts, sentence: Sentence, rules: TextRules) -> Iterator[Raised]:
    """Yield what is wrong with a list, if anything is."""
    parts, wholes = found.parts, found.wholes
    if not wholes or any(each.masked for each in (*parts, *wholes)) or _unlike(parts, wholes[0], sentence, rules):
        return
    if any(_fits(parts, whole, others, rules) for whole, others in _candidates(wholes)):
        return
    whole, total = wholes[0], sum((part.value for part in parts), Fraction(0))
    gap = total - whole.value
    if whole.approximate and abs(gap) <= whole.value * rules.limits["approximate"]:
        return
    wrong = _slipped(total, whole) or (_too_much(found, rules) if gap > 0 else _too_little(found, -gap, rules))
    if wrong:
        yield _told(parts, whole, total, sentence)
    elif gap > 0:
        apart = tuple(takewhile(lambda part: not _overlaps(part, whole, rules), parts))
        first = sum((part.value for part in apart), Fraction(0))
        if len(apart) >= _FEW and first > whole.value and not whole.approximate:
            yield _told(apart, whole, first, sentence)


def _candidates(wholes: Sequence[Figure]) -> Iterator[tuple[Figure, Fraction]]:
    """Yield what may be the whole: each figure before, and neighbouring ones together."""
    for at, whole in enumerate(wholes):
        others = Fraction(0)
        yield whole, others
        for other in wholes[at + 1 : at + _MOST_PARALLEL]:
            others += other.value
            yield whole, others


def _fits(parts: Sequence[Figure], whole: Figure, others: Fraction, rules: TextRules) -> bool:
    """Tell whether the parts make the whole, or the first of them do and it is split once more behind them."""
    if adds_up(parts, whole, others):
        return True
    return any(adds_up(parts[:end], whole, others) and _splits_again(parts[end:], rules) for end in range(_FEW, len(parts)))


def _splits_again(rest: Sequence[Figure], rules: TextRules) -> bool:
    """Tell whether what stands behind a list that is complete may be another view of the same whole."""
    families = rules.pattern("families")
    if any(families.fullmatch(part.label[-1:]) for part in rest):
        return False
    about = rest[0].label + rest[0].after if rest else ""
    return len(rest) >= _FEW or rules.has("overlapping", about) or rules.has("other_side", about)


def _unlike(parts: Sequence[Figure], whole: Figure, sentence: Sentence, rules: TextRules) -> bool:
    """Tell whether the parts are of another thing than the whole: posts and people, plan and deed, levels of indicators, reasons."""
    about_whole, about_parts = whole.label + whole.after, "".join(part.label + part.after for part in parts)
    staffing = rules.pattern("staffing")
    of_whole = set(staffing.findall(about_whole))
    if of_whole and set(staffing.findall(about_parts)) - of_whole:
        return True
    if _LEVEL.search(about_whole) and _LEVEL.search(about_parts):
        return True
    between = sentence.text[whole.end : parts[0].start]
    planned = rules.has("planned", whole.label) and rules.has("done", between + about_parts)
    return planned or rules.has("reasons", sentence.text[: parts[0].start]) or rules.has("per", whole.label)


def _slipped(total: Fraction, whole: Figure) -> bool:
    """Tell whether a whole is right but for its unit: 万元 written for 元, or 元 for 万元."""
    return whole.kind == MONEY and bool(total) and whole.value in {total * _WAN, total / _WAN}


def _too_much(found: _Parts, rules: TextRules) -> bool:
    """Tell whether a list that gives more than its whole is wrong: parts that may overlap are not."""
    return found.exact or not any(_overlaps(part, found.wholes[0], rules) for part in found.parts)


def _too_little(found: _Parts, gap: Fraction, rules: TextRules) -> bool:
    """Tell whether a list that gives less than its whole is wrong: one of only some parts is not."""
    if found.some:
        return False
    if any(_overlaps(part, found.wholes[0], rules) for part in found.parts):
        return False
    small = gap <= found.wholes[0].value * rules.limits["small_gap"]
    return found.exact or small or _alike(found.parts, rules)


def _overlaps(part: Figure, whole: Figure, rules: TextRules) -> bool:
    """Tell whether a part may overlap with others: by words that its whole does not have as well (城市低保 of 低保 does not)."""
    words = rules.pattern("overlapping_money" if whole.kind == MONEY else "overlapping")
    return bool(set(words.findall(part.label + part.after)) - set(words.findall(whole.label + whole.after)))


def _alike(parts: Sequence[Figure], rules: TextRules) -> bool:
    """Tell whether labels show that a list is whole: three or more that end alike, or members of one family."""
    labels = [part.label or part.after for part in parts]
    families = rules.pattern("families")
    return len(parts) >= _SEVERAL and (
        (all(labels) and len({label[-1] for label in labels}) == 1) or all(families.fullmatch(label[-1:]) for label in labels)
    )


def _told(parts: Sequence[Figure], whole: Figure, total: Fraction, sentence: Sentence) -> Raised:
    """Return the finding about a list."""
    terms = " + ".join(part.text for part in parts[:12])
    more = f"等{len(parts)}项" if len(parts) > 12 else ""  # noqa: PLR2004 - as many as one line takes
    message = f"{terms}{more} ＝ {_in_unit_of(total, whole)}，与总数{whole.text}不符"
    return raised(sentence, CODE, message, "请核对总数和各分项；只列了一部分的写明“等”，另有口径的写明")


def _in_unit_of(value: Fraction, like: Figure) -> str:
    """Return a value in the unit in which another figure is written."""
    return f"{plain(value / like.one)}{_DIGITS.sub('', like.text)}"


def _added_up(level: _Level, sentence: Sentence, rules: TextRules) -> Iterator[Raised]:
    """Find 合计 behind a list that it does not sum up."""
    for match in rules.pattern("totals").finditer(level.text):
        whole = next((each for each in level.figures if match.end() <= each.start <= match.end() + _FEW), None)
        if whole is None or whole.masked or whole.kind in _UNFIT:
            continue
        run = _run_before(level, match.start(), whole.kind, rules)
        if len(run) < _FEW or any(each.masked for each in run) or whole.approximate:
            continue
        tails = [run[at:] for at in range(len(run) - 1)]
        earned = tuple(each for each in run if rules.has("earned", each.label))
        if not any(adds_up(tail, whole) for tail in (*tails, earned) if tail):
            yield _told(run, whole, sum((part.value for part in run), Fraction(0)), sentence)


def _run_before(level: _Level, end: int, kind: str, rules: TextRules) -> tuple[Figure, ...]:
    """Return the figures of one kind that stand in a row right before a place, each behind a label that starts no other topic."""
    found: list[Figure] = []
    for figure in reversed([each for each in level.figures if each.end <= end]):
        behind = found[-1].start if found else end
        if figure.kind != kind or len(level.text[figure.end : behind]) > len(figure.after) + 12:
            break
        if rules.has("per", figure.label) or rules.has("parts", figure.label):
            found.append(figure)
            break
        found.append(figure)
    return tuple(reversed(found))


_SUM = re.compile(
    r"\d[\d.,]{0,20}(?:万|亿)?[^\d\s+=，。；（）]{0,3}(?:\+[^\d\s+=，。；（）]{0,6}\d[\d.,]{0,20}(?:万|亿)?[^\d\s+=，。；（）]{0,3}){1,20}=\d"
)


def _written_sums(sentence: Sentence) -> Iterator[Raised]:
    """Find a sum that is written out and does not come to what stands behind its sign: 3+4+1.46=8.64."""
    for match in _SUM.finditer(sentence.text):
        inside = [each for each in sentence.figures if match.start() <= each.start < match.end()]
        if len(inside) <= _FEW:
            continue
        *parts, whole = inside
        kinds = {each.kind for each in inside if each.kind}
        if len(kinds) <= 1 and not any(each.masked for each in inside) and not adds_up(parts, whole):
            scaled = {bool(re.search("[万亿]", each.text)) for each in inside}
            if len(scaled) == 1 and len({each.unit for each in inside}) == 1:
                yield _told(parts, whole, sum((part.value for part in parts), Fraction(0)), sentence)
