"""校验对象 - One form with its set and its scorecard, sorted once so that a check only looks at rows that concern it."""

from dataclasses import dataclass

from perfeval.checks.finding import Raised
from perfeval.checks.guide import Guide, Level, guide_to
from perfeval.evaluation import Evaluation, FundSource
from perfeval.indicators import IndicatorSet
from perfeval.quantities import Fraction, plain
from perfeval.scoring import Row, RowScore, Scorecard

COLUMNS = {"original": "年初预算数", "adjusted": "全年预算数", "received": "到位数", "spent": "全年执行数"}
"""金额列名 - The four columns of the money table as forms print them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """校验对象 - Hold set, form and scorecard, and the rows that have something about them.

    faulty: a cell is missing or was not read; losing: fewer points than weight; differing: claimed ≠ computed;
    pointless: weight but no points; excluded: not applicable; measured: an actual value that was read.
    """

    rules: IndicatorSet
    evaluation: Evaluation
    card: Scorecard
    guide: Guide
    levels: tuple[Level, ...]
    faulty: tuple[RowScore, ...]
    losing: tuple[RowScore, ...]
    differing: tuple[RowScore, ...]
    pointless: tuple[RowScore, ...]
    excluded: tuple[RowScore, ...]
    measured: tuple[RowScore, ...]
    total_at: int | None
    money_reason: str | None

    def total_cell(self, column: str) -> str:
        """总额行单元格 - Return the place of a cell of the total row, the money row as such where there is none."""
        return "execution" if self.total_at is None else f"funds[{self.total_at}].{column}"

    def money_title(self, where: str) -> str:
        """金额名称 - Return how people call the cell of an amount: its row and its column."""
        row, _, column = where.partition(".")
        table, _, at = row.removesuffix("]").partition("[")
        written = self.evaluation.funds[int(at)].source if table == "funds" else self.evaluation.spending[int(at)].kind
        return f"“{written.label}”的{COLUMNS[column]}"

    def amount(self, column: str) -> str:
        """显示金额 - Return the total of a column with its unit, as people read it."""
        return f"{shown(self.card.funds.total[column])}{self.evaluation.money_unit.value}"

    def appended(self, row: Row) -> bool:
        """未填的必填指标 - Tell whether the row is a required indicator that the form lacks."""
        return row.at >= len(self.evaluation.indicators)


def make_case(rules: IndicatorSet, evaluation: Evaluation, card: Scorecard) -> Case:
    """备好 - Return the form with its rows sorted by what checks ask of them."""
    guide = guide_to(rules)
    level = guide.level
    faulty, losing, differing, pointless, excluded, measured = _sorted(card.rows)
    total_at = next((at for at, row in enumerate(evaluation.funds) if row.source is FundSource.TOTAL), None)
    total_reason = None if total_at is None else evaluation.funds[total_at].reason
    return Case(
        rules=rules,
        evaluation=evaluation,
        card=card,
        guide=guide,
        levels=tuple([level(score.row.category, score.row.aspect) for score in card.rows]),
        faulty=faulty,
        losing=losing,
        differing=differing,
        pointless=pointless,
        excluded=excluded,
        measured=measured,
        total_at=total_at,
        money_reason=evaluation.execution.reason or total_reason,
    )


def _sorted(rows: tuple[RowScore, ...]) -> tuple[tuple[RowScore, ...], ...]:
    """Return the rows that are faulty, losing, differing, pointless, excluded and measured, in one look at each."""
    faulty, losing, differing, pointless, excluded, measured = (list[RowScore]() for _ in range(6))
    for score in rows:
        row = score.row
        if row.faults:
            faulty.append(score)
        if row.written.not_applicable:
            excluded.append(score)
            continue
        if row.measure is not None:
            measured.append(score)
        if row.weight is None:
            continue
        if score.points is None:
            pointless.append(score)
        elif score.points < row.weight:
            losing.append(score)
        if score.claimed is not None and score.computed is not None and score.claimed != score.computed:
            differing.append(score)
    return tuple(faulty), tuple(losing), tuple(differing), tuple(pointless), tuple(excluded), tuple(measured)


def named(row: Row) -> str:
    """行称 - Return how a message names a row: its number and its name."""
    return f"第{row.number}行“{row.name}”" if row.name else f"第{row.number}行"


def about(row: Row, code: str, message: str, suggestion: str) -> Raised:
    """行内疑点 - Return what was found about a row, at its place; the message begins with the row's name."""
    return Raised(code=code, where=row.where, row=row.written.id, message=f"{named(row)}{message}", suggestion=suggestion)


def unread(row: Row, cell: str) -> bool:
    """未读出 - Tell whether something stands in a cell of a row that could not be read."""
    return any(fault.cell == cell and fault.code == "value-unreadable" for fault in row.faults)


def found_at(where: str, code: str, message: str, suggestion: str) -> Raised:
    """表内疑点 - Return what was found at a place that is not a row."""
    return Raised(code=code, where=where, message=message, suggestion=suggestion)


def shown(amount: Fraction | None) -> str:
    """显示数值 - Return an amount as a decimal number, — where there is none."""
    return "—" if amount is None else plain(amount)
