"""问题与失分 - Points lost want a problem told, problems told want points lost; problem sentences are found with or without a heading."""

import re
from collections.abc import Iterator
from itertools import islice

from perfeval.checks.finding import Raised
from perfeval.checks.texts.facts import Facts
from perfeval.checks.texts.reading import Paragraph, Report, Sentence, raised
from perfeval.checks.texts.rules import TextRules
from perfeval.quantities import Fraction, show_points

_FULL_MARKS = 100
_LEAST = 60
_NEAR = 12
_SCORE = re.compile(r"(?:为|得|：|是|共|了|计)*(?P<score>\d{1,3}(?:\.\d{1,2})?)分(?!制|以|值|之)")
_OF_THE_WHOLE = re.compile(r"满分|总分值")


def text_problems(report: Report, rules: TextRules, facts: Facts) -> Iterator[Raised]:
    """问题与失分不符 - Find points lost without a problem, and problems beside full marks."""
    scored = _score(report, rules)
    told = list(islice(problem_sentences(report, rules), 20))
    full = facts.full or (facts.total is None and scored is not None and scored[1] == _FULL_MARKS)
    lost = facts.lost or (facts.total is None and scored is not None and _LEAST <= scored[1] < _FULL_MARKS)
    if full and told:
        message = "自评满分，却写了问题"
        yield raised(told[0], "problems-without-deduction", message, "有问题的指标应相应扣分，或说明问题为什么不影响得分")
    elif lost and not told and not _written(report, rules) and _could_tell(report, rules, scored is not None, facts):
        place = scored[0] if scored else _where_problems_belong(report, rules)
        points = f"得{show_points(facts.total)}分" if facts.total is not None else f"得{scored[2]}分" if scored else ""
        yield raised(place, "problems-missing", f"自评{points}，有失分，没有写存在什么问题", "请写明失分的原因和存在的问题")


def problem_sentences(report: Report, rules: TextRules) -> Iterator[Sentence]:
    """写问题的句子 - Yield the sentences that tell what is missing, late, weak, damaged or not enough."""
    under = False
    for paragraph in report.paragraphs:
        if (paragraph.level and paragraph.level <= 2) or rules.has("problem_heading", paragraph.text[: _NEAR * 2]):  # noqa: PLR2004 - 一、and（一）
            under = _opens(paragraph, rules)
        for sentence in paragraph.sentences:
            if _tells(sentence, rules, under=under):
                yield sentence


def _opens(paragraph: Paragraph, rules: TextRules) -> bool:
    """Tell whether a paragraph begins the part about problems."""
    return rules.has("problem_heading", paragraph.title or paragraph.text[: _NEAR * 2]) and not rules.has("no_problem", paragraph.text[-4:])


def _tells(sentence: Sentence, rules: TextRules, *, under: bool) -> bool:
    """Tell whether a sentence tells a problem: in the part about problems by its words, elsewhere only with a frame around them."""
    heading = rules.pattern("problem_heading").search(sentence.text, 0, _NEAR * 2)
    for match in rules.pattern("problem").finditer(sentence.text, heading.end() if heading else 0):
        clause = re.split("[，；：]", sentence.text[: match.start()])[-1]
        frame = sentence.text[max(0, match.start() - 2 * _NEAR) : match.end()]
        if rules.has("problem_not_meant", frame) or rules.has("problem_denied", clause[-_NEAR:]):
            continue
        if rules.starts("problem_solved", sentence.text[match.end() :]):
            continue
        strong = rules.starts("problem_strong", match.group()) and not sentence.text[match.end() : match.end() + 1].isdigit()
        if under or heading or strong or rules.has("problem_frame", frame):
            return True
    return False


def _score(report: Report, rules: TextRules) -> tuple[Sentence, Fraction, str] | None:
    """Return the sentence that tells the total, with its points as number and text."""
    for sentence in report.sentences:
        for match in rules.pattern("score").finditer(sentence.text):
            found = _SCORE.match(sentence.text, match.end())
            if found is None and rules.has("full_score", sentence.text):
                return sentence, Fraction(_FULL_MARKS), f"{_FULL_MARKS}"
            if found and not _OF_THE_WHOLE.search(sentence.text[max(0, match.start() - 2) : found.start("score")]):
                return sentence, Fraction(found["score"]), found["score"]
    return None


def _written(report: Report, rules: TextRules) -> bool:
    """Tell whether the part about problems of a form's own texts says anything, in whatever words."""
    own = (each for each in report.paragraphs if "narrative.problems." in each.where)
    return any(rules.pattern("empty").fullmatch(each.text.strip().rstrip("。.")) is None for each in own)


def _where_problems_belong(report: Report, rules: TextRules) -> Sentence:
    """Return the first sentence of the part about problems, of the whole text where there is none."""
    own = (
        each for each in report.paragraphs if "narrative.problems." in each.where or rules.has("problem_heading", each.text[: _NEAR * 2])
    )
    return next((each.sentences[0] for each in own if each.sentences), report.sentences[0])


def _could_tell(report: Report, rules: TextRules, scored: bool, facts: Facts) -> bool:  # noqa: FBT001 - one of three facts
    """Tell whether a text is one that would name problems: it tells its score, has a part about them, or is a whole report."""
    if facts.evaluation is None:
        return scored
    own = any("narrative.problems." in each.where or "narrative.text." in each.where for each in report.paragraphs)
    headed = any(rules.has("problem_heading", each.text[: _NEAR * 2]) for each in report.paragraphs)
    return own or headed or (scored and not any(each.where.startswith("narrative.") for each in report.paragraphs))
