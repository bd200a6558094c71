"""筹备工作台 - What somebody must choose from to set up a round: units, sets and templates; and a round that is there, to be changed."""

from dataclasses import dataclass

from perfeval.accounts import Asker
from perfeval.checks import TEXT_CODES
from perfeval.desks import bureau, fitting, steering, steward
from perfeval.desks.steering import Head
from perfeval.desks.steward import Entry, Listed
from perfeval.evaluation import FILED
from perfeval.store import Transaction, projects, rounds, units
from perfeval.store.rounds import RoundUnitRow
from perfeval.store.units import UnitRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """现有批次 - Hold a round that is to be changed: its units, how many projects it has, and what can no longer change."""

    head: Head
    units: tuple[RoundUnitRow, ...]
    projects: int
    begun: bool
    filed: bool


def units_to_choose(tx: Transaction, asker: Asker) -> tuple[UnitRow, ...]:
    """可选单位 - Return the units that a round may be made for, those above before those below.

    Raises: Forbidden.
    """
    return tuple(sorted(units.by_code(tx.connection, bureau.managed(asker)).values(), key=lambda each: each.path))


def present(tx: Transaction, asker: Asker, round_id: str) -> Present:
    """现有批次 - Return a round that is to be changed.

    Raises: Forbidden; NotFound.
    """
    scope = bureau.managed(asker)
    bureau.load(tx, round_id, scope)
    return Present(
        head=steering.head(tx, asker, round_id),
        units=rounds.units(tx.connection, round_id, scope),
        projects=projects.count(tx.connection, round_id),
        begun=bool(rounds.busy_units(tx.connection, round_id, scope)),
        filed=bureau.is_filed(tx, round_id, scope),
    )


def sets_for(year: int) -> dict[str, tuple[Listed, ...]]:
    """可用体系 - Return for each kind of evaluation the sets that are for it and for a year."""
    there = [each for each in steward.listed() if each.first <= year <= (each.last or year)]
    return {kind.value: tuple(each for each in there if kind.value in each.kinds) for kind in FILED}


def text_checks() -> dict[str, str]:
    """文字校验 - Return the codes of what is looked for in texts, which a round can do without, each with its title."""
    return {each.code: each.title for each in TEXT_CODES}


def templates_for(year: int, chosen: dict[str, str]) -> dict[str, tuple[Entry, ...]]:
    """可用模板 - Return for each kind that has a set the templates that are for it and for a year, the set's own place first."""
    return {kind: fitting.meant_for(kind, year, reference) for kind, reference in chosen.items() if kind in FILED}
