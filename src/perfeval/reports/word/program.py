"""程序 - Turn the syntax tree of a part into Python that makes its XML.

Jinja's own generator yields every constant and every value on its own. This one makes a single string for everything that
stands between two statements, one row of a table in one step, and prints values through `show`, which escapes. There is no
way to print around it: values in XML always pass through `show` or one of its sisters.
"""

from html import unescape
from io import StringIO

from jinja2 import Template as JinjaTemplate
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.exceptions import TemplateAssertionError

from perfeval.reports.word.faults import Fault
from perfeval.reports.word.language import saying
from perfeval.reports.word.sandbox import WordSandbox
from perfeval.reports.word.script import Script, Slot

FILE_NAME = "<perfeval word template>"
OWN_NAMES = (
    "show", "paragraph", "attribute", "plain", "text", "join_texts", "scalar", "turns", "concat", "merge", "begins", "forget",
    "raw", "chart", "caption", "span", "fill", "open_table", "row", "cell", "drawing", "bookmark", "bookmark_name", "bookmark_end",
)  # fmt: skip
# Most values are short and plain text; those are printed as they are, without a call.
_UNREADY = "type({0}) is not str or not {0}.isprintable() or '&' in {0} or '<' in {0} or '>' in {0}"


def compile_program(script: Script, tree: nodes.Template, sandbox: WordSandbox) -> JinjaTemplate:
    """编译 - Return the program of a part; its line numbers are the tags of the script.

    Raises: Invalid when Jinja finds at this late stage that a tag cannot be.
    """
    source = StringIO()
    generator = _Generator(sandbox, script, source)
    try:
        generator.visit(tree)
    except TemplateAssertionError as error:
        tag = script.tag(error.lineno)
        raise Fault("template-syntax", saying(error.message or "")).at(tag.where, tag.text) from error
    code = compile(source.getvalue(), FILE_NAME, "exec")
    return JinjaTemplate.from_code(sandbox, code, sandbox.globals)


class _Generator(CodeGenerator):
    def __init__(self, sandbox: WordSandbox, script: Script, stream: StringIO) -> None:
        super().__init__(sandbox, "word", FILE_NAME, stream, optimized=False)
        self._script = script
        self._inside_text = 0

    def write_commons(self) -> None:
        """公共名称 - Write what every render function begins with: names of the rendering it runs in."""
        super().write_commons()
        self.writeline("run = context.run")
        for name in OWN_NAMES:
            self.writeline(f"{name} = run.{name}")

    def enter_frame(self, frame: Frame) -> None:
        """进入层次 - Write the count of turns at the head of every loop."""
        super().enter_frame(frame)
        if frame.loop_frame:
            self.writeline("next(turns)")

    def buffer(self, frame: Frame) -> None:
        """缓冲 - Write the beginning of a buffer, and the count of turns for a macro."""
        super().buffer(frame)
        if self._inside_text:  # a macro that calls itself is a loop as well
            self.writeline("next(turns)")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """输出 - Write one string for all constants and values that stand together."""
        pieces = []
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                pieces.append(self._constant(child.data))
            else:
                pieces.append(f"f'{{{self._value(child, frame)}}}'")
        written = " ".join(piece for piece in pieces if piece)
        if written and frame.buffer is None:
            self.writeline(f"yield {written}", node)
        elif written:
            self.writeline(f"{frame.buffer}.append({written})", node)

    def _constant(self, data: str) -> str:
        text = self._script.fragment(data)
        if self._inside_text:
            text = unescape(text)
        return "f" + repr(text.replace("{", "{{").replace("}", "}}")) if text else ""

    def _value(self, child: nodes.Expr, frame: Frame) -> str:
        name, number = self.temporary_identifier(), child.lineno
        self.writeline(f"{name} = ", child)
        self.visit(child, frame)
        slot = self._script.tag(number).slot
        if self._inside_text:
            self.writeline(f"{name} = text({name})", child)
        elif slot is Slot.TEXT:
            self.writeline(f"if {_UNREADY.format(name)}: {name} = show({name}, {number})", child)
        elif slot is Slot.PARAGRAPH:
            self.writeline(f"{name} = paragraph({name}, {number})", child)
        elif slot is not Slot.RAW:
            self.writeline(f"{name} = {slot}({name})", child)
        return name

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802
        """调用 - Write a plain call for names of the engine, a sandboxed one for all others."""
        if not isinstance(node.node, nodes.InternalName):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write(f"{node.node.name}(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """连接 - Write the bounded joining of texts."""
        self.write("join_texts((")
        for child in node.nodes:
            self.visit(child, frame)
            self.write(", ")
        self.write("))")

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802
        """列表 - Write a list whose members are single values."""
        self._items("[", node.items, "]", frame)

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802
        """元组 - Write a tuple whose members are single values, or the names a loop assigns."""
        if node.ctx == "load":
            self._items("(", node.items, ")", frame)
        else:
            super().visit_Tuple(node, frame)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        """字典 - Write a dict whose keys and values are single values."""
        self.write("{")
        for pair in node.items:
            self._item(pair.key, frame)
            self.write(": ")
            self._item(pair.value, frame)
            self.write(", ")
        self.write("}")

    def _items(self, opening: str, items: list[nodes.Expr], closing: str, frame: Frame) -> None:
        self.write(opening)
        for item in items:
            self._item(item, frame)
            self.write(", ")
        self.write(closing)

    def _item(self, item: nodes.Expr, frame: Frame) -> None:
        if isinstance(item, nodes.Literal):
            self.visit(item, frame)
        else:
            self.write("scalar(")
            self.visit(item, frame)
            self.write(")")

    def visit_AssignBlock(self, node: nodes.AssignBlock, frame: Frame) -> None:  # noqa: N802
        """块赋值 - Write a block that is kept as plain text and escaped where it is printed."""
        self._inside_text += 1
        super().visit_AssignBlock(node, frame)
        self._inside_text -= 1

    def macro_body(self, node: nodes.Macro | nodes.CallBlock, frame: Frame) -> tuple[Frame, MacroRef]:
        """宏 - Write a macro, whose result is plain text and escaped where it is printed."""
        self._inside_text += 1
        made = super().macro_body(node, frame)
        self._inside_text -= 1
        return made
