"""自评低报的表 - A form that can be submitted at once although the unit claims less than the rule gives."""

from typing import Any

from tests.service.filled import form, with_row


def with_claim_below() -> dict[str, Any]:
    """自评低于测算 - Return a form whose first row claims two points fewer than it earns, with the reason."""
    lower = with_row(form(claimed={"total": "97.60", "grade": "优"}), "r1", claimed="18", reason="两人中途转学", measures="按月核对学籍")
    return {**lower, "answers": [{"code": code, "row": None, "words": "从严自评"} for code in ("points-below-rule", "reason-without-loss")]}
