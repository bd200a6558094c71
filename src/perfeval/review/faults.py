"""复核疑点 - Look through what a reviewer wrote: is every deduction from the table, explained at length, and shown by proof.

A fault does not keep the work from being saved; it keeps it from being handed in.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from perfeval.quantities import normal
from perfeval.review.changes import RowChange
from perfeval.review.cutting import Cut
from perfeval.review.deductions import DeductionTable, Effect
from perfeval.review.judgement import MONEY_ROW, Judgement, ReviewDocument
from perfeval.scoring import Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFault:
    """复核疑点 - Say what of a review must be mended before it is handed in, on which row, and how."""

    code: str
    row: str
    message: str
    suggestion: str

    def as_json(self) -> dict[str, object]:
        """输出 - Return the fault as plain data."""
        return {"code": self.code, "row": self.row, "message": self.message, "suggestion": self.suggestion}


def faults_of(document: ReviewDocument, table: DeductionTable, changes: Iterable[RowChange], after: Scorecard) -> tuple[ReviewFault, ...]:
    """查复核底稿 - Return the faults of a document, in the order of the rows; those about rows that are not there come first."""
    rows = {change.row: change for change in changes}
    unread = _unread(after)
    told = list(_strangers(document, rows))
    for row, change in rows.items():
        judgement = document.of(row)
        told += _values(judgement, change, table, unread.get(row, frozenset()))
        told += _deductions(judgement, change, table)
        told += _others(judgement, document, table, rows)
    return tuple(told)


def _unread(after: Scorecard) -> dict[str, frozenset[tuple[str, str]]]:
    """Return what of each row could not be read or does not fit, as code and cell."""
    found = {row.row.written.id: frozenset((fault.code, fault.cell) for fault in row.row.faults) for row in after.rows}
    money = {("value-unreadable", "actual") if code == "value-missing" else (code, "claimed") for code, _, _ in after.execution.faults}
    return {**found, MONEY_ROW: frozenset(money)}


def _fault(code: str, change: RowChange, message: str, suggestion: str) -> ReviewFault:
    """Return a fault of a row that is there, with the name of the row before the message."""
    return ReviewFault(code=code, row=change.row, message=f"{change.name}：{message}", suggestion=suggestion)


def _strangers(document: ReviewDocument, rows: Collection[str]) -> Iterator[ReviewFault]:
    """Yield judgements on rows that are not there, or that are judged twice."""
    written = [judgement.row for judgement in document.judgements]
    for row in dict.fromkeys(written):
        if row not in rows:
            yield ReviewFault(code="row-unknown", row=row, message=f"自评表里没有“{row}”这一行", suggestion="请删去这一条意见")
        if written.count(row) > 1:
            yield ReviewFault(code="row-repeated", row=row, message=f"“{row}”这一行写了不止一条意见", suggestion="请合并为一条")


def _values(judgement: Judgement, change: RowChange, table: DeductionTable, unread: Collection[tuple[str, str]]) -> Iterator[ReviewFault]:
    """Yield what is wrong with other values and points: both agreed and changed, not to be read, or without enough words."""
    if judgement.agreed and judgement.changes:
        yield _fault("agreed-and-changed", change, "既写认可又有改动", "请去掉认可，或去掉改动")
    if judgement.actual is not None and ("value-unreadable", "actual") in unread:
        yield _fault("value-unreadable", change, f"复核值“{judgement.actual}”读不出数", "请照指标值的写法填写")
    if judgement.claimed is not None and {("points-out-of-range", "claimed"), ("value-unreadable", "claimed")} & set(unread):
        message = f"复核评定“{judgement.claimed}”不在0到分值之间，或不在所选的档次之内"
        yield _fault("points-out-of-range", change, message, "请改正得分")
    if judgement.values or judgement.claimed is not None:
        yield from _short("change-unexplained", change, judgement.words, table.least_words(change.uncut_loss), "改动了填报内容或得分")


def _deductions(judgement: Judgement, change: RowChange, table: DeductionTable) -> Iterator[ReviewFault]:
    """Yield what is wrong with the deductions of a row, one by one."""
    codes = [deduction.code for deduction in judgement.deductions]
    for code in dict.fromkeys(codes):
        if table.entry(code) is None:
            yield _fault("deduction-unknown", change, f"扣分标准里没有“{code}”", "请从本轮的扣分标准中选")
        if codes.count(code) > 1:
            yield _fault("deduction-repeated", change, f"同一情形“{code}”扣了不止一次", "请合并为一次")
    if codes and (change.points is None or change.weight is None):
        yield _fault("nothing-to-deduct", change, "没有得分，无从扣减", "请先填复核值或评定得分")
    for each in change.cuts:
        yield from _cut(each, change, table)


def _cut(each: Cut, change: RowChange, table: DeductionTable) -> Iterator[ReviewFault]:
    """Yield what a deduction lacks: how grave it is, proof, words."""
    title = each.entry.title
    if each.entry.effect is Effect.BY_GRAVITY and table.gravity(each.deduction.gravity) is None:
        grades = "、".join(gravity.name for gravity in table.gravities)
        yield _fault("gravity-missing", change, f"{title}没有写明轻重", f"请选：{grades}")
    if each.entry.proof and not any(proof.strip() for proof in each.deduction.proof):
        yield _fault("proof-missing", change, f"{title}没有写依据", "请写明看的是哪一份材料、哪一页")
    yield from _short("words-too-short", change, each.deduction.words, table.least_words(each.lost), title)


def _short(code: str, change: RowChange, words: str, least: int, what: str) -> Iterator[ReviewFault]:
    """Yield that a reason is shorter than its loss asks for."""
    written = len(normal(words))
    if written < least:
        yield _fault(code, change, f"{what}，说明只有{written}个字，至少要{least}个字", "请写明看到了什么、为什么")


def _others(judgement: Judgement, document: ReviewDocument, table: DeductionTable, rows: Mapping[str, RowChange]) -> Iterator[ReviewFault]:
    """Yield deductions for a thing that is scored in another row, where that row is not named, not there, or does not score either."""
    for deduction in judgement.deductions:
        entry = table.entry(deduction.code)
        if entry is None or entry.effect is not Effect.ONE_OF_TWO:
            continue
        other = deduction.other
        if other is None or other == judgement.row or other not in rows:
            message, suggestion = "没有写明由哪一行得分", "请选另一行"
        elif any(each.code == deduction.code for each in document.of(other).deductions):
            message, suggestion = f"与{rows[other].name}互相让出，两行都不得分", "请让其中一行得分"
        else:
            continue
        yield _fault("other-missing", rows[judgement.row], f"{entry.title}，{message}", suggestion)
