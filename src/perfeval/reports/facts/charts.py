"""图表事实 - What a chart of Word is filled with: categories and series whose values are plain numbers as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFacts:
    """图表系列 - Hold one series: its name, and a number for each category, empty where there is none."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFacts:
    """图表 - Hold everything that a chart shows."""

    title: str
    categories: tuple[str, ...]
    series: tuple[SeriesFacts, ...]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """数据表 - Return the chart as a table: series side by side below their names, a row for each category."""
        heads = ("", *(each.name for each in self.series))
        return (heads, *((each, *(one.values[at] for one in self.series)) for at, each in enumerate(self.categories)))


def chart(title: str, categories: Sequence[str], series: Mapping[str, Sequence[str]]) -> ChartFacts:
    """图表 - Return a chart of these categories and series."""
    made = tuple(SeriesFacts(name=name, values=tuple(values)) for name, values in series.items())
    return ChartFacts(title=title, categories=tuple(categories), series=made)
