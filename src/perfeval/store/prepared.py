"""备好的问题 - Questions that every request asks: put into a database's words once, and asked of its driver without ceremony.

Making and asking a question through SQLAlchemy costs three times what SQLite needs to answer it. The answers are the same: what the
driver tells otherwise than the tables have it (SQLite knows no true and false) is put right here as SQLAlchemy does it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.engine import Compiled

Answer = tuple[Any, ...]
"""一行 - The columns of one row, in the order of the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """Hold a question in the words of one kind of database."""

    text: str
    fixed: Mapping[str, object]
    order: tuple[str, ...] | None
    put_right: tuple[tuple[int, Callable[[Any], Any]], ...]

    def given(self, named: Mapping[str, str]) -> Any:  # noqa: ANN401 - a driver takes its values by position or by name
        """给定的值 - Return the values as the driver takes them."""
        values = {**self.fixed, **named}
        return values if self.order is None else tuple(values[name] for name in self.order)


class Prepared:
    """备好的问题 - Hold a question whose values are texts, and ask it."""

    def __init__(self, question: "Select[Any]") -> None:
        """构造 - Keep the question; it is put into words when it is first asked."""
        self._question = question
        self._words: dict[str, _Words] = {}

    def rows(self, connection: Connection, **given: str) -> list[Answer]:
        """询问 - Return every row of the answer."""
        words = self._words.get(connection.dialect.name) or self._put(connection.dialect)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(words.text, words.given(given))
            found = [tuple(row) for row in cursor.fetchall()]
        finally:
            cursor.close()
        return [_right(row, words) for row in found] if words.put_right else found

    def _put(self, dialect: Dialect) -> _Words:
        """Put the question into the words of a kind of database."""
        compiled = self._question.compile(dialect=dialect)
        processors = ((at, column.type.result_processor(dialect, None)) for at, column in enumerate(self._question.selected_columns))
        words = _Words(
            text=str(compiled),
            fixed={name: value for name, value in compiled.params.items() if value is not None},
            order=_order(compiled),
            put_right=tuple((at, put) for at, put in processors if put is not None),
        )
        return self._words.setdefault(dialect.name, words)


def _order(compiled: Compiled) -> tuple[str, ...] | None:
    """Return the names of the values in the order in which the driver takes them, None where it takes them by name."""
    order: list[str] | None = getattr(compiled, "positiontup", None)
    return None if order is None else tuple(order)


def _right(row: Answer, words: _Words) -> Answer:
    whole = list(row)
    for at, put in words.put_right:
        whole[at] = put(whole[at])
    return tuple(whole)
