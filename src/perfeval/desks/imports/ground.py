"""对照 - What an import is checked against: the round, its units and sets, the projects and evaluations that are there already."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from perfeval.accounts import Asker
from perfeval.desks import bureau, round_rules
from perfeval.desks.imports.columns import Problems, Record, Wanted
from perfeval.indicators import IndicatorSet
from perfeval.store import Transaction, projects, rounds, units
from perfeval.store.projects import Filing, ProjectRow
from perfeval.store.rounds import RoundRow, RoundUnitRow


@dataclass(frozen=True, kw_only=True)
class Ground:
    """对照 - Hold what is there before an import."""

    round: RoundRow
    members: Mapping[str, RoundUnitRow]
    codes: Mapping[str, str]
    projects: Mapping[str, ProjectRow]
    filings: Mapping[str, tuple[Filing, ...]]
    sets: Mapping[str, IndicatorSet]

    @cached_property
    def by_name(self) -> dict[str, tuple[RoundUnitRow, ...]]:
        """按名称 - Return the units of the round by their names, which two may share."""
        found: dict[str, tuple[RoundUnitRow, ...]] = {}
        for each in self.members.values():
            found[each.name] = (*found.get(each.name, ()), each)
        return found

    def above(self, unit: RoundUnitRow) -> list[RoundUnitRow]:
        """上级链 - Return the units from the top down to this one."""
        return [self.members[part] for part in unit.path.split("/") if part in self.members]

    def department(self, unit: RoundUnitRow) -> RoundUnitRow | None:
        """主管部门 - Return the department that a unit belongs to, itself where it is one, None where there is none."""
        return next((each for each in reversed(self.above(unit)) if each.kind == "department"), None)

    def rules(self, name: str) -> IndicatorSet | None:
        """所用体系 - Return the round's set for a kind, under a name, or with an id; None where it has none."""
        wanted = name.partition("@")[0]
        return self.sets.get(name) or next((each for each in self.sets.values() if each.id == wanted), None)

    def unit(self, record: Record, column: Wanted, code: str, problems: Problems) -> RoundUnitRow | None:
        """按编码取单位 - Return the unit of the round with a code, None where there is none, which is noted."""
        found = self.codes.get(code)
        if found is None:
            problems.wrong(record.row, column.title, f"没有编码为“{code}”的单位", "请核对编码，或先导入这个单位")
            return None
        if found not in self.members:
            problems.wrong(record.row, column.title, f"编码为“{code}”的单位不在本批次中", "请先把它加入批次")
            return None
        return self.members[found]


def ground(tx: Transaction, asker: Asker, round_id: str) -> Ground:
    """取对照 - Return what is there in a round, for somebody who may import into it.

    Raises: Forbidden; NotFound; Conflict `not-allowed`, once the round is closed.
    """
    scope = bureau.managed(asker)
    found = bureau.load(tx, round_id, scope)
    round_rules.prove_open(found.closed)
    return Ground(
        round=found,
        members={each.unit: each for each in rounds.units(tx.connection, round_id, scope)},
        codes={code: each.id for code, each in units.by_code(tx.connection, scope).items()},
        projects=projects.by_code(tx.connection, round_id, scope),
        filings=projects.filings(tx.connection, round_id, scope),
        sets=bureau.sets_of(found),
    )
