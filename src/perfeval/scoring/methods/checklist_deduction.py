"""逐项扣分 - Full points at the start, so many less for every item that is not met, down to zero.

Rule:    如“三公”经费管理3分，分三项，缺一项扣1分，扣完为止。见部门整体支出指标体系的公开片段。
Formula: weight − Σ deduction of the items not met, at least 0.
"""

from pydantic import Field

from perfeval.indicators import Parameters as _Parameters
from perfeval.indicators import Part, Weight
from perfeval.quantities import Fraction, plain_points
from perfeval.scoring.row import Earned, Row
from perfeval.scoring.trace import Input


class Item(Part):
    """要点 - Name an item as printed, and what missing it costs."""

    name: str
    deduct: Weight


class Parameters(_Parameters):
    """评分参数 - List the items with their deductions."""

    items: tuple[Item, ...] = Field(min_length=1)

    @property
    def names(self) -> tuple[str, ...]:
        """要点名称 - Return the items a row must answer."""
        return tuple(item.name for item in self.items)


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    missed = "，".join(f"{item.name}（{plain_points(item.deduct)}分）" for item in parameters.items)
    return f"各项都符合得满分，不符合的每项扣括号内的分，扣完为止：{missed}"


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return what is left after the deductions."""
    missed = [item for item in parameters.items if not row.written.items.get(item.name)]
    answers = tuple(
        Input(item.name, "不符合" if item in missed else "符合", f'{row.where}.items["{item.name}"]') for item in parameters.items
    )
    if not missed:
        full = row.full("各项均符合，记满分")
        return row.sum(full.exact, full.expression, full.words, *answers)
    lost = sum(item.deduct for item in missed)
    expression = f"max(0,{row.weight_text}{''.join(f'-{plain_points(item.deduct)}' for item in missed)})"
    exact = max(Fraction(0), row.full_points - Fraction(lost, 100))
    return row.sum(exact, expression, f"不符合{len(missed)}项，逐项扣分，扣完为止", *answers)
