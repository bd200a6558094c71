"""文字规则 - Words, limits and outlines by which texts are read, as data with a version; no word of a language stands in a check.

A word is looked for as it stands; “…” in it means up to eight characters of the same clause, so that every pattern stays linear.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from perfeval.errors import Invalid, Place
from perfeval.indicators import Severity, hash_of
from perfeval.quantities import Fraction, read_number
from perfeval.syntax import Tree

FORMAT = "perfeval.text-rules/1"
_GAP = "[^，。；：]{0,8}"
_PARTS = (
    "format",
    "id",
    "version",
    "title",
    "sources",
    "limits",
    "counts",
    "measures",
    "words",
    "contradictions",
    "outlines",
    "severities",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """零的反证 - Name what a text may say there is none of, the words for none, and the words that deny it."""

    what: str
    zero: re.Pattern[str]
    denied: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """提纲一节 - Hold the titles under which a section goes, and the words that show its content where the heading is lost."""

    titles: tuple[str, ...]
    content: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """提纲 - Hold the sections that a kind of report has."""

    name: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class TextRules:
    """文字规则 - Hold one version of the words and limits; compared by identity, as what is compiled from it is remembered by it."""

    id: str
    version: str
    sha256: str
    title: str
    words: Mapping[str, tuple[str, ...]]
    limits: Mapping[str, Fraction]
    counts: tuple[tuple[str, ...], ...]
    measures: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    outlines: tuple[Outline, ...]
    severities: Mapping[str, Severity]
    _patterns: dict[str, re.Pattern[str]] = field(default_factory=dict, repr=False)

    def pattern(self, name: str) -> re.Pattern[str]:
        """词式 - Return the pattern of a list of words, compiled once."""
        found = self._patterns.get(name)
        if found is None:
            found = self._patterns[name] = any_of(self.words[name])
        return found

    def has(self, name: str, text: str) -> bool:
        """含词 - Tell whether a text holds one of the words."""
        return self.pattern(name).search(text) is not None

    def starts(self, name: str, text: str) -> bool:
        """以词开头 - Tell whether a text begins with one of the words."""
        return self.pattern(name).match(text) is not None


def read_rules(tree: Tree, name: str = "文字规则") -> TextRules:
    """读文字规则 - Return the rules that a file holds.

    Raises: Invalid, naming the place that is wrong.
    """
    whole = _object(tree, name)
    if whole.get("format") != FORMAT or (strange := [key for key in whole if key not in _PARTS]):
        place = Place(where=name, message=f"format 应为 {FORMAT}，且只能有这些部分：{'、'.join(_PARTS)}")
        raise Invalid("text-rules", f"{name}不是文字规则", (place,))
    del strange
    return TextRules(
        id=_text(whole.get("id"), f"{name} id"),
        version=_text(whole.get("version"), f"{name} version"),
        sha256=hash_of(tree),
        title=_text(whole.get("title"), f"{name} title"),
        words={key: _texts(value, f"{name} words.{key}") for key, value in _object(whole.get("words"), name).items()},
        limits={key: _limit(value, f"{name} limits.{key}") for key, value in _object(whole.get("limits"), name).items()},
        counts=tuple(_texts(each, f"{name} counts") for each in _list(whole.get("counts"), f"{name} counts")),
        measures=_texts(whole.get("measures"), f"{name} measures"),
        contradictions=tuple(_contradiction(each, name) for each in _list(whole.get("contradictions"), f"{name} contradictions")),
        outlines=tuple(_outline(each, name) for each in _list(whole.get("outlines"), f"{name} outlines")),
        severities={key: _severity(value, f"{name} {key}") for key, value in _object(whole.get("severities"), name).items()},
    )


@lru_cache(maxsize=512)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """任一词 - Return a pattern for any of the words, the longest first.

    Example:
        >>> bool(any_of(("进度…缓慢",)).search("工程进度较为缓慢")), bool(any_of(("进度…缓慢",)).search("进度快，支付缓慢"))
        (True, False)
    """
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(_GAP.join(map(re.escape, word.split("…"))) for word in longest) or r"(?!)")


def _contradiction(tree: Tree, name: str) -> Contradiction:
    part = _object(tree, name)
    zero, denied = (any_of(_texts(part.get(key), f"{name} contradictions.{key}")) for key in ("zero", "denied"))
    return Contradiction(what=_text(part.get("what"), f"{name} contradictions"), zero=zero, denied=denied)


def _outline(tree: Tree, name: str) -> Outline:
    part = _object(tree, name)
    sections = [_object(each, name) for each in _list(part.get("sections"), f"{name} outlines")]
    return Outline(
        name=_text(part.get("name"), f"{name} outlines"),
        sections=tuple(
            Section(
                titles=tuple(_text(each.get("title"), f"{name} title").split("|")),
                content=any_of(tuple(_text(each.get("content"), f"{name} content").split("|"))),
            )
            for each in sections
        ),
    )


def _severity(tree: Tree, where: str) -> Severity:
    try:
        return Severity(_text(tree, where))
    except ValueError:
        raise _wrong(where, f"应为 {'、'.join(Severity)} 之一") from None


def _limit(tree: Tree, where: str) -> Fraction:
    text = _text(tree, where)
    number = read_number(text, unit="%")
    if number is None:
        raise _wrong(where, "应为数字或百分数")
    return number / 100 if text.endswith("%") else number


def _texts(tree: Tree, where: str) -> tuple[str, ...]:
    return tuple(_text(each, where) for each in _list(tree, where))


def _text(tree: Tree, where: str) -> str:
    if not isinstance(tree, str) or not tree:
        raise _wrong(where, "应为文字")
    return tree


def _list(tree: Tree, where: str) -> list[Tree]:
    if not isinstance(tree, list):
        raise _wrong(where, "应为列表")
    return tree


def _object(tree: Tree, where: str) -> dict[str, Tree]:
    if not isinstance(tree, dict):
        raise _wrong(where, "应为一组“键: 值”")
    return tree


def _wrong(where: str, message: str) -> Invalid:
    return Invalid("text-rules", "文字规则有误", (Place(where=where, message=message),))
