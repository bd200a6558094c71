"""模板作者工作台 - What who makes report templates does: begin with a copy, renew the sample, look up what may be printed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from perfeval import library, reports, syntax
from perfeval.desks import department, lookup
from perfeval.desks.department import Filled
from perfeval.errors import Invalid, PerfevalError, Place
from perfeval.evaluation import Evaluations
from perfeval.library import ReportTemplate
from perfeval.reports import ReportFacts, wording
from perfeval.reports.documents import narrative_keys
from perfeval.reports.facts.tree import VariableFacts, described, facts_mapping, from_plain
from perfeval.reports.lint import as_text, sample_facts, sample_of
from perfeval.reports.manifest import ID, Paper
from perfeval.reports.papers import PAPERS, PaperFacts, kinds_of
from perfeval.scoring import Scorecard
from perfeval.syntax import Tree

DOCUMENT, MANIFEST, SAMPLE, EXPECTED = "template.docx", "template.yaml", "sample.json", "expected.txt"
"""模板的文件 - The four files of a template's folder."""
EXAMPLE = "cn.project.form.2020"
"""示例模板 - The template whose sample gives the example values of variables."""
_EMPTY = frozenset({"", wording.MISSING, wording.NOT_WRITTEN})
_FORMS, _FORM = "forms[].", "form."
_NEW = {
    "name": "name: 待填：模板名称，如 某县项目支出绩效自评表",
    "years": "years: {{from: {year}}} # 待填：适用年度；只用到某年的，写成 {{from: {year}, to: {year}}}",
    "source": """\
source:
  # number: 待填：文号；没有的删去这一行
  title: 待填：规定这张表或这个提纲的文件
  clause: 待填：附件几、第几页
  read: 待填：在哪里读到，如网址、文件、公开的表
  unverified: true # 原件在手并逐项核对过的，删去这一行和下一行
  why: 待填：哪些内容没有核对原件，为什么""",
}
_HEAD = """\
# 待填：一句话说明这个模板。
# 由 {base}（{title}）起草；带“待填”的地方都要填写或删去，其余各项照新的表式改，写法见 docs/templates.md。
"""


class Use(Enum):
    """变量用处 - Say where a variable is written: in a form inside its loop over forms, in a report on one form, in a paper of a review."""

    FORM = "form"
    REPORT = "report"
    REVIEW = "review"
    OPINION = "opinion"
    NOTICE = "notice"
    SUMMARY = "summary"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableGroup:
    """变量组 - Hold the variables of the whole document, or those of one form."""

    title: str
    variables: tuple[VariableFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDraft:
    """模板草稿 - Hold the files of a new template by their names."""

    id: str
    files: Mapping[str, bytes]

    def steps(self, folder: Path) -> Iterator[str]:
        """下一步 - Yield what the author does next with the folder."""
        top = library.source_folder("report_templates")
        own = "" if top is None else ".venv/bin/"
        yield f"用 Word 打开 {folder / DOCUMENT} 改版面；标签的写法见 docs/templates.md，可用的变量见 {own}perfeval templates variables"
        yield f"填写 {folder / MANIFEST} 中“待填”的地方，栏目、行、表尾照新的表式改，报告的各节写进 narrative，写法见 docs/templates.md"
        yield f"{own}perfeval templates sample {folder} --data 自评数据.yaml　用一份自评数据更新 {SAMPLE} 和 {EXPECTED}，逐行核对"
        yield f"{own}perfeval templates lint {folder}　检查标签、变量和版面；还没有填写的“待填”，一行一处列出"
        if top is None or not folder.resolve().is_relative_to(top.resolve()):
            yield f"文件夹放进源码的 report_templates/，才能用 perfeval report --template {self.id} 打印"


def home(template_id: str, output: str | None) -> Path:
    """存放位置 - Return the folder of a new template: inside the one asked for, else among the sources, else in the folder one is in."""
    top = library.source_folder("report_templates") if output is None else Path(output)
    return (top or Path()) / template_id


def draft(template_id: str, base: str) -> TemplateDraft:
    """起草 - Return a copy of a template, named by its id or its folder, under a new id, with what the author must fill in marked.

    Raises: NotFound, with the templates nearest to the base; Invalid, when the id may not be used or the base cannot be copied.
    """
    _refuse_bad_id(template_id)
    given = library.template_at(lookup.template_path(base))
    if not given.document or not given.manifest:
        place = Place(where=base, message=f"没有 {DOCUMENT} 或 {MANIFEST}", suggestion="请另选一个完整的模板，见 perfeval templates list")
        raise Invalid("template-incomplete", f"{base} 不能作为新模板的起点", (place,))
    files = {DOCUMENT: given.document, MANIFEST: _manifest(given), SAMPLE: given.sample, EXPECTED: given.expected}
    return TemplateDraft(id=template_id, files={name: data for name, data in files.items() if data})


def facts(template: ReportTemplate, filled: Filled, reviewed: Scorecard | None = None) -> ReportFacts:
    """样例事实 - Return what a template can print of one form, or of several in one file; reviewed is the card of a review."""
    whole = filled if isinstance(filled, Evaluations) else None
    return reports.report_facts(_cases(filled, reviewed), narrative_keys(template.manifest), whole)


def sample(template: ReportTemplate, filled: Filled, reviewed: Scorecard | None = None) -> dict[str, bytes]:
    """样例 - Return sample.json and expected.txt of a template, made from a form; reviewed is the card of a review.

    Raises: Invalid, when the template is faulty, or is for one form and several are given.
    """
    whole = filled if isinstance(filled, Evaluations) else None
    document = reports.render(template, _cases(filled, reviewed), whole=whole)
    data = sample_of(reports.compile_template(template.document), facts(template, filled, reviewed))
    return {SAMPLE: as_text(data).encode(), EXPECTED: reports.text_of(document).encode()}


def sample_at(named: str, data: bytes, name: str) -> dict[Path, bytes]:
    """更新样例 - Return the two files of the sample of a template, named by its id or its folder, by where they belong.

    The data are a form, or for a paper of a review its facts, as sample.json has them.

    Raises: NotFound, with the nearest templates; Invalid, when the form or the template is faulty.
    """
    folder = lookup.template_path(named)
    sources = library.source_folder("report_templates")
    shipped = sources is None and folder.resolve().is_relative_to(library.folder("report_templates").resolve())
    if not folder.is_dir() or not (folder / DOCUMENT).is_file() or shipped:
        message = "随程序安装的模板不能改" if shipped else f"没有 {DOCUMENT}，不是模板的文件夹"
        place = Place(where=named, message=message, suggestion="请写自己的模板文件夹，可用 perfeval templates new 起草")
        raise Invalid("template-unusable", f"不能更新 {named} 的样例", (place,))
    template = library.template_at(folder)
    paper = reports.read_manifest(template.manifest).paper
    made = sample(template, department.read(data, name)) if paper.of_forms else _paper_sample(template, syntax.load(data, name), name)
    return {folder / each: content for each, content in made.items()}


def paper_sample(template: ReportTemplate, given: PaperFacts) -> dict[str, bytes]:
    """复核文书样例 - Return sample.json and expected.txt of a template for a paper that is not made from forms.

    Raises: Invalid, when the template is faulty, or the facts are those of another paper.
    """
    document = reports.render_paper(template, given)
    data = sample_of(reports.compile_template(template.document), given)
    return {SAMPLE: as_text(data).encode(), EXPECTED: reports.text_of(document).encode()}


def _paper_sample(template: ReportTemplate, tree: Tree, name: str) -> dict[str, bytes]:
    """Return the two files from facts as plain data, as sample.json has them."""
    paper = reports.read_manifest(template.manifest).paper
    return paper_sample(template, from_plain(tree, name, PAPERS[paper]))


def variables(given: ReportFacts | None = None, use: Use | None = None) -> tuple[VariableGroup, ...]:
    """可用变量 - Return what a template may print, with the Chinese name and an example of each: of the whole document, then of one form.

    Examples are from the facts given, else from a shipped sample; where these have none, from any shipped sample.
    """
    if use is not None and not (paper := Paper(use.value)).of_forms:
        return (paper_variables(paper),)
    found = _with_examples(described(reports.mapping(given or _shipped(EXAMPLE))))
    own = set(reports.FormFacts.__dataclass_fields__) - set(reports.ReportFacts.__dataclass_fields__)
    inside = [replace(each, path=_FORM + each.path.removeprefix(_FORMS)) for each in found if each.path.startswith(_FORMS)]
    bare = [each for each in found if each.path.partition(".")[0].removesuffix("[]") in own]
    whole = [each for each in found if each not in bare and not each.path.startswith(_FORMS)]
    return (
        VariableGroup(title="整份文档的变量", variables=tuple(whole)),
        VariableGroup(title="一份自评的变量", variables=tuple(inside if use is Use.FORM else bare)),
    )


def paper_variables(paper: Paper) -> VariableGroup:
    """复核文书变量 - Return what a template for a paper of a review may print, with examples from the shipped ones."""
    samples = []
    for template_id in library.template_ids():
        found = library.report_template(template_id)
        if reports.read_manifest_once(found.manifest).paper is paper:
            samples.append(facts_mapping(sample_facts(paper, syntax.load_json(found.sample, SAMPLE), SAMPLE)))
    told = described(samples[0] if samples else {}, kinds_of(paper))
    return VariableGroup(title=f"{paper.label}的变量", variables=told)


def _cases(filled: Filled, reviewed: Scorecard | None) -> list[reports.Case]:
    """Return the forms of a file, scored and checked."""
    return [
        reports.Case(rules=each.rules, evaluation=each.evaluation, card=each.card, findings=each.findings, reviewed=reviewed)
        for each in department.assess_all(filled)
    ]


def _shipped(template_id: str) -> ReportFacts:
    """Return the facts of a shipped sample."""
    return from_plain(syntax.load_json(lookup.template(template_id).sample, SAMPLE), SAMPLE, ReportFacts)


def _with_examples(found: Sequence[VariableFacts]) -> list[VariableFacts]:
    """Return the variables, those without an example with the first that a shipped sample has, rather a value than a mark for none."""
    lacking = {each.path: each.example for each in found if each.example in _EMPTY}
    for template_id in library.template_ids() if lacking else ():
        try:
            shipped = _shipped(template_id)
        except PerfevalError:
            continue  # one of another kind of paper, or `templates lint` says what is wrong with it
        for each in described(reports.mapping(shipped)):
            if each.path in lacking and lacking[each.path] in _EMPTY and (each.example not in _EMPTY or not lacking[each.path]):
                lacking[each.path] = each.example
    return [replace(each, example=lacking.get(each.path, each.example)) for each in found]


def _manifest(given: ReportTemplate) -> bytes:
    """Return a manifest with name, years and source to fill in, and everything else as it was.

    Raises: Invalid, when the manifest that it is made from is faulty.
    """
    start = reports.read_manifest(given.manifest).start
    marked = syntax.load_source(given.manifest, MANIFEST)
    lines = given.manifest.decode("utf-8-sig").splitlines()
    begins = sorted(line - 1 for path, line in marked.lines.items() if len(path) == 1)
    keys = {line - 1: str(path[0]) for path, line in marked.lines.items() if len(path) == 1}
    kept: list[str] = []
    for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        kept += _block(keys[begin], lines[begin:end], start)
    text = _HEAD.format(base=given.id, title=given.title) + "\n".join(kept) + "\n"
    reports.read_manifest(text.encode(), MANIFEST)
    return text.encode()


def _block(key: str, lines: list[str], year: int) -> list[str]:
    """Return the lines of one key of a manifest, with what must be filled in where the key is one of those; remarks below it stay."""
    if key not in _NEW:
        return lines
    end = max(at for at, line in enumerate(lines) if line.strip() and not line.startswith("#"))
    return [_NEW[key].format(year=year), *lines[end + 1 :]]


def _refuse_bad_id(template_id: str) -> None:
    """Refuse an id that no folder of a template may have, and one that is taken."""
    if template_id in library.template_ids():
        place = Place(where=template_id, message=library.report_template(template_id).title, suggestion="请换一个编号")
        raise Invalid("template-exists", f"已经有编号为 {template_id} 的报告模板", (place,))
    if not ID.fullmatch(template_id):
        tidy = re.sub(r"[^a-z0-9]+", ".", template_id.lower()).strip(".")
        near = f"，如 {tidy}" if ID.fullmatch(tidy) else "，如 demo.project.form.2024"
        message = f"编号的写法不对：“{template_id}”"
        place = Place(where="ID", message=message, suggestion=f"以小写字母开头，只含小写字母、数字、点和连字符{near}")
        raise Invalid("template-id-invalid", f"“{template_id}”不能作报告模板的编号", (place,))
