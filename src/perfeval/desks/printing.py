"""打印工作台 - The Word of an evaluation: of the draft, which says so on every page, or of a submission, with its receipt in the footer.

What is printed is gathered inside a transaction; the printing itself takes longer and needs none. A submission is printed from what was
frozen: scored again by the same version of the same set it must give the same card, else nothing is printed.
"""

import json
from dataclasses import dataclass, replace

from perfeval import scoring
from perfeval.accounts import Asker
from perfeval.checks import Finding
from perfeval.desks import department, filing, lookup, standing, submitting
from perfeval.desks.assessing import Assessed, read_form
from perfeval.desks.department import Annex, Document
from perfeval.desks.review import second
from perfeval.desks.standing import Standing
from perfeval.errors import Conflict
from perfeval.indicators import Severity
from perfeval.scoring import Scorecard
from perfeval.store import Transaction
from perfeval.store.submissions import SubmissionRow
from perfeval.workflow import DRAFTS

DRAFT = "草稿"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """打印内容 - Hold an evaluation as it is to be printed, the line at the foot of its pages, what its file name begins with.

    reviewed: the second score of the very submission, once it was released to the unit.
    """

    judged: Assessed
    footing: str
    begins: str
    reviewed: Scorecard | None = None


def gather(tx: Transaction, asker: Asker, evaluation_id: str, number: int | None) -> Sheet:
    """备印 - Return what is printed: the submission with this number; without one, the draft, or the last submission once there is none.

    Raises: NotFound; Forbidden, for those outside the unit before it is submitted; Conflict, when a submission cannot be reproduced.
    """
    found = standing.find(tx, asker, evaluation_id)
    if number is None and found.row.state in DRAFTS:
        judged = standing.assessed(filing.shown(found))
        return Sheet(judged=judged, footing=f"{DRAFT}，尚未送审，不作为正式材料", begins=f"{DRAFT}_")
    return _of(found, submitting.load(found, number) if number is not None else submitting.last(found))


def print_sheet(sheet: Sheet, template_id: str, annex: Annex) -> Document:
    """打印 - Return the Word of a sheet by a template of the library.

    Raises: NotFound, with the nearest ids.
    """
    from perfeval import reports  # noqa: PLC0415 - scoring a form must not load the Word engine

    template, judged = lookup.template(template_id), sheet.judged
    case = reports.Case(rules=judged.rules, evaluation=judged.form, card=judged.card, findings=judged.findings, reviewed=sheet.reviewed)
    behind = lookup.template(department.ANNEX) if annex is Annex.WITH and template_id != department.ANNEX else None
    data = reports.render(template, [case], annex=behind, footing=sheet.footing)
    name = f"{sheet.begins}{department.whose(judged.form)}{template.title}.docx"
    return Document(name=name, data=data, findings=judged.findings)


def _of(found: Standing, row: SubmissionRow) -> Sheet:
    """Return a submission as it is printed."""
    judged = standing.assess_form(found, read_form(row.document))
    frozen = json.loads(row.card)
    if frozen["trace_sha256"] != scoring.trace_sha256(judged.card) or row.set_sha256 != judged.card.set_sha256:
        raise Conflict("not-reproducible", "按当时的体系重新计算，与送审时冻结的结果不同，不能打印，请告诉维护人员")
    findings = tuple(Finding(**{**each, "severity": Severity(each["severity"])}) for each in frozen["findings"])
    receipt = submitting.receipt_of(found, row.number)
    footing = f"第{row.number}次送审　日志第{receipt.number}条　{receipt.digits}"
    return Sheet(judged=replace(judged, findings=findings), footing=footing, begins="", reviewed=second.released_card(found, row))
