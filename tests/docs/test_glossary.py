"""词汇表 - docs/glossary.md and the code use the same words, both ways."""

import ast
import re
from functools import cache

from tests.architecture.house import ROOT, files, pure_files, tree

CLASS = re.compile(r"[A-Z][A-Za-z]*[a-z][A-Za-z]*")


def rows() -> list[list[str]]:
    """Return the cells of the table 中文 | English | code | note, head left out."""
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    return [cells for cells in table if not set(cells[0]) <= {"-", " ", ":"} and cells[0] != "中文"]


def codes() -> set[str]:
    """Return the code names of the third column."""
    return {code for row in rows() for code in re.findall(r"`([^`]+)`", row[2])}


@cache
def members() -> dict[str, set[str]]:
    """Return every class of the product with the names that stand in its body."""
    found: dict[str, set[str]] = {}
    for path in files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, set()).update(names_in(node))
    return found


def names_in(node: ast.ClassDef) -> set[str]:
    """Return the fields, constants and methods of a class."""
    names = {child.name for child in node.body if isinstance(child, ast.FunctionDef)}
    names |= {child.target.id for child in node.body if isinstance(child, ast.AnnAssign) and isinstance(child.target, ast.Name)}
    return names | {
        target.id for child in node.body if isinstance(child, ast.Assign) for target in child.targets if isinstance(target, ast.Name)
    }


def test_the_page_has_a_table_of_words() -> None:
    assert len(rows()) > 30
    assert all(len(row) == 4 for row in rows()), [row for row in rows() if len(row) != 4]
    assert len({row[0] for row in rows()}) == len(rows()), "one row, one meaning"


def test_every_class_of_the_page_exists() -> None:
    wrong = []
    for code in sorted(codes()):
        name, _, member = code.partition(".")
        if CLASS.fullmatch(name) and (name not in members() or (member and member not in members()[name])):
            wrong.append(code)
    assert not wrong


def test_every_public_class_of_the_core_is_on_the_page() -> None:
    named = {code.partition(".")[0] for code in codes()}
    rows_to_add = sorted(
        f"| {(ast.get_docstring(node) or '').partition(' - ')[0]} | … | `{node.name}` | |"
        for path in pure_files()
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not path.name.startswith("_") and node.name not in named
    )
    assert not rows_to_add, "docs/glossary.md lacks:\n" + "\n".join(rows_to_add)
