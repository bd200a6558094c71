"""文档字符串 - Every public name says its Chinese term, a dash, and an English sentence."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.house import files, name, tree

FIRST_LINE = re.compile(r"[^\n]*[\u4e00-\u9fff][^\n]* - [A-Z`][^\n]*\.(\n|$)")
Named = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def named(module: ast.Module) -> Iterator[tuple[str, str | None]]:
    """Yield the file itself and every name in it that does not start with an underscore, wherever it stands, with its docstring."""
    yield "the file", ast.get_docstring(module)
    for node in ast.walk(module):
        if isinstance(node, Named) and not node.name.startswith("_"):
            yield f"{node.name} in line {node.lineno}", ast.get_docstring(node)


def test_every_public_name_explains_itself_in_both_languages() -> None:
    wrong = [
        f"{name(path)}: {who}: {(text or 'no docstring').splitlines()[0]}"
        for path in files()
        for who, text in named(tree(path))
        if not (text and FIRST_LINE.match(text))
    ]
    assert not wrong


def test_every_function_states_its_types() -> None:
    wrong = [
        f"{name(path)}: {node.name}"
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is None
    ]
    assert not wrong
