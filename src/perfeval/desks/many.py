"""成批办理 - Do the same to many at once and say of each what came of it: what goes wrong with one leaves no trace and stops no other."""

from collections.abc import Callable, Sequence

from perfeval.errors import PerfevalError
from perfeval.store import Transaction

Json = dict[str, object]


def tried(tx: Transaction, name: str, deed: Callable[[], object]) -> Json:
    """办一件 - Do something to one of many, by its id, and return what came of it."""
    try:
        with tx.connection.begin_nested():
            deed()
    except PerfevalError as error:
        return {"id": name, "done": False, "code": error.code, "why": error.more.get("why", [error.message])}
    return {"id": name, "done": True, "code": None, "why": []}


def summed(items: Sequence[Json]) -> Json:
    """汇总 - Return what came of each, and of how many it was done."""
    return {"items": list(items), "total": len(items), "done": sum(bool(each["done"]) for each in items)}
