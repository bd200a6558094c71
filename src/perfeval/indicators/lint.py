"""体检 - Find what is wrong in the sense of a set that can be read: sums, bands, levels, directions, sources."""

from collections.abc import Collection
from dataclasses import dataclass

from perfeval.indicators.model import IndicatorSet
from perfeval.indicators.parts import Methods


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


def lint(rules: IndicatorSet, methods: Methods, codes: Collection[str] = ()) -> tuple[Defect, ...]:
    """体检 - Return every defect of a set; codes are those of the checks whose severity a set may change."""
    return ()
