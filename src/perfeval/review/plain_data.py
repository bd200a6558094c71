"""存取 - Values of this room as plain data and back, exactly: fractions are written as text.

What is kept about a sample must come back as it was, years later; so there is one way out and one way in for all of them.
"""

from typing import TypeVar

from msgspec import Struct, ValidationError, convert, to_builtins

from perfeval.errors import Invalid, Place
from perfeval.quantities import Fraction

Held = TypeVar("Held", bound=Struct)


def to_plain(value: Struct) -> dict[str, object]:
    """写出 - Return a value as plain data."""
    tree: dict[str, object] = to_builtins(value, enc_hook=_written)
    return tree


def from_plain(tree: object, held: type[Held], what: str) -> Held:
    """读回 - Return the value that plain data holds.

    Raises: Invalid, naming the place that cannot be read.
    """
    try:
        return convert(tree, held, dec_hook=_read)
    except ValidationError as error:
        where = str(error).partition(" - at `$")[2].rstrip("`").lstrip(".") or what
        raise Invalid("review-unreadable", f"{what}不能读取", (Place(where=where, message="此处缺少内容，或写法不对"),)) from None


def _written(value: object) -> str:
    """Return a fraction as text."""
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise NotImplementedError


def _read(held: type, value: object) -> Fraction:
    """Return the fraction that a text holds."""
    top, _, bottom = value.partition("/") if held is Fraction and isinstance(value, str) else ("", "", "")
    if not top.isdecimal() or not bottom.isdecimal() or not int(bottom):
        raise ValueError(value)
    return Fraction(int(top), int(bottom))
