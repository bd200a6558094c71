"""体系要点 - What checks ask of a set again and again, worked out once for each set and remembered by text.

One hundred thousand forms of one set name the same few levels; each is looked up once.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from perfeval.indicators import Category, EvidenceRule, Indicator, IndicatorSet, letters, plain_name
from perfeval.quantities import normal
from perfeval.scoring import find_category, is_harm

_FILLERS = "及时|按时|按期|足额|全额|实际|总"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """层级位置 - Hold what level-1 and level-2 name of a row mean to the set; misplaced says what is wrong with them."""

    misplaced: str | None = None
    output: bool = False
    cost: bool = False
    evidence: EvidenceRule | None = None


class Guide:
    """体系要点 - Answer what checks ask about names, by one set."""

    def __init__(self, rules: IndicatorSet) -> None:
        self.rules = rules
        words = rules.vocabulary
        money = rf"(?:{_any(words.money_nouns)})(?:{_FILLERS})*(?:{_any(words.money_verbs)})"
        self._money = re.compile(money) if words.money_nouns and words.money_verbs else None
        self._aspects = any(category.aspects for category in rules.categories)
        self.indicators: dict[str, Indicator] = {letters(each.name): each for each in rules.indicators}
        self.demands = any(each.evidence and each.evidence.required for each in rules.indicators) or any(
            aspect.evidence and aspect.evidence.required for category in rules.categories for aspect in category.aspects
        )
        self.level = lru_cache(maxsize=4096)(self._level)
        self.harmful = lru_cache(maxsize=8192)(self._harmful)
        self.moves_money = lru_cache(maxsize=8192)(self._moves_money)

    def _level(self, category: str | None, aspect: str | None) -> Level:
        """Return what a pair of level names means."""
        words, named = self.rules.vocabulary, f"{category or ''}\n{aspect or ''}"
        found = find_category(self.rules, category) if category else None
        wanted = plain_name(aspect or "")
        own = next((each for each in found.aspects if plain_name(each.name) == wanted), None) if found else None
        return Level(
            misplaced=self._misplaced(found, category, aspect),
            output=any(word in (category or "") for word in words.output),
            cost=any(word in named for word in words.cost),
            evidence=own.evidence if own else None,
        )

    def _misplaced(self, found: Category | None, category: str | None, aspect: str | None) -> str | None:
        """Return what is wrong with a pair of level names, None where nothing is; a level that the set lacks is not judged."""
        if not self.rules.categories:
            return None
        if found is None:
            return "未填写一级指标" if category is None else f"一级指标“{category}”不在本指标体系中"
        if not self._aspects or not found.aspects:
            return None
        if aspect is None:
            return f"未填写二级指标，一级指标“{found.name}”下应归入某个二级指标"
        wanted = plain_name(aspect)
        homes = [part.name for part in self.rules.categories for each in part.aspects if plain_name(each.name) == wanted]
        if not homes:
            return f"二级指标“{aspect}”不在本指标体系中"
        return None if found.name in homes else f"二级指标“{aspect}”应在“{'”“'.join(homes)}”下，写在了“{category}”下"

    def _harmful(self, name: str) -> bool:
        return is_harm(self.rules, name)

    def _moves_money(self, name: str) -> bool:
        """Tell whether a name says that money is paid, allotted or used."""
        return self._money is not None and self._money.search(normal(name)) is not None


@lru_cache(maxsize=64)
def guide_to(rules: IndicatorSet) -> Guide:
    """取体系要点 - Return the guide to a set, made once."""
    return Guide(rules)


def _any(words: tuple[str, ...]) -> str:
    """Return a pattern for any of the words."""
    return "|".join(re.escape(word) for word in words)
