"""禁用浮点数 - Below the line every number is exact: no float, and no second way to round."""

import ast
from collections.abc import Iterator

from tests.architecture.house import name, pure_files, tree

INEXACT_MODULES = {"cmath", "math", "numpy", "statistics"}
EXACT_NAMES = {"ceil", "comb", "floor", "gcd", "isqrt", "lcm", "prod"}  # whole numbers in, whole numbers out
# round() rounds half to even; 得分 is rounded half up, in `quantities`, and nowhere else.
INEXACT_NAMES = {"complex", "float", "round"}


def inexact(module: ast.Module) -> Iterator[str]:
    """Yield what could bring a float, or a rounding of its own, into a calculation."""
    for node in ast.walk(module):
        match node:
            case ast.Constant(value=float() | complex()):
                yield f"number {node.value!r} in line {node.lineno}"
            case ast.Name(id=word) if word in INEXACT_NAMES:
                yield f"{word} in line {node.lineno}"
            case ast.Import(names=names) if {alias.name for alias in names} & INEXACT_MODULES:
                yield f"import in line {node.lineno}"
            case ast.ImportFrom(module=source, names=names) if source in INEXACT_MODULES and {alias.name for alias in names} - EXACT_NAMES:
                yield f"import from {source} in line {node.lineno}"


def test_no_floats_below_the_line() -> None:
    wrong = [f"{name(path)}: {fault}" for path in pure_files() for fault in inexact(tree(path))]
    assert not wrong


def test_the_ban_sees_what_it_bans() -> None:
    samples = ["x = 0.5", "x = float(y)", "x = round(y, 2)", "import math", "from math import sqrt", "def f(x: float) -> None: ..."]
    assert [text for text in samples if not list(inexact(ast.parse(text)))] == []
