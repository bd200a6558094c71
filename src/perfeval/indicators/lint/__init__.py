"""体检 - Find what is wrong in the sense of a set that can be read: sums, bands, levels, methods, directions, sources.

A rule is a generator in one of the files beside this one and stands in RULES; it says what, where, why and what to do.
Every defect keeps a set from being handed out.
"""

from collections.abc import Collection

from perfeval.indicators.lint.bands import BAND_RULES
from perfeval.indicators.lint.defect import Asked, Defect, Rule
from perfeval.indicators.lint.directions import DIRECTION_RULES
from perfeval.indicators.lint.levels import LEVEL_RULES
from perfeval.indicators.lint.methods import METHOD_RULES
from perfeval.indicators.lint.sources import SOURCE_RULES
from perfeval.indicators.lint.sums import SUM_RULES
from perfeval.indicators.model import IndicatorSet
from perfeval.indicators.parts import Methods
from perfeval.indicators.refusals import named_place

__all__ = ["RULES", "Defect", "lint"]

RULES: tuple[Rule, ...] = (*LEVEL_RULES, *SUM_RULES, *BAND_RULES, *METHOD_RULES, *DIRECTION_RULES, *SOURCE_RULES)
"""全部规则 - Every rule of the linter; a new one is a generator, a line in its file's list, and a broken file in the tests."""


def lint(rules: IndicatorSet, methods: Methods, codes: Collection[str] = ()) -> tuple[Defect, ...]:
    """体检 - Return every defect of a set; codes are those of the checks whose severity a set may change."""
    asked = Asked(rules=rules, methods=methods, codes=codes)
    found: list[Defect] = []
    for rule in RULES:
        for flaw in rule(asked):
            named = named_place(rules.tree, flaw.path)
            where = rules.where(flaw.path) + (f"（{named}）" if named else "")
            found.append(Defect(code=flaw.code, where=where, message=flaw.message, suggestion=flaw.suggestion))
    return tuple(found)
