"""样例与清单 - What is generated from the facts is what lies in the repository: samples, expected texts, the list of variables."""

from pathlib import Path

import pytest

from perfeval import library, reports
from perfeval.reports import compile_template
from perfeval.reports.documents import narrative_keys
from perfeval.reports.lint import as_text, sample_of
from scripts.make_templates import sample_facts
from scripts.templates import registry, variables_page
from tests.reports.forms import MADE, ROOT

RENEW = "python scripts/make_templates.py --samples"


def test_every_script_has_its_template() -> None:
    assert set(registry.MADE_BY) <= set(library.template_ids())


@pytest.mark.parametrize("template_id", library.template_ids())
def test_every_template_made_by_a_script_or_not_prints_its_sample_without_a_defect(template_id: str) -> None:
    template = library.report_template(template_id)
    assert template.sample
    assert reports.lint(template) == ()


@pytest.mark.parametrize("template_id", MADE)
def test_the_sample_holds_the_facts_of_today(template_id: str) -> None:
    template = library.report_template(template_id)
    assert template.sample.decode() == as_text(sample_of(compile_template(template.document), sample_facts(template_id))), RENEW


@pytest.mark.parametrize("template_id", MADE)
def test_the_script_makes_the_same_template_on_any_day(template_id: str) -> None:
    made = registry.build(template_id)
    assert made == registry.build(template_id)
    assert reports.lint_document(made, narrative_keys(library.report_template(template_id).manifest)) == ()


def test_the_page_of_variables_is_the_one_of_today(tmp_path: Path) -> None:
    variables_page.write(tmp_path / "templates.md", sample_facts("cn.project.form.2020"))
    assert (tmp_path / "templates.md").read_text(encoding="utf-8") == (ROOT / "docs" / "templates.md").read_text(encoding="utf-8"), RENEW
