"""导入方案 - What an import would do, row by row, and the doing of it: all of a file or nothing, one entry in the journal."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import uuid4

from perfeval.accounts import Asker, moved
from perfeval.desks import filing, standing
from perfeval.desks.department import as_bytes
from perfeval.desks.imports.columns import Problems, Record, Upload
from perfeval.errors import Conflict, Invalid
from perfeval.store import Transaction, evaluations, projects, rounds, uploads
from perfeval.store.evaluations import EvaluationRow
from perfeval.store.projects import Filing, ProjectRow, Values
from perfeval.store.uploads import UploadRow
from perfeval.workflow import State

Json = dict[str, object]
Patch = Callable[[Transaction, Asker, EvaluationRow], EvaluationRow]
"""改法 - Turn an evaluation as it is into what it is after the import."""
UNTOUCHED = frozenset({State.NOT_STARTED.value, State.EXEMPT.value})
"""未动笔 - The states in which nobody has filled in anything that an import could contradict."""
_MOST_PLACES = 200
_PORTION = 200
_PATIENCE = 10


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

    new_projects: each with its evaluations. new_parts: evaluations of projects that are there. changed: columns of projects, by id.
    patches: what becomes of evaluations, by id.
    """

    kind: str
    upload: Upload
    round: str
    outcomes: list[Outcome] = field(default_factory=list)
    new_projects: list[tuple[ProjectRow, Sequence[EvaluationRow]]] = field(default_factory=list)
    new_parts: list[EvaluationRow] = field(default_factory=list)
    changed: dict[str, Values] = field(default_factory=dict)
    patches: dict[str, Patch] = field(default_factory=dict)

    def change(self, before: ProjectRow, after: ProjectRow) -> None:
        """改项目 - Plan to keep a project as it is after the import."""
        self.changed[before.id] = projects.difference(before, after)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """备好的导入 - Hold what changes in evaluations, each with the version it was worked out from, the answer, and the journal's entry."""

    rows: Mapping[str, tuple[int, Values]]
    answer: bytes
    entry: Json


def prove(plan: Plan) -> None:
    """核对可否导入 - Refuse a file with a wrong row.

    Raises: Invalid `import-invalid`, with every row that is wrong.
    """
    errors = list(plan.problems.errors())
    if errors:
        rows = len({each.row for each in errors})
        places = tuple(each.as_place() for each in errors[:_MOST_PLACES])
        raise Invalid("import-invalid", f"{plan.upload.name} 有{rows}行不对，没有导入任何内容", places)


def begin(tx: Transaction, asker: Asker, plan: Plan) -> str:
    """开始导入 - Return the id under which a file is written in portions that nobody sees.

    Raises: Conflict `import-running`, while another file is on its way into the round.
    """
    other = uploads.under_way(tx.connection, plan.round)
    if other is not None:
        told = f"另一份清单正在导入这个批次，请稍后再试；如果上次导入中断了，{_PATIENCE}分钟后可以重新导入"
        raise Conflict("import-running", told)
    row = UploadRow(id=uuid4().hex, round=plan.round, sha256=plan.upload.sha256, person=asker.person, at=tx.at)
    uploads.begin(tx.connection, row)
    return row.id


def portions(plan: Plan) -> Iterator[Sequence[tuple[ProjectRow, Sequence[EvaluationRow]]]]:
    """分批 - Yield the new projects a portion at a time: little enough that nobody waits for it."""
    portion: list[tuple[ProjectRow, Sequence[EvaluationRow]]] = []
    size = 0
    for each in plan.new_projects:
        portion.append(each)
        size += 1 + len(each[1])
        if size >= _PORTION:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def stage(tx: Transaction, _: Asker, portion: Sequence[tuple[ProjectRow, Sequence[EvaluationRow]]], upload_id: str) -> None:
    """暂存 - Write a portion of new projects, unseen.

    Raises: Conflict, when somebody else has just imported one of them.
    """
    uploads.touch(tx.connection, upload_id, tx.at)
    projects.add(tx.connection, [replace(project, upload=upload_id) for project, _ in portion])
    evaluations.add(tx.connection, [replace(row, upload=upload_id) for _, rows in portion for row in rows])


def abandoned(tx: Transaction, _: Asker, round_id: str) -> str | None:
    """中断的导入 - Return the import into a round that broke off, None where there is none."""
    other = uploads.under_way(tx.connection, round_id)
    return other.id if other is not None and other.at < moved(tx.at, minutes=-_PATIENCE) else None


def sweep(tx: Transaction, _: Asker, upload_id: str) -> bool:
    """清除 - Take away a portion of what an import left behind; tell whether there is more."""
    return uploads.sweep(tx.connection, upload_id, _PORTION)


def prepare(tx: Transaction, asker: Asker, plan: Plan) -> Ready:
    """备好 - Work out everything that can be worked out before anybody has to wait: what evaluations become, the answer, the entry."""
    there = projects.evaluations_of(tx.connection, sorted(plan.patches))
    rows = {row.id: (row.version, _worked_out(tx, asker, plan, row)) for row in there}
    answer = plan.answer(applied=True)
    return Ready(rows=rows, answer=as_bytes(answer), entry=_told(plan, answer))


def carry_out(tx: Transaction, asker: Asker, plan: Plan, ready: Ready, upload_id: str | None) -> bytes:
    """导入 - Put a file into the round at once; evaluations that were saved meanwhile are worked out again, so that nothing is lost.

    Raises: Conflict, when what units did meanwhile does not go together with it.
    """
    rounds.lock(tx.connection, plan.round)
    if upload_id is not None:
        uploads.publish(tx.connection, upload_id)
    evaluations.add(tx.connection, plan.new_parts)
    projects.save_some(tx.connection, plan.changed)
    current = projects.versions_of(tx.connection, sorted(ready.rows))
    stale = [each for each, version in current.items() if ready.rows[each][0] != version]
    anew = {row.id: _worked_out(tx, asker, plan, row) for row in projects.evaluations_of(tx.connection, stale)}
    projects.save_evaluations(tx.connection, {each: values for each, (_, values) in ready.rows.items() if each in current} | anew)
    tx.record(asker.person, asker.address, f"import.{plan.kind}", f"rounds/{plan.round}", ready.entry)
    return ready.answer


def _worked_out(tx: Transaction, asker: Asker, plan: Plan, row: EvaluationRow) -> Values:
    """Return the columns of an evaluation that are different after the import."""
    return projects.difference(row, plan.patches[row.id](tx, asker, row))


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


def _told(plan: Plan, answer: Json) -> Json:
    """Return what the journal keeps of an import: the file by its hash, the counts, every cell that changed."""
    counts = {key: answer[key] for key in ("file", "sha256", "total", *(each.value for each in Result))}
    changes = [{"code": each.code, **own} for each in plan.outcomes for own in each.changes if each.result is Result.CHANGED]
    return {**counts, "changes": changes}
