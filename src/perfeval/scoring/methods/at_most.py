"""反向指标 - Less is better: full points up to the target, fewer above it.

Rule:    反向指标得分＝权重×指标值÷完成值（2020年省级项目自评表填报说明第2条）；或按超出幅度线性扣减（在用系统做法，unverified）。
Formula: actual ≤ target: weight; otherwise weight × target ÷ actual, or linear: weight × (2 × target − actual) ÷ target, at least 0.
Edges:   a miss against a target of zero or less earns nothing.
"""

from enum import StrEnum

from perfeval.indicators import Parameters as _Parameters
from perfeval.quantities import Fraction
from perfeval.scoring.row import Earned, Row


class Shape(StrEnum):
    """扣减方式 - Say how points fall above the target."""

    QUOTIENT = "quotient"
    LINEAR = "linear"


_EXCEEDED = {Shape.QUOTIENT: "超过的按指标值÷完成值折算", Shape.LINEAR: "超过的按超出幅度扣减，超出一倍的不得分"}


class Parameters(_Parameters):
    """评分参数 - Say how points fall above the target: by quotient, or in a straight line down to 0 at twice the target."""

    shape: Shape = Shape.QUOTIENT


def words(parameters: Parameters) -> str:
    """说法 - Say in one sentence how a row earns."""
    return f"不超过指标值得满分，{_EXCEEDED[parameters.shape]}"


def earn(row: Row, parameters: Parameters) -> Earned:
    """得分 - Return what a row earns of which less is better."""
    if row.actual <= row.target:
        return row.full("未超过指标值，记满分")
    if row.target <= 0:
        return row.nothing("超过指标值，且无法按比例计分，不得分")
    if parameters.shape is Shape.LINEAR:
        exact = max(Fraction(0), row.share(2 * row.target - row.actual, row.target))
        expression = f"max(0,{row.weight_text}*(2*{row.target_text}-{row.actual_text})/{row.target_text})"
        return row.sum(exact, expression, "超过指标值，按超出幅度扣减")
    expression = f"{row.weight_text}*{row.target_text}/{row.actual_text}"
    return row.sum(row.share(row.target, row.actual), expression, "超过指标值，按指标值与完成值之比计分")
