"""编号 - Keep ids unique when loops repeat what carries one, and drop marks of editing that a result does not need.

Drawings get their number from a counter at rendering. Bookmarks get a fresh pair of ids, and a second copy a name of its
own. Paragraph and text ids, revision marks, spelling marks and content-control ids are optional and are left out.
"""

from lxml import etree

from perfeval.reports.word.namespaces import DRAWING, WORD, WORD_2010, R, word
from perfeval.reports.word.script import Script, Tag
from perfeval.reports.word.tree import Element, nearest_ancestor, remove

_REVISION_MARKS = frozenset(f"{{{WORD}}}{name}" for name in ("rsidR", "rsidRDefault", "rsidP", "rsidRPr", "rsidTr", "rsidSect", "rsidDel"))
_OPTIONAL_IDS = frozenset((f"{{{WORD_2010}}}paraId", f"{{{WORD_2010}}}textId"))
_NOISE = (word("proofErr"), word("lastRenderedPageBreak"))
_ID, _NAME = word("id"), word("name")
_START, _END = word("bookmarkStart"), word("bookmarkEnd")
_DRAWING_ID = f"{{{DRAWING}}}docPr"
_CONTROL_ID = f"{word('sdtPr')}/{_ID}"


def drop_editing_marks(root: Element) -> None:
    """去编辑痕迹 - Take out what Word writes for its own editing and what would be repeated by loops."""
    for element in root.iter(etree.Element):
        for name in (_REVISION_MARKS | _OPTIONAL_IDS).intersection(element.attrib):
            del element.attrib[name]
    for element in list(root.iter(*_NOISE)):
        run = nearest_ancestor(element, R)
        remove(element)
        if run is not None and len(run) == 0:
            remove(run)
    for control in list(root.iterfind(f".//{_CONTROL_ID}")):
        remove(control)


def number_at_rendering(root: Element, script: Script) -> None:
    """渲染时编号 - Let drawings and bookmarks of this part take their ids from counters of the rendering."""
    for drawing in root.iter(_DRAWING_ID):
        drawing.set("id", script.value("__drawing()", _here(script, "图形")))
    for bookmark in root.iter(_START):
        here = _here(script, "书签")
        own, name = bookmark.get(_ID, "0"), bookmark.get(_NAME, "")
        bookmark.set(_ID, script.value(f"__bookmark({own!r})", here))
        if name != "_GoBack":
            bookmark.set(_NAME, script.value(f"__bookmark_name({name!r})", here))
    for bookmark in root.iter(_END):
        bookmark.set(_ID, script.value(f"__bookmark_end({bookmark.get(_ID, '0')!r})", _here(script, "书签")))


def largest_drawing_id(root: Element) -> int:
    """最大图形编号 - Return the largest id that a drawing of this part has."""
    return max((int(each.get("id", "0")) for each in root.iter(_DRAWING_ID) if each.get("id", "").isdecimal()), default=0)


def _here(script: Script, text: str) -> Tag:
    return Tag(source="", where=script.title, text=text)
