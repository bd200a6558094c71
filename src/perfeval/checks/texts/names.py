"""别处的名称 - Find units, places and projects in a text that belong to somebody else, and say whose they are.

Names come from outside: the unit tree and the project list of a round, or the titles of the other reports of a batch. A text alone can only
be held against itself: an office of its own kind with another place before it.
"""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from perfeval.checks.finding import Raised
from perfeval.checks.texts.facts import Facts
from perfeval.checks.texts.reading import Report, Sentence, raised
from perfeval.checks.texts.rules import TextRules

CODE = "foreign-name"
_TITLE_PARAGRAPHS = 6
_NEAR = 6
_LEAST, _MOST = 3, 20
_PLACE = r"[\u4e00-\u9fff]{1,3}[省市州县区旗镇乡]"


class Own(Struct, frozen=True, kw_only=True):
    """本单位的名称 - Hold by which place, unit and project a report goes; nothing where it does not say."""

    place: str = ""
    unit: str = ""
    project: str = ""


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
                or other in seen
            ):
                continue
            if own.place in other or rules.has("compared_with", sentence.text[max(0, match.start() - _NEAR) : match.start("place") + 1]):
                continue
            seen.add(other)
            message = f"文中有“{other}{office}”，本报告是“{own.place}{office}”的"
            yield raised(sentence, CODE, message, "请核对是否照抄了别处的报告，改成本单位的名称")


class Names(Struct, frozen=True, kw_only=True):
    """各家名称 - Hold the names of a batch or of a round, whose each is, and one pattern for them all."""

    owners: Mapping[str, str]
    pattern: re.Pattern[str]


def names_of(reports: Mapping[str, Own], known: Mapping[str, str] | None = None) -> Names:
    """汇集名称 - Return the names of the reports of a batch, and others that are known beside, with whose they are."""
    owners = dict(known or {})
    for name, own in reports.items():
        for each in (own.unit, own.place, own.project):
            if len(each) >= _LEAST:
                owners.setdefault(each, name)
    return Names(owners=owners, pattern=re.compile("|".join(map(re.escape, sorted(owners, key=len, reverse=True))) or "(?!)"))


def foreign_names(report: Report, own: Own, names: Names, rules: TextRules) -> Iterator[Raised]:
    """别家的名称 - Find names of others in a text, each once, and say whose they are.

    Who is only mentioned is no foreign name: with whom something was done, from where money or orders came, what a document is called.
    """
    mine = f"{own.unit}\n{own.project}\n{own.place}"
    seen: set[str] = set()
    for sentence in report.sentences:
        for match in names.pattern.finditer(sentence.text):
            name = match.group()
            if name in mine or name in seen or (own.place and own.place in name) or len(seen) >= _MOST:
                continue
            if not _mentioned(sentence, match, rules):
                seen.add(name)
                message = f"文中有“{name}”，是{names.owners[name]}的"
                yield raised(sentence, CODE, message, "请核对是否照抄了别处的报告，改成本单位、本项目的名称")


def _mentioned(sentence: Sentence, match: re.Match[str], rules: TextRules) -> bool:
    """Tell whether a name is only mentioned: with others, as where something came from, or inside the title of a document."""
    before, after = sentence.text[max(0, match.start() - _NEAR) : match.start()], sentence.text[match.end() : match.end() + _NEAR]
    return rules.has("compared_with", before) or rules.has("came_from", before + after) or "《" in before or "文件" in after
