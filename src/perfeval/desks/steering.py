"""批次工作台 - What people look at when they steer a round: the round itself, how it fills up, its list, whom to remind."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from perfeval import sheets
from perfeval.accounts import Asker, date_of
from perfeval.checks import CODES
from perfeval.desks import actions, bureau, filing, home, progress, timeline, views
from perfeval.desks.assessing import LOCKED_ERROR, UNAPPROVED
from perfeval.desks.filing import Asked
from perfeval.desks.meant import Meant
from perfeval.evaluation import Kind
from perfeval.sheets import Column, Shown
from perfeval.store import Transaction, evaluations, rounds
from perfeval.store.rounds import RoundRow, RoundUnitRow
from perfeval.store.scope import Slice
from perfeval.workflow import State

Json = dict[str, object]
FINDINGS = {code.code: code.title for code in CODES} | {UNAPPROVED: "有自拟指标行", LOCKED_ERROR: "待财政改正的错误"}
"""可筛选的提示 - The codes by which the list is narrowed, as people call them."""
_FEW = 60
MOST_ROWS = 20_000
"""上限 - How many rows the list has as a workbook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """批次抬头 - Hold a round with what its pages need to know of it: whether it has begun, the days left, what the asker may do."""

    round: RoundRow
    begun: bool
    days_left: int
    keeps: bool
    tells: bool

    @property
    def finance(self) -> bool:
        """设财政审核 - Tell whether the round has the finance check."""
        return State.FINANCE_CHECK in json.loads(self.round.steps)

    @property
    def steps(self) -> list[str]:
        """审核环节 - Return the names of the checks, in their order."""
        return [State(step).label for step in json.loads(self.round.steps)]

    @property
    def sets(self) -> list[tuple[str, str, str]]:
        """所用体系 - Return what each set is for, its id and its version."""
        pinned = json.loads(self.round.sets)
        return [(Kind(name).label if name in set(Kind) else name, own["id"], own["version"]) for name, own in pinned.items()]

    @property
    def text_rules(self) -> str:
        """文字规则 - Return id and version of the rules by which texts are checked."""
        pinned = json.loads(self.round.text_rules)
        return f"{pinned['id']}@{pinned['version']}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """进度板 - Hold a round's head, its figures, and how it filled up day by day.

    units: those that are shown one by one: of the chosen department, or all where they are few.
    """

    head: Head
    figures: Json
    days: Json
    department: RoundUnitRow | None
    units: Sequence[Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """清单页 - Hold a page of a round's evaluations with what it can be narrowed by, and the views somebody keeps."""

    head: Head
    items: Sequence[Json]
    total: int
    units: Sequence[RoundUnitRow]
    grades: Sequence[str]
    views: Sequence[Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """催报页 - Hold a round's head with a page of the units that owe something."""

    head: Head
    items: Sequence[Json]
    total: int


def head(tx: Transaction, asker: Asker, round_id: str) -> Head:
    """批次抬头 - Return what a round's pages need to know of it.

    Raises: Forbidden; NotFound.
    """
    found = bureau.load(tx, round_id, bureau.seen(asker))
    keeps, tells = bool(asker.scope(bureau.KEEPERS)), bool(asker.scope(progress.TELLERS))
    left = home.days_left(tx.at, found.deadline)
    return Head(round=found, begun=found.opening <= tx.at, days_left=left, keeps=keeps, tells=tells)


def board(tx: Transaction, asker: Asker, round_id: str, department: str = "") -> Board:
    """进度板 - Return how far a round has come, and how it came there; of a department unit by unit."""
    figures, units = progress.counted(tx, asker, round_id)
    members = {each.unit: each for each in rounds.units(tx.connection, round_id, bureau.seen(asker))}
    chosen = members.get(department)
    below = [each for each in units if chosen is not None and members[str(each["unit"])].path.startswith(chosen.path)]
    return Board(
        head=head(tx, asker, round_id),
        figures=figures,
        days=timeline.by_day(tx, asker, round_id),
        department=chosen,
        units=below if chosen else units if len(units) <= _FEW else [],
    )


def listing(tx: Transaction, asker: Asker, round_id: str, asked: Asked, part: Slice) -> Listing:
    """清单页 - Return a page of the evaluations of a round."""
    own = head(tx, asker, round_id)
    items, total = filing.listed(tx, asker, round_id, asked, part)
    return Listing(
        head=own,
        items=items,
        total=total,
        units=rounds.units(tx.connection, round_id, bureau.seen(asker)),
        grades=_grades(own.round),
        views=views.listed(tx, asker),
    )


def sheet(tx: Transaction, asker: Asker, round_id: str, asked: Asked) -> bytes:
    """清单表 - Return the evaluations that a list is narrowed to, as a workbook."""
    own = head(tx, asker, round_id)
    items, total = filing.listed(tx, asker, round_id, asked, Slice(size=MOST_ROWS))
    rows = [_line(each) for each in items]
    note = f"截至{date_of(tx.at)}，{total}份" + (f"，只列出前{MOST_ROWS}份" if total > MOST_ROWS else "")
    return sheets.write_table(f"{own.round.title}自评清单", _COLUMNS, rows, note=note)


def owing(tx: Transaction, asker: Asker, round_id: str, part: Slice) -> Owing:
    """催报页 - Return a page of the units that owe something."""
    items, total = progress.owing(tx, asker, round_id, part)
    return Owing(head=head(tx, asker, round_id), items=items, total=total)


def approve(tx: Transaction, asker: Asker, round_id: str, wanted: Sequence[Meant]) -> Sequence[Json]:
    """成批通过 - Approve many evaluations at the finance check, and return what came of each, by its title."""
    done = actions.approved(tx, asker, round_id, wanted)
    titles = evaluations.titles(tx.connection, [each.id for each in wanted], bureau.seen(asker))
    return [{**each, "title": titles.get(str(each["id"]), "—")} for each in done]


def _grades(found: RoundRow) -> Sequence[str]:
    """Return the grades of the round's sets, each once."""
    bands = [band.name for rules in bureau.sets_of(found).values() for band in rules.grades]
    return tuple(dict.fromkeys(bands))


_COLUMNS = (
    Column(title="单位", width=26),
    Column(title="项目", width=36),
    Column(title="状态", width=14),
    Column(title="系统测算得分", width=12),
    Column(title="等级", width=8),
    Column(title="错误", width=8, holds="count"),
    Column(title="未说明的警告", width=10, holds="count"),
    Column(title="首次送审", width=20),
    Column(title="报送情况", width=12),
    Column(title="免评或并入原因", width=30),
    Column(title="审定得分", width=10),
    Column(title="审定等级", width=10),
    Column(title="审定来源", width=10),
)


def _line(item: Json) -> Sequence[Shown]:
    """Return one evaluation as a line of the workbook."""
    words = [str(item[name] or "") for name in ("unit_name", "title", "state_title", "total", "grade")]
    counts = [int(str(item[name])) for name in ("errors", "warnings")]
    filed = date_of(str(item["filed"])) if item["filed"] else ""
    marks = [name for mark, name in (("late", "逾期报送"), ("returned", "退回待改")) if item[mark]]
    return (*words, *counts, filed, "、".join(marks), str(item["exempt_why"] or ""), *_final(item["final"]))


def _final(final: object) -> Sequence[Shown]:
    """Return the final total and grade with their source, blanks where there are none."""
    told = final if isinstance(final, dict) else {}
    return tuple(str(told.get(name) or "") for name in ("total", "grade", "source_title"))
