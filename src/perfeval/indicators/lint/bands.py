"""分档 - Grades, judged bands and steps: each can be reached, none covers another, nothing falls between."""

from collections.abc import Iterator, Sequence

from perfeval import syntax
from perfeval.indicators.lint.defect import Asked, Flaw
from perfeval.indicators.model import Step
from perfeval.indicators.parts import Part
from perfeval.quantities import Fraction, plain, plain_points
from perfeval.syntax import Path


def grades_cover(asked: Asked) -> Iterator[Flaw]:
    """等级分段 - Find grades that overlap, cannot be reached or leave totals without a grade."""
    grades, scored = asked.rules.grades, asked.rules.scored
    if not scored:
        if grades:
            yield Flaw("grades-unwanted", ("grades",), "不计分的体系（weights: none）写了等级", "请删去 grades")
        return
    if not grades:
        yield Flaw("grades-missing", ("id",), "没有写等级分段", "请写 grades，从最高一级写到 floor 为 0 的一级")
        return
    yield from _falling([Fraction(band.floor) for band in grades], ("grades",), "floor", "等级")
    yield from _names([band.name for band in grades], ("grades",), "等级")
    if min(band.floor for band in grades) > 0:
        low = min(grades, key=lambda band: band.floor)
        message = f"最低一级“{low.name}”从{plain_points(low.floor)}分起，低于它的总分没有等级"
        yield Flaw("bands-gap", ("grades",), message, "请加一个 floor 为 0 的等级")


def grades_known(asked: Asked) -> Iterator[Flaw]:
    """强制等级 - Find grades that a veto or accumulated deductions force and the set does not have."""
    rules = asked.rules
    names = [band.name for band in rules.grades]
    forced: list[tuple[Path, str]] = [(("accumulated", at, "grade"), each.grade) for at, each in enumerate(rules.accumulated)]
    if rules.veto is not None:
        forced.append((("veto", "grade"), rules.veto.grade))
    for path, grade in forced:
        if grade not in names:
            place = syntax.unknown("", grade, names, "等级")
            yield Flaw("grade-unknown", path, place.message, place.suggestion or "请先在 grades 中写明这个等级")


def ladders_of_set(asked: Asked) -> Iterator[Flaw]:
    """体系分段 - Find steps of the money row, of over-completion and of accumulated deductions that cannot be reached."""
    rules = asked.rules
    yield from _steps(rules.execution.steps, ("execution", "steps"))
    yield from _rising([each.at_least for each in rules.over_completion], ("over_completion",), "at_least", "超额完成分段")
    yield from _falling([each.keep for each in rules.over_completion], ("over_completion",), "keep", "超额完成分段")
    yield from _rising([Fraction(each.lost) for each in rules.accumulated], ("accumulated",), "lost", "累计扣分")


def ladders_of_methods(asked: Asked) -> Iterator[Flaw]:
    """方法分段 - Find bands and steps in the parameters of a method that overlap or cannot be reached."""
    for choice in asked.choices():
        for name, value in _lists(choice.parameters):
            path: Path = (*choice.path, "parameters", name)
            steps = [each for each in value if isinstance(each, Step)]
            if steps:
                yield from _steps(steps, path)
                continue
            members = [dict(each) for each in value]
            floors = [each["floor"] for each in members if isinstance(each.get("floor"), Fraction)]
            if floors:
                yield from _judged(floors, [str(each.get("name")) for each in members], path)
            ceilings = [each["at_most"] for each in members if isinstance(each.get("at_most"), Fraction)]
            if ceilings:
                yield from _rising(ceilings, path, "at_most", "分段")
                yield from _falling([each["share"] for each in members], path, "share", "分段")
            days = [Fraction(each["days"]) for each in members if isinstance(each.get("days"), int)]
            if days:
                yield from _rising(days, path, "days", "逾期分档")
                yield from _falling([each["share"] for each in members], path, "share", "逾期分档")


def _lists(parameters: Part) -> Iterator[tuple[str, Sequence[Part]]]:
    """Yield every list of parts among the parameters."""
    for name, value in parameters:
        if isinstance(value, tuple) and value and all(isinstance(each, Part) for each in value):
            yield name, value


def _judged(floors: Sequence[Fraction], names: Sequence[str], path: Path) -> Iterator[Flaw]:
    """Yield what is wrong with judged bands."""
    yield from _falling(floors, path, "floor", "定性档次")
    yield from _names(names, path, "定性档次")
    if floors[0] >= 1:
        yield Flaw("band-unreachable", (*path, 0, "floor"), "第一档从100%起，只有满分一个分数", "请把第一档的 floor 写得低一些，如 80%")
    if floors[-1] != 0:
        yield Flaw(
            "bands-gap",
            (*path, len(floors) - 1, "floor"),
            f"最低一档从{_percent(floors[-1])}起，低于它的得分没有档次",
            "最低一档的 floor 应为 0%",
        )


def _steps(steps: Sequence[Step], path: Path) -> Iterator[Flaw]:
    """Yield what is wrong with steps."""
    yield from _falling([step.at_least for step in steps], path, "at_least", "分段")
    yield from _falling([step.share for step in steps], path, "share", "分段")


def _falling(values: Sequence[Fraction], path: Path, key: str, what: str) -> Iterator[Flaw]:
    """Yield members that are not below the one before."""
    for at in range(1, len(values)):
        if values[at] >= values[at - 1]:
            yield _covered(at, (*path, at, key), what, equal=values[at] == values[at - 1], order="从高到低")


def _rising(values: Sequence[Fraction], path: Path, key: str, what: str) -> Iterator[Flaw]:
    """Yield members that are not above the one before."""
    for at in range(1, len(values)):
        if values[at] <= values[at - 1]:
            yield _covered(at, (*path, at, key), what, equal=values[at] == values[at - 1], order="从低到高")


def _covered(at: int, path: Path, what: str, *, equal: bool, order: str) -> Flaw:
    """Return that a member is covered by the one before it."""
    key = path[-1]
    if equal:
        message = f"{what}第{at + 1}档与第{at}档的 {key} 相同，两档重叠，其中一档永远达不到"
        return Flaw("bands-overlap", path, message, "请改成不同的界限，或删去一档")
    return Flaw("bands-disordered", path, f"{what}第{at + 1}档的 {key} 越过了第{at}档，两档重叠", f"请把各档的 {key} {order}写")


def _names(names: Sequence[str], path: Path, what: str) -> Iterator[Flaw]:
    """Yield names that stand twice."""
    for at, name in enumerate(names):
        if name in names[:at]:
            yield Flaw("duplicate-band", (*path, at, "name"), f"{what}“{name}”写了两次", "每档的名称只能用一次")


def _percent(share: Fraction) -> str:
    """Return a share as a percentage."""
    return f"{plain(share * 100)}%"


BAND_RULES = (grades_cover, grades_known, ladders_of_set, ladders_of_methods)
"""分档规则 - The rules of this file, in the order of telling."""
