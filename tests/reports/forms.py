"""报告测试用表 - Forms that report tests print: the shipped examples, the templates' own samples, and small ones written here."""

from functools import cache
from pathlib import Path

from perfeval import checks, evaluation, library, scoring
from perfeval.evaluation import Evaluations
from perfeval.reports import Case, read_manifest
from scripts.templates import registry

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "scripts" / "templates" / "samples"
EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*.yaml") if path.name != "index.yaml")
FORMS = (*EXAMPLES, *sorted(SAMPLES.glob("*.yaml")))
MADE = tuple(template_id for template_id in library.template_ids() if template_id in registry.MADE_BY)
"""有制作脚本的模板 - The templates that a script made; one that somebody drafted has none, and only its own sample."""


def case(text: str | bytes, name: str = "测试") -> Case:
    """评好的表 - Return a form with set, scorecard and findings."""
    return assessed(evaluation.parse(text, name))


def assessed(filled: evaluation.Evaluation) -> Case:
    """评好的表 - Return a form that is read already."""
    rules = library.indicator_set(filled.set)
    card = scoring.score(rules, filled)
    return Case(rules=rules, evaluation=filled, card=card, findings=checks.run_all(rules, filled, card))


@cache
def cases(path: Path) -> tuple[Case, ...]:
    """一个文件的表 - Return every form of a file, scored."""
    filled = evaluation.parse_any(path.read_bytes(), path.name)
    return tuple(assessed(each) for each in (filled.evaluations if isinstance(filled, Evaluations) else (filled,)))


def sample(name: str) -> Case:
    """样例 - Return one of the samples that the shipped templates are shown with."""
    return cases(SAMPLES / f"{name}.yaml")[0]


def short(rows: str, head: str = "", money: str = "{source: total, adjusted: '100', spent: '80'}") -> Case:
    """小表 - Return a form with these rows, further keys and fund rows."""
    return case(
        f"format: perfeval.evaluation/1\nset: cn/project/2020\nyear: 2022\nkind: project\nmoney_unit: 万元\n"
        f"subject: {{project: 小项目, unit: 小单位}}\nfunds: [{money}]\nindicators: [{rows}]\n{head}\n"
    )


def own(template_id: str) -> tuple[tuple[Case, ...], Evaluations | None]:
    """本表样例 - Return the forms that a template is shown with, and the file they came in where there are several."""
    path = SAMPLES / f"{registry.MADE_BY[template_id][1]}.yaml"
    filled = evaluation.parse_any(path.read_bytes(), path.name)
    return cases(path), filled if isinstance(filled, Evaluations) else None


TEMPLATES = tuple(found for found in map(library.report_template, library.template_ids()) if read_manifest(found.manifest).paper.of_forms)
"""自评文书模板 - The templates that are made from forms; the papers of a review print other facts."""
