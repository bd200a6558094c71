"""合计校验 - Sums, rates, weights, total and grade: what the form says beside what its own figures give."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from perfeval.checks.case import COLUMNS, Case, found_at, shown, unread
from perfeval.checks.finding import Raised
from perfeval.evaluation.funds import Whole, wholes
from perfeval.indicators import Weights, plain_name
from perfeval.quantities import (
    Fraction,
    Points,
    normal,
    percent,
    plain_points,
    read_number,
    read_points,
    read_weight,
    show_points,
    to_points,
)

_ONE_PERCENT = Fraction(1, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRate:
    """自填执行率 - Hold a rate as the unit wrote it, and what one unit of its last digit is worth."""

    value: Fraction
    step: Fraction


@lru_cache(maxsize=8192)
def read_rate(text: str) -> WrittenRate | None:
    """读执行率 - Return a written rate; with % or above 1 it is a percentage, up to 1 a fraction.

    Example:
        >>> [str(read_rate(text).value) for text in ("80.45%", "20(%)", "100", "1", "0.958")]
        ['1609/2000', '1/5', '1', '1', '479/500']
    """
    tidy = normal(text)
    digits = tidy.removesuffix("(%)").removesuffix("%")
    number = read_number(digits)
    if number is None:
        return None
    decimals = len(digits.partition(".")[2])
    hundred = 100 if digits != tidy or number > 1 else 1
    return WrittenRate(value=number / hundred, step=Fraction(1, 10**decimals * hundred))


def right_rate(case: Case) -> Fraction | None:
    """正确的自填执行率 - Return the written rate where it agrees with the exact one, None where not or none was written."""
    exact, text = case.card.execution.rate, case.evaluation.execution.claimed_rate
    written = None if text is None else read_rate(text)
    if exact is None or written is None:
        return None
    if exact > 1 and written.value == 1:
        return written.value
    return written.value if abs(written.value - exact) < min(written.step, _ONE_PERCENT) else None


def rate_mismatch(case: Case) -> Iterator[Raised]:
    """执行率不符 - Find a written execution rate that the amounts do not give."""
    exact, text = case.card.execution.rate, case.evaluation.execution.claimed_rate
    if exact is None or text is None or read_rate(text) is None or right_rate(case) is not None:
        return
    denominator = case.card.execution.denominator.value
    message = (
        f"自填执行率“{text}”与计算结果不符：全年执行数{case.amount('spent')} ÷ {COLUMNS[denominator]}{case.amount(denominator)}"
        f" = {percent(exact)}"
    )
    yield found_at("execution", "rate-mismatch", message, f"请核对金额；金额无误的，执行率改为{percent(exact)}")


def sum_mismatch(case: Case) -> Iterator[Raised]:
    """分项与合计不符 - Find wholes of the money table that their parts do not add up to; one finding for each whole."""
    if len(case.evaluation.funds) + len(case.evaluation.spending) < 2:  # noqa: PLR2004 - a whole and a part
        return
    unread = {where.rpartition(".")[2] for where, _ in case.card.funds.unreadable}
    for whole in wholes(case.evaluation, case.card.funds):
        wrong = [column for column in COLUMNS if column not in unread and not _adds_up(whole, column)]
        if wrong:
            unit = case.evaluation.money_unit.value
            figures = "；".join(
                f"{COLUMNS[column]}：分项之和{shown(_sum(_written(whole, column)))}{unit}，合计{shown(whole.amounts[column])}{unit}"
                for column in wrong
            )
            scale = "；两数恰好相差一万倍" if any(_ten_thousandfold(whole, column) for column in wrong) else ""
            advice = "请核对是否有的按元、有的按万元填写" if scale else "请核对各分项和合计，漏填的分项请补填"
            message = f"{whole.title}的分项之和与合计不符。{figures}{scale}"
            yield found_at(f"{whole.where}.{wrong[0]}", "sum-mismatch", message, advice)


def _ten_thousandfold(whole: Whole, column: str) -> bool:
    """Tell whether whole and parts are exactly ten thousand times apart, as 元 and 万元 are."""
    parts, amount = _sum(_written(whole, column)), whole.amounts[column]
    return bool(amount and parts) and (parts == (amount or 0) * 10**4 or amount == parts * 10**4)


def _adds_up(whole: Whole, column: str) -> bool:
    """Tell whether the parts give the whole in a column; where the whole or every part is not written there is nothing to tell."""
    amount = whole.amounts[column]
    parts = _written(whole, column)
    if amount is None or not parts:
        return True
    return _sum(parts) == amount and (amount != 0 or not any(parts))


def _written(whole: Whole, column: str) -> list[Fraction]:
    """Return the parts of a whole that are written in a column."""
    return [amount for part in whole.parts if (amount := part[column]) is not None]


def _sum(parts: list[Fraction]) -> Fraction:
    """Return the sum of at least one part."""
    return parts[0] if len(parts) == 1 else sum(parts[1:], parts[0])


def execution_weight(case: Case) -> Iterator[Raised]:
    """资金行分值不符 - Find a money row that is worth more or less than the set gives it."""
    own, used = case.rules.execution.weight, case.card.execution.weight
    if case.rules.weights is not Weights.FIXED:
        return
    if own is None:
        text = case.evaluation.execution.weight
        if text is not None and read_weight(text):
            message = f"资金行写了分值“{text}”，本指标体系的资金行不计分"
            yield found_at("execution", "execution-weight", message, "请删去资金行的分值，或改用资金行计分的指标体系")
    elif used is not None and used != own:
        message = f"资金行分值为{plain_points(used)}分，指标体系规定为{plain_points(own)}分；已按表中分值计分"
        yield found_at("execution", "execution-weight", message, f"请改为{plain_points(own)}分，或说明调整依据")


def weights_not_100(case: Case) -> Iterator[Raised]:
    """分值合计不是100 - Find a form whose weights, money row and rows that do not apply included, are not 100."""
    if case.card.weights_add_up:
        return
    money = case.card.execution.weight
    rows = sum(score.row.weight or 0 for score in case.card.rows)
    parts = f"指标{plain_points(rows)}分" + ("" if money is None else f"＋资金行{plain_points(money)}分")
    message = f"全部分值合计为{plain_points(case.card.whole_weight)}分（{parts}），不是100分，不能评定等级"
    yield found_at("form", "weights-not-100", message, "请调整各指标的分值，使合计为100分")


def category_weight(case: Case) -> Iterator[Raised]:
    """一级指标分值不符 - Find level-1 parts that weigh other than the set says, unless the set allows that combination."""
    if case.rules.weights is not Weights.FIXED:
        return
    found = {plain_name(each.name): each.weight or Points(0) for each in case.card.categories}
    own = {plain_name(each.name): each.weight for each in case.rules.categories if each.weight is not None}
    if _fits(own, found) or any(_fits(_allowed(own, alternative), found) for alternative in case.rules.alternatives):
        return
    excused = _excused(case.rules.alternatives, found)
    for category in case.rules.categories:
        weight = found.get(plain_name(category.name), Points(0))
        if category.weight is not None and weight != category.weight and plain_name(category.name) not in excused:
            message = f"“{category.name}”分值合计为{plain_points(weight)}分，指标体系规定为{plain_points(category.weight)}分"
            where = f"categories.{category.name}"
            yield found_at(where, "category-weight", message, "请调整该一级指标下各行的分值，或说明调整依据")


def _excused(alternatives: tuple[dict[str, Points], ...], found: Mapping[str, Points]) -> set[str]:
    """Return the parts that share a weight as an alternative allows, even where another part is off."""
    shared = [(_parts(names), weight) for alternative in alternatives for names, weight in alternative.items() if "+" in names]
    return {part for parts, weight in shared if sum(found.get(each, 0) for each in parts) == weight for part in parts}


def _allowed(own: Mapping[str, Points], alternative: Mapping[str, Points]) -> dict[str, Points]:
    """Return the weights of an alternative: those it names, parts joined by + sharing one; others keep theirs if that leaves the sum.

    An alternative that names every part that counts leaves no room for the others: they weigh nothing.
    """
    named = {"+".join(_parts(names)): weight for names, weight in alternative.items()}
    covered = {part for names in named for part in names.split("+")}
    kept = {name: weight for name, weight in own.items() if name not in covered}
    if sum(named.values()) + sum(kept.values()) != sum(own.values()):
        kept = dict.fromkeys(kept, Points(0))
    return kept | named


def _parts(names: str) -> list[str]:
    """Return the level-1 parts that one entry of an alternative names."""
    return [plain_name(name) for name in names.split("+")]


def _fits(wanted: Mapping[str, Points], found: Mapping[str, Points]) -> bool:
    """Tell whether the parts of a form weigh what is wanted."""
    return all(sum(found.get(name, 0) for name in names.split("+")) == weight for names, weight in wanted.items())


def total_mismatch(case: Case) -> Iterator[Raised]:
    """总分不符 - Find a written total that is not the sum of the written points, scaled as the total is."""
    text = case.evaluation.claimed.total
    written = None if text is None else read_points(text)
    claimed = None if written is None else _claimed_sum(case)
    if written is None or claimed is None or to_points(written) == claimed:
        return
    how = "按百分制折算后为" if case.excluded else "为"
    message = f"表尾总分写的是“{text}”，各项自评得分之和{how}{show_points(claimed)}分"
    yield found_at("claimed.total", "total-mismatch", message, f"请核对各项得分；无误的，总分改为{show_points(claimed)}")


def _claimed_sum(case: Case) -> Points | None:
    """Return the sum of all claims, scaled where rows do not apply; None where a scored row or the money row has none."""
    if any(unread(score.row, "weight") for score in case.faulty):
        return None
    total, weight = 0, 0
    parts = [(score.claimed, score.row.weight) for score in case.card.rows if score.counts]
    if case.card.execution.weight is not None:
        parts.append((case.card.execution.claimed, case.card.execution.weight))
    for claimed, own in parts:
        if claimed is None:
            return None
        total, weight = total + claimed, weight + (own or 0)
    if not case.excluded:
        return Points(total)
    return to_points(Fraction(100 * total, weight)) if weight else None


def grade_mismatch(case: Case) -> Iterator[Raised]:
    """等级不符 - Find a written grade that is not the band of the written total, nor the grade that a veto forces."""
    total, grade = case.evaluation.claimed.total, case.evaluation.claimed.grade
    number = None if total is None or grade is None else read_points(total)
    band = None if number is None else case.rules.grade(to_points(number))
    if grade is None or band is None:
        return
    names = sorted((each.name for each in case.rules.grades), key=len, reverse=True)
    written = next((name for name in names if normal(grade).startswith(normal(name))), normal(grade))
    if written != band and normal(grade) not in {normal(forced.grade) for forced in case.card.forced}:
        message = f"表尾等级写的是“{grade}”，总分“{total}”对应的等级是“{band}”"
        yield found_at("claimed.grade", "grade-mismatch", message, f"请核对总分；总分无误的，等级改为“{band}”")
