"""附上附件 - Put the body of one template behind the body of another, as a section of its own, before both are compiled as one.

The annex keeps its page (it may lie on its side); page numbers go on; styles that the first template lacks are brought along.
"""

from copy import deepcopy
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

_REFERENCES = (qn("w:headerReference"), qn("w:footerReference"))
_NUMBERING = qn("w:pgNumType")


def with_annex(document: bytes, annex: bytes) -> bytes:
    """附上附件 - Return one template that holds both, the annex beginning on a new page."""
    whole, behind = Document(BytesIO(document)), Document(BytesIO(annex))
    body, own = whole.element.body, whole.sections[-1]._sectPr  # noqa: SLF001 - the library offers no other way to a section
    _bring_styles(whole, behind)
    last = _section_of(own, behind.sections[-1]._sectPr)  # noqa: SLF001
    body.remove(own)
    body.append(_closing(own))
    for element in behind.element.body:
        if element.tag != qn("w:sectPr"):
            body.append(deepcopy(element))
    body.append(last)
    target = BytesIO()
    whole.save(target)
    return target.getvalue()


def _closing(section: etree._Element) -> etree._Element:
    """Return the paragraph that ends a section; a line so low that it never begins a page of its own."""
    paragraph, properties = OxmlElement("w:p"), OxmlElement("w:pPr")
    spacing = OxmlElement("w:spacing")
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(qn(f"w:{name}"), value)
    properties.append(spacing)
    properties.append(section)
    paragraph.append(properties)
    return paragraph


def _section_of(own: etree._Element, annex: etree._Element) -> etree._Element:
    """Return the annex's page with the headers and footers of the document, because its own stay behind."""
    made = deepcopy(annex)
    for child in list(made):
        if child.tag in {*_REFERENCES, _NUMBERING}:
            made.remove(child)
    for at, reference in enumerate(child for child in own if child.tag in _REFERENCES):
        made.insert(at, deepcopy(reference))
    return made


def _bring_styles(whole: DocumentType, behind: DocumentType) -> None:
    """Copy the styles that only the annex has."""
    known = {style.get(qn("w:styleId")) for style in whole.styles.element}
    for style in behind.styles.element:
        if style.tag == qn("w:style") and style.get(qn("w:styleId")) not in known:
            whole.styles.element.append(deepcopy(style))
