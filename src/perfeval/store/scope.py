"""范围 - Keep every list inside the units that the asker may see, in SQL, and hand it out a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, FromClause, and_, false, or_, select

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
    return and_(inside, in_force(evaluations)) if path.table is evaluations else inside


def in_force(table: FromClause) -> ColumnElement[bool]:
    """有效 - Return the condition that a row of projects or evaluations counts: no import that is under way brings or replaces it."""
    under_way, row = select(uploads.c.id), table.c
    return and_(row.upload.not_in(under_way), or_(row.replaced_by.is_(None), row.replaced_by.in_(under_way)))


def _behind(chain: str) -> str:
    """Return the first text behind all that begin with a chain."""
    return f"{chain[:-1]}{chr(ord(chain[-1]) + 1)}"
