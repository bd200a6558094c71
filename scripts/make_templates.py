"""制作模板 - Make the shipped Word templates, and the sample and the expected text of each.

    python scripts/make_templates.py [ID ...]             makes the template.docx that are not there yet
    python scripts/make_templates.py --anew [ID ...]      makes them again; what was edited in Word is lost
    python scripts/make_templates.py --samples [ID ...]   renews sample.json, expected.txt and docs/templates.md

Once made, a template is an ordinary Word file: edit it in Word, then renew the samples and look at the difference.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from perfeval import library, review, syntax  # noqa: E402 - the scripts import one another from the root
from perfeval.desks import department, template_author  # noqa: E402
from perfeval.desks.department import Filled  # noqa: E402
from perfeval.evaluation import Evaluation  # noqa: E402
from perfeval.reports import ReportFacts  # noqa: E402
from perfeval.scoring import Scorecard  # noqa: E402
from scripts.templates import registry, variables_page  # noqa: E402

SAMPLES = ROOT / "scripts" / "templates" / "samples"
FOLDER = ROOT / "report_templates"
OPTIONS = {"--anew", "--samples"}


def sample(template_id: str) -> Filled:
    """样例 - Return the form, or the several in one file, that a template is shown with."""
    name = f"{registry.MADE_BY[template_id][1]}.yaml"
    return department.read((SAMPLES / name).read_bytes(), name)


def sample_facts(template_id: str) -> ReportFacts:
    """样例事实 - Return the facts of the forms that a template is shown with."""
    return template_author.facts(library.template_at(FOLDER / template_id), sample(template_id), reviewed(template_id))


def reviewed(template_id: str) -> Scorecard | None:
    """样例的复核结果 - Return the card of the review that the sample of a template went through, None where it did not."""
    path, filled = SAMPLES / "reviews" / f"{registry.MADE_BY[template_id][1]}.yaml", sample(template_id)
    if not path.is_file() or not isinstance(filled, Evaluation):
        return None
    document = review.read_document(syntax.load(path.read_bytes(), path.name))
    second = review.rescore(library.indicator_set(filled.set), filled, document, library.deductions())
    assert not second.faults, second.faults
    return second.card


def make(template_id: str) -> None:
    """制作 - Write template.docx."""
    (FOLDER / template_id / "template.docx").write_bytes(registry.build(template_id))
    print(f"已制作 {template_id}")


def renew(template_id: str) -> None:
    """更新样例 - Write sample.json and expected.txt from the template as it is now."""
    folder = FOLDER / template_id
    template = library.template_at(folder)
    if template_id in registry.PAPERS:
        made = template_author.paper_sample(template, registry.PAPERS[template_id][1]())
    else:
        made = template_author.sample(template, sample(template_id), reviewed(template_id))
    for name, data in made.items():
        (folder / name).write_bytes(data)
    print(f"已更新 {template_id} 的样例")


def refused(arguments: Sequence[str]) -> str | None:
    """不能照办 - Return what is wrong with the arguments, None where nothing is."""
    options = [each for each in arguments if each.startswith("-") and each not in OPTIONS]
    if options:
        return f"不认识的选项：{'、'.join(options)}\n{__doc__}"
    unknown = [each for each in arguments if not each.startswith("-") and each not in registry.SHIPPED]
    return f"没有这些模板：{'、'.join(unknown)}；可用的有：{'、'.join(registry.SHIPPED)}" if unknown else None


def main(arguments: Sequence[str]) -> int:
    """运行 - Do what the arguments ask for; with an option that is not known nothing is done."""
    if {"-h", "--help"} & set(arguments):
        print(__doc__)
        return 0
    if words := refused(arguments):
        print(words, file=sys.stderr)
        return 2
    chosen = [each for each in arguments if not each.startswith("-")] or list(registry.SHIPPED)
    if "--samples" not in arguments:
        for template_id in chosen:
            if "--anew" in arguments or not (FOLDER / template_id / "template.docx").is_file():
                make(template_id)
    for template_id in chosen:
        renew(template_id)
    variables_page.write(ROOT / "docs" / "templates.md", sample_facts(template_author.EXAMPLE))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
