"""第二列得分 - The second score of a submission as forms print it beside the first: what was released to the unit, and nothing before."""

import json

from perfeval.desks.review.ground import drawn, table_of
from perfeval.desks.standing import Standing
from perfeval.errors import Broken
from perfeval.review import read_document, rescore
from perfeval.scoring import Scorecard
from perfeval.store import decisions, samples
from perfeval.store.submissions import SubmissionRow


def released_card(found: Standing, submission: SubmissionRow) -> Scorecard | None:
    """已反馈的复核得分 - Return the second score of a submission that was released, None where there is none.

    Raises: Broken, when it is not what was decided.
    """
    rows = samples.told_of(found.tx.connection, found.row.id, (found.row.path,))
    row = next((each for each in rows if each.submission == submission.number), None)
    decision = None if row is None or row.told is None else decisions.load(found.tx.connection, row.id, row.told)
    if row is None or decision is None:
        return None
    own = drawn(found.tx, row)
    second = rescore(own.rules, own.form, read_document(json.loads(decision.document)), table_of(found.round), own.merged)
    if second.card.total != decision.reviewed_total:
        raise Broken("decision-changed", "按定分时的判断重新计算，与冻结的复核总分不同，不能打印，请告诉维护人员")
    return second.card
