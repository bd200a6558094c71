"""标签语言 - What a template may say: Jinja without files, inheritance, raw XML, and names that begin with underscores."""

import re
from collections.abc import Iterator

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from perfeval.errors import Invalid
from perfeval.reports.word.bounded import ALLOWED_FILTERS
from perfeval.reports.word.faults import Fault, nearest, together
from perfeval.reports.word.sandbox import WordSandbox
from perfeval.reports.word.script import Script, Tag

_FORBIDDEN: tuple[tuple[type[nodes.Node], str], ...] = (
    (nodes.Extends, "extends"),
    (nodes.Include, "include"),
    (nodes.Import, "import"),
    (nodes.FromImport, "from … import"),
    (nodes.Block, "block"),
    (nodes.CallBlock, "call"),
    (nodes.FilterBlock, "filter"),
    (nodes.EvalContextModifier, "autoescape"),
)
_FORBIDDEN_NAMES = frozenset({"self", "super", "caller", "varargs", "kwargs"})
_ENDS = {"for": "endfor", "if": "endif", "macro": "endmacro", "with": "endwith", "filter": "endfilter", "set": "endset", "call": "endcall"}
_OPENERS = {end: start for start, end in _ENDS.items()}
_SAYINGS: tuple[tuple[str, str], ...] = (
    (r"Encountered unknown tag '(.+?)'.*", "用了不认识的语句“{}”"),
    (r"expected token '(.+?)', got '(.+?)'", "的写法不对：此处应为“{}”，却是“{}”"),
    (r"unexpected '(.+?)'", "的写法不对：多了“{}”"),
    (r"unexpected char '?(.+?)'? at \d+", "有不认识的字符“{}”"),
    (r"Expected an expression, got 'end of (?:print )?statement'", "里没有表达式"),
    (r"Missing end of (?:raw|comment).*", "没有写完"),
    (r"No test named '(.+?)'.*", "用了不存在的判断“{}”"),
)


def parse(script: Script, sandbox: WordSandbox) -> nodes.Template:
    """解析 - Return the syntax tree of a part, with the engine's own calls marked as such.

    Raises: Invalid with every faulty tag that can be told apart.
    """
    _check_pairs(script)
    try:
        tree = sandbox.parse(script.source())
    except TemplateSyntaxError as error:
        raise together(list(_single_faults(script, sandbox)) or [_located(script, error)]) from error
    faults = list(_refusals(script, tree))
    if faults:
        raise together(faults)
    _mark_own_calls(tree)
    return tree


def _single_faults(script: Script, sandbox: WordSandbox) -> Iterator[Invalid]:
    # Jinja stops at the first fault; values stand alone, so each can be tried by itself.
    for tag in script.tags:
        if tag.source.startswith("{{"):
            try:
                sandbox.parse(tag.source)
            except TemplateSyntaxError as error:
                yield Fault("template-syntax", saying(error.message or "")).at(tag.where, tag.text)


def _located(script: Script, error: TemplateSyntaxError) -> Invalid:
    tag = script.tag(error.lineno)
    return Fault("template-syntax", saying(error.message or "")).at(tag.where, tag.text)


def saying(english: str) -> str:
    """译文 - Return what Jinja says about a tag in Chinese, or its own words where no translation is kept."""
    for pattern, chinese in _SAYINGS:
        if found := re.fullmatch(pattern, english, re.DOTALL):
            return chinese.format(*found.groups())
    return f"的写法不对（{english}）"


def _check_pairs(script: Script) -> None:
    opened: list[tuple[str, Tag]] = []
    for tag in script.tags:
        word = _statement_word(tag)
        if word == "raw":
            raise Fault("template-forbidden", "不受支持", "要打印花括号请写 {_{ 和 }_}").at(tag.where, tag.text)
        if word in _ENDS:
            opened.append((word, tag))
        elif word in _OPENERS:
            if not opened:
                raise Fault("template-syntax", f"没有对应的 {{% {_OPENERS[word]} %}}").at(tag.where, tag.text)
            start, beginning = opened.pop()
            if _ENDS[start] != word:
                message = f"与{beginning.where}的 {beginning.text} 不配对，那里应以 {{% {_ENDS[start]} %}} 结束"
                raise Fault("template-syntax", message).at(tag.where, tag.text)
    if opened:
        start, beginning = opened[-1]
        raise Fault("template-syntax", f"没有结束，缺少 {{% {_ENDS[start]} %}}").at(beginning.where, beginning.text)


def _statement_word(tag: Tag) -> str:
    if not tag.source.startswith("{%"):
        return ""
    parts = tag.source[2:-2].split(None, 1)
    word = parts[0] if parts else ""
    return "" if word == "set" and "=" in "".join(parts[1:]) else word


def _refusals(script: Script, tree: nodes.Template) -> Iterator[Invalid]:
    for node in tree.find_all(nodes.Node):
        fault = _refusal(node)
        if fault is not None and (tag := script.tag(node.lineno)).written:
            yield fault.at(tag.where, tag.text)


def _refusal(node: nodes.Node) -> Fault | None:
    for kind, word in _FORBIDDEN:
        if isinstance(node, kind):
            return Fault("template-forbidden", f"用了 {word}，模板里不允许", "模板自成一体，不读取其他文件，也不能关闭转义")
    match node:
        case nodes.Name(name=name) | nodes.Getattr(attr=name) | nodes.NSRef(attr=name) if name.startswith("_") or name in _FORBIDDEN_NAMES:
            return Fault("template-forbidden", f"用了不允许的名称“{name}”")
        case nodes.Filter(name=name) if name not in ALLOWED_FILTERS:
            return Fault("template-forbidden", f"用了不允许或不存在的过滤器“{name}”", nearest(name, ALLOWED_FILTERS))
        case nodes.For(recursive=True):
            return Fault("template-forbidden", "用了 recursive 循环，模板里不允许")
    return None


def _mark_own_calls(tree: nodes.Template) -> None:
    # An internal name is written into the program as it stands: no look-up, no sandbox, a plain call.
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name.startswith("__"):
            call.node = own_name(call.node.name[2:], call.lineno)


def own_name(name: str, lineno: int) -> nodes.InternalName:
    """内部名称 - Return a name of the program itself; Jinja builds such nodes only past its own constructor."""
    node: nodes.InternalName = object.__new__(nodes.InternalName)
    nodes.Node.__init__(node, name, lineno=lineno)
    return node
