"""制作模板 - Make the shipped Word templates, and the sample and the expected text of each.

    python scripts/make_templates.py [ID ...]             makes the template.docx that are not there yet
    python scripts/make_templates.py --anew [ID ...]      makes them again; what was edited in Word is lost
    python scripts/make_templates.py --samples [ID ...]   renews sample.json, expected.txt and docs/templates.md

Once made, a template is an ordinary Word file: edit it in Word, then renew the samples and look at the difference.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from perfeval import checks, evaluation, library, reports, scoring  # noqa: E402 - the scripts import one another from the root
from perfeval.reports import Case, compile_template  # noqa: E402
from perfeval.reports.documents import narrative_keys  # noqa: E402
from perfeval.reports.lint import as_text, sample_of  # noqa: E402
from scripts.templates import (  # noqa: E402
    annex,
    central,
    chongqing_form,
    department_report,
    hubei_form,
    project_report,
    variables_page,
    yunnan_form14,
)

Build = Callable[[], bytes]
TEMPLATES: dict[str, tuple[Build, str]] = {
    "cn.project.form.2020": (central.build, "project"),
    "yunnan.project.form14.2020": (yunnan_form14.build, "project"),
    "hubei.project.form.2020": (hubei_form.build, "money_first"),
    "chongqing.department.form.2021": (chongqing_form.build, "department"),
    "yunnan.department.report.2020": (department_report.build, "formulas"),
    "cn.project.report.2013": (project_report.build, "project"),
    "cn.annex": (annex.build, "project"),
}
SAMPLES = ROOT / "scripts" / "templates" / "samples"
FOLDER = ROOT / "report_templates"


def case(sample: str) -> Case:
    """样例 - Return the sample form, scored and checked."""
    filled = evaluation.parse((SAMPLES / f"{sample}.yaml").read_bytes(), f"{sample}.yaml")
    rules = library.indicator_set(filled.set)
    card = scoring.score(rules, filled)
    return Case(rules=rules, evaluation=filled, card=card, findings=checks.run_all(rules, filled, card))


def make(template_id: str) -> None:
    """制作 - Write template.docx."""
    (FOLDER / template_id / "template.docx").write_bytes(TEMPLATES[template_id][0]())
    print(f"已制作 {template_id}")


def renew(template_id: str) -> None:
    """更新样例 - Write sample.json and expected.txt from the template as it is now."""
    folder = FOLDER / template_id
    manifest = (folder / "template.yaml").read_bytes()
    compiled = compile_template((folder / "template.docx").read_bytes())
    facts = reports.report_facts([case(TEMPLATES[template_id][1])], narrative_keys(manifest))
    (folder / "sample.json").write_text(as_text(sample_of(compiled, facts)), encoding="utf-8")
    (folder / "expected.txt").write_text(reports.text_of(compiled.render(reports.mapping(facts))), encoding="utf-8")
    print(f"已更新 {template_id} 的样例")


def main(arguments: Sequence[str]) -> int:
    """运行 - Do what the arguments ask for."""
    chosen = [each for each in arguments if not each.startswith("--")] or list(TEMPLATES)
    unknown = [each for each in chosen if each not in TEMPLATES]
    if unknown:
        print(f"没有这些模板：{'、'.join(unknown)}；可用的有：{'、'.join(TEMPLATES)}", file=sys.stderr)
        return 2
    if "--samples" not in arguments:
        for template_id in chosen:
            if "--anew" in arguments or not (FOLDER / template_id / "template.docx").is_file():
                make(template_id)
    for template_id in chosen:
        renew(template_id)
    variables_page.write(ROOT / "docs" / "templates.md", case("project"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
