"""填报表工作台 - One evaluation as a clerk has it on the table: every part of the form in its order, what may be written, what is locked.

The same facts as `filing` hands to programs, laid out as the paper lays them out: rows with merged level-1 and level-2 parts, the money
table by source, the sections of narrative that the templates of the round ask for, what was found at its cell. Nothing here decides.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfeval import reports
from perfeval.accounts import Asker
from perfeval.desks import document, filing, history, lookup, standing
from perfeval.desks.assessing import Assessed, read_form
from perfeval.desks.changes import Lock, read_locks
from perfeval.desks.hints import Hint, hints
from perfeval.desks.history import LastYear
from perfeval.desks.lines import MISSING, Line, Part, lines
from perfeval.desks.standing import Standing
from perfeval.evaluation import FundSource, Kind, SpendingKind
from perfeval.evaluation.captions import TEXTS
from perfeval.evaluation.funds import wholes
from perfeval.evaluation.model import COLUMNS
from perfeval.indicators import Severity
from perfeval.quantities import Points, percent, plain, plain_points, show_points
from perfeval.store import Transaction, adjustments, evidence, notes
from perfeval.store.notes import Signed
from perfeval.store.scope import Slice
from perfeval.workflow import Action

_USUAL = (FundSource.TOTAL, FundSource.FISCAL, FundSource.CARRYOVER, FundSource.OTHER)
_INSIDE = {FundSource.TOTAL: 0, FundSource.FISCAL: 1, FundSource.CARRYOVER: 1}
_MOST_NOTES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyLine:
    """资金行 - Hold a row of a money table: the name of its cells, what it is called, how deep it stands."""

    name: str
    title: str
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """叙述章节 - Name a section of narrative that the templates ask for, with its limit in characters."""

    cell: str
    title: str
    limit: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """系统测算 - Hold what the form comes to: total, grade, execution rate, points of the money row, sums of the parts."""

    total: str
    grade: str
    complete: bool
    rate: str
    denominator: str
    execution_weight: str
    execution_computed: str
    execution_points: str
    whole_weight: str
    categories: tuple[tuple[str, str, str], ...]
    money: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """填报表 - Hold everything that the page of a form shows."""

    id: str
    version: int
    state: str
    returned: bool
    title: str
    unit: str
    round_id: str
    round: str
    year: int
    kind: str
    rules: str
    set_id: str
    opens: str
    due: str
    closes: str
    open: bool
    may_fill: bool
    shut: tuple[str, ...]
    scored: bool
    apart: bool
    department: bool
    texts: Mapping[str, str]
    locks: Mapping[str, Lock]
    changed: Mapping[str, str]
    funds: tuple[MoneyLine, ...]
    more_sources: tuple[tuple[str, str], ...]
    spending: tuple[MoneyLine, ...]
    finishing: bool
    lines: tuple[Line, ...]
    payout: tuple[Part, ...]
    grades: tuple[tuple[str, str], ...]
    veto: tuple[tuple[str, str], ...]
    vetoes: int
    categories: tuple[str, ...]
    aspects: tuple[str, ...]
    methods: tuple[str, ...]
    sections: tuple[Section, ...]
    limits: Mapping[str, int]
    figures: Mapping[str, str]
    sums: Sums
    hints: tuple[Hint, ...]
    notes: tuple[Signed, ...]
    proofs: Mapping[str, int]
    confirmed: Mapping[str, str]
    owners_confirm: bool
    options: tuple[Mapping[str, object], ...]
    templates: tuple[tuple[str, str], ...]
    past: LastYear | None

    @property
    def marks(self) -> dict[str, list[Hint]]:
        """各格的提示 - Return what was found by the cell that it is about."""
        found: dict[str, list[Hint]] = {}
        for each in self.hints:
            found.setdefault(each.cell, []).append(each)
        return found

    @property
    def open_hints(self) -> tuple[Hint, ...]:
        """未了事项 - Return what must be done before the form can be submitted."""
        return tuple(each for each in self.hints if each.is_open)

    def of_row(self, row: str) -> tuple[Hint, ...]:
        """此行的提示 - Return what was found about a row."""
        return tuple(each for each in self.hints if each.row == row)

    def thread(self, row: str | None) -> tuple[Signed, ...]:
        """此行的批注 - Return what was said about a row, or about the whole form, answers behind what they answer."""
        mine = [each for each in self.notes if each.note.row == row and each.note.answers is None]
        return tuple(said for each in mine for said in (each, *(one for one in self.notes if one.note.answers == each.note.id)))


def sheet(tx: Transaction, asker: Asker, evaluation_id: str) -> Sheet:
    """填报表 - Return the form of an evaluation as it stands.

    Raises: NotFound; Forbidden, for those outside the unit before it is submitted.
    """
    return laid_out(standing.find(tx, asker, evaluation_id))


def laid_out(found: Standing) -> Sheet:
    """摆开 - Return the form of an evaluation that was found already.

    Raises: Forbidden, for those outside the unit before it is submitted.
    """
    judged = standing.assessed(filing.shown(found))
    row, window, rules = found.row, found.window, judged.rules
    locks = read_locks(row.locked)
    changes = adjustments.every(found.tx.connection, row.id)
    manifests = _manifests(found, judged.form.kind.value)
    shut = _shut(found)
    return Sheet(
        id=row.id,
        version=row.version,
        state=row.state,
        returned=standing.was_returned(found),
        title=row.title,
        unit=found.unit.name if found.unit else "",
        round_id=row.round,
        round=found.round.title,
        year=found.round.year,
        kind=judged.form.kind.label,
        rules=rules.title,
        set_id=rules.id,
        opens=window.opens,
        due=window.due,
        closes=window.closes,
        open=window.is_open(found.tx.at),
        may_fill=not shut,
        shut=shut,
        scored=rules.scored,
        apart=rules.severities.get("measures-missing") is not Severity.OFF,
        department=judged.form.kind is Kind.DEPARTMENT,
        texts=document.written(row.document),
        locks=locks,
        changed={each.cell: f"{each.old or '空'}→{each.new or '空'}（{each.document_number}）" for each in changes},
        funds=_funds(judged),
        more_sources=tuple((each.value, each.label) for each in FundSource if each.value not in {line.name for line in _funds(judged)}),
        spending=tuple(MoneyLine(name=each.value, title=each.label, depth=0) for each in SpendingKind)
        if judged.form.kind is Kind.DEPARTMENT or judged.form.spending
        else (),
        finishing=rules.execution.finished_is_full,
        lines=lines(judged, locks),
        payout=_payout(judged),
        grades=tuple((band.name, band.name) for band in rules.grades),
        veto=tuple((each, each) for each in rules.veto.items) if rules.veto else (),
        vetoes=len(judged.form.veto),
        categories=tuple(each.name for each in rules.categories),
        aspects=tuple(dict.fromkeys(aspect.name for each in rules.categories for aspect in each.aspects)),
        methods=rules.row_methods,
        sections=_sections(manifests, judged),
        limits={cell: limit for manifest in manifests for cell, limit in manifest.limits.items()},
        figures=reports.figures(_case(judged), reports.money_facts(_case(judged))),
        sums=_sums(judged),
        hints=hints(judged),
        notes=notes.page(found.tx.connection, row.id, Slice(skip=0, size=_MOST_NOTES))[0],
        proofs=_proofs(found),
        confirmed={each: str(who["name"]) for each, who in json.loads(row.confirmed).items()},
        owners_confirm=found.round.owners_confirm,
        options=tuple(standing.options(found)),
        templates=_templates(found, judged.form.kind.value),
        past=history.beside(found.history, row),
    )


def text_titles(found: Standing) -> dict[str, str]:
    """叙述文字名称 - Return what the texts of a form are called: first those that the templates of the round ask for, then the usual."""
    judged = standing.assessed(found)
    asked = _sections(_manifests(found, judged.form.kind.value), judged)
    return {each.cell.removeprefix("narrative."): each.title for each in asked} | {
        key: title for key, title in TEXTS.items() if f"narrative.{key}" not in {each.cell for each in asked}
    }


def lacking(found: Standing) -> dict[str, str]:
    """体系补行 - Return by id the rows that the set requires and the form does not have yet, each with its key."""
    if not any(each.required for each in standing.rules_of(found, read_form(found.row.document).set_id).indicators):
        return {}
    judged = standing.assessed(found)
    return {score.row.written.id: score.row.written.key or "" for score in judged.card.rows[len(judged.form.indicators) :]}


def _case(judged: Assessed) -> reports.Case:
    return reports.Case(rules=judged.rules, evaluation=judged.form, card=judged.card, findings=judged.findings)


def _shut(found: Standing) -> tuple[str, ...]:
    """Return why nothing can be written now, nothing where it can."""
    saves = [each for each in found.process if each.action == Action.SAVE]
    here = [each for each in saves if each.source == found.row.state]
    if not here:
        return ("这份自评已经送审，不能再改；要改请先撤回，或请审核人退回",)
    if not any(set(each.roles) & found.roles for each in here):
        return ("您的角色只能查看这份自评",)
    wrong = standing.failing(found, here)
    return tuple(sentence for guard in here[0].needs if guard.name in wrong for sentence in (tuple(wrong[guard.name]) or (guard.says,)))


def _manifests(found: Standing, kind: str) -> tuple[reports.Manifest, ...]:
    """Return what the templates of the round for this kind of evaluation say."""
    return tuple(reports.read_manifest_once(lookup.template(each[0]).manifest) for each in _templates(found, kind))


def _templates(found: Standing, kind: str) -> tuple[tuple[str, str], ...]:
    """Return the templates of the round for this kind of evaluation, each with its title."""
    named = json.loads(found.round.templates).get(kind, ())
    return tuple((each, lookup.template(each).title) for each in named)


def _sections(manifests: Sequence[reports.Manifest], judged: Assessed) -> tuple[Section, ...]:
    """Return the sections of narrative that the templates ask for, and behind them those that hold something all the same."""
    titles = {key: title for manifest in reversed(manifests) for key, title in manifest.narrative.items()}
    limits = {key: limit for manifest in reversed(manifests) for key, limit in manifest.limits.items()}
    order = dict.fromkeys([*(key for manifest in manifests for key in manifest.narrative), *judged.form.narrative])
    return tuple(Section(cell=f"narrative.{key}", title=titles.get(key) or TEXTS.get(key, key), limit=limits.get(key)) for key in order)


def _funds(judged: Assessed) -> tuple[MoneyLine, ...]:
    """Return the rows of the money table: those of the official form, and whatever else is written."""
    there = {row.source for row in judged.form.funds}
    shown = [each for each in FundSource if each in there or each in _USUAL]
    return tuple(MoneyLine(name=each.value, title=each.label, depth=_INSIDE.get(each, 1 if each in _USUAL else 2)) for each in shown)


def _payout(judged: Assessed) -> tuple[Part, ...]:
    """Return the numbers that a payout rule asks for."""
    rule = judged.rules.payout
    names = () if rule is None else (rule.input, *((rule.choice.input,) if rule.choice else ()))
    return tuple(Part(cell=f"payout.{name}", title=name) for name in names)


def _sums(judged: Assessed) -> Sums:
    card, execution = judged.card, judged.card.execution
    return Sums(
        total=_shown(card.total),
        grade=card.grade or MISSING,
        complete=card.complete,
        rate=MISSING if execution.rate is None else percent(execution.rate),
        denominator=execution.denominator.label,
        execution_weight=MISSING if execution.weight is None else plain_points(execution.weight),
        execution_computed=_shown(execution.computed),
        execution_points=_shown(execution.points),
        whole_weight=plain_points(card.whole_weight),
        categories=tuple(
            (
                each.name,
                MISSING if each.points is None else show_points(each.points),
                MISSING if each.weight is None else plain_points(each.weight),
            )
            for each in card.categories
        ),
        money=tuple(_money_sums(judged)),
    )


def _shown(points: Points | None) -> str:
    return MISSING if points is None else show_points(points)


def _money_sums(judged: Assessed) -> Iterator[str]:
    """Yield for every whole of the money table what its parts add up to where that is another amount, exactly."""
    titles = dict(zip(COLUMNS, ("年初预算数", "全年预算数", "到位数", "全年执行数"), strict=True))
    for whole in wholes(judged.form, judged.card.funds):
        for column in COLUMNS:
            parts = [amount for part in whole.parts if (amount := part[column]) is not None]
            amount = whole.amounts[column]
            if parts and amount is not None and sum(parts) != amount:
                yield f"{whole.title}的{titles[column]}写的是 {plain(amount)}，分项合计是 {plain(sum(parts[1:], parts[0]))}"


def _proofs(found: Standing) -> dict[str, int]:
    """Return how many proofs each row has; those of the whole form stand under nothing."""
    counts: dict[str, int] = {}
    for each in evidence.every(found.tx.connection, found.row.id):
        counts[each.row or ""] = counts.get(each.row or "", 0) + 1
    return counts
