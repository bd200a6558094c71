"""日期 - Find work that was finished long before the document that proves it."""

import re
from collections.abc import Iterator
from datetime import date

from perfeval.checks.finding import Raised
from perfeval.checks.texts.reading import Report, Sentence, raised
from perfeval.checks.texts.rules import TextRules
from perfeval.quantities import read_day

_DAY = re.compile(r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}")
_BEHIND = 14
_MOST = 200


def text_dates(report: Report, rules: TextRules) -> Iterator[Raised]:
    """完成早于证明 - Find a day of completion that lies long before the acceptance or another document told beside it."""
    for sentence in report.sentences[: 10 * _MOST]:
        days = list(_days(sentence, rules))
        finished = [each for each in days if each[1] == "finished"]
        if not finished:
            continue
        following = report.sentences[sentence.number + 1 : sentence.number + 3]
        proofs = [each for near in (sentence, *following) for each in _days(near, rules) if each[1] == "proof"]
        done, proof = finished[0][0], next((each for each in proofs), None)
        if proof and (proof[2] - done).days > int(rules.limits["proof_days"]):
            message = f"完成日期{done.isoformat()}比证明文件的日期{proof[0].isoformat()}早{(proof[0] - done).days}天"
            yield raised(sentence, "date-before-proof", message, "请核对日期；以验收为准的，完成日期写验收的日期")


def _days(sentence: Sentence, rules: TextRules) -> Iterator[tuple[date, str, date]]:
    """Yield the days of a sentence with what happened on them, something finished or the paper that proves it, and the first day meant."""
    for match in list(_DAY.finditer(sentence.text))[:_MOST]:
        day = read_day(match.group().replace(".", "-").replace("/", "-"), 2000)
        behind = re.split("[，。；：]", sentence.text[match.end() : match.end() + _BEHIND])[0]
        before = re.split("[，。；]", sentence.text[max(0, match.start() - _BEHIND) : match.start()])[-1]
        if day is None or rules.has("not_a_claim", before + behind):
            continue
        first = day.last.replace(day=1) if "日" not in match.group() and "年" in match.group() else day.last
        if rules.has("proof", before + behind):
            yield day.last, "proof", first
        elif rules.has("finished", behind) or rules.has("finished", before):
            yield day.last, "finished", first
