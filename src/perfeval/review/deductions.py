"""扣分标准 - The published table by which reviewers take points off: code, when it applies, what it costs, what must be said and shown.

One code costs the same for everybody: the reviewer chooses a code and, where the table says so, how grave it is, never the points.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from perfeval.errors import Invalid, Place
from perfeval.quantities import Fraction, Points, percent, plain_points, to_points
from perfeval.review.table_file import flag, items, number, opened, part, rate, text, wrong
from perfeval.syntax import Tree

FORMAT = "perfeval.deductions/1"
"""文件格式 - What `format` of such a file says."""
_KEYS = ("format", "id", "version", "title", "sources", "gravities", "words", "fairness", "entries")
_ENTRY = ("code", "title", "when", "effect", "rate", "points", "proof")


class Effect(StrEnum):
    """扣法 - Say what a deduction takes: all, a share of the weight, fixed points, nothing, or all since another row scores."""

    ZERO = "zero"
    RATE = "rate"
    BY_GRAVITY = "by_gravity"
    POINTS = "points"
    ONE_OF_TWO = "one_of_two"
    REMARK = "remark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gravity:
    """轻重 - Name how grave a fault is, the share of the weight that it costs, and when that is so."""

    name: str
    rate: Fraction
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastWords:
    """最少字数 - Say how long the reason must be for a loss of so many points or more."""

    lost: Points
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionEntry:
    """扣分情形 - Hold one line of the table: code, title, when it applies, what it costs, and whether proof must be named."""

    code: str
    title: str
    when: str
    effect: Effect
    rate: Fraction | None = None
    points: Points | None = None
    proof: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessLimits:
    """公平性界限 - Hold from which differences on a warning is given, in points, and from how many items on reviewers are compared."""

    reviewer: Points
    pair: Points
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionTable:
    """扣分标准 - Hold one version of the table, with the hash by which a round holds on to it."""

    id: str
    version: str
    sha256: str
    title: str
    sources: tuple[Mapping[str, str], ...]
    gravities: tuple[Gravity, ...]
    words: tuple[LeastWords, ...]
    fairness: FairnessLimits
    entries: tuple[DeductionEntry, ...]

    def entry(self, code: str) -> DeductionEntry | None:
        """情形 - Return the line with this code, None where there is none."""
        return next((entry for entry in self.entries if entry.code == code), None)

    def gravity(self, name: str | None) -> Gravity | None:
        """轻重 - Return the gravity of this name, None where there is none."""
        return next((gravity for gravity in self.gravities if gravity.name == name), None)

    def least_words(self, lost: Points) -> int:
        """最少字数 - Return how long the reason for a loss of so many points must be."""
        return max((step.characters for step in self.words if lost >= step.lost), default=0)

    def says(self, entry: DeductionEntry) -> str:
        """扣法说法 - Say in words what a line costs, as the printed table does."""
        match entry.effect:
            case Effect.ZERO:
                return "该行不得分"
            case Effect.RATE:
                return f"扣该行分值的{percent(entry.rate or Fraction(0), 0)}"
            case Effect.BY_GRAVITY:
                return "扣该行分值的" + "、".join(f"{percent(each.rate, 0)}（{each.name}）" for each in self.gravities)
            case Effect.POINTS:
                return f"扣{plain_points(entry.points or 0)}分"
            case Effect.ONE_OF_TWO:
                return "该行不得分，由另一行得分"
            case Effect.REMARK:
                return "只作提示，不扣分"

    def as_json(self) -> dict[str, object]:
        """输出 - Return the table as it is printed and published: with what every line costs, in words."""
        return {
            "id": self.id,
            "version": self.version,
            "sha256": self.sha256,
            "title": self.title,
            "sources": [dict(source) for source in self.sources],
            "gravities": [{"name": each.name, "rate": percent(each.rate, 0), "when": each.when} for each in self.gravities],
            "words": [{"from": plain_points(step.lost), "characters": step.characters} for step in self.words],
            "entries": [
                {
                    "code": entry.code,
                    "title": entry.title,
                    "when": entry.when,
                    "effect": entry.effect.value,
                    "cost": self.says(entry),
                    "proof": entry.proof,
                }
                for entry in self.entries
            ],
        }


def read_deductions(tree: Tree, name: str = "扣分标准") -> DeductionTable:
    """读扣分标准 - Return the table that a file holds.

    Raises: Invalid, naming the place that is wrong.
    """
    whole, head = opened(tree, name, FORMAT, _KEYS)
    gravities = tuple(_gravity(each, where) for each, where in items(whole.get("gravities"), f"{name} gravities"))
    entries = tuple(_entry(each, where) for each, where in items(whole.get("entries"), f"{name} entries"))
    faults = tuple(_faults(entries, gravities, name))
    if faults:
        raise Invalid("review-rules", f"{name}有{len(faults)}处不能使用", faults)
    return DeductionTable(
        **head,
        sources=tuple(
            {key: text(value, where) for key, value in part(each, where).items()}
            for each, where in items(whole.get("sources"), f"{name} sources")
        ),
        gravities=gravities,
        words=tuple(_least(each, where) for each, where in items(whole.get("words"), f"{name} words")),
        fairness=_limits(whole.get("fairness"), f"{name} fairness"),
        entries=entries,
    )


def _limits(tree: Tree, where: str) -> FairnessLimits:
    own = part(tree, where, ("reviewer", "pair", "items"))
    reviewer, pair, few = (number(own.get(key), f"{where}.{key}") for key in ("reviewer", "pair", "items"))
    return FairnessLimits(reviewer=to_points(reviewer), pair=to_points(pair), items=int(few))


def _gravity(tree: Tree, where: str) -> Gravity:
    own = part(tree, where, ("name", "rate", "when"))
    name, when = (text(own.get(key), f"{where}.{key}") for key in ("name", "when"))
    return Gravity(name=name, rate=rate(own.get("rate"), f"{where}.rate"), when=when)


def _least(tree: Tree, where: str) -> LeastWords:
    own = part(tree, where, ("from", "characters"))
    return LeastWords(
        lost=to_points(number(own.get("from"), f"{where}.from")), characters=int(number(own.get("characters"), f"{where}.characters"))
    )


def _entry(tree: Tree, where: str) -> DeductionEntry:
    own = part(tree, where, _ENTRY)
    effect = text(own.get("effect"), f"{where}.effect")
    if effect not in {each.value for each in Effect}:
        raise wrong(f"{where}.effect", f"应为 {'、'.join(Effect)} 之一")
    return DeductionEntry(
        code=text(own.get("code"), f"{where}.code"),
        title=text(own.get("title"), f"{where}.title"),
        when=text(own.get("when"), f"{where}.when"),
        effect=Effect(effect),
        rate=rate(own.get("rate"), f"{where}.rate") if effect == Effect.RATE else None,
        points=to_points(number(own.get("points"), f"{where}.points")) if effect == Effect.POINTS else None,
        proof=flag(own.get("proof"), f"{where}.proof"),
    )


def _faults(entries: tuple[DeductionEntry, ...], gravities: tuple[Gravity, ...], name: str) -> Iterator[Place]:
    """Yield what does not fit together: a code that is there twice, gravities that a line needs and nobody named."""
    codes = [entry.code for entry in entries]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield Place(where=f"{name} entries", message=f"编码“{code}”列了不止一次")
    if not gravities and any(entry.effect is Effect.BY_GRAVITY for entry in entries):
        yield Place(where=f"{name} gravities", message="有按轻重扣分的情形，但没有列出轻重程度")
