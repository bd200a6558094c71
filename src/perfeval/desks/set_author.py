"""体系作者工作台 - What who writes indicator sets does: read a set as a clerk will, and see in what two of them differ."""

from dataclasses import dataclass

from perfeval import indicators, library
from perfeval.checks import TITLES
from perfeval.desks import lookup
from perfeval.desks.worked import worked
from perfeval.indicators import Change, IndicatorSet
from perfeval.scoring import METHODS_BY_NAME
from perfeval.syntax import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """体系对照 - Hold two sets and in what they differ."""

    old: IndicatorSet
    new: IndicatorSet
    changes: tuple[Change, ...]

    @property
    def rules(self) -> tuple[Change, ...]:
        """规则的不同 - Return what differs in how forms are scored and checked."""
        return tuple(change for change in self.changes if not change.own)

    @property
    def own(self) -> tuple[Change, ...]:
        """自有项的不同 - Return what differs in what the sets say of themselves: title, years, source."""
        return tuple(change for change in self.changes if change.own)

    def as_json(self) -> dict[str, object]:
        """输出 - Return the comparison as JSON has it."""
        return {
            "old": _named(self.old),
            "new": _named(self.new),
            "same_rules": not self.rules,
            "differences": [change.as_json() for change in self.changes],
        }

    def words(self) -> tuple[str, ...]:
        """说法 - Return the comparison in words, a line for each difference."""
        lines = [f"甲：{self.old.id}@{self.old.version}  {self.old.title}", f"乙：{self.new.id}@{self.new.version}  {self.new.title}"]
        if self.own:
            lines += ["", "名称、年度和依据，甲 → 乙：", *map(_line, self.own)]
        if self.rules:
            lines += ["", f"规则有{len(self.rules)}处不同，甲 → 乙：", *map(_line, self.rules)]
        else:
            lines += ["", "两套体系的规则完全相同"]
        return tuple(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """体系说明 - Hold a set's page with what the set is called, its version and hash, and the versions there are."""

    id: str
    version: str
    title: str
    sha256: str
    versions: tuple[str, ...]
    page: str


def told(set_id: str, version: str = "") -> Told:
    """体系说明 - Return the page of a set in a version, the newest where none is named; files are never opened.

    Raises: NotFound, with the nearest ids.
    """
    rules = lookup.rules(f"{set_id}@{version}" if version else set_id)
    own = {"id": rules.id, "version": rules.version, "title": rules.title, "sha256": rules.sha256}
    return Told(**own, versions=library.set_versions(rules.id), page=page_of(rules))


def tree(named: str) -> Tree:
    """体系内容 - Return a set, named by its id or its file, as data, inheritance applied.

    Raises: NotFound, with the nearest ids.
    """
    return lookup.rules_at(named).tree


def words(named: str) -> str:
    """体系说明 - Return the rules of a set, named by its id or its file, one line each.

    Raises: NotFound, with the nearest ids.
    """
    return "\n".join(indicators.describe(lookup.rules_at(named), METHODS_BY_NAME))


def page(named: str) -> str:
    """体系说明页 - Return a set, named by its id or its file, as the page that a clerk reads.

    Raises: NotFound, with the nearest ids.
    """
    return page_of(lookup.rules_at(named))


def page_of(rules: IndicatorSet) -> str:
    """体系说明页 - Return the page of a set that is read already."""
    return indicators.page(rules, METHODS_BY_NAME, TITLES, worked(rules))


def compare(old: str, new: str) -> Comparison:
    """对照两套体系 - Return in what two sets differ, each named by its id or its file.

    Raises: NotFound, with the nearest ids.
    """
    left, right = lookup.rules_at(old), lookup.rules_at(new)
    return Comparison(old=left, new=right, changes=indicators.compare(left, right, METHODS_BY_NAME, TITLES))


def _named(rules: IndicatorSet) -> dict[str, object]:
    """Return by what a set is known."""
    return {"id": rules.id, "version": rules.version, "title": rules.title}


def _line(change: Change) -> str:
    """Return one difference on a line of its own."""
    if change.before is not None and change.after is not None:
        return f"  {change.title}：{change.before} → {change.after}"
    return f"  {change.title}：{change.words}"
