"""树上手术 - Put text into an lxml tree and take elements out without losing what follows them."""

from copy import deepcopy

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type of its elements


def put_before(element: Element, text: str) -> None:
    """前置文字 - Put text directly before an element."""
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        parent = parent_of(element)
        parent.text = (parent.text or "") + text


def put_after(element: Element, text: str) -> None:
    """后置文字 - Put text directly after an element."""
    element.tail = text + (element.tail or "")


def put_first(element: Element, text: str) -> None:
    """首部文字 - Put text before the first child of an element."""
    element.text = text + (element.text or "")


def put_last(element: Element, text: str) -> None:
    """末尾文字 - Put text after the last child of an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def remove(element: Element, instead: str = "") -> None:
    """移除 - Take an element out and leave text in its stead; what followed it stays."""
    put_before(element, instead + (element.tail or ""))
    element.tail = None
    parent_of(element).remove(element)


def parent_of(element: Element) -> Element:
    """上级 - Return the parent of an element that is known to have one."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root of a part has no parent")
    return parent


def nearest_ancestor(element: Element, *names: str) -> Element | None:
    """最近的上级 - Return the nearest element around this one that has one of these names."""
    return next(element.iterancestors(*names), None)


def shallow_copy(element: Element) -> Element:
    """空壳副本 - Return an element of the same name and attributes without content."""
    twin = etree.Element(element.tag)
    twin.attrib.update(element.attrib)
    return twin


def copy(element: Element) -> Element:
    """副本 - Return a copy without what follows the element."""
    twin = deepcopy(element)
    twin.tail = None
    return twin


def snippet(element: Element | None) -> str:
    """片段 - Return an element as XML without declarations of names, which its root already makes."""
    if element is None:
        return ""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    for prefix, name in element.getroottree().getroot().nsmap.items():
        text = text.replace(f' xmlns:{prefix}="{name}"', "")
    return text
