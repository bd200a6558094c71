"""评分方法 - All rules by which a row can earn points; a new one is a file here, a line below, and its cases."""

from perfeval.scoring.methods import (
    at_least,
    at_most,
    banded,
    checklist,
    checklist_deduction,
    dated,
    deduct_per_event,
    equal_to,
    judged,
    per_point,
    pick_one,
    stepped,
    stretched,
    within,
    yes_no,
)
from perfeval.scoring.methods.method import Method, Needs, completion, inverse, method

METHODS = (
    method("at_least", "正向（≥）", at_least.Parameters, Needs.NUMBERS, at_least.earn, completion),
    method("at_most", "反向（≤）", at_most.Parameters, Needs.NUMBERS, at_most.earn, inverse),
    method("equal_to", "等于（=）", equal_to.Parameters, Needs.NUMBERS, equal_to.earn, completion),
    method("within", "区间", within.Parameters, Needs.RANGE, within.earn),
    method("dated", "时限", dated.Parameters, Needs.DAY, dated.earn),
    method("yes_no", "是否", yes_no.Parameters, Needs.WORDS, yes_no.earn),
    method("banded", "定性分档", banded.Parameters, Needs.BAND, banded.earn),
    method("judged", "人工评判", judged.Parameters, Needs.CLAIM, judged.earn),
    method("stepped", "分段计分", stepped.Parameters, Needs.ACTUAL, stepped.earn),
    method("stretched", "及格线以上折算", stretched.Parameters, Needs.NUMBERS, stretched.earn, completion),
    method("per_point", "每超一点扣分", per_point.Parameters, Needs.ACTUAL, per_point.earn),
    method("checklist", "逐项得分", checklist.Parameters, Needs.ITEMS, checklist.earn),
    method("checklist_deduction", "逐项扣分", checklist_deduction.Parameters, Needs.ITEMS, checklist_deduction.earn),
    method("deduct_per_event", "按次扣分", deduct_per_event.Parameters, Needs.EVENTS, deduct_per_event.earn),
    method("pick_one", "二者择一", pick_one.Parameters, Needs.INPUTS, pick_one.earn),
)
BY_NAME = {entry.name: entry for entry in METHODS}

__all__ = ["BY_NAME", "METHODS", "Method", "Needs"]
