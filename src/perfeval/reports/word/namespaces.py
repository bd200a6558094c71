"""命名空间 - The XML names this engine looks for, in Clark notation."""

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


def word(name: str) -> str:
    """文字处理元素名 - Return the Clark name of an element or attribute of WordprocessingML."""
    return f"{{{WORD}}}{name}"


P, PPR, R, RPR, T = word("p"), word("pPr"), word("r"), word("rPr"), word("t")
TBL, TR, TC, TCPR = word("tbl"), word("tr"), word("tc"), word("tcPr")
BODY, TEXT_BOX, SECTION, FIELD_CODE = word("body"), word("txbxContent"), word("sectPr"), word("instrText")
