"""页脚附注 - Give every page of a template one more line at its foot, which says what the document is: a draft, or which submission.

The line is a tag of its own, filled in when the document is rendered; without it a template is rendered as it is.
"""

from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import _Footer
from docx.shared import Pt

NAME = "footing"
"""变量名 - What the tag is called; no form and no report has a fact of this name."""
_SIZE = Pt(9)


def with_footing(document: bytes) -> bytes:
    """加页脚附注 - Return the template with the tag of the line at the foot of every page."""
    whole = Document(BytesIO(document))
    for footer in _footers(whole):
        paragraph = footer.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.add_run(f"{{{{ {NAME} }}}}").font.size = _SIZE
    target = BytesIO()
    whole.save(target)
    return target.getvalue()


def _footers(whole: DocumentType) -> Iterator[_Footer]:
    """Yield every footer that a page may show: where a section has none of its own, that of the one before it."""
    for at, section in enumerate(whole.sections):
        footers = [section.footer]
        footers += [section.first_page_footer] if section.different_first_page_header_footer else []
        footers += [section.even_page_footer] if whole.settings.odd_and_even_pages_header_footer else []
        yield from (footer for footer in footers if at == 0 or not footer.is_linked_to_previous)
