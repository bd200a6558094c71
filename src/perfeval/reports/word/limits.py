"""上限 - What a template may hold and what one rendering may cost."""

from dataclasses import dataclass

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """模板与输出的上限 - Bound the package that is read and the document that is made.

    Units: sizes in bytes; `ratio` is unpacked size ÷ packed size and counts for parts over `ratio_from`;
    `seconds` is processor time of the rendering thread, so that a busy machine does not fail an honest template.
    """

    entries: int = 2_000
    unpacked: int = 200 * _MEGABYTE
    ratio: int = 100
    ratio_from: int = _MEGABYTE
    output: int = 50 * _MEGABYTE
    seconds: float = 2.0


LIMITS = Limits()
