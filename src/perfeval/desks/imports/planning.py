"""导入方案 - What an import would do, row by row: all of a file or nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from perfeval.accounts import Asker
from perfeval.desks import filing, standing
from perfeval.desks.imports.columns import Problems, Record, Upload
from perfeval.errors import Invalid
from perfeval.store import Content, Transaction
from perfeval.store.evaluations import EvaluationRow
from perfeval.store.projects import Filing, ProjectRow
from perfeval.workflow import State

Json = dict[str, object]
Patch = Callable[[Transaction, Asker, EvaluationRow], EvaluationRow]
"""改法 - Turn an evaluation as it is into what it is after the import."""
UNTOUCHED = frozenset({State.NOT_STARTED.value, State.EXEMPT.value})
"""未动笔 - The states in which nobody has filled in anything that an import could contradict."""
_MOST_PLACES = 200


class Result(StrEnum):
    """结果 - Say what an import does with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """一项的结果 - Hold what happens to one project: the rows of the file that are about it, and each cell before and after."""

    rows: Sequence[int]
    code: str
    name: str
    result: Result
    changes: Sequence[Json] = ()


@dataclass(slots=True, kw_only=True)
class Plan:
    """导入方案 - Hold what is to be inserted and changed, and how the file fared.

    new_projects: each with its evaluations. new_parts: evaluations of projects that are there. changed: projects before and after.
    patches: what becomes of evaluations, by id.
    """

    kind: str
    upload: Upload
    round: str
    outcomes: list[Outcome] = field(default_factory=list)
    new_projects: list[tuple[ProjectRow, Sequence[EvaluationRow]]] = field(default_factory=list)
    new_parts: list[EvaluationRow] = field(default_factory=list)
    changed: list[tuple[ProjectRow, ProjectRow]] = field(default_factory=list)
    patches: dict[str, Patch] = field(default_factory=dict)

    def change(self, before: ProjectRow, after: ProjectRow) -> None:
        """改项目 - Plan to keep a project as it is after the import."""
        self.changed.append((before, after))

    @property
    def problems(self) -> Problems:
        """问题清单 - Return what is wrong, row by row."""
        return self.upload.problems

    def answer(self, *, applied: bool) -> Json:
        """应答 - Return how the file fared, row by row."""
        items = self._items()
        counts = {each.value: sum(item["result"] == each for item in items) for each in Result}
        own: Json = {"kind": self.kind, "file": self.upload.name, "sha256": self.upload.sha256, "applied": applied}
        return {**own, "total": len(items), **counts, "notes": list(self.upload.notes), "items": items}

    def entry(self) -> Content:
        """日志内容 - Return what the journal keeps of an import: the file by its hash, the counts, every cell that changed."""
        answer = self.answer(applied=True)
        counts = {key: answer[key] for key in ("file", "sha256", "total", *(each.value for each in Result))}
        changes = [{"code": each.code, **own} for each in self.outcomes for own in each.changes if each.result is Result.CHANGED]
        return Content.of({**counts, "changes": changes})

    def _items(self) -> list[Json]:
        """Return one item for each row of the file; a project's changes stand at the first of its rows."""
        found = {row: outcome for outcome in self.outcomes for row in outcome.rows}
        return [self._item(record, found.get(record.row)) for record in self.upload.records]

    def _item(self, record: Record, outcome: Outcome | None) -> Json:
        """Return what happens to one row."""
        told = [each.as_json() for each in self.problems.at(record.row)]
        if outcome is None:
            own: Json = {"row": record.row, "code": record.get("code"), "name": record.get("name"), "result": Result.WRONG}
            return {**own, "changes": [], "problems": told}
        result = Result.WRONG if self.problems.is_wrong([record.row]) else outcome.result
        changes = list(outcome.changes) if record.row == outcome.rows[0] else []
        return {"row": record.row, "code": outcome.code, "name": outcome.name, "result": result, "changes": changes, "problems": told}


def prove(plan: Plan) -> None:
    """核对可否导入 - Refuse a file with a wrong row.

    Raises: Invalid `import-invalid`, with every row that is wrong.
    """
    errors = list(plan.problems.errors())
    if errors:
        rows = len({each.row for each in errors})
        places = tuple(each.as_place() for each in errors[:_MOST_PLACES])
        raise Invalid("import-invalid", f"{plan.upload.name} 有{rows}行不对，没有导入任何内容", places)


def settled(filings: Iterable[Filing]) -> list[Filing]:
    """已动笔的自评 - Return those evaluations that somebody has begun to fill in, or that are further on."""
    return [each for each in filings if each.state not in UNTOUCHED]


def change(cell: str, old: object, new: object) -> Json:
    """改动 - Return one cell before and after."""
    return {"cell": cell, "old": old, "new": new}


def rescored(tx: Transaction, asker: Asker, row: EvaluationRow) -> EvaluationRow:
    """重新评分 - Return an evaluation with the card of what it now holds; one that nobody began has none."""
    if row.state in UNTOUCHED:
        return row
    return filing.with_card(row, standing.assessed(standing.standing_of(tx, asker, row)))
