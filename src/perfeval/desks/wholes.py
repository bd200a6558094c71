"""汇总更新 - Write into the evaluation of many units what its parts give, whenever one of them comes through or is opened again.

Done before the journal is written, so that whoever waits for whom is the same everywhere: first the rows, then the journal.
"""

from dataclasses import replace

from perfeval.desks import filing, merging, standing
from perfeval.desks.assessing import read_form
from perfeval.desks.standing import Standing
from perfeval.errors import Conflict, Invalid
from perfeval.store import evaluations, parts
from perfeval.store.evaluations import EvaluationRow
from perfeval.workflow import DRAFTS, not_allowed

_TRIES = 3


def compute(found: Standing) -> None:
    """重新汇总 - Compute the evaluation that this one is a part of anew; somebody may be changing it at the same time, then once more.

    Raises: Conflict `not-allowed`, when the parts cannot be merged.
    """
    for left in reversed(range(_TRIES)):
        above = parts.whole_of(found.tx.connection, found.row) if found.row.part_of else None
        try:
            if above is not None and above.state in DRAFTS:
                _compute(found, above)
        except Conflict as error:
            if error.code != "version-conflict" or not left:
                raise
        else:
            return


def _compute(found: Standing, above: EvaluationRow) -> None:
    """Write what the parts give into their whole."""
    its = standing.standing_of(found.tx, found.asker, above)
    try:
        whole = merging.whole_of(standing.rules_of(its, read_form(above.document).set_id), parts.parts(found.tx.connection, above.id))
    except Invalid as error:
        raise not_allowed([place.message for place in error.places] or [error.message]) from None
    if whole is None:
        return
    document, locked = merging.composed(above, whole)
    row = replace(above, document=document, locked=locked)
    judged = standing.assess_form(replace(its, row=row), read_form(document))
    evaluations.save(found.tx.connection, filing.with_card(row, judged), above.version)
    told = {"part": found.row.id, "version": above.version + 1, "sha256": filing.digest(document)}
    found.tx.record(found.asker.person, found.asker.address, "evaluation.compute", f"evaluations/{above.id}", told)
