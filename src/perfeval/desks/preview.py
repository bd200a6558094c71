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

_TOLD = (("indicators", ("指标",)), ("objective", ("目标", "内容")), ("money", ("资金", "预算", "收支")))
PARTS = ("money", "objective", "indicators")
"""三张表 - The tables of a form in their usual order: money, objective, indicators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """预览 - Hold the form, the template that is meant, and the facts that its Word is made from."""

    sheet: Sheet
    template: str
    title: str
    parts: Sequence[str]
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
        parts=order(manifest),
        sections=tuple(manifest.narrative.items()),
        facts=facts,
        footing=printed.footing,
        can_picture=picturing.can_picture(),
    )


def order(manifest: reports.Manifest) -> tuple[str, ...]:
    """三张表的次序 - Return in which order a template has the tables of a form, by their names; what it does not name stands behind."""
    named = (_part(table.name) for table in manifest.tables)
    return tuple(dict.fromkeys((*(part for part in named if part), *PARTS)))


def _part(name: str) -> str | None:
    """Return which table of a form is called so, None for another one."""
    return next((part for part, words in _TOLD if any(word in name for word in words)), None)


def pages(printed: printing.Sheet, template_id: str) -> tuple[bytes, ...]:
    """版面图 - Return the pages of the Word as pictures, none where the machine cannot make them in time."""
    return picturing.pictures(printing.print_sheet(printed, template_id, Annex.WITHOUT).data)
