"""定性分档 - Words judged by people, inside the limits of three bands.

Rule:    达成年度指标、部分达成年度指标并具有一定效果、未达成年度指标且效果较差三档，分别按照分值的 100%–80%（含）、80%–60%（含）、
         60%–0% 合理确定分值。财预〔2020〕10号（三档区间见公开自评表的表注；有的地方中间一档为 50%）。
Formula: the points that people gave, inside 0 … weight, and inside [floor, next floor) of the band written, the first closed at weight.
Edges:   limits are half up to 0.01.
"""

from collections.abc import Sequence

from pydantic import Field

from perfeval.indicators import Parameters as _Parameters
from perfeval.indicators import Part, Share, percentage
from perfeval.quantities import Fraction, Points, plain, plain_points, to_points
from perfeval.scoring.row import Earned, Row


class Band(Part):
    """档次 - Name a band and the share of the weight from which it begins."""

    name: str
    floor: Share


class Parameters(_Parameters):
    """评分参数 - Name the three bands from the best down."""

    bands: tuple[Band, ...] = Field(
        default=(
            Band(name="达成年度指标", floor=Fraction(4, 5)),
            Band(name="部分达成年度指标并具有一定效果", floor=Fraction(3, 5)),
            Band(name="未达成年度指标且效果较差", floor=Fraction(0)),
        ),
        min_length=2,
        max_length=3,
    )


def limits(weight: Points, bands: Sequence[Band]) -> list[tuple[Points, Points]]:
    """各档区间 - Return lowest and highest points of each band, in hundredths, both allowed."""
    floors = [to_points(Fraction(weight, 100) * band.floor) for band in bands]
    tops = [weight, *(Points(floor - 1) for floor in floors[:-1])]
    return list(zip(floors, tops, strict=True))


def allowed(weight: Points, band: int, parameters: Parameters) -> tuple[Points, Points]:
    """可评区间 - Return lowest and highest points that a band allows; a band that the set does not have allows all."""
    return limits(weight, parameters.bands)[band - 1] if band <= len(parameters.bands) else (Points(0), weight)


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    floors = [percentage(band.floor) for band in parameters.bands]
    spans = [f"{top}—{floor}（含）" for top, floor in zip(["100%", *floors[:-1]], floors, strict=True)]
    spans[-1] = spans[-1].removesuffix("（含）")
    told = "，".join(f"{band.name}为{span}" for band, span in zip(parameters.bands, spans, strict=True))
    return f"由评价人在各档的区间内评定，占分值的比例：{told}"


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return the points that people gave; the row was read for a valid judgement."""
    given = row.claim or Fraction(0)
    points = to_points(given)
    spans = limits(row.weight or Points(0), parameters.bands)
    at = next((at for at, (low, _) in enumerate(spans) if points >= low), len(spans) - 1)
    low, high = (plain_points(limit) for limit in spans[at])
    band = f"第{at + 1}档“{parameters.bands[at].name}”（{low}–{high}分）"
    return row.judged(given, plain(given), f"定性评判为{band}，评定得分 {plain(given)}")
