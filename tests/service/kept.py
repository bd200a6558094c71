"""核账 - Prove that what people were told was kept is there, whole, and that the journal tells the same."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from perfeval.desks import filing, opening
from perfeval.desks.opening import Premises
from perfeval.store import tables
from perfeval.store.trail import SUBMIT
from perfeval.store.transaction import reading
from perfeval.workflow import DRAFTS
from tests.service.pressing import Ledger

_ENTRY, _FORM, _FROZEN = tables.journal.c, tables.evaluations.c, tables.submissions.c
_ENTRIES = (
    select(_ENTRY.about, _ENTRY.number, _ENTRY.hash, _ENTRY.action, _ENTRY.detail)
    .where(_ENTRY.about.like("evaluations/%"))
    .order_by(_ENTRY.number)
)
_FORMS = select(_FORM.id, _FORM.version, _FORM.state, _FORM.document)
_SUBMISSIONS = select(_FROZEN.evaluation, _FROZEN.number, _FROZEN.sha256).order_by(_FROZEN.number)
Entries = Mapping[str, Sequence[Any]]


def faults(premises: Premises, ledger: Ledger) -> list[str]:
    """差错 - Return everything that was lost, is half there, or was tampered with; nothing where all is well."""
    verdict = opening.verify(premises)
    broken = [] if verdict.broken is None else [f"日志第{verdict.broken}条：{verdict.why}"]
    with reading(premises.store.engine) as connection:
        entries = {form.partition("/")[2]: mine for form, mine in _grouped(connection, _ENTRIES).items()}
        frozen = _grouped(connection, _SUBMISSIONS)
        forms = connection.execute(_FORMS).all()
    return [*broken, *_lost(ledger, entries), *(fault for form in forms for fault in _halves(form, entries, frozen))]


def _grouped(connection: Connection, asked: "Select[Any]") -> dict[str, list[Any]]:
    """Return rows by what they are about, which stands first in each."""
    found: dict[str, list[Any]] = defaultdict(list)
    for each in connection.execute(asked):
        found[each[0]].append(each)
    return found


def _lost(ledger: Ledger, entries: Entries) -> Iterator[str]:
    """Yield every answer that the journal does not bear out."""
    saved = {(form, told["version"], told["sha256"]) for form, told in _told(entries) if "changes" in told}
    for each in ledger.saved:
        if (each.form, each.version, each.sha256) not in saved:
            yield f"丢失保存：{each}"
    filed = {(form, entry.number, entry.hash[:12]) for form, mine in entries.items() for entry in mine if entry.action == SUBMIT}
    for receipt in ledger.received:
        if (receipt.form, receipt.entry, receipt.digits) not in filed:
            yield f"丢失送审：{receipt}"


def _told(entries: Entries) -> Iterator[tuple[str, dict[str, Any]]]:
    for form, mine in entries.items():
        yield from ((form, json.loads(entry.detail)) for entry in mine)


def _halves(form: Any, entries: Entries, frozen: Entries) -> Iterator[str]:
    """Yield where a form, its submissions and its journal do not tell the same."""
    mine, submissions = entries.get(form.id, ()), frozen.get(form.id, ())
    if mine:
        last = json.loads(mine[-1].detail)
        if last["version"] != form.version:
            yield f"{form.id}：日志说第{last['version']}版，表是第{form.version}版"
        if mine[-1].action == "evaluation.save" and last["sha256"] != filing.digest(form.document):
            yield f"{form.id}：第{form.version}版的内容与日志不符"
        if (mine[-1].action == SUBMIT) != (form.state not in DRAFTS):
            yield f"{form.id}：日志说 {mine[-1].action}，表是 {form.state}"
    told = [json.loads(entry.detail) for entry in mine if entry.action == SUBMIT]
    if [(each["number"], each["sha256"]) for each in told] != [(each.number, each.sha256) for each in submissions]:
        yield f"{form.id}：日志说送审{len(told)}次，冻结的有{len(submissions)}份，或内容不符"
