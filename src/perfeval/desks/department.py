"""单位工作台 - What a unit does with its self-evaluation: have it scored, look at what is wrong, print it.

Each step hands the next one a value; nothing is kept. Both doors call these functions and nothing below them.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from perfeval import checks, evaluation, scoring
from perfeval.checks import Finding
from perfeval.desks import lookup, texts
from perfeval.errors import Broken, Invalid, NotFound, PerfevalError
from perfeval.evaluation import Evaluation, Evaluations
from perfeval.indicators import IndicatorSet, Severity
from perfeval.scoring import Scorecard

Json = dict[str, object]
ANNEX = "cn.annex"
"""附件模板 - The template of the explanation annex, which every report can take along."""
Filled = Evaluation | Evaluations
"""填报内容 - What a file may hold: one evaluation, or the several of one report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """自评结果 - Hold a form, the rules it was scored by, its scorecard and what is wrong with it."""

    evaluation: Evaluation
    rules: IndicatorSet
    card: Scorecard
    findings: tuple[Finding, ...]

    @property
    def blocks(self) -> bool:
        """阻止送审 - Tell whether a finding is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def written(self) -> str:
        """评分结果 - Return the scorecard as files and addresses have it."""
        return scoring.write(self.card, [finding.as_json() for finding in self.findings])


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """逐行应答 - Hold the JSON line that answers one line of input, whether that was read and whether a finding blocks."""

    line: bytes
    read: bool = True
    blocks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """文档 - Hold a Word file, the name under which people keep it, and what is still wrong with the forms in it."""

    name: str
    data: bytes
    findings: tuple[Finding, ...]


class Annex(Enum):
    """得分计算说明 - Say whether a report takes the annex along that explains every point."""

    WITH = "with"
    WITHOUT = "without"


def read(data: bytes, name: str) -> Filled:
    """读入 - Return what a file or a request body holds.

    Raises: Invalid, naming the file and every place that is wrong.
    """
    return evaluation.parse_any(data, name)


def assess(filled: Evaluation) -> Assessment:
    """评分与校验 - Score one form by the set it names, and check it."""
    rules = _rules(filled.set)
    card = scoring.score(rules, filled)
    found = (*checks.run_all(rules, filled, card), *texts.own(rules, filled, card))
    return Assessment(evaluation=filled, rules=rules, card=card, findings=found)


def assess_all(filled: Filled) -> tuple[Assessment, ...]:
    """全部评分 - Assess every form of a file, in its order."""
    return tuple(assess(each) for each in forms(filled))


def forms(filled: Filled) -> tuple[Evaluation, ...]:
    """各份自评表 - Return the forms of a file: the one, or the several of one report."""
    return filled.evaluations if isinstance(filled, Evaluations) else (filled,)


def scorecard(filled: Filled, assessments: Sequence[Assessment]) -> bytes:
    """评分结果 - Return the scorecard of one form, or the scorecards of several, as one line of JSON."""
    cards = [each.written() for each in assessments]
    if not isinstance(filled, Evaluations):
        return cards[0].encode() + b"\n"
    common = [finding.as_json() for finding in common_findings(filled, assessments)]
    return scoring.write_several(cards, common).encode() + b"\n"


def score(data: bytes, name: str) -> bytes:
    """评分 - Return the scorecard of what a body holds, as the bytes that every door answers with."""
    filled = read(data, name)
    return scorecard(filled, assess_all(filled))


def findings(filled: Filled, assessments: Sequence[Assessment], common: Sequence[Finding] = ()) -> Json:
    """校验提示 - Return what is wrong with a form; where there are several, each place names its form. common is what no form alone has."""
    several = isinstance(filled, Evaluations)
    found: list[object] = []
    for at, assessment in enumerate(assessments):
        prefix = f"evaluations[{at}]." if several else ""
        for finding in assessment.findings:
            tree = finding.as_json()
            found.append({**tree, "where": f"{prefix}{tree['where']}"})
    return {"findings": [*found, *(each.as_json() for each in common)]}


def common_findings(filled: Filled, assessments: Sequence[Assessment]) -> tuple[Finding, ...]:
    """共用文字的提示 - Return what is found in the texts that several forms of one report have in common."""
    return texts.common(filled, [each.card for each in assessments]) if isinstance(filled, Evaluations) else ()


def findings_beside(filled: Filled, assessments: Sequence[Assessment], report: bytes, name: str) -> tuple[Finding, ...]:
    """报告文字的提示 - Return what is found in the report that belongs to a form.

    Raises: Invalid, when the report cannot be read.
    """
    return texts.beside(report, name, forms(filled), [each.card for each in assessments], assessments[0].rules)


def answer(line: bytes, number: int) -> Answer:
    """逐行评分 - Return the scorecard of one line of JSON, or the error that says what is wrong with it."""
    try:
        filled = read(_json_only(line, number), f"第{number}行")
        assessments = assess_all(filled)
    except PerfevalError as error:
        return Answer(line=as_bytes({"error": problem(error), "line": number}), read=False)
    except Exception as error:  # noqa: BLE001 - a fault of ours in one line must not keep the others from their answer
        broken = Broken("internal-error", f"程序内部错误（{type(error).__name__}），这一行没有评分，请把它发给维护人员")
        return Answer(line=as_bytes({"error": problem(broken), "line": number}), read=False)
    return Answer(line=scorecard(filled, assessments), blocks=any(each.blocks for each in assessments))


def report(filled: Filled, template_id: str, annex: Annex) -> Document:
    """报告 - Return the Word of what was filled in, by a template of the library.

    Raises: NotFound, with the nearest ids; Invalid, when the template takes one form only and there are several.
    """
    from perfeval import reports  # noqa: PLC0415 - scoring a form must not load the Word engine

    template, whole = lookup.template(template_id), filled if isinstance(filled, Evaluations) else None
    assessments = assess_all(filled)
    cases = [reports.Case(rules=each.rules, evaluation=each.evaluation, card=each.card, findings=each.findings) for each in assessments]
    behind = lookup.template(ANNEX) if annex is Annex.WITH and template_id != ANNEX else None
    data = reports.render(template, cases, annex=behind, whole=whole)
    found = tuple(finding for each in assessments for finding in each.findings)
    return Document(name=f"{whose(filled)}{template.title}.docx", data=data, findings=found)


def print_body(data: bytes, name: str, template_id: str, annex: Annex) -> Document:
    """报告 - Return the Word of what a body holds."""
    return report(read(data, name), template_id, annex)


def problem(error: PerfevalError) -> Json:
    """错误说明 - Return an error as JSON has it: code, message and the places that are wrong."""
    places = [{"where": each.where, "message": each.message, "suggestion": each.suggestion} for each in error.places]
    return {"code": error.code, "message": error.message, "places": places}


def as_bytes(tree: Json) -> bytes:
    """输出字节 - Return a tree as one line of JSON; the same tree gives the same bytes."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _rules(reference: str) -> IndicatorSet:
    """Return the set that a form names; a name that nobody knows is a fault of the form."""
    try:
        return lookup.rules(reference)
    except NotFound as error:
        raise Invalid(error.code, error.message, error.places) from None


def whose(filled: Filled) -> str:
    """属于谁 - Return the words by which a document's name tells whose it is; what file systems refuse is left out."""
    first = forms(filled)[0].subject
    names = (filled.unit or filled.department, None) if isinstance(filled, Evaluations) else (first.unit or first.department, first.project)
    kept = [re.sub(r'[\\/:*?"<>|\x00-\x1f]', "", name)[:40] for name in names if name]
    return "".join(f"{name}_" for name in kept)


def _json_only(line: bytes, number: int) -> bytes:
    """Return a line that holds a JSON object; YAML is for whole files."""
    text = line.strip().removeprefix(b"\xef\xbb\xbf")
    if not text.startswith(b"{"):
        raise Invalid("syntax", f"第{number}行应是一份 JSON 自评数据，以 {{ 开头、以 }} 结尾，写在一行之内")
    return text
