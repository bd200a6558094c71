"""进度 - How far a round has come, counted by the database; who is to be reminded, whom to call, and who was told."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, Connection, Float, Integer, Numeric, Select, and_, case, cast, func, insert, literal, select
from sqlalchemy.dialects.postgresql import JSONB

from perfeval.store.deadlines import due, returned
from perfeval.store.scope import in_force, within
from perfeval.store.tables import evaluations, grants, people, projects, reminders, round_units, rounds

_DRAFTS = ("not_started", "filling")
_CHECKS = ("unit_check", "department_check", "finance_check")
_FILLER = "filler"
_UNAPPROVED, _LOCKED_ERROR = "target-unapproved", "locked-error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """进度数 - Hold the counts of one unit, or of several added up; money in 分.

    evaluations, and those by state: every form that is to be filed, parts included. projects, covered: every project once, and those that
    are filed, merged or exempt. filed: in the checks or through. late: filed late. overdue: not filed and past the unit's deadline.
    unapproved: forms with rows that no approval stands behind. for_bureau: forms with errors that only the bureau can mend.
    """

    evaluations: int = 0
    not_started: int = 0
    filling: int = 0
    unit_check: int = 0
    department_check: int = 0
    finance_check: int = 0
    final: int = 0
    exempt: int = 0
    merged: int = 0
    filed: int = 0
    late: int = 0
    overdue: int = 0
    returned: int = 0
    projects: int = 0
    covered: int = 0
    budget: int = 0
    covered_budget: int = 0
    without_targets: int = 0
    unapproved: int = 0
    for_bureau: int = 0

    def by_name(self) -> dict[str, int]:
        """各数 - Return every figure by its name."""
        return {name: getattr(self, name) for name in Figures.__dataclass_fields__}

    def __add__(self, other: "Figures") -> "Figures":
        """相加 - Return both together."""
        return Figures(**{name: own + getattr(other, name) for name, own in self.by_name().items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """未报的自评 - Hold a form that is not filed, or waits for a check, and whether it was sent back."""

    unit: str
    path: str
    title: str
    state: str
    returned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRow:
    """催报记录 - Hold that somebody was told what is missing, how and by whom."""

    id: str
    round: str
    unit: str
    missing: str
    how: str
    person: str
    at: str


def figures(connection: Connection, round_id: str, scope: Sequence[str], at: str) -> dict[str, Figures]:
    """各单位进度 - Return the figures of every unit of a round inside the scope that has anything to file."""
    row = evaluations.c
    budget = _budget(connection)
    whole = row.part_of.is_(None)
    covered = and_(whole, row.state.not_in(_DRAFTS))
    counts = {
        "evaluations": literal(value=True),
        **{state: row.state == state for state in (*_DRAFTS, *_CHECKS, "final")},
        "exempt": and_(row.state == "exempt", row.merged_into.is_(None)),
        "merged": and_(row.state == "exempt", row.merged_into.is_not(None)),
        "filed": row.state.in_((*_CHECKS, "final")),
        "late": row.late,
        "overdue": and_(row.state.in_(_DRAFTS), at > due()),
        "returned": returned(),
        "projects": whole,
        "covered": covered,
        "without_targets": and_(whole, projects.c.targets.is_(None)),
        "unapproved": row.codes.contains(f" {_UNAPPROVED} ", autoescape=True),
        "for_bureau": row.codes.contains(f" {_LOCKED_ERROR} ", autoescape=True),
    }
    columns = [func.sum(case((condition, 1), else_=0)).label(name) for name, condition in counts.items()]
    columns += [
        func.sum(case((whole, budget), else_=0)).label("budget"),
        func.sum(case((covered, budget), else_=0)).label("covered_budget"),
    ]
    asked = _of_round(select(row.unit, *columns), round_id, scope).group_by(row.unit)
    found = connection.execute(asked).mappings()
    return {each["unit"]: Figures(**{name: int(each[name] or 0) for name in Figures.__dataclass_fields__}) for each in found}


def missing(connection: Connection, round_id: str, scope: Sequence[str]) -> tuple[Missing, ...]:
    """未报清单 - Return every form of a round inside the scope that is not filed or waits for a check, by unit and title."""
    row = evaluations.c
    columns = (row.unit, row.path, row.title, row.state, returned().label("returned"))
    asked = _of_round(select(*columns), round_id, scope).where(row.state.in_((*_DRAFTS, "unit_check", "department_check")))
    return tuple(
        Missing(unit=each.unit, path=each.path, title=each.title, state=each.state, returned=bool(each.returned))
        for each in connection.execute(asked.order_by(row.path, row.title, row.id))
    )


def contacts(connection: Connection, round_id: str, scope: Sequence[str]) -> dict[str, tuple[str, str | None]]:
    """联系人 - Return name and phone of somebody who fills in for each unit of a round, for those the round itself knows nobody of."""
    asked = (
        select(grants.c.unit, people.c.name, people.c.phone)
        .join(people, people.c.id == grants.c.person)
        .join(round_units, and_(round_units.c.unit == grants.c.unit, round_units.c.round == round_id))
        .where(grants.c.role == _FILLER, people.c.disabled.is_(False), within(round_units.c.path, scope))
        .order_by(grants.c.unit, people.c.phone.is_(None), people.c.login)
    )
    found: dict[str, tuple[str, str | None]] = {}
    for each in connection.execute(asked):
        found.setdefault(each.unit, (each.name, each.phone))
    return found


def add_reminders(connection: Connection, rows: Iterable[ReminderRow]) -> None:
    """登记催报 - Insert that units were told."""
    if values := [asdict(row) for row in rows]:
        connection.execute(insert(reminders), values)


def reminded(connection: Connection, round_id: str, scope: Sequence[str]) -> tuple[tuple[ReminderRow, str], ...]:
    """催报记录 - Return every reminder given in a round to units inside the scope, the last one first, each with who gave it."""
    here = and_(round_units.c.round == reminders.c.round, round_units.c.unit == reminders.c.unit)
    asked = select(reminders, people.c.name.label("teller")).join(round_units, here).outerjoin(people, people.c.id == reminders.c.person)
    mine = asked.where(reminders.c.round == round_id, within(round_units.c.path, scope)).order_by(reminders.c.at.desc(), reminders.c.id)
    rows = [dict(row._mapping) for row in connection.execute(mine)]  # noqa: SLF001 - rows as mappings have no public name
    return tuple((ReminderRow(**{key: row[key] for key in ReminderRow.__dataclass_fields__}), row["teller"] or "") for row in rows)


def _of_round(asked: "Select[tuple[object, ...]]", round_id: str, scope: Sequence[str]) -> "Select[tuple[object, ...]]":
    """Return a question about the evaluations of a round, with the round, the unit in it and the project beside each."""
    row = evaluations.c
    here = and_(round_units.c.round == row.round, round_units.c.unit == row.unit)
    joined = asked.select_from(evaluations).join(rounds, rounds.c.id == row.round).outerjoin(round_units, here)
    its_own = and_(projects.c.id == row.project, in_force(projects))
    return joined.outerjoin(projects, its_own).where(row.round == round_id, within(row.path, scope))


def _budget(connection: Connection) -> ColumnElement[int]:
    """Return the budget of a project in 分: the adjusted one of its total row, which stands first, else the original."""
    if connection.dialect.name == "postgresql":
        whole = cast(projects.c.funds, JSONB)[0]
        yuan = func.coalesce(whole["adjusted"].astext, whole["original"].astext, "0")
        return cast(func.round(cast(yuan, Numeric) * 100), Numeric)
    yuan = func.coalesce(*(func.json_extract(projects.c.funds, f"$[0].{column}") for column in ("adjusted", "original")), "0")
    return cast(func.round(cast(yuan, Float) * 100), Integer)
