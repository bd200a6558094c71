"""管理员工作台 - What the keeper of rules and layouts does: list, look at, prove and try out sets and templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval import library, syntax
from perfeval.desks import lookup
from perfeval.errors import Invalid, Place
from perfeval.evaluation import Kind
from perfeval.indicators import IndicatorSet, phrases

if TYPE_CHECKING:
    from perfeval.reports import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """目录项 - Hold what a list says about one set or template."""

    id: str
    title: str
    version: str | None = None
    sha256: str | None = None

    def as_json(self) -> dict[str, object]:
        """输出 - Return the entry as JSON has it."""
        own = {"id": self.id, "title": self.title, "version": self.version, "sha256": self.sha256}
        return {name: value for name, value in own.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """目录行 - Hold what the list of sets says of one, in words; base is the id of the set it follows."""

    id: str
    version: str
    title: str
    kinds: tuple[str, ...]
    meant: str
    first: int
    last: int | None
    base: str | None
    unverified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """检查结论 - Hold what keeps something from being used, and what is only worth knowing, a line each."""

    defects: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def sets() -> tuple[Entry, ...]:
    """全部指标体系 - Return every indicator set, sorted by id."""
    return tuple(
        Entry(id=each.id, title=each.title, version=each.version, sha256=each.sha256)
        for each in (library.indicator_set(set_id) for set_id in library.set_ids())
    )


def listed() -> tuple[Listed, ...]:
    """指标体系目录 - Return what the list of sets says of each, sorted by id."""
    return tuple(_listed(library.indicator_set(each)) for each in library.set_ids())


def _listed(rules: IndicatorSet) -> Listed:
    return Listed(
        id=rules.id,
        version=rules.version,
        title=rules.title,
        kinds=tuple(rules.kinds),
        meant=f"{phrases.kinds(rules.kinds)}，{phrases.years(rules.years)}",
        first=rules.years.start,
        last=rules.years.end,
        base=rules.based_on.partition("@")[0] if rules.based_on else None,
        unverified=rules.source.unverified,
    )


def set_tree(set_id: str, version: str | None = None) -> syntax.Tree:
    """指标体系内容 - Return a set as data, inheritance applied.

    Raises: NotFound, with the nearest ids.
    """
    return lookup.rules(set_id if version is None else f"{set_id}@{version}").tree


def lint_sets(named: Sequence[str] = ()) -> tuple[str, ...]:
    """检查指标体系 - Return every defect of the files, folders and ids named, of all shipped sets where none is, a line each.

    Raises: NotFound, for what is no path and no id.
    """
    return tuple(str(defect) for defect in library.lint_paths([lookup.set_path(each) for each in named] or None))


def templates() -> tuple[Entry, ...]:
    """全部模板 - Return every report template, sorted by id."""
    return tuple(Entry(id=each.id, title=each.title) for each in (library.report_template(name) for name in library.template_ids()))


def template(template_id: str) -> dict[str, object]:
    """模板内容 - Return what is known of one template.

    Raises: NotFound, with the nearest ids.
    """
    return lookup.template(template_id).as_json()


def template_words(template_id: str) -> str:
    """模板说明 - Return in words what a template is for and which texts it asks for.

    Raises: NotFound, with the nearest ids.
    """
    from perfeval import reports  # noqa: PLC0415 - listing sets must not load the Word engine

    found = lookup.template(template_id)
    manifest = reports.read_manifest(found.manifest)
    source = " ".join(part for part in (manifest.source.number, f"《{manifest.source.title}》", manifest.source.clause) if part)
    lines = [f"{found.id}  {found.title}", f"文种：{manifest.paper.label}", f"适用：{_meant(manifest)}"]
    lines += [f"依据：{source}{'（未核对原文）' if manifest.source.unverified else ''}"]
    for table in manifest.tables:
        lines += [f"{table.name}：{'、'.join(column for column in table.columns if column)}"]
        lines += [f"{table.name}的行：{'、'.join(table.rows)}"] if table.rows else []
    lines += [f"表尾：{'、'.join(manifest.foot)}"] if manifest.foot else []
    lines += [f"提纲：{' '.join(manifest.outline)}"] if manifest.outline else []
    limits = {key: f"（不超过{limit}字）" for key, limit in manifest.limits.items()}
    lines += [f"叙述文字：{key}  {words}{limits.get(key, '')}" for key, words in manifest.narrative.items()]
    return "\n".join([*lines, *(f"说明：{note}" for note in manifest.notes)])


def _meant(manifest: "Manifest") -> str:
    """Return for which kinds of evaluation and which years a template is."""
    return f"{'、'.join(Kind(kind).label for kind in manifest.kinds)}，{phrases.span(manifest.start, manifest.end)}"


def lint_templates(named: Sequence[str] = ()) -> Verdict:
    """检查模板 - Return every defect of the folders and ids named, of all shipped templates where none is, and what was not proved.

    Raises: NotFound, for what is no path and no id.
    """
    from perfeval import reports  # noqa: PLC0415 - listing sets must not load the Word engine

    found = [library.template_at(folder) for each in named for folder in _template_folders(lookup.template_path(each))]
    done = [reports.examine(each) for each in found or map(library.report_template, library.template_ids())]
    return Verdict(
        defects=tuple(str(place) for each in done for place in each.defects), remarks=tuple(line for each in done for line in each.remarks)
    )


def _template_folders(path: Path) -> list[Path]:
    """Return the template folders that a path means: itself, or those inside it."""
    inside = sorted(each.parent for each in path.glob("*/template.yaml"))
    return inside if inside and not (path / "template.yaml").exists() else [path]


def render(template: bytes, data: bytes, name: str) -> bytes:
    """填充模板 - Return a Word template filled with any JSON object.

    Raises: Invalid, naming the paragraph and the tag, or the place in the data, that is wrong.
    """
    from perfeval import reports  # noqa: PLC0415 - listing sets must not load the Word engine

    tree = syntax.load(data, name)
    if not isinstance(tree, dict):
        place = Place(where=name, message="应为一组“名称: 值”", suggestion="最外层写成 {…}")
        raise Invalid("data-invalid", f"{name} 不能用来填充模板", (place,))
    return reports.compile_template(template).render(tree)


def ready() -> dict[str, object]:
    """就绪 - Return that the data folders can be read and the sets in them are whole.

    Raises: Broken, when something that is shipped is missing or damaged.
    """
    return {"status": "ready", "sets": len(sets()), "templates": len(library.template_ids())}
