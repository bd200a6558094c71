"""时限指标 - Done by the day: full points in time; late nothing, or less by day or by band where the set says so.

Rule:    时限指标没有查到官方比例规则，按是否如期处理；逾期扣分标准由指标体系规定（house rule）。
Formula: done on or before the day: weight; late: 0, or weight − per_day × days, or weight × share of the band reached.
Edges:   who names only a month or year is compared by month or year.
"""

from pydantic import Field

from perfeval.indicators import Number, Part, Weight, worth
from perfeval.indicators import Parameters as _Parameters
from perfeval.quantities import Day, Fraction, plain, plain_points
from perfeval.scoring.row import Earned, Row


class LateBand(Part):
    """逾期分档 - Give a share of the weight for being late by at most so many days."""

    days: int = Field(ge=1)
    share: Number


class Parameters(_Parameters):
    """评分参数 - Say what being late costs: points per day, or a share by band; without either everything."""

    per_day: Weight | None = None
    bands: tuple[LateBand, ...] = ()


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    if parameters.per_day is not None:
        return f"按期完成得满分，每逾期一天扣{plain_points(parameters.per_day)}分，扣完为止"
    late = [f"逾期{band.days}天以内的{worth(band.share)}" for band in sorted(parameters.bands, key=lambda band: band.days)]
    return "，".join(["按期完成得满分", *late, "再晚的不得分" if late else "逾期不得分"])


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return what a row earns that should be done by a day."""
    done, due = row.finished, row.read_target.day if row.read_target else None
    if not isinstance(done, Day) or due is None or done.by(due):
        return row.full("按期完成，记满分")
    days = done.late(due)
    if parameters.per_day is not None:
        cost = plain_points(parameters.per_day)
        exact = max(Fraction(0), row.full_points - Fraction(parameters.per_day, 100) * days)
        return row.sum(exact, f"max(0,{row.weight_text}-{cost}*{days})", f"逾期{days}天，每逾期一天扣{cost}分")
    for band in sorted(parameters.bands, key=lambda band: band.days):
        if days <= band.days:
            expression = f"{row.weight_text}*{plain(band.share)}"
            return row.sum(row.full_points * band.share, expression, f"逾期{days}天，在{band.days}天以内")
    return row.nothing(f"逾期{days}天，不得分")
