"""房屋平面 - What the architecture tests share: the files of the product, their rooms, their syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ROOT / "src" / "perfeval"

# Floor of every room. A room may import lower floors and itself; rooms on one floor are strangers to one another.
FLOORS = {
    "errors": 0,
    "quantities": 1,
    "syntax": 1,
    "accounts": 1,
    "indicators": 2,
    "workflow": 2,
    "evaluation": 3,
    "scoring": 4,
    "checks": 5,
    "review": 5,
    # ───── no input or output below this line ─────
    "library": 6,
    "reports": 6,
    "settings": 6,
    "store": 6,
    "files": 6,
    "keys": 6,
    "sheets": 6,
    "desks": 7,
    "web": 8,
    "cli": 9,
}
LINE = 6
PURE_FILES = ("reports/facts/", "reports/wording.py")  # pure, although their room has hands


@cache
def tree(path: Path) -> ast.Module:
    """语法树 - Return the syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def files() -> list[Path]:
    """产品文件 - Return every Python file of the product."""
    return sorted(path for path in PRODUCT.rglob("*.py") if "data" not in path.relative_to(PRODUCT).parts[:1])


def name(path: Path) -> str:
    """文件名 - Return the path inside the product, as people write it."""
    return path.relative_to(PRODUCT).as_posix()


def room(path: Path) -> str:
    """所属房间 - Return the room of a file; `perfeval/__init__.py` and `__main__.py` stand outside the rooms."""
    return path.relative_to(PRODUCT).parts[0].removesuffix(".py")


def rooms() -> set[str]:
    """现有房间 - Return the rooms that exist."""
    return {room(path) for path in files()} - {"__init__", "__main__"}


def is_pure(path: Path) -> bool:
    """在线下 - Tell whether a file stands below the line: no input, no output, no clock."""
    return FLOORS.get(room(path), LINE) < LINE or name(path).startswith(PURE_FILES)


def pure_files() -> list[Path]:
    """纯计算文件 - Return the files below the line."""
    return [path for path in files() if is_pure(path)]


def imports(path: Path) -> Iterator[str]:
    """导入的模块 - Yield every module that a file imports, `from a import b` as both a and a.b."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
