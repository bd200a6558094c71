"""范围 - Keep every list inside the units that the asker may see, in SQL, and hand it out a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, and_, false, func, or_, select

from perfeval.store.tables import evaluations, uploads


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """取页 - Say how many rows of a list are wanted, and how many stand before them."""

    size: int = 200
    skip: int = 0


def within(path: "Column[str]", scope: Sequence[str]) -> ColumnElement[bool]:
    """在范围内 - Return the condition that a chain of units begins with one of these; an empty scope sees nothing.

    Chains are compared byte by byte on every database, so that what begins with one is a stretch of their index. Evaluations that are
    still being imported are inside nobody's scope.
    """
    inside = or_(*(and_(path >= each, path < _behind(each)) for each in scope)) if scope else false()
    return and_(inside, in_force(evaluations.c.upload)) if path.table is evaluations else inside


def in_force(upload: "Column[str | None]") -> ColumnElement[bool]:
    """已生效 - Return the condition that a row came by no import, or by one that was carried through."""
    return func.coalesce(upload, "").not_in(select(uploads.c.id))


def _behind(chain: str) -> str:
    """Return the first text behind all that begin with a chain."""
    return f"{chain[:-1]}{chr(ord(chain[-1]) + 1)}"
