"""按编号查找 - Find sets and templates by what people type; what is not there is told once, with what may have been meant."""

import difflib
from collections.abc import Callable, Sequence
from pathlib import Path

from perfeval import library
from perfeval.errors import NotFound, Place
from perfeval.indicators import IndicatorSet
from perfeval.library import ReportTemplate

_MOST_NEAR = 3


def rules(reference: str) -> IndicatorSet:
    """查指标体系 - Return the set that `id` or `id@version` names.

    Raises: NotFound, with the nearest ids and their titles, or with the versions there are.
    """
    set_id, _, version = reference.partition("@")
    if set_id not in library.set_ids():
        raise NotFound("set-not-found", f"没有名为“{reference}”的指标体系", _near_sets(set_id))
    if version and version not in library.set_versions(set_id):
        raise NotFound("set-not-found", f"指标体系 {set_id} 没有版本“{version}”", (_versions(set_id),))
    return library.indicator_set(reference)


def rules_at(named: str) -> IndicatorSet:
    """查体系或文件 - Return the set in a file, or the one that `id` or `id@version` names; a file goes first.

    For who sits at the machine itself: what comes over the network names sets and never opens files.

    Raises: NotFound, when it is neither; Invalid, when the file cannot be read as a set.
    """
    path = Path(named)
    if path.is_file():
        return library.set_from(path.read_bytes(), path.name)
    if path.suffix == ".yaml":
        raise NotFound("path-not-found", f"没有这个文件：{named}", (Place(where=named, message="也可以写体系的编号，不带 .yaml"),))
    return rules(named)


def template(template_id: str) -> ReportTemplate:
    """查报告模板 - Return the template with this id.

    Raises: NotFound, with the nearest ids and their titles.
    """
    if template_id not in library.template_ids():
        raise NotFound("template-not-found", f"没有名为“{template_id}”的报告模板", _near_templates(template_id))
    return library.report_template(template_id)


def set_path(named: str) -> Path:
    """查体系文件 - Return the file or folder that a path means, or the file of the set that an id means; a path goes first.

    Raises: NotFound, when it is neither.
    """
    path, top = Path(named), library.folder("indicator_sets")
    if path.exists():
        return path
    set_id, _, version = named.partition("@")
    if set_id not in library.set_ids():
        raise NotFound("path-not-found", f"没有这个文件或目录，也没有这个编号的指标体系：{named}", _near_sets(set_id))
    if (older := top / f"{named}.yaml").is_file():
        return older
    if version and version not in library.set_versions(set_id):
        raise NotFound("set-not-found", f"指标体系 {set_id} 没有版本“{version}”", (_versions(set_id),))
    return top / f"{set_id}.yaml"


def template_path(named: str) -> Path:
    """查模板目录 - Return the file or folder that a path means, or the folder of the template that an id means; a path goes first.

    Raises: NotFound, when it is neither.
    """
    path = Path(named)
    if path.exists():
        return path
    if named not in library.template_ids():
        raise NotFound("path-not-found", f"没有这个文件或目录，也没有这个编号的报告模板：{named}", _near_templates(named))
    return library.folder("report_templates") / named


def _near_sets(word: str) -> tuple[Place, ...]:
    """Return the sets that may have been meant."""
    return _near("set", word, library.set_ids(), lambda each: library.indicator_set(each).title, "perfeval sets list")


def _near_templates(word: str) -> tuple[Place, ...]:
    """Return the templates that may have been meant."""
    return _near("template", word, library.template_ids(), lambda each: library.report_template(each).title, "perfeval templates list")


def _near(where: str, word: str, known: Sequence[str], title: Callable[[str], str], listing: str) -> tuple[Place, ...]:
    """Return a place for each of the nearest few ids, those that hold the word first; where none is near, the list is named."""
    holding = [each for each in known if word and word in each]
    near = list(dict.fromkeys([*holding, *difflib.get_close_matches(word, known, _MOST_NEAR)]))[:_MOST_NEAR]
    if not near:
        return (Place(where=where, message="没有相近的编号", suggestion=f"全部编号见 {listing}"),)
    asked = ("是不是", *["或者"] * (len(near) - 1))
    return tuple(Place(where=where, message=f"{words} {each}  {title(each)}？") for words, each in zip(asked, near, strict=True))


def _versions(set_id: str) -> Place:
    """Return which versions of a set there are."""
    there = "、".join(library.set_versions(set_id))
    return Place(where="set", message=f"现有版本：{there}", suggestion="不写版本即用最新版")
