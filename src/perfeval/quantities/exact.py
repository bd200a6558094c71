"""精确数 - The one type of exact number: fractions as the standard library has them, computed in C.

Every sum of every row is done with them; quicktions is the standard library's own algorithm, compiled, seven times as fast.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction
else:
    from quicktions import Fraction

__all__ = ["Fraction"]
