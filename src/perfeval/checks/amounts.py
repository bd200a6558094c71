"""资金校验 - Amounts of the money table: too fine, negative, missing, zero, over budget, unspent, counted twice."""

from collections.abc import Iterator

from perfeval.checks.case import COLUMNS, Case, found_at, shown
from perfeval.checks.finding import Raised
from perfeval.evaluation import FundSource
from perfeval.quantities import Fraction, finer_than, percent, read_weight


def money_precision(case: Case) -> Iterator[Raised]:
    """金额细于分 - Find amounts with a fraction of one 分."""
    unit = case.evaluation.money_unit
    for where, amount in _amounts(case):
        if amount.denominator != 1 and finer_than(amount, unit.decimals):
            message = f"{case.money_title(where)}{shown(amount)}{unit.value}细于1分钱"
            suggestion = f"以{unit.value}为单位时至多{unit.decimals}位小数，请核对金额和单位"
            yield found_at(where, "money-precision", message, suggestion)


def money_negative(case: Case) -> Iterator[Raised]:
    """金额为负 - Find amounts below zero."""
    for where, amount in _amounts(case):
        if amount.numerator < 0:
            message = f"{case.money_title(where)}{shown(amount)}{case.evaluation.money_unit.value}小于0"
            yield found_at(where, "money-negative", message, "请核对金额；调减预算的，填调减后的预算数")


def _amounts(case: Case) -> Iterator[tuple[str, Fraction]]:
    """Yield place and value of every amount that was read."""
    for table, rows in (("funds", case.card.funds.rows), ("spending", case.card.funds.spending)):
        for at, row in enumerate(rows):
            for column, amount in row.items():
                if amount is not None:
                    yield f"{table}[{at}].{column}", amount


def adjusted_missing(case: Case) -> Iterator[Raised]:
    """未填全年预算数 - Tell that the original budget was taken for the year's."""
    if not case.card.funds.adjusted_taken:
        return
    where = case.card.funds.origins["original"].partition("+")[0].replace(".original", ".adjusted")
    message = f"没有填全年预算数，已按年初预算数{case.amount('original')}作为全年预算数"
    yield found_at(where, "adjusted-missing", message, "年中没有调整预算的，不必处理；有调整的，请补填全年预算数")


def budget_zero(case: Case) -> Iterator[Raised]:
    """预算数为零 - Find a denominator of zero, against which no rate can be."""
    denominator = case.card.execution.denominator.value
    if case.card.funds.total[denominator] == 0:
        message = f"{COLUMNS[denominator]}为0，执行率按0计"
        yield found_at("execution", "budget-zero", message, "请核对预算数；年内确无预算的，请说明资金来源和原因")


def double_counted_source(case: Case) -> Iterator[Raised]:
    """资金来源重复计分 - Find rows of single sources that carry points although the total row already does."""
    if case.rules.execution.weight is None:
        return
    for at, row in enumerate(case.evaluation.funds):
        if row.source is FundSource.TOTAL or (row.weight is None and row.claimed is None):
            continue
        for column, title, text in (("claimed", "得分", row.claimed), ("weight", "分值", row.weight)):
            if text is not None and read_weight(text):
                message = f"“{row.source.label}”一行写了{title}{text}，预算执行率只按年度资金总额计分一次"
                suggestion = f"请删去该行的{title}，合并到年度资金总额一行"
                yield found_at(f"funds[{at}].{column}", "double-counted-source", message, suggestion)
                break


def over_budget(case: Case) -> Iterator[Raised]:
    """支出超预算 - Find more spent than the denominator allows."""
    denominator = case.card.execution.denominator.value
    if _more_spent(case, denominator):
        message = f"全年执行数{case.amount('spent')}大于{COLUMNS[denominator]}{case.amount(denominator)}"
        yield found_at(case.total_cell("spent"), "over-budget", message, "请核对金额；确实超预算支出的，请说明原因和资金来源")


def over_received(case: Case) -> Iterator[Raised]:
    """支出超到位 - Find more spent than was received."""
    if _more_spent(case, "received"):
        message = f"全年执行数{case.amount('spent')}大于到位数{case.amount('received')}"
        yield found_at(case.total_cell("spent"), "over-received", message, "请核对金额；确实先行垫付的，请说明原因和资金来源")


def _more_spent(case: Case, column: str) -> bool:
    """Tell whether more was spent than a column of the total holds."""
    spent, limit = case.card.funds.total["spent"], case.card.funds.total[column]
    return spent is not None and limit is not None and spent > limit


def original_zero(case: Case) -> Iterator[Raised]:
    """年初预算为零 - Find a budget of the year that began as 0."""
    total = case.card.funds.total
    if total["original"] == 0 and total["adjusted"]:
        message = f"年初预算数为0，全年预算数为{case.amount('adjusted')}"
        yield found_at(case.total_cell("original"), "original-zero", message, "年中追加的，请在说明中写明追加的时间和文件")


def unspent(case: Case) -> Iterator[Raised]:
    """结余过大 - Find a large part of the budget unspent without a reason on the money row."""
    rate, budget = case.card.execution.rate, case.card.funds.total[case.card.execution.denominator.value]
    if rate is None or not budget or budget < 0 or case.money_reason:
        return
    left, limit = 1 - rate, case.rules.thresholds.unspent
    if left > limit:
        message = f"预算执行率{percent(rate)}，结余{percent(left)}，超过{percent(limit, 0)}，资金行没有填写原因"
        yield found_at("execution", "unspent", message, "请在资金行说明未支出的原因和后续安排")
