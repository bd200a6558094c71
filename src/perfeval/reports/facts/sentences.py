"""标准语句 - Compose the sentences that reports repeat every year, from facts alone: total, grade, execution rate, points lost."""

from dataclasses import dataclass

from perfeval.reports import wording
from perfeval.reports.case import Case
from perfeval.reports.facts.money import FundFacts, MoneyFacts
from perfeval.reports.facts.parts import CategoryFacts
from perfeval.reports.facts.rows import LostFacts, execution_reason, shown_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """标准语句 - Hold whole sentences, ready to stand in a report.

    lost has one sentence for each row that lost points; where none did, the one that says so.
    """

    total: str
    goal: str
    grade: str
    framework: str
    execution: str
    execution_deviation: str
    funds: str
    spending: str
    categories: str
    lost: tuple[str, ...]
    excluded: tuple[str, ...]
    staff: str


def sentences(case: Case, money: MoneyFacts, categories: tuple[CategoryFacts, ...], lost: tuple[LostFacts, ...]) -> Sentences:
    """标准语句 - Return the sentences of one form."""
    return Sentences(
        total=_total(case),
        goal=_goal(case),
        grade=_grade(case),
        framework=_framework(case, categories),
        execution=_execution(case, money.total),
        execution_deviation=_execution_deviation(case),
        funds=_funds(case, money),
        spending=_spending(case, money),
        categories=wording.sentence("；".join(each.sentence.rstrip("。") for each in categories)) if categories else wording.NOT_WRITTEN,
        lost=tuple(each.sentence for each in lost) or (_nothing_lost(case),),
        excluded=tuple(
            wording.sentence(f"{shown_name(score.row)}：不适用，不计分，原因：{score.row.written.reason or '未填写'}")
            for score in case.card.rows
            if score.row.written.not_applicable
        ),
        staff=_staff(case),
    )


def _total(case: Case) -> str:
    card = case.card
    if card.total is None:
        return _unscored(case)
    total = f"自评总分{wording.points(card.total)}分"
    if not card.complete:
        missing = [shown_name(score.row) for score in card.rows if score.counts and score.points is None]
        if card.execution.weight is not None and card.execution.points is None:
            missing.insert(0, "预算执行率")
        return wording.sentence(f"现有得分合计{wording.points(card.total)}分；{wording.listed(missing)}尚无得分，评分未完成，暂不评定等级")
    if card.grade is None:
        return wording.sentence(f"{total}，暂不评定等级")
    forced = f"（因“{card.forced[-1].item}”确定）" if card.forced else ""
    return wording.sentence(f"{total}，等级为“{card.grade}”{forced}")


def _unscored(case: Case) -> str:
    """Return that the set has no points, and what the unit wrote all the same."""
    foot = case.evaluation.claimed
    told = [f"总分{foot.total}分"] if foot.total else []
    told += [f"等级“{foot.grade}”"] if foot.grade else []
    written = f"；单位自评{'、'.join(told)}，照单位所填列示" if told else "，不形成总分和等级"
    return wording.sentence(f"本次自评使用的指标体系不计分{written}")


def _goal(case: Case) -> str:
    """Return how far the indicators of a form were reached: full points, points lost, not judged yet, not applicable."""
    rows = case.card.rows
    excluded = sum(score.row.written.not_applicable for score in rows)
    if not case.rules.scored:
        told = sum(score.row.written.actual is not None or score.row.read_actual is not None for score in rows)
        return wording.sentence(f"共{len(rows)}项绩效指标，已填报完成情况{told}项")
    counts = (
        ("得满分", sum(score.points is not None and score.points == score.row.weight for score in rows)),
        ("有失分", sum(score.lost > 0 for score in rows)),
        ("尚无得分", sum(score.counts and score.points is None for score in rows)),
        ("不适用", excluded),
    )
    told_counts = "，".join(f"{name}{count}项" for name, count in counts if count)
    return wording.sentence(f"共{len(rows)}项绩效指标，其中{told_counts}" if told_counts else f"共{len(rows)}项绩效指标")


def _framework(case: Case, categories: tuple[CategoryFacts, ...]) -> str:
    """Return by which set the form was scored, and how many indicators it has."""
    levels = f"设{wording.listed(each.short_name for each in categories)}等{len(categories)}个一级指标、" if len(categories) > 1 else "设"
    whole = f"，满分{wording.weight(case.card.whole_weight)}分" if case.rules.scored else ""
    return wording.sentence(f"本次自评采用“{case.rules.title}”指标体系，{levels}{len(case.card.rows)}项三级指标{whole}")


def _grade(case: Case) -> str:
    """Return how the bands of the set read."""
    bands = sorted(case.rules.grades, key=lambda band: -band.floor)
    if not bands:
        return "本指标体系不划分等级。"
    parts = []
    above: str | None = None
    for band in bands:
        floor = wording.weight(band.floor)
        low = f"{floor}分（含）以上" if above is None else f"{floor}分（含）至{above}分" if band.floor else f"{above}分以下"
        parts.append(f"{low}为{band.name}")
        above = floor
    return wording.sentence("，".join(parts))


def _execution(case: Case, total: FundFacts) -> str:
    execution = case.card.execution
    label, unit = execution.denominator.label, case.evaluation.money_unit.value
    if execution.rate is None:
        return wording.sentence(f"{label}{_money(total.budget, unit)}，全年执行数{_money(total.spent, unit)}，预算执行率无法计算")
    text = f"{label}{_money(total.budget, unit)}，全年执行数{_money(total.spent, unit)}，预算执行率{total.rate}"
    if execution.weight is None:
        return wording.sentence(text)
    return wording.sentence(f"{text}；该项满分{total.weight}分，得{total.points}分")


def _execution_deviation(case: Case) -> str:
    """Return why the money row lost points; nothing where it lost none and nobody gave a reason."""
    money = case.evaluation.execution
    told = wording.clauses((execution_reason(case), money.measures))
    if told:
        return wording.sentence(f"预算执行偏差原因及改进措施：{told}")
    return "预算执行偏差的原因未填写。" if case.card.execution.lost > 0 else ""


def _money(text: str, unit: str) -> str:
    return "未填写" if text == wording.MISSING else f"{text}{unit}"


def _funds(case: Case, money: MoneyFacts) -> str:
    """Return the year's money by budget version, then by source."""
    unit, total = case.evaluation.money_unit.value, money.total
    versions = (("年初预算数", total.original), ("全年预算数", total.adjusted), ("到位数", total.received), ("全年执行数", total.spent))
    told = [f"{label}{text}{unit}" for label, text in versions if text != wording.MISSING]
    if not told:
        return "资金数额未填写。"
    parts = [f"{row.title}{row.budget}{unit}" for row in money.rows if row.budget != wording.MISSING]
    split = f"。按资金来源分，{case.rules.execution.denominator.label}中{'，'.join(parts)}" if parts else ""
    return wording.sentence(f"年度资金总额：{'，'.join(told)}{split}")


def _spending(case: Case, money: MoneyFacts) -> str:
    """Return what was spent, by kind of spending."""
    unit, spent = case.evaluation.money_unit.value, money.total.spent
    parts = [f"{row.title}{row.spent}{unit}" for row in money.spending if row.spent != wording.MISSING]
    split = f"，其中{'，'.join(parts)}" if parts else ""
    return "全年执行数未填写。" if spent == wording.MISSING and not parts else wording.sentence(f"全年执行数{_money(spent, unit)}{split}")


def _nothing_lost(case: Case) -> str:
    return "各项指标均得满分，没有失分。" if case.card.complete and case.card.total is not None else "已有得分的指标没有失分。"


def _staff(case: Case) -> str:
    staff = case.evaluation.staff
    parts = [f"{label}{text}人" for label, text in (("编制", staff.posts), ("在职", staff.in_post), ("退休", staff.retired)) if text]
    return wording.sentence("，".join(parts)) if parts else wording.NOT_WRITTEN
