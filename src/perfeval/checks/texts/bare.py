"""空洞的指标 - Find a numbered list of indicators most of whose items, along some stretch, give neither a figure nor a proof.

A list is one of indicators by the names of its items alone: measures, problems and suggestions are named otherwise.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from msgspec import Struct, structs

from perfeval.checks.finding import Raised
from perfeval.checks.texts.reading import Report, Sentence, raised
from perfeval.checks.texts.rules import TextRules

_ITEM = re.compile(
    r"\s*(?:指标)?(?P<open>[（(]?)(?P<number>\d{1,2})(?P<close>[)）.．、：:\s]|(?=[\u4e00-\u9fff]))\s*"
    r"(?P<name>[“\u4e00-\u9fff][^。：:，；\s—]{1,20})"
)
_DIGIT = re.compile(r"\d|[*＊]{2}|[xX×]{2}|百分之")
_SKIPPED = 3
_HALF = 2


class _Item(Struct, frozen=True, kw_only=True):
    """一项 - Hold an item of a list: its number and style, its name, where it begins.

    bare: it gives neither figure nor proof; told: more than its name stands there, as in no table of contents.
    """

    number: int
    style: str
    name: str
    sentence: Sentence
    bare: bool = False
    told: bool = False


def text_bare_items(report: Report, rules: TextRules) -> Iterator[Raised]:
    """多项没有数字和佐证 - Find the stretch of a list of indicators in which more than half of the items give nothing, once for a list."""
    for run in _runs(report):
        if len(run) < rules.limits["items"] or _HALF * sum(_is_indicator(each, rules) for each in run) < len(run):
            continue
        told = _told(run, report, rules)
        stretch = _stretch(told, int(rules.limits["items"]))
        bare = [each for each in stretch if each.bare]
        if bare and _HALF * sum(each.told for each in stretch) >= len(stretch):
            span = f"第{stretch[0].number}项至第{stretch[-1].number}项"
            message = f"{span}共{len(stretch)}项，其中第{_numbers(bare)}项既没有数字，也没有写明附件、文号等佐证"
            yield raised(bare[0].sentence, "figure-missing", message, "请逐项写明完成数，或写明以哪份文件、哪个附件为证")


def _runs(report: Report) -> Iterator[list[_Item]]:
    """Yield lists whose numbers go on from one item to the next; lists of other styles between them are parts of an item."""
    running: dict[str, list[_Item]] = {}
    for sentence in report.sentences:
        item = _item(sentence)
        if item is None:
            continue
        run = running.get(item.style)
        if run and 0 < item.number - run[-1].number <= _SKIPPED:
            run.append(item)
        else:
            if run:
                yield run
            running[item.style] = [item]
    yield from running.values()


def _item(sentence: Sentence) -> _Item | None:
    """Return the item that a sentence begins, None where it begins none."""
    match = _ITEM.match(sentence.quote[:40])
    if match is None:
        return None
    style = "（" if match["open"] else match["close"].strip().replace("．", ".").replace(":", "：")
    return _Item(number=int(match["number"]), style=style, name=match["name"].strip("“”"), sentence=sentence)


def _is_indicator(item: _Item, rules: TextRules) -> bool:
    """Tell whether an item goes by a name that only indicators have."""
    return item.name.endswith(rules.words["indicator_ends"]) and not rules.has("not_indicators", item.name)


def _told(run: Sequence[_Item], report: Report, rules: TextRules) -> list[_Item]:
    """Return the items of a list with whether each gives nothing up to the next one; the last goes on to the end of its paragraph."""
    found: list[_Item] = []
    for at, item in enumerate(run):
        first = item.sentence
        end = run[at + 1].sentence.number if at + 1 < len(run) else first.number + 1
        while at + 1 == len(run) and end < len(report.sentences) and report.sentences[end].paragraph == first.paragraph:
            end += 1
        words = _ITEM.sub(item.name, first.quote, count=1) + "".join(each.quote for each in report.sentences[first.number + 1 : end])
        bare = not _DIGIT.search(words) and not rules.has("proof_named", words)
        told = len(words.strip("。：: ")) > len(item.name)
        found.append(structs.replace(item, bare=bare, told=told))
    return found


def _stretch(items: Sequence[_Item], least: int) -> Sequence[_Item]:
    """Return the longest stretch that begins and ends with a bare item and in which more than half are, nothing below the least length."""
    upto = [0, *accumulate(each.bare for each in items)]
    for length in range(len(items), least - 1, -1):
        for start in range(len(items) - length + 1):
            end = start + length
            if items[start].bare and items[end - 1].bare and _HALF * (upto[end] - upto[start]) > length:
                return items[start:end]
    return ()


def _numbers(items: Sequence[_Item]) -> str:
    """Return the numbers of items, those in a row as one: 3—6、9."""
    rows: list[list[int]] = []
    for item in items:
        if rows and item.number == rows[-1][-1] + 1:
            rows[-1].append(item.number)
        else:
            rows.append([item.number])
    return "、".join(f"{row[0]}—{row[-1]}" if len(row) > _HALF else "、".join(map(str, row)) for row in rows)
