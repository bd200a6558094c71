"""体系缺陷 - What a rule of the linter is asked, what it finds, and how that is told."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from perfeval.indicators.model import Indicator, IndicatorSet, MethodChoice
from perfeval.indicators.parts import Methods, Parameters
from perfeval.syntax import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """体系缺陷 - Hold what is wrong with a set file, where, and what to do."""

    code: str
    where: str
    message: str
    suggestion: str

    def __str__(self) -> str:
        """一行说明 - Return the defect as one line for people."""
        return f"{self.where}：{self.message}。{self.suggestion}"


class Flaw(NamedTuple):
    """疵点 - Name what a rule found and the path of it in the resolved set."""

    code: str
    path: Path
    message: str
    suggestion: str


class Choice(NamedTuple):
    """方法用处 - Name one place of a set where a method is chosen, with its parameters and the indicator it is for."""

    path: Path
    method: str
    parameters: Parameters
    indicator: Indicator | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """体检对象 - Hold the set, the table of methods and the codes of checks."""

    rules: IndicatorSet
    methods: Methods
    codes: Collection[str]

    def choices(self) -> Iterator[Choice]:
        """全部方法用处 - Yield every place of the set that chooses a method."""
        yield from _standards(("standard",), self.rules.standard)
        for at, category in enumerate(self.rules.categories):
            for number, aspect in enumerate(category.aspects):
                yield from _standards(("categories", at, "aspects", number, "standard"), aspect.standard)
        for at, each in enumerate(self.rules.indicators):
            if each.method is not None:
                yield Choice(("indicators", at), each.method, each.parameters, each)


Rule = Callable[[Asked], Iterator[Flaw]]
"""体检规则 - Yield what is wrong with a set in one respect."""


def _standards(path: Path, standard: dict[str, MethodChoice]) -> Iterator[Choice]:
    """Yield the methods of one list of standards."""
    return (Choice((*path, name), choice.method, choice.parameters, None) for name, choice in standard.items())
