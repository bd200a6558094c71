"""篇幅 - Functions that fit in one look, files that can be read in one sitting."""

import ast

from tests.architecture.house import files, name, tree

FUNCTION_LINES = 25
FILE_LINES = 400


def lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function without its docstring."""
    text = ast.get_docstring(function, clean=False)
    return (function.end_lineno or function.lineno) - function.lineno + 1 - (len(text.splitlines()) if text else 0)


def test_nine_in_ten_functions_fit_in_one_look() -> None:
    sizes = [
        (lines(node), f"{name(path)}: {node.name}")
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = sorted((size, who) for size, who in sizes if size > FUNCTION_LINES)
    assert len(long) * 10 <= len(sizes), long


def test_every_file_can_be_read_in_one_sitting() -> None:
    long = [name(path) for path in files() if len(path.read_text(encoding="utf-8").splitlines()) > FILE_LINES]
    assert not long, "a file this long is usually two concepts"
