"""部件 - Find the parts of a package that may hold tags, and refuse packages that are dangerous.

Refused: macros, templates and formats other than .docx, document type declarations, links to pictures, templates or objects
outside the file (whoever opens the result would fetch them).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import dirname, join

from lxml import etree

from perfeval.errors import Invalid
from perfeval.reports.word.namespaces import CONTENT_TYPES, OFFICE, RELATIONSHIPS, STRICT_WORD, WORD
from perfeval.reports.word.package import Entry
from perfeval.reports.word.tree import Element

TYPES_PART = "[Content_Types].xml"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN_TYPE = _WORD_TYPE + "document.main+xml"
_TITLES = {
    MAIN_TYPE: "正文",
    _WORD_TYPE + "header+xml": "页眉",
    _WORD_TYPE + "footer+xml": "页脚",
    _WORD_TYPE + "footnotes+xml": "脚注",
    _WORD_TYPE + "endnotes+xml": "尾注",
}
_PROPERTY_TYPES = frozenset(
    (
        "application/vnd.openxmlformats-package.core-properties+xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    )
)
_ALLOWED_OUTSIDE = frozenset((f"{OFFICE}/hyperlink",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """可含标签的部件 - Hold a part that may carry tags: its name, what people call it, its tree."""

    name: str
    title: str
    root: Element
    story: bool


def survey(entries: tuple[Entry, ...]) -> tuple[Part, ...]:
    """清点 - Return the parts that may hold tags, in the order of the package.

    Raises: Invalid when the package is no .docx or holds what is refused.
    """
    trees = {entry.name: _parse(entry) for entry in entries if entry.name.lower().endswith((".xml", ".rels"))}
    if TYPES_PART not in trees:
        raise Invalid("template-not-docx", "模板不是 .docx 文件（包内缺少内容类型清单）")
    overrides = trees[TYPES_PART].iter(f"{{{CONTENT_TYPES}}}Override")
    types = {each.get("PartName", "").lstrip("/"): each.get("ContentType", "") for each in overrides}
    _refuse_macros(entries, types)
    if MAIN_TYPE not in types.values():
        raise Invalid("template-not-docx", "模板不是 .docx 文档，请在 Word 中另存为“Word 文档 (*.docx)”")
    for name, root in trees.items():
        if name.endswith(".rels"):
            _refuse_outside(root)
    return tuple(_parts(trees, types))


def relations_name(part: str) -> str:
    """关系部件名 - Return the name of the part that holds the relations of a part."""
    return join(dirname(part), "_rels", part.rsplit("/", 1)[-1] + ".rels")


def _parts(trees: dict[str, Element], types: dict[str, str]) -> Iterator[Part]:
    numbers = {kind: [name for name in trees if types.get(name) == kind] for kind in _TITLES}
    for name, root in trees.items():
        kind = types.get(name, "")
        if kind in _TITLES:
            _check_dialect(name, root)
            number = str(numbers[kind].index(name) + 1) if len(numbers[kind]) > 1 else ""
            yield Part(name=name, title=_TITLES[kind] + number, root=root, story=True)
        elif kind in _PROPERTY_TYPES:
            yield Part(name=name, title="文档属性", root=root, story=False)


def _check_dialect(name: str, root: Element) -> None:
    if etree.QName(root).namespace == STRICT_WORD:
        raise Invalid("template-not-docx", "模板是“严格 Open XML”格式，请在 Word 中另存为普通的“Word 文档 (*.docx)”")
    if root.nsmap.get("w") != WORD:
        raise Invalid("template-xml", f"模板包内文件“{name}”没有按惯例声明命名空间 w，请用 Word 或 WPS 重新保存")


def _parse(entry: Entry) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(entry.data, parser)
    except etree.XMLSyntaxError as error:
        raise Invalid("template-xml", f"模板包内文件“{entry.name}”不是完好的 XML") from error
    docinfo = root.getroottree().docinfo
    if docinfo.doctype:  # type: ignore[union-attr] # the stubs leave it out
        raise Invalid("template-forbidden", f"模板包内文件“{entry.name}”含有文档类型声明（DTD），不允许")
    return root


def _refuse_macros(entries: tuple[Entry, ...], types: dict[str, str]) -> None:
    if any("vbaproject" in entry.name.lower() for entry in entries) or any("macroenabled" in kind.lower() for kind in types.values()):
        raise Invalid("template-forbidden", "模板含有宏，不允许；请另存为不含宏的 .docx")


def _refuse_outside(root: Element) -> None:
    for relation in root.iter(f"{{{RELATIONSHIPS}}}Relationship"):
        kind = relation.get("Type", "")
        if relation.get("TargetMode") == "External" and kind not in _ALLOWED_OUTSIDE:
            what = f"{kind.rsplit('/', 1)[-1]}：{relation.get('Target')}"
            raise Invalid("template-forbidden", f"模板引用了文件以外的内容（{what}），请改为嵌入")
