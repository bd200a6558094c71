"""批次的规矩 - What a round may say: sets that are there and fit, times in their order, a name, templates, checks in their order."""

from collections.abc import Callable, Mapping, Sequence

from perfeval import library, reports, syntax
from perfeval.accounts import moment
from perfeval.checks import TEXT_CODES
from perfeval.checks.texts import TextRules
from perfeval.desks import lookup
from perfeval.errors import NotFound, Place
from perfeval.evaluation import Kind
from perfeval.review import DeductionTable, QualityRules
from perfeval.workflow import CHECKS, guards, not_allowed

Json = dict[str, object]
_Published = DeductionTable | QualityRules | TextRules
DEDUCTIONS = "general"
"""常用扣分标准 - The table of deductions of a round that names no other."""
QUALITY = "general"
"""常用评级标准 - The rules by which the work is rated, of a round that names no others."""
MOST_GRACE = 365
"""最长宽限 - How many days of grace there can be."""


def pinned(asked: Mapping[str, str], year: int) -> tuple[Json, list[Place]]:
    """锁定体系 - Return the sets with version and hash, and what is wrong with what was asked for."""
    sets: Json = {}
    faults: list[Place] = []
    for name, reference in asked.items():
        where = f"sets.{name}"
        try:
            rules = lookup.rules(reference)
        except NotFound as error:
            faults += [Place(where=where, message=error.message, suggestion=each.message) for each in error.places[:1]]
            continue
        sets[name] = {"id": rules.id, "version": rules.version, "sha256": rules.sha256}
        if name in set(Kind) and name not in rules.kinds:
            faults.append(Place(where=where, message=f"体系“{rules.title}”不用于{Kind(name).label}"))
        if year < rules.years.start or (rules.years.end or year) < year:
            faults.append(Place(where=where, message=f"体系“{rules.title}”不适用于{year}年度"))
    if not asked:
        told = '请为每种自评写一套指标体系，如 {"project": "cn/project/2020"}'
        faults.append(Place(where="sets", message="没有写指标体系", suggestion=told))
    return sets, faults


def pinned_deductions(reference: str) -> tuple[Json | None, list[Place]]:
    """锁定扣分标准 - Return the table by which reviewers take points off, with version and hash, and what is wrong with the asking."""
    return _pinned("deductions", library.deductions, reference)


def pinned_quality(reference: str) -> tuple[Json | None, list[Place]]:
    """锁定质量评级标准 - Return the rules by which the work is rated, with version and hash, and what is wrong with the asking."""
    return _pinned("quality", library.quality_rules, reference)


def pinned_texts(reference: str) -> tuple[Json | None, list[Place]]:
    """锁定文字规则 - Return the rules of texts with version and hash, and what is wrong with the asking."""
    return _pinned("text_rules", library.text_rules, reference)


def _pinned(where: str, table_of: Callable[[str], _Published], reference: str) -> tuple[Json | None, list[Place]]:
    """Return a published table with version and hash, and what is wrong with the asking."""
    try:
        table = table_of(reference)
    except NotFound as error:
        return None, [Place(where=where, message=error.message, suggestion=each.suggestion) for each in error.places[:1]]
    return {"id": table.id, "version": table.version, "sha256": table.sha256}, []


def time_faults(opening: str, deadline: str, grace: int) -> list[Place]:
    """时间有误 - Return what is wrong with the times of a round."""
    faults = []
    for name, text in (("opening", opening), ("deadline", deadline)):
        try:
            moment(text)
        except ValueError:
            told = "请写世界协调时，如 2026-03-31T16:00:00Z（即东八区4月1日0时）"
            faults.append(Place(where=name, message=f"时间“{text}”不能识别", suggestion=told))
    if not faults and deadline <= opening:
        faults.append(Place(where="deadline", message="截止时间应在开始填报之后"))
    if not 0 <= grace <= MOST_GRACE:
        faults.append(Place(where="grace", message=f"宽限天数应为 0 到 {MOST_GRACE}"))
    return faults


def title_faults(title: str) -> list[Place]:
    """名称有误 - Return what is wrong with the name of a round."""
    return [] if title.strip() else [Place(where="title", message="请写批次名称，如 2025年度部门预算项目支出绩效自评")]


def template_faults(templates: Mapping[str, Sequence[str]]) -> list[Place]:
    """模板有误 - Return which templates are not there."""
    faults = []
    for name, wanted in templates.items():
        for each in wanted:
            try:
                found = lookup.template(each)
            except NotFound as error:
                faults.append(Place(where=f"templates.{name}", message=error.message))
                continue
            if not reports.read_manifest(found.manifest).paper.of_forms:
                faults.append(Place(where=f"templates.{name}", message=f"{each} 是{found.title}，由复核的结果生成，不是自评的表或报告"))
    return faults


def step_faults(steps: Sequence[str]) -> list[Place]:
    """环节有误 - Return what is wrong with the checks of a round."""
    order = [each for each in CHECKS if each in steps]
    if list(steps) == order:
        return []
    told = "、".join(f"{each}（{each.label}）" for each in CHECKS)
    return [Place(where="steps", message="审核环节不对", suggestion=f"从这些中选，按此次序：{told}")]


def text_faults(off: Sequence[str]) -> list[Place]:
    """文字校验有误 - Return which of the checks of texts that are switched off there are not."""
    known = [entry.code for entry in TEXT_CODES]
    return [syntax.unknown("text_off", code, known, "文字校验") for code in off if code not in known]


def prove_open(closed: str | None) -> None:
    """核对未办结 - Refuse to change anything of a round that was closed at some time.

    Raises: Conflict `not-allowed`.
    """
    if closed is not None:
        raise not_allowed((guards.UNCLOSED.says,))
