"""合用的模板 - Say which templates are meant for a form, the likeliest first, and warn of one that is meant for another kind."""

from functools import lru_cache
from typing import TYPE_CHECKING

from perfeval import library
from perfeval.desks import department, lookup
from perfeval.desks.department import Filled
from perfeval.desks.steward import Entry
from perfeval.evaluation import Kind

if TYPE_CHECKING:
    from perfeval.library import ReportTemplate
    from perfeval.reports import Manifest

_EVERYWHERE = "cn"


def fitting(filled: Filled) -> tuple[Entry, ...]:
    """合用的模板 - Return the forms and reports for this kind of evaluation: the set's own place first, then those for everywhere."""
    found = [each for each in map(library.report_template, library.template_ids()) if _fits(each, filled)]
    reference = department.forms(filled)[0].set if department.forms(filled) else ""
    return tuple(Entry(id=each.id, title=each.title) for each in sorted(found, key=lambda each: _distance(each.id, reference)))


def misfit(filled: Filled, template_id: str) -> str | None:
    """不合用 - Return what to say where a template is meant for another kind of evaluation, None where it is meant for this one."""
    found = lookup.template(template_id)
    meant = _manifest(found.manifest).kinds
    strange = [each.kind.label for each in department.forms(filled) if each.kind not in meant]
    if not strange:
        return None
    better = next((f"；可改用 {each.id}  {each.title}" for each in fitting(filled)), "")
    return f"模板“{found.title}”用于{'、'.join(Kind(kind).label for kind in meant)}，这份自评数据是{strange[0]}{better}"


def _fits(template: "ReportTemplate", filled: Filled) -> bool:
    """Tell whether a template is a form or a report for every kind of evaluation in a file."""
    manifest = _manifest(template.manifest)
    return manifest.paper.value != "annex" and all(each.kind in manifest.kinds for each in department.forms(filled))


def _distance(template_id: str, reference: str) -> tuple[int, bool, str]:
    """Return how far a template is from a set: of its place, of everywhere, of another place; then whether its year is another one."""
    place, _, rest = reference.partition("@")[0].partition("/")
    home, _, name = template_id.partition(".")
    remote = 0 if home == place else 1 if home == _EVERYWHERE else 2
    return remote, rest.rpartition("/")[2] != name.rpartition(".")[2], template_id


@lru_cache(maxsize=256)
def _manifest(data: bytes) -> "Manifest":
    """Return what a manifest says."""
    from perfeval import reports  # noqa: PLC0415 - scoring a form must not load the Word engine

    return reports.read_manifest(data)
