"""模板说明 - Read template.yaml: what a template is for, where its form was read, which texts it asks for, how it is laid out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from perfeval import syntax
from perfeval.errors import Invalid, Place
from perfeval.syntax import MarkedTree, Tree

FORMAT = "perfeval.report-template/1"
ID = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*")
"""编号 - The name of a template's folder."""


class Paper(StrEnum):
    """文种 - Say what kind of document a template makes."""

    FORM = "form"
    REPORT = "report"
    ANNEX = "annex"
    REVIEW = "review"
    OPINION = "opinion"
    NOTICE = "notice"
    SUMMARY = "summary"
    YEARLY = "yearly"

    @property
    def label(self) -> str:
        """中文名 - Return the name as people call it."""
        return _LABELS[self.value]

    @property
    def of_forms(self) -> bool:
        """由自评表生成 - Tell whether such a document is made from filled forms; the others tell what a review or a whole round gave."""
        return self in {Paper.FORM, Paper.REPORT, Paper.ANNEX}


_LABELS = {
    "form": "自评表",
    "report": "自评报告",
    "annex": "得分计算说明",
    "review": "复核报告",
    "opinion": "复核意见书",
    "notice": "整改通知书",
    "summary": "部门自评情况汇总表",
    "yearly": "年度自评工作情况报告",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSource:
    """表式来源 - Say which document prescribes a form, where it was read and how sure that is."""

    title: str
    number: str | None = None
    clause: str | None = None
    read: str | None = None
    unverified: bool = False
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTable:
    """表式中的表 - Hold one table of a form as read: the cells of its head, the columns each spans, the labels of its fixed rows."""

    name: str
    columns: tuple[str, ...]
    spans: tuple[int, ...]
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """模板说明 - Hold what template.yaml says; tables and foot are those of the form as read, outline the headings of a report.

    limits are in characters: of a section of narrative, or of a cell that LIMITED names. names are the words that the form has of its
    own for columns, rows and cells, each with the usual word that it stands for.
    """

    name: str
    paper: Paper
    kinds: tuple[str, ...]
    start: int
    end: int | None
    source: TemplateSource
    layout: str
    tables: tuple[FormTable, ...] = ()
    foot: tuple[str, ...] = ()
    outline: tuple[str, ...] = ()
    narrative: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


LIMITED = {
    "objective.expected": "年度目标",
    "objective.actual": "年度目标完成情况",
    "execution.reason": "资金行原因",
    "funds.reason": "各资金来源的原因",
    "indicators.reason": "各行原因",
}
"""可限字数的单元格 - The cells of a form whose words a template may limit, beside its sections of narrative."""
_KINDS = ("project", "department", "transfer")
_LAYOUTS = ("GB/T 9704",)
_REQUIRED = ("format", "name", "paper", "kinds", "years", "source", "layout")
_KEYS = (*_REQUIRED, "tables", "foot", "outline", "names", "narrative", "limits", "notes")
_TABLE_KEYS = ("name", "columns", "spans", "rows")
_SOURCE_KEYS = ("title", "number", "clause", "read", "unverified", "why")


def read_manifest(data: bytes, name: str = "template.yaml") -> Manifest:
    """读模板说明 - Return what a manifest says.

    Raises: Invalid, with file and line of everything that is wrong.
    """
    marked = syntax.load_source(data, name)
    reader = _Reader(marked)
    found = reader.manifest()
    if found is None or reader.places:
        raise Invalid("manifest-invalid", f"{name} 有{len(reader.places)}处错误", tuple(reader.places))
    return found


read_manifest_once = lru_cache(maxsize=256)(read_manifest)
"""读模板说明（记住） - The same, remembered by what a manifest holds."""


class _Reader:
    """Read a manifest and note everything that is wrong with it."""

    def __init__(self, marked: MarkedTree) -> None:
        self.marked = marked
        self.places: list[Place] = []

    def manifest(self) -> Manifest | None:
        """整份说明 - Return the manifest, None where it is not even an object with the required keys."""
        tree = self.object(self.marked.tree, (), _KEYS, _REQUIRED)
        if tree is None:
            return None
        self.choice(tree, "format", (FORMAT,))
        paper = self.choice(tree, "paper", tuple(Paper))
        years = self.object(tree["years"], ("years",), ("from", "to"), ("from",)) or {}
        found = Manifest(
            name=self.words(tree.get("name"), ("name",)),
            paper=Paper(paper) if paper in tuple(Paper) else Paper.FORM,
            kinds=tuple(self.choice_of(each, ("kinds", at), _KINDS) for at, each in enumerate(self.list(tree.get("kinds"), ("kinds",)))),
            start=self.year(years.get("from"), ("years", "from")) or 0,
            end=self.year(years.get("to"), ("years", "to")),
            source=self.source(tree["source"]),
            layout=self.choice(tree, "layout", _LAYOUTS),
            tables=tuple(self.table(each, ("tables", at)) for at, each in enumerate(self.list(tree.get("tables"), ("tables",)))),
            foot=self.texts(tree.get("foot"), ("foot",)),
            outline=self.texts(tree.get("outline"), ("outline",)),
            narrative=self.named(tree.get("narrative"), ("narrative",)),
            limits=self.limits(tree.get("limits"), tree.get("narrative")),
            notes=self.texts(tree.get("notes"), ("notes",)),
            names=self.named(tree.get("names"), ("names",)),
        )
        return None if self.places else found

    def wrong(self, path: syntax.Path, message: str, suggestion: str | None = None) -> None:
        """记错 - Note what is wrong at a place."""
        self.places.append(Place(where=self.marked.where(path), message=message, suggestion=suggestion))

    def object(self, tree: Tree, path: syntax.Path, known: tuple[str, ...], required: tuple[str, ...]) -> dict[str, Tree] | None:
        """取对象 - Return an object with no key but the known ones and all of the required ones."""
        if not isinstance(tree, dict):
            self.wrong(path, f"{path[-1] if path else '说明'} 应为一组“键: 值”")
            return None
        for key in tree:
            if key not in known:
                place = syntax.unknown(self.marked.where((*path, key)), key, known)
                self.wrong((*path, key), place.message, place.suggestion)
        missing = [key for key in required if tree.get(key) is None]
        for key in missing:
            self.wrong(path, f"缺少 {key}")
        return None if missing else tree

    def words(self, tree: Tree, path: syntax.Path) -> str:
        """取文字 - Return a text that is written."""
        if isinstance(tree, str) and tree.strip():
            return tree.strip()
        self.wrong(path, f"{path[-1]} 应为文字")
        return ""

    def choice(self, tree: Mapping[str, Tree], key: str, choices: tuple[str, ...]) -> str:
        """按键取选项 - Return one of a few words at a key."""
        return self.choice_of(tree.get(key), (key,), choices)

    def choice_of(self, tree: Tree, path: syntax.Path, choices: tuple[str, ...]) -> str:
        """取选项 - Return one of a few words."""
        if isinstance(tree, str) and tree in choices:
            return tree
        self.wrong(path, f"写的是“{tree}”", f"应为 {'、'.join(choices)} 之一")
        return ""

    def year(self, tree: Tree, path: syntax.Path) -> int | None:
        """取年度 - Return a year of four digits, None where none is written."""
        if tree is None:
            return None
        if isinstance(tree, str) and re.fullmatch(r"(?:19|20)\d\d", tree):
            return int(tree)
        self.wrong(path, f"年度应为四位数字，写的是“{tree}”")
        return None

    def list(self, tree: Tree, path: syntax.Path) -> list[Tree]:
        """取列表 - Return a list, empty where none is written."""
        if tree is None:
            return []
        if isinstance(tree, list):
            return tree
        self.wrong(path, f"{path[-1]} 应为列表")
        return []

    def texts(self, tree: Tree, path: syntax.Path) -> tuple[str, ...]:
        """取文字列表 - Return a list of texts."""
        return tuple(self.words(each, (*path, at)) for at, each in enumerate(self.list(tree, path)))

    def named(self, tree: Tree, path: syntax.Path) -> dict[str, str]:
        """取按键文字 - Return texts by name."""
        if tree is None:
            return {}
        if not isinstance(tree, dict):
            self.wrong(path, f"{path[-1]} 应为一组“键: 文字”")
            return {}
        return {key: self.words(each, (*path, key)) for key, each in tree.items()}

    def table(self, tree: Tree, path: syntax.Path) -> FormTable:
        """取表 - Return one table of the form: as many spans as columns, all 1 where none are written; a head cell may be empty."""
        found = self.object(tree, path, _TABLE_KEYS, ("name", "columns")) or {}
        columns = tuple(each.strip() if isinstance(each, str) else "" for each in self.list(found.get("columns"), (*path, "columns")))
        numbers = [each for each in self.list(found.get("spans"), (*path, "spans")) if isinstance(each, str) and each.isdecimal()]
        spans = tuple(map(int, numbers)) if found.get("spans") is not None else (1,) * len(columns)
        if len(spans) != len(columns) or 0 in spans:
            self.wrong((*path, "spans"), f"{len(columns)}个栏目对应{len(spans)}个跨列数", "请为每个栏目写一个大于0的跨列数，如 [1, 2, 1]")
        return FormTable(
            name=self.words(found.get("name"), (*path, "name")),
            columns=columns,
            spans=spans,
            rows=self.texts(found.get("rows"), (*path, "rows")),
        )

    def limits(self, tree: Tree, narrative: Tree) -> dict[str, int]:
        """取字数限制 - Return how many characters a section of narrative or a cell may have."""
        known = (*LIMITED, *(narrative if isinstance(narrative, dict) else ()))
        found = {} if tree is None else self.object(tree, ("limits",), tuple(tree) if isinstance(tree, dict) else (), ()) or {}
        for key, each in found.items():
            if key not in known:
                place = syntax.unknown("", key, known, "章节或单元格")
                self.wrong(("limits", key), place.message, f"新的章节先写进 narrative，再在这里限字数；{place.suggestion}")
            if not (isinstance(each, str) and each.isdecimal() and int(each)):
                self.wrong(("limits", key), "字数应为大于0的整数", "如 200")
        return {key: int(each) for key, each in found.items() if isinstance(each, str) and each.isdecimal()}

    def source(self, tree: Tree) -> TemplateSource:
        """取来源 - Return where the form is from; what was not read word by word says why."""
        found = self.object(tree, ("source",), _SOURCE_KEYS, ("title",))
        if found is None:
            return TemplateSource(title="")
        texts = {key: self.words(found[key], ("source", key)) for key in _SOURCE_KEYS if key != "unverified" and found.get(key) is not None}
        unverified = found.get("unverified", False)
        if not isinstance(unverified, bool):
            self.wrong(("source", "unverified"), "unverified 应为 true 或 false")
        if unverified is True and "why" not in texts:
            self.wrong(("source",), "写了 unverified 而没有写明原因", "请用 why 写明哪些内容没有核对原文")
        return TemplateSource(
            title=texts.get("title", ""),
            number=texts.get("number"),
            clause=texts.get("clause"),
            read=texts.get("read"),
            unverified=unverified is True,
            why=texts.get("why"),
        )
