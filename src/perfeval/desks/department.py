"""单位工作台 - What a unit does with its self-evaluation: have it scored, look at what is wrong, print it.

Each step hands the next one a value; nothing is kept. Both doors call these functions and nothing below them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from perfeval import checks, evaluation, library, scoring
from perfeval.checks import Finding
from perfeval.errors import Invalid, NotFound, PerfevalError
from perfeval.evaluation import Evaluation, Evaluations
from perfeval.indicators import IndicatorSet, Severity
from perfeval.scoring import Scorecard
from perfeval.scoring.scorecard import FORMAT_SEVERAL
from perfeval.scoring.trace import JsonObject

Filled = Evaluation | Evaluations
"""填报内容 - What a file may hold: one evaluation, or the several of one report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """自评结果 - Hold a form, the rules it was scored by, its scorecard and what is wrong with it."""

    evaluation: Evaluation
    rules: IndicatorSet
    card: Scorecard
    findings: tuple[Finding, ...]

    def as_json(self) -> JsonObject:
        """评分结果 - Return the scorecard as files and addresses have it."""
        return self.card.as_json([finding.as_json() for finding in self.findings])


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """逐行应答 - Hold the JSON line that answers one line of input, and the worst that it reports."""

    line: bytes
    worst: Severity = Severity.OFF
    read: bool = True


def read(data: bytes, name: str) -> Filled:
    """读入 - Return what a file or a request body holds.

    Raises: Invalid, naming the file and every place that is wrong.
    """
    return evaluation.parse_any(data, name)


def assess(filled: Evaluation) -> Assessment:
    """评分与校验 - Score one form by the set it names, and check it."""
    rules = _rules(filled.set)
    card = scoring.score(rules, filled)
    return Assessment(evaluation=filled, rules=rules, card=card, findings=checks.run_all(rules, filled, card))


def assess_all(filled: Filled) -> tuple[Assessment, ...]:
    """全部评分 - Assess every form of a file, in its order."""
    return tuple(assess(each) for each in forms(filled))


def forms(filled: Filled) -> tuple[Evaluation, ...]:
    """各份自评表 - Return the forms of a file: the one, or the several of one report."""
    return filled.evaluations if isinstance(filled, Evaluations) else (filled,)


def scorecard(filled: Filled, assessments: Sequence[Assessment]) -> JsonObject:
    """评分结果 - Return the scorecard of one form, or the scorecards of several."""
    if isinstance(filled, Evaluations):
        return {"format": FORMAT_SEVERAL, "scorecards": [each.as_json() for each in assessments]}
    return assessments[0].as_json()


def score(filled: Filled) -> bytes:
    """评分 - Return the scorecard of what was filled in, as the bytes that both doors answer with."""
    return as_bytes(scorecard(filled, assess_all(filled)))


def findings(filled: Filled, assessments: Sequence[Assessment]) -> JsonObject:
    """校验提示 - Return what is wrong with a form; where there are several, each place names its form."""
    several = isinstance(filled, Evaluations)
    found: list[object] = []
    for at, assessment in enumerate(assessments):
        prefix = f"evaluations[{at}]." if several else ""
        for finding in assessment.findings:
            tree = finding.as_json()
            found.append({**tree, "where": f"{prefix}{tree['where']}"})
    return {"findings": found}


def worst(assessments: Sequence[Assessment]) -> Severity:
    """最严重程度 - Return the most severe of all findings, off where there are none."""
    found = {finding.severity for assessment in assessments for finding in assessment.findings}
    return next((severity for severity in Severity if severity in found), Severity.OFF)


def answer(line: bytes, number: int) -> Answer:
    """逐行评分 - Return the scorecard of one line of JSON, or the error that says what is wrong with it."""
    try:
        filled = read(_json_only(line, number), f"第{number}行")
        assessments = assess_all(filled)
    except PerfevalError as error:
        return Answer(line=as_bytes({"error": problem(error), "line": number}), read=False)
    return Answer(line=as_bytes(scorecard(filled, assessments)), worst=worst(assessments))


def problem(error: PerfevalError) -> JsonObject:
    """错误说明 - Return an error as JSON has it: code, message and the places that are wrong."""
    places = [{"where": each.where, "message": each.message, "suggestion": each.suggestion} for each in error.places]
    return {"code": error.code, "message": error.message, "places": places}


def as_bytes(tree: JsonObject) -> bytes:
    """输出字节 - Return a tree as one line of JSON; the same tree gives the same bytes."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _rules(reference: str) -> IndicatorSet:
    """Return the set that a form names; a name that nobody knows is a fault of the form."""
    try:
        return library.indicator_set(reference)
    except NotFound as error:
        raise Invalid(error.code, error.message, error.places) from None


def _json_only(line: bytes, number: int) -> bytes:
    """Return a line that holds a JSON object; YAML is for whole files."""
    text = line.strip().removeprefix(b"\xef\xbb\xbf")
    if not text.startswith(b"{"):
        raise Invalid("syntax", f"第{number}行应是一份 JSON 自评数据，以 {{ 开头、以 }} 结尾，写在一行之内")
    return text
