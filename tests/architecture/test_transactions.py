"""事务的规矩 - Only the edges open transactions."""

import ast

from tests.architecture.house import files, name, tree

EDGES = (
    "web/office.py",
    "web/together.py",
    "desks/operator.py",
    "desks/opening.py",
    "desks/keeping.py",
    "desks/county/",
    "desks/imports/apart.py",
    "store/",
)


def called(node: ast.AST) -> str:
    """Return the name of what is called, nothing where nothing is."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_only_the_edges_open_transactions() -> None:
    wrong = [
        f"{name(path)}: {called(node)}"
        for path in files()
        if not name(path).startswith(EDGES)
        for node in ast.walk(tree(path))
        if called(node) in {"writing", "reading", "commit", "rollback"}
    ]
    assert wrong == []
