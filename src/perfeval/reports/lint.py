"""检查模板 - Find what is wrong with a template before anybody prints with it: its tags, its variables, its layout, its figures.

Every defect is a Place: which file, which paragraph or cell, what is wrong, what to do.
"""

import json
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Protocol

from docx import Document
from docx.oxml.ns import qn

from perfeval import syntax
from perfeval.errors import Invalid, Place
from perfeval.reports.documents import TemplateFiles, narrative_keys
from perfeval.reports.facts import ReportFacts, mapping
from perfeval.reports.facts.form import NARRATIVE_KEYS
from perfeval.reports.facts.tree import Plain, from_plain, known_paths, plain
from perfeval.reports.likeness import unlike
from perfeval.reports.manifest import ID, Manifest, read_manifest
from perfeval.reports.proofreading import proofread
from perfeval.reports.readback import text_of
from perfeval.reports.word import Template, Variable, compile_template

_TEMPLATE, _MANIFEST, _SAMPLE, _EXPECTED = "template.docx", "template.yaml", "sample.json", "expected.txt"
_PAPER = {(210, 297), (297, 210)}
_NARRATIVES = ("narrative", "narrative_written")


class TemplateFolder(TemplateFiles, Protocol):
    """模板目录 - Be all the files of one template's folder; a file that is not there is empty."""

    @property
    def sample(self) -> bytes:
        """样例 - Return sample.json."""

    @property
    def expected(self) -> bytes:
        """预期文字 - Return expected.txt."""


def lint(folder: TemplateFolder) -> tuple[Place, ...]:
    """检查模板目录 - Return every defect of a template's folder; a Word file without any other file is checked alone."""
    alone = not (folder.manifest or folder.sample or folder.expected)
    places = lint_document(folder.document) if alone else _folder(folder)
    return tuple(_named(folder.id, place) for place in places)


def lint_document(document: bytes, keys: tuple[str, ...] = NARRATIVE_KEYS) -> tuple[Place, ...]:
    """检查模板文件 - Return every defect of a template alone: faulty tags, and variables that no fact has."""
    try:
        compiled = compile_template(document)
    except Invalid as error:
        return error.places or (Place(where=_TEMPLATE, message=error.message),)
    return tuple(_unknown_variables(compiled, keys))


def sample_of(compiled: Template, facts: ReportFacts) -> dict[str, Plain]:
    """样例数据 - Return the facts as sample.json holds them: the whole report, and those fields of the one form that the template names."""
    top = mapping(facts)
    asked = {variable.path.partition(".")[0].removesuffix("[]") for variable in compiled.variables()}
    own = set(ReportFacts.__dataclass_fields__)
    return {name: plain(value) for name, value in top.items() if name in own or name in asked}


def _folder(folder: TemplateFolder) -> Iterator[Place]:
    if not ID.fullmatch(folder.id):
        yield Place(where=folder.id, message="模板编号应以小写字母开头，只含小写字母、数字、点和连字符", suggestion="请改文件夹的名称")
    try:
        manifest = read_manifest(folder.manifest, _MANIFEST)
    except Invalid as error:
        yield from error.places
        return
    keys = narrative_keys(folder.manifest)
    places = lint_document(folder.document, keys)
    yield from places
    if any(place.where.startswith(_TEMPLATE) for place in places):
        return
    yield from _layout(folder.document, manifest)
    if not places:
        yield from _sample(folder, manifest)


def _sample(folder: TemplateFolder, manifest: Manifest) -> Iterator[Place]:
    """Print the sample, compare it with the form, prove its figures, and compare its text with what was reviewed."""
    if not folder.sample:
        yield Place(where=_SAMPLE, message="没有样例数据", suggestion="用 scripts/make_templates.py --samples 生成")
        return
    try:
        tree = syntax.load_json(folder.sample, _SAMPLE)
        compiled = compile_template(folder.document)
        document = compiled.render(tree if isinstance(tree, dict) else {})
        facts = from_plain(tree, _SAMPLE)
    except Invalid as error:
        for place in error.places or (Place(where="", message=error.message),):
            where = place.where if place.where.startswith(_SAMPLE) else f"{_SAMPLE} {place.where}".strip()
            yield Place(where=where, message=place.message, suggestion=place.suggestion)
        return
    yield from unlike(document, manifest)
    proof = proofread(document, facts)
    yield from proof.faults
    asked = {variable.path for variable in compiled.variables()}
    if not proof.points and any(path.endswith(("rows[].points", "explanations[].points")) for path in asked):
        advice = "指标表的栏目请用“三级指标”或“指标名称”、“分值”、“得分”等通行的名称"
        yield Place(where=_TEMPLATE, message="认不出指标表的栏目，得分无法核对", suggestion=advice)
    if not proof.amounts and any(path.endswith(("adjusted_wan", "adjusted_yuan", "spent_wan", "spent_yuan")) for path in asked):
        advice = "资金表的栏目请用“全年预算数”“全年执行数”等通行的名称"
        yield Place(where=_TEMPLATE, message="认不出资金表的栏目，金额无法核对", suggestion=advice)
    if text_of(document) != folder.expected.decode("utf-8", "replace"):
        message = "样例印出的文字与 expected.txt 不同"
        yield Place(where=_EXPECTED, message=message, suggestion="核对无误后，用 scripts/make_templates.py --samples 更新")


def _unknown_variables(compiled: Template, keys: tuple[str, ...]) -> Iterator[Place]:
    """Yield every tag that asks for what no fact has, with the nearest name that there is."""
    known = known_paths(keys)
    for variable in compiled.variables():
        if variable.path not in known and not variable.optional:
            yield _unknown(variable, known)


def _unknown(variable: Variable, known: frozenset[str]) -> Place:
    head = _known_head(variable.path, known)
    name = _next_name(variable.path, head)
    siblings = sorted({_next_name(path, head) for path in known if path.startswith(head)} - {""})
    place = syntax.unknown(variable.where, name, siblings, "变量")
    if head.rpartition(".")[2] in _NARRATIVES:
        advice = f"{place.suggestion or ''}新的章节请先写进 {_MANIFEST} 的 narrative"
        return Place(where=place.where, message=f"标签 {variable.tag} 中没有名为“{name}”的章节", suggestion=advice)
    return Place(where=place.where, message=f"标签 {variable.tag} 中{place.message}", suggestion=place.suggestion)


def _next_name(path: str, head: str) -> str:
    """Return the name that follows the beginning of a path."""
    return path[len(head) :].lstrip(".[]").partition(".")[0].removesuffix("[]")


def _known_head(path: str, known: frozenset[str]) -> str:
    """Return the longest beginning of a path that is known."""
    while path and path not in known:
        path = path.removesuffix("[]") if path.endswith("[]") else path.rpartition(".")[0]
    return path


def _layout(document: bytes, manifest: Manifest) -> Iterator[Place]:
    """Prove the layout that the manifest promises: paper, margins, head rows that repeat, rows that are not broken."""
    opened = Document(BytesIO(document))
    for number, section in enumerate(opened.sections, start=1):
        size = tuple(round(length.mm) if length else 0 for length in (section.page_width, section.page_height))
        if size not in _PAPER:
            where = f"{_TEMPLATE} 第{number}节"
            yield Place(where=where, message=f"纸张为 {size[0]}×{size[1]} 毫米，{manifest.layout} 要求 A4", suggestion="请改用 A4 纸")
    for number, table in enumerate(opened.tables, start=1):
        rows = table._tbl.tr_lst  # noqa: SLF001 - row properties have no public name
        where = f"{_TEMPLATE} 正文表格{number}"
        if any("{%tr for" in cell.text for row in table.rows for cell in row.cells) and not _has(rows[0], "w:tblHeader"):
            yield Place(where=where, message="表头没有设为跨页重复", suggestion="选中表头行，勾选“在各页顶端以标题行形式重复出现”")
        if not all(_has(row, "w:cantSplit") for row in rows):
            yield Place(where=where, message="有的行允许跨页断行", suggestion="选中整个表格，取消“允许跨页断行”")


def _has(row: object, name: str) -> bool:
    properties = getattr(row, "trPr", None)
    return properties is not None and properties.find(qn(name)) is not None


def _named(template_id: str, place: Place) -> Place:
    return Place(where=f"{template_id} {place.where}", message=place.message, suggestion=place.suggestion)


def as_text(sample: Mapping[str, Plain]) -> str:
    """样例文字 - Return sample facts as the text of sample.json."""
    return json.dumps(sample, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
