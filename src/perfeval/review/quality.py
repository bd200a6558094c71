"""自评工作质量 - Rate the work on a self-evaluation, apart from the score of the project: drafted by facts, confirmed by a reviewer.

The rating is an indicator set like any other and is scored by `score`; what is drafted is which of its items are met, each loss with what
speaks for it. The part on deviation has no answer until the second score is decided.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msgspec import Struct, structs

from perfeval.evaluation import Evaluation, IndicatorRow, Kind, MoneyUnit
from perfeval.indicators import IndicatorSet
from perfeval.quantities import Points, plain_points, show_points
from perfeval.review.faults import ReviewFault
from perfeval.review.plain_data import from_plain, to_plain
from perfeval.review.quality_rules import QualityItem, QualityRules
from perfeval.scoring import Scorecard, score

RETURNED = "returned"
TREASURY = "treasury-mismatch"
UNFIT = "proof-unfit"
RECTIFICATION = "rectification-open"
RESULT_USE = "result-use-missing"
WORK_CODES = (RETURNED, TREASURY, UNFIT, RECTIFICATION, RESULT_USE)
"""工作情况代码 - The codes of what is known about the work beside the findings of the checks."""


class Signal(Struct, frozen=True, kw_only=True):
    """失分依据 - Hold what speaks against an item: the code of a finding or of a fact about the work, its words, and the row."""

    code: str
    words: str
    row: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFacts:
    """工作情况 - Hold what is known about the work beside the findings of the checks; treasury is the difference in words."""

    days_late: int = 0
    returned: int = 0
    treasury: str | None = None
    unfit_proofs: tuple[str, ...] = ()
    open_rectifications: tuple[str, ...] = ()
    result_use: bool = True

    @property
    def signals(self) -> tuple[Signal, ...]:
        """失分依据 - Return what of it speaks against an item."""
        return tuple(_told(self))


class QualityAnswer(Struct, frozen=True, kw_only=True):
    """要点结论 - Hold whether an item is met, what was drafted, what speaks against it, and the words where a reviewer changed it."""

    key: str
    item: str
    met: bool | None
    drafted: bool | None
    signals: tuple[Signal, ...] = ()
    words: str = ""

    @property
    def changed(self) -> bool:
        """已改动 - Tell whether the reviewer decided otherwise than was drafted."""
        return self.met is not self.drafted

    @property
    def why(self) -> str:
        """理由 - Say why the item is not met: the reviewer's words, else what was found."""
        return self.words or "；".join(dict.fromkeys(signal.words for signal in self.signals))


class QualityDocument(Struct, frozen=True, kw_only=True):
    """评级底稿 - Hold the answers to all items of the rating; the deviation, in hundredths of a point, once it is decided."""

    answers: tuple[QualityAnswer, ...]
    deviation: int | None = None

    def as_json(self) -> dict[str, object]:
        """输出 - Return the document as plain data."""
        return to_plain(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityLoss:
    """质量失分 - Say what one part of the rating lost, and for each item that is not met, why."""

    key: str
    name: str
    lost: Points
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRating:
    """自评工作质量评级 - Hold the card of the rating, what was lost and why, and what is still to be mended."""

    card: Scorecard
    losses: tuple[QualityLoss, ...]
    faults: tuple[ReviewFault, ...]

    @property
    def open_items(self) -> bool:
        """未完 - Tell whether a part of the rating still has no answer."""
        return not self.card.complete

    def as_json(self) -> dict[str, object]:
        """输出 - Return total, grade, losses and faults as plain data."""
        return {
            "total": None if self.card.total is None else show_points(self.card.total),
            "grade": self.card.grade,
            "complete": self.card.complete,
            "losses": [
                {"key": each.key, "name": each.name, "lost": show_points(each.lost), "reasons": list(each.reasons)} for each in self.losses
            ],
            "faults": [fault.as_json() for fault in self.faults],
        }


def read_quality_document(tree: object) -> QualityDocument:
    """读评级底稿 - Return the document that plain data holds.

    Raises: Invalid, naming the place that cannot be read.
    """
    return from_plain(tree, QualityDocument, "评级底稿")


def draft(rules: QualityRules, facts: WorkFacts, findings: Iterable[Signal]) -> QualityDocument:
    """起草 - Return the answers that facts and findings suggest; the items on deviation wait for the second score."""
    signals = (*facts.signals, *findings)
    return QualityDocument(answers=tuple(_answer(item, facts, signals) for item in rules.items))


def with_answer(document: QualityDocument, item: tuple[str, str], *, met: bool, words: str) -> QualityDocument:
    """改动 - Return the document with the item of this key and name answered by a reviewer; the others stay as they are."""
    answers = (structs.replace(each, met=met, words=words) if (each.key, each.item) == item else each for each in document.answers)
    return structs.replace(document, answers=tuple(answers))


def with_deviation(rules: QualityRules, document: QualityDocument, delta: Points) -> QualityDocument:
    """填入偏差 - Return the document with its items on deviation answered by reviewed − self total; the others stay as they are."""
    limits = {(item.key, item.item): item.within for item in rules.items if item.within is not None}
    return structs.replace(
        document,
        answers=tuple(_deviation(each, limits.get((each.key, each.item)), delta) for each in document.answers),
        deviation=delta,
    )


def rate(rules: IndicatorSet, document: QualityDocument, year: int) -> QualityRating:
    """评级 - Return the rating that the answers give under the set.

    Raises: Invalid, when the document names an indicator that the set does not have.
    """
    card = score(rules, rating_form(rules, document, year))
    return QualityRating(card=card, losses=tuple(_losses(card, document)), faults=tuple(_faults(document)))


def rating_form(rules: IndicatorSet, document: QualityDocument, year: int) -> Evaluation:
    """评级表 - Return the rating as a form that can be scored and printed like any other."""
    answers: dict[str, dict[str, bool | None]] = {}
    for each in document.answers:
        answers.setdefault(each.key, {})[each.item] = each.met
    return Evaluation(
        set=f"{rules.id}@{rules.version}",
        year=year,
        kind=Kind.QUALITY,
        money_unit=MoneyUnit.YUAN,
        indicators=tuple(
            IndicatorRow(id=key, key=key, items=items, reason="；".join(_reasons(key, document)) or None) for key, items in answers.items()
        ),
    )


def _told(facts: WorkFacts) -> Iterator[Signal]:
    if facts.returned:
        yield Signal(code=RETURNED, words=f"因错漏被退回{facts.returned}次")
    if facts.treasury:
        yield Signal(code=TREASURY, words=facts.treasury)
    yield from (Signal(code=UNFIT, words=each) for each in facts.unfit_proofs)
    yield from (Signal(code=RECTIFICATION, words=f"上年整改没有完成：{each}") for each in facts.open_rectifications)
    if not facts.result_use:
        yield Signal(code=RESULT_USE, words="没有写结果应用和公开的情况")


def _answer(item: QualityItem, facts: WorkFacts, signals: tuple[Signal, ...]) -> QualityAnswer:
    """Return what is drafted for an item."""
    if item.within is not None:
        return QualityAnswer(key=item.key, item=item.item, met=None, drafted=None)
    if item.late_over is not None:
        late = facts.days_late > item.late_over
        against = [Signal(code="filed-late", words=f"逾期{facts.days_late}天报送")] if late else []
    else:
        against = [signal for signal in signals if signal.code in item.codes]
    return QualityAnswer(key=item.key, item=item.item, met=not against, drafted=not against, signals=tuple(against))


def _deviation(answer: QualityAnswer, within: Points | None, delta: Points) -> QualityAnswer:
    """Return the answer to an item on deviation; any other stays."""
    if within is None:
        return answer
    met = abs(delta) <= within
    words = f"复核比自评{'高' if delta > 0 else '低'}{plain_points(abs(delta))}分"
    against = () if met else (Signal(code="deviation", words=words),)
    return structs.replace(answer, met=met, drafted=met, signals=against)


def _reasons(key: str, document: QualityDocument) -> Iterator[str]:
    """Yield why each item of an indicator is not met."""
    yield from (f"{each.item}：{each.why or '没有做到'}" for each in document.answers if each.key == key and each.met is False)


def _losses(card: Scorecard, document: QualityDocument) -> Iterator[QualityLoss]:
    """Yield what each part lost."""
    for row in card.rows:
        if row.lost:
            key = row.row.written.key or row.row.written.id
            yield QualityLoss(key=key, name=row.row.name, lost=row.lost, reasons=tuple(_reasons(key, document)))


def _faults(document: QualityDocument) -> Iterator[ReviewFault]:
    """Yield answers that were changed without a word."""
    for each in document.answers:
        if each.changed and not each.words.strip():
            yield ReviewFault(
                code="quality-unexplained",
                row=each.key,
                message=f"{each.item}：与起草的结论不同，没有写理由",
                suggestion="请写明看到了什么，或改回起草的结论",
            )
