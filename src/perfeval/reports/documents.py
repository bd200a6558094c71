"""文档 - Turn forms, or what a review gave, into Word: facts, a compiled template, bytes; on demand with the explanation annex.

Templates are compiled once for each content and kept; a document is never proofread here, tests and `templates lint` do that.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from perfeval.errors import Invalid, Place
from perfeval.evaluation import Evaluations
from perfeval.reports.annexing import with_annex
from perfeval.reports.case import Case
from perfeval.reports.facts import FormFacts, ReportFacts, mapping, report_facts
from perfeval.reports.facts.form import NARRATIVE_KEYS
from perfeval.reports.facts.tree import facts_mapping
from perfeval.reports.footing import NAME as FOOTING
from perfeval.reports.footing import with_footing
from perfeval.reports.manifest import read_manifest, read_manifest_once
from perfeval.reports.papers import PaperFacts, kinds_of
from perfeval.reports.word import Template, compile_template

_KEPT = 64


class TemplateFiles(Protocol):
    """模板文件 - Be what this room needs of a template's folder; `library` hands them out."""

    @property
    def id(self) -> str:
        """编号 - Return the name of the folder."""

    @property
    def manifest(self) -> bytes:
        """说明 - Return template.yaml."""

    @property
    def document(self) -> bytes:
        """模板 - Return template.docx."""


def render(
    template: TemplateFiles,
    cases: Sequence[Case],
    *,
    annex: TemplateFiles | None = None,
    whole: Evaluations | None = None,
    footing: str | None = None,
) -> bytes:
    """生成文档 - Return the Word that a template makes of one or several forms; whole is the file that several came in.

    Footing is one more line at the foot of every page: a draft says so there, a submission carries its receipt.

    Raises: Invalid, when the template is for one form and several are given, or when it is faulty.
    """
    _refuse_paper(template, ReportFacts)
    document = template.document if footing is None else _footed(template.document)
    compiled = _compiled(document, annex.document if annex else None)
    if len(cases) != 1:
        _refuse_single(template, compiled)
    facts = mapping(report_facts(cases, narrative_keys(template.manifest), whole))
    return compiled.render(facts if footing is None else {**facts, FOOTING: footing})


def render_paper(template: TemplateFiles, facts: PaperFacts, *, footing: str | None = None) -> bytes:
    """生成复核文书 - Return the Word that a template makes of what a review or a whole round gave.

    Raises: Invalid, when the template is for another kind of paper, or when it is faulty.
    """
    _refuse_paper(template, type(facts))
    compiled = _compiled(template.document if footing is None else _footed(template.document), None)
    given = facts_mapping(facts)
    return compiled.render(given if footing is None else {**given, FOOTING: footing})


@lru_cache(maxsize=_KEPT)
def narrative_keys(manifest: bytes) -> tuple[str, ...]:
    """叙述文字 - Return the sections of narrative that a template may ask for."""
    return tuple(dict.fromkeys((*NARRATIVE_KEYS, *read_manifest(manifest).narrative)))


_footed = lru_cache(maxsize=_KEPT)(with_footing)


@lru_cache(maxsize=_KEPT)
def _compiled(document: bytes, annex: bytes | None) -> Template:
    """Return a template ready to render; bytes with the same content are compiled once."""
    return compile_template(document if annex is None else with_annex(document, annex))


def _refuse_paper(template: TemplateFiles, given: type) -> None:
    """Refuse a template for another kind of paper than what is given makes."""
    manifest = read_manifest_once(template.manifest)
    if given not in kinds_of(manifest.paper):
        source = "自评数据" if given is ReportFacts else "这样的复核结果"
        message = f"模板“{manifest.name}”是{manifest.paper.label}，不能用{source}填写"
        raise Invalid("template-paper", message, (Place(where=template.id, message=message, suggestion="请另选模板"),))


def _refuse_single(template: TemplateFiles, compiled: Template) -> None:
    """Refuse several forms, or none, for a template that prints the fields of one form without a loop."""
    own = FormFacts.__dataclass_fields__.keys() - {"narrative", "narrative_written"}
    single = [each for each in compiled.variables() if each.path.partition(".")[0].removesuffix("[]") in own]
    if single:
        name = read_manifest(template.manifest).name
        advice = "请分份生成，或改用适用于多份自评的模板"
        place = Place(where=single[0].where, message=f"标签 {single[0].tag} 只适用于一份自评", suggestion=advice)
        raise Invalid("template-single", f"模板“{name}”每次只能填写一份自评，收到多份", (place,))
