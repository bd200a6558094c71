"""评分方法 - All rules by which a row can earn points; a new one is a file here, a line below, and its cases."""

from perfeval.indicators import Better
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
    stepped_down,
    stretched,
    within,
    yes_no,
)
from perfeval.scoring.methods.method import Method, Needs, completion, inverse, method

METHODS = (
    method("at_least", "正向（≥）", Needs.NUMBERS, Better.MORE, at_least.Parameters, at_least.earn, at_least.words, rate=completion),
    method("at_most", "反向（≤）", Needs.NUMBERS, Better.LESS, at_most.Parameters, at_most.earn, at_most.words, rate=inverse),
    method("equal_to", "等于（=）", Needs.NUMBERS, Better.NEITHER, equal_to.Parameters, equal_to.earn, equal_to.words, rate=completion),
    method("within", "区间", Needs.RANGE, Better.NEITHER, within.Parameters, within.earn, within.words),
    method("dated", "时限", Needs.DAY, Better.NEITHER, dated.Parameters, dated.earn, dated.words),
    method("yes_no", "是否", Needs.WORDS, Better.NEITHER, yes_no.Parameters, yes_no.earn, yes_no.words),
    method("banded", "定性分档", Needs.BAND, Better.NEITHER, banded.Parameters, banded.earn, banded.words),
    method("judged", "人工评判", Needs.CLAIM, Better.NEITHER, judged.Parameters, judged.earn, judged.words),
    method("stepped", "分段计分", Needs.ACTUAL, Better.MORE, stepped.Parameters, stepped.earn, stepped.words),
    method(
        "stepped_down", "分段计分（越低越好）", Needs.ACTUAL, Better.LESS, stepped_down.Parameters, stepped_down.earn, stepped_down.words
    ),
    method(
        "stretched", "及格线以上折算", Needs.NUMBERS, Better.MORE, stretched.Parameters, stretched.earn, stretched.words, rate=completion
    ),
    method("per_point", "每超一点扣分", Needs.ACTUAL, Better.NEITHER, per_point.Parameters, per_point.earn, per_point.words),
    method("checklist", "逐项得分", Needs.ITEMS, Better.NEITHER, checklist.Parameters, checklist.earn, checklist.words),
    method(
        "checklist_deduction",
        "逐项扣分",
        Needs.ITEMS,
        Better.NEITHER,
        checklist_deduction.Parameters,
        checklist_deduction.earn,
        checklist_deduction.words,
    ),
    method(
        "deduct_per_event",
        "按次扣分",
        Needs.EVENTS,
        Better.NEITHER,
        deduct_per_event.Parameters,
        deduct_per_event.earn,
        deduct_per_event.words,
    ),
    method("pick_one", "二者择一", Needs.INPUTS, Better.NEITHER, pick_one.Parameters, pick_one.earn, pick_one.words),
)
BY_NAME = {entry.name: entry for entry in METHODS}

__all__ = ["BY_NAME", "METHODS", "Method", "Needs"]
