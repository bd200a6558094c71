"""库的规矩 - Every list ends at a scope, and only the edges open transactions."""

import ast

from tests.architecture.house import PRODUCT, files, name, tree

# What belongs to one thing is listed by that thing, whose scope was proved when it was found.
OF_ONE = {"evaluation_id", "person_id"}
EDGES = ("web/office.py", "desks/operator.py", "desks/opening.py", "desks/keeping.py", "desks/county/", "store/")


def test_every_list_of_the_store_takes_a_scope_or_the_thing_that_it_belongs_to() -> None:
    pages = [
        (f"{name(path)}: {node.name}", {each.arg for each in node.args.args})
        for path in sorted((PRODUCT / "store").glob("*.py"))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (node.name == "page" or "part" in {each.arg for each in node.args.args})
    ]
    assert len(pages) >= 8
    assert [who for who, taken in pages if "scope" not in taken and not OF_ONE & taken] == []


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
