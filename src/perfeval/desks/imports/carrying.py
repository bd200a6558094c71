"""办理导入 - Take a planned import into its round: written a portion at a time where nobody sees it, and then in force at once.

begin      one import at a time goes into a round; its mark says that it is under way
stage      new projects, and projects as they are to be, a portion at a time
work_out   what evaluations that are there become: read and scored anew, with nothing held
supersede  these, a portion at a time, each behind the row whose place it takes
carry_out  everything comes into force, with one entry in the journal; evaluations that units saved meanwhile are worked out again
sweep      what an import replaced, or left behind when it broke off, is taken away

No step but the work itself grows with the file while others wait: coming into force is striking out the mark.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import uuid4

from perfeval.accounts import Asker, moved
from perfeval.desks import bureau
from perfeval.desks.department import as_bytes
from perfeval.desks.imports.planning import Plan
from perfeval.errors import Conflict
from perfeval.store import Content, Transaction, evaluations, projects, uploads
from perfeval.store.evaluations import EvaluationRow
from perfeval.store.projects import ProjectRow
from perfeval.store.uploads import UploadRow

Replacement = tuple[EvaluationRow, EvaluationRow]
"""替换 - An evaluation as it was read, and as it is after the import."""
PORTION = 50
"""一批 - How many rows are written at once."""
_HEAVY = 400_000
_FEW = 5
_PATIENCE = 10


@dataclass(slots=True, kw_only=True)
class Portion:
    """一批 - Hold as much of a plan as is written at once: new projects, new evaluations, projects before and after."""

    projects: list[ProjectRow] = field(default_factory=list)
    evaluations: list[EvaluationRow] = field(default_factory=list)
    changed: Sequence[tuple[ProjectRow, ProjectRow]] = ()

    @property
    def size(self) -> int:
        """行数 - Return how many rows are new."""
        return len(self.projects) + len(self.evaluations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """备好的导入 - Hold what is written when an import comes into force: the answer, and the journal's entry."""

    answer: bytes
    entry: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """备好的改动 - Hold evaluations before and after the import, and the ids of those that come out as they are."""

    changed: Sequence[Replacement]
    same: Sequence[str]


@dataclass(slots=True, kw_only=True)
class Order:
    """导入单 - Hold what brings a plan into force: which evaluations become something else, and who works out what they become."""

    kind: str
    round: str
    waiting: set[str]
    remade: Callable[[Sequence[str]], Made]

    def work_out(self, ids: Sequence[str]) -> Sequence[Replacement]:
        """备好改动 - Return evaluations before and after the import; those that come out as they are need no further look."""
        made = self.remade(ids)
        self.waiting.difference_update(made.same)
        return made.changed


class Overtaken(Exception):
    """落后 - Say which evaluations have to be worked out again before an import can come into force."""

    def __init__(self, ids: Sequence[str]) -> None:
        """构造 - Keep their ids."""
        super().__init__(f"{len(ids)} evaluations were saved meanwhile")
        self.ids = ids


def begin(tx: Transaction, asker: Asker, round_id: str, sha256: str) -> str:
    """开始导入 - Return the mark under which a file is written in portions that nobody sees.

    Raises: Conflict `import-running`, while another file is on its way into the round.
    """
    if uploads.under_way(tx.connection, round_id) is not None:
        told = f"另一份清单正在导入这个批次，请稍后再试；如果上次导入中断了，{_PATIENCE}分钟后可以重新导入"
        raise Conflict("import-running", told)
    row = UploadRow(id=uuid4().hex, round=round_id, sha256=sha256, person=asker.person, at=tx.at)
    uploads.begin(tx.connection, row)
    return row.id


def portions(plan: Plan) -> Iterator[Portion]:
    """分批 - Yield what is new and which projects change, a portion at a time: little enough that nobody waits for it."""
    yield from _new(plan)
    for at in range(0, len(plan.changed), PORTION):
        yield Portion(changed=plan.changed[at : at + PORTION])


def _new(plan: Plan) -> Iterator[Portion]:
    """Yield what is new; a project comes with its evaluations."""
    portion = Portion()
    for project, rows in (*plan.new_projects, *((None, [row]) for row in plan.new_parts)):
        portion.projects += [project] if project is not None else []
        portion.evaluations += rows
        if portion.size >= PORTION:
            yield portion
            portion = Portion()
    if portion.size:
        yield portion


def stage(tx: Transaction, _: Asker, portion: Portion, mark: str) -> None:
    """暂存 - Write a portion, unseen.

    Raises: Conflict, when somebody else has just imported one of the projects.
    """
    uploads.touch(tx.connection, mark, tx.at)
    projects.add(tx.connection, [replace(row, upload=mark) for row in portion.projects])
    evaluations.add(tx.connection, [replace(row, upload=mark) for row in portion.evaluations])
    projects.supersede(tx.connection, portion.changed, mark)


def work_out(tx: Transaction, asker: Asker, plan: Plan, ids: Sequence[str]) -> Made:
    """备好改动 - Return what evaluations become by a plan.

    Raises: Conflict, when what units did meanwhile does not go together with the file.
    """
    made = [(row, plan.patches[row.id](tx, asker, row)) for row in projects.evaluations_of(tx.connection, ids)]
    return Made(changed=[each for each in made if each[0] != each[1]], same=[row.id for row, after in made if row == after])


def order_of(tx: Transaction, asker: Asker, plan: Plan) -> Order:
    """导入单 - Return the order of a plan that is worked out inside one transaction."""
    return Order(kind=plan.kind, round=plan.round, waiting=set(plan.patches), remade=lambda ids: work_out(tx, asker, plan, ids))


def lots(made: Sequence[Replacement]) -> Iterator[Sequence[Replacement]]:
    """分份 - Yield what was worked out in lots that are quickly written: forms of a few rows by the dozen, large ones alone."""
    lot: list[Replacement] = []
    size = 0
    for each in made:
        lot.append(each)
        size += sum(len(text or "") for text in (each[1].document, each[1].locked, each[1].card))
        if size >= _HEAVY:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot


def supersede(tx: Transaction, _: Asker, made: Sequence[Replacement], mark: str) -> None:
    """暂存改动 - Write a portion of evaluations as they are to be, unseen; those that somebody saved meanwhile are left out."""
    uploads.touch(tx.connection, mark, tx.at)
    evaluations.supersede(tx.connection, made, mark)


def ready(plan: Plan) -> Ready:
    """备好 - Return what is written when an import comes into force; long work, without a transaction."""
    return Ready(answer=as_bytes(plan.answer(applied=True)), entry=plan.entry())


def carry_out(tx: Transaction, asker: Asker, order: Order, made: Ready, mark: str) -> bytes:
    """生效 - Put a file into the round at once, and return how it fared.

    Raises: Overtaken, when more evaluations than a few were saved since they were worked out; Conflict; Forbidden.
    """
    bureau.managed(asker)
    uploads.settle(tx.connection, mark)
    left = _left(tx, order, mark)
    if left and len(left) <= _FEW:
        evaluations.supersede(tx.connection, order.work_out(left), mark)
        left = _left(tx, order, mark)
    if left:
        raise Overtaken(left)
    uploads.publish(tx.connection, mark)
    tx.record(asker.person, asker.address, f"import.{order.kind}", f"rounds/{order.round}", made.entry)
    return made.answer


def _left(tx: Transaction, order: Order, mark: str) -> Sequence[str]:
    """Return the evaluations that are not ready; counting those that are costs less than naming them."""
    if evaluations.count_superseded(tx.connection, mark) == len(order.waiting):
        return ()
    return sorted(order.waiting - evaluations.superseded(tx.connection, mark))


def abandoned(tx: Transaction, _: Asker, round_id: str) -> str | None:
    """中断的导入 - Return the mark of an import into a round that broke off, None where there is none."""
    other = uploads.under_way(tx.connection, round_id)
    return other.id if other is not None and other.at < moved(tx.at, minutes=-_PATIENCE) else None


def sweep(tx: Transaction, _: Asker, mark: str) -> bool:
    """清除 - Take away a portion of what an import left behind or replaced; tell whether there is more."""
    return uploads.sweep(tx.connection, mark, PORTION)
