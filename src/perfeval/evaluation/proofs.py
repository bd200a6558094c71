"""补充佐证 - Put proofs that came another way beside those that stand in the form."""

from collections.abc import Mapping
from dataclasses import replace

from msgspec import structs

from perfeval.evaluation.model import Evaluation, Evidence


def with_evidence(form: Evaluation, more: Mapping[str, tuple[Evidence, ...]]) -> Evaluation:
    """带上佐证 - Return a form whose rows have further proofs, by the id of the row, behind their own."""
    if not any(row.id in more for row in form.indicators):
        return form
    rows = (structs.replace(row, evidence=(*row.evidence, *more.get(row.id, ()))) for row in form.indicators)
    return replace(form, indicators=tuple(rows))
