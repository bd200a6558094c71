"""批次文字 - What the texts of an evaluation are checked by in its round: the rules that the round pinned, and what others of it wrote.

While a form is being written it is compared with reports that were submitted: paragraphs by what is kept of them, names by the unit tree
and the project list. Of another report nothing is told but its unit and its title, so that a draft of one unit never reaches another, and
a text only as far as one has written it oneself. Once a form is submitted what was found then is what stands.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4
from weakref import WeakKeyDictionary

from perfeval import checks, library
from perfeval.checks import Raised, texts
from perfeval.checks.texts import Index, Known, Name, Names, Own, Report, Sketch, TextRules
from perfeval.desks import fitting, history
from perfeval.desks.texts import Around
from perfeval.errors import Broken
from perfeval.evaluation import Evaluation
from perfeval.store import Transaction, paragraphs, projects, rounds, trail
from perfeval.store.evaluations import EvaluationRow
from perfeval.store.paragraphs import NearRow, ParagraphRow
from perfeval.store.rounds import RoundRow, RoundUnitRow
from perfeval.workflow import DRAFTS

_EVERYWHERE = ("/",)
_COMPARING = frozenset({"boilerplate", "foreign-name"})
_LENGTH = "section-length"
_BUREAU = "bureau"
_MOST_ROUNDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    """Hold the units of a round and the names of units and projects; version is the round's, and the last entry of the journal about it."""

    version: tuple[int, int]
    members: Mapping[str, RoundUnitRow]
    names: Names


_remembered: WeakKeyDictionary[object, dict[str, _Lists]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """所在 - Hold where a text belongs: its evaluation, its round, and what the database says just now."""

    tx: Transaction
    row: EvaluationRow
    round: RoundRow


def around(place: Place, past: str | None) -> Around:
    """文字之外 - Return what the texts of an evaluation are checked by; past is what is kept of its project's last year.

    What can be looked up is looked up where there is a text.
    """
    off, before = json.loads(place.round.text_off), history.beside(past, place.row)
    return Around(
        rules=lambda: text_rules_of(place.round),
        off=off,
        beside=lambda report, form: _beside(place, report, form, off),
        earlier={each.row: each.actual for each in before.rows if each.row and each.actual} if before else {},
        earlier_spent=before.spent if before else None,
    )


def keep(place: Place, form: Evaluation) -> None:
    """留存指纹 - Keep what others are compared with of a form that is being submitted."""
    drawn: list[Sketch] = []
    if form.narrative:
        rules = text_rules_of(place.round)
        drawn += [sketch for _, sketch in texts.sketches(texts.read_report(texts.passages_of(form), rules), rules)]
    held = paragraphs.held(place.tx.connection, place.row.round, {key for each in drawn for key in each.keys}) if drawn else {}
    rows = [ParagraphRow(id=uuid4().hex, runs=each.runs, figures=each.figures, keys=each.found_by(held)) for each in drawn]
    paragraphs.keep(place.tx.connection, place.row, rows)


def text_rules_of(found: RoundRow) -> TextRules:
    """批次所用文字规则 - Return the rules by which a round's texts are checked, as they were when it was made.

    Raises: Broken, when they are no longer what they were.
    """
    pinned = json.loads(found.text_rules)
    own = library.text_rules(f"{pinned['id']}@{pinned['version']}")
    if own.sha256 != pinned["sha256"]:
        raise Broken("text-rules-changed", f"文字规则 {own.id}@{own.version} 与批次建立时不一致，请恢复原来的文件")
    return own


def _beside(place: Place, report: Report, form: Evaluation, off: Sequence[str]) -> Iterator[Raised]:
    """Yield what the round finds of a text: a draft is compared now, and a form that was submitted has been."""
    if place.row.state not in DRAFTS:
        yield from _kept(place.row)
        return
    yield from _overlong(place.round, form)
    if _COMPARING.difference(off):
        yield from _compared(place, report, form)


def _overlong(found: RoundRow, form: Evaluation) -> Iterator[Raised]:
    """Yield the texts that are longer than a form of the round allows."""
    for template in json.loads(found.templates).get(form.kind.value, ()):
        for words in fitting.overlong_texts(form, template):
            yield Raised(code=_LENGTH, where="form", message=words, suggestion="请突出重点，超出的打印时放不下")


def _kept(row: EvaluationRow) -> Iterator[Raised]:
    """Yield what was found when a form was submitted: who came later is told of it, and it is not told of who came later."""
    for each in checks.read_findings(row.card) if row.card else ():
        if each.code in {*_COMPARING, _LENGTH}:
            yield Raised(code=each.code, where=each.where, message=each.message, suggestion=each.suggestion)


def _compared(place: Place, report: Report, form: Evaluation) -> Iterator[Raised]:
    """Yield what comparing a draft with others finds."""
    rules = text_rules_of(place.round)
    drawn = texts.sketches(report, rules)
    known = Index(_known(place, [sketch for _, sketch in drawn])) if drawn else Index()
    shared = tuple(texts.shared_paragraphs(place.row.id, drawn, known, rules))
    yield from texts.compared_with(shared, texts.figures_of(_cells(form), rules) if shared else frozenset())
    lists = _lists(place, rules)
    yield from texts.foreign_names(report, _own(place.row, form, lists.members), lists.names, rules)


def _known(place: Place, drawn: Sequence[Sketch]) -> Iterator[Known]:
    """Yield the paragraphs that those of a draft may be alike: last year's of the same project, and submitted ones that share a key."""
    connection, row = place.tx.connection, place.row
    for each in paragraphs.last_year(connection, row, place.round.year):
        yield Known(report=f"{each.year}年度的{_called(each)}", sketch=Sketch(runs=each.runs, figures=each.figures), other=False)
    holders = paragraphs.sharing(connection, row.round, {key for sketch in drawn for key in sketch.keys})
    near = {each for sketch in drawn for each in texts.nearest(sketch, holders)}
    for each in paragraphs.by_ids(connection, row, near) if near else ():
        yield Known(report=_called(each), sketch=Sketch(runs=each.runs, figures=each.figures), other=each.unit != row.unit)


def _called(near: NearRow) -> str:
    """Return how a report is named to those who may not see it: by its unit and its title."""
    unit = near.unit_name or near.title
    return unit if unit == near.title else f"{unit}《{near.title}》"


def _cells(form: Evaluation) -> Iterator[str]:
    """Yield the cells of a form whose figures are its own."""
    for row in form.indicators:
        yield from (f"{each}" for each in (row.name, row.target, row.actual) if each)
    money = (row for row in (*form.funds, *form.spending))
    yield from (f"{each}{form.money_unit.value}" for row in money for each in (row.original, row.adjusted, row.received, row.spent) if each)
    yield from (each for each in (form.objective.expected, form.objective.adjusted) if each)


def _own(row: EvaluationRow, form: Evaluation, members: Mapping[str, RoundUnitRow]) -> Own:
    """Return by what names a form may go: its own, those of the units above it, and whatever its cells say."""
    mine = members.get(row.unit)
    above = [members[each].name for each in row.path.split("/") if each in members]
    subject = form.subject
    said = (*above, *_cells(form), subject.project, subject.department, subject.unit, row.title)
    ranks = {mine.kind, *(each[-1] for each in texts.places_of(mine.name)[-1:])} if mine else frozenset[str]()
    text = texts.compact("\n".join(each for each in said if each))
    return Own(unit=mine.name if mine else "", project=row.title, chain=row.path, ranks=frozenset(ranks), said=text)


def _lists(place: Place, rules: TextRules) -> _Lists:
    """Return units and names of a round, put in order once for each version of its lists."""
    connection, found = place.tx.connection, place.round
    version = (found.version, trail.last_number(connection, f"rounds/{found.id}"))
    known = _remembered.setdefault(connection.engine, {})
    lists = known.get(found.id)
    if lists is None or lists.version != version:
        members = {each.unit: each for each in rounds.units(connection, found.id, _EVERYWHERE)}
        names = Names((*_unit_names(members.values()), *_project_names(place, members, rules)))
        lists = known[found.id] = _Lists(version=version, members=members, names=names)
        for oldest in [*known][:-_MOST_ROUNDS]:
            known.pop(oldest, None)
    return lists


def _unit_names(members: Iterable[RoundUnitRow]) -> Iterator[Name]:
    """Yield the names of the units of a round, and the places that these begin with."""
    for each in members:
        if each.kind != _BUREAU:
            yield Name(text=texts.compact(each.name), owner="本批次另一个填报单位", chain=each.path, rank=each.kind)
    for each in members:
        for place in texts.places_of(each.name)[-1:]:
            yield Name(text=place, owner=each.name, chain=each.path, rank=place[-1])


def _project_names(place: Place, members: Mapping[str, RoundUnitRow], rules: TextRules) -> Iterator[Name]:
    """Yield the names of projects that mean one project of one unit."""
    for name, unit in texts.telling_names(projects.names(place.tx.connection, place.round.id), rules):
        if unit in members:
            yield Name(text=name, owner=members[unit].name, chain=members[unit].path)
