"""逐项得分 - Points for every item that is met.

Rule:    逐项列明分值，符合一项得一项的分，没有不得分。见2021年公开自评表的“评价标准及依据”列。
Formula: weight × points of the items met ÷ points of all items; with the set's own weight simply their sum.
"""

from pydantic import Field

from perfeval.indicators import Parameters as _Parameters
from perfeval.indicators import Part, Weight
from perfeval.quantities import Fraction, plain_points
from perfeval.scoring.row import Earned, Row
from perfeval.scoring.trace import Input, joined


class Item(Part):
    """要点 - Name an item as printed, and its points."""

    name: str
    points: Weight


class Parameters(_Parameters):
    """评分参数 - List the items with their points."""

    items: tuple[Item, ...] = Field(min_length=1)

    @property
    def names(self) -> tuple[str, ...]:
        """要点名称 - Return the items a row must answer."""
        return tuple(item.name for item in self.items)


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    return f"{'，'.join(f'{item.name}得{plain_points(item.points)}分' for item in parameters.items)}；没有的不得分"


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return the points of the items that are met."""
    met = [item for item in parameters.items if row.written.items.get(item.name)]
    gained, whole = sum(item.points for item in met), sum(item.points for item in parameters.items)
    terms = joined(plain_points(item.points) for item in met)
    answers = tuple(Input(item.name, "符合" if item in met else "不符合", f'{row.where}.items["{item.name}"]') for item in parameters.items)
    words = f"共{len(parameters.items)}项，符合{len(met)}项"
    if whole == (row.weight or 0):
        return row.sum(Fraction(gained, 100), terms, words, *answers)
    exact = row.full_points * gained / whole if whole else Fraction(0)
    return row.sum(exact, f"{row.weight_text}*({terms})/{plain_points(whole)}", f"{words}，按分值折算", *answers)
