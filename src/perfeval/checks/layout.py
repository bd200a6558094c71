"""编排校验 - Where rows stand and what they are called: levels, names, keys, proof, and what the set is for."""

from collections.abc import Iterator

from perfeval.checks.case import Case, about, found_at, named
from perfeval.checks.finding import Raised
from perfeval.evaluation import Evidence, Kind
from perfeval.indicators import letters
from perfeval.scoring import Row, effective


def set_scope(case: Case) -> Iterator[Raised]:
    """超出指标体系适用范围 - Find forms of a kind or a year that the set is not for."""
    rules, evaluation = case.rules, case.evaluation
    wrong: list[str] = []
    if evaluation.kind.value not in rules.kinds:
        wrong.append(f"适用于{'、'.join(Kind(kind).label for kind in rules.kinds)}，自评类型是{evaluation.kind.label}")
    start, end = rules.years.start, rules.years.end
    if evaluation.year < start or (end is not None and evaluation.year > end):
        wrong.append(f"适用于{start}年{'起' if end is None else f'至{end}年'}，自评年度是{evaluation.year}年")
    if wrong:
        message = f"指标体系“{rules.title}”{'；'.join(wrong)}"
        yield found_at("form", "set-scope", message, "请核对自评年度和类型，或改用适用的指标体系")


def aspect_misplaced(case: Case) -> Iterator[Raised]:
    """指标归类有误 - Find level-2 names under the wrong level-1 part, and levels that the set does not know.

    An indicator of the set stands where the set puts it, unless the form writes another place.
    """
    for score, level in zip(case.card.rows, case.levels, strict=True):
        written = score.row.written
        if level.misplaced is not None and (written.key is None or written.category or written.aspect):
            yield about(score.row, "aspect-misplaced", f"归类有误：{level.misplaced}", "请按指标体系的一级、二级指标归类；得分照常计算")


def duplicate_indicator(case: Case) -> Iterator[Raised]:
    """指标重复 - Find a second row with the same name; indicators that the set itself names alike are no fault of the form."""
    seen: dict[str, Row] = {}
    for score in case.card.rows:
        row = score.row
        first = seen.setdefault(letters(row.name), row) if row.name else row
        if first is not row and (first.indicator is None or row.indicator is None) and not case.appended(row):
            message = f"与{named(first)}重复"
            yield about(row, "duplicate-indicator", message, "同一指标只填一行；内容不同的，请在名称中写明区别")


def money_as_output(case: Case) -> Iterator[Raised]:
    """以资金作产出 - Find own output rows that count money, or the paying of it, instead of what it brought about."""
    for score, level in zip(case.card.rows, case.levels, strict=True):
        row = score.row
        if not level.output or level.cost or row.indicator is not None:
            continue
        if _counts_money(row):
            message = f"的指标值“{row.read_target.text if row.read_target else ''}”是金额，资金本身不是产出"
        elif case.guide.moves_money(row.name):
            message = "考核的是资金的拨付或使用，资金本身不是产出"
        else:
            continue
        yield about(row, "money-as-output", message, "请改为资金换来的数量、质量或时效，如受益人数、合格率、完成时间")


def _counts_money(row: Row) -> bool:
    """Tell whether the target of a row is money; a bare number has the unit of the actual value."""
    target = row.read_target
    if target is None or target.low is None:
        return False
    return target.low.money or (target.low.bare and effective(target.low, row.read_actual.quantity if row.read_actual else None).money)


def key_missing(case: Case) -> Iterator[Raised]:
    """未对应体系指标 - Find own rows that bear the name of one of the set's indicators and are not tied to it."""
    known = case.guide.indicators
    if not known:
        return
    for score in case.card.rows:
        row = score.row
        if row.indicator is None and row.name and (own := known.get(letters(row.name))) is not None:
            message = f"与指标体系的指标“{own.name}”同名，没有写明 key，按自设指标计分"
            yield about(row, "key-missing", message, f"就是该指标的，请写明 key: {own.key}；不是的，请改用不同的名称")


def evidence_missing(case: Case) -> Iterator[Raised]:
    """缺少佐证材料 - Find rows for which the set demands proof and the form has none."""
    if not case.guide.demands:
        return
    for score, level in zip(case.card.rows, case.levels, strict=True):
        row = score.row
        rule = (row.indicator.evidence if row.indicator else None) or level.evidence
        if rule is None or not rule.required or row.written.not_applicable or case.appended(row):
            continue
        if not any(_proves(each) for each in row.written.evidence):
            yield about(row, "evidence-missing", f"没有佐证材料，指标体系要求提供：{rule.what}", "请在佐证材料中写明材料名称或文件")


def _proves(evidence: Evidence) -> bool:
    """Tell whether an entry names anything at all."""
    return bool(evidence.title or evidence.file or evidence.page)
