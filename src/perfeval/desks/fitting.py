"""合用的模板 - Say which templates are meant for a form, the likeliest first; warn of another kind, and of texts that are too long."""

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from perfeval import library
from perfeval.desks import department, lookup
from perfeval.desks.department import Filled
from perfeval.desks.steward import Entry
from perfeval.evaluation import Kind

if TYPE_CHECKING:
    from perfeval.evaluation import Evaluation
    from perfeval.library import ReportTemplate
    from perfeval.reports import Manifest

_EVERYWHERE = "cn"
_OFFERED = ("form", "report")


def fitting(filled: Filled) -> tuple[Entry, ...]:
    """合用的模板 - Return the forms and reports for this kind of evaluation: the set's own place first, then those for everywhere."""
    found = [each for each in map(library.report_template, library.template_ids()) if _fits(each, filled)]
    reference = department.forms(filled)[0].set if department.forms(filled) else ""
    return tuple(Entry(id=each.id, title=each.title) for each in sorted(found, key=lambda each: _distance(each, reference)))


def meant_for(kind: str, year: int, reference: str) -> tuple[Entry, ...]:
    """某类自评的模板 - Return the forms and reports for a kind of evaluation and a year: the set's own place first."""
    manifests = {each.id: _manifest(each.manifest) for each in map(library.report_template, library.template_ids())}
    fit = [each for each, own in manifests.items() if own.paper.value in _OFFERED and kind in own.kinds and _in_span(own, year)]
    found = sorted((library.report_template(each) for each in fit), key=lambda each: _distance(each, reference))
    return tuple(Entry(id=each.id, title=each.title) for each in found)


def misfit(filled: Filled, template_id: str) -> str | None:
    """不合用 - Return what to say where a template is meant for another kind of evaluation, None where it is meant for this one."""
    found = lookup.template(template_id)
    manifest = _manifest(found.manifest)
    if not manifest.paper.of_forms:
        return f"模板“{found.title}”是{manifest.paper.label}，由复核和汇总的结果生成，不能用自评数据填写"
    meant = manifest.kinds
    strange = [each.kind.label for each in department.forms(filled) if each.kind not in meant]
    if not strange:
        return None
    better = next((f"；可改用 {each.id}  {each.title}" for each in fitting(filled)), "")
    return f"模板“{found.title}”用于{'、'.join(Kind(kind).label for kind in meant)}，这份自评数据是{strange[0]}{better}"


def overlong(filled: Filled, template_id: str) -> tuple[str, ...]:
    """超出字数 - Return a line for every text of a file that is longer than the form allows; blanks do not count."""
    several = len(department.forms(filled)) > 1
    return tuple(
        f"{f'第{number}份：' if several else ''}{words}"
        for number, form in enumerate(department.forms(filled), start=1)
        for words in overlong_texts(form, template_id)
    )


def overlong_texts(form: "Evaluation", template_id: str) -> tuple[str, ...]:
    """超出字数的文字 - Return a line for every text of one form that is longer than a template allows."""
    limits = _manifest(lookup.template(template_id).manifest)
    return tuple(
        f"{title}{length}字，表式规定不超过{limit}字"
        for key, limit in limits.limits.items()
        for title, text in _limited(form, key, limits.narrative.get(key, ""))
        if (length := len("".join((text or "").split()))) > limit
    )


def _limited(form: "Evaluation", key: str, title: str) -> Iterator[tuple[str, str | None]]:
    """Yield the texts that a limit is about, each with the name people know it by."""
    match key:
        case "objective.expected":
            yield "年度目标", form.objective.expected
        case "objective.actual":
            yield "年度目标完成情况", form.objective.actual
        case "execution.reason":
            yield "资金行原因", form.execution.reason
        case "funds.reason":
            yield from ((f"资金表“{row.source.label}”行的原因", row.reason) for row in form.funds)
        case "indicators.reason":
            yield from ((f"指标“{row.name or row.id}”的原因", row.reason) for row in form.indicators)
        case _:
            yield title, form.narrative.get(key)


def _fits(template: "ReportTemplate", filled: Filled) -> bool:
    """Tell whether a template is a form or a report for every kind of evaluation in a file."""
    manifest = _manifest(template.manifest)
    return manifest.paper.value in _OFFERED and all(each.kind in manifest.kinds for each in department.forms(filled))


def _in_span(manifest: "Manifest", year: int) -> bool:
    return manifest.start <= year <= (manifest.end or year)


def _distance(template: "ReportTemplate", reference: str) -> tuple[int, int, bool, bool, str]:
    """Return how far a template is from a set: of its place, of everywhere, of another place; names they share; the year; forms first."""
    own, other = template.id.split("."), reference.partition("@")[0].split("/")
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(own, other, strict=False)))
    remote = 0 if shared else 1 if own[0] == _EVERYWHERE else 2
    return remote, -shared, own[-1] != other[-1], _manifest(template.manifest).paper.value != "form", template.id


def _manifest(data: bytes) -> "Manifest":
    """Return what a manifest says."""
    from perfeval import reports  # noqa: PLC0415 - scoring a form must not load the Word engine

    return reports.read_manifest_once(data)
