"""配平 - Prove at compile time that every result will be well-formed XML.

What stands between `{% if %}` and `{% endif %}`, or in a loop, may be left out or repeated. That is safe exactly when it
closes as many elements as it opens again, the same ones: then what follows finds itself where it would have been.
"""

import re
from dataclasses import dataclass

from jinja2 import nodes

from perfeval.reports.word.faults import Fault
from perfeval.reports.word.script import Script

_TAG = re.compile(r"<(/?)([\w:.-]+)[^<>]*?(/?)>")
_NAMES = {"w:p": "段落", "w:tr": "表格行", "w:tc": "单元格", "w:tbl": "表格", "w:r": "文字块", "w:t": "文字块"}


@dataclass(frozen=True, slots=True)
class _Shape:
    """形状 - Hold what a stretch of XML does to the stack of open elements: it closes some, then opens some."""

    closes: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()

    def then(self, other: "_Shape") -> "_Shape":
        """接续 - Return the shape of this stretch followed by another; raise ValueError where they do not fit."""
        closes, opens = list(self.closes), list(self.opens)
        for name in other.closes:
            if not opens:
                closes.append(name)
            elif opens.pop() != name:
                raise ValueError(name)
        return _Shape(tuple(closes), (*opens, *other.opens))

    @property
    def neutral(self) -> bool:
        """中性 - Tell whether it opens again, in turn, all that it closes."""
        return self.closes == self.opens[::-1]


def check_balance(script: Script, tree: nodes.Template) -> None:
    """查配平 - Refuse a template in which a statement cuts an element in two.

    Raises: Invalid naming the statement.
    """
    _Checker(script).body(tree.body)


class _Checker:
    def __init__(self, script: Script) -> None:
        self._script = script

    def body(self, body: list[nodes.Node]) -> _Shape:
        """一段 - Return the shape of a list of nodes, having checked every statement in it."""
        shape, text = _Shape(), ""
        for node in body:
            if isinstance(node, nodes.Output):
                text += "".join(self._text(child) for child in node.nodes)
            else:
                shape = shape.then(_shape(text)).then(self._statement(node))
                text = ""
        return shape.then(_shape(text))

    def _text(self, child: nodes.Node) -> str:
        return self._script.fragment(child.data) if isinstance(child, nodes.TemplateData) else "x"

    def _statement(self, node: nodes.Node) -> _Shape:
        match node:
            case nodes.For():
                self._neutral(node, node.body)
                self._neutral(node, node.else_)
            case nodes.If():
                for branch in (node.body, *(each.body for each in node.elif_), node.else_):
                    self._neutral(node, branch)
            case nodes.With() | nodes.FilterBlock():
                self._neutral(node, node.body)
            case nodes.Macro() | nodes.AssignBlock():
                self._only_text(node)
        return _Shape()

    def _neutral(self, node: nodes.Node, body: list[nodes.Node]) -> None:
        try:
            shape = self.body(body)
        except ValueError as error:
            raise self._fault(node, str(error)) from error
        if not shape.neutral:
            raise self._fault(node, (*shape.closes, *shape.opens)[-1])

    def _fault(self, node: nodes.Node, name: str) -> Exception:
        tag = self._script.tag(node.lineno)
        message = f"与它的结束标签不在同一层，会把{_NAMES.get(name, f'元素 {name}')}切成两半"
        hint = "整段请用 {%p %}，整行请用 {%tr %}，整格请用 {%tc %}，首尾成对"
        return Fault("template-syntax", message, hint).at(tag.where, tag.text)

    def _only_text(self, node: nodes.Macro | nodes.AssignBlock) -> None:
        for output in node.find_all(nodes.TemplateData):
            if "<" in self._script.fragment(output.data):
                tag = self._script.tag(node.lineno)
                raise Fault("template-syntax", "到它的结束标签之间只能有同一文字块里的文字", "请写在同一段落、同一种格式里").at(
                    tag.where, tag.text
                )


def _shape(text: str) -> _Shape:
    shape = _Shape()
    for closing, name, empty in _TAG.findall(text):
        if not empty:
            shape = shape.then(_Shape((name,), ()) if closing else _Shape((), (name,)))
    return shape
