"""汇总自评 - The evaluation of a project that many units carry out: computed from their parts, its cells locked, its reasons its own.

Only parts that came through their checks count. What the parts give is written into the form and locked; reasons, measures and texts
of the whole stay. Exact merged values go into the scoring beside the form, so that the trace names every unit.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from perfeval import scoring
from perfeval.desks.assessing import read_form
from perfeval.desks.changes import Lock, Locks, plain, read_locks, write_locks
from perfeval.evaluation import COLUMNS, Evaluation, IndicatorRow, new_id
from perfeval.indicators import IndicatorSet, plain_name
from perfeval.scoring import Merged, MergedValue
from perfeval.store.evaluations import EvaluationRow
from perfeval.workflow import State

SOURCE = "各实施单位汇总"
"""锁定来源 - What messages name as the origin of a cell that the parts give."""
_GIVEN = ("key", "category", "aspect", "name", "target", "weight", "actual")
_OWN = ("reason", "measures", "note", "owner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """汇总 - Hold what the parts give: the merged form, and which of its rows are scored by merged values."""

    merged: Merged

    def values(self, form: Evaluation) -> dict[str, MergedValue]:
        """完成值 - Return the merged values by the ids that the rows have in a form."""
        found = {identity(row): self.merged.values[row.id] for row in self.merged.evaluation.indicators if row.id in self.merged.values}
        return {row.id: found[identity(row)] for row in form.indicators if identity(row) in found}


def whole_of(rules: IndicatorSet, rows: Iterable[EvaluationRow]) -> Whole | None:
    """汇总 - Return what the parts give that came through, None where none did.

    Raises: Invalid, when the parts cannot be merged.
    """
    pinned = f"{rules.id}@{rules.version}"
    forms = [replace(read_form(row.document), set=pinned) for row in rows if row.state == State.FINAL]
    return Whole(merged=scoring.merge(rules, forms)) if forms else None


def identity(row: IndicatorRow) -> tuple[str, ...]:
    """同一指标 - Return what makes rows of several forms the same indicator."""
    return (row.key,) if row.key else tuple(plain_name(name or "") for name in (row.category, row.aspect, row.name))


def composed(row: EvaluationRow, whole: Whole) -> tuple[str, str]:
    """写入汇总 - Return document and locked cells of a whole with what its parts give."""
    tree = json.loads(row.document, parse_float=str, parse_int=str)
    kept = {cell: lock for cell, lock in read_locks(row.locked).items() if lock.source != SOURCE and not cell.startswith("funds.")}
    own = read_form(row.document)
    ids = _ids(own, whole)
    given = {identity(each) for each in whole.merged.evaluation.indicators}
    left = [plain(each) for each in own.indicators if identity(each) not in given]
    tree["indicators"] = [*_rows(own, whole, ids), *left]
    tree["funds"] = _funds(own, whole)
    tree.pop("spending", None)
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")), write_locks({**kept, **_locks(whole, ids)})


def _ids(own: Evaluation, whole: Whole) -> dict[str, str]:
    """Return the id that each merged row has in the whole: that of the whole's own row where there is one."""
    mine = {identity(row): row.id for row in own.indicators}
    used = set(mine.values())
    return {row.id: mine.get(identity(row)) or new_id(at, used) for at, row in enumerate(whole.merged.evaluation.indicators)}


def _rows(own: Evaluation, whole: Whole, ids: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the merged rows with the whole's own words; where the value is measured, the claim is the whole's own too."""
    mine = {row.id: plain(row) for row in own.indicators}
    made = []
    for given in whole.merged.evaluation.indicators:
        names = (*_OWN, "claimed") if given.id in whole.merged.values else _OWN
        old = mine.get(ids[given.id], {})
        cells = {name: value for name, value in plain(given).items() if name not in names}
        made.append({**cells, "id": ids[given.id], **{name: old[name] for name in names if name in old}})
    return made


def _funds(own: Evaluation, whole: Whole) -> list[dict[str, object]]:
    """Return the merged money table; the reasons of the whole stay."""
    reasons = {row.source: row.reason for row in own.funds}
    return [plain(replace(row, reason=reasons.get(row.source))) for row in whole.merged.evaluation.funds]


def _locks(whole: Whole, ids: Mapping[str, str]) -> Locks:
    """Return the cells that the parts give; of a judged row also the points."""
    cells: dict[str, str | None] = {}
    for row in whole.merged.evaluation.indicators:
        names = _GIVEN if row.id in whole.merged.values else (*_GIVEN, "claimed")
        cells |= {f"indicators.{ids[row.id]}.{name}": getattr(row, name) for name in names}
    cells |= {f"funds.{row.source}.{name}": getattr(row, name) for row in whole.merged.evaluation.funds for name in COLUMNS}
    return {cell: Lock(value=value, source=SOURCE) for cell, value in cells.items()}
