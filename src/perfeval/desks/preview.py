"""预览工作台 - What the Word of an evaluation will say, as facts in its order and as pictures of its pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval import reports
from perfeval.accounts import Asker
from perfeval.desks import lookup, printing, sheet
from perfeval.desks.department import Annex
from perfeval.desks.sheet import Sheet
from perfeval.errors import NotFound
from perfeval.reports import picturing
from perfeval.store import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """预览 - Hold the form, the template that is meant, and the facts that its Word is made from."""

    sheet: Sheet
    template: str
    title: str
    sections: Sequence[tuple[str, str]]
    facts: reports.FormFacts
    footing: str
    can_picture: bool


def preview(tx: Transaction, asker: Asker, evaluation_id: str, template_id: str) -> Preview:
    """预览 - Return what the Word will say: that of the draft, or of the last submission; without a template, that of the round's first.

    Raises: NotFound; Forbidden, for those outside the unit before it is submitted.
    """
    laid_out = sheet.sheet(tx, asker, evaluation_id)
    printed = printing.gather(tx, asker, evaluation_id, None)
    judged = printed.judged
    wanted = template_id or next((each for each, _ in laid_out.templates), "")
    if not wanted:
        raise NotFound("template-not-found", "本批次没有为这类自评指定报告模板，请财政部门在批次中补上")
    found = lookup.template(wanted)
    manifest = reports.read_manifest_once(found.manifest)
    case = reports.Case(rules=judged.rules, evaluation=judged.form, card=judged.card, findings=judged.findings)
    facts = reports.report_facts([case], tuple(manifest.narrative)).forms[0]
    return Preview(
        sheet=laid_out,
        template=wanted,
        title=found.title,
        sections=tuple(manifest.narrative.items()),
        facts=facts,
        footing=printed.footing,
        can_picture=picturing.can_picture(),
    )


def pages(printed: printing.Sheet, template_id: str) -> tuple[bytes, ...]:
    """版面图 - Return the pages of the Word as pictures, none where the machine cannot make them in time."""
    return picturing.pictures(printing.print_sheet(printed, template_id, Annex.WITHOUT).data)
