"""评分方法 - What a scoring method is: a name, its parameters, what it needs of a row, how it earns, and how that is said."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from perfeval.indicators import Better, Parameters
from perfeval.quantities import Fraction
from perfeval.scoring.row import Earned, Row

Own = TypeVar("Own", bound=Parameters)
Rate = Callable[[Row], Fraction | None]
"""完成率 - Return the rate of a row, None where there is none."""


class Needs(StrEnum):
    """评分所需 - Say what a row must hold before a method can score it."""

    NUMBERS = "target and actual as numbers"
    RANGE = "a range and a number"
    ACTUAL = "a number"
    DAY = "a day and when it was done"
    WORDS = "target and actual as words"
    ITEMS = "a checklist"
    EVENTS = "a list of events"
    INPUTS = "numbers by name"
    BAND = "target, actual and a judgement"
    CLAIM = "a judgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """评分方法 - Hold one rule by which a row earns points, and the sentence that tells it."""

    name: str
    title: str
    parameters: type[Parameters]
    needs: Needs
    better: Better
    earn: Callable[[Row, Parameters], Earned]
    words: Callable[[Parameters], str]
    rate: Rate

    @property
    def judged(self) -> bool:
        """评判型 - Tell whether people give the points, inside limits."""
        return self.needs in {Needs.BAND, Needs.CLAIM}

    @property
    def numeric(self) -> bool:
        """定量 - Tell whether the target is compared as a number."""
        return self.needs in {Needs.NUMBERS, Needs.RANGE}


def completion(row: Row) -> Fraction | None:
    """完成率 - Return actual ÷ target, None for a target of zero."""
    return row.actual / target if (target := row.target) else None


def inverse(row: Row) -> Fraction | None:
    """反向完成率 - Return target ÷ actual, None for an actual of zero."""
    return row.target / actual if (actual := row.actual) else None


def no_rate(row: Row) -> Fraction | None:
    """无完成率 - Return None: this method knows no rate."""
    return None


def method(  # noqa: PLR0913, PLR0917 - one line of the table of methods
    name: str,
    title: str,
    needs: Needs,
    better: Better,
    parameters: type[Own],
    earn: Callable[[Row, Own], Earned],
    words: Callable[[Own], str],
    *,
    rate: Rate = no_rate,
) -> Method:
    """登记方法 - Return the entry of a method; parameters of another method are refused.

    The linter and the property tests go by `needs` and `better`; a method whose parameters decide the way is NEITHER.
    """

    def _refuse(own: Parameters) -> TypeError:
        return TypeError(f"{name} got the parameters of another method: {type(own).__name__}")

    def _earned(row: Row, own: Parameters) -> Earned:
        if not isinstance(own, parameters):
            raise _refuse(own)
        return earn(row, own)

    def _told(own: Parameters) -> str:
        if not isinstance(own, parameters):
            raise _refuse(own)
        return words(own)

    return Method(name=name, title=title, parameters=parameters, needs=needs, better=better, earn=_earned, words=_told, rate=rate)
