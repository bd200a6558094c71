"""评分一览 - One assessment as people read it: the table, how points were lost, what is wrong, total and grade.

Every figure is final text here; the shell and the page only lay it out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfeval.checks import TITLES, Finding, text_place
from perfeval.desks.department import Assessment
from perfeval.indicators import Severity
from perfeval.quantities import Points, percent, plain, plain_points, show_points
from perfeval.scoring import ExecutionScore, RowScore

MISSING = "—"
HEAD = ("行", "指标", "指标值", "完成值", "分值", "系统测算", "自评", "计入")
"""表头 - The columns of the table."""
SEVERITIES = {
    Severity.ERROR: "错误，须改正后才能送审",
    Severity.WARNING: "警告，须核对并说明",
    Severity.NOTICE: "提示，供参考",
}
"""严重程度 - How findings are grouped, the gravest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """表中一段 - Hold neighbouring rows of one level-1 part, each as the cells of HEAD."""

    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """失分说明 - Tell for one row how many points were lost and how that came about."""

    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """一条提示 - Hold one finding as people read it; the code is for who looks it up."""

    title: str
    place: str
    code: str
    message: str
    suggestion: str

    @property
    def words(self) -> str:
        """地点和内容 - Return place and message."""
        return f"{self.place}{'：' if self.place else ''}{self.message}"

    def __str__(self) -> str:
        """一行 - Return title, place and message as one line."""
        return f"【{self.title}】{self.words}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """一组提示 - Hold all findings of one severity."""

    title: str
    severity: Severity
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """评分一览 - Hold what a clerk wants to see of one form, top to bottom."""

    title: str
    rules: str
    parts: tuple[Part, ...]
    sums: tuple[str, ...]
    losses: tuple[Loss, ...]
    findings: tuple[Remarks, ...]
    total: str
    grade: str
    remarks: tuple[str, ...]


def overview(assessment: Assessment) -> Overview:
    """评分一览 - Return one assessment as people read it."""
    card = assessment.card
    return Overview(
        title=title(assessment),
        rules=f"{assessment.rules.id}（第{assessment.rules.version}版）{assessment.rules.title}",
        parts=tuple(_parts(assessment)),
        sums=tuple(f"{each.name} {_points(each.points)}/{_weight(each.weight)}" for each in card.categories),
        losses=tuple(_losses(assessment)),
        findings=tuple(_findings(assessment)),
        total=_points(card.total),
        grade=card.grade or MISSING,
        remarks=tuple(_remarks(assessment)),
    )


def outstanding(findings: Sequence[Finding]) -> str:
    """未了事项 - Return how many errors and warnings are still there, nothing where there are none."""
    errors, warnings = (sum(each.severity is severity for each in findings) for severity in (Severity.ERROR, Severity.WARNING))
    words = [f"还有{errors}条错误须改正后才能送审"] if errors else []
    words += [f"{'另' if errors else '还'}有{warnings}条警告须核对并说明"] if warnings else []
    return "，".join(words)


def title(assessment: Assessment) -> str:
    """标题 - Return whose evaluation it is, of what, and of which year."""
    form = assessment.evaluation
    names = [name for name in (form.subject.unit or form.subject.department, form.subject.project) if name]
    return f"{' · '.join(names) or '未写名称'}（{form.year}年度，{form.kind.label}）"


def _parts(assessment: Assessment) -> Iterator[Part]:
    """Yield the money row, then the rows of the form in its order, a new part wherever level 1 changes."""
    yield Part(title="预算执行", rows=(_money_row(assessment),))
    heading, rows = "", list[tuple[str, ...]]()
    for score in assessment.card.rows:
        category = score.row.category or "未写一级指标"
        if category != heading and rows:
            yield Part(title=heading, rows=tuple(rows))
            rows = []
        heading = category
        rows.append(_row(score))
    if rows:
        yield Part(title=heading, rows=tuple(rows))


def _money_row(assessment: Assessment) -> tuple[str, ...]:
    """Return the cells of the money row: the budget stands under 指标值, what was spent under 完成值."""
    execution, funds = assessment.card.execution, assessment.card.funds
    unit = assessment.evaluation.money_unit.value
    budget, spent = (funds.total[column] for column in (execution.denominator.value, "spent"))
    rate = MISSING if execution.rate is None else percent(execution.rate)
    amounts = (MISSING if each is None else f"{plain(each)}{unit}" for each in (budget, spent))
    return ("资金", f"预算执行率 {rate}", *amounts, *_numbers(execution.weight, execution))


def _row(score: RowScore) -> tuple[str, ...]:
    """Return the cells of one row."""
    row = score.row
    target = row.read_target.text if row.read_target else row.written.target
    actual = "不适用" if row.written.not_applicable else row.written.actual or _measured(score)
    return (str(row.number), row.name or MISSING, target or MISSING, actual, *_numbers(row.weight, score))


def _measured(score: RowScore) -> str:
    """Return the actual value that inputs or periods gave, where none is written."""
    return score.row.read_actual.quantity.shown if score.row.read_actual else MISSING


def _numbers(weight: Points | None, score: RowScore | ExecutionScore) -> tuple[str, ...]:
    """Return weight and the three numbers of points."""
    return _weight(weight), _points(score.computed), _points(score.claimed), _points(score.points)


def _losses(assessment: Assessment) -> Iterator[Loss]:
    """Yield how each lost point came about, the money row first."""
    execution, written = assessment.card.execution, assessment.evaluation.execution
    if execution.lost:
        yield _loss("资金行 预算执行率", execution, written.reason, written.measures)
    for score in assessment.card.rows:
        if score.lost:
            row = score.row
            yield _loss(f"第{row.number}行 {row.name or MISSING}", score, row.written.reason, row.written.measures)


def _loss(who: str, score: RowScore | ExecutionScore, reason: str | None, measures: str | None) -> Loss:
    """Return how one row lost points: the sum, which of the two numbers counts, and what the unit says about it."""
    words = [score.trace.words] if score.trace else []
    if score.computed is not None and score.claimed is not None and score.claimed != score.computed:
        lower, taken = ("低于", "自评") if score.claimed < score.computed else ("高于", "系统测算")
        words.append(f"自评 {show_points(score.claimed)} {lower}系统测算 {show_points(score.computed)}，按{taken}计入")
    words.append(f"偏差原因：{reason or '未写'}")
    if measures:
        words.append(f"改进措施：{measures}")
    return Loss(title=f"{who}：失 {show_points(score.lost)} 分", words=tuple(words))


def _findings(assessment: Assessment) -> Iterator[Remarks]:
    """Yield the findings by severity, the gravest first; inside, as the checks gave them."""
    yield from grouped(assessment.findings, {score.row.written.id: f"第{score.row.number}行" for score in assessment.card.rows})


def grouped(findings: Sequence[Finding], rows: Mapping[str, str] | None = None) -> tuple[Remarks, ...]:
    """按轻重分组 - Return findings by severity, the gravest first; rows says how people call each row of a form."""
    groups: list[Remarks] = []
    for severity, words in SEVERITIES.items():
        found = tuple(_remark(each, rows or {}) for each in findings if each.severity is severity)
        if found:
            groups.append(Remarks(title=f"{words}（{len(found)}条）", severity=severity, remarks=found))
    return tuple(groups)


def _remark(finding: Finding, rows: Mapping[str, str]) -> Remark:
    """Return one finding; the place is not said twice where the message begins with it."""
    place = rows.get(finding.row or "") or _place(finding.where)
    said = finding.message.startswith(place)
    return Remark(
        title=TITLES[finding.code],
        place="" if said else place,
        code=finding.code,
        message=finding.message,
        suggestion=finding.suggestion,
    )


def _place(where: str) -> str:
    """Return a place in words."""
    known = {"form": "整张表", "execution": "资金行", "claimed.total": "总分", "claimed.grade": "等级"}
    if "paragraphs[" in where:
        return text_place(where)
    head, _, name = where.partition(".")
    return known.get(where) or {"categories": name}.get(head) or ("资金表" if head.startswith(("funds", "spending")) else where)


def _remarks(assessment: Assessment) -> Iterator[str]:
    """Yield what must be known beside total and grade."""
    card = assessment.card
    if card.claimed.total or card.claimed.grade:
        yield f"自评填写：总分 {card.claimed.total or MISSING}，等级 {card.claimed.grade or MISSING}"
    if card.total_trace and card.total_trace.rule == "scaled_total":
        yield card.total_trace.words
    if not card.complete:
        if assessment.rules.scored:
            yield "资料不完整，暂不评定等级：未计分的行见下列提示"
        else:
            yield "资料不完整：未填报完整的行见下列提示"
    if not card.weights_add_up:
        yield f"分值合计 {_weight(card.whole_weight)}，不是 100，不评定等级"
    for each in card.forced:
        yield f"一票否决或累计扣分：{each.item}，等级定为{each.grade}"
    if card.payout:
        yield f"{card.payout.trace.words}"


def _points(points: Points | None) -> str:
    """Return points with two decimals, a dash where there are none."""
    return MISSING if points is None else show_points(points)


def _weight(weight: Points | None) -> str:
    """Return a weight as forms print it, a dash where there is none."""
    return MISSING if weight is None else plain_points(weight)
