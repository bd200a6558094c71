"""别处的名称 - Find units, places and projects in a text that belong to somebody else, and say whose they are.

Names come from outside: the unit tree and the project list of a round, or the titles of the other reports of a batch. A text alone can only
be held against itself: an office of its own kind with another place before it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from perfeval.checks.finding import Raised
from perfeval.checks.texts.facts import Facts
from perfeval.checks.texts.reading import Report, Sentence, compact, raised
from perfeval.checks.texts.rules import TextRules

CODE = "foreign-name"
_TITLE_PARAGRAPHS = 6
_NEAR = 6
_LEAST, _MOST = 3, 20
_PLACE = r"[\u4e00-\u9fff]{1,3}[省市州县区旗镇乡]"
_PLACE_THERE = re.compile(_PLACE)


class Own(Struct, frozen=True, kw_only=True):
    """本单位的名称 - Hold by which place, unit and project a report goes; nothing where it does not say.

    chain: the chain of its units; ranks: what it may be mistaken for, nothing where that is not known; said: what its form says besides.
    """

    place: str = ""
    unit: str = ""
    project: str = ""
    chain: str = ""
    ranks: frozenset[str] = frozenset()
    said: str = ""

    def knows(self, name: "Name") -> bool:
        """不是别家的 - Tell whether a name is one's own, of those above or below, of another rank, or stands in one's form."""
        related = bool(name.chain and self.chain) and (self.chain.startswith(name.chain) or name.chain.startswith(self.chain))
        other_rank = bool(name.rank and self.ranks) and name.rank not in self.ranks
        mine = (self.unit, self.project, self.place, self.said)
        return related or other_rank or any(name.text in each for each in mine) or bool(self.place and self.place in name.text)


def own_names(report: Report, rules: TextRules, facts: Facts) -> Own:
    """取本单位名称 - Return whose report it is: by its form, else by its title."""
    offices = "|".join(map(re.escape, rules.words["offices"]))
    subject = facts.evaluation.subject if facts.evaluation else None
    title = "\n".join(re.sub(r"\s", "", each.text) for each in report.paragraphs[:_TITLE_PARAGRAPHS] if len(each.text) <= 60)  # noqa: PLR2004 - a title
    unit = (subject.unit or subject.department or "") if subject else ""
    found = re.search(rf"(?P<place>{_PLACE})(?P<office>{offices})", unit or title)
    return Own(
        place=found["place"] if found else "",
        unit=unit or (found.group() if found else ""),
        project=(subject.project or "") if subject else "",
    )


def places_of(unit: str) -> tuple[str, ...]:
    """名称中的地方 - Return the places that the name of a unit begins with, the widest first.

    Example:
        >>> places_of("南山县柳溪镇中心小学"), places_of("中心小学")
        (('南山县', '柳溪镇'), ())
    """
    found: list[str] = []
    behind = 0
    while match := _PLACE_THERE.match(unit, behind):
        found.append(match.group())
        behind = match.end()
    return tuple(found)


def telling_names(projects: Iterable[tuple[str, str]], rules: TextRules) -> Iterator[tuple[str, str]]:
    """专有的项目名称 - Yield names, each with its unit, that one unit alone has and that are long enough to mean a project."""
    owners: dict[str, set[str]] = {}
    for name, unit in projects:
        owners.setdefault(compact(name), set()).add(unit)
    for name, units in owners.items():
        if len(units) == 1 and len(name) >= rules.limits["project_name"]:
            yield name, next(iter(units))


def text_foreign_offices(report: Report, rules: TextRules, facts: Facts) -> Iterator[Raised]:
    """他处的单位 - Find an office of the report's own kind and rank that has another place before its name."""
    own = own_names(report, rules, facts)
    if not own.place:
        return
    office = own.unit[own.unit.find(own.place) + len(own.place) :]
    rank = own.place[-1]
    pattern = re.compile(rf"(?P<place>[\u4e00-\u9fff]{{2,3}}{rank}){re.escape(office)}")
    seen: set[str] = set()
    for sentence in report.sentences:
        for match in pattern.finditer(sentence.text):
            other = match["place"]
            if (
                other[-len(own.place) :] in own.place
                or own.place.endswith(other)
                or rules.has("every_place", other[-2:-1])
                or rules.has("every_area", other[-2:])
                or other in seen
            ):
                continue
            if own.place in other or rules.has("compared_with", sentence.text[max(0, match.start() - _NEAR) : match.start("place") + 1]):
                continue
            seen.add(other)
            message = f"文中有“{other}{office}”，本报告是“{own.place}{office}”的"
            yield raised(sentence, CODE, message, "请核对是否照抄了别处的报告，改成本单位的名称")


class Name(Struct, frozen=True, kw_only=True):
    """一个名称 - Hold a name of somebody, whose it is in words, and where they stand.

    chain: the chain of units of the owner, nothing in a batch of papers; rank: what may be mistaken for it (a kind of unit, the last sign
    of a place), nothing where anything may.
    """

    text: str
    owner: str
    chain: str = ""
    rank: str = ""


class Names:
    """各家名称 - Find the names of a batch or of a round in a text: by their first signs, so that it does not matter how many there are."""

    def __init__(self, names: Iterable[Name]) -> None:
        """构造 - Put the names in order; where two are the same the first counts."""
        self._by_head: dict[str, list[Name]] = {}
        for text, each in {each.text: each for each in reversed(tuple(names)) if len(each.text) >= _LEAST}.items():
            self._by_head.setdefault(text[:_LEAST], []).append(each)
        for same in self._by_head.values():
            same.sort(key=lambda each: len(each.text), reverse=True)

    def found(self, text: str) -> Iterator[tuple[Name, int]]:
        """找名称 - Yield the names in a text with where they begin, the longest of those that begin at one place."""
        behind = 0
        for at in range(len(text) - _LEAST + 1):
            same = self._by_head.get(text[at : at + _LEAST]) if at >= behind else None
            name = next((each for each in same or () if text.startswith(each.text, at)), None)
            if name is not None:
                behind = at + len(name.text)
                yield name, at


def names_of(reports: Mapping[str, Own]) -> Names:
    """汇集名称 - Return the names of the reports of a batch."""
    return Names(Name(text=each, owner=name) for name, own in reports.items() for each in (own.unit, own.place, own.project))


def foreign_names(report: Report, own: Own, names: Names, rules: TextRules) -> Iterator[Raised]:
    """别家的名称 - Find names of others in a text, each once, and say whose they are.

    Who is only mentioned is no foreign name: with whom something was done, from where money or orders came, what a document is called.
    """
    seen: set[str] = set()
    for sentence in report.sentences:
        for name, at in names.found(sentence.text):
            if name.text in seen or own.knows(name) or len(seen) >= _MOST:
                continue
            if not _mentioned(sentence, at, at + len(name.text), rules):
                seen.add(name.text)
                message = f"文中有“{name.text}”，是{name.owner}的"
                yield raised(sentence, CODE, message, "请核对是否照抄了别处的报告，改成本单位、本项目的名称")


def _mentioned(sentence: Sentence, start: int, end: int, rules: TextRules) -> bool:
    """Tell whether a name is only mentioned: with others, as where something came from, or inside the title of a document."""
    before, after = sentence.text[max(0, start - _NEAR) : start], sentence.text[end : end + _NEAR]
    return rules.has("compared_with", before) or rules.has("came_from", before + after) or "《" in before or "文件" in after
