"""页脚附注 - The line at the foot says what a document is, on every page of every template, and changes nothing else."""

from io import BytesIO

import pytest
from docx import Document

from perfeval import library, reports
from perfeval.library import ReportTemplate
from perfeval.reports.documents import narrative_keys
from tests.reports.forms import TEMPLATES, own

ANNEX = library.report_template("cn.annex")
WORDS = "第2次送审　日志第128条　5f2c0a91be77"
named = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)


def feet(data: bytes) -> list[str]:
    """Return the text of every footer that a page shows."""
    whole = Document(BytesIO(data))
    found = []
    for section in whole.sections:
        shown = [section.footer]
        shown += [section.first_page_footer] if section.different_first_page_header_footer else []
        shown += [section.even_page_footer] if whole.settings.odd_and_even_pages_header_footer else []
        found += ["\n".join(paragraph.text for paragraph in footer.paragraphs) for footer in shown]
    return found


@named
def test_the_line_stands_once_at_the_foot_of_every_page(template: ReportTemplate) -> None:
    printed, whole = own(template.id)
    data = reports.render(template, printed, annex=ANNEX if template.id != ANNEX.id else None, whole=whole, footing=WORDS)
    assert [text.count(WORDS) for text in feet(data)] == [1] * len(feet(data))


@named
def test_the_figures_are_those_of_the_document_without_it(template: ReportTemplate) -> None:
    printed, whole = own(template.id)
    footed, plain = (reports.render(template, printed, whole=whole, footing=words) for words in (WORDS, None))
    facts = reports.report_facts(printed, narrative_keys(template.manifest), whole)
    assert reports.proofread(footed, facts).faults == ()
    assert reports.text_of(footed).replace(WORDS, "").split() == reports.text_of(plain).split()


def test_what_stands_in_the_line_is_text_and_never_a_tag() -> None:
    template = library.report_template("cn.project.form.2020")
    printed, _ = own(template.id)
    data = reports.render(template, printed, footing="{{ 7 * 7 }} <w:p/> & ")
    assert any("{{ 7 * 7 }} <w:p/> &" in text for text in feet(data))


def test_the_same_line_gives_the_same_bytes() -> None:
    template = library.report_template("cn.project.form.2020")
    printed, _ = own(template.id)
    assert reports.render(template, printed, footing=WORDS) == reports.render(template, printed, footing=WORDS)
