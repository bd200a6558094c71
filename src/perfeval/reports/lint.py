"""检查模板 - Find what is wrong with a template before anybody prints with it: its tags, its variables, its layout, its figures.

Every defect is a Place: which file, which paragraph or cell, what is wrong, what to do.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from docx import Document
from docx.oxml.ns import qn

from perfeval import syntax
from perfeval.errors import Invalid, Place
from perfeval.reports.documents import TemplateFiles, narrative_keys
from perfeval.reports.facts import ReportFacts, mapping
from perfeval.reports.facts.form import NARRATIVE_KEYS
from perfeval.reports.facts.tree import Plain, facts_mapping, from_plain, known_paths, plain
from perfeval.reports.likeness import unlike
from perfeval.reports.manifest import ID, Manifest, Paper, read_manifest
from perfeval.reports.papers import PAPERS, PaperFacts, kinds_of
from perfeval.reports.proofreading import USUAL, Proof, prove
from perfeval.reports.proofreading.heads import AMOUNTS, MONEY, NAMES, POINTS, bare_head, usual
from perfeval.reports.proofreading.labels import LABELS
from perfeval.reports.proofreading.unproved import unproved
from perfeval.reports.readback import read_back, text_of
from perfeval.reports.word import Template, Variable, compile_template

_TEMPLATE, _MANIFEST, _SAMPLE, _EXPECTED = "template.docx", "template.yaml", "sample.json", "expected.txt"
_PAPER = {(210, 297), (297, 210)}
_NARRATIVES = ("narrative", "narrative_written")
_AMOUNTS = tuple(name for name, cell in MONEY.items() if cell in AMOUNTS)
_ANOTHER_NAME = "表上另有叫法的，在 template.yaml 的 names 中写明它相当于哪一栏"


class TemplateFolder(TemplateFiles, Protocol):
    """模板目录 - Be all the files of one template's folder; a file that is not there is empty."""

    @property
    def sample(self) -> bytes:
        """样例 - Return sample.json."""

    @property
    def expected(self) -> bytes:
        """预期文字 - Return expected.txt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """模板检查 - Hold the defects of a template, and remarks that are none: what of its tables nobody proved."""

    defects: tuple[Place, ...]
    remarks: tuple[str, ...] = ()


def lint(folder: TemplateFolder) -> tuple[Place, ...]:
    """检查模板目录 - Return every defect of a template's folder; a Word file without any other file is checked alone."""
    return examine(folder).defects


def examine(folder: TemplateFolder) -> Examination:
    """细查模板目录 - Return every defect of a template's folder, and what of its tables was not proved."""
    alone = not (folder.manifest or folder.sample or folder.expected)
    found = list(lint_document(folder.document) if alone else _folder(folder))
    defects = tuple(_named(folder.id, each) for each in found if isinstance(each, Place))
    return Examination(defects=defects, remarks=tuple(f"{folder.id} {each}" for each in found if isinstance(each, str)))


def lint_document(document: bytes, keys: tuple[str, ...] = NARRATIVE_KEYS, paper: Paper = Paper.FORM) -> tuple[Place, ...]:
    """检查模板文件 - Return every defect of a template alone: faulty tags, and variables that no fact of such a paper has."""
    try:
        compiled = compile_template(document)
    except Invalid as error:
        return error.places or (Place(where=_TEMPLATE, message=error.message),)
    return tuple(_unknown_variables(compiled, known_paths(keys, kinds_of(paper))))


def sample_of(compiled: Template, facts: ReportFacts | PaperFacts) -> dict[str, Plain]:
    """样例数据 - Return the facts as sample.json holds them: the whole paper, and those fields of a single form that the template names."""
    top = mapping(facts) if isinstance(facts, ReportFacts) else facts_mapping(facts)
    asked = {variable.path.partition(".")[0].removesuffix("[]") for variable in compiled.variables()}
    own = set(type(facts).__dataclass_fields__)
    return {name: plain(value) for name, value in top.items() if name in own or name in asked}


def sample_facts(paper: Paper, tree: object, name: str) -> ReportFacts | PaperFacts:
    """样例事实 - Return the facts that a sample of such a paper holds.

    Raises: Invalid, naming every field that is missing or of another shape.
    """
    return from_plain(tree, name, ReportFacts) if paper.of_forms else from_plain(tree, name, PAPERS[paper])


def _folder(folder: TemplateFolder) -> Iterator[Place | str]:
    if not ID.fullmatch(folder.id):
        yield Place(where=folder.id, message="模板编号应以小写字母开头，只含小写字母、数字、点和连字符", suggestion="请改文件夹的名称")
    yield from syntax.unfilled(folder.manifest, _MANIFEST)
    try:
        manifest = read_manifest(folder.manifest, _MANIFEST)
    except Invalid as error:
        yield from error.places
        return
    keys = narrative_keys(folder.manifest)
    places = lint_document(folder.document, keys, manifest.paper)
    yield from places
    yield from _unusual_names(folder.manifest, manifest)
    if any(place.where.startswith(_TEMPLATE) for place in places):
        return
    yield from _layout(folder.document, manifest)
    if not places:
        yield from _sample(folder, manifest)


def _sample(folder: TemplateFolder, manifest: Manifest) -> Iterator[Place | str]:
    """Print the sample, compare it with the form, prove its figures, and compare its text with what was reviewed."""
    renew = f"perfeval templates sample {folder.id} --data 自评数据.yaml"
    if not folder.sample:
        yield Place(where=_SAMPLE, message="没有样例数据", suggestion=f"用 {renew} 生成")
        return
    try:
        tree = syntax.load_json(folder.sample, _SAMPLE)
        compiled = compile_template(folder.document)
        document = compiled.render(tree if isinstance(tree, dict) else {})
        facts = sample_facts(manifest.paper, tree, _SAMPLE)
    except Invalid as error:
        for place in error.places or (Place(where="", message=error.message),):
            where = place.where if place.where.startswith(_SAMPLE) else f"{_SAMPLE} {place.where}".strip()
            yield Place(where=where, message=place.message, suggestion=place.suggestion)
        return
    yield from unlike(document, manifest)
    copy = read_back(document)
    proof = prove(copy, facts, manifest.names)
    yield from proof.faults
    yield from _not_recognised(proof, manifest, {variable.path for variable in compiled.variables()})
    yield from unproved(copy, manifest.tables, manifest.names, proof.heads)
    if text_of(document) != folder.expected.decode("utf-8", "replace"):
        message = "样例印出的文字与 expected.txt 不同"
        yield Place(where=_EXPECTED, message=message, suggestion=f"核对无误后，用 {renew} 更新")


def _not_recognised(proof: Proof, manifest: Manifest, asked: Collection[str]) -> Iterator[Place]:
    """Yield that no list of rows, or no table of money, was recognised: which heads there are, and which ones are known."""
    if not proof.points and any(path.endswith(("rows[].points", "explanations[].points")) for path in asked):
        known = f"名称栏认得的有：{'、'.join(NAMES)}，得分栏有：{'、'.join(POINTS)}；{_ANOTHER_NAME}"
        message = f"认不出指标表的栏目，得分无法核对{_heads_beside(manifest, (*_AMOUNTS, *LABELS))}"
        yield Place(where=_TEMPLATE, message=message, suggestion=known)
    if not proof.amounts and any(path.endswith(("adjusted_wan", "adjusted_yuan", "spent_wan", "spent_yuan")) for path in asked):
        message = f"认不出资金表的栏目，金额无法核对{_heads_beside(manifest, (*NAMES, *LABELS))}"
        yield Place(where=_TEMPLATE, message=message, suggestion=f"认得的有：{'、'.join(_AMOUNTS)}；{_ANOTHER_NAME}")


def _heads_beside(manifest: Manifest, others: Collection[str]) -> str:
    """Return the heads of the tables that are listed, without those tables that are known as something else."""
    names = {bare_head(own): word for own, word in manifest.names.items()}
    strange = [table for table in manifest.tables if not any(usual(column, names) in others for column in table.columns)]
    heads = "、".join(column for table in strange for column in table.columns if column)
    return f"，表上是：{heads}" if heads else ""


def _unusual_names(data: bytes, manifest: Manifest) -> Iterator[Place]:
    """Yield every word of names that is said to stand for what is no usual word, with the nearest one."""
    marked = syntax.load_source(data, _MANIFEST)
    for own, word in manifest.names.items():
        if word not in USUAL:
            place = syntax.unknown(marked.where(("names", own)), word, sorted(USUAL), "通行名称")
            yield Place(where=place.where, message=f"names 中“{own}”写的是“{word}”，{place.message}", suggestion=place.suggestion)


def _unknown_variables(compiled: Template, known: frozenset[str]) -> Iterator[Place]:
    """Yield every tag that asks for what no fact has, with the nearest name that there is."""
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
    below = _below(name, head, known)
    whole = re.sub(rf"\b{re.escape(name)}\b", below, variable.tag, count=1) if below else ""
    told = f"是不是“{below}”？即 {whole}" if below else place.suggestion
    return Place(where=place.where, message=f"标签 {variable.tag} 中{place.message}", suggestion=told)


def _below(name: str, head: str, known: frozenset[str]) -> str | None:
    """Return where below a place a name stands that was asked for at the place itself; None where it does not, or in several places."""
    inside = (path[len(head) :].lstrip(".") for path in known if path.startswith(f"{head}.") and path.endswith(f".{name}"))
    found = sorted((path for path in inside if "[]" not in path), key=lambda path: path.count("."))
    clear = found and all(path.count(".") > found[0].count(".") for path in found[1:])
    return found[0] if clear else None


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
