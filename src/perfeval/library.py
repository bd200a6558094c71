"""资料库 - Hand out indicator sets and report templates by id; the only room that opens their files.

The folders are those of the installed package, else those of the source tree. `2020.yaml` holds the newest version of a
set; older ones stay beside it as `2020@1.yaml`. `PUBLISHED` lists id, version and SHA-256 of every published set.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from perfeval import indicators, syntax
from perfeval.checks import CODES, TEXT_CODES
from perfeval.errors import Broken, Invalid, NotFound, Place
from perfeval.indicators import Defect, IndicatorSet
from perfeval.scoring import METHODS_BY_NAME
from perfeval.syntax import MarkedTree, Tree

if TYPE_CHECKING:
    from perfeval.checks.texts import TextRules
    from perfeval.review import DeductionTable, QualityRules, RiskTable

PUBLISHED = "PUBLISHED"
"""发布清单 - The file that lists every published set."""
CASES = ".cases.yaml"
"""算例文件 - How the name of the file with the worked examples of a set ends."""
TEXT_RULES = "text_rules"
"""文字规则目录 - The folder of the words and limits by which texts are checked."""
DEDUCTIONS = "review_rules/deductions"
"""扣分标准目录 - The folder of the tables by which reviewers take points off."""
QUALITY = "review_rules/quality"
"""取分依据目录 - The folder of what speaks against the items of the quality rating."""
RISKS = "review_rules/risks"
"""风险分标准目录 - The folder of the tables of risk scores, by which a draw may weigh."""
_CODES = frozenset(entry.code for entry in (*CODES, *TEXT_CODES))
_VERSIONED = re.compile(r"(?P<id>[^@]+)@(?P<version>\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTemplate:
    """报告模板 - Hold the files of one template; an absent file is empty. `reports` reads and renders them."""

    id: str
    title: str
    tree: Tree
    manifest: bytes
    document: bytes
    sample: bytes
    expected: bytes

    def as_json(self) -> dict[str, object]:
        """输出 - Return what the template's manifest says, with its id and title."""
        own = self.tree if isinstance(self.tree, dict) else {}
        return {"id": self.id, "title": self.title, **own}


def source_folder(name: str) -> Path | None:
    """源码目录 - Return the folder of indicator_sets or report_templates where people edit it, None in an installation without sources."""
    found = folder(name)
    return None if found.is_relative_to(Path(__file__).parent) else found


def folder(name: str) -> Path:
    """资料目录 - Return the folder of indicator_sets, report_templates or examples.

    Raises: Broken, when the installation has no such folder.
    """
    here = Path(__file__).parent
    for place in (here / "data" / name, here.parents[1] / name):
        if place.is_dir():
            return place
    raise Broken("data-missing", f"安装不完整：缺少 {name} 目录，请重新安装")


@cache
def indicator_set(reference: str) -> IndicatorSet:
    """指标体系 - Return the set named `id` or `id@version`; the id alone means the newest version.

    Raises: NotFound, with the nearest known id; Broken, when a published set is not what was published;
    Invalid, when a set that is not published yet has a fault.
    """
    rules = indicators.read(_source(reference), METHODS_BY_NAME, _source)
    set_id, _, version = reference.partition("@")
    if rules.id != set_id or (version and rules.version != version):
        raise Broken("set-misplaced", f"指标体系 {reference} 的文件里写的是 {rules.id}@{rules.version}，编号与文件位置不符")
    published = published_sets(folder("indicator_sets")).get(f"{rules.id}@{rules.version}")
    if published is None:
        _refuse_defects(rules)
    elif published != rules.sha256:
        message = f"指标体系 {rules.id}@{rules.version} 与发布时不一致，已发布的版本不得改动；请重新安装，或把改动写成新版本"
        raise Broken("set-changed", message, (Place(where=f"{set_id}.yaml", message=f"发布时 {published}，现为 {rules.sha256}"),))
    return rules


@cache
def set_ids() -> tuple[str, ...]:
    """全部编号 - Return the ids of all sets, sorted; a set with several versions stands once."""
    return tuple(sorted({_reference(path, folder("indicator_sets")).partition("@")[0] for path in _set_files(folder("indicator_sets"))}))


@cache
def set_versions(set_id: str) -> tuple[str, ...]:
    """全部版本 - Return the versions of a set, the newest first.

    Raises: NotFound, with the nearest known id.
    """
    newest = indicator_set(set_id).version
    path = folder("indicator_sets") / f"{set_id}.yaml"
    older = (match["version"] for each in path.parent.glob(f"{path.stem}@*.yaml") if (match := _VERSIONED.fullmatch(each.stem)))
    return (newest, *sorted((version for version in older if version != newest), key=int, reverse=True))


@cache
def text_rules(reference: str = "general") -> "TextRules":
    """文字规则 - Return the words and limits by which texts are checked, named `id` or `id@version`; the id alone means the newest.

    Raises: NotFound, with the nearest known id; Broken, when a published version is not what was published.
    """
    from perfeval.checks.texts import read_rules  # noqa: PLC0415 - a form without texts must not load what reads them

    return _versioned(TEXT_RULES, reference, "文字规则", read_rules)


@cache
def deductions(reference: str = "general") -> "DeductionTable":
    """扣分标准 - Return the table by which reviewers take points off, named `id` or `id@version`; the id alone means the newest.

    Raises: NotFound, with the nearest known id; Broken, when a published version is not what was published.
    """
    from perfeval.review import read_deductions  # noqa: PLC0415 - a form that nobody reviews must not load what reads them

    return _versioned(DEDUCTIONS, reference, "扣分标准", read_deductions)


@cache
def quality_rules(reference: str = "general") -> "QualityRules":
    """取分依据 - Return what speaks against the items of the quality rating, named and proved as `deductions`."""
    from perfeval.review import read_quality  # noqa: PLC0415 - the same

    return _versioned(QUALITY, reference, "自评工作质量取分依据", read_quality)


@cache
def risks(reference: str = "general") -> "RiskTable":
    """风险分标准 - Return the table of risk scores, named and proved as `deductions`."""
    from perfeval.review import read_risks  # noqa: PLC0415 - the same

    return _versioned(RISKS, reference, "风险分标准", read_risks)


def rules_ids(name: str) -> tuple[str, ...]:
    """规则编号 - Return the ids of the files of text rules or of a kind of review rules, sorted; older versions are not listed."""
    return tuple(sorted(path.stem for path in folder(name).glob("*.yaml") if not _VERSIONED.fullmatch(path.stem)))


_Rules = TypeVar("_Rules", "TextRules", "DeductionTable", "QualityRules", "RiskTable")


def _versioned(name: str, reference: str, what: str, read: Callable[[Tree, str], _Rules]) -> _Rules:
    """Return the rules of a folder named `id` or `id@version`, proved to be what was published."""
    top, code = folder(name), name.rpartition("/")[2].replace("_", "-")
    rules_id, _, version = reference.partition("@")
    older = top / f"{reference}.yaml"
    path = older if version and older.is_file() else top / f"{rules_id}.yaml"
    if not rules_id.isidentifier() or not path.is_file():
        place = syntax.unknown(name, reference, rules_ids(name), what)
        raise NotFound(f"{code}-not-found", f"没有名为“{reference}”的{what}", (place,))
    tree = syntax.load(path.read_bytes(), path.name)
    rules = read(tree, path.name)
    if version and path != older and rules.version != version:
        place = Place(where=name, message=f"现有版本：{rules.version}", suggestion="不写版本即用最新版")
        raise NotFound(f"{code}-not-found", f"{what} {rules_id} 没有版本“{version}”", (place,))
    if rules.id != rules_id or (version and rules.version != version):
        raise Broken(f"{code}-misplaced", f"{what} {reference} 的文件里写的是 {rules.id}@{rules.version}，编号与文件位置不符")
    published = published_sets(top).get(f"{rules.id}@{rules.version}")
    if published is not None and published != indicators.hash_of(tree):
        message = f"{what} {rules.id}@{rules.version} 与发布时不一致，已发布的版本不得改动；请重新安装，或把改动写成新版本"
        raise Broken(f"{code}-changed", message)
    return rules


def set_from(data: bytes, name: str) -> IndicatorSet:
    """由文件内容取体系 - Return the set that the text of a file defines, which may inherit from any set of the library; it is not linted.

    Raises: Invalid, with the line of every fault that keeps it from being read.
    """
    return indicators.parse(data, METHODS_BY_NAME, name=name, base=_source)


def set_tree(reference: str) -> Tree:
    """体系内容 - Return a set as plain data with its inheritance applied; its hash is taken over this."""
    return indicator_set(reference).tree


def published_sets(top: Path) -> dict[str, str]:
    """发布清单 - Return the hash of every published set by `id@version`.

    Raises: Broken, when a line is not id, version and hash.
    """
    path = top / PUBLISHED
    if not path.is_file():
        return {}
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        if len(words) != len(("id", "version", "sha256")) or f"{words[0]}@{words[1]}" in found:
            raise Broken("published-broken", f"{PUBLISHED} 第{number}行应为编号、版本和散列，且每个版本只列一次")
        found[f"{words[0]}@{words[1]}"] = words[2]
    return found


def lint_paths(paths: Sequence[Path] | None = None) -> tuple[Defect, ...]:
    """体检 - Return every defect of the set files given, of all shipped sets when none is given; a folder means its files.

    What a draft and its worked examples still ask to be filled in is a defect here; it does not keep the draft from being tried.

    Raises: NotFound, when a path does not exist.
    """
    tops = [folder("indicator_sets")] if paths is None else list(paths)
    if missing := [str(path) for path in tops if not path.exists()]:
        raise NotFound("path-not-found", f"没有这个文件或目录：{missing[0]}")
    shelf: dict[str, MarkedTree] = {}
    defects: list[Defect] = []
    for path, name in _named(tops):
        defects += _left_open(path, name)
        defects += _shelve(shelf, path, name)

    def _base(reference: str) -> MarkedTree:
        return shelf[reference] if reference in shelf else _source(reference)

    for source in shelf.values():
        defects += _lint(source, _base)
    return tuple(defects)


def forget() -> None:
    """忘记 - Read every set and every template anew from now on; for programs that change the folders while they run."""
    for remembered in (
        indicator_set,
        set_ids,
        set_versions,
        _source,
        text_rules,
        deductions,
        quality_rules,
        risks,
        template_ids,
        report_template,
    ):
        remembered.cache_clear()


def _named(tops: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Yield every set file with the name that messages give it."""
    for top in tops:
        if top.is_file():
            yield top, top.name
        else:
            yield from ((path, path.relative_to(top).as_posix()) for path in sorted(_set_files(top)))


def _left_open(path: Path, name: str) -> Iterator[Defect]:
    """Yield what a set file, and the worked examples beside it, still ask to be filled in."""
    for each in (path, path.with_suffix(CASES)):
        for place in syntax.unfilled(_bytes(each), f"{name.removesuffix(path.name)}{each.name}"):
            yield Defect(code="unfilled", where=place.where, message=place.message, suggestion=place.suggestion or "")


def _shelve(shelf: dict[str, MarkedTree], path: Path, name: str) -> Iterator[Defect]:
    """Put the file of a set on the shelf; yield what keeps it from being read, and an id that is there twice."""
    try:
        source = syntax.load_source(path.read_bytes(), name)
    except Invalid as error:
        yield from _as_defects(error, name)
        return
    tree = source.tree if isinstance(source.tree, dict) else {}
    reference = f"{tree.get('id')}@{tree.get('version')}"
    if reference in shelf:
        message = f"编号和版本 {reference} 与 {shelf[reference].name} 重复"
        yield Defect(code="duplicate-set", where=source.where(("id",)), message=message, suggestion="请改用新的编号，或提高版本号")
        reference = f"{reference} {name}"
    shelf[reference] = source


def _lint(source: MarkedTree, base: indicators.Bases) -> tuple[Defect, ...]:
    """Return every defect of one file."""
    try:
        rules = indicators.read(source, METHODS_BY_NAME, base)
    except Invalid as error:
        return _as_defects(error, source.name)
    return indicators.lint(rules, METHODS_BY_NAME, _CODES)


def _as_defects(error: Invalid, name: str) -> tuple[Defect, ...]:
    """Return what keeps a file from loading as defects, each with the name of its file."""
    return tuple(
        Defect(
            code=error.code,
            where=place.where if name in place.where else f"{name} {place.where}",
            message=place.message,
            suggestion=place.suggestion or "请改正此处，写法见 docs/sets.md",
        )
        for place in error.places
    )


def _refuse_defects(rules: IndicatorSet) -> None:
    """Refuse a set that is not published and has defects."""
    defects = indicators.lint(rules, METHODS_BY_NAME, _CODES)
    if defects:
        places = tuple(Place(where=each.where, message=each.message, suggestion=each.suggestion) for each in defects)
        raise Invalid("set-defective", f"指标体系 {rules.id} 有{len(places)}处问题，不能使用", places)


@cache
def _source(reference: str) -> MarkedTree:
    """Return the file of the set named `id` or `id@version`."""
    set_id, _, version = reference.partition("@")
    if set_id in set_ids():
        top = folder("indicator_sets")
        older = top / f"{set_id}@{version}.yaml"
        if version.isdecimal() and older.is_file():
            return syntax.load_source(older.read_bytes(), f"{set_id}@{version}.yaml")
        newest = syntax.load_source((top / f"{set_id}.yaml").read_bytes(), f"{set_id}.yaml")
        if not version or (isinstance(newest.tree, dict) and newest.tree.get("version") == version):
            return newest
    place = syntax.unknown("set", reference, set_ids(), "指标体系")
    raise NotFound("set-not-found", f"没有名为“{reference}”的指标体系", (place,))


def _set_files(top: Path) -> Iterator[Path]:
    """Yield the set files below a folder."""
    return (path for path in top.rglob("*.yaml") if not path.name.endswith(CASES))


def _reference(path: Path, top: Path) -> str:
    """Return id, or id and version, of the set that a file is named for."""
    return path.relative_to(top).with_suffix("").as_posix()


@cache
def template_ids() -> tuple[str, ...]:
    """全部模板编号 - Return the ids of all report templates, sorted; an id is the name of its folder."""
    return tuple(sorted(path.parent.name for path in folder("report_templates").glob("*/template.yaml")))


@cache
def report_template(template_id: str) -> ReportTemplate:
    """报告模板 - Return the template with this id.

    Raises: NotFound, with the nearest known id.
    """
    if template_id not in template_ids():
        place = syntax.unknown("template", template_id, template_ids(), "报告模板")
        raise NotFound("template-not-found", f"没有名为“{template_id}”的报告模板", (place,))
    return template_at(folder("report_templates") / template_id)


def template_at(path: Path) -> ReportTemplate:
    """模板目录 - Return the template whose folder this is, as far as its files are there; a Word file alone is a template too.

    Raises: NotFound, when there is no such folder or file.
    """
    if not path.exists():
        raise NotFound("path-not-found", f"没有这个文件或目录：{path}")
    top, document = (path, path / "template.docx") if path.is_dir() else (path.parent, path)
    alone = not path.is_dir()
    manifest, sample, expected = ((top / name) for name in ("template.yaml", "sample.json", "expected.txt"))
    text = b"" if alone else _bytes(manifest)
    try:
        tree = syntax.load(text, manifest.name)
    except Invalid:
        tree = None  # `reports.lint` says what is wrong with it
    name = tree.get("name") if isinstance(tree, dict) else None
    return ReportTemplate(
        id=path.stem if alone else path.resolve().name,
        title=name if isinstance(name, str) else path.name,
        tree=tree,
        manifest=text,
        document=_bytes(document),
        sample=b"" if alone else _bytes(sample),
        expected=b"" if alone else _bytes(expected),
    )


def _bytes(path: Path) -> bytes:
    """Return what a file holds, nothing where there is none."""
    return path.read_bytes() if path.is_file() else b""
